// Package emotion tells how somebody feels who writes: from -1 to 1, and whether
// they are calm, worried, angry or furious, with the words that say so. It works
// by lists of words with what they weigh, in Chinese and English, and by what
// stands around them: "not", "very", "but", capitals and exclamation marks.
package emotion

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"sync"
	"unicode"

	"anlan/internal/kit/passage"
)

// Label is a feeling that decides how we answer.
type Label string

// The feelings.
const (
	Calm    Label = "calm"
	Worried Label = "worried"
	Angry   Label = "angry"
	Furious Label = "furious"
)

// Emotion is how somebody feels.
type Emotion struct {
	Score float64 `json:"score"` // -1 … 1
	Label Label   `json:"label"`
	Words []Word  `json:"words,omitempty"` // that decided, strongest first
}

// Word is a place in a text with what it weighed, from a code point up to another.
type Word struct {
	Start  int     `json:"start"`
	End    int     `json:"end"`
	Weight float64 `json:"weight"` // 0: it shows a feeling by itself
}

//go:embed en.txt
var english string

//go:embed zh.txt
var chinese string

//go:embed tone.txt
var tones string

//go:embed scope.txt
var scopes string

// scope is what a word does to those behind it.
type scope int

const (
	not scope = iota
	more
	less
	but
)

var scopeNames = []string{"not", "more", "less", "but"}

// toneNames are the feelings that words may show by themselves.
var toneNames = []string{string(Furious), string(Angry), string(Worried)}

const (
	furious = iota
	angry
	worried
)

type lexicon struct{ valence, tone, scope *passage.Phrases }

// tenth lets a phrase's number carry its weight.
const tenth = 10

var words = sync.OnceValue(func() *lexicon {
	weight := func(name string) (int, bool) {
		w, err := strconv.ParseFloat(name, 64)
		return int(math.Round(w * tenth)), err == nil
	}
	return &lexicon{
		valence: passage.Lists(english+chinese, weight),
		tone:    passage.Lists(tones, passage.Named(toneNames)),
		scope:   passage.Lists(scopes, passage.Named(scopeNames)),
	}
})

// Of is the emotion of a text.
func Of(text *passage.Passage) Emotion {
	l := words()
	valued := l.valence.Find(text, nil)
	f := feeling{text: text, small: slices.ContainsFunc(text.Written, unicode.IsLower), scopes: slices.DeleteFunc(l.scope.Find(text, nil), func(s passage.Hit) bool {
		return scope(s.Number) == not && inside(s, valued)
	})}
	if i := slices.IndexFunc(f.scopes, func(s passage.Hit) bool { return scope(s.Number) == but }); i >= 0 {
		f.turn = &f.scopes[i]
	}
	for _, hit := range valued {
		f.weigh(hit)
	}
	sum := f.sum()
	score := sum / math.Sqrt(sum*sum+15)
	tones := l.tone.Find(text, nil)
	e := Emotion{Score: math.Round(score*1e3) / 1e3, Label: f.label(tones, score)}
	e.Words = strongest(f.words)
	if e.Label != Calm {
		e.Words = f.telling(tones, e.Words)
	}
	return e
}

// telling puts behind the words that weighed most those that show a feeling by
// themselves and have no weight.
func (f *feeling) telling(tones []passage.Hit, list []Word) []Word {
	for _, hit := range tones {
		weighed := slices.ContainsFunc(f.words, func(w Word) bool { return w.Start < hit.To && hit.From < w.End })
		if !weighed && !f.denied(hit) {
			list = append(list, Word{Start: hit.From, End: hit.To})
		}
	}
	return list[:min(4, len(list))]
}

// inside tells whether a little word belongs to a longer one: the 不 of 不错.
func inside(s passage.Hit, valued []passage.Hit) bool {
	n, _ := slices.BinarySearchFunc(valued, s.To, func(v passage.Hit, to int) int { return v.To - to })
	return n < len(valued) && valued[n].From <= s.From
}

type feeling struct {
	text   *passage.Passage
	scopes []passage.Hit
	turn   *passage.Hit // the first "but"
	words  []Word
	small  bool // there are small letters
}

// How much the words around change a weight. The factors of negation and of
// capitals are those of VADER (Hutto and Gilbert, ICWSM 2014), the others were
// tried out on the same ratings.
const (
	negated   = -0.74
	boosted   = 1.25
	dampened  = 0.75
	beforeBut = 0.5
	behindBut = 1.4
	shouted   = 0.733
	exclaimed = 0.292
)

func (f *feeling) weigh(hit passage.Hit) {
	weight := float64(hit.Number) / tenth
	if weight == 0 || f.boosts(hit) { // 0: words in which others only seem to stand
		return
	}
	negations := 0
	for _, s := range f.near(hit) {
		if !f.governs(s, hit) {
			continue
		}
		switch scope(s.Number) {
		case not:
			negations++
		case more:
			weight *= boosted
		case less:
			weight *= dampened
		}
	}
	if negations%2 == 1 {
		weight *= negated
	}
	if f.shouted(hit) {
		weight += math.Copysign(shouted, weight)
	}
	switch {
	case f.turn == nil:
	case hit.To <= f.turn.From:
		weight *= beforeBut
	case hit.From >= f.turn.To:
		weight *= behindBut
	}
	f.words = append(f.words, Word{hit.From, hit.To, math.Round(weight*100) / 100})
}

// boosts tells whether a word only makes the next one stronger: 好难吃.
func (f *feeling) boosts(hit passage.Hit) bool {
	if !passage.Solid(f.text.At(hit.To)) {
		return false
	}
	n, found := slices.BinarySearchFunc(f.scopes, hit.To, func(s passage.Hit, to int) int { return s.To - to })
	if !found || f.scopes[n].From != hit.From || scope(f.scopes[n].Number) == not || scope(f.scopes[n].Number) == but {
		return false
	}
	return words().valence.At(f.text, hit.To)
}

// reach is how far a little word reaches: so many words, or Chinese characters.
const reachWords, reachCharacters = 3, 4

// farthest is how far that can be, in code points.
const farthest = 80

// near are the little words that end before a hit and not far from it.
func (f *feeling) near(hit passage.Hit) []passage.Hit {
	place := func(at int) int {
		n, _ := slices.BinarySearchFunc(f.scopes, at, func(s passage.Hit, at int) int { return s.To - at })
		return n
	}
	return f.scopes[place(hit.From-farthest):place(hit.From+1)]
}

// governs tells whether a little word reaches to a hit in its own clause.
func (f *feeling) governs(s, hit passage.Hit) bool {
	between, solid := 0, 0
	for i := s.To; i < hit.From; i++ {
		r := f.text.At(i)
		switch {
		case passage.Breaks(r):
			return false
		case passage.Solid(r):
			solid++
		case r == ' ':
			between++
		}
	}
	return between <= reachWords && solid <= reachCharacters
}

// shouted tells whether a word stands in capitals among others that do not.
func (f *feeling) shouted(hit passage.Hit) bool {
	for i := hit.From; i < hit.To; i++ {
		if r := f.text.Written[i]; unicode.IsLetter(r) && !unicode.IsUpper(r) {
			return false
		}
	}
	return passage.Latin(f.text.At(hit.From)) && hit.To-hit.From > 1 && f.small
}

func (f *feeling) sum() (sum float64) {
	for _, w := range f.words {
		sum += w.Weight
	}
	if sum != 0 {
		sum += math.Copysign(exclaimed*float64(min(f.marks(), 4)), sum)
	}
	return sum
}

// marks counts exclamation marks.
func (f *feeling) marks() (n int) {
	for _, r := range f.text.Plain {
		if r == '!' {
			n++
		}
	}
	return n
}

func strongest(words []Word) []Word {
	slices.SortStableFunc(words, func(a, b Word) int {
		return -compare(math.Abs(a.Weight), math.Abs(b.Weight))
	})
	return words[:min(3, len(words))]
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// label decides by words that show a feeling, and by how bad the rest is.
func (f *feeling) label(tones []passage.Hit, score float64) Label {
	var n [3]int
	for _, hit := range tones {
		if !f.denied(hit) {
			n[hit.Number]++
		}
	}
	loud := f.marks() >= 2
	switch {
	case n[furious] >= 2, n[furious] == 1 && (score < -0.3 || loud || n[angry] > 0), n[angry] >= 4 && loud && score < -0.3:
		return Furious
	case n[furious] == 1 && score < 0.2, n[angry] >= 2 && score < 0.3, n[angry] == 1 && score < 0 && n[worried] == 0, n[angry] == 1 && score < -0.4:
		return Angry
	case n[worried] > 0 && score < 0.6:
		return Worried
	case score < -0.6, loud && score < -0.35:
		return Angry
	}
	return Calm
}

// denied tells whether "not" stands before a word in its clause.
func (f *feeling) denied(hit passage.Hit) bool {
	return slices.ContainsFunc(f.near(hit), func(s passage.Hit) bool { return scope(s.Number) == not && f.governs(s, hit) })
}
