package conversation

import (
	"context"
	"fmt"
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
	return in.put(ctx, tx, who, half, into, m, m.Before, m.After)
}

// put moves all messages of half to root, which stood as was and stands as is then,
// and notes why; half hangs under m.Into, of which root is the root.
func (in *Inbox) put(ctx context.Context, tx *db.Tx, who access.Actor, half, root row, m mergeRow, was, is condition) error {
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
	if err := hide(ctx, tx, half, m.Stood, m.Into); err != nil {
		return err
	}
	if _, err := in.settle(ctx, tx, root, was, is); err != nil {
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
	past, err := pastOf(ctx, tx, half.MergedInto)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(past, func(e event) bool { return e.merge != nil && e.merge.Half == half.ID })
	if at < 0 {
		return fault.New(fault.Conflict, "conversation.not_merged")
	}
	m := *past[at].merge
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
	now, next, err := without(ctx, tx, past, at, root)
	if err != nil {
		return err
	}
	if _, err := in.settle(ctx, tx, root, now, next); err != nil {
		return err
	}
	return tx.Record(ctx,
		fact.ConversationMergeUndone{Conversation: half.ID, From: root.ID, FromNumber: root.Number, Messages: len(ids), By: who.ID},
		fact.ConversationParted{Conversation: root.ID, Merged: half.ID, Number: half.Number, Messages: len(ids), By: who.ID})
}

// without tells how a root stands, and how it would if one event had not been: what
// the event did to the condition is taken back, through what came after it, and up
// to the root.
func without(ctx context.Context, tx *db.Tx, past []event, at int, root row) (now, next condition, err error) {
	gone := past[at]
	was, is, err := through(ctx, tx, gone.of(), past[at+1:], *gone.after(), *gone.before(), root.ID)
	if err != nil {
		return now, next, err
	}
	if now, err = standing(ctx, tx, root); err != nil {
		return now, next, err
	}
	tree, err := treeOf(ctx, tx, root.ID)
	if err != nil {
		return now, next, err
	}
	since, err := saidSince(ctx, tx, root.ID, tree, gone.at())
	if err != nil {
		return now, next, err
	}
	next = rebased(now, was, is)
	byHand := now.turn() != was.turn() && now.State != Open && now.State != Waiting
	if len(since) > 0 && !byHand {
		next = next.with(is.turn()).after(since)
	}
	return now, next.due(tx.Now()), nil
}

// through carries a change of one conversation's condition, from was to is, through
// what came later and through the merges above it, up to the root.
func through(ctx context.Context, tx *db.Tx, of fact.ConversationID, later []event, was, is condition, root fact.ConversationID) (condition, condition, error) {
	for {
		var err error
		if was, is, err = replay(ctx, tx, later, was, is); err != nil || of == root {
			return was, is, err
		}
		// It was merged itself: the one above had joined with it as it stood.
		up, err := mergeOf(ctx, tx, of)
		if err != nil {
			return was, is, err
		}
		past, err := pastOf(ctx, tx, up.Into)
		if err != nil {
			return was, is, err
		}
		up.Stood = rebased(up.Stood, was, is)
		was = up.After
		if is, err = up.joined(ctx, tx); err != nil {
			return was, is, err
		}
		up.After = is
		if _, err := tx.NewUpdate().Model(&up).Column("half", "after").WherePK().Exec(ctx); err != nil {
			return was, is, fmt.Errorf("note how %s stood: %w", of, err)
		}
		at := slices.IndexFunc(past, func(e event) bool { return e.merge != nil && e.merge.ID == up.ID })
		of, later = up.Into, past[at+1:]
	}
}

// replay makes later events as if the condition they found had been another.
func replay(ctx context.Context, tx *db.Tx, later []event, was, is condition) (_, _ condition, err error) {
	for _, e := range later {
		before, after := e.before(), e.after()
		found := *before
		*before = rebased(found, was, is)
		was = *after
		if e.split != nil {
			is = rebased(*after, found, *before)
			if before.State != Open && before.State != Waiting { // what is put away stays so, whatever is split off
				is = is.with(before.turn())
			}
		} else if is, err = e.merge.joined(ctx, tx); err != nil {
			return was, is, err
		}
		*after = is
		if err := e.save(ctx, tx); err != nil {
			return was, is, err
		}
	}
	return was, is, nil
}
