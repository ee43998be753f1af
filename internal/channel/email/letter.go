package email

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/wneessen/go-mail"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/outbox"
	"anlan/internal/fact"
	"anlan/internal/kit/richtext"
	"anlan/internal/kit/subject"
	"anlan/internal/people/access"
)

// letter is a mail that is ready to leave.
type letter struct {
	*mail.Msg
	messageID string
	from      string // of the envelope: where a bounce goes
	to        string
}

// envelope is the letter as a mail server takes it.
func (l letter) envelope() (envelope, error) {
	var content bytes.Buffer
	if _, err := l.WriteTo(&content); err != nil {
		return envelope{}, fmt.Errorf("write a mail down: %w", err)
	}
	return envelope{from: l.from, to: l.to, utf8: !ascii(l.from) || !ascii(l.to), content: content.Bytes()}, nil
}

func (p *Post) write(ctx context.Context, s intake.EmailSettings, m conversation.Message) (letter, error) {
	c, err := p.inbox.Get(ctx, access.System, home(m))
	if err != nil {
		return letter{}, err
	}
	history, err := p.heard(ctx, m, c.Contact.ID)
	if err != nil {
		return letter{}, err
	}
	to, name, err := p.recipient(ctx, c, history)
	automatic := m.Headers[conversation.AutomaticHeader] != ""
	if automatic { // to who wrote, and not to where they ask for answers of people
		to, name, err = m.Headers["to"], "", nil
	}
	if err != nil {
		return letter{}, err
	}
	calendar, organizer, err := p.invitations.Carried(ctx, m.ID)
	if err != nil {
		return letter{}, err
	}
	if organizer != "" && organizer != to {
		to, name = organizer, ""
	}
	out := letter{Msg: mail.NewMsg(), messageID: ownID(m, s.Address), from: p.returnPath(s, m), to: to}
	if err := out.FromFormat(s.FromName, s.Address); err != nil {
		return letter{}, &hopeless{conversation.Failure{Reason: "own_address", Address: s.Address}}
	}
	if err := out.AddToFormat(name, to); err != nil {
		return letter{}, &hopeless{conversation.Failure{Reason: "address_wrong", Address: to}}
	}
	if answers := p.answerAddress(s, m); answers != s.Address {
		if err := out.ReplyToFormat(s.FromName, answers); err != nil {
			return letter{}, &hopeless{conversation.Failure{Reason: "own_address", Address: answers}}
		}
	}
	out.Subject(answering(c, history))
	out.SetDateWithValue(m.CreatedAt)
	out.SetMessageIDWithValue(out.messageID)
	thread(out.Msg, m, history, s.Address)
	if automatic {
		bySelf(out.Msg, s.Address)
		out.SetBodyString(mail.TypeTextPlain, m.Text)
		out.AddAlternativeString(mail.TypeTextHTML, richtext.FromText(m.Text))
		return out, nil
	}
	text, markup, err := p.below(ctx, s, m, c.Contact.ID, history)
	if err != nil {
		return letter{}, err
	}
	out.SetBodyString(mail.TypeTextPlain, m.Text+text)
	if m.HTML != "" {
		out.AddAlternativeString(mail.TypeTextHTML, m.HTML+markup)
	} else {
		out.AddAlternativeString(mail.TypeTextHTML, richtext.FromText(m.Text)+markup)
	}
	if calendar != "" {
		out.AddAlternativeString("text/calendar; method=REPLY", calendar)
	}
	return out, p.enclose(out.Msg, m)
}

// bySelf marks a mail that nobody pressed a button for, so that no machine answers it
// (RFC 3834, 3.1.7; what follows is for those that do not know it).
func bySelf(out *mail.Msg, address string) {
	out.SetGenHeader("Auto-Submitted", "auto-replied")
	out.SetGenHeader("X-Auto-Response-Suppress", "All")
	out.SetGenHeader("Precedence", "bulk")
	out.SetGenHeader("X-Loop", address)
}

// heard is what was said before a message, without those who take no part: nothing
// of theirs decides where our words go, and nothing is quoted to them or from them.
func (p *Post) heard(ctx context.Context, m conversation.Message, with fact.ContactID) ([]conversation.Message, error) {
	history, err := p.inbox.Correspondence(ctx, m, with, 50)
	if err != nil {
		return nil, err
	}
	return p.without(ctx, home(m), history)
}

func (p *Post) without(ctx context.Context, id fact.ConversationID, history []conversation.Message) ([]conversation.Message, error) {
	unheard, err := p.inbox.Unheard(ctx, id)
	if err != nil || len(unheard) == 0 {
		return history, err
	}
	return slices.DeleteFunc(history, func(h conversation.Message) bool {
		return h.Kind == conversation.Inbound && unheard[strings.ToLower(h.Headers["from"])]
	}), nil
}

// fromMachine tells whether a message was written by a machine, or from our own address.
func fromMachine(h conversation.Message) bool {
	kind := Kind(h.Headers["kind"])
	return h.Headers["machine"] == intake.OwnAddress || kind == Bounced || kind == AutoReply || kind == Feedback
}

// answerAddress is where answers to a message go.
func (p *Post) answerAddress(s intake.EmailSettings, m conversation.Message) string {
	if s.PlusAddresses {
		return p.outbox.AnswerAddress(s.Address, m.ID)
	}
	return s.Address
}

// returnPath is where a bounce of a message goes.
func (p *Post) returnPath(s intake.EmailSettings, m conversation.Message) string {
	if s.PlusAddresses {
		return p.outbox.ReturnPath(s.Address, m.ID)
	}
	return s.Address
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
		if h.Kind != conversation.Inbound {
			continue
		}
		if h.Headers["machine"] == intake.OwnAddress && h.Headers["copied"] != "" { // a colleague began it elsewhere
			return h.Headers["copied"], "", nil
		}
		if fromMachine(h) {
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

// answering is the newest subject of the customer, as an answer has it. What a machine
// wrote above its report is none.
func answering(c conversation.Conversation, history []conversation.Message) string {
	if len(history) == 0 {
		return c.Subject
	}
	for _, h := range history {
		if h.Kind == conversation.Inbound && subject.Says(h.Subject) && !fromMachine(h) {
			return subject.Answering(h.Subject)
		}
	}
	return subject.Answering(c.Subject)
}

// maxReferences keeps the header within what servers accept.
const maxReferences = 20

// thread makes the customer's program show the answer where it belongs.
func thread(out *mail.Msg, m conversation.Message, history []conversation.Message, address string) {
	for _, h := range history {
		if index := threadChild(h.Headers["thread_index"], m.ID, m.CreatedAt); index != "" {
			out.SetGenHeader("Thread-Index", index)
			break
		}
	}
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

// ownID is the Message-ID of a message of ours.
func ownID(m conversation.Message, address string) string {
	sentIn := fact.ConversationID(m.Headers["sent_in"]) // where it was before it was split off
	if sentIn == "" {
		sentIn = home(m)
	}
	return outbox.OwnID(sentIn, m.ID, address)
}
