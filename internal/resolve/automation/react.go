package automation

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/wording"
	"anlan/internal/route/rule"
)

// asked is one occasion in one conversation. The key names what people did.
type asked struct {
	Occasion     Occasion
	Conversation fact.ConversationID
	Key          string
}

// idle tells from memory that no automation is asked on an occasion. It answers
// inside a transaction.
func (h *House) idle(occasions ...Occasion) bool {
	seen := h.lately.Load()
	if seen == nil || h.db.Now().Sub(seen.at).Abs() > fresh {
		return false
	}
	for _, a := range seen.list {
		for _, o := range occasions {
			if a.Occasion == o {
				return false
			}
		}
	}
	return true
}

// IdleUnderstood tells that a message asks nobody.
func (h *House) IdleUnderstood(fact.MessageUnderstood) bool { return h.idle(Opened, Arrived) }

// IdleArrived tells the same of one that nobody reads: those that are read ask
// when they are understood.
func (h *House) IdleArrived(f fact.MessageArrived) bool {
	return !f.Automatic && !f.Unreadable || h.idle(Opened, Arrived)
}

// IdleReplied tells that an answer asks nobody. What the house says by itself never does.
func (h *House) IdleReplied(f fact.MessageReplied) bool { return f.Automatic || h.idle(Replied) }

// IdleAssigned tells that an assignment asks nobody.
func (h *House) IdleAssigned(fact.ConversationAssigned) bool { return h.idle(Assigned) }

// IdleResolved tells that a resolving asks nobody.
func (h *House) IdleResolved(fact.ConversationResolved) bool { return h.idle(Resolved) }

// Understood asks when a customer's message is understood.
func (h *House) Understood(ctx context.Context, f fact.MessageUnderstood) error {
	return h.wrote(ctx, f.Conversation, f.Message)
}

// Arrived asks when a message came that nobody reads.
func (h *House) Arrived(ctx context.Context, f fact.MessageArrived) error {
	return h.wrote(ctx, f.Conversation, f.Message)
}

func (h *House) wrote(ctx context.Context, c fact.ConversationID, message fact.MessageID) error {
	oldest, err := h.oldest(ctx, c)
	if err != nil {
		return err
	}
	if oldest == message { // also where another one has come already
		if err := h.ask(ctx, asked{Opened, c, "opened:" + string(message)}); err != nil {
			return err
		}
	}
	newest, err := h.newest(ctx, h.db.Read(), c)
	if err != nil || newest != message { // another one came since, or an old one was read anew
		return err
	}
	return h.ask(ctx, asked{Arrived, c, "arrived:" + string(message)})
}

// Replied asks when one of us has answered.
func (h *House) Replied(ctx context.Context, f fact.MessageReplied) error {
	return h.ask(ctx, asked{Replied, f.Conversation, "replied:" + string(f.Message)})
}

// Assigned asks when somebody else has it: once for each of them between two
// messages of the customer.
func (h *House) Assigned(ctx context.Context, f fact.ConversationAssigned) error {
	newest, err := h.newest(ctx, h.db.Read(), f.Conversation)
	if err != nil {
		return err
	}
	return h.ask(ctx, asked{Assigned, f.Conversation, fmt.Sprintf("assigned:%s:%s:%s", f.Assignee, f.Team, newest)})
}

// Resolved asks when a conversation is done.
func (h *House) Resolved(ctx context.Context, f fact.ConversationResolved) error {
	var at int64
	err := h.db.Read().Ask("SELECT resolved_at FROM conversation WHERE id = ?", f.Conversation).Scan(ctx, &at)
	if db.IsNone(err) || err == nil && at == 0 { // it goes on already
		return nil
	}
	if err != nil {
		return fmt.Errorf("when was conversation %s resolved: %w", f.Conversation, err)
	}
	return h.ask(ctx, asked{Resolved, f.Conversation, "resolved:" + strconv.FormatInt(at, 10)})
}

// newest is the customer's newest message in a conversation.
func (h *House) newest(ctx context.Context, q db.Asker, c fact.ConversationID) (fact.MessageID, error) {
	return h.inbound(ctx, q, c, "ORDER BY sent_at DESC, id DESC")
}

// oldest is the one with which the customer began.
func (h *House) oldest(ctx context.Context, c fact.ConversationID) (fact.MessageID, error) {
	return h.inbound(ctx, h.db.Read(), c, "ORDER BY sent_at, id")
}

