package retention

import (
	"slices"
	"strings"
	"unicode/utf8"

	"anlan/internal/kit/plain"
	"anlan/internal/platform/fault"
)

// Bounds of a rule.
const (
	maxName = 100
	maxDays = 36_500
)

var states = []string{"open", "waiting", "snoozed", "resolved"}

// settled makes a rule fit to be kept, or says what is wrong with it.
func settled(r Rule) (Rule, error) {
	r.Name = strings.TrimSpace(plain.Text(r.Name))
	if r.Name == "" || utf8.RuneCountInString(r.Name) > maxName {
		return r, fault.New(fault.Invalid, "retention_rule.name_wrong", "limit", maxName).At("name")
	}
	if r.Days < 1 || r.Days > maxDays {
		return r, fault.New(fault.Invalid, "retention_rule.days_wrong", "limit", maxDays).At("days")
	}
	if r.Subject == Contacts {
		if r.Act != Delete {
			return r, fault.New(fault.Invalid, "retention_rule.contacts_are_deleted").At("act")
		}
		r.States, r.Tags, r.Channels, r.Since = nil, nil, nil, "last_message"
		return r, nil
	}
	if r.Subject != Conversations || r.Act != Delete && r.Act != Anonymise || r.Since != "last_message" && r.Since != "resolved" {
		return r, fault.New(fault.Invalid, "retention_rule.unknown_word").At("act")
	}
	if len(r.States) == 0 {
		r.States = []string{"resolved"}
	}
	for _, s := range r.States {
		if !slices.Contains(states, s) {
			return r, fault.New(fault.Invalid, "retention_rule.unknown_state", "state", s).At("states")
		}
	}
	return r, nil
}

// same tells whether two rules would erase the same.
func same(a, b Rule) bool {
	return a.Subject == b.Subject && a.Since == b.Since && a.Days == b.Days && a.Act == b.Act &&
		slices.Equal(a.States, b.States) && slices.Equal(a.Tags, b.Tags) && slices.Equal(a.Channels, b.Channels)
}
