package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type reader interface {
	NewRaw(query string, args ...any) *bun.RawQuery
}

type hookRow struct {
	ID            fact.WebhookID `bun:"id"`
	Name          string         `bun:"name"`
	URL           string         `bun:"url"`
	Events        string         `bun:"events"`
	Content       Content        `bun:"content"`
	Clear         bool           `bun:"clear"`
	Secret        string         `bun:"secret"`
	OldSecret     string         `bun:"old_secret"`
	OldUntil      int64          `bun:"old_until"`
	State         State          `bun:"state"`
	PausedBecause string         `bun:"paused_because"`
	Cursor        int64          `bun:"cursor"`
	Failures      int            `bun:"failures"`
	FailingSince  int64          `bun:"failing_since"`
	BlockedUntil  int64          `bun:"blocked_until"`
	DeliveredAt   int64          `bun:"delivered_at"`
	Version       int            `bun:"version"`
	CreatedAt     int64          `bun:"created_at"`
	Waiting       int            `bun:"waiting"`
	Failed        int            `bun:"failed"`
}

const hookColumns = `id, name, url, events, content, clear, secret, old_secret, old_until, state, paused_because,
	cursor, failures, failing_since, blocked_until, delivered_at, version, created_at`

func (r hookRow) webhook() (Webhook, error) {
	w := Webhook{
		ID: r.ID, Name: r.Name, URL: r.URL, Content: r.Content, Clear: r.Clear, State: r.State, PausedBecause: r.PausedBecause, Failures: r.Failures,
		FailingSince: instant(r.FailingSince), BlockedUntil: instant(r.BlockedUntil), DeliveredAt: instant(r.DeliveredAt),
		Waiting: r.Waiting, Failed: r.Failed, Version: r.Version, CreatedAt: instant(r.CreatedAt),
		secret: r.Secret, oldSecret: r.OldSecret, oldUntil: instant(r.OldUntil), cursor: r.Cursor,
	}
	if err := json.Unmarshal([]byte(r.Events), &w.Events); err != nil {
		return Webhook{}, fmt.Errorf("read the events of %s: %w", r.ID, err)
	}
	return w, nil
}

// instant reads a time as it is kept; 0 is never.
func instant(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis).UTC()
}

// millis is a time as it is kept.
func millis(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

// List is every webhook, by name, with how its deliveries stand.
func (c *Courier) List(ctx context.Context, who access.Actor) ([]Webhook, error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return nil, err
	}
	return c.counted(ctx, "")
}

// Get is one webhook.
func (c *Courier) Get(ctx context.Context, who access.Actor, id fact.WebhookID) (Webhook, error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return Webhook{}, err
	}
	list, err := c.counted(ctx, id)
	if err != nil {
		return Webhook{}, err
	}
	if len(list) == 0 {
		return Webhook{}, errMissing
	}
	return list[0], nil
}

var errMissing = fault.New(fault.Missing, "webhook.missing")

