package fact

import "time"

// Who sees personal data, who looked at it all the same, and who showed that they are
// who they say.
type (
	// PrivacyChanged: the house decided anew who sees which kinds.
	PrivacyChanged struct {
		Version int     `json:"version"`
		By      StaffID `json:"by"`
	}
	// MessageUnmasked: somebody had what is hidden in a message shown. Reason is a code.
	MessageUnmasked struct {
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Message      MessageID      `json:"message"`
		Kinds        []string       `json:"kinds"`
		Reason       string         `json:"reason"`
		By           StaffID        `json:"by"`
	}
	// IdentityCheckSent: a code goes to an address that is known to be the customer's.
	// Neither code nor address is told.
	IdentityCheckSent struct {
		Check        CheckID        `json:"check"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Until        time.Time      `json:"until"`
		By           StaffID        `json:"by"`
	}
	// IdentityCheckLeft: its mail has left.
	IdentityCheckLeft struct {
		Check        CheckID        `json:"check"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Channel      ChannelID      `json:"channel"`
	}
	// IdentityCheckUnsent: its mail could not leave. Reason is a code.
	IdentityCheckUnsent struct {
		Check        CheckID        `json:"check"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Reason       string         `json:"reason"`
	}
	// IdentityCheckTried: something that was said was not the code.
	IdentityCheckTried struct {
		Check        CheckID        `json:"check"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Left         int            `json:"left"`
		Message      MessageID      `json:"message,omitempty"` // in which it stood
		By           StaffID        `json:"by,omitempty"`      // who typed it
	}
	// IdentityCheckPassed: the customer knew the code.
	IdentityCheckPassed struct {
		Check        CheckID        `json:"check"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Until        time.Time      `json:"until"`
		Message      MessageID      `json:"message,omitempty"`
		By           StaffID        `json:"by,omitempty"`
	}
	// IdentityCheckFailed: too many codes were wrong.
	IdentityCheckFailed struct {
		Check        CheckID        `json:"check"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		By           StaffID        `json:"by,omitempty"`
	}
	// IdentityCheckExpired: nobody told the code in time.
	IdentityCheckExpired struct {
		Check        CheckID        `json:"check"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
	}
	// IdentityCheckRefused: the customer would not.
	IdentityCheckRefused struct {
		Check        CheckID        `json:"check"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		By           StaffID        `json:"by"`
	}
)

func (PrivacyChanged) Name() string       { return "privacy.changed" }
func (MessageUnmasked) Name() string      { return "message.unmasked" }
func (IdentityCheckSent) Name() string    { return "identity_check.sent" }
func (IdentityCheckLeft) Name() string    { return "identity_check.left" }
func (IdentityCheckUnsent) Name() string  { return "identity_check.unsent" }
func (IdentityCheckTried) Name() string   { return "identity_check.tried" }
func (IdentityCheckPassed) Name() string  { return "identity_check.passed" }
func (IdentityCheckFailed) Name() string  { return "identity_check.failed" }
func (IdentityCheckExpired) Name() string { return "identity_check.expired" }
func (IdentityCheckRefused) Name() string { return "identity_check.refused" }

func (f PrivacyChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }
func (f MessageUnmasked) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f IdentityCheckSent) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f IdentityCheckUnsent) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), ""
}

func (f IdentityCheckTried) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f IdentityCheckPassed) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f IdentityCheckFailed) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f IdentityCheckExpired) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), ""
}

func (f IdentityCheckRefused) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f IdentityCheckLeft) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), ""
}
