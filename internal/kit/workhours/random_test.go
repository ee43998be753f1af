package workhours_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"anlan/internal/kit/workhours"
)

// zones with all that clocks have done: an hour or half of one, at midnight, a day
// left out, none at all.
var zones = []struct {
	name string
	year int
}{
	{"Asia/Shanghai", 2026}, {"UTC", 2026}, {"Europe/Berlin", 2026}, {"Europe/London", 2026}, {"America/New_York", 2026}, {"America/St_Johns", 2010},
	{"Australia/Lord_Howe", 2026}, {"Pacific/Chatham", 2026}, {"Asia/Kolkata", 2026}, {"America/Havana", 2026}, {"America/Sao_Paulo", 2017},
	{"America/Asuncion", 2023}, {"Pacific/Apia", 2011}, {"Asia/Tehran", 2021}, {"Asia/Singapore", 2026}, {"Asia/Beirut", 2022},
}

// trial is a random calendar with an instant and pauses, all from one seed.
type trial struct {
	*rand.Rand
	calendar workhours.Calendar
	clock    *workhours.Clock
	from     time.Time
	pauses   []workhours.Pause
}

const window = 4 * 24 * 60 // minutes that are counted one by one

func tried(seed uint64) trial {
	r := trial{Rand: rand.New(rand.NewPCG(74, seed))}
	zone := zones[r.IntN(len(zones))]
	r.calendar.Zone = zone.name
	place, err := time.LoadLocation(zone.name)
	if err != nil {
		panic(err)
	}
	r.from = time.Date(zone.year, 1, 1, 0, r.IntN(365*24*60), 0, 0, time.UTC)
	if r.IntN(2) == 0 { // often where the clocks move
		if _, end := r.from.In(place).ZoneBounds(); !end.IsZero() && end.Year() <= zone.year+1 {
			r.from = end.Add(time.Duration(r.IntN(6*24*60)-4*24*60) * time.Minute).UTC()
		}
	}
	for d := range r.calendar.Week {
		if r.IntN(4) > 0 {
			r.calendar.Week[d] = r.spans()
		}
	}
	if r.IntN(10) == 0 {
		r.calendar = workhours.Always(zone.name)
	}
	first := workhours.DateOf(r.from.In(place))
	for n := -3; n < 12; n++ {
		if r.IntN(5) == 0 {
			e := workhours.Exception{Date: first.Plus(n), Name: fmt.Sprint("x", r.IntN(3))}
			if r.IntN(2) == 0 {
				e.Spans = r.spans()
			}
			r.calendar.Exceptions = append(r.calendar.Exceptions, e)
		}
	}
	for range r.IntN(4) {
		begin := r.from.Add(time.Duration(r.IntN(window)-24*60) * time.Minute)
		r.pauses = append(r.pauses, workhours.Pause{From: begin, Until: begin.Add(time.Duration(r.IntN(2*24*60)) * time.Minute)})
	}
	if r.clock, err = r.calendar.Clock(); err != nil {
		panic(err)
	}
	return r
}

// spans are some hours of a day that do not overlap; the last may reach into the next.
func (r trial) spans() (spans []workhours.DaySpan) {
	marks := make([]int, 2*(1+r.IntN(3)))
	for i := range marks {
		marks[i] = r.IntN(1441)
		if r.IntN(2) == 0 {
			marks[i] -= marks[i] % 30
		}
	}
	slices.Sort(marks)
	for i := 0; i < len(marks); i += 2 {
		if marks[i] < marks[i+1] {
			spans = append(spans, workhours.DaySpan{From: workhours.TimeOfDay(marks[i]), To: workhours.TimeOfDay(marks[i+1])})
		}
	}
	if n := len(spans); n > 0 && r.IntN(3) == 0 {
		spans[n-1].To = workhours.TimeOfDay(r.IntN(int(spans[n-1].From) + 1))
	}
	return spans
}

