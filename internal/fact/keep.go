package fact

// What happens to the whole of what is kept.
type (
	BackupTaken struct {
		Rows  int64 `json:"rows"`
		Files int64 `json:"files"`
	}
	BackupRestored struct {
		Rows  int64 `json:"rows"`
		Files int64 `json:"files"`
	}
)

func (BackupTaken) Name() string    { return "backup.taken" }
func (BackupRestored) Name() string { return "backup.restored" }

func (BackupTaken) About() (conversation, contact, by string)    { return "", "", "" }
func (BackupRestored) About() (conversation, contact, by string) { return "", "", "" }

// What is erased, by rule or on demand.
type (
	// ConversationAnonymised: its words and its person are gone, its numbers stayed.
	ConversationAnonymised struct {
		Conversation ConversationID `json:"conversation"`
		By           StaffID        `json:"by,omitempty"`
	}
	ContactErased struct {
		Contact ContactID `json:"contact"`
		By      StaffID   `json:"by,omitempty"`
	}
	RetentionRuleChanged struct {
		Rule string  `json:"rule"`
		By   StaffID `json:"by,omitempty"`
	}
)

func (ConversationAnonymised) Name() string { return "conversation.anonymised" }
func (ContactErased) Name() string          { return "contact.erased" }
func (RetentionRuleChanged) Name() string   { return "retention_rule.changed" }

func (f ConversationAnonymised) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ContactErased) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f RetentionRuleChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}