func (h *House) inbound(ctx context.Context, q db.Asker, c fact.ConversationID, order string) (m fact.MessageID, err error) {
	var rows []fact.MessageID
	if err := q.Ask("SELECT id FROM message WHERE conversation_id = ? AND kind = 'inbound' "+order+" LIMIT 1", c).Scan(ctx, &rows); err != nil {
		return "", fmt.Errorf("what did the customer write in %s: %w", c, err)
	}
	if len(rows) == 0 {
		return "", nil
	}
	return rows[0], nil
}

// ask goes through the automations in their order. Each acts in a transaction of
// its own, and the next one sees what it did.
func (h *House) ask(ctx context.Context, o asked) error {
	list, err := h.working(ctx)
	if err != nil {
		return err
	}
	var seen *rule.Seen
	for _, a := range list {
		if a.Occasion != o.Occasion {
			continue
		}
		if seen == nil {
			if seen, err = h.see(ctx, o); err != nil || seen == nil {
				return err
			}
		}
		ends, acted, err := h.turn(ctx, a, o, seen)
		if err != nil {
			return err
		}
		if ends {
			return nil
		}
		if acted {
			seen = nil
		}
	}
	return nil
}

func (h *House) see(ctx context.Context, o asked) (*rule.Seen, error) {
	cases, err := rule.Cases(ctx, h.db.Read(), h.db.Now(), o.Conversation)
	if err != nil {
		return nil, err
	}
	c, is := cases[o.Conversation]
	if !is {
		return nil, nil
	}
	c.Event = string(o.Occasion)
	return rule.See(c), nil
}

// turn is one automation asked about one conversation.
func (h *House) turn(ctx context.Context, a ready, o asked, seen *rule.Seen) (ends, acted bool, err error) {
	holds, err := a.condition.Holds(seen)
	if err != nil {
		return false, false, h.note(ctx, a, o, "refused", fault.Of(err).Code)
	}
	if !holds {
		return false, false, nil
	}
	if a.Mode == Trial {
		return a.Ends, false, h.note(ctx, a, o, "would", "")
	}
	err = h.act(ctx, a, o)
	if f := fault.Of(err); err != nil && f.Code != "server.broken" && f.Code != "conversation.missing" {
		return a.Ends, false, h.note(ctx, a, o, "refused", f.Code)
	}
	if fault.Is(err, "conversation.missing") {
		return true, false, nil
	}
	return a.Ends, true, err
}

// note writes down what an automation did not do, once.
func (h *House) note(ctx context.Context, a ready, o asked, outcome, reason string) error {
	return h.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := one(ctx, tx, a.ID); err != nil {
			return gone(err)
		}
		before, err := ran(ctx, tx, a.ID, o)
		if err != nil || before {
			return err
		}
		newest, err := h.newest(ctx, tx, o.Conversation)
		if err != nil || newest == "" {
			return err
		}
		return note(ctx, tx, a.Automation, o, newest, outcome, reason, "")
	})
}

// gone forgives that an automation was removed meanwhile.
func gone(err error) error {
	if fault.Is(err, "automation.missing") {
		return nil
	}
	return err
}

// act takes the steps and writes it down, in one transaction.
func (h *House) act(ctx context.Context, a ready, o asked) error {
	for {
		newest, err := h.newest(ctx, h.db.Read(), o.Conversation)
		if err != nil {
			return err
		}
		var m conversation.Message
		if newest != "" {
			if m, err = h.inbox.Message(ctx, newest); err != nil {
				return err
			}
		}
		again, err := h.actOn(ctx, a, o, m)
		if err != nil || !again {
			return err
		}
	}
}

// actOn does so as long as a message is the customer's newest; again = it is not.
func (h *House) actOn(ctx context.Context, a ready, o asked, newest conversation.Message) (again bool, err error) {
	err = h.db.Write(ctx, func(tx *db.Tx) error {
		if err := h.inbox.HoldTx(ctx, tx, o.Conversation); err != nil {
			return err
		}
		r, err := one(ctx, tx, a.ID)
		if err != nil || r.Mode != On || r.Version != a.Version { // it is another one now: the next occasion is its
			return gone(err)
		}
		before, err := ran(ctx, tx, a.ID, o)
		if err != nil || before {
			return err
		}
		now, err := h.newest(ctx, tx, o.Conversation)
		if again = err == nil && now != newest.ID; err != nil || again {
			return err
		}
		s := situation{newest: newest}
		if s.runs, s.said, err = since(ctx, tx, a.ID, o.Conversation, newest.ID); err != nil {
			return err
		}
		if because := holdBack(a.Automation, s); because != "" {
			return note(ctx, tx, a.Automation, o, newest.ID, "held", because, "")
		}
		return h.carryOut(ctx, tx, a.Automation, o, s)
	})
	return again, err
}

