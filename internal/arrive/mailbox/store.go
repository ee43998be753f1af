package mailbox

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

func instant(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	return new(time.UnixMilli(ms).UTC())
}

// Health tells how the fetching of a channel's mailbox stands.
func (l *Ledger) Health(ctx context.Context, who access.Actor, channel fact.ChannelID) (h Health, err error) {
	if err := who.Require(access.ChannelView); err != nil {
		return h, err
	}
	var failing, next, complete, lease int64
	err = l.db.Read().Ask(`SELECT channel_id, name, state, node, reason, said, failing_since, next_at, backlog, complete_at, lease_until FROM mailbox WHERE channel_id = ?`, channel).
		Scan(ctx, &h.Channel, &h.Mailbox, &h.State, &h.Node, &h.Reason, &h.Said, &failing, &next, &h.Backlog, &complete, &lease)
	if db.IsNone(err) {
		return h, fault.New(fault.Missing, "mailbox.missing")
	}
	if err != nil {
		return h, fmt.Errorf("look at the mailbox of channel %s: %w", channel, err)
	}
	h.FailingSince, h.NextAt, h.CompleteAt = instant(failing), instant(next), instant(complete)
	if lease < l.db.Now().UnixMilli() { // whoever had it is gone
		h.Node = ""
		if h.State != Failing {
			h.State = Waiting
		}
	}
	if h.Counts, err = l.counts(ctx, channel, h.Mailbox); err != nil {
		return h, err
	}
	last, err := l.Reconciliations(ctx, who, channel, 1)
	if len(last) > 0 {
		h.Last = &last[0]
	}
	return h, err
}

func (l *Ledger) counts(ctx context.Context, channel fact.ChannelID, mailbox string) (map[Outcome]int, error) {
	var rows []struct {
		Outcome Outcome `bun:"outcome"`
		N       int     `bun:"n"`
	}
	err := l.db.Read().NewRaw("SELECT outcome, COUNT(*) AS n FROM mailbox_line WHERE channel_id = ? AND mailbox = ? GROUP BY outcome", channel, mailbox).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count the mails of channel %s: %w", channel, err)
	}
	counts := map[Outcome]int{}
	for _, r := range rows {
		counts[r.Outcome] = r.N
	}
	return counts, nil
}

// Page is where a list of lines goes on: behind a line.
type Page struct {
	At  int64 `json:"at"`
	UID int64 `json:"uid"`
}

// List shows the lines with an outcome, the newest first.
func (l *Ledger) List(ctx context.Context, who access.Actor, channel fact.ChannelID, outcome Outcome, after *Page, limit int) (lines []Line, next *Page, err error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return nil, nil, err
	}
	var rows []struct {
		UID          uint32              `bun:"uid"`
		Validity     uint32              `bun:"uid_validity"`
		Outcome      Outcome             `bun:"outcome"`
		Conversation fact.ConversationID `bun:"conversation_id"`
		Message      fact.MessageID      `bun:"message_id"`
		Size         int                 `bun:"size"`
		CameAt       int64               `bun:"came_at"`
		At           int64               `bun:"at"`
	}
	where, values := "", []any{channel, channel, outcome}
	if after != nil {
		where, values = "AND (at, uid) < (?, ?)", append(values, after.At, after.UID)
	}
	err = l.db.Read().NewRaw(`SELECT uid, uid_validity, outcome, conversation_id, message_id, size, came_at, at FROM mailbox_line
		WHERE channel_id = ? AND mailbox = (SELECT name FROM mailbox WHERE channel_id = ?) AND outcome = ? `+where+`
		ORDER BY at DESC, uid DESC LIMIT ?`, append(values, limit+1)...).Scan(ctx, &rows)
	if err != nil {
		return nil, nil, fmt.Errorf("list the mails of channel %s: %w", channel, err)
	}
	if len(rows) > limit {
		rows = rows[:limit]
		last := rows[limit-1]
		next = &Page{At: last.At, UID: int64(last.UID)}
	}
	for _, r := range rows {
		lines = append(lines, Line{
			UID: r.UID, Validity: r.Validity, Outcome: r.Outcome, Conversation: r.Conversation, Message: r.Message, Size: r.Size,
			CameAt: instant(r.CameAt), At: time.UnixMilli(r.At).UTC(),
		})
	}
	return lines, next, nil
}

// Reconciliations shows the newest comparisons of a mailbox with its ledger.
func (l *Ledger) Reconciliations(ctx context.Context, who access.Actor, channel fact.ChannelID, limit int) (list []Reconciliation, err error) {
	if err := who.Require(access.ChannelView); err != nil {
		return nil, err
	}
	var rows []struct {
		ID         fact.ReconciliationID `bun:"id"`
		Validity   uint32                `bun:"uid_validity"`
		First      uint32                `bun:"first_uid"`
		InMailbox  int                   `bun:"in_mailbox"`
		InLedger   int                   `bun:"in_ledger"`
		Missing    string                `bun:"missing"`
		Difference int                   `bun:"difference"`
		Gone       int                   `bun:"gone"`
		Counts     string                `bun:"counts"`
		By         fact.StaffID          `bun:"staff_id"`
		At         int64                 `bun:"at"`
	}
	err = l.db.Read().NewRaw(`SELECT id, uid_validity, first_uid, in_mailbox, in_ledger, missing, difference, gone, counts, staff_id, at
		FROM reconciliation WHERE channel_id = ? ORDER BY at DESC LIMIT ?`, channel, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list the reconciliations of channel %s: %w", channel, err)
	}
	for _, r := range rows {
		one := Reconciliation{
			ID: r.ID, Channel: channel, At: time.UnixMilli(r.At).UTC(), By: r.By, Validity: r.Validity, First: r.First,
			InMailbox: r.InMailbox, InLedger: r.InLedger, Difference: r.Difference, Gone: r.Gone,
		}
		if err := json.Unmarshal([]byte(r.Missing), &one.Missing); err != nil {
			return nil, fmt.Errorf("read reconciliation %s: %w", r.ID, err)
		}
		if err := json.Unmarshal([]byte(r.Counts), &one.Counts); err != nil {
			return nil, fmt.Errorf("read reconciliation %s: %w", r.ID, err)
		}
		list = append(list, one)
	}
	return list, nil
}
