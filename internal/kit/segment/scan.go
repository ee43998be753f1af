package segment

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// class is how a rune behaves in search.
type class int

const (
	other   class = iota // parts words
	letter               // letters, digits and what is attached to them
	solid                // of a script that writes without spaces
	picture              // emoji and other symbols, each on its own
	joiner               // inside a word: the signs of addresses, numbers and file names
)

// unit is one rune in the form that is compared, and where it came from.
type unit struct {
	r        rune
	class    class
	from, to int
}

// units reads a text in compatibility form and lower case. It is normalised
// from boundary to boundary, so that each rune knows its place in the text.
func units(text string) []unit {
	out := make([]unit, 0, len(text)/2)
	for from := 0; from < len(text); {
		if u, plain := plainUnit(text[from:]); plain {
			u.from, u.to = from, from+u.to
			out, from = append(out, u), u.to
			continue
		}
		to := from + step(text[from:])
		for _, r := range norm.NFKC.String(text[from:to]) {
			if !invisible(r) {
				r = unicode.ToLower(r)
				out = append(out, unit{r: r, class: classOf(r), from: from, to: to})
			}
		}
		from = to
	}
	return out
}

// plainUnit reads what needs no table: ASCII, and the ideographs of everyday
// Chinese, which are their own compatibility form. What follows must not join them.
func plainUnit(text string) (unit, bool) {
	r, n := rune(text[0]), 1
	if r >= utf8.RuneSelf {
		if r, n = utf8.DecodeRuneInString(text); !everyday(r) {
			return unit{}, false
		}
	}
	if len(text) > n && text[n] >= utf8.RuneSelf {
		if next, _ := utf8.DecodeRuneInString(text[n:]); !everyday(next) {
			return unit{}, false
		}
	}
	if r >= utf8.RuneSelf {
		return unit{r: r, class: solid, to: n}, true
	}
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	return unit{r: r, class: classOfASCII(r), to: n}, true
}

func everyday(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }

// step is the length of what is normalised together. Of two ASCII bytes the
// first stands alone.
func step(text string) int {
	if len(text) == 1 || text[0] < utf8.RuneSelf && text[1] < utf8.RuneSelf {
		return 1
	}
	return max(1, norm.NFKC.NextBoundaryInString(text, true))
}

// invisible runes neither part nor make words: soft hyphens, joiners of emoji,
// direction marks and the selectors of variants.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}

var spaceless = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
	unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		return classOfASCII(r)
	case r == 'ー', unicode.In(r, spaceless...) && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)):
		return solid
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r):
		return letter
	case r == '’':
		return joiner
	case unicode.Is(unicode.So, r):
		return picture
	}
	return other
}

func classOfASCII(r rune) class {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return letter
	case r == '@', r == '.', r == '-', r == '_', r == '/', r == '+', r == '\'', r == '&', r == ':':
		return joiner
	}
	return other
}

// clip cuts at a boundary of the normaliser, so that no rune is read in half.
func clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	if n := norm.NFKC.LastBoundary([]byte(text[:limit])); n > 0 {
		return text[:n]
	}
	return text[:limit]
}
