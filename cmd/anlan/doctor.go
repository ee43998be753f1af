package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"anlan/internal/app"
	"anlan/internal/arrive/intake"
	"anlan/internal/people/access"
	"anlan/internal/platform/config"
	"anlan/internal/platform/db"
	"anlan/internal/platform/doctor"
	"anlan/internal/schema"
)

func doctorCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at this installation and say what is wrong and what to do",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			checks, closed := checksFor(cmd.Context(), cfg)
			defer closed()
			report := doctor.Examine(cmd.Context(), checks...)
			if asJSON {
				err = report.JSON(cmd.OutOrStdout())
			} else {
				err = report.Text(cmd.OutOrStdout())
			}
			if err == nil && report.Verdict == doctor.Bad {
				err = errors.New("something is broken")
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "for machines")
	return configured(cmd, config.Store, config.Files, config.Nodes)
}

// checksFor opens the database without the rest of the app: the doctor comes
// when the app does not start.
func checksFor(ctx context.Context, cfg config.Config) (checks []doctor.Check, closed func()) {
	where := filepath.Join(cfg.Data, "blobs")
	if cfg.Files.Endpoint != "" {
		where = "the bucket " + cfg.Files.Bucket + " at " + cfg.Files.Endpoint
	}
	rest := []doctor.Check{doctor.Disk(cfg.Data), doctor.Files(where, func(ctx context.Context) error { return app.CheckFiles(ctx, cfg) }), doctor.Redis(cfg.RedisURL, shown(cfg, "ANLAN_REDIS_URL"))}
	if _, err := os.Stat(db.File(cfg.Data)); cfg.DatabaseURL == "" && errors.Is(err, os.ErrNotExist) {
		return []doctor.Check{neverStarted(cfg.Data), doctor.Clock(doctor.Clocks{Here: time.Now}), rest[2]}, func() {}
	}
	name := "SQLite in " + cfg.Data
	if cfg.DatabaseURL != "" {
		name = shown(cfg, "ANLAN_DATABASE_URL")
	}
	database, err := db.Open(ctx, cfg.Data, cfg.DatabaseURL)
	if err != nil {
		away := doctor.Database(name, func(context.Context) error { return err })
		return append([]doctor.Check{away, doctor.Clock(doctor.Clocks{Here: time.Now})}, rest...), func() {}
	}
	clocks := doctor.Clocks{Here: time.Now}
	if database.Dialect == db.Postgres {
		clocks.Database = clockOf(database)
	}
	return append([]doctor.Check{
		doctor.Database(name, database.Ping),
		doctor.Migrations(versionsOf(database)),
		doctor.Clock(clocks),
		doctor.Mail(mailboxesOf(database)),
		doctor.Backup(time.Now, lastBackup(database)),
	}, rest...), func() { _ = database.Close() }
}

// neverStarted says the one thing that is to be said where there is no installation:
// a script that watches over one must not take the wrong folder for a healthy one.
func neverStarted(folder string) doctor.Check {
	return doctor.Check{Name: "database", Look: func(context.Context) []doctor.Finding {
		return []doctor.Finding{{Verdict: doctor.Bad,
			Says: fmt.Sprintf("there is no installation in %s: it has no database", folder),
			Do:   "name its folder with --data or ANLAN_DATA, or run anlan serve, which makes one",
		}}
	}}
}

func versionsOf(database *db.DB) func(context.Context) (now, newest int64, err error) {
	return func(ctx context.Context) (int64, int64, error) {
		files, err := schema.For(string(database.Dialect))
		if err != nil {
			return 0, 0, err
		}
		return database.Pending(ctx, files)
	}
}

// mailboxesOf lists the open mail channels with the servers through which they send.
func mailboxesOf(database *db.DB) func(context.Context) ([]doctor.Mailbox, error) {
	return func(ctx context.Context) (boxes []doctor.Mailbox, err error) {
		sealer, err := app.SealerOf(ctx, database)
		if err != nil {
			return nil, err
		}
		all := intake.NewChannels(database, sealer)
		channels, err := all.List(ctx, access.System)
		if err != nil {
			return nil, err
		}
		for _, c := range channels {
			if c.Kind != intake.Email || c.State != "active" {
				continue
			}
			_, in := all.Password(c, intake.ByIMAP)
			_, out := all.Password(c, intake.BySMTP)
			sealed := errors.Is(errors.Join(in, out), intake.ErrSealed)
			if !c.CanSend() {
				boxes = append(boxes, doctor.Mailbox{Channel: c.Name, Sealed: sealed})
				continue
			}
			settings, err := c.Email()
			if err != nil {
				return nil, err
			}
			boxes = append(boxes, doctor.Mailbox{
				Channel: c.Name, TLS: settings.SMTP.Security == "tls", Sealed: sealed,
				Address: net.JoinHostPort(settings.SMTP.Host, strconv.Itoa(settings.SMTP.Port)),
			})
		}
		return boxes, nil
	}
}

// lastBackup reads when a backup was noted last.
func lastBackup(database *db.DB) func(context.Context) (time.Time, error) {
	return func(ctx context.Context) (time.Time, error) {
		var at int64
		err := database.Read().NewRaw("SELECT COALESCE(MAX(at), 0) FROM audit WHERE object_kind = 'backup' AND action = 'backup.taken'").Scan(ctx, &at)
		if err != nil || at == 0 {
			return time.Time{}, err
		}
		return time.UnixMilli(at), nil
	}
}

func clockOf(database *db.DB) func(context.Context) (time.Time, error) {
	return func(ctx context.Context) (there time.Time, err error) {
		err = database.SQL().QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&there)
		return there, err
	}
}

// shown is a setting's value as it may be seen.
func shown(cfg config.Config, name string) string {
	for _, row := range cfg.Effective() {
		if row.Name == name {
			return row.Value
		}
	}
	return ""
}
