package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/stretchr/testify/require"
	"github.com/uptrace/bun"

	"anlan/internal/app/apptest"
	"anlan/internal/arrive/conversation"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// screen is an agent's console: it comes back when the line breaks, and goes on
// from its cursor. It notes how often it heard of each message.
type screen struct {
	node   func() string // where to go this time
	header http.Header

	mu     sync.Mutex
	cursor int64
	heard  map[string]int // message → times
	woken  map[string]int // conversation → times
	resets int
	moved  chan struct{} // closed when more was heard
}

// watching opens a screen and lets it follow until the test ends.
func watching(t *testing.T, p *apptest.Person, node func() string) *screen {
	s := &screen{node: node, header: p.Header.Clone(), heard: map[string]int{}, woken: map[string]int{}, moved: make(chan struct{})}
	ctx, stop := context.WithCancel(context.Background())
	var following sync.WaitGroup
	following.Go(func() {
		for ctx.Err() == nil {
			s.follow(ctx)
		}
	})
	t.Cleanup(func() { stop(); following.Wait() })
	require.Eventually(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.cursor > 0 }, 20*time.Second, 10*time.Millisecond)
	return s
}

func (s *screen) follow(ctx context.Context) {
	conn, res, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(s.node(), "http")+"/v1/live", &websocket.DialOptions{HTTPHeader: s.header})
	if res != nil && res.Body != nil {
		_ = res.Body.Close()
	}
	if err != nil {
		return
	}
	defer func() { _ = conn.CloseNow() }()
	conn.SetReadLimit(8 << 20)
	for {
		var f struct {
			Type   string `json:"t"`
			Cursor int64  `json:"cursor"`
			Items  []struct {
				Name         string
				Conversation string `json:"conversation_id"`
				Data         struct{ Message string }
			}
		}
		if wsjson.Read(ctx, conn, &f) != nil {
			return
		}
		s.mu.Lock()
		from := s.cursor
		switch f.Type {
		case "hello":
			if from == 0 {
				s.cursor, from = f.Cursor, f.Cursor
			}
		case "reset":
			s.resets++
		case "facts":
			s.cursor = f.Cursor
			for _, i := range f.Items {
				switch i.Name {
				case "message.arrived":
					s.heard[i.Data.Message]++
				case "conversation.reopened":
					s.woken[i.Conversation]++
				}
			}
			close(s.moved)
			s.moved = make(chan struct{})
		}
		s.mu.Unlock()
		if f.Type == "hello" && wsjson.Write(ctx, conn, map[string]any{"t": "from", "cursor": from}) != nil {
			return
		}
	}
}

// stands is of how many messages the screen has heard, and what tells of more.
func (s *screen) stands() (heard int, moved <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.heard), s.moved
}

// wantHeard waits until the screen has heard of all these messages, each once.
func (s *screen) wantHeard(t *testing.T, messages map[string]string) {
	t.Helper()
	require.Eventually(t, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, m := range messages {
			if s.heard[m] == 0 {
				return false
			}
		}
		return true
	}, 60*time.Second, 20*time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	require.Zero(t, s.resets, "the gap was filled")
	for id, m := range messages {
		require.Equal(t, 1, s.heard[m], id)
	}
}

// wantWoken waits until each of these conversations was reopened, and says that
// none was more than once.
func (s *screen) wantWoken(t *testing.T, conversations []string) {
	t.Helper()
	require.Eventually(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.woken) >= len(conversations) }, 90*time.Second, 20*time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range conversations {
		require.Equal(t, 1, s.woken[id], id)
	}
}

// chatter chats by the widget's rules: it sends again what was not acknowledged,
// on a new line when the old one broke.
type chatter struct {
	url, key, token string
	acked           map[string]string
	enough, end     chan struct{}
	all             sync.WaitGroup
}

