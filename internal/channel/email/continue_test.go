package email_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
	"anlan/internal/platform/seal"
	"anlan/internal/resolve/continuation"
)

// leaving is a world whose chat goes on by mail after ten minutes.
type leaving struct {
	*world.World
	server *server
	ledger *continuation.Ledger
	box    intake.Channel
	chat   intake.Channel
}

func leave(t *testing.T, w *world.World) *leaving {
	t.Helper()
	s, post, box := sendingBox(t, w)
	sealer, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	l := &leaving{World: w, server: s, box: box, ledger: continuation.New(w.DB, w.Inbox, w.Channels, w.Contacts, sealer, "https://desk.test")}
	carrier := email.NewCarrier(post, l.ledger)
	reactions := []jobs.Reaction{jobs.On("continuation.wait", l.ledger.Replied)}
	w.DB.Flow(jobs.Flow(reactions))
	w.Jobs.Register("continuation.wait", reactions[0].Do)
	w.Jobs.Register(continuation.WaitKind, jobs.Handle(l.ledger.Due))
	w.Jobs.Register(continuation.SendKind, jobs.Handle(carrier.Send))
	l.chat, err = w.Channels.Change(w.Ctx, access.System, w.Chat.ID, intake.ChannelEdit{
		Settings: []byte(fmt.Sprintf(`{"continuing":{"mailbox":%q,"minutes":10}}`, box.ID)),
	})
	require.NoError(t, err)
	return l
}

// asks is a visitor who has left an address.
func (l *leaving) asks(text string) intake.Receipt {
	in := l.Chatting("王小明", text)
	in.Sender.Email, in.Sender.Locale = "wang@example.com", "zh-CN"
	return l.Arrives(in)
}

func (l *leaving) passes(d time.Duration) []email.Mail {
	l.Pass(d)
	l.Settle()
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	var got []email.Mail
	for _, raw := range l.server.got {
		got = append(got, email.Read(raw))
	}
	return got
}

func TestRepliesThatNobodyReadGoOutInOneMail(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		w.Replies(w.Lin, r.Conversation, "您好，请重启一下")
		require.Empty(t, l.passes(4*time.Minute))
		w.Replies(w.Lin, r.Conversation, "或者换个浏览器 <b>")
		require.Empty(t, l.passes(5*time.Minute))

		got := l.passes(2 * time.Minute)

		require.Len(t, got, 1)
		require.Equal(t, []string{"wang@example.com"}, l.server.to)
		require.Contains(t, got[0].Text, "请重启一下")
		require.Contains(t, got[0].Text, "换个浏览器 <b>")
		require.Contains(t, got[0].Text, "https://desk.test/chat/"+w.Chat.Key+"#anlan-resume=")
		require.Contains(t, got[0].Text, "2 条")
		require.Contains(t, string(l.server.got[0]), "List-Unsubscribe-Post: List-Unsubscribe=One-Click")
		require.Len(t, l.passes(time.Hour), 1, "the timer of the second reply finds nothing more to tell")
		require.Contains(t, w.Talk(r.Conversation), "system: ")
	})
}

func TestAReplyThatWasReadNeedsNoMail(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		m := w.Replies(w.Lin, r.Conversation, "请重启一下")
		require.NoError(t, w.Inbox.DeliverUpto(w.Ctx, r.Conversation, m.ID, conversation.Read))
		require.Empty(t, l.passes(time.Hour))
	})
}

func TestWhoLeftNoAddressAndOtherChannelsGetNone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := w.Says("王小明", "在吗")
		w.Replies(w.Lin, r.Conversation, "在的")
		shop := w.Orders("o1", "c1", "where is it")
		w.Replies(w.Lin, shop.Conversation, "on its way")
		require.Empty(t, l.passes(time.Hour))
	})
}

func TestATimerAndASendingThatRunTwiceSendOnce(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		m := w.Replies(w.Lin, r.Conversation, "请重启一下")
		require.Len(t, l.passes(11*time.Minute), 1)
		require.NoError(t, l.ledger.Due(w.Ctx, continuation.Wait{Conversation: r.Conversation, Message: m.ID}))
		require.NoError(t, l.ledger.Replied(w.Ctx, fact.MessageReplied{Message: m.ID, Conversation: r.Conversation, Channel: w.Chat.ID}))
		require.Len(t, l.passes(time.Hour), 1)
		require.Equal(t, 1, w.Count("continuation"))
	})
}

