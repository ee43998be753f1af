package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/uptrace/bun"

	"anlan/internal/app/apptest"
	"anlan/internal/platform/db"
)

// TestOfTwoNodesOneIsKilledUnderLoad kills one of two nodes with kill -9 while
// shops write to both, a visitor talks through it and it holds jobs. Nothing that
// was acknowledged is lost or there twice, what it held is done by the other,
// once, and whoever is on the other sees everything.
func TestOfTwoNodesOneIsKilledUnderLoad(t *testing.T) {
	postgres, redis := apptest.OwnPostgres(t), apptest.OwnRedis(t)
	if postgres == nil || redis == nil {
		return // they are not installed here
	}
	t.Setenv(apptest.RedisURL, redis.URL)
	folder := t.TempDir()
	command(t, folder, postgres.URL, "migrate")
	living := apptest.Start(t, folder, postgres.URL, redis.URL)
	admin := living.Admin()
	dying := serve(t, folder, postgres.URL+"&application_name=dying", "ANLAN_REDIS_URL="+redis.URL)
	there := apptest.Elsewhere(t, dying.url)
	apptest.HearEachOther(t, living, there)

	desk := watching(t, admin, func() string { return living.URL })
	site := admin.Channel("webchat", nil)
	talk := talkTo(t, there.Stranger(), site)
	talk.say("11111111-1111-4111-8111-111111111111", "有人在吗？")

	// Many snoozes end while the shops write: jobs for both nodes.
	s := twoShops{program: admin.Program("intake"), key: admin.Channel("api", nil).Key, acked: map[string]receipt{}, unsure: map[string]bool{}}
	asleep := snooze(t, living, admin, 60)
	s.open(living, there)
	held := killHolding(t, living, dying, func() bool { return s.count() > 200 })
	t.Logf("killed while it held %d jobs, after %d acknowledged messages", held, s.count())
	s.goOn(t, 100)
	s.close()

	// A dead node's work is taken over when its lease has run out; here nobody waits for that.
	require.NoError(t, living.DB.Write(t.Context(), func(tx *db.Tx) error {
		moved, err := tx.Exec(t.Context(), "UPDATE job SET lease_until = 1 WHERE state = 'running' AND node <> ?", living.Node)
		require.EqualValues(t, held, moved, "the dead hold on to what they had")
		return err
	}))

	s.bringAgain(t, living)
	again := talkTo(t, living.Stranger(), site, talk.token)
	require.Contains(t, string(again.ready.Raw), "有人在吗？", "the visitor finds the talk again")
	again.say("22222222-2222-4222-8222-222222222222", "刚才断了")
	admin.Post("/v1/conversations/"+conversationOf(t, living, "有人在吗？")+"/messages", map[string]any{"text": "在的，您请说"}, http.StatusCreated, nil)
	again.chat.Await("message", func(f apptest.Frame) bool { return strings.Contains(string(f.Raw), "在的，您请说") })

	require.Eventually(t, func() bool {
		return number(t, living, "SELECT COUNT(*) FROM job WHERE state IN ('ready', 'running') AND run_at <= ?", living.DB.Now().UnixMilli()) == 0
	},
		2*time.Minute, 20*time.Millisecond, "all that was to be done is done")
	require.Zero(t, number(t, living, "SELECT COUNT(*) FROM job WHERE state = 'stuck'"))
	s.wantAllOnce(t, living, 2+len(asleep))
	wantSeen(t, desk, living, asleep)
}

// killHolding kills a node in a moment in which it holds jobs, and tells how many.
func killHolding(t *testing.T, living *apptest.Node, dying *process, enough func() bool) (held int) {
	t.Helper()
	require.Eventually(t, enough, 2*time.Minute, time.Millisecond)
	require.Eventually(t, func() bool {
		require.NoError(t, dying.cmd.Process.Signal(syscall.SIGSTOP)) // what it holds now it holds when it dies
		if held = heldElsewhere(t, living); held > 0 {
			return true
		}
		require.NoError(t, dying.cmd.Process.Signal(syscall.SIGCONT))
		return false
	}, 2*time.Minute, time.Millisecond)
	dying.kill()
	// A claim or an outcome may have been on its way to the database as it died.
	require.Eventually(t, func() bool {
		return number(t, living, "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'dying'") == 0
	}, time.Minute, time.Millisecond)
	return heldElsewhere(t, living)
}

func heldElsewhere(t *testing.T, living *apptest.Node) int {
	t.Helper()
	return number(t, living, "SELECT COUNT(*) FROM job WHERE state = 'running' AND node <> ?", living.Node)
}

func number(t *testing.T, n *apptest.Node, query string, args ...any) (of int) {
	t.Helper()
	require.NoError(t, n.DB.Read().NewRaw(query, args...).Scan(t.Context(), &of), query)
	return of
}

// twoShops write to two nodes and keep what was answered.
type twoShops struct {
	program *apptest.Person
	key     string

	mu     sync.Mutex
	acked  map[string]receipt
	unsure map[string]bool
	end    chan struct{}
	all    sync.WaitGroup
}

