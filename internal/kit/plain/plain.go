// Package plain makes text that comes from outside safe to keep. PostgreSQL
// refuses NUL and broken UTF-8, SQLite keeps them and cuts there when it compares;
// neither is anything that a person wrote.
package plain

import (
	"strings"
	"unicode/utf8"
)

// Text is s without NUL, and with a replacement mark where its UTF-8 is broken.
func Text(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.ReplaceAll(s, "\x00", "")
}

// Upto is the longest beginning of s that has at most n bytes and ends with a
// whole character.
func Upto(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
