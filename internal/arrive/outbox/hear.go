package outbox

import (
	"context"
	"fmt"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/platform/db"
)

// Course is what a mail server says became of a mail.
type Course string

// Courses.
const (
	CameBack Course = "came_back"
	OnTheWay Course = "on_the_way" // it is late, and still tried
	Arrived  Course = "arrived"
	PassedOn Course = "passed_on" // to a server that reports nothing
)

// News is a report of a mail server about a mail of ours.
type News struct {
	Course     Course
	Tokens     []string // those that the report was sent to
	MessageIDs []string // names of the mail that it is about
	Recipient  string
	Status     string // RFC 3463
	Said       string
}

// Heard is the reply that a report is about.
type Heard struct {
	Message      fact.MessageID
	Conversation fact.ConversationID // its home
	// Told is everything that there was to tell: nobody has to read the report.
	Told bool
}

// recently is how long ago a mail may have left that a report is about which names
// nothing but the recipient: servers try for five days before they give one back.
const recently = 5 * 24 * time.Hour

// HearTx takes a report in that came to a mailbox. false when it is about none of
// ours.
func (l *Ledger) HearTx(ctx context.Context, tx *db.Tx, mailbox fact.ChannelID, n News) (Heard, bool, error) {
	n.Recipient, n.Said = plain.Text(n.Recipient), plain.Text(n.Said)
	r, found, err := l.meantTx(ctx, tx, mailbox, n)
	if err != nil || !found {
		return Heard{}, false, err
	}
	address := r.Address
	if address == "" {
		address = folded(n.Recipient)
	}
	h := Heard{Message: r.Message, Conversation: r.home(), Told: n.Course != CameBack}
	switch n.Course {
	case Arrived:
		if err = l.inbox.DeliverTx(ctx, tx, r.Message, conversation.Delivered, ""); err == nil {
			err = l.contacts.ReachedTx(ctx, tx, address)
		}
	case OnTheWay:
		err = l.inbox.DelayTx(ctx, tx, r.Message, conversation.Failure{Reason: "delayed_on_the_way", Address: address, Status: n.Status, Said: n.Said}, time.Time{})
	case CameBack:
		if r.Delivery == conversation.Delivered || r.Delivery == conversation.Read {
			break // somebody beyond has given a copy back
		}
		err = l.backTx(ctx, tx, r.Message, conversation.Failure{Reason: Because(n.Status, n.Said), Address: address, Status: n.Status, Said: n.Said})
	}
	return h, true, err
}

func (l *Ledger) backTx(ctx context.Context, tx *db.Tx, m fact.MessageID, why conversation.Failure) error {
	if err := move(ctx, tx, m, Bounced, Left, Handing, Unknown); err != nil {
		return err
	}
	if err := l.contacts.BouncedTx(ctx, tx, why.Address, why.Reason, why.Said); err != nil {
		return err
	}
	return l.inbox.BounceTx(ctx, tx, m, why)
}

type meant struct {
	Message      fact.MessageID        `bun:"id"`
	Conversation fact.ConversationID   `bun:"conversation_id"`
	First        fact.ConversationID   `bun:"first_conversation"`
	Delivery     conversation.Delivery `bun:"delivery"`
	Address      string                `bun:"address"`
}

func (r meant) home() fact.ConversationID {
	if r.First != "" {
		return r.First
	}
	return r.Conversation
}

// meantTx finds the reply that a report is about: by the return path that only we
// can make, else by the name of the mail that it gives back, else as the newest that
// went to the recipient. About half of all bounces name nothing (of 836 real ones
// 431 had the original or its headers).
func (l *Ledger) meantTx(ctx context.Context, tx *db.Tx, mailbox fact.ChannelID, n News) (meant, bool, error) {
	var ids []fact.MessageID
	for _, t := range n.Tokens {
		ids = append(ids, l.named(t, forBounces))
	}
	for _, m := range n.MessageIDs {
		ids = append(ids, ownMessage(m))
	}
	for _, m := range ids {
		if m == "" {
			continue
		}
		r, found, err := replyTx(ctx, tx, m)
		if err != nil || found {
			return r, found, err
		}
	}
	if n.Course != CameBack || n.Recipient == "" {
		return meant{}, false, nil
	}
	var m fact.MessageID
	err := tx.Ask("SELECT message_id FROM outgoing WHERE address = ? AND channel_id = ? AND state IN ('left', 'unknown', 'handing') AND at > ? ORDER BY at DESC LIMIT 1",
		folded(n.Recipient), mailbox, tx.Now().Add(-recently).UnixMilli()).Scan(ctx, &m)
	if db.IsNone(err) {
		return meant{}, false, nil
	}
	if err != nil {
		return meant{}, false, fmt.Errorf("look what went to a recipient: %w", err)
	}
	return replyTx(ctx, tx, m)
}

func replyTx(ctx context.Context, tx *db.Tx, m fact.MessageID) (r meant, found bool, err error) {
	err = tx.Ask(`SELECT m.id, m.conversation_id, m.first_conversation, m.delivery, COALESCE(o.address, '') AS address
		FROM message m LEFT JOIN outgoing o ON o.message_id = m.id WHERE m.id = ? AND m.kind = 'reply'`, m).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("look at message %s: %w", m, err)
	}
	return r, true, nil
}

// OwnID is the Message-ID of a reply: always the same for the same reply, at the
// domain of its mailbox.
func OwnID(sentIn fact.ConversationID, m fact.MessageID, mailbox string) string {
	_, domain, _ := strings.Cut(mailbox, "@")
	return "c." + string(sentIn) + ".m." + string(m) + "@" + domain
}

// ownMessage is the reply that a Message-ID names, "" when it is none of ours.
func ownMessage(id string) fact.MessageID {
	local, _, _ := strings.Cut(strings.Trim(id, "<> "), "@")
	rest, ours := strings.CutPrefix(local, "c.")
	_, m, named := strings.Cut(rest, ".m.")
	if !ours || !named {
		return ""
	}
	return fact.MessageID(m)
}
