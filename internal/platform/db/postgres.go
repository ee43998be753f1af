package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

func openPostgres(ctx context.Context, url string) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	if cfg.MaxConns < 16 {
		cfg.MaxConns = 16
	}
	// What is asked with values apart from its text (Ask) is prepared once.
	cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheStatement
	cfg.AfterConnect = forShortQueries
	if cfg.ConnConfig.RuntimeParams["application_name"] == "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = serving
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	plain := sql.OpenDB(simply{stdlib.GetPoolConnector(pool)})
	plain.SetMaxIdleConns(0) // the pool below keeps them
	pgdb := bun.NewDB(plain, pgdialect.New())
	return &DB{Dialect: Postgres, read: pgdb, write: pgdb, now: time.Now, pool: pool}, nil
}

// simply connects so that a text without values goes the simple way. bun writes
// the values into the text, and hardly any text comes twice: prepared, each would
// take two journeys more and push another out of the cache.
type simply struct{ driver.Connector }

func (s simply) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := s.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return simple{conn.(*stdlib.Conn)}, nil
}

type simple struct{ *stdlib.Conn }

var withoutPreparing = []driver.NamedValue{{Ordinal: 1, Value: pgx.QueryExecModeSimpleProtocol}}

func (c simple) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if len(args) == 0 {
		args = withoutPreparing
	}
	return c.Conn.QueryContext(ctx, query, args)
}

func (c simple) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if len(args) == 0 {
		args = withoutPreparing
	}
	return c.Conn.ExecContext(ctx, query, args)
}

// forShortQueries keeps PostgreSQL from preparations that cost more than our
// queries: it would compile them, or call other processes in to help.
func forShortQueries(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SET jit = off; SET max_parallel_workers_per_gather = 0")
	return err
}

// tries is how often a write starts again after the database chose it as the
// victim of a deadlock, or asked for it otherwise.
const tries = 5

func (d *DB) writePostgres(ctx context.Context, do func(*Tx) error) (*Tx, error) {
	ctx = context.WithoutCancel(ctx)
	slowly := false
	for n := 1; ; n++ {
		tx, err := d.writePostgresOnce(ctx, do, slowly)
		if err == nil || n == tries || !mayRetry(err) {
			return tx, err
		}
		if outdated(err) {
			d.pool.Reset()
		}
		slowly = slowly || placeTaken(err)
	}
}

func (d *DB) writePostgresOnce(ctx context.Context, do func(*Tx) error, slowly bool) (_ *Tx, err error) {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin to write: %w", err)
	}
	defer func() { _ = conn.Close() }()
	line := &pipeline{conn: conn.Conn}
	line.add("BEGIN", nil)
	done := false
	defer func() {
		if !done && line.begun { // a refusal or a panic
			_, _ = conn.Conn.ExecContext(ctx, "ROLLBACK")
		}
	}()
	tx := &Tx{IDB: conn, db: d, conn: steady{conn.Conn, line}, line: line, now: d.Now(), slowly: slowly}
	if err := do(tx); err != nil {
		return nil, errors.Join(line.broken, err)
	}
	if err := tx.settle(ctx); err != nil {
		return nil, errors.Join(line.broken, err)
	}
	if !line.begun && len(line.waiting) == 1 { // nothing was asked and nothing left
		done = true
		return tx, nil
	}
	line.add("COMMIT", nil)
	if err := line.flush(ctx); err != nil {
		return nil, fmt.Errorf("commit: %w", err)
	}
	done = true
	return tx, nil
}

func mayRetry(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40P01" || pg.Code == "40001" || outdated(err) || placeTaken(err))
}

// placeTaken tells that two documents of the word index met in one place.
func placeTaken(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505" && pg.ConstraintName == "word_doc_pkey"
}
