package organisation

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel `bun:"table:organisation"`
	ID            fact.OrganisationID `bun:"id,pk"`
	Name          string              `bun:"name"`
	Fold          string              `bun:"name_fold"`
	Tier          Tier                `bun:"tier"`
	Notes         string              `bun:"notes"`
	Joins         bool                `bun:"joins_by_domain"`
	Version       int                 `bun:"version"`
	CreatedAt     int64               `bun:"created_at"`
	UpdatedAt     int64               `bun:"updated_at"`
}

// hold loads an organisation for change; on PostgreSQL that locks its row.
func hold(ctx context.Context, tx *db.Tx, id fact.OrganisationID, version int) (row, error) {
	var r row
	err := tx.Ask("UPDATE organisation SET version = version + 1, updated_at = ? WHERE id = ? RETURNING "+db.Columns[row](), tx.Now().UnixMilli(), id).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "organisation.missing")
	}
	if err != nil {
		return r, fmt.Errorf("load organisation %s: %w", id, err)
	}
	if version != 0 && r.Version != version+1 {
		return r, fault.New(fault.Conflict, "organisation.changed_meanwhile")
	}
	return r, nil
}

func save(ctx context.Context, tx *db.Tx, r row) error {
	_, err := tx.NewUpdate().Model(&r).WherePK().Exec(ctx)
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "organisation.name_taken", "name", r.Name).At("name")
	}
	if err != nil {
		return fmt.Errorf("save organisation %s: %w", r.ID, err)
	}
	return nil
}

func domainsOf(ctx context.Context, q db.Reader, ids ...fact.OrganisationID) (map[fact.OrganisationID][]string, error) {
	by := map[fact.OrganisationID][]string{}
	if len(ids) == 0 {
		return by, nil
	}
	var rows []struct {
		Domain string              `bun:"domain"`
		Of     fact.OrganisationID `bun:"organisation_id"`
	}
	if err := q.Ask("SELECT domain, organisation_id FROM organisation_domain WHERE organisation_id IN (?) ORDER BY domain", ids).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load domains: %w", err)
	}
	for _, r := range rows {
		by[r.Of] = append(by[r.Of], r.Domain)
	}
	return by, nil
}

// countUpto is where the counting of members stops.
const countUpto = 100

func membersOf(ctx context.Context, q db.Reader, ids ...fact.OrganisationID) (map[fact.OrganisationID]int, error) {
	by := map[fact.OrganisationID]int{}
	if len(ids) == 0 {
		return by, nil
	}
	var rows []struct {
		ID fact.OrganisationID `bun:"id"`
		N  int                 `bun:"n"`
	}
	err := q.Ask(`SELECT o.id, (SELECT COUNT(*) FROM (SELECT m.contact_id FROM organisation_member m WHERE m.organisation_id = o.id LIMIT ?) AS few
		WHERE (SELECT c.merged_into FROM contact c WHERE c.id = few.contact_id) = '') AS n FROM organisation o WHERE o.id IN (?)`, countUpto, ids).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count members: %w", err)
	}
	for _, r := range rows {
		by[r.ID] = r.N
	}
	return by, nil
}

func present(ctx context.Context, q db.Reader, who access.Actor, rows ...row) ([]Organisation, error) {
	ids := make([]fact.OrganisationID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	domains, err := domainsOf(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	members, err := membersOf(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	fields, err := field.Of(ctx, q, field.Organisation, ids...)
	if err != nil {
		return nil, err
	}
	list := make([]Organisation, len(rows))
	for i, r := range rows {
		list[i] = Organisation{
			ID: r.ID, Name: r.Name, Domains: domains[r.ID], JoinsByDomain: r.Joins, Tier: r.Tier, Notes: r.Notes, Fields: fields[r.ID], Members: members[r.ID],
			CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), UpdatedAt: time.UnixMilli(r.UpdatedAt).UTC(), Version: r.Version, Can: can(who),
		}
		if list[i].Domains == nil {
			list[i].Domains = []string{}
		}
		if list[i].Fields == nil {
			list[i].Fields = field.Values{}
		}
	}
	return list, nil
}

// Of tells where some contacts belong.
func Of(ctx context.Context, q db.Reader, contacts ...fact.ContactID) (map[fact.ContactID]Brief, error) {
	by := map[fact.ContactID]Brief{}
	if len(contacts) == 0 {
		return by, nil
	}
	var rows []struct {
		Contact fact.ContactID `bun:"contact_id"`
		Brief
	}
	err := q.Ask("SELECT m.contact_id, o.id, o.name, o.tier FROM organisation_member m JOIN organisation o ON o.id = m.organisation_id WHERE m.contact_id IN (?)", contacts).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("look where contacts belong: %w", err)
	}
	for _, r := range rows {
		by[r.Contact] = r.Brief
	}
	return by, nil
}
