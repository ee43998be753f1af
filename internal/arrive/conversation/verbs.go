package conversation

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

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
	return in.change(ctx, conversation, 0, func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		was := c
		if a.Assignee != nil {
			if err := exists(ctx, tx, "SELECT 1 FROM staff WHERE id = ? AND state = 'active'", *a.Assignee, "assignment.unknown_staff", "assignee"); err != nil {
				return c, nil, err
			}
			c.Assignee = *a.Assignee
		}
		if a.Team != nil {
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
	})
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

// Resolve closes a conversation until the customer writes again.
func (in *Inbox) Resolve(ctx context.Context, who access.Actor, conversation fact.ConversationID) error {
	if err := who.Require(access.ConversationResolve); err != nil {
		return err
	}
	return in.change(ctx, conversation, 0, func(_ context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		c, err := resolved(c, tx.Now())
		return c, []db.Fact{fact.ConversationResolved{Conversation: c.ID, By: who.ID}}, err
	})
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
	return in.change(ctx, conversation, 0, func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		c, err := snoozed(c, until, tx.Now())
		if err != nil {
			return c, nil, err
		}
		err = tx.Enqueue(ctx, db.Job{Kind: AwakenKind, Lane: AwakenKind + ":" + string(c.ID) + until.UTC().Format(time.RFC3339), Args: Awaken{c.ID}, RunAt: until})
		return c, []db.Fact{fact.ConversationSnoozed{Conversation: c.ID, Until: until.UTC(), By: who.ID}}, err
	})
}

// Awake rings when a snooze is over.
func (in *Inbox) Awake(ctx context.Context, a Awaken) error {
	err := in.change(ctx, a.Conversation, 0, func(_ context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		if !dueAgain(c, tx.Now()) {
			return c, nil, nil
		}
		return enter(c, Open, tx.Now()), []db.Fact{fact.ConversationReopened{Conversation: c.ID, Because: "snooze_over"}}, nil
	})
	if fault.Is(err, "conversation.missing") {
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
	Version      int // the version that was edited; 0 = whichever
}

// Change edits a conversation.
func (in *Inbox) Change(ctx context.Context, who access.Actor, conversation fact.ConversationID, e Edit) error {
	if e.State != nil {
		if err := in.turn(ctx, who, conversation, e); err != nil {
			return err
		}
		e.Version = 0
	}
	if e.Tags != nil {
		if err := in.Tag(ctx, who, conversation, *e.Tags, e.Version); err != nil {
			return err
		}
		e.Version = 0
	}
	if e.Subject == nil && e.Priority == nil {
		return nil
	}
	if err := who.Require(access.ConversationChange); err != nil {
		return err
	}
	return in.change(ctx, conversation, e.Version, func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		var fields []string
		if e.Subject != nil && *e.Subject != c.Subject {
			if utf8.RuneCountInString(*e.Subject) > maxSubject {
				return c, nil, fault.New(fault.Invalid, "conversation.subject_too_long", "limit", maxSubject).At("subject")
			}
			c.Subject, fields = Subject(*e.Subject), append(fields, "subject")
			if err := in.index.IndexConversation(ctx, tx, c.searchable()); err != nil {
				return c, nil, err
			}
		}
		if e.Priority != nil && *e.Priority != c.Priority {
			switch *e.Priority {
			case Low, Normal, High, Urgent:
			default:
				return c, nil, fault.New(fault.Invalid, "conversation.unknown_priority", "priority", string(*e.Priority)).At("priority")
			}
			c.Priority, fields = *e.Priority, append(fields, "priority")
		}
		if fields == nil {
			return c, nil, nil
		}
		return c, []db.Fact{fact.ConversationChanged{Conversation: c.ID, Fields: fields, By: who.ID}}, nil
	})
}

