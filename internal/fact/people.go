package fact

// People and the way in.
type (
	StaffAdded struct {
		Staff StaffID `json:"staff"`
		Role  string  `json:"role"`
		By    StaffID `json:"by,omitempty"`
	}
	StaffChanged struct {
		Staff  StaffID  `json:"staff"`
		Fields []string `json:"fields"`
		By     StaffID  `json:"by,omitempty"`
	}
	TeamChanged struct {
		Team TeamID  `json:"team"`
		By   StaffID `json:"by,omitempty"`
	}
	ChannelChanged struct {
		Channel ChannelID `json:"channel"`
		Kind    string    `json:"kind"`
		By      StaffID   `json:"by,omitempty"`
	}
	// PresenceChanged tells how somebody is there now, and why; Reason is "" where
	// none was given.
	PresenceChanged struct {
		Staff  StaffID `json:"staff"`
		State  string  `json:"state"`
		Reason string  `json:"reason,omitempty"`
		By     StaffID `json:"by,omitempty"`
	}
	DraftSaved struct {
		Conversation ConversationID `json:"conversation"`
		By           StaffID        `json:"by,omitempty"`
	}
	DraftDropped struct {
		Conversation ConversationID `json:"conversation"`
		By           StaffID        `json:"by,omitempty"`
	}
)

func (StaffAdded) Name() string      { return "staff.added" }
func (StaffChanged) Name() string    { return "staff.changed" }
func (TeamChanged) Name() string     { return "team.changed" }
func (ChannelChanged) Name() string  { return "channel.changed" }
func (PresenceChanged) Name() string { return "presence.changed" }
func (DraftSaved) Name() string      { return "draft.saved" }
func (DraftDropped) Name() string    { return "draft.dropped" }

func (f StaffAdded) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f StaffChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f TeamChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f ChannelChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f PresenceChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f DraftSaved) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f DraftDropped) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}
