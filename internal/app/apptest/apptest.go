// Package apptest starts whole nodes inside a test, on an empty database of
// their own, and gives the test people who use them over HTTP.
package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/redis/rueidis"

	"anlan/internal/app"
	"anlan/internal/platform/config"
	"anlan/internal/platform/db/dbtest"
)

// RedisURL names the Redis for tests; scripts/with-services sets it.
const RedisURL = "ANLAN_TEST_REDIS"

// Redis is the address of the Redis for tests. Where Redis is installed but was
// not started for the tests, that is a failure.
func Redis(t *testing.T) string {
	t.Helper()
	url := os.Getenv(RedisURL)
	if url != "" {
		return url
	}
	if _, err := exec.LookPath("redis-server"); err == nil {
		t.Fatalf("Redis is installed here but %s is not set: run the tests by make test, or behind scripts/with-services", RedisURL)
	}
	return ""
}

// Node is a running node.
type Node struct {
	*app.Server
	URL string
	t   *testing.T

	stop func()
}

// Stop ends the node before the test does.
func (n *Node) Stop() { n.stop() }

// Each runs a test against one node, on each kind of database, side by side.
func Each(t *testing.T, test func(t *testing.T, n *Node)) {
	t.Helper()
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			t.Parallel()
			folder, url := place.Make(t)
			test(t, Start(t, folder, url, ""))
		})
	}
}

