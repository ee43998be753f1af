package contact

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/arrive/organisation"
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
	Order         string         `bun:"name_order"` // what the name is put in order by
	Automatic     bool           `bun:"automatic"`
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
	BouncedAt     int64           `bun:"bounced_at"`
	Because       string          `bun:"bounced_because"`
	Said          string          `bun:"bounced_said"`
}

// take loads a contact for change; on PostgreSQL that locks its row.
func take(ctx context.Context, tx *db.Tx, id fact.ContactID) (row, error) {
	var c row
	err := tx.Ask(`UPDATE contact SET version = version + 1, updated_at = ? WHERE id = ? RETURNING *`,
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
	c.Order = filed(c.Name)
	if _, err := tx.NewUpdate().Model(&c).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save contact %s: %w", c.ID, err)
	}
	return placed(ctx, tx, c)
}

// placed tells the lists of tags and organisations where a contact stands now.
func placed(ctx context.Context, tx *db.Tx, c row) error {
	if err := tx.Ask("UPDATE contact_tag SET seen_at = ?, name_order = ? WHERE contact_id = ?", c.SeenAt, c.Order, c.ID).Later(ctx); err != nil {
		return fmt.Errorf("place contact %s among the tags: %w", c.ID, err)
	}
	return organisation.PlacedTx(ctx, tx, c.ID, c.SeenAt, c.Order)
}

// seenAgain writes down that a taken contact has been heard of, and what is
// different now. Taking it has counted its version up; being seen again must not
// make an editor's save a conflict.
func seenAgain(ctx context.Context, tx *db.Tx, c row, different bool) error {
	if different {
		return save(ctx, tx, c)
	}
	if err := tx.Ask("UPDATE contact SET version = version - 1, seen_at = ? WHERE id = ?", c.SeenAt, c.ID).Later(ctx); err != nil {
		return fmt.Errorf("save contact %s: %w", c.ID, err)
	}
	return placed(ctx, tx, c)
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
		looks = append(looks, fmt.Sprintf(`SELECT %d AS place, c.id, c.merged_into FROM identity i JOIN contact c ON c.id = i.contact_id
			WHERE i.kind = CAST(? AS TEXT) AND i.scope = ? AND i.value = ? AND i.verified`, n)) // a bare one would be compared with the condition of identity_domain, and planned anew each time
		args = append(args, i.Kind, i.Scope, i.Value)
	}
	if len(looks) == 0 {
		return "", nil
	}
	var place int64
	var found, merged fact.ContactID
	err := tx.Ask(strings.Join(looks, " UNION ALL ")+" ORDER BY place LIMIT 1", args...).Scan(ctx, &place, &found, &merged)
	for err == nil && merged != "" {
		err = tx.Ask("SELECT id, merged_into FROM contact WHERE id = ?", merged).Scan(ctx, &found, &merged)
	}
	if db.IsNone(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look up identities: %w", err)
	}
	return found, nil
}

func identityOf(c fact.ContactID, i Identity, now time.Time) identityRow {
	return identityRow{
		ID: fact.IdentityID(id.New()), Contact: c, First: c,
		Kind: i.Kind, Scope: i.Scope, Value: i.Value, Verified: i.Verified, CreatedAt: now.UnixMilli(),
	}
}

// insertIdentity adds an identity and tells whether it was free.
func insertIdentity(ctx context.Context, tx *db.Tx, r identityRow) (bool, error) {
	n, err := tx.Ask(`INSERT INTO identity (id, contact_id, first_contact, kind, scope, value, verified, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.ID, r.Contact, r.First, r.Kind, r.Scope, r.Value, r.Verified, r.CreatedAt).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("add an identity: %w", err)
	}
	return n > 0, nil
}

func identitiesOf(ctx context.Context, q db.Reader, ids ...fact.ContactID) (map[fact.ContactID][]Identity, error) {
	by := map[fact.ContactID][]Identity{}
	if len(ids) == 0 {
		return by, nil
	}
	var rows []identityRow
	if err := q.Ask("SELECT "+db.Columns[identityRow]()+" FROM identity WHERE contact_id IN (?) ORDER BY created_at, id", ids).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load identities: %w", err)
	}
	for _, r := range rows {
		by[r.Contact] = append(by[r.Contact], Identity{ID: r.ID, Kind: r.Kind, Scope: r.Scope, Value: r.Value, Verified: r.Verified, Bounced: r.bounce()})
	}
	return by, nil
}

func present(ctx context.Context, q db.Reader, who access.Actor, rows ...row) ([]Contact, error) {
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
	belongs, err := organisation.Of(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	tags, err := tagsOf(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	list := make([]Contact, len(rows))
	for i, r := range rows {
		list[i] = Contact{
			Tags: tags[r.ID],
			ID:   r.ID, Name: r.Name, Tier: r.Tier, Locale: r.Locale, TimeZone: r.TimeZone,
			Attributes: r.Attributes, Fields: fields[r.ID], Identities: identities[r.ID], Automatic: r.Automatic, Version: r.Version,
			CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), SeenAt: instant(r.SeenAt), Can: can(who),
		}
		if list[i].Attributes == nil {
			list[i].Attributes = map[string]any{}
		}
		if where, ok := belongs[r.ID]; ok {
			list[i].Organisation = &where
		}
		if list[i].Tags == nil {
			list[i].Tags = []string{}
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
