package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/kit/richtext"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// maxWait is the longest that a reply may wait before it leaves.
const maxWait = 30 * time.Second

// Waits are the waits that there are to choose from, in seconds.
var Waits = []int{0, 5, 10, 20, 30}

// Sending is how somebody's replies leave; nil is "as the house does it".
type Sending struct {
	MailSeconds *int  `json:"mail_seconds"`
	ChatSeconds *int  `json:"chat_seconds"`
	EnterSends  *bool `json:"enter_sends"`
}

// atFirst is what the house does until somebody chooses otherwise. A mail cannot
// be called back once it has left; in a chat somebody is waiting.
var atFirst = Sending{MailSeconds: new(10), ChatSeconds: new(0), EnterSends: new(false)}

// over is a choice laid over another one.
func (s Sending) over(under Sending) Sending {
	if s.MailSeconds == nil {
		s.MailSeconds = under.MailSeconds
	}
	if s.ChatSeconds == nil {
		s.ChatSeconds = under.ChatSeconds
	}
	if s.EnterSends == nil {
		s.EnterSends = under.EnterSends
	}
	return s
}

func (s Sending) checked() error {
	for field, seconds := range map[string]*int{"mail_seconds": s.MailSeconds, "chat_seconds": s.ChatSeconds} {
		if seconds != nil && !slices.Contains(Waits, *seconds) {
			return fault.New(fault.Invalid, "message.wait_wrong", "limit", int(maxWait/time.Second)).At(field)
		}
	}
	return nil
}

type sendingRow struct {
	bun.BaseModel `bun:"table:sending_choice"`
	Staff         fact.StaffID `bun:"staff_id,pk"` // "" = the house
	MailSeconds   *int         `bun:"mail_seconds"`
	ChatSeconds   *int         `bun:"chat_seconds"`
	EnterSends    *bool        `bun:"enter_sends"`
}

func (r sendingRow) choice() Sending {
	return Sending{MailSeconds: r.MailSeconds, ChatSeconds: r.ChatSeconds, EnterSends: r.EnterSends}
}

// Sends tells how the asking person's replies leave: what they chose, what the
// house does, and what comes of it.
func (d *Desk) Sends(ctx context.Context, who access.Actor) (own, house, effective Sending, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return own, house, effective, err
	}
	own, house, err = choices(ctx, d.db.Read(), who.ID)
	return own, house, own.over(house), err
}

func choices(ctx context.Context, from bun.IDB, staff fact.StaffID) (own, house Sending, err error) {
	var rows []sendingRow
	if err := from.NewRaw("SELECT * FROM sending_choice WHERE staff_id IN (?, '')", staff).Scan(ctx, &rows); err != nil {
		return own, house, fmt.Errorf("how do replies leave: %w", err)
	}
	for _, r := range rows {
		if r.Staff == "" {
			house = r.choice()
		} else {
			own = r.choice()
		}
	}
	return own, house.over(atFirst), nil
}

// ChooseSending keeps how the asking person's replies leave.
func (d *Desk) ChooseSending(ctx context.Context, who access.Actor, s Sending) error {
	if err := who.Writes(); err != nil {
		return err
	}
	if err := s.checked(); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error { return keepChoice(ctx, tx, who.ID, s) })
}

// ChooseHouseSending keeps how replies leave where nobody chose for themselves.
func (d *Desk) ChooseHouseSending(ctx context.Context, who access.Actor, s Sending) error {
	if err := who.Require(access.ChannelManage); err != nil {
		return err
	}
	if err := s.checked(); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		_, before, err := choices(ctx, tx, "")
		if err != nil {
			return err
		}
		if err := keepChoice(ctx, tx, "", s); err != nil {
			return err
		}
		entry := audit.Entry{Who: who, Action: "sending.changed", Kind: "house", ID: "sending", Before: before, After: s.over(atFirst)}
		return audit.Write(ctx, tx, entry)
	})
}

func keepChoice(ctx context.Context, tx *db.Tx, staff fact.StaffID, s Sending) error {
	r := sendingRow{Staff: staff, MailSeconds: s.MailSeconds, ChatSeconds: s.ChatSeconds, EnterSends: s.EnterSends}
	_, err := tx.NewInsert().Model(&r).On("CONFLICT (staff_id) DO UPDATE").
		Set("mail_seconds = EXCLUDED.mail_seconds, chat_seconds = EXCLUDED.chat_seconds, enter_sends = EXCLUDED.enter_sends").Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep how replies leave: %w", err)
	}
	return nil
}

