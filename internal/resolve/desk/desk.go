// Package desk is where agents work: they answer, leave notes, and their drafts
// are kept for them while they do.
//
// Facts out: message.replied, message.noted, message.held, message.withdrawn,
// staff.mentioned, message.whispered, draft.saved, draft.dropped, and those of package conversation.
package desk

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/invitation"
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

	invitations *invitation.Book
}

// New sets the desk up.
func New(d *db.DB, inbox *conversation.Inbox, channels *intake.Channels, contacts *contact.Book) *Desk {
	return &Desk{db: d, inbox: inbox, channels: channels, contacts: contacts, invitations: invitation.NewBook(d)}
}

// Words are what a person of ours writes.
type Words struct {
	Kind        conversation.Kind // reply or note
	Text        string
	HTML        string
	Attachments []fact.AttachmentID
	ClientID    string // the same id again is the same message
	// Wait is how long a reply waits before it leaves; nil = as its writer chose.
	Wait *time.Duration
	// SeenUpto is the newest message that the writer of a reply has seen; "" = they
	// do not say. What came after it stops the reply, unless Anyway.
	SeenUpto fact.MessageID
	Anyway   bool
	// WhisperTo makes a note one that is whispered to a colleague, who hears of it at
	// once; "" = a note as any.
	WhisperTo fact.StaffID
	// Stays leaves the conversation with nobody, though the team has it that a reply
	// takes: one person answers many at once, or says otherwise who shall have it.
	Stays     bool
	Automatic Automatic // somebody pressed a button where it is empty
	// Then is what becomes of the conversation in the same act; nil = what a reply
	// makes of it.
	Then *Then
}

// Automatic marks a reply that nobody pressed a button for. Of a mail it says to which
// address it goes, and from which conversation, if that was merged.
type Automatic struct {
	Kind   string
	To     string
	SentIn fact.ConversationID
}

func (a Automatic) headers() map[string]string {
	return map[string]string{conversation.AutomaticHeader: a.Kind, "to": a.To, "sent_in": string(a.SentIn)}
}

// Then is what follows a message at once.
type Then struct {
	State        conversation.State // resolved or snoozed
	SnoozedUntil *time.Time
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
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		if message, err = d.sayTx(ctx, tx, who, c, w); err != nil {
			return err
		}
		return d.dropTx(ctx, tx, who, c)
	})
	return message, err
}

// SayTx is Say inside the caller's transaction. Drafts stay as they are.
func (d *Desk) SayTx(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID, w Words) (fact.MessageID, error) {
	w, err := checked(who, w)
	if err != nil {
		return "", err
	}
	return d.sayTx(ctx, tx, who, c, w)
}

func (d *Desk) sayTx(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID, w Words) (fact.MessageID, error) {
	named, err := mentioned(ctx, tx, who, w)
	if err != nil {
		return "", err
	}
	channel, delivery, err := d.outletTx(ctx, tx, c, w.Kind)
	if err != nil {
		return "", err
	}
	if err := d.quickerTx(ctx, tx, who, c, w); err != nil {
		return "", err
	}
	s := conversation.Saying{
		Kind: w.Kind, Staff: who.ID, Text: w.Text, HTML: w.HTML, ClientID: w.ClientID, Delivery: delivery,
		Attachments: w.Attachments, UploadedBy: string(who.ID), Takes: takes(who, w), WhisperTo: w.WhisperTo,
	}
	if w.Automatic.Kind != "" && w.Kind == conversation.Reply {
		s.Automatic, s.Headers = true, w.Automatic.headers()
	}
	wait, err := d.waitTx(ctx, tx, who, channel, w)
	if err != nil {
		return "", err
	}
	if wait > 0 {
		s.LeavesAt = tx.Now().Add(wait)
	}
	message, err := d.inbox.AppendTx(ctx, tx, c, s)
	if err != nil {
		return "", err
	}
	if delivery == conversation.Sent && wait == 0 { // mail is noted once it has left
		if err := d.channels.SentTx(ctx, tx, channel.ID); err != nil {
			return "", err
		}
	}
	if len(named) > 0 {
		if err := tx.Record(ctx, fact.StaffMentioned{Conversation: c, Message: message, Staff: named, By: who.ID}); err != nil {
			return "", err
		}
	}
	if w.Kind == conversation.Note && w.WhisperTo != "" {
		if err := tx.Record(ctx, fact.MessageWhispered{Message: message, Conversation: c, To: w.WhisperTo, By: who.ID}); err != nil {
			return "", err
		}
	}
	if w.Then == nil {
		return message, nil
	}
	err = d.inbox.ChangeTx(ctx, tx, who, c, conversation.Edit{State: &w.Then.State, SnoozedUntil: w.Then.SnoozedUntil})
	if err != nil {
		return "", err
	}
	return message, d.inbox.StandsTx(ctx, tx, message)
}

// takes tells whether words may give a conversation to their writer. A program that
// answers in somebody's name is not there to have it.
func takes(who access.Actor, w Words) bool {
	return w.Kind == conversation.Reply && !w.Stays && who.Session != "" && who.May(access.ConversationAssign)
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
		if w.Kind == conversation.Reply {
			w.HTML = richtext.WithoutMentions(w.HTML)
		}
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
	if w.Wait != nil && (*w.Wait < 0 || *w.Wait > maxWait) {
		return w, fault.New(fault.Invalid, "message.wait_wrong", "limit", int(maxWait/time.Second)).At("wait_seconds")
	}
	if w.Then != nil && w.Then.State != conversation.Resolved && w.Then.State != conversation.Snoozed {
		return w, fault.New(fault.Invalid, "conversation.unknown_state", "state", string(w.Then.State)).At("then")
	}
	return w, nil
}

// outletTx is the channel that a message goes by, and where its delivery begins.
// A chat shows it at once, and an API reads it at once; mail has to be sent first.
func (d *Desk) outletTx(ctx context.Context, tx *db.Tx, c fact.ConversationID, kind conversation.Kind) (channel intake.Channel, begins conversation.Delivery, err error) {
	var id fact.ChannelID
	err = tx.Ask("SELECT channel_id FROM conversation WHERE id = ?", c).Scan(ctx, &id)
	if db.IsNone(err) {
		return channel, "", fault.New(fault.Missing, "conversation.missing")
	}
	if err != nil {
		return channel, "", fmt.Errorf("by which channel goes %s: %w", c, err)
	}
	if channel, err = d.channels.ByIDTx(ctx, tx, id); err != nil || kind != conversation.Reply {
		return channel, conversation.Received, err
	}
	if channel.State != "active" {
		return channel, "", fault.New(fault.Conflict, "channel.closed", "channel", channel.Name)
	}
	if !channel.CanSend() {
		return channel, "", fault.New(fault.Conflict, "channel.cannot_send", "channel", channel.Name)
	}
	if channel.ByMail() {
		return channel, conversation.Queued, nil
	}
	return channel, conversation.Sent, nil
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
			Delivery: delivery, Attachments: w.Attachments, UploadedBy: string(who.ID), Takes: takes(who, w),
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
	case channel.ByMail():
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
