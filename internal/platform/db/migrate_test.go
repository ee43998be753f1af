package db_test

import (
	"database/sql"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/schema"
)

// later is the schema with one more migration behind it.
func later(t *testing.T, d *db.DB, text string) fstest.MapFS {
	t.Helper()
	files, err := schema.For(string(d.Dialect))
	require.NoError(t, err)
	out := fstest.MapFS{"99001_more.sql": {Data: []byte("-- +goose Up\n" + text)}}
	for name, f := range files.(fstest.MapFS) {
		out[name] = f
	}
	return out
}

func TestAMigrationGoesForwardOnceAndCopiesSQLiteFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, folder := t.Context(), t.TempDir()
		require.NoError(t, tell(ctx, d, "before"))
		files := later(t, d, "CREATE TABLE more (id TEXT PRIMARY KEY);")

		backup, applied, err := d.Migrate(ctx, files, folder)
		require.NoError(t, err)
		require.Equal(t, 1, applied)
		_, err = d.Read().ExecContext(ctx, "SELECT * FROM more")
		require.NoError(t, err)
		if d.Dialect == db.SQLite {
			wantCopy(t, backup)
		} else {
			require.Empty(t, backup)
		}

		backup, applied, err = d.Migrate(ctx, files, folder)
		require.NoError(t, err)
		require.Zero(t, applied)
		require.Empty(t, backup, "nothing to do, nothing to copy")
	})
}

// wantCopy opens the backup: it has what was there, and not what came after.
func wantCopy(t *testing.T, path string) {
	t.Helper()
	old, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	require.NoError(t, err)
	defer func() { require.NoError(t, old.Close()) }()
	var facts, more int
	require.NoError(t, old.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM fact").Scan(&facts))
	require.NoError(t, old.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM sqlite_master WHERE name = 'more'").Scan(&more))
	require.Equal(t, 1, facts)
	require.Zero(t, more)
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		_, _, err := d.Migrate(ctx, later(t, d, "CREATE TABLE more (id TEXT);"), t.TempDir())
		require.NoError(t, err)
		files, err := schema.For(string(d.Dialect))
		require.NoError(t, err)
		_, _, err = d.Migrate(ctx, files, t.TempDir())
		require.ErrorContains(t, err, "newer than this program")
	})
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		files := later(t, d, "CREATE TABLE more (id TEXT);\nINSERT INTO no_such_table VALUES (1);")
		_, _, err := d.Migrate(ctx, files, t.TempDir())
		require.ErrorContains(t, err, "migrate")
		_, err = d.Read().ExecContext(ctx, "SELECT * FROM more")
		require.Error(t, err)
		now, newest, err := d.Pending(ctx, files)
		require.NoError(t, err)
		require.Less(t, now, newest)
	})
}

func TestAMigrationBelowTheNewestIsMadeUpFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		files := later(t, d, "CREATE TABLE more (id TEXT);")
		_, _, err := d.Migrate(ctx, files, t.TempDir())
		require.NoError(t, err)
		files["99000_less.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE less (id TEXT);")}
		_, applied, err := d.Migrate(ctx, files, t.TempDir())
		require.NoError(t, err)
		require.Equal(t, 1, applied)
		_, err = d.Read().ExecContext(ctx, "SELECT * FROM less")
		require.NoError(t, err)
		_, applied, err = d.Migrate(ctx, files, t.TempDir())
		require.NoError(t, err)
		require.Zero(t, applied)
	})
}
