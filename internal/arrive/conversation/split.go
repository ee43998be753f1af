package conversation

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// mostToSplit bounds the messages of one split.
const mostToSplit = 500

func inList[T any](list []T) any { return bun.In(list) }

// Split takes messages out of a conversation and begins a new one with them. The
// two know of each other; answers to a message follow it.
func (in *Inbox) Split(ctx context.Context, who access.Actor, from fact.ConversationID, messages []fact.MessageID, subject string) (made fact.ConversationID, err error) {
	if err := who.Require(access.ConversationMerge); err != nil {
		return "", err
	}
	err = in.db.Write(ctx, func(tx *db.Tx) error {
		made, err = in.splitTx(ctx, tx, who, from, messages, subject)
		return err
	})
	return made, err
}

func (in *Inbox) splitTx(ctx context.Context, tx *db.Tx, who access.Actor, from fact.ConversationID, messages []fact.MessageID, subject string) (fact.ConversationID, error) {
	messages = slices.Compact(slices.Sorted(slices.Values(messages)))
	switch {
	case len(messages) == 0:
		return "", fault.New(fault.Invalid, "conversation.split_nothing").At("messages")
	case len(messages) > mostToSplit:
		return "", fault.New(fault.Invalid, "conversation.split_too_many", "limit", mostToSplit).At("messages")
	}
	c, err := take(ctx, tx, from)
	if err != nil {
		return "", err
	}
	var out []messageRow
	err = tx.NewRaw("SELECT * FROM message WHERE conversation_id = ? AND id IN (?) ORDER BY sent_at, id", c.ID, bun.In(messages)).Scan(ctx, &out)
	if err != nil {
		return "", fmt.Errorf("load what is split off: %w", err)
	}
	if len(out) < len(messages) {
		return "", fault.New(fault.Invalid, "conversation.split_unknown_message").At("messages")
	}
	if !slices.ContainsFunc(out, func(m messageRow) bool { return m.Kind != System }) {
		return "", fault.New(fault.Invalid, "conversation.split_nothing").At("messages")
	}
	var stays []messageRow
	err = tx.NewRaw("SELECT * FROM message WHERE conversation_id = ? AND id NOT IN (?) AND kind <> 'system' ORDER BY sent_at, id", c.ID, bun.In(messages)).Scan(ctx, &stays)
	if err != nil {
		return "", fmt.Errorf("load what stays: %w", err)
	}
	if len(stays) == 0 {
		return "", fault.New(fault.Invalid, "conversation.split_everything").At("messages")
	}
	return in.split(ctx, tx, who, c, out, stays, subject)
}

