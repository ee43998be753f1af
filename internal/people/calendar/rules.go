package calendar

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anlan/internal/kit/workhours"
	"anlan/internal/platform/fault"
)

const nameLimit = 60 // characters

func named(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", fault.New(fault.Invalid, "calendar.name_missing").At("name")
	case utf8.RuneCountInString(name) > nameLimit:
		return "", fault.New(fault.Invalid, "calendar.name_too_long", "limit", nameLimit).At("name")
	case strings.ContainsFunc(name, unicode.IsControl):
		return "", fault.New(fault.Invalid, "calendar.name_unreadable").At("name")
	}
	return name, nil
}

// checked makes a clock of the hours, and leaves no list out.
func checked(hours workhours.Calendar) (workhours.Calendar, *workhours.Clock, error) {
	for day, spans := range hours.Week {
		if spans == nil {
			hours.Week[day] = []workhours.DaySpan{}
		}
	}
	exceptions := make([]workhours.Exception, len(hours.Exceptions))
	for i, e := range hours.Exceptions {
		if e.Spans == nil {
			e.Spans = []workhours.DaySpan{}
		}
		if e.Name = strings.TrimSpace(e.Name); utf8.RuneCountInString(e.Name) > nameLimit {
			return hours, nil, fault.New(fault.Invalid, "calendar.name_too_long", "limit", nameLimit).At("hours.exceptions")
		}
		exceptions[i] = e
	}
	hours.Exceptions = exceptions
	clock, err := hours.Clock()
	return hours, clock, refused(err)
}

// refused says in the house's codes what is wrong with hours.
func refused(err error) error {
	var wrong workhours.Wrong
	if !errors.As(err, &wrong) {
		return err
	}
	at := "hours." + wrong.At
	switch wrong.Code {
	case workhours.ZoneUnknown:
		return fault.New(fault.Invalid, "calendar.zone_unknown").At(at)
	case workhours.SpansOverlap:
		return fault.New(fault.Invalid, "calendar.spans_overlap").At(at)
	case workhours.DateWrong:
		return fault.New(fault.Invalid, "calendar.date_wrong").At(at)
	case workhours.DateTwice:
		return fault.New(fault.Invalid, "calendar.date_twice").At(at)
	case workhours.TooManySpans:
		return fault.New(fault.Invalid, "calendar.too_many_spans", "limit", workhours.MostSpans).At(at)
	case workhours.TooManyOthers:
		return fault.New(fault.Invalid, "calendar.too_many_exceptions", "limit", workhours.MostExceptions).At(at)
	}
	return fault.New(fault.Invalid, "calendar.span_wrong").At(at)
}

// planned is how far ahead anybody asks when a house opens or closes.
const planned = 400 * 24 * time.Hour

// standing is how a clock stands.
func standing(k *workhours.Clock, now time.Time) (s Standing) {
	opens, err := k.NextOpen(now)
	switch {
	case err != nil:
		return s
	case opens.After(now):
		if opens.Sub(now) < planned {
			s.Until = opens
		}
		return s
	}
	s.Open = true
	if closes := k.Closes(now, now.Add(planned)); !closes.IsZero() {
		s.Until = closes
	}
	return s
}

// longestWork is the longest time that a trial counts.
const longestWork = 366 * 24 * time.Hour

// tried counts a deadline, and says in codes why there is none.
func tried(hours workhours.Calendar, from time.Time, work time.Duration) (d workhours.Deadline, err error) {
	_, clock, err := checked(hours)
	if err != nil {
		return d, err
	}
	if work < 0 || work > longestWork {
		return d, fault.New(fault.Invalid, "calendar.work_wrong").At("work_minutes")
	}
	d, err = clock.Deadline(from, work)
	if errors.Is(err, workhours.ErrNeverOpen) || errors.Is(err, workhours.ErrTooFar) {
		return d, fault.New(fault.Invalid, "calendar.never_open").At("hours").Because(err)
	}
	return d, err
}
