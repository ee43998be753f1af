package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// wire is the way to a server, which can be cut and mended: for whoever is at the
// other end the server stops and starts.
type wire struct {
	address, target string
	listen          net.Listener
	mu              sync.Mutex
	down            bool
	conns           map[net.Conn]bool
	all             sync.WaitGroup
}

// wired lays a wire to where a URL leads, and gives the URL that leads through it.
func wired(t *testing.T, to string) (w *wire, through string) {
	t.Helper()
	u, err := url.Parse(to)
	require.NoError(t, err)
	w = &wire{target: u.Host, conns: map[net.Conn]bool{}}
	w.listen, err = net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	u.Host = w.listen.Addr().String()
	w.all.Go(w.serve)
	t.Cleanup(func() { _ = w.listen.Close(); w.cut(); w.all.Wait() })
	return w, u.String()
}

func (w *wire) serve() {
	for {
		in, err := w.listen.Accept()
		if err != nil {
			return
		}
		w.all.Go(func() { w.carry(in) })
	}
}

func (w *wire) carry(in net.Conn) {
	defer func() { _ = in.Close() }()
	out, err := net.Dial("tcp", w.target)
	if err != nil {
		return
	}
	defer func() { _ = out.Close() }()
	w.mu.Lock()
	if w.down {
		w.mu.Unlock()
		return
	}
	w.conns[in], w.conns[out] = true, true
	w.mu.Unlock()
	w.all.Go(func() { _, _ = io.Copy(out, in); _ = out.Close(); _ = in.Close() })
	_, _ = io.Copy(in, out)
	w.mu.Lock()
	delete(w.conns, in)
	delete(w.conns, out)
	w.mu.Unlock()
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = true
	for c := range w.conns {
		_ = c.Close()
	}
}

func (w *wire) mend() { w.mu.Lock(); w.down = false; w.mu.Unlock() }

// sent posts a message without failing the test, whatever comes.
func sent(p *apptest.Person, url string, body any) (status int, head http.Header, answer []byte) {
	content, _ := json.Marshal(body)
	req, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(content))
	if err != nil {
		return 0, nil, nil
	}
	req.Header = p.Header.Clone()
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, nil
	}
	defer func() { _ = res.Body.Close() }()
	answer, _ = io.ReadAll(res.Body)
	return res.StatusCode, res.Header, answer
}

func ready(t *testing.T, n *apptest.Node) (int, string) {
	t.Helper()
	res, err := http.Get(n.URL + "/readyz")
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(text)
}

// shops write from eight connections, and keep what was answered.
type shops struct {
	program *apptest.Person
	path    string

	mu      sync.Mutex
	acked   map[string]string // id → message
	refused map[string]bool
	enough  chan struct{}
	end     chan struct{}
	all     sync.WaitGroup
	desk    *screen // where there is one, nobody writes further ahead of it than it can catch up with
}

func newShops(p *apptest.Person, n *apptest.Node) *shops {
	shop := p.Channel("api", nil)
	return &shops{program: p.Program("intake"), path: n.URL + "/v1/inbound/" + shop.Key, acked: map[string]string{}, refused: map[string]bool{}}
}

func (s *shops) open(t *testing.T, round int) {
	s.enough, s.end = make(chan struct{}, 100000), make(chan struct{})
	for shop := range 8 {
		s.all.Go(func() {
			for i := 0; ; i++ {
				if !s.may() {
					return
				}
				s.bring(t, fmt.Sprintf("r%d-s%d-%d", round, shop, i))
			}
		})
	}
	t.Cleanup(s.close)
	s.more()
}

// mostAhead is how many messages the screen may be behind: three facts each, far less
// than what a screen catches up with (live.CatchUpLimit).
const mostAhead = 200

// may waits until the screen is near enough; false means that it is over.
func (s *shops) may() bool {
	for {
		var moved <-chan struct{}
		if s.desk != nil {
			var heard int
			heard, moved = s.desk.stands()
			s.mu.Lock()
			if len(s.acked)-heard < mostAhead {
				moved = nil
			}
			s.mu.Unlock()
		}
		if moved == nil {
			select {
			case <-s.end:
				return false
			default:
				return true
			}
		}
		select {
		case <-s.end:
			return false
		case <-moved:
		}
	}
}

// more waits until forty more were taken.
func (s *shops) more() {
	for len(s.enough) > 0 {
		<-s.enough
	}
	for range 40 {
		<-s.enough
	}
}

