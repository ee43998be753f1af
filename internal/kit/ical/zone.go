package ical

import (
	"strconv"
	"strings"
	"time"
)

// moment reads a date or an instant. A zone is looked for by its own name, by what
// Windows calls it, and at last by the rules that came along.
func (c Calendar) moment(l *line) (m Moment) {
	if l == nil {
		return m
	}
	text := strings.TrimSpace(l.value)
	if day, err := time.Parse("20060102", text); err == nil {
		return Moment{At: day, Day: true}
	}
	if at, err := time.Parse("20060102T150405Z", text); err == nil {
		return Moment{At: at, Zone: "UTC"}
	}
	wall, err := time.Parse("20060102T150405", text)
	if err != nil {
		return m
	}
	named := strings.Trim(l.params["TZID"], `"`)
	if named == "" {
		return Moment{At: wall, Floating: true}
	}
	if zone := zoneOf(named); zone != nil {
		return Moment{At: in(wall, zone), Zone: zone.String()}
	}
	for _, z := range c.zones {
		if strings.TrimSpace(z.value("TZID")) == named {
			return Moment{At: wall.Add(-offsetAt(z, wall))}
		}
	}
	return Moment{At: wall, Floating: true}
}

func in(wall time.Time, zone *time.Location) time.Time {
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
}

// zoneOf knows "Asia/Shanghai", "/example.org/Asia/Shanghai" and "China Standard Time".
func zoneOf(name string) *time.Location {
	if known := windows[name]; known != "" {
		name = known
	}
	for range 3 {
		if strings.Contains(name, "/") || name == "UTC" || name == "GMT" {
			if zone, err := time.LoadLocation(strings.Trim(name, "/")); err == nil && zone.String() != "" {
				return zone
			}
		}
		_, rest, more := strings.Cut(strings.TrimPrefix(name, "/"), "/")
		if !more {
			return nil
		}
		name = rest
	}
	return nil
}

// offsetAt is how far a zone that only its rules describe is ahead of UTC at a wall
// time: by the rule that began last.
func offsetAt(zone component, wall time.Time) time.Duration {
	var began time.Time
	var offset time.Duration
	for _, rule := range zone.inside {
		first, err := time.Parse("20060102T150405", strings.TrimSpace(rule.value("DTSTART")))
		if err != nil {
			continue
		}
		for _, at := range []time.Time{first, yearly(rule.value("RRULE"), first, wall.Year()), yearly(rule.value("RRULE"), first, wall.Year()-1)} {
			if !at.Before(first) && !at.After(wall) && (began.IsZero() || at.After(began)) {
				began, offset = at, offsetOf(rule.value("TZOFFSETTO"))
			}
		}
	}
	return offset
}

// yearly is when a rule such as FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10 begins in a year;
// the first beginning for what is none.
func yearly(rule string, first time.Time, year int) time.Time {
	month, nth, weekday := first.Month(), 0, -1
	for _, part := range strings.Split(strings.ToUpper(rule), ";") {
		switch name, value, _ := strings.Cut(part, "="); name {
		case "BYMONTH":
			if n, err := strconv.Atoi(value); err == nil && n >= 1 && n <= 12 {
				month = time.Month(n)
			}
		case "BYDAY":
			if len(value) < 3 {
				continue
			}
			weekday = strings.Index("SUMOTUWETHFRSA", value[len(value)-2:]) / 2
			nth, _ = strconv.Atoi(value[:len(value)-2])
		}
	}
	if nth == 0 || weekday < 0 {
		return first
	}
	day := time.Date(year, month, 1, first.Hour(), first.Minute(), first.Second(), 0, time.UTC)
	if nth < 0 {
		day = day.AddDate(0, 1, -1)
		for int(day.Weekday()) != weekday {
			day = day.AddDate(0, 0, -1)
		}
		return day.AddDate(0, 0, 7*(nth+1))
	}
	for int(day.Weekday()) != weekday {
		day = day.AddDate(0, 0, 1)
	}
	return day.AddDate(0, 0, 7*(nth-1))
}

func offsetOf(text string) time.Duration {
	text = strings.TrimSpace(text)
	if len(text) < 5 {
		return 0
	}
	hours, errHours := strconv.Atoi(text[1:3])
	minutes, errMinutes := strconv.Atoi(text[3:5])
	if errHours != nil || errMinutes != nil {
		return 0
	}
	d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if text[0] == '-' {
		return -d
	}
	return d
}
