package webchat_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/continuation"
	"anlan/internal/route/callback"
	"anlan/internal/route/relief"
)

// queued is a visitor who waits in a queue, as its jobs would have it.
func (s *shop) queued() (token string, v *tab, c fact.ConversationID, q fact.QueueID) {
	s.t.Helper()
	token = s.greet()
	v, _ = s.open(token)
	v.say("c1", "Where is my parcel?")
	c = s.conversationOf("Where is my parcel?")
	require.NoError(s.t, s.queues.Look(s.ctx, c))
	_, it, _, waits, err := s.queues.Of(s.ctx, access.System, c)
	require.NoError(s.t, err)
	require.True(s.t, waits)
	return token, v, c, it.ID
}

func (s *shop) offers(q fact.QueueID, w relief.Choices, version int) {
	s.t.Helper()
	_, err := s.menu.Change(s.ctx, access.System, q, w, version)
	require.NoError(s.t, err)
}

// byMail lets the chat go on by mail.
func (s *shop) byMail() {
	s.t.Helper()
	box, err := s.chans.Add(s.ctx, access.System, intake.Email, "Support", []byte(`{"address":"help@shop.test"}`))
	require.NoError(s.t, err)
	_, err = s.chans.Change(s.ctx, access.System, s.channel.ID, intake.ChannelEdit{Settings: []byte(fmt.Sprintf(`{"continuing":{"mailbox":%q,"minutes":10}}`, box.ID))})
	require.NoError(s.t, err)
}

const shanghai = "/waiting?zone=Asia/Shanghai"

var wish = map[string]string{"phone": "138 1234 5678", "day": "tomorrow", "part": "morning", "zone": "Asia/Shanghai"}

func TestNothingIsOfferedWhereTheHouseOffersNothing(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token, _, _, _ := s.queued()
		a := s.ask("GET", s.path(shanghai), token, nil)
		require.Equal(t, []any{"", false, []any{}}, []any{a.body["because"], a.body["message"], a.body["windows"]})
		a = s.ask("POST", s.path("/waiting/callback"), token, wish)
		require.Equal(t, []any{http.StatusConflict, "relief.not_offered"}, []any{a.status, a.body["code"]})
		a = s.ask("POST", s.path("/waiting/message"), token, map[string]string{"id": "m1", "text": "x", "email": "mei@example.com"})
		require.Equal(t, "relief.not_offered", a.body["code"])
		require.Equal(t, http.StatusUnauthorized, s.ask("GET", s.path(shanghai), "", nil).status)
	})
}

func TestWhoeverWaitsMayAskToBeCalled(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token, v, c, q := s.queued()
		s.offers(q, relief.Choices{Callback: true}, 0)
		v.until("state", func(f map[string]any) bool { return f["relief"] == true }) // an open chat hears of it
		a := s.ask("GET", s.path(shanghai), token, nil)
		require.Equal(t, relief.Always, a.body["because"])
		require.NotEmpty(t, a.body["windows"])
		require.Empty(t, s.ask("GET", s.path("/waiting?zone=Nowhere"), token, nil).body["windows"])

		wrong := map[string]string{"phone": "none", "day": "tomorrow", "part": "any", "zone": "Asia/Shanghai"}
		require.Equal(t, "callback.phone_wrong", s.ask("POST", s.path("/waiting/callback"), token, wrong).body["code"])
		a = s.ask("POST", s.path("/waiting/callback"), token, wish)
		require.Equal(t, http.StatusCreated, a.status, a.raw)
		require.Equal(t, []any{"5678", "2026-03-03T01:00:00Z"}, []any{a.body["ends"], a.body["from"]}, "nine in Shanghai")
		require.Equal(t, "callback.asked_already", s.ask("POST", s.path("/waiting/callback"), token, wish).body["code"])
		_, _, _, waits, err := s.queues.Of(s.ctx, access.System, c)
		require.NoError(t, err)
		require.True(t, waits, "their place is kept")
		_, ready := s.open(token)
		require.Equal(t, true, ready["conversation"].(map[string]any)["relief"], "whoever comes back finds it")

		live, err := s.list.Live(s.ctx, c)
		require.NoError(t, err)
		require.Equal(t, "13812345678", live.Phone)
		_, err = s.list.Take(s.ctx, s.lin, live.ID)
		require.NoError(t, err)
		v.until("state", func(f map[string]any) bool { return f["relief"] == true })
		a = s.ask("GET", s.path(shanghai), token, nil)
		require.Equal(t, []any{"5678", true}, []any{a.body["called"].(map[string]any)["ends"], a.body["called"].(map[string]any)["taken"]})
		require.NotContains(t, a.raw, "1381234")
		require.Equal(t, http.StatusNoContent, s.ask("DELETE", s.path("/waiting/callback"), token, nil).status)
		require.Nil(t, s.ask("GET", s.path(shanghai), token, nil).body["called"])
		k, err := s.list.Get(s.ctx, s.lin, live.ID)
		require.NoError(t, err)
		require.Equal(t, callback.ByCustomer, k.Because)
	})
}

