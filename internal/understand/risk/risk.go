// Package risk finds what must not wait in the order of the others: threats to go
// public or to court, stolen accounts and lost money, danger for somebody's life,
// threats of violence, and children who pay. It gives the words as evidence.
//
// What is denied ("他没说要投诉") or told of others ("客服说你去起诉啊") is no
// threat. Danger for a life counts whoever tells of it.
package risk

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"anlan/internal/kit/passage"
)

// Kind is a risk.
type Kind string

// The risks.
const (
	PublicExposure Kind = "public_exposure"
	Legal          Kind = "legal"
	AccountTheft   Kind = "account_theft"
	PaymentLoss    Kind = "payment_loss"
	SelfHarm       Kind = "self_harm"
	Violence       Kind = "violence"
	Minors         Kind = "minors"
)

// Reason is how a risk was recognised.
type Reason string

// The reasons.
const (
	ByWord Reason = "word"     // one expression says it
	ByPair Reason = "together" // two that say it together
	ByAge  Reason = "age"      // an age below eighteen
)

// Finding is a risk with its evidence, from a code point up to another.
type Finding struct {
	Kind   Kind   `json:"kind"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Reason Reason `json:"reason"`
}

//go:embed cues.txt
var cueText string

// cue is a list of words in cues.txt.
type cue int

const (
	exposure cue = iota
	venue
	tell
	legal
	theft
	account
	taken
	loss
	money
	gone
	selfHarm
	violence
	minor
	child
	spends
	denial
	harmless
	others
	says
	turn
	press
	approach
	cueCount
)

var cueNames = [cueCount]string{"exposure", "venue", "tell", "legal", "theft", "account", "taken", "loss", "money", "gone",
	"self_harm", "violence", "minor", "child", "spends", "denial", "harmless", "others", "says", "turn", "press", "approach"}

// cues are the lists. A word may stand in several, so each has its own.
var cues = sync.OnceValue(func() (lists [cueCount]*passage.Phrases) {
	for i, wanted := range cueNames {
		lists[i] = passage.Lists(cueText, func(name string) (int, bool) { return i, name == wanted })
	}
	return lists
})

// alone are the cues of which one is enough.
var alone = []struct {
	cue  cue
	kind Kind
}{
	{exposure, PublicExposure}, {legal, Legal}, {theft, AccountTheft}, {loss, PaymentLoss}, {selfHarm, SelfHarm}, {violence, Violence}, {minor, Minors},
}

// together are the cues that say it when one stands near the other, in code points.
var together = []struct {
	first, second cue
	kind          Kind
	reach         int
	clause        bool // both in one clause, in this order
}{
	{venue, tell, PublicExposure, 14, false},
	{approach, press, PublicExposure, 14, true},
	{account, taken, AccountTheft, 16, false},
	{money, gone, PaymentLoss, 16, false},
	{child, spends, Minors, 40, true},
}

// Find appends the risks of a text, in its order.
func Find(text *passage.Passage, found []Finding) []Finding {
	f := finder{text: text}
	for i, list := range cues() {
		f.hits[i] = list.Find(text, nil)
	}
	for _, a := range alone {
		for _, hit := range f.hits[a.cue] {
			f.add(Finding{a.kind, hit.From, hit.To, ByWord})
		}
	}
	for _, t := range together {
		for _, one := range f.hits[t.first] {
			for _, other := range f.between(t.second, one.From-t.reach-longest, one.To+t.reach+1) {
				if t.clause && (one.From > other.From || !f.clean(one.To, other.From) || f.text.At(one.From-1) == '给') {
					continue // 给孩子买了 is a gift
				}
				if from, to, is := f.near(one, other, t.reach); is {
					f.add(Finding{t.kind, from, to, ByPair})
				}
			}
		}
	}
	f.ages()
	return append(found, merged(f.list)...)
}

type finder struct {
	text *passage.Passage
	hits [cueCount][]passage.Hit
	list []Finding
}

// longest is longer than any expression in the lists.
const longest = 60

// between are the hits of a cue that begin from one place up to another.
func (f *finder) between(of cue, from, to int) []passage.Hit {
	place := func(at int) int {
		n, _ := slices.BinarySearchFunc(f.hits[of], at, func(hit passage.Hit, at int) int { return hit.From - at })
		return n
	}
	first := place(from)
	return f.hits[of][first:max(first, place(to))]
}

// near gives the stretch of two hits that stand near each other in one sentence.
func (f *finder) near(a, b passage.Hit, reach int) (from, to int, is bool) {
	if a.From > b.From {
		a, b = b, a
	}
	if b.From < a.To || b.From-a.To > reach {
		return 0, 0, false
	}
	for i := a.To; i < b.From; i++ {
		switch f.text.At(i) {
		case '。', '!', '?', '\n', ';':
			return 0, 0, false
		case '.':
			if f.text.At(i+1) == ' ' {
				return 0, 0, false
			}
		}
	}
	return a.From, b.To, true
}

func (f *finder) add(one Finding) {
	switch {
	case f.covered(one, harmless):
	case one.Kind == SelfHarm && f.denied(one):
	case one.Kind == SelfHarm, one.Kind == Minors, one.Kind == PaymentLoss, one.Kind == AccountTheft:
		f.list = append(f.list, one)
	case f.denied(one), f.told(one):
	default:
		f.list = append(f.list, one)
	}
}

// covered tells whether words stand across a finding that make it harmless: 律师证.
func (f *finder) covered(one Finding, by cue) bool {
	return slices.ContainsFunc(f.between(by, one.Start-longest, one.Start+1), func(hit passage.Hit) bool { return hit.From <= one.Start && hit.To >= one.End })
}

// How far before a threat a denial or a speaker may stand, in code points; words of
// letters are longer than characters.
const denialReach, speakerReach, farSpeaker = 14, 12, 6

func (f *finder) reach(one Finding, characters int) int {
	if passage.Latin(f.text.At(one.Start)) {
		return 2 * characters
	}
	return characters
}

// denied tells whether a threat is denied in its own clause. A turn such as 就 or
// "or I will" stands between a condition and the threat: 不退款我就起诉 denies nothing.
func (f *finder) denied(one Finding) bool {
	reach := f.reach(one, denialReach)
	return slices.ContainsFunc(f.between(denial, one.Start-reach-longest, one.Start), func(hit passage.Hit) bool {
		return f.before(hit, one, reach) && !f.turned(hit.From, one.Start)
	})
}

// told tells whether others are said to have said it.
func (f *finder) told(one Finding) bool {
	quoted, reach := f.quoted(one), f.reach(one, speakerReach)
	reach += farSpeaker
	return slices.ContainsFunc(f.between(others, one.Start-reach-longest, one.Start), func(hit passage.Hit) bool {
		if hit.To > one.Start || one.Start-hit.To > reach || f.turned(hit.To, one.Start) && !quoted {
			return false
		}
		return slices.ContainsFunc(f.between(says, hit.To, hit.To+5), func(verb passage.Hit) bool {
			return verb.To <= one.Start && (quoted || one.Start-verb.To <= reach-farSpeaker && f.clean(verb.To, one.Start))
		})
	})
}

// quoted tells whether a finding stands in quotation marks.
func (f *finder) quoted(one Finding) bool {
	for i := one.Start - 1; i >= 0 && one.Start-i < 40; i-- {
		switch f.text.Written[i] {
		case '“', '「', '『', '‘':
			return true
		case '”', '」', '』', '\n':
			return false
		case '"':
			return strings.Count(string(f.text.Written[max(0, one.Start-200):one.Start]), `"`)%2 == 1
		}
	}
	return false
}

