package conversation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Inbox is where all conversations are.
type Inbox struct {
	db    *db.DB
	index *search.Index
}

// NewInbox opens the inbox.
func NewInbox(d *db.DB, index *search.Index) *Inbox { return &Inbox{db: d, index: index} }

// Opening is a new conversation.
type Opening struct {
	Channel fact.ChannelID
	Contact fact.ContactID
	Subject string
	Thread  string // the channel's name for it; no two conversations of a channel share one
	By      fact.StaffID
}

// Saying is a message that joins a conversation.
type Saying struct {
	ID          fact.MessageID // given when something else has to name it first
	Kind        Kind
	Staff       fact.StaffID
	Contact     fact.ContactID
	Text        string
	HTML        string
	ReplyText   string
	Code        string
	Values      map[string]any
	Subject     string
	Headers     map[string]string
	ClientID    string
	Unreadable  bool
	Automatic   bool // a machine answers, for the customer or for us: it takes no turn
	Machine     bool // a machine wrote it, though not in somebody's place: it may take a turn, but not again and again
	RawSHA256   string
	Delivery    Delivery
	LeavesAt    time.Time           // zero = at once; a reply only
	WhisperTo   fact.StaffID        // "" = to all of us; a note only
	Takes       bool                // whoever writes this reply has the conversation from then on, where nobody does and its team has it so
	SentAt      time.Time           // zero = now
	Attachments []fact.AttachmentID // uploads
	UploadedBy  string              // whose uploads may be attached
	Brought     []Laid              // files that came with it
}

// OpenTx opens a conversation with its first message.
func (in *Inbox) OpenTx(ctx context.Context, tx *db.Tx, o Opening, first Saying) (fact.ConversationID, fact.MessageID, error) {
	now := tx.Now()
	c := row{
		ID: fact.ConversationID(id.New()), Channel: o.Channel, Contact: o.Contact, FirstContact: o.Contact,
		Subject: Subject(o.Subject), State: Open, Priority: Normal, Version: 1,
		CreatedAt: now.UnixMilli(), UpdatedAt: now.UnixMilli(),
	}
	if o.Thread != "" {
		c.Thread = &o.Thread
	}
	m := first.row(c.ID, now)
	c.LastMessageAt = m.SentAt
	c, _ = said(c, m, now)
	c, took, err := taken(ctx, tx, c, first)
	if err != nil {
		return "", "", err
	}
	if c, err = insert(ctx, tx, c); err != nil {
		return "", "", err
	}
	opened := fact.ConversationOpened{Conversation: c.ID, Contact: c.Contact, Channel: c.Channel, Number: c.Number, By: o.By}
	if err := tx.Record(ctx, opened); err != nil {
		return "", "", err
	}
	if err := field.BeginTx(ctx, tx, field.Conversation, string(c.ID), c.where()); err != nil {
		return "", "", err
	}
	if err := in.index.IndexConversation(ctx, tx, c.searchable()); err != nil {
		return "", "", err
	}
	if err := in.write(ctx, tx, c, m, first); err != nil || !took {
		return c.ID, m.ID, err
	}
	return c.ID, m.ID, tx.Record(ctx, takenBy(row{}, c))
}

// AppendTx adds a message to a conversation and moves the conversation with it:
// the customer's word re-opens it, ours hands the turn to them.
func (in *Inbox) AppendTx(ctx context.Context, tx *db.Tx, conversation fact.ConversationID, s Saying) (fact.MessageID, error) {
	before, err := in.takeFor(ctx, tx, conversation, s.Kind)
	if err != nil {
		return "", err
	}
	m := s.row(before.ID, tx.Now())
	if before.ID != conversation {
		m.First, conversation = conversation, before.ID
	}
	if err := in.holdBack(ctx, tx, before, &m, s); err != nil {
		return "", err
	}
	after, because := said(before, m, tx.Now())
	after, took, err := taken(ctx, tx, after, s)
	if err != nil {
		return "", err
	}
	if err := save(ctx, tx, before, after); err != nil {
		return "", err
	}
	if err := in.write(ctx, tx, after, m, s); err != nil {
		return "", err
	}
	if m.LeavesAt != 0 {
		if err := hold(ctx, tx, m, before, after, took); err != nil {
			return "", err
		}
	}
	if took {
		if err := tx.Record(ctx, takenBy(before, after)); err != nil {
			return "", err
		}
	}
	switch because {
	case "customer_wrote":
		err = tx.Record(ctx, fact.ConversationReopened{Conversation: conversation, Because: because})
	case "answered":
		err = tx.Record(ctx, fact.ConversationWaiting{Conversation: conversation, By: s.Staff})
	}
	return m.ID, err
}

