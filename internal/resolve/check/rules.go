package check

import (
	"slices"
	"strings"
	"time"
)

const (
	digits    = 6
	validFor  = 10 * time.Minute
	passedFor = 30 * time.Minute
	mostTries = 5
	mostCodes = 3 // for a contact, within
	codesPer  = time.Hour
)

// Hindrances to asking for a code.
const (
	noPermission = "no_permission"
	noAddress    = "no_address"
	tooMany      = "too_many"
)

// stands is how a check stands now: a code that nobody told in time is over, and so is
// what was shown too long ago.
func (r row) stands(now time.Time) State {
	switch {
	case r.State == Sent && now.UnixMilli() >= r.Until:
		return Expired
	case r.State == Passed && now.UnixMilli() >= r.PassedUntil:
		return Over
	}
	return r.State
}

// typed is a code as somebody typed it, "" where it can be none. People write 482 913
// and 482-913, and an input method leaves wide digits.
func typed(said string) string {
	found := codesIn([]rune(strings.TrimSpace(said)))
	if len(found) == 1 && len([]rune(strings.TrimSpace(said))) <= digits+1 {
		return found[0]
	}
	return ""
}

// codesIn are the numbers in a text that may be a code, each once and in their order:
// six digits that stand by themselves, or three and three.
func codesIn(text []rune) (list []string) {
	type run struct {
		from, to int
		digits   string
	}
	var runs []run
	for at := 0; at < len(text); {
		if _, is := digit(text[at]); !is {
			at++
			continue
		}
		r := run{from: at}
		var b strings.Builder
		for ; at < len(text); at++ {
			d, is := digit(text[at])
			if !is {
				break
			}
			b.WriteByte(d)
		}
		r.to, r.digits = at, b.String()
		runs = append(runs, r)
	}
	add := func(code string) {
		if !slices.Contains(list, code) {
			list = append(list, code)
		}
	}
	const half = digits / 2
	for i := 0; i < len(runs); i++ {
		r := runs[i]
		next := i + 1
		switch {
		case len(r.digits) == digits:
			add(r.digits)
		case len(r.digits) == half && next < len(runs) && len(runs[next].digits) == half && runs[next].from == r.to+1 && strings.ContainsRune(" -\u00a0", text[r.to]):
			add(r.digits + runs[next].digits)
			i = next
		}
	}
	return list
}

// digit reads a digit, narrow or wide.
func digit(r rune) (byte, bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true
	case r >= '０' && r <= '９':
		return byte(r-'０') + '0', true
	}
	return 0, false
}

// languageOf is the one in which to write to a customer: theirs where it is known, else
// the one in which they wrote last.
func languageOf(locale, wrote string) string {
	if locale == "" {
		locale = wrote
	}
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		return "zh-CN"
	}
	return "en"
}
