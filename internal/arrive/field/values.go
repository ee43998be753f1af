package field

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Where is where an object stands in its lists; the values keep a copy of it.
// Objects whose lists know no state leave it empty.
type Where struct {
	State string
	At    int64
}

// BeginTx gives new objects what their fields begin with.
func BeginTx(ctx context.Context, tx *db.Tx, object Object, id string, at Where) error {
	err := tx.Ask(`INSERT INTO field_value (object_id, field_id, place, value, fold, number, state, last_message_at)
		SELECT CAST(? AS TEXT), id, 0, default_value, default_fold, default_number, CAST(? AS TEXT), CAST(? AS BIGINT) FROM field
		WHERE object_kind = ? AND archived_at = 0 AND default_value <> ''`, id, at.State, at.At, object).Later(ctx)
	if err != nil {
		return fmt.Errorf("give the fields of %s their defaults: %w", id, err)
	}
	return nil
}

// SetTx sets values of an object and tells the keys of those that are different
// now. Keys that are not given stay as they are; a value of nil clears one.
func SetTx(ctx context.Context, tx *db.Tx, object Object, id string, at Where, given Values) (changed []string, err error) {
	if len(given) == 0 {
		return nil, nil
	}
	form, err := LoadForm(ctx, tx, object)
	if err != nil {
		return nil, err
	}
	read, err := form.read(given)
	if err != nil {
		return nil, err
	}
	was, err := valuesOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	for _, one := range read {
		if same(one.list, was[id][one.field.ID]) {
			continue
		}
		changed = append(changed, one.field.Key)
		if err := put(ctx, tx, id, one, at); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func put(ctx context.Context, tx *db.Tx, id string, one answered, at Where) error {
	if _, err := tx.Exec(ctx, "DELETE FROM field_value WHERE object_id = ? AND field_id = ?", id, one.field.ID); err != nil {
		return fmt.Errorf("clear field %s: %w", one.field.Key, err)
	}
	if len(one.list) == 0 {
		return nil
	}
	return insertValues(ctx, tx, one.rows(id, at))
}

func insertValues(ctx context.Context, tx *db.Tx, rows []valueRow) error {
	if len(rows) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&rows).Returning("NULL").Exec(ctx); err != nil {
		return fmt.Errorf("set %d values of fields: %w", len(rows), err)
	}
	return nil
}

// answered is a field with what it is given.
type answered struct {
	field Field
	list  []stored
}

func (a answered) rows(id string, at Where) []valueRow {
	rows := make([]valueRow, len(a.list))
	for i, s := range a.list {
		rows[i] = valueRow{Object: id, Field: a.field.ID, Place: i, Value: s.Value, Fold: s.Fold, Number: s.Number, State: at.State, LastMessageAt: at.At}
	}
	return rows
}

// Form is the fields of one kind of object, ready to read values with.
type Form struct {
	Fields []Field
	by     map[string]Field
}

// LoadForm loads the fields of one kind of object that are in use.
func LoadForm(ctx context.Context, q db.Reader, object Object) (Form, error) {
	list, err := defined(ctx, q, access.Actor{}, object, false)
	form := Form{Fields: list, by: map[string]Field{}}
	for _, f := range list {
		form.by[f.Key] = f
	}
	return form, err
}

// Check refuses values that could not be set.
func (f Form) Check(given Values) error {
	_, err := f.read(given)
	return err
}

// Knows tells whether there is such a field.
func (f Form) Knows(key string) bool {
	_, known := f.by[key]
	return known
}

func (f Form) read(given Values) ([]answered, error) {
	var all []answered
	for _, key := range slices.Sorted(maps.Keys(given)) {
		of, known := f.by[key]
		if !known {
			return nil, fault.New(fault.Invalid, "field.unknown", "key", key).At("fields." + key)
		}
		list, err := read(of, given[key])
		if err != nil {
			return nil, err
		}
		all = append(all, answered{of, list})
	}
	return all, nil
}

// EnterManyTx gives many new objects their values in few statements. The values
// must have been checked; defaults are not added.
func (f Form) EnterManyTx(ctx context.Context, tx *db.Tx, ids []string, at []Where, given []Values) error {
	var rows []valueRow
	for i, id := range ids {
		all, err := f.read(given[i])
		if err != nil {
			return err
		}
		for _, one := range all {
			rows = append(rows, one.rows(id, at[i])...)
		}
	}
	for part := range slices.Chunk(rows, 500) {
		if err := insertValues(ctx, tx, part); err != nil {
			return err
		}
	}
	return nil
}

// Texts are those of the given values that people look for by words.
func (f Form) Texts(given Values) (texts []string) {
	for _, field := range f.Fields {
		if text, ok := given[field.Key].(string); ok && field.Type.findable() {
			texts = append(texts, text)
		}
	}
	return texts
}

// MoveTx takes the values along when their object stands somewhere else.
func MoveTx(ctx context.Context, tx *db.Tx, id string, at Where) error {
	if err := tx.Ask("UPDATE field_value SET state = ?, last_message_at = ? WHERE object_id = ?", at.State, at.At, id).Later(ctx); err != nil {
		return fmt.Errorf("move the fields of %s: %w", id, err)
	}
	return nil
}

// DropTx forgets the values of an object that goes.
func DropTx(ctx context.Context, tx *db.Tx, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, "DELETE FROM field_value WHERE object_id IN (?)", bun.List(ids)); err != nil {
		return fmt.Errorf("drop values of fields: %w", err)
	}
	return nil
}

