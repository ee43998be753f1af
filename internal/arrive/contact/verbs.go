package contact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anlan/internal/arrive/field"
	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Book is the address book.
type Book struct {
	conversations Conversations // what follows; see Bind

	db    *db.DB
	index *search.Index
}

// NewBook opens the book.
func NewBook(d *db.DB, index *search.Index) *Book { return &Book{db: d, index: index} }

// Met is a contact as a message finds it.
type Met struct {
	ID      fact.ContactID
	Name    string
	Created bool
}

// MeetTx finds the contact that a sender is, or makes one. The surest identity
// decides; the others are added, as verified when the channel vouches for them
// and they are free, else as claims.
func (b *Book) MeetTx(ctx context.Context, tx *db.Tx, s Sender) (Met, error) {
	s = readable(s)
	list := claims(s)
	known := s
	known.Automatic = false
	who, err := owner(ctx, tx, claims(known)...)
	if who != "" && s.Automatic { // an address of somebody who is known stays theirs, and so does their name
		list, s.Name = claims(known), ""
	} else if who == "" && err == nil {
		who, err = unproven(ctx, tx, s)
	}
	if err != nil {
		return Met{}, err
	}
	if who != "" {
		return b.meetAgain(ctx, tx, who, s, list)
	}
	met, err := b.meetFirst(ctx, tx, s, list)
	switch {
	case err != nil:
	case s.Automatic:
		err = automate(ctx, tx, s, met.ID)
	case s.Disowned != "":
		err = disown(ctx, tx, s, met.ID)
	}
	return met, err
}

// unproven finds the contact of those who are known by no identity; "" when nobody.
func unproven(ctx context.Context, tx *db.Tx, s Sender) (fact.ContactID, error) {
	switch {
	case s.Automatic:
		return automatic(ctx, tx, s)
	case s.Disowned != "":
		return disowned(ctx, tx, s)
	}
	return "", nil
}

func (b *Book) meetAgain(ctx context.Context, tx *db.Tx, who fact.ContactID, s Sender, list []Identity) (Met, error) {
	c, err := take(ctx, tx, who)
	if err != nil {
		return Met{}, err
	}
	c, fields := named(c, s, tx.Now())
	if err := seenAgain(ctx, tx, c, len(fields) > 0); err != nil {
		return Met{}, err
	}
	if len(fields) > 0 {
		if err := tx.Record(ctx, fact.ContactChanged{Contact: c.ID, Fields: fields}); err != nil {
			return Met{}, err
		}
	}
	added, err := b.identify(ctx, tx, c.ID, list, "")
	if err != nil {
		return Met{}, err
	}
	if added > 0 || len(fields) > 0 {
		if err := b.reindex(ctx, tx, c); err != nil {
			return Met{}, err
		}
	}
	return Met{ID: c.ID, Name: c.Name}, nil
}

func (b *Book) meetFirst(ctx context.Context, tx *db.Tx, s Sender, list []Identity) (Met, error) {
	c, _ := named(fresh(tx.Now()), s, tx.Now())
	c.Automatic = s.Automatic
	return Met{ID: c.ID, Name: c.Name, Created: true}, b.enter(ctx, tx, c, list, "")
}

// fresh is a contact of whom nothing is known yet.
func fresh(now time.Time) row {
	return row{
		ID: fact.ContactID(id.New()), Tier: Standard, Version: 1, Attributes: map[string]any{},
		CreatedAt: now.UnixMilli(), UpdatedAt: now.UnixMilli(),
	}
}

// enter writes a new contact into the book.
func (b *Book) enter(ctx context.Context, tx *db.Tx, c row, list []Identity, by fact.StaffID) error {
	c.Order = filed(c.Name)
	if err := tx.Add(ctx, c); err != nil {
		return fmt.Errorf("add a contact: %w", err)
	}
	if err := field.BeginTx(ctx, tx, field.Contact, string(c.ID), field.Where{}); err != nil {
		return err
	}
	if err := tx.Record(ctx, fact.ContactCreated{Contact: c.ID, By: by}); err != nil {
		return err
	}
	identities, err := b.introduce(ctx, tx, c.ID, list, by)
	if err != nil {
		return err
	}
	return b.findable(ctx, tx, c, identities)
}

