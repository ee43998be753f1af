package role

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	ID          access.Role `bun:"id"`
	Name        string      `bun:"name"`
	About       string      `bun:"about"`
	Permissions string      `bun:"permissions"`
	Version     int         `bun:"version"`
	CreatedAt   int64       `bun:"created_at"`
	Staff       int         `bun:"staff"`
}

func (r row) role() Role {
	return Role{
		ID: r.ID, Name: r.Name, About: r.About, Permissions: Permissions(r.ID, r.Permissions), Own: true,
		Staff: r.Staff, Version: r.Version, CreatedAt: time.UnixMilli(r.CreatedAt).UTC(),
	}
}

// Permissions is what a person with a role may do: own is the list that the table
// keeps for a role of the house's own, "" for a built-in one. What this version
// does not know is left out, never guessed.
func Permissions(id access.Role, own string) access.Set {
	if id.Known() {
		return id.Permissions()
	}
	var list []access.Permission
	if json.Unmarshal([]byte(own), &list) != nil {
		return 0
	}
	var set access.Set
	for _, p := range list {
		one, _ := access.SetOf([]access.Permission{p})
		set |= one
	}
	return set
}

// List is every role: the built-in ones from the least to the most, then the
// house's own by name.
func (c *Catalog) List(ctx context.Context, who access.Actor) ([]Role, error) {
	if err := who.Require(access.StaffView); err != nil {
		return nil, err
	}
	var counts []struct {
		Role access.Role `bun:"role"`
		N    int         `bun:"n"`
	}
	if err := c.db.Read().NewRaw("SELECT role, COUNT(*) AS n FROM staff GROUP BY role").Scan(ctx, &counts); err != nil {
		return nil, fmt.Errorf("count who has which role: %w", err)
	}
	staff := map[access.Role]int{}
	for _, each := range counts {
		staff[each.Role] = each.N
	}
	list := []Role{}
	for _, r := range access.Roles() {
		list = append(list, Role{ID: r.Name, Permissions: r.Name.Permissions(), Staff: staff[r.Name], Version: 1})
	}
	var rows []row
	if err := c.db.Read().NewRaw("SELECT id, name, about, permissions, version, created_at FROM role ORDER BY name, id").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read roles: %w", err)
	}
	for _, r := range rows {
		r.Staff = staff[r.ID]
		list = append(list, r.role())
	}
	return list, nil
}

// HoldTx is what a role may do, and keeps the role there until the transaction
// ends, so that it is not removed while somebody gets it.
func HoldTx(ctx context.Context, tx *db.Tx, id access.Role) (access.Set, error) {
	if id.Known() {
		return id.Permissions(), nil
	}
	r, err := hold(ctx, tx, id)
	return r.Permissions, err
}

func hold(ctx context.Context, tx *db.Tx, id access.Role) (Role, error) {
	if id.Known() {
		return Role{ID: id, Permissions: id.Permissions()}, nil
	}
	var r row
	err := tx.NewRaw(`UPDATE role SET version = version WHERE id = ?
		RETURNING id, name, about, permissions, version, created_at`, id).Scan(ctx, &r)
	if db.IsNone(err) {
		return Role{}, fault.New(fault.Missing, "role.missing", "role", string(id))
	}
	if err == nil {
		err = tx.NewRaw("SELECT COUNT(*) FROM staff WHERE role = ?", id).Scan(ctx, &r.Staff)
	}
	if err != nil {
		return Role{}, fmt.Errorf("hold the role %s: %w", id, err)
	}
	return r.role(), nil
}

func kept(set access.Set) string {
	text, _ := json.Marshal(set.List()) // a list of strings always has a text
	return string(text)
}

func insert(ctx context.Context, tx *db.Tx, r Role) error {
	_, err := tx.Exec(ctx, "INSERT INTO role (id, name, about, permissions, created_at) VALUES (?, ?, ?, ?, ?)",
		r.ID, r.Name, r.About, kept(r.Permissions), r.CreatedAt.UnixMilli())
	return taken(err)
}

func save(ctx context.Context, tx *db.Tx, r Role) error {
	_, err := tx.Exec(ctx, "UPDATE role SET name = ?, about = ?, permissions = ?, version = ? WHERE id = ?",
		r.Name, r.About, kept(r.Permissions), r.Version, r.ID)
	return taken(err)
}

func taken(err error) error {
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "role.name_taken").At("name").Because(err)
	}
	if err != nil {
		return fmt.Errorf("save a role: %w", err)
	}
	return nil
}

func remove(ctx context.Context, tx *db.Tx, id access.Role) error {
	if _, err := tx.Exec(ctx, "DELETE FROM role WHERE id = ?", id); err != nil {
		return fmt.Errorf("remove the role %s: %w", id, err)
	}
	return nil
}
