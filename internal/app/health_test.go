package app_test

import (
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/arrive/health"
	"anlan/internal/connector/imap/imaptest"
)

// ahead moves the clock of a node; jobs and mailboxes go by it.
func ahead(n *apptest.Node) (pass func(time.Duration)) {
	var by atomic.Int64
	n.DB.Clock(func() time.Time { return time.Now().Add(time.Duration(by.Load())) })
	return func(d time.Duration) { by.Add(int64(d)) }
}

// answering are settings of a channel that has a way out as well, though nobody takes it.
func answering(settings map[string]any) map[string]any {
	settings["smtp"] = map[string]any{"host": "127.0.0.1", "port": 9, "security": "none"}
	return settings
}

type healthCard struct {
	State    string `json:"state"`
	Troubles []struct {
		Part, Code, Means string
	} `json:"troubles"`
	Past []struct{ Code string }                    `json:"past"`
	Told []struct{ State, By, Name, Reason string } `json:"told"`
	In   *struct {
		FailingSince *time.Time `json:"failing_since"`
	} `json:"in"`
}

type bell struct {
	Items []struct {
		Kind         string
		Conversation *struct{ ID string }
		Channel      *struct{ ID, Name, Means string }
	}
}

func TestAMailboxThatRefusesIsToldWithinFiveMinutesByAnother(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		pass := ahead(n)
		office, out := imaptest.Open(t), postOffice(t)
		admin := n.Admin()
		agent := admin.Hire("lin", "agent")
		troubled := admin.Channel("email", answering(fetching(office, map[string]any{"password": "guess"})))
		admin.Channel("email", map[string]any{"address": "sales@example.com", "smtp": map[string]any{"host": "127.0.0.1", "port": out.port, "security": "none"}})
		collecting(t, n)
		card := func() (h healthCard) {
			admin.Get("/v1/channels/"+troubled.ID+"/health", http.StatusOK, &h)
			return h
		}
		require.Eventually(t, func() bool { h := card(); return h.In.FailingSince != nil }, 20*time.Second, 10*time.Millisecond)
		require.Equal(t, "ok", card().State, "for a moment it is nobody's business")
		rings := func(times int) (b bell) {
			require.Eventually(t, func() bool {
				require.NoError(t, n.Ward.Look(t.Context()))
				require.NoError(t, n.Notices.Pump(t.Context()))
				admin.Get("/v1/notifications", http.StatusOK, &b)
				return len(b.Items) == times
			}, 20*time.Second, 10*time.Millisecond)
			return b
		}
		pass(4*time.Minute + 30*time.Second)
		rung := rings(1)
		h := card()
		require.Equal(t, "broken", h.State)
		require.Equal(t, "mailbox.password", h.Troubles[0].Code)
		require.Contains(t, h.Troubles[0].Means, "authorisation code")

		mail := out.next(t)
		require.Equal(t, "ada@example.com", mail.to)
		require.Contains(t, mail.text, "Auto-Submitted: auto-generated")
		require.Contains(t, mail.text, "Precedence: bulk")
		require.Contains(t, mail.text, "sales@example.com")
		require.Equal(t, "troubled", rung.Items[0].Kind)
		require.Nil(t, rung.Items[0].Conversation)
		require.Equal(t, troubled.ID, rung.Items[0].Channel.ID)
		require.Contains(t, rung.Items[0].Channel.Means, "refused user name or password")
		var quiet bell
		agent.Get("/v1/notifications", http.StatusOK, &quiet)
		require.Empty(t, quiet.Items, "who cannot mend it is not rung up")
		require.Eventually(t, func() bool { h := card(); return len(h.Told) == 1 && h.Told[0].State == "left" }, 20*time.Second, 10*time.Millisecond)

		rings(1)
		admin.Do(http.MethodPatch, "/v1/channels/"+troubled.ID, map[string]any{"settings": answering(fetching(office, nil))}, http.StatusOK, nil)
		n.Collector.Wake()
		until(t, n, troubled.ID, listening(0))
		rung = rings(2)
		require.Equal(t, "ok", card().State)
		require.Len(t, card().Past, 1)
		require.Contains(t, out.next(t).text, "trouble.")
		require.Equal(t, "recovered", rung.Items[0].Kind)
		rings(2)
		require.Zero(t, number(t, n, "SELECT COUNT(*) FROM message"))

		var listed struct {
			Items []struct{ ID, Health string }
		}
		agent.Get("/v1/channels", http.StatusOK, &listed)
		require.Equal(t, string(health.Well), listed.Items[0].Health)
	})
}

func TestWithoutAnotherMailboxTheBellHasToDo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		pass := ahead(n)
		office, out := imaptest.Open(t), postOffice(t)
		admin := n.Admin()
		settings := answering(fetching(office, map[string]any{"password": "guess"}))
		settings["smtp"] = map[string]any{"host": "127.0.0.1", "port": out.port, "security": "none"}
		troubled := admin.Channel("email", settings)
		collecting(t, n)
		require.Eventually(t, func() bool {
			var h healthCard
			admin.Get("/v1/channels/"+troubled.ID+"/health", http.StatusOK, &h)
			return h.In.FailingSince != nil
		}, 20*time.Second, 10*time.Millisecond)
		pass(2 * time.Minute)
		require.Eventually(t, func() bool {
			require.NoError(t, n.Ward.Look(t.Context()))
			require.NoError(t, n.Notices.Pump(t.Context()))
			var h healthCard
			admin.Get("/v1/channels/"+troubled.ID+"/health", http.StatusOK, &h)
			return len(h.Told) == 1 && h.Told[0].State == "none" && h.Told[0].Reason == "no_mailbox"
		}, 20*time.Second, 10*time.Millisecond)
		require.Zero(t, out.mails())
	})
}

// posted is a mail as its server got it.
type posted struct{ from, to, text string }

// sink is a mail server that takes everything.
type sink struct {
	port int
	got  chan posted
}

func postOffice(t *testing.T) *sink {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &sink{port: listener.Addr().(*net.TCPAddr).Port, got: make(chan posted, 100)}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &sinking{s: s}, nil }))
	server.Domain = "localhost"
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

func (s *sink) mails() int { return len(s.got) }

func (s *sink) next(t *testing.T) posted {
	t.Helper()
	select {
	case mail := <-s.got:
		return mail
	case <-time.After(20 * time.Second):
		t.Fatal("no mail came")
		return posted{}
	}
}

type sinking struct {
	s    *sink
	mail posted
}

func (x *sinking) Reset()        {}
func (x *sinking) Logout() error { return nil }

func (x *sinking) Mail(from string, _ *smtp.MailOptions) error {
	x.mail.from = from
	return nil
}

func (x *sinking) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.mail.to = to
	return nil
}

func (x *sinking) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	x.mail.text = string(raw)
	x.s.got <- x.mail
	return err
}
