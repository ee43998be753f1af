package commitment

import (
	"strings"
	"sync"
	"time"

	"anlan/internal/kit/passage"
)

// what an element of a deadline says.
type what int

const (
	relative   what = iota // so many days from today
	weekday                // Monday = 1 … Sunday = 7, of the week `week`, or the next one
	date                   // month and day, perhaps year
	monthDay               // a day of the month `week` from now, or the next one
	weekEnd                // the last working day of the week `week` from now
	weekLast               // Sunday of it
	monthEnd               // the last day of the month `week` from now
	yearEnd                // 31 December
	workingDay             // the n-th working day
	clock                  // hour and minute
	part                   // of the day
	dayEnd                 // midnight at the latest, usually the end of work
	workEnd                // the end of work, of the next working day when it is over today
	length                 // so much time from now
	past                   // a time that is over
	unclear                // a time that cannot be told: early next week
)

// parts of a day.
const (
	morning = 1 + iota
	noon
	afternoon
	evening
	midnight
)

// unit of a length.
type unit int

const (
	minute unit = iota
	hour
	workingHour
	day
	workday1
	week
	month
)

// unset says that no week was named: the next such day is meant.
const unset = -1 << 10

// element is one piece of a deadline, from a code point up to another.
type element struct {
	from, to   int
	what       what
	n          int // days, weekday, day of the month, amount of minutes for hours
	week       int
	year       int
	month      time.Month
	hour, min  int
	sure       bool // the hour is one of 24
	part       int
	unit       unit
	qualified  bool // a length that says within, in or after
	preposited bool // words that make it a limit stand before it
}

// fixed are the pieces that are always said the same.
var fixed = []struct {
	words string
	element
}{
	{"今天, 今日, 今儿, 当天, 当日, 本日, 即日, today", element{what: relative, week: unset}},
	{"明天, 明日, 明儿, 翌日, 次日, 第二天, tomorrow, tmrw, tmr", element{what: relative, n: 1}},
	{"后天, 后日, 明后天, the day after tomorrow, day after tomorrow", element{what: relative, n: 2}},
	{"大后天", element{what: relative, n: 3}},
	{"今晚, 今夜, tonight, this evening", element{what: relative, part: evening}},
	{"今早, 今晨, this morning", element{what: relative, part: morning}},
	{"今天上午, 今天早上", element{what: relative, part: morning}},
	{"this afternoon", element{what: relative, part: afternoon}},
	{"明早, 明晨, first thing tomorrow, tomorrow first thing", element{what: relative, n: 1, part: morning}},
	{"明晚", element{what: relative, n: 1, part: evening}},
	{"昨天, 昨日, 昨晚, 前天, 前几天, 上周, 上星期, 上个月, 上月, 上次, 去年, yesterday, last week, last month, last monday, last tuesday, last wednesday, last thursday, last friday, last night, last time", element{what: past}},
	{"早上, 早晨, 清晨, 上午, 早间, morning, the morning, first thing, a.m.", element{what: part, part: morning}},
	{"中午, 正午, noon, midday, lunchtime", element{what: part, part: noon}},
	{"下午, 午后, 傍晚, afternoon", element{what: part, part: afternoon}},
	{"晚上, 夜里, 晚间, 夜间, evening, night", element{what: part, part: evening}},
	{"午夜, 零点前, midnight", element{what: part, part: midnight}},
	{"end of day, end of the day, eod, day's end, end of today, end of play, the day is out, 今天结束前, 当天结束前", element{what: dayEnd}},
	{"下班, 收工, cob, eob, close of business, end of business, close of play, end of the working day, end of the business day", element{what: workEnd}},
	{"end of the week, end of week, end of this week, eow, this week, the weekend, 本周, 这周, 本星期, 这星期, 这个星期, 这个礼拜, 周内, 周末前, 周末之前, 这周末前, 本周末前, 这周末之前, 本周末之前", element{what: weekEnd}},
	{"end of next week, next week, coming week, 下周, 下星期, 下个星期, 下礼拜, 下个礼拜, 下一周", element{what: weekEnd, week: 1}},
	{"week after next, the week after next, 下下周", element{what: weekEnd, week: 2}},
	{"this weekend, at the weekend, on the weekend, over the weekend, 周末, 这周末, 本周末, 星期六日", element{what: weekLast}},
	{"next weekend, 下周末", element{what: weekLast, week: 1}},
	{"end of the month, end of month, end of this month, eom, this month, last day of the month, month's end, month end, 月底, 月末, 本月底, 这个月底, 本月末, 本月内, 这个月内, 当月内, 本月, 这个月", element{what: monthEnd}},
	{"end of next month, next month, 下月底, 下个月底, 下月, 下个月", element{what: monthEnd, week: 1}},
	{"end of the year, end of year, end of this year, this year, year's end, 年底, 年末, 年内, 今年内, 今年底", element{what: yearEnd}},
	{"early next week, beginning of next week, start of next week, 下周初, 月初, 下月初, 下个月初, early next month, 年初, 午饭前, 午饭后, 节前, 节后, 节假日后, 春节前, 春节后, 过年前, 年前, 国庆前, 元旦前, christmas, the holidays, new year, 近期, 近日", element{what: unclear}},
	{"next working day, next business day, following working day, following business day, next workday, 下一个工作日, 下个工作日, 下一工作日, 次一工作日, 下一个工作天", element{what: workingDay, n: 1}},
}

