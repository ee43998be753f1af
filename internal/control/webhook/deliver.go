package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
)

// Event is what a receiver reads.
type Event struct {
	Type      string          `json:"type"`      // the fact's name, "message.arrived"
	Timestamp time.Time       `json:"timestamp"` // when it happened
	Cursor    int64           `json:"cursor,omitempty"`
	Data      json.RawMessage `json:"data"`
	Objects   map[string]any  `json:"objects,omitempty"`
}

// DeliverJob is the kind of the job that sends one delivery; its handler is Deliver.
const DeliverJob = "webhook.deliver"

// Deliver is what the job carries.
type Deliver struct {
	Delivery int64 `json:"delivery"`
}

// batch is how many facts are looked at in one transaction.
const batch = 500

// Pump puts new facts into the logs of the webhooks that want them. Any node may
// do it at any time: whoever holds the webhook's row reads on from its cursor.
func (c *Courier) Pump(ctx context.Context) error {
	newest, err := c.db.Cursor(ctx)
	if err != nil {
		return err
	}
	var behind []fact.WebhookID
	err = c.db.Ask("SELECT id FROM webhook WHERE state = 'active' AND cursor < ? ORDER BY id", newest).Scan(ctx, &behind)
	if err != nil {
		return fmt.Errorf("look for webhooks that are behind: %w", err)
	}
	for _, id := range behind {
		for more := true; more; {
			if more, err = c.pump(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Courier) pump(ctx context.Context, id fact.WebhookID) (more bool, err error) {
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		w, err := hold(ctx, tx, id)
		if fault.IsKind(err, fault.Missing) || (err == nil && w.State != Active) {
			more = false
			return nil
		}
		if err != nil {
			return err
		}
		facts, err := c.db.FactsAfter(ctx, w.cursor, batch, db.Filter{})
		if err != nil || len(facts) == 0 {
			more = false
			return err
		}
		for _, f := range facts {
			if !wants(w.Events, f.Name) {
				continue
			}
			d, err := delivery(w.ID, f, tx.Now())
			if err != nil {
				return err
			}
			if err := leave(ctx, tx, &d); err != nil {
				return err
			}
		}
		more = len(facts) == batch
		return moveOn(ctx, tx, id, facts[len(facts)-1].Cursor)
	})
	return more, err
}

// delivery is a fact on its way. What one conversation gave goes in its order; so
// does what a contact gave without one, and all the rest.
func delivery(to fact.WebhookID, f db.Recorded, now time.Time) (Delivery, error) {
	lane := f.Conversation
	if lane == "" {
		lane = f.Contact
	}
	body, err := json.Marshal(Event{Type: f.Name, Timestamp: f.At, Cursor: f.Cursor, Data: f.Data})
	if err != nil {
		return Delivery{}, fmt.Errorf("write down the fact %d: %w", f.Cursor, err)
	}
	return Delivery{
		Webhook: to, EventID: "fact_" + strconv.FormatInt(f.Cursor, 10), Event: f.Name, Lane: lane, State: Pending,
		CreatedAt: now, NextAt: now, body: body,
	}, nil
}

// leave writes a delivery with the job that will make it.
func leave(ctx context.Context, tx *db.Tx, d *Delivery) error {
	if err := insertDelivery(ctx, tx, d); err != nil {
		return err
	}
	return tx.Enqueue(ctx, db.Job{Kind: DeliverJob, Lane: "webhook:" + string(d.Webhook) + ":" + d.Lane, Args: Deliver{d.ID}, Behind: true})
}

// crowded is how long a delivery waits when this node has enough requests open.
const crowded = time.Second

// Deliver makes one attempt at a delivery. While the receiver does not take it,
// the job keeps its place in the lane and comes again.
func (c *Courier) Deliver(ctx context.Context, job Deliver) error {
	d, w, err := c.due(ctx, job.Delivery)
	if err != nil || d.State != Pending {
		return err
	}
	now := c.db.Now()
	switch {
	case w.State != Active && d.Event != "ping":
		return jobs.Later(now.Add(time.Minute)) // a pause ends when a person says so
	case now.Before(w.BlockedUntil) && d.Event != "ping":
		return jobs.Later(w.BlockedUntil)
	case now.Before(d.NextAt):
		return jobs.Later(d.NextAt)
	}
	select {
	case c.busy <- struct{}{}:
		defer func() { <-c.busy }()
	default:
		return jobs.Later(now.Add(crowded))
	}
	body, err := c.compose(ctx, w, d)
	if err != nil {
		return err
	}
	secrets := []string{w.secret}
	if w.oldSecret != "" && now.Before(w.oldUntil) {
		secrets = append(secrets, w.oldSecret)
	}
	began := time.Now()
	a := c.post.Send(ctx, w.URL, d.EventID, now, body, secrets...)
	next, err := c.note(ctx, d, a, time.Since(began))
	if err != nil || next.IsZero() {
		return err
	}
	return jobs.Later(next)
}

// due reads a delivery and where it goes. One that is not there any more is done.
func (c *Courier) due(ctx context.Context, id int64) (Delivery, Webhook, error) {
	d, err := load(ctx, c.db.Read(), "", id)
	if fault.IsKind(err, fault.Missing) {
		return Delivery{State: Dropped}, Webhook{}, nil
	}
	if err != nil {
		return Delivery{}, Webhook{}, err
	}
	w, err := one(ctx, c.db.Read(), d.Webhook)
	if fault.IsKind(err, fault.Missing) {
		return Delivery{State: Dropped}, Webhook{}, nil
	}
	return d, w, err
}

// compose is the body as it leaves: with the objects as they are now, where the
// webhook wants them and they are still there.
func (c *Courier) compose(ctx context.Context, w Webhook, d Delivery) ([]byte, error) {
	if w.Content != Objects || c.shown == nil || d.Event == "ping" {
		return d.body, nil
	}
	var e Event
	if err := json.Unmarshal(d.body, &e); err != nil {
		return nil, fmt.Errorf("read the delivery %d: %w", d.ID, err)
	}
	objects, err := c.shown(ctx, access.System, w.Clear, db.Recorded{Name: e.Type, Cursor: e.Cursor, At: e.Timestamp, Data: e.Data})
	if err != nil {
		return nil, err
	}
	e.Objects = objects
	return json.Marshal(e)
}

// note keeps what came of an attempt, and says when to try again: never, when it
// arrived or was given up.
func (c *Courier) note(ctx context.Context, d Delivery, a Answer, took time.Duration) (next time.Time, err error) {
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		next = time.Time{}
		w, err := hold(ctx, tx, d.Webhook)
		if fault.IsKind(err, fault.Missing) {
			return nil
		}
		if err != nil {
			return err
		}
		now := tx.Now()
		d.Attempts, d.Status, d.Reason, d.Detail = d.Attempts+1, a.Status, a.Reason, a.Detail
		troubled := w.FailingSince.IsZero() != (a.Reason == "")
		if a.Reason == "" {
			d.State, d.DoneAt = Delivered, now
			w.Failures, w.FailingSince, w.BlockedUntil, w.DeliveredAt = 0, time.Time{}, time.Time{}, now
		} else {
			w.Failures++
			if w.FailingSince.IsZero() {
				w.FailingSince = now
			}
			w.BlockedUntil = now.Add(rest(w.Failures))
			d.NextAt = now.Add(max(pause(d.Attempts), a.After))
			if a.Reason == "gone" {
				w.State, w.PausedBecause, troubled = Paused, "gone", true
			}
			if over(d, now) {
				d.State, d.DoneAt = Failed, now
			} else {
				next = d.NextAt
			}
		}
		if err := saveAttempt(ctx, tx, d, a, took); err != nil {
			return err
		}
		if err := saveHealth(ctx, tx, w); err != nil {
			return err
		}
		if !troubled {
			return nil
		}
		return tx.Record(ctx, fact.WebhookChanged{Webhook: w.ID})
	})
	return next, err
}

// logKept is how long the log of deliveries is kept.
const logKept = 30 * 24 * time.Hour

// Sweep drops what is old in the log. Run it once an hour.
func (c *Courier) Sweep(ctx context.Context) error {
	for {
		var n int64
		err := c.db.Write(ctx, func(tx *db.Tx) (err error) {
			n, err = tx.Exec(ctx, `DELETE FROM webhook_delivery WHERE id IN (
				SELECT id FROM webhook_delivery WHERE created_at < ? AND state <> 'pending' ORDER BY created_at LIMIT 2000)`,
				tx.Now().Add(-logKept).UnixMilli())
			return err
		})
		if err != nil {
			return fmt.Errorf("sweep the log of webhooks: %w", err)
		}
		if n == 0 {
			return nil
		}
	}
}