// introduce adds the identities of somebody new, by none of whom they were known.
func (b *Book) introduce(ctx context.Context, tx *db.Tx, c fact.ContactID, list []Identity, by fact.StaffID) ([]Identity, error) {
	if len(list) == 0 {
		return nil, nil
	}
	rows := make([]identityRow, len(list))
	for n, i := range list {
		rows[n] = identityOf(c, i, tx.Now())
	}
	// Where somebody met the same person a moment ago this fails the whole write, as
	// taken; the caller finds them when it begins again.
	if err := tx.Add(ctx, rows); err != nil {
		return nil, fmt.Errorf("add identities: %w", err)
	}
	for _, r := range rows {
		err := tx.Record(ctx, fact.ContactIdentified{Contact: c, Identity: r.ID, Kind: string(r.Kind), Verified: r.Verified, By: by})
		if err != nil {
			return nil, err
		}
	}
	return list, b.joinByRule(ctx, tx, c, by, rows...)
}

// ErrMetMeanwhile asks the caller to run its transaction once more.
var ErrMetMeanwhile = fault.New(fault.Conflict, "contact.met_meanwhile")

// identify adds what is not there yet.
func (b *Book) identify(ctx context.Context, tx *db.Tx, c fact.ContactID, list []Identity, by fact.StaffID) (added int, err error) {
	for _, i := range list {
		if i.Verified {
			who, err := owner(ctx, tx, i)
			if err != nil {
				return added, err
			}
			if who == c {
				continue
			}
			i.Verified = who == "" // another contact's name is only a claim here
		}
		ok, err := b.add(ctx, tx, c, i, by)
		if err != nil {
			return added, err
		}
		if !ok && i.Verified {
			// Somebody met the same person a moment ago, in a transaction that
			// committed while we waited: start over and find them.
			return added, ErrMetMeanwhile
		}
		if ok {
			added++
		}
	}
	return added, nil
}

func (b *Book) add(ctx context.Context, tx *db.Tx, c fact.ContactID, i Identity, by fact.StaffID) (bool, error) {
	r := identityOf(c, i, tx.Now())
	free, err := insertIdentity(ctx, tx, r)
	if err != nil || !free {
		return false, err
	}
	if err := tx.Record(ctx, fact.ContactIdentified{Contact: c, Identity: r.ID, Kind: string(i.Kind), Verified: i.Verified, By: by}); err != nil {
		return true, err
	}
	return true, b.joinByRule(ctx, tx, c, by, r)
}

func (b *Book) reindex(ctx context.Context, tx *db.Tx, c row) error {
	identities, err := identitiesOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	return b.findable(ctx, tx, c, identities[c.ID])
}

func (b *Book) findable(ctx context.Context, tx *db.Tx, c row, identities []Identity) error {
	var values []string
	for _, i := range identities {
		if i.Kind != Visitor {
			values = append(values, i.Value)
		}
	}
	texts, err := field.TextsOf(ctx, tx, string(c.ID))
	if err != nil {
		return err
	}
	return b.index.IndexContact(ctx, tx, search.Contact{
		ID: c.ID, Name: c.Name, Identities: values, Attributes: c.Attributes, Fields: texts, At: time.UnixMilli(c.CreatedAt),
	})
}

// Edit is a person's change; nil fields stay.
type Edit struct {
	Name       *string
	Tier       *Tier
	Locale     *string
	TimeZone   *string
	Automatic  *bool
	Attributes map[string]any
	Fields     field.Values // those that are given; nil clears one
	Version    int          // the version that was edited; 0 = whichever

	Tags         *[]string            // all of them
	Organisation *fact.OrganisationID // "" for none
}

