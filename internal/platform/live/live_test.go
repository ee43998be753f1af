package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/live"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

type said struct {
	Conversation string `json:"conversation"`
	N            int    `json:"n"`
}

func (said) Name() string { return "test.said" }
func (f said) About() (conversation, contact, by string) {
	return f.Conversation, "", ""
}

func say(t *testing.T, d *db.DB, conversation string, numbers ...int) {
	t.Helper()
	ctx := t.Context()
	require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
		for _, n := range numbers {
			if err := tx.Record(ctx, said{conversation, n}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// open runs a hub until the test ends. It returns once the hub knows where the
// facts stand, so that what follows is news to it.
func open(t *testing.T, d *db.DB, engine live.Engine, node string) *live.Hub {
	t.Helper()
	h := live.New(d, engine, node, quiet)
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := h.Run(ctx); err != nil {
			t.Errorf("the hub: %v", err)
		}
	})
	t.Cleanup(func() { stop(); running.Wait() })
	// A whisper comes back once the engine listens, and the hub stands by then.
	s := h.Join("started")
	defer s.Leave()
	for heard := false; !heard; {
		h.Say(ctx, live.Whisper{Topic: "started", From: "test", Body: json.RawMessage(`{}`)})
		select {
		case <-s.Ready():
			heard = true
		case <-time.After(20 * time.Millisecond): // said before the line stood: say it again
		}
	}
	return h
}

// take waits for n events of a seat.
func take(t *testing.T, s *live.Seat, n int) (out []string) {
	t.Helper()
	for len(out) < n {
		<-s.Ready()
		events, behind := s.Take()
		require.False(t, behind)
		for _, e := range events {
			if e.Whisper != nil && e.Whisper.Topic == "started" {
				continue // said once more while the line was slow to stand
			}
			if e.Fact != nil {
				out = append(out, string(e.Fact.Data))
			} else {
				out = append(out, e.Whisper.Topic+string(e.Whisper.Body))
			}
		}
	}
	require.Len(t, out, n)
	return out
}

func fact(conversation string, n int) string {
	return fmt.Sprintf(`{"conversation":%q,"n":%d}`, conversation, n)
}

func TestEachSeatHearsTheFactsOfItsTopicsInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, live.NewMemory(), "a")
		all, one, both := h.Join(live.Everything), h.Join(live.Conversation("a")), h.Join()
		both.Listen(live.Conversation("a"), live.Conversation("b"))
		both.Listen(live.Conversation("a"), live.Conversation("b")) // twice is once
		require.EqualValues(t, 3, h.Seats())
		say(t, d, "a", 1)
		say(t, d, "b", 2)
		say(t, d, "c", 3)
		say(t, d, "a", 4)
		require.Equal(t, []string{fact("a", 1), fact("b", 2), fact("c", 3), fact("a", 4)}, take(t, all, 4))
		require.Equal(t, []string{fact("a", 1), fact("a", 4)}, take(t, one, 2))
		require.Equal(t, []string{fact("a", 1), fact("b", 2), fact("a", 4)}, take(t, both, 3))

		one.Leave()
		both.Leave()
		require.EqualValues(t, 1, h.Seats())
		say(t, d, "a", 5)
		require.Equal(t, []string{fact("a", 5)}, take(t, all, 1))
		events, _ := one.Take()
		require.Empty(t, events, "who has left hears nothing")
		all.Leave()
		all.Leave()
		require.Zero(t, h.Seats(), "leaving twice is leaving once")
	})
}

func TestAWhisperIsHeardByAllButWhoSaidIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, live.NewMemory(), "a")
		speaker, listener, other, all := h.Join(live.Conversation("a"), live.Everything), h.Join(live.Conversation("a")), h.Join(live.Conversation("b")), h.Join(live.Everything)
		twice := h.Join(live.Conversation("a"), live.Everything)
		defer leave(speaker, listener, other, all, twice)
		h.Say(t.Context(), live.Whisper{Topic: live.Conversation("a"), From: speaker.ID, Body: json.RawMessage(`1`)})
		h.Say(t.Context(), live.Whisper{Topic: live.Conversation("b"), Body: json.RawMessage(`2`)})
		require.Equal(t, []string{"conversation:b2"}, take(t, other, 1))
		require.Equal(t, []string{"conversation:a1"}, take(t, listener, 1))
		require.Equal(t, []string{"conversation:a1", "conversation:b2"}, take(t, all, 2))
		require.Equal(t, []string{"conversation:b2"}, take(t, speaker, 1))
		require.Equal(t, []string{"conversation:a1", "conversation:b2"}, take(t, twice, 2), "each once, by whatever topic")
	})
}

func leave(seats ...*live.Seat) {
	for _, s := range seats {
		s.Leave()
	}
}

