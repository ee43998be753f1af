package fact

// MailKeyID names a key with which mail to a mailbox is opened (S/MIME).
type MailKeyID string

// MailAuthorityID names somebody whose word is believed about who signed a mail.
type MailAuthorityID string

type (
	// MailAuthorityChanged: one is believed from now on, or no longer.
	MailAuthorityChanged struct {
		Authority MailAuthorityID `json:"authority"`
		By        StaffID         `json:"by"`
	}
	// MessageReread: a mail was read anew from its raw form, because there is a key
	// for it now or another authority is believed.
	MessageReread struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		By           StaffID        `json:"by"`
		Because      string         `json:"because,omitempty"` // key_added, where nobody asked for it
	}
)

func (MailAuthorityChanged) Name() string { return "mail_authority.changed" }
func (MessageReread) Name() string        { return "message.reread" }

func (f MailAuthorityChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f MessageReread) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}