// Change edits a contact.
func (b *Book) Change(ctx context.Context, who access.Actor, contact fact.ContactID, e Edit) (Contact, error) {
	if err := who.Require(access.ContactChange); err != nil {
		return Contact{}, err
	}
	err := b.db.Write(ctx, func(tx *db.Tx) error {
		c, err := take(ctx, tx, contact)
		if err != nil {
			return err
		}
		if e.Version != 0 && c.Version != e.Version+1 {
			return fault.New(fault.Conflict, "contact.changed_meanwhile")
		}
		c, fields, err := changed(c, e)
		if err != nil {
			return err
		}
		filled, err := field.SetTx(ctx, tx, field.Contact, string(c.ID), field.Where{}, e.Fields)
		if err != nil {
			return err
		}
		beside, err := b.setBeside(ctx, tx, c.ID, e.Tags, e.Organisation, who.ID)
		if err != nil {
			return err
		}
		if len(fields)+len(filled)+len(beside) == 0 {
			return errUnchanged
		}
		if err := save(ctx, tx, c); err != nil {
			return err
		}
		if err := b.reindex(ctx, tx, c); err != nil {
			return err
		}
		return tx.Record(ctx, append(factsOfEdit(c.ID, fields, filled, who.ID), beside...)...)
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return Contact{}, err
	}
	return b.Get(ctx, who, contact)
}

// factsOfEdit tells which plain fields and which of the house's own are different.
func factsOfEdit(c fact.ContactID, plain, own []string, by fact.StaffID) (facts []db.Fact) {
	if len(plain) > 0 {
		facts = append(facts, fact.ContactChanged{Contact: c, Fields: plain, By: by})
	}
	for _, key := range own {
		facts = append(facts, fact.ContactFieldChanged{Contact: c, Key: key, By: by})
	}
	return facts
}

// errUnchanged takes back the version that loading counted up.
var errUnchanged = errors.New("nothing to change")

// Addition is a contact that a person of ours enters by hand.
type Addition struct {
	Name, Locale, TimeZone string
	Email, Phone           string
	Tier                   Tier
	Attributes             map[string]any
	Fields                 field.Values
	Tags                   []string
	Organisation           fact.OrganisationID
}

// Add enters a contact by hand. A person of ours vouches for the addresses; one
// that belongs to somebody already is refused and named.
func (b *Book) Add(ctx context.Context, who access.Actor, a Addition) (Contact, error) {
	if err := who.Require(access.ContactChange); err != nil {
		return Contact{}, err
	}
	list, err := addresses(a)
	if err != nil {
		return Contact{}, err
	}
	var made fact.ContactID
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		c, err := added(a, tx.Now())
		if err != nil {
			return err
		}
		for _, i := range list {
			if taken, err := owner(ctx, tx, i); err != nil {
				return err
			} else if taken != "" {
				return fault.New(fault.Conflict, "contact.identity_taken", "value", i.Value, "contact", string(taken), "name", calledTx(ctx, tx, taken)).At(string(i.Kind))
			}
		}
		made = c.ID
		if err := b.enter(ctx, tx, c, list, who.ID); err != nil {
			return err
		}
		where := &a.Organisation
		if a.Organisation == "" {
			where = nil // then the rule decides
		}
		beside, err := b.setBeside(ctx, tx, c.ID, &a.Tags, where, who.ID)
		if err != nil {
			return err
		}
		if err := tx.Record(ctx, beside...); err != nil || len(a.Fields) == 0 {
			return err
		}
		if _, err := field.SetTx(ctx, tx, field.Contact, string(c.ID), field.Where{}, a.Fields); err != nil {
			return err
		}
		return b.reindex(ctx, tx, c)
	})
	if db.IsTaken(err) {
		err = fault.New(fault.Conflict, ErrMetMeanwhile.Code).Because(err)
	}
	if err != nil {
		return Contact{}, err
	}
	return b.Get(ctx, who, made)
}

// Get shows one contact.
func (b *Book) Get(ctx context.Context, who access.Actor, contact fact.ContactID) (Contact, error) {
	list, err := b.ByID(ctx, who, contact)
	if err != nil {
		return Contact{}, err
	}
	if len(list) == 0 {
		return Contact{}, fault.New(fault.Missing, "contact.missing")
	}
	return list[0], nil
}

// ByID shows several contacts, in no particular order; missing ones are left out.
func (b *Book) ByID(ctx context.Context, who access.Actor, ids ...fact.ContactID) ([]Contact, error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []row
	if err := b.db.Ask("SELECT "+db.Columns[row]()+" FROM contact WHERE id IN (?)", ids).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load contacts: %w", err)
	}
	return present(ctx, b.db.Read(), who, rows...)
}

// KnownTx finds the contact that a sender is, by what is verified; "" when nobody.
func (b *Book) KnownTx(ctx context.Context, tx *db.Tx, s Sender) (fact.ContactID, error) {
	return owner(ctx, tx, claims(readable(s))...)
}
