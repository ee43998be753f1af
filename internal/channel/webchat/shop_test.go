package webchat_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/search"
	"anlan/internal/channel/webchat"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/blob"
	"anlan/internal/platform/db"
	"anlan/internal/platform/live"
	"anlan/internal/platform/seal"
	"anlan/internal/resolve/continuation"
	"anlan/internal/resolve/desk"
	"anlan/internal/route/callback"
	"anlan/internal/route/overflow"
	"anlan/internal/route/queue"
	"anlan/internal/route/relief"
	"anlan/internal/route/wait"
)

// shop is a desk with one chat and one agent, on a real database and behind a
// real socket. Its clock stands still unless it is moved.
type shop struct {
	t        *testing.T
	ctx      context.Context
	now      time.Time
	db       *db.DB
	hub      *live.Hub
	inbox    *conversation.Inbox
	desk     *desk.Desk
	chans    *intake.Channels
	contacts *contact.Book
	ledger   *continuation.Ledger
	channel  intake.Channel
	queues   *queue.Board
	menu     *relief.Menu
	list     *callback.List
	lin      access.Actor
	server   *httptest.Server
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func newShop(t *testing.T, d *db.DB, settings string) *shop {
	t.Helper()
	return newShopOn(t, d, settings, live.NewMemory())
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func newShopOn(t *testing.T, d *db.DB, settings string, engine live.Engine) *shop {
	t.Helper()
	s := &shop{t: t, ctx: t.Context(), now: noon, db: d}
	d.Clock(func() time.Time { return s.now })
	index := search.New(d)
	contacts := contact.NewBook(d, index)
	blobs, err := blob.Open(t.TempDir())
	require.NoError(t, err)
	files := conversation.NewFiles(d, blobs, 25<<20)
	sealer, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	s.inbox, s.contacts = conversation.NewInbox(d, index), contacts
	s.chans = intake.NewChannels(d, sealer)
	s.ledger = continuation.New(d, s.inbox, s.chans, contacts, sealer, "https://desk.test")
	s.desk = desk.New(d, s.inbox, s.chans, contacts)
	s.queues = queue.New(d, s.inbox, queue.Understood{})
	s.list = callback.New(d, s.inbox, s.queues)
	s.menu = relief.New(d, s.inbox, s.queues, wait.New(d, s.queues), overflow.New(d, s.queues))
	s.hub = live.New(d, engine, "node", quiet)
	made, err := s.chans.Add(s.ctx, access.System, intake.Webchat, "Shop", json.RawMessage(settings))
	require.NoError(t, err)
	s.channel, err = s.chans.ByKey(s.ctx, made.Key)
	require.NoError(t, err)
	s.hire()

	edge := &webchat.Edge{
		DB: d, Hub: s.hub, Channels: s.chans, Inbox: s.inbox, Files: files, Sealer: sealer, Log: quiet,
		Door:          intake.NewDoor(d, s.chans, contacts, s.inbox, files, nil, nil),
		Continuations: s.ledger, Relief: s.menu, Callbacks: s.list,

		FileURL:  func(a conversation.Attachment) string { return "/v1/files/" + string(a.ID) },
		Address:  func(r *http.Request) string { return r.RemoteAddr },
		Stopping: s.ctx, Sockets: new(sync.WaitGroup),
		Assets: fstest.MapFS{
			"widget.js": {Data: []byte("loader")}, "frame.html": {Data: []byte("frame")}, "try.html": {Data: []byte("shop")},
			"assets/frame-1.js": {Data: []byte("script")},
		},
	}
	mux := http.NewServeMux()
	edge.Routes(mux)
	s.server = httptest.NewServer(mux)
	s.run()
	return s
}

// run keeps the hub and the server going until the test is over.
func (s *shop) run() {
	ctx, stop := context.WithCancel(context.WithoutCancel(s.ctx))
	done := make(chan error, 1)
	go func() { done <- s.hub.Run(ctx) }()
	s.t.Cleanup(func() {
		s.server.CloseClientConnections()
		s.server.Close()
		stop()
		<-done
	})
}

func (s *shop) hire() {
	office := staff.New(s.db, team.New(s.db), nil, "")
	lin, _, err := office.Add(s.ctx, access.System, staff.Newcomer{Email: "lin@example.com", Name: "Lin", Role: access.Agent})
	require.NoError(s.t, err)
	s.lin = access.Actor{ID: lin.ID, Name: lin.Name, Role: access.Agent, Permissions: access.Agent.Permissions(), Scope: access.All}
}

// lead hires somebody who leads.
func (s *shop) lead() access.Actor {
	office := staff.New(s.db, team.New(s.db), nil, "")
	chen, _, err := office.Add(s.ctx, access.System, staff.Newcomer{Email: "chen@example.com", Name: "Chen", Role: access.Lead})
	require.NoError(s.t, err)
	return access.Actor{ID: chen.ID, Name: chen.Name, Role: access.Lead, Permissions: access.Lead.Permissions(), Scope: access.All}
}

func (s *shop) count(table string) (n int) {
	s.t.Helper()
	require.NoError(s.t, s.db.Read().NewRaw("SELECT COUNT(*) FROM "+table).Scan(s.ctx, &n))
	return n
}

func (s *shop) conversation() fact.ConversationID {
	s.t.Helper()
	var id fact.ConversationID
	require.NoError(s.t, s.db.Read().NewRaw("SELECT id FROM conversation").Scan(s.ctx, &id))
	return id
}

func (s *shop) reply(kind conversation.Kind, text string) conversation.Message {
	s.t.Helper()
	m, err := s.desk.Say(s.ctx, s.lin, s.conversation(), desk.Words{Kind: kind, Text: text})
	require.NoError(s.t, err)
	return m
}

// answered is what an HTTP request got.
type answered struct {
	status int
	header http.Header
	body   map[string]any
	raw    string
}

func (s *shop) ask(method, path, token string, body any, headers ...string) answered {
	s.t.Helper()
	text, isText := body.(string)
	if !isText && body != nil {
		b, err := json.Marshal(body)
		require.NoError(s.t, err)
		text = string(b)
	}
	r, err := http.NewRequestWithContext(s.ctx, method, s.server.URL+path, strings.NewReader(text))
	require.NoError(s.t, err)
	if token != "" {
		r.Header.Set("Authorization", "Visitor "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.do(r)
}

func (s *shop) do(r *http.Request) answered {
	s.t.Helper()
	resp, err := http.DefaultClient.Do(r)
	require.NoError(s.t, err)
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	a := answered{status: resp.StatusCode, header: resp.Header, raw: string(raw)}
	_ = json.Unmarshal(raw, &a.body) // files are not JSON
	return a
}

func (s *shop) path(rest string) string { return "/v1/widget/" + s.channel.Key + rest }

// greet gives a new visitor's token.
func (s *shop) greet() string {
	s.t.Helper()
	a := s.ask("POST", s.path("/visitor"), "", map[string]string{"token": ""})
	require.Equal(s.t, http.StatusOK, a.status, a.raw)
	return a.body["token"].(string)
}

func (s *shop) upload(token, name, mediaType string, content []byte) answered {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}, "Content-Type": {mediaType},
	})
	require.NoError(s.t, err)
	_, _ = part.Write(content)
	require.NoError(s.t, form.Close())
	return s.ask("POST", s.path("/uploads"), token, body.String(), "Content-Type", form.FormDataContentType())
}

// tab is a visitor's browser with an open socket. Facts and answers overtake one
// another, so frames that nobody has asked for yet are kept.
type tab struct {
	s    *shop
	conn *websocket.Conn
	kept []map[string]any
}

func (s *shop) dial(headers ...string) *tab {
	s.t.Helper()
	h := http.Header{}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	conn, resp, err := websocket.Dial(s.ctx, s.server.URL+s.path("/live"), &websocket.DialOptions{HTTPHeader: h})
	require.NoError(s.t, err)
	if resp.Body != nil {
		_ = resp.Body.Close()
	}
	s.t.Cleanup(func() { _ = conn.CloseNow() })
	return &tab{s: s, conn: conn}
}

// open dials, says hello and waits until the desk is ready.
func (s *shop) open(token string) (*tab, map[string]any) {
	s.t.Helper()
	t := s.dial()
	t.send(map[string]any{"t": "hello", "token": token, "after": "", "locale": "zh-CN", "page": "https://shop.test/tea"})
	return t, t.want("ready")
}

func (t *tab) send(frame any) {
	t.s.t.Helper()
	require.NoError(t.s.t, wsjson.Write(t.s.ctx, t.conn, frame))
}

func (t *tab) say(id, text string) map[string]any {
	t.s.t.Helper()
	t.send(map[string]any{"t": "message", "id": id, "text": text, "sent_at": t.s.now.Format(time.RFC3339Nano)})
	return t.want("ack")
}

// patience bounds a test that waits for a frame that never comes.
const patience = 20 * time.Second

// want takes the next frame of a kind.
func (t *tab) want(kind string) map[string]any {
	t.s.t.Helper()
	return t.until(kind, func(map[string]any) bool { return true })
}

func (t *tab) until(kind string, fits func(map[string]any) bool) map[string]any {
	t.s.t.Helper()
	ctx, cancel := context.WithTimeout(t.s.ctx, patience)
	defer cancel()
	for i := 0; ; i++ {
		if i == len(t.kept) {
			var f map[string]any
			require.NoError(t.s.t, wsjson.Read(ctx, t.conn, &f), "waiting for %s", kind)
			t.kept = append(t.kept, f)
		}
		if f := t.kept[i]; f["t"] == kind && fits(f) {
			t.kept = slices.Delete(t.kept, i, i+1)
			return f
		}
	}
}

// text waits for a message with this text.
func (t *tab) text(want string) map[string]any {
	t.s.t.Helper()
	f := t.until("message", func(f map[string]any) bool { return f["message"].(map[string]any)["text"] == want })
	return f["message"].(map[string]any)
}

func (t *tab) closed() websocket.StatusCode {
	t.s.t.Helper()
	ctx, cancel := context.WithTimeout(t.s.ctx, patience)
	defer cancel()
	for {
		if _, _, err := t.conn.Read(ctx); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}

func messageID(ack map[string]any) fact.MessageID { return fact.MessageID(ack["message_id"].(string)) }
