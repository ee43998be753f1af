package automation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/route/rule"
)

// List shows the automations in their order, with what they did in a day.
func (h *House) List(ctx context.Context, who access.Actor) ([]Automation, error) {
	if err := who.Require(access.AutomationManage); err != nil {
		return nil, err
	}
	rows, err := all(ctx, h.db.Read())
	if err != nil {
		return nil, err
	}
	list, err := automations(rows)
	if err != nil {
		return nil, err
	}
	of, err := tallies(ctx, h.db.Read(), h.db.Now().Add(-24*time.Hour))
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Day = of[list[i].ID]
	}
	return list, nil
}

// Add makes one, behind the others.
func (h *House) Add(ctx context.Context, who access.Actor, a Automation) (Automation, error) {
	return h.save(ctx, who, a, func(ctx context.Context, tx *db.Tx, a *Automation) error {
		rows, err := all(ctx, tx)
		if err != nil {
			return err
		}
		if len(rows) >= mostAutomations {
			return fault.New(fault.Conflict, "automation.too_many", "limit", mostAutomations)
		}
		a.ID, a.Version = fact.AutomationID(id.New()), 1
		if len(rows) > 0 {
			a.Position = rows[len(rows)-1].Position + 1
		}
		now := tx.Now().UnixMilli()
		_, err = tx.Ask("INSERT INTO automation (id, position, mode, version, looked_until, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			a.ID, a.Position, a.Mode, a.Version, now, now, now).Exec(ctx)
		if err != nil {
			return fmt.Errorf("add an automation: %w", err)
		}
		return h.changed(ctx, tx, who, "automation.added", nil, a)
	})
}

// Change keeps a new version. What happens by time is looked for from now on, and
// not for what was due before.
func (h *House) Change(ctx context.Context, who access.Actor, a Automation) (Automation, error) {
	return h.save(ctx, who, a, func(ctx context.Context, tx *db.Tx, a *Automation) error {
		r, err := hold(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		if a.Version != 0 && a.Version != r.Version {
			return fault.New(fault.Conflict, "automation.changed_meanwhile")
		}
		before, err := r.automation()
		if err != nil {
			return err
		}
		a.Version, a.Position = r.Version+1, r.Position
		_, err = tx.Ask("UPDATE automation SET mode = ?, version = ?, looked_until = ?, updated_at = ? WHERE id = ?", a.Mode, a.Version, tx.Now().UnixMilli(), tx.Now().UnixMilli(), a.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("change automation %s: %w", a.ID, err)
		}
		return h.changed(ctx, tx, who, "automation.changed", &before, a)
	})
}

func (h *House) save(ctx context.Context, who access.Actor, a Automation, put func(context.Context, *db.Tx, *Automation) error) (Automation, error) {
	if err := who.Require(access.AutomationManage); err != nil {
		return a, err
	}
	a, err := settled(a)
	if err != nil {
		return a, err
	}
	err = h.db.Write(ctx, func(tx *db.Tx) error {
		steps, err := h.shelf.CheckStepsTx(ctx, tx, plainSteps(a.Steps))
		if err != nil {
			return err
		}
		a.Steps = kept(a.Steps, steps)
		for _, act := range a.Steps {
			if act.Assignee == "me" {
				return fault.New(fault.Invalid, "automation.nobody_is_me").At("steps")
			}
			if act.CannedReply != "" {
				if err := h.shelf.SharedTx(ctx, tx, act.CannedReply); err != nil {
					return err
				}
			}
		}
		return put(ctx, tx, &a)
	})
	if err != nil {
		return a, err
	}
	a.UpdatedAt, a.UpdatedBy.ID, a.UpdatedBy.Name = h.db.Now(), string(who.ID), who.Name
	return a, nil
}

// changed writes a version down and tells of it.
func (h *House) changed(ctx context.Context, tx *db.Tx, who access.Actor, action string, before, after *Automation) error {
	if err := write(ctx, tx, *after, who.ID); err != nil {
		return err
	}
	tx.After(func() { h.lately.Store(nil) })
	e := audit.Entry{Who: who, Action: action, Kind: "automation", ID: string(after.ID), After: after}
	if before != nil {
		e.Before = before
	}
	if err := audit.Write(ctx, tx, e); err != nil {
		return err
	}
	return tx.Record(ctx, fact.AutomationChanged{Automation: after.ID, By: who.ID})
}

// Remove takes one out of use. What it did stays readable.
func (h *House) Remove(ctx context.Context, who access.Actor, id fact.AutomationID) error {
	if err := who.Require(access.AutomationManage); err != nil {
		return err
	}
	return h.db.Write(ctx, func(tx *db.Tx) error {
		r, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		before, err := r.automation()
		if err != nil {
			return err
		}
		if _, err := tx.Ask("UPDATE automation SET removed_at = ?, mode = 'off' WHERE id = ?", tx.Now().UnixMilli(), id).Exec(ctx); err != nil {
			return fmt.Errorf("remove automation %s: %w", id, err)
		}
		tx.After(func() { h.lately.Store(nil) })
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "automation.removed", Kind: "automation", ID: string(id), Before: before}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.AutomationChanged{Automation: id, By: who.ID})
	})
}