func (s *twoShops) open(nodes ...*apptest.Node) {
	s.end = make(chan struct{})
	for at, n := range nodes {
		for shop := range 4 {
			s.all.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-s.end:
						return
					default:
					}
					if !s.bring(n, fmt.Sprintf("n%d-s%d-%d", at, shop, i)) {
						return // its node has died
					}
				}
			})
		}
	}
}

func (s *twoShops) bring(n *apptest.Node, id string) bool {
	status, _, answer := sent(s.program, n.URL+"/v1/inbound/"+s.key, inbound(id, "第"+id+"条"))
	var r receipt
	taken := status == http.StatusAccepted && json.Unmarshal(answer, &r) == nil
	s.mu.Lock()
	defer s.mu.Unlock()
	if taken {
		s.acked[id] = r
	} else {
		s.unsure[id] = true
	}
	return taken
}

func (s *twoShops) count() int { s.mu.Lock(); defer s.mu.Unlock(); return len(s.acked) }

// goOn waits until so many more were taken.
func (s *twoShops) goOn(t *testing.T, more int) {
	t.Helper()
	enough := s.count() + more
	require.Eventually(t, func() bool { return s.count() >= enough }, 2*time.Minute, time.Millisecond)
}

func (s *twoShops) close() { close(s.end); s.all.Wait() }

// bringAgain brings all of it to the node that lives: it knows what the other took.
func (s *twoShops) bringAgain(t *testing.T, living *apptest.Node) {
	t.Helper()
	require.NotEmpty(t, s.unsure, "some were on their way")
	for id := range s.unsure {
		status, _, answer := sent(s.program, living.URL+"/v1/inbound/"+s.key, inbound(id, "第"+id+"条"))
		require.Contains(t, []int{http.StatusOK, http.StatusAccepted}, status, "%s: %s", id, answer)
		var r receipt
		require.NoError(t, json.Unmarshal(answer, &r))
		s.acked[id] = r
	}
	for id, first := range maps.Clone(s.acked) {
		var again receipt
		status, _, answer := sent(s.program, living.URL+"/v1/inbound/"+s.key, inbound(id, "第"+id+"条"))
		require.Equal(t, http.StatusOK, status, "%s: %s", id, answer)
		require.NoError(t, json.Unmarshal(answer, &again))
		require.Equal(t, first.MessageID, again.MessageID, id)
	}
}

// wantAllOnce looks for each message, its fact and nothing besides; others came in
// by other ways.
func (s *twoShops) wantAllOnce(t *testing.T, n *apptest.Node, others int) {
	t.Helper()
	var ids []string
	require.NoError(t, n.DB.Read().NewRaw("SELECT id FROM message WHERE kind = 'inbound'").Scan(t.Context(), &ids))
	times := map[string]int{}
	for _, id := range ids {
		times[id]++
	}
	for id, r := range s.acked {
		require.Equal(t, 1, times[r.MessageID], id)
	}
	require.Len(t, ids, len(s.acked)+others)
	require.Equal(t, len(ids), number(t, n, "SELECT COUNT(*) FROM fact WHERE name = 'message.arrived'"), "as many facts")
	require.Equal(t, len(ids), number(t, n, "SELECT COUNT(DISTINCT conversation_id) FROM fact WHERE name = 'message.arrived'")+1, "each of its own conversation, but for the visitor's two")
}

// wantSeen looks at what the desk on the living node was told: every message of
// either node, and each sleeper awake, once.
func wantSeen(t *testing.T, desk *screen, n *apptest.Node, asleep []string) {
	t.Helper()
	var ids []string
	require.NoError(t, n.DB.Read().NewRaw("SELECT id FROM message WHERE kind = 'inbound' AND conversation_id NOT IN (?)", bun.List(asleep)).Scan(t.Context(), &ids))
	messages := map[string]string{}
	for _, id := range ids {
		messages[id] = id
	}
	desk.wantHeard(t, messages)
	desk.wantWoken(t, asleep)
	for _, id := range asleep {
		require.Equal(t, 1, number(t, n, "SELECT COUNT(*) FROM fact WHERE name = 'conversation.reopened' AND conversation_id = ?", id))
	}
}

// aTalk is a visitor at a site.
type aTalk struct {
	token string
	ready apptest.Frame
	chat  *apptest.Socket
}

func talkTo(t *testing.T, visitor *apptest.Person, site apptest.Channel, token ...string) *aTalk {
	t.Helper()
	var met struct{ Token string }
	visitor.Post("/v1/widget/"+site.Key+"/visitor", map[string]any{"token": strings.Join(token, "")}, http.StatusOK, &met)
	w := &aTalk{token: met.Token, chat: visitor.Socket("/v1/widget/" + site.Key + "/live")}
	w.chat.Say(map[string]any{"t": "hello", "token": met.Token})
	w.ready = w.chat.Await("ready", nil)
	return w
}

func (w *aTalk) say(id, text string) {
	w.chat.Say(map[string]any{"t": "message", "id": id, "text": text})
	w.chat.Await("ack", nil)
}

func conversationOf(t *testing.T, n *apptest.Node, text string) (id string) {
	t.Helper()
	require.NoError(t, n.DB.Read().NewRaw("SELECT conversation_id FROM message WHERE text = ?", text).Scan(t.Context(), &id))
	return id
}
