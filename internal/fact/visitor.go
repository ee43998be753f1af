package fact

// What visitors of a site do besides writing.
type (
	// VisitorIdentified: the site has said who wrote without a name. Was is the
	// contact that the conversation had before; the same one when it was named.
	VisitorIdentified struct {
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Was          ContactID      `json:"was"`
	}
	// ConversationContinued: replies that were not read in the chat went out by mail.
	ConversationContinued struct {
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Channel      ChannelID      `json:"channel"`
		Replies      int            `json:"replies"`
	}
	// ConversationResumed: the link in such a mail opened the chat again.
	ConversationResumed struct {
		Conversation ConversationID `json:"conversation"`
	}
	// ContinuationStopped: the customer wants no more mail about a chat.
	ContinuationStopped struct {
		Conversation ConversationID `json:"conversation"`
	}
)

func (VisitorIdentified) Name() string     { return "visitor.identified" }
func (ConversationContinued) Name() string { return "conversation.continued" }
func (ConversationResumed) Name() string   { return "conversation.resumed" }
func (ContinuationStopped) Name() string   { return "continuation.stopped" }

func (f VisitorIdentified) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), ""
}

func (f ConversationContinued) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), ""
}

func (f ConversationResumed) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}

func (f ContinuationStopped) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}