// waitTx is how long a reply waits. Only people change their minds: a program's
// reply leaves at once unless it asks to wait.
func (d *Desk) waitTx(ctx context.Context, tx *db.Tx, who access.Actor, channel intake.Channel, w Words) (time.Duration, error) {
	if w.Kind != conversation.Reply {
		return 0, nil
	}
	if w.Wait != nil {
		return *w.Wait, nil
	}
	if who.Session == "" {
		return 0, nil
	}
	own, house, err := choices(ctx, tx, who.ID)
	if err != nil {
		return 0, err
	}
	s := own.over(house)
	if channel.ByMail() {
		return time.Duration(*s.MailSeconds) * time.Second, nil
	}
	return time.Duration(*s.ChatSeconds) * time.Second, nil
}

// Leave is the timer of a reply that waits. It asks again when it rings: the
// reply may have been taken back, or its channel closed.
func (d *Desk) Leave(ctx context.Context, l conversation.Leaving) error {
	return d.db.Write(ctx, func(tx *db.Tx) error {
		held, waits, err := d.inbox.HeldTx(ctx, tx, l.Message)
		if err != nil || !waits {
			return err
		}
		if held.LeavesAt.After(tx.Now()) {
			return tx.Enqueue(ctx, db.Job{Kind: conversation.LeaveKind, Args: l, RunAt: held.LeavesAt})
		}
		_, delivery, err := d.outletTx(ctx, tx, held.Conversation, conversation.Reply)
		if fault.IsKind(err, fault.Conflict) {
			return d.inbox.FailTx(ctx, tx, l.Message, conversation.Failure{Reason: "channel_closed"})
		}
		if err != nil {
			return err
		}
		if delivery == conversation.Sent {
			if err := d.channels.SentTx(ctx, tx, held.Channel); err != nil {
				return err
			}
		}
		return d.inbox.LeaveTx(ctx, tx, l.Message, delivery)
	})
}

// Withdraw takes a reply back that has not left yet. Its words and files become
// the writer's draft; what they have begun since stays below.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, message fact.MessageID) (c fact.ConversationID, draft Draft, err error) {
	if err := who.Require(access.ConversationReply); err != nil {
		return "", Draft{}, err
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		back, err := d.inbox.WithdrawTx(ctx, tx, who, message)
		if err != nil {
			return err
		}
		c = back.Conversation
		begun, err := draftOf(ctx, tx, c, who.ID)
		if err != nil && !db.IsNone(err) {
			return fmt.Errorf("load a draft: %w", err)
		}
		r := regained(back, begun)
		r.Conversation, r.Staff, r.Version, r.UpdatedAt = c, who.ID, begun.Version+1, tx.Now().UnixMilli()
		if err := putDraft(ctx, tx, r); err != nil {
			return err
		}
		draft = r.present()
		return tx.Record(ctx, fact.DraftSaved{Conversation: c, By: who.ID})
	})
	return c, draft, err
}

// regained is a withdrawn reply with what has been begun since. Together with a
// note it becomes a note: words for colleagues must not end up in a reply.
func regained(back conversation.Withdrawn, begun draftRow) draftRow {
	r := draftRow{Kind: conversation.Reply, Text: back.Text, HTML: back.HTML, Attachments: append([]fact.AttachmentID{}, back.Attachments...)}
	if begun.Version == 0 || strings.TrimSpace(begun.Text) == "" && begun.HTML == "" && len(begun.Attachments) == 0 {
		return r
	}
	r.Kind = begun.Kind
	if r.HTML != "" || begun.HTML != "" {
		r.HTML = marked(r.HTML, r.Text) + marked(begun.HTML, begun.Text)
	}
	r.Text = strings.TrimSpace(r.Text + "\n\n" + begun.Text)
	r.Attachments = append(r.Attachments, begun.Attachments...)
	return r
}

func marked(html, text string) string {
	if html == "" {
		return richtext.FromText(text)
	}
	return html
}
