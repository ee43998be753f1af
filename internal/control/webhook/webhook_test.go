package webhook_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"

	"anlan/internal/connector/httppost"
	"anlan/internal/control/webhook"
	"anlan/internal/drill/world"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
)

// receiver is another program that listens, and can be told to fail.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	fail   func(http.ResponseWriter, *http.Request) bool // true: it has failed
	heard  []got
	knocks int
}

type got struct {
	id   string
	body webhook.Event
	raw  []byte
	head http.Header
}

func listens(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(r.serve))
	r.Server.Config.ErrorLog = slog.NewLogLogger(slog.NewTextHandler(io.Discard, nil), slog.LevelError)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) serve(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	r.mu.Lock()
	r.knocks++
	fail := r.fail
	r.mu.Unlock()
	if fail != nil && fail(w, request) {
		return
	}
	var e webhook.Event
	_ = json.Unmarshal(body, &e) // what is not JSON shows as an empty event
	r.mu.Lock()
	r.heard = append(r.heard, got{request.Header.Get("webhook-id"), e, body, request.Header.Clone()})
	r.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}

func (r *receiver) fails(f func(http.ResponseWriter, *http.Request) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fail = f
}

func (r *receiver) events() (types []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range r.heard {
		types = append(types, g.body.Type)
	}
	return types
}

func (r *receiver) got(t *testing.T, n int) got {
	r.mu.Lock()
	defer r.mu.Unlock()
	require.Greater(t, len(r.heard), n)
	return r.heard[n]
}

func (r *receiver) knocked() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.knocks
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

func courier(w *world.World, allowed []netip.Prefix) *webhook.Courier {
	c := webhook.NewCourier(w.DB, httppost.New(allowed), nil, slog.New(slog.NewTextHandler(io.Discard, nil)))
	w.Jobs.Register(webhook.DeliverJob, jobs.Handle(c.Deliver))
	return c
}

func add(t *testing.T, w *world.World, c *webhook.Courier, url string, events ...string) (webhook.Webhook, string) {
	hook, secret, err := c.Add(w.Ctx, w.Ada, webhook.New{Name: "订单系统", URL: url, Events: events, Content: webhook.IDs})
	require.NoError(t, err)
	return hook, secret
}

// pass tells what is new and makes what is due.
func pass(t *testing.T, w *world.World, c *webhook.Courier) {
	_, err := w.DB.Sequence(w.Ctx)
	require.NoError(t, err)
	require.NoError(t, c.Pump(w.Ctx))
	w.Settle()
}

func TestAReceiverIsToldInOrderAndSigned(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c, r := courier(w, loopback), listens(t)
		w.Says("王小明", "在吗") // before anybody listened
		w.Facts()
		hook, secret := add(t, w, c, r.URL, "message.*", "conversation.resolved")
		m := w.Says("王小明", "课程打不开")
		w.Replies(w.Lin, m.Conversation, "您好，请刷新一下")
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, m.Conversation))
		pass(t, w, c)

		require.Equal(t, []string{"message.arrived", "message.replied", "conversation.resolved"}, only(r.events()))
		first := r.got(t, 0)
		check, err := standardwebhooks.NewWebhook(secret)
		require.NoError(t, err)
		at, err := strconv.ParseInt(first.head.Get("webhook-timestamp"), 10, 64)
		require.NoError(t, err)
		require.Equal(t, w.Now().Unix(), at)
		want, err := check.Sign(first.id, time.Unix(at, 0), first.raw)
		require.NoError(t, err)
		require.Equal(t, want, first.head.Get("webhook-signature"))
		require.NotContains(t, string(first.raw), "课程", "facts carry no words")

		w.Facts()
		pass(t, w, c)
		require.Len(t, only(r.events()), 3, "nothing is sent twice")
		shown, err := c.Get(w.Ctx, w.Ada, hook.ID)
		require.NoError(t, err)
		require.Zero(t, shown.Waiting)
		require.Equal(t, w.Now(), shown.DeliveredAt)
	})
}

// only leaves out what says that a message was seen or sent.
func only(types []string) (rest []string) {
	for _, e := range types {
		if e != "message.delivery_changed" {
			rest = append(rest, e)
		}
	}
	return rest
}

