package contact

import (
	"context"
	"fmt"
	"strings"
	"time"

	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Known is a sender whom another system has known for some time.
type Known struct {
	Sender
	Since time.Time // first heard of
	Seen  time.Time // last heard of
}

// AddManyTx enters many contacts at once, in few statements, and returns them in
// the same order. They must be new: one whose verified identity belongs to
// somebody makes the whole lot fail with ErrMetMeanwhile.
func (b *Book) AddManyTx(ctx context.Context, tx *db.Tx, list []Known) ([]fact.ContactID, error) {
	ids := make([]fact.ContactID, len(list))
	rows := make([]row, len(list))
	var identities []identityRow
	var facts []db.Fact
	var lot search.Lot
	for i, k := range list {
		c := k.row(tx.Now())
		found := search.Contact{ID: c.ID, Name: c.Name, Attributes: c.Attributes, At: k.Since}
		ids[i], rows[i] = c.ID, c
		facts = append(facts, fact.ContactCreated{Contact: c.ID})
		for _, claim := range claims(k.Sender) {
			r := identityRow{
				ID: fact.IdentityID(id.New()), Contact: c.ID, First: c.ID,
				Kind: claim.Kind, Scope: claim.Scope, Value: claim.Value, Verified: claim.Verified, CreatedAt: tx.Now().UnixMilli(),
			}
			identities = append(identities, r)
			facts = append(facts, fact.ContactIdentified{Contact: c.ID, Identity: r.ID, Kind: string(r.Kind), Verified: r.Verified})
			if r.Kind != Visitor {
				found.Identities = append(found.Identities, r.Value)
			}
		}
		lot.Contacts = append(lot.Contacts, found)
	}
	if err := insertMany(ctx, tx, rows, identities); err != nil {
		return nil, err
	}
	if err := tx.Record(ctx, facts...); err != nil {
		return nil, err
	}
	if err := b.joinManyByRule(ctx, tx, identities); err != nil {
		return nil, err
	}
	return ids, b.index.IndexLot(ctx, tx, lot)
}

func (k Known) row(now time.Time) row {
	c := row{
		ID: fact.ContactID(id.New()), Name: cut(strings.TrimSpace(k.Name), maxName), Tier: Standard, Locale: k.Locale,
		Attributes: k.Attributes, Version: 1, CreatedAt: k.Since.UnixMilli(), UpdatedAt: now.UnixMilli(), SeenAt: k.Seen.UnixMilli(),
	}
	if c.Attributes == nil {
		c.Attributes = map[string]any{}
	}
	if validZone(k.TimeZone) {
		c.TimeZone = k.TimeZone
	}
	return c
}

func insertMany(ctx context.Context, tx *db.Tx, rows []row, identities []identityRow) error {
	if len(rows) == 0 {
		return nil
	}
	for n := range rows {
		rows[n].Order = filed(rows[n].Name)
	}
	if _, err := tx.NewInsert().Model(&rows).Returning("NULL").Exec(ctx); err != nil {
		return fmt.Errorf("add %d contacts: %w", len(rows), err)
	}
	if len(identities) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&identities).Returning("NULL").Exec(ctx)
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, ErrMetMeanwhile.Code).Because(err)
	}
	if err != nil {
		return fmt.Errorf("add %d identities: %w", len(identities), err)
	}
	return nil
}
