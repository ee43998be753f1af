package topic

import (
	"unicode"
	"unicode/utf8"

	"anlan/internal/kit/han"
)

// block is a family of features. Each is brought to the length one by itself,
// so that long words do not drown what they say.
type block uint8

const (
	whole  block = iota // words, Chinese characters, and what stands side by side
	pieces              // of words: forgive endings and typing errors
	blocks
)

// pieces of words have these lengths, with the marks of beginning and end.
const shortest, longest = 2, 4

// textLimit is how much of a text is read, in bytes. What somebody wants stands
// near the beginning.
const textLimit = 8 << 10

// reader cuts a text into features. It is used again and again, and keeps its memory.
type reader struct {
	runes []rune // of the words, in small letters
	words []word
	marks []mark
}

// word is a word, or one character of a script without spaces.
type word struct {
	from, to int  // of runes
	at, end  int  // code points of the text
	solid    bool // one character
	joined   bool // stands right behind the one before
}

// mark is one feature of a text.
type mark struct {
	hash  uint32
	block block
	word  int32 // where it begins
	span  int32 // how many words it spans
}

func (r *reader) read(text string) {
	r.runes, r.words, r.marks = r.runes[:0], r.words[:0], r.marks[:0]
	r.cut(head(text))
	for i := range r.words {
		r.mark(i)
	}
}

func head(text string) string {
	if len(text) <= textLimit {
		return text
	}
	at := textLimit
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return text[:at]
}

// cut finds the words.
func (r *reader) cut(text string) {
	if foreign(text) {
		text = han.Simplified(text)
	}
	open, touching := false, false
	at := -1
	for _, c := range text {
		c = folded(c)
		at++
		switch classOf(c) {
		case solid:
			r.words = append(r.words, word{from: len(r.runes), to: len(r.runes) + 1, at: at, end: at + 1, solid: true, joined: touching})
			r.runes = append(r.runes, c)
			open, touching = false, true
		case letter:
			if !open {
				r.words = append(r.words, word{from: len(r.runes), at: at, joined: touching})
			}
			r.runes = append(r.runes, c)
			r.words[len(r.words)-1].to, r.words[len(r.words)-1].end = len(r.runes), at+1
			open, touching = true, true
		case silent:
		default:
			open, touching = false, false
		}
	}
}

func foreign(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

type class uint8

const (
	gap class = iota
	letter
	solid
	silent // inside a word: don't
)

// spaceless are the scripts that put no spaces between words.
var spaceless = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

func classOf(c rune) class {
	switch {
	case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		return letter
	case c == '\'', c == '’':
		return silent
	case c < utf8.RuneSelf:
		return gap
	case c >= 0x4e00 && c <= 0x9fff:
		return solid
	case !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsNumber(c):
		return gap
	case unicode.In(c, spaceless...):
		return solid
	}
	return letter
}

// folded is a rune in small letters and of ordinary width.
func folded(c rune) rune {
	switch {
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A'
	case c < utf8.RuneSelf:
		return c
	case c >= 0xff01 && c <= 0xff5e:
		return folded(c - 0xff01 + '!')
	}
	return unicode.ToLower(c)
}

// The kinds of features; what two kinds read alike must not be taken for one another.
const (
	single = 1 + iota
	pair
	triple
	piece
)

// mark notes what begins with the i-th word.
func (r *reader) mark(i int) {
	w := r.words[i]
	own := start(single).runes(r.runes[w.from:w.to])
	r.add(own, whole, i, 1)
	if i+1 < len(r.words) {
		next := r.words[i+1]
		two := start(pair).runes(r.runes[w.from:w.to]).rune(' ').runes(r.runes[next.from:next.to])
		r.add(two, whole, i, 2)
		if i+2 < len(r.words) && w.solid && next.solid && next.joined && r.words[i+2].solid && r.words[i+2].joined {
			r.add(start(triple).runes(r.runes[w.from:r.words[i+2].to]), whole, i, 3)
		}
	}
	if !w.solid {
		r.pieces(i, r.runes[w.from:w.to])
	}
}

// pieces notes the pieces of a word, between marks of its beginning and end.
func (r *reader) pieces(i int, letters []rune) {
	n := len(letters) + 2
	at := func(k int) rune {
		switch k {
		case 0:
			return '^'
		case n - 1:
			return '$'
		}
		return letters[k-1]
	}
	for from := range n {
		h := start(piece)
		for to := from; to < min(from+longest, n); to++ {
			h = h.rune(at(to))
			if to-from+1 >= shortest {
				r.add(h, pieces, i, 1)
			}
		}
	}
}

func (r *reader) add(h hash, b block, word, span int) {
	r.marks = append(r.marks, mark{hash: h.sum(), block: b, word: int32(word), span: int32(span)})
}

// hash is FNV-1a over runes, with a finish that spreads it over 32 bits.
type hash uint64

func start(kind rune) hash { return hash(14695981039346656037).rune(kind) }

func (h hash) rune(c rune) hash { return (h ^ hash(c)) * 1099511628211 }

func (h hash) runes(cs []rune) hash {
	for _, c := range cs {
		h = h.rune(c)
	}
	return h
}

func (h hash) sum() uint32 {
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return uint32(h >> 32)
}
