package email

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// decodeTransfer undoes a Content-Transfer-Encoding as far as it goes.
func (r *reader) decodeTransfer(b []byte, encoding string) []byte {
	encoding, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(stripComment(encoding))), ";")
	switch encoding = strings.Trim(encoding, " \t\"'"); encoding {
	case "base64":
		if looksUnencoded(b) {
			r.problem("labelled base64 but is plain")
			return b
		}
		return decodeBase64(b)
	case "quoted-printable", "quoted_printable", "quotedprintable", "quoted-printabel", "qp":
		return decodeQuotedPrintable(b)
	case "x-uuencode", "uuencode", "x-uue":
		if file, ok := uuBlock(b); ok {
			return file.content
		}
		return b
	case "", "7bit", "8bit", "binary":
		return b
	default:
		r.problem("unknown transfer encoding")
		return b
	}
}

// looksUnencoded finds text under a false base64 label: it has words with
// blanks between them, and sentence marks, which base64 never has.
func looksUnencoded(b []byte) bool {
	var odd, all, spaced, lines int
	for rest := clip(b, 2000); len(rest) > 0; {
		var line []byte
		line, rest = cutLine(rest)
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		lines++
		if bytes.IndexByte(line, ' ') > 0 {
			spaced++
		}
		for _, c := range line {
			all++
			if c == ' ' || c >= 0x80 || strings.IndexByte(",.;:!?<>()\"'@-", c) >= 0 {
				odd++
			}
		}
	}
	return all > 8 && (odd*10 > all || lines > 1 && spaced*2 > lines)
}

// decodeBase64 skips what is no base64 and survives missing padding and several
// padded pieces one after the other.
func decodeBase64(b []byte) []byte {
	out := make([]byte, 0, len(b)*3/4+3)
	clean, n := make([]byte, len(b)), 0
	padded := false // the rest of a line after padding is no part of the data
	for _, c := range b {
		if d := base64Digit[c]; d != 0 && !padded {
			clean[n] = d
			n++
			continue
		}
		if padded && c != '\n' && c != '=' {
			continue
		}
		if padded = c == '='; padded {
			out = appendBase64(out, clean[:n])
			n = 0
		}
	}
	return appendBase64(out, clean[:n])
}

// base64Digit maps the digits of both alphabets to those of the usual one, and
// every other byte to 0.
var base64Digit = func() (table [256]byte) {
	for c := range table {
		if isBase64(byte(c)) {
			table[c] = byte(c)
		}
	}
	table['-'], table['_'] = '+', '/'
	return table
}()

func appendBase64(out, digits []byte) []byte {
	if len(digits)%4 == 1 { // half a byte is none
		digits = digits[:len(digits)-1]
	}
	out, _ = base64.RawStdEncoding.AppendDecode(out, digits)
	return out
}

func decodeQuotedPrintable(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		line, ended := b, false
		if i >= 0 {
			line, ended = b[:i], true
			b = b[i+1:]
		} else {
			b = nil
		}
		line = bytes.TrimRight(line, " \t\r")
		soft := bytes.HasSuffix(line, []byte("="))
		if soft {
			line = line[:len(line)-1]
		}
		out = appendQuoted(out, line)
		if ended && !soft {
			out = append(out, '\n')
		}
	}
	return out
}

func appendQuoted(out, line []byte) []byte {
	for i := 0; i < len(line); i++ {
		if line[i] == '=' && i+2 < len(line) && isHex(line[i+1]) && isHex(line[i+2]) {
			out = append(out, unhex(line[i+1])<<4|unhex(line[i+2]))
			i += 2
			continue
		}
		out = append(out, line[i])
	}
	return out
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	default:
		return c - '0'
	}
}