func (h *House) carryOut(ctx context.Context, tx *db.Tx, a Automation, o asked, s situation) error {
	steps := make([]wording.Step, len(a.Steps))
	done := make([]string, len(a.Steps))
	for i, act := range a.Steps {
		steps[i], done[i] = act.Step, string(act.Kind)
		if act.CannedReply == "" {
			continue
		}
		var err error
		if steps[i], err = h.shelf.CannedTx(ctx, tx, o.Conversation, act.CannedReply); err != nil {
			return err
		}
	}
	as := desk.Automatic{Kind: kind, To: s.newest.FromAddress, SentIn: o.Conversation}
	if s.newest.Origin != nil {
		as.SentIn = s.newest.Origin.ID
	}
	if tells(a.Steps) && as.To != "" {
		_, may, err := h.outbox.AutomaticTx(ctx, tx, string(a.ID)+":"+string(s.newest.ID), kind, as.To)
		if err != nil {
			return err
		}
		if !may {
			return note(ctx, tx, a, o, s.newest.ID, "held", "too_many_mails", "")
		}
	}
	wrote, err := h.shelf.CarryOutTx(ctx, tx, o.Conversation, steps, as)
	if err != nil {
		return err
	}
	if err := note(ctx, tx, a, o, s.newest.ID, "done", "", wrote); err != nil {
		return err
	}
	return tx.Record(ctx, fact.AutomationRan{Automation: a.ID, Version: a.Version, Conversation: o.Conversation, Occasion: string(o.Occasion), Steps: done, Message: wrote, Called: a.Name})
}

// AskJob is the kind of the job that asks about one conversation because of the time.
const AskJob = "automation.ask"

// Ask is what it carries.
type Ask struct {
	Automation   fact.AutomationID   `json:"automation"`
	Conversation fact.ConversationID `json:"conversation"`
	Since        int64               `json:"since"`
}

// Look finds what has become due by the time, and leaves a job for each. That, and how
// far was looked, are saved together: nothing is passed over, however long nobody looked.
func (h *House) Look(ctx context.Context) error {
	list, err := h.working(ctx)
	if err != nil {
		return err
	}
	for _, a := range list {
		for a.Occasion.timed() {
			more, err := h.look(ctx, a)
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	return nil
}

// atOnce is how many conversations a look finds in one transaction.
const atOnce = 500

func (h *House) look(ctx context.Context, a ready) (more bool, err error) {
	err = h.db.Write(ctx, func(tx *db.Tx) error {
		more = false
		r, err := hold(ctx, tx, a.ID)
		if err != nil || r.Mode == Off || r.Version != a.Version {
			return gone(err)
		}
		wait := time.Duration(r.Minutes) * time.Minute
		upto := tx.Now().Add(-wait).UnixMilli()
		due, err := h.due(ctx, tx, r, time.UnixMilli(r.Looked).Add(-wait).UnixMilli(), upto, atOnce+1)
		if err != nil {
			return err
		}
		if more = len(due) > atOnce; more {
			if due, upto, err = h.part(ctx, tx, r, due); err != nil {
				return err
			}
		}
		for _, d := range due {
			if err := askLater(ctx, tx, a.ID, d.ID, d.Since); err != nil {
				return err
			}
		}
		_, err = tx.Ask("UPDATE automation SET looked_until = ? WHERE id = ?", time.UnixMilli(upto).Add(wait).UnixMilli(), a.ID).Exec(ctx)
		return err
	})
	return more, err
}

// part is as much of what is due as ends between two instants: all of one instant
// are looked at together, however many they are.
func (h *House) part(ctx context.Context, tx *db.Tx, r row, due []dueRow) (_ []dueRow, upto int64, err error) {
	first, next := due[0].Since, due[len(due)-1].Since
	if next > first {
		end := slices.IndexFunc(due, func(d dueRow) bool { return d.Since == next })
		return due[:end], next - 1, nil
	}
	due, err = h.due(ctx, tx, r, first-1, first, 1<<20)
	return due, first, err
}

type dueRow struct {
	ID    fact.ConversationID `bun:"id"`
	Since int64               `bun:"since"`
}

// due lists what has waited, or been quiet, since an instant after the one and not
// after the other.
func (h *House) due(ctx context.Context, tx *db.Tx, r row, after, upto int64, most int) (rows []dueRow, err error) {
	query := "SELECT id, waiting_since AS since FROM conversation WHERE state = 'open' AND waiting_since > 0 AND merged_into = '' AND waiting_since > ? AND waiting_since <= ? ORDER BY waiting_since LIMIT ?"
	if r.Occasion == Quiet {
		query = "SELECT id, last_message_at AS since FROM conversation WHERE state = 'waiting' AND merged_into = '' AND last_message_at > ? AND last_message_at <= ? ORDER BY last_message_at LIMIT ?"
	}
	if err := tx.Ask(query, after, upto, most).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("what is due for automation %s: %w", r.ID, err)
	}
	return rows, nil
}

// Due asks about one conversation, if it still waits since then.
func (h *House) Due(ctx context.Context, d Ask) error {
	list, err := h.working(ctx)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.ID != d.Automation {
			continue
		}
		c, err := h.inbox.Get(ctx, access.System, d.Conversation)
		if fault.Is(err, "conversation.missing") {
			return nil
		}
		if err != nil {
			return err
		}
		if !still(a.Occasion, c, d.Since) {
			return nil
		}
		o := asked{a.Occasion, c.ID, fmt.Sprintf("%s:%d", a.Occasion, d.Since)}
		if over, err := h.ended(ctx, list, a, o); err != nil || over {
			return err
		}
		seen, err := h.see(ctx, o)
		if err != nil || seen == nil {
			return err
		}
		_, _, err = h.turn(ctx, a, o, seen)
		return err
	}
	return nil
}

