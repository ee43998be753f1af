package staff

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/role"
	"anlan/internal/people/skill"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// row is a person as they are kept.
type row struct {
	bun.BaseModel `bun:"table:staff"`
	ID            fact.StaffID `bun:"id,pk"`
	Email         string       `bun:"email"`
	Name          string       `bun:"name"`
	Role          access.Role  `bun:"role"`
	Hash          string       `bun:"password_hash"`
	State         State        `bun:"state"`
	Locale        string       `bun:"locale"`
	TimeZone      string       `bun:"time_zone"`
	Version       int          `bun:"version"`
	CreatedAt     int64        `bun:"created_at"`
	UpdatedAt     int64        `bun:"updated_at"`
	RoleName      string       `bun:"role_name,scanonly"`
	RoleMay       string       `bun:"role_may,scanonly"`
	Secured       int          `bun:"secured,scanonly"`
}

func (r row) staff(teams []team.Ref, can skill.Abilities) Staff {
	if teams == nil {
		teams = []team.Ref{}
	}
	return Staff{
		ID: r.ID, Email: r.Email, Name: r.Name, Role: r.Role, RoleName: r.RoleName, May: r.may(), State: r.State,
		Locale: r.Locale, TimeZone: r.TimeZone, Teams: teams, Abilities: can, Invited: r.Hash == "", Secured: r.Secured == 1,
		Version: r.Version, CreatedAt: instant(r.CreatedAt), UpdatedAt: instant(r.UpdatedAt),
	}
}

// may is what the person may do, by their role.
func (r row) may() access.Set { return role.Permissions(r.Role, r.RoleMay) }

// instant reads a time as it is kept; 0 is never.
func instant(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis).UTC()
}

// millis is a time as it is kept.
func millis(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

// pageSize is how many people are listed when nobody says.
const pageSize = 50

const columns = `id, email, name, role, password_hash, state, locale, time_zone, version, created_at, updated_at,
	COALESCE((SELECT r.name FROM role r WHERE r.id = staff.role), '') AS role_name,
	COALESCE((SELECT r.permissions FROM role r WHERE r.id = staff.role), '') AS role_may,
	CASE WHEN EXISTS (SELECT 1 FROM second_factor f WHERE f.staff_id = staff.id AND f.confirmed_at > 0)
		OR EXISTS (SELECT 1 FROM passkey k WHERE k.staff_id = staff.id) THEN 1 ELSE 0 END AS secured`

// find reads one person by a column that is unique.
func find(ctx context.Context, from team.Reader, column, value string) (row, error) {
	var r row
	err := from.NewRaw("SELECT "+columns+" FROM staff WHERE ? = ?", bun.Ident(column), value).Scan(ctx, &r)
	if db.IsNone(err) {
		return row{}, fault.New(fault.Missing, "staff.missing")
	}
	if err != nil {
		return row{}, fmt.Errorf("read a person by %s: %w", column, err)
	}
	return r, nil
}

// load reads one person with their teams.
func (o *Office) load(ctx context.Context, from team.Reader, id fact.StaffID) (Staff, error) {
	r, err := find(ctx, from, "id", string(id))
	if err != nil {
		return Staff{}, err
	}
	teams, err := o.teams.OfStaff(ctx, from, []fact.StaffID{id})
	if err != nil {
		return Staff{}, err
	}
	can, err := o.skills.OfStaff(ctx, from, []fact.StaffID{id})
	if err != nil {
		return Staff{}, err
	}
	return r.staff(teams[id], can[id]), nil
}

// hold takes the person for this transaction: whoever else wants to change them
// waits until we are done.
func (o *Office) hold(ctx context.Context, tx *db.Tx, id fact.StaffID) (Staff, error) {
	if err := LockTx(ctx, tx, id); err != nil {
		return Staff{}, err
	}
	return o.load(ctx, tx, id)
}

// Get is one person.
func (o *Office) Get(ctx context.Context, who access.Actor, id fact.StaffID) (Staff, error) {
	if who.ID != id {
		if err := who.Require(access.StaffView); err != nil {
			return Staff{}, err
		}
	}
	return o.load(ctx, o.db.Read(), id)
}

// List is a page of people, by name.
func (o *Office) List(ctx context.Context, who access.Actor, q Query) (Page, error) {
	if err := who.Require(access.StaffView); err != nil {
		return Page{}, err
	}
	if q.Limit < 1 {
		q.Limit = pageSize
	}
	var rows []row
	err := o.db.Read().NewRaw(`SELECT `+columns+` FROM staff
		WHERE (? = '' OR state = ?)
		  AND (? = '' OR (name, id) > (SELECT name, id FROM staff WHERE id = ?))
		ORDER BY name, id LIMIT ?`, q.State, q.State, q.After, q.After, q.Limit+1).Scan(ctx, &rows)
	if err != nil {
		return Page{}, fmt.Errorf("list people: %w", err)
	}
	page := Page{Items: []Staff{}}
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		page.Next = rows[q.Limit-1].ID
	}
	ids := make([]fact.StaffID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	teams, err := o.teams.OfStaff(ctx, o.db.Read(), ids)
	if err != nil {
		return Page{}, err
	}
	can, err := o.skills.OfStaff(ctx, o.db.Read(), ids)
	if err != nil {
		return Page{}, err
	}
	for _, r := range rows {
		page.Items = append(page.Items, r.staff(teams[r.ID], can[r.ID]))
	}
	return page, nil
}

// Names gives the names of people, for showing who did something.
func (o *Office) Names(ctx context.Context, ids []fact.StaffID) (map[fact.StaffID]string, error) {
	names := map[fact.StaffID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	var rows []struct {
		ID   fact.StaffID `bun:"id"`
		Name string       `bun:"name"`
	}
	if err := o.db.Read().NewRaw("SELECT id, name FROM staff WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read the names of people: %w", err)
	}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, nil
}

func insert(ctx context.Context, tx *db.Tx, r row) error {
	_, err := tx.NewInsert().Model(&r).Returning("NULL").Exec(ctx)
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "staff.email_taken").At("email").Because(err)
	}
	if err != nil {
		return fmt.Errorf("add a person: %w", err)
	}
	return nil
}

