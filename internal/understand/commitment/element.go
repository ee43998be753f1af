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
