package fact

// HelpID names a request for help.
type HelpID string

// Who of ours stands by whom in a conversation.
type (
	// HelpAsked: somebody asked for help. Staff are those who were asked; Team is whose
	// leads they are, Skill what is needed.
	HelpAsked struct {
		Help         HelpID         `json:"help"`
		Conversation ConversationID `json:"conversation"`
		Team         TeamID         `json:"team,omitempty"`
		Skill        SkillID        `json:"skill,omitempty"`
		Staff        []StaffID      `json:"staff"`
		By           StaffID        `json:"by,omitempty"`
	}
	// HelpTaken: By helps. AskedBy waited for so many seconds.
	HelpTaken struct {
		Help          HelpID         `json:"help"`
		Conversation  ConversationID `json:"conversation"`
		AskedBy       StaffID        `json:"asked_by"`
		WaitedSeconds int64          `json:"waited_seconds"`
		By            StaffID        `json:"by,omitempty"`
	}
	// HelpEnded: Outcome is "answered" or "withdrawn". Nobody did it where the
	// conversation ended.
	HelpEnded struct {
		Help         HelpID         `json:"help"`
		Conversation ConversationID `json:"conversation"`
		Outcome      string         `json:"outcome"`
		By           StaffID        `json:"by,omitempty"`
	}
	// CompanionJoined: By joined a conversation that Whom has. Because is "lead" or "help".
	CompanionJoined struct {
		Conversation ConversationID `json:"conversation"`
		Whom         StaffID        `json:"whom,omitempty"`
		Because      string         `json:"because"`
		By           StaffID        `json:"by,omitempty"`
	}
	// CompanionLeft: Because is "left", "ended" (the conversation did) or "has_it" (it is
	// theirs now).
	CompanionLeft struct {
		Conversation ConversationID `json:"conversation"`
		Because      string         `json:"because"`
		By           StaffID        `json:"by,omitempty"`
	}
	// MessageWhispered: a note went to one colleague, while they chat.
	MessageWhispered struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		To           StaffID        `json:"to"`
		By           StaffID        `json:"by,omitempty"`
	}
)

func (HelpAsked) Name() string        { return "help.asked" }
func (HelpTaken) Name() string        { return "help.taken" }
func (HelpEnded) Name() string        { return "help.ended" }
func (CompanionJoined) Name() string  { return "companion.joined" }
func (CompanionLeft) Name() string    { return "companion.left" }
func (MessageWhispered) Name() string { return "message.whispered" }

func (f HelpAsked) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f HelpTaken) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f HelpEnded) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f CompanionJoined) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f CompanionLeft) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f MessageWhispered) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}
