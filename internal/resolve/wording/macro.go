package wording

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/resolve/desk"
)

// Macros lists what somebody may use, by name.
func (s *Shelf) Macros(ctx context.Context, who access.Actor) ([]Macro, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	var rows []macroRow
	if err := visible(s.db.Read().NewSelect().Model(&rows), who).Order("name", "id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list macros: %w", err)
	}
	list := make([]Macro, len(rows))
	for i, r := range rows {
		list[i] = r.present(who)
	}
	return list, nil
}

// Macro shows one.
func (s *Shelf) Macro(ctx context.Context, who access.Actor, id fact.MacroID) (Macro, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return Macro{}, err
	}
	r, err := macroOf(ctx, s.db.Read(), who, id)
	return r.present(who), err
}

// AddMacro puts a new one on the shelf.
func (s *Shelf) AddMacro(ctx context.Context, who access.Actor, m Macro) (Macro, error) {
	return s.saveMacro(ctx, who, m, "macro.added")
}

// ChangeMacro saves one anew. Saving over another version is refused.
func (s *Shelf) ChangeMacro(ctx context.Context, who access.Actor, m Macro) (Macro, error) {
	return s.saveMacro(ctx, who, m, "macro.changed")
}

func (s *Shelf) saveMacro(ctx context.Context, who access.Actor, m Macro, action string) (Macro, error) {
	if err := who.Writes(); err != nil {
		return m, err
	}
	name := line(m.Name)
	if name == "" {
		return m, fault.New(fault.Invalid, "macro.name_missing").At("name")
	}
	if utf8.RuneCountInString(name) > maxTitle {
		return m, fault.New(fault.Invalid, "wording.too_long", "limit", maxTitle).At("name")
	}
	list, err := steps(m.Steps)
	if err != nil {
		return m, err
	}
	r := macroRow{ID: fact.MacroID(id.New())}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var before *macroRow
		if m.ID != "" {
			was, err := s.takeMacro(ctx, tx, who, m.ID)
			if err != nil {
				return err
			}
			if m.Version != 0 && m.Version != was.Version {
				return fault.New(fault.Conflict, "macro.changed_meanwhile")
			}
			before, r = &was, was
		} else {
			r.CreatedAt = tx.Now().UnixMilli()
		}
		if err := reachable(ctx, tx, list); err != nil {
			return err
		}
		o, err := owned(ctx, tx, who, m.Owned)
		if err != nil {
			return err
		}
		r.Scope, r.Staff, r.Team, r.Name, r.Steps = o.Scope, o.Staff, o.Team, name, list
		r.Version, r.UpdatedAt = r.Version+1, tx.Now().UnixMilli()
		_, err = tx.NewInsert().Model(&r).On("CONFLICT (id) DO UPDATE").
			Set("scope = EXCLUDED.scope, staff_id = EXCLUDED.staff_id, team_id = EXCLUDED.team_id, name = EXCLUDED.name, steps = EXCLUDED.steps").
			Set("version = EXCLUDED.version, updated_at = EXCLUDED.updated_at").Exec(ctx)
		if err != nil {
			return fmt.Errorf("save a macro: %w", err)
		}
		return s.macroChanged(ctx, tx, who, action, before, &r)
	})
	return r.present(who), err
}

