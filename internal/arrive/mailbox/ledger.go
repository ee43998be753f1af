package mailbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Ledger keeps what became of each mail.
type Ledger struct{ db *db.DB }

// NewLedger opens the ledger.
func NewLedger(d *db.DB) *Ledger { return &Ledger{db: d} }

// Hold is a mailbox that a node has for now.
type Hold struct {
	Channel  fact.ChannelID
	Mailbox  string
	Node     string
	Validity uint32
	First    uint32
}

// Claim takes a mailbox for a node, unless another has it. A mailbox under another
// name than before begins anew.
func (l *Ledger) Claim(ctx context.Context, channel fact.ChannelID, name, node string) (h Hold, taken bool, err error) {
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO mailbox (channel_id, name, state) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", channel, name, Waiting)
		if err != nil {
			return fmt.Errorf("begin mailbox of channel %s: %w", channel, err)
		}
		_, err = tx.Exec(ctx, `UPDATE mailbox SET name = ?, uid_validity = 0, first_uid = 1, state = ?, reason = '', said = '', failing_since = 0,
			next_at = 0, backlog = 0, complete_at = 0, reconciled_at = 0 WHERE channel_id = ? AND name <> ?`, name, Waiting, channel, name)
		if err != nil {
			return fmt.Errorf("begin mailbox of channel %s anew: %w", channel, err)
		}
		now := tx.Now()
		n, err := tx.Exec(ctx, `UPDATE mailbox SET node = ?, lease_until = ?, state = CASE WHEN state = ? THEN ? ELSE state END
			WHERE channel_id = ? AND (node = ? OR lease_until < ?)`, node, now.Add(Lease).UnixMilli(), Listening, Fetching, channel, node, now.UnixMilli())
		if taken = n > 0; err != nil || !taken {
			return err
		}
		h = Hold{Channel: channel, Mailbox: name, Node: node}
		return tx.Ask("SELECT uid_validity, first_uid FROM mailbox WHERE channel_id = ?", channel).Scan(ctx, &h.Validity, &h.First)
	})
	return h, taken, err
}

// Extend keeps the mailboxes of a node, and names their channels.
func (l *Ledger) Extend(ctx context.Context, node string) (channels []fact.ChannelID, err error) {
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		channels = nil
		n, err := tx.Exec(ctx, "UPDATE mailbox SET lease_until = ? WHERE node = ?", tx.Now().Add(Lease).UnixMilli(), node)
		if err != nil || n == 0 {
			return err
		}
		return tx.NewRaw("SELECT channel_id FROM mailbox WHERE node = ?", node).Scan(ctx, &channels)
	})
	return channels, err
}

// Of is a channel's mailbox, for somebody who does not hold it.
func (l *Ledger) Of(ctx context.Context, channel fact.ChannelID) (h Hold, err error) {
	err = l.db.Read().Ask("SELECT channel_id, name, node, uid_validity, first_uid FROM mailbox WHERE channel_id = ?", channel).
		Scan(ctx, &h.Channel, &h.Mailbox, &h.Node, &h.Validity, &h.First)
	if db.IsNone(err) {
		return h, fault.New(fault.Missing, "mailbox.missing")
	}
	return h, err
}

// Now is what time it is.
func (l *Ledger) Now() time.Time { return l.db.Now() }

// Also writes the line of a mail in the transaction that takes it in, so that
// neither is there without the other.
func (l *Ledger) Also(h Hold, raw Raw, as Outcome) func(context.Context, *db.Tx, intake.Receipt) error {
	return func(ctx context.Context, tx *db.Tx, r intake.Receipt) error { return l.enter(ctx, tx, h, raw, as, r) }
}

// Release lets another node have a mailbox at once.
func (l *Ledger) Release(ctx context.Context, h Hold) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE mailbox SET node = '', lease_until = 0 WHERE channel_id = ? AND node = ?", h.Channel, h.Node)
		return err
	})
}

