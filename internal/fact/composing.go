package fact

import "time"

type (
	CannedReplyID string
	MacroID       string
)

// What is written with the composer.
type (
	// MessageHeld: a reply is written and waits; message.replied follows when it
	// leaves, message.withdrawn when it is taken back.
	MessageHeld struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		LeavesAt     time.Time      `json:"leaves_at"`
		By           StaffID        `json:"by,omitempty"`
	}
	MessageWithdrawn struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		By           StaffID        `json:"by,omitempty"`
	}
	// StaffMentioned: a note names colleagues; of a team, its members.
	StaffMentioned struct {
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		Staff        []StaffID      `json:"staff"`
		By           StaffID        `json:"by"`
	}
	CannedReplyChanged struct {
		CannedReply CannedReplyID `json:"canned_reply"`
		By          StaffID       `json:"by,omitempty"`
	}
	MacroChanged struct {
		Macro MacroID `json:"macro"`
		By    StaffID `json:"by,omitempty"`
	}
	// MacroApplied stands beside the facts of its steps.
	MacroApplied struct {
		Macro        MacroID        `json:"macro"`
		Conversation ConversationID `json:"conversation"`
		Steps        []string       `json:"steps"`
		By           StaffID        `json:"by,omitempty"`
	}
)

func (MessageHeld) Name() string        { return "message.held" }
func (MessageWithdrawn) Name() string   { return "message.withdrawn" }
func (StaffMentioned) Name() string     { return "staff.mentioned" }
func (CannedReplyChanged) Name() string { return "canned_reply.changed" }
func (MacroChanged) Name() string       { return "macro.changed" }
func (MacroApplied) Name() string       { return "macro.applied" }

func (f MessageHeld) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f MessageWithdrawn) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f StaffMentioned) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f CannedReplyChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f MacroChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f MacroApplied) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}
