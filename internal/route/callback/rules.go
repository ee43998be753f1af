package callback

import (
	"strings"
	"time"
	"unicode/utf8"

	"anlan/internal/arrive/contact"
	"anlan/internal/platform/fault"
)

const (
	// mostTries is after how many calls to nobody a call-back is over: more of them are a
	// nuisance to whoever does not want to pick up.
	mostTries = 3
	// again is how long somebody who was not reached is left alone.
	again = 30 * time.Minute
	// shortest is what has to be left of a window for it to be offered.
	shortest  = 30 * time.Minute
	noteLimit = 2000 // characters
	// leastDigits is what a number has that can be called from abroad or at home.
	leastDigits = 6
)

// parts are the windows of a day, by the clock of the customer. Nobody is called before
// nine or after nine.
var parts = []struct {
	name        string
	from, until int // hours
}{{"any", 9, 21}, {"morning", 9, 12}, {"afternoon", 12, 18}, {"evening", 18, 21}}

var days = []string{"today", "tomorrow"}

// Windows are those that can still be wished for, in a time zone.
func Windows(now time.Time, zone string) ([]Window, error) {
	place, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		return nil, fault.New(fault.Invalid, "callback.unknown_zone", "zone", zone).At("zone")
	}
	list, here := []Window{}, now.In(place)
	for ahead, day := range days {
		for _, part := range parts {
			at := func(hour int) time.Time {
				return time.Date(here.Year(), here.Month(), here.Day()+ahead, hour, 0, 0, 0, place)
			}
			from, until := at(part.from), at(part.until)
			if now.After(from) {
				from = now
			}
			if until.Sub(from) >= shortest {
				list = append(list, Window{day, part.name, from.UTC().Truncate(time.Millisecond), until.UTC()})
			}
		}
	}
	return list, nil
}

// wished is the number and the window of a wish.
func wished(w Wish, now time.Time) (phone string, in Window, err error) {
	phone = contact.NormalPhone(w.Phone)
	if len(strings.TrimPrefix(phone, "+")) < leastDigits {
		return "", in, fault.New(fault.Invalid, "callback.phone_wrong").At("phone")
	}
	windows, err := Windows(now, w.Zone)
	if err != nil {
		return "", in, err
	}
	for _, each := range windows {
		if each.Day == w.Day && each.Part == w.Part {
			return phone, each, nil
		}
	}
	return "", in, fault.New(fault.Invalid, "callback.window_over").At("part")
}

// Standing is how a call-back stands to the time that was wished.
func (c Callback) Standing(now time.Time) Standing {
	switch {
	case !c.State.live():
		return Over
	case !now.Before(c.Until):
		return Late
	case now.Before(c.From):
		return Later
	}
	return Due
}

// missed is a call-back after a call to nobody: it is open again, for later, or over.
func missed(r row, now time.Time) row {
	r.Tries++
	r.State, r.TakenBy = Open, ""
	if r.Tries >= mostTries {
		r.State, r.EndedAt = NotReached, now.UnixMilli()
		return r
	}
	r.From = max(r.From, awake(now.Add(again), r.Zone).UnixMilli())
	r.Until = max(r.Until, r.From+shortest.Milliseconds())
	return r
}

// awake is the first instant from one on at which a customer may be called: between nine
// and nine, by their clock.
func awake(from time.Time, zone string) time.Time {
	place, err := time.LoadLocation(zone)
	if err != nil { // it was known when they asked
		return from
	}
	here, day := from.In(place), parts[0]
	switch {
	case here.Hour() < day.from:
		return time.Date(here.Year(), here.Month(), here.Day(), day.from, 0, 0, 0, place)
	case here.Hour() >= day.until:
		return time.Date(here.Year(), here.Month(), here.Day()+1, day.from, 0, 0, 0, place)
	}
	return from
}

func checkedNote(note string) (string, error) {
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > noteLimit {
		return "", fault.New(fault.Invalid, "callback.note_too_long", "limit", noteLimit).At("note")
	}
	return note, nil
}
