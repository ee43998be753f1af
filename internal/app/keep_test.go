package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app"
	"anlan/internal/app/apptest"
	"anlan/internal/platform/backup"
	"anlan/internal/platform/config"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

func settingsOf(folder, url string) config.Config {
	return config.Config{Data: folder, DatabaseURL: url, UploadLimit: 2 << 20, FactRetention: 400 * 24 * time.Hour}
}

func backedUp(t *testing.T, cfg config.Config, passphrase string) ([]byte, backup.Manifest, backup.Summary) {
	t.Helper()
	var out bytes.Buffer
	m, end, err := app.Backup(t.Context(), cfg, app.Keeping{Version: "test", Passphrase: passphrase}, &out)
	require.NoError(t, err)
	return out.Bytes(), m, end
}

// TestABackupUnderLoadIsOneInstant takes a backup while eight shops write, and
// restores it into each kind of database.
func TestABackupUnderLoadIsOneInstant(t *testing.T) {
	for _, from := range dbtest.Places(t) {
		for _, to := range dbtest.Places(t) {
			t.Run(from.Name+" into "+to.Name, func(t *testing.T) {
				t.Parallel()
				folder, url := from.Make(t)
				n := apptest.Start(t, folder, url, "")
				admin := n.Admin()
				shop := admin.Channel("api", nil)
				attach(t, n, admin, shop)
				w := load(t, admin, shop)

				before := w.acked(200)
				packed, _, end := backedUp(t, settingsOf(folder, url), "")
				more := w.acked(len(before) + 50)
				w.stop()
				require.Greater(t, len(more), len(before), "they wrote all the while")

				target := settingsOf(to.Make(t))
				done, err := app.Restore(t.Context(), target, app.Restoring{}, bytes.NewReader(packed))
				require.NoError(t, err)
				require.Equal(t, end, done.Summary)
				wantWhole(t, target, before)

				// Row by row: what is restored, kept again, is the same but for what the
				// restore itself notes.
				_, _, again := backedUp(t, target, "")
				require.Equal(t, end.Files, again.Files)
				for table, count := range end.Tables {
					switch table {
					case "fact", "audit", "job":
						require.GreaterOrEqual(t, again.Tables[table].Rows, count.Rows, table)
					case "file_hold": // each holds the files until another minute
					default:
						require.Equal(t, count, again.Tables[table], table)
					}
				}
				wantServed(t, target)
			})
		}
	}
}

// load lets eight shops write until they are stopped.
type loaded struct {
	mu   sync.Mutex
	ids  []string
	grew *sync.Cond
	end  atomic.Bool
	all  sync.WaitGroup
}

func load(t *testing.T, p *apptest.Person, shop apptest.Channel) *loaded {
	w := &loaded{}
	w.grew = sync.NewCond(&w.mu)
	program := p.Program("intake")
	for s := range 8 {
		w.all.Go(func() {
			for n := 0; !w.end.Load(); n++ {
				r := bring(t, program, shop.Key, inbound(fmt.Sprintf("s%d-%d", s, n), fmt.Sprintf("第%d条，货还没到 №%d", n, s)))
				w.mu.Lock()
				w.ids = append(w.ids, r.MessageID)
				w.grew.Broadcast()
				w.mu.Unlock()
			}
		})
	}
	t.Cleanup(w.stop)
	return w
}

// acked waits until so many were acknowledged and returns them.
func (w *loaded) acked(n int) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.ids) < n {
		w.grew.Wait()
	}
	return append([]string(nil), w.ids...)
}

func (w *loaded) stop() { w.end.Store(true); w.all.Wait() }

