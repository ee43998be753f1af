package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

// Asked is a statement whose text stays the same while its values change, so that
// the database reads and plans it once. In the text each ? is a value; a slice
// stands for as many as it has, as in IN (?). Whatever else differs from one time
// to the next, such as a column's name, belongs to NewRaw.
type Asked struct {
	db    *DB
	tx    *Tx // nil outside a transaction
	query string
	args  []any
	anew  bool
}

// Asker is who can be asked: a database, or a transaction.
type Asker interface {
	Ask(query string, args ...any) Asked
}

// Anew has PostgreSQL plan for these very values, where one plan for all of them
// would be a bad one: the words of a search, the filters of a list.
func (a Asked) Anew() Asked {
	a.anew = true
	return a
}

// Ask is a question outside a transaction.
func (d *DB) Ask(query string, args ...any) Asked { return Asked{db: d, query: query, args: args} }

// Ask is a statement in the transaction.
func (tx *Tx) Ask(query string, args ...any) Asked {
	return Asked{db: tx.db, tx: tx, query: query, args: args}
}

// Scan reads into a slice of rows, into one row, or into the columns of one row.
// Where one row is asked for and none is there, IsNone tells of the error.
func (a Asked) Scan(ctx context.Context, into ...any) error {
	text, values := a.db.prepared(a.query, a.args)
	if a.db.overheard != nil {
		a.db.overheard(a.db.read.QueryGen().FormatQuery(a.query, spelled(a.args)...))
	}
	if a.tx != nil && a.db.Dialect == Postgres && columns(into) {
		return a.tx.look(ctx, text, values, into)
	}
	rows, err := a.rows(ctx, text, values)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if len(into) == 1 && reflect.TypeOf(into[0]).Elem().Kind() == reflect.Slice && reflect.TypeOf(into[0]).Elem() != reflect.TypeFor[json.RawMessage]() {
		return a.db.read.ScanRows(ctx, rows, into...)
	}
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := a.db.read.ScanRow(ctx, rows, into...); err != nil {
		return err
	}
	return rows.Close()
}

// columns tells that into are the columns of one row, not a row or many.
func columns(into []any) bool {
	if len(into) > 1 {
		return true
	}
	switch reflect.TypeOf(into[0]).Elem().Kind() {
	case reflect.Struct, reflect.Slice, reflect.Map:
		return false
	}
	return true
}

func (a Asked) rows(ctx context.Context, text string, values []any) (*sql.Rows, error) {
	if a.tx != nil {
		return a.tx.query(ctx, text, values)
	}
	if a.db.Dialect == SQLite {
		if s := a.db.asked.of(ctx, text, a.db.read.DB); s != nil {
			return s.QueryContext(ctx, values...)
		}
		return a.db.read.DB.QueryContext(ctx, text, values...)
	}
	if a.anew {
		return a.db.read.DB.QueryContext(ctx, a.db.read.QueryGen().FormatQuery(a.query, spelled(a.args)...))
	}
	rows, err := a.db.read.DB.QueryContext(ctx, text, values...)
	if outdated(err) { // a migration has changed the tables since the plan was made
		a.db.pool.Reset()
		rows, err = a.db.read.DB.QueryContext(ctx, text, values...)
	}
	return rows, err
}

// outdated tells that a plan was made for tables that look different now.
func outdated(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "0A000"
}

// Exec runs the statement at once. It needs a transaction.
func (a Asked) Exec(ctx context.Context) (rows int64, err error) {
	text, values := a.db.prepared(a.query, a.args)
	return a.tx.exec(ctx, text, values)
}

// Later runs the statement before whatever comes after it in the transaction.
// Those that wait travel to PostgreSQL together, and the last of them together
// with the commit: what they refuse fails the whole write.
func (a Asked) Later(ctx context.Context) error {
	text, values := a.db.prepared(a.query, a.args)
	return a.tx.later(ctx, text, values)
}

// Overhear hears the text of every question, with its values, for tests.
func (d *DB) Overhear(hear func(query string)) { d.overheard = hear }

// shape names a text that was made from a query: for which database, and how long
// its slices were.
type shape struct {
	dialect        Dialect
	query, lengths string
}

// texts remembers what queries look like with their places filled in.
var texts sync.Map // shape → text

