package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Open opens PostgreSQL when url is given, else SQLite in the folder. It does
// not migrate.
func Open(ctx context.Context, folder, url string) (*DB, error) {
	if url != "" {
		if !strings.HasPrefix(url, "postgres://") && !strings.HasPrefix(url, "postgresql://") {
			return nil, fmt.Errorf("the database address must begin with postgres://")
		}
		return openPostgres(ctx, url)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	return openSQLite(File(folder))
}

// File is where SQLite lives in a data folder.
func File(folder string) string { return filepath.Join(folder, "anlan.db") }

// IsTaken tells a broken unique constraint, on either database.
func IsTaken(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// IsNone tells that a query found no row.
func IsNone(err error) bool { return errors.Is(err, sql.ErrNoRows) }
