// Package continuation carries a chat on by e-mail when its visitor has left:
// replies that were not read in the chat for some minutes go out in one mail. An
// answer to it comes back into the same conversation, and its link opens the chat
// again.
//
// Facts in: message.replied. Facts out: conversation.continued,
// conversation.resumed, continuation.stopped.
package continuation

import (
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/seal"
)

// ID names one mail.
type ID string

// State is how far a mail has come.
type State string

const (
	Queued   State = "queued"
	Sent     State = "sent"
	Failed   State = "failed"
	Needless State = "needless" // all of it was read before it left
)

// Why is why a mail did not leave. What was about to be said to a mail server, of
// which no answer is known, may have left: it is not sent again.
type Why string

const (
	Refused  Why = "refused" // by the mail server, for good
	Unsent   Why = "unsent"  // for hours, or because our mailbox cannot send
	MayBeOut Why = "may_be_out"
)

// Mail is what one mail carries.
type Mail struct {
	ID           ID
	Conversation fact.ConversationID
	Mailbox      fact.ChannelID
	Address      string
	Name         string // of the customer
	Language     string
	State        State
	Handed       bool // its words were about to be said, and what came of it is not known
	CreatedAt    time.Time
	Replies      []conversation.Message
	Earlier      []ID // mails of the same conversation that have left, oldest first
	Number       int64
	Subject      string
	Channel      intake.Channel // the chat
	ResumeURL    string
	StopURL      string
}

// Wait is the timer that each reply sets: has it been read?
type Wait struct {
	Conversation fact.ConversationID `json:"conversation"`
	Message      fact.MessageID      `json:"message"`
}

// Sending is the job that lets a mail leave.
type Sending struct {
	Mail ID `json:"mail"`
}

// Kinds of jobs.
const (
	WaitKind = "continuation.due"
	SendKind = "continuation.send"
)

// Ledger knows which replies went out by mail.
type Ledger struct {
	db        *db.DB
	inbox     *conversation.Inbox
	channels  *intake.Channels
	contacts  *contact.Book
	sealer    *seal.Sealer
	publicURL string
}

// New opens the ledger. publicURL is where customers reach this server.
func New(d *db.DB, inbox *conversation.Inbox, channels *intake.Channels, contacts *contact.Book, sealer *seal.Sealer, publicURL string) *Ledger {
	return &Ledger{db: d, inbox: inbox, channels: channels, contacts: contacts, sealer: sealer, publicURL: publicURL}
}
