// Package db is the disk: one SQL text on SQLite and PostgreSQL, one way to
// write. A verb's rows, its facts and the jobs that follow are saved in one
// transaction or not at all.
//
// The two databases part in few places, all of them in this package: how a
// transaction is begun (open.go, sqlite.go, postgres.go), how facts get their
// cursor (facts.go), how jobs are claimed (jobs.go) and how words are searched
// (words.go).
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/uptrace/bun"
)

// Dialect names the database behind a DB.
type Dialect string

const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// DB is one open database.
type DB struct {
	Dialect Dialect

	read  *bun.DB
	write *bun.DB
	now   func() time.Time

	pool *pgxpool.Pool // PostgreSQL: what lies below database/sql, which does not close it

	asked     statements      // SQLite: prepared for reading
	written   statements      // SQLite: prepared for writing
	wanted    map[string]bool // SQLite, the writer's alone: texts to prepare when there is no transaction
	overheard func(string)

	beforeMigrating func(ctx context.Context, version int64) (path string, err error)

	queue     chan *ask     // SQLite: those who wait for the one writer
	closing   chan struct{} // SQLite: no one else is let in
	closed    chan struct{} // SQLite: the writer has gone home
	closeOnce sync.Once

	flow      map[string][]Follow // fact name → the jobs it starts
	listeners listeners
}

// listeners are told after a commit, never before.
type listeners struct {
	mu    sync.RWMutex
	facts []func()
	jobs  []func()
}

// Clock replaces the wall clock; tests move it by hand. Call it before use.
func (d *DB) Clock(now func() time.Time) { d.now = now }

// Now is the instant by this database's clock, to the millisecond.
func (d *DB) Now() time.Time { return d.now().UTC().Truncate(time.Millisecond) }

// Follow is a kind of job that follows a fact.
type Follow struct {
	Kind string
	// Idle tells that this fact gives the job nothing to do, so that none is left; nil
	// = it always may. It is asked inside the transaction, and must not ask the
	// database.
	Idle func(Fact) bool
	// Behind tells that nobody waits for the job, see Job.
	Behind bool
}

// Flow says which jobs follow a fact. Call it once, before the first write.
func (d *DB) Flow(byFact map[string][]Follow) { d.flow = byFact }

// OnFacts calls f after each commit that recorded facts. f must not block.
func (d *DB) OnFacts(f func()) {
	d.listeners.mu.Lock()
	defer d.listeners.mu.Unlock()
	d.listeners.facts = append(d.listeners.facts, f)
}

// OnJobs calls f after each commit that left jobs. f must not block.
func (d *DB) OnJobs(f func()) {
	d.listeners.mu.Lock()
	defer d.listeners.mu.Unlock()
	d.listeners.jobs = append(d.listeners.jobs, f)
}

func (d *DB) announce(facts, jobs bool) {
	d.listeners.mu.RLock()
	defer d.listeners.mu.RUnlock()
	if facts {
		for _, f := range d.listeners.facts {
			f()
		}
	}
	if jobs {
		for _, f := range d.listeners.jobs {
			f()
		}
	}
}

// Reader is what queries are put to, outside a transaction or in one.
type Reader interface {
	bun.IDB
	Asker
}

// Read gives the handle for queries outside a transaction.
func (d *DB) Read() Reader { return reader{d.read, d} }

type reader struct {
	*bun.DB
	of *DB
}

func (r reader) Ask(query string, args ...any) Asked { return r.of.Ask(query, args...) }

// Write runs do in one transaction: what it changed, recorded and enqueued is
// saved together, or nothing is. Inside do use only tx: the database outside is
// not reachable while the one writer of SQLite is ours. Nothing slow belongs in
// there. On PostgreSQL do may run again after a deadlock, so it must not have
// effects of its own.
func (d *DB) Write(ctx context.Context, do func(tx *Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var done *Tx
	var err error
	if d.Dialect == SQLite {
		done, err = d.writeSQLite(ctx, do)
	} else {
		done, err = d.writePostgres(ctx, do)
	}
	if err != nil {
		return err
	}
	d.announce(done.recorded > 0, done.enqueued > 0)
	for _, f := range done.after {
		f()
	}
	return nil
}

// Ping asks whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	var one int
	if err := d.read.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return fmt.Errorf("ask the database for a sign of life: %w", err)
	}
	return nil
}

// SQL is the plain pool, for migrations and backups.
func (d *DB) SQL() *sql.DB { return d.write.DB }

// Close lets waiting writes finish and closes the pools.
func (d *DB) Close() error {
	d.closeOnce.Do(func() {
		if d.queue != nil {
			close(d.closing)
			<-d.closed
		}
	})
	d.asked.close()
	d.written.close()
	err := d.write.Close()
	if d.read != d.write {
		err = errors.Join(err, d.read.Close())
	}
	if d.pool != nil {
		d.pool.Close()
	}
	return err
}
