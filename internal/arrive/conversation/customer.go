package conversation

import (
	"context"
	"fmt"
	"strings"

	"anlan/internal/fact"
	"anlan/internal/people/access"
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

// Glimpse is what a customer's screen shows of their conversation.
type Glimpse struct {
	Line
	Number        int64
	State         State
	StaffReadUpto fact.MessageID
	Contact       ContactRef
}

type glimpseRow struct {
	ID            fact.ConversationID `bun:"id"`
	Number        int64               `bun:"number"`
	State         State               `bun:"state"`
	StaffReadUpto fact.MessageID      `bun:"staff_read_upto"`
	Contact       fact.ContactID      `bun:"contact_id"`
	ContactName   string              `bun:"contact_name"`
	ContactTier   string              `bun:"contact_tier"`
	Into          fact.ConversationID `bun:"merged_into"`
	Parted        bool                `bun:"parted"`
}

const glimpse = `SELECT c.id, c.number, c.state, c.staff_read_upto, c.contact_id, c.merged_into,
	COALESCE(` + contactName + `, '') AS contact_name, COALESCE(co.tier, '') AS contact_tier,
	EXISTS (SELECT 1 FROM conversation_split s WHERE s.from_id = c.id AND s.undone_at = 0) AS parted
	FROM conversation c LEFT JOIN contact co ON co.id = c.contact_id WHERE `

// ByThread is the conversation that a channel knows by a name; false when there is none.
func (in *Inbox) ByThread(ctx context.Context, channel fact.ChannelID, thread string) (Glimpse, bool, error) {
	return in.glimpse(ctx, glimpse+"c.channel_id = ? AND c.thread = ?", channel, thread)
}

// Glimpse is the conversation of a name that is known; false when it is gone.
func (in *Inbox) Glimpse(ctx context.Context, own fact.ConversationID) (Glimpse, bool, error) {
	return in.glimpse(ctx, glimpse+"c.id = ?", own)
}

// glimpse reads a conversation. One that was merged stands as the one that stands
// for it.
func (in *Inbox) glimpse(ctx context.Context, query string, args ...any) (g Glimpse, found bool, err error) {
	var rows []glimpseRow
	if err := in.db.Ask(query, args...).Scan(ctx, &rows); err != nil {
		return g, false, fmt.Errorf("look at a customer's conversation: %w", err)
	}
	if len(rows) == 0 {
		return g, false, nil
	}
	r := rows[0]
	g = Glimpse{
		Line: whole(r.ID), Number: r.Number, State: r.State, StaffReadUpto: r.StaffReadUpto,
		Contact: ContactRef{ID: r.Contact, Name: r.ContactName, Tier: r.ContactTier},
	}
	if r.Into == "" && !r.Parted {
		return g, true, nil
	}
	if g.Line, err = in.LineOf(ctx, r.ID); err != nil || g.Roots[0] == r.ID {
		return g, true, err
	}
	root, err := in.Get(ctx, access.System, g.Roots[0])
	g.State, g.StaffReadUpto = root.State, root.StaffReadUpto
	return g, true, err
}

// whole is the line of a conversation that is neither merged nor parted.
func whole(own fact.ConversationID) Line {
	return Line{Own: own, Roots: []fact.ConversationID{own}, where: "m.conversation_id = ? AND m.first_conversation = ''", args: []any{own}}
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
	if len(way) == 0 {
		return whole(own), nil
	}
	l := Line{Own: own}
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
