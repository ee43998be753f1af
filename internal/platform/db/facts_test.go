package db_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// told is a fact for tests.
type told struct {
	ID           string `json:"id"`
	Conversation string `json:"conversation,omitempty"`
	Contact      string `json:"contact,omitempty"`
}

func (told) Name() string { return "test.told" }
func (f told) About() (conversation, contact, by string) {
	return f.Conversation, f.Contact, ""
}

func tell(ctx context.Context, d *db.DB, id string) error {
	return d.Write(ctx, func(tx *db.Tx) error { return tx.Record(ctx, told{ID: id}) })
}

// reader follows the cursor the way every consumer of facts does.
type reader struct {
	d      *db.DB
	cursor int64
	seen   []string
}

func (r *reader) follow(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	_, err := r.d.Sequence(ctx)
	require.NoError(t, err)
	for {
		facts, err := r.d.FactsAfter(ctx, r.cursor, 7, db.Filter{})
		require.NoError(t, err)
		if len(facts) == 0 {
			return
		}
		for _, f := range facts {
			require.Greater(t, f.Cursor, r.cursor, "the cursor only grows")
			r.cursor = f.Cursor
			r.seen = append(r.seen, string(f.Data))
		}
	}
}

func data(id string) string { return fmt.Sprintf(`{"id":%q}`, id) }

var errRefused = errors.New("refused")

// heldWrite is a transaction that has done its work and waits for its turn to end.
type heldWrite struct {
	id     string
	ready  chan struct{} // closed when its work is done
	finish chan error    // nil commits, an error rolls back
	done   chan error
}

func hold(ctx context.Context, d *db.DB, id string) *heldWrite {
	h := &heldWrite{id: id, ready: make(chan struct{}), finish: make(chan error), done: make(chan error, 1)}
	go func() {
		h.done <- d.Write(ctx, func(tx *db.Tx) error {
			if err := tx.Record(ctx, told{ID: id}); err != nil {
				return err
			}
			// A row, so that PostgreSQL has begun the transaction in earnest.
			if _, err := tx.Exec(ctx, "INSERT INTO setting (name, value) VALUES (?, '')", id); err != nil {
				return err
			}
			close(h.ready)
			return <-h.finish
		})
	}()
	return h
}

// On PostgreSQL twelve transactions are open at once, having begun in one order,
// and end in another, some by rolling back. A reader that looks after each end
// sees what was committed, once, and never anything behind itself.
func TestAReaderMissesNothingThatCommitsOutOfOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		together, rounds := 12, 24
		if d.Dialect == db.SQLite {
			together, rounds = 1, 48 // one writer: the next begins when the one before has ended
		}
		random := rand.New(rand.NewPCG(1, 2))
		r := &reader{d: d}
		var committed []string
		for round := range rounds {
			committed = append(committed, endOutOfOrder(t, d, r, random, round, together)...)
		}
		// Transactions of the same pass are numbered in the order in which they
		// wrote, those of different passes in the order in which they ended.
		require.ElementsMatch(t, committed, r.seen)
	})
}

func endOutOfOrder(t *testing.T, d *db.DB, r *reader, random *rand.Rand, round, together int) (committed []string) {
	t.Helper()
	open := make([]*heldWrite, together)
	for i := range open {
		open[i] = hold(t.Context(), d, fmt.Sprintf("%d/%d", round, i))
		<-open[i].ready
	}
	random.Shuffle(len(open), func(i, j int) { open[i], open[j] = open[j], open[i] })
	for _, h := range open {
		if random.IntN(4) == 0 {
			h.finish <- errRefused
			require.ErrorIs(t, <-h.done, errRefused)
		} else {
			h.finish <- nil
			require.NoError(t, <-h.done)
			committed = append(committed, data(h.id))
		}
		if random.IntN(3) > 0 {
			r.follow(t)
		}
	}
	r.follow(t)
	return committed
}

// The dangerous moment: the facts of a transaction have their place in the table
// of those that wait, and only the commit is missing. A transaction that came
// later commits first and is read.
func TestALateCommitIsNumberedBehindWhatWasRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if d.Dialect == db.SQLite {
			require.NoError(t, tell(t.Context(), d, "only")) // cannot happen with one writer
			return
		}
		ctx := t.Context()
		early, err := d.SQL().BeginTx(ctx, nil)
		require.NoError(t, err)
		_, err = early.ExecContext(ctx, `INSERT INTO fact_pending (at, name, data) VALUES (1, 'test.told', '{"id":"early"}')`)
		require.NoError(t, err)
		require.NoError(t, tell(ctx, d, "late"))
		r := &reader{d: d}
		r.follow(t)
		require.Equal(t, []string{data("late")}, r.seen)
		require.NoError(t, early.Commit())
		r.follow(t)
		require.Equal(t, []string{data("late"), data("early")}, r.seen)
	})
}

