// Package presence knows who is there. A person is as they chose (online, busy,
// away) while a screen of theirs is open on any node, and offline a minute after
// the last one closed. Signs of life are kept in the table, so that nodes agree
// and a node that dies takes nobody's presence with it. Facts out:
// presence.changed, only when the state differs from before.
package presence

import (
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// State is how a person is there.
type State string

const (
	Online  State = "online"
	Busy    State = "busy"
	Away    State = "away"
	Offline State = "offline"
)

// Presence is how a person is there, and since when. Who was never there is
// offline since the zero time.
type Presence struct {
	State State
	Since time.Time
}

// Board is where everybody's presence hangs.
type Board struct{ db *db.DB }

// New hangs the board up.
func New(d *db.DB) *Board { return &Board{db: d} }

// CheckJob is the kind of the timer that Left plants; its handler is Check.
const CheckJob = "presence.check"

// Check is what the timer carries.
type Check struct {
	Staff fact.StaffID `json:"staff"`
}
