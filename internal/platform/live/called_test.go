package live_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/live"
)

// onEachEngine runs a story on every engine.
func onEachEngine(t *testing.T, story func(t *testing.T, engine live.Engine)) {
	t.Run("memory", func(t *testing.T) { story(t, live.NewMemory()) })
	if address, there := redis(t); there {
		t.Run("redis", func(t *testing.T) { story(t, engine(t, address, uuid.NewString())) })
	}
}

// lineUp waits until what is said comes back: a node joins the line between nodes a
// moment after it is open.
func lineUp(t *testing.T, h *live.Hub) {
	t.Helper()
	name := uuid.NewString()
	probe := h.Join(name)
	defer probe.Leave()
	require.Eventually(t, func() bool {
		h.Say(t.Context(), live.Whisper{Topic: name, Body: json.RawMessage("0")})
		select {
		case <-probe.Ready():
			return true
		default:
			return false
		}
	}, 20*time.Second, 5*time.Millisecond)
}

// listener is somebody who is called, and writes down the numbers that they hear.
type listener struct {
	seat   *live.Seat
	taking atomic.Int32
	mu     sync.Mutex
	heard  []int
	wrong  string
	more   chan struct{}
}

func sitDown(h *live.Hub, topic string) *listener {
	l := &listener{seat: h.JoinCalled(topic), more: make(chan struct{}, 1)}
	l.seat.Call(func() { go l.take() })
	return l
}

func (l *listener) take() {
	if l.taking.Add(1) > 1 {
		l.complain("two took at the same time")
	}
	for {
		events, behind := l.seat.Take()
		if behind {
			l.complain("left behind")
		}
		for _, e := range events {
			l.hear(e)
		}
		if rand.IntN(2) == 0 {
			runtime.Gosched() // so that news comes at every place of the turn
		}
		l.taking.Add(-1) // whoever is called after the rest finds nobody
		if l.seat.Rest() {
			return
		}
		l.taking.Add(1)
	}
}

func (l *listener) hear(e live.Event) {
	var n int
	var err error
	if e.Fact != nil {
		var f said
		err = json.Unmarshal(e.Fact.Data, &f)
		n = f.N
	} else {
		n, err = strconv.Atoi(string(e.Whisper.Body))
	}
	if err != nil {
		l.complain(err.Error())
	}
	l.mu.Lock()
	l.heard = append(l.heard, n)
	l.mu.Unlock()
	select {
	case l.more <- struct{}{}:
	default:
	}
}

func (l *listener) complain(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wrong = what
}

// run tells what was heard, which must be numbers one behind the other.
func (l *listener) run(t *testing.T) []int {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	require.Empty(t, l.wrong)
	for i := 1; i < len(l.heard); i++ {
		require.Equal(t, l.heard[i-1]+1, l.heard[i], "each once and in order")
	}
	return l.heard
}

// until waits for the last number.
func (l *listener) until(t *testing.T, last int) {
	t.Helper()
	late := time.After(time.Minute)
	for {
		heard := l.run(t)
		if len(heard) > 0 && heard[len(heard)-1] == last {
			return
		}
		select {
		case <-l.more:
		case <-late:
			require.FailNow(t, "news was lost", "the last of %v, waiting for %d", heard[max(0, len(heard)-3):], last)
		}
	}
}

// Many are called while others come and go. Whoever stays hears everything from
// where they sat down, once and in order, however news and the end of a turn meet.
func TestWhoIsCalledHearsEverythingOnceAndInOrder(t *testing.T) {
	onEachEngine(t, func(t *testing.T, engine live.Engine) {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			h := open(t, d, engine, uuid.NewString())
			lineUp(t, h)
			const topics, seats, last = 8, 30, 400
			var staying, all [topics][]*listener
			var busy sync.WaitGroup
			for topic := range topics {
				name := fmt.Sprintf("t%d-%s", topic, uuid.NewString())
				for range seats {
					staying[topic] = append(staying[topic], sitDown(h, name))
				}
				busy.Go(func() {
					for n := range last {
						h.Say(t.Context(), live.Whisper{Topic: name, Body: json.RawMessage(strconv.Itoa(n))})
					}
				})
				busy.Go(func() {
					for range last {
						l := sitDown(h, name)
						all[topic] = append(all[topic], l)
						runtime.Gosched()
						l.seat.Leave()
					}
				})
			}
			busy.Wait()
			for topic := range topics {
				for _, l := range staying[topic] {
					l.until(t, last-1)
					require.Len(t, l.run(t), last)
					l.seat.Leave()
				}
				for _, l := range all[topic] {
					l.run(t)
				}
			}
			require.Zero(t, h.Seats())
		})
	})
}

// The same with facts, which several write at once, and on two nodes.
func TestWhoIsCalledHearsEveryFactOnceAndInOrder(t *testing.T) {
	onEachEngine(t, func(t *testing.T, engine live.Engine) {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			hubs := []*live.Hub{open(t, d, engine, "a")}
			if _, single := engine.(*live.Memory); !single {
				hubs = append(hubs, open(t, d, engine, "b"))
			}
			const conversations, each = 6, 25
			var listeners []*listener
			var busy sync.WaitGroup
			for c := range conversations {
				name := fmt.Sprint("c", c)
				for range 10 {
					for _, h := range hubs {
						listeners = append(listeners, sitDown(h, live.Conversation(name)))
					}
				}
				busy.Go(func() {
					for n := range each {
						if err := d.Write(t.Context(), func(tx *db.Tx) error { return tx.Record(t.Context(), said{name, n}) }); err != nil {
							t.Error(err)
						}
					}
				})
			}
			busy.Wait()
			for _, l := range listeners {
				l.until(t, each-1)
				require.Len(t, l.run(t), each)
				l.seat.Leave()
			}
		})
	})
}

func TestWhatCameBeforeTheCallCalls(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, live.NewMemory(), "a")
		s, probe := h.JoinCalled(live.Conversation("a")), h.Join(live.Conversation("a"))
		defer leave(s, probe)
		say(t, d, "a", 1)
		take(t, probe, 1)

		called := 0
		s.Call(func() { called++ })
		require.Equal(t, 1, called)
		say(t, d, "a", 2)
		take(t, probe, 1)
		require.Equal(t, 1, called, "one turn at a time")
		events, behind := s.Take()
		require.False(t, behind)
		require.Len(t, events, 2)
		require.True(t, s.Rest())
		say(t, d, "a", 3)
		take(t, probe, 1)
		require.Equal(t, 2, called)
		require.False(t, s.Rest(), "something is there")
	})
}
