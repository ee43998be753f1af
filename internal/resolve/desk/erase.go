package desk

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// DropDraftsTx forgets what anybody was writing in these conversations, because
// they are erased.
func DropDraftsTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	if _, err := tx.Exec(ctx, "DELETE FROM draft WHERE conversation_id IN (?)", bun.In(conversations)); err != nil {
		return fmt.Errorf("drop drafts: %w", err)
	}
	return nil
}
