package email

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/grant"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/kit/richtext"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Post sends our answers as mail.
type Post struct {
	db       *db.DB
	inbox    *conversation.Inbox
	channels *intake.Channels
	contacts *contact.Book
	files    *conversation.Files
	keys     *grant.Keyring
}

// NewPost opens the post office.
func NewPost(d *db.DB, inbox *conversation.Inbox, channels *intake.Channels, contacts *contact.Book, files *conversation.Files, keys *grant.Keyring) *Post {
	return &Post{db: d, inbox: inbox, channels: channels, contacts: contacts, files: files, keys: keys}
}

// sendTimeout bounds one conversation with a mail server.
const sendTimeout = time.Minute

// Send is the reaction to a reply. It does nothing for other channels and for
// what has left already. The Message-ID is the message's own, so that a mail
// which leaves twice, because we died before we could note it, is recognised by
// whoever receives it.
func (p *Post) Send(ctx context.Context, f fact.MessageReplied) error {
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
	mailbox, settings, err := p.mailbox(ctx, channel)
	if err != nil {
		return p.settle(ctx, channel, m, err)
	}
	letter, err := p.write(ctx, settings, m)
	if err != nil {
		return p.settle(ctx, channel, m, err)
	}
	ref := letter.messageID
	err = p.db.Write(ctx, func(tx *db.Tx) error { // known before it leaves: an answer may be quick
		return intake.RefTx(ctx, tx, mailbox.ID, home(m), m.ID, ref)
	})
	if err != nil {
		return err
	}
	return p.settle(ctx, channel, m, hand(ctx, settings.SMTP, letter))
}

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

// GiveUp is what happens when sending has failed for hours: the message says so,
// to whoever looks at the conversation. Somebody may still set the job going again.
func (p *Post) GiveUp(ctx context.Context, f fact.MessageReplied, because error) error {
	return p.inbox.Fail(ctx, f.Message, conversation.Failure{Reason: "gave_up", Said: because.Error()})
}

// settle notes how it went. What the server refuses for good is shown on the
// message; anything else is tried again.
func (p *Post) settle(ctx context.Context, channel intake.Channel, m conversation.Message, err error) error {
	var refused *mail.SendError
	var never *hopeless
	switch {
	case err == nil:
		if err := p.inbox.Deliver(ctx, m.ID, conversation.Sent, ""); err != nil {
			return err
		}
		return p.channels.Sent(ctx, channel.ID)
	case errors.As(err, &never):
		return p.inbox.Fail(ctx, m.ID, never.why)
	case errors.As(err, &refused) && refused.ErrorCode() >= 500 && refused.ErrorCode() < 600:
		return p.inbox.Fail(ctx, m.ID, conversation.Failure{Reason: "refused", Said: serverWords(refused)})
	}
	return fmt.Errorf("send mail of message %s: %w", m.ID, err)
}

// hopeless is why a mail can never leave.
type hopeless struct{ why conversation.Failure }

func (h *hopeless) Error() string { return h.why.Reason + ": " + h.why.Said + h.why.Address }

// serverWords is what the server said, without what our library adds to it.
func serverWords(err error) string {
	said, _, _ := strings.Cut(err.Error(), ", affected message ID: ")
	return said
}

// letter is a mail that is ready to leave.
type letter struct {
	*mail.Msg
	messageID string
	utf8      bool // an address needs SMTPUTF8
}

func (p *Post) write(ctx context.Context, s intake.EmailSettings, m conversation.Message) (letter, error) {
	c, err := p.inbox.Get(ctx, access.System, home(m))
	if err != nil {
		return letter{}, err
	}
	history, err := p.inbox.Correspondence(ctx, m, c.Contact.ID, 50)
	if err != nil {
		return letter{}, err
	}
	to, name, err := p.recipient(ctx, c, history)
	if err != nil {
		return letter{}, err
	}
	out := letter{Msg: mail.NewMsg(), messageID: ownID(m, s.Address), utf8: !ascii(to) || !ascii(s.Address)}
	if err := out.FromFormat(s.FromName, s.Address); err != nil {
		return letter{}, &hopeless{conversation.Failure{Reason: "own_address", Address: s.Address}}
	}
	if err := out.AddToFormat(name, to); err != nil {
		return letter{}, &hopeless{conversation.Failure{Reason: "address_wrong", Address: to}}
	}
	out.Subject(subject(c, history))
	out.SetDateWithValue(m.CreatedAt)
	out.SetMessageIDWithValue(out.messageID)
	thread(out.Msg, history, s.Address)
	out.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		out.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	} else {
		out.AddAlternativeString(mail.TypeTextHTML, richtext.FromText(m.Text))
	}
	return out, p.enclose(out.Msg, m)
}