// Order says in which order they are asked: all of them, each once.
func (h *House) Order(ctx context.Context, who access.Actor, ids []fact.AutomationID) ([]Automation, error) {
	if err := who.Require(access.AutomationManage); err != nil {
		return nil, err
	}
	err := h.db.Write(ctx, func(tx *db.Tx) error {
		rows, err := all(ctx, tx)
		if err != nil {
			return err
		}
		was := make([]fact.AutomationID, len(rows))
		for i, r := range rows {
			was[i] = r.ID
		}
		if !slices.Equal(slices.Sorted(slices.Values(was)), slices.Sorted(slices.Values(ids))) {
			return fault.New(fault.Conflict, "automation.changed_meanwhile")
		}
		for i, each := range ids {
			if _, err := tx.Ask("UPDATE automation SET position = ? WHERE id = ?", i, each).Exec(ctx); err != nil {
				return fmt.Errorf("put the automations in order: %w", err)
			}
		}
		tx.After(func() { h.lately.Store(nil) })
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "automation.ordered", Kind: "automation", Before: was, After: ids}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.AutomationChanged{By: who.ID})
	})
	if err != nil {
		return nil, err
	}
	return h.List(ctx, who)
}

// Versions shows how an automation was over time, the newest first.
func (h *House) Versions(ctx context.Context, who access.Actor, id fact.AutomationID) ([]Automation, error) {
	if err := who.Require(access.AutomationManage); err != nil {
		return nil, err
	}
	var rows []row
	err := h.db.Read().Ask("SELECT "+columns+` FROM automation a JOIN automation_version v ON v.automation_id = a.id
		LEFT JOIN staff s ON s.id = v.staff_id WHERE a.id = ? ORDER BY v.version DESC LIMIT 200`, id).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("how automation %s was: %w", id, err)
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.Missing, "automation.missing")
	}
	return automations(rows)
}

// Runs shows what an automation did, the newest first; outcome narrows it.
func (h *House) Runs(ctx context.Context, who access.Actor, id fact.AutomationID, outcome string) ([]Turn, error) {
	if err := who.Require(access.AutomationManage); err != nil {
		return nil, err
	}
	return runs(ctx, h.db.Read(), "r.automation_id = ? AND (? = '' OR r.outcome = ?) ORDER BY r.at DESC, r.conversation_id DESC LIMIT 200", id, outcome, outcome)
}

// RunsOf shows what automations did in a conversation, the newest first.
func (h *House) RunsOf(ctx context.Context, who access.Actor, c fact.ConversationID) ([]Turn, error) {
	if _, err := h.inbox.Get(ctx, who, c); err != nil {
		return nil, err
	}
	return runs(ctx, h.db.Read(), "r.conversation_id = ? ORDER BY r.at DESC, r.automation_id LIMIT 200", c)
}

// Try tells of which of the newest conversations a condition holds now.
func (h *House) Try(ctx context.Context, who access.Actor, condition string) (p Forecast, err error) {
	if err := who.Require(access.AutomationManage); err != nil {
		return p, err
	}
	compiled, err := rule.Compile(condition)
	if err != nil {
		return p, fault.Of(err).At("condition")
	}
	var newest []struct {
		ID     fact.ConversationID `bun:"id"`
		Number int64               `bun:"number"`
		At     int64               `bun:"last_message_at"`
	}
	q := h.db.Read()
	if err := q.Ask("SELECT id, number, last_message_at FROM conversation WHERE merged_into = '' ORDER BY last_message_at DESC, id DESC LIMIT ?", looked).Scan(ctx, &newest); err != nil {
		return p, fmt.Errorf("list the newest conversations: %w", err)
	}
	p.Examples = []Match{}
	for part := range slices.Chunk(newest, 200) {
		ids := make([]fact.ConversationID, len(part))
		for i, c := range part {
			ids[i] = c.ID
		}
		cases, err := rule.Cases(ctx, q, h.db.Now(), ids...)
		if err != nil {
			return p, err
		}
		for _, c := range part {
			of, is := cases[c.ID]
			if !is {
				continue
			}
			p.Looked++
			switch holds, err := compiled.Holds(rule.See(of)); {
			case err != nil:
				p.Broke++
			case holds:
				if p.Matched++; len(p.Examples) < shown {
					p.Examples = append(p.Examples, Match{c.ID, c.Number, of.Subject, of.Customer.Name, time.UnixMilli(c.At).UTC()})
				}
			}
		}
	}
	return p, nil
}

// Sweep forgets what was done long ago.
func (h *House) Sweep(ctx context.Context) error {
	return h.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Ask("DELETE FROM automation_run WHERE at < ?", tx.Now().Add(-runsKept).UnixMilli()).Exec(ctx)
		return err
	})
}
