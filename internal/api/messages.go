package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

func (e *Edge) routeMessages() {
	const tag = "Messages"
	handle(e, route{id: "list-messages", method: http.MethodGet, path: "/v1/conversations/{id}/messages", summary: "What was said", tag: tag, needs: access.ConversationView}, e.listMessages)
	handle(e, route{id: "post-message", method: http.MethodPost, path: "/v1/conversations/{id}/messages", summary: "Answer, or leave a note", tag: tag, status: http.StatusCreated, repeats: true, body: inlineBody, needs: access.ConversationView}, e.postMessage)
	handle(e, route{id: "revise-message", method: http.MethodPatch, path: "/v1/messages/{id}", summary: "Rewrite a note of one's own", tag: tag, needs: access.ConversationNote}, e.reviseMessage)
	handle(e, route{id: "message-revisions", method: http.MethodGet, path: "/v1/messages/{id}/revisions", summary: "How a message stood before", tag: tag, needs: access.ConversationView}, e.revisions)
	handle(e, route{id: "withdraw-message", method: http.MethodDelete, path: "/v1/messages/{id}/sending", summary: "Take a reply back that has not left yet; it is a draft again", tag: tag, needs: access.ConversationReply, clear: true}, e.withdrawMessage)
	handle(e, route{id: "read-messages", method: http.MethodPut, path: "/v1/conversations/{id}/read", summary: "Note that we have seen everything up to a message", tag: tag, needs: access.ConversationView}, e.readMessages)
}

// inlineBody bounds requests whose attachments come inside, base64 and all.
const inlineBody = 48 << 20

type messageQuery struct {
	ConversationPath
	Limit  int            `query:"limit" minimum:"1" maximum:"200" default:"50"`
	After  fact.MessageID `query:"after" doc:"messages behind this one; next of the page before"`
	Before fact.MessageID `query:"before" doc:"messages before this one"`
	Order  string         `query:"order" enum:"asc,desc" default:"asc"`
	Q      string         `query:"q" maxLength:"200" doc:"only messages in which these words stand as they are typed, small or large"`
}

type messagePage struct {
	Page[conversation.Message]
	Cursor int64 `json:"cursor"`
}

func (e *Edge) listMessages(ctx context.Context, who access.Actor, in *messageQuery) (out messagePage, err error) {
	if out.Cursor, err = e.DB.Cursor(ctx); err != nil {
		return out, err
	}
	w := conversation.Walk{After: in.After, Before: in.Before, NewFirst: in.Order == "desc", Limit: in.Limit, Words: strings.TrimSpace(in.Q)}
	if w.NewFirst && in.After != "" { // newest first, a page goes on towards the past
		w.After, w.Before = "", in.After
	}
	list, more, err := e.readable(ctx, who, in.ID, w)
	if err == nil {
		err = e.noteLook(ctx, who, in.ID, func() (fact.ContactID, error) { return e.whose(ctx, who, in.ID) })
	}
	if err != nil {
		return out, err
	}
	next := ""
	if more {
		next = string(list[len(list)-1].ID)
	}
	if err := e.dress(ctx, list); err != nil {
		return out, err
	}
	out.Page = paged(list, next)
	return out, nil
}

// noteLook notes that somebody reads a conversation; of a lead who reads what a
// colleague chats at this moment, that they looked on.
func (e *Edge) noteLook(ctx context.Context, who access.Actor, c fact.ConversationID, whose func() (fact.ContactID, error)) error {
	kind, err := "conversation", error(nil)
	if who.May(access.FloorView) {
		var on bool
		if on, err = e.Company.LooksOn(ctx, who, c); on {
			kind = "looked_on"
		}
	}
	if err != nil {
		return err
	}
	return e.Journal.Note(ctx, who, kind, string(c), whose)
}

// whose is the contact of a conversation.
func (e *Edge) whose(ctx context.Context, who access.Actor, id fact.ConversationID) (fact.ContactID, error) {
	c, err := e.Inbox.Get(ctx, who, id)
	return c.Contact.ID, err
}

