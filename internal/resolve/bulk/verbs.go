package bulk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/resolve/wording"
)

// Office is where actions on many conversations are asked for and done.
type Office struct {
	db    *db.DB
	inbox *conversation.Inbox
	shelf *wording.Shelf
}

// New opens the office.
func New(d *db.DB, inbox *conversation.Inbox, shelf *wording.Shelf) *Office {
	return &Office{d, inbox, shelf}
}

// Kind names the job that works an action off.
const Kind = "bulk.work"

// Task is that job.
type Task struct {
	Bulk fact.BulkID `json:"bulk"`
}

// Begin starts an action. Few conversations are done when it returns; many, and
// all that a query covers, are left to a job.
func (o *Office) Begin(ctx context.Context, who access.Actor, order Order) (Action, error) {
	r, ids, err := o.asked(ctx, who, order)
	if err != nil {
		return Action{}, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		r.CreatedAt = tx.Now().UnixMilli()
		if err := insert(ctx, tx, r); err != nil {
			return err
		}
		if err := list(ctx, tx, r.ID, ids, "pending", ""); err != nil {
			return err
		}
		if err := begun(ctx, tx, who, r); err != nil {
			return err
		}
		if r.State == Running && len(ids) <= atOnce && r.Macro == "" {
			return o.step(ctx, tx, r, who)
		}
		if err := tell(ctx, tx, r); err != nil {
			return err
		}
		return tx.Enqueue(ctx, db.Job{Kind: Kind, Lane: string(r.ID), Args: Task{r.ID}})
	})
	if err != nil {
		return Action{}, err
	}
	return o.Get(ctx, who, r.ID)
}

// asked is an order as it is kept, if it may be given.
func (o *Office) asked(ctx context.Context, who access.Actor, order Order) (r row, ids []fact.ConversationID, err error) {
	if err := who.Require(access.ConversationBulk); err != nil {
		return r, nil, err
	}
	macro, err := o.macroAsked(ctx, who, order)
	if err != nil {
		return r, nil, err
	}
	if order.Acts.Assignee != nil && *order.Acts.Assignee == "me" {
		order.Acts.Assignee = &who.ID
	}
	acts := order.Acts
	if macro == "" {
		if acts, err = order.Acts.Checked(who, o.db.Now()); err != nil {
			return r, nil, err
		}
	}
	r = row{ID: fact.BulkID(id.New()), Staff: who.ID, Acts: acts, Macro: macro, AsOf: order.AsOf, State: Gathering}
	if order.Query != nil {
		text, err := json.Marshal(order.Query.Narrowed())
		r.Query = string(text)
		return r, nil, err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(order.IDs)))
	if len(ids) == 0 {
		return r, nil, fault.New(fault.Invalid, "bulk.nothing_chosen").At("ids")
	}
	if len(ids) > mostIDs {
		return r, nil, fault.New(fault.Invalid, "request.too_many_ids", "limit", mostIDs).At("ids")
	}
	r.State, r.Total = Running, len(ids)
	return r, ids, nil
}

func begun(ctx context.Context, tx *db.Tx, who access.Actor, r row) error {
	return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "bulk.begun", Kind: "bulk_action", ID: string(r.ID), After: what(r)})
}

// Work is the job: it goes on from wherever the action stands, chunk by chunk, and
// may be started twice.
func (o *Office) Work(ctx context.Context, t Task) error {
	for {
		var r row
		err := o.db.Write(ctx, func(tx *db.Tx) (err error) {
			if r, err = hold(ctx, tx, t.Bulk); err != nil || r.State.over() || r.State == Gathering || r.byMacro() {
				return err
			}
			if err := o.step(ctx, tx, r, by(r)); err != nil {
				return err
			}
			r, err = load(ctx, tx, t.Bulk)
			return err
		})
		switch {
		case fault.Is(err, "bulk.missing"):
			return nil // forgotten meanwhile
		case err != nil:
			return err
		case r.State == Gathering:
			if err := o.gather(ctx, r); err != nil {
				return err
			}
		case r.State.over():
			return nil
		case r.byMacro():
			if err := o.macroStep(ctx, r); err != nil {
				return err
			}
		}
	}
}

// by is the person for whom the job works. What they may do was asked when they
// gave the order.
func by(r row) access.Actor {
	who := access.System
	who.ID, who.Name = r.Staff, ""
	return who
}

// gather lists what the query covers. Conversations that were moved after the
// person looked are left out, and said so.
func (o *Office) gather(ctx context.Context, r row) error {
	var q conversation.Query
	if err := json.Unmarshal([]byte(r.Query), &q); err != nil {
		return fmt.Errorf("read the query of %s: %w", r.ID, err)
	}
	moved, err := o.movedSince(ctx, r.AsOf)
	if err != nil {
		return err
	}
	q.Limit, q.After = 1000, conversation.Place{}
	for total := 0; total < most; {
		ids, next, err := o.inbox.Pick(ctx, q)
		if err != nil {
			return err
		}
		var still, gone []fact.ConversationID
		for _, c := range ids {
			if moved[string(c)] {
				gone = append(gone, c)
			} else {
				still = append(still, c)
			}
		}
		err = o.db.Write(ctx, func(tx *db.Tx) error {
			if err := list(ctx, tx, r.ID, still, "pending", ""); err != nil {
				return err
			}
			return list(ctx, tx, r.ID, gone, "refused", fault.New(fault.Conflict, "bulk.moved_since").Code)
		})
		if err != nil {
			return err
		}
		if total += len(ids); next.ID == "" {
			break
		}
		q.After = next
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		now, err := hold(ctx, tx, r.ID)
		if err != nil || now.State != Gathering { // stopped meanwhile
			return err
		}
		if now.Total, err = count(ctx, tx, r.ID); err != nil {
			return err
		}
		now.State = Running
		if err := save(ctx, tx, now); err != nil {
			return err
		}
		return tell(ctx, tx, now)
	})
}

