package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

// factRow is a fact as it is kept.
type factRow struct {
	bun.BaseModel `bun:"table:fact"`
	Cursor        int64  `bun:",autoincrement"`
	At            int64  `bun:"at"`
	Name          string `bun:"name"`
	Conversation  string `bun:"conversation_id"`
	Contact       string `bun:"contact_id"`
	By            string `bun:"staff_id"`
	Data          string `bun:"data"`
}

// Recorded is a fact with its place in the order of everything.
type Recorded struct {
	Cursor       int64
	At           time.Time
	Name         string
	Conversation string
	Contact      string
	By           string
	Data         json.RawMessage
}

// insertFacts writes facts in the transaction of the change. On SQLite the one
// writer numbers them at once. On PostgreSQL transactions commit in another
// order than the one in which they began, so a number drawn here could appear
// behind a reader that has already passed it; the facts wait in fact_pending,
// and Sequence numbers them once they are committed.
func insertFacts(ctx context.Context, tx *Tx, facts []factRow) error {
	table := "fact"
	if tx.Database() == Postgres {
		table = "fact_pending"
	}
	for len(facts) > 0 {
		part := facts[:min(len(facts), mostRows)]
		facts = facts[len(part):]
		values := make([]any, 0, 6*len(part))
		for _, f := range part {
			values = append(values, f.At, f.Name, f.Conversation, f.Contact, f.By, f.Data)
		}
		err := tx.put(ctx, table+" (at, name, conversation_id, contact_id, staff_id, data)", len(part), values, "")
		if err != nil {
			return err
		}
	}
	return nil
}

// sequencerLock keeps the nodes from numbering at the same time.
const sequencerLock = 0x616e6c616e01

// sequenceBatch bounds one pass, so that a flood does not make one long transaction.
const sequenceBatch = 2000

// Sequence gives committed facts their cursor and returns the newest one. Any
// node may do it at any time: the lock admits one, and under the lock only
// committed facts are seen, so the order only ever grows at its end. A fact that
// commits later gets a later number, whenever its transaction began.
func (d *DB) Sequence(ctx context.Context) (newest int64, err error) {
	if d.Dialect == SQLite {
		return d.Cursor(ctx)
	}
	for moved := sequenceBatch; moved == sequenceBatch; {
		if moved, newest, err = d.sequenceOnce(ctx); err != nil {
			return 0, fmt.Errorf("number new facts: %w", err)
		}
	}
	return newest, nil
}

// sequenceOnce makes the months that facts fall into only when one is missing:
// others commit meanwhile, and another node may drop a month.
func (d *DB) sequenceOnce(ctx context.Context) (moved int, newest int64, err error) {
	for n := 1; ; n++ {
		moved, newest, err = d.number(ctx)
		if n == tries || !withoutMonth(err) {
			return moved, newest, err
		}
		if err := d.write.RunInTx(ctx, nil, makeMonths); err != nil {
			return 0, 0, err
		}
	}
}

// numbering moves what waits, and tells how many they were and the newest cursor.
// The waiting are named by an array, so that PostgreSQL goes by their index however
// many dead rows the table has.
var numbering = fmt.Sprintf(`
	WITH moved AS (
		DELETE FROM fact_pending WHERE id = ANY (ARRAY(SELECT id FROM fact_pending ORDER BY id LIMIT %d)) RETURNING *
	), many AS (
		SELECT COUNT(*) AS n FROM moved
	), head AS (
		UPDATE fact_head SET cursor = cursor + n FROM many WHERE n > 0 RETURNING cursor
	), placed AS (
		INSERT INTO fact (cursor, at, name, conversation_id, contact_id, staff_id, data)
		SELECT (SELECT cursor FROM head) - (SELECT n FROM many) + ROW_NUMBER() OVER (ORDER BY id),
		       at, name, conversation_id, contact_id, staff_id, data
		FROM moved
	)
	SELECT n, COALESCE((SELECT cursor FROM head), (SELECT cursor FROM fact_head)) FROM many`, sequenceBatch)

// number is one journey and one transaction: what is sent together is.
func (d *DB) number(ctx context.Context) (moved int, newest int64, err error) {
	b := &pgx.Batch{}
	b.Queue("SELECT pg_advisory_xact_lock($1)", int64(sequencerLock))
	b.Queue(numbering).QueryRow(func(r pgx.Row) error { return r.Scan(&moved, &newest) })
	err = d.pool.SendBatch(ctx, b).Close()
	return moved, newest, err
}

// withoutMonth tells that a fact falls into a month that has no table yet.
func withoutMonth(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23514" && pg.TableName == "fact"
}

func makeMonths(ctx context.Context, tx bun.Tx) error {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(?)", int64(sequencerLock)); err != nil {
		return err
	}
	var waiting []int64
	err := tx.NewRaw("SELECT at FROM fact_pending ORDER BY id LIMIT ?", sequenceBatch).Scan(ctx, &waiting)
	if err != nil {
		return err
	}
	return ensureMonths(ctx, tx, waiting)
}

