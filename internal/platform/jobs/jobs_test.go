package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/jobs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

// clock is moved by hand.
type clock struct{ ms atomic.Int64 }

func newClock(d *db.DB) *clock {
	c := &clock{}
	c.ms.Store(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC).UnixMilli())
	d.Clock(c.now)
	return c
}

func (c *clock) now() time.Time          { return time.UnixMilli(c.ms.Load()) }
func (c *clock) forward(d time.Duration) { c.ms.Add(d.Milliseconds()) }

func leave(t *testing.T, d *db.DB, js ...db.Job) {
	t.Helper()
	require.NoError(t, d.Write(t.Context(), func(tx *db.Tx) error { return tx.Enqueue(t.Context(), js...) }))
}

func settle(t *testing.T, r *jobs.Runner) {
	t.Helper()
	require.NoError(t, r.Settle(t.Context()))
}

func counts(t *testing.T, d *db.DB) map[string]int {
	t.Helper()
	c, err := d.JobCounts(t.Context())
	require.NoError(t, err)
	return c
}

// diary notes what ran, in order.
type diary struct {
	mu   sync.Mutex
	runs []string
}

func (y *diary) note(s string) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.runs = append(y.runs, s)
}

func (y *diary) take() []string {
	y.mu.Lock()
	defer y.mu.Unlock()
	runs := y.runs
	y.runs = nil
	return runs
}

type said struct {
	Conversation string `json:"conversation"`
	Text         string `json:"text"`
}

func (said) Name() string { return "test.said" }
func (f said) About() (conversation, contact, by string) {
	return f.Conversation, "", ""
}

func TestAFactStartsItsReactionsOnceItIsCommitted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var y diary
		reaction := jobs.On("test.hear", func(_ context.Context, f said) error { y.note(f.Text); return nil })
		d.Flow(jobs.Flow([]jobs.Reaction{reaction}))
		r := jobs.New(d, "a", quiet)
		r.Register(reaction.Kind, reaction.Do)

		ctx := t.Context()
		refused := errors.New("refused")
		require.ErrorIs(t, d.Write(ctx, func(tx *db.Tx) error {
			require.NoError(t, tx.Record(ctx, said{"c", "never"}))
			return refused
		}), refused)
		settle(t, r)
		require.Empty(t, y.take())

		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
			return tx.Record(ctx, said{"c", "one"}, said{"c", "two"}, said{"c", "three"})
		}))
		settle(t, r)
		require.Equal(t, []string{"one", "two", "three"}, y.take())
		require.Empty(t, counts(t, d))
	})
}

