package fact

type (
	StatusID string
	ViewID   string
	BulkID   string
)

// Views, own statuses and what is done with many conversations at once.
type (
	// ConversationStatusChanged tells of an own status, "" where there is none.
	ConversationStatusChanged struct {
		Conversation ConversationID `json:"conversation"`
		Status       StatusID       `json:"status"`
		Was          StatusID       `json:"was"`
		By           StaffID        `json:"by,omitempty"`
	}
	// StatusDefined: an own status was added, changed, moved or removed.
	StatusDefined struct {
		Status StatusID `json:"status"`
		By     StaffID  `json:"by,omitempty"`
	}
	// ViewChanged: a saved view was made, changed, shared or removed.
	ViewChanged struct {
		View ViewID  `json:"view"`
		By   StaffID `json:"by,omitempty"`
	}
	// BulkProgressed tells how far an action on many conversations has come.
	BulkProgressed struct {
		Bulk    BulkID  `json:"bulk"`
		State   string  `json:"state"`
		Total   int     `json:"total"`
		Done    int     `json:"done"`
		Refused int     `json:"refused"`
		By      StaffID `json:"by,omitempty"`
	}
)

func (ConversationStatusChanged) Name() string { return "conversation.status_changed" }
func (StatusDefined) Name() string             { return "status.defined" }
func (ViewChanged) Name() string               { return "view.changed" }
func (BulkProgressed) Name() string            { return "bulk.progressed" }

func (f ConversationStatusChanged) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f StatusDefined) About() (conversation, contact, by string)  { return "", "", string(f.By) }
func (f ViewChanged) About() (conversation, contact, by string)    { return "", "", string(f.By) }
func (f BulkProgressed) About() (conversation, contact, by string) { return "", "", string(f.By) }
