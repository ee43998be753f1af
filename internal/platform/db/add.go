package db

import (
	"context"
	"reflect"
	"strings"

	"github.com/uptrace/bun/schema"
)

// mostRows bounds one statement.
const mostRows = 50

// Add writes rows of a table before whatever comes after them in the transaction:
// one row, or a slice of them, as bun knows its columns. A column that counts up
// is drawn by the database, unless it was set (see Number). A row that is there
// already fails the whole write, as IsTaken tells.
func (tx *Tx) Add(ctx context.Context, rows any) error {
	v := reflect.Indirect(reflect.ValueOf(rows))
	if v.Kind() != reflect.Slice {
		one := reflect.MakeSlice(reflect.SliceOf(v.Type()), 0, 1)
		v = reflect.Append(one, v)
	}
	if v.Len() == 0 {
		return nil
	}
	table := tx.db.read.Table(v.Type().Elem())
	fields := table.Fields
	if drawn := table.FieldMap; drawn != nil && !numbered(fields, v.Index(0)) {
		fields = withoutDrawn(fields)
	}
	into := table.Name + " (" + names(fields) + ")"
	for v.Len() > 0 {
		part := v.Slice(0, min(v.Len(), mostRows))
		v = v.Slice(part.Len(), v.Len())
		values := make([]any, 0, part.Len()*len(fields))
		for i := range part.Len() {
			for _, f := range fields {
				values = append(values, part.Index(i).FieldByIndex(f.Index).Interface())
			}
		}
		if err := tx.put(ctx, into, part.Len(), values, ""); err != nil {
			return err
		}
	}
	return nil
}

// numbered tells whether a column that counts up was set.
func numbered(fields []*schema.Field, row reflect.Value) bool {
	for _, f := range fields {
		if f.AutoIncrement && row.FieldByIndex(f.Index).IsZero() {
			return false
		}
	}
	return true
}

func withoutDrawn(fields []*schema.Field) (kept []*schema.Field) {
	for _, f := range fields {
		if !f.AutoIncrement {
			kept = append(kept, f)
		}
	}
	return kept
}

func names(fields []*schema.Field) string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = string(f.SQLName)
	}
	return strings.Join(list, ", ")
}

// put writes n rows into "table (columns)", with what follows the values.
func (tx *Tx) put(ctx context.Context, into string, n int, values []any, tail string) error {
	return tx.Ask(insertion(into, n, len(values)/n, tail), values...).Later(ctx)
}

func insertion(into string, n, columns int, tail string) string {
	place := "(" + repeated("?", columns) + ")"
	return "INSERT INTO " + into + " VALUES " + repeated(place, n) + tail
}

func repeated(place string, n int) string {
	return strings.TrimSuffix(strings.Repeat(place+", ", n), ", ")
}
