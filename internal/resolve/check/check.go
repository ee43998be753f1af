// Package check makes sure who a customer is before they are told what is in an
// account: a code goes by mail to an address that was known to be theirs before, and
// whoever writes in the conversation has to know it. The code is seen by nobody here:
// a message in which it stands passes the check by itself, or somebody types what they
// were told.
//
// It is told of each reading in its transaction (reading.Alarm). Facts out:
// identity_check.sent … identity_check.refused.
package check

import (
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/health"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/seal"
)

// State is how far a check has come.
type State string

const (
	None    State = "none"    // nobody has asked
	Sent    State = "sent"    // a code is on its way, or there
	Passed  State = "passed"  // the customer knew it
	Over    State = "over"    // they did, too long ago
	Failed  State = "failed"  // too many were wrong
	Expired State = "expired" // nobody told it in time
	Refused State = "refused" // the customer would not
	Unsent  State = "unsent"  // the mail could not leave

	replaced State = "replaced" // by a newer code
)

// Why a code did not leave.
const (
	Rejected = "rejected" // a mail server will never take it
	TooLate  = "too_late" // no server took it while it counted
	NoWay    = "no_way"   // no mailbox of ours can send
)

// Check is one check of one customer in one conversation.
type Check struct {
	ID           fact.CheckID
	Conversation fact.ConversationID
	Contact      fact.ContactID
	Address      string // where the code went
	State        State
	Left         int // tries
	Reason       string
	By           conversation.Ref
	At           time.Time
	Until        time.Time // the code counts, or the customer is who they say
	LeftAt       time.Time // the mail left
	EndedAt      time.Time
	EndedBy      conversation.Ref // who typed the code
	Message      fact.MessageID   // in which it stood
}

// Standing is where the check of a conversation stands, and what can be done.
type Standing struct {
	Check
	Addresses []contact.Owned // to which a code can go
	May       bool            // ask, answer, and note that the customer would not
	Hindered  string          // why no code can be asked for: no_permission, no_address, too_many; "" = it can
}

// Letter is a code on its way.
type Letter struct {
	Check    fact.CheckID
	To       string
	Code     string
	Language string
	Number   int64               // of the conversation
	Thread   fact.ConversationID // to which answers belong; "" = they begin one
	Until    time.Time
	Minutes  int
	At       time.Time
	Ways     []intake.Channel // the best first
}

// Sending is the job that lets a code leave.
type Sending struct {
	Check fact.CheckID `json:"check"`
}

// Kinds of jobs. Their arguments name a check and never hold its code.
const (
	SendKind = "check.send"
	DueKind  = "check.due"
)

// Porter asks people who they are.
type Porter struct {
	db       *db.DB
	inbox    *conversation.Inbox
	channels *intake.Channels
	contacts *contact.Book
	ward     *health.Ward
	sealer   *seal.Sealer
}

// New puts a porter at the door.
func New(d *db.DB, inbox *conversation.Inbox, channels *intake.Channels, contacts *contact.Book, ward *health.Ward, sealer *seal.Sealer) *Porter {
	return &Porter{db: d, inbox: inbox, channels: channels, contacts: contacts, ward: ward, sealer: sealer}
}

func may(who access.Actor) bool { return who.May(access.IdentityCheck) }
