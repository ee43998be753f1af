package fact

// What comes in from files, and goes out into files.
type (
	// ConversationImported: it was kept elsewhere, and came in whole, with all that
	// was said. None of it happens now: no message of it is told by itself.
	ConversationImported struct {
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Channel      ChannelID      `json:"channel"`
		Number       int64          `json:"number"`
		Messages     int            `json:"messages"`
		Import       ImportID       `json:"import"`
	}
	// ContactWithdrawn: an import made it, and was taken back.
	ContactWithdrawn struct {
		Contact ContactID `json:"contact"`
	}
	// ImportChanged tells of an import's state, not of its progress.
	ImportChanged struct {
		Import ImportID `json:"import"`
		State  string   `json:"state"`
		By     StaffID  `json:"by,omitempty"`
	}
	ExportChanged struct {
		Export ExportID `json:"export"`
		State  string   `json:"state"`
		By     StaffID  `json:"by,omitempty"`
	}
)

func (ConversationImported) Name() string { return "conversation.imported" }
func (ContactWithdrawn) Name() string     { return "contact.withdrawn" }
func (ImportChanged) Name() string        { return "import.changed" }
func (ExportChanged) Name() string        { return "export.changed" }

func (f ConversationImported) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), ""
}

func (f ContactWithdrawn) About() (conversation, contact, by string) {
	return "", string(f.Contact), ""
}

func (f ImportChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }
func (f ExportChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }
