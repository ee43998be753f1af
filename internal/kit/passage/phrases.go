package passage

import (
	"slices"
	"strings"
)

// Phrases are many words and word groups, each with a number. In their text a
// space stands for spaces; "*" at the end lets the word go on, and at the
// beginning lets it have begun before.
type Phrases struct {
	next  map[edge]int32
	first [128]int32 // next of the beginning, for letters that most places have
	ends  []ending   // of each state
	begun bool       // some may have begun before
}

type edge struct {
	state int32
	r     rune
}

type ending struct {
	found  bool
	number int
	loose  bool // may go on
	begun  bool // may have begun before
}

// NewPhrases prepares an empty set.
func NewPhrases() *Phrases { return &Phrases{next: map[edge]int32{}, ends: make([]ending, 1)} }

// Add takes a phrase in. Of equal phrases the last stands.
func (p *Phrases) Add(phrase string, number int) {
	e := ending{found: true, number: number}
	letters := []rune(phrase)
	if len(letters) > 1 && letters[0] == '*' {
		e.begun, letters = true, letters[1:]
	}
	if n := len(letters); n > 1 && letters[n-1] == '*' {
		e.loose, letters = true, letters[:n-1]
	}
	state := int32(0)
	for _, r := range letters {
		step := edge{state, plain(r)}
		to, is := p.next[step]
		if !is {
			to = int32(len(p.ends))
			p.ends = append(p.ends, ending{})
			p.next[step] = to
		}
		state = to
	}
	if state == 0 {
		return
	}
	p.ends[state] = e
	p.begun = p.begun || e.begun
	if r := plain(letters[0]); r < 128 {
		p.first[r] = p.next[edge{0, r}]
	}
}

// Hit is a phrase in a text, from a code point up to another.
type Hit struct {
	From, To int
	Number   int
}

// Find appends the hits in a text, in its order; of several that begin at one
// place the longest, and none inside another.
func (p *Phrases) Find(text *Passage, hits []Hit) []Hit {
	for at := 0; at < len(text.Plain); {
		to, number := p.Longest(text, at)
		if to <= at {
			at++
			continue
		}
		hits = append(hits, Hit{at, to, number})
		at = to
	}
	return hits
}

// Longest is where the longest phrase ends that begins at a place.
func (p *Phrases) Longest(text *Passage, from int) (to, number int) {
	start := text.Plain[from]
	begins := from == 0 || !Spaced(start) || !Spaced(text.Plain[from-1])
	if !begins && !p.begun || start < 128 && p.first[start] == 0 {
		return 0, 0
	}
	state, spaced := int32(0), false
	for i := from; i < len(text.Plain); i++ {
		r := text.Plain[i]
		if r == '\t' || r == '\n' || r == '\r' {
			r = ' '
		}
		next, is := p.next[edge{state, r}]
		if !is {
			if r == ' ' && spaced {
				continue // several spaces are one
			}
			break
		}
		spaced = r == ' '
		state = next
		e := p.ends[state]
		if !e.found || !begins && !e.begun {
			continue
		}
		if e.loose || i+1 == len(text.Plain) || !Spaced(r) || !Spaced(text.Plain[i+1]) {
			to, number = i+1, e.number
		}
	}
	return to, number
}

// At tells whether a phrase begins at a place.
func (p *Phrases) At(text *Passage, from int) bool {
	to, _ := p.Longest(text, from)
	return to > from
}

// Lists reads lists of phrases: on each line a name, a colon, phrases with commas
// between. A name stands for a number, or its list is left out.
func Lists(text string, number func(name string) (int, bool)) *Phrases {
	p := NewPhrases()
	for line := range strings.Lines(text) {
		name, list, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if n, wanted := number(name); wanted {
			for phrase := range strings.SplitSeq(list, ", ") {
				p.Add(phrase, n)
			}
		}
	}
	return p
}

// Named gives names their places in a list, for Lists.
func Named(names []string) func(name string) (int, bool) {
	return func(name string) (int, bool) {
		i := slices.Index(names, name)
		return i, i >= 0
	}
}
