package db_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// put writes one of everything: a row, a fact and a job.
func put(ctx context.Context, tx *db.Tx, name string) error {
	if _, err := tx.Exec(ctx, "INSERT INTO setting (name, value) VALUES (?, 'x')", name); err != nil {
		return err
	}
	if err := tx.Record(ctx, told{ID: name}); err != nil {
		return err
	}
	return tx.Enqueue(ctx, db.Job{Kind: "test.job", Args: name})
}

// kept counts the rows, facts and jobs that are there.
type kept struct{ Rows, Facts, Jobs int }

func count(t *testing.T, d *db.DB) (k kept) {
	t.Helper()
	_, err := d.Sequence(t.Context())
	require.NoError(t, err)
	require.NoError(t, d.Read().NewRaw(
		"SELECT (SELECT COUNT(*) FROM setting), (SELECT COUNT(*) FROM fact), (SELECT COUNT(*) FROM job)").
		Scan(t.Context(), &k.Rows, &k.Facts, &k.Jobs))
	return k
}

func TestAWriteIsKeptAsAWholeOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error { return put(ctx, tx, "kept") }))
		require.Equal(t, kept{1, 1, 1}, count(t, d))

		require.ErrorIs(t, d.Write(ctx, func(tx *db.Tx) error {
			require.NoError(t, put(ctx, tx, "refused"))
			return errRefused
		}), errRefused)
		require.Equal(t, kept{1, 1, 1}, count(t, d))
	})
}

func TestABrokenConstraintIsToldAndLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error { return put(ctx, tx, "one") }))
		err := d.Write(ctx, func(tx *db.Tx) error { return put(ctx, tx, "one") })
		require.True(t, db.IsTaken(err), "got %v", err)
		require.Equal(t, kept{1, 1, 1}, count(t, d))
	})
}

func TestAFactThatCannotBeWrittenTakesItsChangeAlong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		require.Error(t, d.Write(ctx, func(tx *db.Tx) error {
			require.NoError(t, put(ctx, tx, "one"))
			return tx.Enqueue(ctx, db.Job{Kind: "test.job", Args: func() {}}) // no JSON
		}))
		require.Equal(t, kept{0, 0, 0}, count(t, d))
	})
}

// crowd starts writes that all wait behind one, so that on SQLite they share a
// batch; then lets them go and waits for them.
func crowd(t *testing.T, d *db.DB, writes ...func()) {
	t.Helper()
	entered, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		err := d.Write(context.WithoutCancel(t.Context()), func(*db.Tx) error { close(entered); <-release; return nil })
		if err != nil {
			t.Errorf("the one in front: %v", err)
		}
	})
	<-entered
	for _, w := range writes {
		all.Go(w)
	}
	close(release)
	all.Wait()
}

func TestOneRefusedWriteLeavesTheOthersOfItsBatch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var writes []func()
		for i := range 40 {
			writes = append(writes, func() {
				err := d.Write(ctx, func(tx *db.Tx) error {
					if err := put(ctx, tx, fmt.Sprint(i)); err != nil || i%4 > 0 {
						return err
					}
					if i%8 == 0 {
						return errRefused
					}
					_, err := tx.Exec(ctx, "INSERT INTO no_such_table VALUES (1)")
					return err
				})
				if (err != nil) != (i%4 == 0) {
					t.Errorf("write %d: %v", i, err)
				}
			})
		}
		crowd(t, d, writes...)
		require.Equal(t, kept{30, 30, 30}, count(t, d))
	})
}

func TestAPanicReachesItsCallerAndHurtsNobodyElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var writes []func()
		for i := range 20 {
			writes = append(writes, func() {
				defer func() {
					if p := recover(); (p != nil) != (i%5 == 0) {
						t.Errorf("write %d panicked with %v", i, p)
					}
				}()
				err := d.Write(ctx, func(tx *db.Tx) error {
					err := put(ctx, tx, fmt.Sprint(i))
					if i%5 == 0 {
						panic("a bug")
					}
					return err
				})
				if err != nil {
					t.Errorf("write %d: %v", i, err)
				}
			})
		}
		crowd(t, d, writes...)
		require.Equal(t, kept{16, 16, 16}, count(t, d))
	})
}

