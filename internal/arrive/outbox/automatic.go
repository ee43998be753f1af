package outbox

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/platform/db"
)

// An address gets a few mails in an hour that nobody pressed a button for. Two
// machines that do not know each other as such stop there.
const (
	AutomaticLimit  = 4
	automaticWithin = time.Hour
	automaticKept   = 30 * 24 * time.Hour
)

// AutomaticTx asks for leave to send a mail that nobody pressed a button for, and
// writes it down; lately is how many the address has got within an hour.
func (l *Ledger) AutomaticTx(ctx context.Context, tx *db.Tx, id, kind, address string) (lately int, may bool, err error) {
	address = folded(address)
	err = tx.Ask("SELECT COUNT(*) FROM automatic_mail WHERE address = ? AND at > ?", address, tx.Now().Add(-automaticWithin).UnixMilli()).Scan(ctx, &lately)
	if err != nil || lately >= AutomaticLimit {
		return lately, false, err
	}
	_, err = tx.Ask("INSERT INTO automatic_mail (id, address, kind, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", id, address, kind, tx.Now().UnixMilli()).Exec(ctx)
	if err != nil {
		return lately, false, fmt.Errorf("note a mail of a machine: %w", err)
	}
	return lately, true, nil
}

// Sweep forgets which mails of machines left long ago.
func (l *Ledger) Sweep(ctx context.Context) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM automatic_mail WHERE at < ?", tx.Now().Add(-automaticKept).UnixMilli())
		return err
	})
}
