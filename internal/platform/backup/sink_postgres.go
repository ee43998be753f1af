package backup

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"anlan/internal/platform/db"
)

// post writes rows into PostgreSQL, in one transaction.
type post struct {
	db     *db.DB
	c      *pgxpool.Conn
	tx     pgx.Tx
	keys   []foreignKey
	months map[time.Time]bool
}

// foreignKey is a reference that is taken away while rows come in any order.
type foreignKey struct{ table, name, definition string }

func (s *post) letGo() {
	if s.tx != nil {
		_ = s.tx.Rollback(context.Background()) // after a commit this does nothing
		s.tx = nil
	}
	if s.c != nil {
		s.c.Release()
		s.c = nil
	}
}

func (s *post) begin(ctx context.Context, tables []Table) (err error) {
	s.months = map[time.Time]bool{}
	if s.c, err = s.db.Line(ctx); err != nil {
		return err
	}
	if s.tx, err = s.c.Begin(ctx); err != nil {
		return err
	}
	if err := s.takeKeys(ctx); err != nil {
		return err
	}
	for _, t := range tables {
		if _, err := s.tx.Exec(ctx, `DELETE FROM "`+t.Name+`"`); err != nil {
			return fmt.Errorf("empty %s: %w", t.Name, err)
		}
	}
	return nil
}

func (s *post) takeKeys(ctx context.Context) error {
	rows, err := s.tx.Query(ctx, `SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
		WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relnamespace = current_schema()::regnamespace`)
	if err != nil {
		return err
	}
	s.keys, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (k foreignKey, err error) {
		return k, row.Scan(&k.table, &k.name, &k.definition)
	})
	if err != nil {
		return err
	}
	for _, k := range s.keys {
		if _, err := s.tx.Exec(ctx, fmt.Sprintf(`ALTER TABLE "%s" DROP CONSTRAINT "%s"`, k.table, k.name)); err != nil {
			return fmt.Errorf("loosen %s: %w", k.name, err)
		}
	}
	return nil
}

func (s *post) write(ctx context.Context, t Table, rows [][]any) error {
	if t.Name == "fact" {
		if err := s.makeMonths(ctx, t, rows); err != nil {
			return err
		}
	}
	_, err := s.tx.CopyFrom(ctx, pgx.Identifier{t.Name}, t.names(), pgx.CopyFromRows(rows))
	return err
}

// makeMonths makes the parts of the table of facts that these rows fall into.
func (s *post) makeMonths(ctx context.Context, t Table, rows [][]any) error {
	at := 0
	for i, c := range t.Columns {
		if c.Name == "at" {
			at = i
		}
	}
	for _, row := range rows {
		ms, ok := row[at].(int64)
		if !ok {
			return fmt.Errorf("%w: a fact without its time", ErrNotWhole)
		}
		m := db.Month(time.UnixMilli(ms))
		if s.months[m] {
			continue
		}
		if _, err := s.tx.Exec(ctx, db.MonthTable(m)); err != nil {
			return fmt.Errorf("make the table for the facts of %s: %w", m.Format("2006-01"), err)
		}
		s.months[m] = true
	}
	return nil
}

func (s *post) end(ctx context.Context, tables []Table, last map[string]int64) error {
	for _, k := range s.keys {
		if _, err := s.tx.Exec(ctx, fmt.Sprintf(`ALTER TABLE "%s" ADD CONSTRAINT "%s" %s`, k.table, k.name, k.definition)); err != nil {
			return fmt.Errorf("%w: rows of %s refer to others that are not there: %w", ErrNotWhole, k.table, err)
		}
	}
	if _, err := s.tx.Exec(ctx, "UPDATE fact_head SET cursor = GREATEST($1, (SELECT COALESCE(MAX(cursor), 0) FROM fact))", last["fact"]); err != nil {
		return err
	}
	if err := s.setCounters(ctx, tables, last); err != nil {
		return err
	}
	if err := s.tx.Commit(ctx); err != nil {
		return err
	}
	s.tx = nil
	s.letGo()
	_, err := s.db.SQL().ExecContext(ctx, "ANALYZE")
	return err
}

// setCounters lets numbers go on where they stood.
func (s *post) setCounters(ctx context.Context, tables []Table, last map[string]int64) error {
	for _, t := range tables {
		n, counts := last[t.Name]
		if !counts || n == 0 || t.Name == "fact" {
			continue
		}
		_, err := s.tx.Exec(ctx, `SELECT setval(pg_get_serial_sequence(quote_ident(current_schema()) || '.' || quote_ident($1),
			(SELECT attname::text FROM pg_attribute WHERE attrelid = (quote_ident(current_schema()) || '.' || quote_ident($1))::regclass AND attidentity <> '')), $2)`, t.Name, n)
		if err != nil {
			return fmt.Errorf("set the counter of %s: %w", t.Name, err)
		}
	}
	return nil
}
