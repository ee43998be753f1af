package check

import (
	"context"

	"anlan/internal/platform/db"
	"anlan/internal/understand/reading"
)

// RaiseTx looks whether a message of the customer holds the code. Whoever writes many
// numbers has as many tries as whoever types them: each number of six digits is one.
// What a quoted mail repeats is not looked at, nor what machines answer.
func (p *Porter) RaiseTx(ctx context.Context, tx *db.Tx, m reading.Reading, text []rune) error {
	codes := codesIn(text)
	if len(codes) == 0 {
		return nil
	}
	by, at, err := written(ctx, tx, m.Message)
	if err != nil {
		return err
	}
	r, found, err := newest(ctx, tx, m.Conversation, by)
	if err != nil || !found || r.stands(tx.Now()) != Sent || at.Before(instant(r.At)) {
		return err
	}
	if err := p.inbox.HoldTx(ctx, tx, m.Conversation); err != nil {
		return err
	}
	if r, found, err = take(ctx, tx, r.ID); err != nil || !found {
		return err
	}
	if !r.compared(m.Message) { // it was read anew
		return nil
	}
	for _, code := range codes {
		if r.stands(tx.Now()) != Sent {
			return nil
		}
		if r, err = p.tryTx(ctx, tx, r, code, "", m.Message); err != nil {
			return err
		}
	}
	return nil
}
