package fact

import "time"

// Why a conversation went to a person or from one, where nobody said so by hand.
const (
	BecauseAbsent    = "absent"    // back to its team: the person had been offline
	BecauseReplied   = "replied"   // to who answered it while nobody had it
	BecauseWithdrawn = "withdrawn" // from them again: that reply never left
	BecauseRule      = "rule"      // to a team, by a rule of the house
	BecauseRouted    = "routed"    // to whom routing found
	BecauseNext      = "next"      // to who asked for the next one
	BecauseAccepted  = "accepted"  // to who was asked, and took it
)

// A conversation's life.
type (
	ConversationOpened struct {
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Channel      ChannelID      `json:"channel"`
		Number       int64          `json:"number"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationAssigned: Because is "" where somebody did it by hand, "replied"
	// when By has it since they answered first, "withdrawn" when they took that reply
	// back, and "absent" when it went back to its team because Was had been offline,
	// since Since; "routed", "accepted" and "next" when routing chose, and Why tells for what.
	ConversationAssigned struct {
		Conversation ConversationID `json:"conversation"`
		Assignee     StaffID        `json:"assignee"`
		Team         TeamID         `json:"team"`
		Was          StaffID        `json:"was"`
		WasTeam      TeamID         `json:"was_team"`
		Because      string         `json:"because,omitempty"`
		Since        *time.Time     `json:"since,omitempty"`
		Why          []Why          `json:"why,omitempty"`
		Decision     DecisionID     `json:"decision,omitempty"`
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
