package absence

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/presence"
	"anlan/internal/platform/db"
)

// Idle tells that a customer's message is none of ours: nobody has its
// conversation, or no team wanted anything back a moment ago.
func (w *Watch) Idle(f fact.MessageArrived) bool {
	return f.Assignee == "" || f.Team == "" || w.nobodyWants()
}

// IdleReopened tells the same of a conversation that is open again. Where a
// customer wrote or a reply was taken back, that says so too.
func (w *Watch) IdleReopened(f fact.ConversationReopened) bool {
	return f.Because == "customer_wrote" || f.Because == "withdrawn" || w.nobodyWants()
}

// IdleAssigned tells the same of one that was given to somebody.
func (w *Watch) IdleAssigned(f fact.ConversationAssigned) bool {
	return f.Assignee == "" || f.Team == "" || w.nobodyWants()
}

// IdlePresence tells that somebody has come, not gone.
func (w *Watch) IdlePresence(f fact.PresenceChanged) bool {
	return f.State != string(presence.Offline) || w.nobodyWants()
}

// NobodyWants tells the same of any fact after which something may wait anew.
func NobodyWants[F db.Fact](w *Watch) func(F) bool {
	return func(F) bool { return w.nobodyWants() }
}

// Left plants a look for when somebody who went has been away for long enough.
func (w *Watch) Left(ctx context.Context, f fact.PresenceChanged) error {
	return w.plant(ctx, f.Staff, "", func(p person) time.Time { return p.Since })
}

// Assigned plants a look where somebody is away who was given a conversation:
// their time counts from then.
func (w *Watch) Assigned(ctx context.Context, f fact.ConversationAssigned) error {
	return w.plant(ctx, f.Assignee, f.Team, func(person) time.Time { return w.db.Now() })
}

// plant leaves a timer for each time that teams, or one of them, wait.
func (w *Watch) plant(ctx context.Context, staff fact.StaffID, only fact.TeamID, from func(person) time.Time) error {
	p, known, err := personOf(ctx, w.db.Read(), staff)
	if err != nil || !known || !p.away() {
		return err
	}
	wishes, err := w.wishes(ctx, only)
	if err != nil || len(wishes) == 0 {
		return err
	}
	return w.db.Write(ctx, func(tx *db.Tx) error { return leave(ctx, tx, staff, rings(wishes, from(p), tx.Now())) })
}

// Arrived looks at a conversation in which a customer wrote.
func (w *Watch) Arrived(ctx context.Context, f fact.MessageArrived) error {
	return w.lookInto(ctx, f.Conversation)
}

// Reopened looks at a conversation that is our turn again.
func (w *Watch) Reopened(ctx context.Context, f fact.ConversationReopened) error {
	return w.lookInto(ctx, f.Conversation)
}

// Withdrawn looks at a conversation whose answer was taken back before it left.
func (w *Watch) Withdrawn(ctx context.Context, f fact.MessageWithdrawn) error {
	return w.lookInto(ctx, f.Conversation)
}

// Joined looks at a conversation that another one was put into, as a merge or the
// undoing of a split does: the one may bring who waits, the other who went home.
func (w *Watch) Joined(ctx context.Context, f fact.ConversationJoined) error {
	return w.lookInto(ctx, f.Conversation)
}

// Parted looks at both conversations of a merge that was undone.
func (w *Watch) Parted(ctx context.Context, f fact.ConversationParted) error {
	return w.lookInto(ctx, f.Conversation, f.Merged)
}

// Split looks at both parts of a conversation: the question may stand in one of
// them without its answer.
func (w *Watch) Split(ctx context.Context, f fact.ConversationSplit) error {
	return w.lookInto(ctx, f.Conversation, f.Into)
}

func (w *Watch) lookInto(ctx context.Context, conversations ...fact.ConversationID) error {
	if _, err := w.wishes(ctx, ""); err != nil { // so that the next message can tell
		return err
	}
	for _, c := range conversations {
		staff, err := assigneeOf(ctx, w.db.Read(), c)
		if err != nil {
			return err
		}
		if staff == "" {
			continue
		}
		if _, err := w.giveBack(ctx, staff, c, time.Time{}); err != nil {
			return err
		}
	}
	return nil
}

