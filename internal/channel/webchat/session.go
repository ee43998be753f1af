package webchat

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/live"
)

// session is one open socket of a visitor.
type session struct {
	*Edge
	ctx     context.Context // has no end of its own, which would cost each visitor more than their buffers
	ended   atomic.Bool     // by us: the line is cut
	conn    *websocket.Conn
	channel fact.ChannelID
	seat    *live.Seat
	group   int // of the rounds

	visitor      visitor
	locale, from string // the page
	address      string // the network's

	mu   sync.Mutex // the reader and whoever tells both come to know of a conversation
	conv fact.ConversationID
	root fact.ConversationID // where it stands
	who  conversation.ContactRef
	// shown is the newest message that came with the whole: its arrival is no news.
	shown fact.MessageID
	state conversation.State // as it was told last
	queue string             // guarded by queues

	// The reader's alone.
	typedAt time.Time
	skew    *time.Duration
}

func (s *session) has(id fact.ConversationID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conv == id
}

func (s *session) hasShown(id fact.MessageID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown == id
}

// standsIn is the conversation in which our people see the visitor's.
func (s *session) standsIn() fact.ConversationID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.root
}

func (s *session) current() (fact.ConversationID, conversation.ContactRef) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conv, s.who
}

// listen takes part in the visitor's conversation: the one that is named, else
// theirs. It comes before looking into it, so that nothing falls between.
func (s *session) listen(ctx context.Context, named fact.ConversationID) (*conversation.Glimpse, error) {
	if named == "" {
		card, err := s.find(ctx, s.channel, s.visitor.name)
		if err != nil || card == nil {
			return nil, err
		}
		named = card.Own
	}
	s.seat.Listen(live.Conversation(string(named)))
	card, found, err := s.Inbox.Glimpse(ctx, named)
	if err != nil || !found {
		return nil, err
	}
	if len(card.Roots) > 1 || card.Roots[0] != named { // it stands in another, or parts of it stand apart
		for _, root := range card.Roots {
			s.seat.Listen(live.Conversation(string(root)))
		}
		if card, found, err = s.Inbox.Glimpse(ctx, named); err != nil || !found {
			return nil, err
		}
	}
	s.mu.Lock()
	s.conv, s.root, s.who = card.Own, card.Roots[0], card.Contact
	s.mu.Unlock()
	return &card, nil
}

// ready is the first frame: all that a screen needs to begin.
func (s *session) ready(ctx context.Context) error {
	out := struct {
		T            string         `json:"t"`
		Conversation *talk          `json:"conversation"`
		Messages     []message      `json:"messages"`
		Earlier      bool           `json:"earlier"`
		ReadUpto     fact.MessageID `json:"read_upto"`
		StaffOnline  bool           `json:"staff_online"`
	}{T: "ready", Messages: []message{}, StaffOnline: s.anybodyHere(ctx)}
	card, err := s.listen(ctx, "")
	if err != nil {
		return err
	}
	if card != nil {
		list, earlier, err := s.newest(ctx, card.Line, page)
		if err != nil {
			return err
		}
		stands, err := s.stands(ctx, *card)
		if err != nil {
			return err
		}
		out.Conversation, out.Messages, out.Earlier, out.ReadUpto = &stands, s.showAll(list), earlier, card.StaffReadUpto
	}
	return s.send(ctx, out)
}

// join enters a conversation that has just been opened, here or in another tab,
// or that we fell behind with, and tells everything in it.
// named is which it is, where that is known.
func (s *session) join(ctx context.Context, named fact.ConversationID) error {
	card, err := s.listen(ctx, named)
	if err != nil || card == nil {
		return err
	}
	list, _, err := s.newest(ctx, card.Line, page)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		s.mu.Lock()
		s.shown = list[len(list)-1].ID
		s.mu.Unlock()
	}
	for _, m := range s.showAll(list) {
		if err := s.sendMessage(ctx, m); err != nil {
			return err
		}
	}
	if card.StaffReadUpto != "" {
		if err := s.sendRead(ctx, card.StaffReadUpto); err != nil {
			return err
		}
	}
	return s.sendState(ctx, *card)
}

// turn passes on what has come, and what comes meanwhile. There is one at a time,
// and none after one that failed.
func (s *session) turn() {
	defer s.survive()
	for {
		if err := s.pass(s.ctx); err != nil {
			s.close(err)
			s.end()
			return
		}
		if s.seat.Rest() {
			return
		}
	}
}

// ping asks whether the browser is still there.
func (s *session) ping() {
	defer s.survive()
	wait, cancel := context.WithTimeout(s.ctx, pingEvery)
	defer cancel()
	if s.conn.Ping(wait) != nil {
		s.end()
	}
}

// goodbye tells the browser to come back to another node, or to us in a moment.
func (s *session) goodbye() {
	defer s.survive()
	_ = s.conn.Close(websocket.StatusGoingAway, "restart")
	s.end()
}

func (s *session) pass(ctx context.Context) error {
	events, behind := s.seat.Take()
	if behind {
		return s.join(ctx, "")
	}
	told := map[string]bool{} // several facts about one message are one message to show
	for _, event := range events {
		var err error
		switch {
		case event.Fact != nil:
			err = s.passFact(ctx, *event.Fact, told)
		case event.Whisper != nil:
			err = s.passWhisper(ctx, *event.Whisper)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// about are the parts of facts that matter to a visitor.
type about struct {
	Message fact.MessageID `json:"message"`
	Upto    fact.MessageID `json:"upto"`
}

func (s *session) passFact(ctx context.Context, f db.Recorded, told map[string]bool) error {
	var a about
	if err := json.Unmarshal(f.Data, &a); err != nil {
		return err
	}
	switch f.Name {
	case "message.arrived", "message.replied", "message.delivery_changed", "message.revised":
		if told[string(a.Message)] || f.Name == "message.arrived" && s.hasShown(a.Message) {
			return nil
		}
		told[string(a.Message)] = true
		if err := s.showOne(ctx, a.Message); err != nil || f.Name != "message.arrived" || !s.wasAnswered() || told["state"] {
			return err
		}
		told["state"] = true // it is our turn again, which no fact of its own tells
		return s.showState(ctx)
	case "message.read_by_staff":
		return s.sendRead(ctx, a.Upto)
	case "conversation.merged", "conversation.merge_undone", "conversation.joined", "conversation.parted", "conversation.split", "conversation.split_undone":
		if told["place"] {
			return nil
		}
		told["place"] = true
		return s.join(ctx, "")
	case "conversation.assigned", "conversation.resolved", "conversation.reopened", "conversation.waiting", "conversation.snoozed",
		"callback.asked", "callback.taken", "callback.returned", "callback.tried", "callback.ended":
		if told["state"] {
			return nil
		}
		told["state"] = true
		return s.showState(ctx)
	}
	return nil
}

// whisper is the part of a whisper that matters to a visitor; the rest is the
// console's.
type whisper struct {
	T            string              `json:"t"`
	Conversation fact.ConversationID `json:"conversation_id"`
	Who          *typist             `json:"who,omitempty"`
}

type typist struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (s *session) passWhisper(ctx context.Context, w live.Whisper) error {
	var said whisper
	if json.Unmarshal(w.Body, &said) != nil {
		return nil
	}
	switch {
	case said.T == "opened" && !s.has(said.Conversation):
		return s.join(ctx, "")
	case said.T == moved:
		return s.showState(ctx)
	case said.T == "typing" && said.Who != nil && said.Who.Kind == "staff":
		return s.send(ctx, map[string]string{"t": "typing", "name": said.Who.Name})
	}
	return nil
}
