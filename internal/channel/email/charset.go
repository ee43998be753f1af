package email

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// how tells how a text came to be decoded.
type how int

const (
	asLabelled   how = iota
	guessedLabel     // no label, or one that could not be true
	damaged          // some bytes belong to no charset we know
)

// decodeCharset turns bytes into text. The label is believed unless the bytes
// contradict it: mail that says gb2312 and is UTF-8, or us-ascii and is GBK, is
// everyday, and the customer is not to blame.
func decodeCharset(b []byte, label string) (string, how) {
	label = cleanLabel(label)
	if isASCII(b) && !statefulLabels[label] && !bytes.Contains(b, []byte("\x1b$")) {
		return string(b), asLabelled
	}
	if bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) && isUTF8(b) {
		return string(b[3:]), asLabelled
	}
	if s, ok := byOwnDecoder(b, label); ok {
		return s, asLabelled
	}
	enc := lookup(label)
	if enc == nil {
		return guessed(b)
	}
	if saysUTF8(b, label) {
		return string(b), guessedLabel
	}
	if enc == unicode.UTF8 {
		return decodeUTF8(b)
	}
	s := decodeWith(enc, b)
	if contradicts(s, b, enc) {
		if better, ok := guessAgainst(b, s); ok {
			return better, guessedLabel
		}
		if strings.ContainsRune(s, utf8.RuneError) {
			return s, damaged
		}
	}
	return s, asLabelled
}

func decodeUTF8(b []byte) (string, how) {
	if isUTF8(b) {
		return string(b), asLabelled
	}
	s := strings.ToValidUTF8(string(b), "\ufffd")
	// One or two broken characters in good UTF-8 are damage, not another charset.
	if bad := strings.Count(s, "\ufffd"); bad*5 < multibyte(b) {
		return s, damaged
	}
	if better, ok := guess(b); ok {
		return better, guessedLabel
	}
	return s, damaged
}

func guessed(b []byte) (string, how) {
	if isUTF8(b) && !bytes.Contains(b, []byte("\x1b$")) {
		return string(b), guessedLabel
	}
	if s, ok := guess(b); ok {
		return s, guessedLabel
	}
	return strings.ToValidUTF8(string(b), "\ufffd"), damaged
}

// saysUTF8 finds UTF-8 under another label. Text in any other charset hardly
// ever happens to be valid UTF-8 for more than a character or two.
func saysUTF8(b []byte, label string) bool {
	if label == "utf-8" || strings.HasPrefix(label, "utf-16") || strings.HasPrefix(label, "utf-32") || !isUTF8(b) {
		return false
	}
	n := multibyte(b)
	return n >= 3 || n >= 1 && !wideLabels[label]
}

func contradicts(s string, b []byte, enc encoding.Encoding) bool {
	if strings.ContainsRune(s, utf8.RuneError) {
		return true
	}
	if enc == charmap.Windows1252 || enc == charmap.ISO8859_1 {
		// Western text has its accents among plain letters; a body that is
		// mostly high bytes is Chinese or Russian under the default label.
		return highShare(b) > 40
	}
	return enc == simplifiedchinese.GB18030 && strings.IndexFunc(s, isPrivate) >= 0
}

func isPrivate(c rune) bool { return c >= 0xE000 && c <= 0xF8FF }

// highShare is the share of bytes above ASCII among all that are not blank, in percent.
func highShare(b []byte) int {
	var high, all int
	for _, c := range b {
		if c > ' ' {
			all++
		}
		if c >= 0x80 {
			high++
		}
	}
	if all == 0 {
		return 0
	}
	return high * 100 / all
}

func decodeWith(enc encoding.Encoding, b []byte) string {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil && len(out) == 0 {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(out)
}

// charsetHint is the charset that bytes without a label most likely share with
// the rest of the mail: that of the body, of an encoded word, or of a part.
func charsetHint(head rawHeader, body []byte) string {
	r := &reader{}
	labels := []string{r.parseMedia(head.get("content-type")).params["charset"]}
	for _, name := range []string{"subject", "from", "to"} {
		for _, w := range splitWords(clip(head.get(name), 1000)) {
			labels = append(labels, w.charset)
		}
	}
	labels = append(labels, metaCharset(body))
	for _, label := range labels {
		label = cleanLabel(label)
		if lookup(label) != nil && label != "windows-1252" && label != "utf-8" && !statefulLabels[label] {
			return label
		}
	}
	return ""
}

// metaCharset finds what an HTML part says about itself when its header does not.
func metaCharset(b []byte) string {
	sample := bytes.ToLower(clip(b, 2048))
	i := bytes.Index(sample, []byte("charset="))
	if i < 0 {
		return ""
	}
	label := bytes.TrimLeft(sample[i+8:], `"' `)
	if end := bytes.IndexAny(label, `"' />;`); end >= 0 {
		return string(label[:end])
	}
	return ""
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

func isUTF8(b []byte) bool { return utf8.Valid(b) }

// multibyte counts the whole characters beyond ASCII in b read as UTF-8.
func multibyte(b []byte) int {
	n := 0
	for i := 0; i < len(b); {
		if b[i] < 0x80 {
			i++
			continue
		}
		c, size := utf8.DecodeRune(b[i:])
		if c != utf8.RuneError {
			n++
		}
		i += size
	}
	return n
}