func chatting(t *testing.T, n *apptest.Node, key string) *chatter {
	t.Helper()
	var met struct{ Token string }
	n.Stranger().Post("/v1/widget/"+key+"/visitor", map[string]any{"token": ""}, http.StatusOK, &met)
	c := &chatter{url: n.URL, key: key, token: met.Token, acked: map[string]string{}, enough: make(chan struct{}, 1000), end: make(chan struct{})}
	c.all.Go(func() {
		for i := 0; ; i++ {
			c.say(t.Context(), fmt.Sprintf("00000000-0000-4000-8000-%012d", i))
			select {
			case <-c.end:
				return
			case <-time.After(500 * time.Millisecond): // as fast as a visitor may
			}
		}
	})
	for range 3 {
		<-c.enough
	}
	return c
}

func (c *chatter) close() { close(c.end); c.all.Wait() }

// say goes on until the message is acknowledged.
func (c *chatter) say(ctx context.Context, id string) {
	for ctx.Err() == nil && c.acked[id] == "" {
		conn, res, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(c.url, "http")+"/v1/widget/"+c.key+"/live", nil)
		if res != nil && res.Body != nil {
			_ = res.Body.Close()
		}
		if err != nil {
			continue
		}
		_ = wsjson.Write(ctx, conn, map[string]any{"t": "hello", "token": c.token})
		_ = wsjson.Write(ctx, conn, map[string]any{"t": "message", "id": id, "text": "还在吗 " + id})
		for {
			var f struct {
				T         string
				ID        string
				MessageID string `json:"message_id"`
			}
			if wsjson.Read(ctx, conn, &f) != nil || f.T == "refused" {
				break
			}
			if f.T == "ack" && f.ID == id {
				c.acked[id] = f.MessageID
				select {
				case c.enough <- struct{}{}:
				default:
				}
				break
			}
		}
		_ = conn.CloseNow()
	}
}

// snooze makes conversations that all wake at one moment, two seconds after they are
// there, however long it took to make them.
func snooze(t *testing.T, n *apptest.Node, p *apptest.Person, many int) (ids []string) {
	t.Helper()
	shop := p.Channel("api", nil)
	for i := range many {
		var r receipt
		p.Post("/v1/inbound/"+shop.Key, inbound(fmt.Sprint("snoozed-", i), "晚点再说"), http.StatusAccepted, &r)
		p.Do(http.MethodPatch, "/v1/conversations/"+r.ConversationID, map[string]any{"state": "snoozed", "snoozed_until": n.DB.Now().Add(time.Hour)}, http.StatusOK, nil)
		ids = append(ids, r.ConversationID)
	}
	require.NoError(t, n.DB.Write(t.Context(), func(tx *db.Tx) error {
		ring := tx.Now().Add(2 * time.Second).UnixMilli()
		if _, err := tx.Exec(t.Context(), "UPDATE conversation SET snoozed_until = ? WHERE id IN (?)", ring, bun.List(ids)); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), "UPDATE job SET run_at = ? WHERE kind = ?", ring, conversation.AwakenKind)
		return err
	}))
	return ids
}

// TestPostgresReallyStoppedAndStartedUnderLoad ends a PostgreSQL in three ways,
// each time while shops and a visitor write, an agent looks on and timers are about
// to ring.
func TestPostgresReallyStoppedAndStartedUnderLoad(t *testing.T) {
	postgres := apptest.OwnPostgres(t)
	if postgres == nil {
		return // not installed; where it is, but was not started for the tests, Places fails others
	}
	n := apptest.Start(t, t.TempDir(), postgres.URL, "")
	admin := n.Admin()
	desk := watching(t, admin, func() string { return n.URL })
	s := newShops(admin, n)
	site := admin.Channel("webchat", nil)
	visitor := chatting(t, n, site.Key)
	for round, by := range []syscall.Signal{syscall.SIGQUIT, syscall.SIGINT, syscall.SIGKILL} { // immediate, fast, and no goodbye
		s.open(t, round)
		var asleep []string
		if round == 0 {
			asleep = snooze(t, n, admin, 20)
		}
		postgres.Stop(by)
		s.wantAway(t, n, round)
		postgres.Start()
		wantReady(t, n)
		s.more()
		s.close()
		if asleep != nil {
			desk.wantWoken(t, asleep)
		}
	}
	visitor.close()
	require.NotEmpty(t, s.refused)
	s.wantAllOnce(t, n.DB)
	desk.wantHeard(t, s.acked)
	desk.wantHeard(t, visitor.acked)
	var said int
	require.NoError(t, n.DB.Read().NewRaw("SELECT COUNT(*) FROM message WHERE text LIKE '还在吗%'").Scan(t.Context(), &said))
	require.Equal(t, len(visitor.acked), said, "each of the visitor's is there once")
}

