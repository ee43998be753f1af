package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"anlan/internal/platform/config"
	"anlan/internal/platform/db"
)

// A restore fills a database beside the real one: a file in a folder of its own,
// or a schema of its own. Only when all of it is there and was compared do the
// two change places.
const (
	besideFolder = "restoring"
	besideSchema = "anlan_restoring"
	besideName   = "anlan restore"
)

// ErrOccupied tells that there is something where a backup was to go.
var ErrOccupied = errors.New("there is an installation here already: restore into an empty one, or say --replace, which puts this one aside")

// alone refuses while servers or commands of ours work on this PostgreSQL.
func alone(ctx context.Context, cfg config.Config) error {
	if cfg.DatabaseURL == "" {
		return nil // the folder's guard has told
	}
	return onPostgres(ctx, cfg, "", func(d *db.DB) error {
		// PostgreSQL notices a moment later that a program has gone.
		for end := time.Now().Add(3 * time.Second); ; {
			n, err := d.Others(ctx)
			if err != nil || n == 0 {
				return err
			}
			if time.Now().After(end) {
				return fmt.Errorf("%d connections of Anlan are open to this database: stop all its servers first", n)
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(100 * time.Millisecond):
			}
		}
	})
}

func onPostgres(ctx context.Context, cfg config.Config, schema string, do func(d *db.DB) error) error {
	url, err := db.Within(cfg.DatabaseURL, schema, besideName)
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, "", url)
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.Close())
}

// vacant refuses a place where somebody has worked, unless it may be put aside.
func vacant(ctx context.Context, cfg config.Config, replace bool) error {
	if replace {
		return nil
	}
	look := func(d *db.DB) error {
		for _, table := range []string{"staff", "contact", "conversation", "channel"} {
			there, err := hasRows(ctx, d, table)
			if err != nil {
				return err
			}
			if there {
				return ErrOccupied
			}
		}
		return nil
	}
	if cfg.DatabaseURL != "" {
		return onPostgres(ctx, cfg, "", look)
	}
	if _, err := os.Stat(db.File(cfg.Data)); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	d, err := db.Open(ctx, cfg.Data, "")
	if err != nil {
		return err
	}
	return errors.Join(look(d), d.Close())
}

func hasRows(ctx context.Context, d *db.DB, table string) (bool, error) {
	exists := "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
	if d.Dialect == db.Postgres {
		exists = "SELECT COUNT(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ?"
	}
	var n int
	if err := d.Read().NewRaw(exists, table).Scan(ctx, &n); err != nil || n == 0 {
		return false, err
	}
	err := d.Read().NewRaw("SELECT COUNT(*) FROM (SELECT 1 FROM "+table+" LIMIT 1) AS one").Scan(ctx, &n)
	return n > 0, err
}

// besideOf makes an empty place beside, and clears away what a restore left that
// was cut off.
func besideOf(ctx context.Context, cfg config.Config) (beside config.Config, clear func() error, err error) {
	beside = cfg
	if cfg.DatabaseURL == "" {
		beside.Data = filepath.Join(cfg.Data, besideFolder)
		if err := os.RemoveAll(beside.Data); err != nil {
			return beside, nil, err
		}
		return beside, func() error { return os.RemoveAll(beside.Data) }, nil
	}
	ctx = context.WithoutCancel(ctx)
	drop := func() error {
		return onPostgres(ctx, cfg, "", func(d *db.DB) error {
			_, err := d.SQL().ExecContext(ctx, "DROP SCHEMA IF EXISTS "+besideSchema+" CASCADE")
			return err
		})
	}
	if err := drop(); err != nil {
		return beside, nil, err
	}
	err = onPostgres(ctx, cfg, "", func(d *db.DB) error {
		_, err := d.SQL().ExecContext(ctx, "CREATE SCHEMA "+besideSchema)
		return err
	})
	if err != nil {
		return beside, nil, fmt.Errorf("make a schema beside the one in use: %w", err)
	}
	beside.DatabaseURL, err = db.Within(cfg.DatabaseURL, besideSchema, besideName)
	return beside, drop, err
}

// swap puts what is there aside and the restored in its place.
func swap(ctx context.Context, cfg config.Config) (aside string, err error) {
	stamp := time.Now().UTC().Format("20060102t150405")
	if cfg.DatabaseURL != "" {
		return swapSchemas(ctx, cfg, "anlan_before_"+stamp)
	}
	old := filepath.Join(cfg.Data, "backups", "before-restore-"+stamp)
	for _, end := range []string{"", "-wal", "-shm"} {
		from := db.File(cfg.Data) + end
		if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err := os.MkdirAll(old, 0o700); err != nil {
			return "", err
		}
		if err := os.Rename(from, filepath.Join(old, filepath.Base(from))); err != nil {
			return "", err
		}
		aside = old
	}
	beside := db.File(filepath.Join(cfg.Data, besideFolder))
	for _, end := range []string{"-wal", ""} { // the log is empty by now; were it not, it belongs to the file
		if err := os.Rename(beside+end, db.File(cfg.Data)+end); err != nil && (end == "" || !errors.Is(err, os.ErrNotExist)) {
			return aside, err
		}
	}
	return aside, nil
}

func swapSchemas(ctx context.Context, cfg config.Config, aside string) (string, error) {
	err := onPostgres(ctx, cfg, "", func(d *db.DB) error {
		return d.Write(ctx, func(tx *db.Tx) error {
			var schema string
			var tables int
			if err := tx.NewRaw("SELECT current_schema()").Scan(ctx, &schema); err != nil {
				return err
			}
			if err := tx.NewRaw("SELECT COUNT(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')").Scan(ctx, &tables); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, fmt.Sprintf(`ALTER SCHEMA "%s" RENAME TO "%s"`, schema, aside)); err != nil {
				return fmt.Errorf("put the schema %s aside: %w", schema, err)
			}
			if _, err := tx.Exec(ctx, fmt.Sprintf(`ALTER SCHEMA "%s" RENAME TO "%s"`, besideSchema, schema)); err != nil {
				return fmt.Errorf("put the restored schema in its place: %w", err)
			}
			if tables > 0 {
				return nil
			}
			_, err := tx.Exec(ctx, fmt.Sprintf(`DROP SCHEMA "%s" CASCADE`, aside)) // there was nothing in it
			aside = ""
			return err
		})
	})
	return aside, err
}
