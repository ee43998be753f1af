package backup

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"anlan/internal/platform/db"
)

func sinkFor(d *db.DB) sink {
	if d.Dialect == db.SQLite {
		return &lite{db: d}
	}
	return &post{db: d}
}

// lite writes rows into SQLite, into a file that nobody else looks at yet.
type lite struct {
	db *db.DB
	c  *sql.Conn
}

func (s *lite) letGo() {
	if s.c != nil {
		_ = s.c.Close()
		s.c = nil
	}
}

func (s *lite) begin(ctx context.Context, tables []Table) (err error) {
	if s.c, err = s.db.SQL().Conn(ctx); err != nil {
		return err
	}
	// References are looked at once, at the end. Until then the file is worth
	// nothing, so nothing has to reach the disk.
	if err := s.do(ctx, "PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, t := range tables { // what the migrations themselves have entered
		if err := s.do(ctx, `DELETE FROM "`+t.Name+`"`); err != nil {
			return err
		}
	}
	return nil
}

func (s *lite) write(ctx context.Context, t Table, rows [][]any) error {
	insert, err := s.c.PrepareContext(ctx, `INSERT INTO "`+t.Name+`" (`+t.quoted()+`) VALUES (`+strings.TrimSuffix(strings.Repeat("?, ", len(t.Columns)), ", ")+")")
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	for _, row := range rows {
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

func (s *lite) end(ctx context.Context, tables []Table, last map[string]int64) error {
	for _, t := range tables {
		n, counts := last[t.Name]
		if !counts {
			continue
		}
		if _, err := s.c.ExecContext(ctx, "DELETE FROM sqlite_sequence WHERE name = ?", t.Name); err != nil {
			return err
		}
		if _, err := s.c.ExecContext(ctx, "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", t.Name, n); err != nil {
			return err
		}
	}
	if err := s.do(ctx, "COMMIT"); err != nil {
		return err
	}
	broken, err := texts(ctx, s.c, "SELECT \"table\" || ' → ' || parent FROM pragma_foreign_key_check LIMIT 5")
	if err != nil {
		return err
	}
	if len(broken) > 0 {
		return fmt.Errorf("%w: rows refer to others that are not there: %s", ErrNotWhole, strings.Join(broken, ", "))
	}
	err = s.do(ctx, "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON")
	s.letGo()
	return err
}

func (s *lite) do(ctx context.Context, statements ...string) error {
	for _, one := range statements {
		if _, err := s.c.ExecContext(ctx, one); err != nil {
			return fmt.Errorf("%s: %w", one, err)
		}
	}
	return nil
}
