// Package desk is where agents work: they answer, leave notes, and their drafts
// are kept for them while they do.
//
// Facts out: message.replied, message.noted, draft.saved, draft.dropped, and
// those of package conversation.
package desk

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/kit/richtext"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Desk is the agents' side of the inbox.
type Desk struct {
	db       *db.DB
	inbox    *conversation.Inbox
	channels *intake.Channels
	contacts *contact.Book
}

// New sets the desk up.
func New(d *db.DB, inbox *conversation.Inbox, channels *intake.Channels, contacts *contact.Book) *Desk {
	return &Desk{db: d, inbox: inbox, channels: channels, contacts: contacts}
}

// Words are what a person of ours writes.
type Words struct {
	Kind        conversation.Kind // reply or note
	Text        string
	HTML        string
	Attachments []fact.AttachmentID
	ClientID    string // the same id again is the same message
}

// maxWords bounds a message of ours, in characters.
const maxWords = 100_000

// Say answers the customer, or leaves a note. The draft that it was written in
// is gone with it.
func (d *Desk) Say(ctx context.Context, who access.Actor, c fact.ConversationID, w Words) (conversation.Message, error) {
	w, err := checked(who, w)
	if err != nil {
		return conversation.Message{}, err
	}
	message, err := d.known(ctx, c, w)
	if err == nil && message == "" {
		message, err = d.say(ctx, who, c, w)
	}
	if db.IsTaken(err) && w.ClientID != "" { // sent twice in the same moment
		message, err = d.known(ctx, c, w)
	}
	if err != nil {
		return conversation.Message{}, err
	}
	return d.inbox.Message(ctx, message)
}

// known finds what was sent already under the same id.
func (d *Desk) known(ctx context.Context, c fact.ConversationID, w Words) (fact.MessageID, error) {
	if w.ClientID == "" {
		return "", nil
	}
	return d.inbox.ByClientID(ctx, c, w.ClientID)
}

func (d *Desk) say(ctx context.Context, who access.Actor, c fact.ConversationID, w Words) (message fact.MessageID, err error) {
	delivery, channel, err := d.delivery(ctx, who, c, w.Kind)
	if err != nil {
		return "", err
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		message, err = d.inbox.AppendTx(ctx, tx, c, conversation.Saying{
			Kind: w.Kind, Staff: who.ID, Text: w.Text, HTML: w.HTML, ClientID: w.ClientID, Delivery: delivery,
			Attachments: w.Attachments, UploadedBy: string(who.ID),
		})
		if err != nil {
			return err
		}
		if delivery == conversation.Sent { // mail is noted once it has left
			if err := d.channels.SentTx(ctx, tx, channel); err != nil {
				return err
			}
		}
		return d.dropTx(ctx, tx, who, c)
	})
	return message, err
}

// checked makes sure that there is something to say and that it may be said.
func checked(who access.Actor, w Words) (Words, error) {
	switch w.Kind {
	case conversation.Reply:
		if err := who.Require(access.ConversationReply); err != nil {
			return w, err
		}
	case conversation.Note:
		if err := who.Require(access.ConversationNote); err != nil {
			return w, err
		}
	default:
		return w, fault.New(fault.Invalid, "message.unknown_kind", "kind", string(w.Kind)).At("kind")
	}
	w.Text, w.ClientID = plain.Text(w.Text), plain.Text(w.ClientID)
	if w.HTML != "" {
		w.HTML = richtext.Sanitise(plain.Text(w.HTML))
		if strings.TrimSpace(w.Text) == "" {
			w.Text = richtext.ToText(w.HTML)
		}
	}
	w.Text = strings.TrimRight(w.Text, " \t\r\n")
	if strings.TrimSpace(w.Text) == "" && len(w.Attachments) == 0 {
		return w, fault.New(fault.Invalid, "message.empty").At("text")
	}
	if utf8.RuneCountInString(w.Text) > maxWords {
		return w, fault.New(fault.TooLarge, "message.too_long", "limit", maxWords).At("text")
	}
	if len(w.ClientID) > 100 {
		return w, fault.New(fault.Invalid, "message.client_id_too_long", "limit", 100).At("client_id")
	}
	return w, nil
}

