package field

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Catalogue is the list of fields.
type Catalogue struct{ db *db.DB }

// New opens the catalogue.
func New(d *db.DB) *Catalogue { return &Catalogue{db: d} }

// List shows the fields, also archived ones when asked for. Whoever sees the
// objects sees what can be said about them.
func (c *Catalogue) List(ctx context.Context, who access.Actor, object Object, archived bool) ([]Field, error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, err
	}
	return defined(ctx, c.db.Read(), who, object, archived)
}

// Get shows one field.
func (c *Catalogue) Get(ctx context.Context, who access.Actor, id fact.FieldID) (Field, error) {
	if err := who.Require(access.ContactView); err != nil {
		return Field{}, err
	}
	var r row
	err := c.db.Read().NewSelect().Model(&r).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return Field{}, fault.New(fault.Missing, "field.missing")
	}
	return r.field(who), err
}

// Add defines a field. It goes to the end of the order.
func (c *Catalogue) Add(ctx context.Context, who access.Actor, f Field) (Field, error) {
	if err := who.Require(access.FieldManage); err != nil {
		return Field{}, err
	}
	f, err := checked(f)
	if err != nil {
		return Field{}, err
	}
	if !known(f.Type) {
		return Field{}, fault.New(fault.Invalid, "field.unknown_type", "type", string(f.Type)).At("type")
	}
	begin, err := begun(f)
	if err != nil {
		return Field{}, err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		var there struct {
			N    int  `bun:"n"`
			Last *int `bun:"last"`
		}
		err := tx.NewRaw("SELECT COUNT(*) AS n, MAX(position) AS last FROM field WHERE object_kind = ?", f.Object).Scan(ctx, &there)
		if err != nil {
			return err
		}
		if there.N >= maxFields {
			return fault.New(fault.Conflict, "field.too_many", "limit", maxFields)
		}
		f.ID, f.CreatedAt, f.Version, f.Position = fact.FieldID(id.New()), tx.Now(), 1, 1
		if there.Last != nil {
			f.Position = *there.Last + 1
		}
		r := rowOf(f, begin)
		_, err = tx.NewInsert().Model(&r).Exec(ctx)
		if db.IsTaken(err) {
			return fault.New(fault.Conflict, "field.key_taken", "key", f.Key).At("key")
		}
		if err != nil {
			return fmt.Errorf("add a field: %w", err)
		}
		return told(ctx, tx, who, "field.added", f, nil, f.picture())
	})
	if err != nil {
		return Field{}, err
	}
	return c.Get(ctx, who, f.ID)
}

func known(t Type) bool {
	switch t {
	case Text, LongText, Number, Decimal, YesNo, Date, DateTime, Choice, Choices, URL, Email, Phone:
		return true
	}
	return false
}

// Edit is a change of a definition; nil fields stay. Key, type and object never
// change: values are stored under them.
type Edit struct {
	Names    Names
	Required *bool
	Options  []Option // options that are left out become archived
	Bounds   *Bounds
	Default  any
	Undefine bool // take the default away
	Position *int // the place among the fields of its object, from 1
	Archived *bool
	Version  int
}

// Change edits a field. Values that are there stay as they are, even when they
// would not be accepted any more.
func (c *Catalogue) Change(ctx context.Context, who access.Actor, id fact.FieldID, e Edit) (Field, error) {
	if err := who.Require(access.FieldManage); err != nil {
		return Field{}, err
	}
	err := c.db.Write(ctx, func(tx *db.Tx) error {
		r, err := hold(ctx, tx, id, e.Version)
		if err != nil {
			return err
		}
		before := r.field(who)
		after, err := edited(before, e)
		if err != nil {
			return err
		}
		begin, err := begun(after)
		if err != nil {
			return err
		}
		fresh := rowOf(after, begin)
		fresh.Version, fresh.ArchivedAt = r.Version, r.ArchivedAt
		if after.Archived != before.Archived {
			fresh.ArchivedAt = 0
			if after.Archived {
				fresh.ArchivedAt = tx.Now().UnixMilli()
			}
		}
		if err := save(ctx, tx, fresh); err != nil {
			return err
		}
		if e.Position != nil {
			if err := reorder(ctx, tx, after, *e.Position); err != nil {
				return err
			}
		}
		return told(ctx, tx, who, "field.changed", after, before.picture(), after.picture())
	})
	if err != nil {
		return Field{}, err
	}
	return c.Get(ctx, who, id)
}

func edited(f Field, e Edit) (Field, error) {
	if e.Names != nil {
		f.Names = e.Names
	}
	if e.Required != nil {
		f.Required = *e.Required
	}
	if e.Options != nil {
		f.Options = kept(f.Options, e.Options)
	}
	if e.Bounds != nil {
		f.Bounds = *e.Bounds
	}
	if e.Undefine {
		f.Default = nil
	} else if e.Default != nil {
		f.Default = e.Default
	}
	if e.Archived != nil {
		f.Archived = *e.Archived
	}
	return checked(f)
}

// reorder puts a field in its place and the others around it.
func reorder(ctx context.Context, tx *db.Tx, f Field, to int) error {
	list, err := defined(ctx, tx, access.Actor{}, f.Object, true)
	if err != nil {
		return err
	}
	var order []fact.FieldID
	for _, each := range list {
		if each.ID != f.ID {
			order = append(order, each.ID)
		}
	}
	at := min(max(to-1, 0), len(order))
	order = append(order[:at], append([]fact.FieldID{f.ID}, order[at:]...)...)
	for i, id := range order {
		if _, err := tx.Exec(ctx, "UPDATE field SET position = ? WHERE id = ? AND position <> ?", i+1, id, i+1); err != nil {
			return fmt.Errorf("order the fields: %w", err)
		}
	}
	return nil
}

func (f Field) picture() map[string]any {
	return map[string]any{
		"object": f.Object, "key": f.Key, "names": f.Names, "type": f.Type, "required": f.Required,
		"options": len(f.Options), "bounds": f.Bounds, "default": f.Default, "archived": f.Archived,
	}
}

func told(ctx context.Context, tx *db.Tx, who access.Actor, action string, f Field, before, after any) error {
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "field", ID: string(f.ID), Before: before, After: after}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.FieldChanged{Field: f.ID, Object: string(f.Object), Key: f.Key, By: who.ID})
}
