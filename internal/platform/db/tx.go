package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// Fact is what Record takes; package fact has all of them.
type Fact interface {
	Name() string
	About() (conversation, contact, by string)
}

// Tx is a transaction that is being written. Its queries do not stop when the
// caller goes away: a request that was cut off half-way is finished or undone
// as a whole, and never takes the others of its batch down with it.
type Tx struct {
	bun.IDB
	db        *DB
	conn      bun.IConn
	lite      *sql.Tx   // SQLite
	batch     *batch    // SQLite: what its writes share
	line      *pipeline // PostgreSQL
	now       time.Time
	facts     []factRow
	jobs      []Job
	following []Job // those that the facts start
	docs      []WordDoc
	words     map[int64]wordChange // SQLite: what the batch shall do to the word index
	after     []func()

	slowly             bool // PostgreSQL: words one by one, because two met in one place
	recorded, enqueued int
}

// Now is one instant for the whole transaction.
func (tx *Tx) Now() time.Time { return tx.now }

// Database names the kind of database.
func (tx *Tx) Database() Dialect { return tx.db.Dialect }

// After runs f once the transaction is committed.
func (tx *Tx) After(f func()) { tx.after = append(tx.after, f) }

func (tx *Tx) NewInsert() *bun.InsertQuery { return tx.IDB.NewInsert().Conn(tx.conn) }
func (tx *Tx) NewUpdate() *bun.UpdateQuery { return tx.IDB.NewUpdate().Conn(tx.conn) }
func (tx *Tx) NewDelete() *bun.DeleteQuery { return tx.IDB.NewDelete().Conn(tx.conn) }
func (tx *Tx) NewSelect() *bun.SelectQuery { return tx.IDB.NewSelect().Conn(tx.conn) }
func (tx *Tx) NewRaw(query string, args ...any) *bun.RawQuery {
	return tx.IDB.NewRaw(query, args...).Conn(tx.conn)
}

func (tx *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return tx.conn.QueryContext(ctx, query, args...)
}

func (tx *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return tx.conn.ExecContext(ctx, query, args...)
}

func (tx *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return tx.conn.QueryRowContext(ctx, query, args...)
}

// Exec runs one statement.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (rows int64, err error) {
	res, err := tx.NewRaw(query, args...).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Record notes what happened. The facts get their place in the order, and the
// jobs that follow them are laid out, just before the commit.
func (tx *Tx) Record(_ context.Context, facts ...Fact) error {
	for _, f := range facts {
		data, err := json.Marshal(f)
		if err != nil {
			return fmt.Errorf("record %s: %w", f.Name(), err)
		}
		conversation, contact, by := f.About()
		tx.facts = append(tx.facts, factRow{
			At: tx.now.UnixMilli(), Name: f.Name(), Data: string(data),
			Conversation: conversation, Contact: contact, By: by,
		})
		tx.follow(f, data)
	}
	return nil
}

// follow lays out the jobs that a fact starts.
func (tx *Tx) follow(f Fact, data json.RawMessage) {
	conversation, _, _ := f.About()
	for _, next := range tx.db.flow[f.Name()] {
		if next.Idle != nil && next.Idle(f) {
			continue
		}
		lane := ""
		if conversation != "" {
			lane = next.Kind + ":" + conversation
		}
		tx.following = append(tx.following, Job{Kind: next.Kind, Lane: lane, Args: data, Behind: next.Behind})
	}
}

// Enqueue leaves a job that starts once the transaction is committed.
func (tx *Tx) Enqueue(_ context.Context, jobs ...Job) error {
	tx.jobs = append(tx.jobs, jobs...)
	return nil
}

// settle writes down the words, facts and jobs that were collected.
func (tx *Tx) settle(ctx context.Context) error {
	if err := tx.settleWords(ctx); err != nil {
		return err
	}
	tx.jobs = append(tx.jobs, tx.following...)
	if err := insertFacts(ctx, tx, tx.facts); err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	if err := insertJobs(ctx, tx, tx.jobs); err != nil {
		return fmt.Errorf("write jobs: %w", err)
	}
	tx.recorded, tx.enqueued = len(tx.facts), len(tx.jobs)
	return nil
}

// query, exec and later run prepared statements.

func (tx *Tx) query(ctx context.Context, text string, values []any) (*sql.Rows, error) {
	ctx = context.WithoutCancel(ctx)
	if tx.line != nil {
		return tx.line.query(ctx, text, values)
	}
	if s := tx.batch.prepared(text); s != nil {
		return tx.lite.StmtContext(ctx, s).QueryContext(ctx, values...)
	}
	return tx.lite.QueryContext(ctx, text, values...)
}

func (tx *Tx) exec(ctx context.Context, text string, values []any) (int64, error) {
	ctx = context.WithoutCancel(ctx)
	if tx.line != nil {
		tag, err := tx.line.exec(ctx, text, values)
		return tag, err
	}
	res, err := tx.execLite(ctx, text, values)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (tx *Tx) execLite(ctx context.Context, text string, values []any) (sql.Result, error) {
	if s := tx.batch.prepared(text); s != nil {
		return tx.lite.StmtContext(ctx, s).ExecContext(ctx, values...)
	}
	return tx.lite.ExecContext(ctx, text, values...)
}

func (tx *Tx) later(ctx context.Context, text string, values []any) error {
	if tx.line != nil {
		tx.line.add(text, values)
		return nil
	}
	_, err := tx.execLite(context.WithoutCancel(ctx), text, values)
	return err
}

// look reads the columns of one row, together with what waits.
func (tx *Tx) look(ctx context.Context, text string, values, into []any) error {
	return tx.line.look(context.WithoutCancel(ctx), text, values, into)
}

// Number draws the next number of a table whose primary key counts up, for who
// has to name a row before it is written.
func (tx *Tx) Number(ctx context.Context, table, column string) (n int64, err error) {
	if tx.line != nil {
		err = tx.Ask("SELECT nextval(pg_get_serial_sequence(?, ?))", table, column).Scan(ctx, &n)
		return n, err
	}
	err = tx.Ask("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = ?), 0) + 1", table).Scan(ctx, &n)
	return n, err
}

// connection is what a transaction stands on.
type connection interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// steady keeps a statement running when its caller has gone. SQLite would
// otherwise roll back the whole transaction when one statement is interrupted.
// On PostgreSQL what waits goes first.
type steady struct {
	on   connection
	line *pipeline
}

func (s steady) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx = context.WithoutCancel(ctx)
	if err := s.line.flush(ctx); err != nil {
		return nil, err
	}
	return s.on.QueryContext(ctx, query, args...)
}

func (s steady) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx = context.WithoutCancel(ctx)
	if err := s.line.flush(ctx); err != nil {
		return nil, err
	}
	return s.on.ExecContext(ctx, query, args...)
}

func (s steady) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ctx = context.WithoutCancel(ctx)
	_ = s.line.flush(ctx) // the line remembers what went wrong, and the row says that something has
	return s.on.QueryRowContext(ctx, query, args...)
}
