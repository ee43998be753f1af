package fact

// ReconciliationID names one comparison of a mailbox with its ledger.
type ReconciliationID string

// Mailboxes that we fetch from.
type (
	// MailboxReconciled: it was compared with its ledger; Difference is how many
	// mails have no line.
	MailboxReconciled struct {
		Channel        ChannelID        `json:"channel"`
		Reconciliation ReconciliationID `json:"reconciliation"`
		Difference     int              `json:"difference"`
		By             StaffID          `json:"by,omitempty"`
	}
)

func (MailboxReconciled) Name() string { return "mailbox.reconciled" }

func (f MailboxReconciled) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}
