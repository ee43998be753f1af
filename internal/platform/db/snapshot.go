package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Snapshot lets read see the database as it is at one instant, however long it
// takes and whatever is written meanwhile.
func (d *DB) Snapshot(ctx context.Context, read func(tx *sql.Tx) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	pin := "SELECT COUNT(*) FROM sqlite_master"
	if d.Dialect == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
		pin = "SELECT COUNT(*) FROM pg_class"
	}
	tx, err := d.read.DB.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin to read one instant: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // there is nothing to commit
	// The instant is that of the first query, not that of the beginning.
	var n int
	if err := tx.QueryRowContext(ctx, pin).Scan(&n); err != nil {
		return fmt.Errorf("hold one instant: %w", err)
	}
	return read(tx)
}

// Line borrows a connection below database/sql, for what only PostgreSQL can do:
// copying many rows. Release it.
func (d *DB) Line(ctx context.Context) (*pgxpool.Conn, error) {
	if d.pool == nil {
		return nil, fmt.Errorf("this is not PostgreSQL")
	}
	return d.pool.Acquire(ctx)
}

// serving is how the connections of a program that may write look to PostgreSQL.
const serving = "anlan"

// Within is the address of the same PostgreSQL, with another schema before all
// others and another name for the program.
func Within(address, schema, program string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("read the database address: %w", err)
	}
	q := u.Query()
	if schema != "" {
		q.Set("search_path", schema)
	}
	q.Set("application_name", program)
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Others counts the connections of servers and commands of ours to the same
// PostgreSQL database. Call it on one that was opened under another name.
func (d *DB) Others(ctx context.Context) (n int, err error) {
	if d.Dialect == SQLite {
		return 0, nil
	}
	err = d.read.NewRaw(`SELECT COUNT(*) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = ?`, serving).Scan(ctx, &n)
	if err != nil {
		return 0, fmt.Errorf("look who else is connected: %w", err)
	}
	return n, nil
}
