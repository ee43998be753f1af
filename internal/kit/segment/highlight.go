package segment

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Piece is part of a snippet; Hit marks what was asked for.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
}

// snippetRunes is how much of a text a snippet shows, and leadRunes how much of
// it stands before the first hit.
const (
	snippetRunes = 120
	leadRunes    = 24
	lookLimit    = 1 << 16 // bytes that are looked through for hits
)

// Highlight cuts out the part of a text where most of what was asked for stands
// closest together, in one line, with the hits marked. Without a hit it gives
// the beginning of the text. Cuts are shown by "…".
func Highlight(text string, terms []Term) []Piece {
	text = strings.ToValidUTF8(text, "�")
	hits := Hits(text, terms)
	from := 0
	if len(hits) > 0 {
		from = densest(text, hits)
	}
	from = back(text, from, leadRunes)
	to := forward(text, from, snippetRunes)
	from = back(text, to, snippetRunes) // near the end there is room for more before
	return pieces(text, from, to, hits)
}

// densest is where the window begins in which most different terms are hit, then
// most hits; of equal ones the first.
func densest(text string, hits []Hit) int {
	best, bestTerms, bestHits := hits[0].From, 0, 0
	for i := range hits {
		end := forward(text, hits[i].From, snippetRunes-leadRunes)
		seen, n := map[int]bool{}, 0
		for _, h := range hits[i:min(len(hits), i+snippetRunes)] {
			if h.To > end {
				break
			}
			seen[h.Term] = true
			n++
		}
		if len(seen) > bestTerms || len(seen) == bestTerms && n > bestHits {
			best, bestTerms, bestHits = hits[i].From, len(seen), n
		}
	}
	return best
}

// back goes n runes towards the beginning, forward n towards the end. Neither
// parts a letter from its marks.
func back(text string, at, n int) int {
	for ; at > 0 && (n > 0 || clings(text[at:])); n-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

func forward(text string, at, n int) int {
	for ; at < len(text) && (n > 0 || clings(text[at:])); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// clings tells whether a text begins with something that belongs to the rune
// before it.
func clings(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsMark(r) || invisible(r)
}

func pieces(text string, from, to int, hits []Hit) []Piece {
	var out []Piece
	add := func(s string, hit bool) {
		if s == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Hit == hit {
			out[n-1].Text += s
			return
		}
		out = append(out, Piece{Text: s, Hit: hit})
	}
	if from > 0 {
		add("…", false)
	}
	at := from
	for _, h := range hits {
		if h.To <= at || h.From >= to {
			continue
		}
		start, end := max(h.From, at), min(h.To, to)
		add(text[at:start], false)
		add(text[start:end], true)
		at = end
	}
	add(text[at:to], false)
	if to < len(text) {
		add("…", false)
	}
	for i := range out {
		out[i].Text = oneLine(out[i].Text)
	}
	return slices.Clip(out)
}

// oneLine makes every run of spaces and line ends one space.
func oneLine(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}
