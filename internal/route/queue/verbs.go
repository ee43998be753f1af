package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Idle tells that a customer's message changes nothing of who waits: somebody
// has its conversation, or a machine wrote it.
func Idle(f fact.MessageArrived) bool { return f.Assignee != "" || f.Automatic }

// IdleChanged tells the same of fields that weigh nothing.
func IdleChanged(f fact.ConversationChanged) bool {
	for _, field := range f.Fields {
		if field == "priority" || field == "contact" {
			return false
		}
	}
	return true
}

// Look makes a reaction of any fact after which its conversation may wait, or not
// wait any more, or weigh otherwise.
func Look[F db.Fact](b *Board) func(context.Context, F) error {
	return func(ctx context.Context, f F) error {
		conversation, _, _ := f.About()
		return b.Look(ctx, fact.ConversationID(conversation))
	}
}

// Reopened looks at a conversation that is our turn again. That it is so counts as
// a contact, so the fact must stand in its order first.
func (b *Board) Reopened(ctx context.Context, f fact.ConversationReopened) error {
	if _, err := b.db.Sequence(ctx); err != nil {
		return err
	}
	return b.Look(ctx, f.Conversation)
}

// Parted looks at both conversations of a merge that was undone.
func (b *Board) Parted(ctx context.Context, f fact.ConversationParted) error {
	return errors.Join(b.Look(ctx, f.Conversation), b.Look(ctx, f.Merged))
}

// Split looks at both parts of a conversation.
func (b *Board) Split(ctx context.Context, f fact.ConversationSplit) error {
	return errors.Join(b.Look(ctx, f.Conversation), b.Look(ctx, f.Into))
}

// Look gives a conversation the place that it should have, or takes it away.
func (b *Board) Look(ctx context.Context, id fact.ConversationID) error {
	s, err := b.Settings(ctx)
	if err != nil {
		return err
	}
	// What changes nothing is most of what comes: it does not keep writers waiting.
	if view, err := b.see(ctx, b.db.Read(), s, id); err != nil || view.settled() {
		return err
	}
	return b.db.Write(ctx, func(tx *db.Tx) error {
		if err := b.inbox.HoldTx(ctx, tx, id); err != nil {
			if fault.Is(err, "conversation.missing") {
				return nil // its place went with it
			}
			return err
		}
		view, err := b.see(ctx, tx, s, id)
		if err != nil || view.settled() {
			return err
		}
		return b.settle(ctx, tx, view)
	})
}

// view is a conversation with the place it has and the one it should have.
type view struct {
	matter conversation.Matter
	was    *Place
	waits  bool
	is     Place
	needs  Requirement
	team   fact.TeamID // which a rule names, where it has none
}

// settled tells that all is as it should be.
func (v view) settled() bool {
	if !v.waits {
		return v.was == nil
	}
	return v.team == "" && v.was != nil && same(*v.was, v.is)
}

func (b *Board) see(ctx context.Context, q db.Reader, s Settings, id fact.ConversationID) (v view, err error) {
	var there bool
	if v.matter, there, err = b.inbox.Matter(ctx, q, id); err != nil || !there {
		return v, err
	}
	if v.was, err = placeOf(ctx, q, id); err != nil || !v.matter.Waits() {
		return v, err
	}
	v.waits = true
	w := weighed{ChannelKind: v.matter.ChannelKind, Priority: v.matter.Priority, VIP: v.matter.Tier == "vip"}
	if b.readings != nil {
		if w.Reading, _, err = b.readings.Of(ctx, q, id); err != nil {
			return v, err
		}
	}
	if w.InThree, w.InSeven, err = b.contacts(ctx, q, v.matter); err != nil {
		return v, err
	}
	rule, err := b.ruled(ctx, q, s, id)
	if err != nil {
		return v, err
	}
	if w.Priority == conversation.Normal && rule.Priority != "" {
		w.Priority = rule.Priority
	}
	if v.matter.Team == "" {
		v.team = rule.Team
	}
	if v.needs, err = b.requirement(ctx, q, v.matter, rule, w.Reading); err != nil {
		return v, err
	}
	v.is = Place{Conversation: id, Arrived: v.matter.Since(), Reasons: s.headStarts(w), Routing: s.Version}
	v.is.CountsFrom = countsFrom(v.is.Arrived, v.is.Reasons)
	v.is.Queue, err = queueID(ctx, q, v.needs)
	return v, err
}

