package conversation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/kit/subject"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Who answers an old mail to begin something new glues two matters together. That
// they do is a guess, so it is proposed, and a person decides.

// Proposal is a message that may begin a matter of its own.
type Proposal struct {
	Message fact.MessageID `json:"message_id" doc:"from this one on"`
	Because string         `json:"because" enum:"subject_changed"`
	Was     string         `json:"was" doc:"the subject until then"`
	Subject string         `json:"subject"`
	At      time.Time      `json:"at"`
	CanAct  bool           `json:"can_act"`
}

type proposalRow struct {
	bun.BaseModel `bun:"table:split_proposal"`
	Message       fact.MessageID      `bun:"message_id,pk"`
	Conversation  fact.ConversationID `bun:"conversation_id"`
	Because       string              `bun:"because"`
	Was           string              `bun:"was"`
	Subject       string              `bun:"subject"`
	At            int64               `bun:"at"`
	State         string              `bun:"state"`
	Staff         fact.StaffID        `bun:"staff_id"`
	DecidedAt     int64               `bun:"decided_at"`
	Made          fact.ConversationID `bun:"made_id"`
}

// ProposeSplitTx looks whether a mail that joined a conversation speaks of something
// else than all that was written there before it. A subject that has come up before
// is no news: that it is another matter was then said, or not said.
func (in *Inbox) ProposeSplitTx(ctx context.Context, tx *db.Tx, message fact.MessageID) error {
	var m messageRow
	if err := tx.Ask("SELECT "+db.Columns[messageRow]()+" FROM message WHERE id = ?", message).Scan(ctx, &m); err != nil {
		return fmt.Errorf("load message %s: %w", message, err)
	}
	if !subject.Says(m.Subject) {
		return nil
	}
	var before []string
	err := tx.Ask(`SELECT subject FROM message WHERE conversation_id = ? AND kind = 'inbound' AND subject <> '' AND (sent_at, id) < (?, ?)
		ORDER BY sent_at DESC, id DESC LIMIT 200`, m.Conversation, m.SentAt, m.ID).Scan(ctx, &before)
	if err != nil {
		return fmt.Errorf("read the subjects of %s: %w", m.Conversation, err)
	}
	was, changed := newMatter(m.Subject, before)
	if !changed {
		return nil
	}
	p := proposalRow{Message: m.ID, Conversation: m.Conversation, Because: "subject_changed", Was: was, Subject: subject.Base(m.Subject), At: tx.Now().UnixMilli(), State: "open"}
	if err := tx.Add(ctx, p); err != nil {
		return fmt.Errorf("propose a split of %s: %w", m.Conversation, err)
	}
	return tx.Record(ctx, fact.ConversationSplitProposed{Conversation: m.Conversation, Message: m.ID, Because: p.Because})
}

// newMatter tells whether a subject is none of those before it, the newest first,
// and which of them it replaces.
func newMatter(fresh string, before []string) (was string, is bool) {
	for _, s := range before {
		if !subject.Says(s) {
			continue
		}
		if subject.Same(s, fresh) {
			return "", false
		}
		if was == "" {
			was = subject.Base(s)
		}
	}
	return was, was != ""
}

// proposals are those of a conversation on which nobody has decided.
func (in *Inbox) proposals(ctx context.Context, id fact.ConversationID, may bool) ([]Proposal, error) {
	var rows []proposalRow
	err := in.db.Ask("SELECT "+db.Columns[proposalRow]()+" FROM split_proposal WHERE conversation_id = ? AND state = 'open' ORDER BY at DESC, message_id DESC LIMIT 20", id).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the proposed splits of %s: %w", id, err)
	}
	list := make([]Proposal, len(rows))
	for i, r := range rows {
		list[i] = Proposal{Message: r.Message, Because: r.Because, Was: r.Was, Subject: r.Subject, At: time.UnixMilli(r.At).UTC(), CanAct: may}
	}
	return list, nil
}

