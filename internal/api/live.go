package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/live"
)

// The console's socket. A screen fetches, says from which cursor it goes on, and
// is given every fact behind it, in order. Typing and looking are whispered.

// closing codes, beside those of the protocol.
const (
	closeSignedOut = websocket.StatusCode(4401)
	closeSlow      = websocket.StatusCode(4408)
)

// pulse is how often a socket looks whether its owner may still be here: a
// session that is revoked loses its screens within this time.
const pulse = 5 * time.Second

type frame struct {
	Type         string              `json:"t"`
	Cursor       int64               `json:"cursor,omitempty"`
	Items        []factView          `json:"items,omitempty"`
	Conversation fact.ConversationID `json:"conversation_id,omitempty"`
	Who          *whoFrame           `json:"who,omitempty"`
	Staff        []ref               `json:"staff,omitempty"`
}

type whoFrame struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// gone is what a looker says when it looks elsewhere.
type lookFrame struct {
	frame
	Looking bool `json:"looking"`
}

func (e *Edge) live(w http.ResponseWriter, r *http.Request) {
	ip := e.Address(r)
	identify := func(ctx context.Context) (access.Actor, error) {
		return e.identify(ctx, r.Header.Get("Authorization"), r.Header.Get("Cookie"), ip)
	}
	who, err := identify(r.Context())
	if err == nil {
		err = who.Require(access.FactsRead)
	}
	if err != nil {
		e.refuseHTTP(w, r, err)
		return
	}
	// The library refuses other origins than ours, so no foreign page can listen.
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return // it has answered already
	}
	conn.SetReadLimit(64 << 10)
	s := &screen{edge: e, conn: conn, who: who, identify: identify, seat: e.Hub.Join(live.Everything)}
	defer s.leave()
	s.serve(r.Context())
}

// screen is one open console.
type screen struct {
	edge     *Edge
	conn     *websocket.Conn
	who      access.Actor
	identify func(context.Context) (access.Actor, error)
	seat     *live.Seat
	cursor   int64
	looking  fact.ConversationID
}

func (s *screen) leave() {
	s.seat.Leave()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	s.look(ctx, "")
	if s.who.Session != "" {
		if err := s.edge.Presence.Left(ctx, s.who.ID); err != nil {
			s.edge.Log.Warn("a closed screen could not be noted", "err", err)
		}
	}
	_ = s.conn.CloseNow()
}

func (s *screen) serve(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := s.begin(ctx); err != nil {
		return
	}
	heard := make(chan frame)
	go s.hear(ctx, cancel, heard)
	beat := time.NewTicker(pulse)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-s.edge.stopping():
			_ = s.conn.Close(websocket.StatusGoingAway, "the server restarts")
			return
		case f := <-heard:
			err = s.do(ctx, f)
		case <-s.seat.Ready():
			err = s.pass(ctx)
		case <-beat.C:
			err = s.beat(ctx)
		}
		if err != nil {
			return
		}
	}
}

func (s *screen) begin(ctx context.Context) error {
	if s.who.Session != "" { // a program that listens is not a person who is there
		if err := s.edge.Presence.Seen(ctx, s.who.ID); err != nil {
			return err
		}
	}
	cursor, err := s.edge.DB.Cursor(ctx)
	if err != nil {
		return err
	}
	s.cursor = cursor
	return s.send(ctx, frame{Type: "hello", Cursor: cursor})
}

// hear reads what the screen says until it leaves.
func (s *screen) hear(ctx context.Context, cancel context.CancelFunc, heard chan<- frame) {
	defer cancel()
	for {
		_, data, err := s.conn.Read(ctx)
		if err != nil {
			return
		}
		var f frame
		if json.Unmarshal(data, &f) != nil {
			continue // a newer or broken client; what we do not know does no harm
		}
		select {
		case heard <- f:
		case <-ctx.Done():
			return
		}
	}
}

