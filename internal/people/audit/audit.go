// Package audit keeps who allowed what to whom: sign-ins, roles, tokens, teams,
// channels, and whatever else decides about access, with what was before and
// what is after. An entry is written in the transaction of the act, so that
// there is no act without its entry and no entry without its act.
package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Entry is one act. Before and After become JSON and hold the fields that
// matter: never a password, a secret or the hash of one.
type Entry struct {
	Who    access.Actor
	Action string // past tense, "staff.changed"
	Kind   string // what it was done to: "staff", "team", "token"
	ID     string
	Before any
	After  any
}

// Row is an entry as it is read again.
type Row struct {
	ID       int64           `bun:"id"`
	At       time.Time       `bun:"-"`
	Staff    fact.StaffID    `bun:"staff_id"`   // "" when no person did it
	Name     string          `bun:"staff_name"` // as it is today
	Token    fact.TokenID    `bun:"token_id"`   // of the program that acted in their name
	TokenNow string          `bun:"token_name"` // what it is called today; "" once it is revoked
	Action   string          `bun:"action"`
	Kind     string          `bun:"object_kind"`
	ObjectID string          `bun:"object_id"`
	Before   json.RawMessage `bun:"before"`
	After    json.RawMessage `bun:"after"`
	IP       string          `bun:"ip"`
}

// Write keeps an entry in the caller's transaction.
func Write(ctx context.Context, tx *db.Tx, e Entry) error {
	before, err := picture(e.Before)
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	after, err := picture(e.After)
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO audit (at, staff_id, token_id, action, object_kind, object_id, before, after, ip)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		tx.Now().UnixMilli(), e.Who.ID, e.Who.Token, e.Action, e.Kind, e.ID, before, after, e.Who.IP)
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}

// picture is the JSON of one side of an act; nothing is an empty object.
func picture(side any) (string, error) {
	text, err := json.Marshal(side)
	if err != nil {
		return "", err
	}
	if bytes.Equal(text, []byte("null")) {
		return "{}", nil
	}
	return string(text), nil
}

// Query narrows the audit; what is empty does not.
type Query struct {
	Staff  fact.StaffID
	Action string // "staff.changed", or the beginning of a name that ends in a dot: "staff."
	Kind   string // of the object
	Object string // its id
	From   time.Time
	To     time.Time // not included
	Before int64     // the last id of the page before; 0 starts at the newest
	Limit  int
}

// List reads entries, newest first.
func List(ctx context.Context, d *db.DB, who access.Actor, q Query) ([]Row, error) {
	if err := who.Require(access.AuditView); err != nil {
		return nil, err
	}
	where, args := q.where()
	var rows []struct {
		Row
		AtMillis int64 `bun:"at"`
	}
	err := d.Read().NewRaw(`SELECT a.id, a.at, a.staff_id, COALESCE(s.name, '') AS staff_name, a.token_id, COALESCE(t.name, '') AS token_name,
			a.action, a.object_kind, a.object_id, a.before, a.after, a.ip
		FROM audit a LEFT JOIN staff s ON s.id = a.staff_id LEFT JOIN api_token t ON t.id = a.token_id
		WHERE `+where+` ORDER BY a.id DESC LIMIT ?`, append(args, q.Limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the audit: %w", err)
	}
	list := make([]Row, len(rows))
	for i, r := range rows {
		list[i] = r.Row
		list[i].At = time.UnixMilli(r.AtMillis).UTC()
	}
	return list, nil
}

func (q Query) where() (string, []any) {
	if q.Before == 0 {
		q.Before = 1 << 62
	}
	clauses, args := []string{"a.id < ?"}, []any{q.Before}
	add := func(clause string, values ...any) { clauses, args = append(clauses, clause), append(args, values...) }
	if q.Staff != "" {
		add("a.staff_id = ?", q.Staff)
	}
	if family, whole := strings.CutSuffix(q.Action, "."); whole {
		add("a.action >= ? AND a.action < ?", q.Action, family+"/") // "/" follows "."
	} else if q.Action != "" {
		add("a.action = ?", q.Action)
	}
	if q.Kind != "" {
		add("a.object_kind = ?", q.Kind)
	}
	if q.Object != "" {
		add("a.object_id = ?", q.Object)
	}
	if !q.From.IsZero() {
		add("a.at >= ?", q.From.UnixMilli())
	}
	if !q.To.IsZero() {
		add("a.at < ?", q.To.UnixMilli())
	}
	return strings.Join(clauses, " AND "), args
}

// ForgetTx takes out of the entries about a thing what it looked like before and
// after, when a person is erased. That the acts took place stays.
func ForgetTx(ctx context.Context, tx *db.Tx, kind, id string) error {
	if _, err := tx.Exec(ctx, "UPDATE audit SET before = '{}', after = '{}' WHERE object_kind = ? AND object_id = ?", kind, id); err != nil {
		return fmt.Errorf("forget what was audited of %s %s: %w", kind, id, err)
	}
	return nil
}