// CompleteAt is when everything was in, the last time; zero before the first.
func (l *Ledger) CompleteAt(ctx context.Context, h Hold) (time.Time, error) {
	var at int64
	err := l.db.Read().Ask("SELECT complete_at FROM mailbox WHERE channel_id = ?", h.Channel).Scan(ctx, &at)
	if err != nil || at == 0 {
		return time.Time{}, err
	}
	return time.UnixMilli(at).UTC(), nil
}

// Begin notes under which validity the mailbox counts, and from which mail on it
// is ours.
func (l *Ledger) Begin(ctx context.Context, h Hold, validity, first uint32) (Hold, error) {
	h.Validity, h.First = validity, max(1, first)
	return h, l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE mailbox SET uid_validity = ?, first_uid = ? WHERE channel_id = ? AND node = ?", h.Validity, h.First, h.Channel, h.Node)
		return err
	})
}

// Lines are the numbers that have a line, from one on.
func (l *Ledger) Lines(ctx context.Context, h Hold, from uint32) (map[uint32]bool, error) {
	var uids []uint32
	err := l.db.Read().NewRaw("SELECT uid FROM mailbox_line WHERE channel_id = ? AND mailbox = ? AND uid_validity = ? AND uid >= ?",
		h.Channel, h.Mailbox, h.Validity, from).Scan(ctx, &uids)
	if err != nil {
		return nil, fmt.Errorf("read the ledger of channel %s: %w", h.Channel, err)
	}
	known := make(map[uint32]bool, len(uids))
	for _, uid := range uids {
		known[uid] = true
	}
	return known, nil
}

// Enter writes the line of a mail that has come before, by this mailbox or
// another way.
func (l *Ledger) Enter(ctx context.Context, h Hold, raw Raw, as Outcome, r intake.Receipt) error {
	return l.db.Write(ctx, func(tx *db.Tx) error { return l.enter(ctx, tx, h, raw, as, r) })
}

