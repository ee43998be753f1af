package commitment

import (
	"strings"

	"anlan/internal/kit/passage"
)

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
