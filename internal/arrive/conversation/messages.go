package conversation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"anlan/internal/arrive/invitation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Walk names the messages of a conversation that one wants to see.
type Walk struct {
	After    fact.MessageID // behind this one
	Before   fact.MessageID // before this one
	NewFirst bool
	Limit    int
	// Words, when given, leaves only messages in which they stand, small or large.
	Words string
	// ForContact leaves out what only we may see.
	ForContact bool
}

type messageCard struct {
	messageRow
	StaffName   string `bun:"staff_name"`
	ContactName string `bun:"contact_name"`
	FromNumber  int64  `bun:"from_number"`
	WhisperName string `bun:"whisper_name"`
	HasFiles    bool   `bun:"has_files"`
}

const messageColumns = `m.*, COALESCE(s.name, '') AS staff_name, COALESCE(` + contactName + `, '') AS contact_name,
	COALESCE(first.number, 0) AS from_number,
	CASE WHEN m.whisper_to = '' THEN '' ELSE COALESCE((SELECT name FROM staff WHERE id = m.whisper_to), '') END AS whisper_name,
	EXISTS (SELECT 1 FROM attachment f WHERE f.message_id = m.id AND f.message_id <> '') AS has_files`

const messageJoins = `LEFT JOIN staff s ON s.id = m.staff_id LEFT JOIN contact co ON co.id = m.contact_id
	LEFT JOIN conversation first ON first.id = m.first_conversation AND m.first_conversation <> ''`

// Messages shows what was said, oldest first unless asked otherwise. more tells
// that there is another page.
func (in *Inbox) Messages(ctx context.Context, who access.Actor, conversation fact.ConversationID, w Walk) (list []Message, more bool, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, false, err
	}
	if conversation, err = rootOf(ctx, in.db.Read(), conversation); err != nil {
		return nil, false, err
	}
	return in.walk(ctx, Line{Own: conversation, where: "m.conversation_id = ?", args: []any{conversation}}, w)
}

// ForContact shows a conversation as its customer may see it.
func (in *Inbox) ForContact(ctx context.Context, conversation fact.ConversationID, w Walk) (list []Message, more bool, err error) {
	l, err := in.LineOf(ctx, conversation)
	if err != nil {
		return nil, false, err
	}
	return in.Along(ctx, l, w)
}

// Along is ForContact for whoever has looked already where it stands.
func (in *Inbox) Along(ctx context.Context, l Line, w Walk) (list []Message, more bool, err error) {
	w.ForContact = true
	return in.walk(ctx, l, w)
}

var literally = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// within is a pattern for texts in which some words stand as they were typed.
func within(words string) string { return "%" + literally.Replace(words) + "%" }

func (in *Inbox) walk(ctx context.Context, l Line, w Walk) ([]Message, bool, error) {
	// First the page, then the names: else a long conversation is joined whole.
	query, args := "SELECT "+messageColumns+" FROM (SELECT * FROM message m WHERE "+l.where, slices.Clone(l.args)
	for _, edge := range []struct {
		id fact.MessageID
		op string
	}{{w.After, ">"}, {w.Before, "<"}} {
		if edge.id == "" {
			continue
		}
		at, err := in.sentAt(ctx, l, edge.id)
		if err != nil {
			return nil, false, err
		}
		query, args = query+" AND (m.sent_at, m.id) "+edge.op+" (?, ?)", append(args, at, edge.id)
	}
	if w.ForContact {
		query += " AND m.kind <> 'note' AND m.leaves_at = 0"
	}
	if w.Words != "" {
		query, args = query+` AND (LOWER(m.text) LIKE ? ESCAPE '\' OR m.text LIKE ? ESCAPE '\')`, append(args, within(strings.ToLower(w.Words)), within(w.Words))
	}
	newFirst := w.NewFirst || (w.Before != "" && w.After == "") // a page before a message is the one next to it
	direction := "ASC"
	if newFirst {
		direction = "DESC"
	}
	order := fmt.Sprintf(" ORDER BY m.sent_at %s, m.id %s", direction, direction)
	query += order + " LIMIT ?) m " + messageJoins + order
	var cards []messageCard
	if err := in.db.Ask(query, append(args, w.Limit+1)...).Scan(ctx, &cards); err != nil {
		return nil, false, fmt.Errorf("read messages of %s: %w", l.Own, err)
	}
	more := len(cards) > w.Limit
	cards = cards[:min(len(cards), w.Limit)]
	if newFirst && !w.NewFirst {
		slices.Reverse(cards)
	}
	list, err := in.presentMessages(ctx, cards)
	return list, more, err
}

