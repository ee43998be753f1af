package live_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/live"
)

const redisURL = "ANLAN_TEST_REDIS"

// redis is the address of the Redis for tests. Where it is installed but was not
// started, that is a failure; where it is not installed there is no such seam.
func redis(t *testing.T) (address string, there bool) {
	t.Helper()
	address = os.Getenv(redisURL)
	if address == "" {
		if _, err := exec.LookPath("redis-server"); err == nil {
			t.Fatalf("Redis is installed here but %s is not set: run the tests by make test, or behind scripts/with-services", redisURL)
		}
	}
	return address, address != ""
}

func engine(t *testing.T, address, channel string) *live.Redis {
	t.Helper()
	e, err := live.NewRedis(address, channel, quiet)
	require.NoError(t, err)
	t.Cleanup(e.Close)
	require.NoError(t, e.Ping(t.Context()))
	return e
}

// Two nodes on one database: what is written through one is seen by a screen of
// the other, and a whisper as well.
func TestAScreenOnOneNodeSeesWhatTheOtherNodeWrote(t *testing.T) {
	address, there := redis(t)
	if !there {
		return
	}
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			folder, database := place.Make(t)
			channel := uuid.NewString()
			var dbs [2]*db.DB
			var hubs [2]*live.Hub
			for i, name := range []string{"a", "b"} {
				d, err := db.Open(t.Context(), folder, database)
				require.NoError(t, err)
				t.Cleanup(func() { require.NoError(t, d.Close()) })
				dbs[i], hubs[i] = d, open(t, d, engine(t, address, channel), name)
			}
			onB, onA := hubs[1].Join(live.Everything), hubs[0].Join(live.Conversation("c"))
			defer leave(onA, onB)
			for n := range 5 {
				say(t, dbs[0], "c", n)
				require.Equal(t, []string{fact("c", n)}, take(t, onB, 1))
				require.Equal(t, []string{fact("c", n)}, take(t, onA, 1))
			}
			hubs[0].Say(t.Context(), live.Whisper{Topic: live.Conversation("c"), From: onA.ID, Body: json.RawMessage(`"typing"`)})
			require.Equal(t, []string{`conversation:c"typing"`}, take(t, onB, 1))
			hubs[1].Say(t.Context(), live.Whisper{Topic: live.Conversation("c"), From: onB.ID, Body: json.RawMessage(`"back"`)})
			require.Equal(t, []string{`conversation:c"back"`}, take(t, onA, 1), "and not its own")
		})
	}
}

// While Redis is away facts still arrive, by the slow look at the table; when it
// is back, whispers do too.
func TestARedisThatGoesAwayAndComesBackLosesNoFact(t *testing.T) {
	address, there := redis(t)
	if !there {
		return
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		line := newLine(t, address)
		h := open(t, d, engine(t, line.url, uuid.NewString()), "a")
		s := h.Join(live.Everything)
		defer s.Leave()
		line.cut()
		say(t, d, "c", 1)
		require.Equal(t, []string{fact("c", 1)}, take(t, s, 1))
		line.mend()
		for heard := false; !heard; {
			h.Say(t.Context(), live.Whisper{Topic: "c", From: "test", Body: json.RawMessage(`1`)})
			select {
			case <-s.Ready():
				heard = true
			case <-time.After(50 * time.Millisecond):
			}
		}
	})
}

// line is a wire to a server that can be cut.
type line struct {
	url    string
	target string
	listen net.Listener

	mu    sync.Mutex
	down  bool
	conns []net.Conn
	all   sync.WaitGroup
}

func newLine(t *testing.T, address string) *line {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	l := &line{target: u.Host}
	l.listen, err = (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	l.url = "redis://" + l.listen.Addr().String()
	l.all.Go(l.serve)
	t.Cleanup(func() {
		_ = l.listen.Close()
		l.cut()
		l.all.Wait()
	})
	return l
}

func (l *line) serve() {
	for {
		in, err := l.listen.Accept()
		if err != nil {
			return
		}
		out, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", l.target)
		if err != nil || !l.keep(in, out) {
			_ = in.Close()
			continue
		}
		l.all.Go(func() { _, _ = io.Copy(out, in); _ = out.Close() })
		l.all.Go(func() { _, _ = io.Copy(in, out); _ = in.Close() })
	}
}

func (l *line) keep(conns ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down {
		for _, c := range conns {
			_ = c.Close()
		}
		return false
	}
	l.conns = append(l.conns, conns...)
	return true
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	for _, c := range l.conns {
		_ = c.Close()
	}
	l.conns = nil
}

func (l *line) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = false
}
