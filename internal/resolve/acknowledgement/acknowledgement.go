// Package acknowledgement tells who wrote a mail that it is here: its number, how long
// answers take by what was measured, and how to add something. Once a day for a person
// at most, never to machines; and whether it was sent, or why not, stands at the mail.
//
// Facts in: message.arrived. Facts out: message.auto_reply_decided and, through
// conversation, message.replied.
package acknowledgement

import (
	"sync"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/outbox"
	"anlan/internal/platform/db"
)

// Desk sends acknowledgements.
type Desk struct {
	db       *db.DB
	inbox    *conversation.Inbox
	channels *intake.Channels
	contacts *contact.Book
	outbox   *outbox.Ledger
	measured sync.Map // channel → measure
}

// New opens the desk.
func New(d *db.DB, inbox *conversation.Inbox, channels *intake.Channels, contacts *contact.Book, out *outbox.Ledger) *Desk {
	return &Desk{db: d, inbox: inbox, channels: channels, contacts: contacts, outbox: out}
}

// Kind is what the outbox calls these mails.
const Kind = "acknowledgement"

// Expectation is how long customers waited for the first answer of a person, and what
// that rests on.
type Expectation struct {
	Known    bool `json:"known" doc:"enough conversations say so"`
	Seconds  int  `json:"seconds" doc:"half of the customers were answered within; those who still wait are counted as such"`
	Answered int  `json:"answered" doc:"conversations that were answered"`
	Waiting  int  `json:"waiting" doc:"those that still wait"`
	Days     int  `json:"days" doc:"how far back"`
}

type measure struct {
	Expectation
	at time.Time
}

// Preview is what a customer would get.
type Preview struct {
	Subject     string      `json:"subject"`
	Text        string      `json:"text"`
	Template    string      `json:"template" doc:"the wording before it is filled: the channel's, or ours where it has none"`
	Expectation Expectation `json:"expectation"`
}

// asked is a mail, and what has to be known to decide on it.
type asked struct {
	message  conversation.Message
	standing conversation.Conversation
	conversation.Exchanged
	address string
	canSend bool
	now     time.Time
}
