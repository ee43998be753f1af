package email

import (
	"context"
	"fmt"
	"html"
	"strings"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/kit/richtext"
	"anlan/internal/people/access"
	"anlan/internal/resolve/desk"
	sentences "anlan/internal/words"
)

// What stands below the words of a reply: who wrote it, and what it answers. It is
// put there when the mail leaves, and stands in no conversation twice.

// Bounds of what is quoted: enough to know what it is about.
const (
	quotedLines = 60
	quotedRunes = 4000
)

// quotation is the customer's newest message as it is quoted: with > before each line,
// and as a blockquote.
func quotation(language string, zone *time.Location, history []conversation.Message) (text, markup string) {
	for _, h := range history {
		if h.Kind != conversation.Inbound || fromMachine(h) {
			continue
		}
		if h.Headers[intake.EncryptedHeader] != "" { // the answer is read by whoever carries it
			return "", ""
		}
		words := h.ReplyText
		if words == "" {
			words = h.Text
		}
		words = trimmed(words)
		if words == "" {
			return "", ""
		}
		name := h.Author.Name
		if name == "" {
			name = h.Headers["from"]
		}
		intro := sentences.Page(language, "reply.quoted", map[string]any{"when": h.SentAt.In(zone).Format(when[language]), "name": name})
		text = "\n\n" + intro + "\n> " + strings.ReplaceAll(words, "\n", "\n> ") + "\n"
		markup = "\n<p>" + html.EscapeString(intro) + "</p>\n<blockquote style=\"margin:0 0 0 .8ex;padding-left:1ex;border-left:1px solid #ccc\">" + richtext.FromText(words) + "</blockquote>"
		return text, markup
	}
	return "", ""
}

var when = map[string]string{"en": "2 January 2006, 15:04 MST", "zh-CN": "2006年1月2日 15:04"}

// trimmed leaves of a long message its beginning.
func trimmed(words string) string {
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(words, "\r\n", "\n")), "\n")
	cut := len(lines) > quotedLines
	words = strings.TrimSpace(strings.Join(lines[:min(len(lines), quotedLines)], "\n"))
	if runes := []rune(words); len(runes) > quotedRunes {
		words, cut = strings.TrimSpace(string(runes[:quotedRunes])), true
	}
	if cut {
		words += "\n…"
	}
	return words
}

// Envelope tells how the next reply of the asking person would leave.
func (p *Post) Envelope(ctx context.Context, who access.Actor, id fact.ConversationID) (e desk.Envelope, err error) {
	c, err := p.inbox.Get(ctx, who, id)
	if err != nil {
		return e, err
	}
	channel, err := p.channels.ByID(ctx, c.Channel.ID)
	if err != nil || !channel.ByMail() {
		return e, err
	}
	e.ByMail = true
	_, settings, err := p.mailbox(ctx, channel)
	if err != nil {
		return e, nil // why one cannot reply is told elsewhere
	}
	history, _, err := p.inbox.Messages(ctx, access.System, id, conversation.Walk{NewFirst: true, Limit: 50})
	if err != nil {
		return e, err
	}
	if history, err = p.without(ctx, id, history); err != nil {
		return e, err
	}
	e.Subject = answering(c, history)
	if e.Address, e.Name, err = p.recipient(ctx, c, history); err != nil {
		e.Address = ""
	}
	closing, err := p.wording.Close(ctx, id, who, settings.Signature)
	if err != nil {
		return e, err
	}
	text, _ := quotation(closing.Language, time.UTC, history)
	e.Signature, e.Quotes = desk.EnvelopeText(closing.Text), settings.Quote && text != ""
	e.Bounced, err = p.comesBack(ctx, who, c, e.Address)
	return e, err
}

func (p *Post) comesBack(ctx context.Context, who access.Actor, c conversation.Conversation, address string) (*contact.Bounce, error) {
	of, err := p.contacts.Get(ctx, who, c.Contact.ID)
	if err != nil {
		return nil, fmt.Errorf("look at the contact of %s: %w", c.ID, err)
	}
	for _, i := range of.Identities {
		if i.Bounced != nil && strings.EqualFold(i.Value, address) {
			return i.Bounced, nil
		}
	}
	return nil, nil
}

// below is what stands below a reply, in both forms: signatures in the name of who
// wrote it, and what it answers, at the time that it was on the customer's clock.
func (p *Post) below(ctx context.Context, s intake.EmailSettings, m conversation.Message, who fact.ContactID, history []conversation.Message) (text, markup string, err error) {
	closing, err := p.wording.Close(ctx, home(m), access.Actor{ID: fact.StaffID(m.Author.ID), Name: m.Author.Name}, s.Signature)
	if err != nil {
		return "", "", err
	}
	if closing.Text.Text != "" {
		text, markup = "\n\n-- \n"+closing.Text.Text, "\n<div>-- <br>"+closing.HTML+"</div>"
	}
	if !s.Quote {
		return text, markup, nil
	}
	c, err := p.contacts.Get(ctx, access.System, who)
	if err != nil {
		return "", "", fmt.Errorf("look whom a reply goes to: %w", err)
	}
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		zone = time.UTC // a browser told us a name that is none
	}
	quote, quoteMarkup := quotation(closing.Language, zone, history)
	return text + quote, markup + quoteMarkup, nil
}
