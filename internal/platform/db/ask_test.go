package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/uptrace/bun"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

type settingRow struct {
	bun.BaseModel `bun:"table:setting"`
	Name          string `bun:"name,pk"`
	Value         string `bun:"value"`
}

func TestAQuestionGivesWhatItsValuesAskFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
			return tx.Add(ctx, []settingRow{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}, {Name: "c", Value: "it's ?"}})
		}))
		names := func(list ...string) (found []settingRow) {
			for range 7 { // prepared, and planned for good, after a few times
				found = nil
				require.NoError(t, d.Ask("SELECT "+db.Columns[settingRow]()+" FROM setting WHERE name IN (?) ORDER BY name", list).Scan(ctx, &found))
			}
			return found
		}
		require.Empty(t, names())
		require.Len(t, names("a"), 1)
		require.Len(t, names("a", "b", "x"), 2)
		require.Equal(t, "it's ?", names("c", "x", "y", "z", "q")[0].Value)
		for n := range 4 { // a limit and a likeness are no reason to plan anew, and hold as they are given
			var found []string
			require.NoError(t, d.Ask("SELECT name FROM setting WHERE value LIKE ? ORDER BY name LIMIT ? OFFSET ?", "%", n, 1).Scan(ctx, &found))
			require.Len(t, found, min(n, 2))
			require.NoError(t, d.Ask("SELECT name FROM setting WHERE value LIKE ? ORDER BY name LIMIT ?", "it%", n+1).Scan(ctx, &found))
			require.Equal(t, []string{"c"}, found)
		}
		var value string
		require.NoError(t, d.Ask("SELECT value FROM setting WHERE name = ? AND value <> ?", "b", "x").Scan(ctx, &value))
		require.Equal(t, "2", value)
		require.True(t, db.IsNone(d.Ask("SELECT value FROM setting WHERE name = ?", "nobody").Scan(ctx, &value)))
		require.True(t, db.IsNone(d.Ask("SELECT name, value FROM setting WHERE name = ?", "nobody").Scan(ctx, &settingRow{})))
		require.Error(t, d.Ask("SELECT value FROM no_such_table").Scan(ctx, &value))
	})
}

func TestWhatIsWrittenLaterIsSeenByTheNextQuestion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		for range 3 { // the first time nothing is prepared
			require.ErrorIs(t, d.Write(ctx, func(tx *db.Tx) error {
				require.NoError(t, tx.Add(ctx, settingRow{Name: "a", Value: "1"}))
				require.NoError(t, tx.Ask("UPDATE setting SET value = ? WHERE name = ?", "2", "a").Later(ctx))
				var one string
				require.NoError(t, tx.Ask("SELECT value FROM setting WHERE name = ?", "a").Scan(ctx, &one))
				require.Equal(t, "2", one)
				require.NoError(t, tx.Ask("UPDATE setting SET value = ? WHERE name = ?", "3", "a").Later(ctx))
				require.NoError(t, tx.NewRaw("SELECT value FROM setting WHERE name = ?", "a").Scan(ctx, &one))
				require.Equal(t, "3", one)
				require.True(t, db.IsNone(tx.Ask("SELECT value FROM setting WHERE name = ?", "b").Scan(ctx, &one)))
				n, err := tx.Ask("DELETE FROM setting WHERE name IN (?)", []string{"a", "b", "c"}).Exec(ctx)
				require.NoError(t, err)
				require.EqualValues(t, 1, n)
				return errRefused
			}), errRefused)
		}
		require.Equal(t, kept{}, count(t, d))
	})
}

func TestARefusalOfWhatWasWrittenLaterTakesTheWholeWriteBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		twice := func(tx *db.Tx) error {
			if err := put(ctx, tx, "one"); err != nil {
				return err
			}
			return tx.Add(ctx, settingRow{Name: "one"})
		}
		for range 3 {
			err := d.Write(ctx, twice)
			require.True(t, db.IsTaken(err), "got %v", err)
			require.Equal(t, kept{}, count(t, d))
		}
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error { return put(ctx, tx, "one") }), "the connection is as good as before")
		require.Equal(t, kept{1, 1, 1}, count(t, d))
	})
}

// One write of a batch drops a document that another of the same batch has written,
// and one that is undone has no say.
func TestWordsOfABatchAreThoseOfItsLastWrites(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		doc := func(owner string, tokens ...string) db.WordDoc {
			return db.WordDoc{Kind: "message", Owner: owner, Group: owner, At: d.Now(), Tokens: tokens}
		}
		write := func(do func(tx *db.Tx) error) func() {
			return func() { _ = d.Write(ctx, do) }
		}
		for n := range 2 {
			owner := string(rune('a' + n))
			require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
				return tx.IndexWords(ctx, doc(owner, "first"))
			}))
			done := make(chan struct{})
			crowd(t, d,
				write(func(tx *db.Tx) error { defer close(done); return tx.IndexWords(ctx, doc(owner, "second")) }),
				write(func(tx *db.Tx) error {
					if d.Dialect == db.Postgres {
						<-done
					}
					if err := tx.DropWords(ctx, "message", owner); err != nil {
						return err
					}
					return errRefused
				}))
			require.Equal(t, 0, hits(t, d, "first"))
			require.Equal(t, n+1, hits(t, d, "second"))
		}
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error { return tx.DropWords(ctx, "message", "a") }))
		require.Equal(t, 1, hits(t, d, "second"))
	})
}

func hits(t *testing.T, d *db.DB, word string) int {
	t.Helper()
	found, err := d.FindWords(t.Context(), db.WordQuery{Terms: []db.WordTerm{{{Tokens: []string{word}}}}, Limit: 10})
	require.NoError(t, err)
	return len(found)
}
