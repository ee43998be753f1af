package conversation

import (
	"context"
	"fmt"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
)

// AnonymiseTx takes the words, the files and the person out of a conversation,
// and leaves its numbers, times, tags and states, so that what was counted stays
// counted. From then on it belongs to nobody. What was merged into it goes with
// it, and merges and splits of it can no longer be undone.
func (in *Inbox) AnonymiseTx(ctx context.Context, tx *db.Tx, who access.Actor, id fact.ConversationID, nobody fact.ContactID) error {
	c, err := take(ctx, tx, id)
	if err != nil {
		return err
	}
	tree, err := treeOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, part := range tree {
		if err := loosen(ctx, tx, part); err != nil {
			return err
		}
		if err := in.index.DropConversation(ctx, tx, part); err != nil {
			return err
		}
		if err := field.DropTx(ctx, tx, string(part)); err != nil {
			return err
		}
	}
	if err := forgetTree(ctx, tx, tree); err != nil {
		return err
	}
	statements := []string{
		"DELETE FROM split_proposal WHERE conversation_id IN (?)",
		"DELETE FROM participant WHERE conversation_id IN (?)",
		"DELETE FROM message_revision WHERE message_id IN (SELECT id FROM message WHERE conversation_id IN (?))",
		`UPDATE message SET text = '', html = '', reply_text = '', subject = '', headers = '{}', code_values = '{}', client_id = '', raw_sha256 = '',
			delivery_reason = '', delivery_details = '' WHERE conversation_id IN (?)`,
		"UPDATE conversation SET subject = '', preview = '', thread = NULL WHERE id IN (?)",
	}
	for _, one := range statements {
		if _, err := tx.Exec(ctx, one, inList(tree)); err != nil {
			return fmt.Errorf("anonymise conversation %s: %w", id, err)
		}
	}
	_, err = tx.Exec(ctx, "UPDATE message SET contact_id = ? WHERE conversation_id IN (?) AND contact_id <> ''", nobody, inList(tree))
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE conversation SET contact_id = ?, first_contact = ? WHERE id IN (?)", nobody, nobody, inList(tree))
	}
	if err == nil {
		_, err = tx.Exec(ctx, "INSERT INTO conversation_anonymised (conversation_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", c.ID, tx.Now().UnixMilli())
	}
	if err != nil {
		return fmt.Errorf("anonymise conversation %s: %w", id, err)
	}
	c.Subject = ""
	if err := in.index.IndexConversation(ctx, tx, c.searchable()); err != nil { // its number still finds it
		return err
	}
	entry := audit.Entry{Who: who, Action: "conversation.anonymised", Kind: "conversation", ID: string(c.ID),
		Before: map[string]any{"number": c.Number, "messages": c.MessageCount}}
	if err := audit.Write(ctx, tx, entry); err != nil {
		return err
	}
	return tx.Record(ctx, fact.ConversationAnonymised{Conversation: c.ID, By: who.ID})
}

// forgetTree drops what other conversations remember of these: how they stood
// before a merge or a split, and letters that went out in their stead.
func forgetTree(ctx context.Context, tx *db.Tx, tree []fact.ConversationID) error {
	for _, one := range []string{
		"DELETE FROM sending WHERE conversation_id IN (?)",
		"DELETE FROM conversation_merge WHERE conversation_id IN (?)", "DELETE FROM conversation_merge WHERE into_id IN (?)",
		"DELETE FROM conversation_split WHERE conversation_id IN (?)", "DELETE FROM conversation_split WHERE from_id IN (?)",
	} {
		if _, err := tx.Exec(ctx, one, inList(tree)); err != nil {
			return fmt.Errorf("forget merges and splits: %w", err)
		}
	}
	return nil
}
