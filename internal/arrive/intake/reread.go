package intake

import (
	"context"
	"errors"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/invitation"
	"anlan/internal/arrive/smime"
	"anlan/internal/arrive/trust"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
)

// Reread takes a message that came before as it is read now, with the keys that there
// are now; where nothing more is found, all stays. Where it belongs and who wrote it was
// settled when it came. because tells in a code why, where nobody asked for it.
func (d *Door) Reread(ctx context.Context, who access.Actor, message fact.MessageID, in Inbound, because string) error {
	if err := who.Require(access.ConversationReply); err != nil {
		return err
	}
	_, came, err := trust.Arrival(ctx, d.db.Read(), message)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		err = d.rereadOnce(ctx, who, message, in, came, because)
		if n == tries || !errors.Is(err, errOtherKeys) {
			return err
		}
	}
}

func (d *Door) rereadOnce(ctx context.Context, who access.Actor, message fact.MessageID, in Inbound, came time.Time, because string) error {
	in, as, err := d.open(ctx, in, came)
	if err != nil {
		return err
	}
	brought, _, err := d.unload(in)
	if err != nil {
		return errors.Join(err, d.leave(ctx, brought, ""))
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error { return d.reread(ctx, tx, who, message, in, as, brought, because) })
	if err == nil {
		return nil
	}
	if left := d.leave(ctx, brought, ""); !errors.Is(err, errUnchanged) || left != nil {
		return errors.Join(err, left)
	}
	return nil
}

var (
	errUnchanged = errors.New("nothing more was found")
	errOtherKeys = errors.New("keys or authorities changed while a mail was read")
)

func (d *Door) reread(ctx context.Context, tx *db.Tx, who access.Actor, message fact.MessageID, in Inbound, as smime.Edition, brought []conversation.Laid, because string) error {
	var other bool
	var err error
	if in.Trust != nil {
		if other, err = trust.RereadTx(ctx, tx, message, *in.Trust); err != nil {
			return err
		}
	}
	if !other {
		return errUnchanged
	}
	// The mail is locked by now: whoever read it with newer keys has either committed, or
	// waits for this one.
	now, err := smime.EditionOf(ctx, tx)
	if err != nil {
		return err
	}
	if in.Opens != nil && d.safe != nil && now != as {
		return errOtherKeys
	}
	reading := conversation.Reading{Text: in.Text, HTML: in.HTML, ReplyText: in.ReplyText, Brought: brought, Because: because}
	if locked := in.Headers[EncryptedHeader]; locked != "" {
		reading.Headers = map[string]string{EncryptedHeader: locked}
	}
	if err := d.inbox.RereadTx(ctx, tx, who, message, reading); err != nil {
		return err
	}
	entry := audit.Entry{Who: who, Action: "message.reread", Kind: "message", ID: string(message)}
	if because != "" {
		entry.After = map[string]any{"because": because}
	}
	if err := audit.Write(ctx, tx, entry); err != nil {
		return err
	}
	if in.Invites == nil {
		return nil
	}
	return invitation.RereadTx(ctx, tx, in.Channel, message, *in.Invites)
}
