package search

import (
	"context"
	"strconv"

	"anlan/internal/platform/db"
)

// Lot is much that becomes findable at once, as in an import.
type Lot struct {
	Messages      []Message
	Conversations []Conversation
	Contacts      []Contact
}

// IndexLot makes all of it findable, in few statements.
func (x *Index) IndexLot(ctx context.Context, tx *db.Tx, lot Lot) error {
	var docs []db.WordDoc
	for _, m := range lot.Messages {
		docs = append(docs, m.doc())
	}
	for _, c := range lot.Conversations {
		docs = append(docs, c.doc())
	}
	for _, c := range lot.Contacts {
		docs = append(docs, c.doc())
	}
	return tx.IndexWords(ctx, docs...)
}

func (m Message) doc() db.WordDoc {
	return db.WordDoc{
		Kind: kindMessage, Owner: string(m.ID), Group: string(m.Conversation), At: m.At,
		Tokens: words(append([]string{m.Text}, m.Files...)),
	}
}

func (c Conversation) doc() db.WordDoc {
	return db.WordDoc{
		Kind: kindSubject, Owner: string(c.ID), Group: string(c.ID), At: c.At,
		Tokens: words(append([]string{c.Subject, strconv.FormatInt(c.Number, 10)}, c.Fields...)),
	}
}

func (c Contact) doc() db.WordDoc {
	return db.WordDoc{
		Kind: kindContact, Owner: string(c.ID), Group: string(c.ID), At: c.At,
		Tokens: words(contactTexts(c)),
	}
}
