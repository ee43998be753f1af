package email

import (
	"bytes"
	"strings"
)

// word is one RFC 2047 encoded word, or literal bytes when its charset is "".
type word struct {
	charset  string
	encoding byte // 'b' or 'q'
	text     []byte
}

// words decodes a header value. Blanks between two encoded words vanish, and
// neighbours in one charset are decoded together, because many senders cut
// words in the middle of a character.
func (r *reader) words(value []byte) string {
	if !bytes.Contains(value, []byte("=?")) {
		return strings.TrimSpace(r.raw8(value))
	}
	var out strings.Builder
	list := splitWords(value)
	for i := 0; i < len(list); {
		w := list[i]
		if w.charset == "" {
			out.WriteString(r.raw8(w.text))
			i++
			continue
		}
		end := i + 1
		for end < len(list) && list[end].charset == w.charset && list[end].encoding == w.encoding {
			end++
		}
		out.WriteString(r.text(decodeWords(list[i:end]), w.charset))
		i = end
	}
	return strings.TrimSpace(printable(out.String()))
}

// raw8 decodes bytes that stand in a header without any encoding.
func (r *reader) raw8(b []byte) string {
	if isASCII(b) && !bytes.Contains(b, []byte("\x1b")) {
		return printable(string(b))
	}
	if isUTF8(b) && !bytes.Contains(b, []byte("\x1b$")) {
		return printable(string(b))
	}
	r.problem("header with unencoded characters")
	return printable(r.text(b, r.hint))
}

// printable turns control characters, which no header may hold, into blanks.
func printable(s string) string {
	if strings.IndexFunc(s, isControl) < 0 {
		return s
	}
	return strings.Map(func(c rune) rune {
		if isControl(c) {
			if c == '\t' || c == '\n' || c == '\r' {
				return ' '
			}
			return -1
		}
		return c
	}, s)
}

func isControl(c rune) bool { return c < 0x20 || c == 0x7f }

func splitWords(value []byte) []word {
	var list []word
	literal := 0 // where the pending literal begins
	for i := 0; i+1 < len(value); {
		next := bytes.Index(value[i:], []byte("=?"))
		if next < 0 {
			break
		}
		i += next
		w, end, ok := wordAt(value, i)
		if !ok {
			i += 2
			continue
		}
		between := value[literal:i]
		if len(bytes.TrimSpace(between)) > 0 || (len(list) == 0 && len(between) > 0) {
			list = append(list, word{text: between})
		}
		list = append(list, w)
		i, literal = end, end
	}
	if literal < len(value) {
		list = append(list, word{text: value[literal:]})
	}
	return list
}

// maxWord bounds the search for the end of an encoded word, so that a header
// full of beginnings stays cheap. The standard allows 75.
const maxWord = 8192

// wordAt reads the encoded word that begins at i. It accepts blanks inside, a
// language tag, and a missing end.
func wordAt(value []byte, i int) (word, int, bool) {
	rest := value[i+2:]
	charset, rest, ok := bytes.Cut(clip(rest, 80), []byte("?"))
	if !ok || len(charset) == 0 || bytes.ContainsAny(charset, " \t=<>\"") {
		return word{}, 0, false
	}
	at := i + 2 + len(charset) + 1
	rest = value[at:]
	if len(rest) < 2 || rest[1] != '?' {
		return word{}, 0, false
	}
	encoding := rest[0] | 0x20
	if encoding != 'b' && encoding != 'q' {
		return word{}, 0, false
	}
	at += 2
	rest = clip(value[at:], maxWord)
	end, skip := bytes.Index(rest, []byte("?=")), 2
	// "=?utf-8?Q?ends_in_a_question=3F?=" is fine, but "?==" hides a "?=" one byte on
	if next := bytes.Index(rest, []byte("=?")); end < 0 || (next >= 0 && next < end-1 && bytes.Contains(rest[:end], []byte(" "))) {
		stop := bytes.IndexAny(rest, " \t")
		if stop < 0 {
			stop = len(rest)
		}
		end, skip = stop, 0
	}
	name := strings.ToLower(string(charset))
	name, _, _ = strings.Cut(name, "*")
	return word{name, encoding, rest[:end]}, at + end + skip, true
}

func clip(b []byte, n int) []byte {
	if len(b) > n {
		return b[:n]
	}
	return b
}

// decodeWords joins the bytes of words in one charset and encoding. Base64 that
// was cut between its groups of four is joined before it is decoded.
func decodeWords(list []word) []byte {
	var out []byte
	var pending []byte
	for _, w := range list {
		if w.encoding == 'q' {
			out = append(out, decodeQ(w.text)...)
			continue
		}
		pending = append(pending, bytes.Join(bytes.Fields(w.text), nil)...)
		if len(pending)%4 == 0 || bytes.HasSuffix(pending, []byte("=")) {
			out = append(out, decodeBase64(pending)...)
			pending = nil
		}
	}
	return append(out, decodeBase64(pending)...)
}

func decodeQ(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			out = append(out, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}
