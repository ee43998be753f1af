// Package mask keeps personal data from who need not see it. The house says for
// each kind who may: everybody, whoever may see how customers can be reached, or
// only who may see personal data. What one may not see is shown as 138****5678, in
// everything that leaves for a screen, a program or a file.
//
// A Veil is what one reader does not see; it is put over whole answers at the edge,
// so that nothing has to remember it. Facts out: privacy.changed,
// message.unmasked.
package mask

import (
	"sync"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/understand/privacy"
)

// Level is who sees a kind of personal data.
type Level string

// The levels, from the most open one.
const (
	Open    Level = "open"    // everybody
	Limited Level = "limited" // who may personal.contact
	Guarded Level = "guarded" // who may personal.see
)

// Levels is all of them.
var Levels = []Level{Open, Limited, Guarded}

// Policy is what the house has decided. Each change is a version of its own, and
// all are kept.
type Policy struct {
	Levels map[privacy.Kind]Level `json:"levels" doc:"by kind: open, limited (hidden from who may not personal.contact) or guarded (hidden from who may not personal.see)"`

	ShownMinutes int `json:"shown_minutes" minimum:"1" maximum:"60" doc:"how long something unmasked is shown"`
	PerHour      int `json:"per_hour" minimum:"1" maximum:"1000" doc:"how many messages one person may unmask within an hour"`

	Version   int          `json:"version"`
	ChangedAt *time.Time   `json:"changed_at" doc:"null while it is as it came"`
	ChangedBy fact.StaffID `json:"changed_by"`
}

// usual is the policy of a house that has decided nothing: papers, cards and
// passwords are guarded, and how a person can be reached is for who works with it.
func usual() Policy {
	p := Policy{Levels: map[privacy.Kind]Level{}, ShownMinutes: 5, PerHour: 30}
	for _, kind := range privacy.Kinds {
		p.Levels[kind] = Guarded
	}
	for _, kind := range []privacy.Kind{privacy.Phone, privacy.Email, privacy.Address, privacy.Name, privacy.Plate} {
		p.Levels[kind] = Limited
	}
	return p
}

// at is the kinds of a level or above it.
func (p Policy) at(levels ...Level) (set Kinds) {
	for kind, level := range p.Levels {
		for _, one := range levels {
			if level == one {
				set |= KindsOf(kind)
			}
		}
	}
	return set
}

// Keeper keeps the policy, and hands out veils.
type Keeper struct {
	db     *db.DB
	inbox  *conversation.Inbox
	memory memory

	mu   sync.Mutex
	last Policy
	read time.Time
}

// New opens the keeper.
func New(d *db.DB, inbox *conversation.Inbox) *Keeper { return &Keeper{db: d, inbox: inbox} }
