package organisation

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Register is the list of organisations.
type Register struct {
	db    *db.DB
	index *search.Index
}

// New opens the register.
func New(d *db.DB, index *search.Index) *Register { return &Register{db: d, index: index} }

// Edit is what a person says about an organisation; nil fields stay.
type Edit struct {
	Name          *string
	Domains       *[]string
	JoinsByDomain *bool
	Tier          *Tier
	Notes         *string
	Fields        field.Values // those that are given; nil clears one
	Version       int          // the version that was edited; 0 = whichever
}

// Add enters an organisation.
func (g *Register) Add(ctx context.Context, who access.Actor, e Edit) (Organisation, error) {
	if err := who.Require(access.ContactChange); err != nil {
		return Organisation{}, err
	}
	if e.Name == nil {
		return Organisation{}, fault.New(fault.Invalid, "organisation.needs_a_name").At("name")
	}
	var made fact.OrganisationID
	err := g.db.Write(ctx, func(tx *db.Tx) error {
		now := tx.Now().UnixMilli()
		r, _, err := edited(row{ID: fact.OrganisationID(id.New()), Tier: Standard, Version: 1, CreatedAt: now, UpdatedAt: now}, e)
		if err != nil {
			return err
		}
		made = r.ID
		n, err := tx.Ask(`INSERT INTO organisation (id, name, name_fold, tier, notes, joins_by_domain, version, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING`, r.ID, r.Name, r.Fold, r.Tier, r.Notes, r.Joins, now, now).Exec(ctx)
		if err != nil {
			return fmt.Errorf("add an organisation: %w", err)
		}
		if n == 0 {
			return fault.New(fault.Conflict, "organisation.name_taken", "name", r.Name).At("name")
		}
		if err := field.BeginTx(ctx, tx, field.Organisation, string(r.ID), field.Where{}); err != nil {
			return err
		}
		if _, err := g.fill(ctx, tx, r, e); err != nil {
			return err
		}
		return g.told(ctx, tx, who, "organisation.added", r, nil, []string{"created"})
	})
	if err != nil {
		return Organisation{}, err
	}
	return g.Get(ctx, who, made)
}

// fill sets what stands beside the row: domains and fields.
func (g *Register) fill(ctx context.Context, tx *db.Tx, r row, e Edit) (changed []string, err error) {
	if e.Domains != nil {
		differs, err := g.setDomains(ctx, tx, r.ID, *e.Domains)
		if err != nil {
			return nil, err
		}
		if differs {
			changed = append(changed, "domains")
		}
	}
	own, err := field.SetTx(ctx, tx, field.Organisation, string(r.ID), field.Where{}, e.Fields)
	for _, key := range own {
		changed = append(changed, "fields."+key)
	}
	return changed, err
}

func (g *Register) setDomains(ctx context.Context, tx *db.Tx, of fact.OrganisationID, given []string) (differs bool, err error) {
	wanted, err := domains(given)
	if err != nil {
		return false, err
	}
	were, err := domainsOf(ctx, tx, of)
	if err != nil || slices.Equal(wanted, were[of]) {
		return false, err
	}
	if _, err := tx.Ask("DELETE FROM organisation_domain WHERE organisation_id = ?", of).Exec(ctx); err != nil {
		return false, fmt.Errorf("clear the domains of %s: %w", of, err)
	}
	for _, d := range wanted {
		n, err := tx.Ask("INSERT INTO organisation_domain (domain, organisation_id) VALUES (?, ?) ON CONFLICT DO NOTHING", d, of).Exec(ctx)
		if err != nil {
			return false, fmt.Errorf("add a domain: %w", err)
		}
		if n == 0 {
			return false, taken(ctx, tx, d)
		}
	}
	return true, nil
}

func taken(ctx context.Context, tx *db.Tx, domain string) error {
	var other Brief
	err := tx.Ask("SELECT o.id, o.name, o.tier FROM organisation_domain d JOIN organisation o ON o.id = d.organisation_id WHERE d.domain = ?", domain).Scan(ctx, &other)
	if err != nil {
		return fmt.Errorf("look whose domain %s is: %w", domain, err)
	}
	return fault.New(fault.Conflict, "organisation.domain_taken", "domain", domain, "name", other.Name, "organisation", string(other.ID)).At("domains")
}

