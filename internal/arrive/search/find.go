package search

import (
	"context"
	"regexp"
	"slices"
	"strconv"

	"anlan/internal/fact"
	"anlan/internal/kit/segment"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Kinds of results.
const (
	Conversations = "conversation"
	Contacts      = "contact"
)

// Result is a conversation or a contact, and why it is here.
type Result struct {
	Kind         string
	Conversation fact.ConversationID // "" for a contact
	Contact      fact.ContactID      // "" for a conversation
	Message      fact.MessageID      // the message that was hit best, if it was one
	Because      Reason
	Snippet      []segment.Piece
	Ranked       []Virtue // what else speaks for it
}

// Page is some results and where the next ones begin; "" = there are no more.
type Page struct {
	Items []Result
	Next  string
}

// window is how many of the newest documents are ranked against one another.
// What is older comes on later pages, ranked among itself.
const window = 200

// Limits of a page.
const (
	usualLimit = 20
	mostLimit  = 100
)

// Find looks for what a person typed. All words must be found in one message,
// subject or contact; if nothing has them all, those that have some are given.
func (x *Index) Find(ctx context.Context, who access.Actor, q, after string, limit int) (Page, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return Page{}, err
	}
	kinds := []string{kindMessage, kindSubject}
	if who.May(access.ContactView) {
		kinds = append(kinds, kindContact)
	}
	return x.find(ctx, who, kinds, Wanted{}, q, after, limit)
}

// FindConversations is Find without contacts.
func (x *Index) FindConversations(ctx context.Context, who access.Actor, q, after string, limit int) (Page, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return Page{}, err
	}
	return x.find(ctx, who, []string{kindMessage, kindSubject}, Wanted{}, q, after, limit)
}

// FindContacts is Find for contacts alone.
func (x *Index) FindContacts(ctx context.Context, who access.Actor, q, after string, limit int) (Page, error) {
	if err := who.Require(access.ContactView); err != nil {
		return Page{}, err
	}
	return x.find(ctx, who, []string{kindContact}, Wanted{}, q, after, limit)
}

func (x *Index) find(ctx context.Context, who access.Actor, kinds []string, wanted Wanted, q, after string, limit int) (Page, error) {
	at, err := placeOf(after, x.db.Now())
	if err != nil {
		return Page{}, err
	}
	s := seeker{db: x.db, typed: q, terms: segment.Query(q), kinds: kinds, wanted: wanted, at: at}
	if len(s.terms) == 0 {
		return Page{Items: []Result{}}, nil
	}
	if x.cover != nil {
		if s.cover, err = x.cover(ctx, who); err != nil {
			return Page{}, err
		}
	}
	if limit < 1 {
		limit = usualLimit
	}
	return s.page(ctx, min(limit, mostLimit))
}

// seeker is one search.
type seeker struct {
	db    *db.DB
	typed string
	terms []segment.Term
	kinds []string
	at    place

	wanted Wanted
	cover  func(what Reason, name, text string) string // nil: the reader sees all
}

// mostWindows bounds the work of one request: a page may be empty and yet have a
// next one, when one conversation holds very many of the hits.
const mostWindows = 5

// page fills a page. A window whose conversations were all shown before gives
// nothing, and the next one is looked at.
func (s *seeker) page(ctx context.Context, limit int) (Page, error) {
	for looked := 1; ; looked++ {
		ranked, more, err := s.window(ctx)
		if err != nil {
			return Page{}, err
		}
		from := min(s.at.offset, len(ranked))
		to := min(from+limit, len(ranked))
		next := ""
		if to < len(ranked) {
			s.at.offset = to
			next = s.at.String()
		} else if more > 0 {
			s.at.before, s.at.offset = more, 0
			next = s.at.String()
		}
		if to > from || next == "" || looked == mostWindows {
			return Page{Items: results(ranked[from:to], s.typed, s.terms, s.at.now), Next: next}, nil
		}
	}
}

// window ranks the documents of one window; more is where the next one begins.
func (s *seeker) window(ctx context.Context) (ranked []candidate, more int64, err error) {
	if s.cover != nil && s.at.top == 0 {
		return s.firstSeen(ctx)
	}
	hits, err := s.hits(ctx)
	if err != nil {
		return nil, 0, err
	}
	ranked, more, _, err = s.weighed(ctx, hits)
	return ranked, more, err
}

// firstSeen is the first window of who does not see everything. How the words are
// understood, and from which document on later pages look, goes by what they see: else
// “this number and hello” had other answers where the number stands than where it does
// not, and a page's place would name a document that they may not find.
func (s *seeker) firstSeen(ctx context.Context) (ranked []candidate, more int64, err error) {
	for _, try := range s.tries() {
		s.at.any, s.at.whole, s.at.top, s.at.before = try.any, try.whole, 0, 0
		hits, err := s.db.FindWords(ctx, s.query())
		if err != nil {
			return nil, 0, err
		}
		var left []db.WordHit
		if ranked, more, left, err = s.weighed(ctx, hits); err != nil {
			return nil, 0, err
		}
		for _, h := range left {
			s.at.top = max(s.at.top, h.ID+1)
		}
		if s.at.before = s.at.top; len(left) == window || !try.whole && s.at.top > 1 {
			break
		}
	}
	return ranked, more, nil
}

