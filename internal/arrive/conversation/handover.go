package conversation

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// HandOverTx gives a conversation to the contact that its nameless customer
// turned out to be, under that person's thread. Where they have a conversation
// there already, the one that was spoken in last keeps the thread; the other
// stays with the contact, and new words go to the first.
func (in *Inbox) HandOverTx(ctx context.Context, tx *db.Tx, conversation fact.ConversationID, to fact.ContactID, thread string) error {
	c, err := take(ctx, tx, conversation)
	if err != nil {
		return err
	}
	was := c
	c.Contact, c.Thread = to, nil
	last := int64(-1)
	err = tx.NewRaw("SELECT last_message_at FROM conversation WHERE channel_id = ? AND thread = ? AND id <> ?", c.Channel, thread, c.ID).Scan(ctx, &last)
	if err != nil && !db.IsNone(err) {
		return fmt.Errorf("find the other conversation of a person: %w", err)
	}
	if last <= c.LastMessageAt {
		_, err := tx.Exec(ctx, "UPDATE conversation SET thread = NULL WHERE channel_id = ? AND thread = ? AND id <> ?", c.Channel, thread, c.ID)
		if err != nil {
			return fmt.Errorf("free the thread of a person: %w", err)
		}
		c.Thread = &thread
	}
	if err := save(ctx, tx, was, c); err != nil {
		return err
	}
	if was.Contact != to {
		_, err := tx.Exec(ctx, "UPDATE message SET contact_id = ? WHERE conversation_id = ? AND contact_id = ?", to, c.ID, was.Contact)
		if err != nil {
			return fmt.Errorf("give the messages of a conversation to a person: %w", err)
		}
	}
	return tx.Record(ctx, fact.VisitorIdentified{Conversation: c.ID, Contact: to, Was: was.Contact})
}
