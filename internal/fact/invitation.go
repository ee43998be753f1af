package fact

// InvitationAnswered: somebody of ours answered an invitation that a mail brought.
// Part is accepted, tentative or declined; Reply is the message that says so.
type InvitationAnswered struct {
	Conversation ConversationID `json:"conversation"`
	Message      MessageID      `json:"message"`
	Reply        MessageID      `json:"reply"`
	Part         string         `json:"part"`
	By           StaffID        `json:"by"`
}

func (InvitationAnswered) Name() string { return "invitation.answered" }

func (f InvitationAnswered) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}