// enter writes a line. A mail that has its line keeps it.
func (l *Ledger) enter(ctx context.Context, tx *db.Tx, h Hold, raw Raw, as Outcome, r intake.Receipt) error {
	if r.Duplicate {
		var lines, messages int
		err := tx.Ask(`SELECT (SELECT COUNT(*) FROM mailbox_line WHERE message_id = ? AND channel_id = ? AND mailbox = ? AND uid_validity = ? AND uid <> ?),
			(SELECT COUNT(*) FROM message WHERE id = ?)`, r.Message, h.Channel, h.Mailbox, h.Validity, raw.UID, r.Message).Scan(ctx, &lines, &messages)
		if err != nil {
			return fmt.Errorf("look for mail %d of channel %s: %w", raw.UID, h.Channel, err)
		}
		switch {
		case messages == 0:
			as = Tombstone
		case lines > 0:
			as = Duplicate
		}
	}
	came := int64(0)
	if !raw.CameAt.IsZero() {
		came = raw.CameAt.UnixMilli()
	}
	err := tx.Ask(`INSERT INTO mailbox_line (channel_id, mailbox, uid_validity, uid, outcome, conversation_id, message_id, size, came_at, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		h.Channel, h.Mailbox, h.Validity, raw.UID, as, r.Conversation, r.Message, len(raw.Data), came, tx.Now().UnixMilli()).Later(ctx)
	if err != nil {
		return fmt.Errorf("write mail %d of channel %s down: %w", raw.UID, h.Channel, err)
	}
	return nil
}

// Progress notes how far the fetching is; complete means that nothing is left.
func (l *Ledger) Progress(ctx context.Context, h Hold, state State, backlog int) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		query := "UPDATE mailbox SET state = ?, reason = '', said = '', failing_since = 0, next_at = 0, backlog = ?"
		values := []any{state, backlog}
		if state == Listening {
			query, values = query+", complete_at = ?", append(values, tx.Now().UnixMilli())
		}
		_, err := tx.Exec(ctx, query+" WHERE channel_id = ? AND node = ?", append(values, h.Channel, h.Node)...)
		return err
	})
}

// Fail notes what is in the way.
func (l *Ledger) Fail(ctx context.Context, h Hold, because error, again time.Duration) error {
	t := &Trouble{Reason: "hung_up", Said: because.Error()}
	_ = errors.As(because, &t)
	return l.db.Write(ctx, func(tx *db.Tx) error {
		now := tx.Now()
		_, err := tx.Exec(ctx, `UPDATE mailbox SET state = ?, reason = ?, said = ?, next_at = ?,
			failing_since = CASE WHEN failing_since = 0 THEN ? ELSE failing_since END WHERE channel_id = ? AND node = ?`,
			Failing, t.Reason, cut(t.Said), now.Add(again).UnixMilli(), now.UnixMilli(), h.Channel, h.Node)
		if err != nil {
			return fmt.Errorf("note the trouble of channel %s: %w", h.Channel, err)
		}
		return nil
	})
}

func cut(s string) string {
	letters := []rune(s)
	return string(letters[:min(len(letters), 500)])
}

// Reconcile compares a mailbox with its lines, which were read before it was looked
// into, and keeps the result. What came behind upto, until when everything was brought
// in, is not missing where it has no line.
func (l *Ledger) Reconcile(ctx context.Context, h Hold, by fact.StaffID, uids []uint32, lines map[uint32]bool, upto uint32) (r Reconciliation, err error) {
	r = compared(slices.DeleteFunc(slices.Clone(uids), func(uid uint32) bool { return uid > upto && !lines[uid] }), lines)
	r.ID, r.Channel, r.By, r.Validity, r.First = fact.ReconciliationID(id.New()), h.Channel, by, h.Validity, h.First
	if r.Counts, err = l.counts(ctx, h.Channel, h.Mailbox); err != nil {
		return r, err
	}
	missing, err := json.Marshal(append([]uint32{}, r.Missing...))
	if err != nil {
		return r, err
	}
	counts, err := json.Marshal(r.Counts)
	if err != nil {
		return r, err
	}
	return r, l.db.Write(ctx, func(tx *db.Tx) error {
		r.At = tx.Now()
		_, err := tx.Exec(ctx, `INSERT INTO reconciliation (id, channel_id, mailbox, uid_validity, first_uid, in_mailbox, in_ledger, missing, difference, gone, counts, staff_id, at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			r.ID, r.Channel, h.Mailbox, r.Validity, r.First, r.InMailbox, r.InLedger, string(missing), r.Difference, r.Gone, string(counts), by, r.At.UnixMilli())
		if err != nil {
			return fmt.Errorf("keep a reconciliation: %w", err)
		}
		if _, err := tx.Exec(ctx, "UPDATE mailbox SET reconciled_at = ? WHERE channel_id = ?", r.At.UnixMilli(), r.Channel); err != nil {
			return err
		}
		return tx.Record(ctx, fact.MailboxReconciled{Channel: r.Channel, Reconciliation: r.ID, Difference: r.Difference, By: by})
	})
}

// reconcileEvery is how often a mailbox is compared without anybody asking.
const reconcileEvery = 24 * time.Hour

// Due tells whether a mailbox was last compared a day ago, or never.
func (l *Ledger) Due(ctx context.Context, h Hold) (bool, error) {
	var at int64
	err := l.db.Read().Ask("SELECT reconciled_at FROM mailbox WHERE channel_id = ?", h.Channel).Scan(ctx, &at)
	return err == nil && l.db.Now().Sub(time.UnixMilli(at)) >= reconcileEvery, err
}

// keptFor is how long reconciliations are kept.
const keptFor = 396 * 24 * time.Hour

// Sweep drops old reconciliations.
func (l *Ledger) Sweep(ctx context.Context) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM reconciliation WHERE at < ?", tx.Now().Add(-keptFor).UnixMilli())
		return err
	})
}
