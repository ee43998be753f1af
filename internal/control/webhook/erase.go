package webhook

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/platform/db"
)

// ForgetTx drops what receivers answered about conversations or contacts that are
// erased. That they were told, and when, stays in the log: it holds ids alone.
func ForgetTx(ctx context.Context, tx *db.Tx, about ...string) error {
	if len(about) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE webhook_attempt SET answer = '', detail = '' WHERE (answer <> '' OR detail <> '')
		AND delivery_id IN (SELECT id FROM webhook_delivery WHERE lane <> '' AND lane IN (?))`, bun.In(about))
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE webhook_delivery SET detail = '' WHERE lane <> '' AND lane IN (?) AND detail <> ''", bun.In(about))
	}
	if err != nil {
		return fmt.Errorf("forget what receivers answered: %w", err)
	}
	return nil
}
