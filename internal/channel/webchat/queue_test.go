package webchat_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// before is how many a frame says are before the visitor; nothing is nobody.
func before(frame map[string]any) int {
	n, _ := frame["ahead"].(float64)
	return int(n)
}

// hears waits until a visitor is told that so many are before them.
func (t *tab) hears(n int) {
	t.s.t.Helper()
	t.until("state", func(frame map[string]any) bool { return before(frame) == n })
}

// waits is a conversation in which a customer has waited since so long before now.
func (s *shop) waits(n int) fact.ConversationID {
	s.t.Helper()
	who, err := s.contacts.Add(s.ctx, access.System, contact.Addition{Name: fmt.Sprint("waiting ", n)})
	require.NoError(s.t, err)
	var id fact.ConversationID
	require.NoError(s.t, s.db.Write(s.ctx, func(tx *db.Tx) (err error) {
		id, _, err = s.inbox.OpenTx(s.ctx, tx, conversation.Opening{Channel: s.channel.ID, Contact: who.ID},
			conversation.Saying{Kind: conversation.Inbound, Contact: who.ID, Text: "Hello", SentAt: s.now.Add(-time.Duration(n) * time.Minute)})
		return err
	}))
	return id
}

func TestWhoWaitsToBeTakenKnowsHowManyAreBeforeThem(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		first, second := s.waits(20), s.waits(10)
		token := s.greet()
		v, _ := s.open(token)
		v.say("c1", "And me?")
		v.hears(2)
		s.now = s.now.Add(time.Minute)
		s.waits(0) // whoever comes later is not before them
		answer := s.ask("POST", s.path("/visitor"), "", map[string]string{"token": token})
		require.Equal(t, 2, before(answer.body["conversation"].(map[string]any)))
		_, ready := s.open(token)
		require.Equal(t, 2, before(ready["conversation"].(map[string]any)))

		require.NoError(t, s.inbox.Assign(s.ctx, access.System, first, conversation.Assignment{Assignee: &s.lin.ID}))
		v.hears(1)
		require.NoError(t, s.inbox.Resolve(s.ctx, access.System, second))
		v.hears(0)
		s.waits(30) // wrote earlier, and comes only now
		v.hears(1)

		require.NoError(t, s.inbox.Assign(s.ctx, access.System, s.conversationOf("And me?"), conversation.Assignment{Assignee: &s.lin.ID}))
		v.hears(0)
		answer = s.ask("POST", s.path("/visitor"), "", map[string]string{"token": token})
		require.Zero(t, before(answer.body["conversation"].(map[string]any)), "somebody has it")
	})
}

func TestATeamIsAQueueOfItsOwn(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		s.waits(20)
		v, _ := s.open(s.greet())
		v.say("c1", "Mine")
		v.hears(1)
		care := fact.TeamID("care")
		_, err := s.db.SQL().ExecContext(s.ctx, "INSERT INTO team (id, name, created_at) VALUES ('care', 'Care', 0)")
		require.NoError(t, err)
		require.NoError(t, s.inbox.Assign(s.ctx, access.System, s.conversationOf("Mine"), conversation.Assignment{Team: &care}))
		v.hears(0)
		require.NoError(t, s.inbox.Assign(s.ctx, access.System, s.waits(5), conversation.Assignment{Team: &care}))
		v.hears(1)
	})
}

func TestNobodyIsCountedBehindTheFiftieth(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		for n := range 53 {
			s.waits(n + 1)
		}
		v, _ := s.open(s.greet())
		v.say("c1", "Me")
		v.hears(conversation.MostAhead + 1)
	})
}

// TestAVisitorWhoWritesAgainWaitsAgain: after an answer it is their turn, and no
// place is told; once they write, it is ours.
func TestAVisitorWhoWritesAgainWaitsAgain(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		v.say("c1", "Me")
		s.reply(conversation.Reply, "Yes?")
		v.until("state", func(frame map[string]any) bool { return frame["state"] == "waiting" })
		s.waits(5)
		s.now = s.now.Add(time.Minute)
		v.say("c2", "Still there?")
		v.until("state", func(frame map[string]any) bool { return frame["state"] == "open" && before(frame) == 1 })
	})
}

func (s *shop) conversationOf(preview string) (id fact.ConversationID) {
	s.t.Helper()
	require.NoError(s.t, s.db.Read().NewRaw("SELECT id FROM conversation WHERE preview = ?", preview).Scan(s.ctx, &id))
	return id
}
