package notification

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Walk is a part of somebody's notifications, newest first.
type Walk struct {
	UnseenOnly bool
	At         int64 // with ID: behind which it goes on; 0 begins
	ID         fact.NotificationID
	Limit      int
}

type row struct {
	ID           fact.NotificationID `bun:"id"`
	Staff        fact.StaffID        `bun:"staff_id"`
	Kind         Kind                `bun:"kind"`
	Conversation fact.ConversationID `bun:"conversation_id"`
	Number       int64               `bun:"number"`
	Subject      string              `bun:"subject"`
	Contact      string              `bun:"contact"`
	Message      fact.MessageID      `bun:"message_id"`
	Queue        fact.QueueID        `bun:"queue_id"`
	QueueTeam    string              `bun:"queue_team"`
	QueueKind    string              `bun:"queue_kind"`
	Trouble      fact.TroubleID      `bun:"trouble_id"`
	Channel      fact.ChannelID      `bun:"channel_id"`
	ChannelName  string              `bun:"channel_name"`
	Part         string              `bun:"part"`
	Code         string              `bun:"code"`
	About        string              `bun:"about"`
	By           fact.StaffID        `bun:"by_id"`
	ByName       string              `bun:"by_name"`
	At           int64               `bun:"at"`
	SeenAt       int64               `bun:"seen_at"`
	Held         bool                `bun:"held"`
}

const columns = `n.id, n.staff_id, n.kind, COALESCE(n.conversation_id, '') AS conversation_id, COALESCE(c.number, 0) AS number, COALESCE(c.subject, '') AS subject,
	COALESCE(k.name, '') AS contact, n.message_id, COALESCE(n.trouble_id, '') AS trouble_id, COALESCE(h.id, '') AS channel_id, COALESCE(h.name, '') AS channel_name,
	COALESCE(t.part, '') AS part, COALESCE(t.code, '') AS code, COALESCE(t.about, n.about) AS about, COALESCE(n.queue_id, '') AS queue_id, COALESCE(u.name, '') AS queue_team, COALESCE(q.channel_kind, '') AS queue_kind, n.by_id, COALESCE(s.name, '') AS by_name, n.at, n.seen_at, n.held
	FROM notification n LEFT JOIN conversation c ON c.id = n.conversation_id LEFT JOIN contact k ON k.id = c.contact_id
	LEFT JOIN channel_trouble t ON t.id = n.trouble_id LEFT JOIN channel h ON h.id = t.channel_id LEFT JOIN staff s ON s.id = n.by_id
	LEFT JOIN queue q ON q.id = n.queue_id LEFT JOIN team u ON u.id = q.team_id `

func (r row) notification() Notification {
	n := Notification{
		ID: r.ID, Staff: r.Staff, Kind: r.Kind, Conversation: r.Conversation, Number: r.Number, Subject: r.Subject, Contact: r.Contact,
		Message: r.Message, Queue: r.Queue, QueueTeam: r.QueueTeam, QueueKind: r.QueueKind, By: r.By, ByName: r.ByName, At: time.UnixMilli(r.At).UTC(), Held: r.Held,
		Trouble: r.Trouble, Channel: r.Channel, ChannelName: r.ChannelName, Part: r.Part, Code: r.Code,
	}
	_ = json.Unmarshal([]byte(r.About), &n.About) // it was JSON when it was written
	if r.SeenAt > 0 {
		n.SeenAt = time.UnixMilli(r.SeenAt).UTC()
	}
	return n
}

