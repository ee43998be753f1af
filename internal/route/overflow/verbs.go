package overflow

import (
	"context"
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// fresh is how long it is taken for true that no queue has a rule.
const fresh = 2 * time.Second

// Idle makes of any fact the answer that no queue has a rule.
func Idle[F db.Fact](w *Watch) func(F) bool {
	return func(F) bool {
		at := w.none.Load()
		return at != nil && w.db.Now().Sub(*at).Abs() <= fresh
	}
}

// On makes a reaction of any fact after which a queue is longer or shorter.
func On[F db.Fact](w *Watch) func(context.Context, F) error {
	return func(ctx context.Context, _ F) error { return w.Look(ctx) }
}

// Look switches what is to be switched.
func (w *Watch) Look(ctx context.Context) error {
	all, err := w.all(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		now := w.db.Now()
		w.none.Store(&now)
		return nil
	}
	w.none.Store(nil)
	figures, err := w.figures(ctx, all)
	if err != nil {
		return err
	}
	for _, o := range all {
		f := figures[o.Queue.ID]
		if s, _ := next(o.Rule, o.State, f, w.db.Now()); s == o.State {
			continue
		}
		if err := w.settle(ctx, o.Queue.ID, f, nil); err != nil {
			return err
		}
	}
	return nil
}

// figures are how the queues of some rules stand. The expected wait is asked for only where
// a rule asks for it; where nobody waits nothing is known of it.
func (w *Watch) figures(ctx context.Context, of []Overflow) (map[fact.QueueID]Figures, error) {
	waiting, err := w.queues.Queues(ctx, access.System)
	if err != nil {
		return nil, err
	}
	figures, asked, now := map[fact.QueueID]Figures{}, map[fact.QueueID]bool{}, w.db.Now()
	for _, o := range of {
		figures[o.Queue.ID], asked[o.Queue.ID] = Figures{ExpectedSeconds: Unknown}, w.expect != nil && o.Rule.ExpectedSeconds > 0
	}
	for _, each := range waiting {
		if _, known := figures[each.ID]; !known {
			continue
		}
		f := Figures{each.Count, int64(now.Sub(each.Oldest) / time.Second), Unknown}
		if asked[each.ID] {
			expected, known, err := w.expect(ctx, each)
			if err != nil {
				return nil, err
			}
			if known {
				f.ExpectedSeconds = int64(expected / time.Second)
			}
		}
		figures[each.ID] = f
	}
	return figures, nil
}

// settle looks again in a transaction, after an edit, and tells when it was switched.
func (w *Watch) settle(ctx context.Context, id fact.QueueID, f Figures, edit func(*db.Tx, *Overflow) error) error {
	return w.db.Write(ctx, func(tx *db.Tx) error {
		o, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if edit != nil {
			if err := edit(tx, &o); err != nil {
				return err
			}
		}
		s, switched := next(o.Rule, o.State, f, tx.Now())
		if !switched {
			return save(ctx, tx, id, s)
		}
		by := s.By
		if s.Because != Manual && s.Because != RuleOff {
			by = ""
		}
		if err := save(ctx, tx, id, s); err != nil {
			return err
		}
		if err := note(ctx, tx, id, s, by); err != nil {
			return err
		}
		return tx.Record(ctx, fact.OverflowSwitched{Queue: id, On: s.On, Because: s.Because, Waiting: s.Waiting, OldestSeconds: s.OldestSeconds, ExpectedSeconds: s.ExpectedSeconds, Helps: o.Rule.Team, By: by})
	})
}

// List is every queue with a rule.
func (w *Watch) List(ctx context.Context, who access.Actor) ([]Overflow, error) {
	if err := who.Require(access.FloorView); err != nil {
		return nil, err
	}
	return w.all(ctx)
}

// Get is the rule of a queue, and how it stands.
func (w *Watch) get(ctx context.Context, id fact.QueueID) (Overflow, error) {
	all, err := w.all(ctx)
	if err != nil {
		return Overflow{}, err
	}
	i := slices.IndexFunc(all, func(o Overflow) bool { return o.Queue.ID == id })
	if i < 0 {
		return Overflow{}, fault.New(fault.Missing, "overflow.missing")
	}
	return all[i], nil
}

// Change saves the rule of a queue. Version is the one that was edited, 0 where there was
// none; another one is a conflict.
func (w *Watch) Change(ctx context.Context, who access.Actor, id fact.QueueID, r Thresholds, version int) (Overflow, error) {
	if err := who.Require(access.RoutingManage); err != nil {
		return Overflow{}, err
	}
	r, err := r.checked()
	if err != nil {
		return Overflow{}, err
	}
	it, err := w.queues.Get(ctx, id)
	if err != nil {
		return Overflow{}, err
	}
	if r.Team != "" && r.Team == it.Team {
		return Overflow{}, fault.New(fault.Invalid, "overflow.same_team").At("team")
	}
	err = w.db.Write(ctx, func(tx *db.Tx) error {
		if err := put(ctx, tx, who, id, r, version); err != nil {
			return err
		}
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "overflow.changed", Kind: "queue", ID: string(id), After: r}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.OverflowChanged{Queue: id, By: who.ID})
	})
	if err != nil {
		return Overflow{}, err
	}
	w.none.Store(nil)
	if err := w.Look(ctx); err != nil {
		return Overflow{}, err
	}
	return w.get(ctx, id)
}

// Bounds of what a person may want.
const longestOverride = 24 * time.Hour

// Override turns it on or off until some time has passed, whatever the figures; "" lets
// the rule decide again.
func (w *Watch) Override(ctx context.Context, who access.Actor, id fact.QueueID, want string, lasts time.Duration) (Overflow, error) {
	if err := who.Require(access.FloorView); err != nil {
		return Overflow{}, err
	}
	if want != "" && (want != "on" && want != "off" || lasts < time.Minute || lasts > longestOverride) {
		return Overflow{}, fault.New(fault.Invalid, "overflow.override_wrong").At("minutes")
	}
	all, err := w.all(ctx)
	if err != nil {
		return Overflow{}, err
	}
	figures, err := w.figures(ctx, all)
	if err != nil {
		return Overflow{}, err
	}
	err = w.settle(ctx, id, figures[id], func(tx *db.Tx, o *Overflow) error {
		o.Override, o.By, o.Until, o.Turning = want, who.ID, time.Time{}, time.Time{}
		if want != "" {
			o.Until = tx.Now().Add(lasts)
		}
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "overflow.overridden", Kind: "queue", ID: string(id), After: map[string]any{"state": want, "minutes": int(lasts / time.Minute)}})
	})
	if err != nil {
		return Overflow{}, err
	}
	return w.get(ctx, id)
}

// Helping is which teams serve which queues as well, now.
func (w *Watch) Helping(ctx context.Context) ([]Help, error) {
	if Idle[fact.ConversationQueued](w)(fact.ConversationQueued{}) {
		return nil, nil
	}
	all, err := w.all(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		now := w.db.Now()
		w.none.Store(&now)
	}
	list := []Help{}
	for _, o := range all {
		if o.On && o.Rule.Team != "" {
			list = append(list, Help{o.Queue.ID, o.Queue.Team, o.Rule.Team})
		}
	}
	return list, nil
}
