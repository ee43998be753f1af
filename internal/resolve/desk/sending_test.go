package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

// atDesk is somebody who works in a browser.
func atDesk(who access.Actor) access.Actor {
	who.Session = "s"
	return who
}

func TestAReplyWaitsAndThenLeaves(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		lin := atDesk(w.Lin)
		require.NoError(t, w.Desk.ChooseSending(w.Ctx, lin, desk.Sending{ChatSeconds: new(20)}))
		c := w.Says("王小明", "退款").Conversation
		w.Facts()
		m, err := w.Desk.Say(w.Ctx, lin, c, desk.Words{Kind: conversation.Reply, Text: "好的"})
		require.NoError(t, err)
		require.Equal(t, conversation.Queued, m.Delivery.State)
		require.Equal(t, w.Now().Add(20*time.Second), *m.Delivery.LeavesAt)
		w.WantFacts("message.held", "conversation.assigned", "conversation.waiting")
		require.Equal(t, conversation.Waiting, w.Sees(c).State, "the desk moves on at once")
		w.Settle()
		require.Len(t, seen(w, c), 1, "the customer sees nothing yet")
		require.NoError(t, w.Inbox.DeliverUpto(w.Ctx, c, m.ID, conversation.Read))
		w.WantFacts()

		w.Pass(20 * time.Second)
		w.Settle()
		w.WantFacts("message.replied")
		after, err := w.Inbox.Message(w.Ctx, m.ID)
		require.NoError(t, err)
		require.Equal(t, conversation.Sent, after.Delivery.State)
		require.Nil(t, after.Delivery.LeavesAt)
		require.Equal(t, w.Now(), after.SentAt, "for its customer it was not there before")
		require.Len(t, seen(w, c), 2)
		require.Equal(t, conversation.Waiting, w.Sees(c).State)
		_, _, err = w.Desk.Withdraw(w.Ctx, lin, m.ID)
		fault.Want(t, err, "message.has_left")
		require.NoError(t, w.Desk.Leave(w.Ctx, conversation.Leaving{Message: m.ID}), "a timer may ring twice")
		require.NoError(t, w.Desk.Leave(w.Ctx, conversation.Leaving{Message: "gone"}))
		w.WantFacts()
	})
}

func seen(w *world.World, c fact.ConversationID) []conversation.Message {
	w.T.Helper()
	list, _, err := w.Inbox.ForContact(w.Ctx, c, conversation.Walk{Limit: 50})
	require.NoError(w.T, err)
	return list
}

func TestAReplyIsTakenBackIntoTheDraft(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Mails("Message-ID: <a@b>\nSubject: x\nFrom: a@example.com\n\nhello\n").Conversation
		waiting := w.Sees(c).WaitingSince
		file, err := w.Files.Keep(w.Ctx, conversation.Upload{Name: "报价.txt", By: string(w.Lin.ID), Content: strings.NewReader("1")})
		require.NoError(t, err)
		w.Pass(time.Minute)
		w.Facts()
		m, err := w.Desk.Say(w.Ctx, atDesk(w.Lin), c, desk.Words{
			Kind: conversation.Reply, HTML: "<p>您<strong>好</strong></p>", Attachments: []fact.AttachmentID{file.ID},
			Then: &desk.Then{State: conversation.Resolved},
		})
		require.NoError(t, err)
		require.Equal(t, w.Now().Add(10*time.Second), *m.Delivery.LeavesAt, "ten seconds for mail, where nobody chose")
		require.Equal(t, conversation.Resolved, w.Sees(c).State)
		w.Facts()

		_, _, err = w.Desk.Withdraw(w.Ctx, w.Chen, m.ID)
		fault.Want(t, err, "message.not_yours")
		at, draft, err := w.Desk.Withdraw(w.Ctx, w.Lin, m.ID)
		require.NoError(t, err)
		w.WantFacts("message.withdrawn", "conversation.assigned", "conversation.reopened", "draft.saved")
		require.Equal(t, c, at)
		require.Equal(t, "<p>您<strong>好</strong></p>", draft.HTML)
		require.Equal(t, "您好", draft.Text)
		require.Equal(t, []fact.AttachmentID{file.ID}, draft.Attachments)
		card := w.Sees(c)
		require.Equal(t, conversation.Open, card.State)
		require.Equal(t, waiting, card.WaitingSince, "the customer waits as before")
		require.Equal(t, 1, card.MessageCount)
		require.Equal(t, "hello", card.Preview)
		require.Equal(t, []string{"inbound: hello"}, w.Talk(c))

		w.Pass(time.Minute)
		w.Settle()
		w.WantFacts()
		_, _, err = w.Desk.Withdraw(w.Ctx, w.Lin, m.ID)
		fault.Want(t, err, "message.missing")
		again, err := w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Reply, Text: draft.Text, Attachments: draft.Attachments})
		require.NoError(t, err, "its files are free again")
		require.Len(t, again.Attachments, 1)
	})
}

