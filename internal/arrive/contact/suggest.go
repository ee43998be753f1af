package contact

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// MergeSuggestion is somebody who may be the same person.
type MergeSuggestion struct {
	Contact Contact       `json:"contact"`
	Score   int           `json:"score" doc:"how strongly all reasons speak for it together, of 100"`
	Because []MergeReason `json:"because" nullable:"false"`
}

// SuggestedPair are two who may be the same person.
type SuggestedPair struct {
	One     Contact       `json:"one"`
	Other   Contact       `json:"other"`
	Score   int           `json:"score" doc:"how strongly all reasons speak for it together, of 100"`
	Because []MergeReason `json:"because" nullable:"false"`
	At      time.Time     `json:"at" doc:"since when it stands"`
	Can     PairCan       `json:"can"`
}

// PairCan is what the asking person may do with a suggestion.
type PairCan struct {
	Merge bool `json:"merge" doc:"merge them, or say that they are two"`
}

type suggestionRow struct {
	bun.BaseModel `bun:"table:merge_suggestion"`
	One           fact.ContactID `bun:"one_id,pk"`
	Other         fact.ContactID `bun:"other_id,pk"`
	Score         int            `bun:"score"`
	Reasons       []MergeReason  `bun:"reasons"`
	At            int64          `bun:"at"`
}

func (r suggestionRow) besides(c fact.ContactID) fact.ContactID {
	if r.One == c {
		return r.Other
	}
	return r.One
}

// PairPlace is where a page of suggestions ended.
type PairPlace struct {
	Score      int
	One, Other fact.ContactID
}

// Suggestions shows who may be the same person in the whole book, the likeliest
// first, behind a place.
func (b *Book) Suggestions(ctx context.Context, who access.Actor, after PairPlace, limit int) (list []SuggestedPair, next PairPlace, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, next, err
	}
	var rows []suggestionRow
	q := b.db.Read().NewSelect().Model(&rows).Order("score DESC", "one_id", "other_id").Limit(int64(limit))
	if after.One != "" {
		q = q.Where("score < ? OR (score = ? AND (one_id, other_id) > (?, ?))", after.Score, after.Score, after.One, after.Other)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, next, fmt.Errorf("list suggestions of merges: %w", err)
	}
	var ids []fact.ContactID
	for _, r := range rows {
		ids = append(ids, r.One, r.Other)
	}
	cards, err := b.ByID(ctx, who, ids...)
	if err != nil {
		return nil, next, err
	}
	by := byID(cards)
	for _, r := range rows {
		one, here := by[r.One]
		other, too := by[r.Other]
		if here && too {
			list = append(list, SuggestedPair{One: one, Other: other, Score: r.Score, Because: r.Reasons, At: time.UnixMilli(r.At).UTC(), Can: PairCan{who.May(access.ContactMerge)}})
		}
	}
	if limit > 0 && len(rows) == limit {
		end := rows[len(rows)-1]
		next = PairPlace{end.Score, end.One, end.Other}
	}
	return list, next, nil
}

func byID(cards []Contact) map[fact.ContactID]Contact {
	by := make(map[fact.ContactID]Contact, len(cards))
	for _, c := range cards {
		by[c.ID] = c
	}
	return by
}

// suggested shows who may be the same as one contact, the likeliest first.
func (b *Book) suggested(ctx context.Context, who access.Actor, c fact.ContactID) ([]MergeSuggestion, error) {
	rows, err := suggestionsOf(ctx, b.db.Read(), c)
	if err != nil {
		return nil, err
	}
	var ids []fact.ContactID
	for _, r := range rows {
		ids = append(ids, r.besides(c))
	}
	cards, err := b.ByID(ctx, who, ids...)
	if err != nil {
		return nil, err
	}
	list, by := []MergeSuggestion{}, byID(cards)
	for _, r := range rows {
		if other, here := by[r.besides(c)]; here {
			list = append(list, MergeSuggestion{Contact: other, Score: r.Score, Because: r.Reasons})
		}
	}
	return list, nil
}

var suggestionColumns = db.Columns[suggestionRow]()

func suggestionsOf(ctx context.Context, q db.Asker, c fact.ContactID) (rows []suggestionRow, err error) {
	err = q.Ask("SELECT "+suggestionColumns+" FROM merge_suggestion WHERE one_id = ? UNION ALL SELECT "+suggestionColumns+` FROM merge_suggestion WHERE other_id = ?
		ORDER BY score DESC, one_id, other_id`, c, c).Scan(ctx, &rows)
	if err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("read who may be the same as %s: %w", c, err)
	}
	return rows, nil
}