// ensureMonths makes the partitions that waiting facts fall into. What is there
// is asked each time: another node may have dropped a month, and a transaction
// that made one may have been undone.
func ensureMonths(ctx context.Context, tx bun.Tx, waiting []int64) error {
	months := map[time.Time]bool{}
	for _, at := range waiting {
		months[Month(time.UnixMilli(at))] = true
	}
	for m := range months {
		var there bool
		if err := tx.NewRaw("SELECT to_regclass(?) IS NOT NULL", partition(m)).Scan(ctx, &there); err != nil {
			return err
		}
		if there {
			continue
		}
		if _, err := tx.ExecContext(ctx, MonthTable(m)); err != nil {
			return fmt.Errorf("make the partition of %s: %w", m.Format("2006-01"), err)
		}
	}
	return nil
}

// Month is the beginning of the month that a fact belongs to.
func Month(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// MonthTable is the statement that makes PostgreSQL's table for one month of facts.
func MonthTable(m time.Time) string {
	return fmt.Sprintf("CREATE TABLE %s PARTITION OF fact FOR VALUES FROM (%d) TO (%d)",
		partition(m), m.UnixMilli(), m.AddDate(0, 1, 0).UnixMilli())
}

func partition(m time.Time) string { return "fact_" + m.Format("2006_01") }

// Cursor is the place of the newest fact; 0 when there is none yet.
func (d *DB) Cursor(ctx context.Context) (int64, error) {
	query := "SELECT cursor FROM fact_head"
	if d.Dialect == SQLite {
		query = "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'fact'), 0)"
	}
	var cursor int64
	if err := d.Ask(query).Scan(ctx, &cursor); err != nil {
		return 0, fmt.Errorf("read the newest cursor: %w", err)
	}
	return cursor, nil
}

// Filter narrows a reading of facts; empty fields mean everything.
type Filter struct {
	Conversation string
	Contact      string
	Newest       bool // newest first, before the cursor
}

// FactsAfter reads up to limit facts behind a cursor, oldest first.
func (d *DB) FactsAfter(ctx context.Context, after int64, limit int, only Filter) ([]Recorded, error) {
	query, args := "SELECT cursor, at, name, conversation_id, contact_id, staff_id, data FROM fact WHERE ", []any{after}
	order := " ORDER BY cursor LIMIT ?"
	switch {
	case !only.Newest:
		query += "cursor > ?"
	case after > 0:
		query, order = query+"cursor < ?", " ORDER BY cursor DESC LIMIT ?"
	default:
		query, order = query+"cursor > ?", " ORDER BY cursor DESC LIMIT ?"
	}
	// The second condition is that of the index, without which SQLite passes it over.
	if only.Conversation != "" {
		query, args = query+" AND conversation_id = ? AND conversation_id <> ''", append(args, only.Conversation)
	}
	if only.Contact != "" {
		query, args = query+" AND contact_id = ? AND contact_id <> ''", append(args, only.Contact)
	}
	var rows []factRow
	if err := d.Ask(query+order, append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read facts after %d: %w", after, err)
	}
	facts := make([]Recorded, len(rows))
	for i, r := range rows {
		facts[i] = Recorded{
			Cursor: r.Cursor, At: time.UnixMilli(r.At).UTC(), Name: r.Name,
			Conversation: r.Conversation, Contact: r.Contact, By: r.By, Data: json.RawMessage(r.Data),
		}
	}
	return facts, nil
}

// Horizon is the newest cursor that retention has dropped: a reader that stands
// before it has missed facts and has to fetch afresh.
func (d *DB) Horizon(ctx context.Context) (int64, error) {
	var cursor int64
	err := d.read.QueryRowContext(ctx, "SELECT cursor FROM fact_horizon").Scan(&cursor)
	if err != nil {
		return 0, fmt.Errorf("read the horizon: %w", err)
	}
	return cursor, nil
}

// Forget drops facts from before an instant: whole months on PostgreSQL, rows on
// SQLite. It moves the horizon in the same transaction.
func (d *DB) Forget(ctx context.Context, before time.Time) (dropped int64, err error) {
	if d.Dialect == Postgres {
		before = Month(before) // a month goes when all of it is old
	}
	err = d.Write(ctx, func(tx *Tx) error {
		if err := tx.NewRaw("SELECT COUNT(*) FROM fact WHERE at < ?", before.UnixMilli()).Scan(ctx, &dropped); err != nil {
			return err
		}
		if dropped == 0 {
			return nil
		}
		_, err := tx.Exec(ctx, "UPDATE fact_horizon SET cursor = (SELECT MAX(cursor) FROM fact WHERE at < ?)", before.UnixMilli())
		if err != nil {
			return err
		}
		if tx.Database() == Postgres {
			return dropMonths(ctx, tx, before)
		}
		_, err = tx.Exec(ctx, "DELETE FROM fact WHERE at < ?", before.UnixMilli())
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("forget facts before %s: %w", before.Format(time.DateOnly), err)
	}
	return dropped, nil
}

func dropMonths(ctx context.Context, tx *Tx, before time.Time) error {
	var names []string
	err := tx.NewRaw(`SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
		WHERE i.inhparent = 'fact'::regclass AND c.relname < ? ORDER BY 1`, partition(before)).Scan(ctx, &names)
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := tx.Exec(ctx, "DROP TABLE ?", bun.Ident(name)); err != nil {
			return fmt.Errorf("drop %s: %w", name, err)
		}
	}
	return nil
}
