package fact

// Threads of mail: a new matter in an old one, and who takes part.
type (
	// ConversationSplitProposed: a message may begin a matter of its own. Because is a code.
	ConversationSplitProposed struct {
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		Because      string         `json:"because"`
	}
	// ConversationSplitDismissed: somebody said that it does not.
	ConversationSplitDismissed struct {
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationStrangerWrote: a message came with a reference of ours from an address
	// that takes no part in the conversation.
	ConversationStrangerWrote struct {
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
	}
	// ConversationParticipantJudged: somebody said whether an address takes part.
	ConversationParticipantJudged struct {
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		Standing     string         `json:"standing"` // known or refused
		By           StaffID        `json:"by,omitempty"`
	}
	// MessageAutoReplyDecided: whether a customer's mail was answered automatically. Because is a code.
	MessageAutoReplyDecided struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		Sent         bool           `json:"sent"`
		Because      string         `json:"because"`
	}
	// ConversationLeftAlone: a machine's mail did not take it up again, because machines
	// have done so often enough.
	ConversationLeftAlone struct {
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		Because      string         `json:"because"`
	}
)

func (ConversationSplitProposed) Name() string     { return "conversation.split_proposed" }
func (ConversationSplitDismissed) Name() string    { return "conversation.split_dismissed" }
func (ConversationStrangerWrote) Name() string     { return "conversation.stranger_wrote" }
func (ConversationParticipantJudged) Name() string { return "conversation.participant_judged" }
func (MessageAutoReplyDecided) Name() string       { return "message.auto_reply_decided" }
func (ConversationLeftAlone) Name() string         { return "conversation.left_alone" }

func (f ConversationSplitProposed) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}

func (f ConversationSplitDismissed) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationStrangerWrote) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}

func (f ConversationParticipantJudged) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationLeftAlone) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}

func (f MessageAutoReplyDecided) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}