// prepared is the text as the database wants it, and the plain values for it.
func (d *DB) prepared(query string, args []any) (string, []any) {
	values := make([]any, 0, len(args)+8)
	var lengths []byte
	for _, arg := range args {
		v := reflect.ValueOf(arg)
		if v.Kind() != reflect.Slice || v.Type().Elem().Kind() == reflect.Uint8 {
			values = append(values, plain(arg))
			lengths = append(lengths, '-')
			continue
		}
		n := padded(v.Len())
		for i := range n {
			if v.Len() == 0 {
				values = append(values, nil) // IN (NULL) holds for nothing
				continue
			}
			values = append(values, plain(v.Index(min(i, v.Len()-1)).Interface()))
		}
		lengths = strconv.AppendInt(lengths, int64(n), 10)
		lengths = append(lengths, ' ')
	}
	key := shape{d.Dialect, query, string(lengths)}
	if text, known := texts.Load(key); known {
		return text.(string), values
	}
	text := filled(d.Dialect, query, strings.TrimSpace(string(lengths)))
	texts.Store(key, text)
	return text, values
}

// padded rounds up, so that lists of many lengths share few texts. The last value
// stands there again.
func padded(n int) int {
	for p := 1; ; p *= 2 {
		if p >= n {
			return p
		}
	}
}

// looked are the places where SQLite would look at a value to plan by it, and so plan the
// statement anew whenever another is put there: a sign before it keeps it from looking.
var looked = regexp.MustCompile(`\b(LIMIT|OFFSET|LIKE) \?`)

func filled(dialect Dialect, query, lengths string) string {
	if dialect == SQLite {
		query = looked.ReplaceAllString(query, "$1 +?")
	}
	var b strings.Builder
	n := 0
	place := func() {
		n++
		if dialect == Postgres {
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			return
		}
		b.WriteByte('?')
	}
	for _, r := range query {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		if lengths == "" || lengths[0] == '-' {
			place()
			lengths = strings.TrimPrefix(lengths, "-")
			continue
		}
		digits, rest, _ := strings.Cut(lengths, " ")
		many, _ := strconv.Atoi(digits) // written above
		for i := range many {
			if i > 0 {
				b.WriteString(", ")
			}
			place()
		}
		lengths = rest
	}
	return b.String()
}

// plain makes a value one that every driver takes: texts, whole numbers, truths.
func plain(v any) any {
	switch v := v.(type) {
	case nil, string, int64, bool, float64, []byte:
		return v
	case int:
		return int64(v)
	case json.RawMessage:
		return string(v)
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.String:
		return r.String()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.Int()
	case reflect.Bool:
		return r.Bool()
	case reflect.Float32, reflect.Float64:
		return r.Float()
	case reflect.Pointer:
		if r.IsNil() {
			return nil
		}
		return plain(r.Elem().Interface())
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%v", v)
	}
	return string(text)
}

// spelled is the values as bun writes them into a text.
func spelled(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		if v := reflect.ValueOf(arg); v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8 {
			out[i] = bun.List(v.Interface())
			continue
		}
		out[i] = plain(arg)
	}
	return out
}

// statements are those that a pool of SQLite has prepared.
type statements struct {
	mu   sync.Mutex
	made map[string]*sql.Stmt
}

// mostStatements bounds what is kept prepared; a text beyond it is read each time.
const mostStatements = 1000

// of is a text prepared on the pool; nil when it cannot be.
func (s *statements) of(ctx context.Context, text string, pool *sql.DB) *sql.Stmt {
	s.mu.Lock()
	found, full := s.made[text], len(s.made) >= mostStatements
	s.mu.Unlock()
	if found != nil || full {
		return found
	}
	made, err := pool.PrepareContext(context.WithoutCancel(ctx), text)
	if err != nil {
		return nil // the query itself will say what is wrong
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if found = s.made[text]; found != nil { // somebody was quicker
		_ = made.Close()
		return found
	}
	if s.made == nil {
		s.made = map[string]*sql.Stmt{}
	}
	s.made[text] = made
	return made
}

func (s *statements) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, made := range s.made {
		_ = made.Close()
	}
	s.made = nil
}

// known is a text that was prepared before; nil when it was not.
func (s *statements) known(text string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.made[text]
}
