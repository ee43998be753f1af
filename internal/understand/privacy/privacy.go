// Package privacy finds personal data in what people write: identity cards,
// phones, bank cards, addresses, e-mail, passports, number plates, names, and
// passwords and codes that somebody tells, as they are written in China, Hong Kong, Taiwan, Singapore, Malaysia, Indonesia,
// Thailand, Vietnam and the Philippines, and a few forms known everywhere.
//
// A number is personal by what it is: its check digits, its form, or the words
// before it. A number behind words such as 订单号 or tracking is none.
package privacy

import (
	"cmp"
	"slices"
	"strings"

	"anlan/internal/kit/passage"
)

// Kind is what was found.
type Kind string

// What is found.
const (
	IDCard   Kind = "id_card"
	Phone    Kind = "phone"
	BankCard Kind = "bank_card"
	Account  Kind = "bank_account" // IBAN
	Address  Kind = "address"
	Email    Kind = "email"
	Passport Kind = "passport"
	Plate    Kind = "plate"
	Name     Kind = "name"
	Secret   Kind = "secret" // a password, or a code that opens something
)

// Kinds are all of them, in the order in which people are shown them.
var Kinds = []Kind{IDCard, Passport, BankCard, Account, Secret, Phone, Email, Address, Name, Plate}

// Reason is why something was taken for personal data.
type Reason string

// The reasons.
const (
	ByCheck Reason = "check_digits" // they agree
	ByForm  Reason = "form"         // nothing else is written like this
	ByCue   Reason = "cue"          // the words before it say so
)

// Finding is personal data in a text, from a code point up to another.
type Finding struct {
	Kind   Kind   `json:"kind"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Valid  bool   `json:"valid"`           // it can exist; a mistyped card is personal and not valid
	Place  string `json:"place,omitempty"` // whose form it is, ISO 3166
	Reason Reason `json:"reason"`
}

// Find appends what is personal in a text, in its order. Nothing overlaps.
func Find(text *passage.Passage, found []Finding) []Finding {
	f := finder{text: text, list: found[len(found):]}
	f.cues = cues().Find(text, f.cues)
	f.letterBox()
	f.numbers()
	f.papers()
	f.plates()
	f.addresses()
	f.names()
	f.secrets()
	return append(found, settled(f.list, text.Len())...)
}

// finder is where one text is looked through.
type finder struct {
	text *passage.Passage
	cues []passage.Hit
	list []Finding

	first, said int // where the first and the last letter stands, once that was asked
}

func (f *finder) add(one Finding) {
	if one.Start < one.End {
		f.list = append(f.list, one)
	}
}

// settled keeps, of what overlaps, the longest, then what is valid, then what
// comes first in the list.
func settled(list []Finding, length int) []Finding {
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.End-b.Start, a.End-a.Start), compareValid(a, b))
	})
	taken := make([]bool, length)
	kept := list[:0]
	for _, one := range list {
		if !slices.Contains(taken[one.Start:one.End], true) {
			kept = append(kept, one)
			for i := one.Start; i < one.End; i++ {
				taken[i] = true
			}
		}
	}
	slices.SortFunc(kept, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	return kept
}

func compareValid(a, b Finding) int {
	switch {
	case a.Valid == b.Valid:
		return 0
	case a.Valid:
		return -1
	}
	return 1
}

// alone tells whether a stretch is all that the text says: the answer to a question.
func (f *finder) alone(from, to int) bool {
	if f.said == 0 {
		f.first, f.said = -1, -1
		for i, r := range f.text.Plain {
			if passage.Spaced(r) || passage.Solid(r) {
				if f.first < 0 {
					f.first = i
				}
				f.said = i
			}
		}
	}
	return from <= f.first && f.said < to
}

// cueReach is how far before a number the words may stand that say what it is, in code points.
const cueReach = 24

// cue tells whether words of a kind stand before a place, nearer than reach.
func (f *finder) cue(kind cue, before, reach int) bool {
	for _, hit := range slices.Backward(f.before(before)) {
		switch {
		case before-hit.To > reach:
			return false
		case cue(hit.Number) == kind:
			return true
		}
	}
	return false
}

// before are the cues that end before a place.
func (f *finder) before(place int) []passage.Hit {
	n, _ := slices.BinarySearchFunc(f.cues, place, func(hit passage.Hit, place int) int { return cmp.Compare(hit.To, place+1) })
	return f.cues[:n]
}

// anywhere tells whether words of a kind stand in the text at all.
func (f *finder) anywhere(kind cue) bool {
	return slices.ContainsFunc(f.cues, func(hit passage.Hit) bool { return cue(hit.Number) == kind })
}

// asked tells whether a stretch is said to be of a kind, by words before it or by
// its standing alone.
func (f *finder) asked(kind cue, from, to int) bool {
	return f.cue(kind, from, cueReach) || f.alone(from, to)
}

// numbers tells whether words say that a number behind them is none of a person.
func numbers(c cue) bool { return c == cueSerial || c == cueSecret }

// serial tells whether a stretch is said to be the number of an order, parcel or
// case: nothing but little words may stand between.
func (f *finder) serial(from int) bool {
	near := f.before(from)
	if len(near) == 0 || !numbers(cue(near[len(near)-1].Number)) || from-near[len(near)-1].To > 12 {
		return false
	}
	for at := near[len(near)-1].To; at < from; at++ {
		r := f.text.At(at)
		if strings.ContainsRune("号码是为", r) || !passage.Spaced(r) && !passage.Solid(r) && r != ',' && !(passage.Breaks(r) && r != ':' && r != '.' && r != '(') {
			continue
		}
		to := at
		for passage.Spaced(f.text.At(to)) {
			to++
		}
		switch f.span(at, to) {
		case "no", "is", "id", "number", "num", "nr", "code", "was":
			at = to - 1
		default:
			return false
		}
	}
	return true
}
