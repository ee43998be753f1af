package conversation

import (
	"context"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// SuspectTag marks what may be junk. Nothing is dropped: people look at it when
// the rest is done.
const SuspectTag = "suspect"

// SuspectTx puts a new conversation behind the others and says why.
func (in *Inbox) SuspectTx(ctx context.Context, tx *db.Tx, conversation fact.ConversationID, reasons []string) error {
	before, err := take(ctx, tx, conversation)
	if err != nil {
		return err
	}
	after := before
	after.Priority = Low
	if err := save(ctx, tx, before, after); err != nil {
		return err
	}
	if err := retag(ctx, tx, after, []string{SuspectTag}, nil); err != nil {
		return err
	}
	_, err = in.AppendTx(ctx, tx, conversation, Saying{Kind: System, Code: "suspect.arrived", Values: map[string]any{"reasons": reasons}})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.ConversationTagged{Conversation: conversation, Added: []string{SuspectTag}, Removed: []string{}})
}