func attach(t *testing.T, n *apptest.Node, p *apptest.Person, shop apptest.Channel) {
	t.Helper()
	var r receipt
	p.Post("/v1/inbound/"+shop.Key, inbound("with-file", "请看附件"), http.StatusAccepted, &r)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "收据.txt")
	require.NoError(t, err)
	_, err = io.WriteString(part, "订单 20417 的收据")
	require.NoError(t, err)
	require.NoError(t, form.Close())
	var up struct{ ID string }
	sender := &apptest.Person{}
	*sender = *p
	sender.Header = p.Header.Clone()
	sender.Header.Set("Content-Type", form.FormDataContentType())
	sender.Post("/v1/uploads", body.Bytes(), http.StatusCreated, &up)
	p.Post("/v1/conversations/"+r.ConversationID+"/messages", map[string]any{"text": "附上收据", "attachments": []map[string]any{{"upload": up.ID}}}, http.StatusCreated, nil)
}

// wantWhole looks for what was acknowledged, and for anything that is there by half.
func wantWhole(t *testing.T, cfg config.Config, acked []string) {
	t.Helper()
	d, err := db.Open(t.Context(), cfg.Data, cfg.DatabaseURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, d.Close()) }()
	var ids []string
	require.NoError(t, d.Read().NewRaw("SELECT id FROM message").Scan(t.Context(), &ids))
	there := map[string]bool{}
	for _, id := range ids {
		there[id] = true
	}
	for _, id := range acked {
		require.True(t, there[id], "acknowledged before the backup began: %s", id)
	}
	for half, query := range map[string]string{
		"messages without a conversation":         "SELECT COUNT(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = m.conversation_id)",
		"conversations that count wrong":          "SELECT COUNT(*) FROM conversation c WHERE message_count <> (SELECT COUNT(*) FROM message m WHERE m.conversation_id = c.id)",
		"inbound messages that never arrived":     "SELECT COUNT(*) FROM message m WHERE kind = 'inbound' AND NOT EXISTS (SELECT 1 FROM arrival a WHERE a.message_id = m.id)",
		"arrivals without their message":          "SELECT COUNT(*) FROM arrival a WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.id = a.message_id)",
		"conversations that the tally forgot":     "SELECT (SELECT COUNT(*) FROM conversation) - (SELECT SUM(n) FROM conversation_tally)",
		"messages of which no fact tells":         "SELECT (SELECT COUNT(*) FROM message WHERE kind = 'inbound') - (SELECT COUNT(*) FROM fact WHERE name = 'message.arrived')",
		"numbers that come after the highest one": "SELECT COUNT(*) FROM fact a JOIN fact b ON a.cursor = b.cursor AND a.at <> b.at",
	} {
		var n int
		require.NoError(t, d.Read().NewRaw(query).Scan(t.Context(), &n), half)
		require.Zero(t, n, half)
	}
}

// wantServed starts a node on what was restored: it finds words, gives files and
// goes on counting where it stood.
func wantServed(t *testing.T, cfg config.Config) {
	t.Helper()
	n := apptest.Start(t, cfg.Data, cfg.DatabaseURL, "")
	defer n.Stop()
	p := n.Stranger()
	p.Post("/v1/session", map[string]any{"email": "ada@example.com", "password": apptest.Password}, http.StatusOK, nil)
	require.Eventually(t, func() bool {
		var found struct{ Items []struct{} }
		p.Get("/v1/search?q="+"收据", http.StatusOK, &found)
		return len(found.Items) > 0
	}, 30*time.Second, 20*time.Millisecond, "the words come back by themselves")

	var highest int64
	require.NoError(t, n.DB.Read().NewRaw("SELECT MAX(number) FROM conversation").Scan(t.Context(), &highest))
	var list struct{ Items []struct{ ID string } }
	p.Get("/v1/search?q="+"收据", http.StatusOK, &list)
	var id string
	require.NoError(t, n.DB.Read().NewRaw("SELECT conversation_id FROM attachment WHERE conversation_id <> '' LIMIT 1").Scan(t.Context(), &id))
	var talk struct {
		Items []struct {
			Attachments []struct{ URL string }
		}
	}
	p.Get("/v1/conversations/"+id+"/messages", http.StatusOK, &talk)
	got := ""
	for _, m := range talk.Items {
		for _, a := range m.Attachments {
			var content []byte
			p.Get(a.URL, http.StatusOK, &content)
			got = string(content)
		}
	}
	require.Equal(t, "订单 20417 的收据", got)
	var most, newest int64
	require.Eventually(t, func() bool { // the node goes on working, and its facts with it
		if n.DB.Read().NewRaw("SELECT MAX(cursor) FROM fact").Scan(t.Context(), &most) != nil {
			return false
		}
		var err error
		newest, err = n.DB.Sequence(context.Background())
		return err == nil && most == newest
	}, 30*time.Second, 20*time.Millisecond, "it goes on counting where it stood")
	require.Positive(t, highest)
}

func TestARestoreSparesWhatIsThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		n.Admin()
		cfg := settingsOf(n.Config.Data, n.Config.DatabaseURL)
		packed, _, _ := backedUp(t, cfg, "calm")

		_, err := app.Restore(t.Context(), cfg, app.Restoring{Passphrase: "calm"}, bytes.NewReader(packed))
		require.Error(t, err, "a server runs there")
		n.Stop()
		_, err = app.Restore(t.Context(), cfg, app.Restoring{Passphrase: "calm"}, bytes.NewReader(packed))
		require.ErrorIs(t, err, app.ErrOccupied)

		_, _, before := backedUp(t, cfg, "")
		for name, broken := range map[string][]byte{
			"without its passphrase": packed, "cut off": packed[:len(packed)*2/3], "empty": nil, "no backup": []byte("PK\x03\x04 something else"),
		} {
			passphrase := "calm"
			if name == "without its passphrase" {
				passphrase = ""
			}
			_, _, err := backup.Verify(bytes.NewReader(broken), passphrase, nil)
			require.Error(t, err, name)
			_, err = app.Restore(t.Context(), cfg, app.Restoring{Passphrase: passphrase, Replace: true}, bytes.NewReader(broken))
			require.Error(t, err, name)
		}
		_, _, after := backedUp(t, cfg, "")
		require.Equal(t, before.Tables["staff"], after.Tables["staff"], "what failed has changed nothing")

		done, err := app.Restore(t.Context(), cfg, app.Restoring{Passphrase: "calm", Replace: true}, bytes.NewReader(packed))
		require.NoError(t, err)
		require.NotEmpty(t, done.Aside)
	})
}

func TestOneWrongByteIsNoticed(t *testing.T) {
	folder, url := dbtest.Places(t)[0].Make(t)
	n := apptest.Start(t, folder, url, "")
	n.Admin()
	packed, _, _ := backedUp(t, settingsOf(folder, url), "")
	m, whole, err := backup.Verify(bytes.NewReader(packed), "", nil)
	require.NoError(t, err)
	spared := 0
	for at := 0; at < len(packed); at += max(1, len(packed)/97) {
		bent := bytes.Clone(packed)
		bent[at] ^= 0x10
		read, end, err := backup.Verify(bytes.NewReader(bent), "", nil)
		if err == nil { // a bit that the compression does not use: what comes out is the same
			require.Equal(t, m, read, "byte %d of %d", at, len(packed))
			require.Equal(t, whole, end, "byte %d of %d", at, len(packed))
			spared++
		}
	}
	require.Less(t, spared, 5)
}

func TestABackupThatCannotBeWrittenSaysSo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		n.Admin()
		full := errors.New("no space left")
		_, _, err := app.Backup(t.Context(), settingsOf(n.Config.Data, n.Config.DatabaseURL), app.Keeping{}, failing{full})
		require.ErrorIs(t, err, full)
		var until int64
		require.NoError(t, n.DB.Read().NewRaw("SELECT held_until FROM file_hold").Scan(t.Context(), &until))
		require.Zero(t, until, "and holds no files any more")
	})
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
