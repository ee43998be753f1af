package webchat_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/live"
	"anlan/internal/resolve/company"
	"anlan/internal/resolve/desk"
)

// each tells a story on every database.
func each(t *testing.T, settings string, story func(t *testing.T, s *shop)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { story(t, newShop(t, d, settings)) })
}

const anySite = `{"greeting":{"zh-CN":"您好","en":"Hello"},"colour":"#1d2f6f"}`

func TestWhoOnlyLooksLeavesNoTrace(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		a := s.ask("POST", s.path("/visitor"), "", map[string]string{"token": ""})
		require.Equal(t, "#1d2f6f", a.body["channel"].(map[string]any)["colour"])
		require.Nil(t, a.body["conversation"])
		require.Equal(t, "private, no-store", a.header.Get("Cache-Control"))
		require.Empty(t, a.header.Values("Set-Cookie"))

		_, ready := s.open(a.body["token"].(string))

		require.Equal(t, []any{}, ready["messages"])
		require.Zero(t, s.count("contact")+s.count("conversation")+s.count("message"))
	})
}

func TestAMessageIsAcknowledgedOnceItIsSavedAndOnceOnly(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		first := v.say("c1", "快递到哪了?")
		require.Equal(t, 1, s.count("message"))

		again := v.say("c1", "快递到哪了?")

		require.Equal(t, first["message_id"], again["message_id"])
		require.Equal(t, []any{false, true}, []any{first["duplicate"], again["duplicate"]})
		require.Equal(t, 1, s.count("message"))
		require.Equal(t, 1, s.count("conversation"))
	})
}

func TestTheSameIdFromTwoVisitorsIsTwoMessages(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		a, _ := s.open(s.greet())
		b, _ := s.open(s.greet())
		a.say("c1", "from A")
		require.Equal(t, false, b.say("c1", "from B")["duplicate"])
		require.Equal(t, 2, s.count("conversation"))
	})
}

func TestAVisitorWhoComesBackFindsTheirHistoryAndNobodyElses(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token := s.greet()
		v, _ := s.open(token)
		v.say("c1", "hello")
		s.reply(conversation.Reply, "hello to you")

		a := s.ask("POST", s.path("/visitor"), "", map[string]string{"token": token})
		require.Equal(t, token, a.body["token"])
		require.EqualValues(t, 1, a.body["unread"])
		_, ready := s.open(token)
		require.Len(t, ready["messages"], 2)
		page := s.ask("GET", s.path("/messages?limit=1"), token, nil)
		require.Len(t, page.body["items"], 1)
		older := s.ask("GET", s.path("/messages?before="+page.body["next"].(string)), token, nil)
		require.Len(t, older.body["items"], 1)
		require.Equal(t, "", older.body["next"])

		stranger := s.ask("GET", s.path("/messages"), s.greet(), nil)
		require.Equal(t, []any{}, stranger.body["items"])
	})
}

func TestRepliesArriveLiveAndReceiptsGoBack(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		v.say("c1", "hello")
		s.reply(conversation.Note, "difficult customer")
		m := s.reply(conversation.Reply, "looking it up")

		got := v.text("looking it up")
		require.Equal(t, "Lin", got["author"].(map[string]any)["name"])
		v.send(map[string]string{"t": "got", "upto": string(m.ID)})
		v.until("message", func(f map[string]any) bool { return f["message"].(map[string]any)["delivery"] == "delivered" })
		v.send(map[string]string{"t": "read", "upto": string(m.ID)})
		v.until("message", func(f map[string]any) bool { return f["message"].(map[string]any)["delivery"] == "read" })

		all := s.ask("GET", s.path("/messages"), "", nil)
		require.Equal(t, http.StatusUnauthorized, all.status)
	})
}

func TestNotesNeverReachTheVisitor(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token := s.greet()
		v, _ := s.open(token)
		v.say("c1", "hello")
		s.reply(conversation.Note, "difficult customer")
		require.NotContains(t, s.ask("GET", s.path("/messages"), token, nil).raw, "difficult")
		_, ready := s.open(token)
		raw, err := json.Marshal(ready)
		require.NoError(t, err)
		require.NotContains(t, string(raw), "difficult")
	})
}

