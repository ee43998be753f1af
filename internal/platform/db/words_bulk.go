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

// placeMany tells which document sits in which place now.
func (tx *Tx) placeMany(ctx context.Context, rows []wordRow) (map[int64]string, error) {
	columns, place := "id, kind, owner_id, group_id", "(?, ?, ?, ?)"
	if tx.Database() == Postgres {
		columns, place = columns+", tokens", "(?, ?, ?, ?, ?::tsvector)"
	}
	var args []any
	for _, r := range rows {
		args = append(args, r.ID, r.Doc.Kind, r.Doc.Owner, r.Doc.Group)
		if tx.Database() == Postgres {
			args = append(args, vector(r.Tokens)+spans(r.ID))
		}
	}
	var found []struct {
		ID    int64  `bun:"id"`
		Owner string `bun:"owner_id"`
	}
	err := tx.NewRaw("INSERT INTO word_doc ("+columns+") VALUES "+repeated(place, len(rows))+
		" ON CONFLICT DO NOTHING RETURNING id, owner_id", args...).Scan(ctx, &found)
	if err != nil {
		return nil, err
	}
	placed := make(map[int64]string, len(found))
	for _, f := range found {
		placed[f.ID] = f.Owner
	}
	if tx.Database() == Postgres {
		return placed, nil
	}
	return placed, tx.fillMany(ctx, rows, placed)
}

// fillMany writes the tokens of those that got a place, on SQLite.
func (tx *Tx) fillMany(ctx context.Context, rows []wordRow, placed map[int64]string) error {
	var args []any
	for _, r := range rows {
		if placed[r.ID] == r.Doc.Owner {
			args = append(args, r.ID, strings.Join(r.Tokens, " "))
		}
	}
	if len(args) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, "INSERT INTO word_index (rowid, tokens) VALUES "+repeated("(?, ?)", len(args)/2), args...)
	return err
}

func repeated(place string, n int) string {
	return strings.TrimSuffix(strings.Repeat(place+", ", n), ", ")
}
