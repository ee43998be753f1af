package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// A reply may wait a few seconds before it leaves. It is stored at once and moves
// its conversation at once; its customer sees it when it leaves. Until then its
// writer may take it back, and everything is as it was.

// Leaving is the timer of a reply that waits.
type Leaving struct {
	Message fact.MessageID `json:"message"`
}

// LeaveKind names the job of that timer.
const LeaveKind = "message.leave"

type sendingRow struct {
	bun.BaseModel `bun:"table:sending"`
	Message       fact.MessageID      `bun:"message_id,pk"`
	Conversation  fact.ConversationID `bun:"conversation_id"`
	Before        string              `bun:"before"`
	After         string              `bun:"after"`
	Took          bool                `bun:"took"` // the conversation, for its writer
}

// hold remembers how the conversation stood, and sets the timer.
func hold(ctx context.Context, tx *db.Tx, m messageRow, before, after row, took bool) error {
	r := sendingRow{Message: m.ID, Conversation: m.Conversation, Before: written(before.stands()), After: written(after.stands()), Took: took}
	if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
		return fmt.Errorf("hold message %s: %w", m.ID, err)
	}
	return tx.Enqueue(ctx, db.Job{Kind: LeaveKind, Args: Leaving{m.ID}, RunAt: time.UnixMilli(m.LeavesAt)})
}

func written(s stand) string {
	out, _ := json.Marshal(s) // three numbers and a word cannot fail
	return string(out)
}

// StandsTx notes how a conversation was left by the act that a waiting reply was
// part of (sent and resolved at once), so that taking it back undoes that too.
func (in *Inbox) StandsTx(ctx context.Context, tx *db.Tx, message fact.MessageID) error {
	var c row
	err := tx.NewRaw("SELECT c.* FROM conversation c JOIN sending s ON s.conversation_id = c.id WHERE s.message_id = ?", message).Scan(ctx, &c)
	if db.IsNone(err) {
		return nil // it has left at once
	}
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE sending SET after = ? WHERE message_id = ?", written(c.stands()), message)
	}
	if err != nil {
		return fmt.Errorf("note how %s left its conversation: %w", message, err)
	}
	return nil
}

// Held is a reply that waits.
type Held struct {
	Conversation fact.ConversationID
	Channel      fact.ChannelID
	LeavesAt     time.Time
}

// HeldTx takes a waiting reply for change; false when it waits no more.
func (in *Inbox) HeldTx(ctx context.Context, tx *db.Tx, message fact.MessageID) (Held, bool, error) {
	c, m, err := takeMessage(ctx, tx, message, lockOne)
	if fault.IsKind(err, fault.Missing) {
		return Held{}, false, nil
	}
	if err != nil {
		return Held{}, false, err
	}
	home, err := homeOf(ctx, tx, c, m)
	return Held{Conversation: c.ID, Channel: home.Channel, LeavesAt: time.UnixMilli(m.LeavesAt).UTC()}, err == nil && m.LeavesAt != 0, err
}

// LeaveTx lets a reply that HeldTx took go its way. It counts as sent now: for
// its customer it was not there before. Nobody decides anything then, so the
// version stays, and an undoing of what was done with the reply still finds what it left.
func (in *Inbox) LeaveTx(ctx context.Context, tx *db.Tx, message fact.MessageID, to Delivery) error {
	before, m, err := takeMessage(ctx, tx, message, lockOne)
	if err != nil {
		return err
	}
	m.SentAt, m.LeavesAt, m.Delivery = tx.Now().UnixMilli(), 0, to
	if _, err := tx.Exec(ctx, "UPDATE message SET sent_at = ?, leaves_at = 0, delivery = ? WHERE id = ?", m.SentAt, m.Delivery, m.ID); err != nil {
		return fmt.Errorf("let message %s leave: %w", m.ID, err)
	}
	if _, err := tx.Exec(ctx, "DELETE FROM sending WHERE message_id = ?", m.ID); err != nil {
		return err
	}
	after := before
	after.UpdatedAt = m.SentAt
	after.LastMessageAt, after.LastMessageKind, after.Preview = m.SentAt, m.Kind, preview(m)
	if err := save(ctx, tx, before, after); err != nil {
		return err
	}
	home, err := homeOf(ctx, tx, before, m)
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.MessageReplied{Message: m.ID, Conversation: before.ID, Contact: home.Contact, Channel: home.Channel, By: m.Staff})
}