// ended tells whether an automation before this one held in the same wait, and ends
// there. They are due at times of their own, so what they did is read.
func (h *House) ended(ctx context.Context, list []ready, a ready, o asked) (bool, error) {
	var before []fact.AutomationID
	for _, each := range list {
		if each.ID == a.ID {
			break
		}
		if each.Occasion == a.Occasion && each.Ends {
			before = append(before, each.ID)
		}
	}
	if len(before) == 0 {
		return false, nil
	}
	var n int
	err := h.db.Ask("SELECT COUNT(*) FROM automation_run WHERE automation_id IN (?) AND conversation_id = ? AND occasion_key = ? AND (outcome <> 'refused' OR reason NOT LIKE 'rule.%')", before, o.Conversation, o.Key).Scan(ctx, &n)
	if err != nil {
		return false, fmt.Errorf("what came before automation %s: %w", a.ID, err)
	}
	return n > 0, nil
}

// Entered makes a reaction of a fact after which a conversation may wait, or be quiet, since
// before the last look: a snooze is over, a resolving or a merge was undone. Looks go by
// the time and would pass it over.
func Entered[F db.Fact](h *House) func(context.Context, F) error {
	return func(ctx context.Context, f F) error {
		c, _, _ := f.About()
		return h.entered(ctx, fact.ConversationID(c))
	}
}

// IdleEntered makes of any such fact the answer that nothing is asked by the time.
func IdleEntered[F db.Fact](h *House) func(F) bool {
	return func(F) bool { return h.idle(Waiting, Quiet) }
}

// Parted does the same for both conversations of a merge that was undone.
func (h *House) Parted(ctx context.Context, f fact.ConversationParted) error {
	if err := h.entered(ctx, f.Merged); err != nil {
		return err
	}
	return h.entered(ctx, f.Conversation)
}

func (h *House) entered(ctx context.Context, id fact.ConversationID) error {
	list, err := h.working(ctx)
	if err != nil {
		return err
	}
	c, err := h.inbox.Get(ctx, access.System, id)
	if fault.Is(err, "conversation.missing") {
		return nil
	}
	if err != nil {
		return err
	}
	for _, a := range list {
		since, is := sinceOf(a.Occasion, c)
		if !is || since.Add(time.Duration(a.Minutes)*time.Minute).After(h.db.Now()) { // the look finds it when it is due
			continue
		}
		err := h.db.Write(ctx, func(tx *db.Tx) error { return askLater(ctx, tx, a.ID, id, since.UnixMilli()) })
		if err != nil {
			return err
		}
	}
	return nil
}

// sinceOf is since when a conversation is in the state of a timed occasion.
func sinceOf(o Occasion, c conversation.Conversation) (time.Time, bool) {
	switch {
	case o == Waiting && c.State == conversation.Open && c.WaitingSince != nil:
		return *c.WaitingSince, true
	case o == Quiet && c.State == conversation.Waiting:
		return c.LastMessageAt, true
	}
	return time.Time{}, false
}

func askLater(ctx context.Context, tx *db.Tx, a fact.AutomationID, c fact.ConversationID, since int64) error {
	return tx.Enqueue(ctx, db.Job{Kind: AskJob, Args: Ask{a, c, since}, Lane: string(c), Unique: fmt.Sprintf("%s:%s:%s:%d", AskJob, a, c, since)})
}

// still tells whether a conversation is in the state that was due.
func still(o Occasion, c conversation.Conversation, since int64) bool {
	at, is := sinceOf(o, c)
	return is && at.UnixMilli() == since
}