// Changed looks at what waits in a team whose setting may be another now; and
// once more, for what came in on a node that had not heard of it.
func (w *Watch) Changed(ctx context.Context, f fact.TeamChanged) error {
	if err := w.Again(ctx, Again{f.Team}); err != nil {
		return err
	}
	return w.db.Write(ctx, func(tx *db.Tx) error {
		return tx.Enqueue(ctx, db.Job{Kind: AgainJob, Args: Again{f.Team}, RunAt: tx.Now().Add(2 * fresh), Unique: AgainJob + ":" + string(f.Team)})
	})
}

// Again looks at everybody with whom something of a team waits.
func (w *Watch) Again(ctx context.Context, a Again) error {
	wishes, err := w.wishes(ctx, a.Team)
	if err != nil || len(wishes) == 0 {
		return err
	}
	people, err := waitedFor(ctx, w.db.Read(), a.Team)
	if err != nil {
		return err
	}
	for _, staff := range people {
		if err := w.plant(ctx, staff, a.Team, func(p person) time.Time { return p.Since }); err != nil {
			return err
		}
	}
	return nil
}

// stretch is how many conversations are read at once.
const stretch = 100

// Look is the timer's question: is this person still away? Then what waits with
// them goes back, each conversation by itself, so that nobody who answers one
// meanwhile has to wait for the others. What they were given since they went has
// its full time from then.
func (w *Watch) Look(ctx context.Context, l Look) error {
	for behind := (conversation.Turn{}); ; {
		turns, err := w.inbox.WaitingWith(ctx, l.Staff, behind, stretch)
		if err != nil {
			return err
		}
		for _, turn := range turns {
			given, err := givenAt(ctx, w.db.Read(), turn.ID)
			if err != nil {
				return err
			}
			if away, err := w.giveBack(ctx, l.Staff, turn.ID, given); err != nil || !away {
				return err
			}
			behind = turn
		}
		if len(turns) < stretch {
			return nil
		}
	}
}

// errThere ends a transaction that has nothing to do.
var errThere = errors.New("somebody is there, or waited for")

// giveBack gives one conversation back, if its person is away for long enough
// since they were given it; away is false when no team takes anything back from
// them now. Where it is too early, it leaves a timer.
func (w *Watch) giveBack(ctx context.Context, staff fact.StaffID, c fact.ConversationID, given time.Time) (away bool, err error) {
	err = w.db.Write(ctx, func(tx *db.Tx) error {
		p, _, err := personOf(ctx, tx, staff)
		if err != nil {
			return err
		}
		wishes, err := wishesOf(ctx, tx)
		if err != nil {
			return err
		}
		if len(takers(p, wishes, tx.Now())) == 0 {
			return errThere
		}
		teams := takers(p.withSince(given), wishes, tx.Now())
		if given.After(p.Since) { // some may have wished something else when it was given
			later := slices.DeleteFunc(rings(wishes, given, tx.Now()), func(at time.Time) bool { return !at.After(tx.Now()) })
			if err := leave(ctx, tx, staff, later); err != nil {
				return err
			}
		}
		return w.inbox.GiveBackTx(ctx, tx, c, conversation.Absent{Who: staff, Since: p.Since, Teams: teams})
	})
	if errors.Is(err, errThere) {
		return false, nil
	}
	return err == nil, err
}

// leave plants timers to look at what somebody has.
func leave(ctx context.Context, tx *db.Tx, staff fact.StaffID, at []time.Time) error {
	for _, ring := range at {
		job := db.Job{Kind: LookJob, Args: Look{staff}, RunAt: ring, Unique: fmt.Sprintf("%s:%s:%d", LookJob, staff, ring.UnixMilli())}
		if err := tx.Enqueue(ctx, job); err != nil {
			return err
		}
	}
	return nil
}
