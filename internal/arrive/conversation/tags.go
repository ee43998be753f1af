package conversation

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

type tagRow struct {
	bun.BaseModel `bun:"table:conversation_tag"`
	Conversation  fact.ConversationID `bun:"conversation_id"`
	Tag           string              `bun:"tag"`
	State         State               `bun:"state"`
	LastMessageAt int64               `bun:"last_message_at"`
}

// tagMany gives new conversations their tags.
func tagMany(ctx context.Context, tx *db.Tx, list []History, rows []row) error {
	var tags []tagRow
	var worn []string
	for i, c := range rows {
		clean, err := cleanTags(list[i].Tags)
		if err != nil {
			return err
		}
		for _, t := range clean {
			worn = append(worn, t)
			tags = append(tags, tagRow{Conversation: c.ID, Tag: t, State: c.State, LastMessageAt: c.LastMessageAt})
		}
	}
	if len(tags) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&tags).Returning("NULL").Exec(ctx); err != nil {
		return fmt.Errorf("tag %d conversations: %w", len(rows), err)
	}
	return tallyTags(ctx, tx, +1, worn...)
}
