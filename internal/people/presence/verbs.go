package presence

import (
	"context"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Choose says how somebody wants to be seen: online, busy, away or after a call.
// The choice holds while a screen of theirs is open, and no longer than it says.
func (b *Board) Choose(ctx context.Context, who access.Actor, c Choice) (p Presence, err error) {
	if err := who.Writes(); err != nil {
		return Presence{}, err
	}
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		if err := offered(ctx, tx, c); err != nil {
			return err
		}
		after, err := chosen(before, c, tx.Now())
		if err != nil {
			return err
		}
		p = after.presence()
		if err := turn(ctx, tx, who.ID, before, after, who.ID); err != nil || c.Until.IsZero() {
			return err
		}
		return tx.Enqueue(ctx, db.Job{Kind: ReturnJob, Args: Check{Staff: who.ID}, RunAt: c.Until})
	})
	return p, err
}

// RestTx takes somebody to be away, in the caller's transaction, until they say
// otherwise: they are on line, and do not answer.
func (b *Board) RestTx(ctx context.Context, tx *db.Tx, staff fact.StaffID) error {
	before, err := hold(ctx, tx, staff)
	if err != nil || before.State != Online {
		return err
	}
	after := before.free()
	after.Chosen = Away
	return turn(ctx, tx, staff, before, after.turned(Away, tx.Now()), "")
}

// Return is the timer's question: has what this person chose come to its end?
func (b *Board) Return(ctx context.Context, c Check) error {
	return b.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, c.Staff)
		if err != nil {
			return err
		}
		return turn(ctx, tx, c.Staff, before, back(before, tx.Now()), "")
	})
}

// Seen notes a sign of life: a screen was opened, or its socket is still there.
// Call it when a socket opens and at least every half minute while it is open.
func (b *Board) Seen(ctx context.Context, staff fact.StaffID) error {
	p, known, err := look(ctx, b.db, staff)
	if err != nil {
		return err
	}
	if known && p.State != Offline && b.db.Now().Sub(p.Seen) < grain {
		return nil
	}
	return b.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, staff)
		if err != nil {
			return err
		}
		return turn(ctx, tx, staff, before, awake(before, tx.Now()), "")
	})
}

// Left notes that a socket has closed. Whether it was the last one shows when
// the timer rings: another one will have given a sign of life by then.
func (b *Board) Left(ctx context.Context, staff fact.StaffID) error {
	return b.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, staff)
		if err != nil || before.State == Offline {
			return err
		}
		after := before
		after.Seen = tx.Now()
		if err := turn(ctx, tx, staff, before, after, ""); err != nil {
			return err
		}
		return tx.Enqueue(ctx, db.Job{Kind: CheckJob, Args: Check{Staff: staff}, RunAt: tx.Now().Add(patience)})
	})
}

// Check is the timer's question: is this person still there?
func (b *Board) Check(ctx context.Context, c Check) error {
	return b.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, c.Staff)
		if err != nil {
			return err
		}
		return turn(ctx, tx, c.Staff, before, asleep(before, tx.Now()), "")
	})
}

// Sweep asks the same of everybody whose last sign of life is old. Run it every
// minute: it finds those whose node died before it could say that they left.
func (b *Board) Sweep(ctx context.Context) error {
	silent, err := silentSince(ctx, b.db, b.db.Now().Add(-patience))
	if err != nil {
		return err
	}
	for _, id := range silent {
		if err := b.Check(ctx, Check{Staff: id}); err != nil {
			return err
		}
	}
	return nil
}

// turn saves a presence, and tells when others see it differently than before.
func turn(ctx context.Context, tx *db.Tx, staff fact.StaffID, before, after kept, by fact.StaffID) error {
	if after == before {
		return nil
	}
	if err := save(ctx, tx, staff, after); err != nil {
		return err
	}
	is, was := after.presence(), before.presence()
	if is.State == was.State && is.Reason == was.Reason && is.Until.Equal(was.Until) {
		return nil
	}
	return tx.Record(ctx, fact.PresenceChanged{Staff: staff, State: string(is.State), Reason: is.Reason, By: by})
}
