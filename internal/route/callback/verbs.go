package callback

import (
	"context"
	"encoding/json"
	"fmt"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/route/queue"
)

// Ask puts somebody on the list. Whoever acts for the customer is access.System. The
// conversation keeps its place.
func (l *List) Ask(ctx context.Context, who access.Actor, c fact.ConversationID, w Wish) (Callback, error) {
	if err := who.Require(access.ConversationReply); err != nil {
		return Callback{}, err
	}
	phone, in, err := wished(w, l.db.Now())
	if err != nil {
		return Callback{}, err
	}
	made := fact.CallbackID(id.New())
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		root, _, _, err := rootOf(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := l.inbox.HoldTx(ctx, tx, root); err != nil {
			return err
		}
		tree, err := l.inbox.Tree(ctx, tx, root)
		if err != nil {
			return err
		}
		if open, err := liveIn(ctx, tx, tree); err != nil || len(open) > 0 {
			if err == nil {
				err = fault.New(fault.Conflict, "callback.asked_already")
			}
			return err
		}
		r := row{
			ID: made, Conversation: root, Phone: phone, Zone: w.Zone, From: in.From.UnixMilli(), Until: in.Until.UnixMilli(),
			CountsFrom: tx.Now().UnixMilli(), Reasons: "[]", State: Open, By: who.ID, At: tx.Now().UnixMilli(),
		}
		if err := l.placed(ctx, tx, &r); err != nil {
			return err
		}
		if err := insert(ctx, tx, r); err != nil {
			return err
		}
		if _, err := l.inbox.AppendTx(ctx, tx, root, conversation.Saying{Kind: conversation.System, Code: "callback.asked"}); err != nil {
			return err
		}
		k, err := take(ctx, tx, made)
		if err != nil {
			return err
		}
		if err := audited(ctx, tx, who, "callback.asked", k, map[string]any{"from": in.From, "until": in.Until}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.CallbackAsked{Callback: made, Conversation: root, Contact: k.Contact, Queue: r.Queue, From: in.From, Until: in.Until, By: who.ID})
	})
	if err != nil {
		return Callback{}, err
	}
	return l.get(ctx, made)
}

// placed gives a call-back the order that its conversation has in its queue.
func (l *List) placed(ctx context.Context, tx *db.Tx, r *row) error {
	at, err := l.queues.PlaceTx(ctx, tx, r.Conversation)
	if err != nil || at == nil {
		return err
	}
	reasons := at.Reasons
	if reasons == nil {
		reasons = []queue.HeadStart{}
	}
	text, err := json.Marshal(reasons)
	if err != nil {
		return err
	}
	r.Queue, r.CountsFrom, r.Reasons = at.Queue, at.CountsFrom.UnixMilli(), string(text)
	if err := tx.Ask("SELECT team_id FROM queue WHERE id = ?", at.Queue).Scan(ctx, &r.Team); err != nil {
		return fmt.Errorf("whose is queue %s: %w", at.Queue, err)
	}
	return nil
}

// List is a part of the list, in its order, and whether there is more.
func (l *List) List(ctx context.Context, who access.Actor, w Walk) (list []Callback, more bool, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, false, err
	}
	var tree []fact.ConversationID
	if w.Conversation != "" {
		if tree, err = l.inbox.Tree(ctx, l.db.Read(), w.Conversation); err != nil {
			return nil, false, err
		}
	}
	now := l.db.Now()
	where, args := w.where(now, tree)
	list, err = read(ctx, l.db.Read(), "WHERE "+where+order, append(args, now.UnixMilli(), w.Limit+1, w.Behind)...)
	if more = len(list) > w.Limit; more {
		list = list[:w.Limit]
	}
	return list, more, err
}

// Count tells how many have to be called, of a team or of all.
func (l *List) Count(ctx context.Context, who access.Actor, team fact.TeamID) (c ToCall, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return c, err
	}
	now := l.db.Now().UnixMilli()
	err = l.db.Read().Ask(`SELECT COUNT(*) AS live, COUNT(CASE WHEN from_at <= ? AND until_at > ? THEN 1 END) AS due, COUNT(CASE WHEN until_at <= ? THEN 1 END) AS late
		FROM callback WHERE state IN ('open', 'taken') AND (CAST(? AS TEXT) = '' OR team_id = ?)`, now, now, now, team, team).Scan(ctx, &c)
	if err != nil {
		return c, fmt.Errorf("count call-backs: %w", err)
	}
	return c, nil
}

