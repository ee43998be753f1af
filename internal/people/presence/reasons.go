package presence

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

const reasonLimit = 40 // characters of a name

// ReasonEdit is what to change of a reason; what is nil stays. Version is the
// version that was edited; 0 takes whatever is there.
type ReasonEdit struct {
	NameZH  *string
	NameEN  *string
	Place   *int
	Retired *bool
	Version int
}

type reasonRow struct {
	ID        string `bun:"id"`
	State     State  `bun:"state"`
	NameZH    string `bun:"name_zh"`
	NameEN    string `bun:"name_en"`
	Place     int    `bun:"place"`
	RetiredAt int64  `bun:"retired_at"`
	Version   int    `bun:"version"`
}

func (r reasonRow) reason() Reason {
	return Reason{ID: r.ID, State: r.State, NameZH: r.NameZH, NameEN: r.NameEN, Place: r.Place, Retired: r.RetiredAt > 0, Version: r.Version}
}

const reasonColumns = "id, state, name_zh, name_en, place, retired_at, version"

// Reasons lists why people may be busy, away or after a call, those that are no
// longer offered too, so that old choices keep their names.
func (b *Board) Reasons(ctx context.Context, who access.Actor) ([]Reason, error) {
	if err := who.Require(access.StaffView); err != nil {
		return nil, err
	}
	var rows []reasonRow
	if err := b.db.Read().NewRaw("SELECT "+reasonColumns+" FROM presence_reason ORDER BY state, place, id").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read the reasons of presence: %w", err)
	}
	list := make([]Reason, len(rows))
	for i, r := range rows {
		list[i] = r.reason()
	}
	return list, nil
}

// AddReason offers another reason, at the end of its list.
func (b *Board) AddReason(ctx context.Context, who access.Actor, state State, nameZH, nameEN string) (r Reason, err error) {
	if err := who.Require(access.TeamManage); err != nil {
		return Reason{}, err
	}
	r = Reason{ID: uuid.Must(uuid.NewV7()).String(), State: state, NameZH: nameZH, NameEN: nameEN, Version: 1}
	if r, err = worded(r); err != nil {
		return Reason{}, err
	}
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.NewRaw("SELECT COALESCE(MAX(place), 0) + 1 FROM presence_reason WHERE state = ?", state).Scan(ctx, &r.Place); err != nil {
			return fmt.Errorf("find a place for a reason: %w", err)
		}
		_, err := tx.Exec(ctx, "INSERT INTO presence_reason (id, state, name_zh, name_en, place) VALUES (?, ?, ?, ?, ?)", r.ID, r.State, r.NameZH, r.NameEN, r.Place)
		if err != nil {
			return fmt.Errorf("add a reason: %w", err)
		}
		return told(ctx, tx, who, "presence_reason.added", r.ID, nil, r.picture())
	})
	return r, err
}

// ChangeReason renames a reason, moves it, or stops offering it.
func (b *Board) ChangeReason(ctx context.Context, who access.Actor, id string, e ReasonEdit) (r Reason, err error) {
	if err := who.Require(access.TeamManage); err != nil {
		return Reason{}, err
	}
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		var row reasonRow
		err := tx.NewRaw("UPDATE presence_reason SET version = version WHERE id = ? RETURNING "+reasonColumns, id).Scan(ctx, &row)
		if db.IsNone(err) {
			return fault.New(fault.Missing, "presence.reason_missing")
		}
		if err != nil {
			return fmt.Errorf("hold the reason %s: %w", id, err)
		}
		before := row.reason()
		if e.Version != 0 && e.Version != before.Version {
			return fault.New(fault.Conflict, "presence.reason_changed", "version", before.Version)
		}
		if r, err = worded(edited(before, e)); err != nil {
			return err
		}
		r.Version++
		if r.Retired && !before.Retired {
			row.RetiredAt = tx.Now().UnixMilli()
		} else if !r.Retired {
			row.RetiredAt = 0
		}
		_, err = tx.Exec(ctx, "UPDATE presence_reason SET name_zh = ?, name_en = ?, place = ?, retired_at = ?, version = ? WHERE id = ?",
			r.NameZH, r.NameEN, r.Place, row.RetiredAt, r.Version, id)
		if err != nil {
			return fmt.Errorf("save the reason %s: %w", id, err)
		}
		return told(ctx, tx, who, "presence_reason.changed", id, before.picture(), r.picture())
	})
	return r, err
}

func edited(r Reason, e ReasonEdit) Reason {
	if e.NameZH != nil {
		r.NameZH = *e.NameZH
	}
	if e.NameEN != nil {
		r.NameEN = *e.NameEN
	}
	if e.Place != nil {
		r.Place = *e.Place
	}
	if e.Retired != nil {
		r.Retired = *e.Retired
	}
	return r
}

// worded is a reason whose names can be shown: one of the two is enough, and
// stands for both.
func worded(r Reason) (Reason, error) {
	if r.State != Busy && r.State != Away && r.State != AfterCall {
		return r, fault.New(fault.Invalid, "presence.reason_state", "state", string(r.State)).At("state")
	}
	r.NameZH, r.NameEN = strings.TrimSpace(r.NameZH), strings.TrimSpace(r.NameEN)
	if r.NameZH == "" {
		r.NameZH = r.NameEN
	}
	if r.NameEN == "" {
		r.NameEN = r.NameZH
	}
	if r.NameEN == "" {
		return r, fault.New(fault.Invalid, "presence.reason_name_missing").At("name_en")
	}
	for _, name := range []string{r.NameZH, r.NameEN} {
		if utf8.RuneCountInString(name) > reasonLimit || strings.ContainsFunc(name, unicode.IsControl) {
			return r, fault.New(fault.Invalid, "presence.reason_name_wrong", "limit", reasonLimit).At("name_en")
		}
	}
	return r, nil
}

// offered asks whether a choice gives a reason that is there for its state.
func offered(ctx context.Context, tx *db.Tx, c Choice) error {
	if c.Reason == "" {
		return nil
	}
	var one int
	err := tx.NewRaw("SELECT 1 FROM presence_reason WHERE id = ? AND state = ? AND retired_at = 0", c.Reason, c.State).Scan(ctx, &one)
	if db.IsNone(err) {
		return fault.New(fault.Invalid, "presence.reason_unknown", "reason", c.Reason).At("reason")
	}
	if err != nil {
		return fmt.Errorf("look for the reason %s: %w", c.Reason, err)
	}
	return nil
}

func told(ctx context.Context, tx *db.Tx, who access.Actor, action, id string, before, after any) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "presence_reason", ID: id, Before: before, After: after})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.PresenceReasonChanged{Reason: id, By: who.ID})
}

func (r Reason) picture() any {
	return map[string]any{"state": r.State, "name_zh": r.NameZH, "name_en": r.NameEN, "place": r.Place, "retired": r.Retired}
}
