package conversation

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// condition is how a conversation stands beside what was said in it: what a merge
// joins and an undoing takes apart again.
type condition struct {
	State         State    `json:"state"`
	WaitingSince  int64    `json:"waiting_since"`
	SnoozedUntil  int64    `json:"snoozed_until"`
	ResolvedAt    int64    `json:"resolved_at"`
	Priority      Priority `json:"priority"`
	Assignee      string   `json:"assignee"`
	Team          string   `json:"team"`
	Subject       string   `json:"subject"`
	StaffReadUpto string   `json:"staff_read_upto"`
	Tags          []string `json:"tags"`
}

// turn is whose turn it is, with what belongs to that.
type turn struct {
	state                  State
	waiting, until, solved int64
}

func (s condition) turn() turn { return turn{s.State, s.WaitingSince, s.SnoozedUntil, s.ResolvedAt} }

func (s condition) with(t turn) condition {
	s.State, s.WaitingSince, s.SnoozedUntil, s.ResolvedAt = t.state, t.waiting, t.until, t.solved
	return s
}

var urgency = map[Priority]int{Low: 0, Normal: 1, High: 2, Urgent: 3}

// liveliness: where two are put together, what still has to be done decides.
var liveliness = map[State]int{Resolved: 0, Snoozed: 1, Waiting: 2, Open: 3}

// together is how a conversation stands when a half joins it: whoever waits still
// waits, the more urgent priority counts, and nobody loses it who has it.
func together(s, half condition) condition {
	waits := s.WaitingSince
	if half.WaitingSince > 0 && (waits == 0 || half.WaitingSince < waits) {
		waits = half.WaitingSince
	}
	switch {
	case liveliness[half.State] > liveliness[s.State]:
		s = s.with(half.turn())
	case half.State == Snoozed && s.State == Snoozed:
		s.SnoozedUntil = min(s.SnoozedUntil, half.SnoozedUntil)
	}
	if s.State == Open || s.State == Snoozed {
		s.WaitingSince = waits
	}
	if urgency[half.Priority] > urgency[s.Priority] {
		s.Priority = half.Priority
	}
	s.Assignee, s.Team, s.Subject = or(s.Assignee, half.Assignee), or(s.Team, half.Team), or(s.Subject, half.Subject)
	s.StaffReadUpto = min(s.StaffReadUpto, half.StaffReadUpto) // what nobody has seen stays unseen
	s.Tags = union(s.Tags, half.Tags)
	return s
}

// returned is how a conversation stands when what was split off goes back: that had
// only borrowed its condition, so what counts is what happened to it since.
func returned(s, apart, stood condition) condition {
	if stood.turn() != apart.turn() {
		s = s.with(together(s, stood).turn())
	}
	s.Tags = union(s.Tags, stood.Tags)
	return s
}

// rebased is x with what changed from was to is. What x itself had changed stays.
func rebased(x, was, is condition) condition {
	if x.turn() == was.turn() {
		x = x.with(is.turn())
	}
	x.Priority = moved(x.Priority, was.Priority, is.Priority)
	x.Assignee = moved(x.Assignee, was.Assignee, is.Assignee)
	x.Team = moved(x.Team, was.Team, is.Team)
	x.Subject = moved(x.Subject, was.Subject, is.Subject)
	x.StaffReadUpto = moved(x.StaffReadUpto, was.StaffReadUpto, is.StaffReadUpto)
	added, removed := differ(was.Tags, is.Tags)
	x.Tags = union(slices.DeleteFunc(slices.Clone(x.Tags), func(t string) bool { return slices.Contains(removed, t) }), added)
	return x
}

func moved[T comparable](x, was, is T) T {
	if x == was {
		return is
	}
	return x
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func union(a, b []string) []string {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	all = slices.Compact(all)
	if all == nil {
		all = []string{}
	}
	return all
}

// after is a condition once messages were said on it.
func (s condition) after(messages []messageRow) condition {
	c := row{State: s.State, WaitingSince: s.WaitingSince, SnoozedUntil: s.SnoozedUntil, ResolvedAt: s.ResolvedAt}
	for _, m := range messages {
		c, _ = said(c, m, time.UnixMilli(m.CreatedAt))
	}
	return s.with(turn{c.State, c.WaitingSince, c.SnoozedUntil, c.ResolvedAt})
}

// leftWith is whose turn it is when only these messages are left. What was put
// away by hand stays away.
func (s condition) leftWith(messages []messageRow) condition {
	if s.State != Open && s.State != Waiting {
		return s
	}
	spoken := slices.ContainsFunc(messages, func(m messageRow) bool { return m.Kind == Inbound || m.Kind == Reply })
	if !spoken {
		return s
	}
	return s.with(turn{state: Open}).after(messages)
}

// due wakes a condition whose snooze is over.
func (s condition) due(now time.Time) condition {
	if s.State == Snoozed && s.SnoozedUntil <= now.UnixMilli() {
		s.State, s.SnoozedUntil = Open, 0
	}
	return s
}

// sameMatterWithin is how far apart two conversations may be to be about the same.
const sameMatterWithin = 7 * 24 * time.Hour

// Resemblance is a reason why two conversations may be about the same matter.
type Resemblance struct {
	Code   string         `json:"code" enum:"same_subject,same_channel,both_open"`
	Values map[string]any `json:"values"`
}

// resemble tells why two conversations of one contact may be about the same
// matter; nothing when they are too far apart or have nothing in common.
func resemble(a, b row) (because []Resemblance) {
	apart := time.Duration(max(a.CreatedAt-b.LastMessageAt, b.CreatedAt-a.LastMessageAt, 0)) * time.Millisecond
	if apart > sameMatterWithin {
		return nil
	}
	if s := bare(a.Subject); s != "" && s == bare(b.Subject) {
		because = append(because, Resemblance{"same_subject", map[string]any{"subject": b.Subject}})
	}
	if a.Channel == b.Channel {
		because = append(because, Resemblance{"same_channel", map[string]any{"days": int(apart / (24 * time.Hour))}})
	}
	if len(because) > 0 && a.State != Resolved && b.State != Resolved {
		because = append(because, Resemblance{"both_open", map[string]any{}})
	}
	return because
}

// bare is a subject without what mail programs put before it.
func bare(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for {
		cutAny := false
		for _, prefix := range []string{"re:", "re：", "fw:", "fwd:", "回复:", "回复：", "答复:", "答复：", "转发:", "转发："} {
			if rest, ok := strings.CutPrefix(s, prefix); ok {
				s, cutAny = strings.TrimLeftFunc(rest, unicode.IsSpace), true
			}
		}
		if !cutAny {
			return s
		}
	}
}
