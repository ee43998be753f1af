package commitment

import (
	"strings"
	"time"

	"anlan/internal/kit/passage"
)

// deadline is pieces that say one time together, from a code point up to another.
type deadline struct {
	from, to int
	day      *element
	clock    *element
	part     int
	end      *element // of the day, or of work
	length   *element
	over     bool // it is past
	unclear  bool
}

// deadlines joins pieces that stand side by side.
func (r reader) deadlines() (list []deadline) {
	elements := r.elements()
	for i := range elements {
		e := &elements[i]
		if n := len(list); n > 0 && r.joined(list[n-1].to, e.from) && list[n-1].take(e) {
			list[n-1].to = e.to
			continue
		}
		d := deadline{from: e.from, to: e.to}
		d.take(e)
		list = append(list, d)
	}
	return list
}

var fillers = listed("at", "by", "on", "in", "the", "of", "before", "until", "around", "about", "no", "later", "than", "latest", "and", "between", "from")

// joined tells whether what stands between two pieces separates nothing.
func (r reader) joined(from, to int) bool {
	if to-from > 16 {
		return false
	}
	for i := from; i < to; {
		if passage.Latin(r.At(i)) {
			word, end := r.word(i)
			if fillers[word] == 0 {
				return false
			}
			i = end
			continue
		}
		if !strings.ContainsRune(" 的()-,", r.At(i)) {
			return false
		}
		i++
	}
	return true
}

// take puts a piece into its place, where that is free.
func (d *deadline) take(e *element) bool {
	empty := d.day == nil && d.clock == nil && d.part == 0 && d.end == nil && d.length == nil && !d.over && !d.unclear
	switch e.what {
	case past:
		if !empty {
			return false
		}
		d.over = true
	case unclear:
		if !empty {
			return false
		}
		d.unclear = true
	case length:
		if !empty {
			return false
		}
		d.length = e
	case clock:
		if d.clock != nil || d.length != nil || d.unclear || d.end != nil {
			return false
		}
		d.clock = e
	case part:
		if d.part != 0 && d.part != e.part || d.length != nil || d.unclear {
			return false
		}
		d.part = e.part
	case dayEnd, workEnd:
		if d.end != nil || d.length != nil || d.clock != nil || d.unclear || d.over {
			return false
		}
		d.end = e
	default:
		return d.takeDay(e)
	}
	return true
}

func (d *deadline) takeDay(e *element) bool {
	switch {
	case d.length != nil || d.unclear || d.over:
		return false
	case d.day == nil:
		d.day = e
	case d.day.what == weekEnd && e.what == weekday && e.week == unset: // next week on Friday
		e.week = d.day.week
		d.day = e
	case d.day.what == weekday && e.what == weekEnd && d.day.week == unset:
		d.day.week = e.week
	case d.day.what == weekday && (e.what == date || e.what == monthDay): // Tuesday, 9 December
		d.day = e
	case (d.day.what == date || d.day.what == monthDay) && e.what == weekday:
	default:
		return false
	}
	if e.part != 0 && d.part == 0 {
		d.part = e.part
	}
	return true
}

// due is when a deadline passes, in the zone of the moment at which it was said;
// false where no time is said.
func (d deadline) due(sent time.Time, hours Hours) (time.Time, bool) {
	switch {
	case d.over, d.unclear:
		return time.Time{}, false
	case d.length != nil:
		return d.length.after(sent, hours), true
	}
	day, named := sent, d.day != nil
	if named {
		var is bool
		if day, is = d.day.on(sent, hours); !is {
			return time.Time{}, false
		}
	} else if d.end != nil && d.end.what == workEnd && (!hours.Working(sent) || !hours.Close(sent).After(sent)) {
		day = workday(sent, 1, hours)
	}
	due := d.within(day, sent, hours)
	if due.After(sent) {
		return due, true
	}
	switch {
	case !named: // an hour that has passed today
		due = d.within(day.AddDate(0, 0, 1), sent, hours)
	case d.day.what == weekday && d.day.week == unset: // today's name, said in the evening
		due = d.within(day.AddDate(0, 0, 7), sent, hours)
	}
	return due, due.After(sent)
}

// within is the moment of a day at which a deadline passes.
func (d deadline) within(day, sent time.Time, hours Hours) time.Time {
	switch {
	case d.clock != nil:
		return d.o(day, sent)
	case d.part == morning, d.part == noon:
		return at(day, 12, 0)
	case d.part == afternoon:
		return hours.Close(day)
	case d.part == evening, d.part == midnight:
		return at(day, 24, 0)
	}
	if closes := hours.Close(day); closes.After(sent) || d.day != nil && d.day.what == weekday {
		return closes
	}
	return at(day, 24, 0)
}