func (in *Inbox) split(ctx context.Context, tx *db.Tx, who access.Actor, c row, out, stays []messageRow, subject string) (fact.ConversationID, error) {
	now := tx.Now().UnixMilli()
	origin, err := in.originOf(ctx, tx, c, out)
	if err == nil {
		origin, err = writtenBy(ctx, tx, origin, out)
	}
	if err != nil {
		return "", err
	}
	n := row{
		ID: fact.ConversationID(id.New()), Channel: origin.Channel, Contact: origin.Contact, FirstContact: origin.FirstContact,
		Subject: or(Subject(subject), c.Subject), State: Open, Priority: c.Priority, Assignee: c.Assignee, Team: c.Team,
		StaffReadUpto: c.StaffReadUpto, Version: 1, CreatedAt: now, UpdatedAt: now, LastMessageAt: out[0].SentAt,
	}
	apart := condition{State: Open, Priority: n.Priority, Assignee: string(n.Assignee), Team: string(n.Team), Subject: n.Subject,
		StaffReadUpto: string(n.StaffReadUpto), Tags: []string{}}.leftWith(out)
	n = n.under(apart)
	if n, err = insert(ctx, tx, n); err != nil {
		return "", err
	}
	before, err := standing(ctx, tx, c)
	if err != nil {
		return "", err
	}
	s := splitRow{ID: id.New(), From: c.ID, New: n.ID, Staff: who.ID, At: now, Apart: apart, Before: before, After: before.leftWith(stays)}
	if _, err := tx.NewInsert().Model(&s).Exec(ctx); err != nil {
		return "", fmt.Errorf("note the split of %s: %w", c.ID, err)
	}
	ids := make([]fact.MessageID, len(out))
	for i, m := range out {
		ids[i] = m.ID
		_, err := tx.Exec(ctx, "INSERT INTO conversation_split_message (split_id, message_id, first_conversation) VALUES (?, ?, ?)",
			s.ID, m.ID, or(string(m.First), string(c.ID)))
		if err != nil {
			return "", fmt.Errorf("note where message %s was: %w", m.ID, err)
		}
		if m.Kind == Reply && m.Headers["sent_in"] == "" { // its name outside was made with the old one
			m.Headers = withHeader(m.Headers, "sent_in", or(string(m.First), string(c.ID)))
			if _, err := tx.NewUpdate().Model(&m).Column("headers").WherePK().Exec(ctx); err != nil {
				return "", fmt.Errorf("keep the name of message %s: %w", m.ID, err)
			}
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE message SET conversation_id = ?, first_conversation = '' WHERE id IN (?)", n.ID, bun.In(ids)); err != nil {
		return "", fmt.Errorf("split messages off: %w", err)
	}
	if err := in.carryWith(ctx, tx, n.ID, ids); err != nil {
		return "", err
	}
	if _, err := in.settle(ctx, tx, n, apart, apart); err != nil {
		return "", err
	}
	if err := in.index.IndexConversation(ctx, tx, n.searchable()); err != nil {
		return "", err
	}
	if _, err := in.settle(ctx, tx, c, before, s.After); err != nil {
		return "", err
	}
	return n.ID, tx.Record(ctx,
		fact.ConversationOpened{Conversation: n.ID, Contact: n.Contact, Channel: n.Channel, Number: n.Number, By: who.ID},
		fact.ConversationSplit{Conversation: c.ID, Into: n.ID, Number: n.Number, Messages: len(ids), By: who.ID})
}

func withHeader(headers map[string]string, key, value string) map[string]string {
	all := map[string]string{key: value}
	for k, v := range headers {
		if k != key {
			all[k] = v
		}
	}
	return all
}

// originOf is whose channel and contact a new conversation gets: those of the
// half that all of it came from, else of the conversation as it stands.
func (in *Inbox) originOf(ctx context.Context, tx *db.Tx, c row, out []messageRow) (row, error) {
	first := out[0].First
	for _, m := range out {
		if m.First != first {
			return c, nil
		}
	}
	if first == "" {
		return c, nil
	}
	var half row
	if err := tx.NewRaw("SELECT * FROM conversation WHERE id = ?", first).Scan(ctx, &half); err != nil {
		return c, fmt.Errorf("load the half %s: %w", first, err)
	}
	return half, nil
}

// writtenBy gives a new conversation to whoever wrote all of what the customer's side
// says in it: a stranger's words in an old conversation are theirs in a new one.
func writtenBy(ctx context.Context, tx *db.Tx, origin row, out []messageRow) (row, error) {
	var writer fact.ContactID
	for _, m := range out {
		switch {
		case m.Kind == Reply, m.Kind == Inbound && writer != "" && m.Contact != writer:
			return origin, nil // it was said with the contact
		case m.Kind == Inbound:
			writer = m.Contact
		}
	}
	if writer == "" || writer == origin.Contact {
		return origin, nil
	}
	var stands fact.ContactID
	err := tx.Ask("SELECT CASE WHEN merged_into = '' THEN id ELSE merged_into END FROM contact WHERE id = ?", writer).Scan(ctx, &stands)
	if db.IsNone(err) || err == nil && stands == origin.Contact {
		return origin, nil
	}
	if err != nil {
		return origin, fmt.Errorf("look who wrote what is split off: %w", err)
	}
	origin.Contact, origin.FirstContact = stands, writer
	return origin, nil
}

// Unsplit puts messages back to where they were split off. What was said in the
// new conversation since goes with them, and its number leads there.
func (in *Inbox) Unsplit(ctx context.Context, who access.Actor, made fact.ConversationID) (from fact.ConversationID, err error) {
	if err := who.Require(access.ConversationMerge); err != nil {
		return "", err
	}
	err = in.again(ctx, func(tx *db.Tx) error {
		var s splitRow
		err := tx.NewSelect().Model(&s).Where("conversation_id = ? AND undone_at = 0", made).Scan(ctx)
		if db.IsNone(err) {
			return fault.New(fault.Conflict, "conversation.not_split")
		}
		if err != nil {
			return fmt.Errorf("look for the split of %s: %w", made, err)
		}
		from, err = in.unsplit(ctx, tx, who, s)
		return err
	})
	return from, err
}

// wayBack is where the messages of a split go when it is undone: each to where
// its first home stands by now.
type wayBack struct {
	to    fact.ConversationID // where the rest goes
	homes map[fact.MessageID]fact.ConversationID
	roots map[fact.ConversationID]fact.ConversationID
}

func (w wayBack) same(o wayBack) bool {
	return w.to == o.to && maps.Equal(w.homes, o.homes) && maps.Equal(w.roots, o.roots)
}

func back(ctx context.Context, tx *db.Tx, s splitRow) (w wayBack, err error) {
	w = wayBack{homes: map[fact.MessageID]fact.ConversationID{}, roots: map[fact.ConversationID]fact.ConversationID{}}
	w.to, err = rootOf(ctx, tx, s.From)
	if fault.IsKind(err, fault.Missing) {
		return w, fault.New(fault.Conflict, "conversation.split_source_gone")
	}
	if err != nil {
		return w, err
	}
	if w.to == s.New {
		return w, fault.New(fault.Conflict, "conversation.split_source_merged")
	}
	var homes []struct {
		Message fact.MessageID      `bun:"message_id"`
		Home    fact.ConversationID `bun:"first_conversation"`
	}
	err = tx.NewRaw(`SELECT k.message_id, k.first_conversation FROM conversation_split_message k JOIN message m ON m.id = k.message_id
		WHERE k.split_id = ? AND m.conversation_id = ? AND m.first_conversation = ''`, s.ID, s.New).Scan(ctx, &homes)
	if err != nil {
		return w, fmt.Errorf("look where the messages were: %w", err)
	}
	for _, h := range homes {
		if h.Home, err = homeBefore(ctx, tx, h.Message, h.Home); err != nil {
			return w, err
		}
		root, known := w.roots[h.Home]
		if !known {
			if root, err = rootOf(ctx, tx, h.Home); fault.IsKind(err, fault.Missing) {
				h.Home, root = s.From, w.to // that half was deleted; the rest is still there
			} else if err != nil {
				return w, err
			}
			w.roots[h.Home] = root
		}
		w.homes[h.Message] = h.Home
	}
	return w, nil
}

// homeBefore is where a message belongs that was taken out of a home: where that home
// itself was split off and has gone back, whence the message had come to it.
func homeBefore(ctx context.Context, tx *db.Tx, message fact.MessageID, home fact.ConversationID) (fact.ConversationID, error) {
	for {
		var earlier fact.ConversationID
		err := tx.NewRaw(`SELECT k.first_conversation FROM conversation_split s JOIN conversation_split_message k ON k.split_id = s.id
			WHERE s.conversation_id = ? AND s.undone_at > 0 AND k.message_id = ?`, home, message).Scan(ctx, &earlier)
		if db.IsNone(err) {
			return home, nil
		}
		if err != nil {
			return home, fmt.Errorf("look where message %s was before: %w", message, err)
		}
		home = earlier
	}
}

func (in *Inbox) unsplit(ctx context.Context, tx *db.Tx, who access.Actor, s splitRow) (fact.ConversationID, error) {
	way, err := back(ctx, tx, s)
	if err != nil {
		return "", err
	}
	rows, err := takeAll(ctx, tx, append(slices.Collect(maps.Values(way.roots)), s.New, way.to)...)
	if err != nil {
		return "", err
	}
	if rows[s.New].MergedInto != "" {
		return "", mergedAway(ctx, tx, rows[s.New])
	}
	if now, err := back(ctx, tx, s); err != nil || !now.same(way) {
		return "", errMovedMeanwhile
	}
	past, err := pastOf(ctx, tx, s.From)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(past, func(e event) bool { return e.split != nil && e.split.ID == s.ID })
	if at < 0 {
		return "", fault.New(fault.Conflict, "conversation.not_split")
	}
	s = *past[at].split
	s.UndoneAt, s.UndoneBy = tx.Now().UnixMilli(), who.ID
	n, err := tx.Exec(ctx, "UPDATE conversation_split SET undone_at = ?, undone_by = ? WHERE id = ? AND undone_at = 0", s.UndoneAt, s.UndoneBy, s.ID)
	if err != nil {
		return "", fmt.Errorf("undo the split of %s: %w", s.New, err)
	}
	if n == 0 {
		return "", fault.New(fault.Conflict, "conversation.not_split")
	}
	if err := unaccepted(ctx, tx, who, s.New); err != nil {
		return "", err
	}
	lots := map[[2]fact.ConversationID][]fact.MessageID{}
	for message, home := range way.homes {
		to := way.roots[home]
		if home == to {
			home = ""
		}
		lots[[2]fact.ConversationID{to, home}] = append(lots[[2]fact.ConversationID{to, home}], message)
	}
	touched := map[fact.ConversationID]bool{way.to: true, s.New: true}
	for key, ids := range lots {
		if _, err := tx.Exec(ctx, "UPDATE message SET conversation_id = ?, first_conversation = ? WHERE id IN (?)", key[0], key[1], bun.In(ids)); err != nil {
			return "", fmt.Errorf("put messages back: %w", err)
		}
		if err := in.carryWith(ctx, tx, key[0], ids); err != nil {
			return "", err
		}
	}
	for key := range lots {
		if touched[key[0]] {
			continue
		}
		touched[key[0]] = true
		stood, err := standing(ctx, tx, rows[key[0]])
		if err != nil {
			return "", err
		}
		if _, err := in.settle(ctx, tx, rows[key[0]], stood, stood); err != nil {
			return "", err
		}
		if err := tx.Record(ctx, fact.ConversationSplitUndone{Conversation: key[0], From: s.New, Number: rows[s.New].Number, Messages: len(lots[key]), By: who.ID}); err != nil {
			return "", err
		}
	}
	root, made := rows[way.to], rows[s.New]
	now, next, err := without(ctx, tx, past, at, root)
	if err != nil {
		return "", err
	}
	apart, err := standing(ctx, tx, made)
	if err != nil {
		return "", err
	}
	stands := next
	next = returned(next, s.Apart, apart)
	m := mergeRow{ID: id.New(), Half: made.ID, Into: s.From, Staff: who.ID, At: tx.Now().UnixMilli(), Because: "split_undone", Stood: apart, Before: stands, After: next}
	if s.From != root.ID { // it hangs in a half, which itself stands as it was merged
		up, err := mergeOf(ctx, tx, s.From)
		if err != nil {
			return "", err
		}
		m.Before, m.After = up.Stood, returned(up.Stood, s.Apart, apart)
		if _, _, err := through(ctx, tx, s.From, nil, m.Before, m.After, root.ID); err != nil {
			return "", err
		}
	}
	if err := in.put(ctx, tx, who, made, root, m, now, next); err != nil {
		return "", err
	}
	return way.to, tx.Record(ctx, fact.ConversationSplitUndone{Conversation: root.ID, From: made.ID, Number: made.Number, Messages: len(way.homes), By: who.ID})
}
