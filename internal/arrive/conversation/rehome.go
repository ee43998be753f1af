package conversation

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// FollowContactTx gives the conversations that first were of some contacts, and
// are with one now, to another: contacts were merged, or parted again.
func (in *Inbox) FollowContactTx(ctx context.Context, tx *db.Tx, who access.Actor, first []fact.ContactID, from, to fact.ContactID) (int, error) {
	var ids []fact.ConversationID
	err := tx.Ask("UPDATE conversation SET contact_id = ?, version = version + 1 WHERE contact_id = ? AND first_contact IN (?) RETURNING id", to, from, first).Scan(ctx, &ids)
	if err != nil && !db.IsNone(err) {
		return 0, fmt.Errorf("let conversations follow their contact: %w", err)
	}
	facts := make([]db.Fact, len(ids))
	for i, c := range ids {
		facts[i] = fact.ConversationChanged{Conversation: c, Fields: []string{"contact"}, By: who.ID}
	}
	return len(ids), tx.Record(ctx, facts...)
}
