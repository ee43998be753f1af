package contact

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// What a mail server sends back, a complaint report, a mail from nobody's address: no
// person wrote it, and its address proves none. Such mail comes to one contact for each
// address, marked as automatic, so that a thousand bounces are not a thousand people,
// and are not taken for one either. It joins no organisation and is nobody's double.

// automatic is the contact of a machine's address; "" where there is none yet, or where
// people have made somebody of it since.
func automatic(ctx context.Context, tx *db.Tx, s Sender) (who fact.ContactID, err error) {
	err = tx.Ask(`SELECT c.id FROM automatic_sender a JOIN contact c ON c.id = a.contact_id
		WHERE a.address = ? AND c.automatic AND c.merged_into = ''`, NormalEmail(s.Email)).Scan(ctx, &who)
	if err != nil && !db.IsNone(err) {
		return "", fmt.Errorf("look for an automatic sender: %w", err)
	}
	return who, nil
}

func automate(ctx context.Context, tx *db.Tx, s Sender, who fact.ContactID) error {
	n, err := tx.Ask(`INSERT INTO automatic_sender (address, contact_id) VALUES (?, ?)
		ON CONFLICT (address) DO UPDATE SET contact_id = EXCLUDED.contact_id
		WHERE NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = automatic_sender.contact_id AND c.automatic AND c.merged_into = '')`,
		NormalEmail(s.Email), who).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remember an automatic sender: %w", err)
	}
	if n == 0 {
		return ErrMetMeanwhile // another such mail came in the same moment
	}
	return nil
}
