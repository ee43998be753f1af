package fact

import "time"

// Messages.
type (
	MessageArrived struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Channel      ChannelID      `json:"channel"`
		SentAt       time.Time      `json:"sent_at"`
		Unreadable   bool           `json:"unreadable,omitempty"`
		Automatic    bool           `json:"automatic,omitempty"` // a machine's, which made it nobody's turn

		// Whose the conversation was: for the flow, which asks before the commit.
		Assignee StaffID `json:"-"`
		Team     TeamID  `json:"-"`
	}
	MessageReplied struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Channel      ChannelID      `json:"channel"`
		Automatic    bool           `json:"automatic,omitempty"` // the house's own, of which nobody of ours knows
		By           StaffID        `json:"by,omitempty"`
	}
	MessageNoted struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		By           StaffID        `json:"by,omitempty"`
	}
	// MessageDeliveryChanged moves one way only: queued, sent, delivered, read; or
	// failed, bounced, unknown. Only a person who sends it again begins anew.
	MessageDeliveryChanged struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		State        string         `json:"state"`
		Reason       string         `json:"reason,omitempty"`
		ReasonCode   string         `json:"reason_code,omitempty"` // when it failed, came back or is held up: why, as a code
		NextTryAt    *time.Time     `json:"next_try_at,omitempty"` // when it is held up
		By           StaffID        `json:"by,omitempty"`          // when a person said so
	}
	MessageReadByStaff struct {
		Conversation ConversationID `json:"conversation"`
		Upto         MessageID      `json:"upto"`
		By           StaffID        `json:"by,omitempty"`
	}
	MessageRevised struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		Revision     int            `json:"revision"`
		By           StaffID        `json:"by,omitempty"`
	}
)

func (MessageArrived) Name() string         { return "message.arrived" }
func (MessageReplied) Name() string         { return "message.replied" }
func (MessageNoted) Name() string           { return "message.noted" }
func (MessageDeliveryChanged) Name() string { return "message.delivery_changed" }
func (MessageReadByStaff) Name() string     { return "message.read_by_staff" }
func (MessageRevised) Name() string         { return "message.revised" }

func (f MessageArrived) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), ""
}

func (f MessageReplied) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f MessageNoted) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f MessageDeliveryChanged) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f MessageReadByStaff) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f MessageRevised) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}
