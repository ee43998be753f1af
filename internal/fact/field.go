package fact

// Fields that people define, and their values. A value is never told, only
// which field has another one now: what stands in it may be a customer's words.
type (
	FieldChanged struct {
		Field  FieldID `json:"field"`
		Object string  `json:"object"` // contact, conversation, organisation
		Key    string  `json:"key"`
		By     StaffID `json:"by,omitempty"`
	}
	ContactFieldChanged struct {
		Contact ContactID `json:"contact"`
		Key     string    `json:"key"`
		By      StaffID   `json:"by,omitempty"`
	}
	ConversationFieldChanged struct {
		Conversation ConversationID `json:"conversation"`
		Key          string         `json:"key"`
		By           StaffID        `json:"by,omitempty"`
	}
)

func (FieldChanged) Name() string             { return "field.changed" }
func (ContactFieldChanged) Name() string      { return "contact.field_changed" }
func (ConversationFieldChanged) Name() string { return "conversation.field_changed" }

func (f FieldChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }

func (f ContactFieldChanged) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ConversationFieldChanged) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}
