package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/arrive/organisation"
	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Kept is a contact as another system, or another Anlan, kept it.
type Kept struct {
	ID         fact.ContactID // ours, when the record was ours; it is looked for and never given away
	Name       string
	Tier       Tier
	Locale     string
	TimeZone   string
	Attributes map[string]any
	Fields     field.Values
	Tags       []string
	Identities []Identity // the surest first; External ones carry the scope of where they come from
	CreatedAt  time.Time
	SeenAt     time.Time

	Organisation string // its name; one that is not there is entered
}

// KeptAs is what became of it.
type KeptAs struct {
	ID      fact.ContactID
	Made    bool // else it was here
	Changed bool
}

// Bearable puts a kept contact into the form in which we hold contacts, or says
// what is wrong with it.
func Bearable(k Kept) (Kept, error) {
	if k.Tier == "" {
		k.Tier = Standard
	}
	c, _, err := changed(fresh(time.Unix(0, 0)), Edit{Name: &k.Name, Tier: &k.Tier, Locale: &k.Locale, TimeZone: &k.TimeZone, Attributes: k.Attributes})
	if err != nil {
		return k, err
	}
	k.Name, k.Tier, k.Locale, k.TimeZone, k.Attributes = c.Name, c.Tier, c.Locale, c.TimeZone, c.Attributes
	if k.Tags, err = cleanTags(k.Tags); err != nil {
		return k, err
	}
	if k.Organisation != "" {
		if k.Organisation, err = organisation.Named(k.Organisation); err != nil {
			return k, err
		}
	}
	var list []Identity
	for _, i := range k.Identities {
		given := i.Value
		switch i.Kind {
		case Email:
			i.Value = NormalEmail(i.Value)
			if i.Value == "" {
				return k, fault.New(fault.Invalid, "contact.email_wrong", "email", cut(given, 100)).At("email")
			}
		case Phone:
			i.Value = NormalPhone(i.Value)
			if i.Value == "" {
				return k, fault.New(fault.Invalid, "contact.phone_wrong", "phone", cut(given, 100)).At("phone")
			}
		default:
			i.Value = short(i.Value)
		}
		if !slices.ContainsFunc(list, func(o Identity) bool { return o.Kind == i.Kind && o.Scope == i.Scope && o.Value == i.Value }) {
			list = append(list, i)
		}
	}
	k.Identities = list
	if k.Name == "" && len(list) == 0 {
		return k, fault.New(fault.Invalid, "contact.needs_a_name").At("name")
	}
	return k, nil
}

// Find looks which of many kept contacts are here already; "" where one is not.
func (b *Book) Find(ctx context.Context, q bun.IDB, list []Kept) ([]fact.ContactID, error) {
	var values []string
	var ids []fact.ContactID
	for _, k := range list {
		if k.ID != "" {
			ids = append(ids, k.ID)
		}
		for _, i := range k.Identities {
			if i.Verified {
				values = append(values, i.Value)
			}
		}
	}
	stands := map[fact.ContactID]fact.ContactID{}
	owners := map[string]fact.ContactID{}
	if len(values) > 0 {
		var rows []struct {
			identityRow
			Merged fact.ContactID `bun:"merged_into"`
		}
		err := q.NewRaw(`SELECT i.*, c.merged_into FROM identity i JOIN contact c ON c.id = i.contact_id
			WHERE i.value IN (?) AND i.verified`, bun.List(values)).Scan(ctx, &rows)
		if err != nil {
			return nil, fmt.Errorf("look for known contacts: %w", err)
		}
		for _, r := range rows {
			owners[key(Identity{Kind: r.Kind, Scope: r.Scope, Value: r.Value})] = r.Contact
			stands[r.Contact] = r.Merged
		}
	}
	if len(ids) > 0 {
		var rows []row
		if err := q.NewRaw("SELECT * FROM contact WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows); err != nil {
			return nil, fmt.Errorf("look for known contacts: %w", err)
		}
		for _, r := range rows {
			stands[r.ID] = r.MergedInto
		}
	}
	found := make([]fact.ContactID, len(list))
	for n, k := range list {
		found[n] = known(k, owners, stands)
		for found[n] != "" && stands[found[n]] != "" { // merged: the one that stands for it
			into := stands[found[n]]
			if _, looked := stands[into]; !looked {
				var next fact.ContactID
				if err := q.NewRaw("SELECT merged_into FROM contact WHERE id = ?", into).Scan(ctx, &next); err != nil {
					return nil, fmt.Errorf("look for who stands for a contact: %w", err)
				}
				stands[into] = next
			}
			found[n] = into
		}
	}
	return found, nil
}

