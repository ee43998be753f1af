package bulk

import (
	"context"
	"encoding/json"
	"fmt"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/wording"
)

// ordered is a macro as an action keeps it.
type ordered struct {
	wording.Macro
	Person bool `json:"person"` // a person gave the order, not a program
}

// stood is how a conversation stood before, with the reply that was written to it.
type stood struct {
	conversation.Before
	Reply fact.MessageID `json:"reply,omitempty"`
}

// byMacro tells whether the next step of an action is a macro's.
func (r row) byMacro() bool { return r.Macro != "" && r.State == Running }

// macro is the macro of an action, as it was when the order was given.
func (r row) macro() (m wording.Macro, is bool, err error) {
	o, is, err := r.ordered()
	return o.Macro, is, err
}

func (r row) ordered() (m ordered, is bool, err error) {
	if r.Macro == "" {
		return m, false, nil
	}
	if err := json.Unmarshal([]byte(r.Macro), &m); err != nil {
		return m, false, fmt.Errorf("read the macro of %s: %w", r.ID, err)
	}
	return m, true, nil
}

// writes tells whether something of a macro stays after an undoing.
func writes(m wording.Macro) bool {
	for _, step := range m.Steps {
		if step.Kind == wording.Reply || step.Kind == wording.Note {
			return true
		}
	}
	return false
}

// what is what the audit keeps of an order.
func what(r row) any {
	if m, is, err := r.macro(); is && err == nil {
		return map[string]any{"macro": m.ID, "name": m.Name, "steps": m.Steps}
	}
	return r.Acts
}

// macroAsked is the macro of an order, if it may be done: the job works for its
// person, so what they may do is asked now.
func (o *Office) macroAsked(ctx context.Context, who access.Actor, order Order) (string, error) {
	if order.Macro == "" {
		return "", nil
	}
	if !order.Acts.None() {
		return "", fault.New(fault.Invalid, "bulk.macro_alone").At("macro")
	}
	m, err := o.shelf.Macro(ctx, who, order.Macro)
	if err != nil {
		return "", err
	}
	if err := wording.Allowed(who, m); err != nil {
		return "", err
	}
	text, err := json.Marshal(ordered{m, who.Session != ""})
	return string(text), err
}

// macroStep applies the macro to the next conversations, each in a transaction of
// its own: a refused one leaves nothing behind, and a done one is noted with it, so
// that no customer is written to twice whatever happens in between.
func (o *Office) macroStep(ctx context.Context, r row) error {
	m, _, err := r.ordered()
	if err != nil {
		return err
	}
	who := by(r)
	if m.Person { // their replies wait before they leave, as those that they write by hand
		who.Session = fact.SessionID(r.ID)
	}
	if err := o.db.Read().NewRaw("SELECT name FROM staff WHERE id = ?", r.Staff).Scan(ctx, &who.Name); err != nil && !db.IsNone(err) {
		return fmt.Errorf("look who applies a macro: %w", err)
	}
	var items []item
	err = o.db.Write(ctx, func(tx *db.Tx) (err error) {
		items, err = next(ctx, tx, r.ID, "pending")
		return err
	})
	if err != nil {
		return err
	}
	for at, it := range items {
		still, err := o.macroOn(ctx, who, r.ID, it.Conversation, m.Macro)
		if err != nil || !still {
			return err
		}
		if at%10 == 9 {
			if err := o.db.Write(ctx, func(tx *db.Tx) error { return tell(ctx, tx, r) }); err != nil {
				return err
			}
		}
	}
	if len(items) == chunk {
		return nil
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		now, err := hold(ctx, tx, r.ID)
		if err != nil || now.State != Running {
			return err
		}
		now.State, now.FinishedAt = Done, tx.Now().UnixMilli()
		if err := save(ctx, tx, now); err != nil {
			return err
		}
		return tell(ctx, tx, now)
	})
}

// macroOn applies the macro to one conversation, unless that is done already; false
// when the action was stopped.
func (o *Office) macroOn(ctx context.Context, who access.Actor, action fact.BulkID, c fact.ConversationID, m wording.Macro) (still bool, err error) {
	once := func(do func(*db.Tx, item) error) error {
		return o.db.Write(ctx, func(tx *db.Tx) error {
			r, err := hold(ctx, tx, action)
			if still = err == nil && r.State == Running; !still {
				return err
			}
			it, err := one(ctx, tx, action, c)
			if err != nil || it.State != "pending" {
				return err
			}
			return do(tx, it)
		})
	}
	err = once(func(tx *db.Tx, it item) error {
		before, was, err := o.inbox.StandingTx(ctx, tx, c)
		if err != nil {
			return err
		}
		reply, err := o.shelf.ApplyTx(ctx, tx, who, c, m)
		if err != nil {
			return err
		}
		_, now, err := o.inbox.StandingTx(ctx, tx, c)
		if err != nil {
			return err
		}
		if it.State, it.Version = "done", now; now == was && !writes(m) {
			it.State = "same"
			return put(ctx, tx, it)
		}
		text, err := json.Marshal(stood{before, reply})
		if err != nil {
			return err
		}
		it.Before = string(text)
		return put(ctx, tx, it)
	})
	if err == nil || !refused(err) {
		return still, err
	}
	reason := fault.Of(err).Code
	err = once(func(tx *db.Tx, it item) error {
		it.State, it.Reason = "refused", reason
		return put(ctx, tx, it)
	})
	return still, err
}

// unsaid takes back a reply that a macro wrote, if it has not left yet.
func (o *Office) unsaid(ctx context.Context, tx *db.Tx, r row, reply fact.MessageID) error {
	if reply == "" {
		return nil
	}
	_, waits, err := o.inbox.HeldTx(ctx, tx, reply)
	if err != nil || !waits {
		return err
	}
	_, err = o.inbox.WithdrawTx(ctx, tx, by(r), reply)
	if fault.Is(err, "message.has_left") { // its time has come
		return nil
	}
	return err
}