// dropSuggestion takes a suggestion away and tells what it was for.
func dropSuggestion(ctx context.Context, tx *db.Tx, one, two fact.ContactID) (because []MergeReason, err error) {
	var rows []suggestionRow
	if err := tx.NewRaw("DELETE FROM merge_suggestion WHERE one_id = ? AND other_id = ? RETURNING *", one, two).Scan(ctx, &rows); err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("drop the suggestion to merge %s and %s: %w", one, two, err)
	}
	if len(rows) > 0 {
		because = rows[0].Reasons
	}
	return because, nil
}

func codes(because []MergeReason) (list []string) {
	for _, r := range because {
		list = append(list, r.Code)
	}
	return list
}

// Bounds of one round of comparing. It never takes the machine from those who
// write and answer: what a flood brings is compared after it.
const (
	factsAtOnce    = 1000
	comparedAtOnce = 25  // in one transaction
	comparedARound = 400 // before the job rests
)

// Compare reads on in the facts and looks who may be the same as whoever they are
// about; the first time it walks through the whole book. It tells whether there is more.
func (b *Book) Compare(ctx context.Context) (more bool, err error) {
	for compared := 0; compared < comparedARound; {
		n, more, err := b.compareNews(ctx)
		if err != nil {
			return false, err
		}
		if !more {
			return b.walkOn(ctx, comparedARound-compared)
		}
		compared += n
	}
	return true, nil
}

// CompareJob is Compare as periodic work.
func (b *Book) CompareJob(ctx context.Context) error {
	_, err := b.Compare(ctx)
	return err
}

// comparedAfter are the facts after which somebody is compared anew, with the
// fields of theirs that name others whom it is about.
var comparedAfter = map[string]string{
	fact.ContactCreated{}.Name():         "",
	fact.ContactChanged{}.Name():         "",
	fact.ContactIdentified{}.Name():      "",
	fact.ContactIdentityRemoved{}.Name(): "",
	fact.ContactMerged{}.Name():          "into",
	fact.ContactMergeUndone{}.Name():     "from",
	fact.ContactApartUndone{}.Name():     "other",
}

// compareNews compares those of whom a batch of facts tells.
func (b *Book) compareNews(ctx context.Context) (compared int, more bool, err error) {
	var cursor int64
	if err := b.db.Read().NewRaw("SELECT cursor FROM contact_comparing").Scan(ctx, &cursor); err != nil {
		return 0, false, fmt.Errorf("how far have contacts been compared: %w", err)
	}
	if forgotten, err := b.db.Horizon(ctx); err != nil {
		return 0, false, err
	} else if cursor < forgotten { // facts were dropped before they were read: look at everybody
		return 0, true, b.moveOn(ctx, cursor, forgotten, true)
	}
	facts, err := b.db.FactsAfter(ctx, cursor, factsAtOnce, db.Filter{})
	if err != nil || len(facts) == 0 {
		return 0, false, err
	}
	var ids []fact.ContactID
	for _, f := range facts {
		field, fits := comparedAfter[f.Name]
		if !fits {
			continue
		}
		ids = append(ids, fact.ContactID(f.Contact))
		if field == "" {
			continue
		}
		var said map[string]any
		if err := json.Unmarshal(f.Data, &said); err != nil {
			return 0, false, fmt.Errorf("read fact %d: %w", f.Cursor, err)
		}
		if other, ok := said[field].(string); ok {
			ids = append(ids, fact.ContactID(other))
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if err := b.compareAll(ctx, ids); err != nil {
		return 0, false, err
	}
	return len(ids), true, b.moveOn(ctx, cursor, facts[len(facts)-1].Cursor, false)
}

// moveOn notes how far the facts have been read; another node may have been there.
func (b *Book) moveOn(ctx context.Context, from, to int64, walk bool) error {
	return b.db.Write(ctx, func(tx *db.Tx) error {
		query := "UPDATE contact_comparing SET cursor = ? WHERE cursor = ?"
		if walk {
			query = "UPDATE contact_comparing SET walking = TRUE, walked = '', cursor = ? WHERE cursor = ?"
		}
		if _, err := tx.Exec(ctx, query, to, from); err != nil {
			return fmt.Errorf("note how far contacts have been compared: %w", err)
		}
		return nil
	})
}

// walkOn compares the next of those who were here before anybody was compared.
func (b *Book) walkOn(ctx context.Context, limit int) (more bool, err error) {
	var walking bool
	var walked fact.ContactID
	if err := b.db.Read().NewRaw("SELECT walking, walked FROM contact_comparing").Scan(ctx, &walking, &walked); err != nil || !walking {
		return false, err
	}
	var ids []fact.ContactID
	err = b.db.Read().NewRaw("SELECT id FROM contact WHERE id > ? ORDER BY id LIMIT ?", walked, limit).Scan(ctx, &ids)
	if err != nil && !db.IsNone(err) {
		return false, fmt.Errorf("walk the contacts: %w", err)
	}
	if err := b.compareAll(ctx, ids); err != nil {
		return false, err
	}
	more = len(ids) == limit
	if len(ids) > 0 {
		walked = ids[len(ids)-1]
	}
	return more, b.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE contact_comparing SET walking = ?, walked = ? WHERE walking", more, walked)
		return err
	})
}

