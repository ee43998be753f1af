package company

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/resolve/desk"
)

// Of is who stands by whom in a conversation now.
func (h *Host) Of(ctx context.Context, who access.Actor, c fact.ConversationID) (Company, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return Company{}, err
	}
	t, err := talkOf(ctx, h.db.Read(), c)
	if err != nil {
		return Company{}, err
	}
	return of(ctx, h.db.Read(), who, t)
}

// LooksOn tells whether somebody who reads a conversation looks on while a colleague
// chats in it.
func (h *Host) LooksOn(ctx context.Context, who access.Actor, c fact.ConversationID) (bool, error) {
	t, err := talkOf(ctx, h.db.Read(), c)
	if fault.IsKind(err, fault.Missing) {
		return false, nil
	}
	return err == nil && t.live() && t.Assignee != who.ID, err
}

// of leaves out what a sweep is about to end: nobody is in a conversation that is over.
func of(ctx context.Context, q db.Reader, who access.Actor, t talk) (c Company, err error) {
	if t.runs() {
		if c.Help, err = running(ctx, q, t.ID); err != nil {
			return c, err
		}
		if c.Companions, err = there(ctx, q, t.ID); err != nil {
			return c, err
		}
	}
	c.Can = can(who, t, c.Help, c.Companions)
	return c, nil
}

// Ask asks for help in a conversation: the leads of its team, and, where a skill is
// named, who has it and is available.
func (h *Host) Ask(ctx context.Context, who access.Actor, c fact.ConversationID, reason string, skill fact.SkillID) (out Company, err error) {
	if err := may(who); err != nil {
		return out, err
	}
	if reason, err = reasoned(reason); err != nil {
		return out, err
	}
	err = h.db.Write(ctx, func(tx *db.Tx) error {
		t, err := hold(ctx, tx, c)
		if err != nil {
			return err
		}
		if !t.runs() {
			return fault.New(fault.Conflict, "company.over")
		}
		if known, err := running(ctx, tx, c); err != nil || known != nil {
			if err == nil {
				err = fault.New(fault.Conflict, "help.asked_already", "name", known.AskedBy.Name)
			}
			return err
		}
		if err := skillKnown(ctx, tx, skill); err != nil {
			return err
		}
		people, err := helpers(ctx, tx, t, who, skill)
		if err != nil {
			return err
		}
		if err := write(ctx, tx, who, t, reason, skill, asked(people, who.ID)); err != nil {
			return err
		}
		out, err = of(ctx, tx, who, t)
		return err
	})
	return out, err
}

func may(who access.Actor) error {
	if err := who.Writes(); err != nil {
		return err
	}
	return who.Require(access.ConversationReply)
}

func skillKnown(ctx context.Context, tx *db.Tx, skill fact.SkillID) error {
	if skill == "" {
		return nil
	}
	var known bool
	if err := tx.Ask("SELECT EXISTS (SELECT 1 FROM skill WHERE id = ?)", skill).Scan(ctx, &known); err != nil {
		return fmt.Errorf("is there the skill %s: %w", skill, err)
	}
	if !known {
		return fault.New(fault.Invalid, "help.skill_unknown").At("skill")
	}
	return nil
}

func write(ctx context.Context, tx *db.Tx, who access.Actor, t talk, reason string, skill fact.SkillID, list []Asked) error {
	request := fact.HelpID(id.New())
	_, err := tx.Exec(ctx, "INSERT INTO help_request (id, conversation_id, asked_by, reason, skill_id, team_id, state, at) VALUES (?, ?, ?, ?, ?, ?, 'open', ?)",
		request, t.ID, who.ID, reason, skill, t.Team, tx.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("ask for help: %w", err)
	}
	told := make([]fact.StaffID, len(list))
	for i, each := range list {
		told[i] = each.ID
		if _, err := tx.Exec(ctx, "INSERT INTO help_asked (request_id, staff_id, because) VALUES (?, ?, ?)", request, each.ID, each.Because); err != nil {
			return fmt.Errorf("note who is asked for help: %w", err)
		}
	}
	return tx.Record(ctx, fact.HelpAsked{Help: request, Conversation: t.ID, Team: t.Team, Skill: skill, Staff: told, By: who.ID})
}

// Take takes a request for help, and joins its conversation.
func (h *Host) Take(ctx context.Context, who access.Actor, request fact.HelpID) (out Help, err error) {
	if err := may(who); err != nil {
		return out, err
	}
	err = h.db.Write(ctx, func(tx *db.Tx) error {
		r, t, err := take(ctx, tx, request)
		if err != nil {
			return err
		}
		switch {
		case r.State == Taken:
			return fault.New(fault.Conflict, "help.taken_already", "name", r.TakenBy.Name)
		case r.State != Open || !t.runs():
			return fault.New(fault.Conflict, "help.over")
		case r.AskedBy.ID == who.ID:
			return fault.New(fault.Invalid, "help.own")
		case !leads(who) && !wasAsked(&r, who.ID):
			return fault.New(fault.Denied, "help.not_asked")
		}
		if _, err := tx.Exec(ctx, "UPDATE help_request SET state = 'taken', taken_by = ?, taken_at = ? WHERE id = ?", who.ID, tx.Now().UnixMilli(), request); err != nil {
			return fmt.Errorf("take a request for help: %w", err)
		}
		err = tx.Record(ctx, fact.HelpTaken{Help: request, Conversation: t.ID, AskedBy: r.AskedBy.ID, WaitedSeconds: int64(tx.Now().Sub(r.At) / time.Second), By: who.ID})
		if err != nil {
			return err
		}
		if t.Assignee != who.ID {
			if err := join(ctx, tx, who, t, ToHelp); err != nil {
				return err
			}
		}
		out, err = one(ctx, tx, request)
		return err
	})
	return out, err
}

