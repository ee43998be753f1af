package tnef

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readRTF takes the words out of RTF. Where Outlook made it of HTML (\fromhtml1), the
// HTML stands in it in groups of its own and comes out as it was ([MS-OXRTFEX]).
func readRTF(b []byte, codePage int, decode Decoder) (text, markup string) {
	p := &rtf{rest: b, decode: decode, page: codePage, fonts: map[int]int{}, state: state{skip: 1}}
	p.read()
	said := strings.TrimRight(p.out.String(), "\x00\r\n ")
	if p.isHTML {
		return "", said
	}
	return said, ""
}

const maxGroups = 1000

// state is what a group inherits and its end takes back.
type state struct {
	silent bool // a destination that holds no words
	markup bool // inside of a piece of HTML
	twin   bool // RTF that stands for HTML which is there too
	table  bool // inside of the table of fonts
	font   int
	skip   int // letters that stand for a \u where it is not known
}

type rtf struct {
	rest   []byte
	decode Decoder
	page   int
	fonts  map[int]int // code pages by font
	isHTML bool
	state
	outer []state
	bytes []byte // of the code page, not decoded yet
	half  rune   // the first half of a letter
	over  int    // letters to be skipped behind a \u
	star  bool   // the next word may name a destination that we need not know
	fresh bool   // at the beginning of a group
	out   strings.Builder
}

func (p *rtf) read() {
	for len(p.rest) > 0 {
		c := p.rest[0]
		p.rest = p.rest[1:]
		switch c {
		case '{':
			if len(p.outer) >= maxGroups {
				return
			}
			p.flush()
			p.outer = append(p.outer, p.state)
			p.fresh, p.star, p.over = true, false, 0
			continue
		case '}':
			p.flush()
			if len(p.outer) == 0 {
				return
			}
			p.state, p.outer = p.outer[len(p.outer)-1], p.outer[:len(p.outer)-1]
			p.over = 0
		case '\\':
			p.control()
			continue
		case '\r', '\n':
			continue
		default:
			p.letter(c)
		}
		p.fresh, p.star = false, false
	}
	p.flush()
}

// control is a word with perhaps a number, or a sign.
func (p *rtf) control() {
	if len(p.rest) == 0 {
		return
	}
	n := 0
	for n < len(p.rest) && isLetter(p.rest[n]) {
		n++
	}
	if n == 0 {
		p.sign()
		return
	}
	word := string(p.rest[:n])
	end := n
	if end < len(p.rest) && p.rest[end] == '-' {
		end++
	}
	for end < len(p.rest) && p.rest[end] >= '0' && p.rest[end] <= '9' && end-n < 12 {
		end++
	}
	number, err := strconv.Atoi(string(p.rest[n:end]))
	has := err == nil
	p.rest = p.rest[end:]
	if len(p.rest) > 0 && p.rest[0] == ' ' {
		p.rest = p.rest[1:]
	}
	fresh, star := p.fresh, p.star
	p.fresh, p.star = false, false
	p.word(word, number, has, fresh, star)
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func (p *rtf) sign() {
	c := p.rest[0]
	p.rest = p.rest[1:]
	switch c {
	case '\'':
		if len(p.rest) < 2 {
			p.rest = nil
			return
		}
		if b, err := strconv.ParseUint(string(p.rest[:2]), 16, 8); err == nil {
			p.letter(byte(b))
		}
		p.rest = p.rest[2:]
	case '*':
		p.star = true
		return
	case '\\', '{', '}':
		p.letter(c)
	case '~':
		p.say("\u00a0")
	case '_':
		p.say("\u2011")
	case '\r', '\n':
		p.say("\n")
	}
	p.fresh = false
}

// silent are destinations that hold no words of the mail.
var silent = map[string]bool{
	"colortbl": true, "stylesheet": true, "info": true, "pict": true, "header": true, "footer": true, "headerl": true, "headerr": true,
	"headerf": true, "footerl": true, "footerr": true, "footerf": true, "object": true, "fldinst": true, "listtext": true, "pntext": true, "footnote": true,
}

// spoken are words that stand for letters.
var spoken = map[string]string{
	"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“",
	"rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—", "emspace": "\u2003", "enspace": "\u2002",
}

func (p *rtf) word(word string, number int, has, fresh, star bool) {
	switch {
	case word == "htmlrtf":
		p.flush()
		p.twin = !has || number != 0
	case word == "fromhtml":
		p.isHTML = true
	case word == "htmltag" && star:
		p.silent, p.markup, p.twin = false, true, false
	case word == "fonttbl":
		p.table, p.silent = true, true
	case word == "ansicpg" && has:
		p.page = number
	case word == "f" && has:
		p.flush()
		p.font = number
	case word == "fcharset" && has && p.table:
		p.fonts[p.font] = pageOfCharset[number]
	case word == "uc" && has:
		p.skip = max(0, number)
	case word == "u" && has:
		p.unit(number)
	case word == "bin" && has:
		p.rest = p.rest[min(max(0, number), len(p.rest)):]
	case star, fresh && silent[word]:
		p.silent = true
	default:
		if said, is := spoken[word]; is {
			p.say(said)
		}
	}
}

// pageOfCharset are the code pages of \fcharset; of others it is that of the text.
var pageOfCharset = map[int]int{
	0: 1252, 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}

// unit is a letter by its number in UTF-16; those outside of the first plane come in
// two halves.
func (p *rtf) unit(number int) {
	p.flush()
	if number < 0 {
		number += 1 << 16
	}
	p.over = p.skip
	c := rune(number)
	if utf16.IsSurrogate(c) {
		if whole := utf16.DecodeRune(p.half, c); whole != utf8.RuneError {
			p.say(string(whole))
		}
		p.half = c
		return
	}
	p.say(string(c))
}

// speaks tells whether what stands here is for a reader.
func (p *rtf) speaks() bool { return !p.silent && !p.twin }

// letter is a byte of the code page, which may need its neighbour to be a letter.
func (p *rtf) letter(c byte) {
	if p.over > 0 {
		p.over--
		return
	}
	if p.speaks() {
		p.bytes = append(p.bytes, c)
	}
}

func (p *rtf) flush() {
	if len(p.bytes) == 0 {
		return
	}
	page := p.fonts[p.font]
	if page == 0 {
		page = p.page
	}
	p.write(p.decode(p.bytes, page))
	p.bytes = p.bytes[:0]
}

func (p *rtf) say(s string) {
	p.flush()
	if p.speaks() {
		p.write(s)
	}
}

// write puts out words: in HTML as words, and what is a piece of it as it is.
func (p *rtf) write(s string) {
	if p.isHTML && !p.markup {
		s = html.EscapeString(s)
	}
	p.out.WriteString(s)
}