// takeFor takes the conversation that a message joins. What a customer writes to
// one that was merged follows to the one that stands for it.
func (in *Inbox) takeFor(ctx context.Context, tx *db.Tx, id fact.ConversationID, kind Kind) (row, error) {
	if kind != Inbound {
		return take(ctx, tx, id)
	}
	c, err := takeAny(ctx, tx, id)
	if err != nil || c.MergedInto == "" {
		return c, err
	}
	root, err := rootOf(ctx, tx, id)
	if err != nil {
		return c, err
	}
	if c, err = takeAny(ctx, tx, root); err != nil {
		return c, err
	}
	// A statement of its own, behind the lock: it may have been merged or parted meanwhile.
	if now, err := rootOf(ctx, tx, id); err != nil || now != root {
		return c, errMovedMeanwhile
	}
	return c, nil
}

// At is when it counts as said. A clock that runs ahead must not sort before what
// follows.
func (s Saying) At(now time.Time) time.Time {
	if s.SentAt.IsZero() || s.SentAt.After(now) {
		return now
	}
	return s.SentAt
}

func (s Saying) row(conversation fact.ConversationID, now time.Time) messageRow {
	m := messageRow{
		ID: s.ID, Conversation: conversation, Kind: s.Kind, Staff: s.Staff, Contact: s.Contact,
		Text: plain.Text(s.Text), HTML: plain.Text(s.HTML), ReplyText: plain.Text(s.ReplyText), Code: s.Code, Values: s.Values,
		Subject: Subject(s.Subject), Headers: s.Headers, ClientID: plain.Text(s.ClientID),
		Unreadable: s.Unreadable, Automatic: s.Automatic, RawSHA256: s.RawSHA256, Delivery: s.Delivery,
		SentAt: s.At(now).UnixMilli(), CreatedAt: now.UnixMilli(),
	}
	if m.ID == "" {
		m.ID = fact.MessageID(id.New())
	}
	if m.Delivery == "" {
		m.Delivery = Received
	}
	if s.Kind == Note {
		m.WhisperTo = s.WhisperTo
	}
	if s.Kind == Reply && s.LeavesAt.After(now) {
		m.LeavesAt, m.Delivery = s.LeavesAt.UnixMilli(), Queued
	}
	return m
}

// write saves the message itself, its files, its words and its fact.
func (in *Inbox) write(ctx context.Context, tx *db.Tx, c row, m messageRow, s Saying) error {
	if err := insertMessage(ctx, tx, m); err != nil {
		return err
	}
	files, err := attach(ctx, tx, m, s)
	if err != nil {
		return err
	}
	if m.Kind != System {
		text := m.ReplyText
		if text == "" {
			text = m.Text
		}
		doc := search.Message{ID: m.ID, Conversation: c.ID, Text: text, Files: files, At: time.UnixMilli(m.SentAt)}
		if err := in.index.IndexMessage(ctx, tx, doc); err != nil {
			return err
		}
	}
	switch m.Kind {
	case Inbound:
		return tx.Record(ctx, fact.MessageArrived{
			Message: m.ID, Conversation: c.ID, Contact: m.Contact, Channel: c.Channel,
			SentAt: time.UnixMilli(m.SentAt).UTC(), Unreadable: m.Unreadable, Automatic: m.Automatic, Assignee: c.Assignee, Team: c.Team,
		})
	case Reply:
		if m.LeavesAt != 0 {
			return tx.Record(ctx, fact.MessageHeld{Message: m.ID, Conversation: c.ID, Contact: c.Contact, LeavesAt: time.UnixMilli(m.LeavesAt).UTC(), By: m.Staff})
		}
		return tx.Record(ctx, fact.MessageReplied{Message: m.ID, Conversation: c.ID, Contact: c.Contact, Channel: c.Channel, Automatic: m.Automatic, By: m.Staff})
	default:
		return tx.Record(ctx, fact.MessageNoted{Message: m.ID, Conversation: c.ID, Contact: c.Contact, By: m.Staff})
	}
}

// HoldTx keeps a conversation from being deleted until the transaction ends.
func (in *Inbox) HoldTx(ctx context.Context, tx *db.Tx, conversation fact.ConversationID) error {
	// The update that changes nothing locks the row on PostgreSQL.
	n, err := tx.Exec(ctx, "UPDATE conversation SET version = version WHERE id = ?", conversation)
	if err != nil {
		return fmt.Errorf("hold conversation %s: %w", conversation, err)
	}
	if n == 0 {
		return fault.New(fault.Missing, "conversation.missing")
	}
	return nil
}

