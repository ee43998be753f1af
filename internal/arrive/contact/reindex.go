package contact

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// reindexLot is how many contacts are made findable in one transaction.
const reindexLot = 200

// Reindex makes every contact findable again: after a restore, which brings no
// words along. It may be cut off and begun anew.
func (b *Book) Reindex(ctx context.Context) error {
	for after := fact.ContactID(""); ; {
		var rows []row
		err := b.db.Write(ctx, func(tx *db.Tx) error {
			rows = nil
			if err := tx.NewSelect().Model(&rows).Where("id > ?", after).Order("id").Limit(reindexLot).Scan(ctx); err != nil {
				return err
			}
			ids := make([]fact.ContactID, len(rows))
			for i, c := range rows {
				ids[i] = c.ID
			}
			identities, err := identitiesOf(ctx, tx, ids...)
			if err != nil {
				return err
			}
			for _, c := range rows {
				if c.MergedInto != "" {
					continue
				}
				if err := b.findable(ctx, tx, c, identities[c.ID]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("make contacts findable: %w", err)
		}
		if len(rows) == 0 {
			return nil
		}
		after = rows[len(rows)-1].ID
	}
}
