package backup

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"anlan/internal/platform/db"
)

// asker is what both a pool and a transaction can do.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// leftOut are tables that are made again, or that belong to one database alone.
// What PostgreSQL keeps of facts in three tables is written as one.
var leftOut = []string{"goose_db_version", "word_doc", "fact_pending", "fact_head"}

// tables lists what a backup holds of a database.
func tables(ctx context.Context, q asker, dialect db.Dialect) ([]Table, error) {
	query := "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
	if dialect == db.Postgres {
		query = `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
			AND relkind IN ('r', 'p') AND NOT relispartition`
	}
	names, err := texts(ctx, q, query)
	if err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	slices.Sort(names)
	var list []Table
	for _, name := range names {
		if slices.Contains(leftOut, name) {
			continue
		}
		columns, err := columns(ctx, q, dialect, name)
		if err != nil {
			return nil, err
		}
		list = append(list, Table{Name: name, Columns: columns})
	}
	return list, nil
}

func columns(ctx context.Context, q asker, dialect db.Dialect, table string) ([]Column, error) {
	query := "SELECT name, type FROM pragma_table_info(?)"
	if dialect == db.Postgres {
		query = `SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
			WHERE attrelid = (quote_ident(current_schema()) || '.' || quote_ident($1))::regclass
			AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`
	}
	rows, err := q.QueryContext(ctx, query, table)
	if err != nil {
		return nil, fmt.Errorf("list the columns of %s: %w", table, err)
	}
	defer func() { _ = rows.Close() }()
	var list []Column
	for rows.Next() {
		var c Column
		var declared string
		if err := rows.Scan(&c.Name, &declared); err != nil {
			return nil, err
		}
		if c.Kind = kindOf(declared); c.Kind == "" {
			return nil, fmt.Errorf("%s.%s is a %s, which no backup can hold", table, c.Name, declared)
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Column) int { return cmp.Compare(a.Name, b.Name) })
	return list, rows.Err()
}

func kindOf(declared string) Kind {
	declared = strings.ToLower(declared)
	for _, k := range []struct {
		word string
		kind Kind
	}{
		{"bool", boolean}, {"int", integer}, {"serial", integer}, {"char", text}, {"text", text}, {"real", real}, {"double", real},
		{"float", real}, {"numeric", real}, {"blob", bytesKind}, {"bytea", bytesKind},
	} {
		if strings.Contains(declared, k.word) {
			return k.kind
		}
	}
	return ""
}

func (t Table) names() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// quoted are the columns as SQL names them.
func (t Table) quoted() string { return `"` + strings.Join(t.names(), `", "`) + `"` }

// selection reads a table whole. On PostgreSQL the facts that have no number yet
// get the one that they are about to get.
func (t Table) selection(dialect db.Dialect) string {
	query := "SELECT " + t.quoted() + ` FROM "` + t.Name + `"`
	if t.Name != "fact" || dialect == db.SQLite {
		return query
	}
	return query + " UNION ALL SELECT " + strings.Replace(t.quoted(), `"cursor"`,
		"(SELECT cursor FROM fact_head) + ROW_NUMBER() OVER (ORDER BY id)", 1) + " FROM fact_pending"
}

// last tells the highest number that each table which counts up has given.
func last(ctx context.Context, q asker, dialect db.Dialect) (map[string]int64, error) {
	given := map[string]int64{}
	if dialect == db.SQLite {
		rows, err := q.QueryContext(ctx, "SELECT name, seq FROM sqlite_sequence")
		if err != nil {
			return nil, err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var name string
			var n int64
			if err := rows.Scan(&name, &n); err != nil {
				return nil, err
			}
			if !slices.Contains(leftOut, name) {
				given[name] = n
			}
		}
		return given, rows.Err()
	}
	counting, err := countingUp(ctx, q)
	if err != nil {
		return nil, err
	}
	for table, sequence := range counting {
		var n int64
		if err := q.QueryRowContext(ctx, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM "+sequence).Scan(&n); err != nil {
			return nil, fmt.Errorf("read the counter of %s: %w", table, err)
		}
		given[table] = n
	}
	var n int64
	err = q.QueryRowContext(ctx, "SELECT (SELECT cursor FROM fact_head) + (SELECT COUNT(*) FROM fact_pending)").Scan(&n)
	given["fact"] = n
	return given, err
}

// countingUp names PostgreSQL's counters by their table.
func countingUp(ctx context.Context, q asker) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, `SELECT c.relname, pg_get_serial_sequence(quote_ident(current_schema()) || '.' || quote_ident(c.relname), a.attname)
		FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		WHERE a.attidentity <> '' AND c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'`)
	if err != nil {
		return nil, fmt.Errorf("list the counters: %w", err)
	}
	defer func() { _ = rows.Close() }()
	by := map[string]string{}
	for rows.Next() {
		var table, sequence string
		if err := rows.Scan(&table, &sequence); err != nil {
			return nil, err
		}
		if !slices.Contains(leftOut, table) {
			by[table] = sequence
		}
	}
	return by, rows.Err()
}

func texts(ctx context.Context, q asker, query string, args ...any) (list []string, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// counted reads all tables and adds them up.
func counted(ctx context.Context, q asker, dialect db.Dialect, list []Table, each func(t Table, line []byte) error) (map[string]Count, error) {
	counts := map[string]Count{}
	for _, t := range list {
		var s sum
		if err := eachRow(ctx, q, dialect, t, func(line []byte) error {
			s.add(line)
			return each(t, line)
		}); err != nil {
			return nil, fmt.Errorf("read %s: %w", t.Name, err)
		}
		counts[t.Name] = s.count()
	}
	return counts, nil
}

func eachRow(ctx context.Context, q asker, dialect db.Dialect, t Table, do func(line []byte) error) error {
	rows, err := q.QueryContext(ctx, t.selection(dialect))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	row, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		written, err := line(t.Columns, row)
		if err != nil {
			return err
		}
		if err := do(written); err != nil {
			return err
		}
	}
	return rows.Err()
}