// AcceptSplit begins a conversation with a message that was proposed for it, and with
// what belongs to the same matter since.
func (in *Inbox) AcceptSplit(ctx context.Context, who access.Actor, message fact.MessageID) (made fact.ConversationID, err error) {
	err = in.decide(ctx, who, message, "accepted", func(tx *db.Tx, p *proposalRow) error {
		ids, err := matterOf(ctx, tx, *p)
		if err != nil {
			return err
		}
		made, err = in.splitTx(ctx, tx, who, p.Conversation, ids, p.Subject)
		p.Made = made
		return err
	})
	return made, err
}

// DismissSplit says that a message belongs where it stands.
func (in *Inbox) DismissSplit(ctx context.Context, who access.Actor, message fact.MessageID) error {
	return in.decide(ctx, who, message, "dismissed", func(tx *db.Tx, p *proposalRow) error {
		return tx.Record(ctx, fact.ConversationSplitDismissed{Conversation: p.Conversation, Message: p.Message, By: who.ID})
	})
}

func (in *Inbox) decide(ctx context.Context, who access.Actor, message fact.MessageID, as string, act func(*db.Tx, *proposalRow) error) error {
	if err := who.Require(access.ConversationMerge); err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx *db.Tx) error {
		if _, _, err := takeMessage(ctx, tx, message, lockOne); err != nil {
			return err
		}
		var p proposalRow
		err := tx.Ask("SELECT "+db.Columns[proposalRow]()+" FROM split_proposal WHERE message_id = ?", message).Scan(ctx, &p)
		if db.IsNone(err) {
			return fault.New(fault.Missing, "split_proposal.missing")
		}
		if err != nil {
			return fmt.Errorf("load a proposed split: %w", err)
		}
		if p.State != "open" {
			return fault.New(fault.Conflict, "split_proposal.decided")
		}
		p.State, p.Staff, p.DecidedAt = as, who.ID, tx.Now().UnixMilli()
		if err := act(tx, &p); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE split_proposal SET state = ?, staff_id = ?, decided_at = ?, made_id = ? WHERE message_id = ?", p.State, p.Staff, p.DecidedAt, p.Made, message)
		if err != nil {
			return fmt.Errorf("note what was decided on a split: %w", err)
		}
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "split_proposal." + as, Kind: "conversation", ID: string(p.Conversation),
			After: map[string]any{"message": p.Message, "because": p.Because, "made": p.Made}})
	})
}

// matterOf are the messages of a proposed split: the one that it is about, and what
// follows it until the customer speaks of something else again.
func matterOf(ctx context.Context, tx *db.Tx, p proposalRow) (ids []fact.MessageID, err error) {
	var since []messageRow
	err = tx.NewRaw(`SELECT m.* FROM message m JOIN message f ON f.id = ? WHERE m.conversation_id = ? AND m.kind <> 'system'
		AND (m.sent_at, m.id) >= (f.sent_at, f.id) ORDER BY m.sent_at, m.id LIMIT ?`, p.Message, p.Conversation, mostToSplit).Scan(ctx, &since)
	if err != nil {
		return nil, fmt.Errorf("read what follows message %s: %w", p.Message, err)
	}
	belongs := true
	for _, m := range since {
		if m.Kind == Inbound && subject.Says(m.Subject) {
			belongs = subject.Same(m.Subject, p.Subject)
		}
		if belongs {
			ids = append(ids, m.ID)
		}
	}
	return slices.Compact(ids), nil
}

// unaccepted notes that a split which had been proposed was undone: the person has
// looked, so it is not proposed again.
func unaccepted(ctx context.Context, tx *db.Tx, who access.Actor, made fact.ConversationID) error {
	_, err := tx.Exec(ctx, "UPDATE split_proposal SET state = 'undone', staff_id = ?, decided_at = ? WHERE made_id = ? AND made_id <> ''", who.ID, tx.Now().UnixMilli(), made)
	if err != nil {
		return fmt.Errorf("note that a proposed split was undone: %w", err)
	}
	return nil
}
