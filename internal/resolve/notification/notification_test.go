package notification_test

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/connector/httppost"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/notification"
)

// told is a world with somebody who tells.
func told(t *testing.T, w *world.World, allowed ...netip.Prefix) *notification.Desk {
	t.Helper()
	d := notification.New(w.DB, httppost.New(allowed).Client(), "https://desk.lanxue.example", slog.New(slog.NewTextHandler(io.Discard, nil)))
	w.Jobs.Register(notification.PushJob, jobs.Handle(d.Push))
	return d
}

func pump(t *testing.T, w *world.World, d *notification.Desk) {
	t.Helper()
	_, err := w.DB.Sequence(w.Ctx)
	require.NoError(t, err)
	require.NoError(t, d.Pump(w.Ctx))
}

func list(t *testing.T, w *world.World, d *notification.Desk, who access.Actor) (kinds []string, unseen int) {
	t.Helper()
	found, more, unseen, err := d.List(w.Ctx, who, notification.Walk{Limit: 50})
	require.NoError(t, err)
	require.False(t, more)
	for _, n := range found {
		kinds = append(kinds, string(n.Kind))
	}
	return kinds, unseen
}

func give(t *testing.T, w *world.World, by access.Actor, c fact.ConversationID, to fact.StaffID) {
	t.Helper()
	err := w.Inbox.Assign(w.Ctx, by, c, conversation.Assignment{Assignee: &to})
	require.NoError(t, err)
}

func TestPeopleHearOfWhatConcernsThem(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := told(t, w)
		c := w.Says("王小明", "课程视频打不开").Conversation
		pump(t, w, d)
		_, unseen := list(t, w, d, w.Lin)
		require.Zero(t, unseen, "nobody's conversation concerns nobody")

		give(t, w, w.Lin, c, w.Lin.ID)
		pump(t, w, d)
		_, unseen = list(t, w, d, w.Lin)
		require.Zero(t, unseen, "what I took myself is no news")

		give(t, w, w.Chen, c, w.Chen.ID)
		give(t, w, w.Chen, c, w.Lin.ID)
		w.Pass(time.Minute)
		w.Says("王小明", "还在吗？")
		w.Pass(time.Minute)
		w.Says("王小明", "在吗在吗")
		w.Pass(time.Minute)
		_, err := w.Desk.Say(w.Ctx, w.Chen, c, desk.Words{Kind: conversation.Note, HTML: `<p><span data-mention="staff:` + string(w.Lin.ID) + `">@林岚</span> 看一下</p>`})
		require.NoError(t, err)
		w.Facts()
		pump(t, w, d)
		kinds, unseen := list(t, w, d, w.Lin)
		require.Equal(t, []string{"mentioned", "replied", "assigned"}, kinds, "a customer who writes twice is told once")
		require.Equal(t, 3, unseen)
		kinds, _ = list(t, w, d, w.Chen)
		require.Empty(t, kinds)
		for _, name := range w.Facts() {
			require.Equal(t, "notification.raised", name)
		}

		pump(t, w, d)
		require.Empty(t, w.Facts(), "a fact tells once")

		require.NoError(t, d.SeenIn(w.Ctx, w.Lin, c))
		_, unseen = list(t, w, d, w.Lin)
		require.Zero(t, unseen)
		w.WantFacts("notification.seen")
		require.NoError(t, d.SeenIn(w.Ctx, w.Lin, c))
		w.WantFacts()

		w.Pass(31 * 24 * time.Hour)
		require.NoError(t, d.Sweep(w.Ctx))
		require.Zero(t, w.Count("notification"))
	})
}

func TestWhoWasAwayReadsWhatWentBackToTheTeam(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := told(t, w)
		c := w.Says("王小明", "课程视频打不开").Conversation
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Lin, c, conversation.Assignment{Assignee: &w.Lin.ID, Team: &w.Care.ID}))
		require.NoError(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			return w.Inbox.GiveBackTx(w.Ctx, tx, c, conversation.Absent{Who: w.Lin.ID, Since: w.Now(), Teams: []fact.TeamID{w.Care.ID}})
		}))
		pump(t, w, d)
		kinds, _ := list(t, w, d, w.Lin)
		require.Equal(t, []string{"returned"}, kinds)
		chosen, err := d.Preferences(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Contains(t, chosen, notification.Preference{Kind: notification.Returned, Page: true}, "not rung up at home")
	})
}

