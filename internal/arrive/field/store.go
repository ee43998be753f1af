package field

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel `bun:"table:field"`
	ID            fact.FieldID `bun:"id,pk"`
	Object        Object       `bun:"object_kind"`
	Key           string       `bun:"key"`
	Names         Names        `bun:"names"`
	Type          Type         `bun:"type"`
	Required      bool         `bun:"required"`
	Options       []Option     `bun:"options,type:text"`
	Bounds        Bounds       `bun:"bounds,type:text"`
	DefaultValue  string       `bun:"default_value"`
	DefaultFold   string       `bun:"default_fold"`
	DefaultNumber *float64     `bun:"default_number"`
	Position      int          `bun:"position"`
	ArchivedAt    int64        `bun:"archived_at"`
	Version       int          `bun:"version"`
	CreatedAt     int64        `bun:"created_at"`
}

type valueRow struct {
	bun.BaseModel `bun:"table:field_value"`
	Object        string       `bun:"object_id"`
	Field         fact.FieldID `bun:"field_id"`
	Place         int          `bun:"place"`
	Value         string       `bun:"value"`
	Fold          string       `bun:"fold"`
	Number        *float64     `bun:"number"`
	State         string       `bun:"state"`
	LastMessageAt int64        `bun:"last_message_at"`
}

func (r row) field(who access.Actor) Field {
	f := Field{
		ID: r.ID, Object: r.Object, Key: r.Key, Names: r.Names, Type: r.Type, Required: r.Required, Options: r.Options, Bounds: r.Bounds,
		Position: r.Position, Archived: r.ArchivedAt > 0, CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), Version: r.Version, Can: can(who),
	}
	if f.Options == nil {
		f.Options = []Option{}
	}
	if r.DefaultValue != "" {
		f.Default = show(f, []stored{{Value: r.DefaultValue}})
	}
	return f
}

func rowOf(f Field, begin stored) row {
	r := row{
		ID: f.ID, Object: f.Object, Key: f.Key, Names: f.Names, Type: f.Type, Required: f.Required, Options: f.Options, Bounds: f.Bounds,
		DefaultValue: begin.Value, DefaultFold: begin.Fold, DefaultNumber: begin.Number,
		Position: f.Position, Version: f.Version, CreatedAt: f.CreatedAt.UnixMilli(),
	}
	return r
}

// defined lists the fields of a kind of object, in their order.
func defined(ctx context.Context, q db.Reader, who access.Actor, object Object, archived bool) ([]Field, error) {
	var rows []row
	query := q.NewSelect().Model(&rows).Order("object_kind", "position", "id")
	if object != "" {
		query = query.Where("object_kind = ?", object)
	}
	if !archived {
		query = query.Where("archived_at = 0")
	}
	if err := query.Scan(ctx); err != nil {
		return nil, fmt.Errorf("load fields: %w", err)
	}
	list := make([]Field, len(rows))
	for i, r := range rows {
		list[i] = r.field(who)
	}
	return list, nil
}

// hold loads a field for change; on PostgreSQL that locks its row.
func hold(ctx context.Context, tx *db.Tx, id fact.FieldID, version int) (row, error) {
	var r row
	err := tx.NewRaw("UPDATE field SET version = version + 1 WHERE id = ? RETURNING *", id).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "field.missing")
	}
	if err != nil {
		return r, fmt.Errorf("load field %s: %w", id, err)
	}
	if version != 0 && r.Version != version+1 {
		return r, fault.New(fault.Conflict, "field.changed_meanwhile")
	}
	return r, nil
}

func save(ctx context.Context, tx *db.Tx, r row) error {
	if _, err := tx.NewUpdate().Model(&r).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save field %s: %w", r.ID, err)
	}
	return nil
}

// valuesOf loads what is kept of some objects, by object and field.
func valuesOf(ctx context.Context, q db.Reader, objects ...string) (map[string]map[fact.FieldID][]stored, error) {
	by := map[string]map[fact.FieldID][]stored{}
	if len(objects) == 0 {
		return by, nil
	}
	var rows []valueRow
	err := q.Ask("SELECT object_id, field_id, place, value, fold, number FROM field_value WHERE object_id IN (?) ORDER BY object_id, field_id, place",
		objects).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load values of fields: %w", err)
	}
	for _, r := range rows {
		if by[r.Object] == nil {
			by[r.Object] = map[fact.FieldID][]stored{}
		}
		by[r.Object][r.Field] = append(by[r.Object][r.Field], stored{r.Value, r.Fold, r.Number})
	}
	return by, nil
}
