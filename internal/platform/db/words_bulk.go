package db

import (
	"context"
	"fmt"
	"strings"
)

// wordRow is a document on its way into the index.
type wordRow struct {
	ID     int64
	Doc    WordDoc
	Tokens []string
}

// IndexWords makes documents findable in the transaction that makes them. They
// are collected and written just before the commit, all in one statement or two:
// a message that opens a conversation with somebody new brings three.
func (tx *Tx) IndexWords(_ context.Context, docs ...WordDoc) error {
	tx.docs = append(tx.docs, docs...)
	return nil
}

// settleWords writes down the documents that were collected.
func (tx *Tx) settleWords(ctx context.Context) error {
	docs := latest(tx.docs)
	tx.docs = nil
	var rows []wordRow
	for _, doc := range docs {
		if tokens := bounded(doc.Tokens); len(tokens) > 0 {
			rows = append(rows, wordRow{wordID(doc), doc, tokens})
		} else if _, err := tx.dropWords(ctx, "kind = ? AND owner_id = ?", doc.Kind, doc.Owner); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if tx.Database() == Postgres && !tx.slowly {
		return tx.placeUnasked(ctx, rows)
	}
	placed, err := tx.placeMany(ctx, rows)
	if err != nil {
		return fmt.Errorf("index words of %d documents: %w", len(rows), err)
	}
	// The few that were there before, or whose place is taken, go in one by one.
	for _, r := range rows {
		if placed[r.ID] != r.Doc.Owner {
			if err := tx.indexOne(ctx, r.Doc); err != nil {
				return err
			}
		}
	}
	return nil
}

// latest leaves of each document its last form.
func latest(docs []WordDoc) []WordDoc {
	at := map[[2]string]int{}
	kept := make([]WordDoc, 0, len(docs))
	for _, doc := range docs {
		key := [2]string{doc.Kind, doc.Owner}
		if i, there := at[key]; there {
			kept[i] = doc
			continue
		}
		at[key] = len(kept)
		kept = append(kept, doc)
	}
	return kept
}

// placeUnasked writes documents without waiting for the answer. Where two meet in
// one place, PostgreSQL refuses the write, and it begins again, slowly.
func (tx *Tx) placeUnasked(ctx context.Context, rows []wordRow) error {
	for len(rows) > 0 {
		part := rows[:min(len(rows), mostRows)]
		rows = rows[len(part):]
		values := make([]any, 0, 5*len(part))
		for _, r := range part {
			values = append(values, r.ID, r.Doc.Kind, r.Doc.Owner, r.Doc.Group, vector(r.Tokens)+spans(r.ID))
		}
		err := tx.put(ctx, "word_doc (id, kind, owner_id, group_id, tokens)", len(part), values,
			" ON CONFLICT (kind, owner_id) DO UPDATE SET id = EXCLUDED.id, group_id = EXCLUDED.group_id, tokens = EXCLUDED.tokens")
		if err != nil {
			return err
		}
	}
	return nil
}

// placeMany tells which document sits in which place now.
func (tx *Tx) placeMany(ctx context.Context, rows []wordRow) (map[int64]string, error) {
	placed := make(map[int64]string, len(rows))
	for from := 0; from < len(rows); from += mostRows {
		part := rows[from:min(from+mostRows, len(rows))]
		into, columns := "word_doc (id, kind, owner_id, group_id)", 4
		if tx.Database() == Postgres {
			into, columns = "word_doc (id, kind, owner_id, group_id, tokens)", 5
		}
		args := make([]any, 0, columns*len(part))
		for _, r := range part {
			args = append(args, r.ID, r.Doc.Kind, r.Doc.Owner, r.Doc.Group)
			if tx.Database() == Postgres {
				args = append(args, vector(r.Tokens)+spans(r.ID))
			}
		}
		var found []struct {
			ID    int64  `bun:"id"`
			Owner string `bun:"owner_id"`
		}
		query := insertion(into, len(part), columns, " ON CONFLICT DO NOTHING RETURNING id, owner_id")
		if err := tx.Ask(query, args...).Scan(ctx, &found); err != nil {
			return nil, err
		}
		for _, f := range found {
			placed[f.ID] = f.Owner
		}
	}
	if tx.Database() == SQLite {
		for _, r := range rows {
			if placed[r.ID] == r.Doc.Owner {
				tx.changeWords(r.ID, wordChange{tokens: strings.Join(r.Tokens, " ")})
			}
		}
	}
	return placed, nil
}
