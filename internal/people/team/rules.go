package team

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

// nameLimit, in characters, keeps a name on one line of a list.
const nameLimit = 60

// named is the name as it is kept: without the space around it.
func named(name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", fault.New(fault.Invalid, "team.name_missing").At("name")
	}
	if utf8.RuneCountInString(name) > nameLimit {
		return "", fault.New(fault.Invalid, "team.name_too_long", "limit", nameLimit).At("name")
	}
	if strings.ContainsFunc(name, unicode.IsControl) {
		return "", fault.New(fault.Invalid, "team.name_unreadable").At("name")
	}
	return name, nil
}

// usual is what a team does that was never asked.
var usual = Absence{Then: Stay, Minutes: 30}

// usuallyTakes is whether a reply takes a conversation where no team says so: two
// colleagues who both think it theirs, or both not, cost the customer more than a
// conversation that its writer has to give away again.
const usuallyTakes = true

// longestAbsence is a day: who is away for longer is not coming back to it soon.
const longestAbsence = 24 * 60

// checked is an absence as it may be kept; nothing at all is what is usual.
func (a Absence) checked() (Absence, error) {
	switch {
	case a == Absence{}:
		return usual, nil
	case a.Then != Stay && a.Then != Return:
		return a, fault.New(fault.Invalid, "team.absence_unknown", "then", string(a.Then)).At("absence.then")
	case a.Minutes < 1 || a.Minutes > longestAbsence:
		return a, fault.New(fault.Invalid, "team.absence_minutes_wrong", "longest", longestAbsence).At("absence.minutes")
	}
	return a, nil
}

// once is a list without its repetitions, in order.
func once[ID ~string](ids []ID) []ID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// memberIDs is who is in the team, in order.
func (t Team) memberIDs() []fact.StaffID {
	ids := make([]fact.StaffID, len(t.Members))
	for i, m := range t.Members {
		ids[i] = m.ID
	}
	return once(ids)
}
