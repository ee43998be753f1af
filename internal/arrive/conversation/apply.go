package conversation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Acts is what shall be done with a conversation, all of it or nothing; empty
// fields leave things as they are. It is what a bulk action and a macro have in
// common.
type Acts struct {
	Assignee     *fact.StaffID  `json:"assignee,omitempty" doc:"a staff id, me, or \"\" for nobody"`
	Team         *fact.TeamID   `json:"team,omitempty" doc:"a team id, or \"\" for none"`
	AddTags      []string       `json:"add_tags,omitempty" nullable:"false"`
	RemoveTags   []string       `json:"remove_tags,omitempty" nullable:"false"`
	Priority     *Priority      `json:"priority,omitempty" enum:"low,normal,high,urgent"`
	Status       *fact.StatusID `json:"status,omitempty" doc:"an own status, and with it its state; \"\" takes it away"`
	State        *State         `json:"state,omitempty" enum:"open,waiting,snoozed,resolved"`
	SnoozedUntil *time.Time     `json:"snoozed_until,omitempty"`
	Delete       bool           `json:"delete,omitempty" doc:"deletes them with their messages; nothing else may be asked with it, and nothing brings them back"`
}

// Before is how a conversation stood, as far as acts can change it.
type Before struct {
	State        State         `json:"state"`
	Status       fact.StatusID `json:"status"`
	Priority     Priority      `json:"priority"`
	Assignee     fact.StaffID  `json:"assignee"`
	Team         fact.TeamID   `json:"team"`
	WaitingSince int64         `json:"waiting_since"`
	SnoozedUntil int64         `json:"snoozed_until"`
	ResolvedAt   int64         `json:"resolved_at"`
	Tags         []string      `json:"tags"`
}

// Applied is what became of a conversation.
type Applied struct {
	Changed bool
	Before  Before
	Version int // of the conversation afterwards
}

// Checked refuses acts that ask for nothing, for too much, or for what the person
// may not do; it makes tags comparable.
func (a Acts) Checked(who access.Actor, now time.Time) (Acts, error) {
	if a.Delete {
		other := a
		other.Delete = false
		if !other.empty() {
			return a, fault.New(fault.Invalid, "bulk.delete_alone").At("acts")
		}
		return a, who.Require(access.ConversationDelete)
	}
	if a.empty() {
		return a, fault.New(fault.Invalid, "bulk.nothing_to_do").At("acts")
	}
	var err error
	for _, tags := range []*[]string{&a.AddTags, &a.RemoveTags} {
		if *tags, err = cleanTags(*tags); err != nil {
			return a, err
		}
	}
	if a.SnoozedUntil != nil && !a.SnoozedUntil.After(now) {
		return a, fault.New(fault.Invalid, "conversation.snooze_must_be_later").At("snoozed_until")
	}
	if _, err = a.steps(who); err != nil {
		return a, err
	}
	if _, _, err := edited(row{}, Edit{Priority: a.Priority}); err != nil {
		return a, err
	}
	return a, nil
}

// None tells whether acts ask for nothing.
func (a Acts) None() bool { return a.empty() }

func (a Acts) empty() bool {
	return a.Assignee == nil && a.Team == nil && len(a.AddTags)+len(a.RemoveTags) == 0 && a.Priority == nil && a.Status == nil && a.State == nil && !a.Delete
}

// steps come in an order in which nothing has been done when one refuses.
func (a Acts) steps(who access.Actor) (list []step, err error) {
	if a.Assignee != nil || a.Team != nil {
		if err := who.Require(access.ConversationAssign); err != nil {
			return nil, err
		}
		list = append(list, assigning(who, Assignment{Assignee: a.Assignee, Team: a.Team}))
	}
	if a.State != nil {
		turn, err := turning(who, *a.State, a.SnoozedUntil)
		if err != nil {
			return nil, err
		}
		list = append(list, turn)
	}
	if a.Status != nil || a.Priority != nil {
		if err := who.Require(access.ConversationChange); err != nil {
			return nil, err
		}
	}
	if a.Status != nil {
		list = append(list, putting(who, *a.Status, a.SnoozedUntil))
	}
	if a.Priority != nil {
		list = append(list, func(_ context.Context, _ *db.Tx, c row) (row, []db.Fact, error) {
			c, fields, err := edited(c, Edit{Priority: a.Priority})
			if err != nil || len(fields) == 0 {
				return c, nil, err
			}
			return c, []db.Fact{fact.ConversationChanged{Conversation: c.ID, Fields: fields, By: who.ID}}, nil
		})
	}
	if len(a.AddTags)+len(a.RemoveTags) > 0 {
		if err := who.Require(access.ConversationTag); err != nil {
			return nil, err
		}
		list = append(list, retagging(who, a.AddTags, a.RemoveTags))
	}
	return list, nil
}

