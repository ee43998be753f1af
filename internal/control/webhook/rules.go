package webhook

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

const (
	nameLimit  = 80   // characters
	urlLimit   = 2000 // bytes
	eventLimit = 100
	// patience is how long an event is tried after it happened.
	patience = 48 * time.Hour
	// overlap is how long the old secret signs beside a new one.
	overlap = 24 * time.Hour
)

// pauses come between the attempts of one delivery: quick at first, for a receiver
// that restarts, then slower; after the last they repeat until patience ends.
var pauses = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour,
}

// pause is how long to wait after the nth attempt failed.
func pause(attempt int) time.Duration { return pauses[min(max(attempt, 1), len(pauses))-1] }

// longestBlock bounds how long a receiver that never answers is left alone.
const longestBlock = 10 * time.Minute

// rest is how long a receiver is left alone after it failed so often in a row, so
// that one that is down costs one request now and then, not one for every event.
func rest(failures int) time.Duration {
	if failures < 3 {
		return 0
	}
	return min(5*time.Second<<min(failures-3, 10), longestBlock)
}

// over tells whether a delivery has been tried for long enough.
func over(d Delivery, now time.Time) bool { return !now.Before(d.CreatedAt.Add(patience)) }

func named(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", fault.New(fault.Invalid, "webhook.name_missing").At("name")
	case utf8.RuneCountInString(name) > nameLimit, strings.ContainsFunc(name, unicode.IsControl):
		return "", fault.New(fault.Invalid, "webhook.name_wrong", "limit", nameLimit).At("name")
	}
	return name, nil
}

// addressed accepts what requests can go to. Whether the network is one that they
// may go to shows when the name is looked up, at every attempt.
func addressed(text string) (string, error) {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	if err != nil || len(text) > urlLimit || (u.Scheme != "https" && u.Scheme != "http") || u.Hostname() == "" || u.Fragment != "" {
		return "", fault.New(fault.Invalid, "webhook.url_wrong").At("url")
	}
	if u.User != nil {
		return "", fault.New(fault.Invalid, "webhook.url_with_password").At("url")
	}
	return u.String(), nil
}

var pattern = regexp.MustCompile(`^(\*|[a-z_]+\.\*|[a-z_]+\.[a-z_]+)$`)

// chosen is the events that a webhook wants, each once. A name that nothing is
// called is a mistake, not a wish.
func chosen(events []string) ([]string, error) {
	if len(events) == 0 {
		return nil, fault.New(fault.Invalid, "webhook.events_missing").At("events")
	}
	if len(events) > eventLimit {
		return nil, fault.New(fault.Invalid, "webhook.too_many_events", "limit", eventLimit).At("events")
	}
	clean := slices.Clone(events)
	for i, e := range clean {
		e = strings.TrimSpace(e)
		if !pattern.MatchString(e) || !slices.ContainsFunc(fact.Names, func(name string) bool { return matches(e, name) }) {
			return nil, fault.New(fault.Invalid, "webhook.event_unknown", "event", e).At("events")
		}
		clean[i] = e
	}
	slices.Sort(clean)
	return slices.Compact(clean), nil
}

// wants tells whether a webhook is told of a fact. It hears nothing of webhooks:
// telling it of its own troubles would make more of them.
func wants(events []string, name string) bool {
	return !strings.HasPrefix(name, "webhook.") && slices.ContainsFunc(events, func(e string) bool { return matches(e, name) })
}

func matches(event, name string) bool {
	if event == "*" {
		return true
	}
	if topic, all := strings.CutSuffix(event, "*"); all {
		return strings.HasPrefix(name, topic)
	}
	return event == name
}

func known(c Content) error {
	if c != IDs && c != Objects {
		return fault.New(fault.Invalid, "webhook.content_unknown", "content", string(c)).At("content")
	}
	return nil
}

// mayClear refuses who may not see personal data to send it elsewhere.
func mayClear(who access.Actor, clear bool) error {
	if !clear {
		return nil
	}
	return who.Require(access.PersonalSee)
}

// opens tells whether a change lets personal data leave as it is, or leave more of it or
// for elsewhere.
func opens(before, after Webhook) bool {
	return after.Clear && (!before.Clear || after.URL != before.URL || after.Content != before.Content || !slices.Equal(after.Events, before.Events))
}

// changed is a webhook after a change, and the fields that differ.
func changed(w Webhook, c Change) (after Webhook, err error) {
	if c.Version != 0 && c.Version != w.Version {
		return w, fault.New(fault.Conflict, "webhook.changed", "version", w.Version)
	}
	after = w
	if c.Name != nil {
		if after.Name, err = named(*c.Name); err != nil {
			return w, err
		}
	}
	if c.URL != nil {
		if after.URL, err = addressed(*c.URL); err != nil {
			return w, err
		}
	}
	if c.Events != nil {
		if after.Events, err = chosen(*c.Events); err != nil {
			return w, err
		}
	}
	if c.Clear != nil {
		after.Clear = *c.Clear
	}
	if c.Content != nil {
		if err = known(*c.Content); err != nil {
			return w, err
		}
		after.Content = *c.Content
	}
	if c.State != nil && *c.State != w.State {
		switch *c.State {
		case Active: // a new beginning: the receiver is tried at once
			after.PausedBecause, after.Failures, after.FailingSince, after.BlockedUntil = "", 0, time.Time{}, time.Time{}
		case Paused:
			after.PausedBecause = "person"
		default:
			return w, fault.New(fault.Invalid, "webhook.state_unknown", "state", string(*c.State)).At("state")
		}
		after.State = *c.State
	}
	if after.URL != w.URL {
		after.Failures, after.FailingSince, after.BlockedUntil = 0, time.Time{}, time.Time{}
	}
	return after, nil
}