// A screen that does not read is told that it is behind; from its cursor it
// reads the table and then has everything, once.
func TestASlowSeatIsSentToTheTable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, live.NewMemory(), "a")
		slow, probe := h.Join(live.Everything), h.Join(live.Conversation("end"))
		defer leave(slow, probe)
		const many = 1500
		numbers := make([]int, many)
		for i := range numbers {
			numbers[i] = i
		}
		say(t, d, "a", numbers...)
		say(t, d, "end", 0)
		take(t, probe, 1)
		<-slow.Ready()
		events, behind := slow.Take()
		require.True(t, behind)
		require.Empty(t, events)

		facts, ok, err := h.CatchUp(t.Context(), 0)
		require.NoError(t, err)
		require.True(t, ok)
		require.Len(t, facts, many+1)
		say(t, d, "a", many)
		require.Equal(t, []string{fact("a", many)}, take(t, slow, 1), "from here on it hears again")
	})
}

// A node takes visitors in from its first moment, while its hub still looks for
// the newest fact: what is written in between is not handed out, and not lost.
func TestWhoSatDownBeforeTheHubStoodIsSentToTheTable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, stop := context.WithCancel(t.Context())
		h := live.New(d, live.NewMemory(), "a", quiet)
		all, one := h.Join(live.Everything), h.Join(live.Conversation("a"))
		defer leave(all, one)
		say(t, d, "a", 1)

		var running sync.WaitGroup
		running.Go(func() { _ = h.Run(ctx) })
		defer running.Wait()
		defer stop()

		for _, s := range []*live.Seat{all, one} {
			<-s.Ready()
			_, behind := s.Take()
			require.True(t, behind)
		}
		facts, ok, err := h.CatchUp(t.Context(), 0)
		require.NoError(t, err)
		require.True(t, ok)
		require.Len(t, facts, 1)
		say(t, d, "a", 2)
		require.Equal(t, []string{fact("a", 2)}, take(t, all, 1))
		require.Equal(t, []string{fact("a", 2)}, take(t, one, 1))
	})
}

func TestWhoWasAwayTooLongFetchesAfresh(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		now := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
		d.Clock(func() time.Time { return now })
		h := live.New(d, live.NewMemory(), "a", quiet)
		catchUp := func(cursor int64) (int, bool) {
			_, err := d.Sequence(ctx)
			require.NoError(t, err)
			facts, ok, err := h.CatchUp(ctx, cursor)
			require.NoError(t, err)
			return len(facts), ok
		}
		numbers := make([]int, live.CatchUpLimit+1)
		say(t, d, "a", numbers...)
		_, ok := catchUp(0)
		require.False(t, ok, "too many")
		n, ok := catchUp(1)
		require.True(t, ok)
		require.Equal(t, live.CatchUpLimit, n)

		now = now.AddDate(0, 2, 0)
		say(t, d, "a", 1)
		catchUp(1)
		_, err := d.Forget(ctx, now.AddDate(0, -1, 0))
		require.NoError(t, err)
		_, ok = catchUp(live.CatchUpLimit)
		require.False(t, ok, "one is not kept any more")
		n, ok = catchUp(live.CatchUpLimit + 1)
		require.True(t, ok)
		require.Equal(t, 1, n)
		n, ok = catchUp(live.CatchUpLimit + 2)
		require.True(t, ok)
		require.Zero(t, n)
	})
}

// A cursor from the future belongs to another database, for example one that was
// put back from a copy: the screen must not wait for facts that never come.
func TestACursorFromTheFutureFetchesAfresh(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := live.New(d, live.NewMemory(), "a", quiet)
		_, ok, err := h.CatchUp(t.Context(), 5)
		require.NoError(t, err)
		require.False(t, ok)
	})
}

// Stale + facts = fresh, under load: a screen joins, catches up and then listens
// while others write, and in the end has every fact once.
func TestJoiningWhileOthersWriteMissesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, live.NewMemory(), "a")
		const writers, each = 4, 20
		var writing sync.WaitGroup
		for w := range writers {
			writing.Go(func() {
				for n := range each {
					err := d.Write(t.Context(), func(tx *db.Tx) error { return tx.Record(t.Context(), said{fmt.Sprint(w), n}) })
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		s := h.Join(live.Everything)
		defer s.Leave()
		facts, ok, err := h.CatchUp(t.Context(), 0)
		require.NoError(t, err)
		require.True(t, ok)
		seen := map[int64]bool{}
		cursor := int64(0)
		for _, f := range facts {
			seen[f.Cursor], cursor = true, f.Cursor
		}
		for len(seen) < writers*each {
			<-s.Ready()
			events, behind := s.Take()
			require.False(t, behind)
			for _, e := range events {
				if e.Fact == nil || e.Fact.Cursor <= cursor {
					continue // a late word that the hub has started, or known from the fetch
				}
				require.Equal(t, cursor+1, e.Fact.Cursor)
				cursor = e.Fact.Cursor
				seen[cursor] = true
			}
		}
		writing.Wait()
	})
}
