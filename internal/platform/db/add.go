package db

import (
	"context"
	"reflect"
	"strings"
	"sync"

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
	fields, into := tx.columnsOf(v.Type().Elem(), v.Index(0))
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

// filling is how rows of a type are written.
type filling struct {
	fields []*schema.Field
	into   string
}

var fillings sync.Map // type, and whether it brings its number → filling

type fillingKey struct {
	row      reflect.Type
	numbered bool
}

func (tx *Tx) columnsOf(row reflect.Type, first reflect.Value) ([]*schema.Field, string) {
	table := tx.db.read.Table(row)
	key := fillingKey{row, numbered(table.Fields, first)}
	if known, there := fillings.Load(key); there {
		f := known.(filling)
		return f.fields, f.into
	}
	f := filling{fields: table.Fields}
	if !key.numbered {
		f.fields = withoutDrawn(f.fields)
	}
	f.into = table.Name + " (" + names(f.fields) + ")"
	fillings.Store(key, f)
	return f.fields, f.into
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

// Change writes what is different in a row, by its primary key, before whatever
// comes after it in the transaction. What stays as it was is not named: on SQLite
// each index whose columns are named is written anew.
func (tx *Tx) Change(ctx context.Context, was, is any) error {
	before, after := reflect.Indirect(reflect.ValueOf(was)), reflect.Indirect(reflect.ValueOf(is))
	table := tx.db.read.Table(after.Type())
	var sets, keys []string
	var values, named []any
	for _, f := range table.Fields {
		value := after.FieldByIndex(f.Index).Interface()
		switch {
		case f.IsPK:
			keys, named = append(keys, string(f.SQLName)+" = ?"), append(named, value)
		case !reflect.DeepEqual(before.FieldByIndex(f.Index).Interface(), value):
			sets, values = append(sets, string(f.SQLName)+" = ?"), append(values, value)
		}
	}
	if len(sets) == 0 {
		return nil
	}
	text := "UPDATE " + table.Name + " SET " + strings.Join(sets, ", ") + " WHERE " + strings.Join(keys, " AND ")
	return tx.Ask(text, append(values, named...)...).Later(ctx)
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

// Columns lists the columns of a row as its tags name them, so that a question
// brings what the row has and no more.
func Columns[R any]() string {
	row := reflect.TypeFor[R]()
	if known, there := columnLists.Load(row); there {
		return known.(string)
	}
	var list []string
	for i := range row.NumField() {
		name, _, _ := strings.Cut(row.Field(i).Tag.Get("bun"), ",")
		if name != "" && name != "-" && !strings.Contains(name, ":") {
			list = append(list, name)
		}
	}
	text := strings.Join(list, ", ")
	columnLists.Store(row, text)
	return text
}

var columnLists sync.Map // type → its columns
