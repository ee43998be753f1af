package workhours

import (
	"iter"
	"slices"
	"time"
)

// mostDays is how far a clock looks ahead.
const mostDays = 100 * 366

// day is a date with its working time, which no earlier day has counted already.
type day struct {
	date  Date
	other *Exception
	hours bool // it has some, even if none is left
	open  []stretch
}

// stretch is from an instant until before another.
type stretch struct{ from, until time.Time }

func (s stretch) length() time.Duration { return s.until.Sub(s.from) }

// days are the dates from the one before an instant on, without end: a night shift
// reaches into the next day.
func (k *Clock) days(from time.Time) iter.Seq[day] {
	return func(yield func(day) bool) {
		var done time.Time
		for date := DateOf(from.In(k.zone)).Plus(-1); ; date = date.Plus(1) {
			spans, other := k.On(date)
			d := day{date: date, other: other, hours: len(spans) > 0}
			for _, s := range spans {
				open := stretch{first(k.zone, date.wall(s.From)), first(k.zone, date.wall(s.end()))}
				if open.from.Before(done) {
					open.from = done
				}
				if open.from.Before(open.until) {
					d.open, done = append(d.open, open), open.until
				}
			}
			if !yield(d) {
				return
			}
		}
	}
}

// Open tells whether the house works at an instant.
func (k *Clock) Open(at time.Time) bool {
	next, err := k.NextOpen(at)
	return err == nil && next.Equal(at)
}

// NextOpen is the first instant, from one on, at which the house works: that one
// itself where it does.
func (k *Clock) NextOpen(at time.Time) (time.Time, error) {
	for open, err := range k.working(at, nil) {
		return open.from, err
	}
	return time.Time{}, ErrTooFar
}

// Add is the deadline: the first instant by which the working time has passed,
// without what the pauses take. Nothing passed is the instant itself. Faults are
// ErrNeverOpen, ErrTooFar and ErrPaused.
func (k *Clock) Add(from time.Time, work time.Duration, pauses ...Pause) (time.Time, error) {
	if work <= 0 {
		return from.In(k.zone), nil
	}
	for open, err := range k.working(from, pauses) {
		if err != nil {
			return time.Time{}, err
		}
		if work <= open.length() {
			return open.from.Add(work), nil
		}
		work -= open.length()
	}
	return time.Time{}, ErrTooFar
}

// Between is the working time from one instant to another, without what the pauses
// take. It is negative where the second is the earlier one.
func (k *Clock) Between(from, to time.Time, pauses ...Pause) (work time.Duration) {
	if to.Before(from) {
		return -k.Between(to, from, pauses...)
	}
	for open, err := range k.working(from, pauses) {
		if err != nil || !open.from.Before(to) {
			return work
		}
		work += stretch{open.from, earlier(open.until, to)}.length()
	}
	return work
}

// working is the working time from an instant on, in order and apart, without the
// pauses. The last of it is a fault that says why there is no more.
func (k *Clock) working(from time.Time, pauses []Pause) iter.Seq2[stretch, error] {
	return func(yield func(stretch, error) bool) {
		quiet, n := joined(pauses), 0
		for d := range k.days(from) {
			if n++; n > mostDays {
				yield(stretch{}, ErrTooFar)
				return
			}
			if !k.weekly && k.lastOpen.before(d.date) {
				yield(stretch{}, ErrNeverOpen)
				return
			}
			for _, open := range d.open {
				for _, left := range after(open, from).without(quiet) {
					if !yield(left, nil) {
						return
					}
				}
			}
			if last := len(quiet) - 1; last >= 0 && quiet[last].Until.IsZero() && len(d.open) > 0 && !d.open[0].from.Before(quiet[last].From) {
				yield(stretch{}, ErrPaused)
				return
			}
		}
	}
}

// after is what of a stretch is not before an instant.
func after(s stretch, from time.Time) stretch {
	if s.from.Before(from) {
		s.from = from.In(s.from.Location())
	}
	return s
}

// without is what pauses, which are in order and apart, leave of a stretch.
func (s stretch) without(pauses []Pause) (left []stretch) {
	for _, p := range pauses {
		if !s.from.Before(s.until) || !p.From.Before(s.until) {
			break
		}
		if s.from.Before(p.From) {
			left = append(left, stretch{s.from, p.From.In(s.from.Location())})
		}
		if p.Until.IsZero() {
			return left
		}
		s = after(s, p.Until)
	}
	if s.from.Before(s.until) {
		left = append(left, s)
	}
	return left
}

// joined puts pauses in order and makes those one that meet.
func joined(pauses []Pause) (list []Pause) {
	sorted := slices.SortedFunc(slices.Values(pauses), func(a, b Pause) int { return a.From.Compare(b.From) })
	for _, p := range sorted {
		if !p.Until.IsZero() && !p.From.Before(p.Until) {
			continue
		}
		last := len(list) - 1
		switch {
		case last < 0 || !list[last].Until.IsZero() && list[last].Until.Before(p.From):
			list = append(list, p)
		case list[last].Until.IsZero():
		case p.Until.IsZero() || list[last].Until.Before(p.Until):
			list[last].Until = p.Until
		}
	}
	return list
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Closes is the first instant after one at which the house no longer works, where it
// works at that one; zero where that is not before the last that is asked for.
func (k *Clock) Closes(at, before time.Time) time.Time {
	ends := at
	for open, err := range k.working(at, nil) {
		if err != nil || open.from.After(ends) {
			break
		}
		if ends = open.until; !ends.Before(before) {
			return time.Time{}
		}
	}
	return ends
}
