package access

import (
	"slices"
	"strings"

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

// Chosen is the scope that lets these permissions through and no others.
func Chosen(permissions ...Permission) Scope {
	names := make([]string, len(permissions))
	for i, p := range permissions {
		names[i] = string(p)
	}
	slices.Sort(names)
	return Scope(strings.Join(slices.Compact(names), " "))
}

// Known tells whether there is such a scope.
func (s Scope) Known() bool {
	if s.named() {
		return true
	}
	for name := range strings.SplitSeq(string(s), " ") {
		if _, known := places[Permission(name)]; !known {
			return false
		}
	}
	return true
}

func (s Scope) named() bool { return s == All || s == Read || s == Intake }

// Name is the scope in one word: the name it has, or "chosen" for one that lists
// its permissions.
func (s Scope) Name() string {
	if s.named() || s == "" {
		return string(s)
	}
	return "chosen"
}

// Permissions is what a token of this scope may, whose owner may all of the set.
func (s Scope) Permissions(of Set) []Permission { return s.narrow(of).List() }

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
	return set & s.listed()
}

// listed is what a scope names one by one; what it names wrongly is nothing.
func (s Scope) listed() (set Set) {
	for name := range strings.SplitSeq(string(s), " ") {
		if at, known := places[Permission(name)]; known {
			set |= 1 << at
		}
	}
	return set
}

// MayIssue tells whether a may make a token of this scope for somebody who may all
// of the set: every permission that it names must be one of theirs, and it must not
// reach further than the token that a itself came with.
func (a Actor) MayIssue(s Scope, owner Set) bool {
	switch {
	case s == All:
		return a.Scope == All
	case !s.named() && s.listed()&^owner != 0:
		return false
	}
	return a.Scope == All || s.narrow(owner)&^a.Scope.narrow(owner) == 0
}

// Beyond tells whether the set has something that no role below this one has: who
// has such a set does the work of that role, or more, whatever their own role is
// called.
func (s Set) Beyond(role Role) bool {
	var below Set
	for _, step := range ladder {
		if step.role == role {
			return s&^below != 0
		}
		below |= setOf(step.adds...)
	}
	return false
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
	return fault.New(fault.Denied, "access.scope_too_narrow", "scope", a.Scope.Name())
}

// In tells whether the actor is one of a team.
func (a Actor) In(team fact.TeamID) bool {
	return slices.Contains(a.Teams, team)
}