func TestNobodyFillsTheListWithNumbers(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token, _, _, q := s.queued()
		s.offers(q, relief.Choices{Callback: true}, 0)
		for range 5 {
			require.Equal(t, http.StatusCreated, s.ask("POST", s.path("/waiting/callback"), token, wish).status)
			require.Equal(t, http.StatusNoContent, s.ask("DELETE", s.path("/waiting/callback"), token, nil).status)
		}
		require.Equal(t, http.StatusTooManyRequests, s.ask("POST", s.path("/waiting/callback"), token, wish).status)
	})
}

func TestWhoeverWaitsMayLeaveAMessageAndReadTheAnswerInTheirMail(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token, _, c, q := s.queued()
		s.offers(q, relief.Choices{Message: true}, 0)
		require.Equal(t, false, s.ask("GET", s.path(shanghai), token, nil).body["message"], "no mailbox could answer")
		s.byMail()
		require.Equal(t, true, s.ask("GET", s.path(shanghai), token, nil).body["message"])

		left := map[string]string{"id": "m1", "text": "Please write to me.", "email": "not an address"}
		require.Equal(t, "relief.email_wrong", s.ask("POST", s.path("/waiting/message"), token, left).body["code"])
		left["email"] = "mei@example.com"
		for range 2 { // a browser that did not hear the answer sends it again
			require.Equal(t, http.StatusAccepted, s.ask("POST", s.path("/waiting/message"), token, left).status)
		}
		require.Equal(t, 1, s.count("message WHERE text = 'Please write to me.'"))
		require.Equal(t, 1, s.count("message WHERE code = 'conversation.message_left'"))
		require.Equal(t, true, s.ask("GET", s.path(shanghai), token, nil).body["left"])
		_, _, _, waits, err := s.queues.Of(s.ctx, access.System, c)
		require.NoError(t, err)
		require.True(t, waits, "the conversation keeps its place")

		m, err := s.inbox.Message(s.ctx, s.reply("reply", "It is on its way.").ID)
		require.NoError(t, err)
		require.NoError(t, s.ledger.Replied(s.ctx, fact.MessageReplied{Message: m.ID, Conversation: c, Channel: s.channel.ID}))
		var due int64
		require.NoError(t, s.db.Read().NewRaw("SELECT run_at FROM job WHERE kind = ?", continuation.WaitKind).Scan(s.ctx, &due))
		require.LessOrEqual(t, due-m.CreatedAt.UnixMilli(), time.Minute.Milliseconds(), "they do not look into the chat")
		require.NoError(t, s.ledger.Due(s.ctx, continuation.Wait{Conversation: c, Message: m.ID}))
		var to string
		require.NoError(t, s.db.Read().NewRaw("SELECT address FROM continuation").Scan(s.ctx, &to))
		require.Equal(t, "mei@example.com", to)
	})
}

func TestItIsOfferedFromAnExpectedWaitOn(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token, _, c, q := s.queued()
		s.offers(q, relief.Choices{AfterSeconds: 600, Callback: true}, 0)
		because := func() any { return s.ask("GET", s.path(shanghai), token, nil).body["because"] }
		require.Equal(t, relief.Unknown, because(), "nobody can say that it is short")
		// Somebody has stood in line before them for twenty minutes: it takes at least as long.
		s.now = s.now.Add(-20 * time.Minute)
		first := s.waits(0)
		require.NoError(t, s.queues.Look(s.ctx, first))
		s.now = noon.Add(10 * time.Second)
		require.Equal(t, relief.Long, because())
		o, err := s.menu.Of(s.ctx, c)
		require.NoError(t, err)
		require.True(t, o.Any())
		s.offers(q, relief.Choices{AfterSeconds: 3600, Callback: true}, 1)
		require.Equal(t, "", because())
		_, err = s.menu.Change(s.ctx, access.System, q, relief.Choices{}, 1)
		require.ErrorContains(t, err, "relief.changed")
		_, err = s.menu.Change(s.ctx, s.lin, q, relief.Choices{}, 2)
		require.Error(t, err)
	})
}
