package access

import (
	"slices"

	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

// Set is a set of permissions: a value that nobody can change from afar.
type Set uint64

// places numbers the permissions, in the order in which roles gain them.
var places = func() map[Permission]int {
	at := map[Permission]int{}
	for _, step := range ladder {
		for _, p := range step.adds {
			at[p] = len(at)
		}
	}
	return at
}()

func setOf(permissions ...Permission) (s Set) {
	for _, p := range permissions {
		s |= 1 << places[p]
	}
	return s
}

// SetOf makes a set of a list. Unknown is the first that is no permission; "" when
// all are.
func SetOf(list []Permission) (s Set, unknown Permission) {
	for _, p := range list {
		if _, known := places[p]; !known {
			return 0, p
		}
		s |= setOf(p)
	}
	return s, ""
}

// Covers tells whether everything in other is in s too.
func (s Set) Covers(other Set) bool { return other&^s == 0 }

// Has tells whether the permission is in the set.
func (s Set) Has(p Permission) bool {
	at, known := places[p]
	return known && s&(1<<at) != 0
}

// List names what is in the set, always in the same order.
func (s Set) List() []Permission {
	list := []Permission{}
	for _, step := range ladder {
		for _, p := range step.adds {
			if s.Has(p) {
				list = append(list, p)
			}
		}
	}
	return list
}

// Known tells whether there is such a scope.
func (s Scope) Known() bool { return s == All || s == Read || s == Intake }

// narrow keeps of a set what the scope lets through.
func (s Scope) narrow(set Set) Set {
	switch s {
	case All:
		return set
	case Read:
		return set & readable
	case Intake:
		return set & bringable
	}
	return 0
}

// May tells whether the actor may do this, by role and by the scope of the token.
func (a Actor) May(p Permission) bool { return a.Scope.narrow(a.Permissions).Has(p) }

// Allowed lists everything that the actor may do.
func (a Actor) Allowed() []Permission { return a.Scope.narrow(a.Permissions).List() }

// Require refuses who may not, and says which permission is wanting.
func (a Actor) Require(p Permission) error {
	if a.May(p) {
		return nil
	}
	return fault.New(fault.Denied, "access.denied", "permission", string(p))
}

// Writes refuses a token that may not change anything. It guards what everybody
// may do to themselves and no permission names, such as choosing a presence.
func (a Actor) Writes() error {
	if a.Scope == All {
		return nil
	}
	return fault.New(fault.Denied, "access.scope_too_narrow", "scope", string(a.Scope))
}

// In tells whether the actor is one of a team.
func (a Actor) In(team fact.TeamID) bool {
	return slices.Contains(a.Teams, team)
}
