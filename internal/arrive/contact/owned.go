package contact

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Owned is an e-mail address that is known to be a contact's.
type Owned struct {
	ID    fact.IdentityID `bun:"id"`
	Value string          `bun:"value"`
}

// Owned are the e-mail addresses that were known to be a contact's before an instant:
// what somebody typed or had added since proves nothing. Where contacts were merged
// since, what the writer brought along proves nothing either; what the other one had
// does. Addresses from which mail comes back are left out.
func (b *Book) Owned(ctx context.Context, q db.Reader, contact, writer fact.ContactID, before time.Time) (list []Owned, err error) {
	at := before.UnixMilli()
	err = q.Ask(`SELECT id, value FROM identity WHERE contact_id = ? AND kind = 'email' AND verified AND bounced_at = 0 AND created_at <= ?
			AND (NOT EXISTS (SELECT 1 FROM contact_merge WHERE into_id = ? AND undone_at = 0 AND at > ?)
				OR first_contact <> ? AND first_contact NOT IN (SELECT contact_id FROM contact_merge WHERE into_id = ? AND undone_at = 0 AND at <= ?))
		ORDER BY created_at, id`, contact, at, contact, at, writer, writer, at).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("which addresses are known to be of %s: %w", contact, err)
	}
	return list, nil
}

// LockTx keeps others from doing at the same time what is counted by contact.
func LockTx(ctx context.Context, tx *db.Tx, contact fact.ContactID) error {
	n, err := tx.Exec(ctx, "UPDATE contact SET version = version WHERE id = ?", contact)
	if err != nil {
		return fmt.Errorf("lock contact %s: %w", contact, err)
	}
	if n == 0 {
		return fault.New(fault.Missing, "contact.missing")
	}
	return nil
}
