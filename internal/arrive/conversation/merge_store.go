package conversation

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Conversations that were merged make a forest: each row knows the one it went
// into, and the root of its tree has the messages of all. A message keeps where
// it belongs, so that a branch can be cut off again at any place, in any order.

type mergeRow struct {
	bun.BaseModel `bun:"table:conversation_merge"`
	ID            string              `bun:"id,pk"`
	Half          fact.ConversationID `bun:"conversation_id"`
	Into          fact.ConversationID `bun:"into_id"`
	Staff         fact.StaffID        `bun:"staff_id"`
	At            int64               `bun:"at"`
	Messages      int                 `bun:"messages"`
	Because       string              `bun:"because"`
	Stood         condition           `bun:"half,type:text"`
	Before        condition           `bun:"before,type:text"`
	After         condition           `bun:"after,type:text"`
	UndoneAt      int64               `bun:"undone_at"`
	UndoneBy      fact.StaffID        `bun:"undone_by"`
}

// joined is how the one above stands with the half.
func (m mergeRow) joined(ctx context.Context, tx *db.Tx) (condition, error) {
	if m.Because == "merge" {
		return together(m.Before, m.Stood), nil
	}
	var s splitRow
	if err := tx.NewSelect().Model(&s).Where("conversation_id = ?", m.Half).Scan(ctx); err != nil {
		return condition{}, fmt.Errorf("look how %s was split off: %w", m.Half, err)
	}
	return returned(m.Before, s.Apart, m.Stood), nil
}

type splitRow struct {
	bun.BaseModel `bun:"table:conversation_split"`
	ID            string              `bun:"id,pk"`
	From          fact.ConversationID `bun:"from_id"`
	New           fact.ConversationID `bun:"conversation_id"`
	Staff         fact.StaffID        `bun:"staff_id"`
	At            int64               `bun:"at"`
	Apart         condition           `bun:"apart,type:text"`
	Before        condition           `bun:"before,type:text"`
	After         condition           `bun:"after,type:text"`
	UndoneAt      int64               `bun:"undone_at"`
	UndoneBy      fact.StaffID        `bun:"undone_by"`
}

// errMovedMeanwhile asks to begin again: what was looked up was merged or parted
// before it could be held.
var errMovedMeanwhile = fault.New(fault.Conflict, "conversation.moved_meanwhile")

// rootOf is the conversation that stands for another; itself when it was not merged.
func rootOf(ctx context.Context, q db.Asker, id fact.ConversationID) (fact.ConversationID, error) {
	for {
		var into fact.ConversationID
		err := q.Ask("SELECT merged_into FROM conversation WHERE id = ?", id).Scan(ctx, &into)
		if db.IsNone(err) {
			return "", fault.New(fault.Missing, "conversation.missing")
		}
		if err != nil {
			return "", fmt.Errorf("look where conversation %s went: %w", id, err)
		}
		if into == "" {
			return id, nil
		}
		id = into
	}
}

// treeOf is a conversation with all that was merged into it, and into those.
func treeOf(ctx context.Context, q db.Asker, id fact.ConversationID) (ids []fact.ConversationID, err error) {
	err = q.Ask(`WITH RECURSIVE tree (id) AS (SELECT CAST(? AS TEXT) UNION ALL
		SELECT c.id FROM conversation c JOIN tree t ON c.merged_into = t.id AND c.merged_into <> '') SELECT id FROM tree`, string(id)).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look what was merged into %s: %w", id, err)
	}
	return ids, nil
}

// takeAll loads several for change, always in the same order, so that two who
// want the same ones do not wait for each other.
func takeAll(ctx context.Context, tx *db.Tx, ids ...fact.ConversationID) (map[fact.ConversationID]row, error) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	rows := map[fact.ConversationID]row{}
	for _, id := range slices.Compact(ids) {
		c, err := takeAny(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		rows[id] = c
	}
	return rows, nil
}

// mergedAway is the refusal of whoever wants to change one that was merged.
func mergedAway(ctx context.Context, q db.Reader, c row) error {
	root, err := rootOf(ctx, q, c.ID)
	if err != nil {
		return err
	}
	number, err := numberOf(ctx, q, root)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "conversation.merged", "into", string(root), "number", number)
}

func numberOf(ctx context.Context, q bun.IDB, id fact.ConversationID) (number int64, err error) {
	if err = q.NewRaw("SELECT number FROM conversation WHERE id = ?", id).Scan(ctx, &number); err != nil {
		err = fmt.Errorf("look up the number of %s: %w", id, err)
	}
	return number, err
}

// standing is how a conversation stands, with its tags.
func standing(ctx context.Context, tx *db.Tx, c row) (condition, error) {
	tags, err := tagsOf(ctx, tx, c.ID)
	if err != nil {
		return condition{}, err
	}
	return condition{
		State: c.State, WaitingSince: c.WaitingSince, SnoozedUntil: c.SnoozedUntil, ResolvedAt: c.ResolvedAt, Priority: c.Priority,
		Assignee: string(c.Assignee), Team: string(c.Team), Subject: c.Subject, StaffReadUpto: string(c.StaffReadUpto), Tags: union(tags[c.ID], nil),
	}, nil
}