func TestWhatHappensWhileAReplyWaitsStays(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		first := w.Sees(c).WaitingSince
		wait := 30 * time.Second
		say := func(who access.Actor, text string) conversation.Message {
			m, err := w.Desk.Say(w.Ctx, who, c, desk.Words{Kind: conversation.Reply, Text: text, Wait: &wait})
			require.NoError(t, err)
			return m
		}
		w.Pass(time.Second)
		one := say(w.Lin, "一")
		w.Pass(time.Second)
		two := say(w.Chen, "二")
		w.Pass(time.Second)
		_, _, err := w.Desk.Withdraw(w.Ctx, w.Lin, one.ID)
		require.NoError(t, err)
		require.Equal(t, conversation.Waiting, w.Sees(c).State, "the other one still answers")
		_, _, err = w.Desk.Withdraw(w.Ctx, w.Chen, two.ID)
		require.NoError(t, err)
		require.Equal(t, conversation.Open, w.Sees(c).State)
		require.Equal(t, first, w.Sees(c).WaitingSince)

		three := say(w.Lin, "三")
		w.Pass(time.Second)
		w.Says("王小明", "还在吗")
		_, _, err = w.Desk.Withdraw(w.Ctx, w.Lin, three.ID)
		require.NoError(t, err)
		require.Equal(t, first, w.Sees(c).WaitingSince, "however often they wrote")
		require.Equal(t, "还在吗", w.Sees(c).Preview)
	})
}

func TestAChannelThatClosesMeanwhileIsToldOnTheMessage(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		wait := 10 * time.Second
		m, err := w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Reply, Text: "好", Wait: &wait})
		require.NoError(t, err)
		closed := "closed"
		_, err = w.Channels.Change(w.Ctx, w.Ada, w.Chat.ID, intake.ChannelEdit{State: &closed})
		require.NoError(t, err)
		require.False(t, w.Sees(c).Can.Reply)
		require.Equal(t, "channel_closed", w.Sees(c).ReplyRefused)
		w.Facts()
		w.Pass(wait)
		w.Settle()
		w.WantFacts("message.delivery_changed")
		after, err := w.Inbox.Message(w.Ctx, m.ID)
		require.NoError(t, err)
		require.Equal(t, "channel_closed", after.Delivery.ReasonCode)
	})
}

func TestWhatHasBeenBegunSinceStaysBelowWhatIsTakenBack(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		wait := 10 * time.Second
		m, err := w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Reply, HTML: "<p><strong>给客户</strong></p>", Wait: &wait})
		require.NoError(t, err)
		_, err = w.Desk.SaveDraft(w.Ctx, w.Lin, c, desk.Draft{Kind: conversation.Note, Text: "给同事"})
		require.NoError(t, err)
		_, draft, err := w.Desk.Withdraw(w.Ctx, w.Lin, m.ID)
		require.NoError(t, err)
		require.Equal(t, conversation.Note, draft.Kind, "words for colleagues never end up in a reply")
		require.Equal(t, "给客户\n\n给同事", draft.Text)
		require.Equal(t, "<p><strong>给客户</strong></p><p>给同事</p>", draft.HTML)
		require.Equal(t, 2, draft.Version)
	})
}

