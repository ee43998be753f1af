package backup

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"anlan/internal/platform/blob"
	"anlan/internal/platform/db"
)

// Target is where a backup is put.
type Target struct {
	DB         *db.DB // empty: not even tables
	Files      *blob.Store
	Migrations fs.FS

	Passphrase string
	Told       func(Progress)

	// RebuildKind names the job that makes the words of the search again.
	RebuildKind string
}

// Into puts a backup into an empty database, at the version of the tables that it
// was made from, and its files into the store. Everything is checked on the way
// and read again afterwards. When it fails, the database is of no use.
func Into(ctx context.Context, from io.Reader, t Target) (m Manifest, end Summary, err error) {
	l := &loader{Target: t, ctx: ctx}
	defer l.letGo()
	m, end, err = visit(from, t.Passphrase, visitor{begin: l.begin, row: l.row, file: l.file, told: t.Told})
	if err != nil {
		return m, end, err
	}
	if err := l.finish(end); err != nil {
		return m, end, err
	}
	if err := l.compare(end); err != nil {
		return m, end, err
	}
	return m, end, l.wake()
}

type loader struct {
	Target
	ctx    context.Context
	into   sink
	here   map[string]Table // as this database has them
	lot    [][]any
	of     Table
	tables []Table
	bent   map[string]bool // tables whose rows PostgreSQL would not take as they were
}

// sink is how rows get into one kind of database.
type sink interface {
	begin(ctx context.Context, tables []Table) error
	write(ctx context.Context, t Table, rows [][]any) error
	end(ctx context.Context, tables []Table, last map[string]int64) error
	letGo()
}

// lot is how many rows are written at once.
const lot = 2000

func (l *loader) letGo() {
	if l.into != nil {
		l.into.letGo()
	}
}

func (l *loader) begin(m Manifest) error {
	now, newest, err := l.DB.Pending(l.ctx, l.Migrations)
	if err != nil {
		return err
	}
	if now > 0 {
		return fmt.Errorf("there are tables in this database already")
	}
	if m.Schema > newest {
		return fmt.Errorf("this backup is of version %d, newer than this program (%d): restore it with the program that made it (%s)", m.Schema, newest, m.MadeBy)
	}
	if err := l.DB.MigrateTo(l.ctx, l.Migrations, m.Schema); err != nil {
		return err
	}
	if l.tables, err = tables(l.ctx, l.DB.SQL(), l.DB.Dialect); err != nil {
		return err
	}
	if err := same(l.tables, m.Tables); err != nil {
		return err
	}
	l.into = sinkFor(l.DB)
	return l.into.begin(l.ctx, l.tables)
}

// same refuses a backup whose tables are not these.
func same(here, there []Table) error {
	shape := func(list []Table) map[string]string {
		by := map[string]string{}
		for _, t := range list {
			by[t.Name] = fmt.Sprint(t.Columns)
		}
		return by
	}
	a, b := shape(here), shape(there)
	var wrong []string
	for name := range b {
		if a[name] != b[name] {
			wrong = append(wrong, name)
		}
	}
	for name := range a {
		if b[name] == "" {
			wrong = append(wrong, name)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return fmt.Errorf("the tables of this backup are not those of its version: %s differ", strings.Join(wrong, ", "))
}

func (l *loader) row(t Table, values []any) error {
	if l.of.Name != t.Name || len(l.lot) == lot {
		if err := l.flush(); err != nil {
			return err
		}
	}
	l.of = t
	if l.DB.Dialect == db.Postgres && readable(values) {
		if l.bent == nil {
			l.bent = map[string]bool{}
		}
		l.bent[t.Name] = true
	}
	l.lot = append(l.lot, values)
	return nil
}

func (l *loader) flush() error {
	if len(l.lot) == 0 {
		return nil
	}
	err := l.into.write(l.ctx, l.of, l.lot)
	l.lot = l.lot[:0]
	if err != nil {
		return fmt.Errorf("write rows of %s: %w", l.of.Name, err)
	}
	return l.ctx.Err()
}

func (l *loader) file(name string, content io.Reader, size int64) error {
	if err := l.flush(); err != nil {
		return err
	}
	if l.Files == nil {
		_, err := io.Copy(io.Discard, content)
		return err
	}
	_, _, err := l.Files.Put(content, size)
	return err
}

func (l *loader) finish(end Summary) error {
	if err := l.flush(); err != nil {
		return err
	}
	return l.into.end(l.ctx, l.tables, end.Last)
}

// compare reads everything back and holds it against what the backup says.
func (l *loader) compare(end Summary) error {
	return l.DB.Snapshot(l.ctx, func(tx *sql.Tx) error {
		got, err := counted(l.ctx, tx, l.DB.Dialect, l.tables, func(Table, []byte) error { return nil })
		if err != nil {
			return err
		}
		want := map[string]Count{}
		for name, c := range end.Tables {
			want[name] = c
			if l.bent[name] && got[name].Rows == c.Rows {
				want[name] = got[name] // its texts were mended: only their number can be compared
			}
		}
		return differs(want, got)
	})
}

// wake frees the jobs that nodes of then were at, and leaves the one that makes
// the words of the search again.
func (l *loader) wake() error {
	return l.DB.Write(l.ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(l.ctx, "UPDATE job SET state = 'ready', node = '' WHERE state = 'running'"); err != nil {
			return err
		}
		return tx.Enqueue(l.ctx, db.Job{Kind: l.RebuildKind, Args: struct{}{}, Unique: l.RebuildKind})
	})
}
