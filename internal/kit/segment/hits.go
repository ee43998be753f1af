package segment

import (
	"cmp"
	"slices"
	"strings"
)

// Hit is a place in a text that a term asked for.
type Hit struct {
	Term     int // which one
	From, To int // bytes of the text
}

// Hits finds the places that terms ask for, in the order of the text. It agrees
// with the index: where the index finds a term, there is a hit.
func Hits(text string, terms []Term) []Hit {
	parts := cut(units(clip(text, lookLimit)))
	other := forms(parts)
	at := map[string][]int{} // a part's text → its places
	for i, p := range parts {
		at[p.Text] = append(at[p.Text], i)
	}
	var hits []Hit
	for n, term := range terms {
		for _, p := range term {
			for _, span := range spans(parts, other, at, p) {
				hits = append(hits, Hit{Term: n, From: span[0], To: span[1]})
			}
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To), cmp.Compare(a.Term, b.Term))
	})
	return slices.Compact(hits)
}

// spans finds one phrase, among what is written or among the other forms.
func spans(parts []part, other []Token, at map[string][]int, p Phrase) (found [][2]int) {
	if len(p.Tokens) == 1 && strings.ContainsAny(p.Tokens[0][:1], stemMark+joinedMark) {
		for _, f := range other {
			if f.Text == p.Tokens[0] || p.Prefix && strings.HasPrefix(f.Text, p.Tokens[0]) {
				found = append(found, [2]int{f.From, f.To})
			}
		}
		return found
	}
	if len(p.Tokens) == 1 && p.Prefix {
		for _, part := range parts {
			if strings.HasPrefix(part.Text, p.Tokens[0]) {
				found = append(found, [2]int{part.From, begun(part, p.Tokens[0])})
			}
		}
		return found
	}
	for _, i := range at[p.Tokens[0]] {
		if stands(parts[i:], p) {
			found = append(found, [2]int{parts[i].From, parts[i+len(p.Tokens)-1].To})
		}
	}
	return found
}

// begun is where the hit ends in a part that begins with a token: of a pair only
// the character that was asked for, of a word all of it.
func begun(p part, token string) int {
	if p.class == solid && p.Text != token {
		return p.first
	}
	return p.To
}

func stands(parts []part, p Phrase) bool {
	if len(parts) < len(p.Tokens) {
		return false
	}
	last := len(p.Tokens) - 1
	for i, t := range p.Tokens {
		if parts[i].Text != t && !(i == last && p.Prefix && strings.HasPrefix(parts[i].Text, t)) {
			return false
		}
	}
	return true
}

// Covered tells how many of the terms are hit.
func Covered(hits []Hit) int {
	seen := map[int]bool{}
	for _, h := range hits {
		seen[h.Term] = true
	}
	return len(seen)
}
