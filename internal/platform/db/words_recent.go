package db

import (
	"context"
	"fmt"
	"strings"
)

// PostgreSQL's word index knows no order: to give the newest hits of a common
// word it would fetch every hit there is and sort them. So each document also
// carries words that nobody can type, for the stretches of time it falls into,
// and a search begins with the last stretch and looks further back only while its
// page is not full. SQLite's index is walked newest first and needs none of this.

// spanBits are the lengths of the stretches, as powers of two of an id: about an
// hour, a day and a half, seven weeks. Each is some thirty times the one before, so that
// no step costs much more than it brings.
var spanBits = []int{hashBits + 22, hashBits + 27, hashBits + 32}

// spans are the words for the stretches of a document.
func spans(id int64) string {
	var b strings.Builder
	for level, bits := range spanBits {
		fmt.Fprintf(&b, "'%s' ", span(level, id>>bits))
	}
	return b.String()
}

// span names the nth stretch of a level. No token begins like this (see clean).
func span(level int, n int64) string { return fmt.Sprintf("^%d:%x", level, n) }

// findRecent looks in ever longer stretches before a place, then everywhere.
func (d *DB) findRecent(ctx context.Context, query WordQuery, asked string) ([]WordHit, error) {
	if len(query.Groups) == 0 && query.From == 0 {
		newest, err := d.newestDoc(ctx, query.Before)
		if err != nil {
			return nil, err
		}
		for level, bits := range spanBits {
			// Two of them, because the newest document may be the first of its stretch.
			n := newest >> bits
			within := fmt.Sprintf("(%s) & ('%s' | '%s')", asked, span(level, n), span(level, n-1))
			found, err := d.findAll(ctx, query, within)
			if err != nil || len(found) == query.Limit {
				return found, err
			}
		}
	}
	return d.findAll(ctx, query, asked)
}

// newestDoc is the newest document before a place; 0 when there is none.
func (d *DB) newestDoc(ctx context.Context, before int64) (id int64, err error) {
	query, args := "SELECT COALESCE(MAX(id), 0) FROM word_doc", []any(nil)
	if before > 0 {
		query, args = query+" WHERE id < ?", []any{before}
	}
	if err := d.Ask(query, args...).Scan(ctx, &id); err != nil {
		return 0, fmt.Errorf("find the newest words: %w", err)
	}
	return id, nil
}

func (d *DB) findAll(ctx context.Context, query WordQuery, asked string) ([]WordHit, error) {
	// Not by the primary key: for a rare word PostgreSQL would sooner walk all
	// documents backwards than trust its word index.
	return d.hits(ctx, "word_doc d WHERE d.tokens @@ ?::tsquery", "d.id", "d.id + 0", asked, query)
}
