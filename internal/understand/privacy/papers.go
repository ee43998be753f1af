package privacy

import (
	"strings"

	"anlan/internal/kit/passage"
)

// papers reads tokens of letters and digits: identity cards that have letters,
// passports, accounts.
func (f *finder) papers() {
	for at := 0; at < f.text.Len(); at++ {
		if !coded(f.text.At(at)) || coded(f.text.At(at-1)) {
			continue
		}
		to := at
		for coded(f.text.At(to)) {
			to++
		}
		if to-at >= 2 && f.text.At(at-1) != '@' && f.text.At(to) != '@' {
			f.paper(at, to)
		}
		at = to
	}
}

func coded(r rune) bool { return passage.Latin(r) || passage.Digit(r) }

// span is a stretch of the compared form.
func (f *finder) span(from, to int) string { return string(f.text.Plain[from:to]) }

// parts splits a token into letters, digits and the letters behind them.
func parts(token string) (letters, digits, tail string, is bool) {
	i := 0
	for i < len(token) && passage.Latin(rune(token[i])) {
		i++
	}
	j := i
	for j < len(token) && passage.Digit(rune(token[j])) {
		j++
	}
	for _, r := range token[j:] {
		if !passage.Latin(r) {
			return "", "", "", false
		}
	}
	return token[:i], token[i:j], token[j:], true
}

func (f *finder) paper(from, to int) {
	token := f.span(from, to)
	f.account(from, to, token)
	letters, digits, tail, is := parts(token)
	serial := f.serial(from)
	if !is || len(letters) > 3 || len(tail) > 1 || len(digits) < 6 {
		f.passport(from, to, token, serial)
		return
	}
	add := func(place string, end int, valid bool, reason Reason) {
		f.add(Finding{Kind: IDCard, Start: from, End: end, Valid: valid, Place: place, Reason: reason})
	}
	said := !serial && f.asked(cueIdentity, from, to)
	switch {
	case len(letters) >= 1 && len(letters) <= 2 && len(digits) == 6 && tail == "":
		if check, end, is := f.bracketed(to); is {
			right := hongKongID(letters, digits, check)
			add("HK", end, right, why(right, ByForm))
		}
	case len(letters) == 1 && len(digits) == 7 && tail != "" && strings.Contains("stfgm", letters):
		if right := singaporeID(letters[0], digits, tail[0]); right || said {
			add("SG", to, right, why(right, ByCue))
		}
	case len(letters) == 1 && len(digits) == 9 && tail == "" && strings.ContainsRune("1289", rune(digits[0])):
		if right := taiwanID(letters[0], digits); right && !serial || said {
			add("TW", to, right, why(right, ByCue))
		}
	case (len(letters) == 1 || len(letters) == 2) && said && (len(digits) == 7 && tail == "" || len(digits) == 6 && tail == "a"):
		check := byte('a')
		if tail == "" {
			check = digits[6]
		}
		if right := hongKongID(letters, digits, check); right || f.cue(cueIdentity, from, cueReach) {
			add("HK", to, right, why(right, ByCue))
		}
	case len(letters) == 2 && len(digits) == 6 && len(tail) == 1 && tail[0] <= 'd' && said:
		add("GB", to, true, ByCue) // national insurance
	}
	f.passport(from, to, token, serial)
}

// bracketed reads a check character in brackets: (4), [a].
func (f *finder) bracketed(at int) (check byte, end int, is bool) {
	if f.text.At(at) == ' ' {
		at++
	}
	open, c, shut := f.text.At(at), f.text.At(at+1), f.text.At(at+2)
	if (open == '(' && shut == ')' || open == '[' && shut == ']') && (passage.Digit(c) || c == 'a') {
		return byte(c), at + 3, true
	}
	return 0, 0, false
}