// o is the hour of a clock. One of twelve is taken as one at which people work:
// three is in the afternoon, and nine in the morning unless that is over.
func (d deadline) o(day, sent time.Time) time.Time {
	h, min := d.clock.hour, d.clock.min
	if d.clock.sure {
		if d.part >= afternoon && h > 0 && h < 12 {
			h += 12 // 下午 3:00 may be written 03:00
		}
		return at(day, h, min)
	}
	switch d.part {
	case morning:
	case noon:
		if h < 4 {
			h += 12
		}
	case afternoon:
		if h < 12 {
			h += 12
		}
	case evening, midnight:
		h += 12
	default:
		if h <= 7 {
			h += 12
		}
		if moment := at(day, h, min); !moment.After(sent) && h <= 12 && day.Format(time.DateOnly) == sent.Format(time.DateOnly) {
			h += 12
		}
	}
	return at(day, h, min)
}

// after is when a length of time is over.
func (e element) after(sent time.Time, hours Hours) time.Time {
	whole, rest := e.n/10, e.n%10
	switch e.unit {
	case minute:
		return sent.Add(time.Duration(e.n) * time.Minute / 10)
	case hour:
		return sent.Add(time.Duration(e.n) * time.Hour / 10)
	case workingHour:
		return worked(sent, time.Duration(e.n)*time.Hour/10, hours)
	case workday1:
		if rest > 0 {
			whole++
		}
		return hours.Close(workday(sent, whole, hours))
	case day:
		return sent.AddDate(0, 0, whole).Add(time.Duration(rest) * 24 * time.Hour / 10)
	case week:
		return sent.AddDate(0, 0, e.n*7/10)
	}
	return months_(sent, whole).AddDate(0, 0, rest*3)
}

// months_ goes months on; the 31st of a shorter month is its last day.
func months_(from time.Time, n int) time.Time {
	to := from.AddDate(0, n, 0)
	if to.Day() != from.Day() {
		to = to.AddDate(0, 0, -to.Day())
	}
	return to
}

// on is the day that a piece names.
func (e element) on(sent time.Time, hours Hours) (time.Time, bool) {
	today := at(sent, 0, 0)
	monday := today.AddDate(0, 0, -(int(sent.Weekday())+6)%7)
	switch e.what {
	case relative:
		return today.AddDate(0, 0, e.n), true
	case weekday:
		if e.week == unset {
			day := monday.AddDate(0, 0, e.n-1)
			if day.Before(today) {
				day = day.AddDate(0, 0, 7)
			}
			return day, true
		}
		day := monday.AddDate(0, 0, 7*e.week+e.n-1)
		return day, !day.Before(today)
	case date:
		year := e.year
		if year == 0 {
			year = sent.Year()
		}
		day := time.Date(year, e.month, e.n, 0, 0, 0, 0, sent.Location())
		if e.year == 0 && day.Before(today) {
			day = time.Date(year+1, e.month, e.n, 0, 0, 0, 0, sent.Location())
		}
		return day, day.Month() == e.month && !day.Before(today)
	case monthDay:
		ahead := max(e.week, 0)
		day := time.Date(sent.Year(), sent.Month()+time.Month(ahead), e.n, 0, 0, 0, 0, sent.Location())
		if e.week == unset && day.Before(today) {
			day = time.Date(sent.Year(), sent.Month()+1, e.n, 0, 0, 0, 0, sent.Location())
		}
		return day, day.Day() == e.n && !day.Before(today)
	case weekEnd:
		sunday := monday.AddDate(0, 0, 7*e.week+6)
		day := sunday
		for n := 0; n < 6 && !hours.Working(day); n++ {
			day = day.AddDate(0, 0, -1)
		}
		if !hours.Close(day).After(sent) {
			day = sunday
		}
		return day, true
	case weekLast:
		return monday.AddDate(0, 0, 7*e.week+6), true
	case monthEnd:
		return time.Date(sent.Year(), sent.Month()+time.Month(e.week)+1, 0, 0, 0, 0, 0, sent.Location()), true
	case yearEnd:
		return time.Date(sent.Year(), 12, 31, 0, 0, 0, 0, sent.Location()), true
	case workingDay:
		return workday(sent, e.n, hours), true
	}
	return today, false
}
