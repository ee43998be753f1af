package conversation

import (
	"context"
	"fmt"
	"strings"

	"anlan/internal/fact"
)

// A customer sees their own half of what was merged, and no more: that two
// conversations are about the same matter is our opinion, and whoever writes under a
// claimed name must not read somebody else's letters by it. What we answer after
// the merge was written to all of it, so the same contact sees that as well. What
// was split off stays visible to whom it was said.

// Line is what a customer sees of a conversation, and where it is said now.
type Line struct {
	Own   fact.ConversationID   // the one they write to
	Roots []fact.ConversationID // where it stands now, the main one first
	where string
	args  []any
}

// LineOf finds what the customer of a conversation may see.
func (in *Inbox) LineOf(ctx context.Context, own fact.ConversationID) (Line, error) {
	var way []struct {
		ID      fact.ConversationID `bun:"id"`
		Contact fact.ContactID      `bun:"contact_id"`
		Into    fact.ConversationID `bun:"merged_into"`
		At      int64               `bun:"at"` // when it was merged
	}
	err := in.db.Ask(`WITH RECURSIVE way (id, contact_id, merged_into, step) AS (
			SELECT id, contact_id, merged_into, 0 FROM conversation WHERE id = ? UNION ALL
			SELECT c.id, c.contact_id, c.merged_into, w.step + 1 FROM way w JOIN conversation c ON c.id = w.merged_into AND w.merged_into <> '')
		SELECT w.id, w.contact_id, w.merged_into, COALESCE((SELECT MAX(m.at) FROM conversation_merge m
			WHERE m.conversation_id = w.id AND m.undone_at = 0), 0) AS at FROM way w ORDER BY w.step`, own).Scan(ctx, &way)
	if err != nil {
		return Line{}, fmt.Errorf("look what the customer of %s sees: %w", own, err)
	}
	l := Line{Own: own}
	if len(way) == 0 {
		l.Roots, l.where, l.args = []fact.ConversationID{own}, "m.conversation_id = ? AND m.first_conversation = ''", []any{own}
		return l, nil
	}
	root := way[len(way)-1].ID
	l.Roots = []fact.ConversationID{root}
	var parts []string
	add := func(home fact.ConversationID, more string, args ...any) {
		first := home
		if home == root {
			first = ""
		}
		parts = append(parts, "m.conversation_id = ? AND m.first_conversation = ?"+more)
		l.args = append(append(l.args, root, first), args...)
	}
	add(own, "")
	for i, next := range way[1:] {
		if next.Contact == way[0].Contact {
			add(next.ID, " AND m.kind = 'reply' AND m.created_at >= ?", way[i].At)
		}
	}
	var apart []fact.ConversationID
	err = in.db.Ask(`WITH RECURSIVE apart (id) AS (SELECT conversation_id FROM conversation_split WHERE from_id = ? AND undone_at = 0 UNION
		SELECT s.conversation_id FROM conversation_split s JOIN apart a ON s.from_id = a.id WHERE s.undone_at = 0)
		SELECT a.id FROM apart a JOIN conversation c ON c.id = a.id WHERE c.contact_id = ? AND c.merged_into = ''`, own, way[0].Contact).Scan(ctx, &apart)
	if err != nil {
		return Line{}, fmt.Errorf("look what was split off %s: %w", own, err)
	}
	if len(apart) > 0 {
		parts = append(parts, "m.conversation_id IN (?) AND m.first_conversation = ''")
		l.Roots, l.args = append(l.Roots, apart...), append(l.args, apart)
	}
	l.where = "(" + strings.Join(parts, " OR ") + ")"
	return l, nil
}

// Shows tells whether the customer may see a message.
func (in *Inbox) Shows(ctx context.Context, own fact.ConversationID, m fact.MessageID) (shown bool, err error) {
	l, err := in.LineOf(ctx, own)
	if err != nil {
		return false, err
	}
	err = in.db.Ask("SELECT EXISTS (SELECT 1 FROM message m WHERE m.id = ? AND m.kind <> 'note' AND m.leaves_at = 0 AND "+l.where+")",
		append([]any{m}, l.args...)...).Scan(ctx, &shown)
	return shown, err
}

// Correspondence is what was said with a contact before a message, newest first,
// wherever it was merged from: what an answer by mail refers to.
func (in *Inbox) Correspondence(ctx context.Context, m Message, with fact.ContactID, limit int) ([]Message, error) {
	l := Line{Own: m.Conversation, where: `m.conversation_id = ? AND (m.first_conversation = ''
		OR EXISTS (SELECT 1 FROM conversation h WHERE h.id = m.first_conversation AND h.contact_id = ?))`, args: []any{m.Conversation, with}}
	if m.Origin != nil {
		l.where, l.args = "m.conversation_id = ? AND m.first_conversation = ?", []any{m.Conversation, m.Origin.ID}
	}
	list, _, err := in.walk(ctx, l, Walk{Before: m.ID, NewFirst: true, Limit: limit, ForContact: true})
	return list, err
}