func (b *Book) compareAll(ctx context.Context, ids []fact.ContactID) error {
	for lot := range slices.Chunk(ids, comparedAtOnce) {
		err := b.db.Write(ctx, func(tx *db.Tx) error {
			for _, c := range lot {
				if err := b.compareOne(ctx, tx, c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// compareOne brings what is kept about one contact up to date: by what others
// find it, and who may be the same.
func (b *Book) compareOne(ctx context.Context, tx *db.Tx, id fact.ContactID) error {
	var stands []fact.ContactID
	err := tx.Ask("SELECT id FROM contact WHERE id = ? AND merged_into = '' AND NOT automatic AND id <> ?", id, Nobody).Scan(ctx, &stands)
	if err != nil && !db.IsNone(err) {
		return fmt.Errorf("look at contact %s: %w", id, err)
	}
	if len(stands) == 0 { // gone, another one stands for it, or a machine, which is nobody's double
		if _, err := tx.Ask("DELETE FROM contact_trait WHERE contact_id = ?", id).Exec(ctx); err != nil {
			return err
		}
		return keepSuggestions(ctx, tx, id, nil)
	}
	cards, err := cardsOf(ctx, tx, id)
	if err != nil {
		return err
	}
	mine := cards[id]
	if err := keepTraits(ctx, tx, id, traits(mine)); err != nil {
		return err
	}
	others, err := candidates(ctx, tx, mine)
	if err != nil {
		return err
	}
	if cards, err = cardsOf(ctx, tx, others...); err != nil {
		return err
	}
	apart, err := toldApart(ctx, tx, mine)
	if err != nil {
		return err
	}
	found := map[fact.ContactID]suggestionRow{}
	for other, card := range cards {
		one, two := mine, card
		if other < id { // one way of saying it, whoever of the two there was news of
			one, two = card, mine
		}
		because, score := compare(one, two)
		if score < leastScore || slices.ContainsFunc(card.Family, func(f fact.ContactID) bool { return apart[f] }) {
			continue
		}
		found[other] = suggestionRow{One: one.ID, Other: two.ID, Score: score, Reasons: because, At: tx.Now().UnixMilli()}
	}
	return keepSuggestions(ctx, tx, id, found)
}

// cardsOf loads cards with those that were merged into them; whom another one
// stands for is left out.
func cardsOf(ctx context.Context, tx *db.Tx, ids ...fact.ContactID) (map[fact.ContactID]card, error) {
	cards := map[fact.ContactID]card{}
	if len(ids) == 0 {
		return cards, nil
	}
	var members []struct {
		Root fact.ContactID `bun:"root"`
		ID   fact.ContactID `bun:"id"`
		Name string         `bun:"name"`
	}
	err := tx.Ask(`WITH RECURSIVE family (root, id, name) AS (SELECT id, id, name FROM contact WHERE id IN (?) AND merged_into = '' AND NOT automatic
		UNION ALL SELECT f.root, c.id, c.name FROM contact c JOIN family f ON c.merged_into = f.id AND c.merged_into <> '')
		SELECT root, id, name FROM family`, ids).Scan(ctx, &members)
	if err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("load cards to compare: %w", err)
	}
	for _, m := range members {
		c := cards[m.Root]
		c.ID, c.Family, c.Names = m.Root, append(c.Family, m.ID), append(c.Names, m.Name)
		cards[m.Root] = c
	}
	var rows []identityRow
	if err := tx.Ask("SELECT "+db.Columns[identityRow]()+" FROM identity WHERE contact_id IN (?) ORDER BY created_at, id", ids).Scan(ctx, &rows); err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("load identities to compare: %w", err)
	}
	for _, r := range rows {
		if c, here := cards[r.Contact]; here {
			c.Identities = append(c.Identities, r)
			cards[r.Contact] = c
		}
	}
	return cards, nil
}

func keepTraits(ctx context.Context, tx *db.Tx, c fact.ContactID, want []trait) error {
	var kept []trait
	if err := tx.Ask("SELECT kind, value FROM contact_trait WHERE contact_id = ?", c).Scan(ctx, &kept); err != nil && !db.IsNone(err) {
		return fmt.Errorf("read the traits of %s: %w", c, err)
	}
	for _, t := range kept {
		if slices.Contains(want, t) {
			continue
		}
		if err := tx.Ask("DELETE FROM contact_trait WHERE kind = ? AND value = ? AND contact_id = ?", t.Kind, t.Value, c).Later(ctx); err != nil {
			return fmt.Errorf("drop a trait of %s: %w", c, err)
		}
	}
	for _, t := range want {
		if slices.Contains(kept, t) {
			continue
		}
		if err := tx.Ask("INSERT INTO contact_trait (contact_id, kind, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", c, t.Kind, t.Value).Later(ctx); err != nil {
			return fmt.Errorf("keep a trait of %s: %w", c, err)
		}
	}
	return nil
}

// candidates finds who shares something with a card that not too many share.
func candidates(ctx context.Context, tx *db.Tx, c card) ([]fact.ContactID, error) {
	found := []fact.ContactID{}
	look := func(bound int, query string, args ...any) error {
		var ids []fact.ContactID
		if err := tx.Ask(query+" LIMIT ?", append(args, bound+1)...).Scan(ctx, &ids); err != nil && !db.IsNone(err) {
			return fmt.Errorf("look who may be the same as %s: %w", c.ID, err)
		}
		if len(ids) <= bound {
			found = append(found, ids...)
		}
		return nil
	}
	for _, i := range c.Identities {
		for _, value := range slices.Compact([]string{i.Value, respelled(i.Kind, i.Value)}) {
			if err := look(commonValue, "SELECT contact_id FROM identity WHERE value = ? AND kind = CAST(? AS TEXT) AND contact_id <> ?", value, i.Kind, c.ID); err != nil {
				return nil, err
			}
		}
		if i.Kind != Email && i.Kind != Phone {
			continue
		}
		err := look(commonValue, "SELECT contact_id FROM contact_trait WHERE kind = ? AND value = ? AND contact_id <> ?", i.Kind, respelled(i.Kind, i.Value), c.ID)
		if err != nil {
			return nil, err
		}
	}
	for _, t := range traits(c) {
		if t.Kind != "name" {
			continue
		}
		if err := look(commonName, "SELECT contact_id FROM contact_trait WHERE kind = ? AND value = ? AND contact_id <> ?", t.Kind, t.Value, c.ID); err != nil {
			return nil, err
		}
	}
	slices.Sort(found)
	return slices.DeleteFunc(slices.Compact(found), func(f fact.ContactID) bool { return f == Nobody }), nil
}

// keepSuggestions replaces what is suggested for a contact, and tells what is different.
func keepSuggestions(ctx context.Context, tx *db.Tx, c fact.ContactID, found map[fact.ContactID]suggestionRow) error {
	kept, err := suggestionsOf(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, old := range kept {
		other := old.besides(c)
		fresh, still := found[other]
		switch {
		case !still:
			if _, err := dropSuggestion(ctx, tx, old.One, old.Other); err != nil {
				return err
			}
			if err := tx.Record(ctx, fact.ContactMergeWithdrawn{Contact: c, Other: other}); err != nil {
				return err
			}
		case fresh.Score == old.Score && slices.Equal(fresh.Reasons, old.Reasons):
			delete(found, other)
		}
	}
	for other, fresh := range found {
		if _, err := tx.NewInsert().Model(&fresh).On("CONFLICT (one_id, other_id) DO UPDATE").
			Set("score = EXCLUDED.score").Set("reasons = EXCLUDED.reasons").Returning("NULL").Exec(ctx); err != nil {
			return fmt.Errorf("suggest to merge %s and %s: %w", c, other, err)
		}
		if err := tx.Record(ctx, fact.ContactMergeSuggested{Contact: c, Other: other, Score: fresh.Score, Because: codes(fresh.Reasons)}); err != nil {
			return err
		}
	}
	return nil
}
