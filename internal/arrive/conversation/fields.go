package conversation

import (
	"context"
	"strings"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// where is where a conversation stands, as the values of its fields know it.
func (c row) where() field.Where { return field.Where{State: string(c.State), At: c.LastMessageAt} }

// filling sets values of the house's own fields.
func (in *Inbox) filling(who access.Actor, values field.Values) step {
	return func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		keys, err := field.SetTx(ctx, tx, field.Conversation, string(c.ID), c.where(), values)
		if err != nil || len(keys) == 0 {
			return c, nil, err
		}
		facts := make([]db.Fact, len(keys))
		for i, key := range keys {
			facts[i] = fact.ConversationFieldChanged{Conversation: c.ID, Key: key, By: who.ID}
		}
		return c, facts, in.findable(ctx, tx, c)
	}
}

// findable makes a conversation findable by its subject, its number and its fields.
func (in *Inbox) findable(ctx context.Context, tx *db.Tx, c row) error {
	found := c.searchable()
	texts, err := field.TextsOf(ctx, tx, string(c.ID))
	if err != nil {
		return err
	}
	found.Fields = append(found.Fields, texts...)
	return in.index.IndexConversation(ctx, tx, found)
}

// answered refuses to resolve what still lacks a value that the house wants.
func answered(ctx context.Context, tx *db.Tx, c row) error {
	keys, labels, err := field.MissingTx(ctx, tx, field.Conversation, string(c.ID))
	if err != nil || len(keys) == 0 {
		return err
	}
	return fault.New(fault.Conflict, "conversation.fields_needed", "fields", strings.Join(labels, ", "), "keys", keys).At("fields." + keys[0])
}
