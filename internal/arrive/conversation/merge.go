package conversation

import (
	"context"
	"slices"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// attempts is how often a merge begins again when somebody merged in the same moment.
const attempts = 4

// again runs a verb once more when what it looked up was moved before it could hold it.
func (in *Inbox) again(ctx context.Context, do func(tx *db.Tx) error) (err error) {
	for range attempts {
		if err = in.db.Write(ctx, do); !fault.Is(err, errMovedMeanwhile.Code) {
			return err
		}
	}
	return err
}

// Merge puts a conversation into another. Nothing is copied: its messages stand
// in the other one and keep where they came from, its number leads there, and so
// do later answers. Where the other one was merged itself, the one that stands
// for it is meant.
func (in *Inbox) Merge(ctx context.Context, who access.Actor, half, into fact.ConversationID) (survivor fact.ConversationID, err error) {
	if err := who.Require(access.ConversationMerge); err != nil {
		return "", err
	}
	if half == into {
		return "", fault.New(fault.Invalid, "conversation.merge_itself").At("into")
	}
	err = in.again(ctx, func(tx *db.Tx) error {
		survivor, err = rootOf(ctx, tx, into)
		if fault.IsKind(err, fault.Missing) {
			return fault.New(fault.Invalid, "conversation.merge_unknown").At("into")
		}
		if err != nil {
			return err
		}
		rows, err := takeAll(ctx, tx, half, survivor)
		if err != nil {
			return err
		}
		if survivor == half {
			return fault.New(fault.Conflict, "conversation.merged_the_other_way", "number", rows[half].Number)
		}
		if rows[half].MergedInto != "" {
			return mergedAway(ctx, tx, rows[half])
		}
		if now, err := rootOf(ctx, tx, into); err != nil || now != survivor {
			return errMovedMeanwhile
		}
		return in.join(ctx, tx, who, rows[half], rows[survivor])
	})
	return survivor, err
}

func (in *Inbox) join(ctx context.Context, tx *db.Tx, who access.Actor, half, into row) error {
	stood, err := standing(ctx, tx, half)
	if err != nil {
		return err
	}
	before, err := standing(ctx, tx, into)
	if err != nil {
		return err
	}
	m := mergeRow{
		ID: id.New(), Half: half.ID, Into: into.ID, Staff: who.ID, At: tx.Now().UnixMilli(), Because: "merge",
		Stood: stood, Before: before, After: together(before, stood),
	}
	return in.put(ctx, tx, who, half, into, into, m)
}

// put moves all messages of half to root and notes why; it hangs under into, of
// which root is the root.
func (in *Inbox) put(ctx context.Context, tx *db.Tx, who access.Actor, half, into, root row, m mergeRow) error {
	ids, err := in.carry(ctx, tx, root.ID, "conversation_id = ?", half.ID)
	if err != nil {
		return err
	}
	tree, err := treeOf(ctx, tx, half.ID)
	if err != nil {
		return err
	}
	if err := in.index.MoveConversations(ctx, tx, tree, root.ID); err != nil {
		return err
	}
	if err := hide(ctx, tx, half, m.Stood, into.ID); err != nil {
		return err
	}
	if _, err := in.settle(ctx, tx, root, m.Before, m.After); err != nil {
		return err
	}
	m.Messages = len(ids)
	if _, err := tx.NewInsert().Model(&m).Exec(ctx); err != nil {
		return err
	}
	return tx.Record(ctx,
		fact.ConversationMerged{Conversation: half.ID, Into: root.ID, IntoNumber: root.Number, Messages: len(ids), By: who.ID},
		fact.ConversationJoined{Conversation: root.ID, Merged: half.ID, Number: half.Number, Messages: len(ids), By: who.ID})
}

// Unmerge takes a conversation out of the one it was merged into. What belongs to
// it goes back: what was said in it before, and what came to it by its own
// thread since. What was said in the other one stays there.
func (in *Inbox) Unmerge(ctx context.Context, who access.Actor, half fact.ConversationID) (from fact.ConversationID, err error) {
	if err := who.Require(access.ConversationMerge); err != nil {
		return "", err
	}
	err = in.again(ctx, func(tx *db.Tx) error {
		if from, err = rootOf(ctx, tx, half); err != nil {
			return err
		}
		if from == half {
			return fault.New(fault.Conflict, "conversation.not_merged")
		}
		rows, err := takeAll(ctx, tx, half, from)
		if err != nil {
			return err
		}
		if now, err := rootOf(ctx, tx, half); err != nil || now != from {
			return errMovedMeanwhile
		}
		return in.part(ctx, tx, who, rows[half], rows[from])
	})
	return from, err
}

func (in *Inbox) part(ctx context.Context, tx *db.Tx, who access.Actor, half, root row) error {
	merges, err := mergesInto(ctx, tx, half.MergedInto)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(merges, func(m mergeRow) bool { return m.Half == half.ID })
	if at < 0 {
		return fault.New(fault.Conflict, "conversation.not_merged")
	}
	m := merges[at]
	if m.Because == "split_undone" {
		return fault.New(fault.Conflict, "conversation.split_was_undone")
	}
	tree, err := treeOf(ctx, tx, half.ID)
	if err != nil {
		return err
	}
	since, err := saidSince(ctx, tx, root.ID, tree, m.At)
	if err != nil {
		return err
	}
	ids, err := in.carry(ctx, tx, half.ID, "conversation_id = ? AND first_conversation IN (?)", root.ID, inList(tree))
	if err != nil {
		return err
	}
	if err := in.index.MoveConversations(ctx, tx, tree, half.ID); err != nil {
		return err
	}
	m.UndoneAt, m.UndoneBy = tx.Now().UnixMilli(), who.ID
	if _, err := tx.NewUpdate().Model(&m).Column("undone_at", "undone_by").WherePK().Exec(ctx); err != nil {
		return err
	}
	if _, err := in.unhide(ctx, tx, half, m.Stood.after(since).due(tx.Now())); err != nil {
		return err
	}
	if err := in.without(ctx, tx, merges, at, root); err != nil {
		return err
	}
	return tx.Record(ctx,
		fact.ConversationMergeUndone{Conversation: half.ID, From: root.ID, FromNumber: root.Number, Messages: len(ids), By: who.ID},
		fact.ConversationParted{Conversation: root.ID, Merged: half.ID, Number: half.Number, Messages: len(ids), By: who.ID})
}

// without takes what a merge did to a condition back, through the merges that came
// after it, and up to the root.
func (in *Inbox) without(ctx context.Context, tx *db.Tx, merges []mergeRow, at int, root row) error {
	gone := merges[at]
	was, is := gone.After, gone.Before
	for {
		var err error
		if was, is, err = replay(ctx, tx, merges[at+1:], was, is); err != nil {
			return err
		}
		parent := merges[at].Into
		if parent == root.ID {
			break
		}
		// The parent was merged itself: it had joined with what is gone now.
		var above []mergeRow
		var up mergeRow
		if err := tx.NewSelect().Model(&up).Where("conversation_id = ? AND undone_at = 0", parent).Scan(ctx); err != nil {
			return err
		}
		if above, err = mergesInto(ctx, tx, up.Into); err != nil {
			return err
		}
		at = slices.IndexFunc(above, func(m mergeRow) bool { return m.ID == up.ID })
		merges = above
		up.Stood = rebased(up.Stood, was, is)
		was, is = up.After, together(up.Before, up.Stood)
		up.After = is
		if _, err := tx.NewUpdate().Model(&up).Column("half", "after").WherePK().Exec(ctx); err != nil {
			return err
		}
	}
	now, err := standing(ctx, tx, root)
	if err != nil {
		return err
	}
	tree, err := treeOf(ctx, tx, root.ID)
	if err != nil {
		return err
	}
	since, err := saidSince(ctx, tx, root.ID, tree, gone.At)
	if err != nil {
		return err
	}
	next := rebased(now, was, is)
	byHand := now.turn() != was.turn() && now.State != Open && now.State != Waiting
	if len(since) > 0 && !byHand {
		next = next.with(is.turn()).after(since)
	}
	_, err = in.settle(ctx, tx, root, now, next.due(tx.Now()))
	return err
}

// replay makes later merges as if the condition they found had been another.
func replay(ctx context.Context, tx *db.Tx, later []mergeRow, was, is condition) (condition, condition, error) {
	for _, m := range later {
		found := m.Before
		m.Before = rebased(m.Before, was, is)
		was, is = m.After, together(m.Before, m.Stood)
		if m.Because != "merge" {
			is = rebased(m.After, found, m.Before)
		}
		m.After = is
		if _, err := tx.NewUpdate().Model(&m).Column("before", "after").WherePK().Exec(ctx); err != nil {
			return was, is, err
		}
	}
	return was, is, nil
}
