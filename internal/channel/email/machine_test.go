package email_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/channel/email"
)

func TestBySignsAMachineIsKnown(t *testing.T) {
	for _, c := range []struct{ field, want string }{
		{"X-Mailer: Foxmail", ""},
		{"Auto-Submitted: no", ""},
		{"Auto-Submitted: auto-generated", "auto_reply"},
		{"Auto-Submitted: auto-notified; owner-email=\"x@example.com\"", "auto_reply"},
		{"X-Autoreply: yes", "auto_reply"},
		{"X-QQ-AutoReply: 1", "auto_reply"},
		{"Return-Path: <>", "null_sender"},
		{"Precedence: bulk", "bulk"},
		{"Precedence: junk", "bulk"},
		{"Precedence: auto_reply", "auto_reply"},
		{"Precedence: list", "list"},
		{"List-Id: <users.list.example>", "list"},
		{"List-Unsubscribe: <mailto:stop@list.example>", "list"},
		{"Feedback-ID: 1:2:3:sender", "bulk"},
		{"X-Auto-Response-Suppress: All", "asked_not_to"},
		{"X-Auto-Response-Suppress: DR, OOF, AutoReply", "asked_not_to"},
		{"X-Auto-Response-Suppress: DR, RN", ""},
		{"X-Loop: desk@other.example", "loop"},
		{"Content-Type: multipart/report; report-type=x; boundary=b", "report"},
		{"Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "auto_reply"},
		{"Content-Type: multipart/report; report-type=feedback-report; boundary=b", "complaint"},
		{"Content-Type: multipart/report; report-type=delivery-status; boundary=b", "bounce"},
	} {
		m := email.Read([]byte("From: wang@example.com\r\nTo: support@anlan.example\r\nSubject: Hi\r\n" + c.field + "\r\n\r\nHello\r\n"))
		require.Equal(t, c.want, m.Machine, c.field)
	}
	for from, want := range map[string]string{
		"no-reply@shop.example": "no_reply", "donotreply@shop.example": "no_reply", "root@host.example": "no_reply",
		"bounces+1@shop.example": "no_reply", "users-owner@list.example": "list", "norbert@example.com": "",
	} {
		m := email.Read([]byte("From: " + from + "\r\nTo: support@anlan.example\r\nSubject: Hi\r\n\r\nHello\r\n"))
		require.Equal(t, want, m.Machine, from)
	}
}

func TestMachinesTakeAConversationUpAgainAFewTimesAndThenLeaveItAlone(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		m := h.asks(t, "a@one.example")
		h.Settle()
		sent := email.Read(h.s.got[0])
		list := func(n int) {
			arrives(t, h.World, h.c, fmt.Sprintf("From: monitor@one.example\r\nTo: support@anlan.example\r\nPrecedence: bulk\r\nSubject: Hi\r\nMessage-ID: <m%d@one.example>\r\nIn-Reply-To: <%s>\r\n\r\nalarm %d\r\n", n, sent.MessageID, n))
		}
		for n := range 5 {
			require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Lin, m.Conversation))
			h.Facts()
			list(n)
			want := conversation.Open
			if n >= 3 {
				want = conversation.Resolved
				require.Contains(t, h.Facts(), "conversation.left_alone")
			}
			require.Equal(t, want, h.Sees(m.Conversation).State, "the %d. time", n)
			if n >= 3 {
				require.NoError(t, h.Inbox.Reopen(h.Ctx, h.Lin, m.Conversation))
			}
		}
		require.Equal(t, 7, h.Sees(m.Conversation).MessageCount, "every one of them is there")
		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Lin, m.Conversation))
		h.Pass(time.Hour + time.Minute)
		list(9)
		require.Equal(t, conversation.Open, h.Sees(m.Conversation).State)
		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Lin, m.Conversation))
		arrives(t, h.World, h.c, "From: a@one.example\r\nTo: support@anlan.example\r\nSubject: Hi\r\nMessage-ID: <p@one.example>\r\nIn-Reply-To: <"+sent.MessageID+">\r\n\r\nme\r\n")
		require.Equal(t, conversation.Open, h.Sees(m.Conversation).State, "a person always does")
	})
}
