package db

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// On SQLite the words of a whole batch are written together, behind the last of its
// savepoints: at each savepoint FTS5 would write what it has gathered into a piece
// of its own, and later merge them all. In the order of their ids, because it does
// the same when an id is smaller than the one before.

// wordChange is what becomes of one place in the word index.
type wordChange struct {
	dropped bool   // what stands there now goes
	tokens  string // what comes; "" = nothing
}

// changeWords notes a change in a write, which may yet be undone.
func (tx *Tx) changeWords(id int64, c wordChange) {
	if tx.words == nil {
		tx.words = map[int64]wordChange{}
	}
	c.dropped = c.dropped || tx.words[id].dropped
	tx.words[id] = c
}

// keepWords takes over the changes of a write that has gone well.
func (b *batch) keepWords(changes map[int64]wordChange) {
	for id, c := range changes {
		c.dropped = c.dropped || b.words[id].dropped
		b.words[id] = c
	}
}

func (b *batch) settleWords(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(b.words)) {
		c := b.words[id]
		if c.dropped {
			if err := b.exec(ctx, "DELETE FROM word_index WHERE rowid = ?", id); err != nil {
				return fmt.Errorf("drop words: %w", err)
			}
		}
		if c.tokens == "" {
			continue
		}
		if err := b.exec(ctx, "INSERT INTO word_index (rowid, tokens) VALUES (?, ?)", id, c.tokens); err != nil {
			return fmt.Errorf("write words: %w", err)
		}
	}
	return nil
}
