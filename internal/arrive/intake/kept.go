package intake

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Kept is a whole conversation of a contact whom we have, under the name that
// the system it comes from gave it.
type Kept struct {
	conversation.Kept
	ExternalID string
}

// KnownKept tells which conversations have come before, by channel and external
// id; also those that were deleted since.
func (d *Door) KnownKept(ctx context.Context, q bun.IDB, channel fact.ChannelID, externals []string) (map[string]fact.ConversationID, error) {
	known := map[string]fact.ConversationID{}
	if len(externals) == 0 {
		return known, nil
	}
	var rows []arrivalRow
	err := q.NewRaw("SELECT external_id, conversation_id FROM arrival WHERE channel_id = ? AND external_id IN (?)", channel, bun.List(externals)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("look for earlier arrivals: %w", err)
	}
	for _, r := range rows {
		known[r.ExternalID] = r.Conversation
	}
	return known, nil
}

// KeepManyTx takes kept conversations in and writes them down as arrived, so
// that they are recognised when they come again.
func (d *Door) KeepManyTx(ctx context.Context, tx *db.Tx, form field.Form, list []Kept) ([]conversation.Placed, error) {
	talks := make([]conversation.Kept, len(list))
	for i, k := range list {
		talks[i] = k.Kept
	}
	placed, err := d.inbox.KeepManyTx(ctx, tx, form, talks)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	rows := make([]arrivalRow, len(list))
	for i, k := range list {
		rows[i] = arrivalRow{Channel: k.Channel, ExternalID: k.ExternalID, Conversation: placed[i].Conversation, ArrivedAt: tx.Now().UnixMilli()}
	}
	if _, err := tx.NewInsert().Model(&rows).Returning("NULL").Exec(ctx); err != nil {
		return nil, fmt.Errorf("write %d arrivals down: %w", len(rows), err)
	}
	return placed, nil
}

// TakeBackTx takes a conversation back that an import made, as if it had never
// come; false when somebody touched it since.
func (d *Door) TakeBackTx(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID, version int) (bool, error) {
	gone, err := d.inbox.TakeBackTx(ctx, tx, who, c, version)
	if err != nil || !gone {
		return false, err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM arrival WHERE conversation_id = ? AND message_id = ''", c); err != nil {
		return false, fmt.Errorf("forget an arrival: %w", err)
	}
	return true, nil
}

// With puts the contact behind a kept conversation and what they said in it.
func (k Kept) With(who fact.ContactID) Kept {
	k.Contact = who
	messages := make([]conversation.KeptMessage, len(k.Messages))
	for i, m := range k.Messages {
		if m.Kind == conversation.Inbound {
			m.Contact = who
		}
		messages[i] = m
	}
	k.Messages = messages
	return k
}
