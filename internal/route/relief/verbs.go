package relief

import (
	"context"
	"encoding/json"
	"fmt"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/route/overflow"
)

// Of is what is offered to whoever waits in a conversation; nothing where it does not wait.
func (m *Menu) Of(ctx context.Context, c fact.ConversationID) (o Offered, err error) {
	if m.idle() {
		return o, nil
	}
	var rows []struct {
		Queue    fact.QueueID `bun:"queue_id"`
		Settings string       `bun:"settings"`
		Rule     string       `bun:"rule"`
	}
	err = m.db.Ask(`SELECT p.queue_id, COALESCE(r.settings, '') AS settings, COALESCE(o.rule, '') AS rule FROM place p
		LEFT JOIN relief r ON r.queue_id = p.queue_id LEFT JOIN overflow o ON o.queue_id = p.queue_id AND o.is_on = 1 WHERE p.conversation_id = ?`, c).Scan(ctx, &rows)
	if err != nil {
		return o, fmt.Errorf("what is offered to whoever waits in %s: %w", c, err)
	}
	if len(rows) == 0 {
		return o, nil
	}
	var s Choices
	var rule overflow.Thresholds
	for text, into := range map[string]any{rows[0].Settings: &s, rows[0].Rule: &rule} {
		if text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return o, fmt.Errorf("read what queue %s offers: %w", rows[0].Queue, err)
		}
	}
	o.Queue = rows[0].Queue
	e, err := m.expect(ctx, s, c)
	if err != nil {
		return o, err
	}
	if o.Because = s.due(e); o.Because != "" {
		o.Callback, o.Message = s.Callback, s.Message
	}
	if rule.OfferCallback && !o.Callback || rule.OfferMessage && !o.Message {
		o.Callback, o.Message, o.Because = o.Callback || rule.OfferCallback, o.Message || rule.OfferMessage, Overflow
	}
	return o, nil
}

// expect is what is known of a wait, where it is asked.
func (m *Menu) expect(ctx context.Context, s Choices, c fact.ConversationID) (e expectation, err error) {
	if s.AfterSeconds == 0 || !s.Callback && !s.Message {
		return e, nil
	}
	it, waits, err := m.waits.Of(ctx, access.System, c)
	if err != nil || !waits {
		return e, err
	}
	return expectation{it.Known(), it.Half}, nil
}

func (m *Menu) idle() bool {
	at := m.none.Load()
	return at != nil && m.db.Now().Sub(*at).Abs() <= fresh
}

// Turn is a number that is another whenever what is offered may be: a menu was changed, or
// a queue began or ceased to overflow.
func (m *Menu) Turn(ctx context.Context) (n int64, err error) {
	err = m.db.Ask("SELECT COALESCE((SELECT MAX(id) FROM overflow_switch), 0) + COALESCE((SELECT SUM(version) FROM relief), 0) + COALESCE((SELECT SUM(version) FROM overflow), 0)").Scan(ctx, &n)
	if err != nil {
		return 0, fmt.Errorf("is what is offered still the same: %w", err)
	}
	if n == 0 {
		now := m.db.Now()
		m.none.Store(&now)
	} else {
		m.none.Store(nil)
	}
	return n, nil
}

// List is what queues offer.
func (m *Menu) List(ctx context.Context, who access.Actor) (list []Relief, err error) {
	if err := who.Require(access.FloorView); err != nil {
		return nil, err
	}
	var rows []struct {
		Queue    fact.QueueID `bun:"queue_id"`
		Settings string       `bun:"settings"`
		Version  int          `bun:"version"`
	}
	if err := m.db.Ask("SELECT queue_id, settings, version FROM relief ORDER BY queue_id").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read what queues offer: %w", err)
	}
	for _, r := range rows {
		one := Relief{Version: r.Version}
		if err := json.Unmarshal([]byte(r.Settings), &one.Settings); err != nil {
			return nil, fmt.Errorf("read what queue %s offers: %w", r.Queue, err)
		}
		if one.Queue, err = m.queues.Get(ctx, r.Queue); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// Change saves what a queue offers. Version is the one that was edited, 0 where there was
// none; another one is a conflict.
func (m *Menu) Change(ctx context.Context, who access.Actor, id fact.QueueID, s Choices, version int) (Relief, error) {
	if err := who.Require(access.RoutingManage); err != nil {
		return Relief{}, err
	}
	s, err := s.checked()
	if err != nil {
		return Relief{}, err
	}
	it, err := m.queues.Get(ctx, id)
	if err != nil {
		return Relief{}, err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return Relief{}, err
	}
	err = m.db.Write(ctx, func(tx *db.Tx) error {
		if err := put(ctx, tx, who, id, string(text), version); err != nil {
			return err
		}
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "relief.changed", Kind: "queue", ID: string(id), After: s}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ReliefChanged{Queue: id, By: who.ID})
	})
	if err != nil {
		return Relief{}, err
	}
	m.none.Store(nil)
	return Relief{it, s, version + 1}, nil
}

func put(ctx context.Context, tx *db.Tx, who access.Actor, id fact.QueueID, text string, version int) error {
	if version == 0 {
		_, err := tx.Exec(ctx, "INSERT INTO relief (queue_id, settings, version, by_id, at) VALUES (?, ?, 1, ?, ?)", id, text, who.ID, tx.Now().UnixMilli())
		if db.IsTaken(err) {
			return fault.New(fault.Conflict, "relief.changed").Because(err)
		}
		return err
	}
	n, err := tx.Exec(ctx, "UPDATE relief SET settings = ?, version = version + 1, by_id = ?, at = ? WHERE queue_id = ? AND version = ?",
		text, who.ID, tx.Now().UnixMilli(), id, version)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "relief.changed")
	}
	return err
}

// Left notes that whoever waited left a message and an address, and need not stay. It may
// be called again.
func (m *Menu) Left(ctx context.Context, c fact.ConversationID) error {
	return m.db.Write(ctx, func(tx *db.Tx) error {
		if err := m.inbox.HoldTx(ctx, tx, c); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, "INSERT INTO message_left (conversation_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", c, tx.Now().UnixMilli())
		if err != nil || n == 0 {
			return err
		}
		if _, err := m.inbox.AppendTx(ctx, tx, c, conversation.Saying{Kind: conversation.System, Code: "conversation.message_left"}); err != nil {
			return err
		}
		var contact fact.ContactID
		if err := tx.Ask("SELECT contact_id FROM conversation WHERE id = ?", c).Scan(ctx, &contact); err != nil {
			return fmt.Errorf("who left a message in %s: %w", c, err)
		}
		return tx.Record(ctx, fact.MessageLeft{Conversation: c, Contact: contact})
	})
}

// Leaves tells whether somebody left a message there.
func Leaves(ctx context.Context, q db.Reader, c fact.ConversationID) (bool, error) {
	var n int
	if err := q.Ask("SELECT COUNT(*) FROM message_left WHERE conversation_id = ?", c).Scan(ctx, &n); err != nil {
		return false, fmt.Errorf("was a message left in %s: %w", c, err)
	}
	return n > 0, nil
}