// passports are the forms that countries print: letters, digits, letters behind.
var passports = []struct {
	place      string
	letters    string // each may be the first; "" none
	more       bool   // a second letter may follow in place of a digit or beside it
	digits     int
	tail       bool
	withoutCue bool
}{
	{place: "CN", letters: "eg", digits: 8, withoutCue: true},
	{place: "CN", letters: "e", more: true, digits: 7, withoutCue: true},
	{place: "CN", letters: "dspcw", digits: 8},
	{place: "HK", letters: "hk", digits: 8},
	{place: "HK", letters: "h", more: true, digits: 7},
	{place: "TW", digits: 9},
	{place: "SG", letters: "ek", digits: 7, tail: true},
	{place: "MY", letters: "ahk", digits: 8},
	{place: "ID", letters: "abcex", digits: 7},
	{place: "ID", letters: "abcex", more: true, digits: 6},
	{place: "TH", letters: "abcdefghijklmnopqrstuvwxyz", more: true, digits: 7},
	{place: "TH", letters: "abcdefghijklmnopqrstuvwxyz", digits: 6},
	{place: "VN", letters: "bcnekpqd", digits: 7},
	{place: "PH", letters: "p", digits: 7, tail: true},
	{place: "PH", letters: "abcdefghijklmnopqrstuvwxyz", more: true, digits: 7},
	{place: "US", letters: "az", digits: 8},
	{place: "JP", letters: "tmn", more: true, digits: 7},
	{place: "KR", letters: "mrsdg", digits: 8},
	{place: "", letters: "abcdefghijklmnopqrstuvwxyz", digits: 7},
	{place: "", letters: "abcdefghijklmnopqrstuvwxyz", digits: 8},
	{place: "", digits: 8},
	{place: "", digits: 9},
}

func (f *finder) passport(from, to int, token string, serial bool) {
	if len(token) < 7 || len(token) > 10 || !strings.ContainsAny(token, "0123456789") {
		return
	}
	said := f.cue(cuePassport, from, cueReach)
	if serial && !said || f.cue(cueIdentity, from, 6) {
		return
	}
	letters, digits, tail, simple := parts(token)
	for _, p := range passports {
		wide := len(letters) == 1 && !p.more || len(letters) == 2 && p.more
		if p.letters == "" {
			wide = letters == ""
		}
		if !simple || !wide || len(digits) != p.digits || (tail != "") != p.tail || len(tail) > 1 {
			continue
		}
		if p.letters != "" && strings.IndexByte(p.letters, letters[0]) < 0 {
			continue
		}
		if said || p.withoutCue && f.capital(from) {
			reason := ByCue
			if !said {
				reason = ByForm
			}
			f.add(Finding{Kind: Passport, Start: from, End: to, Valid: true, Place: p.place, Reason: reason})
			return
		}
	}
	if said && len(digits) >= 4 {
		f.add(Finding{Kind: Passport, Start: from, End: to, Reason: ByCue})
	}
}

// capital tells whether a letter was written large.
func (f *finder) capital(at int) bool { return f.text.Written[at] != f.text.Plain[at] }

// lengths of an IBAN, by country (SWIFT's IBAN registry).
var ibanLengths = map[string]int{
	"ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22, "br": 29, "by": 28, "ch": 21, "cr": 22,
	"cy": 28, "cz": 24, "de": 22, "dk": 18, "do": 28, "ee": 20, "eg": 29, "es": 24, "fi": 18, "fo": 18, "fr": 27, "gb": 22, "ge": 22,
	"gi": 23, "gl": 18, "gr": 27, "gt": 28, "hr": 21, "hu": 28, "ie": 22, "il": 23, "iq": 23, "is": 26, "it": 27, "jo": 30, "kw": 30,
	"kz": 20, "lb": 28, "li": 21, "lt": 20, "lu": 20, "lv": 21, "mc": 27, "md": 24, "me": 22, "mk": 19, "mr": 27, "mt": 31, "mu": 30,
	"nl": 18, "no": 15, "pk": 24, "pl": 28, "ps": 29, "pt": 25, "qa": 29, "ro": 24, "rs": 22, "sa": 24, "se": 24, "si": 19, "sk": 24,
	"sm": 27, "sv": 28, "tn": 24, "tr": 26, "ua": 29, "vg": 24, "xk": 20,
}

// banksByLetters are the countries whose accounts begin with four letters of a bank.
const banksByLetters = "az bg bh do gb gi ie iq jo kw lv mt nl pk ps qa ro sv vg"

// account reads an IBAN, in one piece or in fours.
func (f *finder) account(from, to int, token string) {
	if len(token) < 4 || !passage.Digit(rune(token[2])) || !passage.Digit(rune(token[3])) {
		return
	}
	length := ibanLengths[token[:2]]
	if length == 0 {
		return
	}
	var text strings.Builder
	at := from
	for text.Len() < length && at < f.text.Len() {
		r := f.text.At(at)
		if coded(r) {
			text.WriteRune(r)
		} else if r != ' ' || !coded(f.text.At(at+1)) {
			return
		}
		at++
	}
	if text.Len() == length && !coded(f.text.At(at)) {
		right := iban(text.String())
		if strings.Contains(banksByLetters, token[:2]) {
			right = right && !strings.ContainsAny(text.String()[4:8], "0123456789")
		}
		f.add(Finding{Kind: Account, Start: from, End: at, Valid: right, Place: strings.ToUpper(token[:2]), Reason: why(right, ByForm)})
	}
}