// weighed ranks what is left of the hits of a window, and gives it.
func (s *seeker) weighed(ctx context.Context, hits []db.WordHit) (ranked []candidate, more int64, left []db.WordHit, err error) {
	if len(hits) == window {
		more = hits[len(hits)-1].ID
	}
	numbered, err := s.numbered(ctx)
	if err != nil {
		return nil, 0, nil, err
	}
	if hits, err = s.ofKind(ctx, hits); err != nil {
		return nil, 0, nil, err
	}
	if hits, err = s.notShown(ctx, hits, numbered); err != nil {
		return nil, 0, nil, err
	}
	if numbered != "" && s.at.first() {
		hits = append(hits, db.WordHit{Kind: kindSubject, Owner: numbered, Group: numbered})
	}
	if hits, err = s.kept(ctx, hits); err != nil {
		return nil, 0, nil, err
	}
	texts, err := load(ctx, s.db, hits)
	if err != nil {
		return nil, 0, nil, err
	}
	hits = s.seen(hits, texts)
	return rank(hits, texts, s.typed, s.terms, !s.at.any, numbered, s.at.now), more, hits, nil
}

// hits finds the documents of the window. The first window settles what is wanted
// of the words, and from which document on later pages look, so that what arrives
// in between does not move them.
func (s *seeker) hits(ctx context.Context) ([]db.WordHit, error) {
	if s.at.top > 0 {
		return s.db.FindWords(ctx, s.query())
	}
	var hits []db.WordHit
	for _, try := range s.tries() {
		s.at.any, s.at.whole = try.any, try.whole
		found, err := s.db.FindWords(ctx, s.query())
		if err != nil {
			return nil, err
		}
		hits = found
		if len(hits) == window || !try.whole && len(hits) > 0 {
			break
		}
	}
	if len(hits) > 0 {
		s.at.top = hits[0].ID + 1
		s.at.before = s.at.top
	}
	return hits, nil
}

// tries are the ways to understand the words, the narrowest first. The last word
// may be unfinished. To find what begins so the database has to gather every place
// of every such word, which for a common one is most of its index; so the words as
// they stand come first, and are enough where they fill a window. If nothing has
// all the words, what has some is given.
func (s *seeker) tries() (list []place) {
	unfinished := slices.ContainsFunc(s.terms, func(t segment.Term) bool {
		return slices.ContainsFunc(t, func(p segment.Phrase) bool { return p.Prefix })
	})
	for _, any := range []bool{false, true} {
		if any && len(s.terms) == 1 {
			break
		}
		if unfinished {
			list = append(list, place{any: any, whole: true})
		}
		list = append(list, place{any: any})
	}
	return list
}

func (s *seeker) query() db.WordQuery {
	before := s.at.before
	if before == 0 {
		before = s.wanted.until()
	}
	return db.WordQuery{Terms: wordTerms(s.terms, s.at.whole), Any: s.at.any, Kinds: s.kinds, From: s.wanted.since(), Before: before, Limit: window}
}

var numberPattern = regexp.MustCompile(`^#?(\d{1,15})$`)

// numbered is the conversation whose number was typed, as #20417 or 20417.
func (s *seeker) numbered(ctx context.Context) (string, error) {
	m := numberPattern.FindStringSubmatch(segment.Fold(s.typed))
	if m == nil || !slices.Contains(s.kinds, kindSubject) {
		return "", nil
	}
	number, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return "", err
	}
	var id string
	// The number of one that was merged leads to the one that stands for it.
	err = s.db.Ask(`WITH RECURSIVE way (id, merged_into) AS (SELECT id, merged_into FROM conversation WHERE number = ? UNION ALL
		SELECT c.id, c.merged_into FROM way w JOIN conversation c ON c.id = w.merged_into AND w.merged_into <> '')
		SELECT id FROM way WHERE merged_into = ''`, number).Scan(ctx, &id)
	if db.IsNone(err) {
		return "", nil
	}
	return id, err
}

// notShown leaves out what an earlier window has shown by a newer document, and
// the conversation whose number was typed, which stands at the very front.
func (s *seeker) notShown(ctx context.Context, hits []db.WordHit, numbered string) ([]db.WordHit, error) {
	shown := map[string]bool{numbered: true}
	if !s.at.first() && len(hits) > 0 {
		newer, err := s.db.FindWords(ctx, db.WordQuery{
			Terms: wordTerms(s.terms, s.at.whole), Any: s.at.any, Kinds: s.kinds, Groups: groupsOf(hits),
			From: s.at.before, Before: s.at.top, Limit: 10_000,
		})
		if err != nil {
			return nil, err
		}
		if newer, err = s.ofKind(ctx, newer); err != nil {
			return nil, err
		}
		for _, h := range newer {
			shown[h.Group] = true
		}
	}
	return slices.DeleteFunc(hits, func(h db.WordHit) bool { return shown[h.Group] }), nil
}

// seen covers the texts, and leaves the hits whose words the reader sees.
func (s *seeker) seen(hits []db.WordHit, texts texts) []db.WordHit {
	if s.cover == nil {
		return hits
	}
	return slices.DeleteFunc(hits, func(h db.WordHit) bool {
		found, changed := map[int]bool{}, false
		fields := texts[[2]string{h.Kind, h.Owner}]
		for i, f := range fields {
			shown := s.cover(f.because, f.name, f.text)
			changed = changed || shown != f.text
			fields[i].text = shown
			for _, hit := range segment.Hits(shown, s.terms) {
				found[hit.Term] = true
			}
		}
		if !changed || h.ID == 0 { // the number of a conversation was typed, which is no word of it
			return false
		}
		return len(found) == 0 || !s.at.any && len(found) < len(s.terms)
	})
}

func groupsOf(hits []db.WordHit) []string {
	groups := make([]string, len(hits))
	for i, h := range hits {
		groups[i] = h.Group
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}

// wordTerms says the same to the database.
func wordTerms(terms []segment.Term, whole bool) []db.WordTerm {
	out := make([]db.WordTerm, len(terms))
	for i, t := range terms {
		for _, p := range t {
			out[i] = append(out[i], db.WordPhrase{Tokens: p.Tokens, Prefix: p.Prefix && !whole})
		}
	}
	return out
}
