package conversation

import (
	"context"
	"encoding/json"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Failure is why a message did not arrive.
type Failure struct {
	Reason  string // a stable code: address_wrong, no_address, own_address, server_settings, refused, bounced, gave_up, channel_closed
	Address string // the one that it is about, where it is about one
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

// kept is a failure as its two columns hold it.
func (f Failure) kept(to Delivery) (code, details string) {
	if to != Failed {
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
	if f.Address != "" {
		details["address"] = f.Address
	}
	if f.Said != "" {
		details["said"] = f.Said
	}
	return details
}

func (m messageRow) progress() Progress {
	p := Progress{State: m.Delivery, Reason: m.DeliveryReason, ReasonCode: m.FailedBecause, Details: map[string]string{}, LeavesAt: instant(m.LeavesAt)}
	if m.FailedDetails != "" {
		_ = json.Unmarshal([]byte(m.FailedDetails), &p.Details) // we wrote it ourselves
	}
	return p
}
