package workhours

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"anlan/internal/kit/ical"
)

// Imported is what a calendar file says of the dates of some years.
type Imported struct {
	Days []ImportedDay // by date, one of each
	Left []LeftOut     // what was not taken, and why
}

// ImportedDay is a date that a file names.
type ImportedDay struct {
	Date  Date
	Name  string
	Works bool // a day of work that makes up for a holiday
}

// LeftOut is an event that gives no date.
type LeftOut struct {
	Name, Reason string
}

// Why an event gives no date.
const (
	NotADay        = "not_a_day"       // it has hours; a house says itself what it does then
	RepeatsStrange = "repeats_strange" // by a rule other than every year on its date
	Cancelled      = "cancelled"
	TooLong        = "too_long" // of more days than a holiday has
)

// Limits of a file.
const (
	mostEvents  = 5000
	longestDays = 62
)

// Import reads the whole days of an iCalendar file (RFC 5545) from one date until
// before another. What repeats every year is taken for each of them. Days of work
// are known by what Apple's and the common Chinese calendars write: X-APPLE-SPECIAL-DAY,
// （班）, 补班. ok tells that it is such a file.
func Import(text string, from, until Date) (in Imported, ok bool) {
	c, ok := ical.ReadUpTo(text, mostEvents)
	seen := map[Date]bool{}
	for _, e := range c.Events {
		days, reason := daysOf(e, from, until)
		if reason != "" {
			in.Left = append(in.Left, LeftOut{e.Summary, reason})
		}
		for _, d := range days {
			if !seen[d.Date] {
				seen[d.Date] = true
				in.Days = append(in.Days, d)
			}
		}
	}
	slices.SortFunc(in.Days, func(a, b ImportedDay) int { return cmp.Compare(a.Date.String(), b.Date.String()) })
	return in, ok
}

func daysOf(e ical.Event, from, until Date) (list []ImportedDay, reason string) {
	days := int(e.End.At.Sub(e.Start.At) / (24 * time.Hour))
	yearly, times, last, plain := repeats(e)
	switch {
	case e.Status == "CANCELLED":
		return nil, Cancelled
	case !e.Start.Day:
		return nil, NotADay
	case days > longestDays:
		return nil, TooLong
	case !plain:
		return nil, RepeatsStrange
	}
	begin := DateOf(e.Start.At)
	for n := 0; n < times; n++ {
		first := Date{begin.Year + n, begin.Month, begin.Day}
		if !first.before(until) || last != (Date{}) && last.before(first) {
			break
		}
		for d := range max(days, 1) {
			date := first.Plus(d)
			if first.Valid() && !date.before(from) && date.before(until) {
				list = append(list, ImportedDay{date, nameOf(e.Summary), works(e)})
			}
		}
		if !yearly {
			break
		}
	}
	return list, ""
}

// repeats reads a rule: none, or every year on its date, for so many times or until a
// date. Any other is not plain.
func repeats(e ical.Event) (yearly bool, times int, last Date, plain bool) {
	times = 1
	if e.Rule == "" {
		return false, times, last, e.Value("RDATE") == ""
	}
	if e.Rule != "YEARLY" || e.Value("EXDATE") != "" || e.Value("RDATE") != "" {
		return false, 0, last, false
	}
	times = 1000
	for _, part := range strings.Split(strings.ToUpper(e.Value("RRULE")), ";") {
		name, value, _ := strings.Cut(part, "=")
		switch name {
		case "FREQ", "WKST":
		case "INTERVAL":
			if value != "1" {
				return false, 0, last, false
			}
		case "COUNT":
			n, err := strconv.Atoi(value)
			if err != nil {
				return false, 0, last, false
			}
			times = min(times, n)
		case "UNTIL":
			t, err := time.Parse("20060102", value[:min(8, len(value))])
			if err != nil {
				return false, 0, last, false
			}
			last = DateOf(t)
		case "BYMONTH":
			if value != strconv.Itoa(int(e.Start.At.Month())) {
				return false, 0, last, false
			}
		case "BYMONTHDAY":
			if value != strconv.Itoa(e.Start.At.Day()) {
				return false, 0, last, false
			}
		default:
			return false, 0, last, false
		}
	}
	return true, times, last, true
}

var working = []string{"（班）", "(班)", "补班", "调休上班"}

func works(e ical.Event) bool {
	switch strings.ToUpper(e.Value("X-APPLE-SPECIAL-DAY")) {
	case "ALTERNATE-WORKDAY":
		return true
	case "WORK-HOLIDAY":
		return false
	}
	return slices.ContainsFunc(working, func(word string) bool { return strings.Contains(e.Summary, word) })
}

// nameOf leaves out what only says whether one works.
func nameOf(summary string) string {
	for _, mark := range []string{"（班）", "(班)", "（休）", "(休)"} {
		summary = strings.ReplaceAll(summary, mark, "")
	}
	return strings.TrimSpace(summary)
}