// ImportedThread begins the threads of conversations that were kept elsewhere;
// what follows the last colon is what people there called them.
const ImportedThread = "import:"

func (c row) searchable() search.Conversation {
	found := search.Conversation{ID: c.ID, Number: c.Number, Subject: c.Subject, At: time.UnixMilli(c.CreatedAt)}
	if c.Thread != nil && strings.HasPrefix(*c.Thread, ImportedThread) {
		found.Fields = []string{(*c.Thread)[strings.LastIndexByte(*c.Thread, ':')+1:]} // the number that it had elsewhere
	}
	return found
}

// DeliverTx moves a reply's delivery. Late and repeated news changes nothing.
func (in *Inbox) DeliverTx(ctx context.Context, tx *db.Tx, message fact.MessageID, to Delivery, reason string) error {
	return in.deliverTx(ctx, tx, message, to, Failure{Said: reason})
}

func (in *Inbox) deliverTx(ctx context.Context, tx *db.Tx, message fact.MessageID, to Delivery, why Failure) error {
	m, err := takeDelivery(ctx, tx, message)
	if err != nil || m.ID == "" {
		return err
	}
	m, moved := delivered(m, to, why.Said)
	if !moved {
		return nil
	}
	m.FailedBecause, m.FailedDetails = why.kept(to)
	_, err = tx.Exec(ctx, "UPDATE message SET delivery = ?, delivery_reason = ?, delivery_code = ?, delivery_details = ?, leaves_at = 0, next_try_at = 0 WHERE id = ?",
		m.Delivery, m.DeliveryReason, m.FailedBecause, m.FailedDetails, m.ID)
	if err != nil {
		return err
	}
	if m.LeavesAt != 0 {
		if _, err := tx.Exec(ctx, "DELETE FROM sending WHERE message_id = ?", m.ID); err != nil {
			return err
		}
	}
	return tx.Record(ctx, fact.MessageDeliveryChanged{
		Message: m.ID, Conversation: m.Conversation, State: string(to), Reason: why.Said, ReasonCode: m.FailedBecause,
	})
}

// Deliver moves a reply's delivery in a transaction of its own.
func (in *Inbox) Deliver(ctx context.Context, message fact.MessageID, to Delivery, reason string) error {
	return in.db.Write(ctx, func(tx *db.Tx) error { return in.DeliverTx(ctx, tx, message, to, reason) })
}

// DeliverUpto moves all replies of a conversation up to and including a message:
// the customer's screen has shown, or they have read, everything until there.
func (in *Inbox) DeliverUpto(ctx context.Context, conversation fact.ConversationID, upto fact.MessageID, to Delivery) error {
	l, err := in.LineOf(ctx, conversation)
	if err != nil {
		return err
	}
	at, err := in.sentAt(ctx, l, upto)
	if fault.IsKind(err, fault.Missing) {
		return nil
	}
	if err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx *db.Tx) error {
		var behind []Delivery
		for d, r := range rank {
			if r < rank[to] && d != Failed && d != Bounced && d != Unknown {
				behind = append(behind, d)
			}
		}
		var ids []fact.MessageID
		err := tx.Ask("SELECT m.id FROM message m WHERE "+l.where+` AND m.kind = 'reply' AND m.leaves_at = 0
			AND (m.sent_at, m.id) <= (?, ?) AND m.delivery IN (?) ORDER BY m.sent_at DESC, m.id DESC LIMIT 200`,
			append(slices.Clone(l.args), at, upto, behind)...).Scan(ctx, &ids)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, m := range ids {
			if err := in.DeliverTx(ctx, tx, m, to, ""); err != nil {
				return err
			}
		}
		if to != Read {
			return nil
		}
		_, err = tx.Exec(ctx, "UPDATE conversation SET contact_read_upto = ? WHERE id IN (?) AND contact_read_upto < ?", upto, bun.In(append(slices.Clone(l.Roots), conversation)), upto)
		return err
	})
}

// SeenByStaff notes that somebody of ours has the newest messages on the screen.
func (in *Inbox) SeenByStaff(ctx context.Context, who access.Actor, conversation fact.ConversationID, upto fact.MessageID) error {
	if err := who.Require(access.ConversationView); err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE conversation SET staff_read_upto = ?
			WHERE id = ? AND staff_read_upto < ? AND EXISTS (SELECT 1 FROM message WHERE id = ? AND conversation_id = ?)`,
			upto, conversation, upto, upto, conversation)
		if err != nil || n == 0 {
			return err
		}
		return tx.Record(ctx, fact.MessageReadByStaff{Conversation: conversation, Upto: upto, By: who.ID})
	})
}
