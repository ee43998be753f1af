package commitment

import (
	"strings"

	"anlan/internal/kit/passage"
)

// stretch is a part of a text, from a code point up to another.
type stretch struct{ from, to int }

// sentence is its clauses, and whether it asks.
type sentence struct {
	clauses []stretch
	asks    bool
}

// mask finds what is quoted: words in quotation marks, and lines that begin with ">".
func (f *finder) mask() {
	f.quoted = make([]bool, f.Len())
	for from := 0; from < f.Len(); {
		to := from
		for to < f.Len() && f.At(to) != '\n' {
			to++
		}
		f.maskLine(from, to)
		from = to + 1
	}
}

var closing = map[rune]rune{'“': '”', '「': '」', '『': '』', '"': '"', '„': '“', '«': '»'}

func (f *finder) maskLine(from, to int) {
	if f.At(f.blank(from)) == '>' {
		f.hide(from, to)
		return
	}
	for i := from; i < to; i++ {
		end := closing[f.At(i)]
		if end == 0 {
			continue
		}
		for j := i + 1; j < min(to, i+farthestQuote); j++ {
			if f.At(j) == end {
				f.hide(i, j+1)
				i = j
				break
			}
		}
	}
}

func (f *finder) hide(from, to int) {
	for i := from; i < to; i++ {
		f.quoted[i] = true
	}
}

// sentences cuts the text.
func (f *finder) sentences() (list []sentence) {
	from := 0
	for i := 0; i <= f.Len(); i++ {
		if i < f.Len() && !f.ends(i) {
			continue
		}
		if clauses := f.clauses(from, i); len(clauses) > 0 {
			list = append(list, sentence{clauses, f.At(i) == '?'})
		}
		from = i + 1
	}
	return list
}

// ends tells whether a sentence ends at a place.
func (f *finder) ends(i int) bool {
	if f.quoted[i] {
		return f.At(i) == '\n'
	}
	switch f.At(i) {
	case '。', '!', '?', ';', '\n', '…':
		return true
	case '.':
		return f.stops(i)
	}
	return false
}

// stops tells whether a full stop is one: not that of 4.30, of p.m., of Dec. 5.
func (f *finder) stops(i int) bool {
	if next := f.At(i + 1); next != ' ' && next != 0 && next != '\n' && !passage.Solid(next) {
		return false
	}
	next := f.blank(i + 1)
	if f.At(i-2) == '.' && f.At(i-1) == 'm' {
		return next >= f.Len() || f.At(next) == '\n' || f.Written[next] != f.At(next)
	}
	from := i
	for from > 0 && passage.Latin(f.At(from-1)) {
		from--
	}
	word := string(f.Plain[from:i])
	return !(months[word] > 0 && len(word) < 5 && passage.Digit(f.At(next))) && word != "mr" && word != "mrs" && word != "ms" && word != "dr" && word != "no"
}

// clauses cuts a sentence at commas, and where a new subject or a turn begins.
func (f *finder) clauses(from, to int) (list []stretch) {
	start := from
	add := func(end int) {
		s := f.trimmed(start, end)
		if s.to > s.from {
			list = append(list, s)
		}
	}
	for i := from; i < to; i++ {
		if f.quoted[i] {
			continue
		}
		switch c := f.At(i); {
		case (c == ',' || c == ':' || c == '(' || c == ')') && !(passage.Digit(f.At(i-1)) && passage.Digit(f.At(i+1))) && !f.inDeadline(i):
			add(i)
			start = i + 1
		case c == '-' && f.At(i-1) == ' ' && f.At(i+1) == ' ' && !f.inDeadline(i), c == '-' && f.At(i-1) == '-':
			add(i)
			start = i + 1
		case i > start && f.starts(then, i):
			add(i)
			start = i
		}
	}
	add(to)
	return list
}

// longest is longer than any deadline, and farthestQuote than what people quote in a
// line: marks that never close cost no time.
const longest, farthestQuote = 120, 500

// inDeadline tells whether a place is inside a deadline.
func (f *finder) inDeadline(i int) bool {
	before := f.times(stretch{max(0, i-longest), i + 1})
	return len(before) > 0 && i < before[len(before)-1].to
}

func (f *finder) trimmed(from, to int) stretch {
	for from < to && strings.ContainsRune(" \t\r-~", f.At(from)) {
		from++
	}
	for to > from && strings.ContainsRune(" \t\r-~", f.At(to-1)) {
		to--
	}
	return stretch{from, to}
}