// End ends a request: answered, by whoever asked or helped; withdrawn, by whoever asked.
func (h *Host) End(ctx context.Context, who access.Actor, request fact.HelpID, as State) (out Help, err error) {
	if err := may(who); err != nil {
		return out, err
	}
	if as != Answered && as != Withdrawn {
		return out, fault.New(fault.Invalid, "help.outcome_unknown", "outcome", string(as)).At("outcome")
	}
	err = h.db.Write(ctx, func(tx *db.Tx) error {
		r, t, err := take(ctx, tx, request)
		if err != nil {
			return err
		}
		mine := r.AskedBy.ID == who.ID
		switch {
		case r.State != Open && r.State != Taken:
			return fault.New(fault.Conflict, "help.over")
		case !mine && (as == Withdrawn || r.TakenBy.ID != who.ID):
			return fault.New(fault.Denied, "help.not_yours")
		}
		if err := end(ctx, tx, r.ID, t.ID, as, who.ID); err != nil {
			return err
		}
		out, err = one(ctx, tx, request)
		return err
	})
	return out, err
}

func end(ctx context.Context, tx *db.Tx, request fact.HelpID, c fact.ConversationID, as State, by fact.StaffID) error {
	n, err := tx.Exec(ctx, "UPDATE help_request SET state = ?, ended_by = ?, ended_at = ? WHERE id = ? AND state IN ('open', 'taken')", as, by, tx.Now().UnixMilli(), request)
	if err != nil {
		return fmt.Errorf("end a request for help: %w", err)
	}
	if n == 0 {
		return nil
	}
	return tx.Record(ctx, fact.HelpEnded{Help: request, Conversation: c, Outcome: string(as), By: by})
}

// take loads a request for change, with its conversation.
func take(ctx context.Context, tx *db.Tx, request fact.HelpID) (Help, talk, error) {
	// The update that changes nothing locks the row on PostgreSQL.
	if _, err := tx.Exec(ctx, "UPDATE help_request SET state = state WHERE id = ?", request); err != nil {
		return Help{}, talk{}, fmt.Errorf("take a request for help: %w", err)
	}
	r, err := one(ctx, tx, request)
	if err != nil {
		return r, talk{}, err
	}
	t, err := talkOf(ctx, tx, r.Conversation)
	return r, t, err
}

func one(ctx context.Context, q db.Reader, request fact.HelpID) (Help, error) {
	list, err := helps(ctx, q, "WHERE r.id = ?", request)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.Missing, "help.missing")
	}
	if err != nil {
		return Help{}, err
	}
	return list[0], nil
}

// Get is one request for help.
func (h *Host) Get(ctx context.Context, who access.Actor, request fact.HelpID) (Help, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return Help{}, err
	}
	return one(ctx, h.db.Read(), request)
}

// Walk is a part of the requests for help, newest first.
type Walk struct {
	Running      bool // only those that nobody has ended
	Conversation fact.ConversationID
	At           int64 // with ID: behind which it goes on; 0 begins
	ID           fact.HelpID
	Limit        int
}

// List is the requests for help that concern somebody: a lead sees all, others those
// that they asked, were asked or took, and those of a conversation that they look at.
func (h *Host) List(ctx context.Context, who access.Actor, w Walk) (page []Help, more bool, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, false, err
	}
	where, args := "WHERE TRUE", []any{}
	narrow := func(clause string, values ...any) { where, args = where+" AND "+clause, append(args, values...) }
	if w.Running {
		narrow("r.state IN ('open', 'taken') AND c.state IN ('open', 'waiting') AND c.merged_into = ''")
	}
	switch {
	case w.Conversation != "":
		narrow("r.conversation_id = ?", w.Conversation)
	case !who.May(access.FloorView):
		narrow("(r.asked_by = ? OR r.taken_by = ? OR EXISTS (SELECT 1 FROM help_asked x WHERE x.request_id = r.id AND x.staff_id = ?))", who.ID, who.ID, who.ID)
	}
	if w.ID != "" {
		narrow("(r.at, r.id) < (?, ?)", w.At, w.ID)
	}
	page, err = helps(ctx, h.db.Read(), where+" ORDER BY r.at DESC, r.id DESC LIMIT ?", append(args, w.Limit+1)...)
	if more = len(page) > w.Limit; more {
		page = page[:w.Limit]
	}
	return page, more, err
}