func (in *Inbox) sentAt(ctx context.Context, l Line, m fact.MessageID) (int64, error) {
	var at int64
	err := in.db.Ask("SELECT sent_at FROM message m WHERE m.id = ? AND "+l.where, append([]any{m}, l.args...)...).Scan(ctx, &at)
	if db.IsNone(err) {
		return 0, fault.New(fault.Missing, "message.missing")
	}
	return at, err
}

// Message shows one message.
func (in *Inbox) Message(ctx context.Context, id fact.MessageID) (Message, error) {
	var cards []messageCard
	if err := in.db.Ask("SELECT "+messageColumns+" FROM message m "+messageJoins+" WHERE m.id = ?", id).Scan(ctx, &cards); err != nil {
		return Message{}, fmt.Errorf("read message %s: %w", id, err)
	}
	if len(cards) == 0 {
		return Message{}, fault.New(fault.Missing, "message.missing")
	}
	list, err := in.presentMessages(ctx, cards)
	if err != nil {
		return Message{}, err
	}
	return list[0], nil
}

// ByClientID finds what a client has already sent under its own id.
func (in *Inbox) ByClientID(ctx context.Context, conversation fact.ConversationID, client string) (fact.MessageID, error) {
	var id fact.MessageID
	err := in.db.Ask("SELECT id FROM message WHERE conversation_id = ? AND client_id = ? AND client_id <> ''", conversation, client).Scan(ctx, &id)
	if db.IsNone(err) {
		return "", nil
	}
	return id, err
}

func (in *Inbox) presentMessages(ctx context.Context, cards []messageCard) ([]Message, error) {
	var ids []fact.MessageID
	for _, m := range cards {
		if m.HasFiles {
			ids = append(ids, m.ID)
		}
	}
	files, err := attachmentsOf(ctx, in.db.Read(), ids)
	if err != nil {
		return nil, err
	}
	list := make([]Message, len(cards))
	for i, m := range cards {
		list[i] = m.present(files[m.ID])
	}
	return list, nil
}

func (m messageCard) present(files []Attachment) Message {
	if files == nil {
		files = []Attachment{}
	}
	if m.Values == nil {
		m.Values = map[string]any{}
	}
	var origin *Numbered
	if m.First != "" {
		origin = &Numbered{ID: m.First, Number: m.FromNumber}
	}
	author := Author{Kind: "system"}
	switch {
	case m.Kind == System:
	case m.Staff == "" && m.Headers[authorHeader] != "":
		author = Author{Kind: "staff", Name: m.Headers[authorHeader]}
	case m.Staff != "":
		author = Author{Kind: "staff", ID: string(m.Staff), Name: m.StaffName}
	case m.Contact != "":
		author = Author{Kind: "contact", ID: string(m.Contact), Name: m.ContactName}
	}
	var whisper *Ref
	if m.WhisperTo != "" {
		whisper = &Ref{ID: string(m.WhisperTo), Name: m.WhisperName}
	}
	return Message{
		WhisperTo: whisper,
		ID:        m.ID, Conversation: m.Conversation, Origin: origin, Kind: m.Kind, Author: author, Subject: m.Subject,
		Text: m.Text, HTML: m.HTML, ReplyText: m.ReplyText,
		SentAt: time.UnixMilli(m.SentAt).UTC(), CreatedAt: time.UnixMilli(m.CreatedAt).UTC(),
		AutoReply: m.autoReply(), Automatic: m.Headers[AutomaticHeader] != "",
		FromAddress: m.Headers["from"], JoinedBy: m.Headers["joined_by"], Machine: m.Headers["machine"],
		Delivery:    m.progress(),
		Attachments: files, Revisions: m.Revisions, Unreadable: m.Unreadable, HasRaw: m.RawSHA256 != "",
		Code: m.Code, Values: m.Values, ClientID: m.ClientID, Headers: m.Headers, RawSHA256: m.RawSHA256,
		Invitations: []invitation.Card{}, Masked: []Masked{},
	}
}