// retagging adds and removes tags, whatever else is worn.
func retagging(who access.Actor, add, remove []string) step {
	return func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		old, err := tagsOf(ctx, tx, c.ID)
		if err != nil {
			return c, nil, err
		}
		wanted := slices.DeleteFunc(append(slices.Clone(old[c.ID]), add...), func(t string) bool { return slices.Contains(remove, t) })
		clean, err := cleanTags(wanted)
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
	}
}

// ApplyTx does acts to one conversation in the caller's transaction. A refusal is
// a fault and leaves the conversation as it was, so that the caller may go on
// with the next one; any other error ends the transaction.
func (in *Inbox) ApplyTx(ctx context.Context, tx *db.Tx, who access.Actor, conversation fact.ConversationID, a Acts) (done Applied, err error) {
	before, err := lockOne(ctx, tx, conversation)
	if err != nil {
		return done, err
	}
	if a.Delete {
		return Applied{Changed: true}, in.deleteTx(ctx, tx, who, before)
	}
	tags, err := tagsOf(ctx, tx, conversation)
	if err != nil {
		return done, err
	}
	steps, err := a.steps(who)
	if err != nil {
		return done, err
	}
	after := before
	var all []db.Fact
	for _, next := range steps {
		var facts []db.Fact
		if after, facts, err = next(ctx, tx, after); err != nil {
			return done, err
		}
		all = append(all, facts...)
	}
	done = Applied{Changed: len(all) > 0, Before: before.before(tags[conversation]), Version: before.Version}
	if !done.Changed {
		return done, nil
	}
	done.Version++
	return done, put(ctx, tx, before, after, all)
}

// StandingTx holds a conversation for change and tells how it stands: what RestoreTx
// takes later, and the version.
func (in *Inbox) StandingTx(ctx context.Context, tx *db.Tx, conversation fact.ConversationID) (Before, int, error) {
	r, err := lockOne(ctx, tx, conversation)
	if err != nil {
		return Before{}, 0, err
	}
	tags, err := tagsOf(ctx, tx, conversation)
	return r.before(tags[conversation]), r.Version, err
}

// RestoreTx puts a conversation back to how it stood, unless it has been changed
// since the version that the acts left.
func (in *Inbox) RestoreTx(ctx context.Context, tx *db.Tx, who access.Actor, conversation fact.ConversationID, version int, b Before) error {
	before, err := lockOne(ctx, tx, conversation)
	if err != nil {
		return err
	}
	if before.Version != version {
		return fault.New(fault.Conflict, "conversation.changed_meanwhile")
	}
	after := before
	after.State, after.Status, after.Priority, after.Assignee, after.Team = b.State, b.Status, b.Priority, b.Assignee, b.Team
	after.WaitingSince, after.SnoozedUntil, after.ResolvedAt = b.WaitingSince, b.SnoozedUntil, b.ResolvedAt
	if after.State == Snoozed && after.SnoozedUntil <= tx.Now().UnixMilli() { // its time came meanwhile
		after.State, after.SnoozedUntil = Open, 0
	}
	all, err := undoneFacts(ctx, tx, who, before, after)
	if err != nil {
		return err
	}
	old, err := tagsOf(ctx, tx, conversation)
	if err != nil {
		return err
	}
	if added, removed := differ(old[conversation], b.Tags); len(added)+len(removed) > 0 {
		if err := retag(ctx, tx, before, added, removed); err != nil {
			return err
		}
		all = append(all, fact.ConversationTagged{Conversation: conversation, Added: added, Removed: removed, By: who.ID})
	}
	if len(all) == 0 {
		return nil
	}
	return put(ctx, tx, before, after, all)
}

