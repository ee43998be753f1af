package mask

import (
	"reflect"
	"slices"
	"strings"

	"anlan/internal/kit/passage"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/privacy"
)

// Kinds is a set of kinds of personal data.
type Kinds uint32

var places = func() map[privacy.Kind]int {
	at := map[privacy.Kind]int{}
	for i, kind := range privacy.Kinds {
		at[kind] = i
	}
	return at
}()

// KindsOf makes a set.
func KindsOf(kinds ...privacy.Kind) (set Kinds) {
	for _, kind := range kinds {
		if at, known := places[kind]; known {
			set |= 1 << at
		}
	}
	return set
}

// Has tells whether a kind is in the set.
func (s Kinds) Has(kind privacy.Kind) bool { return s&KindsOf(kind) != 0 }

// Veil hides kinds of personal data from one reader. The zero Veil hides nothing.
type Veil struct {
	hidden Kinds
	memory *memory
}

// Hides tells whether anything at all is hidden.
func (v Veil) Hides() bool { return v.hidden != 0 }

// Covers tells whether the veil hides a kind.
func (v Veil) Covers(kind privacy.Kind) bool { return v.hidden.Has(kind) }

// Covered is a place that is not shown: what it is, and what stands there instead.
type Covered struct {
	Kind  privacy.Kind
	Shown string
}

// Text is a text as the reader may see it.
func (v Veil) Text(text string) string { return v.look(text, false).text }

// Finds tells whether a text has something that the reader may not see.
func (v Veil) Finds(text string) bool { return len(v.look(text, false).covered) > 0 }

// Whole hides a text that is known to be of a kind as a whole, such as a name in a
// field for names.
func (v Veil) Whole(kind privacy.Kind, text string) string {
	if text == "" || !v.hidden.Has(kind) {
		return v.Text(text)
	}
	return Hidden(kind, []rune(text))
}

// seen is what became of a text.
type seen struct {
	text    string
	covered []Covered
}

// shortest is below which length, in bytes, no text is personal data by itself.
const shortest = 4

func (v Veil) look(text string, markup bool) seen {
	if v.hidden == 0 || len(text) < shortest || isID(text) {
		return seen{text: text}
	}
	key := remembered{text, v.hidden, markup}
	if s, known := v.memory.recall(key); known {
		return s
	}
	var s seen
	if markup {
		s = v.lookHTML(text)
	} else {
		s = v.lookText(text)
	}
	v.memory.keep(key, s)
	return s
}

func (v Veil) lookText(text string) seen {
	var p passage.Passage
	p.Read(text)
	found := v.find(&p)
	if len(found) == 0 {
		return seen{text: text}
	}
	var b strings.Builder
	var covered []Covered
	at := 0
	for _, f := range found {
		b.WriteString(string(p.Written[at:f.Start]))
		shown := Hidden(f.Kind, p.Written[f.Start:f.End])
		b.WriteString(shown)
		covered = append(covered, Covered{f.Kind, shown})
		at = f.End
	}
	b.WriteString(string(p.Written[at:]))
	return seen{b.String(), covered}
}

// find is what of a text is hidden, in its order.
func (v Veil) find(p *passage.Passage) []privacy.Finding {
	found := privacy.Find(p, nil)
	return slices.DeleteFunc(found, func(f privacy.Finding) bool { return !v.hidden.Has(f.Kind) })
}

// Cut is the beginning of a text, of which the rest was cut off: a number at its end
// may be less than a whole one, and is hidden all the same.
func (v Veil) Cut(text string) string {
	text = v.Text(text)
	if v.hidden&numbers == 0 {
		return text
	}
	letters := []rune(text)
	from, digits := len(letters), 0
	for from > 0 && (passage.Digit(letters[from-1]) || strings.ContainsRune(" -…", letters[from-1])) {
		from--
		if passage.Digit(letters[from]) {
			digits++
		}
	}
	if digits < fewestDigits {
		return text
	}
	return string(letters[:from]) + covered(letters[from:], 3, 0)
}

// numbers are the kinds that consist of digits.
var numbers = KindsOf(privacy.IDCard, privacy.BankCard, privacy.Account, privacy.Passport, privacy.Phone)

// fewestDigits is from which on digits at the end of what was cut off are hidden.
const fewestDigits = 6

// Restore puts into a text that somebody has edited what they did not see in it, so
// that saving it does not make the signs the truth. Where several things look alike once
// hidden, and not as many are left, nobody can tell which is which: that is refused.
func (v Veil) Restore(was, edited string) (string, error) {
	if !v.Hides() || edited == "" {
		return edited, nil
	}
	behind, forms := v.behind(was)
	before, after := tally(v.Text(was), forms), tally(edited, forms)
	for _, form := range forms {
		if len(slices.Compact(slices.Clone(behind[form]))) == 1 {
			behind[form] = behind[form][:1]
		} else if after[form] > 0 && (after[form] != before[form] || before[form] != len(behind[form])) {
			return "", fault.New(fault.Conflict, "privacy.hidden_alike")
		}
	}
	return instead(edited, forms, func(form string) string {
		next := behind[form][0]
		if len(behind[form]) > 1 {
			behind[form] = behind[form][1:]
		}
		return next
	}), nil
}

// behind is what is hidden in a text by how it looks, and these looks, the longest
// first: one may stand inside another.
func (v Veil) behind(text string) (behind map[string][]string, forms []string) {
	var p passage.Passage
	p.Read(text)
	behind = map[string][]string{}
	for _, f := range v.find(&p) {
		written := p.Written[f.Start:f.End]
		shown := Hidden(f.Kind, written)
		if behind[shown] == nil {
			forms = append(forms, shown)
		}
		behind[shown] = append(behind[shown], string(written))
	}
	slices.SortStableFunc(forms, func(a, b string) int { return len(b) - len(a) })
	return behind, forms
}

// tally counts how often each form stands in a text.
func tally(text string, forms []string) map[string]int {
	count := map[string]int{}
	instead(text, forms, func(form string) string { count[form]++; return form })
	return count
}

// instead puts something in the place of each form in a text.
func instead(text string, forms []string, with func(form string) string) string {
	if len(forms) == 0 {
		return text
	}
	var b strings.Builder
	for at := 0; at < len(text); {
		if i := slices.IndexFunc(forms, func(form string) bool { return strings.HasPrefix(text[at:], form) }); i >= 0 {
			b.WriteString(with(forms[i]))
			at += len(forms[i])
			continue
		}
		b.WriteByte(text[at])
		at++
	}
	return b.String()
}

// RestoreName is Restore for a name in a field for names.
func (v Veil) RestoreName(was, edited string) (string, error) {
	if v.Whole(privacy.Name, was) == edited {
		return was, nil
	}
	return v.Restore(was, edited)
}

// RestoreValues is Restore for values by name.
func (v Veil) RestoreValues(was, edited map[string]any) (map[string]any, error) {
	if !v.Hides() || edited == nil {
		return edited, nil
	}
	shown, _ := v.Answer(was).(map[string]any)
	for name, value := range edited {
		old, there := was[name]
		if there && reflect.DeepEqual(shown[name], value) {
			edited[name] = old
			continue
		}
		before, isText := old.(string)
		after, staysText := value.(string)
		if !isText || !staysText {
			continue
		}
		whole, err := v.Restore(before, after)
		if err != nil {
			return nil, err
		}
		edited[name] = whole
	}
	return edited, nil
}

// isID knows our own ids: nothing in them is anybody's.
func isID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		switch dash := i == 8 || i == 13 || i == 18 || i == 23; {
		case dash && c != '-', !dash && !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f'):
			return false
		}
	}
	return true
}
