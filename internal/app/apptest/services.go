package apptest

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/rueidis"
	"github.com/stretchr/testify/require"
)

// Service is a PostgreSQL or a Redis of a test's own, which it may stop and start.
// It ends with the test, and also when the test's program is cut off: a shell
// beside it waits for the end of its input.
type Service struct {
	URL string

	t     *testing.T
	args  []string
	as    *syscall.Credential
	ready func(context.Context) error

	mu    sync.Mutex
	shell *exec.Cmd
	line  io.Closer
	pid   int
}

// OwnPostgres is a PostgreSQL that keeps what it has confirmed, whatever ends it.
// nil where it is not installed.
func OwnPostgres(t *testing.T) *Service {
	t.Helper()
	bin := postgresFolder()
	if bin == "" {
		return nil
	}
	as := notRoot(t)
	folder := ownFolder(t, as)
	data := filepath.Join(folder, "data")
	initdb := exec.CommandContext(t.Context(), filepath.Join(bin, "initdb"), "-D", data, "-U", "anlan", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = folder, &syscall.SysProcAttr{Credential: as}
	out, err := initdb.CombinedOutput()
	require.NoError(t, err, "%s", out)
	port := freePort(t)
	s := &Service{
		URL: "postgres://anlan@127.0.0.1:" + port + "/postgres?sslmode=disable", t: t, as: as,
		// Without waiting for the disk, which only matters when the machine goes down.
		args: []string{filepath.Join(bin, "postgres"), "-D", data, "-k", folder, "-h", "127.0.0.1", "-p", port, "-c", "fsync=off", "-c", "max_connections=100"},
	}
	s.ready = func(ctx context.Context) error {
		conn, err := pgx.Connect(ctx, s.URL)
		if err != nil {
			return err
		}
		return conn.Close(ctx)
	}
	t.Cleanup(func() { s.Stop(syscall.SIGQUIT) })
	s.Start()
	return s
}

// OwnRedis is nil where Redis is not installed.
func OwnRedis(t *testing.T) *Service {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return nil
	}
	port := freePort(t)
	s := &Service{
		URL: "redis://127.0.0.1:" + port, t: t,
		args: []string{program, "--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no", "--dir", ownFolder(t, nil)},
	}
	s.ready = func(ctx context.Context) error {
		client, err := rueidis.NewClient(rueidis.ClientOption{InitAddress: []string{"127.0.0.1:" + port}, DisableCache: true})
		if err != nil {
			return err
		}
		defer client.Close()
		return client.Do(ctx, client.B().Ping().Build()).Error()
	}
	t.Cleanup(func() { s.Stop(syscall.SIGKILL) })
	s.Start()
	return s
}

// Start starts the service and waits until it answers.
func (s *Service) Start() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	const watch = `"$@" </dev/null >/dev/null 2>&1 & echo $!; cat >/dev/null; kill -QUIT $! 2>/dev/null; wait $!`
	s.shell = exec.Command("/bin/sh", append([]string{"-c", watch, "sh"}, s.args...)...)
	s.shell.Dir, s.shell.SysProcAttr = "/", &syscall.SysProcAttr{Credential: s.as}
	in, err := s.shell.StdinPipe()
	require.NoError(s.t, err)
	out, err := s.shell.StdoutPipe()
	require.NoError(s.t, err)
	require.NoError(s.t, s.shell.Start())
	s.line = in
	_, err = fmt.Fscan(out, &s.pid)
	require.NoError(s.t, err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for s.ready(ctx) != nil {
		require.NoError(s.t, ctx.Err(), "%s does not answer", s.args[0])
		require.NoError(s.t, syscall.Kill(s.pid, 0), "%s has ended", s.args[0])
	}
}

// Stop ends the service by a signal and waits until it has gone.
func (s *Service) Stop(by syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shell == nil {
		return
	}
	_ = syscall.Kill(s.pid, by)
	_ = s.line.Close()
	_ = s.shell.Wait() // of which nothing is to be learnt: it was killed
	s.shell = nil
}

func postgresFolder() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		path, err := exec.LookPath("initdb")
		if err != nil {
			return ""
		}
		found = []string{path}
	}
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(found[len(found)-1])
}

func version(path string) int {
	n, _ := strconv.Atoi(strings.Split(strings.TrimPrefix(path, "/usr/lib/postgresql/"), "/")[0])
	return n
}

// notRoot is whom PostgreSQL runs as where we are root, which it refuses.
func notRoot(t *testing.T) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	who, err := user.Lookup("postgres")
	require.NoError(t, err)
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	require.NoError(t, err)
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	require.NoError(t, err)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// ownFolder is one that the other user may enter; the test's own folder is not.
func ownFolder(t *testing.T, of *syscall.Credential) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "anlan-service-*")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	if of != nil {
		require.NoError(t, os.Chown(folder, int(of.Uid), int(of.Gid)))
	}
	return folder
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return port
}
