package conversation

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// ChangeTx is Change inside the caller's transaction.
func (in *Inbox) ChangeTx(ctx context.Context, tx *db.Tx, who access.Actor, conversation fact.ConversationID, e Edit) error {
	steps, err := in.steps(who, e)
	if err != nil {
		return err
	}
	return in.joined(ctx, tx, conversation, steps...)
}

// AssignTx is Assign inside the caller's transaction.
func (in *Inbox) AssignTx(ctx context.Context, tx *db.Tx, who access.Actor, conversation fact.ConversationID, a Assignment) error {
	if err := who.Require(access.ConversationAssign); err != nil {
		return err
	}
	return in.joined(ctx, tx, conversation, assigning(who, a))
}

// RetagTx puts tags on and takes tags off, whatever else it wears.
func (in *Inbox) RetagTx(ctx context.Context, tx *db.Tx, who access.Actor, conversation fact.ConversationID, add, remove []string) error {
	if err := who.Require(access.ConversationTag); err != nil {
		return err
	}
	gone, err := cleanTags(remove)
	if err != nil {
		return err
	}
	worn, err := tagsOf(ctx, tx, conversation)
	if err != nil {
		return err
	}
	_, kept := differ(worn[conversation], gone) // what it wears and is not taken off
	next, err := tagging(who, append(kept, add...))
	if err != nil {
		return err
	}
	return in.joined(ctx, tx, conversation, next)
}

// joined takes steps inside somebody else's transaction. Nothing can be rolled
// back here, so what changes nothing is not written.
func (in *Inbox) joined(ctx context.Context, tx *db.Tx, conversation fact.ConversationID, steps ...step) error {
	var before row
	// The update that changes nothing locks the row on PostgreSQL.
	err := tx.NewRaw("UPDATE conversation SET version = version WHERE id = ? RETURNING *", conversation).Scan(ctx, &before)
	if db.IsNone(err) {
		return fault.New(fault.Missing, "conversation.missing")
	}
	if err != nil {
		return fmt.Errorf("load conversation %s: %w", conversation, err)
	}
	after := before
	after.Version, after.UpdatedAt = after.Version+1, tx.Now().UnixMilli()
	var all []db.Fact
	for _, next := range steps {
		var facts []db.Fact
		if after, facts, err = next(ctx, tx, after); err != nil {
			return err
		}
		all = append(all, facts...)
	}
	if len(all) == 0 {
		return nil
	}
	if err := save(ctx, tx, before, after); err != nil {
		return err
	}
	return tx.Record(ctx, all...)
}
