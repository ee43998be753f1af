package webchat

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/live"
)

// ack says that a message is saved. It is never sent before the commit.
type ack struct {
	MessageID fact.MessageID `json:"message_id"`
	At        time.Time      `json:"at"`
	Duplicate bool           `json:"duplicate"`
}

// accept takes a letter in, whichever way it came.
func (e *Edge) accept(ctx context.Context, c intake.Channel, visitor string, l letter, skew time.Duration) (ack, intake.Receipt, error) {
	l, err := checked(l)
	if err != nil {
		return ack{}, intake.Receipt{}, err
	}
	now := e.DB.Now()
	if err := e.limits.take("visitor:"+visitor, byVisitor, now); err != nil {
		return ack{}, intake.Receipt{}, err
	}
	at := l.written(now, skew)
	receipt, err := e.Door.Accept(ctx, l.inbound(c, visitor, at))
	if err != nil {
		return ack{}, receipt, err
	}
	a := ack{MessageID: receipt.Message, At: at, Duplicate: receipt.Duplicate}
	switch m, err := e.Inbox.Message(ctx, receipt.Message); {
	case err == nil:
		a.At = m.SentAt
	case !fault.IsKind(err, fault.Missing): // a deleted message that comes again stays deleted, and acknowledged
		return ack{}, receipt, err
	}
	return a, receipt, nil
}

// tellOtherTabs lets the visitor's other sockets know of their conversation.
func (e *Edge) tellOtherTabs(ctx context.Context, c intake.Channel, visitor, seat string, id fact.ConversationID) {
	body, _ := json.Marshal(whisper{T: "opened", Conversation: id}) // two strings cannot fail
	e.Hub.Say(ctx, live.Whisper{Topic: visitorTopic(c.ID, visitor), From: seat, Body: body})
}

func (e *Edge) postMessage(w http.ResponseWriter, r *http.Request, c intake.Channel, visitor string) error {
	var l letter
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxFrame)).Decode(&l); err != nil {
		return fault.New(fault.Invalid, "widget.unreadable").Because(err)
	}
	a, receipt, err := e.accept(r.Context(), c, visitor, l, l.skew(e.DB.Now()))
	if err != nil {
		return err
	}
	e.tellOtherTabs(r.Context(), c, visitor, "", receipt.Conversation)
	answerJSON(w, http.StatusAccepted, a)
	return nil
}

// listMessages pages through a visitor's conversation: the newest page without a
// cursor, else what stands before or after a message. next goes on in the same
// direction, and is "" at the end.
func (e *Edge) listMessages(w http.ResponseWriter, r *http.Request, c intake.Channel, visitor string) error {
	out := struct {
		Items []message      `json:"items"`
		Next  fact.MessageID `json:"next"`
	}{Items: []message{}}
	card, err := e.find(r.Context(), c, visitor)
	if err != nil {
		return err
	}
	if card == nil {
		answerJSON(w, http.StatusOK, out)
		return nil
	}
	list, more, err := e.walk(r, card.ID)
	if err != nil {
		return err
	}
	if more && r.URL.Query().Get("after") != "" {
		out.Next = list[len(list)-1].ID
	} else if more {
		out.Next = list[0].ID
	}
	out.Items = e.showAll(list)
	answerJSON(w, http.StatusOK, out)
	return nil
}

func (e *Edge) walk(r *http.Request, id fact.ConversationID) ([]conversation.Message, bool, error) {
	q := r.URL.Query()
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit < 1 || limit > 100 {
		limit = page
	}
	before, after := fact.MessageID(q.Get("before")), fact.MessageID(q.Get("after"))
	if before == "" && after == "" {
		return e.newest(r.Context(), id, limit)
	}
	return e.Inbox.ForContact(r.Context(), id, conversation.Walk{Before: before, After: after, Limit: limit})
}