// homeOf is the conversation that a message was written in: a reply that waited
// while its conversation was merged goes to whom it was meant for.
func homeOf(ctx context.Context, tx *db.Tx, c row, m messageRow) (row, error) {
	if m.First == "" {
		return c, nil
	}
	var home row
	if err := tx.NewRaw("SELECT * FROM conversation WHERE id = ?", m.First).Scan(ctx, &home); err != nil {
		return c, fmt.Errorf("load the conversation that %s was written in: %w", m.ID, err)
	}
	return home, nil
}

// takeMessage loads a message with its conversation for change, the conversation
// first, as everybody does.
func takeMessage(ctx context.Context, tx *db.Tx, message fact.MessageID, take func(context.Context, *db.Tx, fact.ConversationID) (row, error)) (row, messageRow, error) {
	var in fact.ConversationID
	err := tx.NewRaw("SELECT conversation_id FROM message WHERE id = ?", message).Scan(ctx, &in)
	if db.IsNone(err) {
		return row{}, messageRow{}, fault.New(fault.Missing, "message.missing")
	}
	if err != nil {
		return row{}, messageRow{}, fmt.Errorf("load message %s: %w", message, err)
	}
	c, err := take(ctx, tx, in)
	if err != nil {
		return c, messageRow{}, err
	}
	var m messageRow
	err = tx.NewRaw("SELECT * FROM message WHERE id = ?", message).Scan(ctx, &m)
	if db.IsNone(err) {
		return c, m, fault.New(fault.Missing, "message.missing")
	}
	return c, m, err
}

// Withdrawn is what was taken back.
type Withdrawn struct {
	Conversation fact.ConversationID
	Text, HTML   string
	Attachments  []fact.AttachmentID
}

// WithdrawTx takes a reply back that has not left yet. It is gone then; its words
// and files are given to the caller, who keeps them as a draft.
func (in *Inbox) WithdrawTx(ctx context.Context, tx *db.Tx, who access.Actor, message fact.MessageID) (Withdrawn, error) {
	c, m, err := takeMessage(ctx, tx, message, take)
	if err != nil {
		return Withdrawn{}, err
	}
	if err := withdrawable(who, m, tx.Now()); err != nil {
		return Withdrawn{}, err
	}
	back := Withdrawn{Conversation: c.ID, Text: m.Text, HTML: m.HTML}
	if back.Attachments, err = in.detach(ctx, tx, m.ID); err != nil {
		return back, err
	}
	after, err := in.undone(ctx, tx, c, m)
	if err != nil {
		return back, err
	}
	if err := in.index.DropMessage(ctx, tx, m.ID); err != nil {
		return back, err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM message WHERE id = ?", m.ID); err != nil {
		return back, fmt.Errorf("withdraw message %s: %w", m.ID, err)
	}
	if err := save(ctx, tx, c, after); err != nil {
		return back, err
	}
	facts := append([]db.Fact{fact.MessageWithdrawn{Message: m.ID, Conversation: c.ID, Contact: c.Contact, By: who.ID}}, restored(who, c, after)...)
	return back, tx.Record(ctx, facts...)
}

