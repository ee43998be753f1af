package conversation

import (
	"context"
	"errors"
	"slices"
	"time"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Assignment says who shall have a conversation; nil fields stay, "" takes away.
type Assignment struct {
	Assignee *fact.StaffID
	Team     *fact.TeamID
}

// Assign gives a conversation to a person, a team, or both.
func (in *Inbox) Assign(ctx context.Context, who access.Actor, conversation fact.ConversationID, a Assignment) error {
	if err := who.Require(access.ConversationAssign); err != nil {
		return err
	}
	return in.change(ctx, conversation, 0, assigning(who, a))
}

func assigning(who access.Actor, a Assignment) step {
	return func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		was := c
		if a.Assignee != nil && *a.Assignee != was.Assignee {
			if err := exists(ctx, tx, "SELECT 1 FROM staff WHERE id = ? AND state = 'active'", *a.Assignee, "assignment.unknown_staff", "assignee"); err != nil {
				return c, nil, err
			}
			c.Assignee = *a.Assignee
		}
		if a.Team != nil && *a.Team != was.Team {
			if err := exists(ctx, tx, "SELECT 1 FROM team WHERE id = ?", *a.Team, "assignment.unknown_team", "team"); err != nil {
				return c, nil, err
			}
			c.Team = *a.Team
		}
		if c.Assignee == was.Assignee && c.Team == was.Team {
			return c, nil, nil
		}
		return c, []db.Fact{fact.ConversationAssigned{
			Conversation: c.ID, Assignee: c.Assignee, Team: c.Team, Was: was.Assignee, WasTeam: was.Team, By: who.ID,
		}}, nil
	}
}

func exists[ID ~string](ctx context.Context, tx *db.Tx, query string, id ID, code, field string) error {
	if id == "" {
		return nil
	}
	var one int
	err := tx.NewRaw(query, id).Scan(ctx, &one)
	if db.IsNone(err) {
		return fault.New(fault.Invalid, code, "id", string(id)).At(field)
	}
	return err
}

// step is one change to a conversation that was taken: the row as it is after,
// and what happened. A step without facts changed nothing.
type step func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error)

// Resolve closes a conversation until the customer writes again.
func (in *Inbox) Resolve(ctx context.Context, who access.Actor, conversation fact.ConversationID) error {
	if err := who.Require(access.ConversationResolve); err != nil {
		return err
	}
	return in.change(ctx, conversation, 0, resolving(who))
}

func resolving(who access.Actor) step {
	return func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		c, err := resolved(c, tx.Now())
		if err == nil {
			err = answered(ctx, tx, c)
		}
		return c, []db.Fact{fact.ConversationResolved{Conversation: c.ID, By: who.ID}}, err
	}
}

// Reopen takes a resolved or snoozed conversation up again.
func (in *Inbox) Reopen(ctx context.Context, who access.Actor, conversation fact.ConversationID) error {
	if err := who.Require(access.ConversationResolve); err != nil {
		return err
	}
	return in.change(ctx, conversation, 0, func(_ context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		c, err := reopened(c, tx.Now())
		return c, []db.Fact{fact.ConversationReopened{Conversation: c.ID, Because: "staff", By: who.ID}}, err
	})
}

// Awaken is the timer of a snooze.
type Awaken struct {
	Conversation fact.ConversationID `json:"conversation"`
}

// AwakenKind names the job of that timer.
const AwakenKind = "conversation.awaken"

// Snooze puts a conversation away until a time.
func (in *Inbox) Snooze(ctx context.Context, who access.Actor, conversation fact.ConversationID, until time.Time) error {
	if err := who.Require(access.ConversationChange); err != nil {
		return err
	}
	return in.change(ctx, conversation, 0, snoozing(who, until))
}

func snoozing(who access.Actor, until time.Time) step {
	until = until.UTC().Truncate(time.Millisecond) // as it is kept, so that the timer and the row agree
	return func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		if c.State == Snoozed && c.SnoozedUntil == until.UnixMilli() {
			return c, nil, nil
		}
		c, err := snoozed(c, until, tx.Now())
		if err != nil {
			return c, nil, err
		}
		err = tx.Enqueue(ctx, db.Job{Kind: AwakenKind, Args: Awaken{c.ID}, RunAt: until})
		return c, []db.Fact{fact.ConversationSnoozed{Conversation: c.ID, Until: until, By: who.ID}}, err
	}
}

// Awake rings when a snooze is over.
func (in *Inbox) Awake(ctx context.Context, a Awaken) error {
	err := in.change(ctx, a.Conversation, 0, func(_ context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		if !dueAgain(c, tx.Now()) {
			return c, nil, nil
		}
		return enter(c, Open, tx.Now()), []db.Fact{fact.ConversationReopened{Conversation: c.ID, Because: "snooze_over"}}, nil
	})
	if fault.Is(err, "conversation.missing") || fault.Is(err, "conversation.merged") {
		return nil
	}
	return err
}

// Edit is a change to the plain fields; nil fields stay.
type Edit struct {
	Subject      *string
	Priority     *Priority
	Tags         *[]string
	State        *State
	SnoozedUntil *time.Time
	Fields       field.Values   // those that are given; nil clears one
	Status       *fact.StatusID // an own status, and with it its state; "" takes it away
	Version      int            // the version that was edited; 0 = whichever
}

