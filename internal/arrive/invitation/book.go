package invitation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/kit/ical"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Book keeps the events.
type Book struct{ db *db.DB }

// NewBook opens the book.
func NewBook(d *db.DB) *Book { return &Book{db: d} }

type row struct {
	bun.BaseModel `bun:"table:invitation"`
	Message       fact.MessageID `bun:"message_id,pk"`
	Place         int            `bun:"place,pk"`
	Channel       fact.ChannelID `bun:"channel_id"`
	UID           string         `bun:"uid"`
	Recurrence    string         `bun:"recurrence"`
	Sequence      int            `bun:"sequence"`
	Stamp         int64          `bun:"stamp"`
	Method        string         `bun:"method"`
	Calendar      string         `bun:"calendar"`
	Part          string         `bun:"part"`
	AnsweredBy    fact.StaffID   `bun:"answered_by"`
	AnsweredAt    int64          `bun:"answered_at"`
}

// KeepTx writes down what a mail brought.
func KeepTx(ctx context.Context, tx *db.Tx, channel fact.ChannelID, message fact.MessageID, came Came) error {
	c, _ := ical.Read(came.Calendar)
	for place, e := range c.Events {
		err := tx.Ask(`INSERT INTO invitation (message_id, place, channel_id, uid, recurrence, sequence, stamp, method, calendar) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			message, place, channel, named(e.UID), named(e.Recurrence), e.Sequence, e.Stamp.UnixMilli(), methodOf(c, e), came.Calendar).Later(ctx)
		if err != nil {
			return fmt.Errorf("keep what %s invites to: %w", message, err)
		}
	}
	return nil
}

// RereadTx writes down what a mail brings that could not be read when it came. What was
// known of it, and answered, stays.
func RereadTx(ctx context.Context, tx *db.Tx, channel fact.ChannelID, message fact.MessageID, came Came) error {
	var known bool
	err := tx.Ask("SELECT EXISTS (SELECT 1 FROM invitation WHERE message_id = ?)", message).Scan(ctx, &known)
	if err != nil {
		return fmt.Errorf("look what %s invites to: %w", message, err)
	}
	if known {
		return nil
	}
	return KeepTx(ctx, tx, channel, message, came)
}

// Cards are the events that messages brought.
func (b *Book) Cards(ctx context.Context, who access.Actor, ids []fact.MessageID) (map[fact.MessageID][]Card, error) {
	all := map[fact.MessageID][]Card{}
	if len(ids) == 0 {
		return all, nil
	}
	var rows []struct {
		row
		Name  string `bun:"name"`
		Newer string `bun:"newer"`
	}
	// Answers of others to us neither change an event nor end it.
	err := b.db.Read().NewRaw(`SELECT i.*, COALESCE(s.name, '') AS name, COALESCE((SELECT n.method FROM invitation n
			WHERE n.channel_id = i.channel_id AND n.uid = i.uid AND (n.recurrence = i.recurrence OR n.recurrence = '' AND n.method = 'cancel')
			AND n.method IN ('request', 'cancel', 'publish') AND (n.sequence, n.stamp, n.message_id) > (i.sequence, i.stamp, i.message_id)
			ORDER BY n.sequence DESC, n.stamp DESC, n.message_id DESC LIMIT 1), '') AS newer
		FROM invitation i LEFT JOIN staff s ON s.id = i.answered_by WHERE i.message_id IN (?) ORDER BY i.message_id, i.place`, bun.In(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read invitations: %w", err)
	}
	for _, r := range rows {
		c, _ := ical.Read(r.Calendar)
		if r.Place >= len(c.Events) {
			continue
		}
		card := r.card(c.Events[r.Place], r.Newer)
		card.AnsweredBy = r.Name
		card.CanAnswer = r.Method == "request" && card.State == Standing && card.Organizer.Address != "" && who.May(access.ConversationReply)
		all[r.Message] = append(all[r.Message], card)
	}
	return all, nil
}

func (r row) card(e ical.Event, newer string) Card {
	card := Card{
		Place: r.Place, Method: r.Method, State: Standing, Summary: e.Summary, Location: e.Place, Starts: e.Start.At.UTC(), Ends: e.End.At.UTC(),
		AllDay: e.Start.Day, Floating: e.Start.Floating, Zone: e.Start.Zone, Repeats: repeats(e.Rule), Organizer: e.Organizer, Attendees: e.Attendees, Part: r.Part,
	}
	if card.Attendees == nil {
		card.Attendees = []ical.Person{}
	}
	switch {
	case r.Method == "cancel" || newer == "cancel":
		card.State = Cancelled
	case newer != "" && r.Method != "reply":
		card.State = Superseded
	}
	if r.AnsweredAt != 0 {
		card.AnsweredAt = new(time.UnixMilli(r.AnsweredAt).UTC())
	}
	return card
}

func repeats(rule string) string {
	switch rule {
	case "", "DAILY", "WEEKLY", "MONTHLY", "YEARLY":
		return strings.ToLower(rule)
	}
	return "other"
}

// Accepting is an invitation that somebody answers.
type Accepting struct {
	Conversation fact.ConversationID
	Summary      string
	reply        string
	to           string
	answer       Answer
}

// TakeTx holds an invitation for an answer. us is the address of the channel: where it
// was not invited by name, it answers all the same, as who was written to.
func (b *Book) TakeTx(ctx context.Context, tx *db.Tx, who access.Actor, a Answer, us, name string) (Accepting, error) {
	var r row
	err := tx.NewRaw("UPDATE invitation SET place = place WHERE message_id = ? AND place = ? RETURNING *", a.Message, a.Place).Scan(ctx, &r)
	if db.IsNone(err) {
		return Accepting{}, fault.New(fault.Missing, "invitation.missing")
	}
	if err != nil {
		return Accepting{}, fmt.Errorf("look for an invitation: %w", err)
	}
	part := parts[a.Part]
	if part == "" {
		return Accepting{}, fault.New(fault.Invalid, "invitation.unknown_part", "part", a.Part).At("part")
	}
	cards, err := b.Cards(ctx, who, []fact.MessageID{a.Message})
	if err != nil {
		return Accepting{}, err
	}
	for _, card := range cards[a.Message] {
		if card.Place == a.Place && !card.CanAnswer {
			return Accepting{}, fault.New(fault.Conflict, "invitation.over")
		}
	}
	c, _ := ical.Read(r.Calendar)
	e := c.Events[a.Place]
	out := Accepting{Summary: e.Summary, to: e.Organizer.Address, answer: a}
	out.reply = c.Answer(e, invited(e, us, name, part), tx.Now())
	err = tx.NewRaw("SELECT conversation_id FROM message WHERE id = ?", a.Message).Scan(ctx, &out.Conversation)
	return out, err
}

// invited is who of us was asked: the name under which the organizer's program looks
// for the answer.
func invited(e ical.Event, us, name, part string) ical.Person {
	for _, one := range e.Attendees {
		local, domain, _ := strings.Cut(one.Address, "@")
		local, _, _ = strings.Cut(local, "+")
		if strings.EqualFold(local+"@"+domain, us) {
			return ical.Person{Address: one.Address, Name: one.Name, Part: part}
		}
	}
	return ical.Person{Address: us, Name: name, Part: part}
}

// AnsweredTx notes the answer and the reply that carries it.
func (b *Book) AnsweredTx(ctx context.Context, tx *db.Tx, who access.Actor, a Accepting, reply fact.MessageID) error {
	_, err := tx.Exec(ctx, "INSERT INTO invitation_answer (message_id, address, calendar) VALUES (?, ?, ?)", reply, a.to, a.reply)
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE invitation SET part = ?, answered_by = ?, answered_at = ? WHERE message_id = ? AND place = ?",
			a.answer.Part, who.ID, tx.Now().UnixMilli(), a.answer.Message, a.answer.Place)
	}
	if err != nil {
		return fmt.Errorf("note the answer to an invitation: %w", err)
	}
	entry := audit.Entry{Who: who, Action: "invitation.answered", Kind: "message", ID: string(a.answer.Message), After: map[string]any{"part": a.answer.Part}}
	if err := audit.Write(ctx, tx, entry); err != nil {
		return err
	}
	return tx.Record(ctx, fact.InvitationAnswered{Conversation: a.Conversation, Message: a.answer.Message, Reply: reply, Part: a.answer.Part, By: who.ID})
}

// Carried is the calendar object that a reply of ours carries, and whom it goes to;
// "" where it is no answer to an invitation.
func (b *Book) Carried(ctx context.Context, reply fact.MessageID) (calendar, to string, err error) {
	err = b.db.Read().Ask("SELECT calendar, address FROM invitation_answer WHERE message_id = ?", reply).Scan(ctx, &calendar, &to)
	if db.IsNone(err) {
		return "", "", nil
	}
	return calendar, to, err
}

// ForgetTx drops the events of conversations.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	for _, table := range []string{"invitation", "invitation_answer"} {
		_, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE message_id IN (SELECT id FROM message WHERE conversation_id IN (?))", bun.In(conversations))
		if err != nil {
			return fmt.Errorf("forget invitations: %w", err)
		}
	}
	return nil
}
