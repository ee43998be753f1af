package app_test

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/channel/email"
	"anlan/internal/connector/imap"
	"anlan/internal/connector/imap/imaptest"
	"anlan/internal/drill/mailtest"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// housed are the settings of a channel whose mailbox is in this house.
func housed(h *mailtest.House) map[string]any {
	a := h.Account()
	settings := map[string]any{"address": mailtest.User, "imap": map[string]any{
		"host": a.Host, "port": a.Port, "security": a.Security, "user": a.User, "password": a.Password, "begin": "all",
	}}
	if h.SMTP != 0 {
		settings["smtp"] = map[string]any{"host": "127.0.0.1", "port": h.SMTP, "security": "none"}
	}
	return settings
}

// wantNothingMissing compares the mailbox with what came in.
func wantNothingMissing(t *testing.T, admin *apptest.Person, channel string, mails int) {
	t.Helper()
	var r mailbox.Reconciliation
	admin.Post("/v1/channels/"+channel+"/mailbox/reconciliations", nil, http.StatusCreated, &r)
	require.Zero(t, r.Difference)
	require.Equal(t, mails, r.InMailbox)
	require.Equal(t, mails, r.InLedger)
}

func TestARealMailServerPushesMailAndBounces(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		house := mailtest.Open(t)
		admin := n.Admin()
		channel := admin.Channel("email", housed(house))
		collecting(t, n)
		until(t, n, channel.ID, listening(0))

		// Nobody looks before five minutes are over: the server says that there is news.
		house.Send(mailtest.Customer, "help+t.abc@"+mailtest.Domain, imaptest.Letter("wang", 1))
		until(t, n, channel.ID, listening(1))
		var mails struct{ Items []mailbox.Line }
		admin.Get("/v1/channels/"+channel.ID+"/mailbox/mails", http.StatusOK, &mails)
		require.Len(t, mails.Items, 1)
		var raw []byte
		admin.Get("/v1/messages/"+string(mails.Items[0].Message)+"/raw", http.StatusOK, &raw)
		require.Contains(t, string(raw), "Delivered-To: help+t.abc@example.com", "the address that it was sent to is kept")

		// A reply to somebody whom the house does not know comes back.
		house.Send("nobody@"+mailtest.Domain, mailtest.User, strings.ReplaceAll(imaptest.Letter("li", 2), "li@example.cn", "nobody@example.com"))
		until(t, n, channel.ID, listening(2))
		admin.Get("/v1/channels/"+channel.ID+"/mailbox/mails", http.StatusOK, &mails)
		admin.Post("/v1/conversations/"+string(mails.Items[0].Conversation)+"/messages", map[string]any{"text": "It is on its way."}, http.StatusCreated, nil)
		h := until(t, n, channel.ID, listening(3))
		require.Equal(t, 1, h.Counts[mailbox.Bounce])
		wantNothingMissing(t, admin, channel.ID, 3)
	})
}

func TestAMailboxIsBuiltAnewAndItsServerKilled(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		house := mailtest.Mailboxes(t)
		house.Put(imaptest.Letter("wang", 1), imaptest.Letter("wang", 2), herMail)
		admin := n.Admin()
		channel := admin.Channel("email", housed(house))
		n.Collector.At(email.Pace{Look: time.Second, Net: time.Hour, All: time.Hour, Pause: soon})
		collecting(t, n)
		until(t, n, channel.ID, listening(3))
		wantNothingMissing(t, admin, channel.ID, 3)

		house.Kill()
		until(t, n, channel.ID, func(h mailbox.Health) bool { return h.State == mailbox.Failing })
		house.Put(imaptest.Letter("wang", 3))
		house.Start()
		until(t, n, channel.ID, listening(4))
		wantNothingMissing(t, admin, channel.ID, 4)

		// What is deleted here stays in the mailbox, and does not come back, not even
		// when its number there is another.
		var contact string
		require.NoError(t, n.DB.Read().NewRaw("SELECT contact_id FROM identity WHERE value = 'ouyang.jing@example.cn'").Scan(t.Context(), &contact))
		admin.Post("/v1/erasures", map[string]any{"contact_id": contact, "confirm": "欧阳静"}, http.StatusAccepted, nil)
		require.Eventually(t, func() bool { return number(t, n, "SELECT COUNT(*) FROM message") == 3 }, 20*time.Second, 10*time.Millisecond)
		house.Renumber()
		h := until(t, n, channel.ID, func(h mailbox.Health) bool { return h.State == mailbox.Listening && h.Counts[mailbox.Tombstone] == 1 })
		require.Zero(t, h.Counts[mailbox.Duplicate])
		require.Equal(t, 3, number(t, n, "SELECT COUNT(*) FROM message"))
		wantNothingMissing(t, admin, channel.ID, 4)
	})
}

func TestAMailboxThatSomebodyGotIntoIsReadAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		house := mailtest.Mailboxes(t)
		admin := n.Admin()
		channel := admin.Channel("email", housed(house))
		n.Collector.At(email.Pace{Look: time.Second, Net: time.Hour, All: time.Hour, Pause: func(int) time.Duration { return time.Hour }})
		collecting(t, n)
		for i, way := range []struct {
			path   string
			status int
		}{{"check", http.StatusOK}, {"reconciliations", http.StatusCreated}} {
			until(t, n, channel.ID, listening(i))
			house.Kill()
			until(t, n, channel.ID, func(h mailbox.Health) bool { return h.State == mailbox.Failing })
			house.Put(imaptest.Letter("wang", i+1))
			house.Start()
			admin.Post("/v1/channels/"+channel.ID+"/mailbox/"+way.path, nil, way.status, nil)
			until(t, n, channel.ID, listening(i+1))
		}
	})
}

