package commitment

import (
	"strings"

	"anlan/internal/kit/passage"
)

// clockZh reads 三点半, 18点, 15时30分.
func (r reader) clockZh(i int) (element, bool) {
	n, to := r.number(i)
	if to == i || passage.Latin(r.At(i)) || n > 24 || passage.Digit(r.At(i-1)) {
		return element{}, false
	}
	e := element{what: clock, hour: n, sure: n > 12 || n == 0}
	at := r.blank(to)
	switch r.At(at) {
	case '点':
		if r.At(i) == '一' && (i > 0 && strings.ContainsRune("差有快早晚好多少大慢再近", r.At(i-1)) || r.At(at+1) == '儿' || r.At(at+1) == '都' || r.At(at+1) == '也') {
			return e, false // a little
		}
	case '时':
		if c := r.At(at + 1); c == '间' || c == '候' {
			return e, false
		}
	default:
		return e, false
	}
	at++
	switch {
	case r.At(at) == '半':
		e.min, at = 30, at+1
	case r.At(at) == '一' && r.At(at+1) == '刻':
		e.min, at = 15, at+2
	case r.At(at) == '三' && r.At(at+1) == '刻':
		e.min, at = 45, at+2
	case r.At(at) == '整' || r.At(at) == '钟':
		at++
	default:
		if m, end := r.number(r.blank(at)); end > r.blank(at) && m < 60 && (r.At(end) == '分' || end-at == 2) {
			e.min, at = m, end
			if r.At(at) == '分' {
				at++
			}
		}
	}
	e.to = at
	return r.later(e)
}

// later reads the second clock of a range: 三点到四点, "between 9 and 12".
func (r reader) later(e element) (element, bool) {
	at := r.blank(e.to)
	if end, is := r.any(at, "到", "至", "-", "~", "to", "and"); is {
		next := r.blank(end)
		other, is := r.clockZh(next)
		if !is {
			other, is = r.clockEn(next)
		}
		if is && other.what == clock {
			return other, true
		}
	}
	return e, true
}

// before are the words after which a bare number is an hour.
var before = listed("by", "before", "at", "until", "till", "past", "around", "between", "latest", "about", "from")

// clockEn reads 15:00, 3pm, "four o'clock", "half past three", and a bare hour after by or at.
func (r reader) clockEn(i int) (element, bool) {
	e := element{what: clock}
	at := i
	for _, p := range []struct {
		words []string
		min   int
	}{{[]string{"half past", "half-past"}, 30}, {[]string{"quarter past", "a quarter past"}, 15}, {[]string{"quarter to", "a quarter to"}, -15}} {
		if end, is := r.any(i, p.words...); is {
			at, e.min = r.blank(end), p.min
			n, to := r.number(at)
			if to == at || n < 1 || n > 12 {
				return e, false
			}
			e.hour, e.to = n, to
			return r.half(e), true
		}
	}
	n, to := r.number(at)
	if to == at || n > 24 || passage.Digit(r.At(i-1)) || !passage.Digit(r.At(at)) && !passage.Latin(r.At(at)) {
		return e, false
	}
	e.hour, e.to, e.sure = n, to, n > 12 || n == 0
	told := false
	if (r.At(to) == ':' || r.At(to) == '.') && passage.Digit(r.At(to+1)) && passage.Digit(r.At(to+2)) && !passage.Digit(r.At(to+3)) {
		m := int(r.At(to+1)-'0')*10 + int(r.At(to+2)-'0')
		if m > 59 || r.At(to) == '.' && !r.hourly(i) {
			return e, false
		}
		e.min, e.to, told = m, to+3, true
		e.sure = e.sure || r.At(i) == '0' || to-i == 2
	}
	if end := e.to; true {
		e = r.half(e)
		told = told || e.to > end
	}
	if end, is := r.any(r.blank(e.to), "o'clock", "sharp"); is {
		e.to, told = end, true
	} else if end, is := r.has(e.to, "h"); is && !told && r.hourly(i) {
		e.to, told = end, true
	}
	if told {
		if r.At(e.to) == '-' || r.At(r.blank(e.to)) == 't' || r.At(r.blank(e.to)) == 'a' {
			return r.later(e)
		}
		return e, true
	}
	if n < 1 || word(r.At(i)) && (n == 1 && r.At(i) == 'a') {
		return e, false
	}
	ranged := false
	if later, is := r.laterBare(e); is {
		e, ranged = later, true
	}
	if !r.hourly(i) || !ranged && !r.free(e.to) {
		return e, false
	}
	return e, true
}

func word(c rune) bool { return passage.Latin(c) }

// laterBare reads "9 and 12" after between, "10 to 11 am", "9-12".
func (r reader) laterBare(e element) (element, bool) {
	at := r.blank(e.to)
	end, is := r.any(at, "and", "to", "-")
	if !is {
		return e, false
	}
	next := r.blank(end)
	n, to := r.number(next)
	if to == next || n < 1 || n > 24 {
		return e, false
	}
	other := element{what: clock, hour: n, to: to, sure: n > 12}
	if r.At(to) == ':' {
		return r.clockEn(next)
	}
	other = r.half(other)
	return other, other.sure || r.free(other.to)
}

// half reads am and pm.
func (r reader) half(e element) element {
	at := r.blank(e.to)
	if end, is := r.any(at, "am", "a.m.", "a.m"); is && e.hour <= 12 {
		e.hour, e.sure, e.to = e.hour%12, true, end
	} else if end, is := r.any(at, "pm", "p.m.", "p.m"); is && e.hour <= 12 {
		e.hour, e.sure, e.to = e.hour%12+12, true, end
	}
	return e
}

// hourly tells whether a word after which a number is an hour stands before a place.
func (r reader) hourly(i int) bool {
	to := i
	for to > 0 && r.At(to-1) == ' ' {
		to--
	}
	from := to
	for from > 0 && passage.Latin(r.At(from-1)) {
		from--
	}
	word := string(r.Plain[from:to])
	if before[word] > 0 {
		return true
	}
	return (weekdays[word] > 0 || word == "tomorrow" || word == "today") && passage.Digit(r.At(i))
}

// free tells whether nothing follows a number that it would count.
func (r reader) free(i int) bool {
	at := r.blank(i)
	c := r.At(at)
	if passage.Breaks(c) || c == '-' {
		return !(c == ':' || c == '.' && passage.Digit(r.At(at+1)))
	}
	if passage.Latin(c) {
		word, _ := r.word(at)
		switch word {
		case "today", "tomorrow", "tonight", "on", "and", "at", "latest", "in", "this", "or", "sharp", "with", "so", "if", "the", "but", "then", "your", "my", "our", "local", "for":
			return true
		}
		return weekdays[word] > 0
	}
	return c == '"' || c == '\'' || passage.Solid(c) && false
}