// Change edits an organisation.
func (g *Register) Change(ctx context.Context, who access.Actor, organisation fact.OrganisationID, e Edit) (Organisation, error) {
	if err := who.Require(access.ContactChange); err != nil {
		return Organisation{}, err
	}
	err := g.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, organisation, e.Version)
		if err != nil {
			return err
		}
		was, err := g.picture(ctx, tx, before)
		if err != nil {
			return err
		}
		after, fields, err := edited(before, e)
		if err != nil {
			return err
		}
		beside, err := g.fill(ctx, tx, after, e)
		if err != nil {
			return err
		}
		if fields = append(fields, beside...); len(fields) == 0 {
			after.Version--
			return save(ctx, tx, after)
		}
		if err := save(ctx, tx, after); err != nil {
			return err
		}
		return g.told(ctx, tx, who, "organisation.changed", after, was, fields)
	})
	if err != nil {
		return Organisation{}, err
	}
	return g.Get(ctx, who, organisation)
}

// picture is what the audit keeps: how it is looked after and who joins, not what
// people wrote about it.
func (g *Register) picture(ctx context.Context, q db.Reader, r row) (map[string]any, error) {
	domains, err := domainsOf(ctx, q, r.ID)
	return map[string]any{"name": r.Name, "tier": r.Tier, "domains": domains[r.ID], "joins_by_domain": r.Joins}, err
}

func (g *Register) told(ctx context.Context, tx *db.Tx, who access.Actor, action string, r row, before any, fields []string) error {
	if err := g.findable(ctx, tx, r); err != nil {
		return err
	}
	after, err := g.picture(ctx, tx, r)
	if err != nil {
		return err
	}
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "organisation", ID: string(r.ID), Before: before, After: after}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.OrganisationChanged{Organisation: r.ID, Fields: fields, By: who.ID})
}

func (g *Register) findable(ctx context.Context, tx *db.Tx, r row) error {
	domains, err := domainsOf(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	texts, err := field.TextsOf(ctx, tx, string(r.ID))
	if err != nil {
		return err
	}
	return g.index.IndexOrganisation(ctx, tx, search.Organisation{ID: r.ID, Texts: append(append([]string{r.Name}, domains[r.ID]...), texts...), At: r.CreatedAt})
}

// Reindex makes every organisation findable again, after a restore.
func (g *Register) Reindex(ctx context.Context) error {
	for after := fact.OrganisationID(""); ; {
		var rows []row
		err := g.db.Write(ctx, func(tx *db.Tx) error {
			rows = nil
			if err := tx.Ask("SELECT "+db.Columns[row]()+" FROM organisation WHERE id > ? ORDER BY id LIMIT 200", after).Scan(ctx, &rows); err != nil {
				return err
			}
			for _, r := range rows {
				if err := g.findable(ctx, tx, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("make organisations findable: %w", err)
		}
		if len(rows) == 0 {
			return nil
		}
		after = rows[len(rows)-1].ID
	}
}

// Delete removes an organisation. Its contacts stay, and belong to none.
func (g *Register) Delete(ctx context.Context, who access.Actor, organisation fact.OrganisationID) error {
	if err := who.Require(access.ContactDelete); err != nil {
		return err
	}
	return g.db.Write(ctx, func(tx *db.Tx) error {
		r, err := hold(ctx, tx, organisation, 0)
		if err != nil {
			return err
		}
		was, err := g.picture(ctx, tx, r)
		if err != nil {
			return err
		}
		if err := g.index.DropOrganisation(ctx, tx, r.ID); err != nil {
			return err
		}
		if err := field.DropTx(ctx, tx, string(r.ID)); err != nil {
			return err
		}
		if _, err := tx.Ask("DELETE FROM organisation WHERE id = ?", r.ID).Exec(ctx); err != nil { // domains and members go with it
			return fmt.Errorf("delete organisation %s: %w", r.ID, err)
		}
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "organisation.deleted", Kind: "organisation", ID: string(r.ID), Before: was}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.OrganisationDeleted{Organisation: r.ID, By: who.ID})
	})
}

// Get shows one organisation.
func (g *Register) Get(ctx context.Context, who access.Actor, organisation fact.OrganisationID) (Organisation, error) {
	list, err := g.ByID(ctx, who, organisation)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.Missing, "organisation.missing")
	}
	if err != nil {
		return Organisation{}, err
	}
	return list[0], nil
}