// requirement is what whoever takes a conversation must be.
func (b *Board) requirement(ctx context.Context, q db.Reader, m conversation.Matter, rule RoutingRule, r Reading) (Requirement, error) {
	needs := Requirement{Team: m.Team, ChannelKind: m.ChannelKind, Language: rule.Language, Skills: rule.Skills}
	if needs.Team == "" {
		needs.Team = rule.Team
	}
	if needs.Skills == nil {
		needs.Skills = []Need{}
	}
	if needs.Language != "" || r.Language == "" || r.Language == "und" {
		return needs, nil
	}
	spoken, err := spoken(ctx, q, base(r.Language), needs.Team)
	if spoken {
		needs.Language = base(r.Language)
	}
	return needs, err
}

// settle writes down what is different, and tells.
func (b *Board) settle(ctx context.Context, tx *db.Tx, v view) error {
	if !v.waits {
		return leave(ctx, tx, *v.was, left(v.matter), v.matter.Assignee)
	}
	if v.team != "" {
		if err := b.inbox.TeamTx(ctx, tx, v.is.Conversation, v.team); err != nil {
			return err
		}
	}
	if v.is.Queue == "" {
		id, err := addQueue(ctx, tx, v.needs)
		if err != nil {
			return err
		}
		v.is.Queue = id
	}
	v.is.Entered = tx.Now()
	if v.was != nil && v.was.Queue == v.is.Queue {
		v.is.Entered = v.was.Entered
	}
	if v.was != nil && v.was.Queue != v.is.Queue {
		if err := leave(ctx, tx, *v.was, Moved, ""); err != nil {
			return err
		}
	}
	if err := put(ctx, tx, v.is); err != nil {
		return err
	}
	if v.was != nil && !news(*v.was, v.is) {
		return nil
	}
	return tx.Record(ctx, fact.ConversationQueued{Conversation: v.is.Conversation, Queue: v.is.Queue, Team: v.needs.Team, CountsFrom: v.is.CountsFrom})
}

// leave ends a place, keeps how it went, and tells.
func leave(ctx context.Context, tx *db.Tx, p Place, because string, by fact.StaffID) error {
	if err := remove(ctx, tx, p, because, by); err != nil {
		return err
	}
	return tx.Record(ctx, fact.ConversationUnqueued{
		Conversation: p.Conversation, Queue: p.Queue, Because: because, WaitedSeconds: int64(tx.Now().Sub(p.Arrived) / time.Second), By: by,
	})
}

// TakenTx ends the place of a conversation that somebody was given, in the caller's
// transaction. Who has none any more is left alone.
func (b *Board) TakenTx(ctx context.Context, tx *db.Tx, id fact.ConversationID, by fact.StaffID) error {
	p, err := placeOf(ctx, tx, id)
	if err != nil || p == nil {
		return err
	}
	return leave(ctx, tx, *p, Taken, by)
}

// OfferTx notes that somebody is asked whether they take a conversation, so that
// nobody else is given it; "" ends that. False when it waits no more.
func (b *Board) OfferTx(ctx context.Context, tx *db.Tx, id fact.ConversationID, to fact.StaffID) (bool, error) {
	n, err := tx.Ask("UPDATE place SET offered_to = ? WHERE conversation_id = ?", to, id).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("offer %s: %w", id, err)
	}
	return n > 0, nil
}

// stretch is how many conversations are looked at in one go.
const stretch = 500

// Gather looks at who waits without a place, as after an upgrade, and at places of
// what does not wait.
func (b *Board) Gather(ctx context.Context) error {
	for _, find := range []func(context.Context, int) ([]fact.ConversationID, error){b.unplaced, b.misplaced} {
		if err := b.lookAtAll(ctx, find); err != nil {
			return err
		}
	}
	return nil
}

func (b *Board) lookAtAll(ctx context.Context, find func(context.Context, int) ([]fact.ConversationID, error)) error {
	for {
		ids, err := find(ctx, stretch)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := b.Look(ctx, id); err != nil {
				return err
			}
		}
		if len(ids) < stretch {
			return nil
		}
	}
}

// Changed weighs all who wait anew after the settings have changed.
func (b *Board) Changed(ctx context.Context, f fact.RoutingChanged) error {
	return b.lookAtAll(ctx, func(ctx context.Context, limit int) ([]fact.ConversationID, error) {
		return b.weighedBefore(ctx, f.Version, limit)
	})
}
