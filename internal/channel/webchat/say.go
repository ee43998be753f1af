package webchat

import (
	"context"
	"encoding/json"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/live"
)

func (s *session) showOne(ctx context.Context, id fact.MessageID) error {
	m, err := s.Inbox.Message(ctx, id)
	if fault.IsKind(err, fault.Missing) {
		return nil // deleted meanwhile
	}
	if err != nil {
		return err
	}
	if own, _ := s.current(); m.Conversation != own || m.Origin != nil {
		if mine, err := s.Inbox.Shows(ctx, own, m.ID); err != nil || !mine {
			return err
		}
	}
	if shown, ok := s.show(m); ok {
		return s.sendMessage(ctx, shown)
	}
	return nil
}

func (s *session) showState(ctx context.Context) error {
	id, _ := s.current()
	card, found, err := s.Inbox.Glimpse(ctx, id)
	if err != nil || !found {
		return err
	}
	return s.sendState(ctx, card)
}

func (s *session) sendMessage(ctx context.Context, m message) error {
	return s.send(ctx, struct {
		T       string  `json:"t"`
		Message message `json:"message"`
	}{"message", m})
}

func (s *session) sendRead(ctx context.Context, upto fact.MessageID) error {
	return s.send(ctx, map[string]string{"t": "read", "upto": string(upto)})
}

func (s *session) sendState(ctx context.Context, c conversation.Glimpse) error {
	stands, err := s.stands(ctx, c)
	if err != nil {
		return err
	}
	return s.send(ctx, struct {
		T string `json:"t"`
		talk
	}{"state", stands})
}

// typingGrain is a little less than the three seconds that a widget waits
// between two signs, since the network squeezes some of them together.
const typingGrain = 2500 * time.Millisecond

// typing lets our people see that the visitor is writing.
func (s *session) typing(ctx context.Context) {
	_, contact := s.current()
	id, now := s.standsIn(), s.DB.Now()
	if id == "" || now.Sub(s.typedAt) < typingGrain {
		return
	}
	s.typedAt = now
	said := whisper{T: "typing", Conversation: id, Who: &typist{Kind: "contact", ID: string(contact.ID), Name: contact.Name}}
	body, _ := json.Marshal(said) // strings cannot fail
	s.Hub.Say(ctx, live.Whisper{Topic: live.Conversation(string(id)), From: s.seat.ID, Body: body})
}

// receipt notes how far the visitor has got or read our replies. Receipts are
// cursors: one that is dropped is made good by the next.
func (s *session) receipt(ctx context.Context, kind string, upto fact.MessageID) {
	id, _ := s.current()
	if id == "" || upto == "" || s.limits.take("receipt:"+s.visitor.name, byReceipt, s.DB.Now()) != nil {
		return
	}
	to := conversation.Delivered
	if kind == "read" {
		to = conversation.Read
	}
	if err := s.Inbox.DeliverUpto(ctx, id, upto, to); err != nil {
		s.Log.Warn("a visitor's receipt was not saved", "conversation", id, "err", err)
	}
}
