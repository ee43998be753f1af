package desk

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// quickerTx stops a reply whose writer has not seen the newest: a colleague has
// answered meanwhile, or the customer has written again. It holds the
// conversation, so that of two who send at once the second is told.
func (d *Desk) quickerTx(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID, w Words) error {
	if w.Kind != conversation.Reply || w.SeenUpto == "" || w.Anyway {
		return nil
	}
	if err := d.inbox.HoldTx(ctx, tx, c); err != nil {
		return err
	}
	tree, err := d.inbox.Tree(ctx, tx, c)
	if err != nil {
		return err
	}
	var seen int64
	err = tx.NewRaw("SELECT sent_at FROM message WHERE id = ? AND conversation_id IN (?)", w.SeenUpto, bun.List(tree)).Scan(ctx, &seen)
	if db.IsNone(err) {
		return fault.New(fault.Invalid, "message.missing").At("seen_upto")
	}
	var later []struct {
		Kind conversation.Kind `bun:"kind"`
		Name string            `bun:"name"`
	}
	if err == nil {
		err = tx.NewRaw(`SELECT m.kind, COALESCE(s.name, '') AS name FROM message m LEFT JOIN staff s ON s.id = m.staff_id
			WHERE m.conversation_id IN (?) AND (m.sent_at, m.id) > (?, ?)
				AND (m.kind = 'inbound' OR m.kind = 'reply' AND m.staff_id <> ? AND m.staff_id <> '')
			ORDER BY CASE WHEN m.kind = 'reply' THEN 0 ELSE 1 END, m.sent_at, m.id LIMIT 1`, bun.List(tree), seen, w.SeenUpto, who.ID).Scan(ctx, &later)
	}
	if err != nil {
		return fmt.Errorf("what was said since %s: %w", w.SeenUpto, err)
	}
	switch {
	case len(later) == 0:
		return nil
	case later[0].Kind == conversation.Reply:
		return fault.New(fault.Conflict, "message.somebody_was_quicker", "who", later[0].Name)
	}
	return fault.New(fault.Conflict, "message.customer_was_quicker")
}
