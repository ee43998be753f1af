// Package dbtest gives a test its own database, of each kind that there is.
package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"anlan/internal/platform/db"
	"anlan/internal/schema"
)

// PostgresURL names the server for tests; scripts/with-services sets it.
const PostgresURL = "ANLAN_TEST_POSTGRES"

// Each runs a test on SQLite and on PostgreSQL, each time on an empty, migrated
// database that is gone afterwards.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, place := range Places(t) {
		t.Run(place.Name, func(t *testing.T) { test(t, place.Open(t)) })
	}
}

// Place is a kind of database that a test can run on.
type Place struct {
	Name string
	// Make prepares an empty, migrated database and says where it is: the data
	// folder, and the address on PostgreSQL.
	Make func(t testing.TB) (folder, url string)
}

// Open makes the database and opens it.
func (p Place) Open(t testing.TB) *db.DB {
	t.Helper()
	folder, url := p.Make(t)
	d, err := db.Open(t.Context(), folder, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return d
}

// Places lists the databases of this machine. Where PostgreSQL is installed but
// was not started for the tests, that is a failure and not a shorter list.
func Places(t testing.TB) []Place {
	t.Helper()
	places := []Place{{Name: "sqlite", Make: makeSQLite}}
	if os.Getenv(PostgresURL) != "" {
		return append(places, Place{Name: "postgres", Make: makePostgres})
	}
	if installed() {
		t.Errorf("PostgreSQL is installed here but %s is not set: run the tests by make test, or behind scripts/with-services", PostgresURL)
	}
	return places
}

func installed() bool {
	if _, err := exec.LookPath("postgres"); err == nil {
		return true
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	return len(found) > 0
}

var lite struct {
	once sync.Once
	file []byte
	err  error
}

// makeSQLite copies one migrated file, which is quicker than migrating each time.
func makeSQLite(t testing.TB) (folder, url string) {
	t.Helper()
	lite.once.Do(func() { lite.file, lite.err = migratedFile() })
	if lite.err != nil {
		t.Fatal(lite.err)
	}
	folder = t.TempDir()
	if err := os.WriteFile(db.File(folder), lite.file, 0o600); err != nil {
		t.Fatal(err)
	}
	return folder, ""
}

func migratedFile() ([]byte, error) {
	folder, err := os.MkdirTemp("", "anlan-test-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	ctx := context.Background()
	d, err := db.Open(ctx, folder, "")
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, d, folder); err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(db.File(folder))
}

func migrate(ctx context.Context, d *db.DB, folder string) error {
	files, err := schema.For(string(d.Dialect))
	if err != nil {
		return err
	}
	_, _, err = d.Migrate(ctx, files, folder)
	return err
}

var postgres struct {
	once     sync.Once
	template string
	err      error
	n        atomic.Int64
}

// makePostgres copies a migrated template, shared by all test programs of a run.
func makePostgres(t testing.TB) (folder, url string) {
	t.Helper()
	ctx := t.Context()
	base := os.Getenv(PostgresURL)
	postgres.once.Do(func() { postgres.template, postgres.err = template(ctx, base) })
	if postgres.err != nil {
		t.Fatal(postgres.err)
	}
	name := fmt.Sprintf("anlan_test_%d_%d", os.Getpid(), postgres.n.Add(1))
	if err := admin(ctx, base, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, postgres.template)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := admin(context.Background(), base, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name)); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	return t.TempDir(), named(base, name)
}

func template(ctx context.Context, base string) (string, error) {
	sum, err := fingerprint()
	if err != nil {
		return "", err
	}
	name := "anlan_template_" + sum[:12]
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return "", fmt.Errorf("reach PostgreSQL for tests: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(7201)"); err != nil {
		return "", err
	}
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil {
		return "", err
	}
	if there {
		return name, nil
	}
	// What an earlier run left half-made when it was cut off.
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+name+"_new WITH (FORCE)"); err != nil {
		return "", err
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name+"_new"); err != nil {
		return "", err
	}
	d, err := db.Open(ctx, "", named(base, name+"_new"))
	if err != nil {
		return "", err
	}
	if err := migrate(ctx, d, ""); err != nil {
		return "", err
	}
	if err := d.Close(); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, fmt.Sprintf("ALTER DATABASE %s_new RENAME TO %s", name, name))
	return name, err
}

// fingerprint changes when any migration does, so that a changed text never
// meets an old template.
func fingerprint() (string, error) {
	files, err := schema.For("postgres")
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	err = fs.WalkDir(files, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		sum.Write(text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

func admin(ctx context.Context, base, statement string) error {
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return fmt.Errorf("reach PostgreSQL for tests: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

func named(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		return strings.TrimRight(base, "/") + "/" + name
	}
	u.Path = "/" + name
	return u.String()
}
