package webchat_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/people/access"
	"anlan/internal/resolve/continuation"
	"anlan/internal/words"
)

// mailed lets the chat go on by mail, and gives the ticket of the mail that
// carries a reply.
func (s *shop) mailed(m conversation.Message) (ticket string) {
	s.t.Helper()
	box, err := s.chans.Add(s.ctx, access.System, intake.Email, "Support", []byte(`{"address":"help@shop.test"}`))
	require.NoError(s.t, err)
	_, err = s.chans.Change(s.ctx, access.System, s.channel.ID, intake.ChannelEdit{Settings: []byte(fmt.Sprintf(`{"continuing":{"mailbox":%q,"minutes":1}}`, box.ID))})
	require.NoError(s.t, err)
	require.NoError(s.t, s.ledger.Due(s.ctx, continuation.Wait{Conversation: s.conversation(), Message: m.ID}))
	var id continuation.ID
	require.NoError(s.t, s.db.Read().NewRaw("SELECT id FROM continuation").Scan(s.ctx, &id))
	mail, err := s.ledger.Load(s.ctx, id)
	require.NoError(s.t, err)
	page, ticket, found := strings.Cut(mail.ResumeURL, "#anlan-resume=")
	require.True(s.t, found, mail.ResumeURL)
	require.Equal(s.t, "https://desk.test/chat/"+s.channel.Key, page)
	return ticket
}

func TestTheLinkInAMailGoesOnWithTheTalkOnAnotherDevice(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		mei := s.identify("", s.vouch("u-7", jwt.MapClaims{"email": "mei@example.com", "email_verified": true}))
		v, _ := s.open(mei.body["token"].(string))
		v.say("c1", "订单到哪了")
		ticket := s.mailed(s.reply(conversation.Reply, "it left today"))

		page := s.ask("GET", "/chat/"+s.channel.Key, "", nil)
		require.Equal(t, "frame", page.raw)
		a := s.ask("POST", s.path("/resumption"), "", map[string]string{"ticket": ticket})
		require.Equal(t, http.StatusOK, a.status, a.raw)
		token := a.body["token"].(string)
		require.EqualValues(t, 1, a.body["unread"])
		again := s.ask("POST", s.path("/visitor"), "", map[string]string{"token": token})
		require.Equal(t, token, again.body["token"], "greeted with it, they stay who they are")
		require.NotNil(t, again.body["conversation"])
		back, ready := s.open(token)
		require.Equal(t, []string{"订单到哪了", "it left today"}, texts(ready))

		back.say("c2", "back in the chat")

		v.text("back in the chat")
		require.Equal(t, 1, s.count("conversation"))
		s.now = s.now.Add(13 * time.Hour)
		over := s.ask("POST", s.path("/visitor"), "", map[string]string{"token": token})
		require.NotEqual(t, token, over.body["token"])
		require.Nil(t, over.body["conversation"], "a link lets in for a while")
	})
}

// TestTheStopPage walks the way of a person who wants no more mails: a page that
// asks, its button, and nothing more afterwards. Looking alone stops nothing.
func TestTheStopPage(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		mei := s.identify("", s.vouch("u-7", jwt.MapClaims{"email": "mei@example.com", "email_verified": true}))
		v, _ := s.open(mei.body["token"].(string))
		v.say("c1", "订单到哪了")
		s.mailed(s.reply(conversation.Reply, "it left today"))
		var id continuation.ID
		require.NoError(t, s.db.Read().NewRaw("SELECT id FROM continuation").Scan(s.ctx, &id))
		mail, err := s.ledger.Load(s.ctx, id)
		require.NoError(t, err)
		path, found := strings.CutPrefix(mail.StopURL, "https://desk.test")
		require.True(t, found, mail.StopURL)

		page := s.ask("GET", path, "", nil, "Accept-Language", "zh-CN")
		require.Equal(t, http.StatusOK, page.status, page.raw)
		require.Contains(t, page.raw, `lang="zh-CN"`)
		require.Contains(t, page.raw, words.Page("zh-CN", "continuation.stop.ask", nil))
		require.Contains(t, page.raw, `<form method="post"`)
		require.Contains(t, page.header.Get("Content-Security-Policy"), "default-src 'none'")
		require.Equal(t, "no-referrer", page.header.Get("Referrer-Policy"))
		require.Zero(t, s.count("continuation_stop"), "programs look at links, too")

		forged := s.ask("POST", strings.Replace(path, "sig=", "sig=x", 1), "", nil, "Accept-Language", "en")
		require.Equal(t, http.StatusGone, forged.status, forged.raw)
		require.Contains(t, forged.raw, words.Text("en", "continuation.link_over", nil))
		require.NotContains(t, forged.raw, "<form")
		require.Zero(t, s.count("continuation_stop"))

		for range 2 { // once more does no harm
			done := s.ask("POST", path, "", "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded")
			require.Equal(t, http.StatusOK, done.status, done.raw)
			require.Contains(t, done.raw, words.Page("en", "continuation.stop.done", nil))
			require.NotContains(t, done.raw, "<form")
		}
		require.Equal(t, 1, s.count("continuation_stop"))
		later := s.reply(conversation.Reply, "and it has arrived")
		require.NoError(t, s.ledger.Due(s.ctx, continuation.Wait{Conversation: s.conversation(), Message: later.ID}))
		require.Equal(t, 1, s.count("continuation"), "no further mail")
	})
}

func TestAForgedLinkOpensNothing(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		mei := s.identify("", s.vouch("u-7", jwt.MapClaims{"email": "mei@example.com", "email_verified": true}))
		v, _ := s.open(mei.body["token"].(string))
		v.say("c1", "订单到哪了")
		ticket := s.mailed(s.reply(conversation.Reply, "it left today"))

		a := s.ask("POST", s.path("/resumption"), "", map[string]string{"ticket": strings.Replace(ticket, ".", "x.", 1)})

		require.Equal(t, http.StatusGone, a.status, a.raw)
		require.Equal(t, "continuation.link_over", a.body["code"])
	})
}