// delivery is where a message begins. A chat shows it at once, and an API reads
// it at once; mail has to be sent first.
func (d *Desk) delivery(ctx context.Context, who access.Actor, c fact.ConversationID, kind conversation.Kind) (conversation.Delivery, fact.ChannelID, error) {
	card, err := d.inbox.Get(ctx, who, c)
	if err != nil {
		return "", "", err
	}
	if kind != conversation.Reply {
		return conversation.Received, card.Channel.ID, nil
	}
	channel, err := d.channels.ByID(ctx, card.Channel.ID)
	if err != nil {
		return "", "", err
	}
	if channel.State != "active" {
		return "", "", fault.New(fault.Conflict, "channel.closed", "channel", channel.Name)
	}
	if !channel.CanSend() {
		return "", "", fault.New(fault.Conflict, "channel.cannot_send", "channel", channel.Name)
	}
	if channel.Kind == intake.Email {
		return conversation.Queued, channel.ID, nil
	}
	return conversation.Sent, channel.ID, nil
}

// Start is a conversation that we begin.
type Start struct {
	Channel fact.ChannelID
	Contact fact.ContactID
	Subject string
	Words   Words
}

// Open begins a conversation with a contact. A chat cannot be begun from our
// side: there is nobody at the other end yet.
func (d *Desk) Open(ctx context.Context, who access.Actor, s Start) (conversation.Conversation, error) {
	if err := who.Require(access.ConversationOpen); err != nil {
		return conversation.Conversation{}, err
	}
	w, err := checked(who, s.Words)
	if err != nil {
		return conversation.Conversation{}, err
	}
	if _, err := d.contacts.Get(ctx, who, s.Contact); err != nil {
		return conversation.Conversation{}, err
	}
	channel, err := d.channels.ByID(ctx, s.Channel)
	if err != nil {
		return conversation.Conversation{}, err
	}
	delivery := conversation.Received
	if w.Kind == conversation.Reply {
		if delivery, err = opening(channel); err != nil {
			return conversation.Conversation{}, err
		}
	}
	var c fact.ConversationID
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		c, _, err = d.inbox.OpenTx(ctx, tx, conversation.Opening{
			Channel: s.Channel, Contact: s.Contact, Subject: s.Subject, By: who.ID,
		}, conversation.Saying{
			ID: fact.MessageID(id.New()), Kind: w.Kind, Staff: who.ID, Text: w.Text, HTML: w.HTML, Subject: s.Subject,
			Delivery: delivery, Attachments: w.Attachments, UploadedBy: string(who.ID),
		})
		return err
	})
	if err != nil {
		return conversation.Conversation{}, err
	}
	return d.inbox.Get(ctx, who, c)
}

func opening(channel intake.Channel) (conversation.Delivery, error) {
	switch {
	case channel.State != "active":
		return "", fault.New(fault.Conflict, "channel.closed", "channel", channel.Name)
	case channel.Kind == intake.Webchat:
		return "", fault.New(fault.Invalid, "channel.cannot_begin", "channel", channel.Name).At("channel_id")
	case !channel.CanSend():
		return "", fault.New(fault.Conflict, "channel.cannot_send", "channel", channel.Name)
	case channel.Kind == intake.Email:
		return conversation.Queued, nil
	}
	return conversation.Sent, nil
}

// Draft is what somebody has written and not yet sent.
type Draft struct {
	Kind        conversation.Kind   `json:"kind" enum:"reply,note"`
	Text        string              `json:"text"`
	HTML        string              `json:"html"`
	Attachments []fact.AttachmentID `json:"attachments" nullable:"false"`
	Version     int                 `json:"version" doc:"of the draft this one was written over; 0 for a new one"`
	UpdatedAt   time.Time           `json:"updated_at"`
}