func (o *Office) movedSince(ctx context.Context, cursor int64) (map[string]bool, error) {
	moved := map[string]bool{}
	if cursor == 0 {
		return moved, nil
	}
	for seen := 0; seen < mostNews; {
		facts, err := o.db.FactsAfter(ctx, cursor, 1000, db.Filter{})
		if err != nil {
			return nil, err
		}
		if len(facts) == 0 {
			break
		}
		for _, f := range facts {
			cursor = f.Cursor
			if moves(f.Name) {
				moved[f.Conversation] = true
			}
		}
		seen += len(facts)
	}
	return moved, nil
}

// step does the next chunk, forwards or back, and finishes when none is left.
func (o *Office) step(ctx context.Context, tx *db.Tx, r row, who access.Actor) error {
	state, do := "pending", o.apply
	if r.State == Undoing {
		state, do = "done", o.restore
	}
	items, err := next(ctx, tx, r.ID, state)
	if err != nil {
		return err
	}
	for _, it := range items {
		it, err := do(ctx, tx, who, r, it)
		if err != nil {
			return err
		}
		if err := put(ctx, tx, it); err != nil {
			return err
		}
	}
	if len(items) < chunk {
		r.State, r.FinishedAt = map[State]State{Running: Done, Undoing: Undone}[r.State], tx.Now().UnixMilli()
		if err := save(ctx, tx, r); err != nil {
			return err
		}
	}
	return tell(ctx, tx, r)
}

func (o *Office) apply(ctx context.Context, tx *db.Tx, who access.Actor, r row, it item) (item, error) {
	done, err := o.inbox.ApplyTx(ctx, tx, who, it.Conversation, r.Acts)
	if refused(err) {
		it.State, it.Reason = "refused", fault.Of(err).Code
		return it, nil
	}
	if err != nil {
		return it, err
	}
	it.State, it.Version = "done", done.Version
	if !done.Changed {
		it.State = "same"
		return it, nil
	}
	text, err := json.Marshal(done.Before)
	it.Before = string(text)
	return it, err
}

func (o *Office) restore(ctx context.Context, tx *db.Tx, who access.Actor, r row, it item) (item, error) {
	var before stood
	if err := json.Unmarshal([]byte(it.Before), &before); err != nil {
		return it, fmt.Errorf("read how %s stood: %w", it.Conversation, err)
	}
	err := o.inbox.RestoreTx(ctx, tx, who, it.Conversation, it.Version, before.Before)
	if err == nil || refused(err) { // a waiting reply does not leave, whatever else has changed
		if err := o.unsaid(ctx, tx, r, before.Reply); err != nil {
			return it, err
		}
	}
	if refused(err) {
		it.State, it.Reason = "kept", fault.Of(err).Code
		return it, nil
	}
	it.State, it.Reason = "undone", ""
	return it, err
}

// refused parts what a rule refuses from what is broken.
func refused(err error) bool {
	return fault.IsKind(err, fault.Conflict) || fault.IsKind(err, fault.Missing) || fault.IsKind(err, fault.Invalid) || fault.IsKind(err, fault.Denied)
}

// Cancel stops an action that is under way; what was done stays done.
func (o *Office) Cancel(ctx context.Context, who access.Actor, id fact.BulkID) (Action, error) {
	return o.turn(ctx, who, id, func(ctx context.Context, tx *db.Tx, r row) error {
		if err := r.cancelled(who, tx.Now()); err != nil {
			return err
		}
		r.State, r.FinishedAt = Cancelled, tx.Now().UnixMilli()
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		return tell(ctx, tx, r)
	})
}

// Undo puts everything back that has not been changed since.
func (o *Office) Undo(ctx context.Context, who access.Actor, id fact.BulkID) (Action, error) {
	return o.turn(ctx, who, id, func(ctx context.Context, tx *db.Tx, r row) error {
		if err := r.undone(who, tx.Now()); err != nil {
			return err
		}
		r.State, r.FinishedAt = Undoing, 0
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		if r.Total <= atOnce {
			return o.step(ctx, tx, r, who)
		}
		if err := tell(ctx, tx, r); err != nil {
			return err
		}
		return tx.Enqueue(ctx, db.Job{Kind: Kind, Lane: string(r.ID), Args: Task{r.ID}})
	})
}

func (o *Office) turn(ctx context.Context, who access.Actor, id fact.BulkID, do func(context.Context, *db.Tx, row) error) (Action, error) {
	if err := who.Require(access.ConversationBulk); err != nil {
		return Action{}, err
	}
	err := o.db.Write(ctx, func(tx *db.Tx) error {
		r, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		return do(ctx, tx, r)
	})
	if err != nil {
		return Action{}, err
	}
	return o.Get(ctx, who, id)
}

// tell says how far an action has come.
func tell(ctx context.Context, tx *db.Tx, r row) error {
	n, err := outcomes(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.BulkProgressed{
		Bulk: r.ID, State: string(r.State), Total: r.Total, Done: n["done"] + n["same"], Refused: n["refused"], By: r.Staff,
	})
}

// Forget drops what was before where it can no longer be undone, and actions that
// are long over.
func (o *Office) Forget(ctx context.Context) error {
	return o.db.Write(ctx, func(tx *db.Tx) error {
		return forget(ctx, tx, tx.Now().Add(-kept), tx.Now().Add(-undoable-time.Minute))
	})
}
