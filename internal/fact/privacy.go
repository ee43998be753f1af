package fact

// Who sees personal data, and who looked at it all the same.
type (
	// PrivacyChanged: the house decided anew who sees which kinds.
	PrivacyChanged struct {
		Version int     `json:"version"`
		By      StaffID `json:"by"`
	}
	// MessageUnmasked: somebody had what is hidden in a message shown. Reason is a code.
	MessageUnmasked struct {
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Message      MessageID      `json:"message"`
		Kinds        []string       `json:"kinds"`
		Reason       string         `json:"reason"`
		By           StaffID        `json:"by"`
	}
)

func (PrivacyChanged) Name() string  { return "privacy.changed" }
func (MessageUnmasked) Name() string { return "message.unmasked" }

func (f PrivacyChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }
func (f MessageUnmasked) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}
