// Package role keeps what people of each kind may do: four roles that are built
// in, from agent to admin, and the house's own, each a set of permissions with a
// name. Nobody gives more than they have, neither to a role nor with one. Facts
// out: role.changed. Every change is audited.
package role

import (
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Role is a named set of permissions.
type Role struct {
	ID          access.Role // "agent" … "admin", or an id of the house's own
	Name        string      // of one's own; the built-in ones are named by the screen
	About       string      // what it is for
	Permissions access.Set
	Own         bool // made by the house, so it can be changed
	Staff       int  // how many people have it, the disabled ones too
	Version     int
	CreatedAt   time.Time
}

// New is a role to make.
type New struct {
	Name        string
	About       string
	Permissions []access.Permission
}

// Change is what to change of a role; what is nil stays. Version is the version
// that was edited; 0 takes whatever is there.
type Change struct {
	Name        *string
	About       *string
	Permissions *[]access.Permission
	Version     int
}

// Reader is where to read from: the database, or the transaction that somebody
// is in.
type Reader interface {
	NewRaw(query string, args ...any) *bun.RawQuery
}

// Catalog is all the roles.
type Catalog struct{ db *db.DB }

// NewCatalog opens the catalog.
func NewCatalog(d *db.DB) *Catalog { return &Catalog{db: d} }

// CanChange tells whether who may change or remove a role: one of the house's
// own that may no more than they do.
func CanChange(who access.Actor, r Role) bool {
	return r.Own && who.May(access.RoleManage) && who.Permissions.Covers(r.Permissions)
}
