// Package passage reads a text by code points, in the form in which texts are
// compared, and finds phrases in it. A place in the compared form is the same
// place in what somebody wrote, so whatever is found can be shown.
package passage

import (
	"unicode"
	"unicode/utf8"

	"anlan/internal/kit/han"
)

// Passage is a text. A byte that belongs to no character is one code point, as
// in a loop over a string.
type Passage struct {
	Written []rune // as it was written
	Plain   []rune // small letters, ordinary width, simplified characters, straight quotes
}

// Read takes a text in. The memory of the passage is used again.
func (p *Passage) Read(text string) {
	p.Written, p.Plain = p.Written[:0], p.Plain[:0]
	for _, r := range text {
		p.Written = append(p.Written, r)
		p.Plain = append(p.Plain, plain(r))
	}
}

// Len is the number of code points.
func (p *Passage) Len() int { return len(p.Plain) }

// At is the code point at a place of the compared form, 0 beyond its ends.
func (p *Passage) At(i int) rune {
	if i < 0 || i >= len(p.Plain) {
		return 0
	}
	return p.Plain[i]
}

func plain(r rune) rune {
	switch {
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return r
	case r >= 0x4e00 && r <= 0x9fff:
		return han.SimplifiedRune(r)
	case r >= 0xff01 && r <= 0xff5e:
		return plain(r - 0xff01 + '!')
	}
	switch r {
	case '\u3000', '\u00a0', '\u2002', '\u2003', '\u2009':
		return ' '
	case '’', '‘', '´':
		return '\''
	case '–', '—', '‐', '‑', '−', '－':
		return '-'
	}
	return unicode.ToLower(r)
}

// Digit, Letter and Solid tell what a code point of the compared form is: a
// digit, what Latin and other spaced words consist of, or a Chinese character.
func Digit(r rune) bool { return r >= '0' && r <= '9' }
func Latin(r rune) bool { return r >= 'a' && r <= 'z' }
func Solid(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r > 0x9fff && unicode.Is(unicode.Han, r)
}
func Spaced(r rune) bool {
	return Latin(r) || Digit(r) || r >= utf8.RuneSelf && !Solid(r) && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r))
}

// Breaks tells whether a code point ends a clause.
func Breaks(r rune) bool {
	switch r {
	case '.', ',', ';', ':', '!', '?', '\n', '。', '，', '；', '：', '！', '？', '、', '…', '(', ')', 0:
		return true
	}
	return false
}
