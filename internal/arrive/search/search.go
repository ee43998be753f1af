// Package search finds conversations and contacts by words, numbers, names and
// addresses. What is written is indexed in the transaction that writes it, so it
// is found at once. No facts come in and none go out: the owners of messages,
// conversations and contacts call Index themselves.
package search

import (
	"context"
	"time"

	"anlan/internal/fact"
	"anlan/internal/kit/segment"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Kinds of documents in the word index.
const (
	kindMessage = "message"
	kindSubject = "subject"
	kindContact = "contact"
)

// Index is everything that can be found.
type Index struct {
	db    *db.DB
	cover Cover
}

// Cover gives what puts texts before a reader as they may see them; nil where they
// see all.
type Cover func(ctx context.Context, who access.Actor) (func(what Reason, name, text string) string, error)

// Cover lets readers find only what they would see: a hit counts when the words
// stand in the text as it is shown to them. Else whoever types a number would learn
// from the hit that it is there, and by typing its beginnings, which one it is.
func (x *Index) Cover(c Cover) { x.cover = c }

// New makes the index on a database.
func New(d *db.DB) *Index { return &Index{db: d} }

// Message is what is indexed of a message: inbound, reply or note.
type Message struct {
	ID           fact.MessageID
	Conversation fact.ConversationID
	Text         string
	Files        []string // names of attachments
	At           time.Time
}

// Conversation is what is indexed of a conversation beside its messages.
type Conversation struct {
	ID      fact.ConversationID
	Number  int64
	Subject string
	Fields  []string  // texts of the house's own fields
	At      time.Time // when it was opened
}

// Contact is what is indexed of a contact. Contacts with no name, identity or
// attribute that a person could type need not be indexed.
type Contact struct {
	ID         fact.ContactID
	Name       string
	Identities []string // addresses, phone numbers, external ids; not the ids of chat visitors
	Attributes map[string]any
	Fields     []string  // texts of the house's own fields
	At         time.Time // when it was created
}

// IndexMessage makes a message findable; calling it again replaces what was there.
func (x *Index) IndexMessage(ctx context.Context, tx *db.Tx, m Message) error {
	return tx.IndexWords(ctx, m.doc())
}

// IndexConversation makes a conversation findable by its subject and number.
func (x *Index) IndexConversation(ctx context.Context, tx *db.Tx, c Conversation) error {
	return tx.IndexWords(ctx, c.doc())
}

// IndexContact makes a contact findable by name, identities and attributes.
func (x *Index) IndexContact(ctx context.Context, tx *db.Tx, c Contact) error {
	return tx.IndexWords(ctx, c.doc())
}

// DropMessage makes a deleted message unfindable.
func (x *Index) DropMessage(ctx context.Context, tx *db.Tx, id fact.MessageID) error {
	return tx.DropWords(ctx, kindMessage, string(id))
}

// DropConversation makes a conversation and all its messages unfindable.
func (x *Index) DropConversation(ctx context.Context, tx *db.Tx, id fact.ConversationID) error {
	return tx.DropWordsOf(ctx, string(id))
}

// DropContact makes a contact unfindable, for example one that was merged.
func (x *Index) DropContact(ctx context.Context, tx *db.Tx, id fact.ContactID) error {
	return tx.DropWordsOf(ctx, string(id))
}

// MoveMessages makes hits in messages open another conversation.
func (x *Index) MoveMessages(ctx context.Context, tx *db.Tx, ids []fact.MessageID, to fact.ConversationID) error {
	return moveWords(ctx, tx, kindMessage, ids, string(to))
}

// MoveConversations makes hits in subjects and numbers open another conversation.
func (x *Index) MoveConversations(ctx context.Context, tx *db.Tx, ids []fact.ConversationID, to fact.ConversationID) error {
	return moveWords(ctx, tx, kindSubject, ids, string(to))
}

func moveWords[ID ~string](ctx context.Context, tx *db.Tx, kind string, ids []ID, to string) error {
	owners := make([]string, len(ids))
	for i, id := range ids {
		owners[i] = string(id)
	}
	return tx.MoveWords(ctx, kind, owners, to)
}

func words(texts []string) []string {
	var all []string
	for _, text := range texts {
		all = append(all, segment.Words(segment.Tokens(text))...)
	}
	return all
}
