package db

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// WordDoc is something that can be found by its tokens. Who makes the tokens and
// who reads them must agree; here they are only words without spaces, in order.
type WordDoc struct {
	Kind   string // "message"
	Owner  string // its id; a second document of the same kind and owner replaces the first
	Group  string // what a hit opens: the conversation or the contact
	At     time.Time
	Tokens []string
}

// WordPhrase is tokens that stand one behind the other; with Prefix the last may
// be the beginning of a longer one.
type WordPhrase struct {
	Tokens []string
	Prefix bool
}

// WordTerm is one wish, in every form that satisfies it.
type WordTerm []WordPhrase

// WordQuery asks for documents, newest first.
type WordQuery struct {
	Terms  []WordTerm // all of them
	Any    bool       // one of them is enough
	Kinds  []string   // none = all kinds
	Groups []string   // none = all groups
	Before int64      // only hits behind this one; 0 = from the newest
	From   int64      // only this hit and newer ones
	Limit  int
}

// WordHit is a document that was found. Its ID is its place in the order, the
// same on both databases: by time, then by a hash of kind and owner.
type WordHit struct {
	ID    int64  `bun:"id"`
	Kind  string `bun:"kind"`
	Owner string `bun:"owner_id"`
	Group string `bun:"group_id"`
}

// At is the instant the document was indexed under.
func (h WordHit) At() time.Time { return time.UnixMilli(h.ID >> hashBits).UTC() }

// WordsSince is the place in the order where the documents of an instant begin.
func WordsSince(t time.Time) int64 { return max(t.UnixMilli(), 1) << hashBits }

// hashBits of an id part documents of one millisecond; the time stands above.
const hashBits = 20

// indexOne makes one document findable, whether it was there before or not.
func (tx *Tx) indexOne(ctx context.Context, doc WordDoc) error {
	tokens := bounded(doc.Tokens)
	if len(tokens) == 0 {
		_, err := tx.dropWords(ctx, "kind = ? AND owner_id = ?", doc.Kind, doc.Owner)
		return err
	}
	for id := wordID(doc); ; {
		placed, err := tx.placeWords(ctx, id, doc, tokens)
		if err != nil {
			return fmt.Errorf("index words of %s %s: %w", doc.Kind, doc.Owner, err)
		}
		if placed {
			return nil
		}
		// It was there before, perhaps by a transaction that has just ended; or
		// the place is another's, and the next one is tried.
		dropped, err := tx.dropWords(ctx, "kind = ? AND owner_id = ?", doc.Kind, doc.Owner)
		if err != nil {
			return err
		}
		if dropped == 0 {
			id++
		}
	}
}

// wordID puts the time above a hash. Instants outside 1970–2248 are moved to
// the edge: they come from broken clocks, and only their place suffers.
func wordID(doc WordDoc) int64 {
	const last = 1<<(63-hashBits) - 2
	h := fnv.New32a()
	_, _ = h.Write([]byte(doc.Kind + " " + doc.Owner)) // a hash never fails
	at := min(max(doc.At.UnixMilli(), 1), last)
	return at<<hashBits | int64(h.Sum32()&(1<<hashBits-1))
}

// placeWords says false when the document is there already, or another sits in
// its place.
func (tx *Tx) placeWords(ctx context.Context, id int64, doc WordDoc, tokens []string) (bool, error) {
	if tx.Database() == Postgres {
		n, err := tx.Exec(ctx, `INSERT INTO word_doc (id, kind, owner_id, group_id, tokens)
			VALUES (?, ?, ?, ?, ?::tsvector) ON CONFLICT DO NOTHING`,
			id, doc.Kind, doc.Owner, doc.Group, vector(tokens)+spans(id))
		return n > 0, err
	}
	n, err := tx.Ask(`INSERT INTO word_doc (id, kind, owner_id, group_id)
		VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, id, doc.Kind, doc.Owner, doc.Group).Exec(ctx)
	if err != nil || n == 0 {
		return false, err
	}
	tx.changeWords(id, wordChange{tokens: strings.Join(tokens, " ")})
	return true, nil
}

// DropWords makes one document unfindable.
func (tx *Tx) DropWords(ctx context.Context, kind, owner string) error {
	if err := tx.settleWords(ctx); err != nil {
		return err
	}
	_, err := tx.dropWords(ctx, "kind = ? AND owner_id = ?", kind, owner)
	return err
}

// DropWordsOf makes everything of a group unfindable.
func (tx *Tx) DropWordsOf(ctx context.Context, group string) error {
	if err := tx.settleWords(ctx); err != nil {
		return err
	}
	_, err := tx.dropWords(ctx, "group_id = ?", group)
	return err
}

// MoveWords makes documents belong to another group.
func (tx *Tx) MoveWords(ctx context.Context, kind string, owners []string, group string) error {
	if err := tx.settleWords(ctx); err != nil || len(owners) == 0 {
		return err
	}
	_, err := tx.Ask("UPDATE word_doc SET group_id = ? WHERE kind = ? AND owner_id IN (?)", group, kind, owners).Exec(ctx)
	if err != nil {
		return fmt.Errorf("move words: %w", err)
	}
	return nil
}

func (tx *Tx) dropWords(ctx context.Context, which string, args ...any) (dropped int64, err error) {
	if tx.Database() == Postgres {
		if dropped, err = tx.Ask("DELETE FROM word_doc WHERE "+which, args...).Exec(ctx); err != nil {
			return 0, fmt.Errorf("drop words: %w", err)
		}
		return dropped, nil
	}
	var ids []int64
	if err := tx.Ask("DELETE FROM word_doc WHERE "+which+" RETURNING id", args...).Scan(ctx, &ids); err != nil {
		return 0, fmt.Errorf("drop words: %w", err)
	}
	for _, id := range ids {
		tx.changeWords(id, wordChange{dropped: true})
	}
	return int64(len(ids)), nil
}

// FindWords finds documents, newest first.
func (d *DB) FindWords(ctx context.Context, query WordQuery) ([]WordHit, error) {
	asked := question(d.Dialect, query)
	if asked == "" {
		return nil, nil
	}
	if d.Dialect == Postgres {
		return d.findRecent(ctx, query, asked)
	}
	return d.hits(ctx, "word_index w JOIN word_doc d ON d.id = w.rowid WHERE word_index MATCH ?", "w.rowid", "w.rowid", asked, query)
}

func (d *DB) hits(ctx context.Context, from, id, order, asked string, q WordQuery) (found []WordHit, err error) {
	query, args := "SELECT d.id, d.kind, d.owner_id, d.group_id FROM "+from, []any{asked}
	if q.Before > 0 {
		query, args = query+" AND "+id+" < ?", append(args, q.Before)
	}
	if q.From > 0 {
		query, args = query+" AND "+id+" >= ?", append(args, q.From)
	}
	if len(q.Kinds) > 0 {
		query, args = query+" AND d.kind IN (?)", append(args, q.Kinds)
	}
	if len(q.Groups) > 0 {
		query, args = query+" AND d.group_id IN (?)", append(args, q.Groups)
	}
	query += " ORDER BY " + order + " DESC LIMIT ?"
	if err := d.Ask(query, append(args, q.Limit)...).Anew().Scan(ctx, &found); err != nil {
		return nil, fmt.Errorf("find words: %w", err)
	}
	return found, nil
}
