package app_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// builtIn is the folder that the program was built into, if a test needed it.
var builtIn string

// binary builds the program once for all tests of this package.
var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "anlan-kill-*")
	if err != nil {
		return "", err
	}
	builtIn = folder
	path := filepath.Join(folder, "anlan")
	out, err := exec.Command("go", "build", "-o", path, "anlan/cmd/anlan").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if builtIn != "" {
		_ = os.RemoveAll(builtIn)
	}
	os.Exit(code)
}

// process is the program as an operator runs it.
type process struct {
	url string
	cmd *exec.Cmd
}

// serve starts the program, with settings of its environment besides, and waits
// until it is ready.
func serve(t *testing.T, folder, databaseURL string, settings ...string) *process {
	t.Helper()
	path, err := binary()
	require.NoError(t, err)
	cmd := exec.Command(path, "serve", "--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "ANLAN_DATA="+folder, "ANLAN_DATABASE_URL="+databaseURL, "ANLAN_LOG_FORMAT=json")
	cmd.Env = append(cmd.Env, settings...)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Start())
	p := &process{cmd: cmd}
	t.Cleanup(p.kill)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "ready" {
			p.url = line.Address
			break
		}
	}
	require.NotEmpty(t, p.url, "the server never said that it is ready")
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return p
}

// kill is kill -9: no time for anything.
func (p *process) kill() {
	_ = p.cmd.Process.Signal(syscall.SIGKILL)
	_ = p.cmd.Wait()
}

func command(t *testing.T, folder, databaseURL string, args ...string) string {
	t.Helper()
	path, err := binary()
	require.NoError(t, err)
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "ANLAN_DATA="+folder, "ANLAN_DATABASE_URL="+databaseURL)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

// TestWhatWasAcknowledgedSurvivesAKill kills the server with kill -9, several
// times, while messages pour in; every message that was acknowledged is there
// afterwards, once, and so are those whose answer was lost and that came again.
func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			t.Parallel()
			folder, url := place.Make(t)
			command(t, folder, url, "staff", "add", "--email", "ada@example.com", "--name", "安达", "--role", "admin")
			token := command(t, folder, url, "token", "create", "--staff", "ada@example.com", "--scope", "all")
			w := &writer{token: token, acked: map[string]receipt{}}

			const kills = 4
			for round := range kills {
				p := serve(t, folder, url)
				if round == 0 {
					w.openChannel(t, p.url)
				}
				w.pour(t, p.url, round, 60*(round+1), p.kill)
			}

			p := serve(t, folder, url)
			w.bringAgain(t, p.url)
			p.kill()
			w.wantAllOnce(t, folder, url)
		})
	}
}

// writer is a shop's system that sends messages and keeps what was acknowledged.
type writer struct {
	token, key string
	mu         sync.Mutex
	acked      map[string]receipt
	unsure     []string // sent, and never answered
}

func (w *writer) openChannel(t *testing.T, url string) {
	t.Helper()
	var channel struct{ Key string }
	status, err := w.post(url+"/v1/channels", map[string]any{"kind": "api", "name": "shop"}, &channel)
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, status)
	w.key = channel.Key
}

// pour sends from eight connections and kills the server when enough has been
// acknowledged.
func (w *writer) pour(t *testing.T, url string, round, enough int, kill func()) {
	t.Helper()
	ctx, dead := context.WithCancel(t.Context())
	defer dead()
	var senders sync.WaitGroup
	acked := make(chan struct{}, 4096)
	for s := range 8 {
		senders.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				id := fmt.Sprintf("r%d-s%d-n%d", round, s, n)
				var r receipt
				status, err := w.post(url+"/v1/inbound/"+w.key, inbound(id, "第"+id+"条"), &r)
				w.note(id, r, err == nil && status == http.StatusAccepted)
				if err != nil {
					return
				}
				acked <- struct{}{}
			}
		})
	}
	for range enough {
		<-acked
	}
	kill()
	dead()
	senders.Wait()
}

func (w *writer) note(id string, r receipt, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ok {
		w.acked[id] = r
	} else {
		w.unsure = append(w.unsure, id)
	}
}

// bringAgain sends once more what was never answered, and all that was: the
// answer must be the same as the first time.
func (w *writer) bringAgain(t *testing.T, url string) {
	t.Helper()
	for _, id := range w.unsure {
		var r receipt
		status, err := w.post(url+"/v1/inbound/"+w.key, inbound(id, "第"+id+"条"), &r)
		require.NoError(t, err)
		require.Contains(t, []int{http.StatusOK, http.StatusAccepted}, status)
		w.acked[id] = r
	}
	for id, first := range w.acked {
		var r receipt
		status, err := w.post(url+"/v1/inbound/"+w.key, inbound(id, "第"+id+"条"), &r)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, status, id)
		require.Equal(t, first.MessageID, r.MessageID, id)
	}
}

func (w *writer) wantAllOnce(t *testing.T, folder, url string) {
	t.Helper()
	d, err := db.Open(t.Context(), folder, url)
	require.NoError(t, err)
	defer func() { require.NoError(t, d.Close()) }()
	var ids []string
	require.NoError(t, d.Read().NewRaw("SELECT id FROM message WHERE kind = 'inbound'").Scan(t.Context(), &ids))
	there := map[string]int{}
	for _, id := range ids {
		there[id]++
	}
	require.Greater(t, len(w.acked), 400)
	require.Len(t, ids, len(w.acked), "as many messages as were acknowledged")
	for id, r := range w.acked {
		require.Equal(t, 1, there[r.MessageID], id)
	}
	_, err = d.Sequence(t.Context())
	require.NoError(t, err)
	arrived := 0
	for after := int64(0); ; {
		facts, err := d.FactsAfter(t.Context(), after, 1000, db.Filter{})
		require.NoError(t, err)
		if len(facts) == 0 {
			break
		}
		for _, f := range facts {
			if f.Name == "message.arrived" {
				arrived++
			}
		}
		after = facts[len(facts)-1].Cursor
	}
	require.Equal(t, len(w.acked), arrived, "and as many facts")
}

func (w *writer) post(url string, body, out any) (int, error) {
	content, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequest(http.MethodPost, url, strings.NewReader(string(content)))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+w.token)
	req.Header.Set("Content-Type", "application/json")
	client := http.Client{Timeout: time.Minute}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	return res.StatusCode, json.NewDecoder(res.Body).Decode(out)
}
