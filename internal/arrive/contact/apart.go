package contact

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// ToldApart is somebody of whom a person has said that they are another one.
type ToldApart struct {
	Contact     Contact   `json:"contact" doc:"who stands for them now"`
	At          time.Time `json:"at"`
	By          string    `json:"by" doc:"the name of who told them apart"`
	CanTakeBack bool      `json:"can_take_back"`
}

func pair(a, b fact.ContactID) (fact.ContactID, fact.ContactID) {
	if a < b {
		return a, b
	}
	return b, a
}

// Distinct notes that two are not the same: they are not suggested again, whatever
// comes to light, until somebody takes that back.
func (b *Book) Distinct(ctx context.Context, who access.Actor, c, other fact.ContactID) error {
	if err := who.Require(access.ContactMerge); err != nil {
		return err
	}
	if c == other {
		return fault.New(fault.Invalid, "contact.merge_itself").At("other")
	}
	one, two := pair(c, other)
	return b.db.Write(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, one, two); err != nil {
			return err
		}
		because, err := dropSuggestion(ctx, tx, one, two)
		if err != nil {
			return err
		}
		_, err = tx.Ask(`INSERT INTO contact_distinct (one_id, other_id, evidence, staff_id, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (one_id, other_id) DO UPDATE SET evidence = EXCLUDED.evidence, staff_id = EXCLUDED.staff_id, at = EXCLUDED.at`,
			one, two, "", who.ID, tx.Now().UnixMilli()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("note that %s and %s are two: %w", one, two, err)
		}
		entry := audit.Entry{Who: who, Action: "contact.told_apart", Kind: "contact", ID: string(c), After: map[string]any{"other": other, "because": codes(because)}}
		if err := audit.Write(ctx, tx, entry); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ContactToldApart{Contact: c, Other: other, By: who.ID})
	})
}

// TakeBack forgets that two were told apart, or any that were merged into them:
// where they look alike, they are suggested again.
func (b *Book) TakeBack(ctx context.Context, who access.Actor, c, other fact.ContactID) error {
	if err := who.Require(access.ContactMerge); err != nil {
		return err
	}
	return b.db.Write(ctx, func(tx *db.Tx) error {
		one, mine, err := familyOf(ctx, tx, c)
		if err != nil {
			return err
		}
		two, theirs, err := familyOf(ctx, tx, other)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, "DELETE FROM contact_distinct WHERE one_id IN (?) AND other_id IN (?) OR one_id IN (?) AND other_id IN (?)",
			bun.In(mine), bun.In(theirs), bun.In(theirs), bun.In(mine))
		if err != nil {
			return fmt.Errorf("forget that %s and %s are two: %w", one, two, err)
		}
		if n == 0 {
			return fault.New(fault.Conflict, "contact.not_told_apart")
		}
		entry := audit.Entry{Who: who, Action: "contact.apart_undone", Kind: "contact", ID: string(one), Before: map[string]any{"other": two}}
		if err := audit.Write(ctx, tx, entry); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ContactApartUndone{Contact: one, Other: two, By: who.ID})
	})
}

// familyOf is who stands for a contact, and everybody for whom they stand.
func familyOf(ctx context.Context, tx *db.Tx, c fact.ContactID) (root fact.ContactID, ids []fact.ContactID, err error) {
	if root, err = rootOf(ctx, tx, c); err != nil {
		return "", nil, err
	}
	ids, err = treeOf(ctx, tx, root)
	return root, ids, err
}

// apartFrom lists who was told apart from a family, the latest first.
func (b *Book) apartFrom(ctx context.Context, who access.Actor, family []fact.ContactID) ([]ToldApart, error) {
	var rows []struct {
		Root fact.ContactID `bun:"root"`
		At   int64          `bun:"at"`
		By   string         `bun:"by_name"`
	}
	err := b.db.Read().NewRaw(`WITH RECURSIVE said (id, staff_id, at) AS (
			SELECT other_id, staff_id, at FROM contact_distinct WHERE one_id IN (?)
			UNION ALL SELECT one_id, staff_id, at FROM contact_distinct WHERE other_id IN (?)),
		up (id, merged_into, staff_id, at) AS (
			SELECT c.id, c.merged_into, said.staff_id, said.at FROM said JOIN contact c ON c.id = said.id
			UNION ALL SELECT c.id, c.merged_into, up.staff_id, up.at FROM up JOIN contact c ON c.id = up.merged_into AND up.merged_into <> '')
		SELECT up.id AS root, up.at, COALESCE(s.name, '') AS by_name FROM up LEFT JOIN staff s ON s.id = up.staff_id
		WHERE up.merged_into = '' AND up.id NOT IN (?) ORDER BY up.at DESC, up.id LIMIT 200`, bun.In(family), bun.In(family), bun.In(family)).Scan(ctx, &rows)
	if err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("read who was told apart: %w", err)
	}
	var ids []fact.ContactID
	for _, r := range rows {
		ids = append(ids, r.Root)
	}
	cards, err := b.ByID(ctx, who, ids...)
	if err != nil {
		return nil, err
	}
	list, by := []ToldApart{}, byID(cards)
	for _, r := range rows {
		card, here := by[r.Root]
		if !here {
			continue
		}
		delete(by, r.Root) // said twice, of two that are one now
		list = append(list, ToldApart{Contact: card, At: time.UnixMilli(r.At).UTC(), By: r.By, CanTakeBack: who.May(access.ContactMerge)})
	}
	return list, nil
}

// toldApart are those of whom a person has said that they are not this one, or
// not one of those that were merged into it.
func toldApart(ctx context.Context, tx *db.Tx, c card) (map[fact.ContactID]bool, error) {
	var others []fact.ContactID
	err := tx.Ask("SELECT other_id FROM contact_distinct WHERE one_id IN (?) UNION SELECT one_id FROM contact_distinct WHERE other_id IN (?)",
		c.Family, c.Family).Scan(ctx, &others)
	if err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("look who is said to be another than %s: %w", c.ID, err)
	}
	apart := map[fact.ContactID]bool{}
	for _, o := range others {
		apart[o] = true
	}
	return apart, nil
}