func (s *screen) do(ctx context.Context, f frame) error {
	switch f.Type {
	case "from":
		if f.Cursor > 0 {
			s.cursor = f.Cursor
		}
		return s.catchUp(ctx)
	case "ping":
		return s.send(ctx, frame{Type: "pong"})
	case "typing":
		s.whisper(ctx, f.Conversation, frame{Type: "typing", Conversation: f.Conversation, Who: s.me()})
	case "viewing":
		s.look(ctx, f.Conversation)
	}
	return nil
}

func (s *screen) me() *whoFrame {
	return &whoFrame{Kind: "staff", ID: string(s.who.ID), Name: s.who.Name}
}

// look tells the others which conversation this person has on the screen.
func (s *screen) look(ctx context.Context, c fact.ConversationID) {
	if c == s.looking {
		return
	}
	was := s.looking
	s.looking = c
	if was != "" {
		s.whisper(ctx, was, lookFrame{frame{Type: "viewing", Conversation: was, Who: s.me()}, false})
	}
	if c != "" {
		s.whisper(ctx, c, lookFrame{frame{Type: "viewing", Conversation: c, Who: s.me()}, true})
	}
}

func (s *screen) whisper(ctx context.Context, c fact.ConversationID, f any) {
	body, err := json.Marshal(f)
	if err != nil || c == "" {
		return
	}
	s.edge.Hub.Say(ctx, live.Whisper{Topic: live.Conversation(string(c)), From: s.seat.ID, Body: body})
}

// pass hands on what the hub has for this screen.
func (s *screen) pass(ctx context.Context) error {
	events, behind := s.seat.Take()
	if behind {
		return s.catchUp(ctx)
	}
	var facts []db.Recorded
	for _, ev := range events {
		switch {
		case ev.Fact != nil && ev.Fact.Cursor > s.cursor:
			facts = append(facts, *ev.Fact)
		case ev.Whisper != nil:
			if err := s.write(ctx, ev.Whisper.Body); err != nil {
				return err
			}
		}
	}
	return s.facts(ctx, facts)
}

func (s *screen) facts(ctx context.Context, facts []db.Recorded) error {
	if len(facts) == 0 {
		return nil
	}
	s.cursor = facts[len(facts)-1].Cursor
	return s.send(ctx, frame{Type: "facts", Items: viewFacts(facts), Cursor: s.cursor})
}

// catchUp fills the gap between the screen's cursor and now from the table, or
// tells it to fetch afresh when the gap is too wide.
func (s *screen) catchUp(ctx context.Context) error {
	facts, ok, err := s.edge.Hub.CatchUp(ctx, s.cursor)
	if err != nil {
		return err
	}
	if ok {
		return s.facts(ctx, facts)
	}
	if s.cursor, err = s.edge.DB.Cursor(ctx); err != nil {
		return err
	}
	return s.send(ctx, frame{Type: "reset", Cursor: s.cursor})
}

// beat checks that the session still holds and says that its owner is there.
func (s *screen) beat(ctx context.Context) error {
	if _, err := s.identify(ctx); fault.IsKind(err, fault.SignedOut) {
		_ = s.conn.Close(closeSignedOut, "signed out")
		return err
	}
	if err := s.ping(ctx); err != nil {
		return err // the screen is gone, whatever the line says
	}
	if s.who.Session != "" {
		if err := s.edge.Presence.Seen(ctx, s.who.ID); err != nil {
			s.edge.Log.Warn("a sign of life could not be noted", "err", err)
		}
	}
	if s.looking != "" { // who came later has not heard it yet
		s.whisper(ctx, s.looking, lookFrame{frame{Type: "viewing", Conversation: s.looking, Who: s.me()}, true})
	}
	return nil
}

func (s *screen) send(ctx context.Context, f frame) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return s.write(ctx, body)
}

// ping asks the screen itself whether it is still there.
func (s *screen) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return s.conn.Ping(ctx)
}

func (s *screen) write(ctx context.Context, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	err := s.conn.Write(ctx, websocket.MessageText, body)
	if errors.Is(err, context.DeadlineExceeded) {
		_ = s.conn.Close(closeSlow, "too slow")
	}
	return err
}