func TestStaffReadingTypingAndResolvingShow(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		a := v.say("c1", "hello")
		c := s.conversation()
		require.NoError(t, s.inbox.SeenByStaff(s.ctx, s.lin, c, messageID(a)))
		require.Equal(t, a["message_id"], v.want("read")["upto"])

		body := fmt.Sprintf(`{"t":"typing","conversation_id":%q,"who":{"kind":"staff","id":"x","name":"Lin"}}`, c)
		s.hub.Say(s.ctx, live.Whisper{Topic: live.Conversation(string(c)), Body: json.RawMessage(body)})
		require.Equal(t, "Lin", v.want("typing")["name"])

		require.NoError(t, s.inbox.Resolve(s.ctx, s.lin, c))
		v.until("state", func(f map[string]any) bool { return f["state"] == "resolved" })
		v.kept = nil // the state from before
		v.say("c2", "one more thing")
		v.until("state", func(f map[string]any) bool { return f["state"] == "open" })
		require.Equal(t, 1, s.count("conversation"))
	})
}

func TestOurPeopleSeeThatTheVisitorIsTyping(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		v.say("c1", "hello")
		seat := s.hub.Join(live.Conversation(string(s.conversation())))
		defer seat.Leave()
		v.send(map[string]string{"t": "typing"})
		v.send(map[string]string{"t": "typing"}) // too soon: not passed on
		v.send(map[string]string{"t": "ping"})
		v.want("pong")
		s.hub.Say(s.ctx, live.Whisper{Topic: live.Conversation(string(s.conversation())), Body: json.RawMessage(`"last"`)})
		said := whispersUntil(seat, `"last"`)
		require.Len(t, said, 1)
		require.Contains(t, said[0], `"kind":"contact"`)
	})
}

func TestAnotherTabLearnsOfTheFirstMessage(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token := s.greet()
		a, _ := s.open(token)
		b, _ := s.open(token)
		a.say("c1", "from the first tab")
		b.text("from the first tab")
		posted := s.ask("POST", s.path("/messages"), token, map[string]any{"id": "c2", "text": "by post"})
		require.Equal(t, http.StatusAccepted, posted.status)
		require.Equal(t, false, posted.body["duplicate"])
		a.text("by post")
		b.text("by post")
		require.Equal(t, true, a.say("c2", "by post")["duplicate"])
	})
}

func TestAWrongClockAndALongOfflineTimeAreSetRight(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		ahead := s.now.Add(5 * time.Hour)
		v.send(map[string]any{
			"t": "message", "id": "c1", "text": "written ten minutes ago, by a clock five hours ahead",
			"sent_at": ahead.Add(-10 * time.Minute).Format(time.RFC3339Nano), "clock": ahead.Format(time.RFC3339Nano),
		})
		require.Equal(t, s.now.Add(-10*time.Minute).Format(time.RFC3339Nano), v.want("ack")["at"])
	})
}

func TestRefusalsSayWhyAndWhetherToTryAgain(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		refused := func(frame map[string]any) map[string]any {
			frame["t"] = "message"
			v.send(frame)
			return v.want("refused")
		}
		r := refused(map[string]any{"id": "c1", "text": strings.Repeat("字", 10_001)})
		require.Equal(t, []any{"message.too_long", false}, []any{r["code"], r["retry"]})
		r = refused(map[string]any{"id": "c2", "text": " \u0000 "})
		require.Equal(t, []any{"message.empty", false}, []any{r["code"], r["retry"]})
		r = refused(map[string]any{"id": "c 3", "text": "x"})
		require.Equal(t, "message.client_id_wrong", r["code"])
		r = refused(map[string]any{"id": "c4", "text": "x", "attachments": []string{"nobody's"}})
		require.Equal(t, []any{"attachment.not_yours", false}, []any{r["code"], r["retry"]})
		require.Zero(t, s.count("message"))

		require.Equal(t, false, v.say("c5", strings.Repeat("字", 10_000))["duplicate"])
	})
}

func TestAFloodIsSlowedDownAndNothingIsLost(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		for i := range 20 {
			v.say(fmt.Sprint("c", i), "hello")
		}
		v.send(map[string]any{"t": "message", "id": "late", "text": "hello"})
		r := v.want("refused")
		require.Equal(t, []any{"request.too_many", true}, []any{r["code"], r["retry"]})
		s.now = s.now.Add(2 * time.Second)
		v.say("late", "hello")
		require.Equal(t, 21, s.count("message"))
	})
}