func TestAReceiverThatFailsInTenWays(t *testing.T) {
	status := func(code int) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(code); return true }
	}
	hangUp := func(w http.ResponseWriter, _ *http.Request) bool {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = conn.Close()
		}
		return true
	}
	babble := func(w http.ResponseWriter, _ *http.Request) bool {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_, _ = io.WriteString(conn, "SSH-2.0-not a web server\r\n\r\n")
			_ = conn.Close()
		}
		return true
	}
	world.Each(t, func(t *testing.T, w *world.World) {
		tlsOnly := httptest.NewTLSServer(http.NotFoundHandler())
		tlsOnly.Config.ErrorLog = slog.NewLogLogger(slog.NewTextHandler(io.Discard, nil), slog.LevelError)
		t.Cleanup(tlsOnly.Close)
		gone := httptest.NewServer(http.NotFoundHandler())
		gone.Close() // nobody listens on this port any more

		c, r := courier(w, loopback), listens(t)
		for _, way := range []struct {
			name   string
			url    string
			fail   func(http.ResponseWriter, *http.Request) bool
			reason string
			status int
		}{
			{"an error", r.URL, status(http.StatusInternalServerError), "status", 500},
			{"not found", r.URL, status(http.StatusNotFound), "status", 404},
			{"too many", r.URL, func(w http.ResponseWriter, _ *http.Request) bool {
				w.Header().Set("Retry-After", "600")
				w.WriteHeader(http.StatusTooManyRequests)
				return true
			}, "status", 429},
			{"moved", r.URL, func(w http.ResponseWriter, _ *http.Request) bool {
				w.Header().Set("Location", "http://169.254.169.254/")
				w.WriteHeader(http.StatusFound)
				return true
			}, "redirect", 302},
			{"hangs up", r.URL, hangUp, "connection", 0},
			{"speaks something else", r.URL, babble, "connection", 0},
			{"nobody listens", gone.URL, nil, "connection", 0},
			{"a certificate of its own", tlsOnly.URL, nil, "certificate", 0},
			{"a name that nobody has", "https://nobody..example/hook", nil, "name", 0},
			{"an address in the house", "https://10.1.2.3/hook", nil, "private_address", 0},
		} {
			t.Run(way.name, func(t *testing.T) {
				r.fails(way.fail)
				hook, _ := add(t, w, c, way.url, "message.arrived")
				w.Says(way.name, "hello")
				pass(t, w, c)
				log, err := c.Log(w.Ctx, w.Ada, hook.ID, webhook.LogQuery{Limit: 10})
				require.NoError(t, err)
				require.Len(t, log, 1)
				require.Equal(t, webhook.Pending, log[0].State)
				require.Equal(t, way.reason, log[0].Reason, log[0].Detail)
				require.Equal(t, way.status, log[0].Status)
				require.True(t, log[0].NextAt.After(w.Now()), "it comes again, later")

				// The receiver is mended: what waited arrives, once.
				r.fails(nil)
				before := len(r.events())
				url := r.URL
				_, err = c.Change(w.Ctx, w.Ada, hook.ID, webhook.Change{URL: &url})
				require.NoError(t, err)
				w.Pass(11 * time.Minute)
				pass(t, w, c)
				require.Equal(t, before+1, len(r.events()))
				_, body, attempts, err := c.Attempts(w.Ctx, w.Ada, hook.ID, log[0].ID)
				require.NoError(t, err)
				require.True(t, json.Valid(body))
				require.Len(t, attempts, 2)
				require.Equal(t, way.reason, attempts[0].Reason)
				require.Empty(t, attempts[1].Reason)
				require.Equal(t, http.StatusNoContent, attempts[1].Status)
				require.NoError(t, c.Remove(w.Ctx, w.Ada, hook.ID))
			})
		}
	})
}

func TestOneConversationWaitsAndOthersGoOn(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c, r := courier(w, loopback), listens(t)
		add(t, w, c, r.URL, "message.arrived", "conversation.tagged")
		stubborn := w.Says("王", "第一条")
		r.fails(func(rw http.ResponseWriter, request *http.Request) bool {
			if len(r.events()) > 0 { // from the second on everything is taken
				return false
			}
			rw.WriteHeader(http.StatusServiceUnavailable)
			return true
		})
		pass(t, w, c)
		require.Equal(t, 1, r.knocked())
		w.Says("王", "第二条")
		pass(t, w, c)
		require.Equal(t, 1, r.knocked(), "the second waits for the first")

		r.fails(nil)
		w.Says("李", "别的客户")
		pass(t, w, c)
		require.Len(t, r.events(), 1, "another conversation does not wait")
		w.Pass(time.Minute)
		pass(t, w, c)
		require.Len(t, r.events(), 3)
		require.Contains(t, string(r.got(t, 1).raw), string(stubborn.Message))
	})
}

