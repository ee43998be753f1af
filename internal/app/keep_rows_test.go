package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/app"
	"anlan/internal/app/apptest"
	"anlan/internal/platform/backup"
	"anlan/internal/platform/config"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// TestEveryRowOfABackupIsARowOfItsSource reads both databases past the backup's
// own means. A backup that was taken while shops wrote has no row that its source
// has not: of tables whose rows stay as they were written, every one is compared;
// of the others, such as conversations, the source has gone on and nothing is left
// to compare. A backup of a source that stands still is the same in every row of
// every table.
func TestEveryRowOfABackupIsARowOfItsSource(t *testing.T) {
	for _, from := range dbtest.Places(t) {
		for _, to := range dbtest.Places(t) {
			t.Run(from.Name+" into "+to.Name, func(t *testing.T) {
				t.Parallel()
				source := settingsOf(from.Make(t))
				n := apptest.Start(t, source.Data, source.DatabaseURL, "")
				admin := n.Admin()
				shop := admin.Channel("api", nil)
				attach(t, n, admin, shop)
				w := load(t, admin, shop)
				before := w.acked(100)
				moving, _, _ := backedUp(t, source, "")
				w.acked(len(before) + 50)
				w.stop()
				n.Stop()
				numbered(t, source)
				still, m, _ := backedUp(t, source, "")

				want := rowsOf(t, source, m.Tables)
				wantPast(t, want, restored(t, settingsOf(to.Make(t)), moving, m.Tables))
				wantSame(t, want, restored(t, settingsOf(to.Make(t)), still, m.Tables))
			})
		}
	}
}

// numbered gives every fact its cursor, which a node does as it goes.
func numbered(t *testing.T, cfg config.Config) {
	t.Helper()
	d, err := db.Open(t.Context(), cfg.Data, cfg.DatabaseURL)
	require.NoError(t, err)
	_, err = d.Sequence(t.Context())
	require.NoError(t, err)
	require.NoError(t, d.Close())
}

func restored(t *testing.T, target config.Config, packed []byte, tables []backup.Table) rows {
	t.Helper()
	_, err := app.Restore(t.Context(), target, app.Restoring{}, bytes.NewReader(packed))
	require.NoError(t, err)
	numbered(t, target)
	return rowsOf(t, target, tables)
}

// rows are those of each table, each with how often it is there.
type rows map[string]map[string]int

func rowsOf(t *testing.T, cfg config.Config, tables []backup.Table) rows {
	t.Helper()
	d, err := db.Open(t.Context(), cfg.Data, cfg.DatabaseURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, d.Close()) }()
	all := rows{}
	for _, table := range tables {
		all[table.Name] = rowsOfTable(t, d, table)
	}
	return all
}

func rowsOfTable(t *testing.T, d *db.DB, table backup.Table) map[string]int {
	t.Helper()
	names := make([]string, len(table.Columns))
	for i, c := range table.Columns {
		names[i] = `"` + c.Name + `"`
	}
	found, err := d.Read().QueryContext(t.Context(), "SELECT "+strings.Join(names, ", ")+` FROM "`+table.Name+`"`)
	require.NoError(t, err)
	defer func() { _ = found.Close() }()
	there := map[string]int{}
	for found.Next() {
		values := make([]any, len(names))
		places := make([]any, len(names))
		for i := range values {
			places[i] = &values[i]
		}
		require.NoError(t, found.Scan(places...))
		row := map[string]string{}
		for i, c := range table.Columns {
			row[c.Name] = alike(c, values[i])
		}
		text, err := json.Marshal(row)
		require.NoError(t, err)
		there[string(text)]++
	}
	require.NoError(t, found.Err())
	return there
}

// alike writes a value as both databases mean it.
func alike(c backup.Column, v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case []byte:
		return "'" + string(v)
	case string:
		return "'" + v
	case float64, int64:
		return fmt.Sprint(v)
	default:
		panic(fmt.Sprintf("%s: a %T", c.Name, v))
	}
}

// written are the tables whose rows stay as they were written.
var written = []string{"fact", "audit", "arrival", "message"}

// wantPast wants of a backup under load nothing but what the source has.
func wantPast(t *testing.T, source, got rows) {
	t.Helper()
	for _, table := range written {
		require.Greater(t, len(got[table]), 1, table)
		noted := without(got[table], source[table])
		if table == "fact" { // PostgreSQL may number what was just committed in another order
			noted = without(unnumbered(t, got[table]), unnumbered(t, source[table]))
		}
		wantNoted(t, table, noted)
	}
}

// wantSame wants every row of every table, but for what a restore notes itself.
func wantSame(t *testing.T, source, got rows) {
	t.Helper()
	require.ElementsMatch(t, slices.Collect(maps.Keys(source)), slices.Collect(maps.Keys(got)))
	for table := range source {
		if table == "file_hold" { // the backup held the files while it was taken, and holds them no more
			require.Len(t, got[table], 1)
			continue
		}
		require.Empty(t, without(source[table], got[table]), "%s: lost", table)
		wantNoted(t, table, without(got[table], source[table]))
	}
}

// wantNoted wants of what is there besides only what a restore leaves.
func wantNoted(t *testing.T, table string, besides []string) {
	t.Helper()
	mark := map[string]string{"fact": `"'backup.restored"`, "audit": `"'backup.restored"`, "job": `"'words.rebuild"`}[table]
	if mark == "" {
		require.Empty(t, besides, table)
		return
	}
	require.Len(t, besides, 1, table)
	require.Contains(t, besides[0], mark)
}

// without gives the rows of a that b has not, each as often as it is missing.
func without(a, b map[string]int) (left []string) {
	for row, times := range a {
		for range times - b[row] {
			left = append(left, row)
		}
	}
	return left
}

func unnumbered(t *testing.T, facts map[string]int) map[string]int {
	t.Helper()
	out := map[string]int{}
	for row, times := range facts {
		var values map[string]string
		require.NoError(t, json.Unmarshal([]byte(row), &values))
		delete(values, "cursor")
		text, err := json.Marshal(values)
		require.NoError(t, err)
		out[string(text)] += times
	}
	return out
}
