// Package automation does what a house lets happen by itself: when something has
// happened, or has not for a while, and a condition holds, steps are taken as a macro
// takes them. A house sees beforehand what an automation would have done, may let it run on
// trial, and finds for each conversation what was done, by which version, and what was
// not, and why.
//
// An automation runs once for an occasion, and an occasion names something that people
// did (a message, an assignment since that message, an instant), so automations that
// undo one another come to rest. None of them writes to a customer twice between two of
// the customer's messages, or to a machine.
//
// Facts in: message.understood, message.arrived, message.replied, conversation.assigned,
// conversation.resolved. Facts out: automation.changed, automation.ran, automation.stayed and those of the steps.
package automation

import (
	"sync/atomic"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/resolve/wording"
	"anlan/internal/route/rule"
)

// Occasion is when an automation is asked.
type Occasion string

const (
	Opened   Occasion = "opened"   // a customer's first message is understood
	Arrived  Occasion = "arrived"  // any of a customer's messages is
	Replied  Occasion = "replied"  // one of us has answered
	Assigned Occasion = "assigned" // somebody, a team or nobody has it now
	Resolved Occasion = "resolved"
	Waiting  Occasion = "waiting" // the customer has waited for us for so many minutes
	Quiet    Occasion = "quiet"   // the customer has not answered for so many minutes
)

// Mode is how far an automation goes.
type Mode string

const (
	Off   Mode = "off"
	Trial Mode = "trial" // it writes down what it would do
	On    Mode = "on"
)

// Act is a step of an automation: one of a macro's, or a reply with a canned reply of
// everybody, in the customer's language.
type Act struct {
	wording.Step
	CannedReply fact.CannedReplyID `json:"canned_reply,omitempty" doc:"reply: which one to send, in the customer's language, instead of text"`
}

// Automation is what happens by itself.
type Automation struct {
	ID        fact.AutomationID `json:"id"`
	Name      string            `json:"name"`
	Mode      Mode              `json:"mode" enum:"off,trial,on"`
	Occasion  Occasion          `json:"occasion" enum:"opened,arrived,replied,assigned,resolved,waiting,quiet"`
	Minutes   int               `json:"minutes" doc:"waiting, quiet: for how long"`
	Condition string            `json:"condition" doc:"in the rule language; empty = always" example:"channel_kind == \"email\" && mentions(\"refund\", \"退款\")"`
	Steps     []Act             `json:"steps" nullable:"false"`
	Ends      bool              `json:"ends" doc:"where it holds, those after it are not asked"`
	Version   int               `json:"version"`
	Position  int               `json:"position" doc:"the order in which they are asked, from 0"`
	UpdatedAt time.Time         `json:"updated_at"`
	UpdatedBy conversation.Ref  `json:"updated_by"`
	Day       Tally             `json:"day" doc:"of the last 24 hours"`
}

// Tally counts runs by their outcome.
type Tally struct {
	Done    int `json:"done"`
	Would   int `json:"would"`
	Refused int `json:"refused"`
	Held    int `json:"held"`
}

// Turn is one time that an automation's condition held.
type Turn struct {
	Automation   conversation.Ref    `json:"automation"`
	Version      int                 `json:"version"`
	Conversation fact.ConversationID `json:"conversation_id"`
	Number       int64               `json:"number"`
	Subject      string              `json:"subject"`
	Outcome      string              `json:"outcome" enum:"done,would,refused,held"`
	Reason       string              `json:"reason" doc:"refused: the code of the refusal; held: said_already, machine, too_often, too_many_mails; empty otherwise"`
	Message      fact.MessageID      `json:"message_id" doc:"what it wrote; empty when it wrote nothing"`
	At           time.Time           `json:"at"`
}

// Forecast is what a condition says of conversations that there are.
type Forecast struct {
	Looked   int     `json:"looked" doc:"how many were looked at, the newest"`
	Matched  int     `json:"matched"`
	Broke    int     `json:"broke" doc:"of how many the condition could not be told"`
	Examples []Match `json:"examples" nullable:"false" doc:"the newest that match"`
}

// Match is one of them.
type Match struct {
	ID       fact.ConversationID `json:"id"`
	Number   int64               `json:"number"`
	Subject  string              `json:"subject"`
	Customer string              `json:"customer" personal:"name"`
	At       time.Time           `json:"at" doc:"of its last message"`
}

const (
	mostAutomations = 500
	mostRuns        = 10              // of one automation between two messages of a customer
	fresh           = 2 * time.Second // how long what there is, is taken for true without asking
	looked          = 1000            // conversations of a preview
	shown           = 50              // examples of one
	mostMinutes     = 366 * 24 * 60
	runsKept        = 90 * 24 * time.Hour
	kind            = "automation" // of what it writes
)

// House keeps the automations and lets them run.
type House struct {
	db     *db.DB
	inbox  *conversation.Inbox
	shelf  *wording.Shelf
	outbox *outbox.Ledger
	lately atomic.Pointer[inForce]
}

// inForce is what was on or on trial a moment ago.
type inForce struct {
	list []ready
	at   time.Time
}

// ready is an automation whose condition was compiled.
type ready struct {
	Automation
	condition rule.Condition
}

// New opens the house.
func New(d *db.DB, inbox *conversation.Inbox, shelf *wording.Shelf, ledger *outbox.Ledger) *House {
	return &House{db: d, inbox: inbox, shelf: shelf, outbox: ledger}
}
