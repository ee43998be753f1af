package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Failure is why a message did not arrive, or has not yet.
type Failure struct {
	Reason  string // a stable code; Progress lists them
	Address string // the one that it is about, where it is about one
	Status  string // as RFC 3463 numbers it: "5.1.1"
	Said    string // by the other side, in its own words
}

// Fail notes that a reply will not arrive, and why.
func (in *Inbox) Fail(ctx context.Context, message fact.MessageID, why Failure) error {
	return in.db.Write(ctx, func(tx *db.Tx) error { return in.FailTx(ctx, tx, message, why) })
}

// FailTx is Fail inside the caller's transaction.
func (in *Inbox) FailTx(ctx context.Context, tx *db.Tx, message fact.MessageID, why Failure) error {
	return in.deliverTx(ctx, tx, message, Failed, why)
}

// BounceTx notes that a reply came back.
func (in *Inbox) BounceTx(ctx context.Context, tx *db.Tx, message fact.MessageID, why Failure) error {
	return in.deliverTx(ctx, tx, message, Bounced, why)
}

// LoseTx notes that nobody can know whether a reply arrived: the line broke
// between its last word and the server's answer.
func (in *Inbox) LoseTx(ctx context.Context, tx *db.Tx, message fact.MessageID, why Failure) error {
	return in.deliverTx(ctx, tx, message, Unknown, why)
}

// DelayTx notes that a reply is held up, and until when; a zero time means that
// others try. What has arrived or failed meanwhile stays so.
func (in *Inbox) DelayTx(ctx context.Context, tx *db.Tx, message fact.MessageID, why Failure, next time.Time) error {
	m, err := takeDelivery(ctx, tx, message)
	if err != nil || m.ID == "" || m.Delivery != Queued && m.Delivery != Sent {
		return err
	}
	at := int64(0)
	if !next.IsZero() {
		at = next.UnixMilli()
	}
	if m.FailedBecause == why.Reason && m.NextTryAt == at {
		return nil
	}
	details, _ := json.Marshal(why.details()) // a map of texts cannot fail
	_, err = tx.Exec(ctx, "UPDATE message SET delivery_reason = ?, delivery_code = ?, delivery_details = ?, next_try_at = ? WHERE id = ?",
		why.Said, why.Reason, string(details), at, m.ID)
	if err != nil {
		return fmt.Errorf("hold message %s up: %w", message, err)
	}
	return tx.Record(ctx, fact.MessageDeliveryChanged{
		Message: m.ID, Conversation: m.Conversation, State: string(m.Delivery), Reason: why.Said, ReasonCode: why.Reason, NextTryAt: instant(at),
	})
}

// SendAgainTx begins anew with a reply that did not arrive, or may not have,
// because a person wants it. It gives the fact that sets it on its way.
func (in *Inbox) SendAgainTx(ctx context.Context, tx *db.Tx, who access.Actor, message fact.MessageID) (fact.MessageReplied, error) {
	c, m, err := in.takeLost(ctx, tx, who, message)
	if err != nil {
		return fact.MessageReplied{}, err
	}
	_, err = tx.Exec(ctx, "UPDATE message SET delivery = ?, delivery_reason = '', delivery_code = '', delivery_details = '', next_try_at = 0 WHERE id = ?", Queued, m.ID)
	if err != nil {
		return fact.MessageReplied{}, fmt.Errorf("send message %s again: %w", message, err)
	}
	if err := tx.Record(ctx, fact.MessageDeliveryChanged{Message: m.ID, Conversation: c.ID, State: string(Queued), By: who.ID}); err != nil {
		return fact.MessageReplied{}, err
	}
	home, err := homeOf(ctx, tx, c, m)
	return fact.MessageReplied{Message: m.ID, Conversation: c.ID, Contact: home.Contact, Channel: home.Channel, By: m.Staff}, err
}

// ConfirmTx notes that a reply arrived after all, because a person knows it.
func (in *Inbox) ConfirmTx(ctx context.Context, tx *db.Tx, who access.Actor, message fact.MessageID) error {
	c, m, err := in.takeLost(ctx, tx, who, message)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE message SET delivery = ?, delivery_reason = '', delivery_code = '', delivery_details = '', next_try_at = 0 WHERE id = ?", Delivered, m.ID)
	if err != nil {
		return fmt.Errorf("confirm message %s: %w", message, err)
	}
	return tx.Record(ctx, fact.MessageDeliveryChanged{Message: m.ID, Conversation: c.ID, State: string(Delivered), By: who.ID})
}

// takeLost takes a reply that did not arrive, or may not have.
func (in *Inbox) takeLost(ctx context.Context, tx *db.Tx, who access.Actor, message fact.MessageID) (row, messageRow, error) {
	if err := who.Require(access.ConversationReply); err != nil {
		return row{}, messageRow{}, err
	}
	c, m, err := takeMessage(ctx, tx, message, lockOne)
	if err != nil {
		return c, m, err
	}
	switch m.Delivery {
	case Unknown, Failed, Bounced:
		return c, m, nil
	}
	return c, m, fault.New(fault.Conflict, "message.not_lost")
}

// takeDelivery locks a message for a change of its delivery; one without an id
// was erased meanwhile.
func takeDelivery(ctx context.Context, tx *db.Tx, message fact.MessageID) (m messageRow, err error) {
	// The update that changes nothing locks the row on PostgreSQL.
	err = tx.NewRaw("UPDATE message SET delivery = delivery WHERE id = ? RETURNING *", message).Scan(ctx, &m)
	if db.IsNone(err) {
		return messageRow{}, nil
	}
	return m, err
}

// kept is a failure as its two columns hold it.
func (f Failure) kept(to Delivery) (code, details string) {
	if to != Failed && to != Bounced && to != Unknown {
		return "", ""
	}
	if f.Reason == "" {
		f.Reason = "unknown"
	}
	out, _ := json.Marshal(f.details()) // a map of texts cannot fail
	return f.Reason, string(out)
}

func (f Failure) details() map[string]string {
	details := map[string]string{}
	for name, value := range map[string]string{"address": f.Address, "said": f.Said, "status": f.Status} {
		if value != "" {
			details[name] = value
		}
	}
	return details
}

func (m messageRow) progress() Progress {
	p := Progress{State: m.Delivery, Reason: m.DeliveryReason, ReasonCode: m.FailedBecause, Details: map[string]string{}, LeavesAt: instant(m.LeavesAt), NextTryAt: instant(m.NextTryAt)}
	if m.FailedDetails != "" {
		_ = json.Unmarshal([]byte(m.FailedDetails), &p.Details) // we wrote it ourselves
	}
	return p
}
