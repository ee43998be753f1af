package audit

import (
	"context"
	"fmt"
	"sync"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Look is somebody looking at personal data. Looks of one person at one thing
// within an hour are one entry that counts.
type Look struct {
	ID       int64          `bun:"id"`
	Staff    fact.StaffID   `bun:"staff_id"`
	Name     string         `bun:"staff_name"` // as it is today
	Token    fact.TokenID   `bun:"token_id"`
	TokenNow string         `bun:"token_name"`
	Kind     string         `bun:"kind"` // "contact", "conversation", "looked_on", "raw_mail"
	ObjectID string         `bun:"object_id"`
	Contact  fact.ContactID `bun:"contact_id"`
	Whose    string         `bun:"contact_name"` // as it is today
	Times    int            `bun:"times"`
	FirstAt  time.Time      `bun:"-"`
	LastAt   time.Time      `bun:"-"`
	IP       string         `bun:"ip"`
}

// Journal notes who looks at personal data. What this node has noted within the
// hour is not written again, so that a conversation which is open all morning
// costs one row an hour.
type Journal struct {
	db *db.DB

	mu    sync.Mutex
	hour  int64
	noted map[lookKey]bool
}

type lookKey struct {
	staff fact.StaffID
	token fact.TokenID
	kind  string
	id    string
}

// remembered bounds what a node keeps in mind; beyond it looks are written again
// and counted.
const remembered = 50_000

// NewJournal opens the journal.
func NewJournal(d *db.DB) *Journal { return &Journal{db: d, noted: map[lookKey]bool{}} }

// Note writes that who looks at something. It is called before the data is given
// out: what cannot be noted is not shown. Whose is asked only when there is
// something to write. The system's own reading is no look.
func (j *Journal) Note(ctx context.Context, who access.Actor, kind, id string, whose func() (fact.ContactID, error)) error {
	if who.ID == "" {
		return nil
	}
	hour := j.db.Now().Unix() / 3600
	key := lookKey{who.ID, who.Token, kind, id}
	if j.known(hour, key) {
		return nil
	}
	contact, err := whose()
	if err != nil {
		return err
	}
	err = j.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO audit_look (staff_id, token_id, kind, object_id, contact_id, hour, first_at, last_at, ip)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (staff_id, token_id, kind, object_id, hour) DO UPDATE SET times = audit_look.times + 1, last_at = excluded.last_at`,
			who.ID, who.Token, kind, id, contact, hour, tx.Now().UnixMilli(), tx.Now().UnixMilli(), who.IP)
		return err
	})
	if err != nil {
		return fmt.Errorf("note a look at %s %s: %w", kind, id, err)
	}
	j.remember(hour, key)
	return nil
}

func (j *Journal) known(hour int64, key lookKey) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.hour == hour && j.noted[key]
}

func (j *Journal) remember(hour int64, key lookKey) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.hour != hour || len(j.noted) >= remembered {
		j.hour, j.noted = hour, map[lookKey]bool{}
	}
	j.noted[key] = true
}

// LookQuery narrows the looks; what is empty does not.
type LookQuery struct {
	Staff   fact.StaffID
	Contact fact.ContactID
	Kind    string
	Before  int64 // the last id of the page before; 0 starts at the newest
	Limit   int
}

// Looks reads who looked at what, newest first.
func (j *Journal) Looks(ctx context.Context, who access.Actor, q LookQuery) ([]Look, error) {
	if err := who.Require(access.AuditView); err != nil {
		return nil, err
	}
	if q.Before == 0 {
		q.Before = 1 << 62
	}
	where, args := "l.id < ?", []any{q.Before}
	if q.Staff != "" {
		where, args = where+" AND l.staff_id = ?", append(args, q.Staff)
	}
	if q.Contact != "" {
		where, args = where+" AND l.contact_id = ? AND l.contact_id <> ''", append(args, q.Contact)
	}
	if q.Kind != "" {
		where, args = where+" AND l.kind = ?", append(args, q.Kind)
	}
	var rows []struct {
		Look
		First int64 `bun:"first_at"`
		Last  int64 `bun:"last_at"`
	}
	err := j.db.Read().NewRaw(`SELECT l.id, l.staff_id, COALESCE(s.name, '') AS staff_name, l.token_id, COALESCE(t.name, '') AS token_name,
			l.kind, l.object_id, l.contact_id, COALESCE(c.name, '') AS contact_name, l.times, l.first_at, l.last_at, l.ip
		FROM audit_look l LEFT JOIN staff s ON s.id = l.staff_id LEFT JOIN api_token t ON t.id = l.token_id
		LEFT JOIN contact c ON c.id = l.contact_id
		WHERE `+where+` ORDER BY l.id DESC LIMIT ?`, append(args, q.Limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who looked: %w", err)
	}
	list := make([]Look, len(rows))
	for i, r := range rows {
		list[i] = r.Look
		list[i].FirstAt, list[i].LastAt = time.UnixMilli(r.First).UTC(), time.UnixMilli(r.Last).UTC()
	}
	return list, nil
}

// Forget drops entries of the audit and looks that are older than then, a bounded
// number at once; more tells that there may be others.
func (j *Journal) Forget(ctx context.Context, then time.Time) (dropped int64, more bool, err error) {
	const atOnce = 5_000
	err = j.db.Write(ctx, func(tx *db.Tx) error {
		a, err := tx.Exec(ctx, "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? ORDER BY at LIMIT ?)", then.UnixMilli(), atOnce)
		if err != nil {
			return err
		}
		l, err := tx.Exec(ctx, "DELETE FROM audit_look WHERE id IN (SELECT id FROM audit_look WHERE last_at < ? ORDER BY last_at LIMIT ?)", then.UnixMilli(), atOnce)
		dropped, more = a+l, a == atOnce || l == atOnce
		return err
	})
	if err != nil {
		return 0, false, fmt.Errorf("forget the old audit: %w", err)
	}
	return dropped, more, nil
}
