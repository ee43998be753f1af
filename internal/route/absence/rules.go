package absence

import (
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/presence"
)

// person is how somebody is there, as far as their work goes.
type person struct {
	Active bool
	State  presence.State
	Since  time.Time // zero = they never were there
}

// wish is that a team wants back what waits with somebody so long offline.
type wish struct {
	Team    fact.TeamID
	Minutes int
}

func (w wish) patience() time.Duration { return time.Duration(w.Minutes) * time.Minute }

// away tells whether a person is not there to answer at all. Busy, away from the
// desk and after a call are ways of being there.
func (p person) away() bool { return !p.Active || p.State == presence.Offline }

// withSince is a person as if they had gone when they were given something, where
// they were away by then.
func (p person) withSince(given time.Time) person {
	if given.After(p.Since) {
		p.Since = given
	}
	return p
}

// due is when a team takes back what a person has. Who does not work here any
// more is waited for no longer.
func (p person) due(w wish) time.Time {
	if !p.Active {
		return p.Since
	}
	return p.Since.Add(w.patience())
}

// takers are the teams that take back what a person has, now.
func takers(p person, wishes []wish, now time.Time) (teams []fact.TeamID) {
	if !p.away() {
		return nil
	}
	for _, w := range wishes {
		if !p.due(w).After(now) {
			teams = append(teams, w.Team)
		}
	}
	return teams
}

// rings is when to look at what a person has: once for each time that any team
// waits for, counted from when they went.
func rings(wishes []wish, from, now time.Time) (at []time.Time) {
	for _, w := range wishes {
		ring := from.Add(w.patience())
		if ring.Before(now) {
			ring = now
		}
		if !slices.Contains(at, ring) {
			at = append(at, ring)
		}
	}
	return at
}
