package workhours

import (
	"fmt"
	"time"
)

// Date is a day on the calendar, in no zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the date on which an instant is, where the instant's zone is.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Plus is the date so many days later.
func (d Date) Plus(days int) Date { return DateOf(d.wall(0).AddDate(0, 0, days)) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.wall(0).Weekday() }

// Valid tells whether there is such a date.
func (d Date) Valid() bool { return d.Year > 0 && d.Year < 10_000 && DateOf(d.wall(0)) == d }

// String is "2026-10-01".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// MarshalText writes "2026-10-01".
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2026-10-01".
func (d *Date) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("%q is no date", text)
	}
	*d = DateOf(t)
	return nil
}

func (d Date) before(other Date) bool { return d.wall(0).Before(other.wall(0)) }

// wall is what the wall clock shows on the date, as if it hung in Greenwich.
func (d Date) wall(t TimeOfDay) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, int(t), 0, 0, time.UTC)
}

// farthest is more than any zone is away from Greenwich.
const farthest = 26 * time.Hour

// first is the first instant at which a wall clock in the zone shows that time or a
// later one. It walks along the stretches of time in which the zone keeps its
// distance from Greenwich; time.Date promises neither of two instants where a time
// comes twice, and none where it is left out.
func first(zone *time.Location, wall time.Time) time.Time {
	for at := wall.Add(-farthest).In(zone); ; {
		_, offset := at.Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		_, end := at.ZoneBounds()
		switch {
		case t.Before(at):
			return at
		case end.IsZero() || t.Before(end):
			return t
		}
		at = end
	}
}
