// Package workhours is a clock that runs while a house works: weekly hours in a
// time zone, with other hours, or none, on single dates. It adds working time to an
// instant, measures it between two, and explains each deadline in steps that screens
// put into words. It is pure; instants and calendars come in, instants go out.
//
// What hours mean is written on a wall clock, and how long they last is real time:
//
//   - A span belongs to the date on which it begins. A night shift of the eve of a
//     holiday runs to its end in the morning of the holiday.
//   - The wall clock never runs backwards: an hour that comes twice, because the
//     clocks go back, begins and ends with its first coming, so that 01:00–04:00
//     lasts four hours and spans that touch one another still do. A time that is left
//     out, because the clocks go forward, is the instant at which they do.
//   - A deadline is the first instant by which all its working time has passed. Where
//     that is the end of a span, it is that end, and not the next morning.
package workhours

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Calendar is when a house works.
type Calendar struct {
	Zone       string      `json:"zone" example:"Asia/Shanghai" doc:"IANA"`
	Week       Week        `json:"week" nullable:"false" doc:"the hours of each day, Sunday first"`
	Exceptions []Exception `json:"exceptions" nullable:"false"`
}

// Week is the hours of each day of the week, Sunday first, as time.Weekday counts.
type Week [7][]DaySpan

// DaySpan is hours on the wall clock. One that ends no later than it begins ends on the
// next day: 22:00–06:00 is a night shift, 00:00–24:00 a whole day.
type DaySpan struct {
	From TimeOfDay `json:"from" example:"09:00"`
	To   TimeOfDay `json:"to" example:"18:00"`
}

// TimeOfDay is in minutes after midnight on the wall clock, 0 … 1440.
type TimeOfDay int

const midnight TimeOfDay = 24 * 60

// Exception is a date with hours of its own; without any it is closed.
type Exception struct {
	Date  Date      `json:"date" example:"2026-10-01"`
	Name  string    `json:"name" example:"国庆节"`
	Spans []DaySpan `json:"spans" nullable:"false"`
}

// Pause is a time that does not count though the house works. Without Until it is
// not over yet.
type Pause struct {
	From, Until time.Time
}

// Codes of what is wrong with a calendar.
const (
	ZoneUnknown   = "zone_unknown"
	SpanWrong     = "span_wrong"     // a time of day that there is not
	SpansOverlap  = "spans_overlap"  // of one date
	DateWrong     = "date_wrong"     // 30 February
	DateTwice     = "date_twice"     // two exceptions of one date
	TooManySpans  = "too_many_spans" // of one date
	TooManyOthers = "too_many_exceptions"
)

// Limits of a calendar.
const (
	MostSpans      = 12
	MostExceptions = 2000
)

// Wrong says what is wrong with a calendar, and where: "week.1", "exceptions.3".
type Wrong struct{ Code, At string }

func (w Wrong) Error() string { return "calendar: " + w.Code + " at " + w.At }

var (
	// ErrNeverOpen is the answer of a calendar that has no working time left.
	ErrNeverOpen = errors.New("the calendar has no working time")
	// ErrTooFar is the answer when a deadline would be more than a century away.
	ErrTooFar = errors.New("the deadline is more than a hundred years away")
	// ErrPaused is the answer when a pause that is not over keeps a deadline open.
	ErrPaused = errors.New("the clock stands still")
)

// Always is a calendar of a house that never closes.
func Always(zone string) Calendar {
	c := Calendar{Zone: zone}
	for d := range c.Week {
		c.Week[d] = []DaySpan{{0, midnight}}
	}
	return c
}

// Clock is a calendar made ready to count. It may be used from several sides at once.
type Clock struct {
	zone     *time.Location
	week     Week
	others   map[Date]Exception
	weekly   bool // the week has hours
	lastOpen Date // of the last exception with hours
}

// Clock makes a calendar ready, or says what is Wrong with it.
func (c Calendar) Clock() (*Clock, error) {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil || c.Zone == "" || c.Zone == "Local" {
		return nil, Wrong{ZoneUnknown, "zone"}
	}
	if len(c.Exceptions) > MostExceptions {
		return nil, Wrong{TooManyOthers, "exceptions"}
	}
	k := &Clock{zone: zone, others: make(map[Date]Exception, len(c.Exceptions))}
	for day, spans := range c.Week {
		if k.week[day], err = inOrder(spans, "week."+strconv.Itoa(day)); err != nil {
			return nil, err
		}
		k.weekly = k.weekly || len(spans) > 0
	}
	for i, e := range c.Exceptions {
		at := "exceptions." + strconv.Itoa(i)
		if !e.Date.Valid() {
			return nil, Wrong{DateWrong, at}
		}
		if _, twice := k.others[e.Date]; twice {
			return nil, Wrong{DateTwice, at}
		}
		if e.Spans, err = inOrder(e.Spans, at); err != nil {
			return nil, err
		}
		k.others[e.Date] = e
		if len(e.Spans) > 0 && k.lastOpen.before(e.Date) {
			k.lastOpen = e.Date
		}
	}
	return k, nil
}

// Zone is where the clock hangs.
func (k *Clock) Zone() *time.Location { return k.zone }

// On is the hours that begin on a date, and its exception where it has one.
func (k *Clock) On(d Date) (spans []DaySpan, of *Exception) {
	if e, is := k.others[d]; is {
		return e.Spans, &e
	}
	return k.week[d.Weekday()], nil
}

func inOrder(spans []DaySpan, at string) ([]DaySpan, error) {
	if len(spans) > MostSpans {
		return nil, Wrong{TooManySpans, at}
	}
	sorted := slices.SortedFunc(slices.Values(spans), func(a, b DaySpan) int { return cmp.Compare(a.From, b.From) })
	for i, s := range sorted {
		if s.From < 0 || s.From >= midnight || s.To < 0 || s.To > midnight {
			return nil, Wrong{SpanWrong, at}
		}
		if i > 0 && sorted[i-1].end() > s.From {
			return nil, Wrong{SpansOverlap, at}
		}
	}
	return sorted, nil
}

// end is in minutes after the midnight with which the span's date begins.
func (s DaySpan) end() TimeOfDay {
	if s.To <= s.From {
		return s.To + midnight
	}
	return s.To
}

// String is "09:00".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// MarshalText writes "09:00".
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads "09:00", and "24:00" as the end of a day.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	hours, minutes, _ := strings.Cut(string(text), ":")
	h, wrong := strconv.ParseUint(hours, 10, 8)
	m, also := strconv.ParseUint(minutes, 10, 8)
	if wrong != nil || also != nil || len(hours) != 2 || len(minutes) != 2 || m > 59 || h*60+m > uint64(midnight) {
		return fmt.Errorf("%q is no time of day", text)
	}
	*t = TimeOfDay(h*60 + m)
	return nil
}
