package commitment

import (
	"strings"
	"time"

	"anlan/internal/kit/passage"
)

var weekdays = listed("monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri", "saturday sat", "sunday sun")

var months = listed("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec")

// listed are words by the place of their line, from 1.
func listed(lines ...string) map[string]int {
	of := map[string]int{}
	for i, line := range lines {
		for word := range strings.FieldsSeq(line) {
			of[word] = i + 1
		}
	}
	return of
}

// weekday reads 下周五, 星期三, "next Tuesday", "Friday next week".
func (r reader) weekday(i int) (element, bool) {
	e := element{what: weekday, week: unset}
	if passage.Latin(r.At(i)) {
		word, to := r.word(i)
		switch word {
		case "this", "coming":
			e.week = unset
		case "next":
			e.week = 1
		}
		if word == "this" || word == "coming" || word == "next" {
			word, to = r.word(r.blank(to))
		}
		n := weekdays[word]
		if n == 0 || word == "sun" || word == "sat" || word == "wed" || word == "mon" && r.At(to) == '\'' {
			return e, false
		}
		e.n, e.to = n, to
		if end, is := r.any(r.blank(to), "next week", "of next week"); is {
			e.week, e.to = 1, end
		}
		return e, true
	}
	at := i
	switch {
	case r.At(at) == '每':
		return e, false
	case r.At(at) == '下' && r.At(at+1) == '下':
		e.week, at = 2, at+2
	case r.At(at) == '下':
		e.week, at = 1, at+1
	case r.At(at) == '这', r.At(at) == '本':
		e.week, at = 0, at+1
	case r.At(at) == '上':
		e.what, at = past, at+1
	}
	if r.At(at) == '个' {
		at++
	}
	to, is := r.any(at, "周", "星期", "礼拜")
	if !is || at == i && (r.At(i-1) == '每' || characters[r.At(i-1)] > 0) {
		return e, false
	}
	c := r.At(to)
	switch {
	case c == '日' || c == '天':
		e.n = 7
	case c >= '1' && c <= '7' && !passage.Digit(r.At(to+1)):
		e.n = int(c - '0')
	case characters[c] >= 1 && characters[c] <= 6 && c != '两':
		if c == '一' && strings.ContainsRune("定直起共样般并", r.At(to+1)) && r.At(to+1) != 0 {
			return e, false // 下周一定 is next week
		}
		e.n = characters[c]
	default:
		return e, false
	}
	e.to = to + 1
	return e, true
}

// date reads 12月5日, 5号, "December 5th", "the 5th of December", 3/16.
func (r reader) date(i int) (element, bool) {
	e := element{what: date}
	if passage.Latin(r.At(i)) {
		word, to := r.word(i)
		if m := months[word]; m > 0 {
			if r.At(to) == '.' {
				to++
			}
			d, end := r.number(r.blank(to))
			if !passage.Digit(r.At(r.blank(to))) || d < 1 || d > 31 || r.At(end) == ':' {
				return e, false
			}
			e.month, e.n, e.to = time.Month(m), d, r.ordinal(end)
			return e, true
		}
		if word == "the" {
			if at := r.blank(to); passage.Digit(r.At(at)) {
				if e, is := r.date(at); is && e.what != length {
					return e, true
				}
			}
		}
		return e, false
	}
	// 本月15日, 下个月5号
	at, ahead := i, unset
	if end, is := r.any(at, "下个月", "下月"); is {
		at, ahead = end, 1
	} else if end, is := r.any(at, "本月", "这个月", "当月"); is {
		at, ahead = end, 0
	}
	n, to := r.number(at)
	if to == at || passage.Digit(r.At(i-1)) {
		return e, false
	}
	if ahead == unset {
		if end, is := r.any(to, "年"); is && n > 2000 {
			if m, after := r.number(end); after > end && r.At(after) == '月' {
				e.year, n, to = n, m, after
			}
		}
		if end, is := r.any(r.blank(to), "月"); is && n >= 1 && n <= 12 {
			d, after := r.number(r.blank(end))
			if after == r.blank(end) || d < 1 || d > 31 {
				return e, false
			}
			e.month, e.n, e.to = time.Month(n), d, after
			if end, is := r.any(r.blank(after), "日", "号"); is {
				e.to = end
			}
			return e, true
		}
	}
	if end, is := r.any(to, "号", "日"); is && n >= 1 && n <= 31 && (ahead != unset || r.At(to) == '号') && !strings.ContainsRune("楼线店仓门机桌客服内院", orBlank(r.At(end))) && !strings.ContainsRune("路街巷弄道区", orBlank(r.At(i-1))) {
		return element{what: monthDay, n: n, week: ahead, to: end}, true
	}
	if !passage.Digit(r.At(at)) || ahead != unset || n < 1 || n > 31 {
		return e, false
	}
	if r.At(to) == '/' {
		d, end := r.number(to + 1)
		switch {
		case !passage.Digit(r.At(to+1)) || r.At(end) == '/':
		case n <= 12 && d > 12 && d <= 31:
			return element{what: date, month: time.Month(n), n: d, to: end}, true
		case n > 12 && d <= 12 && d > 0:
			return element{what: date, month: time.Month(d), n: n, to: end}, true
		}
		return e, false
	}
	end := r.ordinal(to)
	next := r.blank(end)
	if after, is := r.has(next, "of"); is {
		next = r.blank(after)
	}
	if word, after := r.word(next); months[word] > 0 && next > to {
		return element{what: date, month: time.Month(months[word]), n: n, to: after}, true
	}
	if end > to {
		return element{what: monthDay, n: n, week: unset, to: end}, true
	}
	return e, false
}

func orBlank(c rune) rune {
	if c == 0 {
		return ' '
	}
	return c
}

// ordinal is behind the letters of 5th.
func (r reader) ordinal(i int) int {
	if to, is := r.any(i, "st", "nd", "rd", "th"); is {
		return to
	}
	return i
}

// isoDate reads 2026-12-05.
func (r reader) isoDate(i int) (element, bool) {
	if i+10 > r.Len() || !passage.Digit(r.At(i)) || passage.Digit(r.At(i-1)) {
		return element{}, false
	}
	t, err := time.Parse(time.DateOnly, string(r.Plain[i:i+10]))
	if err != nil || passage.Digit(r.At(i+10)) {
		return element{}, false
	}
	return element{what: date, year: t.Year(), month: t.Month(), n: t.Day(), to: i + 10}, true
}

// past reads 三天前 and "two days ago".
func (r reader) past(i int) (element, bool) {
	e, is := r.length(i)
	if !is {
		return e, false
	}
	if to, is := r.any(r.blank(e.to), "ago", "earlier", "前", "之前", "以前"); is {
		return element{what: past, to: to}, true
	}
	return e, false
}
