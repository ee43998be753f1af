package desk

import (
	"context"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/invitation"
	"anlan/internal/kit/han"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/words"
)

// AnswerInvitation tells whoever invited us whether we come: a reply in words, which
// carries what their calendar reads. It leaves at once.
func (d *Desk) AnswerInvitation(ctx context.Context, who access.Actor, a invitation.Answer) error {
	if err := who.Require(access.ConversationReply); err != nil {
		return err
	}
	m, err := d.inbox.Message(ctx, a.Message)
	if err != nil {
		return err
	}
	c, err := d.inbox.Get(ctx, who, m.Conversation)
	if err != nil {
		return err
	}
	person, err := d.contacts.Get(ctx, access.System, c.Contact.ID)
	if err != nil {
		return err
	}
	channel, err := d.channels.ByID(ctx, c.Channel.ID)
	if err != nil {
		return err
	}
	if channel.Kind != intake.Email {
		return fault.New(fault.Missing, "invitation.missing")
	}
	s, err := channel.Email()
	if err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		taken, err := d.invitations.TakeTx(ctx, tx, who, a, s.Address, s.FromName)
		if err != nil {
			return err
		}
		text := words.Text(languageOf(person.Locale, taken.Summary+m.Text), said[a.Part], map[string]any{"summary": taken.Summary})
		reply, err := d.sayTx(ctx, tx, who, taken.Conversation, Words{Kind: conversation.Reply, Text: text, Wait: new(time.Duration(0))})
		if err != nil {
			return err
		}
		return d.invitations.AnsweredTx(ctx, tx, who, taken, reply)
	})
}

// languageOf is a contact's language, or where nobody knows it that of what they wrote.
func languageOf(locale, wrote string) string {
	if locale == "" && strings.ContainsFunc(wrote, han.Is) {
		locale = "zh-CN"
	}
	return words.Language(locale)
}

// said is how each answer is put in words.
var said = map[string]string{"accepted": "invitation.accepted", "tentative": "invitation.tentative", "declined": "invitation.declined"}
