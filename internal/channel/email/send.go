package email

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/wneessen/go-mail"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/grant"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/invitation"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/smime"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
	"anlan/internal/resolve/wording"
)

// Post sends our answers as mail.
type Post struct {
	db       *db.DB
	inbox    *conversation.Inbox
	channels *intake.Channels
	contacts *contact.Book
	files    *conversation.Files
	keys     *grant.Keyring
	outbox   *outbox.Ledger
	wording  *wording.Shelf
	safe     *smime.Safe
	wires    *wires

	invitations *invitation.Book

	resolve Resolve
	unsaved sync.Map // message → what came of it, which could not be written down yet
}

// NewPost opens the post office.
func NewPost(d *db.DB, inbox *conversation.Inbox, channels *intake.Channels, contacts *contact.Book, files *conversation.Files,
	keys *grant.Keyring, out *outbox.Ledger, words *wording.Shelf, safe *smime.Safe,
) *Post {
	return &Post{
		db: d, inbox: inbox, channels: channels, contacts: contacts, files: files, keys: keys,
		outbox: out, wording: words, safe: safe, wires: newWires(), resolve: net.DefaultResolver.LookupTXT,
		invitations: invitation.NewBook(d),
	}
}

// Close hangs up.
func (p *Post) Close() { p.wires.close() }

// Send is the reaction to a reply. It does nothing for other channels and for what
// has left already. A reply of which it was written down that its words were about
// to be said, and not what came of it, may have arrived: it is not sent again.
func (p *Post) Send(ctx context.Context, f fact.MessageReplied) error { return p.SendHeld(ctx, f, nil) }

// SendHeld is Send, and ends its job with the outcome.
func (p *Post) SendHeld(ctx context.Context, f fact.MessageReplied, job *jobs.Held) error {
	m, err := p.inbox.Message(ctx, f.Message)
	if fault.Is(err, "message.missing") || err == nil && m.Delivery.State != conversation.Queued && m.Delivery.State != conversation.Failed {
		return nil
	}
	if err != nil {
		return err
	}
	channel, err := p.channels.ByID(ctx, f.Channel)
	if err != nil || !channel.ByMail() {
		return err
	}
	box, settings, err := p.mailbox(ctx, channel)
	way := outbox.Way{Message: m.ID, Channel: box.ID}
	if err != nil {
		return p.settle(ctx, job, channel, way, err)
	}
	letter, err := p.write(ctx, settings, m)
	if way.Address = letter.to; err != nil {
		return p.settle(ctx, job, channel, way, err)
	}
	before, err := p.outbox.Before(ctx, way)
	if err != nil {
		return err
	}
	switch came, known := p.unsaved.Load(m.ID); {
	case known:
		return p.settle(ctx, job, channel, way, came.(outcome).err)
	case before.State == outbox.Handing:
		return p.outbox.Lose(ctx, way, "")
	case !before.Until.IsZero():
		if err := p.outbox.Hold(ctx, way, before.Delay); err != nil {
			return err
		}
		return jobs.Later(before.Until)
	}
	return p.settle(ctx, job, channel, way, p.hand(ctx, box, settings, letter, func() error {
		return p.outbox.Intend(ctx, way, func(tx *db.Tx) error { // known before it leaves: an answer may be quick
			return intake.RefTx(ctx, tx, box.ID, home(m), m.ID, letter.messageID)
		})
	}))
}

// outcome is what came of a try.
type outcome struct{ err error }

// Idle tells that a reply is none of ours: its channel is not answered by mail.
func (p *Post) Idle(f fact.MessageReplied) bool {
	channel, known := p.channels.Lately(f.Channel)
	return known && !channel.ByMail()
}

// mailbox is what a channel sends through: itself, or for a form the mailbox that
// it names.
func (p *Post) mailbox(ctx context.Context, channel intake.Channel) (intake.Channel, intake.EmailSettings, error) {
	if channel.Kind == intake.Form {
		form, err := channel.Form()
		if err != nil {
			return channel, intake.EmailSettings{}, fmt.Errorf("read the settings of channel %s: %w", channel.ID, err)
		}
		channel, err = p.channels.ByID(ctx, form.Mailbox)
		switch {
		case fault.Is(err, "channel.missing"), err == nil && (channel.Kind != intake.Email || channel.State != "active" || !channel.CanSend()):
			return channel, intake.EmailSettings{}, &hopeless{conversation.Failure{Reason: "channel_closed"}}
		case err != nil:
			return channel, intake.EmailSettings{}, err
		}
	}
	settings, err := p.letIn(ctx, channel)
	if err != nil {
		return channel, settings, fmt.Errorf("read the settings of channel %s: %w", channel.ID, err)
	}
	return channel, settings, nil
}

