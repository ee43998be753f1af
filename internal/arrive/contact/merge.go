package contact

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Contacts that were merged make a forest, as conversations do: the root has the
// identities and conversations of all, each of those keeps whom it first belonged
// to, and a branch can be cut off again at any place. The card of each stays as it is.

// Conversations are what follows a contact.
type Conversations interface {
	FollowContactTx(ctx context.Context, tx *db.Tx, who access.Actor, first []fact.ContactID, from, to fact.ContactID) (int, error)
}

// Bind tells the book of the conversations that follow its contacts.
func (b *Book) Bind(c Conversations) { b.conversations = c }

type mergeRow struct {
	bun.BaseModel `bun:"table:contact_merge"`
	ID            string         `bun:"id,pk"`
	Half          fact.ContactID `bun:"contact_id"`
	Into          fact.ContactID `bun:"into_id"`
	Staff         fact.StaffID   `bun:"staff_id"`
	At            int64          `bun:"at"`
	Conversations int            `bun:"conversations"`
	Identities    int            `bun:"identities"`
	UndoneAt      int64          `bun:"undone_at"`
	UndoneBy      fact.StaffID   `bun:"undone_by"`
}

// errMovedMeanwhile asks to begin again.
var errMovedMeanwhile = fault.New(fault.Conflict, "contact.moved_meanwhile")

func (b *Book) again(ctx context.Context, do func(tx *db.Tx) error) (err error) {
	for range 4 {
		if err = b.db.Write(ctx, do); !fault.Is(err, errMovedMeanwhile.Code) {
			return err
		}
	}
	return err
}

func rootOf(ctx context.Context, q db.Asker, c fact.ContactID) (fact.ContactID, error) {
	for {
		var into fact.ContactID
		err := q.Ask("SELECT merged_into FROM contact WHERE id = ?", c).Scan(ctx, &into)
		if db.IsNone(err) {
			return "", fault.New(fault.Missing, "contact.missing")
		}
		if err != nil {
			return "", fmt.Errorf("look where contact %s went: %w", c, err)
		}
		if into == "" {
			return c, nil
		}
		c = into
	}
}

func treeOf(ctx context.Context, q bun.IDB, c fact.ContactID) (ids []fact.ContactID, err error) {
	err = q.NewRaw(`WITH RECURSIVE tree (id) AS (SELECT ? UNION ALL
		SELECT c.id FROM contact c JOIN tree t ON c.merged_into = t.id AND c.merged_into <> '') SELECT id FROM tree`, string(c)).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look who was merged into %s: %w", c, err)
	}
	return ids, nil
}

// hold locks contacts for change, always in the same order.
func hold(ctx context.Context, tx *db.Tx, ids ...fact.ContactID) error {
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	for _, c := range slices.Compact(ids) {
		n, err := tx.Ask("UPDATE contact SET version = version + 1, updated_at = ? WHERE id = ?", tx.Now().UnixMilli(), c).Exec(ctx)
		if err != nil {
			return fmt.Errorf("hold contact %s: %w", c, err)
		}
		if n == 0 {
			return fault.New(fault.Missing, "contact.missing")
		}
	}
	return nil
}

