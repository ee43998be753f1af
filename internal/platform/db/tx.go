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
	db    *DB
	conn  bun.IConn
	now   time.Time
	facts []factRow
	jobs  []Job
	docs  []WordDoc
	after []func()

	recorded, enqueued int
}

func newTx(d *DB, tx bun.Tx) *Tx {
	return &Tx{IDB: tx, db: d, conn: steady{tx}, now: d.Now()}
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
	}
	return nil
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
	for _, f := range tx.facts {
		for _, kind := range tx.db.flow[f.Name] {
			lane := ""
			if f.Conversation != "" {
				lane = kind + ":" + f.Conversation
			}
			tx.jobs = append(tx.jobs, Job{Kind: kind, Lane: lane, Args: json.RawMessage(f.Data)})
		}
	}
	if err := insertFacts(ctx, tx, tx.facts); err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	if err := insertJobs(ctx, tx, tx.jobs); err != nil {
		return fmt.Errorf("write jobs: %w", err)
	}
	tx.recorded, tx.enqueued = len(tx.facts), len(tx.jobs)
	return nil
}

// steady keeps a statement running when its caller has gone. SQLite would
// otherwise roll back the whole transaction when one statement is interrupted.
type steady struct{ tx bun.Tx }

func (s steady) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.tx.Tx.QueryContext(context.WithoutCancel(ctx), query, args...)
}

func (s steady) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return s.tx.Tx.ExecContext(context.WithoutCancel(ctx), query, args...)
}

func (s steady) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return s.tx.Tx.QueryRowContext(context.WithoutCancel(ctx), query, args...)
}