// MissingTx names the required fields that have no value.
func MissingTx(ctx context.Context, tx *db.Tx, object Object, id string) (keys, labels []string, err error) {
	var rows []row
	err = tx.NewRaw(`SELECT * FROM field f WHERE f.object_kind = ? AND f.required AND f.archived_at = 0
		AND NOT EXISTS (SELECT 1 FROM field_value v WHERE v.object_id = ? AND v.field_id = f.id) ORDER BY f.position, f.id`,
		object, id).Scan(ctx, &rows)
	if err != nil {
		return nil, nil, fmt.Errorf("look for fields without a value: %w", err)
	}
	for _, r := range rows {
		keys, labels = append(keys, r.Key), append(labels, r.Names.label(r.Key))
	}
	return keys, labels, nil
}

// Of shows the values of some objects, without those of archived fields.
func Of[ID ~string](ctx context.Context, q db.Reader, object Object, ids ...ID) (map[ID]Values, error) {
	by := map[ID]Values{}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	kept, err := valuesOf(ctx, q, texts...)
	if err != nil || len(kept) == 0 {
		return by, err
	}
	form, err := LoadForm(ctx, q, object)
	if err != nil {
		return nil, err
	}
	for id, values := range kept {
		shown := Values{}
		for _, f := range form.Fields {
			if list := values[f.ID]; len(list) > 0 {
				shown[f.Key] = show(f, list)
			}
		}
		by[ID(id)] = shown
	}
	return by, nil
}

// TextsOf are the values of an object that people look for by words.
func TextsOf(ctx context.Context, q db.Reader, id string) (texts []string, err error) {
	err = q.Ask(`SELECT v.value FROM field_value v JOIN field f ON f.id = v.field_id
		WHERE v.object_id = ? AND f.type IN ('text', 'long_text', 'url', 'email', 'phone') ORDER BY f.position, f.id`, id).Scan(ctx, &texts)
	if err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("load the texts of fields: %w", err)
	}
	return texts, nil
}

// Wanted is a value that objects of a list should have.
type Wanted struct {
	Field fact.FieldID
	Fold  string
	of    Field
}

// In tells whether an object that was found otherwise has the value.
func (w Wanted) In(values Values) bool {
	list, err := read(w.of, values[w.of.Key])
	return err == nil && slices.ContainsFunc(list, func(s stored) bool { return s.Fold == w.Fold })
}

// Wants reads "key:value", as a list's address has it.
func Wants(ctx context.Context, q db.Reader, object Object, text string) (Wanted, error) {
	key, value, ok := strings.Cut(text, ":")
	if !ok {
		return Wanted{}, fault.New(fault.Invalid, "field.filter_wrong", "filter", text).At("field")
	}
	form, err := LoadForm(ctx, q, object)
	if err != nil {
		return Wanted{}, err
	}
	of, known := form.by[strings.TrimSpace(key)]
	if !known {
		return Wanted{}, fault.New(fault.Invalid, "field.unknown", "key", key).At("field")
	}
	of.Bounds = Bounds{} // what may no longer be entered may still be looked for
	list, err := read(of, value)
	if err != nil {
		return Wanted{}, err
	}
	if len(list) != 1 {
		return Wanted{}, fault.New(fault.Invalid, "field.filter_wrong", "filter", text).At("field")
	}
	return Wanted{Field: of.ID, Fold: list[0].Fold, of: of}, nil
}