// under puts a condition into a row; the tags are rows of their own.
func (c row) under(s condition) row {
	c.State, c.WaitingSince, c.SnoozedUntil, c.ResolvedAt = s.State, s.WaitingSince, s.SnoozedUntil, s.ResolvedAt
	c.Priority, c.Assignee, c.Team, c.Subject = s.Priority, fact.StaffID(s.Assignee), fact.TeamID(s.Team), s.Subject
	c.StaffReadUpto = fact.MessageID(s.StaffReadUpto)
	return c
}

// settle saves a conversation as it stands now: counted anew, with its tags, its
// place in the search and the timer of its snooze.
func (in *Inbox) settle(ctx context.Context, tx *db.Tx, before row, was, is condition) (row, error) {
	after, err := recounted(ctx, tx, before.under(is))
	if err != nil {
		return after, err
	}
	if err := save(ctx, tx, before, after); err != nil {
		return after, err
	}
	added, removed := differ(was.Tags, is.Tags)
	if err := retag(ctx, tx, after, added, removed); err != nil {
		return after, err
	}
	if after.Subject != before.Subject {
		if err := in.index.IndexConversation(ctx, tx, after.searchable()); err != nil {
			return after, err
		}
	}
	if after.State == Snoozed && after.SnoozedUntil != before.SnoozedUntil {
		return after, tx.Enqueue(ctx, db.Job{Kind: AwakenKind, Args: Awaken{after.ID}, RunAt: *instant(after.SnoozedUntil)})
	}
	return after, nil
}

// recounted reads from the messages what a row repeats of them.
func recounted(ctx context.Context, tx *db.Tx, c row) (row, error) {
	if err := tx.NewRaw("SELECT COUNT(*) FROM message WHERE conversation_id = ?", c.ID).Scan(ctx, &c.MessageCount); err != nil {
		return c, fmt.Errorf("count the messages of %s: %w", c.ID, err)
	}
	var newest messageRow
	err := tx.NewRaw("SELECT * FROM message WHERE conversation_id = ? AND kind <> 'system' ORDER BY sent_at DESC, id DESC LIMIT 1", c.ID).Scan(ctx, &newest)
	if db.IsNone(err) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("find the newest message of %s: %w", c.ID, err)
	}
	c.LastMessageAt, c.LastMessageKind, c.Preview = newest.SentAt, newest.Kind, preview(newest)
	return c, nil
}

// hide takes a conversation that was merged out of lists, counts and tags.
func hide(ctx context.Context, tx *db.Tx, before row, was condition, into fact.ConversationID) error {
	after := enter(before, Resolved, tx.Now())
	after.MergedInto, after.MessageCount = into, 0
	if _, err := tx.NewUpdate().Model(&after).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("merge conversation %s away: %w", before.ID, err)
	}
	if err := retag(ctx, tx, after, nil, was.Tags); err != nil {
		return err
	}
	return tally(ctx, tx, &before, nil)
}

// unhide puts it back among the others.
func (in *Inbox) unhide(ctx context.Context, tx *db.Tx, hidden row, is condition) (row, error) {
	after := hidden.under(is)
	after.MergedInto = ""
	after, err := recounted(ctx, tx, after)
	if err != nil {
		return after, err
	}
	if _, err := tx.NewUpdate().Model(&after).WherePK().Exec(ctx); err != nil {
		return after, fmt.Errorf("take conversation %s out again: %w", after.ID, err)
	}
	if err := retag(ctx, tx, after, is.Tags, nil); err != nil {
		return after, err
	}
	if err := field.MoveTx(ctx, tx, string(after.ID), after.where()); err != nil {
		return after, err
	}
	if after.State == Snoozed {
		if err := tx.Enqueue(ctx, db.Job{Kind: AwakenKind, Args: Awaken{after.ID}, RunAt: *instant(after.SnoozedUntil)}); err != nil {
			return after, err
		}
	}
	return after, tally(ctx, tx, nil, &after)
}

// carry moves messages to another conversation, with their files and words.
// Which are meant is a condition on the message.
func (in *Inbox) carry(ctx context.Context, tx *db.Tx, to fact.ConversationID, which string, args ...any) ([]fact.MessageID, error) {
	// A client's own id is unique in one conversation; who repeats a message that was merged is known by its arrival.
	_, err := tx.Exec(ctx, `UPDATE message SET client_id = '' WHERE client_id <> '' AND (`+which+`)
		AND client_id IN (SELECT client_id FROM message WHERE conversation_id = ? AND client_id <> '')`, append(slices.Clone(args), to)...)
	if err != nil {
		return nil, fmt.Errorf("free the ids of clients: %w", err)
	}
	var ids []fact.MessageID
	err = tx.NewRaw(`UPDATE message SET conversation_id = ?,
			first_conversation = CASE WHEN first_conversation = ? THEN '' WHEN first_conversation = '' THEN conversation_id ELSE first_conversation END
		WHERE `+which+" RETURNING id", append([]any{to, to}, args...)...).Scan(ctx, &ids)
	if err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("move messages to %s: %w", to, err)
	}
	return ids, in.carryWith(ctx, tx, to, ids)
}