// minutes looks at the wall clock each minute of the window, and keeps the farthest
// that it has shown: the other way to say what a span is.
func (r trial) minutes() (open [window]bool) {
	zone := r.clock.Zone()
	shown := time.Time{}
	spans := map[workhours.Date][]workhours.DaySpan{}
	for d, week := workhours.DateOf(r.from).Plus(-9), 0; week < 30; d, week = d.Plus(1), week+1 {
		spans[d] = r.calendar.Week[d.Weekday()]
	}
	for _, e := range r.calendar.Exceptions {
		spans[e.Date] = e.Spans
	}
	var today, before []workhours.DaySpan
	var date int // as of when those two are
	offset, until := 0, time.Time{}
	for n := -2 * 24 * 60; n < window; n++ {
		at := r.from.Add(time.Duration(n) * time.Minute)
		if n == -2*24*60 || !until.IsZero() && !at.Before(until) {
			_, offset = at.In(zone).Zone()
			_, until = at.In(zone).ZoneBounds()
		}
		if wall := at.Add(time.Duration(offset) * time.Second); wall.After(shown) {
			shown = wall
		}
		if n < 0 {
			continue
		}
		if shown.YearDay() != date {
			date = shown.YearDay()
			today, before = spans[workhours.DateOf(shown)], spans[workhours.DateOf(shown).Plus(-1)]
		}
		minute := workhours.TimeOfDay(shown.Hour()*60 + shown.Minute())
		for _, s := range today {
			open[n] = open[n] || s.From <= minute && (minute < s.To || s.To <= s.From)
		}
		for _, s := range before {
			open[n] = open[n] || s.To <= s.From && minute < s.To
		}
		for _, p := range r.pauses {
			open[n] = open[n] && (at.Before(p.From) || !at.Before(p.Until))
		}
	}
	return open
}

