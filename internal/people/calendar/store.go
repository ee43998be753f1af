package calendar

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	ID        fact.CalendarID `bun:"id"`
	Name      string          `bun:"name"`
	Version   int             `bun:"version"`
	Hours     string          `bun:"hours"`
	CreatedAt int64           `bun:"created_at"`
}

const inUse = `SELECT c.id, c.name, c.version, v.hours, c.created_at FROM calendar c
	JOIN calendar_version v ON v.calendar_id = c.id AND v.version = c.version WHERE c.retired_at = 0`

func (r row) calendar() (Calendar, error) {
	c := Calendar{ID: r.ID, Name: r.Name, Version: r.Version, CreatedAt: time.UnixMilli(r.CreatedAt).UTC()}
	if err := json.Unmarshal([]byte(r.Hours), &c.Hours); err != nil {
		return c, fmt.Errorf("read the hours of calendar %s: %w", r.ID, err)
	}
	return c, nil
}

func all(ctx context.Context, q db.Reader) ([]Calendar, error) {
	var rows []row
	if err := q.Ask(inUse+" ORDER BY c.name, c.id").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read the calendars: %w", err)
	}
	list := make([]Calendar, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.calendar(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// hold reads one in the transaction, and keeps others from it.
func hold(ctx context.Context, tx *db.Tx, id fact.CalendarID) (Calendar, error) {
	if _, err := tx.Exec(ctx, "UPDATE calendar SET version = version WHERE id = ?", id); err != nil {
		return Calendar{}, fmt.Errorf("hold the calendar %s: %w", id, err)
	}
	var rows []row
	if err := tx.Ask(inUse+" AND c.id = ?", id).Scan(ctx, &rows); err != nil {
		return Calendar{}, fmt.Errorf("read the calendar %s: %w", id, err)
	}
	if len(rows) == 0 {
		return Calendar{}, fault.New(fault.Missing, "calendar.missing")
	}
	return rows[0].calendar()
}

func insert(ctx context.Context, tx *db.Tx, c Calendar) error {
	_, err := tx.Exec(ctx, "INSERT INTO calendar (id, name, created_at) VALUES (?, ?, ?)", c.ID, c.Name, c.CreatedAt.UnixMilli())
	return taken(err)
}

func update(ctx context.Context, tx *db.Tx, c Calendar) error {
	_, err := tx.Exec(ctx, "UPDATE calendar SET name = ?, version = ? WHERE id = ?", c.Name, c.Version, c.ID)
	return taken(err)
}

func taken(err error) error {
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "calendar.name_taken").At("name").Because(err)
	}
	if err != nil {
		return fmt.Errorf("save a calendar: %w", err)
	}
	return nil
}

// keep writes the version of the hours, which is never written again.
func keep(ctx context.Context, tx *db.Tx, who access.Actor, c Calendar) error {
	text, err := json.Marshal(c.Hours)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO calendar_version (calendar_id, version, hours, staff_id, at) VALUES (?, ?, ?, ?, ?)", c.ID, c.Version, string(text), who.ID, tx.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("keep version %d of calendar %s: %w", c.Version, c.ID, err)
	}
	return nil
}

func retire(ctx context.Context, tx *db.Tx, id fact.CalendarID) error {
	if _, err := tx.Exec(ctx, "UPDATE calendar SET retired_at = ? WHERE id = ?", tx.Now().UnixMilli(), id); err != nil {
		return fmt.Errorf("retire the calendar %s: %w", id, err)
	}
	return nil
}
