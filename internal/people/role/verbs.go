package role

import (
	"context"

	"github.com/google/uuid"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Add makes a role of the house's own.
func (c *Catalog) Add(ctx context.Context, who access.Actor, n New) (r Role, err error) {
	if err := who.Require(access.RoleManage); err != nil {
		return Role{}, err
	}
	r = Role{ID: access.Role(uuid.Must(uuid.NewV7()).String()), Own: true, Version: 1}
	if r.Name, err = named(n.Name); err != nil {
		return Role{}, err
	}
	if r.About, err = described(n.About); err != nil {
		return Role{}, err
	}
	if r.Permissions, err = given(who, n.Permissions); err != nil {
		return Role{}, err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		r.CreatedAt = tx.Now()
		if err := insert(ctx, tx, r); err != nil {
			return err
		}
		return tell(ctx, tx, who, "role.added", r.ID, nil, r.picture())
	})
	return r, err
}

// Change renames a role or says anew what it may. Who has it may that from their
// next request on.
func (c *Catalog) Change(ctx context.Context, who access.Actor, id access.Role, change Change) (r Role, err error) {
	if err := who.Require(access.RoleManage); err != nil {
		return Role{}, err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if r, err = changed(who, before, change); err != nil {
			return err
		}
		r.Version++
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		return tell(ctx, tx, who, "role.changed", id, before.picture(), r.picture())
	})
	return r, err
}

// Remove takes a role away that nobody has any more.
func (c *Catalog) Remove(ctx context.Context, who access.Actor, id access.Role) error {
	if err := who.Require(access.RoleManage); err != nil {
		return err
	}
	return c.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if before, err = changed(who, before, Change{}); err != nil {
			return err
		}
		if before.Staff > 0 {
			return fault.New(fault.Conflict, "role.in_use", "n", before.Staff)
		}
		if err := remove(ctx, tx, id); err != nil {
			return err
		}
		return tell(ctx, tx, who, "role.removed", id, before.picture(), nil)
	})
}

func tell(ctx context.Context, tx *db.Tx, who access.Actor, action string, id access.Role, before, after any) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "role", ID: string(id), Before: before, After: after})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.RoleChanged{Role: string(id), By: who.ID})
}

// picture is the role as the audit shows it.
func (r Role) picture() any {
	return struct {
		Name        string              `json:"name"`
		About       string              `json:"about"`
		Permissions []access.Permission `json:"permissions"`
	}{r.Name, r.About, r.Permissions.List()}
}