// List is the asking person's notifications, newest first, and how many of all
// they have not seen.
func (d *Desk) List(ctx context.Context, who access.Actor, w Walk) (list []Notification, more bool, unseen int, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, false, 0, err
	}
	where, args := "WHERE n.staff_id = ? AND n.quiet = FALSE", []any{who.ID}
	if w.UnseenOnly {
		where += " AND n.seen_at = 0"
	}
	if w.ID != "" {
		where, args = where+" AND (n.at, n.id) < (?, ?)", append(args, w.At, w.ID)
	}
	var rows []row
	err = d.db.Read().NewRaw("SELECT "+columns+where+" ORDER BY n.at DESC, n.id DESC LIMIT ?", append(args, w.Limit+1)...).Scan(ctx, &rows)
	if err == nil {
		err = d.db.Read().NewRaw("SELECT COUNT(*) FROM notification WHERE staff_id = ? AND seen_at = 0 AND quiet = FALSE", who.ID).Scan(ctx, &unseen)
	}
	if err != nil {
		return nil, false, 0, fmt.Errorf("read notifications: %w", err)
	}
	if more = len(rows) > w.Limit; more {
		rows = rows[:w.Limit]
	}
	for _, r := range rows {
		list = append(list, r.notification())
	}
	return list, more, unseen, nil
}

// Seen notes that the asking person has seen these; with none, all of them.
func (d *Desk) Seen(ctx context.Context, who access.Actor, ids []fact.NotificationID) error {
	if err := who.Writes(); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		if len(ids) == 0 {
			return seenTx(ctx, tx, who.ID, "")
		}
		return seenTx(ctx, tx, who.ID, "AND id IN (?)", bun.List(ids))
	})
}

// SeenIn notes that the asking person looks at a conversation, so that what it
// told them is no news any more.
func (d *Desk) SeenIn(ctx context.Context, who access.Actor, c fact.ConversationID) error {
	if err := who.Writes(); err != nil {
		return err
	}
	var unseen bool
	err := d.db.Read().NewRaw("SELECT EXISTS (SELECT 1 FROM notification WHERE staff_id = ? AND conversation_id = ? AND seen_at = 0)", who.ID, c).Scan(ctx, &unseen)
	if err != nil {
		return fmt.Errorf("is there anything unseen: %w", err)
	}
	if !unseen {
		return nil
	}
	return d.db.Write(ctx, func(tx *db.Tx) error { return seenTx(ctx, tx, who.ID, "AND conversation_id = ?", c) })
}

// Preferences is how the asking person wants to be told, of every kind.
func (d *Desk) Preferences(ctx context.Context, who access.Actor) ([]Preference, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	chosen, err := preferences(ctx, d.db.Read(), who.ID)
	if err != nil {
		return nil, err
	}
	var list []Preference
	for _, kind := range Kinds {
		if !ofChannels(kind) || who.May(access.ChannelManage) {
			list = append(list, wanted(chosen, kind))
		}
	}
	return list, nil
}

func preferences(ctx context.Context, from bun.IDB, staff fact.StaffID) ([]Preference, error) {
	var rows []struct {
		Kind Kind `bun:"kind"`
		Page bool `bun:"page"`
		Push bool `bun:"push"`
	}
	if err := from.NewRaw("SELECT kind, page, push FROM notification_preference WHERE staff_id = ?", staff).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("how does %s want to be told: %w", staff, err)
	}
	list := make([]Preference, len(rows))
	for i, r := range rows {
		list[i] = Preference(r)
	}
	return list, nil
}

// Prefer keeps how the asking person wants to be told; kinds that are not named
// stay as they are.
func (d *Desk) Prefer(ctx context.Context, who access.Actor, list []Preference) error {
	if err := who.Writes(); err != nil {
		return err
	}
	for _, p := range list {
		if !slices.Contains(Kinds, p.Kind) {
			return fault.New(fault.Invalid, "notification.unknown_kind", "kind", string(p.Kind)).At("items")
		}
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		for _, p := range list {
			_, err := tx.Exec(ctx, `INSERT INTO notification_preference (staff_id, kind, page, push) VALUES (?, ?, ?, ?)
				ON CONFLICT (staff_id, kind) DO UPDATE SET page = EXCLUDED.page, push = EXCLUDED.push`, who.ID, p.Kind, p.Page, p.Push)
			if err != nil {
				return fmt.Errorf("keep how %s wants to be told: %w", who.ID, err)
			}
		}
		return nil
	})
}

