package bench

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/schema"
)

// Own is a server of the bench's own, as a process beside it, on a database that
// is gone afterwards.
type Own struct {
	Target
	Seeding time.Duration // how long it took to fill the database
	Started time.Duration // from the start of the process to its first answer

	folder  string
	kept    bool   // the folder is not ours
	admin   string // PostgreSQL: where databases are made and dropped
	name    string
	process *exec.Cmd
}

// Start makes a database of some size, in a temporary folder or beside the one
// that the PostgreSQL address names, and a server on it. command is how the server
// is started: it gets the flags of "anlan serve" behind it.
func Start(ctx context.Context, postgres string, conversations int, command []string, progress func(int)) (o *Own, err error) {
	o = &Own{admin: postgres, Target: Target{Database: string(db.SQLite), Conversations: conversations}}
	if postgres != "" {
		o.Database = string(db.Postgres)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, o.Stop())
		}
	}()
	if o.folder, err = os.MkdirTemp("", "anlan-bench-*"); err != nil {
		return o, err
	}
	address, err := o.makeDatabase(ctx)
	if err != nil {
		return o, err
	}
	if err := o.fill(ctx, address, progress); err != nil {
		return o, err
	}
	return o, o.serve(ctx, address, command)
}

// Reopen starts a server on a folder that was seeded before, or on the PostgreSQL
// database at address, and leaves it there with what the loads bring in.
func Reopen(ctx context.Context, folder, address string, command []string) (o *Own, err error) {
	o = &Own{kept: true}
	defer func() {
		if err != nil {
			err = errors.Join(err, o.Stop())
		}
	}()
	if o.folder, err = filepath.Abs(folder); err != nil { // the server runs in there
		return o, err
	}
	d, err := db.Open(ctx, o.folder, address)
	if err != nil {
		return o, err
	}
	o.Database = string(d.Dialect)
	err = Migrate(ctx, d, o.folder)
	if err == nil {
		err = d.Read().NewRaw("SELECT (SELECT COUNT(*) FROM conversation), key FROM channel WHERE kind = 'api' ORDER BY created_at LIMIT 1").Scan(ctx, &o.Conversations, &o.Channel)
	}
	if err == nil {
		err = o.admit(ctx, d)
	}
	if err = errors.Join(err, d.Close()); err != nil {
		return o, err
	}
	return o, o.serve(ctx, address, command)
}

// makeDatabase returns the address of a database of our own; "" is SQLite.
func (o *Own) makeDatabase(ctx context.Context) (string, error) {
	if o.admin == "" {
		return "", nil
	}
	name := "anlan_bench_" + strings.ToLower(rand.Text()[:10])
	if err := o.administer(ctx, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	o.name = name
	u, err := url.Parse(o.admin)
	if err != nil {
		return "", fmt.Errorf("read the database address: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}

func (o *Own) administer(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, o.admin)
	if err != nil {
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", strings.ToLower(statement), err)
	}
	return nil
}

// fill migrates and seeds the database, and makes the tokens.
func (o *Own) fill(ctx context.Context, address string, progress func(int)) error {
	d, err := db.Open(ctx, o.folder, address)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	if err := Migrate(ctx, d, o.folder); err != nil {
		return err
	}
	begun := time.Now()
	seeded, err := Seed(ctx, d, o.Conversations, progress)
	if err != nil {
		return err
	}
	o.Seeding, o.Channel = time.Since(begun), seeded.Channel
	return o.admit(ctx, d)
}

// admit makes the tokens.
func (o *Own) admit(ctx context.Context, d *db.DB) error {
	office := staff.New(d, team.New(d), nil, "")
	for range 8 {
		token, err := office.TokenFor(ctx, Person, access.All)
		if err != nil {
			return err
		}
		o.Tokens = append(o.Tokens, token)
	}
	return nil
}

// Migrate brings a database to the newest schema.
func Migrate(ctx context.Context, d *db.DB, folder string) error {
	files, err := schema.For(string(d.Dialect))
	if err != nil {
		return err
	}
	_, _, err = d.Migrate(ctx, files, folder)
	return err
}

// serve starts the server and waits until it is ready.
func (o *Own) serve(ctx context.Context, address string, command []string) error {
	listen, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(o.folder, "server.log"))
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	args := append(command[1:len(command):len(command)], "--listen", listen, "--data", o.folder, "--database-url", address)
	o.process = exec.Command(command[0], args...)
	o.process.Dir, o.process.Env = o.folder, withoutSettings(os.Environ())
	o.process.Stdout, o.process.Stderr = log, log
	begun := time.Now()
	if err := o.process.Start(); err != nil {
		o.process = nil
		return fmt.Errorf("start the server: %w", err)
	}
	o.URL, o.CPU = "http://"+listen, cpuOf(o.process.Process.Pid)
	pid := o.process.Process.Pid
	o.Resident = func() int64 { return residentOf(pid) }
	if err := o.untilReady(ctx); err != nil {
		text, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%w\n%s", err, text)
	}
	o.Started = time.Since(begun)
	return nil
}

// freeAddress asks the system for a port of the loopback that nobody has.
func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String(), nil
}

// withoutSettings keeps what is set for another Anlan away from ours.
func withoutSettings(env []string) (clean []string) {
	for _, e := range env {
		if !strings.HasPrefix(e, "ANLAN_") {
			clean = append(clean, e)
		}
	}
	return clean
}

// untilReady asks the server until it says that it is ready, for a minute at most.
func (o *Own) untilReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.URL+"/readyz", nil)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return errors.New("the bench's server did not become ready")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Rested are the results that no load brings: how soon the server was there, and
// what it holds while nobody asks for anything and it has nothing left to do.
func (o *Own) Rested(ctx context.Context) []Result {
	o.rest(ctx)
	start := Result{Load: "start", N: 1, P50: o.Started.Seconds() * 1000}
	start.P95, start.P99 = start.P50, start.P50
	results := []Result{start, {Load: "idle", Resident: float64(o.Resident()) / 1024}}
	for i, r := range results {
		r.Database, r.Conversations = o.Database, o.Conversations
		results[i] = Judged(r)
	}
	return results
}

// rest waits until the server has hardly used a processor for a while: a history
// that it has not seen before gives it work to do. After two minutes it is measured
// as it is.
func (o *Own) rest(ctx context.Context) {
	for begun := time.Now(); ; {
		before := o.CPU()
		pause(ctx, settling)
		if o.CPU()-before < settling/100 || time.Since(begun) > 2*time.Minute || ctx.Err() != nil {
			return
		}
	}
}

// Stop ends the server gracefully and removes all that was made.
func (o *Own) Stop() error {
	var errs []error
	if o.process != nil {
		errs = append(errs, o.process.Process.Signal(syscall.SIGTERM))
		kill := time.AfterFunc(30*time.Second, func() { _ = o.process.Process.Kill() })
		errs = append(errs, o.process.Wait())
		kill.Stop()
		o.process = nil
	}
	if o.name != "" {
		errs = append(errs, o.administer(context.Background(), "DROP DATABASE "+o.name+" WITH (FORCE)"))
		o.name = ""
	}
	if o.folder != "" && !o.kept {
		errs = append(errs, os.RemoveAll(o.folder))
	}
	return errors.Join(errs...)
}
