package conversation

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
)

// Entry is one message of a contact's history, and where it was said.
type Entry struct {
	Message Message    `json:"message"`
	Number  int64      `json:"number"`
	Subject string     `json:"subject"`
	Channel ChannelRef `json:"channel"`
}

type entryCard struct {
	messageCard
	Number      int64          `bun:"number"`
	InSubject   string         `bun:"in_subject"`
	ChannelID   fact.ChannelID `bun:"channel_id"`
	ChannelKind string         `bun:"channel_kind"`
	ChannelName string         `bun:"channel_name"`
}

// History shows everything that was said with a contact, over all conversations
// and channels in one line of time, newest first. next is the zero Place at the end.
func (in *Inbox) History(ctx context.Context, who access.Actor, contact fact.ContactID, after Place, limit int) (list []Entry, next Place, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, Place{}, err
	}
	query, args := `SELECT m.*, COALESCE(s.name, '') AS staff_name, COALESCE(`+contactName+`, '') AS contact_name,
			COALESCE(first.number, 0) AS from_number, c.number, c.subject AS in_subject, c.channel_id, ch.kind AS channel_kind, ch.name AS channel_name
		FROM conversation c
		JOIN message m ON m.conversation_id = c.id AND m.first_conversation = '' OR m.first_conversation = c.id AND m.first_conversation <> ''
		JOIN channel ch ON ch.id = c.channel_id
		LEFT JOIN staff s ON s.id = m.staff_id
		LEFT JOIN contact co ON co.id = m.contact_id
		LEFT JOIN conversation first ON first.id = m.first_conversation AND m.first_conversation <> ''
		WHERE c.contact_id = ?`, []any{contact}
	if after.ID != "" {
		query, args = query+" AND (m.sent_at, m.id) < (?, ?)", append(args, after.At, after.ID)
	}
	var cards []entryCard
	err = in.db.Read().NewRaw(query+" ORDER BY m.sent_at DESC, m.id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &cards)
	if err != nil {
		return nil, Place{}, fmt.Errorf("read the history of contact %s: %w", contact, err)
	}
	ids := make([]fact.MessageID, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	files, err := attachmentsOf(ctx, in.db.Read(), ids)
	if err != nil {
		return nil, Place{}, err
	}
	list = make([]Entry, len(cards))
	for i, c := range cards {
		list[i] = Entry{
			Message: c.present(files[c.ID]), Number: c.Number, Subject: c.InSubject,
			Channel: ChannelRef{ID: c.ChannelID, Kind: c.ChannelKind, Name: c.ChannelName},
		}
	}
	if limit > 0 && len(cards) == limit {
		end := cards[limit-1]
		next = Place{At: end.SentAt, ID: fact.ConversationID(end.ID)}
	}
	return list, next, nil
}
