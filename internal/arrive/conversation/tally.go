package conversation

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Counting would take the longer the more there is. So each change notes what it
// adds and takes away, and a count is a sum over a few rows.

type tallyRow struct {
	bun.BaseModel `bun:"table:conversation_tally"`
	State         State        `bun:"state"`
	Assignee      fact.StaffID `bun:"assignee_id"`
	Team          fact.TeamID  `bun:"team_id"`
	N             int64        `bun:"n"`
}

// tally notes that a conversation stands somewhere else now. before is nil for a
// new one, after for one that is gone.
func tally(ctx context.Context, tx *db.Tx, before, after *row) error {
	if before != nil && after != nil &&
		before.State == after.State && before.Assignee == after.Assignee && before.Team == after.Team {
		return nil
	}
	var rows []tallyRow
	if before != nil {
		rows = append(rows, tallyRow{State: before.State, Assignee: before.Assignee, Team: before.Team, N: -1})
	}
	if after != nil {
		rows = append(rows, tallyRow{State: after.State, Assignee: after.Assignee, Team: after.Team, N: 1})
	}
	if err := tx.Add(ctx, rows); err != nil {
		return fmt.Errorf("tally: %w", err)
	}
	return nil
}

type tagTallyRow struct {
	bun.BaseModel `bun:"table:conversation_tag_tally"`
	Tag           string `bun:"tag"`
	N             int64  `bun:"n"`
}

// tallyTags notes that tags are worn by more, or by fewer.
func tallyTags(ctx context.Context, tx *db.Tx, by int64, tags ...string) error {
	if len(tags) == 0 {
		return nil
	}
	sums := map[string]int64{}
	for _, t := range tags {
		sums[t] += by
	}
	var rows []tagTallyRow
	for t, n := range sums {
		rows = append(rows, tagTallyRow{Tag: t, N: n})
	}
	if err := tx.Add(ctx, rows); err != nil {
		return fmt.Errorf("tally tags: %w", err)
	}
	return nil
}

// foldAbove is how many rows a tally may grow to before they are folded.
const foldAbove = 200

// FoldTally adds up the tallies' rows, so that counting stays a short sum. Rows
// that are written meanwhile are simply not part of it.
func (in *Inbox) FoldTally(ctx context.Context) error {
	err := fold(ctx, in.db, "conversation_tally", "state, assignee_id, team_id, n", func(r tallyRow) (tallyRow, int64) {
		n := r.N
		r.N = 0
		return r, n
	}, func(r tallyRow, n int64) tallyRow { r.N = n; return r })
	if err != nil {
		return err
	}
	return fold(ctx, in.db, "conversation_tag_tally", "tag, n", func(r tagTallyRow) (tagTallyRow, int64) {
		return tagTallyRow{Tag: r.Tag}, r.N
	}, func(r tagTallyRow, n int64) tagTallyRow { r.N = n; return r })
}

// fold takes all rows of a tally away and puts their sums back. part gives what
// is counted and how many, whole the row of a sum.
func fold[R comparable](ctx context.Context, d *db.DB, table, columns string, part func(R) (R, int64), whole func(R, int64) R) error {
	var n int
	if err := d.Read().NewRaw("SELECT COUNT(*) FROM ?", bun.Ident(table)).Scan(ctx, &n); err != nil {
		return fmt.Errorf("measure %s: %w", table, err)
	}
	if n <= foldAbove {
		return nil
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		var rows []R
		if err := tx.NewRaw("DELETE FROM ? RETURNING ?", bun.Ident(table), bun.Safe(columns)).Scan(ctx, &rows); err != nil {
			return fmt.Errorf("fold %s: %w", table, err)
		}
		sums := map[R]int64{}
		for _, r := range rows {
			of, n := part(r)
			sums[of] += n
		}
		var folded []R
		for of, n := range sums {
			if n != 0 {
				folded = append(folded, whole(of, n))
			}
		}
		if len(folded) == 0 {
			return nil
		}
		_, err := tx.NewInsert().Model(&folded).Returning("NULL").Exec(ctx)
		return err
	})
}

// TagCount is a tag and how many conversations wear it.
type TagCount struct {
	Tag   string `json:"tag"`
	Count int    `json:"count"`
}

// Tags lists the tags in use, the commonest first.
func (in *Inbox) Tags(ctx context.Context, who access.Actor) ([]TagCount, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	tags := []TagCount{}
	err := in.db.Read().NewRaw(`SELECT tag, SUM(n) AS count FROM conversation_tag_tally
		GROUP BY tag HAVING SUM(n) > 0 ORDER BY 2 DESC, tag LIMIT 500`).Scan(ctx, &tags)
	if err != nil {
		return nil, fmt.Errorf("list tags: %w", err)
	}
	return tags, nil
}
