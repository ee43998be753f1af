package contact

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/organisation"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Where contacts belong, and the words that colleagues put on them.

const (
	maxTags = 50
	maxTag  = 50
)

var spaces = regexp.MustCompile(`\s+`)

// cleanTag makes tags comparable, as those of conversations are.
func cleanTag(t string) string {
	return strings.ToLower(strings.TrimSpace(spaces.ReplaceAllString(plain.Text(t), " ")))
}

func cleanTags(given []string) ([]string, error) {
	clean := []string{}
	for _, t := range given {
		if t = cleanTag(t); t == "" {
			continue
		}
		if utf8.RuneCountInString(t) > maxTag {
			return nil, fault.New(fault.Invalid, "contact.tag_too_long", "limit", maxTag).At("tags")
		}
		if strings.Contains(t, ",") {
			return nil, fault.New(fault.Invalid, "contact.tag_with_comma").At("tags")
		}
		clean = append(clean, t)
	}
	slices.Sort(clean)
	if clean = slices.Compact(clean); len(clean) > maxTags {
		return nil, fault.New(fault.Invalid, "contact.too_many_tags", "limit", maxTags).At("tags")
	}
	return clean, nil
}

type tagRow struct {
	bun.BaseModel `bun:"table:contact_tag"`
	Contact       fact.ContactID `bun:"contact_id"`
	Tag           string         `bun:"tag"`
}

func tagsOf(ctx context.Context, q db.Reader, ids ...fact.ContactID) (map[fact.ContactID][]string, error) {
	by := map[fact.ContactID][]string{}
	if len(ids) == 0 {
		return by, nil
	}
	var rows []tagRow
	if err := q.Ask("SELECT contact_id, tag FROM contact_tag WHERE contact_id IN (?) ORDER BY tag", ids).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load the tags of contacts: %w", err)
	}
	for _, r := range rows {
		by[r.Contact] = append(by[r.Contact], r.Tag)
	}
	return by, nil
}

// setBeside sets what stands beside the row of a taken contact; nil stays. It
// gives the facts that tell what is different now.
func (b *Book) setBeside(ctx context.Context, tx *db.Tx, c fact.ContactID, tags *[]string, to *fact.OrganisationID, by fact.StaffID) (facts []db.Fact, err error) {
	if tags != nil {
		wanted, err := cleanTags(*tags)
		if err != nil {
			return nil, err
		}
		told, err := setTags(ctx, tx, c, wanted, by)
		if err != nil {
			return nil, err
		}
		facts = append(facts, told...)
	}
	if to != nil {
		was, err := organisation.JoinTx(ctx, tx, c, *to, by)
		if err != nil {
			return nil, err
		}
		if was != *to {
			facts = append(facts, fact.ContactOrganisationChanged{Contact: c, Organisation: *to, Was: was, By: by})
		}
	}
	return facts, nil
}

func setTags(ctx context.Context, tx *db.Tx, c fact.ContactID, wanted []string, by fact.StaffID) ([]db.Fact, error) {
	worn, err := tagsOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	added, removed := without(wanted, worn[c]), without(worn[c], wanted)
	if len(added)+len(removed) == 0 {
		return nil, nil
	}
	if len(removed) > 0 {
		if _, err := tx.Ask("DELETE FROM contact_tag WHERE contact_id = ? AND tag IN (?)", c, removed).Exec(ctx); err != nil {
			return nil, fmt.Errorf("take tags from contact %s: %w", c, err)
		}
	}
	for _, tag := range added {
		if _, err := tx.Ask("INSERT INTO contact_tag (contact_id, tag, seen_at, name_order) SELECT id, ?, seen_at, name_order FROM contact WHERE id = ?", tag, c).Exec(ctx); err != nil {
			return nil, fmt.Errorf("tag contact %s: %w", c, err)
		}
	}
	return []db.Fact{fact.ContactTagged{Contact: c, Added: len(added), Removed: len(removed), By: by}}, nil
}

func without(list, others []string) []string {
	return slices.DeleteFunc(append([]string{}, list...), func(t string) bool { return slices.Contains(others, t) })
}

// joinByRule lets a contact join the organisation of an address that was just verified.
func (b *Book) joinByRule(ctx context.Context, tx *db.Tx, c fact.ContactID, by fact.StaffID, rows ...identityRow) error {
	var emails []string
	for _, r := range rows {
		if r.Kind == Email && r.Verified {
			emails = append(emails, r.Value)
		}
	}
	if len(emails) == 0 {
		return nil
	}
	joined, err := organisation.RuleTx(ctx, tx, c, emails)
	if err != nil || joined == "" {
		return err
	}
	return tx.Record(ctx, fact.ContactOrganisationChanged{Contact: c, Organisation: joined, ByDomain: true, By: by})
}

