package overflow

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/route/queue"
)

type row struct {
	Queue    fact.QueueID `bun:"queue_id"`
	Rule     string       `bun:"rule"`
	Version  int          `bun:"version"`
	On       int          `bun:"is_on"`
	Since    int64        `bun:"since"`
	Turning  int64        `bun:"turning"`
	Because  string       `bun:"because"`
	Waiting  int          `bun:"waiting"`
	Oldest   int64        `bun:"oldest_seconds"`
	Expected int64        `bun:"expected_seconds"`
	Override string       `bun:"override"`
	Until    int64        `bun:"override_until"`
	By       fact.StaffID `bun:"override_by"`
}

const columns = "queue_id, rule, version, is_on, since, turning, because, waiting, oldest_seconds, expected_seconds, override, override_until, override_by"

func (r row) overflow() (o Overflow, err error) {
	if err := json.Unmarshal([]byte(r.Rule), &o.Rule); err != nil {
		return o, fmt.Errorf("read when queue %s overflows: %w", r.Queue, err)
	}
	o.Queue.ID, o.Version = r.Queue, r.Version
	o.State = State{
		On: r.On == 1, Since: instant(r.Since), Turning: instant(r.Turning), Because: r.Because, Figures: Figures{r.Waiting, r.Oldest, r.Expected},
		By: r.By, Override: r.Override, Until: instant(r.Until),
	}
	return o, nil
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// all reads every rule, with its queue.
func (w *Watch) all(ctx context.Context) ([]Overflow, error) {
	var rows []row
	if err := w.db.Ask("SELECT "+columns+" FROM overflow ORDER BY queue_id").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read which queues overflow: %w", err)
	}
	list := make([]Overflow, len(rows))
	for i, r := range rows {
		o, err := r.overflow()
		if err != nil {
			return nil, err
		}
		if o.Queue, err = w.queues.Get(ctx, r.Queue); err != nil {
			return nil, err
		}
		list[i] = o
	}
	return list, nil
}

// hold reads one in the transaction, and keeps others from it.
func hold(ctx context.Context, tx *db.Tx, id fact.QueueID) (Overflow, error) {
	if _, err := tx.Ask("UPDATE overflow SET version = version WHERE queue_id = ?", id).Exec(ctx); err != nil {
		return Overflow{}, fmt.Errorf("hold the overflow of queue %s: %w", id, err)
	}
	var rows []row
	if err := tx.Ask("SELECT "+columns+" FROM overflow WHERE queue_id = ?", id).Scan(ctx, &rows); err != nil {
		return Overflow{}, fmt.Errorf("read the overflow of queue %s: %w", id, err)
	}
	if len(rows) == 0 {
		return Overflow{}, fault.New(fault.Missing, "overflow.missing")
	}
	return rows[0].overflow()
}

func save(ctx context.Context, tx *db.Tx, id fact.QueueID, s State) error {
	on := 0
	if s.On {
		on = 1
	}
	_, err := tx.Ask(`UPDATE overflow SET is_on = ?, since = ?, turning = ?, because = ?, waiting = ?, oldest_seconds = ?, expected_seconds = ?, override = ?, override_until = ?, override_by = ? WHERE queue_id = ?`,
		on, millis(s.Since), millis(s.Turning), s.Because, s.Waiting, s.OldestSeconds, s.ExpectedSeconds, s.Override, millis(s.Until), s.By, id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep whether queue %s overflows: %w", id, err)
	}
	return nil
}

func note(ctx context.Context, tx *db.Tx, id fact.QueueID, s State, by fact.StaffID) error {
	on := 0
	if s.On {
		on = 1
	}
	_, err := tx.Ask("INSERT INTO overflow_switch (queue_id, is_on, because, waiting, oldest_seconds, expected_seconds, staff_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		id, on, s.Because, s.Waiting, s.OldestSeconds, s.ExpectedSeconds, by, tx.Now().UnixMilli()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note that the overflow of queue %s was switched: %w", id, err)
	}
	return nil
}

// put saves a rule as its next version.
func put(ctx context.Context, tx *db.Tx, who access.Actor, id fact.QueueID, r Thresholds, version int) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if version == 0 {
		_, err = tx.Exec(ctx, "INSERT INTO overflow (queue_id, rule, version, by_id, at) VALUES (?, ?, 1, ?, ?)", id, string(text), who.ID, tx.Now().UnixMilli())
		if db.IsTaken(err) {
			return fault.New(fault.Conflict, "overflow.changed").Because(err)
		}
		return err
	}
	n, err := tx.Exec(ctx, "UPDATE overflow SET rule = ?, version = version + 1, by_id = ?, at = ?, turning = 0 WHERE queue_id = ? AND version = ?",
		string(text), who.ID, tx.Now().UnixMilli(), id, version)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "overflow.changed")
	}
	return err
}

// Log lists when the overflow of a queue was switched, newest first.
func (w *Watch) Log(ctx context.Context, who access.Actor, id fact.QueueID, limit int) ([]Switch, error) {
	if err := who.Require(access.FloorView); err != nil {
		return nil, err
	}
	var rows []struct {
		On      int          `bun:"is_on"`
		Because string       `bun:"because"`
		Waiting int          `bun:"waiting"`
		Oldest  int64        `bun:"oldest_seconds"`
		Expect  int64        `bun:"expected_seconds"`
		By      fact.StaffID `bun:"staff_id"`
		At      int64        `bun:"at"`
	}
	err := w.db.Ask("SELECT is_on, because, waiting, oldest_seconds, expected_seconds, staff_id, at FROM overflow_switch WHERE queue_id = ? ORDER BY at DESC, id DESC LIMIT ?", id, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read when queue %s overflowed: %w", id, err)
	}
	list := make([]Switch, len(rows))
	for i, r := range rows {
		list[i] = Switch{r.On == 1, Figures{r.Waiting, r.Oldest, r.Expect}, r.Because, r.By, instant(r.At)}
	}
	return list, nil
}

// Queues lists every queue there is, so that a rule can be made for any.
func (w *Watch) Queues(ctx context.Context, who access.Actor) ([]queue.Queue, error) {
	if err := who.Require(access.FloorView); err != nil {
		return nil, err
	}
	return w.queues.Every(ctx)
}

// Notice is what somebody reads in the chat who waits where it overflows, by language;
// empty where there is nothing to say.
func (w *Watch) Notice(ctx context.Context, c fact.ConversationID) (map[string]string, error) {
	var rules []string
	err := w.db.Ask("SELECT o.rule FROM place p JOIN overflow o ON o.queue_id = p.queue_id AND o.is_on = 1 WHERE p.conversation_id = ?", c).Scan(ctx, &rules)
	if err != nil {
		return nil, fmt.Errorf("what is said where %s waits: %w", c, err)
	}
	if len(rules) == 0 {
		return nil, nil
	}
	var r Thresholds
	if err := json.Unmarshal([]byte(rules[0]), &r); err != nil {
		return nil, fmt.Errorf("read what is said where %s waits: %w", c, err)
	}
	return r.Texts, nil
}