// Merge lets one contact stand for another: identities and conversations follow,
// and so does whatever comes in by them later.
func (b *Book) Merge(ctx context.Context, who access.Actor, half, into fact.ContactID) (survivor fact.ContactID, err error) {
	if err := who.Require(access.ContactMerge); err != nil {
		return "", err
	}
	if half == into {
		return "", fault.New(fault.Invalid, "contact.merge_itself").At("into")
	}
	err = b.again(ctx, func(tx *db.Tx) error {
		if survivor, err = rootOf(ctx, tx, into); err != nil {
			return err
		}
		if survivor == half {
			return fault.New(fault.Conflict, "contact.merged_the_other_way")
		}
		if err := hold(ctx, tx, half, survivor); err != nil {
			return err
		}
		if now, err := rootOf(ctx, tx, half); err != nil {
			return err
		} else if now != half {
			return fault.New(fault.Conflict, "contact.already_merged", "into", string(now))
		}
		if now, err := rootOf(ctx, tx, into); err != nil || now != survivor {
			return errMovedMeanwhile
		}
		tree, err := treeOf(ctx, tx, half)
		if err != nil {
			return err
		}
		if _, err := tx.Ask("UPDATE contact SET merged_into = ? WHERE id = ?", survivor, half).Exec(ctx); err != nil {
			return fmt.Errorf("merge contact %s away: %w", half, err)
		}
		// Whatever was suggested or denied about them is decided now; what the survivor may be is looked at anew.
		if _, err := tx.Exec(ctx, "DELETE FROM merge_suggestion WHERE one_id = ? OR other_id = ?", half, half); err != nil {
			return fmt.Errorf("drop what was suggested for %s: %w", half, err)
		}
		one, two := pair(half, survivor)
		if _, err := tx.Exec(ctx, "DELETE FROM contact_distinct WHERE one_id = ? AND other_id = ?", one, two); err != nil {
			return fmt.Errorf("forget that %s and %s were two: %w", one, two, err)
		}
		names, talks, err := b.carry(ctx, tx, who, tree, half, survivor)
		if err != nil {
			return err
		}
		m := mergeRow{ID: id.New(), Half: half, Into: survivor, Staff: who.ID, At: tx.Now().UnixMilli(), Conversations: talks, Identities: names}
		if _, err := tx.NewInsert().Model(&m).Exec(ctx); err != nil {
			return fmt.Errorf("note the merge of %s: %w", half, err)
		}
		entry := audit.Entry{Who: who, Action: "contact.merged", Kind: "contact", ID: string(half), After: map[string]any{"into": survivor, "conversations": talks, "identities": names}}
		if err := audit.Write(ctx, tx, entry); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ContactMerged{Contact: half, Into: survivor, Conversations: talks, By: who.ID},
			fact.ContactChanged{Contact: survivor, Fields: []string{"identities"}, By: who.ID})
	})
	return survivor, err
}

// carry moves identities and conversations, and makes both findable as they are.
func (b *Book) carry(ctx context.Context, tx *db.Tx, who access.Actor, first []fact.ContactID, from, to fact.ContactID) (names, talks int, err error) {
	// What both merely claim stays where it was claimed.
	n, err := tx.Ask(`UPDATE identity SET contact_id = ? WHERE contact_id = ? AND first_contact IN (?) AND (verified OR NOT EXISTS (
		SELECT 1 FROM identity k WHERE k.contact_id = ? AND k.kind = identity.kind AND k.scope = identity.scope AND k.value = identity.value AND NOT k.verified))`,
		to, from, first, to).Exec(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("move the identities of %s: %w", from, err)
	}
	if b.conversations != nil {
		if talks, err = b.conversations.FollowContactTx(ctx, tx, who, first, from, to); err != nil {
			return 0, 0, err
		}
	}
	for _, c := range []fact.ContactID{from, to} {
		var r row
		if err := tx.NewRaw("SELECT * FROM contact WHERE id = ?", c).Scan(ctx, &r); err != nil {
			return 0, 0, fmt.Errorf("load contact %s: %w", c, err)
		}
		if r.MergedInto != "" {
			err = b.index.DropContact(ctx, tx, c)
		} else {
			err = b.reindex(ctx, tx, r)
		}
		if err != nil {
			return 0, 0, err
		}
	}
	return int(n), talks, nil
}

