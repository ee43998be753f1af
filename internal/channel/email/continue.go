package email

import (
	"context"
	"errors"
	"fmt"
	"html"
	"strings"

	"github.com/wneessen/go-mail"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/kit/richtext"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/continuation"
	sentences "anlan/internal/words"
)

// Carrier sends what a visitor did not read in the chat.
type Carrier struct {
	post   *Post
	ledger *continuation.Ledger
}

// NewCarrier opens it.
func NewCarrier(p *Post, l *continuation.Ledger) *Carrier { return &Carrier{post: p, ledger: l} }

// Send lets one mail leave, once: what may have left is not sent again, and the
// conversation says so.
func (c *Carrier) Send(ctx context.Context, s continuation.Sending) error {
	m, err := c.ledger.Load(ctx, s.Mail)
	if fault.Is(err, "continuation.missing") || fault.Is(err, "conversation.missing") || err == nil && m.State != continuation.Queued {
		return nil
	}
	if err != nil {
		return err
	}
	if m.Handed { // we died in the middle, or the database was away
		return c.ledger.Fail(ctx, m, continuation.MayBeOut, "", "")
	}
	mailbox, err := c.post.channels.ByID(ctx, m.Mailbox)
	if err != nil && !fault.Is(err, "channel.missing") {
		return err
	}
	if err != nil || mailbox.Kind != intake.Email || mailbox.State != "active" || !mailbox.CanSend() {
		return c.ledger.Fail(ctx, m, continuation.Unsent, "channel_closed", "")
	}
	settings, err := c.post.letIn(ctx, mailbox)
	if err != nil {
		return fmt.Errorf("get into mailbox %s: %w", mailbox.ID, err)
	}
	out, err := c.write(settings, m)
	if err != nil {
		return c.settle(ctx, mailbox, m, err)
	}
	return c.settle(ctx, mailbox, m, c.post.hand(ctx, mailbox, settings, out, func() error {
		return c.ledger.Hand(ctx, m.ID, func(tx *db.Tx) error { // known before it leaves: an answer may be quick
			return intake.RefTx(ctx, tx, mailbox.ID, m.Conversation, "", out.messageID)
		})
	}))
}

// GiveUp is what happens when sending has failed for hours.
func (c *Carrier) GiveUp(ctx context.Context, s continuation.Sending, because error) error {
	m, err := c.ledger.Load(ctx, s.Mail)
	if err != nil || m.State != continuation.Queued {
		return err
	}
	return c.ledger.Fail(ctx, m, continuation.Unsent, "gave_up", wordsOf(because))
}

// wordsOf are what a mail server said, where one said something.
func wordsOf(because error) string {
	var s *stopped
	if errors.As(because, &s) {
		return s.words()
	}
	return ""
}

func (c *Carrier) settle(ctx context.Context, mailbox intake.Channel, m continuation.Mail, came error) error {
	var s *stopped
	var never *hopeless
	switch {
	case came == nil:
		if err := c.ledger.Settle(ctx, m.ID, continuation.Sent, ""); err != nil {
			return err
		}
		return c.post.channels.Sent(ctx, mailbox.ID)
	case errors.As(came, &never):
		return c.ledger.Fail(ctx, m, continuation.Unsent, never.why.Reason, never.why.Said)
	case errors.As(came, &s) && s.forGood():
		return c.ledger.Fail(ctx, m, continuation.Refused, "", s.words())
	case errors.As(came, &s) && s.at == afterTheLast:
		return c.ledger.Fail(ctx, m, continuation.MayBeOut, "", s.words())
	}
	return errors.Join(fmt.Errorf("send mail %s: %w", m.ID, came), c.ledger.TakeBack(ctx, m.ID))
}