// joinManyByRule does so for many that were just entered; most lots know no
// domain that takes anybody in, and that is one question.
func (b *Book) joinManyByRule(ctx context.Context, tx *db.Tx, rows []identityRow) error {
	by := map[string][]identityRow{}
	for _, r := range rows {
		if r.Kind != Email || !r.Verified {
			continue
		}
		if d := organisation.DomainOf(r.Value); d != "" {
			by[d] = append(by[d], r)
		}
	}
	domains := make([]string, 0, len(by))
	for d := range by {
		domains = append(domains, d)
	}
	slices.Sort(domains)
	for part := range slices.Chunk(domains, 500) {
		var known []string
		err := tx.NewRaw("SELECT d.domain FROM organisation_domain d JOIN organisation o ON o.id = d.organisation_id WHERE o.joins_by_domain AND d.domain IN (?) ORDER BY d.domain", bun.List(part)).Scan(ctx, &known)
		if err != nil && !db.IsNone(err) {
			return fmt.Errorf("look which domains take contacts in: %w", err)
		}
		for _, d := range known {
			for _, r := range by[d] {
				if err := b.joinByRule(ctx, tx, r.Contact, "", r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// placeMany gives kept contacts that were just made their tags and organisations.
func (b *Book) placeMany(ctx context.Context, tx *db.Tx, list []Kept, as []KeptAs, identities []identityRow) error {
	var names []string
	for n, k := range list {
		if as[n].Made && k.Organisation != "" {
			names = append(names, k.Organisation)
		}
	}
	by, err := organisation.New(b.db, b.index).NamedTx(ctx, tx, access.System, names)
	if err != nil {
		return err
	}
	for n, k := range list {
		if !as[n].Made {
			continue
		}
		where := by[k.Organisation]
		facts, err := b.setBeside(ctx, tx, as[n].ID, given(k.Tags), given(where), "")
		if err != nil {
			return err
		}
		if err := tx.Record(ctx, facts...); err != nil {
			return err
		}
	}
	return b.joinManyByRule(ctx, tx, identities)
}

// placeAnew adds what a kept contact says to one that is here.
func (b *Book) placeAnew(ctx context.Context, tx *db.Tx, c fact.ContactID, k Kept) ([]db.Fact, error) {
	var tags *[]string
	if len(k.Tags) > 0 {
		worn, err := tagsOf(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		all := append(worn[c], k.Tags...)
		tags = &all
	}
	var where *fact.OrganisationID
	if k.Organisation != "" {
		by, err := organisation.New(b.db, b.index).NamedTx(ctx, tx, access.System, []string{k.Organisation})
		if err != nil {
			return nil, err
		}
		where = new(by[k.Organisation])
	}
	return b.setBeside(ctx, tx, c, tags, where, "")
}

// given is nil for what says nothing.
func given[T ~string | ~[]string](value T) *T {
	if len(value) == 0 {
		return nil
	}
	return &value
}

// mostTags is how many tags in use are told.
const mostTags = 500

// Tags are those that contacts wear. Each is one jump along the index.
func (b *Book) Tags(ctx context.Context, who access.Actor) (tags []string, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, err
	}
	err = b.db.Ask(`WITH RECURSIVE worn (tag) AS (SELECT (SELECT MIN(tag) FROM contact_tag) UNION ALL
		SELECT (SELECT MIN(t.tag) FROM contact_tag t WHERE t.tag > w.tag) FROM worn w WHERE w.tag IS NOT NULL)
		SELECT tag FROM worn WHERE tag IS NOT NULL LIMIT ?`, mostTags).Scan(ctx, &tags)
	if err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("list the tags of contacts: %w", err)
	}
	return tags, nil
}

// MaySuit names the organisations that a contact may belong to by their addresses.
func (b *Book) MaySuit(ctx context.Context, who access.Actor, c fact.ContactID) ([]organisation.Brief, error) {
	known, err := b.Get(ctx, who, c)
	if err != nil || known.Organisation != nil || known.Automatic {
		return nil, err
	}
	var emails []string
	for _, i := range known.Identities {
		if i.Kind == Email {
			emails = append(emails, i.Value)
		}
	}
	return organisation.ProposedFor(ctx, b.db.Read(), c, emails)
}

// Join lets several contacts belong to an organisation, all or none of them.
func (b *Book) Join(ctx context.Context, who access.Actor, to fact.OrganisationID, contacts ...fact.ContactID) error {
	if err := who.Require(access.ContactChange); err != nil {
		return err
	}
	contacts = slices.Compact(slices.Sorted(slices.Values(contacts)))
	return b.db.Write(ctx, func(tx *db.Tx) error {
		for _, one := range contacts {
			c, err := take(ctx, tx, one)
			if err != nil {
				return err
			}
			facts, err := b.setBeside(ctx, tx, c.ID, nil, &to, who.ID)
			if err != nil {
				return err
			}
			if err := tx.Record(ctx, facts...); err != nil {
				return err
			}
		}
		return nil
	})
}
