package retention

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// List shows all rules in their order, each with its last run.
func (o *Room) List(ctx context.Context, who access.Actor) ([]Rule, error) {
	if err := who.Require(access.RetentionManage); err != nil {
		return nil, err
	}
	var rows []row
	if err := o.db.Read().NewSelect().Model(&rows).Order("position", "name").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list retention rules: %w", err)
	}
	rules := make([]Rule, len(rows))
	for i, r := range rows {
		rules[i] = r.rule(who)
		runs, err := o.Runs(ctx, who, r.ID, 1)
		if err != nil {
			return nil, err
		}
		if len(runs) > 0 {
			rules[i].LastRun = &runs[0]
		}
	}
	return rules, nil
}

// Add makes a rule, which does nothing before it was tried and activated.
func (o *Room) Add(ctx context.Context, who access.Actor, rule Rule) (Rule, error) {
	if err := who.Require(access.RetentionManage); err != nil {
		return Rule{}, err
	}
	rule, err := settled(rule)
	if err != nil {
		return Rule{}, err
	}
	r := row{ID: id.New(), Version: 1, Staff: who.ID}
	r.from(rule)
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		r.CreatedAt, r.UpdatedAt = tx.Now().UnixMilli(), tx.Now().UnixMilli()
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return named(err)
		}
		return noted(ctx, tx, who, "retention_rule.added", nil, r)
	})
	return r.rule(who), err
}

func named(err error) error {
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "retention_rule.name_taken").At("name")
	}
	return err
}

func noted(ctx context.Context, tx *db.Tx, who access.Actor, action string, before any, after row) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "retention_rule", ID: after.ID, Before: before, After: after.rule(who)})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.RetentionRuleChanged{Rule: after.ID, By: who.ID})
}

// Change edits a rule. One that would erase something else than before has to be
// tried again, and rests until then.
func (o *Room) Change(ctx context.Context, who access.Actor, rule Rule) (Rule, error) {
	if err := who.Require(access.RetentionManage); err != nil {
		return Rule{}, err
	}
	wanted, err := settled(rule)
	if err != nil {
		return Rule{}, err
	}
	var r row
	err = o.db.Write(ctx, func(tx *db.Tx) (err error) {
		if r, err = load(ctx, tx, rule.ID); err != nil {
			return err
		}
		if rule.Version != 0 && rule.Version != r.Version {
			return fault.New(fault.Conflict, "retention_rule.changed_meanwhile")
		}
		before := r.rule(who)
		tried := before.Tried && same(before, wanted)
		r.from(wanted)
		r.Version++
		if r.Tried = 0; tried {
			r.Tried = r.Version
		}
		r.Active = rule.Active && tried
		if rule.Active && !tried && !before.Active {
			return fault.New(fault.Conflict, "retention_rule.not_tried")
		}
		r.UpdatedAt = tx.Now().UnixMilli()
		if _, err := tx.NewUpdate().Model(&r).WherePK().Exec(ctx); err != nil {
			return named(err)
		}
		return noted(ctx, tx, who, "retention_rule.changed", before, r)
	})
	return r.rule(who), err
}

// Remove takes a rule away.
func (o *Room) Remove(ctx context.Context, who access.Actor, rule string) error {
	if err := who.Require(access.RetentionManage); err != nil {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		r, err := load(ctx, tx, rule)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM retention_rule WHERE id = ?", rule); err != nil {
			return err
		}
		return noted(ctx, tx, who, "retention_rule.removed", r.rule(who), r)
	})
}

// sampled is how many things a trial shows.
const sampled = 20

// Try shows what a rule would erase now. Only a rule that was tried as it stands
// can be activated.
func (o *Room) Try(ctx context.Context, who access.Actor, rule string) (Trial, error) {
	if err := who.Require(access.RetentionManage); err != nil {
		return Trial{}, err
	}
	r, err := load(ctx, o.db.Read(), rule)
	if err != nil {
		return Trial{}, err
	}
	t := Trial{}
	all, held, err := count(ctx, o.db.Read(), r, o.db.Now())
	if err != nil {
		return t, fmt.Errorf("count what is old: %w", err)
	}
	t.Count, t.Held = all-held, held
	if t.Sample, _, err = o.Matches(ctx, who, rule, "", sampled); err != nil {
		return t, err
	}
	return t, o.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE retention_rule SET tried = version WHERE id = ? AND version = ?", r.ID, r.Version)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "retention_rule.changed_meanwhile")
		}
		return err
	})
}

// Matches is the list behind a trial's count, behind the place of the page before.
func (o *Room) Matches(ctx context.Context, who access.Actor, rule, after string, limit int) (samples []Sample, next string, err error) {
	if err := who.Require(access.RetentionManage); err != nil {
		return nil, "", err
	}
	r, err := load(ctx, o.db.Read(), rule)
	if err != nil {
		return nil, "", err
	}
	from := found{ID: after}
	if after != "" && r.Subject == Conversations {
		if _, err := fmt.Sscan(after, &from.Place); err != nil {
			return nil, "", fault.New(fault.Invalid, "request.after_wrong").At("after")
		}
	}
	rows, err := list(ctx, o.db.Read(), r, o.db.Now(), from, limit)
	samples = make([]Sample, len(rows))
	for i, f := range rows {
		samples[i] = Sample{ID: f.ID, Number: f.Place, Kind: r.Subject, Name: f.Name, At: time.UnixMilli(f.At).UTC(), Held: f.Held}
	}
	if len(rows) == limit && err == nil {
		if next = rows[limit-1].ID; r.Subject == Conversations {
			next = fmt.Sprint(rows[limit-1].Place)
		}
	}
	return samples, next, err
}

// Runs shows what a rule did, the newest first.
func (o *Room) Runs(ctx context.Context, who access.Actor, rule string, limit int) ([]Run, error) {
	if err := who.Require(access.RetentionManage); err != nil {
		return nil, err
	}
	var rows []struct {
		StartedAt int64 `bun:"started_at"`
		EndedAt   int64 `bun:"ended_at"`
		Erased    int   `bun:"erased"`
		Held      int   `bun:"held"`
		Failed    int   `bun:"failed"`
	}
	err := o.db.Read().NewRaw(`SELECT started_at, ended_at, erased, held, failed FROM retention_run
		WHERE rule_id = ? ORDER BY started_at DESC LIMIT ?`, rule, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list runs: %w", err)
	}
	runs := make([]Run, len(rows))
	for i, r := range rows {
		runs[i] = Run{StartedAt: time.UnixMilli(r.StartedAt).UTC(), EndedAt: instant(r.EndedAt), Erased: r.Erased, Held: r.Held, Failed: r.Failed}
	}
	return runs, nil
}

func instant(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := time.UnixMilli(ms).UTC()
	return &t
}