// Get shows one.
func (l *List) Get(ctx context.Context, who access.Actor, id fact.CallbackID) (Callback, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return Callback{}, err
	}
	return l.get(ctx, id)
}

func (l *List) get(ctx context.Context, id fact.CallbackID) (Callback, error) {
	found, err := read(ctx, l.db.Read(), "WHERE k.id = ?", id)
	if err == nil && len(found) == 0 {
		err = fault.New(fault.Missing, "callback.missing")
	}
	if err != nil {
		return Callback{}, err
	}
	return found[0], nil
}

// Live is the call-back of a conversation that somebody still has to make; nil where there
// is none.
func (l *List) Live(ctx context.Context, c fact.ConversationID) (*Callback, error) {
	tree, err := l.inbox.Tree(ctx, l.db.Read(), c)
	if err != nil {
		return nil, err
	}
	ids, err := liveIn(ctx, l.db.Read(), tree)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	found, err := l.get(ctx, ids[0])
	if fault.Is(err, "callback.missing") {
		return nil, nil
	}
	return &found, err
}

// Take says that one is going to call. The conversation is theirs, too, where nobody has it.
func (l *List) Take(ctx context.Context, who access.Actor, id fact.CallbackID) (Callback, error) {
	if err := who.Require(access.ConversationAssign); err != nil {
		return Callback{}, err
	}
	return l.change(ctx, id, func(tx *db.Tx, k card) error {
		switch {
		case k.State == Taken && k.TakenBy == who.ID:
			return nil
		case k.State == Taken:
			return fault.New(fault.Conflict, "callback.taken", "name", k.TakenName)
		case k.State != Open:
			return fault.New(fault.Conflict, "callback.over")
		}
		k.State, k.TakenBy = Taken, who.ID
		if err := save(ctx, tx, k.row); err != nil {
			return err
		}
		root, assignee, state, err := rootOf(ctx, tx, k.Conversation)
		if err != nil {
			return err
		}
		if assignee == "" && state != conversation.Resolved {
			if err := l.inbox.AssignTx(ctx, tx, who, root, conversation.Assignment{Assignee: &who.ID}); err != nil {
				return err
			}
		}
		if err := audited(ctx, tx, who, "callback.taken", k, nil); err != nil {
			return err
		}
		return tx.Record(ctx, fact.CallbackTaken{Callback: k.ID, Conversation: k.Conversation, Contact: k.Contact, By: who.ID})
	})
}

// GiveBack says that somebody is not going to call after all: it is open again, in its
// turn. Leads may do it for others.
func (l *List) GiveBack(ctx context.Context, who access.Actor, id fact.CallbackID) (Callback, error) {
	return l.change(ctx, id, func(tx *db.Tx, k card) error {
		if err := callers(who, k); err != nil {
			return err
		}
		was := k.TakenBy
		k.State, k.TakenBy = Open, ""
		if err := save(ctx, tx, k.row); err != nil {
			return err
		}
		if err := audited(ctx, tx, who, "callback.returned", k, map[string]any{"was": was}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.CallbackReturned{Callback: k.ID, Conversation: k.Conversation, Contact: k.Contact, Was: was, By: who.ID})
	})
}

// callers refuses whoever is not the one to call, nor leads.
func callers(who access.Actor, k card) error {
	switch {
	case k.State != Taken:
		return fault.New(fault.Conflict, "callback.not_taken")
	case k.TakenBy != who.ID && !who.May(access.FloorView):
		return fault.New(fault.Denied, "callback.not_yours", "name", k.TakenName)
	}
	return nil
}

// Reached says that they were spoken to.
func (l *List) Reached(ctx context.Context, who access.Actor, id fact.CallbackID, note string) (Callback, error) {
	note, err := checkedNote(note)
	if err != nil {
		return Callback{}, err
	}
	return l.change(ctx, id, func(tx *db.Tx, k card) error {
		if err := callers(who, k); err != nil {
			return err
		}
		if err := noteTry(ctx, tx, k.ID, who.ID, true, note); err != nil {
			return err
		}
		k.State, k.EndedAt = Done, tx.Now().UnixMilli()
		return endTx(ctx, tx, who, k)
	})
}

