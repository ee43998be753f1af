package email

import (
	"context"
	"errors"
	"fmt"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/smime"
	"anlan/internal/arrive/trust"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Archive reads mails anew that came before, from the raw form that was kept.
type Archive struct {
	db       *db.DB
	channels *intake.Channels
	inbox    *conversation.Inbox
	files    *conversation.Files
	door     *intake.Door
}

// NewArchive opens the archive.
func NewArchive(d *db.DB, channels *intake.Channels, inbox *conversation.Inbox, files *conversation.Files, door *intake.Door) *Archive {
	return &Archive{db: d, channels: channels, inbox: inbox, files: files, door: door}
}

// portion is how many locked mails are tried in one go.
const portion = 25

// Open is the job that follows a new key: the mails that came locked are read anew with
// it, portion by portion. What cannot be read now becomes a job of its own, so that it
// keeps nobody waiting.
func (a *Archive) Open(ctx context.Context, o smime.Opening) error {
	if o.Only != "" {
		return a.unlock(ctx, o.Only)
	}
	locked, err := trust.Locked(ctx, a.db.Read(), o.Behind, portion)
	if err != nil || len(locked) == 0 {
		return err
	}
	var next []db.Job
	for _, m := range locked {
		if a.unlock(ctx, m) != nil { // its own job will tell why
			next = append(next, smime.Opening{Key: o.Key, Only: m}.Job())
		}
	}
	if len(locked) == portion {
		next = append(next, smime.Opening{Key: o.Key, Behind: locked[portion-1]}.Job())
	}
	if len(next) == 0 {
		return nil
	}
	return a.db.Write(ctx, func(tx *db.Tx) error { return tx.Enqueue(ctx, next...) })
}

// unlock reads a locked mail anew. One that is gone, or that the door does not take as it
// is read now, stays as it is.
func (a *Archive) unlock(ctx context.Context, message fact.MessageID) error {
	err := a.reread(ctx, access.System, message, "key_added")
	var f *fault.Fault
	if errors.As(err, &f) && (f.Kind == fault.Missing || f.Kind == fault.Invalid || f.Kind == fault.TooLarge) {
		return nil
	}
	return err
}

// Reread reads a mail with the keys that there are now.
func (a *Archive) Reread(ctx context.Context, who access.Actor, message fact.MessageID) error {
	return a.reread(ctx, who, message, "")
}

func (a *Archive) reread(ctx context.Context, who access.Actor, message fact.MessageID, because string) error {
	if err := who.Require(access.ConversationReply); err != nil {
		return err
	}
	m, err := a.inbox.Message(ctx, message)
	if err != nil {
		return err
	}
	if m.Kind != conversation.Inbound || m.RawSHA256 == "" {
		return fault.New(fault.Missing, "message.no_raw")
	}
	c, err := a.inbox.Get(ctx, who, m.Conversation)
	if err != nil {
		return err
	}
	by, _, err := trust.Arrival(ctx, a.db.Read(), m.ID) // the conversation may have been merged into one of another channel
	if err != nil {
		return err
	}
	if by == "" {
		by = c.Channel.ID
	}
	channel, err := a.channels.ByID(ctx, by)
	if err != nil {
		return err
	}
	if channel.Kind != intake.Email {
		return fault.New(fault.Missing, "message.no_raw")
	}
	raw, err := a.files.Bytes(m.RawSHA256)
	if err != nil {
		return fmt.Errorf("read the raw form of %s: %w", m.ID, err)
	}
	return a.door.Reread(ctx, who, m.ID, Inbound(channel, raw), because)
}