// Several nodes write and number at the same time; a reader on each follows all
// along. At the end each has read all that was committed, and the same list.
func TestNodesThatNumberAtTheSameTimeAgreeOnOneOrder(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			folder, url := place.Make(t)
			var nodes []*db.DB
			for range 3 {
				d, err := db.Open(t.Context(), folder, url)
				require.NoError(t, err)
				defer func() { require.NoError(t, d.Close()) }()
				nodes = append(nodes, d)
			}
			readers, committed := race(t, nodes)
			for _, r := range readers {
				r.follow(t)
				require.ElementsMatch(t, committed, r.seen)
				require.Empty(t, cmp.Diff(readers[0].seen, r.seen))
			}
		})
	}
}

const writersPerNode, writesPerWriter = 6, 15

func race(t *testing.T, nodes []*db.DB) (readers []*reader, committed []string) {
	t.Helper()
	var mu sync.Mutex
	var writers, followers sync.WaitGroup
	over := make(chan struct{})
	for n, d := range nodes {
		for w := range writersPerNode {
			writers.Go(func() {
				for i := range writesPerWriter {
					id := fmt.Sprintf("%d/%d/%d", n, w, i)
					err := d.Write(t.Context(), func(tx *db.Tx) error {
						if err := tx.Record(t.Context(), told{ID: id}); err != nil || i%5 != 4 {
							return err
						}
						return errRefused
					})
					if i%5 == 4 {
						if !errors.Is(err, errRefused) {
							t.Errorf("write %s: %v", id, err)
						}
						continue
					}
					if err != nil {
						t.Errorf("write %s: %v", id, err)
					}
					mu.Lock()
					committed = append(committed, data(id))
					mu.Unlock()
				}
			})
		}
		r := &reader{d: d}
		readers = append(readers, r)
		followers.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
					r.follow(t)
				}
			}
		})
	}
	writers.Wait()
	close(over)
	followers.Wait()
	return readers, committed
}

func TestFactsOfOneConversationOrContactAreReadAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
			return tx.Record(ctx, told{ID: "1", Conversation: "a"}, told{ID: "2", Contact: "x"}, told{ID: "3", Conversation: "a"})
		}))
		_, err := d.Sequence(ctx)
		require.NoError(t, err)
		require.Equal(t, []int64{1, 3}, cursors(t, d, 0, db.Filter{Conversation: "a"}))
		require.Equal(t, []int64{2}, cursors(t, d, 0, db.Filter{Contact: "x"}))
		require.Equal(t, []int64{3, 1}, cursors(t, d, 0, db.Filter{Conversation: "a", Newest: true}))
		require.Equal(t, []int64{2, 1}, cursors(t, d, 3, db.Filter{Newest: true}))
	})
}

func cursors(t *testing.T, d *db.DB, after int64, only db.Filter) (at []int64) {
	t.Helper()
	facts, err := d.FactsAfter(t.Context(), after, 100, only)
	require.NoError(t, err)
	for _, f := range facts {
		at = append(at, f.Cursor)
	}
	return at
}

func TestFactsOfSeveralMonthsFindTheirPlaceAndOldMonthsAreForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		now := time.Date(2026, 1, 31, 23, 59, 59, 0, time.UTC)
		d.Clock(func() time.Time { return now })
		for i, at := range []time.Time{
			now, now.Add(time.Second), time.Date(2026, 2, 28, 23, 0, 0, 0, time.UTC),
			time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC),
		} {
			now = at
			require.NoError(t, tell(ctx, d, fmt.Sprint(i)))
		}
		_, err := d.Sequence(ctx) // all months in one pass
		require.NoError(t, err)

		dropped, err := d.Forget(ctx, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
		require.NoError(t, err)
		require.EqualValues(t, 3, dropped)
		require.Equal(t, []int64{4, 5}, cursors(t, d, 0, db.Filter{}))
		horizon, err := d.Horizon(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 3, horizon)
		if d.Dialect == db.Postgres {
			require.Equal(t, []string{"fact_2026_03", "fact_2026_06"}, partitions(t, d))
		}

		dropped, err = d.Forget(ctx, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
		require.NoError(t, err)
		require.Zero(t, dropped, "forgetting again changes nothing")

		// A month that was dropped can come again, for example by an import, and
		// the order goes on where it was.
		now = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
		require.NoError(t, tell(ctx, d, "again"))
		newest, err := d.Sequence(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 6, newest)
	})
}

func partitions(t *testing.T, d *db.DB) (names []string) {
	t.Helper()
	err := d.Read().NewRaw(`SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
		WHERE i.inhparent = 'fact'::regclass ORDER BY 1`).Scan(t.Context(), &names)
	require.NoError(t, err)
	return names
}

func TestTheCursorNeverGoesBackWhenEverythingIsForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		d.Clock(func() time.Time { return now })
		require.NoError(t, tell(ctx, d, "old"))
		_, err := d.Sequence(ctx)
		require.NoError(t, err)
		_, err = d.Forget(ctx, now.AddDate(0, 2, 0))
		require.NoError(t, err)
		require.NoError(t, tell(ctx, d, "new"))
		newest, err := d.Sequence(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 2, newest)
	})
}
