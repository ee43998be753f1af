package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	_ "modernc.org/sqlite" // the driver, pure Go
)

// batchLimit bounds how many waiting writes share one commit.
const batchLimit = 64

var errClosed = errors.New("the database is closed")

// ask is one write that waits for SQLite's single writer.
type ask struct {
	ctx    context.Context
	do     func(*Tx) error
	tx     *Tx
	err    error
	panics any
	done   chan struct{}
}

func openSQLite(path string) (*DB, error) {
	// The driver reads a URI, in which a folder may not mean what its name says.
	base := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)"
	w, err := sql.Open("sqlite", base+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite", base+"&_pragma=query_only(1)")
	if err != nil {
		return nil, fmt.Errorf("open %s for reading: %w", path, err)
	}
	r.SetMaxOpenConns(readers())
	r.SetMaxIdleConns(readers())
	d := &DB{
		Dialect: SQLite,
		write:   bun.NewDB(w, sqlitedialect.New()),
		read:    bun.NewDB(r, sqlitedialect.New()),
		now:     time.Now,
		wanted:  map[string]bool{},
		queue:   make(chan *ask, 1024),
		closing: make(chan struct{}),
		closed:  make(chan struct{}),
	}
	go d.serveWrites()
	return d, nil
}

func readers() int { return max(4, runtime.NumCPU()) }

// Rest lets go of the pages that each connection of SQLite keeps for its next
// query, up to 32 MB. What is read again comes from the system's file cache.
// PostgreSQL keeps its own.
func (d *DB) Rest(ctx context.Context) error {
	if d.Dialect != SQLite {
		return nil
	}
	d.read.SetMaxIdleConns(0) // closes those that nobody uses
	d.read.SetMaxIdleConns(readers())
	if _, err := d.write.ExecContext(ctx, "PRAGMA shrink_memory"); err != nil {
		return fmt.Errorf("let go of the writer's pages: %w", err)
	}
	return nil
}

func (d *DB) writeSQLite(ctx context.Context, do func(*Tx) error) (*Tx, error) {
	a := &ask{ctx: ctx, do: do, done: make(chan struct{})}
	select {
	case d.queue <- a:
	case <-d.closed:
		return nil, errClosed
	}
	select {
	case <-a.done:
	case <-d.closed:
		select {
		case <-a.done: // it was the last one
		default:
			return nil, errClosed
		}
	}
	if a.panics != nil {
		panic(a.panics)
	}
	return a.tx, a.err
}

// serveWrites is SQLite's one writer. Everybody who waits goes into the same
// transaction, each behind a savepoint of their own, so that one flush to the
// disk serves them all: that is what makes a full sync per commit affordable.
func (d *DB) serveWrites() {
	defer close(d.closed)
	for {
		select {
		case first := <-d.queue:
			d.writeBatch(d.gather(first))
		case <-d.closing:
			for len(d.queue) > 0 {
				d.writeBatch(d.gather(<-d.queue))
			}
			return
		}
	}
}

// gather takes everybody who is waiting already.
func (d *DB) gather(first *ask) []*ask {
	asks := []*ask{first}
	for len(asks) < batchLimit {
		select {
		case a := <-d.queue:
			asks = append(asks, a)
		default:
			return asks
		}
	}
	return asks
}

func (d *DB) writeBatch(asks []*ask) {
	defer func() {
		for _, a := range asks {
			close(a.done)
		}
	}()
	ctx := context.Background()
	d.prepareWanted(ctx)
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		fail(asks, fmt.Errorf("begin to write: %w", err))
		return
	}
	shared := &batch{db: d, tx: tx, words: map[int64]wordChange{}}
	for _, a := range asks {
		if err := d.writeOne(ctx, shared, a); err != nil {
			_ = tx.Rollback()
			fail(asks, err)
			return
		}
	}
	if err := shared.settleWords(ctx); err != nil {
		_ = tx.Rollback()
		fail(asks, err)
		return
	}
	if err := tx.Commit(); err != nil {
		_ = tx.Rollback()
		fail(asks, fmt.Errorf("commit: %w", err))
	}
}

// prepareWanted prepares what the last transactions would have liked to have
// prepared. In a transaction it cannot be done for good.
func (d *DB) prepareWanted(ctx context.Context) {
	for text := range d.wanted {
		d.written.of(ctx, text, d.write.DB)
	}
	clear(d.wanted)
}

// batch is one transaction of SQLite, in which many writes are made.
type batch struct {
	db    *DB
	tx    bun.Tx
	words map[int64]wordChange
}

// prepared is a statement for the transaction; nil when it has to be read this time.
func (b *batch) prepared(text string) *sql.Stmt {
	s := b.db.written.known(text)
	if s == nil {
		b.db.wanted[text] = true
	}
	return s
}

func (b *batch) exec(ctx context.Context, text string, values ...any) error {
	var err error
	if s := b.prepared(text); s != nil {
		_, err = b.tx.Tx.StmtContext(ctx, s).ExecContext(ctx, values...)
	} else {
		_, err = b.tx.Tx.ExecContext(ctx, text, values...)
	}
	return err
}

// writeOne runs one write behind its savepoint: what it refuses is undone, the
// others of the batch stay. An error means that the whole transaction is gone,
// as when the disk is full, and that nothing more may be written in it.
func (d *DB) writeOne(ctx context.Context, shared *batch, a *ask) error {
	if a.err = a.ctx.Err(); a.err != nil {
		return nil
	}
	if err := shared.exec(ctx, "SAVEPOINT one"); err != nil {
		return fmt.Errorf("begin one of many writes: %w", err)
	}
	a.tx = &Tx{IDB: shared.tx, db: d, conn: steady{on: shared.tx.Tx}, lite: shared.tx.Tx, batch: shared, now: d.Now()}
	a.err = a.run(ctx)
	if a.err != nil || a.panics != nil {
		if err := shared.exec(ctx, "ROLLBACK TO one"); err != nil {
			return fmt.Errorf("undo one of many writes: %w", err)
		}
	} else {
		shared.keepWords(a.tx.words)
	}
	if err := shared.exec(ctx, "RELEASE one"); err != nil {
		return fmt.Errorf("end one of many writes: %w", err)
	}
	return nil
}

func (a *ask) run(ctx context.Context) error {
	defer func() { a.panics = recover() }()
	if err := a.do(a.tx); err != nil {
		return err
	}
	return a.tx.settle(ctx)
}

// fail tells everybody whose write had gone well so far that it did not last.
func fail(asks []*ask, err error) {
	for _, a := range asks {
		if a.err == nil {
			a.err = err
		}
	}
}