func known(k Kept, owners map[string]fact.ContactID, here map[fact.ContactID]fact.ContactID) fact.ContactID {
	if _, there := here[k.ID]; there && k.ID != "" {
		return k.ID
	}
	for _, i := range k.Identities {
		if owner := owners[key(i)]; owner != "" && i.Verified {
			return owner
		}
	}
	return ""
}

func key(i Identity) string { return string(i.Kind) + "\x00" + i.Scope + "\x00" + i.Value }

// KeepManyTx takes in many contacts at once, in few statements, and tells where
// each is. One that is here already stays as it is, or with update takes what the
// kept one says. They must be Bearable, and their fields checked.
func (b *Book) KeepManyTx(ctx context.Context, tx *db.Tx, form field.Form, list []Kept, update bool) ([]KeptAs, error) {
	found, err := b.Find(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	as := make([]KeptAs, len(list))
	taken := map[string]fact.ContactID{} // by this very lot
	var rows []row
	var identities []identityRow
	var lot search.Lot
	var ids []string
	var values []field.Values
	var facts []db.Fact
	for n, k := range list {
		if found[n] == "" {
			for _, i := range k.Identities {
				if owner := taken[key(i)]; owner != "" && i.Verified {
					found[n] = owner
					break
				}
			}
		}
		if as[n].ID = found[n]; found[n] != "" {
			continue
		}
		c := k.row(tx.Now())
		as[n] = KeptAs{ID: c.ID, Made: true}
		rows, ids, values = append(rows, c), append(ids, string(c.ID)), append(values, k.Fields)
		facts = append(facts, fact.ContactCreated{Contact: c.ID})
		doc := search.Contact{ID: c.ID, Name: c.Name, Attributes: c.Attributes, Fields: form.Texts(k.Fields), At: time.UnixMilli(c.CreatedAt)}
		for _, i := range k.Identities {
			if i.Verified && taken[key(i)] != "" {
				i.Verified = false // another's of this lot: here it is only a claim
			}
			if i.Verified {
				taken[key(i)] = c.ID
			}
			identities = append(identities, identityOf(c.ID, i, tx.Now()))
			if i.Kind != Visitor {
				doc.Identities = append(doc.Identities, i.Value)
			}
		}
		lot.Contacts = append(lot.Contacts, doc)
	}
	if err := insertMany(ctx, tx, rows, identities); err != nil {
		return nil, err
	}
	if err := form.EnterManyTx(ctx, tx, ids, make([]field.Where, len(ids)), values); err != nil {
		return nil, err
	}
	if err := b.index.IndexLot(ctx, tx, lot); err != nil {
		return nil, err
	}
	if err := b.placeMany(ctx, tx, list, as, identities); err != nil {
		return nil, err
	}
	if err := tx.Record(ctx, facts...); err != nil || !update {
		return as, err
	}
	for n, k := range list {
		if !as[n].Made {
			if as[n].Changed, err = b.renew(ctx, tx, as[n].ID, k); err != nil {
				return nil, err
			}
		}
	}
	return as, nil
}

func (k Kept) row(now time.Time) row {
	c := fresh(now)
	c.ID = fact.ContactID(id.New())
	c.Name, c.Tier, c.Locale, c.TimeZone, c.Attributes = k.Name, k.Tier, k.Locale, k.TimeZone, k.Attributes
	if c.Attributes == nil {
		c.Attributes = map[string]any{}
	}
	if !k.CreatedAt.IsZero() && !k.CreatedAt.After(now) {
		c.CreatedAt = k.CreatedAt.UnixMilli()
	}
	if !k.SeenAt.IsZero() && !k.SeenAt.After(now) {
		c.SeenAt = k.SeenAt.UnixMilli()
	}
	return c
}

// renew writes what a kept contact says over what is here. What it does not say stays.
func (b *Book) renew(ctx context.Context, tx *db.Tx, contact fact.ContactID, k Kept) (bool, error) {
	c, err := take(ctx, tx, contact)
	if err != nil {
		return false, err
	}
	e := Edit{Attributes: joined(c.Attributes, k.Attributes)}
	for into, value := range map[**string]*string{&e.Name: &k.Name, &e.Locale: &k.Locale, &e.TimeZone: &k.TimeZone} {
		if *value != "" {
			*into = value
		}
	}
	if k.Tier != Standard {
		e.Tier = &k.Tier
	}
	c, fields, err := changed(c, e)
	if err != nil {
		return false, err
	}
	filled, err := field.SetTx(ctx, tx, field.Contact, string(c.ID), field.Where{}, k.Fields)
	if err != nil {
		return false, err
	}
	added, err := b.identify(ctx, tx, c.ID, k.Identities, "")
	if err != nil {
		return false, err
	}
	beside, err := b.placeAnew(ctx, tx, c.ID, k)
	if err != nil {
		return false, err
	}
	if len(fields)+len(filled)+len(beside)+added == 0 {
		c.Version-- // taking it has counted one up
		return false, save(ctx, tx, c)
	}
	if err := save(ctx, tx, c); err != nil {
		return false, err
	}
	if err := b.reindex(ctx, tx, c); err != nil {
		return false, err
	}
	return true, tx.Record(ctx, append(factsOfEdit(c.ID, fields, filled, ""), beside...)...)
}

// TakeBackTx takes a contact back that an import made. It tells whether it did:
// one that was changed since, or that somebody wrote to, from or about, stays.
func (b *Book) TakeBackTx(ctx context.Context, tx *db.Tx, contact fact.ContactID, version int) (bool, error) {
	c, err := take(ctx, tx, contact)
	if fault.Is(err, "contact.missing") {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	var talks bool
	err = tx.NewRaw("SELECT EXISTS (SELECT 1 FROM conversation WHERE contact_id = ? OR first_contact = ?) OR EXISTS (SELECT 1 FROM contact_note WHERE contact_id = ?)", contact, contact, contact).Scan(ctx, &talks)
	if err != nil {
		return false, fmt.Errorf("look for conversations of contact %s: %w", contact, err)
	}
	if talks || c.Version != version+1 || c.ID != contact {
		c.Version--
		return false, save(ctx, tx, c)
	}
	if err := b.index.DropContact(ctx, tx, contact); err != nil {
		return false, err
	}
	if err := field.DropTx(ctx, tx, string(contact)); err != nil {
		return false, err
	}
	for _, statement := range []string{"DELETE FROM identity WHERE contact_id = ?", "DELETE FROM contact WHERE id = ?"} {
		if _, err := tx.Exec(ctx, statement, contact); err != nil {
			return false, fmt.Errorf("withdraw contact %s: %w", contact, err)
		}
	}
	return true, tx.Record(ctx, fact.ContactWithdrawn{Contact: contact})
}

// Walk shows contacts by age, the oldest first, behind one, with all that is kept
// of them. Exports walk so: what comes in meanwhile comes at the end.
func (b *Book) Walk(ctx context.Context, after fact.ContactID, since, until time.Time, limit int) (list []Contact, err error) {
	var clauses []string
	var args []any
	if !since.IsZero() {
		clauses, args = append(clauses, "created_at >= ?"), append(args, since.UnixMilli())
	}
	if !until.IsZero() {
		clauses, args = append(clauses, "created_at < ?"), append(args, until.UnixMilli())
	}
	where := ""
	for _, c := range clauses {
		where += " AND " + c
	}
	var rows []row
	err = b.db.Read().NewRaw("SELECT * FROM contact WHERE id > ? AND merged_into = ''"+where+" ORDER BY id LIMIT ?",
		append(append([]any{after}, args...), limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("walk the contacts: %w", err)
	}
	return present(ctx, b.db.Read(), access.System, rows...)
}

// Count tells how many contacts there are, for the progress of a walk.
func (b *Book) Count(ctx context.Context) (n int64, err error) {
	err = b.db.Read().NewRaw("SELECT COUNT(*) FROM contact WHERE merged_into = ''").Scan(ctx, &n)
	return n, err
}

// Values are a contact's identities of one kind, parted by semicolons.
func (c Contact) Values(kind Kind) string {
	var values []string
	for _, i := range c.Identities {
		if i.Kind == kind {
			values = append(values, i.Value)
		}
	}
	return strings.Join(values, "; ")
}
