package webchat_test

import (
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/live"
	"anlan/internal/resolve/desk"
)

// engines are those that carry news, by name.
func engines(t *testing.T) map[string]live.Engine {
	t.Helper()
	all := map[string]live.Engine{"memory": live.NewMemory()}
	address := os.Getenv("ANLAN_TEST_REDIS")
	if address == "" {
		if _, err := exec.LookPath("redis-server"); err == nil {
			t.Fatal("Redis is installed here but was not started: run the tests behind scripts/with-services")
		}
		return all
	}
	redis, err := live.NewRedis(address, uuid.NewString(), quiet)
	require.NoError(t, err)
	t.Cleanup(redis.Close)
	all["redis"] = redis
	return all
}

// Many visitors write and are answered while their lines break and come again.
// Each answer comes to whom it is for, in order; none is missing in the end.
func TestACrowdThatComesAndGoesIsToldEverythingInOrder(t *testing.T) {
	for name, engine := range engines(t) {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				s := newShopOn(t, d, anySite, engine)
				var crowd sync.WaitGroup
				for range 16 {
					crowd.Go(s.chatAwayAndBack)
				}
				crowd.Wait()
			})
		})
	}
}

// chatAwayAndBack is one visitor: five questions, each answered at once by
// somebody else, and a line that breaks after every second.
func (s *shop) chatAwayAndBack() {
	const questions = 5
	token := s.greet()
	asked := make(chan fact.MessageID, questions)
	var answering sync.WaitGroup
	answering.Go(func() { s.answerAll(asked) })
	v, _ := s.open(token)
	h := heard{seen: map[string]bool{}}
	for n := range questions {
		asked <- messageID(v.say(fmt.Sprint("c", n), fmt.Sprint("question ", n)))
		if n%2 == 1 {
			h.drain(v)
			_ = v.conn.CloseNow()
			var ready map[string]any
			v, ready = s.open(token)
			for _, m := range ready["messages"].([]any) {
				h.note(m.(map[string]any))
			}
		}
	}
	close(asked)
	for len(h.answers) < questions {
		h.note(v.want("message")["message"].(map[string]any))
	}
	answering.Wait()
	for n, text := range h.answers {
		require.Equal(s.t, fmt.Sprint("answer ", n), text)
	}
}

func (s *shop) answerAll(asked <-chan fact.MessageID) {
	n := 0
	for id := range asked {
		var c fact.ConversationID
		require.NoError(s.t, s.db.Read().NewRaw("SELECT conversation_id FROM message WHERE id = ?", id).Scan(s.ctx, &c))
		_, err := s.desk.Say(s.ctx, s.lin, c, desk.Words{Kind: conversation.Reply, Text: fmt.Sprint("answer ", n)})
		require.NoError(s.t, err)
		n++
	}
}

// heard is what a visitor's screen has shown: a message that comes again, with
// another state, is the same message.
type heard struct {
	seen    map[string]bool
	answers []string
}

func (h *heard) note(m map[string]any) {
	if id := m["id"].(string); m["kind"] == "reply" && !h.seen[id] {
		h.seen[id] = true
		h.answers = append(h.answers, m["text"].(string))
	}
}

// drain notes what has come already and nobody asked for.
func (h *heard) drain(v *tab) {
	for _, f := range v.kept {
		if f["t"] == "message" {
			h.note(f["message"].(map[string]any))
		}
	}
}