// turn moves a conversation into a state by hand.
func (in *Inbox) turn(ctx context.Context, who access.Actor, conversation fact.ConversationID, e Edit) error {
	switch *e.State {
	case Resolved:
		return in.Resolve(ctx, who, conversation)
	case Snoozed:
		if e.SnoozedUntil == nil {
			return fault.New(fault.Invalid, "conversation.snooze_needs_time").At("snoozed_until")
		}
		return in.Snooze(ctx, who, conversation, *e.SnoozedUntil)
	case Open, Waiting:
	default:
		return fault.New(fault.Invalid, "conversation.unknown_state", "state", string(*e.State)).At("state")
	}
	if err := who.Require(access.ConversationChange); err != nil {
		return err
	}
	return in.change(ctx, conversation, e.Version, func(_ context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		if c.State == *e.State {
			return c, nil, nil
		}
		c = enter(c, *e.State, tx.Now())
		if c.State == Waiting {
			c.WaitingSince = 0
			return c, []db.Fact{fact.ConversationWaiting{Conversation: c.ID, By: who.ID}}, nil
		}
		return c, []db.Fact{fact.ConversationReopened{Conversation: c.ID, Because: "staff", By: who.ID}}, nil
	})
}

// Tag sets the tags of a conversation.
func (in *Inbox) Tag(ctx context.Context, who access.Actor, conversation fact.ConversationID, tags []string, version int) error {
	if err := who.Require(access.ConversationTag); err != nil {
		return err
	}
	clean, err := cleanTags(tags)
	if err != nil {
		return err
	}
	return in.change(ctx, conversation, version, func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		old, err := tagsOf(ctx, tx, c.ID)
		if err != nil {
			return c, nil, err
		}
		added, removed := differ(old[c.ID], clean)
		for _, t := range added {
			_, err := tx.Exec(ctx, "INSERT INTO conversation_tag (conversation_id, tag, state, last_message_at) VALUES (?, ?, ?, ?)",
				c.ID, t, c.State, c.LastMessageAt)
			if err != nil {
				return c, nil, fmt.Errorf("add a tag: %w", err)
			}
		}
		for _, t := range removed {
			if _, err := tx.Exec(ctx, "DELETE FROM conversation_tag WHERE conversation_id = ? AND tag = ?", c.ID, t); err != nil {
				return c, nil, fmt.Errorf("remove a tag: %w", err)
			}
		}
		if len(added)+len(removed) == 0 {
			return c, nil, nil
		}
		return c, []db.Fact{fact.ConversationTagged{Conversation: c.ID, Added: added, Removed: removed, By: who.ID}}, nil
	})
}

// Delete removes a conversation with all that was said in it. What had come in
// is remembered by name, so that it does not come back at the next fetch.
func (in *Inbox) Delete(ctx context.Context, who access.Actor, conversation fact.ConversationID) error {
	if err := who.Require(access.ConversationDelete); err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx *db.Tx) error {
		c, err := take(ctx, tx, conversation)
		if err != nil {
			return err
		}
		if err := in.index.DropConversation(ctx, tx, c.ID); err != nil {
			return err
		}
		for _, statement := range []string{
			"UPDATE attachment SET message_id = '', conversation_id = '', created_at = 0 WHERE conversation_id = ?", // the sweep drops files that nobody else holds
			"DELETE FROM conversation WHERE id = ?",
		} {
			if _, err := tx.Exec(ctx, statement, c.ID); err != nil {
				return fmt.Errorf("delete conversation %s: %w", c.ID, err)
			}
		}
		if err := tally(ctx, tx, &c, nil); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ConversationDeleted{Conversation: c.ID, Contact: c.Contact, By: who.ID})
	})
}

// change is the frame of all verbs on one conversation: take it, let the rule
// decide, save it, record what happened. A rule that returns no facts changed
// nothing.
func (in *Inbox) change(ctx context.Context, conversation fact.ConversationID, version int,
	rule func(context.Context, *db.Tx, row) (row, []db.Fact, error),
) error {
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
