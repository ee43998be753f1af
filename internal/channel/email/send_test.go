package email_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/desk"
)

// sendingBox is a world with a mail channel that sends through our server.
func sendingBox(t *testing.T, w *world.World) (*server, *email.Post, intake.Channel) {
	t.Helper()
	s, port := mailServer(t)
	c := w.Channel(intake.Email, "支持邮箱", fmt.Sprintf(
		`{"address":"support@anlan.example","from_name":"澜学客服","smtp":{"host":"127.0.0.1","port":%d,"security":"none"}}`, port))
	post := email.NewPost(w.DB, w.Inbox, w.Channels, w.Contacts, w.Files, w.Grants, w.Outbox, w.Wording, w.Safe)
	t.Cleanup(post.Close)
	return s, post, c
}

const question = "From: =?UTF-8?B?546L5bCP5piO?= <wang@example.com>\r\nTo: support@anlan.example\r\n" +
	"Subject: =?UTF-8?B?6K++56iL5omT5LiN5byA?=\r\nMessage-ID: <q1@example.com>\r\nReferences: <q0@example.com>\r\n" +
	"Content-Type: text/plain; charset=utf-8\r\n\r\n课程打不开\r\n"

func arrives(t *testing.T, w *world.World, c intake.Channel, raw string) intake.Receipt {
	t.Helper()
	r, err := w.Door.Accept(w.Ctx, email.Inbound(c, []byte(raw)))
	require.NoError(t, err)
	return r
}

func replied(m conversation.Message, c intake.Channel) fact.MessageReplied {
	return fact.MessageReplied{Message: m.ID, Conversation: m.Conversation, Channel: c.ID}
}

func TestAnAnswerLeavesAsMailAndKeepsTheThread(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		s, post, c := sendingBox(t, w)
		r := arrives(t, w, c, question)
		file, err := w.Files.Keep(w.Ctx, conversation.Upload{Name: "报价单.pdf", By: string(w.Lin.ID), Content: bytes.NewReader([]byte("%PDF-1.4 报价"))})
		require.NoError(t, err)
		m, err := w.Desk.Say(w.Ctx, w.Lin, r.Conversation, desk.Words{
			Kind: conversation.Reply, Text: "您好，<请>重启一下", Attachments: []fact.AttachmentID{file.ID},
		})
		require.NoError(t, err)
		require.Equal(t, conversation.Queued, m.Delivery.State)

		require.NoError(t, post.Send(w.Ctx, replied(m, c)))
		require.NoError(t, post.Send(w.Ctx, replied(m, c)), "a job may run twice")

		require.Len(t, s.got, 1, "and the mail leaves once")
		sent := email.Read(s.got[0])
		require.Equal(t, []string{"wang@example.com"}, s.to)
		require.Equal(t, "澜学客服", sent.From.Name)
		require.Equal(t, "Re: 课程打不开", sent.Subject)
		require.Equal(t, "q1@example.com", sent.InReplyTo)
		require.Contains(t, sent.Text, "您好，<请>重启一下")
		require.Contains(t, sent.HTML, "&lt;请&gt;")
		require.Len(t, sent.Attached, 1)
		require.Equal(t, "报价单.pdf", sent.Attached[0].Name)
		require.Equal(t, "%PDF-1.4 报价", string(sent.Attached[0].Content))
		again, err := w.Inbox.Message(w.Ctx, m.ID)
		require.NoError(t, err)
		require.Equal(t, conversation.Sent, again.Delivery.State)

		// The customer answers our mail: the same conversation, and it is our turn.
		answer := arrives(t, w, c, "From: wang@example.com\r\nSubject: RE: x\r\nMessage-ID: <q2@example.com>\r\nIn-Reply-To: <"+sent.MessageID+">\r\n\r\n好了，谢谢\r\n")
		require.Equal(t, r.Conversation, answer.Conversation)
		require.Equal(t, conversation.Open, w.Sees(r.Conversation).State)
	})
}

func TestARefusedMailShowsWhyAndIsNotTriedForEver(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		s, post, c := sendingBox(t, w)
		r := arrives(t, w, c, question)
		m := w.Replies(w.Lin, r.Conversation, "在吗")

		s.refuse(&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"})
		require.NoError(t, post.Send(w.Ctx, replied(m, c)))
		after, err := w.Inbox.Message(w.Ctx, m.ID)
		require.NoError(t, err)
		require.Equal(t, conversation.Failed, after.Delivery.State)
		require.Contains(t, after.Delivery.Reason, "no such user")
		require.Empty(t, s.got)
	})
}

func TestRepliesOfOtherChannelsAreNotMail(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		s, post, _ := sendingBox(t, w)
		r := w.Says("王小明", "在吗")
		m := w.Replies(w.Lin, r.Conversation, "在的")
		require.NoError(t, post.Send(w.Ctx, replied(m, w.Chat)))
		require.NoError(t, post.Send(w.Ctx, fact.MessageReplied{Message: "deleted", Channel: w.Chat.ID}))
		require.Empty(t, s.got)
	})
}

func TestAMailboxWithoutAServerRefusesTheReplyBeforeItIsWritten(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Channel(intake.Email, "没有发信服务器", `{"address":"mute@anlan.example"}`)
		r := arrives(t, w, c, question)
		_, err := w.Desk.Say(w.Ctx, w.Lin, r.Conversation, desk.Words{Kind: conversation.Reply, Text: "您好"})
		require.ErrorContains(t, err, "channel.cannot_send")
		_, err = w.Desk.Say(w.Ctx, w.Lin, r.Conversation, desk.Words{Kind: conversation.Note, Text: "内部"})
		require.NoError(t, err)
	})
}

func TestAMailOfNothingIsVisibleWithItsRawForm(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, _, c := sendingBox(t, w)
		raw := "\x00\x01garbage without any header"
		r := arrives(t, w, c, raw)
		list, _, err := w.Inbox.Messages(w.Ctx, access.System, r.Conversation, conversation.Walk{Limit: 10})
		require.NoError(t, err)
		require.Len(t, list, 1)
		kept, err := w.Files.Bytes(list[0].RawSHA256)
		require.NoError(t, err)
		require.Equal(t, raw, string(kept), "not a byte is lost")
		if list[0].Unreadable {
			require.Equal(t, "message.eml", list[0].Attachments[0].Name)
		} else {
			require.True(t, strings.Contains(list[0].Text, "garbage"))
		}
	})
}
