package db

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
)

// pipeline is a transaction on PostgreSQL, most of whose statements nobody waits
// for. They gather, and go together when an answer is needed: the BEGIN with the
// first question, the last rows with the COMMIT. So a new conversation takes three
// journeys and not fifteen.
type pipeline struct {
	conn    *sql.Conn
	waiting []*pgx.QueuedQuery
	begun   bool
	broken  error // the first error: after it the database refuses everything
}

func (p *pipeline) add(text string, values []any) {
	p.waiting = append(p.waiting, &pgx.QueuedQuery{SQL: text, Arguments: values})
}

// flush sends what waits. A nil pipeline has nothing: SQLite writes at once.
func (p *pipeline) flush(ctx context.Context) error {
	if p == nil || len(p.waiting) == 0 {
		return nil
	}
	return p.send(ctx, nil)
}

// look asks for the columns of one row, behind what waits.
func (p *pipeline) look(ctx context.Context, text string, values, into []any) error {
	p.add(text, values)
	found := false
	err := p.send(ctx, func(answer pgx.BatchResults) error {
		rows, err := answer.Query()
		if err != nil {
			return err
		}
		defer rows.Close()
		if rows.Next() {
			found = true
			if err := rows.Scan(into...); err != nil {
				return err
			}
		}
		rows.Close()
		return rows.Err()
	})
	if err == nil && !found {
		return sql.ErrNoRows
	}
	return err
}

// exec runs a statement behind what waits, and tells how many rows it touched.
func (p *pipeline) exec(ctx context.Context, text string, values []any) (touched int64, err error) {
	p.add(text, values)
	err = p.send(ctx, func(answer pgx.BatchResults) error {
		tag, err := answer.Exec()
		touched = tag.RowsAffected()
		return err
	})
	return touched, err
}

// query asks for rows, which can only be read one question at a time.
func (p *pipeline) query(ctx context.Context, text string, values []any) (*sql.Rows, error) {
	if err := p.flush(ctx); err != nil {
		return nil, err
	}
	return p.conn.QueryContext(ctx, text, values...)
}

// send makes one journey. last reads the answer to the last statement.
func (p *pipeline) send(ctx context.Context, last func(pgx.BatchResults) error) error {
	b := &pgx.Batch{QueuedQueries: p.waiting}
	p.waiting, p.begun = nil, true
	err := p.conn.Raw(func(driver any) error {
		answers := driver.(simple).Conn.Conn().SendBatch(ctx, b)
		n := len(b.QueuedQueries)
		if last != nil {
			n--
		}
		for range n {
			if _, err := answers.Exec(); err != nil {
				return errors.Join(err, ignored(answers.Close()))
			}
		}
		if last != nil {
			if err := last(answers); err != nil {
				return errors.Join(err, ignored(answers.Close()))
			}
		}
		return answers.Close()
	})
	if err != nil && p.broken == nil {
		p.broken = err
	}
	return err
}

// ignored is an error that only repeats the one before it.
func ignored(error) error { return nil }