// outgoingFile is an upload, or a small file inside the request.
type outgoingFile struct {
	Upload fact.AttachmentID `json:"upload,omitempty" doc:"the id of an upload"`
	Name   string            `json:"name,omitempty"`
	Type   string            `json:"type,omitempty"`
	Data   []byte            `json:"data,omitempty" doc:"base64"`
}

type posting struct {
	ConversationPath
	Body struct {
		Kind        conversation.Kind `json:"kind,omitempty" enum:"reply,note" default:"reply"`
		Text        string            `json:"text,omitempty"`
		HTML        string            `json:"html,omitempty"`
		Attachments []outgoingFile    `json:"attachments,omitempty" nullable:"false"`
		ClientID    string            `json:"client_id,omitempty" maxLength:"100" doc:"the client's own id; the same one again is the same message"`
		WaitSeconds *int              `json:"wait_seconds,omitempty" minimum:"0" maximum:"30" doc:"how long a reply waits before it leaves; left out: as the writer chose in a browser, at once for a program"`
		SeenUpto    fact.MessageID    `json:"seen_upto,omitempty" doc:"the newest message that the writer has seen; when a colleague's reply or a customer's message came after it, a reply is refused with message.somebody_was_quicker or message.customer_was_quicker"`
		Anyway      bool              `json:"anyway,omitempty" doc:"send although something came after seen_upto"`
		Then        *messageThen      `json:"then,omitempty" doc:"what becomes of the conversation in the same act"`
	}
}

// messageThen is what follows a message at once.
type messageThen struct {
	State        conversation.State `json:"state" enum:"resolved,snoozed"`
	SnoozedUntil *time.Time         `json:"snoozed_until,omitempty" doc:"with snoozed"`
}

func (in *posting) words(files []fact.AttachmentID, client string) desk.Words {
	b := in.Body
	w := desk.Words{Kind: b.Kind, Text: b.Text, HTML: b.HTML, Attachments: files, ClientID: client, SeenUpto: b.SeenUpto, Anyway: b.Anyway}
	if b.WaitSeconds != nil {
		w.Wait = new(time.Duration(*b.WaitSeconds) * time.Second)
	}
	if b.Then != nil {
		w.Then = &desk.Then{State: b.Then.State, SnoozedUntil: b.Then.SnoozedUntil}
	}
	return w
}

// withdrawal is a draft again, and where.
type withdrawal struct {
	ConversationID fact.ConversationID `json:"conversation_id"`
	Draft          draftView           `json:"draft"`
}

func (e *Edge) withdrawMessage(ctx context.Context, who access.Actor, in *MessagePath) (withdrawal, error) {
	c, draft, err := e.Desk.Withdraw(ctx, who, in.ID)
	view, err := e.viewDraft(ctx, draft, err)
	return withdrawal{c, view}, err
}

func (e *Edge) postMessage(ctx context.Context, who access.Actor, in *posting) (conversation.Message, error) {
	if err := who.Writes(); err != nil {
		return conversation.Message{}, err
	}
	files, err := e.take(ctx, who, in.Body.Attachments)
	if err != nil {
		return conversation.Message{}, err
	}
	m, err := e.Desk.Say(ctx, who, in.ID, in.words(files, clientID(ctx, in.Body.ClientID)))
	if err != nil {
		return m, err
	}
	list := []conversation.Message{m}
	err = e.dress(ctx, list)
	return list[0], err
}

// clientID makes an Idempotency-Key hold even when we die between the message and
// the note of its answer: the key is then the message's own name.
func clientID(ctx context.Context, given string) string {
	v := caller(ctx)
	if given != "" || v.key == "" {
		return given
	}
	sum := sha256.Sum256([]byte(string(v.who.ID) + " " + v.key))
	return "key:" + hex.EncodeToString(sum[:])
}

