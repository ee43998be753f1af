package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/team"
	"anlan/internal/resolve/desk"
)

// has tells who has a conversation.
func has(w *world.World, c fact.ConversationID) fact.StaffID {
	w.T.Helper()
	if a := w.Sees(c).Assignee; a != nil {
		return fact.StaffID(a.ID)
	}
	return ""
}

func says(w *world.World, who access.Actor, c fact.ConversationID, words desk.Words) fact.MessageID {
	w.T.Helper()
	if words.Kind == "" {
		words.Kind = conversation.Reply
	}
	if words.Text == "" {
		words.Text = "您好"
	}
	m, err := w.Desk.Say(w.Ctx, who, c, words)
	require.NoError(w.T, err)
	return m.ID
}

func TestTheFirstReplyTakesWhatNobodyHas(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		lin, chen := atDesk(w.Lin), atDesk(w.Chen)
		c := w.Says("王小明", "退款").Conversation
		w.Facts()
		says(w, lin, c, desk.Words{Kind: conversation.Note})
		require.Empty(t, has(w, c), "a note answers nobody")
		w.Facts()
		says(w, lin, c, desk.Words{})
		require.Equal(t, w.Lin.ID, has(w, c))
		news := w.News()
		require.Equal(t, "conversation.assigned", news[1].Name)
		require.JSONEq(t, `{"conversation":"`+string(c)+`","assignee":"`+string(w.Lin.ID)+`","team":"","was":"","was_team":"","because":"replied","by":"`+string(w.Lin.ID)+`"}`, string(news[1].Data))

		says(w, chen, c, desk.Words{})
		require.Equal(t, w.Lin.ID, has(w, c), "whoever has it keeps it")
		w.WantFacts("message.replied")

		program := w.Says("李雷", "在吗").Conversation
		says(w, w.Lin, program, desk.Words{})
		require.Empty(t, has(w, program), "a program is not there to have it")
		mayNot := lin
		mayNot.Scope = access.Chosen(access.ConversationView, access.ConversationReply)
		says(w, mayNot, program, desk.Words{})
		require.Empty(t, has(w, program), "who may not assign could not give it away again")
	})
}

func TestATeamMayHaveItThatRepliesDoNotTake(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		lin := atDesk(w.Lin)
		c := w.Says("王小明", "退款").Conversation
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Chen, c, conversation.Assignment{Team: &w.Care.ID}))
		_, err := w.Teams.Change(w.Ctx, w.Chen, w.Care.ID, team.Change{ReplyTakes: new(false)})
		require.NoError(t, err)
		w.Facts()
		says(w, lin, c, desk.Words{})
		require.Empty(t, has(w, c))
		w.WantFacts("message.replied", "conversation.waiting")
		_, err = w.Teams.Change(w.Ctx, w.Chen, w.Care.ID, team.Change{ReplyTakes: new(true)})
		require.NoError(t, err)
		says(w, lin, c, desk.Words{})
		require.Equal(t, w.Lin.ID, has(w, c))
		require.Equal(t, string(w.Care.ID), w.Sees(c).Team.ID, "it stays with its team")
	})
}

func TestTakingTheReplyBackGivesTheConversationBack(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		lin := atDesk(w.Lin)
		wait := 20 * time.Second
		c := w.Says("王小明", "退款").Conversation
		back := func(m fact.MessageID) {
			_, _, err := w.Desk.Withdraw(w.Ctx, lin, m)
			require.NoError(t, err)
		}
		m := says(w, lin, c, desk.Words{Wait: &wait, Then: &desk.Then{State: conversation.Resolved}})
		require.Equal(t, w.Lin.ID, has(w, c), "the desk moves on at once")
		w.Facts()
		back(m)
		w.WantFacts("message.withdrawn", "conversation.assigned", "conversation.reopened", "draft.saved")
		require.Empty(t, has(w, c))
		require.Equal(t, conversation.Open, w.Sees(c).State)

		one := says(w, lin, c, desk.Words{Wait: &wait})
		w.Pass(time.Second)
		two := says(w, lin, c, desk.Words{Wait: &wait})
		back(one)
		require.Equal(t, w.Lin.ID, has(w, c), "the other one still answers")
		back(two)
		require.Empty(t, has(w, c))

		four := says(w, lin, c, desk.Words{Wait: &wait})
		w.Pass(time.Second)
		says(w, atDesk(w.Chen), c, desk.Words{})
		w.Pass(time.Second)
		five := says(w, lin, c, desk.Words{Wait: &wait})
		back(four)
		require.Equal(t, w.Lin.ID, has(w, c), "the other one still answers")
		back(five)
		require.Empty(t, has(w, c), "of what Lin wrote nothing left, whatever a colleague answered")

		three := says(w, lin, c, desk.Words{Wait: &wait})
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Chen, c, conversation.Assignment{Assignee: &w.Chen.ID}))
		back(three)
		require.Equal(t, w.Chen.ID, has(w, c), "what was decided meanwhile stays")
	})
}

func TestWhoBeginsAConversationHasIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		known := w.Sees(w.Mails("Message-ID: <a@b>\nSubject: x\nFrom: a@example.com\n\nhello\n").Conversation).Contact.ID
		w.Facts()
		c, err := w.Desk.Open(w.Ctx, atDesk(w.Lin), desk.Start{Channel: w.Mail.ID, Contact: known, Subject: "回访", Words: desk.Words{Kind: conversation.Reply, Text: "您好"}})
		require.NoError(t, err)
		require.Equal(t, string(w.Lin.ID), c.Assignee.ID)
		w.WantFacts("conversation.opened", "message.replied", "conversation.assigned")
	})
}