// GiveUp is what happens when sending has failed for hours for reasons of our own:
// the message says so, to whoever looks at the conversation. Somebody may still set
// the job going again.
func (p *Post) GiveUp(ctx context.Context, f fact.MessageReplied, because error) error {
	return p.inbox.Fail(ctx, f.Message, conversation.Failure{Reason: "gave_up", Said: because.Error()})
}

// settle notes how it went. What cannot be written down now is remembered, because
// asking the mail server a second time is not the same as asking once.
func (p *Post) settle(ctx context.Context, job *jobs.Held, channel intake.Channel, w outbox.Way, came error) error {
	err := p.enter(ctx, job, channel, w, came)
	if db.IsAway(err) {
		p.unsaved.Store(w.Message, outcome{came})
	} else {
		p.unsaved.Delete(w.Message)
	}
	return err
}

func (p *Post) enter(ctx context.Context, job *jobs.Held, channel intake.Channel, w outbox.Way, came error) error {
	var never *hopeless
	var s *stopped
	var shut *mailbox.Trouble
	putting := outbox.Putting{Here: true}
	switch {
	case came == nil:
		return p.outbox.Leave(ctx, w, func(tx *db.Tx) error {
			if err := job.DoneTx(ctx, tx); err != nil {
				return err
			}
			return p.channels.SentTx(ctx, tx, channel.ID)
		})
	case errors.As(came, &never):
		return p.outbox.Fail(ctx, w, never.why)
	case errors.As(came, &shut): // its provider gives us no token
		putting.Why, putting.Said = "mailbox."+shut.Reason, shut.Said
	case !errors.As(came, &s):
		return fmt.Errorf("send mail of message %s: %w", w.Message, came)
	case s.at == afterTheLast:
		return p.outbox.Lose(ctx, w, s.words())
	case s.forGood():
		return p.outbox.Fail(ctx, w, s.failure(w.Address))
	default:
		putting = s.putting()
	}
	next, tired, err := p.outbox.Delay(ctx, w, putting)
	if err != nil {
		return err
	}
	if tired {
		why := conversation.Failure{Reason: "gave_up", Address: w.Address, Said: putting.Said}
		if s != nil {
			why.Status = s.status()
		}
		return p.outbox.Fail(ctx, w, why)
	}
	return jobs.Later(next)
}

// hopeless is why a mail can never leave.
type hopeless struct{ why conversation.Failure }

func (h *hopeless) Error() string { return h.why.Reason + ": " + h.why.Said + h.why.Address }

// hand gives a letter to the mail server, on a line that is open or on a new one.
// The server may have hung up an open one meanwhile, which says nothing.
func (p *Post) hand(ctx context.Context, mailbox intake.Channel, s intake.EmailSettings, l letter, promise func() error) error {
	e, err := l.envelope()
	if err == nil {
		e.content, err = p.underSeal(ctx, mailbox, s, e.content)
	}
	if err == nil {
		e.content, err = p.sign(ctx, mailbox, s, e.content)
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	for {
		r, w, fresh, err := p.wires.take(ctx, mailbox.ID, s.SMTP)
		if err != nil {
			return err
		}
		err = w.carry(e, promise)
		p.wires.give(r, w)
		var s *stopped
		if fresh || !errors.As(err, &s) || s.at != notIn {
			return err
		}
	}
}

// options are how a mail server is reached.
func options(s intake.SMTP, timeout time.Duration) []mail.Option {
	opts := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(timeout)}
	switch s.Security {
	case "tls":
		opts = append(opts, mail.WithSSL(), mail.WithTLSConfig(&tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}))
	case "none":
		opts = append(opts, mail.WithTLSPolicy(mail.NoTLS))
	default:
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory), mail.WithTLSConfig(&tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}))
	}
	switch {
	case s.Token != "":
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthXOAUTH2), mail.WithUsername(s.User), mail.WithPassword(s.Token))
	case s.User != "":
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	return opts
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