func TestFilesBelongToWhoSentThemAndProgramsAreRefused(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token := s.greet()
		up := s.upload(token, "茶叶.txt", "text/plain", []byte("green"))
		require.Equal(t, http.StatusCreated, up.status, up.raw)
		require.Equal(t, "茶叶.txt", up.body["name"])

		thief, _ := s.open(s.greet())
		thief.send(map[string]any{"t": "message", "id": "c1", "text": "x", "attachments": []any{up.body["id"]}})
		require.Equal(t, "attachment.not_yours", thief.want("refused")["code"])

		v, _ := s.open(token)
		v.send(map[string]any{"t": "message", "id": "c1", "text": "", "attachments": []any{up.body["id"]}})
		v.want("ack")
		shown := v.text("")["attachments"].([]any)[0].(map[string]any)
		require.Equal(t, "/v1/files/"+up.body["id"].(string), shown["url"])

		for _, bad := range []answered{
			s.upload(token, "gift.exe", "image/png", []byte("anything")),
			s.upload(token, "photo.png", "image/png", []byte("MZ\x90\x00")),
			s.upload(token, "setup.exe. ", "", []byte("x")),
		} {
			require.Equal(t, []any{http.StatusUnsupportedMediaType, "upload.type_refused"}, []any{bad.status, bad.body["code"]})
		}
		large := s.upload(token, "film.zip", "application/zip", bytes.Repeat([]byte("x"), 10<<20+1))
		require.Equal(t, []any{http.StatusRequestEntityTooLarge, "upload.too_large"}, []any{large.status, large.body["code"]})
		exact := s.upload(token, "film.zip", "application/zip", bytes.Repeat([]byte("x"), 10<<20))
		require.Equal(t, http.StatusCreated, exact.status, exact.raw)
		require.Equal(t, "upload.empty", s.upload(token, "nothing.txt", "text/plain", nil).body["code"])
		require.Equal(t, http.StatusUnauthorized, s.upload("", "a.txt", "text/plain", []byte("x")).status)
	})
}

func TestOnlyAllowedSitesMaySpeak(t *testing.T) {
	each(t, `{"allowed_origins":["https://shop.test"]}`, func(t *testing.T, s *shop) {
		face := s.ask("GET", s.path(""), "", nil, "Origin", "https://evil.test")
		require.Equal(t, []any{http.StatusForbidden, "widget.origin_not_allowed"}, []any{face.status, face.body["code"]})
		require.Equal(t, "*", face.header.Get("Access-Control-Allow-Origin"))
		require.Equal(t, http.StatusOK, s.ask("GET", s.path(""), "", nil, "Origin", "https://shop.test").status)
		require.Equal(t, http.StatusOK, s.ask("GET", s.path(""), "", nil, "Origin", s.server.URL).status)

		require.EqualValues(t, 4403, s.dial("Origin", "https://evil.test").closed())
		require.Contains(t, s.ask("GET", "/widget/frame?channel="+s.channel.Key, "", nil).header.Get("Content-Security-Policy"), "frame-ancestors 'self' https://shop.test")
	})
}

func TestATokenOfAnotherChannelOrNobodyOpensNothing(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token := s.greet()
		for _, bad := range []string{"", "x", "a.b.c", token + "x", strings.Replace(token, ".", "x.", 1)} {
			v := s.dial()
			v.send(map[string]string{"t": "hello", "token": bad})
			require.EqualValues(t, 4401, v.closed(), bad)
		}
		other, err := s.chans.Add(s.ctx, access.System, intake.Webchat, "Other", nil)
		require.NoError(t, err)
		a := s.ask("GET", "/v1/widget/"+other.Key+"/messages", token, nil)
		require.Equal(t, http.StatusUnauthorized, a.status)
		fresh := s.ask("POST", "/v1/widget/"+other.Key+"/visitor", "", map[string]string{"token": token})
		require.NotEqual(t, token, fresh.body["token"])
	})
}

func TestAnAgeingTokenIsRenewedForTheSameVisitor(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token := s.greet()
		v, _ := s.open(token)
		v.say("c1", "hello")
		s.now = s.now.Add(400 * 24 * time.Hour)
		a := s.ask("POST", s.path("/visitor"), "", map[string]string{"token": token})
		renewed := a.body["token"].(string)
		require.NotEqual(t, token, renewed)
		_, ready := s.open(renewed)
		require.Len(t, ready["messages"], 1)
	})
}

func TestAClosedChannelSaysSo(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		closed := "closed"
		_, err := s.chans.Change(s.ctx, access.System, s.channel.ID, intake.ChannelEdit{State: &closed})
		require.NoError(t, err)

		v.send(map[string]any{"t": "message", "id": "c1", "text": "hello"})

		require.EqualValues(t, 4401, v.closed())
		a := s.ask("POST", s.path("/visitor"), "", map[string]string{"token": ""})
		require.Equal(t, []any{http.StatusGone, "channel.closed"}, []any{a.status, a.body["code"]})
		require.Equal(t, http.StatusOK, s.ask("GET", "/widget/frame?channel="+s.channel.Key, "", nil).status)
		require.Equal(t, http.StatusNotFound, s.ask("GET", "/v1/widget/default", "", nil).status)
	})
}