// Two nodes, many lanes, some jobs that fail at first: within a lane the order
// holds, because what follows waits for the one that is tried again.
func TestALaneKeepsItsOrderThroughRetriesOnTwoNodes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newClock(d)
		const lanes, each = 6, 12
		var mu sync.Mutex
		got, failed, running := map[string][]int{}, map[string]bool{}, map[string]bool{}
		type step struct {
			Lane string
			N    int
		}
		handler := jobs.Handle(func(_ context.Context, s step) error {
			mu.Lock()
			defer mu.Unlock()
			key := fmt.Sprint(s.Lane, s.N)
			if s.N%5 == 2 && !failed[key] {
				failed[key] = true
				return errors.New("not yet")
			}
			if running[key] {
				t.Errorf("%s ran twice", key)
			}
			running[key] = true
			got[s.Lane] = append(got[s.Lane], s.N)
			return nil
		})
		var nodes []*jobs.Runner
		for _, name := range []string{"a", "b"} {
			r := jobs.New(d, name, quiet)
			r.Register("test.step", handler)
			nodes = append(nodes, r)
		}
		for n := range each {
			var batch []db.Job
			for l := range lanes {
				lane := fmt.Sprint("lane", l)
				batch = append(batch, db.Job{Kind: "test.step", Lane: lane, Args: step{lane, n}})
			}
			leave(t, d, batch...)
		}
		for counts(t, d)["ready"] > 0 {
			var both sync.WaitGroup
			for _, r := range nodes {
				both.Go(func() {
					if err := r.Settle(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
			c.forward(2 * time.Second)
		}
		for l := range lanes {
			ran := got[fmt.Sprint("lane", l)]
			require.Len(t, ran, each)
			require.IsIncreasing(t, ran)
		}
	})
}

func TestThreeNodesRunEachJobOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const many = 2000
		ran := make([]atomic.Int32, many)
		var batch []db.Job
		for i := range many {
			batch = append(batch, db.Job{Kind: "test.count", Args: i})
		}
		leave(t, d, batch...)
		var all sync.WaitGroup
		for _, name := range []string{"a", "b", "c"} {
			r := jobs.New(d, name, quiet)
			r.Register("test.count", jobs.Handle(func(_ context.Context, i int) error { ran[i].Add(1); return nil }))
			all.Go(func() {
				if err := r.Settle(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for i := range ran {
			require.EqualValues(t, 1, ran[i].Load(), "job %d", i)
		}
		require.Empty(t, counts(t, d))
	})
}

func TestTheJobOfADeadNodeIsTakenOverAndItsGhostChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, c := t.Context(), newClock(d)
		leave(t, d, db.Job{Kind: "test.job", Lane: "l", Args: 1}, db.Job{Kind: "test.job", Lane: "l", Args: 2})
		held, err := d.Claim(ctx, "dead", 30*time.Second, 10)
		require.NoError(t, err)
		require.Len(t, held, 1, "one of a lane")

		freed, err := d.Reap(ctx)
		require.NoError(t, err)
		require.Zero(t, freed, "the lease still holds")
		c.forward(20 * time.Second)
		require.NoError(t, d.Extend(ctx, "dead", []int64{held[0].ID}, 30*time.Second))
		c.forward(20 * time.Second)
		freed, err = d.Reap(ctx)
		require.NoError(t, err)
		require.Zero(t, freed, "it was renewed")
		c.forward(11 * time.Second)
		freed, err = d.Reap(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 1, freed)

		again, err := d.Claim(ctx, "alive", 30*time.Second, 10)
		require.NoError(t, err)
		require.Len(t, again, 1)
		require.Equal(t, held[0].ID, again[0].ID)
		require.Equal(t, 2, again[0].Attempts)
		for _, ghost := range []func() error{
			func() error { return d.Finish(ctx, "dead", held[0]) },
			func() error { return d.Again(ctx, "dead", held[0], c.now(), 0, "") },
			func() error { return d.Strand(ctx, "dead", held[0], "") },
			func() error { return d.Finish(ctx, "alive", held[0]) }, // its own earlier attempt
		} {
			require.NoError(t, ghost())
			require.Equal(t, map[string]int{"running": 1, "ready": 1}, counts(t, d))
		}
		require.NoError(t, d.Finish(ctx, "alive", again[0]))
		require.Equal(t, map[string]int{"ready": 1}, counts(t, d))
	})
}

// The database went away between the commit of a claim and its answer: the job is
// claimed for a node that does not know of it, and goes on living.
func TestAClaimWhoseAnswerWasLostComesFree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newClock(d)
		leave(t, d, db.Job{Kind: "test.job"})
		_, err := d.Claim(t.Context(), "a", 30*time.Second, 10)
		require.NoError(t, err)
		c.forward(31 * time.Second)
		ran := make(chan struct{})
		r := jobs.New(d, "a", quiet)
		r.Register("test.job", func(context.Context, json.RawMessage) error { close(ran); return nil })
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { assert.NoError(t, r.Run(ctx)) })
		defer running.Wait()
		defer stop()

		<-ran
	})
}

func TestAFailingJobWaitsLongerEachTimeAndIsStuckInTheEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, c := t.Context(), newClock(d)
		var y diary
		broken := true
		r := jobs.New(d, "a", quiet)
		r.Register("test.job", func(_ context.Context, args json.RawMessage) error {
			y.note(string(args))
			if broken && string(args) == "1" {
				return errors.New("the mail server said no")
			}
			return nil
		})
		leave(t, d, db.Job{Kind: "test.job", Lane: "l", Args: 1}, db.Job{Kind: "test.job", Lane: "l", Args: 2})
		for attempt := 1; attempt < 24; attempt++ {
			settle(t, r)
			require.Equal(t, []string{"1"}, y.take(), "attempt %d; the lane waits", attempt)
			c.forward(min(time.Second<<(attempt-1), 15*time.Minute) - time.Millisecond)
			settle(t, r)
			require.Empty(t, y.take(), "not before its pause is over")
			c.forward(4 * time.Minute)
		}
		settle(t, r)
		require.Equal(t, []string{"1", "2"}, y.take(), "it is stuck, and its lane goes on")
		require.Equal(t, map[string]int{"stuck": 1}, counts(t, d))

		stuck, err := d.StuckJobs(ctx, 0, 10)
		require.NoError(t, err)
		require.Equal(t, "the mail server said no", stuck[0].Error)
		require.Equal(t, 24, stuck[0].Attempts)
		require.JSONEq(t, "1", string(stuck[0].Args))

		broken = false
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
			found, err := d.Retry(ctx, tx, stuck[0].ID)
			require.True(t, found)
			return err
		}))
		settle(t, r)
		require.Equal(t, []string{"1"}, y.take())
		require.Empty(t, counts(t, d))
	})
}

