package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/backup"
	"anlan/internal/platform/blob"
	"anlan/internal/platform/config"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/folder"
	"anlan/internal/schema"
)

// wordsKind names the job that makes the words of the search again.
const wordsKind = "words.rebuild"

// holding is how long files stay although nothing refers to them any more: a
// backup renews it, and one that died must not hold them for ever.
const holding = 10 * time.Minute

// keptSince is the migration from which on files can be held and a backup noted.
const keptSince = 16

// Keeping is what a backup is told.
type Keeping struct {
	Version    string // of the program
	Passphrase string
	TablesOnly bool
	Told       func(backup.Progress)
}

// Backup writes the whole installation to one stream, while it goes on working.
// The database is opened as it is: a newer program keeps an older one's tables.
func Backup(ctx context.Context, cfg config.Config, k Keeping, to io.Writer) (m backup.Manifest, end backup.Summary, err error) {
	d, err := db.Open(ctx, cfg.Data, cfg.DatabaseURL)
	if err != nil {
		return m, end, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return keep(ctx, cfg, d, k, to)
}

func keep(ctx context.Context, cfg config.Config, d *db.DB, k Keeping, to io.Writer) (m backup.Manifest, end backup.Summary, err error) {
	files, err := schema.For(string(d.Dialect))
	if err != nil {
		return m, end, err
	}
	now, newest, err := d.Pending(ctx, files)
	switch {
	case err != nil:
		return m, end, err
	case now == 0:
		return m, end, errors.New("there is nothing to keep: the database has no tables yet")
	case now > newest:
		return m, end, fmt.Errorf("the database is at version %d, newer than this program (%d): run the newer program", now, newest)
	}
	source := backup.Source{DB: d, Schema: now, MadeBy: k.Version, Passphrase: k.Passphrase, Told: k.Told, Named: filesNamed(now)}
	if !k.TablesOnly {
		if source.Files, err = openFiles(cfg); err != nil {
			return m, end, err
		}
	}
	if now < keptSince {
		return backup.Write(ctx, to, source)
	}
	release, err := hold(ctx, conversation.NewFiles(d, source.Files, 0))
	if err != nil {
		return m, end, err
	}
	m, end, err = backup.Write(ctx, to, source)
	return m, end, errors.Join(err, release())
}

// filed are the tables that name files, and the migrations that made them.
var filed = []struct {
	since int64
	named string
}{
	{0, conversation.FilesNamed},
	{15, "SELECT sha256 FROM import WHERE sha256 <> '' UNION SELECT sha256 FROM export WHERE sha256 <> ''"},
	{42, "SELECT sha256 FROM remote_picture WHERE sha256 <> ''"},
}

// filesNamed is the SQL that lists every file which the tables of a version name.
// Whoever keeps files in a table of their own adds it above: what is not there is in
// no backup.
func filesNamed(version int64) string {
	var parts []string
	for _, f := range filed {
		if version >= f.since {
			parts = append(parts, f.named)
		}
	}
	return strings.Join(parts, " UNION ")
}

// hold keeps files where they are until release is called.
func hold(ctx context.Context, files *conversation.Files) (release func() error, err error) {
	if err := files.Hold(ctx, holding); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(holding / 5)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				_ = files.Hold(ctx, holding) // the next one may succeed; there are four more before it is over
			}
		}
	}()
	return func() error {
		cancel()
		<-ended
		return files.Hold(context.WithoutCancel(ctx), 0)
	}, nil
}

// NoteBackup writes down that a backup is whole: into the audit and as a fact.
func NoteBackup(ctx context.Context, cfg config.Config, m backup.Manifest, end backup.Summary) error {
	if m.Schema < keptSince {
		return nil
	}
	d, err := db.Open(ctx, cfg.Data, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	return errors.Join(d.Write(ctx, func(tx *db.Tx) error {
		return note(ctx, tx, "backup.taken", m, end, fact.BackupTaken{Rows: end.Rows(), Files: end.Files})
	}), d.Close())
}

func note(ctx context.Context, tx *db.Tx, action string, m backup.Manifest, end backup.Summary, told db.Fact) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: access.System, Action: action, Kind: "backup", ID: m.MadeAt.Format(time.RFC3339),
		After: map[string]any{"rows": end.Rows(), "files": end.Files, "bytes": end.Bytes, "missing": len(end.Missing)}})
	if err != nil {
		return err
	}
	return tx.Record(ctx, told)
}

// Restoring is what a restore is told.
type Restoring struct {
	Passphrase string
	Replace    bool // put what is there aside
	AsIs       bool // leave the tables at their version, for an older program
	Told       func(backup.Progress)
}

// Restored tells what was restored, and where what was there before is now.
type Restored struct {
	Manifest backup.Manifest
	Summary  backup.Summary
	Aside    string // "" when there was nothing
}