func TestAfterTwoDaysADeliveryIsGivenUpAndCanBeSentAgain(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c, r := courier(w, loopback), listens(t)
		hook, _ := add(t, w, c, r.URL, "message.arrived")
		r.fails(func(rw http.ResponseWriter, _ *http.Request) bool { rw.WriteHeader(http.StatusBadGateway); return true })
		w.Says("王", "第一条")
		for range 49 {
			pass(t, w, c)
			w.Pass(time.Hour)
		}
		log, err := c.Log(w.Ctx, w.Ada, hook.ID, webhook.LogQuery{State: webhook.Failed, Limit: 10})
		require.NoError(t, err)
		require.Len(t, log, 1)
		require.Greater(t, log[0].Attempts, 8)
		require.Less(t, r.knocked(), 40, "a receiver that is down is not hammered")
		shown, err := c.Get(w.Ctx, w.Ada, hook.ID)
		require.NoError(t, err)
		require.Equal(t, 1, shown.Failed)
		require.False(t, shown.FailingSince.IsZero())

		r.fails(nil)
		w.Says("王", "第二条") // what is behind it goes on
		pass(t, w, c)
		require.Len(t, r.events(), 1)
		again, err := c.Replay(w.Ctx, w.Ada, hook.ID, log[0].ID)
		require.NoError(t, err)
		pass(t, w, c)
		require.Equal(t, log[0].EventID, again.EventID)
		require.Equal(t, log[0].EventID, r.got(t, 1).id, "the same event keeps its id")
		n, _, more, err := c.ReplayAll(w.Ctx, w.Ada, hook.ID, webhook.LogQuery{State: webhook.Delivered})
		require.NoError(t, err)
		require.Equal(t, 2, n)
		require.False(t, more)
		pass(t, w, c)
		require.Len(t, r.events(), 4)
		_, err = c.Replay(w.Ctx, w.Ada, hook.ID, 9999)
		fault.Want(t, err, "webhook.delivery_missing")
	})
}

func TestAReceiverThatIsNoMoreIsLeftAlone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c, r := courier(w, loopback), listens(t)
		hook, _ := add(t, w, c, r.URL, "message.arrived")
		w.Facts()
		r.fails(func(rw http.ResponseWriter, _ *http.Request) bool { rw.WriteHeader(http.StatusGone); return true })
		w.Says("王", "第一条")
		pass(t, w, c)
		w.Says("李", "第二条")
		w.Pass(time.Hour)
		pass(t, w, c)
		require.Equal(t, 1, r.knocked())
		shown, err := c.Get(w.Ctx, w.Ada, hook.ID)
		require.NoError(t, err)
		require.Equal(t, webhook.Paused, shown.State)
		require.Equal(t, "gone", shown.PausedBecause)

		r.fails(nil)
		active := webhook.Active
		_, err = c.Change(w.Ctx, w.Ada, hook.ID, webhook.Change{State: &active})
		require.NoError(t, err)
		w.Pass(2 * time.Minute)
		pass(t, w, c)
		require.Len(t, r.events(), 2, "what happened meanwhile is not lost")
	})
}

func TestASecretIsReplacedWithoutAGap(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c, r := courier(w, loopback), listens(t)
		hook, old := add(t, w, c, r.URL, "message.arrived")
		fresh, err := c.Rotate(w.Ctx, w.Ada, hook.ID)
		require.NoError(t, err)
		require.NotEqual(t, old, fresh)
		w.Says("王", "第一条")
		pass(t, w, c)
		require.Len(t, strings.Fields(r.got(t, 0).head.Get("webhook-signature")), 2, "both sign for a day")
		w.Pass(25 * time.Hour)
		w.Says("王", "第二条")
		pass(t, w, c)
		require.Len(t, strings.Fields(r.got(t, 1).head.Get("webhook-signature")), 1)
		shown, err := c.Secret(w.Ctx, w.Ada, hook.ID)
		require.NoError(t, err)
		require.Equal(t, fresh, shown)
	})
}

func TestAPrivateAddressIsNotReached(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := listens(t)
		c := courier(w, nil)
		hook, _ := add(t, w, c, strings.Replace(r.URL, "http://", "https://", 1), "message.arrived")
		plain, _ := add(t, w, c, r.URL, "message.arrived")
		w.Says("王", "第一条")
		pass(t, w, c)
		log, err := c.Log(w.Ctx, w.Ada, hook.ID, webhook.LogQuery{Limit: 1})
		require.NoError(t, err)
		require.Equal(t, "private_address", log[0].Reason)
		log, err = c.Log(w.Ctx, w.Ada, plain.ID, webhook.LogQuery{Limit: 1})
		require.NoError(t, err)
		require.Equal(t, "not_encrypted", log[0].Reason)
		require.Zero(t, r.knocked())
	})
}

