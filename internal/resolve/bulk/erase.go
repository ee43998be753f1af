package bulk

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// ForgetTx drops how conversations stood before an action, because they are
// erased. An undoing passes them over.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	if len(conversations) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE bulk_item SET before = '', state = 'kept', reason = 'conversation.missing'
		WHERE before <> '' AND conversation_id IN (?)`, bun.In(conversations))
	if err != nil {
		return fmt.Errorf("forget how conversations stood: %w", err)
	}
	return nil
}
