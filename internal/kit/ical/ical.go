// Package ical reads the calendar objects that invitations by mail are made of
// (RFC 5545, 5546), however their writers wrote them, and writes the answer to one.
// It is pure: text in, values out.
package ical

import (
	"strings"
	"time"
)

// Calendar is what a mail brings: a method and the events it is about.
type Calendar struct {
	Method string // REQUEST, REPLY, CANCEL, PUBLISH, COUNTER, …
	Events []Event

	zones []component
}

// Event is one date, or one date of a series.
type Event struct {
	UID        string
	Recurrence string // which date of a series, as it stands; "" = all of it
	Sequence   int
	Stamp      time.Time
	Start, End Moment
	Summary    string
	Place      string
	Text       string
	Status     string // CONFIRMED, TENTATIVE, CANCELLED
	Rule       string // DAILY, WEEKLY, MONTHLY, YEARLY; "" = it does not repeat
	Organizer  Person
	Attendees  []Person

	lines component
}

// Person is who invites or is invited.
type Person struct {
	Address string `json:"address"`
	Name    string `json:"name" personal:"name"`
	Part    string `json:"part"` // ACCEPTED, DECLINED, TENTATIVE, NEEDS-ACTION, …
}

// Moment is an instant, or a day. Zone is the one that was named, as IANA knows it;
// a Floating moment is wherever its reader is.
type Moment struct {
	At       time.Time
	Day      bool
	Zone     string
	Floating bool
}

// Bounds of what is read.
const (
	maxEvents = 50
	maxLines  = 20_000
	maxPeople = 500
)

// Read takes a calendar object apart. What cannot be read in it is left out; ok tells
// that there is at least one event with a name and a beginning.
func Read(text string) (c Calendar, ok bool) { return ReadUpTo(text, maxEvents) }

// ReadUpTo is Read of what is no invitation: a calendar of many events.
func ReadUpTo(text string, events int) (c Calendar, ok bool) {
	root := parse(text)
	for _, one := range root.inside {
		if one.name != "VCALENDAR" {
			continue
		}
		c.Method = strings.ToUpper(one.value("METHOD"))
		c.zones = one.all("VTIMEZONE")
		for _, e := range one.all("VEVENT") {
			if event, readable := c.event(e); readable && len(c.Events) < events {
				c.Events = append(c.Events, event)
			}
		}
		return c, len(c.Events) > 0
	}
	return c, false
}

// Value is what an event says under a name that has no field here, or "".
func (e Event) Value(name string) string { return strings.TrimSpace(e.lines.value(name)) }

func (c Calendar) event(e component) (v Event, readable bool) {
	v = Event{
		UID: strings.TrimSpace(e.value("UID")), Sequence: number(e.value("SEQUENCE")), Summary: words(e.value("SUMMARY")), Place: words(e.value("LOCATION")),
		Text: words(e.value("DESCRIPTION")), Status: strings.ToUpper(e.value("STATUS")), lines: e,
	}
	v.Stamp = c.moment(e.line("DTSTAMP")).At
	v.Start, v.End = c.moment(e.line("DTSTART")), c.moment(e.line("DTEND"))
	if v.Start.At.IsZero() || v.UID == "" {
		return v, false
	}
	if v.End.At.IsZero() {
		v.End = v.Start
		v.End.At = v.Start.At.Add(lasting(e.value("DURATION"), v.Start.Day))
	}
	if id := e.line("RECURRENCE-ID"); id != nil {
		v.Recurrence = instantOrText(c.moment(id), id.value)
	}
	for _, part := range strings.Split(strings.ToUpper(e.value("RRULE")), ";") {
		if frequency, is := strings.CutPrefix(part, "FREQ="); is {
			v.Rule = frequency
		}
	}
	if o := e.line("ORGANIZER"); o != nil {
		v.Organizer = person(*o)
	}
	for i := range e.lines {
		if e.lines[i].name == "ATTENDEE" && len(v.Attendees) < maxPeople {
			v.Attendees = append(v.Attendees, person(e.lines[i]))
		}
	}
	return v, true
}

// instantOrText names a date of a series in one way, whatever zone it was written in.
func instantOrText(m Moment, text string) string {
	if m.At.IsZero() || m.Day {
		return strings.TrimSpace(text)
	}
	return m.At.UTC().Format("20060102T150405Z")
}

func person(l line) Person {
	address := strings.TrimSpace(l.value)
	if len(address) > 7 && strings.EqualFold(address[:7], "mailto:") {
		address = address[7:]
	}
	p := Person{Address: strings.ToLower(address), Name: l.params["CN"], Part: strings.ToUpper(l.params["PARTSTAT"])}
	if p.Part == "" {
		p.Part = "NEEDS-ACTION"
	}
	return p
}

// lasting reads a duration such as P1DT2H30M. An event without one lasts its day, or
// no time at all.
func lasting(text string, day bool) time.Duration {
	var total, n time.Duration
	units := map[rune]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour, 'H': time.Hour, 'M': time.Minute, 'S': time.Second}
	for _, r := range strings.ToUpper(text) {
		if r >= '0' && r <= '9' {
			n = min(n*10+time.Duration(r-'0'), 10_000)
			continue
		}
		total += n * units[r]
		n = 0
	}
	if total == 0 && day {
		return 24 * time.Hour
	}
	return total
}

func number(text string) (n int) {
	for _, r := range strings.TrimSpace(text) {
		if r < '0' || r > '9' || n > 1_000_000 {
			return n
		}
		n = n*10 + int(r-'0')
	}
	return n
}
