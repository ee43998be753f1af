package conversation

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Machines may take a conversation up again that was done or put off, but not again
// and again: two machines that answer one another would never let it rest.
const (
	reopenings       = 3
	reopeningsWithin = time.Hour
)

// holdBack decides whether a machine's mail takes up again what was done or put off,
// and writes that down.
func (in *Inbox) holdBack(ctx context.Context, tx *db.Tx, c row, m *messageRow, s Saying) error {
	if !s.Machine || m.Automatic || m.Kind != Inbound || c.State != Resolved && c.State != Snoozed {
		return nil
	}
	var before int
	err := tx.Ask("SELECT COUNT(*) FROM machine_reopening WHERE conversation_id = ? AND reopened AND at > ?", c.ID, tx.Now().Add(-reopeningsWithin).UnixMilli()).Scan(ctx, &before)
	if err != nil {
		return fmt.Errorf("count how often machines reopened %s: %w", c.ID, err)
	}
	m.Automatic = before >= reopenings
	err = tx.Ask("INSERT INTO machine_reopening (message_id, conversation_id, reopened, at) VALUES (?, ?, ?, ?)", m.ID, c.ID, !m.Automatic, tx.Now().UnixMilli()).Later(ctx)
	if err != nil {
		return fmt.Errorf("note that a machine wrote to %s: %w", c.ID, err)
	}
	if !m.Automatic {
		return nil
	}
	return tx.Record(ctx, fact.ConversationLeftAlone{Conversation: c.ID, Message: m.ID, Because: "machines_reopened_it"})
}