var fixedPhrases = sync.OnceValue(func() *passage.Phrases {
	p := passage.NewPhrases()
	for i, f := range fixed {
		for word := range strings.SplitSeq(f.words, ", ") {
			p.Add(word, i)
		}
	}
	return p
})

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

var numberWords = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "ninety": 90, "couple": 2, "seventy-two": 72, "forty-eight": 48, "twenty-four": 24, "forty-five": 45, "thirty-six": 36, "twenty-five": 25}

var units = map[string]unit{"minute": minute, "minutes": minute, "min": minute, "mins": minute, "hour": hour, "hours": hour, "hr": hour, "hrs": hour, "h": hour,
	"day": day, "days": day, "d": day, "week": week, "weeks": week, "month": month, "months": month, "workday": workday1, "workdays": workday1,
	"fortnight": week, "half-hour": hour}

var characters = map[rune]int{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// reader reads the pieces of deadlines in a text.
type reader struct {
	*passage.Passage
}

// elements are all pieces, in their order.
func (r reader) elements() (list []element) {
	for i := 0; i < r.Len(); {
		if e, is := r.element(i); is && e.to > i {
			e.from = i
			list = append(list, e)
			i = e.to
			continue
		}
		i = r.beyond(i)
	}
	return list
}

// beyond is the place after a word, or a character.
func (r reader) beyond(i int) int {
	if !passage.Spaced(r.At(i)) {
		return i + 1
	}
	if passage.Digit(r.At(i)) {
		for passage.Digit(r.At(i)) {
			i++
		}
		return i
	}
	for passage.Spaced(r.At(i)) && !passage.Digit(r.At(i)) {
		i++
	}
	return i
}

// word is the Latin word that begins at a place, with hyphens inside.
func (r reader) word(i int) (string, int) {
	to := i
	for passage.Latin(r.At(to)) || r.At(to) == '-' && to > i && passage.Latin(r.At(to+1)) {
		to++
	}
	return string(r.Plain[i:to]), to
}

func (r reader) blank(i int) int {
	for r.At(i) == ' ' {
		i++
	}
	return i
}

// has tells whether text stands at a place, and where it ends.
func (r reader) has(i int, text string) (int, bool) {
	for _, c := range text {
		if r.At(i) != c {
			return 0, false
		}
		i++
	}
	if passage.Latin(r.At(i-1)) && passage.Spaced(r.At(i)) && !passage.Digit(r.At(i)) {
		return 0, false
	}
	return i, true
}

// any is the end of the first of several texts that stands at a place.
func (r reader) any(i int, texts ...string) (int, bool) {
	for _, t := range texts {
		if to, is := r.has(i, t); is {
			return to, true
		}
	}
	return 0, false
}

func (r reader) element(i int) (element, bool) {
	if passage.Latin(r.At(i)) && passage.Spaced(r.At(i-1)) && !passage.Digit(r.At(i-1)) {
		return element{}, false
	}
	for _, read := range []func(int) (element, bool){r.weekday, r.isoDate, r.date, r.past, r.length, r.clockZh, r.clockEn, r.fixed} {
		if e, is := read(i); is {
			return e, true
		}
	}
	return element{}, false
}

func (r reader) fixed(i int) (element, bool) {
	to, n := fixedPhrases().Longest(r.Passage, i)
	if to <= i || r.At(i-1) == '每' || r.At(to-1) == '周' && r.At(to) != 0 && strings.ContainsRune("边围期年转刊到岁", r.At(to)) { // 看下周边
		return element{}, false
	}
	e := fixed[n].element
	e.to = to
	return e, true
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

// number reads 24, 两, 十五, twenty, "a couple of".
func (r reader) number(i int) (n, to int) {
	c := r.At(i)
	switch {
	case passage.Digit(c):
		for to = i; passage.Digit(r.At(to)) && to-i < 4; to++ {
			n = n*10 + int(r.At(to)-'0')
		}
		return n, to
	case passage.Latin(c):
		word, end := r.word(i)
		if word == "a" {
			if end2, is := r.any(r.blank(end), "couple of", "couple"); is {
				return 2, end2
			}
		}
		if value, is := numberWords[word]; is {
			return value, end
		}
		return 0, i
	}
	return r.chinese(i)
}

// chinese reads numbers below a hundred; 两三 is the greater.
func (r reader) chinese(i int) (n, to int) {
	tens, found := 0, false
	to = i
	if v, is := characters[r.At(to)]; is {
		n, to, found = v, to+1, true
		if v2, is := characters[r.At(to)]; is && v2 == v+1 {
			return v2, to + 1
		}
	}
	if r.At(to) == '十' {
		tens = max(n, 1) * 10
		n, to, found = 0, to+1, true
		if v, is := characters[r.At(to)]; is {
			n, to = v, to+1
		}
	}
	if !found {
		return 0, i
	}
	return tens + n, to
}

// through reads the second number of a range, 3到5, 2-3, "two or three".
func (r reader) through(n, to int) (int, int) {
	next := r.blank(to)
	end, is := r.any(next, "到", "至", "-", "~", "to", "or")
	if !is {
		return n, to
	}
	if m, after := r.number(r.blank(end)); after > r.blank(end) && m >= n {
		return m, after
	}
	return n, to
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

// length reads 24小时内, 半天, 三到五个工作日, "2-3 working days", "an hour and a half".
func (r reader) length(i int) (e element, is bool) {
	e.what = length
	if e, is = r.lengthZh(i); is {
		return e, true
	}
	return r.lengthEn(i)
}

func (r reader) lengthZh(i int) (e element, is bool) {
	e.what = length
	n, to := 0, i
	half := r.At(i) == '半'
	if half {
		to++
	} else if n, to = r.number(i); to == i || passage.Latin(r.At(i)) || passage.Digit(r.At(i-1)) {
		return e, false
	}
	tenth := 0
	if r.At(to) == '.' && passage.Digit(r.At(to+1)) && passage.Digit(r.At(i)) {
		tenth, to = int(r.At(to+1)-'0'), to+2
	} else {
		n, to = r.through(n, to)
	}
	to = r.blank(to)
	if r.At(to) == '个' {
		to++
		if r.At(to) == '半' {
			tenth, to = 5, to+1
		}
	}
	if half {
		tenth = 5
	}
	to = r.blank(to)
	found := false
	for _, u := range []struct {
		words []string
		unit  unit
	}{
		{[]string{"工作日", "工作天"}, workday1}, {[]string{"工作小时"}, workingHour}, {[]string{"小时", "钟头", "h"}, hour}, {[]string{"分钟", "分"}, minute},
		{[]string{"自然日", "天", "日"}, day}, {[]string{"星期", "礼拜", "周"}, week}, {[]string{"月"}, month}, {[]string{"刻钟"}, minute},
	} {
		end, is := r.any(to, u.words...)
		if !is {
			continue
		}
		found, e.unit = true, u.unit
		if u.words[0] == "刻钟" {
			n *= 15
		}
		if u.unit == month && r.At(to-1) != '个' {
			return e, false // 12月
		}
		if u.unit == day && r.At(to) == '日' && strings.ContainsRune("前之", orBlank(r.At(end))) && r.At(end+1) != '内' {
			return e, false
		}
		to = end
		break
	}
	if !found {
		return e, false
	}
	if r.At(to) == '半' && e.unit != minute {
		tenth, to = 5, to+1
	}
	e.n = n*10 + tenth
	if end, is := r.any(to, "以内", "之内", "内", "以后", "之后", "后", "左右"); is {
		to, e.qualified = end, true
	}
	if i > 0 && (r.At(i-1) == '过' || r.At(i-1) == '等') {
		e.qualified = r.At(i-1) == '过' || e.qualified
	}
	if _, is := r.any(i-2, "给我", "不出"); is || r.At(i-1) == '们' && r.At(i-3) == '给' {
		e.qualified = true // 给我一天, 不出三天
	}
	e.to = to
	return e, e.n > 0
}

func (r reader) lengthEn(i int) (e element, is bool) {
	e.what = length
	n, to := r.number(i)
	tenth := 0
	if end, is := r.any(i, "half an", "half a", "half"); is {
		n, to, tenth = 0, end, 5
	} else if to == i || !passage.Digit(r.At(i)) && !passage.Latin(r.At(i)) || passage.Digit(r.At(i-1)) {
		if end, is := r.any(i, "the", "the next", "the coming"); !is || r.At(i) != 't' {
			return e, false
		} else if end2, is := r.any(r.blank(end), "hour"); is { // within the hour
			n, to = 1, end
			_ = end2
		} else if word, end2 := r.word(r.blank(end)); word == "next" || word == "coming" {
			at := r.blank(end2)
			if unitWord, _ := r.word(at); unitWord == "hour" {
				n, to = 1, end2
			} else if unitWord == "half" {
				e, is := r.lengthEn(at)
				e.qualified = true
				return e, is
			} else {
				return e, false
			}
		} else {
			return e, false
		}
	} else if r.At(to) == '.' && passage.Digit(r.At(to+1)) && passage.Digit(r.At(i)) {
		tenth, to = int(r.At(to+1)-'0'), to+2
	} else {
		n, to = r.through(n, to)
		if end, is := r.has(r.blank(to), "and a half"); is {
			tenth, to = 5, end
		}
	}
	at := r.blank(to)
	if r.At(at) == '-' {
		at++
	}
	if passage.Latin(r.At(i)) && at == to {
		return e, false
	}
	word, end := r.word(at)
	if word == "working" || word == "business" || word == "work" || word == "calendar" || word == "short" || word == "full" {
		second, after := r.word(r.blank(end))
		u, known := units[second]
		if !known {
			return e, false
		}
		switch {
		case word == "calendar" || word == "short" || word == "full":
			e.unit = u
		case u == day:
			e.unit = workday1
		case u == hour:
			e.unit = workingHour
		default:
			return e, false
		}
		end = after
	} else {
		u, known := units[word]
		if !known {
			return e, false
		}
		e.unit = u
		switch word {
		case "fortnight":
			n *= 2
		case "half-hour":
			n, tenth = 0, 5
		}
	}
	to = end
	if after, is := r.has(r.blank(to), "and a half"); is {
		tenth, to = 5, after
	}
	if after, is := r.has(r.blank(to), "or two"); is {
		n, to = 2, after
	} else if after, is := r.has(r.blank(to), "or so"); is {
		to = after
	}
	if after, is := r.any(r.blank(to), "from now", "at most", "at the latest"); is {
		to, e.qualified = after, true
	}
	if r.At(to) == '\'' {
		if after, is := r.any(to, "' time", "'s time"); is {
			to = after
		}
	}
	e.n, e.to = n*10+tenth, to
	e.qualified = e.qualified || r.introduced(i)
	return e, e.n > 0
}

// introduced tells whether words that make a length a limit stand before it.
func (r reader) introduced(i int) bool {
	for _, w := range []string{"within", "in", "next", "coming", "give me", "give us", "under", "inside", "less than", "maximum of", "max", "than", "within the", "within about", "in about", "after", "another", "allow me", "allow us", "following", "in the", "the"} {
		from := i - 1 - len(w)
		if from >= 0 && string(r.Plain[from:i-1]) == w && r.At(i-1) == ' ' && !passage.Spaced(r.At(from-1)) {
			return true
		}
	}
	return false
}

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
