package contact

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Mail in somebody's name, of which their domain says that it is not from there, is
// nobody's whom we know; and a hundred such mails are not a hundred people. They come
// to one contact, by the address they show and the server that found them out.

// disowned is that contact; "" where there is none yet, or where people have made
// somebody of it since: what is forged must not come to them.
func disowned(ctx context.Context, tx *db.Tx, s Sender) (who fact.ContactID, err error) {
	err = tx.Ask(`SELECT c.id FROM disowned_sender d JOIN contact c ON c.id = d.contact_id
		WHERE d.receiver = ? AND d.address = ? AND c.merged_into = ''
		AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.contact_id = c.id AND i.verified)`, s.Disowned, NormalEmail(s.Email)).Scan(ctx, &who)
	if err != nil && !db.IsNone(err) {
		return "", fmt.Errorf("look for a disowned sender: %w", err)
	}
	return who, nil
}

func disown(ctx context.Context, tx *db.Tx, s Sender, who fact.ContactID) error {
	address := NormalEmail(s.Email)
	if address == "" {
		return nil
	}
	n, err := tx.Ask(`INSERT INTO disowned_sender (receiver, address, contact_id) VALUES (?, ?, ?)
		ON CONFLICT (receiver, address) DO UPDATE SET contact_id = EXCLUDED.contact_id
		WHERE EXISTS (SELECT 1 FROM contact c WHERE c.id = disowned_sender.contact_id AND c.merged_into <> '')
			OR EXISTS (SELECT 1 FROM identity i WHERE i.contact_id = disowned_sender.contact_id AND i.verified)`,
		s.Disowned, address, who).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remember a disowned sender: %w", err)
	}
	if n == 0 {
		return ErrMetMeanwhile // another such mail came in the same moment
	}
	return nil
}
