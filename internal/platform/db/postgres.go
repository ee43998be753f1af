package db

import (
	"context"
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
	// bun writes the values into the text, so hardly any text comes twice. Prepared,
	// each would take two more journeys and push another out of the cache.
	cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	cfg.AfterConnect = forShortQueries
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	pgdb := bun.NewDB(stdlib.OpenDBFromPool(pool), pgdialect.New())
	return &DB{Dialect: Postgres, read: pgdb, write: pgdb, now: time.Now, hangUp: pool.Close}, nil
}

// forShortQueries keeps PostgreSQL from preparations that cost more than our
// queries: it would compile them, or call other processes in to help.
func forShortQueries(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SET jit = off; SET max_parallel_workers_per_gather = 0")
	return err
}

// tries is how often a write starts again after the database chose it as the
// victim of a deadlock.
const tries = 5

func (d *DB) writePostgres(ctx context.Context, do func(*Tx) error) (*Tx, error) {
	for n := 1; ; n++ {
		tx, err := d.writePostgresOnce(ctx, do)
		if err == nil || n == tries || !mayRetry(err) {
			return tx, err
		}
	}
}

func (d *DB) writePostgresOnce(ctx context.Context, do func(*Tx) error) (*Tx, error) {
	inner, err := d.write.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, fmt.Errorf("begin to write: %w", err)
	}
	defer func() { _ = inner.Rollback() }() // after a commit this does nothing
	tx := newTx(d, inner)
	if err := do(tx); err != nil {
		return nil, err
	}
	if err := tx.settle(ctx); err != nil {
		return nil, err
	}
	if err := inner.Commit(); err != nil {
		return nil, fmt.Errorf("commit: %w", err)
	}
	return tx, nil
}

func mayRetry(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40P01" || pg.Code == "40001")
}
