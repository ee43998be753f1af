package presence

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	State  State  `bun:"state"`
	Chosen State  `bun:"chosen"`
	Reason string `bun:"reason"`
	Until  int64  `bun:"until"`
	Since  int64  `bun:"since"`
	Seen   int64  `bun:"seen_at"`
}

func (r row) kept() kept {
	return kept{State: r.State, Chosen: r.Chosen, Reason: r.Reason, Until: instant(r.Until), Since: time.UnixMilli(r.Since).UTC(), Seen: time.UnixMilli(r.Seen).UTC()}
}

// instant reads a time as it is kept; 0 is never.
func instant(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis).UTC()
}

// millis is a time as it is kept.
func millis(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

func (p kept) presence() Presence {
	if p.State == Offline {
		return Presence{State: Offline, Since: p.Since}
	}
	return Presence{State: p.State, Reason: p.Reason, Since: p.Since, Until: p.Until}
}

// Of tells how people are there; everybody who is asked for is in the answer.
func (b *Board) Of(ctx context.Context, people []fact.StaffID) (map[fact.StaffID]Presence, error) {
	of := map[fact.StaffID]Presence{}
	if len(people) == 0 {
		return of, nil
	}
	for _, id := range people {
		of[id] = Presence{State: Offline}
	}
	var rows []struct {
		Staff fact.StaffID `bun:"staff_id"`
		row
	}
	err := b.db.Read().NewRaw("SELECT staff_id, state, chosen, reason, until, since, seen_at FROM presence WHERE staff_id IN (?)", bun.List(people)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who is there: %w", err)
	}
	for _, r := range rows {
		of[r.Staff] = r.kept().presence()
	}
	return of, nil
}

// look reads a presence without holding it.
func look(ctx context.Context, d *db.DB, staff fact.StaffID) (p kept, known bool, err error) {
	var r row
	err = d.Read().NewRaw("SELECT state, chosen, reason, until, since, seen_at FROM presence WHERE staff_id = ?", staff).Scan(ctx, &r)
	if db.IsNone(err) {
		return kept{}, false, nil
	}
	if err != nil {
		return kept{}, false, fmt.Errorf("read the presence of %s: %w", staff, err)
	}
	return r.kept(), true, nil
}

// hold takes a person's presence for this transaction; a person of whom nothing
// is known yet has always been offline.
func hold(ctx context.Context, tx *db.Tx, staff fact.StaffID) (kept, error) {
	var r row
	err := tx.NewRaw(`INSERT INTO presence (staff_id, state, chosen, since, seen_at)
		SELECT id, 'offline', 'online', created_at, created_at FROM staff WHERE id = ?
		ON CONFLICT (staff_id) DO UPDATE SET state = presence.state
		RETURNING state, chosen, reason, until, since, seen_at`, staff).Scan(ctx, &r)
	if db.IsNone(err) {
		return kept{}, fault.New(fault.Missing, "staff.missing")
	}
	if err != nil {
		return kept{}, fmt.Errorf("hold the presence of %s: %w", staff, err)
	}
	return r.kept(), nil
}

func save(ctx context.Context, tx *db.Tx, staff fact.StaffID, p kept) error {
	_, err := tx.Exec(ctx, "UPDATE presence SET state = ?, chosen = ?, reason = ?, until = ?, since = ?, seen_at = ? WHERE staff_id = ?",
		p.State, p.Chosen, p.Reason, millis(p.Until), p.Since.UnixMilli(), p.Seen.UnixMilli(), staff)
	if err != nil {
		return fmt.Errorf("save the presence of %s: %w", staff, err)
	}
	return nil
}

// silentSince lists who is not offline and has given no sign of life since then.
func silentSince(ctx context.Context, d *db.DB, then time.Time) (ids []fact.StaffID, err error) {
	err = d.Read().NewRaw("SELECT staff_id FROM presence WHERE state <> 'offline' AND seen_at <= ? ORDER BY staff_id", then.UnixMilli()).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look for who has gone silent: %w", err)
	}
	return ids, nil
}
