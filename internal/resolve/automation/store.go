package automation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/route/rule"
)

// row is an automation with its newest version.
type row struct {
	ID        fact.AutomationID `bun:"id"`
	Position  int               `bun:"position"`
	Mode      Mode              `bun:"mode"`
	Version   int               `bun:"version"`
	Looked    int64             `bun:"looked_until"`
	Removed   int64             `bun:"removed_at"`
	Name      string            `bun:"name"`
	Occasion  Occasion          `bun:"occasion"`
	Minutes   int               `bun:"minutes"`
	Condition string            `bun:"condition"`
	Steps     string            `bun:"steps"`
	Ends      bool              `bun:"ends"`
	Staff     string            `bun:"staff_id"`
	StaffName string            `bun:"staff_name"`
	At        int64             `bun:"at"`
}

const columns = `a.id, a.position, a.mode, v.version, a.looked_until, a.removed_at, v.name, v.occasion, v.minutes, v.condition, v.steps, v.ends,
	v.staff_id, COALESCE(s.name, '') AS staff_name, v.at`

func (r row) automation() (a Automation, err error) {
	a = Automation{
		ID: r.ID, Name: r.Name, Mode: r.Mode, Occasion: r.Occasion, Minutes: r.Minutes, Condition: r.Condition, Ends: r.Ends,
		Version: r.Version, Position: r.Position, UpdatedAt: time.UnixMilli(r.At).UTC(), UpdatedBy: conversation.Ref{ID: r.Staff, Name: r.StaffName},
	}
	if err := json.Unmarshal([]byte(r.Steps), &a.Steps); err != nil {
		return a, fmt.Errorf("read the steps of automation %s: %w", r.ID, err)
	}
	return a, nil
}