func (p *Post) enclose(out *mail.Msg, m conversation.Message) error {
	for _, a := range m.Attachments {
		data, err := p.files.Bytes(a.SHA256)
		if err != nil {
			return fmt.Errorf("enclose %q: %w", a.Name, err)
		}
		kind := mail.WithFileContentType(mail.ContentType(a.Type))
		if a.Inline && a.ContentID != "" && richtext.Shows(m.HTML, a.ContentID) { // the words show it where it belongs
			if err := out.EmbedReader(a.Name, bytes.NewReader(data), kind, mail.WithFileContentID("<"+a.ContentID+">")); err != nil {
				return fmt.Errorf("enclose %q: %w", a.Name, err)
			}
			continue
		}
		if err := out.AttachReader(a.Name, bytes.NewReader(data), kind); err != nil {
			return fmt.Errorf("enclose %q: %w", a.Name, err)
		}
	}
	return nil
}

// recipient is who the newest mail asked to be answered at; else the contact's
// address.
func (p *Post) recipient(ctx context.Context, c conversation.Conversation, history []conversation.Message) (address, name string, err error) {
	for _, h := range history {
		if h.Kind != conversation.Inbound || h.Headers["kind"] == string(Bounced) {
			continue
		}
		if to := h.Headers["reply_to"]; to != "" {
			return to, "", nil
		}
		if from := h.Headers["from"]; from != "" {
			return from, h.Author.Name, nil
		}
	}
	who, err := p.contacts.Get(ctx, access.System, c.Contact.ID)
	if err != nil {
		return "", "", err
	}
	claimed := ""
	for _, i := range who.Identities {
		if i.Kind == contact.Email && i.Verified {
			return i.Value, who.Name, nil
		}
		if i.Kind == contact.Email {
			claimed = i.Value
		}
	}
	if claimed == "" {
		return "", "", &hopeless{conversation.Failure{Reason: "no_address"}}
	}
	return claimed, who.Name, nil
}

// subject answers under the newest subject of the customer.
func subject(c conversation.Conversation, history []conversation.Message) string {
	s := c.Subject
	for _, h := range history {
		if h.Kind == conversation.Inbound && h.Subject != "" {
			s = h.Subject
			break
		}
	}
	begun := len(history) > 0
	lower := strings.ToLower(s)
	for _, prefix := range []string{"re:", "re：", "回复:", "回复：", "答复:", "答复："} {
		if strings.HasPrefix(lower, prefix) {
			return s
		}
	}
	if !begun {
		return s
	}
	return "Re: " + s
}

// maxReferences keeps the header within what servers accept.
const maxReferences = 20

// thread makes the customer's program show the answer where it belongs.
func thread(out *mail.Msg, history []conversation.Message, address string) {
	var ids []string
	for i := len(history) - 1; i >= 0; i-- {
		switch h := history[i]; h.Kind {
		case conversation.Inbound:
			if id := h.Headers["message_id"]; id != "" {
				ids = append(ids, "<"+strings.Trim(id, "<>")+">")
			}
		case conversation.Reply:
			ids = append(ids, "<"+ownID(h, address)+">")
		}
	}
	if len(ids) == 0 {
		return
	}
	ids = ids[max(0, len(ids)-maxReferences):]
	out.SetGenHeaderPreformatted(mail.HeaderInReplyTo, ids[len(ids)-1])
	out.SetGenHeaderPreformatted(mail.HeaderReferences, strings.Join(ids, "\r\n "))
}

// home is the conversation that a message belongs to, wherever it stands by now.
func home(m conversation.Message) fact.ConversationID {
	if m.Origin != nil {
		return m.Origin.ID
	}
	return m.Conversation
}

// ownID is the Message-ID of a message of ours: always the same for the same
// message, at the domain of its mailbox.
func ownID(m conversation.Message, address string) string {
	_, domain, _ := strings.Cut(address, "@")
	sentIn := m.Headers["sent_in"] // where it was before it was split off
	if sentIn == "" {
		sentIn = string(home(m))
	}
	return "c." + sentIn + ".m." + string(m.ID) + "@" + domain
}

// hand gives the letter to the mail server.
func hand(ctx context.Context, s intake.SMTP, l letter) error {
	opts := options(s, sendTimeout)
	// Servers that offer SMTPUTF8 bounce in another format once it is used, so it
	// is only asked for when an address needs it.
	if !l.utf8 {
		opts = append(opts, mail.WithoutSMTPUTF8())
	}
	client, err := mail.NewClient(s.Host, opts...)
	if err != nil {
		return &hopeless{conversation.Failure{Reason: "server_settings", Said: err.Error()}}
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, l.Msg)
	if l.Msg.IsDelivered() {
		return nil // the server took it; how it hung up afterwards is its own affair
	}
	return err
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
