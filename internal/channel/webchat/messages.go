package webchat

import (
	"context"
	"encoding/json"
	"errors"
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
func (e *Edge) accept(ctx context.Context, c intake.Channel, v visitor, from string, l letter, skew time.Duration) (ack, intake.Receipt, error) {
	l, err := checked(l)
	if err != nil {
		return ack{}, intake.Receipt{}, err
	}
	if v.person == nil {
		if s, err := c.Webchat(); err != nil || s.Identity.Required && !v.guest {
			return ack{}, intake.Receipt{}, errors.Join(err, fault.New(fault.Denied, "identity.required"))
		}
	}
	now := e.DB.Now()
	if err := e.limits.take("visitor:"+v.name, byVisitor, now); err != nil {
		return ack{}, intake.Receipt{}, err
	}
	if v.person != nil {
		if a, receipt, known, err := e.saidBefore(ctx, c, v, l); err != nil || known {
			return a, receipt, err
		}
	}
	if err := e.answered(ctx, c, v, l); err != nil {
		return ack{}, intake.Receipt{}, err
	}
	at := l.written(now, skew)
	in := l.inbound(c, v, at)
	if v.person == nil && !v.guest {
		in.Suspect = e.echo.Judge(string(c.ID)+" "+intake.Neighbourhood(from), l.Text, "", now)
	}
	receipt, err := e.Door.Accept(ctx, in)
	if err != nil {
		return ack{}, receipt, err
	}
	if !receipt.Duplicate {
		return ack{MessageID: receipt.Message, At: receipt.SentAt}, receipt, nil
	}
	a := ack{MessageID: receipt.Message, At: at, Duplicate: true}
	switch m, err := e.Inbox.Message(ctx, receipt.Message); {
	case err == nil:
		a.At = m.SentAt
	case !fault.IsKind(err, fault.Missing): // a deleted message that comes again stays deleted, and acknowledged
		return ack{}, receipt, err
	}
	return a, receipt, nil
}

// saidBefore finds a letter that came under the visitor's earlier, nameless name:
// the site named them while it was on its way, and their browser sent it again.
func (e *Edge) saidBefore(ctx context.Context, c intake.Channel, v visitor, l letter) (ack, intake.Receipt, bool, error) {
	card, err := e.find(ctx, c.ID, v.name)
	if err != nil || card == nil {
		return ack{}, intake.Receipt{}, false, err
	}
	id, err := e.Inbox.ByClientID(ctx, card.Own, l.ID)
	if err != nil || id == "" {
		return ack{}, intake.Receipt{}, false, err
	}
	m, err := e.Inbox.Message(ctx, id)
	return ack{MessageID: id, At: m.SentAt, Duplicate: true}, intake.Receipt{Conversation: card.Own, Message: id, Duplicate: true}, true, err
}

// answered holds that a talk begins with the answers that its channel requires.
// Whoever talks already is asked nothing: not those of before the questions were
// set, and not a message that comes again.
func (e *Edge) answered(ctx context.Context, c intake.Channel, v visitor, l letter) error {
	s, err := c.Webchat()
	if err != nil || !s.Before.Asks || v.person != nil || v.guest {
		return err
	}
	missing := l.unanswered(s.Before.Fields)
	if missing == "" {
		return nil
	}
	card, err := e.find(ctx, c.ID, v.name)
	if err != nil || card != nil {
		return err
	}
	return fault.New(fault.Invalid, "visitor.answers_missing").At(missing)
}

// tellOtherTabs lets the visitor's other sockets know of their conversation.
func (e *Edge) tellOtherTabs(ctx context.Context, c intake.Channel, visitor, seat string, id fact.ConversationID) {
	body, _ := json.Marshal(whisper{T: "opened", Conversation: id}) // two strings cannot fail
	e.Hub.Say(ctx, live.Whisper{Topic: visitorTopic(c.ID, visitor), From: seat, Body: body})
}

func (e *Edge) postMessage(w http.ResponseWriter, r *http.Request, c intake.Channel, v visitor) error {
	var l letter
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxFrame)).Decode(&l); err != nil {
		return fault.New(fault.Invalid, "widget.unreadable").Because(err)
	}
	a, receipt, err := e.accept(r.Context(), c, v, e.Address(r), l, l.skew(e.DB.Now()))
	if err != nil {
		return err
	}
	e.tellOtherTabs(r.Context(), c, v.name, "", receipt.Conversation)
	answerJSON(w, http.StatusAccepted, a)
	return nil
}

// listMessages pages through a visitor's conversation: the newest page without a
// cursor, else what stands before or after a message. next goes on in the same
// direction, and is "" at the end.
func (e *Edge) listMessages(w http.ResponseWriter, r *http.Request, c intake.Channel, v visitor) error {
	out := struct {
		Items []message      `json:"items"`
		Next  fact.MessageID `json:"next"`
	}{Items: []message{}}
	card, err := e.find(r.Context(), c.ID, v.name)
	if err != nil {
		return err
	}
	if card == nil {
		answerJSON(w, http.StatusOK, out)
		return nil
	}
	list, more, err := e.walk(r, card.Line)
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

func (e *Edge) walk(r *http.Request, line conversation.Line) ([]conversation.Message, bool, error) {
	q := r.URL.Query()
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit < 1 || limit > 100 {
		limit = page
	}
	before, after := fact.MessageID(q.Get("before")), fact.MessageID(q.Get("after"))
	if before == "" && after == "" {
		return e.newest(r.Context(), line, limit)
	}
	return e.Inbox.Along(r.Context(), line, conversation.Walk{Before: before, After: after, Limit: limit})
}
