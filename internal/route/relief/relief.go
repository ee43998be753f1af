// Package relief says what whoever waits in the chat may do instead of waiting: be called
// back, or leave a message and read the answer in their mail. A house says for each queue
// from which expected wait on it is offered; a queue that overflows may offer it at once.
// Whatever somebody chooses, their conversation keeps its place.
//
// Facts out: relief.changed, conversation.message_left.
package relief

import (
	"sync/atomic"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/route/overflow"
	"anlan/internal/route/queue"
	"anlan/internal/route/wait"
)

// Choices are what a queue offers to whoever waits in it.
type Choices struct {
	AfterSeconds int64 `json:"after_seconds" minimum:"0" maximum:"86400" doc:"from which expected wait on it is offered: half of those so placed wait as long; 0 = always. Where nothing is known of the wait, it is offered"`
	Callback     bool  `json:"callback" doc:"to be called back"`
	Message      bool  `json:"message" doc:"to leave a message, which is answered by mail; only where the chat goes on by mail"`
}

// Why it is offered.
const (
	Always   = "always"
	Long     = "long"     // the expected wait
	Unknown  = "unknown"  // nothing is known of the wait
	Overflow = "overflow" // the queue overflows
)

// Offered is what somebody is offered who waits.
type Offered struct {
	Queue    fact.QueueID
	Callback bool
	Message  bool
	Because  string
}

// Any tells whether there is anything.
func (o Offered) Any() bool { return o.Callback || o.Message }

// Relief is what a queue offers, as it was saved.
type Relief struct {
	Queue    queue.Queue
	Settings Choices
	Version  int
}

// Menu is what is on offer.
type Menu struct {
	db       *db.DB
	queues   *queue.Board
	waits    *wait.Office
	overflow *overflow.Watch
	inbox    *conversation.Inbox
	none     atomic.Pointer[time.Time] // no queue offered anything then
}

// New writes the menu.
func New(d *db.DB, inbox *conversation.Inbox, queues *queue.Board, waits *wait.Office, over *overflow.Watch) *Menu {
	return &Menu{db: d, inbox: inbox, queues: queues, waits: waits, overflow: over}
}

// fresh is how long it is taken for true that no queue offers anything.
const fresh = 2 * time.Second