// Restore puts a backup where an installation is to be. Nothing may work there
// meanwhile. The backup is put beside what is there and takes its place at the
// very end, so that a restore that fails has changed nothing.
func Restore(ctx context.Context, cfg config.Config, r Restoring, from io.Reader) (done Restored, err error) {
	guard, err := folder.Own(cfg.Data)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, guard.Leave()) }()
	if err := alone(ctx, cfg); err != nil {
		return done, err
	}
	if err := vacant(ctx, cfg, r.Replace); err != nil {
		return done, err
	}
	beside, clear, err := besideOf(ctx, cfg)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, clear()) }()
	if done, err = fill(ctx, cfg, beside, r, from); err != nil {
		return done, err
	}
	done.Aside, err = swap(ctx, cfg)
	if err != nil || r.AsIs {
		return done, err
	}
	// Its tables are those of then; bring them up to date, as a start would.
	return done, brought(ctx, cfg, done)
}

// fill puts the backup into the database beside, and its files where files are.
func fill(ctx context.Context, cfg, beside config.Config, r Restoring, from io.Reader) (done Restored, err error) {
	files, err := openFiles(cfg)
	if err != nil {
		return done, err
	}
	d, err := db.Open(ctx, beside.Data, beside.DatabaseURL)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	migrations, err := schema.For(string(d.Dialect))
	if err != nil {
		return done, err
	}
	done.Manifest, done.Summary, err = backup.Into(ctx, from, backup.Target{
		DB: d, Files: files, Migrations: migrations, Passphrase: r.Passphrase, Told: r.Told, RebuildKind: wordsKind,
	})
	return done, err
}

func brought(ctx context.Context, cfg config.Config, done Restored) error {
	d, err := db.Open(ctx, cfg.Data, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	migrations, err := schema.For(string(d.Dialect))
	if err != nil {
		return err
	}
	if _, _, err := d.Migrate(ctx, migrations, cfg.Data); err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		return note(ctx, tx, "backup.restored", done.Manifest, done.Summary, fact.BackupRestored{Rows: done.Summary.Rows(), Files: done.Summary.Files})
	})
}

// RebuildWords makes everything findable again. It is the job that a restore leaves.
func (a *Anlan) RebuildWords(ctx context.Context, _ struct{}) error {
	begun := time.Now()
	if err := a.Inbox.Reindex(ctx); err != nil {
		return err
	}
	if err := a.Contacts.Reindex(ctx); err != nil {
		return err
	}
	if err := a.Organisations.Reindex(ctx); err != nil {
		return err
	}
	a.Log.Info("everything can be found again", "seconds", int(time.Since(begun).Seconds()))
	return nil
}

// openFiles opens the store of attachments: a bucket where one is named, else a
// folder.
func openFiles(cfg config.Config) (*blob.Store, error) {
	if cfg.Files.Endpoint == "" {
		return onDisk(cfg)
	}
	return inBucket(cfg)
}

func onDisk(cfg config.Config) (*blob.Store, error) {
	return blob.Open(filepath.Join(cfg.Data, "blobs"))
}

func inBucket(cfg config.Config) (*blob.Store, error) {
	f := cfg.Files
	if f.Endpoint == "" {
		return nil, errors.New("no S3 storage is named: set ANLAN_BLOB_S3_ENDPOINT and what goes with it")
	}
	return blob.S3(filepath.Join(cfg.Data, "incoming"), blob.Bucket{
		Endpoint: f.Endpoint, Name: f.Bucket, Region: f.Region, Prefix: f.Prefix, AccessKey: f.AccessKey, SecretKey: f.SecretKey,
		PathStyle: f.PathStyle, Encrypt: f.Encrypt,
	})
}

// CheckFiles asks whether attachments can be kept.
func CheckFiles(ctx context.Context, cfg config.Config) error {
	files, err := openFiles(cfg)
	if err != nil {
		return err
	}
	return files.Check(ctx)
}

// CopyFiles brings every attachment that the tables name from the disk into the
// bucket, or back. It can run while servers work, and be begun anew: what is
// there already is passed over.
func CopyFiles(ctx context.Context, cfg config.Config, toS3 bool, told func(copied, there int)) (copied, there int, err error) {
	disk, err := onDisk(cfg)
	if err != nil {
		return 0, 0, err
	}
	s3, err := inBucket(cfg)
	if err != nil {
		return 0, 0, err
	}
	from, to := disk, s3
	if !toS3 {
		from, to = s3, disk
	}
	err = from.Walk(ctx, func(sum string, _ int64) error {
		fresh, err := to.Copy(from, sum)
		if fault.IsKind(err, fault.Missing) {
			return nil // dropped meanwhile
		}
		if err != nil {
			return err
		}
		if fresh {
			copied++
		} else {
			there++
		}
		told(copied, there)
		return ctx.Err()
	})
	return copied, there, err
}

// copied keeps the tables before they change, in the folder's backups. Files are
// not touched by a migration.
func (a *Anlan) copied(ctx context.Context, version int64) (path string, err error) {
	dir := filepath.Join(a.Config.Data, "backups")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path = filepath.Join(dir, fmt.Sprintf("anlan-v%d-%s.anlan", version, time.Now().UTC().Format("20060102T150405.000")))
	file, err := os.OpenFile(path+".part", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(path + ".part")
		}
	}()
	_, _, err = keep(ctx, a.Config, a.DB, Keeping{TablesOnly: true}, file)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", err
	}
	return path, os.Rename(path+".part", path)
}
