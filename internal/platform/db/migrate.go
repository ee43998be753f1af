package db

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// migrateLock keeps nodes that start together from migrating together.
const migrateLock = 0x616e6c616e02

// Migrate brings the tables to the newest shape, only ever forward. A database
// that holds something is copied into the folder's backups before anything
// changes; the path of the copy is returned.
func (d *DB) Migrate(ctx context.Context, files fs.FS, folder string) (backup string, applied int, err error) {
	p, err := d.migrations(files)
	if err != nil {
		return "", 0, err
	}
	if d.Dialect == Postgres {
		conn, err := d.write.DB.Conn(ctx)
		if err != nil {
			return "", 0, fmt.Errorf("reach the database: %w", err)
		}
		defer func() { _ = conn.Close() }()
		if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(migrateLock)); err != nil {
			return "", 0, fmt.Errorf("wait for other nodes to migrate: %w", err)
		}
		defer func() { _, _ = conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", int64(migrateLock)) }()
	}
	now, newest, err := p.GetVersions(ctx)
	if err != nil {
		return "", 0, fmt.Errorf("read which migrations are done: %w", err)
	}
	if now > newest {
		return "", 0, fmt.Errorf("the database is at version %d, newer than this program (%d): run the newer program", now, newest)
	}
	pending, err := p.HasPending(ctx) // also one below the newest, which the program that came here before did not know
	if err != nil {
		return "", 0, fmt.Errorf("read which migrations are to be done: %w", err)
	}
	if !pending {
		return "", 0, nil
	}
	if now > 0 {
		if backup, err = d.keep(ctx, folder, now); err != nil {
			return "", 0, err
		}
	}
	done, err := p.Up(ctx)
	if err != nil {
		return backup, len(done), fmt.Errorf("migrate: %w", err)
	}
	return backup, len(done), nil
}

// keep copies the database before it changes: SQLite by itself, PostgreSQL by
// what BeforeMigrating was given, if anything.
func (d *DB) keep(ctx context.Context, folder string, version int64) (string, error) {
	if d.Dialect == SQLite {
		return d.backup(ctx, folder, version)
	}
	if d.beforeMigrating == nil {
		return "", nil
	}
	path, err := d.beforeMigrating(ctx, version)
	if err != nil {
		return "", fmt.Errorf("copy the database before migrating: %w", err)
	}
	return path, nil
}

// BeforeMigrating says how a PostgreSQL database is copied before its tables
// change. Call it before Migrate.
func (d *DB) BeforeMigrating(copied func(ctx context.Context, version int64) (path string, err error)) {
	d.beforeMigrating = copied
}

// MigrateTo brings empty tables to the shape of one version, so that a backup of
// that time fits into them.
func (d *DB) MigrateTo(ctx context.Context, files fs.FS, version int64) error {
	p, err := d.migrations(files)
	if err != nil {
		return err
	}
	if _, err := p.UpTo(ctx, version); err != nil {
		return fmt.Errorf("migrate to version %d: %w", version, err)
	}
	return nil
}

// Pending tells the version the tables are at and the newest one known.
func (d *DB) Pending(ctx context.Context, files fs.FS) (now, newest int64, err error) {
	p, err := d.migrations(files)
	if err != nil {
		return 0, 0, err
	}
	return p.GetVersions(ctx)
}

func (d *DB) migrations(files fs.FS) (*goose.Provider, error) {
	dialect := database.DialectSQLite3
	if d.Dialect == Postgres {
		dialect = database.DialectPostgres
	}
	p, err := goose.NewProvider(dialect, d.write.DB, files, goose.WithAllowOutofOrder(true))
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}

func (d *DB) backup(ctx context.Context, folder string, version int64) (string, error) {
	dir := filepath.Join(folder, "backups")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the folder for backups: %w", err)
	}
	path := filepath.Join(dir, fmt.Sprintf("anlan-v%d-%s.db", version, time.Now().UTC().Format("20060102T150405.000")))
	if _, err := d.write.DB.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return "", fmt.Errorf("copy the database before migrating: %w", err)
	}
	return path, nil
}