// each runs a check on ten thousand random calendars, on as many hands as there are.
func each(t *testing.T, check func(r trial) error) {
	t.Helper()
	const trials, hands = 10_000, 4
	var group sync.WaitGroup
	for hand := range hands {
		group.Go(func() {
			for seed := hand; seed < trials; seed += hands {
				r := tried(uint64(seed))
				if err := check(r); err != nil {
					t.Errorf("seed %d, %s, from %s, %+v, pauses %v: %v", seed, r.calendar.Zone, r.from.In(r.clock.Zone()), r.calendar, r.pauses, err)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestCountingMinuteByMinuteComesToTheSame(t *testing.T) {
	each(t, func(r trial) error {
		open := r.minutes()
		done := 0
		for n, is := range open {
			at := r.from.Add(time.Duration(n) * time.Minute)
			if n%101 == 0 {
				if got := r.clock.Between(r.from, at, r.pauses...); got != time.Duration(done)*time.Minute {
					return fmt.Errorf("until %s there are %s, and %d minutes were counted", at.In(r.clock.Zone()), got, done)
				}
			}
			if !is {
				continue
			}
			done++
			if done%151 == 1 {
				got, err := r.clock.Add(r.from, time.Duration(done)*time.Minute, r.pauses...)
				if err != nil || !got.Equal(at.Add(time.Minute)) {
					return fmt.Errorf("%d minutes end at %s (%v), and were counted until %s", done, got, err, at.Add(time.Minute).In(r.clock.Zone()))
				}
			}
		}
		return nil
	})
}

func TestOpenIsWhatTheMinutesSay(t *testing.T) {
	each(t, func(r trial) error {
		r.pauses = nil
		open := r.minutes()
		for range 8 {
			n := r.IntN(window)
			at := r.from.Add(time.Duration(n)*time.Minute + time.Duration(r.Int64N(int64(time.Minute))))
			if r.clock.Open(at) != open[n] {
				return fmt.Errorf("open at %s: %v", at.In(r.clock.Zone()), !open[n])
			}
			next := slices.Index(open[n:], true)
			got, err := r.clock.NextOpen(at)
			if want := at.Add(time.Duration(next) * time.Minute).Truncate(time.Minute); next > 0 && (err != nil || !got.Equal(want)) || next == 0 && !got.Equal(at) {
				return fmt.Errorf("from %s it opens at %s (%v), and the minutes say %s", at.In(r.clock.Zone()), got, err, want)
			}
		}
		return nil
	})
}

// amount is any time up to some days, to the nanosecond.
func (r trial) amount() time.Duration {
	return time.Duration(r.Int64N(int64([]time.Duration{time.Second, time.Hour, 30 * time.Hour, 300 * time.Hour}[r.IntN(4)])))
}

// opens tells whether the calendar has working time every week.
func (r trial) opens() bool {
	return slices.ContainsFunc(r.calendar.Week[:], func(spans []workhours.DaySpan) bool { return len(spans) > 0 })
}

func TestWhatIsAddedLiesBetween(t *testing.T) {
	each(t, func(r trial) error {
		if !r.opens() {
			return nil // the hand-made cases have those that never open
		}
		zone := r.clock.Zone()
		from := r.from.Add(r.amount())
		a, b := r.amount(), r.amount()
		end, err := r.clock.Add(from, a, r.pauses...)
		if err != nil {
			return err
		}
		if got := r.clock.Between(from, end, r.pauses...); got != a {
			return fmt.Errorf("%s added from %s end at %s, and %s lie between", a, from.In(zone), end, got)
		}
		if a > 0 && !r.clock.Open(end.Add(-1)) {
			return fmt.Errorf("%s added from %s end at %s, outside of working time", a, from.In(zone), end)
		}
		if a > 0 && r.clock.Between(from, end.Add(-1), r.pauses...) != a-1 {
			return fmt.Errorf("%s is not the first instant", end)
		}
		for _, p := range r.pauses {
			if a > 0 && p.From.Before(end) && end.Before(p.Until) {
				return fmt.Errorf("%s lies in a pause", end)
			}
		}
		whole, err := r.clock.Add(from, a+b, r.pauses...)
		if err != nil {
			return err
		}
		rest, err := r.clock.Add(end, b, r.pauses...)
		if err != nil || b > 0 && !rest.Equal(whole) {
			return fmt.Errorf("%s and then %s end at %s (%v), together at %s", a, b, rest, err, whole)
		}
		if whole.Before(end) {
			return fmt.Errorf("more time ends earlier: %s before %s", whole, end)
		}
		later, err := r.clock.Add(from.Add(r.amount()), a, r.pauses...)
		if err != nil || later.Before(end) && a > 0 {
			return fmt.Errorf("who starts later is due earlier: %s before %s (%v)", later, end, err)
		}
		mid := from.Add(r.amount())
		far := mid.Add(r.amount())
		if split, one := r.clock.Between(from, mid, r.pauses...)+r.clock.Between(mid, far, r.pauses...), r.clock.Between(from, far, r.pauses...); split != one {
			return fmt.Errorf("split at %s it is %s, in one %s", mid.In(zone), split, one)
		}
		return nil
	})
}

func TestTheStepsComeToTheDeadline(t *testing.T) {
	each(t, func(r trial) error {
		if !r.opens() {
			return nil
		}
		work, pauses := r.amount(), slices.Clone(r.pauses)
		if r.IntN(4) == 0 {
			pauses = append(pauses, workhours.Pause{From: r.from.Add(r.amount())})
		}
		d, err := r.clock.Deadline(r.from, work, pauses...)
		if err != nil {
			return err
		}
		end, err := r.clock.Add(r.from, work, pauses...)
		if (err != nil) != d.Paused || err == nil && !end.Equal(d.At) {
			return fmt.Errorf("due %s, and added %s (%v)", d.At, end, err)
		}
		var counted time.Duration
		for i, s := range d.Steps {
			counted += s.Counted
			if i > 0 && s.From.Before(d.Steps[i-1].From) {
				return fmt.Errorf("step %d is before the one before it: %+v", i, d.Steps)
			}
			if !s.Until.IsZero() && s.Until.Before(s.From) {
				return fmt.Errorf("step %d ends before it begins: %+v", i, d.Steps)
			}
		}
		if counted != work-d.Left || d.Left < 0 || d.Left > 0 && !d.Paused {
			return fmt.Errorf("of %s the steps count %s, and %s are left: %+v", work, counted, d.Left, d.Steps)
		}
		return nil
	})
}
