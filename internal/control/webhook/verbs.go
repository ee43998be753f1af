package webhook

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Add makes a webhook, which is told of what happens from now on. The secret is
// given out here and by Secret, to whoever manages webhooks.
func (c *Courier) Add(ctx context.Context, who access.Actor, n New) (w Webhook, secret string, err error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return Webhook{}, "", err
	}
	w = Webhook{ID: fact.WebhookID(uuid.Must(uuid.NewV7()).String()), Content: n.Content, Clear: n.Clear, State: Active, Version: 1, secret: newSecret()}
	if w.Name, err = named(n.Name); err != nil {
		return Webhook{}, "", err
	}
	if w.URL, err = addressed(n.URL); err != nil {
		return Webhook{}, "", err
	}
	if w.Events, err = chosen(n.Events); err != nil {
		return Webhook{}, "", err
	}
	if err = known(n.Content); err != nil {
		return Webhook{}, "", err
	}
	if err = mayClear(who, n.Clear); err != nil {
		return Webhook{}, "", err
	}
	if w.cursor, err = c.db.Cursor(ctx); err != nil {
		return Webhook{}, "", err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		w.CreatedAt = tx.Now()
		if err := insert(ctx, tx, w, who.ID); err != nil {
			return err
		}
		return tell(ctx, tx, who, "webhook.added", w.ID, nil, w.picture())
	})
	return w, w.secret, err
}

// Change changes what a webhook is told and where, or whether at all.
func (c *Courier) Change(ctx context.Context, who access.Actor, id fact.WebhookID, change Change) (w Webhook, err error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return Webhook{}, err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if w, err = changed(before, change); err != nil {
			return err
		}
		if err := mayClear(who, opens(before, w)); err != nil {
			return err
		}
		w.Version++
		if err := save(ctx, tx, w); err != nil {
			return err
		}
		return tell(ctx, tx, who, "webhook.changed", id, before.picture(), w.picture())
	})
	return w, err
}

// Remove ends a webhook, with its log.
func (c *Courier) Remove(ctx context.Context, who access.Actor, id fact.WebhookID) error {
	if err := who.Require(access.WebhookManage); err != nil {
		return err
	}
	return c.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM webhook WHERE id = ?", id); err != nil {
			return fmt.Errorf("remove the webhook %s: %w", id, err)
		}
		return tell(ctx, tx, who, "webhook.removed", id, before.picture(), nil)
	})
}

// Secret is what a webhook signs with. Looking at it is audited.
func (c *Courier) Secret(ctx context.Context, who access.Actor, id fact.WebhookID) (secret string, err error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return "", err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		w, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		secret = w.secret
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "webhook.secret_shown", Kind: "webhook", ID: string(id)})
	})
	return secret, err
}

// Rotate gives a webhook a new secret. For a day the old one signs too, so that
// the receiver can be changed without losing anything.
func (c *Courier) Rotate(ctx context.Context, who access.Actor, id fact.WebhookID) (secret string, err error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return "", err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		w, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		w.oldSecret, w.oldUntil = w.secret, tx.Now().Add(overlap)
		w.secret, w.Version = newSecret(), w.Version+1
		secret = w.secret
		if err := save(ctx, tx, w); err != nil {
			return err
		}
		return tell(ctx, tx, who, "webhook.secret_rotated", id, nil, nil)
	})
	return secret, err
}

func newSecret() string {
	key := make([]byte, 32)
	rand.Read(key)
	return "whsec_" + base64.StdEncoding.EncodeToString(key)
}

// Ping sends a webhook an event of its own, so that people see whether it arrives.
func (c *Courier) Ping(ctx context.Context, who access.Actor, id fact.WebhookID) (d Delivery, err error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return Delivery{}, err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, id); err != nil {
			return err
		}
		event := "ping_" + uuid.Must(uuid.NewV7()).String()
		body, err := json.Marshal(Event{Type: "ping", Timestamp: tx.Now(), Data: json.RawMessage(`{}`)})
		if err != nil {
			return err
		}
		d = Delivery{Webhook: id, EventID: event, Event: "ping", Lane: event, State: Pending, CreatedAt: tx.Now(), NextAt: tx.Now(), body: body}
		return leave(ctx, tx, &d)
	})
	return d, err
}

// Replay sends a delivery once more, under the id that its event always had.
func (c *Courier) Replay(ctx context.Context, who access.Actor, id fact.WebhookID, delivery int64) (d Delivery, err error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return Delivery{}, err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		w, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayClear(who, w.Clear); err != nil {
			return err
		}
		old, err := load(ctx, tx, id, delivery)
		if err != nil {
			return err
		}
		if old.State == Pending {
			return fault.New(fault.Conflict, "webhook.still_pending")
		}
		d = old.again(tx.Now())
		return leave(ctx, tx, &d)
	})
	return d, err
}

func (d Delivery) again(now time.Time) Delivery {
	return Delivery{
		Webhook: d.Webhook, EventID: d.EventID, Event: d.Event, Lane: d.Lane, State: Pending,
		CreatedAt: now, NextAt: now, ReplayOf: d.ID, body: d.body,
	}
}

// replayLimit bounds one ReplayAll.
const replayLimit = 1000

// ReplayAll sends again, in their order, the deliveries of a time that are in a
// state, a thousand at most; more tells that there are others behind last.
func (c *Courier) ReplayAll(ctx context.Context, who access.Actor, id fact.WebhookID, q LogQuery) (n int, last int64, more bool, err error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return 0, 0, false, err
	}
	if q.State == Pending || q.State == "" {
		return 0, 0, false, fault.New(fault.Invalid, "webhook.replay_what").At("state")
	}
	q.OldFirst, q.Limit = true, replayLimit+1
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		w, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayClear(who, w.Clear); err != nil {
			return err
		}
		list, err := read(ctx, tx, id, q)
		if err != nil {
			return err
		}
		if more = len(list) > replayLimit; more {
			list = list[:replayLimit]
		}
		for _, old := range list {
			d := old.again(tx.Now())
			if err := leave(ctx, tx, &d); err != nil {
				return err
			}
			last = old.ID
		}
		n = len(list)
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "webhook.replayed", Kind: "webhook", ID: string(id), After: map[string]any{"deliveries": n}})
	})
	return n, last, more, err
}

// Drop gives a delivery up that is still to come, so that what is behind it in
// its conversation goes on.
func (c *Courier) Drop(ctx context.Context, who access.Actor, id fact.WebhookID, delivery int64) error {
	if err := who.Require(access.WebhookManage); err != nil {
		return err
	}
	return c.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE webhook_delivery SET state = 'dropped', done_at = ? WHERE id = ? AND webhook_id = ? AND state = 'pending'",
			tx.Now().UnixMilli(), delivery, id)
		if err != nil {
			return fmt.Errorf("drop the delivery %d: %w", delivery, err)
		}
		if n == 0 {
			return fault.New(fault.Missing, "webhook.delivery_missing")
		}
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "webhook.dropped", Kind: "webhook", ID: string(id), After: map[string]any{"delivery": delivery}})
	})
}

func tell(ctx context.Context, tx *db.Tx, who access.Actor, action string, id fact.WebhookID, before, after any) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "webhook", ID: string(id), Before: before, After: after})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.WebhookChanged{Webhook: id, By: who.ID})
}

func (w Webhook) picture() any {
	return map[string]any{"name": w.Name, "url": w.URL, "events": w.Events, "content": w.Content, "clear": w.Clear, "state": w.State}
}
