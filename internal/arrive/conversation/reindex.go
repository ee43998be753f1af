package conversation

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// reindexLot is how many conversations are made findable in one transaction.
const reindexLot = 50

// Reindex makes every conversation findable again, the newest first: after a
// restore, which brings no words along. It may be cut off and begun anew.
func (in *Inbox) Reindex(ctx context.Context) error {
	for before := int64(1 << 62); ; {
		var rows []row
		err := in.db.Read().NewSelect().Model(&rows).Where("number < ?", before).Order("number DESC").Limit(reindexLot).Scan(ctx)
		if err != nil {
			return fmt.Errorf("read conversations to be found: %w", err)
		}
		if len(rows) == 0 {
			return nil
		}
		if err := in.reindexLot(ctx, rows); err != nil {
			return err
		}
		before = rows[len(rows)-1].Number
	}
}

// reindexLot reads within the transaction: what somebody deletes meanwhile must
// not come back as words.
func (in *Inbox) reindexLot(ctx context.Context, rows []row) error {
	ids := make([]fact.ConversationID, len(rows))
	for i, c := range rows {
		ids[i] = c.ID
	}
	err := in.db.Write(ctx, func(tx *db.Tx) error {
		var here []row
		// The update that changes nothing keeps them from being deleted until we are done.
		err := tx.NewRaw("UPDATE conversation SET version = version WHERE id IN (?) RETURNING *", bun.In(ids)).Scan(ctx, &here)
		if err != nil {
			return err
		}
		lot := search.Lot{}
		for _, c := range here {
			lot.Conversations = append(lot.Conversations, c.searchable())
		}
		var messages []messageRow
		err = tx.NewSelect().Model(&messages).Where("conversation_id IN (?) AND kind <> ?", bun.In(ids), System).Scan(ctx)
		if err != nil {
			return err
		}
		spoken := make([]fact.MessageID, len(messages))
		for i, m := range messages {
			spoken[i] = m.ID
		}
		files, err := attachmentsOf(ctx, tx, spoken)
		if err != nil {
			return err
		}
		for _, m := range messages {
			text := m.ReplyText
			if text == "" {
				text = m.Text
			}
			doc := search.Message{ID: m.ID, Conversation: m.Conversation, Text: text, At: time.UnixMilli(m.SentAt)}
			for _, a := range files[m.ID] {
				doc.Files = append(doc.Files, a.Name)
			}
			lot.Messages = append(lot.Messages, doc)
		}
		return in.index.IndexLot(ctx, tx, lot)
	})
	if err != nil {
		return fmt.Errorf("make conversations findable: %w", err)
	}
	return nil
}