// reachable refuses people and teams that a conversation could not be given to.
func reachable(ctx context.Context, tx *db.Tx, list []Step) error {
	for _, step := range list {
		var one int
		switch {
		case step.Kind == Assign && step.Assignee != "me" && step.Assignee != "none":
			err := tx.NewRaw("SELECT 1 FROM staff WHERE id = ? AND state = 'active'", step.Assignee).Scan(ctx, &one)
			if db.IsNone(err) {
				return fault.New(fault.Invalid, "assignment.unknown_staff", "id", step.Assignee).At("steps")
			}
			if err != nil {
				return err
			}
		case step.Kind == ToTeam && step.Team != "none":
			err := tx.NewRaw("SELECT 1 FROM team WHERE id = ?", step.Team).Scan(ctx, &one)
			if db.IsNone(err) {
				return fault.New(fault.Invalid, "assignment.unknown_team", "id", step.Team).At("steps")
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// RemoveMacro takes one off the shelf.
func (s *Shelf) RemoveMacro(ctx context.Context, who access.Actor, id fact.MacroID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := s.takeMacro(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM macro WHERE id = ?", id); err != nil {
			return fmt.Errorf("remove macro %s: %w", id, err)
		}
		return s.macroChanged(ctx, tx, who, "macro.removed", &r, nil)
	})
}

func (s *Shelf) takeMacro(ctx context.Context, tx *db.Tx, who access.Actor, id fact.MacroID) (macroRow, error) {
	return take(ctx, tx, who, "macro", string(id), func() (macroRow, error) { return macroOf(ctx, tx, who, id) })
}

func (s *Shelf) macroChanged(ctx context.Context, tx *db.Tx, who access.Actor, action string, before, after *macroRow) error {
	if err := audited(ctx, tx, who, "macro", action, before, after); err != nil {
		return err
	}
	return tx.Record(ctx, fact.MacroChanged{Macro: latest(before, after).ID, By: who.ID})
}

// Preview tells what a macro would do to a conversation now, and why.
func (s *Shelf) Preview(ctx context.Context, who access.Actor, c fact.ConversationID, id fact.MacroID) ([]Planned, error) {
	m, err := s.Macro(ctx, who, id)
	if err != nil {
		return nil, err
	}
	card, err := s.inbox.Get(ctx, who, c)
	if err != nil {
		return nil, err
	}
	at, err := situationOf(ctx, s.db.Read(), who, c)
	if err != nil {
		return nil, err
	}
	at.tags, at.replyRefused = card.Tags, card.ReplyRefused
	return planned(who, m.Steps, at), nil
}

// Apply runs a macro on a conversation: all of it, or nothing. reply is the
// message that it wrote to the customer, which may be taken back while it waits.
func (s *Shelf) Apply(ctx context.Context, who access.Actor, c fact.ConversationID, id fact.MacroID) (reply fact.MessageID, err error) {
	m, err := s.Macro(ctx, who, id)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		reply, err = s.applyTx(ctx, tx, who, c, m, false)
		return err
	})
	return reply, err
}

// ApplyTx is Apply inside the caller's transaction, with a macro that the caller
// has loaded, so that it can be applied to many conversations; whoever does so does
// not take them. An error leaves the transaction half done: the caller must give it
// up.
func (s *Shelf) ApplyTx(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID, m Macro) (reply fact.MessageID, err error) {
	return s.applyTx(ctx, tx, who, c, m, true)
}

func (s *Shelf) applyTx(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID, m Macro, stays bool) (reply fact.MessageID, err error) {
	reply, done, err := s.carryOutTx(ctx, tx, who, c, m.Steps, stays, desk.Automatic{})
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(ctx, "UPDATE macro SET used_count = used_count + 1, used_at = ? WHERE id = ?", tx.Now().UnixMilli(), m.ID); err != nil {
		return "", fmt.Errorf("count the use of macro %s: %w", m.ID, err)
	}
	return reply, tx.Record(ctx, fact.MacroApplied{Macro: m.ID, Conversation: c, Steps: done, By: who.ID})
}

// CarryOutTx does steps that nobody pressed a button for, in the caller's transaction: replies
// say so, with their kind, and leave the customer waiting as before. An error leaves the
// transaction half done: the caller must give it up.
func (s *Shelf) CarryOutTx(ctx context.Context, tx *db.Tx, c fact.ConversationID, steps []Step, as desk.Automatic) (reply fact.MessageID, err error) {
	reply, _, err = s.carryOutTx(ctx, tx, access.System, c, steps, true, as)
	return reply, err
}

