package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// erased is what is kept of the name of a message that was erased: enough to
// know it when it comes again, and nothing that tells of a person. Names are
// often addresses.
func erased(external string) string {
	sum := sha256.Sum256([]byte(external))
	return "erased:" + hex.EncodeToString(sum[:])
}

// ForgetTx keeps of what came into these conversations only that it has come, so
// that it does not come back, and forgets the names of their threads.
func (d *Door) ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	if len(conversations) == 0 {
		return nil
	}
	var came []struct {
		Channel  fact.ChannelID `bun:"channel_id"`
		External string         `bun:"external_id"`
	}
	err := tx.NewRaw("SELECT channel_id, external_id FROM arrival WHERE conversation_id IN (?) AND external_id NOT LIKE 'erased:%'", bun.In(conversations)).Scan(ctx, &came)
	if err != nil {
		return fmt.Errorf("look what came in: %w", err)
	}
	for _, a := range came {
		_, err := tx.Exec(ctx, "UPDATE arrival SET external_id = ?, deleted_at = ? WHERE channel_id = ? AND external_id = ?",
			erased(a.External), tx.Now().UnixMilli(), a.Channel, a.External)
		if err != nil {
			return fmt.Errorf("forget the name of an arrival: %w", err)
		}
	}
	if _, err := tx.Exec(ctx, "DELETE FROM thread_ref WHERE conversation_id IN (?)", bun.In(conversations)); err != nil {
		return fmt.Errorf("forget the names of threads: %w", err)
	}
	return nil
}