func TestAJobThatEndsWithItsOutcomeEndsOnlyIfThatIsSaved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newClock(d)
		var y diary
		refused := errors.New("refused")
		outcomes := []error{refused, nil}
		reaction := jobs.OnHeld("test.hear", func(ctx context.Context, f said, h *jobs.Held) error {
			y.note(f.Text)
			outcome := outcomes[0]
			outcomes = outcomes[1:]
			return d.Write(ctx, func(tx *db.Tx) error {
				if err := h.DoneTx(ctx, tx); err != nil {
					return err
				}
				return outcome
			})
		})
		d.Flow(jobs.Flow([]jobs.Reaction{reaction}))
		r := jobs.New(d, "a", quiet)
		r.React(reaction)
		require.NoError(t, d.Write(t.Context(), func(tx *db.Tx) error { return tx.Record(t.Context(), said{"c", "one"}) }))
		settle(t, r)
		require.Equal(t, []string{"one"}, y.take())
		require.Equal(t, map[string]int{"ready": 1}, counts(t, d), "what came of it was not saved")
		c.forward(time.Minute)
		settle(t, r)
		require.Equal(t, []string{"one"}, y.take())
		require.Empty(t, counts(t, d))
		require.EqualValues(t, 1, r.Done.Load())

		var none *jobs.Held
		require.NoError(t, none.DoneTx(t.Context(), nil))
	})
}

func TestAStuckJobCanBeGivenUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		leave(t, d, db.Job{Kind: "test.job", Args: 1})
		held, err := d.Claim(ctx, "a", time.Minute, 1)
		require.NoError(t, err)
		require.NoError(t, d.Strand(ctx, "a", held[0], "no"))
		for _, want := range []bool{true, false} {
			require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
				found, err := d.Discard(ctx, tx, held[0].ID)
				require.Equal(t, want, found)
				return err
			}))
		}
	})
}

func TestAUniqueJobIsLeftOnceUntilItIsDone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var y diary
		r := jobs.New(d, "a", quiet)
		r.Register("test.job", func(context.Context, json.RawMessage) error { y.note("ran"); return nil })
		once := db.Job{Kind: "test.job", Args: 1, Unique: "only"}
		leave(t, d, once, once)
		leave(t, d, once)
		settle(t, r)
		require.Equal(t, []string{"ran"}, y.take())
		leave(t, d, once)
		settle(t, r)
		require.Equal(t, []string{"ran"}, y.take())
	})
}

func TestATimerRingsAtItsTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newClock(d)
		var y diary
		r := jobs.New(d, "a", quiet)
		r.Register("test.ring", jobs.Handle(func(_ context.Context, s string) error { y.note(s); return nil }))
		leave(t, d,
			db.Job{Kind: "test.ring", Args: "in two days", RunAt: c.now().Add(48 * time.Hour)},
			db.Job{Kind: "test.ring", Args: "in an hour", RunAt: c.now().Add(time.Hour)})
		settle(t, r)
		require.Empty(t, y.take())
		c.forward(time.Hour - time.Millisecond)
		settle(t, r)
		require.Empty(t, y.take())
		c.forward(time.Millisecond)
		settle(t, r)
		require.Equal(t, []string{"in an hour"}, y.take())
		c.forward(47 * time.Hour)
		settle(t, r)
		require.Equal(t, []string{"in two days"}, y.take())
	})
}

func TestAnUnknownJobAPanicAndBadArgumentsAreFailuresAndNoMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var y diary
		r := jobs.New(d, "a", quiet)
		r.Register("test.panic", func(context.Context, json.RawMessage) error { panic("a bug") })
		r.Register("test.typed", jobs.Handle(func(context.Context, int) error { return nil }))
		r.Register("test.job", func(context.Context, json.RawMessage) error { y.note("ran"); return nil })
		leave(t, d, db.Job{Kind: "test.unknown"}, db.Job{Kind: "test.panic"}, db.Job{Kind: "test.typed", Args: "x"}, db.Job{Kind: "test.job"})
		settle(t, r)
		require.Equal(t, []string{"ran"}, y.take())
		require.Equal(t, map[string]int{"ready": 3}, counts(t, d))
		require.EqualValues(t, 3, r.Failed.Load())
	})
}

// run starts a runner and gives the function that stops it and waits.
func run(t *testing.T, r *jobs.Runner) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	return func() {
		cancel()
		require.NoError(t, <-ended)
	}
}