func (in *Inbox) detach(ctx context.Context, tx *db.Tx, message fact.MessageID) (ids []fact.AttachmentID, err error) {
	if err = tx.NewRaw("SELECT id FROM attachment WHERE message_id = ? AND message_id <> '' ORDER BY position", message).Scan(ctx, &ids); err != nil {
		return nil, fmt.Errorf("look for the files of %s: %w", message, err)
	}
	_, err = tx.Exec(ctx, "UPDATE attachment SET message_id = '', conversation_id = '', created_at = ? WHERE message_id = ? AND message_id <> ''", tx.Now().UnixMilli(), message)
	if err != nil {
		return nil, fmt.Errorf("detach the files of %s: %w", message, err)
	}
	return ids, nil
}

// undone is the conversation as it is without a reply that waited.
func (in *Inbox) undone(ctx context.Context, tx *db.Tx, c row, m messageRow) (row, error) {
	var kept sendingRow
	if err := tx.NewRaw("SELECT * FROM sending WHERE message_id = ?", m.ID).Scan(ctx, &kept); err != nil {
		return c, fmt.Errorf("how did the conversation of %s stand: %w", m.ID, err)
	}
	var before, after stand
	if err := json.Unmarshal([]byte(kept.Before), &before); err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(kept.After), &after); err != nil {
		return c, err
	}
	var next []messageRow
	err := tx.NewRaw("SELECT * FROM message WHERE conversation_id = ? AND kind = 'reply' AND (sent_at, id) > (?, ?) ORDER BY sent_at, id LIMIT 1",
		c.ID, m.SentAt, m.ID).Scan(ctx, &next)
	if err != nil {
		return c, err
	}
	if len(next) == 1 && next[0].LeavesAt != 0 { // should that one be taken back too, it goes back to before this one
		if _, err := tx.Exec(ctx, "UPDATE sending SET before = ? WHERE message_id = ?", kept.Before, next[0].ID); err != nil {
			return c, err
		}
	}
	var own []messageRow // the next of the same writer, which keeps what this one took
	err = tx.NewRaw("SELECT * FROM message WHERE conversation_id = ? AND kind = 'reply' AND staff_id = ? AND (sent_at, id) > (?, ?) ORDER BY sent_at, id LIMIT 1",
		c.ID, m.Staff, m.SentAt, m.ID).Scan(ctx, &own)
	if err != nil {
		return c, err
	}
	if kept.Took && len(own) == 1 && own[0].LeavesAt != 0 {
		if _, err := tx.Exec(ctx, "UPDATE sending SET took = ? WHERE message_id = ?", true, own[0].ID); err != nil {
			return c, err
		}
	}
	var newest []messageRow
	err = tx.NewRaw("SELECT * FROM message WHERE conversation_id = ? AND kind <> 'system' AND id <> ? ORDER BY sent_at DESC, id DESC LIMIT 1", c.ID, m.ID).Scan(ctx, &newest)
	if err != nil {
		return c, err
	}
	var last *messageRow
	if len(newest) == 1 {
		last = &newest[0]
	}
	back := takenBack(c, before, after, len(next) == 1, last, tx.Now())
	return givenUp(back, m.Staff, kept.Took, len(own) == 1), nil
}

// restored tells how a conversation went back to what it was.
func restored(who access.Actor, before, after row) (facts []db.Fact) {
	if before.Assignee != after.Assignee {
		facts = append(facts, fact.ConversationAssigned{
			Conversation: after.ID, Team: after.Team, Was: before.Assignee, WasTeam: before.Team, Because: fact.BecauseWithdrawn, By: who.ID,
		})
	}
	if before.State == after.State {
		return facts
	}
	return append(facts, restoredState(who, after))
}

func restoredState(who access.Actor, after row) db.Fact {
	switch after.State {
	case Resolved:
		return fact.ConversationResolved{Conversation: after.ID, By: who.ID}
	case Snoozed:
		return fact.ConversationSnoozed{Conversation: after.ID, Until: time.UnixMilli(after.SnoozedUntil).UTC(), By: who.ID}
	case Waiting:
		return fact.ConversationWaiting{Conversation: after.ID, By: who.ID}
	}
	return fact.ConversationReopened{Conversation: after.ID, Because: "withdrawn", By: who.ID}
}