func TestTheAnswerByMailComesBackIntoTheConversationAndIsAnsweredSoon(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		w.Replies(w.Lin, r.Conversation, "请重启一下")
		mail := l.passes(11 * time.Minute)[0]

		answer := arrives(t, w, l.box, "From: wang@example.com\r\nSubject: Re: x\r\nMessage-ID: <a1@example.com>\r\nIn-Reply-To: <"+mail.MessageID+
			">\r\n\r\n好了，谢谢\r\n\r\nOn Mon, Mar 2, 2026 at 9:11 AM 澜学客服 <support@anlan.example> wrote:\r\n> 请重启一下\r\n")

		require.Equal(t, r.Conversation, answer.Conversation)
		require.Equal(t, conversation.Open, w.Sees(r.Conversation).State)
		w.Replies(w.Lin, r.Conversation, "不客气")
		require.Len(t, l.passes(2*time.Minute), 2, "who answers by mail is not kept waiting for ten minutes")
		second := email.Read(l.server.got[1])
		require.Equal(t, mail.MessageID, second.InReplyTo, "one thread in the customer's mail program")
		require.NotContains(t, second.Text, "请重启一下", "what was told is not told again")
	})
}

func TestTheLinkOpensTheChatForAWhileAndNotForEver(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		w.Replies(w.Lin, r.Conversation, "请重启一下")
		_, rest, _ := strings.Cut(l.passes(11 * time.Minute)[0].Text, "#anlan-resume=")
		ticket := strings.Fields(rest)[0]
		for range 20 {
			c, err := l.ledger.Resume(w.Ctx, ticket)
			require.NoError(t, err)
			require.Equal(t, r.Conversation, c)
		}
		_, err := l.ledger.Resume(w.Ctx, ticket)
		fault.Want(t, err, "continuation.link_over")
		_, err = l.ledger.Resume(w.Ctx, strings.Replace(ticket, ".", "x.", 1))
		fault.Want(t, err, "continuation.link_over")
	})
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		w.Replies(w.Lin, r.Conversation, "请重启一下")
		_, rest, _ := strings.Cut(l.passes(11 * time.Minute)[0].Text, "#anlan-resume=")
		w.Pass(15 * 24 * time.Hour)
		_, err := l.ledger.Resume(w.Ctx, strings.Fields(rest)[0])
		fault.Want(t, err, "continuation.link_over")
	})
}

func TestWhoWantsNoMoreMailGetsNone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		w.Replies(w.Lin, r.Conversation, "请重启一下")
		text := l.passes(11 * time.Minute)[0].Text
		_, rest, _ := strings.Cut(text, "/stop?")
		q, err := url.ParseQuery(strings.Fields(rest)[0])
		require.NoError(t, err)
		w.Facts()

		fault.Want(t, l.ledger.Stop(w.Ctx, continuation.ID(q.Get("mail")), q.Get("exp"), "forged"), "continuation.link_over")
		require.NoError(t, l.ledger.Stop(w.Ctx, continuation.ID(q.Get("mail")), q.Get("exp"), q.Get("sig")))
		require.NoError(t, l.ledger.Stop(w.Ctx, continuation.ID(q.Get("mail")), q.Get("exp"), q.Get("sig")))

		w.WantFacts("continuation.stopped")
		w.Replies(w.Lin, r.Conversation, "还在吗")
		require.Len(t, l.passes(time.Hour), 1)
	})
}

func TestAMailThatIsRefusedForGoodIsNotTriedAgain(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		w.Replies(w.Lin, r.Conversation, "请重启一下")
		_, err := w.Channels.Change(w.Ctx, access.System, l.box.ID, intake.ChannelEdit{State: new("closed")})
		require.NoError(t, err)
		require.Empty(t, l.passes(11*time.Minute))
		require.Equal(t, []string{"mailed", "unsent"}, l.told(t, r))
		list, _, err := l.Inbox.Messages(l.Ctx, access.System, r.Conversation, conversation.Walk{NewFirst: true, Limit: 1})
		require.NoError(t, err)
		require.Equal(t, "channel_closed", list[0].Values["reason"])
	})
}