// carryWith moves what hangs on messages.
func (in *Inbox) carryWith(ctx context.Context, tx *db.Tx, to fact.ConversationID, ids []fact.MessageID) error {
	for lot := range slices.Chunk(ids, 500) {
		if _, err := tx.Exec(ctx, "UPDATE attachment SET conversation_id = ? WHERE message_id IN (?) AND message_id <> ''", to, bun.In(lot)); err != nil {
			return fmt.Errorf("move files to %s: %w", to, err)
		}
		if _, err := tx.Exec(ctx, "UPDATE sending SET conversation_id = ? WHERE message_id IN (?)", to, bun.In(lot)); err != nil {
			return fmt.Errorf("move replies that wait to %s: %w", to, err)
		}
		if _, err := tx.Exec(ctx, "UPDATE split_proposal SET conversation_id = ? WHERE message_id IN (?)", to, bun.In(lot)); err != nil {
			return fmt.Errorf("move proposed splits to %s: %w", to, err)
		}
		if err := in.index.MoveMessages(ctx, tx, lot, to); err != nil {
			return err
		}
	}
	return nil
}

// saidSince are the words that were said in some conversations after an instant,
// in the order in which they were sent.
func saidSince(ctx context.Context, tx *db.Tx, in fact.ConversationID, homes []fact.ConversationID, since int64) (list []messageRow, err error) {
	err = tx.NewRaw(`SELECT * FROM message WHERE conversation_id = ? AND created_at > ? AND kind <> 'system'
		AND (CASE WHEN first_conversation = '' THEN conversation_id ELSE first_conversation END) IN (?) ORDER BY sent_at, id`,
		in, since, bun.In(homes)).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("read what was said since: %w", err)
	}
	return list, nil
}

// event is something that changed how a conversation stands: another was merged
// into it, or messages were split off.
type event struct {
	merge *mergeRow
	split *splitRow
}

func (e event) of() fact.ConversationID {
	if e.split != nil {
		return e.split.From
	}
	return e.merge.Into
}

func (e event) at() int64 {
	if e.split != nil {
		return e.split.At
	}
	return e.merge.At
}

func (e event) id() string {
	if e.split != nil {
		return e.split.ID
	}
	return e.merge.ID
}

func (e event) before() *condition {
	if e.split != nil {
		return &e.split.Before
	}
	return &e.merge.Before
}

func (e event) after() *condition {
	if e.split != nil {
		return &e.split.After
	}
	return &e.merge.After
}

func (e event) save(ctx context.Context, tx *db.Tx) (err error) {
	if e.split != nil {
		_, err = tx.NewUpdate().Model(e.split).Column("before", "after").WherePK().Exec(ctx)
	} else {
		_, err = tx.NewUpdate().Model(e.merge).Column("before", "after").WherePK().Exec(ctx)
	}
	return err
}

// mergeOf is how a conversation was merged, and still is.
func mergeOf(ctx context.Context, tx *db.Tx, half fact.ConversationID) (m mergeRow, err error) {
	if err = tx.NewSelect().Model(&m).Where("conversation_id = ? AND undone_at = 0", half).Scan(ctx); err != nil {
		err = fmt.Errorf("look how %s was merged: %w", half, err)
	}
	return m, err
}

// pastOf is what happened to a conversation and still holds, in its order.
func pastOf(ctx context.Context, tx *db.Tx, id fact.ConversationID) ([]event, error) {
	var merges []mergeRow
	if err := tx.NewSelect().Model(&merges).Where("into_id = ? AND undone_at = 0", id).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the merges into %s: %w", id, err)
	}
	var splits []splitRow
	if err := tx.NewSelect().Model(&splits).Where("from_id = ? AND undone_at = 0", id).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the splits from %s: %w", id, err)
	}
	past := make([]event, 0, len(merges)+len(splits))
	for i := range merges {
		past = append(past, event{merge: &merges[i]})
	}
	for i := range splits {
		past = append(past, event{split: &splits[i]})
	}
	slices.SortFunc(past, func(a, b event) int { return cmp.Or(cmp.Compare(a.at(), b.at()), cmp.Compare(a.id(), b.id())) })
	return past, nil
}

// Tree is a conversation with all that was merged into it.
func (in *Inbox) Tree(ctx context.Context, q db.Asker, c fact.ConversationID) ([]fact.ConversationID, error) {
	return treeOf(ctx, q, c)
}