// Unmerge lets a contact stand for itself again, with what first was theirs.
func (b *Book) Unmerge(ctx context.Context, who access.Actor, half fact.ContactID) (from fact.ContactID, err error) {
	if err := who.Require(access.ContactMerge); err != nil {
		return "", err
	}
	err = b.again(ctx, func(tx *db.Tx) error {
		if from, err = rootOf(ctx, tx, half); err != nil {
			return err
		}
		if from == half {
			return fault.New(fault.Conflict, "contact.not_merged")
		}
		if err := hold(ctx, tx, half, from); err != nil {
			return err
		}
		if now, err := rootOf(ctx, tx, half); err != nil || now != from {
			return errMovedMeanwhile
		}
		tree, err := treeOf(ctx, tx, half)
		if err != nil {
			return err
		}
		if _, err := tx.Ask("UPDATE contact SET merged_into = '' WHERE id = ?", half).Exec(ctx); err != nil {
			return fmt.Errorf("take contact %s out again: %w", half, err)
		}
		if _, err := tx.Ask("UPDATE contact_merge SET undone_at = ?, undone_by = ? WHERE contact_id = ? AND undone_at = 0", tx.Now().UnixMilli(), who.ID, half).Exec(ctx); err != nil {
			return fmt.Errorf("note that the merge of %s was undone: %w", half, err)
		}
		_, talks, err := b.carry(ctx, tx, who, tree, from, half)
		if err != nil {
			return err
		}
		entry := audit.Entry{Who: who, Action: "contact.merge_undone", Kind: "contact", ID: string(half), Before: map[string]any{"into": from}, After: map[string]any{"conversations": talks}}
		if err := audit.Write(ctx, tx, entry); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ContactMergeUndone{Contact: half, From: from, Conversations: talks, By: who.ID},
			fact.ContactChanged{Contact: from, Fields: []string{"identities"}, By: who.ID})
	})
	return from, err
}

// MergeLinks are what a contact has to do with others.
type MergeLinks struct {
	MergedInto  fact.ContactID    `json:"merged_into" doc:"the contact that stands for this one; empty when none does"`
	Halves      []MergedContact   `json:"halves" nullable:"false" doc:"who was merged into this one, the latest first"`
	Suggestions []MergeSuggestion `json:"suggestions" nullable:"false" doc:"who may be the same person, the likeliest first; nothing is merged by itself"`
	Apart       []ToldApart       `json:"apart" nullable:"false" doc:"of whom a person has said that they are another one, the latest first"`
}

// MergedContact is a contact that was merged into another.
type MergedContact struct {
	ID            fact.ContactID `json:"id"`
	Name          string         `json:"name" personal:"name"`
	Conversations int            `json:"conversations" doc:"how many moved"`
	At            time.Time      `json:"at"`
	By            string         `json:"by" doc:"the name of who merged them"`
	CanUndo       bool           `json:"can_undo"`
}

// Links shows what a contact has to do with others.
func (b *Book) Links(ctx context.Context, who access.Actor, c fact.ContactID) (l MergeLinks, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return l, err
	}
	root, err := rootOf(ctx, b.db.Read(), c)
	if err != nil {
		return l, err
	}
	if root != c {
		l.MergedInto = root
	}
	l.Halves, l.Suggestions, l.Apart = []MergedContact{}, []MergeSuggestion{}, []ToldApart{}
	tree, err := treeOf(ctx, b.db.Read(), c)
	if err != nil {
		return l, err
	}
	var rows []struct {
		mergeRow
		Name string `bun:"name"`
		By   string `bun:"by_name"`
	}
	err = b.db.Read().NewRaw(`SELECT m.*, c.name, COALESCE(s.name, '') AS by_name FROM contact_merge m JOIN contact c ON c.id = m.contact_id
		LEFT JOIN staff s ON s.id = m.staff_id WHERE m.into_id IN (?) AND m.undone_at = 0 ORDER BY m.at DESC, m.id DESC LIMIT 200`, bun.In(tree)).Scan(ctx, &rows)
	if err != nil {
		return l, fmt.Errorf("read who was merged into %s: %w", c, err)
	}
	for _, r := range rows {
		l.Halves = append(l.Halves, MergedContact{ID: r.Half, Name: r.Name, Conversations: r.Conversations, At: time.UnixMilli(r.At).UTC(), By: r.By, CanUndo: who.May(access.ContactMerge)})
	}
	if root != c {
		return l, nil
	}
	if l.Suggestions, err = b.suggested(ctx, who, c); err != nil {
		return l, err
	}
	l.Apart, err = b.apartFrom(ctx, who, tree)
	return l, err
}
