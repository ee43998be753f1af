package email

import (
	"strconv"
	"strings"
	"time"
)

// parseDate reads the dates that mail really carries: RFC 5322 and its older
// forms, asctime, ISO 8601, with names or offsets for the zone, in any order
// that stays unambiguous.
func parseDate(raw string) (time.Time, bool) {
	s := strings.TrimSpace(noComments(raw))
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at, true
	}
	if at, err := time.Parse("2006-01-02 15:04:05 -0700", s); err == nil {
		return at, true
	}
	d := dateParts{zone: time.UTC}
	fields := strings.FieldsFunc(s, func(c rune) bool { return c == ' ' || c == '\t' || c == ',' || c == '\n' || c == '\r' })
	for _, f := range fields {
		d.take(f)
	}
	if d.day == 0 || d.month == 0 || d.year < 0 {
		return time.Time{}, false
	}
	at := time.Date(d.year, d.month, d.day, d.hour, d.minute, d.second, 0, d.zone)
	if at.Day() != d.day || at.Year() < 1 || at.Year() > 9999 {
		return time.Time{}, false
	}
	return at, true
}

type dateParts struct {
	day, hour, minute, second int
	month                     time.Month
	year                      int
	timed, dated              bool
	zone                      *time.Location
}

func (d *dateParts) take(f string) {
	lower := strings.ToLower(strings.TrimSuffix(f, "."))
	switch {
	case strings.Count(f, ":") >= 1 && !d.timed:
		d.clock(f)
	case d.timed && zoneOffset(lower) != noZone:
		seconds := zoneOffset(lower)
		d.zone = time.FixedZone("", seconds)
	case strings.Count(f, "-") == 2 && !d.dated:
		for _, piece := range strings.Split(f, "-") {
			d.take(piece)
		}
	case strings.Count(f, "/") == 2 && !d.dated:
		return
	default:
		d.number(lower)
	}
}

func (d *dateParts) number(s string) {
	if len(s) >= 3 {
		if m, ok := monthNames[s[:3]]; ok && d.month == 0 {
			d.month = m
			return
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return
	}
	switch {
	case d.day == 0 && len(s) <= 2 && n >= 1 && n <= 31:
		d.day = n
	case !d.dated && len(s) >= 2 && len(s) <= 4:
		d.year, d.dated = fullYear(n, len(s)), true
	}
}

// fullYear widens the years of RFC 822 as RFC 5322 says.
func fullYear(n, digits int) int {
	switch {
	case digits == 2 && n < 50:
		return 2000 + n
	case digits <= 3:
		return 1900 + n
	}
	return n
}

func (d *dateParts) clock(f string) {
	parts := strings.Split(strings.ReplaceAll(f, ".", ":"), ":")
	values := [3]int{}
	for i := 0; i < len(parts) && i < 3; i++ {
		n, err := strconv.Atoi(parts[i])
		if err != nil || n < 0 || n > 60 {
			return
		}
		values[i] = n
	}
	if values[0] > 24 {
		return
	}
	d.hour, d.minute, d.second, d.timed = values[0], values[1], values[2], true
}

const noZone = 1 << 30

func zoneOffset(s string) int {
	if hours, ok := zoneNames[s]; ok {
		return int(hours * 3600)
	}
	s = strings.TrimPrefix(strings.TrimPrefix(s, "gmt"), "utc")
	s = strings.ReplaceAll(s, ":", "")
	if len(s) < 3 || len(s) > 5 || (s[0] != '+' && s[0] != '-') {
		return noZone
	}
	digits := s[1:]
	if len(digits) == 2 {
		digits += "00"
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n > 1500 || n%100 > 59 {
		return noZone
	}
	seconds := n/100*3600 + n%100*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds
}

var zoneNames = map[string]float64{
	"ut": 0, "gmt": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
	"jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "wet": 0, "west": 1,
	"bst": 1, "msk": 3, "msd": 4, "ist": 5.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}

var monthNames = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

func noComments(s string) string {
	if !strings.Contains(s, "(") {
		return s
	}
	rest, _ := withoutComments([]byte(s))
	return string(rest)
}