// save writes what a change may touch, at the next version.
func save(ctx context.Context, tx *db.Tx, s Staff) error {
	_, err := tx.Exec(ctx, `UPDATE staff SET name = ?, role = ?, state = ?, locale = ?, time_zone = ?,
		version = version + 1, updated_at = ? WHERE id = ?`,
		s.Name, s.Role, s.State, s.Locale, s.TimeZone, tx.Now().UnixMilli(), s.ID)
	if err != nil {
		return fmt.Errorf("save %s: %w", s.ID, err)
	}
	return nil
}

func savePassword(ctx context.Context, tx *db.Tx, id fact.StaffID, hash string) error {
	_, err := tx.Exec(ctx, "UPDATE staff SET password_hash = ?, version = version + 1, updated_at = ? WHERE id = ?",
		hash, tx.Now().UnixMilli(), id)
	if err != nil {
		return fmt.Errorf("save the password of %s: %w", id, err)
	}
	return nil
}

// activeAdmins counts who is left to open every door. It holds their rows, so
// that two admins who send each other home at one moment do not both succeed.
func activeAdmins(ctx context.Context, tx *db.Tx) (n int, err error) {
	const admins = "role = 'admin' AND state = 'active'"
	if _, err := tx.Exec(ctx, "UPDATE staff SET version = version WHERE "+admins); err != nil {
		return 0, fmt.Errorf("hold the admins: %w", err)
	}
	if err := tx.NewRaw("SELECT COUNT(*) FROM staff WHERE "+admins).Scan(ctx, &n); err != nil {
		return 0, fmt.Errorf("count the admins: %w", err)
	}
	return n, nil
}

// LockTx lets nobody else act for a colleague where their acts are counted, until the
// transaction ends.
func LockTx(ctx context.Context, tx *db.Tx, id fact.StaffID) error {
	if _, err := tx.Exec(ctx, "UPDATE staff SET version = version WHERE id = ?", id); err != nil {
		return fmt.Errorf("hold %s: %w", id, err)
	}
	return nil
}
