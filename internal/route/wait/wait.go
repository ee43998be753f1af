// Package wait tells how long somebody will wait until a person takes their
// conversation, and how good that is: each expectation is kept with what simpler
// methods said, and with what the wait came to.
//
// The method is QLm (package queueing): how many are taken before, how fast the
// queue has moved lately while somebody waited, and how many give up. Where a queue has not
// moved yet, the first in line tells how long it takes at least. Where nothing is known,
// nothing is said.
//
// Facts in: conversation.queued, conversation.unqueued. Facts out: none.
package wait

import (
	"sync"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/route/queue"
)

// Method is how an expectation was found.
type Method string

const (
	QLm   Method = "qlm"   // from the line ahead and the pace of the queue
	First Method = "first" // from how long the first in line has waited
	None  Method = "none"  // nothing is known yet
)

// Expectation is how long a wait will be.
type Expectation struct {
	Queue  fact.QueueID
	Ahead  int // how many of its queue are taken before
	Method Method
	Mean   time.Duration
	Pace   time.Duration // the mean by the pace alone
	Half   time.Duration // half of those so placed wait no longer
	Most   time.Duration // four of five do not
	Simple Simple
}

// Simple is what simpler methods would say; less than nothing where they say nothing.
type Simple struct {
	Last  time.Duration // as long as the last who was taken (LES)
	First time.Duration // as long as the first in line has waited by now (HOL)
	Usual time.Duration // as long as those taken lately, on average
}

// Known tells whether there is anything to say.
func (e Expectation) Known() bool { return e.Method != None }

// Measured is one wait that is over: what was expected, and what it came to.
type Measured struct {
	Conversation fact.ConversationID `json:"conversation_id"`
	Queue        fact.QueueID        `json:"queue_id"`
	At           time.Time           `json:"at" doc:"when it began"`
	Ahead        int                 `json:"ahead"`
	Method       Method              `json:"method" enum:"qlm,first,none"`
	HalfSeconds  float64             `json:"half_seconds"`
	MostSeconds  float64             `json:"most_seconds"`
	MeanSeconds  float64             `json:"mean_seconds"`
	LastSeconds  float64             `json:"last_seconds" doc:"what the last who was taken had waited; -1 = nobody was"`
	FirstSeconds float64             `json:"first_seconds" doc:"what the first in line had waited; -1 = nobody stood there"`
	UsualSeconds float64             `json:"usual_seconds" doc:"what those taken lately had waited on average; -1 = nobody was"`
	Seconds      float64             `json:"seconds" doc:"what it came to"`
}

// Accuracy is how good expectations were.
type Accuracy struct {
	Waits      int     `json:"waits" doc:"how many ended with somebody taking them, and were expected"`
	Unexpected int     `json:"unexpected" doc:"how many ended so of which nothing had been said"`
	Covered    float64 `json:"covered" doc:"the share that waited no longer than was said of four in five"`
	Root       Roots   `json:"root_mean_square_seconds" doc:"the error of each method on the waits of which all of them said something"`
	Common     int     `json:"common" doc:"on how many waits the methods are compared"`
	Bias       float64 `json:"bias_seconds" doc:"by how much waits were longer than expected, on average"`
}

// Roots are the errors of the methods: roots of the mean squares.
type Roots struct {
	Ours  float64 `json:"ours"`
	Last  float64 `json:"last"`
	First float64 `json:"first"`
	Usual float64 `json:"usual"`
}

// Report is how good the expectations of a queue, or of all, have been.
type Report struct {
	Accuracy
	Points []Measured `json:"points" nullable:"false" doc:"the newest 500 waits, each opens its conversation"`
}

// Office keeps expectations.
type Office struct {
	db     *db.DB
	queues *queue.Board
	paces  sync.Map // by queue: *known
}

// New opens it.
func New(d *db.DB, queues *queue.Board) *Office { return &Office{db: d, queues: queues} }

const (
	halfLife  = 10 * time.Minute // of a queue that moves within minutes
	longer    = 8                // times that long is what holds the pace of the moment
	lookBack  = 24               // half-lives
	mostSeen  = 500              // departures that are looked at
	long      = 200              // from how many on the one who comes is counted from the end of the line
	freshFor  = 5 * time.Second  // how long the pace of a queue is taken for true
	pointsMax = 500
	keptFor   = 90 * 24 * time.Hour
)
