package email

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// byOwnDecoder handles what the libraries do not: UTF-7, ISO-2022-KR, and
// ISO-2022-JP that arrives without its label or with the vendors' extra rows.
func byOwnDecoder(b []byte, label string) (string, bool) {
	switch {
	case label == "utf-7":
		return decodeUTF7(b)
	case label == "iso-2022-kr":
		return decodeShifted(b), true
	case label == "utf-16" || label == "utf-16le" || label == "utf-16be":
		return "", false
	case bytes.Contains(b, []byte("\x1b$)C")):
		return decodeShifted(b), true
	case bytes.Contains(b, []byte("\x1b$)A")):
		return decodeISO2022CN(b), true
	case label == "iso-2022-jp" || (bytes.Contains(b, []byte("\x1b$")) && isASCII(b)):
		return decodeISO2022JP(b)
	case label == "hz-gb-2312":
		return decodeWith(simplifiedchinese.HZGB2312, b), true
	}
	return "", false
}

// decodeISO2022JP goes through EUC-JP, whose table has the NEC and IBM rows that
// mail uses though ISO-2022-JP does not define them.
func decodeISO2022JP(b []byte) (string, bool) {
	if !isASCII(b) {
		return "", false
	}
	var out strings.Builder
	for len(b) > 0 {
		i := bytes.IndexByte(b, 0x1b)
		if i < 0 {
			out.Write(b)
			break
		}
		out.Write(b[:i])
		b = b[i:]
		size, set := escape(b)
		if size == 0 {
			b = b[1:]
			continue
		}
		b = b[size:]
		end := bytes.IndexByte(b, 0x1b)
		if end < 0 {
			end = len(b)
		}
		out.WriteString(designated(b[:end], set))
		b = b[end:]
	}
	return out.String(), true
}

// escape reads a designation and returns its length and the set it names.
func escape(b []byte) (int, byte) {
	switch {
	case bytes.HasPrefix(b, []byte("\x1b$B")), bytes.HasPrefix(b, []byte("\x1b$@")):
		return 3, 'B'
	case bytes.HasPrefix(b, []byte("\x1b$(D")):
		return 4, 'D'
	case bytes.HasPrefix(b, []byte("\x1b$(B")), bytes.HasPrefix(b, []byte("\x1b$(@")):
		return 4, 'B'
	case bytes.HasPrefix(b, []byte("\x1b$A")):
		return 3, 'A'
	case bytes.HasPrefix(b, []byte("\x1b(I")):
		return 3, 'I'
	case bytes.HasPrefix(b, []byte("\x1b(B")), bytes.HasPrefix(b, []byte("\x1b(J")), bytes.HasPrefix(b, []byte("\x1b(H")):
		return 3, 'a'
	}
	return 0, 0
}

func designated(b []byte, set byte) string {
	var high []byte
	switch set {
	case 'a':
		return string(b)
	case 'I':
		for _, c := range b {
			if c > ' ' {
				high = append(high, 0x8e, c|0x80)
			} else {
				high = append(high, c)
			}
		}
		return decodeWith(japanese.EUCJP, high)
	}
	for i := 0; i < len(b); i++ {
		if b[i] <= ' ' || i+1 >= len(b) || b[i+1] <= ' ' {
			high = append(high, b[i])
			continue
		}
		if set == 'D' {
			high = append(high, 0x8f)
		}
		high = append(high, b[i]|0x80, b[i+1]|0x80)
		i++
	}
	if set == 'A' {
		return decodeWith(simplifiedchinese.GB18030, high)
	}
	return decodeWith(japanese.EUCJP, high)
}

// decodeShifted reads ISO-2022-KR: after SO come two-byte characters, until SI.
func decodeShifted(b []byte) string {
	return decodeWith(korean.EUCKR, shiftedUp(bytes.ReplaceAll(b, []byte("\x1b$)C"), nil)))
}

func decodeISO2022CN(b []byte) string {
	return decodeWith(simplifiedchinese.GB18030, shiftedUp(bytes.ReplaceAll(b, []byte("\x1b$)A"), nil)))
}

func shiftedUp(b []byte) []byte {
	out := make([]byte, 0, len(b))
	shifted := false
	for _, c := range b {
		switch {
		case c == 0x0e:
			shifted = true
		case c == 0x0f:
			shifted = false
		case shifted && c > ' ':
			out = append(out, c|0x80)
		default:
			if c == '\n' {
				shifted = false
			}
			out = append(out, c)
		}
	}
	return out
}

// decodeUTF7 reads RFC 2152. A "+" that starts nothing is itself.
func decodeUTF7(b []byte) (string, bool) {
	var out strings.Builder
	for len(b) > 0 {
		i := bytes.IndexByte(b, '+')
		if i < 0 {
			out.Write(b)
			break
		}
		out.Write(b[:i])
		b = b[i+1:]
		n := 0
		for n < len(b) && isBase64(b[n]) {
			n++
		}
		switch s, ok := utf16Text(b[:n]); {
		case n == 0 && len(b) > 0 && b[0] == '-':
			out.WriteByte('+')
		case !ok:
			out.WriteByte('+')
			out.Write(b[:n])
		default:
			out.WriteString(s)
		}
		b = b[n:]
		if len(b) > 0 && b[0] == '-' {
			b = b[1:]
		}
	}
	return strings.ToValidUTF8(out.String(), "\ufffd"), true
}

func isBase64(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}

func utf16Text(b []byte) (string, bool) {
	if len(b) < 3 {
		return "", false
	}
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(b)))
	n, err := base64.RawStdEncoding.Decode(raw, b)
	if err != nil && n == 0 {
		return "", false
	}
	units := make([]uint16, n/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	s := string(utf16.Decode(units))
	return s, s != "" && utf8.ValidString(s)
}