func TestASnoozeThatIsOverTellsWhoseConversationItIs(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := told(t, w)
		mine, nobodys := w.Says("王小明", "周五再联系我").Conversation, w.Says("李华", "下周再说").Conversation
		give(t, w, w.Lin, mine, w.Lin.ID)
		for _, c := range []fact.ConversationID{mine, nobodys} {
			require.NoError(t, w.Inbox.Snooze(w.Ctx, w.Lin, c, world.At("11:00")))
		}
		pump(t, w, d)
		kinds, _ := list(t, w, d, w.Lin)
		require.Empty(t, kinds, "a snooze that begins is no news")

		w.Until("11:00")
		w.Settle()
		pump(t, w, d)
		kinds, unseen := list(t, w, d, w.Lin)
		require.Equal(t, []string{"awake"}, kinds, "what is nobody's wakes nobody")
		require.Equal(t, 1, unseen)

		w.Says("王小明", "您好，周五了")
		require.NoError(t, w.Inbox.Snooze(w.Ctx, w.Lin, mine, world.At("13:00")))
		w.Says("王小明", "在吗")
		w.Until("13:00")
		w.Settle()
		pump(t, w, d)
		kinds, _ = list(t, w, d, w.Lin)
		require.Equal(t, []string{"replied", "awake"}, kinds, "a customer who wakes a conversation is told as one who wrote")
	})
}

func TestAReplyThatDoesNotArriveTellsItsWriter(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := told(t, w)
		c := w.Mails("Message-ID: <1@home.example>\r\nFrom: Wang <wang@home.example>\r\nSubject: Invoice\r\n\r\nWhen will it come?\r\n").Conversation
		give(t, w, w.Lin, c, w.Lin.ID)
		arrives := w.Replies(w.Chen, c, "今天就寄")
		w.Pass(time.Minute)
		m := w.Replies(w.Chen, c, "已经寄出")
		pump(t, w, d)
		require.NoError(t, w.Inbox.Deliver(w.Ctx, arrives.ID, conversation.Sent, ""))
		pump(t, w, d)
		kinds, _ := list(t, w, d, w.Chen)
		require.Empty(t, kinds, "what arrives is no news")

		require.NoError(t, w.Inbox.Deliver(w.Ctx, m.ID, conversation.Failed, "550 no such user"))
		require.NoError(t, w.Inbox.Deliver(w.Ctx, m.ID, conversation.Failed, "550 no such user"))
		pump(t, w, d)
		found, _, _, err := d.List(w.Ctx, w.Chen, notification.Walk{Limit: 10})
		require.NoError(t, err)
		require.Len(t, found, 1, "told once, and whoever wrote it")
		require.Equal(t, notification.Failed, found[0].Kind)
		require.Equal(t, m.ID, found[0].Message)
		kinds, _ = list(t, w, d, w.Lin)
		require.Empty(t, kinds, "whose conversation it is did not write it")
	})
}

func TestReadingAConversationSeesWhatItTold(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := told(t, w)
		r := w.Says("王小明", "课程视频打不开")
		give(t, w, w.Chen, r.Conversation, w.Lin.ID)
		pump(t, w, d)
		w.Pass(time.Second)
		require.NoError(t, w.Inbox.SeenByStaff(w.Ctx, w.Lin, r.Conversation, r.Message))
		pump(t, w, d)
		_, unseen := list(t, w, d, w.Lin)
		require.Zero(t, unseen)
	})
}

func TestEverybodyChoosesHowTheyAreTold(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := told(t, w)
		require.NoError(t, d.Prefer(w.Ctx, w.Lin, []notification.Preference{{Kind: notification.Assigned}}))
		chosen, err := d.Preferences(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Len(t, chosen, len(notification.Kinds)-2, "of channels only those hear who may manage them")
		ofAda, err := d.Preferences(w.Ctx, w.Ada)
		require.NoError(t, err)
		require.Len(t, ofAda, len(notification.Kinds))
		require.Equal(t, notification.Preference{Kind: notification.Mentioned, Page: true, Push: true}, chosen[0])
		require.Equal(t, notification.Preference{Kind: notification.Assigned}, chosen[1])
		give(t, w, w.Chen, w.Says("王小明", "您好").Conversation, w.Lin.ID)
		pump(t, w, d)
		require.Zero(t, w.Count("notification"))
		err = d.Prefer(w.Ctx, w.Lin, []notification.Preference{{Kind: "weather"}})
		require.True(t, fault.Is(err, "notification.unknown_kind"))
	})
}

// browser is one that was subscribed, and can read what it is told.
type browser struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func newBrowser(t *testing.T) browser {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	require.NoError(t, err)
	auth := make([]byte, 16)
	rand.Read(auth)
	return browser{key, auth}
}

func (b browser) keys() (p256dh, auth string) {
	return base64.RawURLEncoding.EncodeToString(b.key.PublicKey().Bytes()), base64.RawURLEncoding.EncodeToString(b.auth)
}