// Subscriptions is the browsers that the asking person is pushed to.
func (d *Desk) Subscriptions(ctx context.Context, who access.Actor) ([]Subscription, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	var rows []struct {
		ID        fact.PushSubscriptionID `bun:"id"`
		Endpoint  string                  `bun:"endpoint"`
		Agent     string                  `bun:"agent"`
		CreatedAt int64                   `bun:"created_at"`
		SignedIn  bool                    `bun:"signed_in"`
	}
	err := d.db.Read().NewRaw("SELECT p.id, p.endpoint, p.agent, p.created_at, "+signedIn+" AS signed_in FROM push_subscription p WHERE p.staff_id = ? ORDER BY p.created_at, p.id", who.ID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the browsers of %s: %w", who.ID, err)
	}
	list := make([]Subscription, len(rows))
	for i, r := range rows {
		list[i] = Subscription{ID: r.ID, Endpoint: r.Endpoint, Agent: r.Agent, CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), SignedIn: r.SignedIn}
	}
	return list, nil
}

// signedIn holds where somebody is signed in in the browser p. Elsewhere nobody is told
// what concerns them, and signing in again goes on.
const signedIn = "(p.session_id = '' OR EXISTS (SELECT 1 FROM session w WHERE w.id = p.session_id))"

// mostBrowsers is how many browsers of one person are pushed to.
const mostBrowsers = 20

// Subscribe lets a browser be pushed to while the session that asks for it lives. One
// that was subscribed already, be it for somebody else who signed in there before, is
// this person's now.
func (d *Desk) Subscribe(ctx context.Context, who access.Actor, endpoint, p256dh, auth, agent string) (s Subscription, err error) {
	if err := who.Writes(); err != nil {
		return s, err
	}
	endpoint = strings.TrimSpace(plain.Text(endpoint))
	if err := subscribed(endpoint, p256dh, auth); err != nil {
		return s, err
	}
	s = Subscription{ID: fact.PushSubscriptionID(id.New()), Endpoint: endpoint, Agent: plain.Upto(plain.Text(agent), 300), SignedIn: true}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		s.CreatedAt = tx.Now().UTC()
		err := tx.NewRaw(`INSERT INTO push_subscription (id, staff_id, session_id, endpoint, p256dh, auth, agent, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (endpoint) DO UPDATE SET staff_id = EXCLUDED.staff_id, session_id = EXCLUDED.session_id,
				p256dh = EXCLUDED.p256dh, auth = EXCLUDED.auth, agent = EXCLUDED.agent
			RETURNING id`, s.ID, who.ID, who.Session, endpoint, p256dh, auth, s.Agent, s.CreatedAt.UnixMilli()).Scan(ctx, &s.ID)
		if err != nil {
			return fmt.Errorf("subscribe a browser: %w", err)
		}
		_, err = tx.Exec(ctx, `DELETE FROM push_subscription WHERE staff_id = ? AND id NOT IN (
			SELECT id FROM push_subscription WHERE staff_id = ? ORDER BY created_at DESC, id DESC LIMIT ?)`, who.ID, who.ID, mostBrowsers)
		return err
	})
	return s, err
}

// Unsubscribe ends pushes to a browser. One that is gone already is no mistake.
func (d *Desk) Unsubscribe(ctx context.Context, who access.Actor, s fact.PushSubscriptionID) error {
	if err := who.Writes(); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "DELETE FROM push_subscription WHERE id = ? AND staff_id = ?", s, who.ID); err != nil {
			return fmt.Errorf("unsubscribe a browser: %w", err)
		}
		return nil
	})
}

// Sweep drops what is too old to be news.
func (d *Desk) Sweep(ctx context.Context) error {
	return d.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "DELETE FROM notification WHERE at < ?", tx.Now().Add(-kept).UnixMilli()); err != nil {
			return fmt.Errorf("drop old notifications: %w", err)
		}
		return nil
	})
}