// take turns what a request brings into uploads.
func (e *Edge) take(ctx context.Context, who access.Actor, files []outgoingFile) (ids []fact.AttachmentID, err error) {
	if len(files) > 50 {
		return nil, fault.New(fault.Invalid, "message.too_many_attachments", "limit", 50).At("attachments")
	}
	for _, f := range files {
		if f.Upload != "" {
			ids = append(ids, f.Upload)
			continue
		}
		a, err := e.Files.Keep(ctx, conversation.Upload{Name: f.Name, Type: f.Type, By: string(who.ID), Content: bytes.NewReader(f.Data)})
		if err != nil {
			return nil, err
		}
		ids = append(ids, a.ID)
	}
	return ids, nil
}

// MessagePath names a message.
type MessagePath struct {
	ID fact.MessageID `path:"id"`
}

type revising struct {
	MessagePath
	Body struct {
		Text string `json:"text,omitempty"`
		HTML string `json:"html,omitempty"`
	}
}

func (e *Edge) reviseMessage(ctx context.Context, who access.Actor, in *revising) (conversation.Message, error) {
	veil, err := e.Masks.For(ctx, who)
	if err != nil {
		return conversation.Message{}, err
	}
	if veil.Hides() { // what they could not see in it stays in it
		was, err := e.Inbox.Message(ctx, in.ID)
		if err != nil {
			return was, err
		}
		if in.Body.Text, err = veil.Restore(was.Text, in.Body.Text); err != nil {
			return was, err
		}
		if in.Body.HTML, err = veil.Restore(was.Text, in.Body.HTML); err != nil {
			return was, err
		}
	}
	if err := e.Desk.Revise(ctx, who, in.ID, in.Body.Text, in.Body.HTML); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, &in.MessagePath)
}

func (e *Edge) revisions(ctx context.Context, who access.Actor, in *MessagePath) (All[conversation.Revision], error) {
	list, err := e.Inbox.Revisions(ctx, who, in.ID)
	return whole(list), err
}

type readUpto struct {
	ConversationPath
	Body struct {
		Upto fact.MessageID `json:"upto"`
	}
}

func (e *Edge) readMessages(ctx context.Context, who access.Actor, in *readUpto) (nothing, error) {
	if err := who.Writes(); err != nil {
		return nothing{}, err
	}
	if err := e.Inbox.SeenByStaff(ctx, who, in.ID, in.Body.Upto); err != nil {
		return nothing{}, err
	}
	// What a colleague has read before me is still news to me until now.
	return nothing{}, e.Notices.SeenIn(ctx, who, in.ID)
}

// linkLife is how long the link to a file works; a screen fetches anew before.
const linkLife = 12 * time.Hour

// dress fills in where the files of messages can be fetched, and what is known of
// who sent them.
func (e *Edge) dress(ctx context.Context, list []conversation.Message) error {
	var came []fact.MessageID
	for i := range list {
		for j := range list[i].Attachments {
			a := &list[i].Attachments[j]
			a.URL = e.FileURL(a.ID)
		}
		if list[i].Kind == conversation.Inbound {
			came = append(came, list[i].ID)
		}
	}
	cards, err := e.Guard.Cards(ctx, came)
	if err != nil {
		return err
	}
	events, err := e.Invitations.Cards(ctx, caller(ctx).who, came)
	if err != nil {
		return err
	}
	for i := range list {
		if brought := events[list[i].ID]; brought != nil {
			list[i].Invitations = brought
		}
		if card, known := cards[list[i].ID]; known {
			card.Pictures.Remote = e.remotePictures(list[i], card.Pictures.Shown)
			card.CanReread = list[i].HasRaw && card.Unsettled() && caller(ctx).who.May(access.ConversationReply)
			list[i].Trust = &card
		}
	}
	return nil
}

// FileURL is a signed link to a file.
func (e *Edge) FileURL(id fact.AttachmentID) string {
	// Rounded up, so that the same file has the same address for hours and the
	// browser keeps it.
	until := e.DB.Now().Truncate(linkLife).Add(2 * linkLife)
	return "/v1/files/" + string(id) + "?" + e.Sealer.Sign("file:"+string(id), until)
}