// Missed says that somebody called and reached nobody. It is tried again later; after
// three calls it is over.
func (l *List) Missed(ctx context.Context, who access.Actor, id fact.CallbackID, note string) (Callback, error) {
	note, err := checkedNote(note)
	if err != nil {
		return Callback{}, err
	}
	return l.change(ctx, id, func(tx *db.Tx, k card) error {
		if err := callers(who, k); err != nil {
			return err
		}
		if err := noteTry(ctx, tx, k.ID, who.ID, false, note); err != nil {
			return err
		}
		caller := k.TakenBy
		if k.row = missed(k.row, tx.Now()); k.State == NotReached {
			k.TakenBy = caller
			return endTx(ctx, tx, who, k)
		}
		if err := save(ctx, tx, k.row); err != nil {
			return err
		}
		if err := audited(ctx, tx, who, "callback.tried", k, map[string]any{"tries": k.Tries}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.CallbackTried{Callback: k.ID, Conversation: k.Conversation, Contact: k.Contact, Tries: k.Tries, From: instant(k.From), By: who.ID})
	})
}

// Withdraw says that nobody has to call any more: the customer does not want it, or a
// colleague knows that it is not needed. Whoever acts for the customer is access.System.
func (l *List) Withdraw(ctx context.Context, who access.Actor, id fact.CallbackID) (Callback, error) {
	if err := who.Require(access.ConversationReply); err != nil {
		return Callback{}, err
	}
	return l.change(ctx, id, func(tx *db.Tx, k card) error {
		if !k.State.live() {
			return fault.New(fault.Conflict, "callback.over")
		}
		because := ByStaff
		if who.ID == "" {
			because = ByCustomer
		}
		return withdrawTx(ctx, tx, who, k, because)
	})
}

func withdrawTx(ctx context.Context, tx *db.Tx, who access.Actor, k card, because string) error {
	k.State, k.Because, k.EndedAt = Withdrawn, because, tx.Now().UnixMilli()
	return endTx(ctx, tx, who, k)
}

func endTx(ctx context.Context, tx *db.Tx, who access.Actor, k card) error {
	if err := save(ctx, tx, k.row); err != nil {
		return err
	}
	if err := audited(ctx, tx, who, "callback.ended", k, map[string]any{"state": k.State, "because": k.Because}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.CallbackEnded{Callback: k.ID, Conversation: k.Conversation, Contact: k.Contact, State: string(k.State), Because: k.Because, Tries: k.Tries, By: who.ID})
}

// Resolved is the reaction to a resolution: nobody has to be called any more, unless
// somebody is going to already.
func (l *List) Resolved(ctx context.Context, f fact.ConversationResolved) error {
	tree, err := l.inbox.Tree(ctx, l.db.Read(), f.Conversation)
	if err != nil {
		return err
	}
	ids, err := liveIn(ctx, l.db.Read(), tree)
	if err != nil || len(ids) == 0 {
		return err
	}
	return l.db.Write(ctx, func(tx *db.Tx) error {
		for _, id := range ids {
			k, err := take(ctx, tx, id)
			if fault.Is(err, "callback.missing") {
				continue
			}
			if err != nil {
				return err
			}
			_, _, state, err := rootOf(ctx, tx, k.Conversation)
			if err != nil {
				return err
			}
			if k.State != Open || state != conversation.Resolved { // it may be open again by now
				continue
			}
			if err := withdrawTx(ctx, tx, access.System, k, Resolved); err != nil {
				return err
			}
		}
		return nil
	})
}

// Number gives the number to whoever is going to call, and writes down that it did.
func (l *List) Number(ctx context.Context, who access.Actor, id fact.CallbackID) (phone string, err error) {
	if err := who.Require(access.PersonalUnmask); err != nil {
		return "", err
	}
	_, err = l.change(ctx, id, func(tx *db.Tx, k card) error {
		switch {
		case k.State != Taken:
			return fault.New(fault.Conflict, "callback.not_taken")
		case k.TakenBy != who.ID:
			return fault.New(fault.Denied, "callback.not_yours", "name", k.TakenName)
		}
		phone = k.Phone
		return audited(ctx, tx, who, "callback.number_shown", k, nil)
	})
	return phone, err
}

// change does something to a call-back in one transaction.
func (l *List) change(ctx context.Context, id fact.CallbackID, act func(*db.Tx, card) error) (Callback, error) {
	err := l.db.Write(ctx, func(tx *db.Tx) error {
		k, err := take(ctx, tx, id)
		if err != nil {
			return err
		}
		return act(tx, k)
	})
	if err != nil {
		return Callback{}, err
	}
	return l.get(ctx, id)
}

// audited writes down who did it; the number is in no entry.
func audited(ctx context.Context, tx *db.Tx, who access.Actor, action string, k card, after map[string]any) error {
	if after == nil {
		after = map[string]any{}
	}
	after["conversation"] = k.Number
	return audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "callback", ID: string(k.ID), After: after})
}
