// Package presence knows who is there. A person is as they chose (online, busy,
// away, after a call) while a screen of theirs is open on any node, and offline a
// minute after the last one closed. A choice may say why, from a list that the
// house keeps, and until when. Signs of life are kept in the table, so that nodes
// agree and a node that dies takes nobody's presence with it. Facts out:
// presence.changed, only when state or reason differ from before, and
// presence_reason.changed.
package presence

import (
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// State is how a person is there.
type State string

const (
	Online    State = "online"
	Busy      State = "busy"
	Away      State = "away"
	AfterCall State = "after_call" // finishing what the last conversation left to do
	Offline   State = "offline"
)

// Presence is how a person is there, and since when. Who was never there is
// offline since the zero time.
type Presence struct {
	State  State
	Reason string // the id of a reason; "" where none was given
	Since  time.Time
	Until  time.Time // when the choice ends by itself; zero = it does not
}

// Choice is how somebody wants to be seen.
type Choice struct {
	State  State
	Reason string
	Until  time.Time
}

// Reason is why somebody is busy, away or after a call.
type Reason struct {
	ID      string
	State   State
	NameZH  string
	NameEN  string
	Place   int  // in the list, from 1
	Retired bool // no longer offered; what was chosen keeps its name
	Version int
}

// Board is where everybody's presence hangs.
type Board struct{ db *db.DB }

// New hangs the board up.
func New(d *db.DB) *Board { return &Board{db: d} }

// CheckJob is the kind of the timer that Left plants; its handler is Check.
const CheckJob = "presence.check"

// ReturnJob is the kind of the timer that ends a choice; its handler is Return.
const ReturnJob = "presence.return"

// Check is what both timers carry.
type Check struct {
	Staff fact.StaffID `json:"staff"`
}