func (c *Carrier) write(s intake.EmailSettings, m continuation.Mail) (letter, error) {
	out := letter{Msg: mail.NewMsg(), messageID: carriedID(m.Conversation, m.ID, s.Address), from: s.Address, to: m.Address}
	if err := out.FromFormat(s.FromName, s.Address); err != nil {
		return letter{}, &hopeless{conversation.Failure{Reason: "own_address", Address: s.Address}}
	}
	if err := out.AddToFormat(m.Name, m.Address); err != nil {
		return letter{}, &hopeless{conversation.Failure{Reason: "address_wrong", Address: m.Address}}
	}
	say := func(key string, values map[string]any) string { return sentences.Page(m.Language, key, values) }
	shop := shopOf(m)
	subject := say("continuation.mail.subject", map[string]any{"channel": shop, "number": m.Number})
	if len(m.Earlier) > 0 {
		subject = "Re: " + subject
	}
	out.Subject(subject)
	out.SetDateWithValue(m.CreatedAt)
	out.SetMessageIDWithValue(out.messageID)
	var before []string
	for _, e := range m.Earlier {
		before = append(before, "<"+carriedID(m.Conversation, e, s.Address)+">")
	}
	if len(before) > 0 {
		out.SetGenHeaderPreformatted(mail.HeaderInReplyTo, before[len(before)-1])
		out.SetGenHeaderPreformatted(mail.HeaderReferences, strings.Join(before, "\r\n "))
	}
	automatic(out.Msg)
	out.SetGenHeaderPreformatted(mail.HeaderListUnsubscribe, "<"+m.StopURL+">")
	out.SetGenHeaderPreformatted(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	text, markup := bodies(m, shop)
	out.SetBodyString(mail.TypeTextPlain, text)
	out.AddAlternativeString(mail.TypeTextHTML, markup)
	for _, r := range m.Replies {
		if err := c.post.enclose(out.Msg, r); err != nil {
			return letter{}, err
		}
	}
	return out, nil
}

// shopOf is how the customer knows the chat.
func shopOf(m continuation.Mail) string {
	if s, err := m.Channel.Webchat(); err == nil && s.Title.In(m.Language) != "" {
		return s.Title.In(m.Language)
	}
	return m.Channel.Name
}

// bodies are the mail's two forms: what was said, how to answer, how to be left alone.
func bodies(m continuation.Mail, shop string) (text, markup string) {
	say := func(key string, values map[string]any) string { return sentences.Page(m.Language, key, values) }
	var t, h strings.Builder
	para := func(s string) {
		t.WriteString(s + "\n\n")
		h.WriteString("<p>" + html.EscapeString(s) + "</p>\n")
	}
	h.WriteString(`<div lang="` + m.Language + `" style="font:15px/1.6 system-ui,sans-serif;max-width:640px">` + "\n")
	para(say("continuation.mail.opening", map[string]any{"channel": shop, "count": len(m.Replies)}))
	for _, r := range m.Replies {
		who := r.Author.Name
		if who == "" {
			who = shop
		}
		t.WriteString(who + "\n" + r.Text + "\n\n")
		h.WriteString("<p style=\"margin-bottom:0\"><b>" + html.EscapeString(who) + "</b></p>\n<div>" + formatted(r) + "</div>\n")
	}
	para(say("continuation.mail.answer", nil))
	t.WriteString(say("continuation.mail.resume", nil) + "\n" + m.ResumeURL + "\n\n-- \n" +
		say("continuation.mail.stop", map[string]any{"number": m.Number}) + "\n" + m.StopURL + "\n")
	h.WriteString(`<p><a href="` + html.EscapeString(m.ResumeURL) + `">` + html.EscapeString(say("continuation.mail.resume", nil)) + "</a></p>\n")
	h.WriteString(`<p style="font-size:13px;color:#5d6967">` + html.EscapeString(say("continuation.mail.about", map[string]any{"number": m.Number})) + ` <a href="` +
		html.EscapeString(m.StopURL) + `" style="color:#5d6967">` + html.EscapeString(say("continuation.mail.stop", map[string]any{"number": m.Number})) + "</a></p>\n</div>")
	return t.String(), h.String()
}

func formatted(r conversation.Message) string {
	if r.HTML != "" {
		return richtext.Sanitise(r.HTML)
	}
	return richtext.FromText(r.Text)
}

// carriedID is the Message-ID of such a mail: always the same for the same mail.
func carriedID(c fact.ConversationID, m continuation.ID, address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return "c." + string(c) + ".k." + string(m) + "@" + domain
}
