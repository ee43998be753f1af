package contact

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

type row struct {
	bun.BaseModel `bun:"table:contact"`
	ID            fact.ContactID `bun:"id,pk"`
	Name          string         `bun:"name"`
	Tier          Tier           `bun:"tier"`
	Locale        string         `bun:"locale"`
	TimeZone      string         `bun:"time_zone"`
	Attributes    map[string]any `bun:"attributes"`
	MergedInto    fact.ContactID `bun:"merged_into"`
	Version       int            `bun:"version"`
	CreatedAt     int64          `bun:"created_at"`
	UpdatedAt     int64          `bun:"updated_at"`
	SeenAt        int64          `bun:"seen_at"`
}

type identityRow struct {
	bun.BaseModel `bun:"table:identity"`
	ID            fact.IdentityID `bun:"id,pk"`
	Contact       fact.ContactID  `bun:"contact_id"`
	First         fact.ContactID  `bun:"first_contact"`
	Kind          Kind            `bun:"kind"`
	Scope         string          `bun:"scope"`
	Value         string          `bun:"value"`
	Verified      bool            `bun:"verified"`
	CreatedAt     int64           `bun:"created_at"`
}

// take loads a contact for change; on PostgreSQL that locks its row.
func take(ctx context.Context, tx *db.Tx, id fact.ContactID) (row, error) {
	var c row
	err := tx.NewRaw(`UPDATE contact SET version = version + 1, updated_at = ? WHERE id = ? RETURNING *`,
		tx.Now().UnixMilli(), id).Scan(ctx, &c)
	if db.IsNone(err) {
		return c, fault.New(fault.Missing, "contact.missing")
	}
	if err != nil {
		return c, fmt.Errorf("load contact %s: %w", id, err)
	}
	if c.MergedInto != "" {
		return take(ctx, tx, c.MergedInto)
	}
	return c, nil
}

func save(ctx context.Context, tx *db.Tx, c row) error {
	if _, err := tx.NewUpdate().Model(&c).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save contact %s: %w", c.ID, err)
	}
	return nil
}

// owner finds who the verified ones of some identities belong to, the surest
// first; "" when nobody. Where contacts were merged, that is the one that stands
// for the others.
func owner(ctx context.Context, tx *db.Tx, list ...Identity) (fact.ContactID, error) {
	var looks []string
	var args []any
	for n, i := range list {
		if !i.Verified {
			continue
		}
		looks = append(looks, `SELECT ? AS place, c.id, c.merged_into FROM identity i JOIN contact c ON c.id = i.contact_id
			WHERE i.kind = ? AND i.scope = ? AND i.value = ? AND i.verified`)
		args = append(args, n, i.Kind, i.Scope, i.Value)
	}
	if len(looks) == 0 {
		return "", nil
	}
	var found struct {
		Place  int            `bun:"place"`
		ID     fact.ContactID `bun:"id"`
		Merged fact.ContactID `bun:"merged_into"`
	}
	err := tx.NewRaw(strings.Join(looks, " UNION ALL ")+" ORDER BY place LIMIT 1", args...).Scan(ctx, &found)
	for err == nil && found.Merged != "" {
		err = tx.NewRaw("SELECT 0 AS place, id, merged_into FROM contact WHERE id = ?", found.Merged).Scan(ctx, &found)
	}
	if db.IsNone(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look up identities: %w", err)
	}
	return found.ID, nil
}

func identityOf(c fact.ContactID, i Identity, now time.Time) identityRow {
	return identityRow{
		ID: fact.IdentityID(id.New()), Contact: c, First: c,
		Kind: i.Kind, Scope: i.Scope, Value: i.Value, Verified: i.Verified, CreatedAt: now.UnixMilli(),
	}
}

// insertIdentities adds identities and tells which of them were free.
func insertIdentities(ctx context.Context, tx *db.Tx, rows []identityRow) (map[fact.IdentityID]bool, error) {
	var ids []fact.IdentityID
	if err := tx.NewInsert().Model(&rows).On("CONFLICT DO NOTHING").Returning("id").Scan(ctx, &ids); err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("add identities: %w", err)
	}
	added := make(map[fact.IdentityID]bool, len(ids))
	for _, i := range ids {
		added[i] = true
	}
	return added, nil
}

func identitiesOf(ctx context.Context, q bun.IDB, ids ...fact.ContactID) (map[fact.ContactID][]Identity, error) {
	by := map[fact.ContactID][]Identity{}
	if len(ids) == 0 {
		return by, nil
	}
	var rows []identityRow
	if err := q.NewSelect().Model(&rows).Where("contact_id IN (?)", bun.In(ids)).Order("created_at", "id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("load identities: %w", err)
	}
	for _, r := range rows {
		by[r.Contact] = append(by[r.Contact], Identity{ID: r.ID, Kind: r.Kind, Scope: r.Scope, Value: r.Value, Verified: r.Verified})
	}
	return by, nil
}

func present(ctx context.Context, q bun.IDB, who access.Actor, rows ...row) ([]Contact, error) {
	ids := make([]fact.ContactID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	identities, err := identitiesOf(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	fields, err := field.Of(ctx, q, field.Contact, ids...)
	if err != nil {
		return nil, err
	}
	list := make([]Contact, len(rows))
	for i, r := range rows {
		list[i] = Contact{
			ID: r.ID, Name: r.Name, Tier: r.Tier, Locale: r.Locale, TimeZone: r.TimeZone,
			Attributes: r.Attributes, Fields: fields[r.ID], Identities: identities[r.ID], Version: r.Version,
			CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), SeenAt: instant(r.SeenAt), Can: can(who),
		}
		if list[i].Attributes == nil {
			list[i].Attributes = map[string]any{}
		}
		if list[i].Fields == nil {
			list[i].Fields = field.Values{}
		}
		if list[i].Identities == nil {
			list[i].Identities = []Identity{}
		}
	}
	return list, nil
}

func instant(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := time.UnixMilli(ms).UTC()
	return &t
}