func TestHowRepliesLeaveIsChosen(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		own, house, effective, err := w.Desk.Sends(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Nil(t, own.MailSeconds)
		require.Equal(t, 10, *house.MailSeconds)
		require.Equal(t, 0, *effective.ChatSeconds)
		fault.Want(t, w.Desk.ChooseSending(w.Ctx, w.Lin, desk.Sending{MailSeconds: new(7)}), "message.wait_wrong")
		fault.Want(t, w.Desk.ChooseHouseSending(w.Ctx, w.Lin, desk.Sending{}), "access.denied")
		require.NoError(t, w.Desk.ChooseHouseSending(w.Ctx, w.Ada, desk.Sending{MailSeconds: new(30)}))
		require.NoError(t, w.Desk.ChooseSending(w.Ctx, w.Lin, desk.Sending{EnterSends: new(true)}))
		_, _, effective, err = w.Desk.Sends(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, 30, *effective.MailSeconds)
		require.True(t, *effective.EnterSends)
		_, _, effective, err = w.Desk.Sends(w.Ctx, w.Chen)
		require.NoError(t, err)
		require.False(t, *effective.EnterSends)
	})
}

func TestANoteNamesColleaguesAndTeams(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		gone := w.Hire("离职", access.Agent)
		w.Meddle("UPDATE staff SET state = 'disabled' WHERE id = ?", gone.ID)
		w.Facts()
		mark := func(kind, id string) string { return `<p><span data-mention="` + kind + ":" + id + `">@x</span></p>` }
		m, err := w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Note, HTML: mark("staff", string(w.Mo.ID)) + mark("team", string(w.Care.ID)) + mark("staff", string(w.Mo.ID))})
		require.NoError(t, err)
		news := w.News()
		require.Equal(t, "staff.mentioned", news[1].Name)
		require.JSONEq(t, `{"conversation":"`+string(c)+`","message":"`+string(m.ID)+`","staff":["`+string(w.Mo.ID)+`","`+string(w.Chen.ID)+`"],"by":"`+string(w.Lin.ID)+`"}`, string(news[1].Data))
		for _, wrong := range []string{mark("staff", "nobody"), mark("team", "nobody"), mark("staff", string(gone.ID)), mark("team", string(w.Mo.ID))} {
			_, err := w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Note, HTML: wrong})
			fault.Want(t, err, "message.mention_unknown")
		}
		_, err = w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Note, HTML: mark("staff", string(w.Lin.ID))})
		require.NoError(t, err)
		w.WantFacts("message.noted")
		reply, err := w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Reply, HTML: mark("staff", string(w.Mo.ID))})
		require.NoError(t, err)
		require.NotContains(t, reply.HTML, string(w.Mo.ID), "customers do not learn our ids")
		w.WantFacts("message.replied", "conversation.waiting")
	})
}

func TestARewrittenNoteTellsWhomItNamesNow(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		mark := func(id fact.StaffID) string { return `<span data-mention="staff:` + string(id) + `">@x</span>` }
		m, err := w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Note, HTML: "<p>" + mark(w.Mo.ID) + " <strong>look</strong></p>"})
		require.NoError(t, err)
		w.Meddle("UPDATE staff SET state = 'disabled' WHERE id = ?", w.Mo.ID)
		w.News()
		require.NoError(t, w.Desk.Revise(w.Ctx, w.Lin, m.ID, "", "<p>"+mark(w.Mo.ID)+mark(w.Chen.ID)+" <strong>look here</strong></p>"))
		w.WantFacts("message.revised", "staff.mentioned")
		now, err := w.Inbox.Message(w.Ctx, m.ID)
		require.NoError(t, err)
		require.Contains(t, now.HTML, "<strong>look here</strong>")
		require.Contains(t, now.HTML, string(w.Mo.ID), "who was named before has left, and stays named")
		before, err := w.Inbox.Revisions(w.Ctx, w.Lin, m.ID)
		require.NoError(t, err)
		require.Contains(t, before[0].HTML, "<strong>look</strong>")
		fault.Want(t, w.Desk.Revise(w.Ctx, w.Lin, m.ID, "", `<p><span data-mention="staff:nobody">@x</span></p>`), "message.mention_unknown")
		w.WantFacts()
	})
}
