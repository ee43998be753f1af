package contact

import (
	"context"
	"fmt"
	"strings"

	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Name is a name that a person of ours adds to a contact. They vouch for it.
type Name struct {
	Kind    Kind
	Value   string
	Channel fact.ChannelID // of an external id: whose it is
}

// identity is what is added, or why it cannot be.
func (n Name) identity() (Identity, error) {
	given := strings.TrimSpace(plain.Text(n.Value))
	i := Identity{Kind: n.Kind, Value: given, Verified: true}
	switch n.Kind {
	case Email:
		if i.Value = NormalEmail(given); i.Value == "" {
			return i, fault.New(fault.Invalid, "contact.identity_email_wrong", "email", cut(given, 100)).At("value")
		}
	case Phone:
		if i.Value = NormalPhone(given); i.Value == "" {
			return i, fault.New(fault.Invalid, "contact.identity_phone_wrong", "phone", cut(given, 100)).At("value")
		}
	case External:
		if i.Value, i.Scope = short(given), string(n.Channel); given == "" {
			return i, fault.New(fault.Invalid, "contact.identity_empty").At("value")
		}
	default:
		return i, fault.New(fault.Invalid, "contact.identity_of_channel").At("kind")
	}
	return i, nil
}

// AddIdentity adds a name to a contact, or makes what was only claimed sure. One
// that is another contact's already is refused, and told whose it is.
func (b *Book) AddIdentity(ctx context.Context, who access.Actor, contact fact.ContactID, n Name) (Contact, error) {
	if err := who.Require(access.ContactChange); err != nil {
		return Contact{}, err
	}
	i, err := n.identity()
	if err != nil {
		return Contact{}, err
	}
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		c, err := take(ctx, tx, contact)
		if err != nil {
			return err
		}
		contact = c.ID
		if i.Kind == External {
			if err := ownSystem(ctx, tx, i.Scope); err != nil {
				return err
			}
		}
		if theirs, err := owner(ctx, tx, i); err != nil {
			return err
		} else if theirs == c.ID {
			return fault.New(fault.Conflict, "contact.identity_known", "value", i.Value).At("value")
		} else if theirs != "" {
			return fault.New(fault.Conflict, "contact.identity_belongs", "value", i.Value, "contact", string(theirs), "name", calledTx(ctx, tx, theirs)).At("value")
		}
		if _, err := tx.Exec(ctx, "DELETE FROM identity WHERE contact_id = ? AND kind = ? AND scope = ? AND value = ? AND NOT verified", c.ID, i.Kind, i.Scope, i.Value); err != nil {
			return fmt.Errorf("take over what was claimed: %w", err)
		}
		if ok, err := b.add(ctx, tx, c.ID, i, who.ID); err != nil {
			return err
		} else if !ok { // somebody took it a moment ago
			return fault.New(fault.Conflict, "contact.moved_meanwhile")
		}
		if err := b.reindex(ctx, tx, c); err != nil {
			return err
		}
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "contact.identity_added", Kind: "contact", ID: string(c.ID), After: map[string]any{"kind": i.Kind, "value": i.Value}})
	})
	if err != nil {
		return Contact{}, err
	}
	return b.Get(ctx, who, contact)
}

// calledTx is what people call a contact, to speak of it in a refusal.
func calledTx(ctx context.Context, tx *db.Tx, c fact.ContactID) string {
	var name string
	if err := tx.NewRaw("SELECT name FROM contact WHERE id = ?", c).Scan(ctx, &name); err != nil || name == "" {
		return string(c)
	}
	return name
}

// ownSystem makes sure that a channel can have ids of its own.
func ownSystem(ctx context.Context, tx *db.Tx, channel string) error {
	var kinds []string
	if err := tx.NewRaw("SELECT kind FROM channel WHERE id = ?", channel).Scan(ctx, &kinds); err != nil && !db.IsNone(err) {
		return fmt.Errorf("look at channel %s: %w", channel, err)
	}
	if len(kinds) == 0 || kinds[0] != "api" && kinds[0] != "webchat" {
		return fault.New(fault.Invalid, "contact.identity_needs_channel").At("channel_id")
	}
	return nil
}

// RemoveIdentity takes a name from a contact. What comes in by it later is
// somebody new, until a person says otherwise.
func (b *Book) RemoveIdentity(ctx context.Context, who access.Actor, contact fact.ContactID, identity fact.IdentityID) (Contact, error) {
	if err := who.Require(access.ContactChange); err != nil {
		return Contact{}, err
	}
	err := b.db.Write(ctx, func(tx *db.Tx) error {
		c, err := take(ctx, tx, contact)
		if err != nil {
			return err
		}
		contact = c.ID
		var rows []identityRow
		err = tx.NewRaw("SELECT * FROM identity WHERE id = ? AND contact_id = ?", identity, c.ID).Scan(ctx, &rows)
		if err != nil && !db.IsNone(err) {
			return fmt.Errorf("look at identity %s: %w", identity, err)
		}
		if len(rows) == 0 {
			return fault.New(fault.Missing, "contact.identity_missing")
		}
		gone := rows[0]
		if gone.Kind == Visitor {
			return fault.New(fault.Invalid, "contact.identity_of_channel")
		}
		if _, err := tx.Exec(ctx, "DELETE FROM identity WHERE id = ?", identity); err != nil {
			return fmt.Errorf("remove identity %s: %w", identity, err)
		}
		if err := b.reindex(ctx, tx, c); err != nil {
			return err
		}
		entry := audit.Entry{Who: who, Action: "contact.identity_removed", Kind: "contact", ID: string(c.ID),
			Before: map[string]any{"kind": gone.Kind, "value": gone.Value, "verified": gone.Verified}}
		if err := audit.Write(ctx, tx, entry); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ContactIdentityRemoved{Contact: c.ID, Identity: identity, Kind: string(gone.Kind), By: who.ID})
	})
	if err != nil {
		return Contact{}, err
	}
	return b.Get(ctx, who, contact)
}