// Change edits a conversation: all that was asked, or nothing.
func (in *Inbox) Change(ctx context.Context, who access.Actor, conversation fact.ConversationID, e Edit) error {
	steps, err := in.steps(who, e)
	if err != nil || len(steps) == 0 {
		return err
	}
	return in.change(ctx, conversation, e.Version, func(ctx context.Context, tx *db.Tx, c row) (_ row, all []db.Fact, err error) {
		for _, next := range steps {
			var facts []db.Fact
			if c, facts, err = next(ctx, tx, c); err != nil {
				return c, nil, err
			}
			all = append(all, facts...)
		}
		return c, all, nil
	})
}

// steps lists what an edit asks for, each only for who may do it.
func (in *Inbox) steps(who access.Actor, e Edit) (list []step, err error) {
	if len(e.Fields) > 0 { // before the state: resolving may ask for them
		if err := who.Require(access.ConversationChange); err != nil {
			return nil, err
		}
		list = append(list, in.filling(who, e.Fields))
	}
	if e.State != nil {
		turn, err := turning(who, *e.State, e.SnoozedUntil)
		if err != nil {
			return nil, err
		}
		list = append(list, turn)
	}
	if e.Status != nil {
		if err := who.Require(access.ConversationChange); err != nil {
			return nil, err
		}
		list = append(list, putting(who, *e.Status, e.SnoozedUntil))
	}
	if e.Tags != nil {
		tag, err := tagging(who, *e.Tags)
		if err != nil {
			return nil, err
		}
		list = append(list, tag)
	}
	if e.Subject != nil || e.Priority != nil {
		if err := who.Require(access.ConversationChange); err != nil {
			return nil, err
		}
		list = append(list, in.editing(who, e))
	}
	return list, nil
}

func (in *Inbox) editing(who access.Actor, e Edit) step {
	return func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		c, fields, err := edited(c, e)
		if err != nil || len(fields) == 0 {
			return c, nil, err
		}
		if slices.Contains(fields, "subject") {
			if err := in.findable(ctx, tx, c); err != nil {
				return c, nil, err
			}
		}
		return c, []db.Fact{fact.ConversationChanged{Conversation: c.ID, Fields: fields, By: who.ID}}, nil
	}
}

// turning moves a conversation into a state by hand.
func turning(who access.Actor, to State, until *time.Time) (step, error) {
	switch to {
	case Resolved:
		return resolving(who), who.Require(access.ConversationResolve)
	case Snoozed:
		if until == nil {
			return nil, fault.New(fault.Invalid, "conversation.snooze_needs_time").At("snoozed_until")
		}
		return snoozing(who, *until), who.Require(access.ConversationChange)
	case Open, Waiting:
		return handing(who, to), who.Require(access.ConversationChange)
	}
	return nil, fault.New(fault.Invalid, "conversation.unknown_state", "state", string(to)).At("state")
}

// handing says by hand whose turn it is.
func handing(who access.Actor, to State) step {
	return func(_ context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		if c.State == to {
			return c, nil, nil
		}
		c = enter(c, to, tx.Now())
		if to == Waiting {
			c.WaitingSince = 0
			return c, []db.Fact{fact.ConversationWaiting{Conversation: c.ID, By: who.ID}}, nil
		}
		return c, []db.Fact{fact.ConversationReopened{Conversation: c.ID, Because: "staff", By: who.ID}}, nil
	}
}

// Tag sets the tags of a conversation.
func (in *Inbox) Tag(ctx context.Context, who access.Actor, conversation fact.ConversationID, tags []string, version int) error {
	return in.Change(ctx, who, conversation, Edit{Tags: &tags, Version: version})
}

func tagging(who access.Actor, tags []string) (step, error) {
	if err := who.Require(access.ConversationTag); err != nil {
		return nil, err
	}
	clean, err := cleanTags(tags)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		old, err := tagsOf(ctx, tx, c.ID)
		if err != nil {
			return c, nil, err
		}
		added, removed := differ(old[c.ID], clean)
		if len(added)+len(removed) == 0 {
			return c, nil, nil
		}
		if err := retag(ctx, tx, c, added, removed); err != nil {
			return c, nil, err
		}
		return c, []db.Fact{fact.ConversationTagged{Conversation: c.ID, Added: added, Removed: removed, By: who.ID}}, nil
	}, nil
}

// Delete removes a conversation with all that was said in it. What had come in
// is remembered by name, so that it does not come back at the next fetch.
func (in *Inbox) Delete(ctx context.Context, who access.Actor, conversation fact.ConversationID) error {
	if err := who.Require(access.ConversationDelete); err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx *db.Tx) error { return in.DeleteTx(ctx, tx, who, conversation) })
}

// DeleteTx removes a conversation in the caller's transaction.
func (in *Inbox) DeleteTx(ctx context.Context, tx *db.Tx, who access.Actor, conversation fact.ConversationID) error {
	c, err := take(ctx, tx, conversation)
	if err != nil {
		return err
	}
	return in.deleteTx(ctx, tx, who, c)
}

// change is the frame of all verbs on one conversation: take it, let the rule
// decide, save it, record what happened.
func (in *Inbox) change(ctx context.Context, conversation fact.ConversationID, version int, rule step) error {
	err := in.db.Write(ctx, func(tx *db.Tx) error {
		before, err := take(ctx, tx, conversation)
		if err != nil {
			return err
		}
		if version != 0 && before.Version != version+1 { // take has counted one up
			return fault.New(fault.Conflict, "conversation.changed_meanwhile")
		}
		after, facts, err := rule(ctx, tx, before)
		if err != nil {
			return err
		}
		if len(facts) == 0 {
			return errUnchanged
		}
		if err := save(ctx, tx, before, after); err != nil {
			return err
		}
		return tx.Record(ctx, facts...)
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// errUnchanged takes back the version that loading counted up: without a fact
// nothing may look different.
var errUnchanged = errors.New("nothing to change")
