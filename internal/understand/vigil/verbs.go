package vigil

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/risk"
)

// RaiseTx raises the risks of a message, each once, in the transaction in which it is
// understood: whoever hears of that finds them.
func (w *Watch) RaiseTx(ctx context.Context, tx *db.Tx, r reading.Reading, text []rune) error {
	evidence := withOthers(r.Evidence.Risks, text)
	if len(evidence) == 0 {
		return nil
	}
	silent, err := quiet(ctx, tx)
	if err != nil {
		return err
	}
	house, err := rules(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range worthRaising(evidence, text, silent) {
		if rule := house[one.kind]; rule.Active {
			if err := w.raiseTx(ctx, tx, rule, one, r.Message); err != nil {
				return err
			}
		}
	}
	return nil
}

// raiseTx opens a risk and does what its rule says.
func (w *Watch) raiseTx(ctx context.Context, tx *db.Tx, rule Rule, one found, message fact.MessageID) error {
	spans, err := json.Marshal(one.places)
	if err != nil {
		return err
	}
	risk := fact.RiskID(id.New())
	n, err := tx.Exec(ctx, `INSERT INTO risk (id, message_id, kind, spans, at) SELECT ?, id, ?, ?, ? FROM message WHERE id = ? ON CONFLICT DO NOTHING`,
		risk, one.kind, string(spans), tx.Now().UnixMilli(), message)
	if err != nil {
		return fmt.Errorf("raise a risk in %s: %w", message, err)
	}
	if n == 0 { // raised before, or the message is gone
		return nil
	}
	var where fact.ConversationID
	if err := tx.Ask("SELECT conversation_id FROM message WHERE id = ?", message).Scan(ctx, &where); err != nil {
		return err
	}
	people, err := told(ctx, tx, rule, where)
	if err != nil {
		return err
	}
	if err := tx.Record(ctx, fact.RiskRaised{Risk: risk, Conversation: where, Message: message, Kind: string(one.kind), Staff: people}); err != nil {
		return err
	}
	if err := w.moveTx(ctx, tx, rule, where); err != nil {
		return err
	}
	return w.markTx(ctx, tx, where)
}

// moveTx puts a conversation forward and tags it. One that was merged meanwhile is
// left as it is.
func (w *Watch) moveTx(ctx context.Context, tx *db.Tx, rule Rule, c fact.ConversationID) error {
	var has struct {
		Priority conversation.Priority `bun:"priority"`
		Merged   fact.ConversationID   `bun:"merged_into"`
	}
	if err := tx.Ask("SELECT priority, merged_into FROM conversation WHERE id = ?", c).Scan(ctx, &has); err != nil || has.Merged != "" {
		return err
	}
	if higher(rule.Priority, has.Priority) {
		if err := w.inbox.ChangeTx(ctx, tx, access.System, c, conversation.Edit{Priority: &rule.Priority}); err != nil {
			return err
		}
	}
	if rule.Tag == "" {
		return nil
	}
	return w.inbox.RetagTx(ctx, tx, access.System, c, []string{rule.Tag}, nil)
}

// markTx puts down on a conversation which risks are open in it.
func (w *Watch) markTx(ctx context.Context, tx *db.Tx, c fact.ConversationID) error {
	kinds, err := openKinds(ctx, tx, c)
	if err != nil {
		return err
	}
	return w.inbox.RisksTx(ctx, tx, c, kinds)
}

// Joined looks anew at a conversation that another one was put into.
func (w *Watch) Joined(ctx context.Context, f fact.ConversationJoined) error {
	return w.mark(ctx, f.Conversation)
}

// Parted looks anew at both conversations of a merge that was undone.
func (w *Watch) Parted(ctx context.Context, f fact.ConversationParted) error {
	return w.mark(ctx, f.Conversation, f.Merged)
}

// Split looks anew at both parts of a conversation.
func (w *Watch) Split(ctx context.Context, f fact.ConversationSplit) error {
	return w.mark(ctx, f.Conversation, f.Into)
}

func (w *Watch) mark(ctx context.Context, conversations ...fact.ConversationID) error {
	return w.db.Write(ctx, func(tx *db.Tx) error {
		for _, c := range conversations {
			if err := w.markTx(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// Walk is a part of the risks, newest first.
type Walk struct {
	State        State // "" = all
	Kind         risk.Kind
	Conversation fact.ConversationID
	At           int64 // with ID: behind which it goes on; 0 begins
	ID           fact.RiskID
	Limit        int
}

// List is the risks, newest first, and whether there are more.
func (w *Watch) List(ctx context.Context, who access.Actor, walk Walk) (page []Risk, more bool, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, false, err
	}
	where, args := "WHERE TRUE", []any{}
	narrow := func(clause string, values ...any) { where, args = where+" AND "+clause, append(args, values...) }
	if walk.State != "" {
		narrow("k.state = ?", walk.State)
	}
	if walk.Kind != "" {
		narrow("k.kind = ?", walk.Kind)
	}
	if walk.Conversation != "" {
		narrow("m.conversation_id = ?", walk.Conversation)
	}
	if walk.ID != "" {
		narrow("(k.at, k.id) < (?, ?)", walk.At, walk.ID)
	}
	page, err = list(ctx, w.db.Read(), where+" ORDER BY k.at DESC, k.id DESC LIMIT ?", append(args, walk.Limit+1)...)
	if more = len(page) > walk.Limit; more {
		page = page[:walk.Limit]
	}
	return page, more, err
}

// Get shows one risk.
func (w *Watch) Get(ctx context.Context, who access.Actor, id fact.RiskID) (Risk, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return Risk{}, err
	}
	found, err := list(ctx, w.db.Read(), "WHERE k.id = ?", id)
	if err == nil && len(found) == 0 {
		err = fault.New(fault.Missing, "risk.missing")
	}
	if err != nil {
		return Risk{}, err
	}
	return found[0], nil
}

// Close says that a risk was dealt with, or was none. The words of a false alarm are
// remembered, so that a lead can make them quiet.
func (w *Watch) Close(ctx context.Context, who access.Actor, risk fact.RiskID, as State, note string) error {
	if err := who.Require(access.ConversationTag); err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	switch {
	case as != Handled && as != FalseAlarm:
		return fault.New(fault.Invalid, "risk.outcome_unknown", "outcome", string(as)).At("outcome")
	case as == FalseAlarm && note == "":
		return fault.New(fault.Invalid, "risk.note_missing").At("note")
	case utf8.RuneCountInString(note) > noteLimit:
		return fault.New(fault.Invalid, "risk.note_too_long", "limit", noteLimit).At("note")
	}
	return w.db.Write(ctx, func(tx *db.Tx) error {
		r, err := take(ctx, tx, risk)
		if err != nil {
			return err
		}
		if r.State != Open {
			return fault.New(fault.Conflict, "risk.closed_already")
		}
		if err := set(ctx, tx, risk, as, note, who.ID, tx.Now().UnixMilli()); err != nil {
			return err
		}
		if as == FalseAlarm {
			if err := remember(ctx, tx, r, +1); err != nil {
				return err
			}
		}
		return w.toldTx(ctx, tx, who, "risk.closed", r, as, fact.RiskClosed{Risk: risk, Conversation: r.Conversation, Message: r.Message, Kind: string(r.Kind), Outcome: string(as), By: who.ID})
	})
}

// Reopen takes that back.
func (w *Watch) Reopen(ctx context.Context, who access.Actor, risk fact.RiskID) error {
	if err := who.Require(access.ConversationTag); err != nil {
		return err
	}
	return w.db.Write(ctx, func(tx *db.Tx) error {
		r, err := take(ctx, tx, risk)
		if err != nil {
			return err
		}
		if r.State == Open {
			return fault.New(fault.Conflict, "risk.open_already")
		}
		if r.State == FalseAlarm {
			if err := remember(ctx, tx, r, -1); err != nil {
				return err
			}
		}
		if err := set(ctx, tx, risk, Open, "", "", 0); err != nil {
			return err
		}
		return w.toldTx(ctx, tx, who, "risk.reopened", r, Open, fact.RiskReopened{Risk: risk, Conversation: r.Conversation, Message: r.Message, Kind: string(r.Kind), By: who.ID})
	})
}

func set(ctx context.Context, tx *db.Tx, id fact.RiskID, to State, note string, by fact.StaffID, at int64) error {
	_, err := tx.Exec(ctx, "UPDATE risk SET state = ?, note = ?, closed_by = ?, closed_at = ? WHERE id = ?", to, note, by, at, id)
	if err != nil {
		return fmt.Errorf("close the risk %s: %w", id, err)
	}
	return nil
}

// toldTx audits what became of a risk, marks its conversation and tells it.
func (w *Watch) toldTx(ctx context.Context, tx *db.Tx, who access.Actor, action string, r row, to State, f db.Fact) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "risk", ID: string(r.ID),
		Before: map[string]any{"state": r.State}, After: map[string]any{"state": to, "kind": r.Kind, "number": r.Number}})
	if err != nil {
		return err
	}
	if err := w.markTx(ctx, tx, r.Conversation); err != nil {
		return err
	}
	return tx.Record(ctx, f)
}

// remember counts the words of a false alarm, or counts them back.
func remember(ctx context.Context, tx *db.Tx, r row, by int) error {
	places, err := r.places()
	if err != nil {
		return err
	}
	text, err := reading.TextOf(ctx, tx, r.Message)
	if err != nil {
		return err
	}
	for _, words := range sorry(places, text) {
		_, err := tx.Exec(ctx, `INSERT INTO risk_words (kind, words, false_alarms, at) VALUES (?, ?, ?, ?)
			ON CONFLICT (kind, words) DO UPDATE SET false_alarms = risk_words.false_alarms + ?, at = ?`, r.Kind, words, max(by, 0), tx.Now().UnixMilli(), by, tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("remember a false alarm: %w", err)
		}
	}
	return nil
}

// Rules are what follows on each kind of risk.
func (w *Watch) Rules(ctx context.Context, who access.Actor) ([]Rule, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	by, err := rules(ctx, w.db.Read())
	if err != nil {
		return nil, err
	}
	out := make([]Rule, len(Kinds))
	for i, kind := range Kinds {
		out[i] = by[kind]
	}
	return out, nil
}

// Rule says what follows on a kind of risk from now on.
func (w *Watch) Rule(ctx context.Context, who access.Actor, r Rule) (out Rule, err error) {
	if err := who.Require(access.TeamManage); err != nil {
		return out, err
	}
	if r, err = ruled(r); err != nil {
		return out, err
	}
	err = w.db.Write(ctx, func(tx *db.Tx) error {
		house, err := rules(ctx, tx)
		if err != nil {
			return err
		}
		before := house[r.Kind]
		if r.Version != before.Version {
			return fault.New(fault.Conflict, "risk.rule_changed", "version", before.Version)
		}
		out = r
		out.Version++
		if err := keep(ctx, tx, out, tx.Now()); err != nil {
			return err
		}
		err = audit.Write(ctx, tx, audit.Entry{Who: who, Action: "risk_rule.changed", Kind: "risk_rule", ID: string(r.Kind), Before: picture(before), After: picture(out)})
		if err != nil {
			return err
		}
		return tx.Record(ctx, fact.RiskRuleChanged{Kind: string(r.Kind), By: who.ID})
	})
	return out, err
}

func keep(ctx context.Context, tx *db.Tx, r Rule, now time.Time) error {
	lists := make([]string, 3)
	for i, list := range []any{append([]access.Role{}, r.Roles...), append([]fact.TeamID{}, r.Teams...), append([]fact.StaffID{}, r.People...)} {
		text, err := json.Marshal(list)
		if err != nil {
			return err
		}
		lists[i] = string(text)
	}
	_, err := tx.Exec(ctx, `INSERT INTO risk_rule (kind, roles, teams, people, priority, tag, guidance_zh, guidance_en, active, version, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (kind) DO UPDATE SET roles = excluded.roles, teams = excluded.teams, people = excluded.people, priority = excluded.priority, tag = excluded.tag,
			guidance_zh = excluded.guidance_zh, guidance_en = excluded.guidance_en, active = excluded.active, version = excluded.version, updated_at = excluded.updated_at`,
		r.Kind, lists[0], lists[1], lists[2], r.Priority, r.Tag, r.GuidanceZH, r.GuidanceEN, r.Active, r.Version, now.UnixMilli())
	if err != nil {
		return fmt.Errorf("keep the rule of %s: %w", r.Kind, err)
	}
	return nil
}

// picture is a rule as the audit shows it.
func picture(r Rule) any {
	return map[string]any{"roles": r.Roles, "teams": r.Teams, "people": r.People, "priority": r.Priority, "tag": r.Tag, "active": r.Active, "guidance_zh": r.GuidanceZH, "guidance_en": r.GuidanceEN}
}

// mostWords bounds the list of false alarms that is shown.
const mostWords = 200

// FalseAlarms are the words that were one, the most frequent first.
func (w *Watch) FalseAlarms(ctx context.Context, who access.Actor) ([]Words, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	var rows []struct {
		Kind        risk.Kind `bun:"kind"`
		Words       string    `bun:"words"`
		FalseAlarms int       `bun:"false_alarms"`
		Quiet       bool      `bun:"quiet"`
		At          int64     `bun:"at"`
	}
	err := w.db.Read().Ask("SELECT kind, words, false_alarms, quiet, at FROM risk_words WHERE false_alarms > 0 OR quiet ORDER BY false_alarms DESC, at DESC LIMIT ?", mostWords).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the false alarms: %w", err)
	}
	out := make([]Words, len(rows))
	for i, r := range rows {
		out[i] = Words{r.Kind, r.Words, r.FalseAlarms, r.Quiet, !grave(r.Kind), time.UnixMilli(r.At).UTC()}
	}
	return out, nil
}

// Quiet says whether nothing is raised any more for words that were a false alarm.
// Where a life may be in danger there is no such thing.
func (w *Watch) Quiet(ctx context.Context, who access.Actor, kind risk.Kind, words string, is bool) error {
	if err := who.Require(access.TeamManage); err != nil {
		return err
	}
	if grave(kind) {
		return fault.New(fault.Invalid, "risk.always_raised").At("quiet")
	}
	return w.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE risk_words SET quiet = ?, staff_id = ?, at = ? WHERE kind = ? AND words = ?", is, who.ID, tx.Now().UnixMilli(), kind, folded(words))
		if err != nil {
			return fmt.Errorf("make words quiet: %w", err)
		}
		if n == 0 {
			return fault.New(fault.Missing, "risk.words_missing")
		}
		err = audit.Write(ctx, tx, audit.Entry{Who: who, Action: "risk_words.changed", Kind: "risk_rule", ID: string(kind), After: map[string]any{"words": folded(words), "quiet": is}})
		if err != nil {
			return err
		}
		return tx.Record(ctx, fact.RiskRuleChanged{Kind: string(kind), By: who.ID})
	})
}
