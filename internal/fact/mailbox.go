package fact

// ReconciliationID names one comparison of a mailbox with its ledger.
type ReconciliationID string

// Mailboxes that we fetch from.
type (
	// MailboxFailing: it could not be read for some minutes. Reason is a code.
	MailboxFailing struct {
		Channel ChannelID `json:"channel"`
		Reason  string    `json:"reason"`
	}
	MailboxRecovered struct {
		Channel ChannelID `json:"channel"`
	}
	// MailboxReconciled: it was compared with its ledger; Difference is how many
	// mails have no line.
	MailboxReconciled struct {
		Channel        ChannelID        `json:"channel"`
		Reconciliation ReconciliationID `json:"reconciliation"`
		Difference     int              `json:"difference"`
		By             StaffID          `json:"by,omitempty"`
	}
)

func (MailboxFailing) Name() string    { return "mailbox.failing" }
func (MailboxRecovered) Name() string  { return "mailbox.recovered" }
func (MailboxReconciled) Name() string { return "mailbox.reconciled" }

func (MailboxFailing) About() (conversation, contact, by string)   { return "", "", "" }
func (MailboxRecovered) About() (conversation, contact, by string) { return "", "", "" }
func (f MailboxReconciled) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}
