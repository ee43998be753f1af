package mask

import (
	"strings"
	"unicode"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/privacy"
)

// sign stands for what is not shown.
const sign = '*'

// mostSigns bounds the signs of what has no length that matters: whoever listens to
// the text hears a few of them, and not forty.
const mostSigns = 8

// Hidden is how a piece of personal data looks to who may not see it: enough to
// recognise it by, never enough to use it. What stands between its letters and
// digits stays where it was.
func Hidden(kind privacy.Kind, text []rune) string {
	switch kind {
	case privacy.Secret:
		return strings.Repeat(string(sign), 6) // not even its length
	case privacy.Email:
		return hiddenEmail(text)
	case privacy.Name:
		return hiddenName(text)
	case privacy.Address:
		return hiddenAddress(text)
	}
	head, tail := ends(kind, solid(text))
	return covered(text, head, tail)
}

// ends is how many letters and digits are shown, of how many, before and behind.
func ends(kind privacy.Kind, n int) (head, tail int) {
	switch kind {
	case privacy.IDCard:
		switch {
		case n >= 15: // the place and the century: 11010519******002X
			return 8, 4
		case n >= 11:
			return 3, 3
		}
		return 1, 1
	case privacy.BankCard, privacy.Account:
		if n >= 12 {
			return 4, 4
		}
	case privacy.Phone:
		switch {
		case n >= 10: // 138****5678, and what stands before it as the country
			return n - 8, 4
		case n >= 7:
			return 2, 2
		}
	case privacy.Passport:
		if n >= 7 {
			return 1, 2
		}
	case privacy.Plate:
		if n >= 5 {
			return 2, 1
		}
	}
	return 0, 0
}

func solid(text []rune) (n int) {
	for _, r := range text {
		if lettered(r) {
			n++
		}
	}
	return n
}

func lettered(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// covered puts the sign on each letter and digit but for the first and the last ones.
func covered(text []rune, head, tail int) string {
	var b strings.Builder
	n, seen := solid(text), 0
	for _, r := range text {
		if lettered(r) {
			seen++
			if seen > head && seen <= n-tail {
				r = sign
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

func signs(n int) string { return strings.Repeat(string(sign), min(max(n, 1), mostSigns)) }

func hiddenEmail(text []rune) string {
	local, domain, _ := strings.Cut(string(text), "@")
	first := []rune(local)
	if len(first) < 2 {
		return signs(1) + "@" + domain
	}
	return string(first[:1]) + signs(len(first)-1) + "@" + domain
}

// hiddenName keeps the family's name of the Chinese, and what stands before the given
// one's last character; of others, with what each word begins.
func hiddenName(text []rune) string {
	if !hasHan(text) {
		return wordStarts(text)
	}
	n := solid(text)
	switch {
	case n <= 1:
		return covered(text, 0, 0)
	case n == 2:
		return covered(text, 1, 0)
	}
	return covered(text, 1, 1)
}

func wordStarts(text []rune) string {
	var b strings.Builder
	inside := false
	for _, r := range text {
		switch {
		case !lettered(r) && r != '\'' && r != '-':
			inside = false
		case inside:
			r = sign
		default:
			inside = true
		}
		b.WriteRune(r)
	}
	return b.String()
}

// placeShown is how much of a Chinese address is shown: its province and city.
const placeShown = 6

// hiddenAddress keeps the city of a Chinese address. One in Latin letters loses its
// numbers and keeps its words, which are a street in a town.
func hiddenAddress(text []rune) string {
	if hasHan(text) {
		n := min(placeShown, len(text)/2)
		return string(text[:n]) + signs(len(text)-n)
	}
	out := make([]rune, len(text))
	for i, r := range text {
		if unicode.IsNumber(r) {
			r = sign
		}
		out[i] = r
	}
	return string(out)
}

func hasHan(text []rune) bool {
	for _, r := range text {
		if passage.Solid(r) {
			return true
		}
	}
	return false
}
