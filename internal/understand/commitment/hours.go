package commitment

import "time"

// Hours are the working hours that a deadline is counted by. Days are given as any
// instant of theirs in the customer's zone.
type Hours interface {
	// Working tells whether anybody works on a day.
	Working(day time.Time) bool
	// Open and Close are when work begins and ends on a day.
	Open(day time.Time) time.Time
	Close(day time.Time) time.Time
}

// Week is Monday to Friday, nine to six, without the holidays that it is told of.
type Week struct {
	Holidays map[string]bool // by date, as 2026-10-01
}

const opens, closes = 9, 18 // o'clock

// Working tells whether a day is one from Monday to Friday and no holiday.
func (w Week) Working(day time.Time) bool {
	weekday := day.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday && !w.Holidays[day.Format(time.DateOnly)]
}

// Open is nine o'clock.
func (Week) Open(day time.Time) time.Time { return at(day, opens, 0) }

// Close is six o'clock in the evening.
func (Week) Close(day time.Time) time.Time { return at(day, closes, 0) }

// at is an hour of a day in its zone. Hour 24 is the midnight that ends it.
func at(day time.Time, hour, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, day.Location())
}

// farthest is how many days are looked through for a working one: a calendar in
// which nobody ever works must not be asked for ever.
const farthest = 366

// workday is the n-th working day after one.
func workday(after time.Time, n int, hours Hours) time.Time {
	day := after
	for looked := 0; n > 0 && looked < farthest; looked++ {
		day = day.AddDate(0, 0, 1)
		if hours.Working(day) {
			n--
		}
	}
	return day.AddDate(0, 0, n) // what is beyond counts as working
}

// worked is when so much time of work is over.
func worked(from time.Time, amount time.Duration, hours Hours) time.Time {
	moment := from
	for range farthest {
		if hours.Working(moment) {
			if opens := hours.Open(moment); moment.Before(opens) {
				moment = opens
			}
			if left := hours.Close(moment).Sub(moment); left >= amount {
				return moment.Add(amount)
			} else if left > 0 {
				amount -= left
			}
		}
		moment = at(moment.AddDate(0, 0, 1), 0, 0)
	}
	return from.Add(amount)
}
