package ical

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Answer is the reply of one who was invited (METHOD:REPLY, RFC 5546): what names the
// event goes back as it came, zones and all.
func (c Calendar) Answer(e Event, me Person, now time.Time) string {
	var b strings.Builder
	put := func(line string) { b.WriteString(folded(line) + "\r\n") }
	put("BEGIN:VCALENDAR")
	put("PRODID:-//Anlan//EN")
	put("VERSION:2.0")
	put("METHOD:REPLY")
	for _, zone := range c.zones {
		write(zone, put)
	}
	put("BEGIN:VEVENT")
	for _, name := range []string{"UID", "RECURRENCE-ID", "SEQUENCE", "ORGANIZER", "DTSTART", "DTEND", "DURATION", "SUMMARY"} {
		if l := e.lines.line(name); l != nil {
			put(l.raw)
		}
	}
	put("DTSTAMP:" + now.UTC().Format("20060102T150405Z"))
	attendee := "ATTENDEE;PARTSTAT=" + me.Part
	if name := strings.Map(plainName, me.Name); name != "" {
		attendee += `;CN="` + name + `"`
	}
	put(attendee + ":mailto:" + me.Address)
	put("END:VEVENT")
	put("END:VCALENDAR")
	return b.String()
}

func plainName(r rune) rune {
	if r == '"' || r < ' ' {
		return -1
	}
	return r
}

func write(c component, put func(string)) {
	put("BEGIN:" + c.name)
	for _, l := range c.lines {
		put(l.raw)
	}
	for _, one := range c.inside {
		write(one, put)
	}
	put("END:" + c.name)
}

// folded breaks a line after 75 bytes, and never within a character.
func folded(line string) string {
	var b strings.Builder
	for width := 75; len(line) > width; width = 74 {
		cut := width
		for cut > 0 && !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line = line[cut:]
	}
	return b.String() + line
}
