package conversation

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// mostWalked is how many contacts of an organisation are walked one by one. Those
// of a larger one stand close enough in the order of everything.
const mostWalked = 100

// led looks whether the organisations of a query are small enough to lead it.
func (in *Inbox) led(ctx context.Context, q Query) (Query, error) {
	if len(q.Narrow.Organisations) == 0 || q.Contact != "" {
		return q, nil
	}
	var members []fact.ContactID
	err := in.db.Ask("SELECT contact_id FROM organisation_member WHERE organisation_id IN (?) LIMIT ?", q.Narrow.Organisations, mostWalked+1).Scan(ctx, &members)
	if err != nil && !db.IsNone(err) {
		return q, fmt.Errorf("look who is of an organisation: %w", err)
	}
	if len(members) == 0 {
		members = []fact.ContactID{""} // of nobody there is nothing
	}
	if len(members) <= mostWalked {
		n := *q.Narrow
		n.members = members
		q.Narrow = &n
	}
	return q, nil
}