// TestRedisReallyStoppedAndStartedUnderLoad takes the line between two nodes away.
// Facts still reach the agent of the other node; whispers do again once it is back.
func TestRedisReallyStoppedAndStartedUnderLoad(t *testing.T) {
	redis := apptest.OwnRedis(t)
	if redis == nil {
		return
	}
	for _, place := range dbtest.Places(t) {
		if place.Name != "postgres" {
			continue
		}
		folder, database := place.Make(t)
		a, b := apptest.Start(t, folder, database, redis.URL), apptest.Start(t, folder, database, redis.URL)
		admin := a.Admin()
		desk := watching(t, admin, func() string { return b.URL })
		s := newShops(admin, a)
		s.desk = desk
		for round, by := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM} {
			s.open(t, round)
			redis.Stop(by)
			for _, n := range []*apptest.Node{a, b} {
				require.Eventually(t, func() bool { _, says := ready(t, n); return strings.Contains(says, "Redis does not answer") }, 20*time.Second, 20*time.Millisecond)
				status, _ := ready(t, n)
				require.Equal(t, http.StatusOK, status, "a node without Redis serves")
			}
			for i := range 10 {
				require.True(t, s.bring(t, fmt.Sprintf("without-%d-%d", round, i)))
			}
			desk.wantHeard(t, s.some())
			redis.Start()
			wantReady(t, a, b)
			wantWhispers(t, admin, a, b)
			s.close()
		}
		require.Empty(t, s.refused)
		s.wantAllOnce(t, a.DB)
		desk.wantHeard(t, s.acked)
	}
}

// TestANodeStartsWhileRedisIsStopped has two nodes start without the line between
// them. They serve, say what is missing, and find it by themselves.
func TestANodeStartsWhileRedisIsStopped(t *testing.T) {
	redis := apptest.OwnRedis(t)
	if redis == nil {
		return
	}
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			redis.Stop(syscall.SIGKILL)
			folder, database := place.Make(t)
			a := apptest.Start(t, folder, database, redis.URL)
			b := a
			if place.Name == "postgres" {
				b = apptest.Start(t, folder, database, redis.URL)
			}
			for _, n := range []*apptest.Node{a, b} {
				status, says := ready(t, n)
				require.Equal(t, http.StatusOK, status, "a node without Redis serves")
				require.Contains(t, says, "Redis does not answer")
			}
			admin := a.Admin()
			desk := watching(t, admin, func() string { return b.URL })
			s := newShops(admin, a)
			s.desk = desk
			s.open(t, 0)
			for i := range 5 {
				require.True(t, s.bring(t, fmt.Sprintf("before-redis-%d", i)))
			}
			desk.wantHeard(t, s.some())

			redis.Start()
			wantReady(t, a, b)
			wantWhispers(t, admin, a, b)
			s.close()
			require.Empty(t, s.refused)
			s.wantAllOnce(t, a.DB)
			desk.wantHeard(t, s.acked)
		})
	}
}

// some are the messages that were acknowledged so far.
func (s *shops) some() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	some := map[string]string{}
	for id, m := range s.acked {
		some[id] = m
	}
	return some
}

// wantWhispers has somebody at one node type until the other node's screen sees it.
func wantWhispers(t *testing.T, p *apptest.Person, a, b *apptest.Node) {
	t.Helper()
	from, to := p.On(a).Socket("/v1/live"), p.On(b).Socket("/v1/live")
	defer func() { _ = from.CloseNow(); _ = to.CloseNow() }()
	body, _ := json.Marshal(map[string]any{"t": "typing", "conversation_id": "any"})
	seen := make(chan struct{})
	go func() {
		for {
			select {
			case <-seen:
				return
			case <-time.After(50 * time.Millisecond):
				_ = from.Write(t.Context(), websocket.MessageText, body)
			}
		}
	}()
	to.Await("typing", nil)
	close(seen)
}