func (c *Courier) counted(ctx context.Context, only fact.WebhookID) ([]Webhook, error) {
	var rows []hookRow
	err := c.db.Read().NewRaw(`SELECT `+hookColumns+`,
			(SELECT COUNT(*) FROM webhook_delivery d WHERE d.webhook_id = webhook.id AND d.state = 'pending') AS waiting,
			(SELECT COUNT(*) FROM webhook_delivery d WHERE d.webhook_id = webhook.id AND d.state = 'failed') AS failed
		FROM webhook WHERE ? = '' OR id = ? ORDER BY name, id`, only, only).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read webhooks: %w", err)
	}
	list := make([]Webhook, len(rows))
	for i, r := range rows {
		if list[i], err = r.webhook(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func one(ctx context.Context, from reader, id fact.WebhookID) (Webhook, error) {
	return scanned(ctx, id, from.NewRaw("SELECT "+hookColumns+" FROM webhook WHERE id = ?", id))
}

// hold takes the webhook for this transaction.
func hold(ctx context.Context, tx *db.Tx, id fact.WebhookID) (Webhook, error) {
	return scanned(ctx, id, tx.NewRaw("UPDATE webhook SET version = version WHERE id = ? RETURNING "+hookColumns, id))
}

func scanned(ctx context.Context, id fact.WebhookID, query *bun.RawQuery) (Webhook, error) {
	var r hookRow
	err := query.Scan(ctx, &r)
	if db.IsNone(err) {
		return Webhook{}, errMissing
	}
	if err != nil {
		return Webhook{}, fmt.Errorf("read the webhook %s: %w", id, err)
	}
	return r.webhook()
}

func list(events []string) string {
	text, _ := json.Marshal(events) // a list of strings always has a text
	return string(text)
}

func insert(ctx context.Context, tx *db.Tx, w Webhook, by fact.StaffID) error {
	_, err := tx.Exec(ctx, `INSERT INTO webhook (id, name, url, events, content, clear, secret, state, cursor, created_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, w.ID, w.Name, w.URL, list(w.Events), w.Content, w.Clear, w.secret, w.State, w.cursor, by, w.CreatedAt.UnixMilli())
	if err != nil {
		return fmt.Errorf("add a webhook: %w", err)
	}
	return nil
}

func save(ctx context.Context, tx *db.Tx, w Webhook) error {
	_, err := tx.Exec(ctx, `UPDATE webhook SET name = ?, url = ?, events = ?, content = ?, clear = ?, state = ?, paused_because = ?, failures = ?,
			failing_since = ?, blocked_until = ?, secret = ?, old_secret = ?, old_until = ?, version = ? WHERE id = ?`,
		w.Name, w.URL, list(w.Events), w.Content, w.Clear, w.State, w.PausedBecause, w.Failures,
		millis(w.FailingSince), millis(w.BlockedUntil), w.secret, w.oldSecret, millis(w.oldUntil), w.Version, w.ID)
	if err != nil {
		return fmt.Errorf("save the webhook %s: %w", w.ID, err)
	}
	return nil
}

func saveHealth(ctx context.Context, tx *db.Tx, w Webhook) error {
	_, err := tx.Exec(ctx, `UPDATE webhook SET state = ?, paused_because = ?, failures = ?, failing_since = ?, blocked_until = ?, delivered_at = ? WHERE id = ?`,
		w.State, w.PausedBecause, w.Failures, millis(w.FailingSince), millis(w.BlockedUntil), millis(w.DeliveredAt), w.ID)
	if err != nil {
		return fmt.Errorf("note how the webhook %s does: %w", w.ID, err)
	}
	return nil
}

func moveOn(ctx context.Context, tx *db.Tx, id fact.WebhookID, cursor int64) error {
	if _, err := tx.Exec(ctx, "UPDATE webhook SET cursor = ? WHERE id = ?", cursor, id); err != nil {
		return fmt.Errorf("move the webhook %s on: %w", id, err)
	}
	return nil
}

type deliveryRow struct {
	ID        int64          `bun:"id"`
	Webhook   fact.WebhookID `bun:"webhook_id"`
	EventID   string         `bun:"event_id"`
	Event     string         `bun:"event"`
	Lane      string         `bun:"lane"`
	Body      string         `bun:"body"`
	State     DeliveryState  `bun:"state"`
	Attempts  int            `bun:"attempts"`
	NextAt    int64          `bun:"next_at"`
	Status    int            `bun:"status"`
	Reason    string         `bun:"reason"`
	Detail    string         `bun:"detail"`
	ReplayOf  int64          `bun:"replay_of"`
	CreatedAt int64          `bun:"created_at"`
	DoneAt    int64          `bun:"done_at"`
}

const deliveryColumns = "id, webhook_id, event_id, event, lane, body, state, attempts, next_at, status, reason, detail, replay_of, created_at, done_at"

func (r deliveryRow) delivery() Delivery {
	return Delivery{
		ID: r.ID, Webhook: r.Webhook, EventID: r.EventID, Event: r.Event, Lane: r.Lane, State: r.State, Attempts: r.Attempts,
		NextAt: instant(r.NextAt), Status: r.Status, Reason: r.Reason, Detail: r.Detail, ReplayOf: r.ReplayOf,
		CreatedAt: instant(r.CreatedAt), DoneAt: instant(r.DoneAt), body: json.RawMessage(r.Body),
	}
}

// LogQuery narrows the log of a webhook; what is empty does not.
type LogQuery struct {
	State    DeliveryState
	Event    string
	From     time.Time
	To       time.Time // not included
	After    int64     // the last id of the page before; 0 begins
	OldFirst bool
	Limit    int
}

// Log is what was sent to a webhook, or will be, newest first.
func (c *Courier) Log(ctx context.Context, who access.Actor, id fact.WebhookID, q LogQuery) ([]Delivery, error) {
	if _, err := c.Get(ctx, who, id); err != nil {
		return nil, err
	}
	return read(ctx, c.db.Read(), id, q)
}

func read(ctx context.Context, from reader, id fact.WebhookID, q LogQuery) ([]Delivery, error) {
	where, args := "webhook_id = ?", []any{id}
	add := func(clause string, value any) { where, args = where+" AND "+clause, append(args, value) }
	order := "DESC"
	if q.OldFirst {
		order = "ASC"
	}
	if q.After != 0 && q.OldFirst {
		add("id > ?", q.After)
	} else if q.After != 0 {
		add("id < ?", q.After)
	}
	if q.State != "" {
		add("state = ?", q.State)
	}
	if q.Event != "" {
		add("event = ?", q.Event)
	}
	if !q.From.IsZero() {
		add("created_at >= ?", q.From.UnixMilli())
	}
	if !q.To.IsZero() {
		add("created_at < ?", q.To.UnixMilli())
	}
	var rows []deliveryRow
	err := from.NewRaw("SELECT "+deliveryColumns+" FROM webhook_delivery WHERE "+where+" ORDER BY id "+order+" LIMIT ?", append(args, q.Limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the log of %s: %w", id, err)
	}
	found := make([]Delivery, len(rows))
	for i, r := range rows {
		found[i] = r.delivery()
	}
	return found, nil
}

// Attempts is one delivery with every request that was made for it, oldest first,
// and the body as it was written down.
func (c *Courier) Attempts(ctx context.Context, who access.Actor, id fact.WebhookID, delivery int64) (Delivery, json.RawMessage, []Attempt, error) {
	if err := who.Require(access.WebhookManage); err != nil {
		return Delivery{}, nil, nil, err
	}
	d, err := load(ctx, c.db.Read(), id, delivery)
	if err != nil {
		return Delivery{}, nil, nil, err
	}
	var rows []struct {
		At     int64  `bun:"at"`
		Took   int64  `bun:"took_ms"`
		Status int    `bun:"status"`
		Reason string `bun:"reason"`
		Detail string `bun:"detail"`
		Answer string `bun:"answer"`
	}
	err = c.db.Read().NewRaw("SELECT at, took_ms, status, reason, detail, answer FROM webhook_attempt WHERE delivery_id = ? ORDER BY id", delivery).Scan(ctx, &rows)
	if err != nil {
		return Delivery{}, nil, nil, fmt.Errorf("read the attempts at %d: %w", delivery, err)
	}
	attempts := make([]Attempt, len(rows))
	for i, r := range rows {
		attempts[i] = Attempt{At: instant(r.At), Took: time.Duration(r.Took) * time.Millisecond, Status: r.Status, Reason: r.Reason, Detail: r.Detail, Answer: r.Answer}
	}
	return d, d.body, attempts, nil
}

// load reads one delivery; of "" is any webhook's.
func load(ctx context.Context, from reader, of fact.WebhookID, id int64) (Delivery, error) {
	var r deliveryRow
	err := from.NewRaw("SELECT "+deliveryColumns+" FROM webhook_delivery WHERE id = ? AND (? = '' OR webhook_id = ?)", id, of, of).Scan(ctx, &r)
	if db.IsNone(err) {
		return Delivery{}, fault.New(fault.Missing, "webhook.delivery_missing")
	}
	if err != nil {
		return Delivery{}, fmt.Errorf("read the delivery %d: %w", id, err)
	}
	return r.delivery(), nil
}

func insertDelivery(ctx context.Context, tx *db.Tx, d *Delivery) error {
	err := tx.NewRaw(`INSERT INTO webhook_delivery (webhook_id, event_id, event, lane, body, state, next_at, replay_of, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		d.Webhook, d.EventID, d.Event, d.Lane, string(d.body), d.State, d.NextAt.UnixMilli(), d.ReplayOf, d.CreatedAt.UnixMilli()).Scan(ctx, &d.ID)
	if err != nil {
		return fmt.Errorf("write down a delivery to %s: %w", d.Webhook, err)
	}
	return nil
}

// saveAttempt keeps an attempt and what it made of the delivery, unless a person
// has given the delivery up meanwhile.
func saveAttempt(ctx context.Context, tx *db.Tx, d Delivery, a Answer, took time.Duration) error {
	_, err := tx.Exec(ctx, `INSERT INTO webhook_attempt (delivery_id, at, took_ms, status, reason, detail, answer) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		d.ID, tx.Now().UnixMilli(), took.Milliseconds(), a.Status, a.Reason, a.Detail, a.Text)
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE webhook_delivery SET state = ?, attempts = ?, next_at = ?, status = ?, reason = ?, detail = ?, done_at = ?
			WHERE id = ? AND state = 'pending'`, d.State, d.Attempts, d.NextAt.UnixMilli(), d.Status, d.Reason, d.Detail, millis(d.DoneAt), d.ID)
	}
	if err != nil {
		return fmt.Errorf("keep an attempt at %d: %w", d.ID, err)
	}
	return nil
}