// Start runs a node on a database until the test ends.
func Start(t *testing.T, folder, databaseURL, redisURL string) *Node {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	listener := httptest.NewUnstartedServer(nil)
	cfg := config.Config{
		Data: folder, DatabaseURL: databaseURL, RedisURL: redisURL, UploadLimit: 2 << 20,
		WebhookNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, // where all others are, in tests
		PublicURL:       "http://" + listener.Listener.Addr().String(), FactRetention: 400 * 24 * time.Hour, AuditRetention: 400 * 24 * time.Hour,
	}
	a, err := app.Open(ctx, cfg, slog.New(slog.NewTextHandler(&testLog{t: t}, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		t.Fatal(err)
	}
	s, err := app.NewServer(ctx, a, "test")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() { _ = a.Jobs.Run(ctx) })
	running.Go(func() { _ = a.Hub.Run(ctx) })
	listener.Config.Handler = s.Handler
	listener.Start()
	n := &Node{Server: s, URL: listener.URL, t: t}
	n.stop = sync.OnceFunc(func() {
		s.Goodbye()
		listener.CloseClientConnections()
		listener.Close()
		stop()
		running.Wait()
		if err := a.Close(); err != nil {
			t.Errorf("close the node: %v", err)
		}
	})
	t.Cleanup(n.stop)
	return n
}

// Elsewhere is a node that runs as a program of its own: people can go to it, and
// nothing of it can be looked into.
func Elsewhere(t *testing.T, url string) *Node {
	return &Node{URL: url, t: t, stop: func() {}}
}

// HearEachOther waits until all these nodes listen: a whisper from before is lost.
func HearEachOther(t *testing.T, nodes ...*Node) {
	t.Helper()
	opt, err := rueidis.ParseURL(Redis(t))
	if err != nil {
		t.Fatal(err)
	}
	opt.DisableCache = true
	client, err := rueidis.NewClient(opt)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	channel := "anlan:live:" + nodes[0].Sealer.Name()
	for t.Context().Err() == nil {
		counts, err := client.Do(t.Context(), client.B().PubsubNumsub().Channel(channel).Build()).AsIntMap()
		if err != nil {
			t.Fatal(err)
		}
		if counts[channel] >= int64(len(nodes)) {
			return
		}
	}
}

// testLog puts what a node logs into the test's own log.
type testLog struct {
	t  *testing.T
	mu sync.Mutex
}

func (l *testLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.t.Context().Err() == nil { // a test that has ended takes no more lines
		l.t.Log(strings.TrimSpace(string(b)))
	}
	return len(b), nil
}

// Person is somebody, or a program, that uses a node.
type Person struct {
	node   *Node
	Header http.Header
	t      *testing.T
}

// Password is what people in tests sign in with.
const Password = "calm water runs deep"

// Admin sets the node up and is signed in as its first admin.
func (n *Node) Admin() *Person {
	n.t.Helper()
	token, open, err := n.Office.OpenSetup(n.t.Context())
	if err != nil || !open {
		n.t.Fatalf("no setup link: %v", err)
	}
	p := n.Stranger()
	p.Post("/v1/setup", map[string]any{"token": token, "name": "安达", "email": "ada@example.com", "password": Password, "locale": "zh-CN"}, http.StatusCreated, nil)
	return p
}

// Stranger is somebody who is not signed in.
func (n *Node) Stranger() *Person { return &Person{node: n, Header: http.Header{}, t: n.t} }

// Hire adds a person with a role and signs them in.
func (p *Person) Hire(name, role string) *Person {
	p.t.Helper()
	var added struct {
		InvitationURL string `json:"invitation_url"`
	}
	p.Post("/v1/staff", map[string]any{"name": name, "email": strings.ToLower(name) + "@example.com", "role": role}, http.StatusCreated, &added)
	_, token, _ := strings.Cut(added.InvitationURL, "token=")
	hired := p.node.Stranger()
	hired.Post("/v1/invitation", map[string]any{"token": token, "password": Password}, http.StatusCreated, nil)
	return hired
}

// On is the same person at another node.
func (p *Person) On(n *Node) *Person { return &Person{node: n, Header: p.Header, t: p.t} }

// Program is a program with a token of this person.
func (p *Person) Program(scope string) *Person {
	p.t.Helper()
	var made struct {
		Token string `json:"token"`
	}
	p.Post("/v1/tokens", map[string]any{"name": "test", "scope": scope}, http.StatusCreated, &made)
	program := p.node.Stranger()
	program.Header.Set("Authorization", "Bearer "+made.Token)
	return program
}

// Channel opens a channel.
func (p *Person) Channel(kind string, settings any) (c Channel) {
	p.t.Helper()
	body := map[string]any{"kind": kind, "name": kind + " for tests"}
	if settings != nil {
		body["settings"] = settings
	}
	p.Post("/v1/channels", body, http.StatusCreated, &c)
	return c
}

// Channel is what tests need of a channel.
type Channel struct {
	ID     string `json:"id"`
	Key    string `json:"key"`
	Secret string `json:"secret"`
}

func (p *Person) Get(path string, want int, out any) *http.Response {
	p.t.Helper()
	return p.Do(http.MethodGet, path, nil, want, out)
}

func (p *Person) Post(path string, body any, want int, out any) *http.Response {
	p.t.Helper()
	return p.Do(http.MethodPost, path, body, want, out)
}

// Answer is what somebody is given at an address, whatever the status.
func (p *Person) Answer(path string) (answer []byte) {
	p.t.Helper()
	p.send(http.MethodGet, path, nil, &answer)
	return answer
}

// Any posts and takes any of several statuses.
func (p *Person) Any(path string, body, out any, wants ...int) {
	p.t.Helper()
	var answer []byte
	res := p.send(http.MethodPost, path, body, &answer)
	if !slices.Contains(wants, res.StatusCode) {
		p.t.Errorf("POST %s: want one of %v, got %d: %s", path, wants, res.StatusCode, answer)
		return
	}
	if err := json.Unmarshal(answer, out); err != nil {
		p.t.Errorf("POST %s: %v in %s", path, err, answer)
	}
}

// Do sends a request and checks the status. A body that is bytes goes as it is,
// anything else as JSON; the answer is decoded into out.
func (p *Person) Do(method, path string, body any, want int, out any) *http.Response {
	p.t.Helper()
	var answer []byte
	res := p.send(method, path, body, &answer)
	if res.StatusCode != want {
		p.t.Fatalf("%s %s: want %d, got %d: %s", method, path, want, res.StatusCode, answer)
	}
	for _, c := range res.Cookies() {
		p.Header.Set("Cookie", c.Name+"="+c.Value)
	}
	if raw, ok := out.(*[]byte); ok {
		*raw = answer
	} else if out != nil {
		if err := json.Unmarshal(answer, out); err != nil {
			p.t.Fatalf("%s %s: %v in %s", method, path, err, answer)
		}
	}
	return res
}

func (p *Person) send(method, path string, body any, answer *[]byte) *http.Response {
	p.t.Helper()
	var content []byte
	switch b := body.(type) {
	case nil:
	case []byte:
		content = b
	default:
		var err error
		if content, err = json.Marshal(b); err != nil {
			p.t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.node.URL+path, bytes.NewReader(content))
	if err != nil {
		p.t.Fatal(err)
	}
	for name, values := range p.Header {
		req.Header[name] = values
	}
	if req.Header.Get("Content-Type") == "" && body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if *answer, err = io.ReadAll(res.Body); err != nil {
		p.t.Fatal(err)
	}
	return res
}

// Code sends a request that must be refused, and returns the problem's code.
func (p *Person) Code(method, path string, body any, want int) string {
	p.t.Helper()
	var problem struct {
		Code string `json:"code"`
	}
	res := p.Do(method, path, body, want, &problem)
	if kind := res.Header.Get("Content-Type"); kind != "application/problem+json" {
		p.t.Errorf("%s %s: a refusal should be a problem, not %s", method, path, kind)
	}
	return problem.Code
}

// Socket opens a live socket.
func (p *Person) Socket(path string) *Socket {
	p.t.Helper()
	conn, res, err := websocket.Dial(p.t.Context(), "ws"+strings.TrimPrefix(p.node.URL, "http")+path, &websocket.DialOptions{HTTPHeader: p.Header})
	if err != nil {
		p.t.Fatalf("open %s: %v (%v)", path, err, res)
	}
	conn.SetReadLimit(4 << 20)
	s := &Socket{Conn: conn, t: p.t}
	p.t.Cleanup(func() { _ = conn.CloseNow() })
	return s
}

// Socket is an open live socket.
type Socket struct {
	*websocket.Conn
	t *testing.T
}

// Say sends a frame.
func (s *Socket) Say(frame any) {
	s.t.Helper()
	b, err := json.Marshal(frame)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.Write(s.t.Context(), websocket.MessageText, b); err != nil {
		s.t.Fatal(err)
	}
}

// AwaitAny reads until a frame of one of these types comes.
func (s *Socket) AwaitAny(kinds ...string) (f Frame) {
	s.t.Helper()
	for f = s.Await("", func(Frame) bool { return true }); !slices.Contains(kinds, f.Type); f = s.Await("", func(Frame) bool { return true }) {
		continue
	}
	return f
}

// Await reads until a frame of a type comes that fits; the others are passed over.
func (s *Socket) Await(kind string, fits func(Frame) bool) Frame {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 20*time.Second)
	defer cancel()
	for {
		_, b, err := s.Read(ctx)
		if err != nil {
			s.t.Fatalf("waiting for %q: %v", kind, err)
		}
		var f Frame
		if err := json.Unmarshal(b, &f); err != nil {
			s.t.Fatalf("a broken frame: %s", b)
		}
		f.Raw = b
		if (kind == "" || f.Type == kind) && (fits == nil || fits(f)) {
			return f
		}
	}
}

// Frame is what tests look at in a frame.
type Frame struct {
	Type   string `json:"t"`
	Cursor int64  `json:"cursor"`
	Items  []Fact `json:"items"`
	Raw    []byte `json:"-"`
}

// Has tells whether the frame brings a fact.
func (f Frame) Has(name string) bool {
	for _, i := range f.Items {
		if i.Name == name {
			return true
		}
	}
	return false
}

// Fact is what tests look at in a fact.
type Fact struct {
	Cursor         int64  `json:"cursor"`
	Name           string `json:"name"`
	ConversationID string `json:"conversation_id"`
}