// told are the lines that a conversation has about its mails.
func (l *leaving) told(t *testing.T, r intake.Receipt) (codes []string) {
	t.Helper()
	list, _, err := l.Inbox.Messages(l.Ctx, access.System, r.Conversation, conversation.Walk{Limit: 50})
	require.NoError(t, err)
	for _, m := range list {
		if code, ours := strings.CutPrefix(m.Code, "continuation."); ours {
			codes = append(codes, code)
		}
	}
	return codes
}

func TestAMailOfWhichNobodyCanKnowWhetherItLeftIsNotSentAgain(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		l.server.cut = func(int) bool { return true }
		r := l.asks("课程打不开")
		w.Replies(w.Lin, r.Conversation, "请重启一下")
		require.Len(t, l.passes(11*time.Minute), 1, "the server had it, and hung up instead of saying so")
		require.Len(t, l.passes(time.Hour), 1)
		require.Equal(t, []string{"mailed", "may_be_out"}, l.told(t, r))
	})
}

func TestWeDiedWhileAMailWasHandedOver(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		w.Replies(w.Lin, r.Conversation, "请重启一下")
		// The row as it is when a node is killed between the intent and the outcome.
		l.server.atRcpt = func(string) error { return later(451, "come again") }
		require.Empty(t, l.passes(11*time.Minute))
		require.NoError(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(w.Ctx, "UPDATE continuation SET handed_at = 1")
			return err
		}))
		l.server.atRcpt = nil
		require.Empty(t, l.passes(time.Hour))
		require.Equal(t, []string{"mailed", "may_be_out"}, l.told(t, r))
	})
}

func TestAMailThatIsRefusedForNowIsTriedAgain(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		w.Replies(w.Lin, r.Conversation, "请重启一下")
		l.server.atData = func(string) error { return later(451, "come again") } // everything was said by then
		require.Empty(t, l.passes(11*time.Minute))
		l.server.atData = nil
		require.Len(t, l.passes(time.Hour), 1)
		require.Equal(t, []string{"mailed"}, l.told(t, r))
	})
}

func TestAFormIsAnsweredThroughItsMailbox(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		s, post, box := sendingBox(t, w)
		form := w.Channel(intake.Form, "联系表单", fmt.Sprintf(`{"mailbox":%q}`, box.ID))
		r := w.Arrives(intake.Inbound{
			Channel: form.ID, ExternalID: "f1", Text: "发票", Subject: "Invoice", SentAt: w.Now(),
			Headers: map[string]string{"from": "wang@example.com"},
		})
		m := w.Replies(w.Lin, r.Conversation, "已经寄出")
		require.Equal(t, conversation.Queued, m.Delivery.State)
		require.NoError(t, post.Send(w.Ctx, replied(m, form)))
		require.Equal(t, []string{"wang@example.com"}, s.to)
		sent := email.Read(s.got[0])
		require.Equal(t, "support@anlan.example", sent.From.Address)

		answer := arrives(t, w, box, "From: wang@example.com\r\nMessage-ID: <q2@example.com>\r\nIn-Reply-To: <"+sent.MessageID+">\r\n\r\n收到\r\n")
		require.Equal(t, r.Conversation, answer.Conversation)
	})
}

func TestAFormWithoutAMailboxCannotBeAnswered(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		form := w.Channel(intake.Form, "联系表单", `{}`)
		r := w.Arrives(intake.Inbound{Channel: form.ID, ExternalID: "f1", Text: "发票", SentAt: w.Now()})
		require.False(t, form.CanSend())
		require.Equal(t, conversation.Open, w.Sees(r.Conversation).State)
	})
}

func TestWhatWasWhisperedStandsInNoMail(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		l := leave(t, w)
		r := l.asks("课程打不开")
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Chen, r.Conversation, conversation.Assignment{Assignee: &w.Lin.ID}))
		_, err := w.Company.Whisper(w.Ctx, w.Chen, r.Conversation, "先道歉")
		require.NoError(t, err)
		w.Replies(w.Lin, r.Conversation, "您好，请重启一下")
		_, err = w.Company.Whisper(w.Ctx, w.Chen, r.Conversation, "再道歉一次")
		require.NoError(t, err)

		got := l.passes(11 * time.Minute)

		require.Len(t, got, 1)
		require.Contains(t, got[0].Text, "请重启一下")
		require.NotContains(t, string(l.server.got[0]), "道歉")
		require.NotContains(t, got[0].Text+got[0].HTML, "道歉")
	})
}
