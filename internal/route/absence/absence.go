// Package absence sees to it that nobody's work stays with somebody who went home.
// Where a team wants it, conversations that wait for us go back to the team when
// the person who has them has been offline for as long as the team says: in the
// place of their waiting time, whoever has waited longest first.
//
// Nothing looks around by the clock. Facts in: presence.changed plants a look for
// when the time is over; conversation.assigned does so where somebody who is away
// is given something; message.arrived, message.withdrawn, conversation.reopened,
// .joined, .parted and .split look at once, since what waits anew with somebody
// long gone need not wait for them; and team.changed looks at what waits already. Facts out: conversation.assigned,
// because “absent”.
package absence

import (
	"sync/atomic"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// LookJob is the kind of the timer that asks whether somebody is still away.
const LookJob = "absence.look"

// Look is what it carries.
type Look struct {
	Staff fact.StaffID `json:"staff"`
}

// AgainJob is the kind of a second look at a team whose setting was changed.
const AgainJob = "absence.again"

// Again is what it carries.
type Again struct {
	Team fact.TeamID `json:"team"`
}

// Watch gives the work of the absent back to their teams.
type Watch struct {
	db     *db.DB
	inbox  *conversation.Inbox
	lately atomic.Pointer[sight]
}

// New makes the watch.
func New(d *db.DB, inbox *conversation.Inbox) *Watch { return &Watch{db: d, inbox: inbox} }

// sight is what the teams wanted a moment ago.
type sight struct {
	returns bool // any of them wants anything back
	at      time.Time
}