// CannedTx is a canned reply of everybody as a step, in the language of a customer.
func (s *Shelf) CannedTx(ctx context.Context, tx *db.Tx, c fact.ConversationID, canned fact.CannedReplyID) (Step, error) {
	r, err := cannedOf(ctx, tx, access.System, canned)
	if err != nil {
		return Step{}, err
	}
	at, err := situationOf(ctx, tx, access.System, c)
	if err != nil {
		return Step{}, err
	}
	text, _ := textFor(r.Texts, at.language)
	return Step{Kind: Reply, Text: text.Text, HTML: text.HTML}, nil
}

// SharedTx refuses a canned reply that is not everybody's.
func (s *Shelf) SharedTx(ctx context.Context, tx *db.Tx, canned fact.CannedReplyID) error {
	r, err := cannedOf(ctx, tx, access.System, canned)
	if err == nil && r.Scope != Everybody {
		err = fault.New(fault.Missing, "canned_reply.missing")
	}
	return err
}

// CheckStepsTx refuses steps that nothing could do, and gives them back as they are kept.
func (s *Shelf) CheckStepsTx(ctx context.Context, tx *db.Tx, list []Step) ([]Step, error) {
	kept, err := steps(list)
	if err != nil {
		return nil, err
	}
	return kept, reachable(ctx, tx, kept)
}

func (s *Shelf) carryOutTx(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID, steps []Step, stays bool, automatic desk.Automatic) (reply fact.MessageID, done []string, err error) {
	if err := who.Writes(); err != nil {
		return "", nil, err
	}
	at, err := situationOf(ctx, tx, who, c)
	if err != nil {
		return "", nil, err
	}
	at.automatic = automatic
	at.stays = stays || slices.ContainsFunc(steps, func(each Step) bool { return each.Kind == Assign || each.Kind == ToTeam && each.Team != "none" })
	for _, step := range steps {
		message, err := s.stepTx(ctx, tx, who, c, step, at)
		if err != nil {
			return "", nil, err
		}
		if step.Kind == Reply {
			reply = message
		}
		if step.Kind == Reply && automatic.Kind == "" {
			at.state = conversation.Waiting
		}
		done = append(done, string(step.Kind))
	}
	if reply != "" && automatic.Kind == "" {
		return reply, done, s.inbox.StandsTx(ctx, tx, reply)
	}
	return reply, done, nil
}

func (s *Shelf) stepTx(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID, step Step, at situation) (fact.MessageID, error) {
	switch step.Kind {
	case Reply, Note:
		text, missing := rendered(Text{step.Text, step.HTML}, at.values)
		if len(missing) > 0 { // nobody looks at it again before it leaves
			return "", fault.New(fault.Conflict, "macro.cannot_fill", "variables", strings.Join(slices.Sorted(slices.Values(missing)), ", "))
		}
		return s.desk.SayTx(ctx, tx, who, c, desk.Words{Kind: conversation.Kind(step.Kind), Text: text.Text, HTML: text.HTML, Stays: at.stays, Automatic: at.automatic})
	case Assign:
		return "", s.inbox.AssignTx(ctx, tx, who, c, conversation.Assignment{Assignee: new(fact.StaffID(assignee(who, step)))})
	case ToTeam:
		return "", s.inbox.AssignTx(ctx, tx, who, c, conversation.Assignment{Team: new(fact.TeamID(none(step.Team)))})
	case Tag:
		return "", s.inbox.RetagTx(ctx, tx, who, c, step.Add, step.Remove)
	case Priority:
		return "", s.inbox.ChangeTx(ctx, tx, who, c, conversation.Edit{Priority: &step.Priority})
	case Snooze:
		return "", s.inbox.ChangeTx(ctx, tx, who, c, conversation.Edit{State: new(conversation.Snoozed), SnoozedUntil: new(until(tx.Now(), step))})
	case State:
		return "", s.inbox.ChangeTx(ctx, tx, who, c, conversation.Edit{State: &step.State})
	case Resolve:
		if at.state == conversation.Resolved {
			return "", nil
		}
		return "", s.inbox.ChangeTx(ctx, tx, who, c, conversation.Edit{State: new(conversation.Resolved)})
	}
	return "", fault.New(fault.Invalid, "macro.step_wrong", "kind", string(step.Kind)).At("steps")
}