func TestFilesOfTheWidget(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		loader := s.ask("GET", "/widget.js", "", nil)
		require.Equal(t, []string{"loader", "cross-origin"}, []string{loader.raw, loader.header.Get("Cross-Origin-Resource-Policy")})
		require.Contains(t, loader.header.Get("Content-Type"), "javascript")
		require.Equal(t, http.StatusNotModified, s.ask("GET", "/widget.js", "", nil, "If-None-Match", loader.header.Get("ETag")).status)
		require.Contains(t, s.ask("GET", "/widget/assets/frame-1.js", "", nil).header.Get("Cache-Control"), "immutable")
		require.Equal(t, http.StatusNotFound, s.ask("GET", "/widget/assets/..%2fframe.html", "", nil).status)
		frame := s.ask("GET", "/widget/frame?channel="+s.channel.Key, "", nil)
		require.Equal(t, "private, no-store", frame.header.Get("Cache-Control"))
		require.Contains(t, frame.header.Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'")
		require.Contains(t, s.ask("GET", "/try", "", nil).header.Get("Content-Security-Policy"), "frame-ancestors 'none'")
		require.Equal(t, s.channel.Key, s.ask("GET", "/v1/widget/default", "", nil).body["key"])
	})
}

func TestNoiseOnTheSocketHurtsNobody(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		v.send(map[string]any{"t": "from_the_future", "x": 1})
		v.send(map[string]any{"t": "read", "upto": "no such message"})
		v.say("c1", "hello")
		v.send(map[string]any{"t": "read", "upto": "no such message"})
		v.say("c2", "still here")
		v.send([]int{1, 2})
		require.EqualValues(t, 1003, v.closed())
	})
}

// whispersUntil collects what is whispered before the last word.
func whispersUntil(seat *live.Seat, last string) (said []string) {
	for range seat.Ready() {
		events, _ := seat.Take()
		for _, e := range events {
			switch {
			case e.Whisper == nil:
			case string(e.Whisper.Body) == last:
				return said
			default:
				said = append(said, string(e.Whisper.Body))
			}
		}
	}
	return said
}

// The one thing of a whisper that must hold: no customer is ever given it, by any way
// that a browser of theirs has.
func TestAWhisperReachesNoVisitor(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		const secret = "apologise first"
		token := s.greet()
		v, _ := s.open(token)
		other, _ := s.open(token)
		v.say("c1", "hello")
		c := s.conversation()
		require.NoError(t, s.inbox.Assign(s.ctx, s.lin, c, conversation.Assignment{Assignee: &s.lin.ID}))
		lead, host := s.lead(), company.New(s.db, s.desk, s.inbox)
		_, err := host.Join(s.ctx, lead, c)
		require.NoError(t, err)
		for range 3 {
			m, err := host.Whisper(s.ctx, lead, c, secret)
			require.NoError(t, err)
			require.NoError(t, s.desk.Revise(s.ctx, lead, m.ID, secret+", then ask", ""))
		}
		m, err := s.desk.Say(s.ctx, lead, c, desk.Words{Kind: conversation.Reply, Text: "I am Chen, and help too"})
		require.NoError(t, err)

		for _, tab := range []*tab{v, other} {
			shown := tab.text("I am Chen, and help too")
			require.Equal(t, lead.Name, shown["author"].(map[string]any)["name"], "shown by name, as any colleague")
			raw, err := json.Marshal(tab.kept)
			require.NoError(t, err)
			require.NotContains(t, string(raw), "apologise")
		}
		for _, way := range []string{"/messages", "/messages?limit=1", "/messages?before=" + string(m.ID), "/messages?after=" + string(m.ID)} {
			got := s.ask("GET", s.path(way), token, nil)
			require.Equal(t, http.StatusOK, got.status)
			require.NotContains(t, got.raw, "apologise", way)
		}
		later, ready := s.open(token)
		raw, err := json.Marshal(append(later.kept, ready))
		require.NoError(t, err)
		require.NotContains(t, string(raw), "apologise")
		require.Contains(t, string(raw), "I am Chen", "what was said to the visitor is there")
		card, err := s.inbox.Get(s.ctx, s.lin, c)
		require.NoError(t, err)
		require.Equal(t, string(s.lin.ID), card.Assignee.ID)
	})
}
