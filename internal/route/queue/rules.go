package queue

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
)

// patience, in targets: whoever has really waited for so long is taken before all
// who have not.
const patience = 3

// urgentFrom is how urgent a text must be to count as such.
const urgentFrom = 0.5

// weighed is all that weighs on a place.
type weighed struct {
	ChannelKind string
	Priority    conversation.Priority
	VIP         bool
	Reading     Reading
	InThree     int // how often the customer has come to us within three days, with this time
	InSeven     int
}

// headStarts are the reasons that move a place, in the order of Codes.
func (s Settings) headStarts(w weighed) (list []HeadStart) {
	add := func(holds bool, code, value string) {
		if holds && s.HeadStarts[code] != 0 {
			list = append(list, HeadStart{code, value, s.headStart(w.ChannelKind, code)})
		}
	}
	third := w.InThree >= 3
	add(len(w.Reading.Risks) > 0, Risk, strings.Join(w.Reading.Risks, ","))
	add(w.Reading.Emotion == Furious, Furious, "")
	add(w.Reading.Emotion == Angry, Angry, "")
	add(w.Reading.Urgency >= urgentFrom, Urgent, "")
	add(third, ThirdContact, strconv.Itoa(w.InThree))
	add(!third && w.InSeven >= 2, Again, strconv.Itoa(w.InSeven))
	add(w.VIP, VIP, "")
	add(w.Priority == conversation.Urgent, PriorityUrgent, "")
	add(w.Priority == conversation.High, PriorityHigh, "")
	add(w.Priority == conversation.Low, PriorityLow, "")
	return list
}

// headStart is how far a reason moves a place of a kind of channel, in seconds.
func (s Settings) headStart(kind, code string) int64 {
	return int64(s.Target(kind)/time.Second) * int64(s.HeadStarts[code]) / 100
}

// reweighed are the reasons of a place as other settings weigh them.
func (s Settings) reweighed(kind string, reasons []HeadStart) (list []HeadStart) {
	for _, r := range reasons {
		if s.HeadStarts[r.Code] != 0 {
			list = append(list, HeadStart{r.Code, r.Value, s.headStart(kind, r.Code)})
		}
	}
	return list
}

// countsFrom is the instant from which somebody counts who came at one.
func countsFrom(arrived time.Time, reasons []HeadStart) time.Time {
	for _, r := range reasons {
		arrived = arrived.Add(-time.Duration(r.Seconds) * time.Second)
	}
	return arrived
}

// Standing is a place with its kind of channel's target.
type Standing struct {
	Place
	Target time.Duration
}

// Overdue tells that somebody has really waited too long.
func (s Standing) Overdue(now time.Time) bool { return now.Sub(s.Arrived) >= patience*s.Target }

// score is how much of its target a place has used up.
func (s Standing) score(now time.Time) float64 {
	return float64(now.Sub(s.CountsFrom)) / float64(s.Target)
}

// Before compares two places: less than nothing when the first is taken first.
func Before(a, b Standing, now time.Time) int {
	if late := a.Overdue(now); late != b.Overdue(now) {
		if late {
			return -1
		}
		return 1
	} else if late {
		return cmp.Or(a.Arrived.Add(patience*a.Target).Compare(b.Arrived.Add(patience*b.Target)), cmp.Compare(a.Conversation, b.Conversation))
	}
	return cmp.Or(cmp.Compare(b.score(now), a.score(now)), cmp.Compare(a.Conversation, b.Conversation))
}

// head is who of a queue is taken first: whoever counts from the earliest instant,
// unless whoever came first has really waited too long.
func head(first, oldest Standing, now time.Time) Standing {
	if oldest.Overdue(now) {
		return oldest
	}
	return first
}

// text is a requirement as it is compared.
func (r Requirement) text() string {
	r.Skills = slices.Clone(r.Skills)
	slices.SortFunc(r.Skills, func(a, b Need) int { return cmp.Compare(a.Skill, b.Skill) })
	b, _ := json.Marshal(r) // strings and numbers always can
	return string(b)
}

// left tells why a conversation does not wait any more.
func left(m conversation.Matter) string {
	switch {
	case m.MergedInto != "":
		return Merged
	case m.State == conversation.Resolved:
		return Resolved
	case m.State == conversation.Snoozed:
		return Snoozed
	case m.Assignee != "":
		return Taken
	}
	return Answered
}

// base is the language of a tag without its script and region.
func base(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	return tag
}

// same tells whether two places are one, weighed alike.
func same(a, b Place) bool {
	return a.Queue == b.Queue && a.Arrived.Equal(b.Arrived) && a.CountsFrom.Equal(b.CountsFrom) &&
		a.Routing == b.Routing && slices.Equal(a.Reasons, b.Reasons)
}

// news tells whether a change of a place is news: to whoever looks at the order.
func news(was, is Place) bool {
	return was.Queue != is.Queue || !was.CountsFrom.Equal(is.CountsFrom)
}
