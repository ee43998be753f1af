package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/kit/segment"
	"anlan/internal/platform/db"
)

// Reason says what was hit; screens translate it.
type Reason string

const (
	ByNumber   Reason = "number"
	BySubject  Reason = "subject"
	ByName     Reason = "name"
	ByIdentity Reason = "identity" // an address, a number or an attribute of a contact
	ByMessage  Reason = "message"
	ByField    Reason = "field" // a field of the house's own
)

// weights say how much more a short, chosen text tells than a message does. Who
// types an address or a number wants that one and no other.
var weights = map[Reason]float64{ByNumber: 100, ByIdentity: 4, ByName: 3, BySubject: 3, ByMessage: 1, ByField: 2}

// halfWorth is the age at which a hit counts half.
const halfWorth = 180 * 24 * time.Hour

// candidate is a conversation or a contact with its best hit.
type candidate struct {
	hit     db.WordHit
	text    string
	because Reason
	score   float64
	hits    int
	newest  int64
}

// Virtue is what lifts a result beside where it was hit; screens translate it.
type Virtue string

const (
	Exact   Virtue = "exact"   // as it was typed, several words in a row
	Recent  Virtue = "recent"  // of this week
	Several Virtue = "several" // hit more than once
)

const week = 7 * 24 * time.Hour

func (c candidate) virtues(typed string, terms []segment.Term, now time.Time) []Virtue {
	list := []Virtue{}
	if len(terms) > 1 && c.because != ByNumber && strings.Contains(segment.Fold(c.text), typed) {
		list = append(list, Exact)
	}
	if c.hits > 1 {
		list = append(list, Several)
	}
	if c.hit.ID > 0 && now.Sub(c.hit.At()) < week {
		list = append(list, Recent)
	}
	return list
}

// score is weight × coverage × exactness × freshness:
//
//	coverage   ½ + ½ · the share of the words that the text has; whole: it has all
//	exactness  1½ when the text has what was typed as it was typed, else 1
//	freshness  1 / (1 + age / 180 days)
//
// More hits in one conversation add a tenth of their logarithm.
func (f field) score(typed string, terms []segment.Term, whole bool, age time.Duration) float64 {
	covered := 1.0
	if !whole {
		covered = float64(segment.Covered(segment.Hits(f.text, terms))) / float64(len(terms))
	}
	s := weights[f.because] * (0.5 + 0.5*covered)
	if f.because == ByNumber {
		return s
	}
	if strings.Contains(segment.Fold(f.text), typed) {
		s *= 1.5
	}
	return s / (1 + max(age, 0).Hours()/halfWorth.Hours())
}

// rank groups hits by what they open, keeps the best of each and puts the best
// first. Hits whose text is gone are left out. With all, the index has found every
// word in each document, and a document of one text need not be read for them.
func rank(hits []db.WordHit, texts texts, q string, terms []segment.Term, all bool, numbered string, now time.Time) []candidate {
	typed := segment.Fold(q)
	groups := map[string]*candidate{}
	for _, h := range hits {
		fields := texts.of(h, numbered)
		for _, f := range fields {
			score := f.score(typed, terms, all && len(fields) == 1, now.Sub(h.At()))
			c := groups[h.Group]
			if c == nil {
				c = &candidate{}
				groups[h.Group] = c
			}
			if score > c.score {
				c.hit, c.text, c.because, c.score = h, f.text, f.because, score
			}
			c.newest = max(c.newest, h.ID)
		}
		if c := groups[h.Group]; c != nil {
			c.hits++
		}
	}
	ranked := make([]candidate, 0, len(groups))
	for _, c := range groups {
		c.score += 0.1 * math.Log(float64(c.hits))
		ranked = append(ranked, *c)
	}
	slices.SortFunc(ranked, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.newest, a.newest), cmp.Compare(a.hit.Group, b.hit.Group))
	})
	return ranked
}

func results(ranked []candidate, q string, terms []segment.Term, now time.Time) []Result {
	typed := segment.Fold(q)
	items := make([]Result, len(ranked))
	for i, c := range ranked {
		r := Result{Kind: Conversations, Because: c.because, Snippet: segment.Highlight(c.text, terms), Ranked: c.virtues(typed, terms, now)}
		if c.hit.Kind == kindContact {
			r.Kind, r.Contact = Contacts, fact.ContactID(c.hit.Group)
		} else {
			r.Conversation = fact.ConversationID(c.hit.Group)
		}
		if c.hit.Kind == kindMessage {
			r.Message = fact.MessageID(c.hit.Owner)
		}
		items[i] = r
	}
	return items
}
