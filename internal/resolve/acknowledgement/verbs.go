package acknowledgement

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/kit/subject"
	"anlan/internal/kit/variables"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Idle tells that a message is none of ours: its channel answers nothing by itself.
func (d *Desk) Idle(f fact.MessageArrived) bool {
	channel, known := d.channels.Lately(f.Channel)
	if !known {
		return false
	}
	_, on, err := settings(channel)
	return err == nil && !on
}

func settings(c intake.Channel) (s intake.EmailSettings, on bool, err error) {
	if c.Kind != intake.Email || c.State != "active" {
		return s, false, nil
	}
	s, err = c.Email()
	return s, s.AutoReply.On, err
}

// Arrived is the reaction to a message: it is acknowledged, or it is written down why not.
func (d *Desk) Arrived(ctx context.Context, f fact.MessageArrived) error {
	channel, err := d.channels.ByID(ctx, f.Channel)
	if err != nil {
		return err
	}
	s, on, err := settings(channel)
	if err != nil || !on {
		return err
	}
	m, err := d.inbox.Message(ctx, f.Message)
	if fault.Is(err, "message.missing") || err == nil && m.AutoReply != nil {
		return nil
	}
	if err != nil {
		return err
	}
	c, err := d.inbox.Get(ctx, access.System, m.Conversation)
	if err != nil {
		return err
	}
	who, err := d.contacts.Get(ctx, access.System, fact.ContactID(m.Author.ID))
	if err != nil {
		return err
	}
	e, err := d.Expect(ctx, channel.ID)
	if err != nil {
		return err
	}
	text := letter(channel, s.AutoReply.Text, languageOf(who.Locale, m.Subject+" "+m.Text), c, who.Name, e)
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		a := asked{message: m, standing: c, address: m.FromAddress, canSend: channel.CanSend(), now: tx.Now()}
		return d.decide(ctx, tx, a, who, text, e)
	})
	if fault.Is(err, "conversation.missing") || fault.Is(err, "message.missing") {
		return nil
	}
	return err
}

func (d *Desk) decide(ctx context.Context, tx *db.Tx, a asked, who contact.Contact, text string, e Expectation) (err error) {
	if err := d.inbox.HoldTx(ctx, tx, a.message.Conversation); err != nil {
		return err
	}
	if a.Exchanged, err = d.inbox.ExchangedTx(ctx, tx, a.message); err != nil {
		return err
	}
	because, details := refused(a)
	if because == "" {
		because, err = d.seldom(ctx, tx, a, who.ID, details)
	}
	if err != nil {
		return err
	}
	reply := fact.MessageID(id.New())
	if because == "" {
		because = "sent"
		details["reply_id"] = string(reply)
		e.details(details)
	}
	fresh, err := d.inbox.AutoReplyTx(ctx, tx, a.message.ID, conversation.AutoReply{Because: because, Details: details})
	if err != nil || !fresh || because != "sent" {
		return err
	}
	home := a.message.Conversation
	if a.message.Origin != nil {
		home = a.message.Origin.ID
	}
	_, err = d.inbox.AppendTx(ctx, tx, a.message.Conversation, conversation.Saying{
		ID: reply, Kind: conversation.Reply, Automatic: true, Text: text, Delivery: conversation.Queued,
		Headers: map[string]string{conversation.AutomaticHeader: Kind, "to": a.address, "sent_in": string(home)},
	})
	return err
}

// seldom keeps acknowledgements rare: once a day for a person, and few mails of
// machines in an hour for an address.
func (d *Desk) seldom(ctx context.Context, tx *db.Tx, a asked, who fact.ContactID, details map[string]string) (because string, err error) {
	var before int64
	err = tx.Ask(`INSERT INTO acknowledged (contact_id, message_id, at) VALUES (?, '', 0)
		ON CONFLICT (contact_id) DO UPDATE SET at = acknowledged.at RETURNING at`, who).Scan(ctx, &before) // it takes the row
	if err != nil {
		return "", fmt.Errorf("look when %s was told last: %w", who, err)
	}
	if at := time.UnixMilli(before); before > 0 && a.now.Sub(at) < oncePer {
		details["at"] = at.UTC().Format(time.RFC3339)
		return "already_today", nil
	}
	lately, may, err := d.outbox.AutomaticTx(ctx, tx, string(a.message.ID), Kind, a.address)
	if err != nil {
		return "", err
	}
	if !may {
		details["count"], details["limit"] = strconv.Itoa(lately), limit
		return "too_many", nil
	}
	_, err = tx.Ask("UPDATE acknowledged SET message_id = ?, at = ? WHERE contact_id = ?", a.message.ID, a.now.UnixMilli(), who).Exec(ctx)
	return "", err
}

// letter is what a customer reads.
func letter(channel intake.Channel, own intake.ByLanguage, language string, c conversation.Conversation, name string, e Expectation) string {
	return variables.FillLines(template(own, language), map[string]string{
		"contact.name": name, "conversation.number": strconv.FormatInt(c.Number, 10), "conversation.subject": subject.Base(c.Subject),
		"channel.name": channel.Known(), "expected": e.sentence(language),
	})
}

func template(own intake.ByLanguage, language string) string {
	text := own.En
	if language == "zh-CN" {
		text = own.ZhCN
	}
	if text == "" {
		text = standard(language)
	}
	return text
}

// Expect tells how long customers of a channel wait for the first answer of a person.
func (d *Desk) Expect(ctx context.Context, channel fact.ChannelID) (Expectation, error) {
	now := d.db.Now()
	if known, ok := d.measured.Load(channel); ok && now.Sub(known.(measure).at).Abs() < measuredFor {
		return known.(measure).Expectation, nil
	}
	waits, err := d.inbox.FirstWaits(ctx, channel, now.AddDate(0, 0, -measuredDays), now, measuredMost)
	if err != nil {
		return Expectation{}, err
	}
	e := expected(waits)
	d.measured.Store(channel, measure{e, now})
	return e, nil
}

// Preview shows what a customer of a channel would get, with a wording that need not be
// saved yet.
func (d *Desk) Preview(ctx context.Context, who access.Actor, channel fact.ChannelID, language string, own intake.ByLanguage) (p Preview, err error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return p, err
	}
	c, err := d.channels.Get(ctx, who, channel)
	if err != nil {
		return p, err
	}
	if c.Kind != intake.Email {
		return p, fault.New(fault.Invalid, "channel.no_auto_reply")
	}
	if own, err = intake.CheckedAutoReply(own); err != nil {
		return p, err
	}
	if p.Expectation, err = d.Expect(ctx, channel); err != nil {
		return p, err
	}
	p.Template = template(own, language)
	name, about := example(language)
	p.Subject = subject.Answering(about)
	p.Text = letter(c, own, language, conversation.Conversation{Number: exampleNumber, Subject: about}, name, p.Expectation)
	return p, nil
}