func (f *finder) before(hit passage.Hit, one Finding, reach int) bool {
	if hit.To > one.Start {
		return hit.From < one.Start && hit.To < one.End // not going to post
	}
	return one.Start-hit.To <= reach && f.clean(hit.To, one.Start)
}

// clean tells whether nothing ends a clause in a stretch.
func (f *finder) clean(from, to int) bool {
	for i := from; i < to; i++ {
		if passage.Breaks(f.text.At(i)) {
			return false
		}
	}
	return true
}

func (f *finder) turned(from, to int) bool {
	return slices.ContainsFunc(f.between(turn, from, to), func(hit passage.Hit) bool { return hit.To <= to })
}

// ages finds what people say of somebody's age: 我今年15岁, "I'm 14", "my son is 9 years old".
func (f *finder) ages() {
	for at := 0; at < f.text.Len(); at++ {
		if !passage.Digit(f.text.At(at)) || passage.Digit(f.text.At(at-1)) {
			continue
		}
		to, years := at, 0
		for passage.Digit(f.text.At(to)) && to-at < 3 {
			years = years*10 + int(f.text.At(to)-'0')
			to++
		}
		if years < 3 || years >= 18 || passage.Digit(f.text.At(to)) {
			continue
		}
		if end := f.ageWord(to); end > 0 || f.ofMe(at, to) {
			end = max(end, to)
			f.list = append(f.list, Finding{Minors, at, end, ByAge})
		}
	}
}

// ofMe tells whether a bare number is somebody's own age: "I'm 12 and …".
func (f *finder) ofMe(at, to int) bool {
	for _, start := range []string{"i'm ", "i am ", "im only ", "i'm only ", "i am only "} {
		from := at - len(start)
		if from < 0 || string(f.text.Plain[from:at]) != start || passage.Spaced(f.text.At(from-1)) {
			continue
		}
		rest := string(f.text.Plain[to:min(to+5, f.text.Len())])
		return passage.Breaks(f.text.At(to)) || strings.HasPrefix(rest, " and ") || strings.HasPrefix(rest, " but ")
	}
	return false
}

// ageWord is where the word ends that makes a number an age, or 0.
func (f *finder) ageWord(at int) int {
	for _, word := range []string{"岁", "周岁", " 岁", " years old", " year old", "-year-old", " yrs old", " yo", "yo"} {
		if end := at + len([]rune(word)); end <= f.text.Len() && string(f.text.Plain[at:end]) == word && !(passage.Latin(f.text.At(end-1)) && passage.Spaced(f.text.At(end))) {
			return end
		}
	}
	return 0
}

// merged makes one finding of those of a kind that overlap or stand side by side.
func merged(list []Finding) []Finding {
	slices.SortStableFunc(list, func(a, b Finding) int { return a.Start - b.Start })
	var kept []Finding
	for _, one := range list {
		joined := false
		for i := range kept {
			if k := &kept[len(kept)-1-i]; k.Kind == one.Kind {
				if joined = one.Start <= k.End+1; joined {
					k.End = max(k.End, one.End)
				}
				break
			}
		}
		if !joined {
			kept = append(kept, one)
		}
	}
	return kept
}