// ByID shows several organisations, in the order they were asked for; missing ones are left out.
func (g *Register) ByID(ctx context.Context, who access.Actor, ids ...fact.OrganisationID) ([]Organisation, error) {
	if err := who.Require(access.ContactView); err != nil || len(ids) == 0 {
		return nil, err
	}
	var rows []row
	if err := g.db.Ask("SELECT "+db.Columns[row]()+" FROM organisation WHERE id IN (?)", ids).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load organisations: %w", err)
	}
	slices.SortFunc(rows, func(a, b row) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return present(ctx, g.db.Read(), who, rows...)
}

// List shows organisations by name, behind one. next is "" at the end.
func (g *Register) List(ctx context.Context, who access.Actor, after string, limit int) (list []Organisation, next string, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, "", err
	}
	var rows []row
	if err := g.db.Ask("SELECT "+db.Columns[row]()+" FROM organisation WHERE name_fold > ? ORDER BY name_fold LIMIT ?", after, limit).Scan(ctx, &rows); err != nil {
		return nil, "", fmt.Errorf("list organisations: %w", err)
	}
	if len(rows) == limit && limit > 0 {
		next = rows[limit-1].Fold
	}
	list, err = present(ctx, g.db.Read(), who, rows...)
	return list, next, err
}

// Find looks for organisations by words of their name, domains and fields.
func (g *Register) Find(ctx context.Context, who access.Actor, q, after string, limit int) (list []Organisation, next string, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, "", err
	}
	ids, next, err := g.index.FindOrganisations(ctx, q, after, limit)
	if err != nil {
		return nil, "", err
	}
	list, err = g.ByID(ctx, who, ids...)
	return list, next, err
}

// mostMeant is how many organisations some words may mean.
const mostMeant = 20

