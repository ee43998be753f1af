// Package overflow opens a second way for a queue that has grown too long, and closes it
// again: another team serves the queue as well, and whoever newly waits there in the chat
// reads a text, and may be called back or leave a message instead (package relief).
//
// It begins when the upper thresholds have been reached for some time, and ends when the
// figures have stayed at or below the lower ones for some time, so that it never flaps. A
// lead may turn it on or off for a while.
//
// Facts in: conversation.queued, conversation.unqueued. Facts out: overflow.switched,
// overflow.changed.
package overflow

import (
	"context"
	"sync/atomic"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/route/queue"
)

// Thresholds say when a queue overflows, and what happens then. A threshold of 0 is not asked.
type Thresholds struct {
	On                 bool              `json:"on"`
	Waiting            int               `json:"waiting" minimum:"0" maximum:"100000" doc:"it begins when so many wait; 0 = not asked"`
	OldestSeconds      int64             `json:"oldest_seconds" minimum:"0" maximum:"604800" doc:"or when whoever has waited longest has waited so long; 0 = not asked"`
	ExpectedSeconds    int64             `json:"expected_seconds,omitempty" minimum:"0" maximum:"604800" doc:"or when whoever came now would be expected to wait so long; 0 = not asked"`
	HoldSeconds        int64             `json:"hold_seconds" minimum:"0" maximum:"86400" doc:"for so long without a break"`
	LowerWaiting       int               `json:"lower_waiting" minimum:"0" doc:"it ends when no more wait"`
	LowerOldestSeconds int64             `json:"lower_oldest_seconds" minimum:"0" doc:"and nobody has waited longer"`
	LowerExpectedSecs  int64             `json:"lower_expected_seconds,omitempty" minimum:"0" doc:"and whoever came now would be expected to wait no longer, or nothing is known of it"`
	BackSeconds        int64             `json:"back_seconds" minimum:"0" maximum:"86400" doc:"for so long without a break"`
	Team               fact.TeamID       `json:"team" doc:"serves the queue as well; empty = none"`
	OfferCallback      bool              `json:"offer_callback,omitempty" doc:"whoever waits there in the chat may ask to be called back"`
	OfferMessage       bool              `json:"offer_message,omitempty" doc:"whoever waits there in the chat may leave a message, which is answered by mail"`
	Texts              map[string]string `json:"texts" nullable:"false" doc:"what whoever waits there in the chat reads, by language: zh-CN, en"`
}

// Why it was switched.
const (
	Over    = "over"
	Under   = "under"
	Manual  = "manual"
	RuleOff = "rule_off"
)

// Figures are how a queue stands.
type Figures struct {
	Waiting         int   `json:"waiting"`
	OldestSeconds   int64 `json:"oldest_seconds"`
	ExpectedSeconds int64 `json:"expected_seconds" doc:"how long whoever came then would have been expected to wait; -1 = nothing was known of it, or it was not asked"`
}

// Unknown is an expected wait of which nothing is known.
const Unknown = -1

// State is whether a queue overflows.
type State struct {
	On      bool
	Since   time.Time // zero = it never has
	Turning time.Time // the figures ask for the other state since; zero = they do not
	Because string
	Figures // when it was switched
	By      fact.StaffID

	Override string // "on", "off": what a person wants; "" = the rule decides
	Until    time.Time
}

// Overflow is the rule of a queue, and how it stands.
type Overflow struct {
	Queue   queue.Queue
	Rule    Thresholds
	Version int
	State
}

// Switch is one time at which it was switched.
type Switch struct {
	On      bool         `json:"on"`
	Figures              // then
	Because string       `json:"because" enum:"over,under,manual,rule_off"`
	By      fact.StaffID `json:"by" doc:"empty where a rule did it"`
	At      time.Time    `json:"at"`
}

// Help is a team that serves a queue of another as well.
type Help struct {
	Queue    fact.QueueID
	From, To fact.TeamID
}

// Watch looks after the queues that may overflow.
type Watch struct {
	db     *db.DB
	queues *queue.Board
	none   atomic.Pointer[time.Time] // no queue had a rule then
	expect Expect
}

// Expect tells how long whoever came into a queue now would wait; false where nothing is
// known of it.
type Expect func(context.Context, queue.Waiting) (time.Duration, bool, error)

// Expect lets the watch ask for expected waits.
func (w *Watch) Expect(e Expect) { w.expect = e }

// New sets the watch up.
func New(d *db.DB, queues *queue.Board) *Watch { return &Watch{db: d, queues: queues} }