func automations(rows []row) ([]Automation, error) {
	list := make([]Automation, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.automation(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// all reads the automations that there are, in their order.
func all(ctx context.Context, q db.Asker) (rows []row, err error) {
	err = q.Ask("SELECT "+columns+` FROM automation a JOIN automation_version v ON v.automation_id = a.id AND v.version = a.version
		LEFT JOIN staff s ON s.id = v.staff_id WHERE a.removed_at = 0 ORDER BY a.position, a.id`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list the automations: %w", err)
	}
	return rows, nil
}

// hold reads an automation that is about to be changed, and lets nobody else change it.
func hold(ctx context.Context, tx *db.Tx, id fact.AutomationID) (r row, err error) {
	if _, err := tx.Ask("UPDATE automation SET version = version WHERE id = ? AND removed_at = 0", id).Exec(ctx); err != nil {
		return r, fmt.Errorf("hold automation %s: %w", id, err)
	}
	return one(ctx, tx, id)
}

// one reads an automation. What acts holds none: else one that is asked in many
// conversations at once would act in one after the other.
func one(ctx context.Context, tx *db.Tx, id fact.AutomationID) (r row, err error) {
	var rows []row
	err = tx.Ask("SELECT "+columns+` FROM automation a JOIN automation_version v ON v.automation_id = a.id AND v.version = a.version
		LEFT JOIN staff s ON s.id = v.staff_id WHERE a.id = ? AND a.removed_at = 0`, id).Scan(ctx, &rows)
	if err != nil {
		return r, fmt.Errorf("read automation %s: %w", id, err)
	}
	if len(rows) == 0 {
		return r, fault.New(fault.Missing, "automation.missing")
	}
	return rows[0], nil
}

// write keeps a version.
func write(ctx context.Context, tx *db.Tx, a Automation, by fact.StaffID) error {
	steps, err := json.Marshal(a.Steps)
	if err != nil {
		return err
	}
	_, err = tx.Ask(`INSERT INTO automation_version (automation_id, version, name, occasion, minutes, condition, steps, ends, staff_id, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, a.ID, a.Version, a.Name, a.Occasion, a.Minutes, a.Condition, string(steps), a.Ends, by, tx.Now().UnixMilli()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep version %d of automation %s: %w", a.Version, a.ID, err)
	}
	return nil
}

// working is what is on or on trial, as it was a moment ago at most.
func (h *House) working(ctx context.Context) ([]ready, error) {
	at := h.db.Now()
	if seen := h.lately.Load(); seen != nil && at.Sub(seen.at).Abs() <= fresh {
		return seen.list, nil
	}
	rows, err := all(ctx, h.db.Read())
	if err != nil {
		return nil, err
	}
	list, err := automations(rows)
	if err != nil {
		return nil, err
	}
	now := &inForce{at: at}
	for _, a := range list {
		if a.Mode == Off {
			continue
		}
		condition, err := rule.Compile(a.Condition)
		if err != nil { // it was readable when it was kept: a word has gone since
			continue
		}
		now.list = append(now.list, ready{a, condition})
	}
	h.lately.Store(now)
	return now.list, nil
}

// ran tells whether an automation has run for an occasion already.
func ran(ctx context.Context, tx *db.Tx, a fact.AutomationID, o asked) (bool, error) {
	var n int
	err := tx.Ask("SELECT COUNT(*) FROM automation_run WHERE automation_id = ? AND conversation_id = ? AND occasion_key = ?", a, o.Conversation, o.Key).Scan(ctx, &n)
	if err != nil {
		return false, fmt.Errorf("has automation %s run: %w", a, err)
	}
	return n > 0, nil
}

// since counts what an automation did in a conversation since the customer's message.
func since(ctx context.Context, tx *db.Tx, a fact.AutomationID, c fact.ConversationID, message fact.MessageID) (runs, said int, err error) {
	var of struct {
		Runs int `bun:"runs"`
		Said int `bun:"said"`
	}
	err = tx.Ask(`SELECT COUNT(*) AS runs, COUNT(CASE WHEN message_id <> '' THEN 1 END) AS said FROM automation_run
		WHERE automation_id = ? AND conversation_id = ? AND asked_by = ? AND outcome = 'done'`, a, c, message).Scan(ctx, &of)
	if err != nil {
		return 0, 0, fmt.Errorf("how often has automation %s run: %w", a, err)
	}
	return of.Runs, of.Said, nil
}

// note writes down what became of an occasion.
func note(ctx context.Context, tx *db.Tx, a Automation, o asked, askedBy fact.MessageID, outcome, reason string, wrote fact.MessageID) error {
	_, err := tx.Ask(`INSERT INTO automation_run (automation_id, conversation_id, occasion_key, version, outcome, reason, asked_by, message_id, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, a.ID, o.Conversation, o.Key, a.Version, outcome, reason, askedBy, wrote, tx.Now().UnixMilli()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note what automation %s did: %w", a.ID, err)
	}
	if outcome == "done" {
		return nil
	}
	return tx.Record(ctx, fact.AutomationStayed{Automation: a.ID, Version: a.Version, Conversation: o.Conversation, Occasion: string(o.Occasion), Outcome: outcome, Reason: reason})
}

type runRow struct {
	Automation   fact.AutomationID   `bun:"automation_id"`
	Name         string              `bun:"name"`
	Version      int                 `bun:"version"`
	Conversation fact.ConversationID `bun:"conversation_id"`
	Number       int64               `bun:"number"`
	Subject      string              `bun:"subject"`
	Outcome      string              `bun:"outcome"`
	Reason       string              `bun:"reason"`
	Message      fact.MessageID      `bun:"message_id"`
	At           int64               `bun:"at"`
}

func runs(ctx context.Context, q db.Asker, where string, args ...any) ([]Turn, error) {
	var rows []runRow
	err := q.Ask(`SELECT r.automation_id, v.name, r.version, r.conversation_id, c.number, c.subject, r.outcome, r.reason, r.message_id, r.at
		FROM automation_run r JOIN automation_version v ON v.automation_id = r.automation_id AND v.version = r.version
		JOIN conversation c ON c.id = r.conversation_id WHERE `+where, args...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("what automations did: %w", err)
	}
	list := make([]Turn, len(rows))
	for i, r := range rows {
		list[i] = Turn{
			Automation: conversation.Ref{ID: string(r.Automation), Name: r.Name}, Version: r.Version, Conversation: r.Conversation, Number: r.Number,
			Subject: r.Subject, Outcome: r.Outcome, Reason: r.Reason, Message: r.Message, At: time.UnixMilli(r.At).UTC(),
		}
	}
	return list, nil
}

// tallies counts what automations did since a time.
func tallies(ctx context.Context, q db.Asker, since time.Time) (map[fact.AutomationID]Tally, error) {
	var rows []struct {
		ID      fact.AutomationID `bun:"automation_id"`
		Outcome string            `bun:"outcome"`
		N       int               `bun:"n"`
	}
	err := q.Ask("SELECT automation_id, outcome, COUNT(*) AS n FROM automation_run WHERE at >= ? GROUP BY automation_id, outcome", since.UnixMilli()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count what automations did: %w", err)
	}
	of := map[fact.AutomationID]Tally{}
	for _, r := range rows {
		t := of[r.ID]
		switch r.Outcome {
		case "done":
			t.Done = r.N
		case "would":
			t.Would = r.N
		case "refused":
			t.Refused = r.N
		case "held":
			t.Held = r.N
		}
		of[r.ID] = t
	}
	return of, nil
}