// Meant names the organisations that somebody means who types an id, a whole name
// or a domain; else those that have the words.
func (g *Register) Meant(ctx context.Context, who access.Actor, typed ...string) (ids []fact.OrganisationID, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, err
	}
	for _, text := range typed {
		folded := fold(text)
		var exact []fact.OrganisationID
		err := g.db.Ask(`SELECT id FROM organisation WHERE id = ? UNION SELECT id FROM organisation WHERE name_fold = ?
			UNION SELECT organisation_id FROM organisation_domain WHERE domain = ?`, text, folded, folded).Scan(ctx, &exact)
		if err != nil && !db.IsNone(err) {
			return nil, fmt.Errorf("look which organisation is meant: %w", err)
		}
		if len(exact) == 0 {
			if exact, _, err = g.index.FindOrganisations(ctx, text, "", mostMeant); err != nil {
				return nil, err
			}
		}
		ids = append(ids, exact...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// Holding tells which of some contacts belong to one of some organisations.
func (g *Register) Holding(ctx context.Context, in []fact.OrganisationID, contacts []fact.ContactID) (map[fact.ContactID]bool, error) {
	by, err := Of(ctx, g.db.Read(), contacts...)
	held := map[fact.ContactID]bool{}
	for contact, where := range by {
		held[contact] = slices.Contains(in, where.ID)
	}
	return held, err
}

// JoinTx lets a contact belong to an organisation, or with "" to none, inside the
// verb of the contact. It tells where they belonged before.
func JoinTx(ctx context.Context, tx *db.Tx, contact fact.ContactID, to fact.OrganisationID, by fact.StaffID) (was fact.OrganisationID, err error) {
	err = tx.Ask("SELECT organisation_id FROM organisation_member WHERE contact_id = ?", contact).Scan(ctx, &was)
	if err != nil && !db.IsNone(err) {
		return "", fmt.Errorf("look where contact %s belongs: %w", contact, err)
	}
	if was == to {
		return was, nil
	}
	if was != "" {
		// Whoever was taken out by hand does not come back by rule.
		for _, statement := range []string{
			"DELETE FROM organisation_member WHERE contact_id = ? AND organisation_id = ?",
			"INSERT INTO organisation_apart (contact_id, organisation_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		} {
			args := []any{contact, was, tx.Now().UnixMilli()}
			if statement[0] == 'D' {
				args = args[:2]
			}
			if _, err := tx.Ask(statement, args...).Exec(ctx); err != nil {
				return was, fmt.Errorf("take contact %s out of %s: %w", contact, was, err)
			}
		}
	}
	if to == "" {
		return was, nil
	}
	var there string
	if err := tx.Ask("SELECT name FROM organisation WHERE id = ?", to).Scan(ctx, &there); db.IsNone(err) {
		return was, fault.New(fault.Invalid, "organisation.unknown", "organisation", string(to)).At("organisation")
	} else if err != nil {
		return was, fmt.Errorf("look for organisation %s: %w", to, err)
	}
	if _, err := tx.Ask("DELETE FROM organisation_apart WHERE contact_id = ? AND organisation_id = ?", contact, to).Exec(ctx); err != nil {
		return was, fmt.Errorf("take back that %s is apart: %w", contact, err)
	}
	_, err = tx.Ask(insertMember, to, false, by, tx.Now().UnixMilli(), contact).Exec(ctx)
	if err != nil {
		return was, fmt.Errorf("let contact %s belong to %s: %w", contact, to, err)
	}
	return was, nil
}

// insertMember copies what lists of members go by from the contact.
const insertMember = `INSERT INTO organisation_member (contact_id, organisation_id, by_domain, staff_id, at, seen_at, name_order)
	SELECT id, ?, ?, ?, ?, seen_at, name_order FROM contact WHERE id = ?`

// PlacedTx is told by the contacts what lists of members go by.
func PlacedTx(ctx context.Context, tx *db.Tx, contact fact.ContactID, seenAt int64, nameOrder string) error {
	if err := tx.Ask("UPDATE organisation_member SET seen_at = ?, name_order = ? WHERE contact_id = ?", seenAt, nameOrder, contact).Later(ctx); err != nil {
		return fmt.Errorf("place contact %s among the members: %w", contact, err)
	}
	return nil
}

// RuleTx lets a contact with a verified address join the organisation of its
// domain, where that one takes in so, they belong to none, and nobody has taken
// them out. It tells which they joined, or "".
func RuleTx(ctx context.Context, tx *db.Tx, contact fact.ContactID, emails []string) (joined fact.OrganisationID, err error) {
	var known []string
	for _, e := range emails {
		if d := DomainOf(e); d != "" {
			known = append(known, d)
		}
	}
	if len(known) == 0 {
		return "", nil
	}
	err = tx.Ask(`SELECT o.id FROM organisation_domain d JOIN organisation o ON o.id = d.organisation_id WHERE d.domain IN (?) AND o.joins_by_domain
		AND NOT EXISTS (SELECT 1 FROM organisation_member m WHERE m.contact_id = ?)
		AND NOT EXISTS (SELECT 1 FROM organisation_apart a WHERE a.contact_id = ? AND a.organisation_id = o.id) ORDER BY d.domain LIMIT 1`,
		known, contact, contact).Scan(ctx, &joined)
	if db.IsNone(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look whose domain somebody writes from: %w", err)
	}
	n, err := tx.Ask(insertMember+" ON CONFLICT DO NOTHING", joined, true, "", tx.Now().UnixMilli(), contact).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("let contact %s join %s: %w", contact, joined, err)
	}
	if n == 0 {
		return "", nil
	}
	return joined, nil
}

// NamedTx finds organisations by their names, and makes those that are not there.
// Imports name them so.
func (g *Register) NamedTx(ctx context.Context, tx *db.Tx, who access.Actor, names []string) (map[string]fact.OrganisationID, error) {
	by := map[string]fact.OrganisationID{}
	for _, given := range names {
		if _, known := by[given]; known {
			continue
		}
		name, err := Named(given)
		if err != nil {
			return nil, err
		}
		now := tx.Now().UnixMilli()
		r := row{ID: fact.OrganisationID(id.New()), Name: name, Fold: fold(name), Tier: Standard, Version: 1, CreatedAt: now, UpdatedAt: now}
		n, err := tx.Ask(`INSERT INTO organisation (id, name, name_fold, version, created_at, updated_at) VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING`,
			r.ID, r.Name, r.Fold, now, now).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("add organisation %s: %w", name, err)
		}
		if n == 0 {
			if err := tx.Ask("SELECT id FROM organisation WHERE name_fold = ?", r.Fold).Scan(ctx, &r.ID); err != nil {
				return nil, fmt.Errorf("look for organisation %s: %w", name, err)
			}
		} else if err := g.told(ctx, tx, who, "organisation.added", r, nil, []string{"created"}); err != nil {
			return nil, err
		}
		by[given] = r.ID
	}
	return by, nil
}

