package intake

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// History is a whole conversation with somebody new, as another system kept it.
type History struct {
	From contact.Known
	conversation.History
	ExternalIDs []string // of each saying; "" for what did not come from outside
}

type arrivalRow struct {
	bun.BaseModel `bun:"table:arrival"`
	Channel       fact.ChannelID      `bun:"channel_id"`
	ExternalID    string              `bun:"external_id"`
	Conversation  fact.ConversationID `bun:"conversation_id"`
	Message       fact.MessageID      `bun:"message_id"`
	ArrivedAt     int64               `bun:"arrived_at"`
}

// TakeMany takes many histories of one channel in, all or none. What came from
// outside is written down as arrived, so that it is recognised when it comes again.
func (d *Door) TakeMany(ctx context.Context, channel fact.ChannelID, list []History) error {
	return d.db.Write(ctx, func(tx *db.Tx) error {
		known, told := make([]contact.Known, len(list)), make([]conversation.History, len(list))
		for i, h := range list {
			known[i], told[i] = h.From, h.History
			known[i].Channel, told[i].Channel = channel, channel
		}
		met, err := d.contacts.AddManyTx(ctx, tx, known)
		if err != nil {
			return err
		}
		for i := range told {
			told[i] = spokenBy(told[i], met[i])
		}
		placed, err := d.inbox.AddManyTx(ctx, tx, told)
		if err != nil {
			return err
		}
		return enterMany(ctx, tx, channel, list, placed)
	})
}

// spokenBy puts the contact behind a conversation and what they said in it.
func spokenBy(h conversation.History, who fact.ContactID) conversation.History {
	h.Contact = who
	sayings := make([]conversation.Saying, len(h.Sayings))
	for i, s := range h.Sayings {
		if s.Kind == conversation.Inbound {
			s.Contact = who
		}
		sayings[i] = s
	}
	h.Sayings = sayings
	return h
}

func enterMany(ctx context.Context, tx *db.Tx, channel fact.ChannelID, list []History, placed []conversation.Placed) error {
	var rows []arrivalRow
	for i, h := range list {
		for j, external := range h.ExternalIDs {
			if external == "" {
				continue
			}
			rows = append(rows, arrivalRow{
				Channel: channel, ExternalID: external, Conversation: placed[i].Conversation,
				Message: placed[i].Messages[j], ArrivedAt: tx.Now().UnixMilli(),
			})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&rows).Returning("NULL").Exec(ctx); err != nil {
		return fmt.Errorf("write %d arrivals down: %w", len(rows), err)
	}
	return nil
}
