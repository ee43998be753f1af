package webchat

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

// Why a socket is closed by us.
const (
	closeUnknown   websocket.StatusCode = 4401 // bad token, or the channel is closed
	closeForbidden websocket.StatusCode = 4403 // this site may not show the chat
	closeSlow      websocket.StatusCode = 4408 // reconnect and catch up
)

const (
	helloWithin = 10 * time.Second
	writeWithin = 10 * time.Second
	pingEvery   = 30 * time.Second // browsers answer by themselves, hidden tabs too
)

// live is a visitor's socket. It is accepted before it is judged, because a
// browser shows a script the close code but never the status of a refusal.
func (e *Edge) live(w http.ResponseWriter, r *http.Request) {
	c, err := e.enter(r)
	if fault.IsKind(err, fault.Limited) {
		e.refuse(w, r, err)
		return
	}
	// enter has checked the origin against the channel's list.
	conn, accept := websocket.Accept(smallSocket{w}, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if accept != nil {
		return // it has answered
	}
	conn.SetReadLimit(maxFrame)
	if err != nil {
		defer func() { _ = conn.CloseNow() }()
		_ = conn.Close(closeCode(err), fault.Of(err).Code)
		return
	}
	// On a goroutine of its own, so that the request, its buffers and the stack
	// that it has grown are let go of.
	e.Sockets.Add(1)
	go e.attend(conn, c.ID, e.Address(r))
}

// attend serves one socket until it ends. This goroutine is all that an idle
// visitor has: it reads. What is to be told, hands tell.
func (e *Edge) attend(conn *websocket.Conn, channel fact.ChannelID, address string) {
	defer e.Sockets.Done()
	s := &session{Edge: e, ctx: context.WithoutCancel(e.Stopping), conn: conn, channel: channel, address: address}
	defer s.queues.put(s, "", place{}) // behind the end, after which nobody is put anywhere
	defer s.end()
	defer s.survive()
	s.run()
}

// survive keeps the server alive when what one visitor asked for has us panic.
func (s *session) survive() {
	if cause := recover(); cause != nil {
		s.Log.Error("panic at a visitor's socket", "channel", s.channel, "panic", fmt.Sprint(cause), "stack", string(debug.Stack()))
		s.end()
	}
}

// end cuts the line, so that the reader ends too.
func (s *session) end() {
	s.ended.Store(true)
	_ = s.conn.CloseNow()
}

func closeCode(err error) websocket.StatusCode {
	switch f := fault.Of(err); f.Kind {
	case fault.Denied:
		return closeForbidden
	case fault.Missing, fault.Gone, fault.SignedOut:
		return closeUnknown
	case fault.Invalid:
		return websocket.StatusUnsupportedData
	default:
		return websocket.StatusInternalError
	}
}

// errLeft is the end of a conversation partner, not of a conversation.
var errLeft = errors.New("the visitor's browser is gone")

func (s *session) close(err error) {
	if errors.Is(err, errLeft) || s.ended.Load() {
		return
	}
	f := fault.Of(err)
	if f.Kind == fault.Broken {
		s.Log.Error("a visitor's socket failed", "channel", s.channel, "err", err)
	}
	_ = s.conn.Close(closeCode(err), f.Code)
}

// run greets, then reads until the socket ends.
func (s *session) run() {
	hello, err := s.first()
	if err == nil {
		s.hands.do(func() { err = s.hello(s.ctx, hello) })
	}
	if err != nil {
		s.close(err)
		return
	}
	defer s.seat.Leave()
	s.rounds.join(s)
	defer s.rounds.leave(s)
	s.seat.Call(func() { s.hands.begin(s.turn) })
	s.close(s.read()) // before the end, which would cut the line without a word
}

// first waits for the frame that says who is there.
func (s *session) first() ([]byte, error) {
	late := time.AfterFunc(helloWithin, func() { _ = s.conn.CloseNow() })
	defer late.Stop()
	_, raw, err := s.conn.Read(s.ctx)
	if err != nil {
		return nil, errors.Join(errLeft, err)
	}
	return raw, nil
}

func (s *session) hello(ctx context.Context, raw []byte) error {
	f, err := readFrame(raw)
	if err != nil {
		return err
	}
	c, err := s.stillOpen(ctx)
	if err != nil {
		return err
	}
	visitor := readToken(s.Sealer, c, f.Token, s.DB.Now())
	if f.T != "hello" || visitor.name == "" {
		return fault.New(fault.SignedOut, "visitor.unknown")
	}
	s.visitor, s.locale, s.from = visitor, f.Locale, f.Page
	// Join first and look afterwards: what happens in between waits in the seat.
	s.seat = s.Hub.JoinCalled(visitorTopic(s.channel, visitor.name))
	if err := s.ready(ctx); err != nil {
		s.seat.Leave()
		return err
	}
	return nil
}

func (s *session) read() error {
	for {
		_, raw, err := s.conn.Read(s.ctx)
		if err != nil {
			return errors.Join(errLeft, err)
		}
		s.hands.do(func() {
			var f clientFrame
			if f, err = readFrame(raw); err == nil {
				err = s.obey(s.ctx, f)
			}
		})
		if err != nil {
			return err
		}
	}
}

// obey does what a frame asks. Frames that we do not know are from a newer
// widget, and are let be.
func (s *session) obey(ctx context.Context, f clientFrame) error {
	switch f.T {
	case "message":
		return s.take(ctx, f.letter)
	case "typing":
		s.typing(ctx)
	case "read", "got":
		if !plainID.MatchString(f.Upto) { // a NUL, for one, is nothing that a database takes
			return s.refused(ctx, f.ID, fault.New(fault.Invalid, "widget.unreadable"))
		}
		s.receipt(ctx, f.T, fact.MessageID(f.Upto))
	case "ping":
		return s.send(ctx, map[string]string{"t": "pong"})
	}
	return nil
}

// take takes a message in and acknowledges it, in that order.
func (s *session) take(ctx context.Context, l letter) error {
	l.Locale, l.Page = s.locale, s.from
	c, err := s.stillOpen(ctx)
	if err != nil {
		return err
	}
	if s.skew == nil { // measured once, so that it cannot put this visit's messages out of order
		skew := l.skew(s.DB.Now())
		s.skew = &skew
	}
	a, receipt, err := s.accept(ctx, c, s.visitor, s.address, l, *s.skew)
	if err != nil {
		return s.refused(ctx, l.ID, err)
	}
	if err := s.send(ctx, struct {
		T  string `json:"t"`
		ID string `json:"id"`
		ack
	}{"ack", l.ID, a}); err != nil {
		return err
	}
	if s.has(receipt.Conversation) {
		return nil
	}
	s.tellOtherTabs(ctx, c, s.visitor.name, s.seat.ID, receipt.Conversation)
	if receipt.Duplicate { // it may have come into another than is theirs now
		return s.join(ctx, "")
	}
	return s.join(ctx, receipt.Conversation)
}

func (s *session) refused(ctx context.Context, id string, err error) error {
	f := fault.Of(err)
	if f.Kind == fault.Broken {
		s.Log.Error("a visitor's message was not saved", "channel", s.channel, "err", err)
	}
	return s.send(ctx, map[string]any{"t": "refused", "id": id, "code": f.Code, "retry": mayPass(f)})
}

// stillOpen is the channel as it is now: it can be changed, or closed, while
// somebody chats.
func (s *session) stillOpen(ctx context.Context) (c intake.Channel, err error) {
	c, known := s.Channels.Lately(s.channel)
	if !known {
		c, err = s.Channels.ByID(ctx, s.channel)
	}
	if err == nil && c.State != "active" {
		err = fault.New(fault.Gone, "channel.closed", "channel", c.Name)
	}
	return c, err
}

// send writes one frame. A browser that does not read is let go; it will come
// back and be given everything again.
func (s *session) send(ctx context.Context, frame any) error {
	wait, cancel := context.WithTimeout(ctx, writeWithin)
	defer cancel()
	err := wsjson.Write(wait, s.conn, frame)
	if err == nil {
		return nil
	}
	if wait.Err() != nil && !s.ended.Load() {
		_ = s.conn.Close(closeSlow, "slow")
	}
	return errors.Join(errLeft, err)
}