// domainOfIdentity is the expression of the index identity_domain.
const domainOfIdentity = "SUBSTR(i.value, LENGTH(RTRIM(i.value, REPLACE(i.value, '@', ''))) + 1)"

// Proposed names contacts that have an address of the organisation's domains,
// belong nowhere and were not said to be apart, by their age, the oldest first.
func (g *Register) Proposed(ctx context.Context, who access.Actor, organisation fact.OrganisationID, after fact.ContactID, limit int) (ids []fact.ContactID, next fact.ContactID, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, "", err
	}
	domains, err := domainsOf(ctx, g.db.Read(), organisation)
	if err != nil {
		return nil, "", err
	}
	for _, d := range domains[organisation] {
		var found []fact.ContactID
		err := g.db.Ask(`SELECT DISTINCT i.contact_id FROM identity i JOIN contact c ON c.id = i.contact_id
			WHERE i.kind = 'email' AND `+domainOfIdentity+` = ? AND i.contact_id > ? AND c.merged_into = '' AND NOT c.automatic
			AND NOT EXISTS (SELECT 1 FROM organisation_member m WHERE m.contact_id = i.contact_id)
			AND NOT EXISTS (SELECT 1 FROM organisation_apart a WHERE a.contact_id = i.contact_id AND a.organisation_id = ?)
			ORDER BY i.contact_id LIMIT ?`, d, after, organisation, limit).Scan(ctx, &found)
		if err != nil && !db.IsNone(err) {
			return nil, "", fmt.Errorf("look who writes from %s: %w", d, err)
		}
		ids = append(ids, found...)
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) >= limit {
		ids = ids[:limit]
		next = ids[limit-1]
	}
	return ids, next, nil
}

// ProposedFor names the organisations that a contact may belong to by their addresses.
func ProposedFor(ctx context.Context, q db.Reader, contact fact.ContactID, emails []string) (list []Brief, err error) {
	var known []string
	for _, e := range emails {
		if d := DomainOf(e); d != "" {
			known = append(known, d)
		}
	}
	if len(known) == 0 {
		return nil, nil
	}
	err = q.Ask(`SELECT DISTINCT o.id, o.name, o.tier FROM organisation_domain d JOIN organisation o ON o.id = d.organisation_id WHERE d.domain IN (?)
		AND NOT EXISTS (SELECT 1 FROM organisation_apart a WHERE a.contact_id = ? AND a.organisation_id = o.id) ORDER BY o.name, o.id`, known, contact).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("look where contact %s may belong: %w", contact, err)
	}
	return list, nil
}

// SetApart notes that some contacts are not of an organisation, so that they are
// no longer proposed.
func (g *Register) SetApart(ctx context.Context, who access.Actor, organisation fact.OrganisationID, contacts ...fact.ContactID) error {
	if err := who.Require(access.ContactChange); err != nil {
		return err
	}
	return g.db.Write(ctx, func(tx *db.Tx) error {
		var name string
		if err := tx.Ask("SELECT name FROM organisation WHERE id = ?", organisation).Scan(ctx, &name); db.IsNone(err) {
			return fault.New(fault.Missing, "organisation.missing")
		} else if err != nil {
			return fmt.Errorf("look for organisation %s: %w", organisation, err)
		}
		_, err := tx.NewRaw(`INSERT INTO organisation_apart (contact_id, organisation_id, at) SELECT id, ?, ? FROM contact WHERE id IN (?) ON CONFLICT DO NOTHING`,
			organisation, tx.Now().UnixMilli(), bun.List(contacts)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("note who is apart from %s: %w", organisation, err)
		}
		return tx.Record(ctx, fact.OrganisationChanged{Organisation: organisation, Fields: []string{"proposals"}, By: who.ID})
	})
}
