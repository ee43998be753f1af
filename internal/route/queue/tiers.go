package queue

import (
	"context"
	"fmt"
	"slices"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Who is looked after more closely waits less, from the moment it is decided: what waits
// already is weighed anew. A change of the contact, of where they belong, and of what
// they belong to all come here.

// IdleContact tells that a change of a contact weighs nothing.
func IdleContact(f fact.ContactChanged) bool { return !slices.Contains(f.Fields, "tier") }

// IdleOrganisation tells the same of an organisation. Rules may ask for its name.
func IdleOrganisation(f fact.OrganisationChanged) bool {
	return !slices.Contains(f.Fields, "tier") && !slices.Contains(f.Fields, "name")
}

// LookOf makes a reaction of any fact after which the conversations of its contact may
// weigh otherwise.
func LookOf[F db.Fact](b *Board) func(context.Context, F) error {
	return func(ctx context.Context, f F) error {
		_, contact, _ := f.About()
		return b.lookPast(ctx, "c.contact_id = ?", contact)
	}
}

// OrganisationChanged looks at what waits of an organisation's people.
func (b *Board) OrganisationChanged(ctx context.Context, f fact.OrganisationChanged) error {
	return b.lookPast(ctx, "c.contact_id IN (SELECT contact_id FROM organisation_member WHERE organisation_id = ?)", f.Organisation)
}

// OrganisationDeleted looks at whoever counts for more: whose people they were is not
// known any more.
func (b *Board) OrganisationDeleted(ctx context.Context, _ fact.OrganisationDeleted) error {
	return b.lookPast(ctx, "p.reasons LIKE ?", `%"`+VIP+`"%`)
}

// lookPast looks at the places of the conversations that a condition on p (place) and c
// (conversation) with one value names, a stretch at a time by their ids, since a look may
// leave a place where it was.
func (b *Board) lookPast(ctx context.Context, which string, of any) error {
	var after fact.ConversationID
	for {
		var ids []fact.ConversationID
		err := b.db.Ask("SELECT p.conversation_id FROM place p JOIN conversation c ON c.id = p.conversation_id WHERE "+which+
			" AND p.conversation_id > ? ORDER BY p.conversation_id LIMIT ?", of, after, stretch).Scan(ctx, &ids)
		if err != nil && !db.IsNone(err) {
			return fmt.Errorf("look whose places weigh otherwise: %w", err)
		}
		for _, id := range ids {
			if err := b.Look(ctx, id); err != nil {
				return err
			}
			after = id
		}
		if len(ids) < stretch {
			return nil
		}
	}
}
