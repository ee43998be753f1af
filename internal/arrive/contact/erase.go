package contact

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Nobody is the contact that anonymised conversations belong to.
const Nobody fact.ContactID = "00000000-0000-7000-8000-000000000000"

// NobodyTx makes sure that Nobody is there.
func (b *Book) NobodyTx(ctx context.Context, tx *db.Tx) (fact.ContactID, error) {
	now := tx.Now().UnixMilli()
	_, err := tx.Exec(ctx, "INSERT INTO contact (id, created_at, updated_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", Nobody, now, now)
	if err != nil {
		return "", fmt.Errorf("make nobody: %w", err)
	}
	return Nobody, nil
}

// FamilyTx is a contact and all that were merged into it.
func FamilyTx(ctx context.Context, q bun.IDB, id fact.ContactID) (ids []fact.ContactID, err error) {
	err = q.NewRaw(`WITH RECURSIVE family (id) AS (SELECT id FROM contact WHERE id = ? UNION
		SELECT c.id FROM contact c JOIN family f ON c.merged_into = f.id AND c.merged_into <> '') SELECT id FROM family`, string(id)).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look who was merged into %s: %w", id, err)
	}
	if len(ids) == 0 {
		return nil, fault.New(fault.Missing, "contact.missing")
	}
	return ids, nil
}

// EraseTx removes a contact, with whoever was merged into it, and every name it
// was known by. Its conversations must be gone before: the database refuses else.
func (b *Book) EraseTx(ctx context.Context, tx *db.Tx, who access.Actor, id fact.ContactID) error {
	family, err := FamilyTx(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, one := range family {
		if err := b.index.DropContact(ctx, tx, one); err != nil {
			return err
		}
		if err := field.DropTx(ctx, tx, string(one)); err != nil {
			return err
		}
		if err := audit.ForgetTx(ctx, tx, "contact", string(one)); err != nil {
			return err
		}
	}
	for _, statement := range []string{"DELETE FROM identity WHERE contact_id IN (?)", "DELETE FROM contact WHERE id IN (?)"} {
		if _, err := tx.Exec(ctx, statement, bun.In(family)); err != nil {
			return fmt.Errorf("erase contact %s: %w", id, err)
		}
	}
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "contact.erased", Kind: "contact", ID: string(id)}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.ContactErased{Contact: id, By: who.ID})
}