// reads decrypts as RFC 8291 and RFC 8188 say.
func (b browser) reads(t *testing.T, body []byte) []byte {
	salt, length := body[:16], int(body[20])
	sender, sealed := body[21:21+length], body[21+length:]
	public, err := ecdh.P256().NewPublicKey(sender)
	require.NoError(t, err)
	shared, err := b.key.ECDH(public)
	require.NoError(t, err)
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(sender)
	material, err := hkdf.Key(sha256.New, shared, b.auth, info, 32)
	require.NoError(t, err)
	key, err := hkdf.Key(sha256.New, material, salt, "Content-Encoding: aes128gcm\x00", 16)
	require.NoError(t, err)
	nonce, err := hkdf.Key(sha256.New, material, salt, "Content-Encoding: nonce\x00", 12)
	require.NoError(t, err)
	block, err := aes.NewCipher(key)
	require.NoError(t, err)
	gcm, err := cipher.NewGCM(block)
	require.NoError(t, err)
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	require.NoError(t, err)
	text := strings.TrimRight(string(plain), "\x00")
	require.Equal(t, byte(2), text[len(text)-1])
	return []byte(text[:len(text)-1])
}

func TestABrowserIsPushedToUntilItIsGone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		var heard []*http.Request
		var bodies [][]byte
		status := http.StatusCreated
		service := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			heard, bodies = append(heard, r), append(bodies, body)
			rw.WriteHeader(status)
		}))
		t.Cleanup(service.Close)
		d := told(t, w, netip.MustParsePrefix("127.0.0.0/8"))
		b := newBrowser(t)
		p256dh, auth := b.keys()
		_, err := d.Subscribe(w.Ctx, w.Lin, "ftp://x", p256dh, auth, "")
		require.True(t, fault.Is(err, "push.endpoint_wrong"))
		_, err = d.Subscribe(w.Ctx, w.Lin, service.URL+"/lin", auth, auth, "")
		require.True(t, fault.Is(err, "push.keys_wrong"))
		s, err := d.Subscribe(w.Ctx, w.Lin, service.URL+"/lin", p256dh, auth, "Firefox")
		require.NoError(t, err)
		again, err := d.Subscribe(w.Ctx, w.Lin, service.URL+"/lin", p256dh, auth, "Firefox")
		require.NoError(t, err)
		require.Equal(t, s.ID, again.ID)

		first, err := d.Key(w.Ctx)
		require.NoError(t, err)
		second, err := d.Key(w.Ctx)
		require.NoError(t, err)
		require.Equal(t, first, second, "made once")

		w.Meddle("UPDATE staff SET locale = 'zh-CN' WHERE id = ?", w.Lin.ID)
		c := w.Says("王小明", "我的卡号是 6222").Conversation
		give(t, w, w.Chen, c, w.Lin.ID)
		pump(t, w, d)
		w.Settle()
		require.Empty(t, heard, "who is looking at the page is not pushed to at once")
		w.Pass(4 * time.Second)
		w.Settle()
		require.Len(t, heard, 1)
		require.Equal(t, "normal", heard[0].Header.Get("Urgency"))
		require.Equal(t, "14396", heard[0].Header.Get("TTL"))
		require.Len(t, heard[0].Header.Get("Topic"), 32)
		require.Contains(t, heard[0].Header.Get("Authorization"), "k="+first)
		var said notification.Pushed
		require.NoError(t, json.Unmarshal(b.reads(t, bodies[0]), &said))
		require.Equal(t, w.Chen.Name+" 把一个会话分配给了你", said.Title)
		require.Equal(t, c, said.Conversation)
		require.NotContains(t, said.Title+said.Body, "6222", "no customer's words")

		w.Says("王小明", "在吗")
		pump(t, w, d)
		require.NoError(t, d.SeenIn(w.Ctx, w.Lin, c))
		w.Pass(4 * time.Second)
		w.Settle()
		require.Len(t, heard, 1, "what was seen in the page is not pushed")

		d.Cover(func(context.Context, fact.StaffID) (func(*notification.Notification), error) {
			return func(n *notification.Notification) { n.Contact = "王*明" }, nil
		})
		status = http.StatusGone
		w.Says("王小明", "在吗在吗")
		pump(t, w, d)
		w.Pass(4 * time.Second)
		w.Settle()
		require.Len(t, heard, 2)
		require.NoError(t, json.Unmarshal(b.reads(t, bodies[1]), &said))
		require.Contains(t, said.Title, "王*明", "as its reader may see it")
		left, err := d.Subscriptions(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Empty(t, left)
	})
}