func TestAStopWaitsForWhatIsRunningAndLeavesTheRest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		began, finish := make(chan struct{}), make(chan struct{})
		r := jobs.New(d, "a", quiet)
		r.Register("test.long", func(ctx context.Context, _ json.RawMessage) error {
			close(began)
			<-finish
			return ctx.Err() // it was not cut off
		})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- r.Run(ctx) }()
		leave(t, d, db.Job{Kind: "test.long", Lane: "l"}, db.Job{Kind: "test.long", Lane: "l"})
		<-began
		cancel()
		select {
		case <-ended:
			t.Fatal("it did not wait")
		default:
		}
		close(finish)
		require.NoError(t, <-ended)
		require.Equal(t, map[string]int{"ready": 1}, counts(t, d))
	})
}

func TestALeftJobStartsAtOnceAndInTurn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ran := make(chan int)
		r := jobs.New(d, "a", quiet)
		r.Register("test.job", jobs.Handle(func(_ context.Context, n int) error { ran <- n; return nil }))
		stop := run(t, r)
		for n := range 5 {
			leave(t, d, db.Job{Kind: "test.job", Lane: "l", Args: n})
		}
		for n := range 5 {
			require.Equal(t, n, <-ran)
		}
		stop()
		require.Empty(t, counts(t, d))
	})
}

func TestPeriodicWorkRunsOncePerPeriodForAllNodes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newClock(d)
		var y diary
		var nodes []*jobs.Runner
		planted := make(chan struct{}, 10)
		d.OnJobs(func() { planted <- struct{}{} })
		for _, name := range []string{"a", "b"} {
			r := jobs.New(d, name, quiet)
			r.Every("test.tidy", time.Hour, func(context.Context) error { y.note("tidied"); return nil })
			stop := run(t, r)
			<-planted // as at every start
			stop()
			nodes = append(nodes, r)
		}
		both := func() {
			for _, r := range nodes {
				settle(t, r)
			}
		}
		both()
		require.Equal(t, []string{"tidied"}, y.take())
		c.forward(59 * time.Minute)
		both()
		require.Empty(t, y.take())
		c.forward(time.Minute)
		both()
		require.Equal(t, []string{"tidied"}, y.take())
	})
}

func TestPeriodicWorkIsNeverGivenUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newClock(d)
		r := jobs.New(d, "a", quiet)
		r.Every("test.tidy", time.Hour, func(context.Context) error { return errors.New("no") })
		leave(t, d, db.Job{Kind: "test.tidy", Args: struct{}{}, Unique: "every:test.tidy"})
		for range 20 {
			settle(t, r)
			c.forward(time.Hour)
		}
		require.EqualValues(t, 20, r.Failed.Load())
		require.Equal(t, map[string]int{"ready": 1}, counts(t, d))
	})
}

func TestPausesDoubleAndAreSpread(t *testing.T) {
	for _, c := range []struct {
		attempt int
		atLeast time.Duration
	}{{1, time.Second}, {2, 2 * time.Second}, {5, 16 * time.Second}, {10, 512 * time.Second}, {11, 15 * time.Minute}, {1000, 15 * time.Minute}} {
		for range 50 {
			pause := jobs.Pause(c.attempt)
			require.GreaterOrEqual(t, pause, c.atLeast)
			require.LessOrEqual(t, pause, c.atLeast+c.atLeast/5)
		}
	}
}

// Ten thousand messages are read by themselves; the reply that somebody sends does
// not stand behind them, and neither do they wait until nobody sends any more.
func TestWhatSomebodyWaitsForGoesFirstAndTheRestIsNotForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		for range 20 {
			leave(t, d, db.Job{Kind: "test.behind", Behind: true})
		}
		for range 20 {
			leave(t, d, db.Job{Kind: "test.ahead"})
		}
		kinds := func(limit int) map[string]int {
			held, err := d.Claim(ctx, "a", time.Minute, limit)
			require.NoError(t, err)
			found := map[string]int{}
			for _, j := range held {
				found[j.Kind]++
			}
			return found
		}
		require.Equal(t, map[string]int{"test.ahead": 1}, kinds(1))
		require.Equal(t, map[string]int{"test.ahead": 12, "test.behind": 4}, kinds(16))
		require.Equal(t, map[string]int{"test.ahead": 7, "test.behind": 9}, kinds(16))
		require.Equal(t, map[string]int{"test.behind": 7}, kinds(16))
		_, any, err := d.Due(ctx)
		require.NoError(t, err)
		require.False(t, any)
		leave(t, d, db.Job{Kind: "test.behind", Behind: true})
		_, any, err = d.Due(ctx)
		require.NoError(t, err)
		require.True(t, any)
	})
}
