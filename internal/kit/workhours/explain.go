package workhours

import (
	"errors"
	"slices"
	"time"
)

// Deadline is when something is due, and why then.
type Deadline struct {
	From   time.Time     // the clock was started
	Work   time.Duration // how much working time there is
	At     time.Time     // due; zero while Paused
	Paused bool          // a pause that is not over keeps it open
	Left   time.Duration // working time that is left when it goes on, while Paused
	Steps  []Step        // in order; what they counted is Work, less what is Left
}

// Reason says what a step is.
type Reason string

// What a step can be.
const (
	Outside    Reason = "outside"       // asked outside of the hours of a day that has some
	Worked     Reason = "worked"        // ordinary days, one after the other
	DayOff     Reason = "day_off"       // days of the week without hours
	Holiday    Reason = "holiday"       // a date that is closed
	MakeUp     Reason = "make_up"       // a date with hours on a day of the week without
	OtherHours Reason = "other_hours"   // a date with hours of its own
	Paused     Reason = "paused"        // nothing counted
	Forward    Reason = "clock_forward" // the clocks went forward in working time
	Back       Reason = "clock_back"
)

// Step is a piece of the way to a deadline.
type Step struct {
	Reason  Reason
	From    time.Time
	Until   time.Time     // zero of a pause that is not over
	Days    int           // how many dates it is about; 0 where it is about none
	Name    string        // of the exception
	Counted time.Duration // working time that it used up
	Amount  time.Duration // working time that a pause took; how far the clocks moved

	last Date // the date of the last day, of steps about dates
}

// Deadline is Add with its reasons. A pause that is not over is no fault here.
func (k *Clock) Deadline(from time.Time, work time.Duration, pauses ...Pause) (Deadline, error) {
	from = from.In(k.zone)
	d := Deadline{From: from, Work: max(work, 0)}
	at, err := k.Add(from, work, pauses...)
	switch {
	case errors.Is(err, ErrPaused):
		quiet := joined(pauses)
		at = later(from, quiet[len(quiet)-1].From)
		d.Paused, d.Left = true, work-k.Between(from, at, quiet...)
	case err != nil:
		return Deadline{}, err
	default:
		d.At = at
	}
	d.Steps = k.steps(stretch{from, at}, joined(pauses))
	return d, nil
}

// steps tells what happened between two instants.
func (k *Clock) steps(of stretch, quiet []Pause) []Step {
	var list []Step
	for d := range k.days(of.from) {
		begins := first(k.zone, d.date.wall(0))
		if !begins.Before(of.until) {
			break
		}
		if !d.hours {
			ends := first(k.zone, d.date.wall(midnight))
			if whole := (stretch{begins, ends}); of.from.Before(ends) && len(whole.without(quiet)) > 0 {
				list = append(list, idle(d, whole))
			}
			continue
		}
		list = append(list, k.counted(d, of, quiet)...)
	}
	for _, p := range quiet {
		until := of.until
		if !p.Until.IsZero() {
			until = earlier(p.Until, until)
		}
		if took := k.Between(later(p.From, of.from), until); p.From.Before(of.until) && took > 0 || p.Until.IsZero() && !of.until.Before(p.From) {
			s := Step{Reason: Paused, From: later(p.From, of.from), Amount: max(took, 0)}
			if !p.Until.IsZero() {
				s.Until = p.Until.In(k.zone)
			}
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b Step) int { return a.From.Compare(b.From) })
	return gathered(k.begun(list, of))
}

// begun puts before the steps that the clock was started outside of the hours.
func (k *Clock) begun(list []Step, of stretch) []Step {
	opens, err := k.NextOpen(of.from)
	if err != nil || !of.from.Before(opens) || !of.from.Before(of.until) {
		return list
	}
	if len(list) > 0 && list[0].Reason != Worked && !of.from.Before(list[0].From) {
		return list // a day without hours says so itself
	}
	return slices.Insert(list, 0, Step{Reason: Outside, From: of.from, Until: opens})
}

// idle is a date without hours.
func idle(d day, whole stretch) Step {
	s := Step{Reason: DayOff, From: whole.from, Until: whole.until, Days: 1, last: d.date}
	if d.other != nil {
		s.Reason, s.Name = Holiday, d.other.Name
	}
	return s
}

// counted is what counts of a date with hours, and where the clocks moved in it.
func (k *Clock) counted(d day, of stretch, quiet []Pause) (list []Step) {
	for _, open := range d.open {
		open = after(open, of.from)
		open.until = earlier(open.until, of.until)
		for _, left := range open.without(quiet) {
			s := Step{Reason: Worked, From: left.from, Until: left.until, Days: 1, Counted: left.length(), last: d.date}
			if d.other != nil {
				s.Reason, s.Name = OtherHours, d.other.Name
				if len(k.week[d.date.Weekday()]) == 0 {
					s.Reason = MakeUp
				}
			}
			list = append(list, s)
			list = append(list, moves(left)...)
		}
	}
	return list
}

// moves are the times at which the clocks moved within a stretch.
func moves(s stretch) (list []Step) {
	for at := s.from; ; {
		_, end := at.ZoneBounds()
		if end.IsZero() || !end.Before(s.until) {
			return list
		}
		_, before := at.Zone()
		_, now := end.Zone()
		step := Step{Reason: Forward, From: end, Until: end, Amount: time.Duration(now-before) * time.Second}
		if now < before {
			step.Reason, step.Amount = Back, -step.Amount
		}
		if now != before {
			list = append(list, step)
		}
		at = end
	}
}

// gathered makes one step of those that say the same, one date after the other.
func gathered(list []Step) (steps []Step) {
	for _, s := range list {
		if n := len(steps) - 1; n >= 0 && s.Days > 0 && steps[n].Reason == s.Reason && steps[n].Name == s.Name {
			same := steps[n].last == s.last
			if same || steps[n].last.Plus(1) == s.last {
				if !same {
					steps[n].Days++
				}
				steps[n].Until, steps[n].last = s.Until, s.last
				steps[n].Counted += s.Counted
				continue
			}
		}
		steps = append(steps, s)
	}
	return steps
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