func TestABrowserIsTriedByWhoseItIs(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		var bodies [][]byte
		status := http.StatusCreated
		service := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			bodies = append(bodies, body)
			rw.WriteHeader(status)
		}))
		t.Cleanup(service.Close)
		d := told(t, w, netip.MustParsePrefix("127.0.0.0/8"))
		b := newBrowser(t)
		p256dh, auth := b.keys()
		s, err := d.Subscribe(w.Ctx, w.Lin, service.URL+"/lin", p256dh, auth, "Firefox")
		require.NoError(t, err)
		w.Meddle("UPDATE staff SET locale = 'en' WHERE id = ?", w.Lin.ID)

		_, _, err = d.Try(w.Ctx, w.Chen, s.ID)
		require.True(t, fault.Is(err, "push.missing"), "%v", err)
		require.Empty(t, bodies)

		outcome, _, err := d.Try(w.Ctx, w.Lin, s.ID)
		require.NoError(t, err)
		require.Equal(t, notification.Taken, outcome)
		var said notification.Pushed
		require.NoError(t, json.Unmarshal(b.reads(t, bodies[0]), &said))
		require.Equal(t, notification.Trial, said.Kind)
		require.Equal(t, "Push works on this device", said.Title)
		require.Zero(t, w.Count("notification"), "a trial is no news")

		for code, want := range map[int]notification.Outcome{http.StatusForbidden: notification.Refused, http.StatusBadGateway: notification.Refused, http.StatusGone: notification.Gone} {
			s, err = d.Subscribe(w.Ctx, w.Lin, service.URL+"/lin", p256dh, auth, "Firefox")
			require.NoError(t, err)
			status = code
			outcome, answered, err := d.Try(w.Ctx, w.Lin, s.ID)
			require.NoError(t, err)
			require.Equal(t, want, outcome)
			require.Equal(t, code, answered)
			left, err := d.Subscriptions(w.Ctx, w.Lin)
			require.NoError(t, err)
			require.Equal(t, want == notification.Gone, len(left) == 0)
		}

		shut := notification.New(w.DB, httppost.New(nil).Client(), "https://desk.lanxue.example", slog.New(slog.NewTextHandler(io.Discard, nil)))
		s, err = d.Subscribe(w.Ctx, w.Lin, service.URL+"/lin", p256dh, auth, "Firefox")
		require.NoError(t, err)
		before := len(bodies)
		outcome, _, err = shut.Try(w.Ctx, w.Lin, s.ID)
		require.NoError(t, err)
		require.Equal(t, notification.Unreachable, outcome)
		require.Len(t, bodies, before)
	})
}

func TestABrowserIsPushedToForAsLongAsItIsSignedIn(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := told(t, w, netip.MustParsePrefix("127.0.0.0/8"))
		p256dh, auth := newBrowser(t).keys()
		far := w.Now().Add(time.Hour).UnixMilli()
		for _, session := range []string{"café", "home"} {
			w.Meddle("INSERT INTO session (id, staff_id, secret, created_at, seen_at, expires_at) VALUES (?, ?, ?, 0, ?, ?)", session, w.Lin.ID, session, far, far)
			at := w.Lin
			at.Session = fact.SessionID(session)
			_, err := d.Subscribe(w.Ctx, at, "https://push.example/"+session, p256dh, auth, session)
			require.NoError(t, err)
		}
		_, err := d.Subscribe(w.Ctx, w.Lin, "https://push.example/token", p256dh, auth, "token")
		require.NoError(t, err)
		told := func() (names []string) {
			list, err := d.Subscriptions(w.Ctx, w.Lin)
			require.NoError(t, err)
			require.Len(t, list, 3, "what is silent is still listed")
			for _, each := range list {
				if each.SignedIn {
					names = append(names, each.Agent)
				}
			}
			return names
		}
		require.ElementsMatch(t, []string{"café", "home", "token"}, told())

		w.Meddle("DELETE FROM session WHERE id = ?", "café")
		require.ElementsMatch(t, []string{"home", "token"}, told())
		pushed := w.Count("job")
		c := w.Says("王小明", "在吗").Conversation
		give(t, w, w.Chen, c, w.Lin.ID)
		pump(t, w, d)
		require.Equal(t, pushed+2, w.Count("job"))

		at := w.Lin
		at.Session = "home"
		_, err = d.Subscribe(w.Ctx, at, "https://push.example/café", p256dh, auth, "café")
		require.NoError(t, err)
		require.ElementsMatch(t, []string{"café", "home", "token"}, told(), "signed in again")
	})
}

func TestAPushDoesNotLeadIntoTheHouse(t *testing.T) {
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("somebody knocked") }))
	t.Cleanup(service.Close)
	_, err := httppost.New(nil).Client().Get(service.URL)
	require.Error(t, err)
}
