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
	begin [1 << 10]uint64 // by what letter of the first 65,536 some phrase begins
	pairs [128][2]uint64  // and by what second letter it goes on, of those of English
	ends  []ending        // of each state
	begun bool            // some may have begun before
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
	first := plain(letters[0])
	if first < 1<<16 {
		p.begin[first>>6] |= 1 << (first & 63)
	}
	if first >= 128 {
		return
	}
	if len(letters) == 1 {
		p.pairs[first] = [2]uint64{^uint64(0), ^uint64(0)}
	} else if second := plain(letters[1]); second < 128 {
		p.pairs[first][second>>6] |= 1 << (second & 63)
	}
}

// blank makes one of all kinds of blank.
func blank(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' {
		return ' '
	}
	return r
}

// mayBegin tells whether a phrase may begin at a place: most places are seen not to at
// once.
func (p *Phrases) mayBegin(text []rune, from int) bool {
	first := blank(text[from])
	if first < 1<<16 && p.begin[first>>6]&(1<<(first&63)) == 0 {
		return false
	}
	if first >= 128 || from+1 == len(text) || text[from+1] >= 128 {
		return true
	}
	second := blank(text[from+1])
	return p.pairs[first][second>>6]&(1<<(second&63)) != 0
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
	if !p.mayBegin(text.Plain, from) {
		return 0, 0
	}
	begins := from == 0 || !Spaced(text.Plain[from]) || !Spaced(text.Plain[from-1])
	if !begins && !p.begun {
		return 0, 0
	}
	state, spaced := int32(0), false
	for i := from; i < len(text.Plain); i++ {
		r := blank(text.Plain[i])
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