// undoneFacts tells what a restoring has changed, and sets the timer of a snooze.
func undoneFacts(ctx context.Context, tx *db.Tx, who access.Actor, before, after row) (all []db.Fact, err error) {
	id := after.ID
	if before.Assignee != after.Assignee || before.Team != after.Team {
		all = append(all, fact.ConversationAssigned{Conversation: id, Assignee: after.Assignee, Team: after.Team, Was: before.Assignee, WasTeam: before.Team, By: who.ID})
	}
	if before.Priority != after.Priority {
		all = append(all, fact.ConversationChanged{Conversation: id, Fields: []string{"priority"}, By: who.ID})
	}
	if before.Status != after.Status {
		all = append(all, fact.ConversationStatusChanged{Conversation: id, Status: after.Status, Was: before.Status, By: who.ID})
	}
	if before.State == after.State && before.SnoozedUntil == after.SnoozedUntil {
		return all, nil
	}
	switch after.State {
	case Open:
		all = append(all, fact.ConversationReopened{Conversation: id, Because: "undone", By: who.ID})
	case Waiting:
		all = append(all, fact.ConversationWaiting{Conversation: id, By: who.ID})
	case Resolved:
		all = append(all, fact.ConversationResolved{Conversation: id, By: who.ID})
	case Snoozed:
		until := time.UnixMilli(after.SnoozedUntil).UTC()
		all = append(all, fact.ConversationSnoozed{Conversation: id, Until: until, By: who.ID})
		err = tx.Enqueue(ctx, db.Job{Kind: AwakenKind, Args: Awaken{id}, RunAt: until})
	}
	return all, err
}

// lockOne loads a conversation for change without counting its version up yet.
func lockOne(ctx context.Context, tx *db.Tx, id fact.ConversationID) (c row, err error) {
	// The update that changes nothing locks the row on PostgreSQL.
	err = tx.Ask("UPDATE conversation SET version = version WHERE id = ? RETURNING *", id).Scan(ctx, &c)
	if db.IsNone(err) {
		return c, fault.New(fault.Missing, "conversation.missing")
	}
	if err != nil {
		return c, fmt.Errorf("load conversation %s: %w", id, err)
	}
	if c.MergedInto != "" {
		return c, mergedAway(ctx, tx, c)
	}
	return c, nil
}

// put saves what lockOne loaded.
func put(ctx context.Context, tx *db.Tx, before, after row, facts []db.Fact) error {
	after.Version, after.UpdatedAt = before.Version+1, tx.Now().UnixMilli()
	if err := save(ctx, tx, before, after); err != nil {
		return err
	}
	return tx.Record(ctx, facts...)
}

func (c row) before(tags []string) Before {
	if tags == nil {
		tags = []string{}
	}
	return Before{
		State: c.State, Status: c.Status, Priority: c.Priority, Assignee: c.Assignee, Team: c.Team,
		WaitingSince: c.WaitingSince, SnoozedUntil: c.SnoozedUntil, ResolvedAt: c.ResolvedAt, Tags: tags,
	}
}

// deleteTx removes a conversation that was taken.
func (in *Inbox) deleteTx(ctx context.Context, tx *db.Tx, who access.Actor, c row) error {
	return errors.Join(
		in.index.DropConversation(ctx, tx, c.ID),
		loosen(ctx, tx, c.ID),
		field.DropTx(ctx, tx, string(c.ID)),
		in.erase(ctx, tx, c),
		audit.Write(ctx, tx, audit.Entry{Who: who, Action: "conversation.deleted", Kind: "conversation", ID: string(c.ID),
			Before: map[string]any{"number": c.Number, "contact": c.Contact, "messages": c.MessageCount}}),
		tx.Record(ctx, fact.ConversationDeleted{Conversation: c.ID, Contact: c.Contact, By: who.ID}),
	)
}

func (in *Inbox) erase(ctx context.Context, tx *db.Tx, c row) error {
	tags, err := tagsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	if err := tallyTags(ctx, tx, -1, tags[c.ID]...); err != nil {
		return err
	}
	tree, err := treeOf(ctx, tx, c.ID) // what was merged into it goes with it
	if err != nil {
		return err
	}
	if err := forgetTree(ctx, tx, tree); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM conversation WHERE id IN (?)", inList(tree)); err != nil {
		return fmt.Errorf("delete conversation %s: %w", c.ID, err)
	}
	return tally(ctx, tx, &c, nil)
}
