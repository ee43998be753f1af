// Package callback keeps the list of customers who would rather be called than wait: the
// number, when they wish to be called, and what came of it. The list has the order of
// the queue in which they waited. Their conversation stays where it is; whoever takes a
// call-back takes it, too, where nobody has it.
//
// Facts in: conversation.resolved, after which nobody has to be called. Facts out:
// callback.asked, callback.taken, callback.returned, callback.tried, callback.ended.
package callback

import (
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/route/queue"
)

// State is how far a call-back has come.
type State string

const (
	Open       State = "open"        // somebody has to call
	Taken      State = "taken"       // somebody is going to
	Done       State = "done"        // they were spoken to
	NotReached State = "not_reached" // they were not, and nobody tries again
	Withdrawn  State = "withdrawn"   // nobody has to call any more
)

// live tells whether somebody still has to call.
func (s State) live() bool { return s == Open || s == Taken }

// Why one was withdrawn.
const (
	ByCustomer = "customer"
	ByStaff    = "staff"
	Resolved   = "resolved" // the conversation was
	Erased     = "erased"
)

// Standing is how a call-back stands to the time that was wished.
type Standing string

const (
	Later Standing = "later" // its time has not come
	Due   Standing = "due"
	Late  Standing = "late" // its time is over
	Over  Standing = "over" // it has ended
)

// Callback is one wish to be called.
type Callback struct {
	ID           fact.CallbackID
	Conversation fact.ConversationID
	Number       int64
	Subject      string
	Contact      conversation.ContactRef
	Queue        fact.QueueID
	Team         fact.TeamID
	Phone        string // "" when it was erased
	Zone         string // the customer's
	From, Until  time.Time
	CountsFrom   time.Time // by which it is taken in its turn
	Reasons      []queue.HeadStart
	State        State
	Tries        []Call
	Missed       int // tries at which nobody was reached
	TakenBy      conversation.Ref
	Because      string
	By           conversation.Ref // who wrote it down; nobody = the customer
	At           time.Time
	EndedAt      time.Time
}

// Call is one time at which somebody called.
type Call struct {
	By      conversation.Ref `json:"by"`
	Reached bool             `json:"reached"`
	Note    string           `json:"note"`
	At      time.Time        `json:"at"`
}

// Wish is what a customer wants: a number, and a window of their day.
type Wish struct {
	Phone string
	Day   string // "today", "tomorrow"
	Part  string // "any", "morning", "afternoon", "evening"
	Zone  string // as Asia/Shanghai
}

// Window is a time in which somebody can be called.
type Window struct {
	Day   string    `json:"day" enum:"today,tomorrow"`
	Part  string    `json:"part" enum:"any,morning,afternoon,evening"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// Walk is a part of the list.
type Walk struct {
	States       []State // none = all
	Late         bool    // only those whose time is over
	TakenBy      fact.StaffID
	Team         fact.TeamID
	Conversation fact.ConversationID // with all that was merged into it
	Behind       int                 // how many come before
	Limit        int
}

// ToCall is how many have to be called.
type ToCall struct {
	Live int `json:"live" bun:"live" doc:"open or taken"`
	Due  int `json:"due" bun:"due" doc:"of them, whose time has come, and is not over"`
	Late int `json:"late" bun:"late" doc:"of them, whose time is over"`
}

// List is where call-backs are kept.
type List struct {
	db     *db.DB
	inbox  *conversation.Inbox
	queues *queue.Board
}

// New opens the list.
func New(d *db.DB, inbox *conversation.Inbox, queues *queue.Board) *List {
	return &List{db: d, inbox: inbox, queues: queues}
}
