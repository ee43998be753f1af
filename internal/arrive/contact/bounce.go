package contact

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Bounce is that mail to an address came back: since when and why, the last time.
type Bounce struct {
	Since   time.Time `json:"since"`
	Because string    `json:"because" doc:"a code, as of the delivery of a message"`
	Said    string    `json:"said" doc:"what the other side said, in its own words"`
}

func (r identityRow) bounce() *Bounce {
	if r.BouncedAt == 0 {
		return nil
	}
	return &Bounce{Since: time.UnixMilli(r.BouncedAt).UTC(), Because: r.Because, Said: r.Said}
}

// BouncedTx marks an address, whoever has it. What bounces again does so since the
// first time.
func (b *Book) BouncedTx(ctx context.Context, tx *db.Tx, address, because, said string) error {
	address = NormalEmail(address)
	if address == "" {
		return nil
	}
	var rows []identityRow
	err := tx.Ask("SELECT "+db.Columns[identityRow]()+" FROM identity WHERE value = ? AND kind = 'email'", address).Scan(ctx, &rows)
	if err != nil {
		return fmt.Errorf("look whose an address is: %w", err)
	}
	for _, r := range rows {
		_, err := tx.Exec(ctx, "UPDATE identity SET bounced_at = CASE WHEN bounced_at = 0 THEN ? ELSE bounced_at END, bounced_because = ?, bounced_said = ? WHERE id = ?",
			tx.Now().UnixMilli(), because, said, r.ID)
		if err != nil {
			return fmt.Errorf("mark an address: %w", err)
		}
		if r.BouncedAt != 0 && r.Because == because {
			continue
		}
		if err := tx.Record(ctx, fact.ContactAddressBounced{Contact: r.Contact, Identity: r.ID, Because: because}); err != nil {
			return err
		}
	}
	return nil
}

// ReachedTx takes the mark from an address that was heard of: somebody wrote from
// it, or a mail arrived there.
func (b *Book) ReachedTx(ctx context.Context, tx *db.Tx, address string) error {
	address = NormalEmail(address)
	if address == "" {
		return nil
	}
	var rows []identityRow
	err := tx.Ask("SELECT "+db.Columns[identityRow]()+" FROM identity WHERE value = ? AND kind = 'email' AND bounced_at <> 0", address).Scan(ctx, &rows)
	if err != nil {
		return fmt.Errorf("look whether an address bounced: %w", err)
	}
	for _, r := range rows {
		if _, err := tx.Exec(ctx, "UPDATE identity SET bounced_at = 0, bounced_because = '', bounced_said = '' WHERE id = ?", r.ID); err != nil {
			return fmt.Errorf("take a mark from an address: %w", err)
		}
		if err := tx.Record(ctx, fact.ContactAddressRecovered{Contact: r.Contact, Identity: r.ID}); err != nil {
			return err
		}
	}
	return nil
}
