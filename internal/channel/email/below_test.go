package email_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/wording"
)

func TestWhatStandsBelowAReply(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		_, err := h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(
			`{"quote": true, "signature": "<p>澜学 <b>客服</b> {{channel.name}} {{team.name}}<script>alert(1)</script></p>"}`)})
		require.NoError(t, err)
		own, err := h.Wording.ChooseSignature(h.Ctx, h.Lin, wording.Text{HTML: "<p>{{agent.name}}<br>敬上</p>"})
		require.NoError(t, err)
		require.Equal(t, "{{agent.name}}\n敬上", own.Text)
		_, err = h.Wording.ChooseSignature(h.Ctx, h.Lin, wording.Text{Text: "{{agent.nmae}}"})
		fault.Want(t, err, "wording.unknown_variable")
		r := arrives(t, h.World, h.c, question)

		e, err := h.post.Envelope(h.Ctx, h.Lin, r.Conversation)
		require.NoError(t, err)
		require.True(t, e.ByMail)
		require.True(t, e.Quotes)
		require.Equal(t, "wang@example.com", e.Address)
		require.Contains(t, e.Signature.Text, "林岚 Lin\n敬上")
		require.Nil(t, e.Bounced)

		m := h.Replies(h.Lin, r.Conversation, "请重启")
		h.Settle()
		require.Len(t, h.s.got, 1)
		sent := email.Read(h.s.got[0])
		require.Equal(t, "请重启", sent.ReplyText, "who reads it sees what was written this time")
		for _, want := range []string{"\n-- \n林岚 Lin\n敬上", "澜学 客服 澜学客服", "王小明 于 2026年3月2日 09:00 写道：\n> 课程打不开"} {
			require.Contains(t, strings.ReplaceAll(sent.Text, "\r\n", "\n"), want)
		}
		require.Contains(t, sent.HTML, "<blockquote")
		require.Contains(t, sent.HTML, "<b>客服</b>")
		require.NotContains(t, sent.HTML, "script")
		require.NotContains(t, sent.Text, "{{")
		kept, err := h.Inbox.Message(h.Ctx, m.ID)
		require.NoError(t, err)
		require.Equal(t, "请重启", kept.Text, "the conversation keeps what was written")
	})
}

// What was sent is read from the wire by our own reader.
func TestNothingIsLostOnTheWay(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		r := arrives(t, h.World, h.c, question)
		bytesOf := make([]byte, 200_000)
		_, _ = rand.Read(bytesOf)
		var files []fact.AttachmentID
		for name, content := range map[string][]byte{"合同（终稿）.bin": bytesOf, "dots.txt": []byte("a\r\n.\r\n..b\n.c\r\n")} {
			f, err := h.Files.Keep(h.Ctx, conversation.Upload{Name: name, By: string(h.Lin.ID), Content: bytes.NewReader(content)})
			require.NoError(t, err)
			files = append(files, f.ID)
		}
		words := ".\n..dots at the beginning\n" + strings.Repeat("很长的一行 without end ", 200) + "\n😀 end."
		m, err := h.Desk.Say(h.Ctx, h.Lin, r.Conversation, desk.Words{Kind: conversation.Reply, Text: words, Attachments: files})
		require.NoError(t, err)
		h.Settle()
		h.sees(t, m, conversation.Sent)
		for _, line := range bytes.Split(h.s.got[0], []byte("\r\n")) {
			require.LessOrEqual(t, len(line), 998, "RFC 5322, 2.1.1")
		}
		sent := email.Read(h.s.got[0])
		require.Empty(t, sent.Problems)
		require.Equal(t, words, strings.TrimSpace(strings.ReplaceAll(sent.Text, "\r\n", "\n")))
		require.NotEmpty(t, sent.HTML)
		require.Equal(t, "澜学客服", sent.From.Name)
		got := map[string][]byte{}
		for _, a := range sent.Attached {
			got[a.Name] = a.Content
		}
		require.Equal(t, map[string][]byte{"合同（终稿）.bin": bytesOf, "dots.txt": []byte("a\r\n.\r\n..b\n.c\r\n")}, got)
	})
}