// Join lets a lead join a conversation that somebody else has. That they did is audited.
func (h *Host) Join(ctx context.Context, who access.Actor, c fact.ConversationID) (out Company, err error) {
	if err := may(who); err != nil {
		return out, err
	}
	if !leads(who) {
		return out, fault.New(fault.Denied, "company.only_leads")
	}
	err = h.db.Write(ctx, func(tx *db.Tx) error {
		t, err := hold(ctx, tx, c)
		if err != nil {
			return err
		}
		switch {
		case !t.runs():
			return fault.New(fault.Conflict, "company.over")
		case t.Assignee == "":
			return fault.New(fault.Conflict, "company.nobody_has_it")
		case t.Assignee == who.ID:
			return fault.New(fault.Conflict, "company.own")
		}
		if err := join(ctx, tx, who, t, AsLead); err != nil {
			return err
		}
		out, err = of(ctx, tx, who, t)
		return err
	})
	return out, err
}

// join notes that somebody is there. Who is there already stays as they came.
func join(ctx context.Context, tx *db.Tx, who access.Actor, t talk, because string) error {
	n, err := tx.Exec(ctx, "INSERT INTO companion (id, conversation_id, staff_id, because, joined_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		id.New(), t.ID, who.ID, because, tx.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("join %s: %w", t.ID, err)
	}
	if n == 0 {
		return nil
	}
	err = audit.Write(ctx, tx, audit.Entry{Who: who, Action: "companion.joined", Kind: "conversation", ID: string(t.ID), After: map[string]any{"whose": t.Assignee, "because": because}})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.CompanionJoined{Conversation: t.ID, Whom: t.Assignee, Because: because, By: who.ID})
}

// Leave leaves a conversation. Who is not there has left it.
func (h *Host) Leave(ctx context.Context, who access.Actor, c fact.ConversationID) (out Company, err error) {
	if err := who.Writes(); err != nil {
		return out, err
	}
	err = h.db.Write(ctx, func(tx *db.Tx) error {
		t, err := hold(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := leave(ctx, tx, who, c, "left"); err != nil {
			return err
		}
		out, err = of(ctx, tx, who, t)
		return err
	})
	return out, err
}

func leave(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID, because string) error {
	n, err := tx.Exec(ctx, "UPDATE companion SET left_at = ? WHERE conversation_id = ? AND staff_id = ? AND left_at = 0", tx.Now().UnixMilli(), c, who.ID)
	if err != nil {
		return fmt.Errorf("leave %s: %w", c, err)
	}
	if n == 0 {
		return nil
	}
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "companion.left", Kind: "conversation", ID: string(c), After: map[string]any{"because": because}}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.CompanionLeft{Conversation: c, Because: because, By: who.ID})
}

// Whisper says something to whoever chats with the customer, and to nobody else at
// once. It is kept as a note of the conversation.
func (h *Host) Whisper(ctx context.Context, who access.Actor, c fact.ConversationID, text string) (m conversation.Message, err error) {
	if err := may(who); err != nil {
		return m, err
	}
	if utf8.RuneCountInString(text) > whisperLimit {
		return m, fault.New(fault.TooLarge, "message.too_long", "limit", whisperLimit).At("text")
	}
	var said fact.MessageID
	err = h.db.Write(ctx, func(tx *db.Tx) error {
		t, err := hold(ctx, tx, c)
		if err != nil {
			return err
		}
		in, err := there(ctx, tx, c)
		if err != nil {
			return err
		}
		switch {
		case !t.live():
			return fault.New(fault.Conflict, "company.no_chat")
		case t.Assignee == who.ID:
			return fault.New(fault.Conflict, "company.own")
		case !can(who, t, nil, in).Whisper:
			return fault.New(fault.Denied, "company.only_companions")
		}
		said, err = h.desk.SayTx(ctx, tx, who, c, desk.Words{Kind: conversation.Note, Text: text, WhisperTo: t.Assignee})
		return err
	})
	if err != nil {
		return m, err
	}
	return h.inbox.Message(ctx, said)
}

// Look ends what is over: help that was asked for in a conversation that is done, and
// company where there is nobody to keep it, or who keeps it has the conversation now.
func (h *Host) Look(ctx context.Context) error {
	unneeded, err := h.unneeded(ctx)
	if err != nil {
		return err
	}
	alone, err := h.alone(ctx)
	if err != nil || len(unneeded)+len(alone) == 0 {
		return err
	}
	return h.db.Write(ctx, func(tx *db.Tx) error {
		for _, r := range unneeded {
			as := Withdrawn
			if r.State == Taken {
				as = Answered
			}
			if err := end(ctx, tx, r.ID, r.Conversation, as, ""); err != nil {
				return err
			}
		}
		for _, each := range alone {
			because := "ended"
			if each.HasIt {
				because = "has_it"
			}
			if err := leave(ctx, tx, access.Actor{ID: each.Staff}, each.Conversation, because); err != nil {
				return err
			}
		}
		return nil
	})
}
