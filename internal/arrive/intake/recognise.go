package intake

import (
	"context"
	"fmt"

	"anlan/internal/arrive/contact"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Recognised is a visitor of whom their channel has learnt who they are.
type Recognised struct {
	Was       string // the visitor's nameless name
	WasThread string
	Thread    string // the thread of the person, on every device
	Sender    contact.Sender
}

// Recognise gives what somebody said without a name to the person they turned
// out to be. Where nobody else is that person, their contact is named; else the
// conversation goes over to the contact that is.
func (d *Door) Recognise(ctx context.Context, channel fact.ChannelID, r Recognised) (err error) {
	for range tries {
		err = d.db.Write(ctx, func(tx *db.Tx) error { return d.recognise(ctx, tx, channel, r) })
		if err == nil || !db.IsTaken(err) && !fault.Is(err, contact.ErrMetMeanwhile.Code) {
			return err
		}
	}
	return err
}

func (d *Door) recognise(ctx context.Context, tx *db.Tx, channel fact.ChannelID, r Recognised) error {
	var c fact.ConversationID
	err := tx.NewRaw("SELECT id FROM conversation WHERE channel_id = ? AND thread = ?", channel, r.WasThread).Scan(ctx, &c)
	if db.IsNone(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find the conversation of a visitor: %w", err)
	}
	r.Sender.Channel = channel
	who, err := d.contacts.KnownTx(ctx, tx, r.Sender)
	if err != nil {
		return err
	}
	if who == "" {
		named := r.Sender
		named.Visitor = r.Was
		met, err := d.contacts.MeetTx(ctx, tx, named)
		if err != nil {
			return err
		}
		who = met.ID
	}
	return d.inbox.HandOverTx(ctx, tx, c, who, r.Thread)
}