func TestAPingArrivesEvenWhereNothingElseDoes(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c, r := courier(w, loopback), listens(t)
		hook, _ := add(t, w, c, r.URL, "message.arrived")
		paused := webhook.Paused
		_, err := c.Change(w.Ctx, w.Ada, hook.ID, webhook.Change{State: &paused})
		require.NoError(t, err)
		w.Says("王", "hello")
		_, err = c.Ping(w.Ctx, w.Ada, hook.ID)
		require.NoError(t, err)
		pass(t, w, c)
		require.Equal(t, []string{"ping"}, r.events())
	})
}

func TestADroppedDeliveryLetsTheNextGo(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c, r := courier(w, loopback), listens(t)
		hook, _ := add(t, w, c, r.URL, "message.arrived")
		r.fails(func(rw http.ResponseWriter, _ *http.Request) bool { rw.WriteHeader(http.StatusBadRequest); return true })
		w.Says("王", "有毒的一条")
		w.Says("王", "正常的一条")
		pass(t, w, c)
		log, err := c.Log(w.Ctx, w.Ada, hook.ID, webhook.LogQuery{State: webhook.Pending, OldFirst: true, Limit: 10})
		require.NoError(t, err)
		require.Len(t, log, 2)
		require.NoError(t, c.Drop(w.Ctx, w.Ada, hook.ID, log[0].ID))
		fault.Want(t, c.Drop(w.Ctx, w.Ada, hook.ID, log[0].ID), "webhook.delivery_missing")
		r.fails(nil)
		w.Pass(time.Minute)
		pass(t, w, c)
		require.Len(t, r.events(), 1)
		require.Equal(t, log[1].EventID, r.got(t, 0).id)
	})
}

func TestWhereClearDataGoesIsDecidedByWhoMaySeeIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := courier(w, nil)
		hook, _, err := c.Add(w.Ctx, w.Ada, webhook.New{Name: "x", URL: "https://example.com/hook", Events: []string{"*"}, Content: webhook.IDs, Clear: true})
		require.NoError(t, err)
		blind := w.Ada
		blind.Scope = access.Chosen(access.WebhookManage)
		content := webhook.Objects
		for _, change := range []webhook.Change{{URL: new("https://example.org/")}, {Events: &[]string{"message.arrived"}}, {Content: &content}} {
			_, err = c.Change(w.Ctx, blind, hook.ID, change)
			fault.Want(t, err, "access.denied")
		}
		_, err = c.Replay(w.Ctx, blind, hook.ID, 1)
		fault.Want(t, err, "access.denied")
		_, _, _, err = c.ReplayAll(w.Ctx, blind, hook.ID, webhook.LogQuery{State: webhook.Failed})
		fault.Want(t, err, "access.denied")
		_, err = c.Change(w.Ctx, blind, hook.ID, webhook.Change{Name: new("y")})
		require.NoError(t, err)
		_, err = c.Change(w.Ctx, w.Ada, hook.ID, webhook.Change{URL: new("https://example.org/")})
		require.NoError(t, err)
	})
}

func TestWhatAWebhookCannotBe(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := courier(w, nil)
		good := webhook.New{Name: "x", URL: "https://example.com/hook", Events: []string{"*"}, Content: webhook.IDs}
		with := func(change func(*webhook.New)) webhook.New {
			n := good
			change(&n)
			return n
		}
		for _, bad := range []struct {
			who  access.Actor
			new  webhook.New
			code string
		}{
			{w.Mo, good, "access.denied"},
			{w.Ada, with(func(n *webhook.New) { n.Name = " " }), "webhook.name_missing"},
			{w.Ada, with(func(n *webhook.New) { n.URL = "ftp://example.com" }), "webhook.url_wrong"},
			{w.Ada, with(func(n *webhook.New) { n.URL = "https://me:secret@example.com" }), "webhook.url_with_password"},
			{w.Ada, with(func(n *webhook.New) { n.Events = nil }), "webhook.events_missing"},
			{w.Ada, with(func(n *webhook.New) { n.Events = []string{"message.arived"} }), "webhook.event_unknown"},
			{w.Ada, with(func(n *webhook.New) { n.Content = "all" }), "webhook.content_unknown"},
		} {
			_, _, err := c.Add(w.Ctx, bad.who, bad.new)
			fault.Want(t, err, bad.code)
		}
	})
}
