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
