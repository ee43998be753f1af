package fact

import "time"

// BecauseAbsent is why a conversation went from a person back to its team.
const BecauseAbsent = "absent"

// A conversation's life.
type (
	ConversationOpened struct {
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Channel      ChannelID      `json:"channel"`
		Number       int64          `json:"number"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationAssigned: Because is "" where somebody did it, and "absent" when
	// it went back to its team because Was had been offline, since Since.
	ConversationAssigned struct {
		Conversation ConversationID `json:"conversation"`
		Assignee     StaffID        `json:"assignee"`
		Team         TeamID         `json:"team"`
		Was          StaffID        `json:"was"`
		WasTeam      TeamID         `json:"was_team"`
		Because      string         `json:"because,omitempty"`
		Since        *time.Time     `json:"since,omitempty"`
		By           StaffID        `json:"by,omitempty"`
	}
	ConversationTagged struct {
		Conversation ConversationID `json:"conversation"`
		Added        []string       `json:"added"`
		Removed      []string       `json:"removed"`
		By           StaffID        `json:"by,omitempty"`
	}
	ConversationResolved struct {
		Conversation ConversationID `json:"conversation"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationReopened tells why: "staff", "customer_wrote" or "snooze_over".
	ConversationReopened struct {
		Conversation ConversationID `json:"conversation"`
		Because      string         `json:"because"`
		By           StaffID        `json:"by,omitempty"`
	}
	ConversationSnoozed struct {
		Conversation ConversationID `json:"conversation"`
		Until        time.Time      `json:"until"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationWaiting: we answered, and now wait for the customer.
	ConversationWaiting struct {
		Conversation ConversationID `json:"conversation"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationChanged covers the plain fields: subject, priority, contact.
	ConversationChanged struct {
		Conversation ConversationID `json:"conversation"`
		Fields       []string       `json:"fields"`
		By           StaffID        `json:"by,omitempty"`
	}
	ConversationDeleted struct {
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		By           StaffID        `json:"by,omitempty"`
	}
)

func (ConversationOpened) Name() string   { return "conversation.opened" }
func (ConversationAssigned) Name() string { return "conversation.assigned" }
func (ConversationTagged) Name() string   { return "conversation.tagged" }
func (ConversationResolved) Name() string { return "conversation.resolved" }
func (ConversationReopened) Name() string { return "conversation.reopened" }
func (ConversationSnoozed) Name() string  { return "conversation.snoozed" }
func (ConversationWaiting) Name() string  { return "conversation.waiting" }
func (ConversationChanged) Name() string  { return "conversation.changed" }
func (ConversationDeleted) Name() string  { return "conversation.deleted" }

func (f ConversationOpened) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f ConversationAssigned) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationTagged) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationResolved) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationReopened) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationSnoozed) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationWaiting) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationChanged) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationDeleted) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}