// bring sends one message. It is taken, or the answer says when to come again.
func (s *shops) bring(t *testing.T, id string) bool {
	status, head, answer := sent(s.program, s.path, inbound(id, "在吗"))
	s.mu.Lock()
	defer s.mu.Unlock()
	if status != http.StatusAccepted {
		s.refused[id] = true
		if status != http.StatusServiceUnavailable || head.Get("Retry-After") == "" || !bytes.Contains(answer, []byte("server.database_away")) {
			t.Errorf("a refusal that does not say when to come again: %d %s", status, answer)
		}
		return false
	}
	var r receipt
	_ = json.Unmarshal(answer, &r)
	s.acked[id] = r.MessageID
	s.enough <- struct{}{}
	return true
}

// close sends everybody home, if they are not there yet.
func (s *shops) close() {
	select {
	case <-s.end:
	default:
		close(s.end)
	}
	s.all.Wait()
}

// wantAllOnce brings everything again: what was acknowledged is known, what was
// refused is taken now, and nothing is there twice.
func (s *shops) wantAllOnce(t *testing.T, d *db.DB) {
	t.Helper()
	for id := range s.refused {
		status, _, answer := sent(s.program, s.path, inbound(id, "在吗"))
		require.Contains(t, []int{http.StatusOK, http.StatusAccepted}, status, "%s: %s", id, answer)
	}
	for id, message := range s.acked {
		var again receipt
		status, _, answer := sent(s.program, s.path, inbound(id, "在吗"))
		require.Equal(t, http.StatusOK, status, "%s: %s", id, answer)
		require.NoError(t, json.Unmarshal(answer, &again))
		require.Equal(t, message, again.MessageID, id)
	}
	var messages, arrivals int
	require.NoError(t, d.Read().NewRaw("SELECT COUNT(*) FROM message WHERE kind = 'inbound'").Scan(t.Context(), &messages))
	require.NoError(t, d.Read().NewRaw("SELECT COUNT(*) FROM arrival").Scan(t.Context(), &arrivals))
	require.Equal(t, arrivals, messages, "nothing is there twice")
	require.GreaterOrEqual(t, messages, len(s.acked)+len(s.refused))
}

// wantAway waits until the node says that its database is away, and refuses to write.
func (s *shops) wantAway(t *testing.T, n *apptest.Node, round int) {
	t.Helper()
	require.Eventually(t, func() bool {
		status, says := ready(t, n)
		return status == http.StatusServiceUnavailable && strings.Contains(says, "the database does not answer")
	}, 20*time.Second, 20*time.Millisecond)
	require.Eventually(t, func() bool { return !s.bring(t, fmt.Sprint("away-", round)) }, 20*time.Second, 20*time.Millisecond)
}

func wantReady(t *testing.T, nodes ...*apptest.Node) {
	t.Helper()
	for _, n := range nodes {
		require.Eventually(t, func() bool { _, says := ready(t, n); return says == "ready\n" }, 30*time.Second, 20*time.Millisecond)
	}
}

// TestPostgresThatGoesAwayUnderLoad cuts the database off three times while eight
// shops write. The server says so and recovers by itself; what it acknowledged is
// there, once, and what it did not acknowledge can be brought again.
func TestPostgresThatGoesAwayUnderLoad(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		if place.Name != "postgres" {
			continue
		}
		folder, database := place.Make(t)
		line, through := wired(t, database)
		n := apptest.Start(t, folder, through, "")
		s := newShops(n.Admin(), n)
		for round := range 3 {
			s.open(t, round)
			line.cut()
			s.wantAway(t, n, round)
			line.mend()
			wantReady(t, n)
			s.close()
		}
		s.wantAllOnce(t, n.DB)
	}
}

func TestTwoNodesWithoutRedisStillDeliver(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		if place.Name != "postgres" {
			continue
		}
		folder, database := place.Make(t)
		line, through := wired(t, apptest.Redis(t))
		a, b := apptest.Start(t, folder, database, through), apptest.Start(t, folder, database, through)
		admin := a.Admin()
		shop := admin.Channel("api", nil)
		desk := admin.On(b).Socket("/v1/live")
		hello := desk.Await("hello", nil)
		desk.Say(map[string]any{"t": "from", "cursor": hello.Cursor})

		line.cut()
		require.Eventually(t, func() bool {
			_, says := ready(t, a)
			return bytes.Contains([]byte(says), []byte("Redis does not answer"))
		}, 10*time.Second, 20*time.Millisecond)
		status, _ := ready(t, a)
		require.Equal(t, http.StatusOK, status, "a node without Redis serves")
		var r receipt
		admin.Post("/v1/inbound/"+shop.Key, inbound("without-redis", "有人吗"), http.StatusAccepted, &r)
		desk.Await("facts", func(f apptest.Frame) bool { return f.Has("message.arrived") })
		line.mend()
		require.Eventually(t, func() bool { _, says := ready(t, a); return says == "ready\n" }, 20*time.Second, 20*time.Millisecond)
	}
}