func soon(int) time.Duration { return 50 * time.Millisecond }

// mailLine is a line to the house that can stop carrying without hanging up.
type mailLine struct {
	port int

	mu   sync.Mutex
	hole bool
}

func mailLineTo(t *testing.T, to int) *mailLine {
	t.Helper()
	w := &mailLine{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	w.port = listener.Addr().(*net.TCPAddr).Port
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(to)))
			if err != nil {
				_ = near.Close()
				continue
			}
			context := t.Context()
			go func() {
				<-context.Done()
				_, _ = near.Close(), far.Close()
			}()
			go w.carry(near, far)
			go w.carry(far, near)
		}
	}()
	return w
}

func (w *mailLine) swallow(all bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hole = all
}

func (w *mailLine) carry(from, to net.Conn) {
	for some := make([]byte, 32<<10); ; {
		n, err := from.Read(some)
		if err != nil {
			_ = to.Close()
			return
		}
		w.mu.Lock()
		swallowed := w.hole
		w.mu.Unlock()
		if swallowed {
			continue
		}
		if _, err := to.Write(some[:n]); err != nil {
			return
		}
	}
}

func TestALineThatCarriesNothingIsNoticedAndWhatCameIsFetched(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		house := mailtest.Mailboxes(t)
		line := mailLineTo(t, house.IMAP)
		settings := housed(house)
		settings["imap"].(map[string]any)["port"] = line.port
		admin := n.Admin()
		channel := admin.Channel("email", settings)
		impatient := imap.Times{Dial: time.Second, Step: time.Second, List: time.Second, Fetch: time.Second}
		n.Collector = email.NewCollector(n.Channels, n.Door, n.Mailboxes, n.Grants, impatient.Open, n.Node, n.Log)
		n.Collector.At(email.Pace{Look: time.Second, Net: 100 * time.Millisecond, All: time.Hour, Pause: soon})
		collecting(t, n)
		until(t, n, channel.ID, listening(0))

		line.swallow(true)
		house.Put(imaptest.Letter("wang", 1), imaptest.Letter("wang", 2))
		h := until(t, n, channel.ID, func(h mailbox.Health) bool { return h.State == mailbox.Failing })
		require.Equal(t, "silent", h.Reason)
		line.swallow(false)
		until(t, n, channel.ID, listening(2))
		wantNothingMissing(t, admin, channel.ID, 2)
	})
}

func TestAWeekOfMailComesInWholeTheNewestFirst(t *testing.T) {
	const week = 5000
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		house := mailtest.Mailboxes(t)
		for i := range week {
			house.Put(imaptest.Letter(fmt.Sprint("customer", i%700), i))
		}
		admin := n.Admin()
		channel := admin.Channel("email", housed(house))
		begun := time.Now()
		collecting(t, n)
		until(t, n, channel.ID, listening(week))
		t.Logf("%d mails in %s", week, time.Since(begun).Round(time.Millisecond))
		var latest struct{ Items []mailbox.Line }
		admin.Get("/v1/channels/"+channel.ID+"/mailbox/mails?limit=200", http.StatusOK, &latest)
		require.LessOrEqual(t, latest.Items[0].UID, uint32(100), "the oldest come last")
		var first uint32
		require.NoError(t, n.DB.Read().NewRaw("SELECT MIN(uid) FROM (SELECT uid FROM mailbox_line ORDER BY at LIMIT 100) first").Scan(t.Context(), &first))
		require.Greater(t, first, uint32(week-300), "the newest come first")
		require.Equal(t, week, number(t, n, "SELECT COUNT(*) FROM message"))
		wantNothingMissing(t, admin, channel.ID, week)
	})
}

func TestWhenTheNodeOfAMailboxIsKilledAnotherFetches(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			house := mailtest.Mailboxes(t)
			folder, url := place.Make(t)
			living := func() *apptest.Node { return apptest.Start(t, folder, url, "") }
			first := living()
			admin := first.Admin()
			channel := admin.Channel("email", housed(house))
			stop := collecting(t, first)
			until(t, first, channel.ID, listening(0))
			stop()
			if url == "" { // one process at a time has the file
				first.Stop()
			}
			dying := serve(t, folder, url)
			house.Put(imaptest.Letter("wang", 1))
			elsewhere := admin.On(apptest.Elsewhere(t, dying.url))
			require.Eventually(t, func() bool {
				var h mailbox.Health
				elsewhere.Get("/v1/channels/"+channel.ID+"/mailbox", http.StatusOK, &h)
				return listening(1)(h)
			}, 20*time.Second, 10*time.Millisecond)
			dying.kill()
			house.Put(imaptest.Letter("wang", 2))

			next := first
			if url == "" {
				next = living()
			}
			var left int
			require.NoError(t, next.DB.Read().NewRaw("SELECT lease_until - ? FROM mailbox", next.DB.Now().UnixMilli()).Scan(t.Context(), &left))
			look := 5 * time.Second
			require.LessOrEqual(t, time.Duration(left)*time.Millisecond+look, 30*time.Second, "so long may it take until another looks and finds it free")
			h, err := next.Mailboxes.Health(t.Context(), access.System, fact.ChannelID(channel.ID))
			require.NoError(t, err)
			require.NotEmpty(t, h.Node)
			require.NoError(t, next.DB.Write(t.Context(), func(tx *db.Tx) error { // nobody waits for it here
				_, err := tx.Exec(t.Context(), "UPDATE mailbox SET lease_until = 1")
				return err
			}))
			collecting(t, next)
			until(t, next, channel.ID, listening(2))
			wantNothingMissing(t, admin.On(next), channel.ID, 2)
		})
	}
}
