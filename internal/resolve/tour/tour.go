// Package tour leads the first person of an empty house to a conversation that
// was answered. A step is ticked by the fact that it has happened, whoever did
// it, and never by a click on the step.
//
// Facts in: message.arrived, .read_by_staff and .replied, conversation.resolved,
// until each has happened once. Facts out: tour.step_reached.
package tour

import (
	"sync/atomic"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// State is what somebody wants of the tour.
type State string

const (
	Fresh    State = "fresh" // has not begun
	Running  State = "running"
	PutAway  State = "put_away" // not now; it can be taken up again
	Finished State = "finished"
)

// Step is one thing to do, in their order.
type Step string

const (
	Channel  Step = "channel"  // customers have a way in
	Arrived  Step = "arrived"  // somebody wrote
	Seen     Step = "seen"     // one of us has read it
	Answered Step = "answered" // one of us replied
	Resolved Step = "resolved"
)

// Steps is every step, in their order.
var Steps = []Step{Channel, Arrived, Seen, Answered, Resolved}

// Tour is how far somebody has come.
type Tour struct {
	State        State
	Offered      bool // it is to be shown
	Done         []Step
	Channel      *intake.Channel     // to try; nil = there is none
	Conversation fact.ConversationID // that has come furthest; "" = nobody wrote
}

// Guide leads people through their first steps.
type Guide struct {
	db       *db.DB
	channels *intake.Channels
	far      atomic.Int32 // as many of Steps as this node knows to be reached; those of conversations alone
}

// New makes the guide of a house.
func New(d *db.DB, channels *intake.Channels) *Guide { return &Guide{db: d, channels: channels} }
