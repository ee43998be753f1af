package fact

// MessageTrustChanged: somebody decided about the sender of a mail: to see its
// pictures, once or always, or that a warning does not hold. Matter is pictures or
// the code of the warning.
type MessageTrustChanged struct {
	Conversation ConversationID `json:"conversation"`
	Message      MessageID      `json:"message"`
	Matter       string         `json:"matter"`
	By           StaffID        `json:"by"`
}

func (MessageTrustChanged) Name() string { return "message.trust_changed" }

func (f MessageTrustChanged) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

// SenderChoiceDropped: what was decided about a sender counts no more. Matter is
// pictures or the code of a warning; who the sender is stands in no fact.
type SenderChoiceDropped struct {
	Matter string  `json:"matter"`
	By     StaffID `json:"by"`
}

func (SenderChoiceDropped) Name() string { return "sender.choice_dropped" }

func (f SenderChoiceDropped) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}