// Whoever goes away in the middle gets all or nothing, and says which.
func TestACallerThatGoesAwayLeavesAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		lasted := 0
		var writes []func()
		for i := range 30 {
			ctx, leave := context.WithCancel(t.Context())
			writes = append(writes, func() {
				defer leave()
				err := d.Write(ctx, func(tx *db.Tx) error {
					if i%3 == 0 {
						leave() // before its first statement
					}
					err := put(ctx, tx, fmt.Sprint(i))
					if i%3 == 1 {
						leave() // before the commit
					}
					return err
				})
				if err == nil {
					mu.Lock()
					lasted++
					mu.Unlock()
				} else if i%3 == 2 {
					t.Errorf("write %d, which stayed: %v", i, err)
				}
			})
		}
		crowd(t, d, writes...)
		require.Equal(t, kept{lasted, lasted, lasted}, count(t, d))
	})
}

func TestACallerThatHasLeftBeforeItsTurnIsNotServed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		gone, leave := context.WithCancel(t.Context())
		leave()
		err := d.Write(gone, func(*db.Tx) error { t.Error("served"); return nil })
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestWhatFollowsACommitRunsAfterItAndOnlyThen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var heard []string
		d.OnFacts(func() { heard = append(heard, "facts") })
		d.OnJobs(func() { heard = append(heard, "jobs") })
		note := func(tx *db.Tx, word string) {
			tx.After(func() {
				heard = append(heard, word)
				require.Equal(t, 1, count(t, d).Rows, "the commit is seen by everybody")
			})
		}
		require.Error(t, d.Write(ctx, func(tx *db.Tx) error { note(tx, "wrong"); return errRefused }))
		require.Empty(t, heard)
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
			note(tx, "after")
			return put(ctx, tx, "one")
		}))
		require.Equal(t, []string{"facts", "jobs", "after"}, heard)
		require.NoError(t, d.Write(ctx, func(*db.Tx) error { return nil }))
		require.Len(t, heard, 3, "a write that changed nothing wakes nobody")
	})
}

// PostgreSQL ends one of two transactions that wait for each other; it is run
// again, and what it had recorded the first time does not count.
func TestAVictimOfADeadlockIsServedInTheEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO setting (name, value) VALUES ('a', ''), ('b', '')")
			return err
		}))
		var met sync.WaitGroup // both hold their first row before either asks for its second
		met.Add(2)
		cross := func(first, second string) func() {
			tried := false
			return func() {
				err := d.Write(ctx, func(tx *db.Tx) error {
					if err := touch(ctx, tx, first); err != nil {
						return err
					}
					if d.Dialect == db.Postgres && !tried {
						tried = true
						met.Done()
						met.Wait()
					}
					return touch(ctx, tx, second)
				})
				if err != nil {
					t.Errorf("%s then %s: %v", first, second, err)
				}
			}
		}
		var both sync.WaitGroup
		both.Go(cross("a", "b"))
		both.Go(cross("b", "a"))
		both.Wait()
		require.Equal(t, kept{Rows: 2, Facts: 4}, count(t, d))
	})
}

func touch(ctx context.Context, tx *db.Tx, name string) error {
	if err := tx.Record(ctx, told{ID: name}); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE setting SET value = 'touched' WHERE name = ?", name)
	return err
}

func TestAWriteAfterTheEndIsRefused(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			folder, url := place.Make(t)
			d, err := db.Open(t.Context(), folder, url)
			require.NoError(t, err)
			require.NoError(t, d.Close())
			require.NotPanics(t, func() { err = tell(t.Context(), d, "late") })
			require.Error(t, err)
		})
	}
}
