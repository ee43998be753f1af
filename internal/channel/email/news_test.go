package email_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/outbox"
	"anlan/internal/channel/email"
	"anlan/internal/people/access"
)

// report is what a mail server writes about a mail of ours (RFC 3464).
type report struct {
	to, about, recipient, action, status, diagnostic, original string
}

func (r report) raw(n int) string {
	kind := "delivery-status"
	var b strings.Builder
	fmt.Fprintf(&b, "Return-Path: <>\nDelivered-To: %s\nFrom: MAILER-DAEMON@mx.example (Mail Delivery System)\nTo: %s\nSubject: Delivery Status Notification\n", r.to, r.to)
	fmt.Fprintf(&b, "Message-ID: <report%d@mx.example>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=%s; boundary=b\n\n", n, kind)
	fmt.Fprintf(&b, "--b\nContent-Type: text/plain\n\nThis is the mail system. About your message: %s\n\n", r.about)
	fmt.Fprintf(&b, "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; %s\nAction: %s\nStatus: %s\nDiagnostic-Code: smtp; %s\n\n", r.recipient, r.action, r.status, r.diagnostic)
	if r.original != "" {
		fmt.Fprintf(&b, "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <%s>\nSubject: Re: Hi\n\n", r.original)
	}
	b.WriteString("--b--\n")
	return strings.ReplaceAll(b.String(), "\n", "\r\n")
}

func (h *house) plus(t *testing.T) {
	t.Helper()
	_, err := h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(`{"plus_addresses": true}`)})
	require.NoError(t, err)
}

func TestABounceFindsItsReplyAndMarksTheAddressUntilItIsHeardOf(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		h.plus(t)
		for n, find := range []func(r *report, m conversation.Message){
			func(r *report, m conversation.Message) { r.to = h.s.from[len(h.s.from)-1] }, // the return path
			func(r *report, m conversation.Message) {
				r.original = outbox.OwnID(m.Conversation, m.ID, "support@anlan.example")
			},
			func(r *report, m conversation.Message) {}, // only the recipient
		} {
			who := fmt.Sprintf("lin%d@home.example", n)
			m := h.asks(t, who)
			h.Settle()
			h.sees(t, m, conversation.Sent)
			require.Regexp(t, `^support\+b\.[a-z2-7]{39}@anlan\.example$`, h.s.from[len(h.s.from)-1])
			require.Equal(t, "support@anlan.example", email.Read(h.s.got[len(h.s.got)-1]).From.Address, "the sender stays")

			r := report{to: "support@anlan.example", recipient: who, action: "failed", status: "5.2.2", diagnostic: "552 5.2.2 mailbox is full"}
			find(&r, m)
			h.Facts()
			got := arrives(t, h.World, h.c, r.raw(n))
			require.Equal(t, m.Conversation, got.Conversation, "people read it where it belongs")
			require.Subset(t, h.Facts(), []string{"message.delivery_changed", "contact.address_bounced", "message.arrived"})
			h.sees(t, m, conversation.Bounced)
			p := h.stands(t, m)
			require.Equal(t, "mailbox_full", p.ReasonCode)
			require.Equal(t, map[string]string{"said": "552 5.2.2 mailbox is full", "status": "5.2.2", "address": who}, p.Details)
			require.Equal(t, "mailbox_full", h.bounced(t, m))
			require.Equal(t, conversation.Open, h.Sees(m.Conversation).State, "it is our turn again")

			h.Settle()
			before := h.s.mails()
			arrives(t, h.World, h.c, fmt.Sprintf("From: %s\r\nSubject: again\r\nMessage-ID: <again%d@home.example>\r\n\r\nhello\r\n", who, n))
			require.Empty(t, h.bounced(t, m), "who writes can be written to")
			require.Contains(t, h.Facts(), "contact.address_recovered")
			h.Settle()
			require.Equal(t, before, h.s.mails(), "a bounce makes no mail")
		}
	})
}

func TestAReceiptSaysThatAReplyArrivedAndIsNoMessage(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		h.plus(t)
		m := h.asks(t, "lin@home.example")
		h.Settle()
		said := len(h.talk(t, m))
		r := report{to: h.s.from[0], recipient: "lin@home.example", action: "relayed", status: "2.0.0", diagnostic: "250 ok"}
		arrives(t, h.World, h.c, r.raw(1))
		h.sees(t, m, conversation.Sent)

		r.action = "delivered"
		state := h.Sees(m.Conversation).State
		got := arrives(t, h.World, h.c, r.raw(2))
		h.sees(t, m, conversation.Delivered)
		require.Equal(t, m.ID, got.Message)
		require.Len(t, h.talk(t, m), said, "nobody has to read it")
		require.Equal(t, state, h.Sees(m.Conversation).State)
		require.True(t, arrives(t, h.World, h.c, r.raw(2)).Duplicate)

		r.action, r.status = "failed", "5.1.1" // a copy that somebody beyond gave back
		arrives(t, h.World, h.c, r.raw(3))
		h.sees(t, m, conversation.Delivered)
		require.Empty(t, h.bounced(t, m))
	})
}

func (h *house) talk(t *testing.T, m conversation.Message) []conversation.Message {
	t.Helper()
	list, _, err := h.Inbox.Messages(h.Ctx, access.System, m.Conversation, conversation.Walk{Limit: 50})
	require.NoError(t, err)
	return list
}

func TestADelayOnTheWayIsToldOnTheReply(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		m := h.asks(t, "lin@home.example")
		h.Settle()
		r := report{to: "support@anlan.example", recipient: "lin@home.example", action: "delayed", status: "4.4.1", diagnostic: "connection timed out",
			original: outbox.OwnID(m.Conversation, m.ID, "support@anlan.example")}
		arrives(t, h.World, h.c, r.raw(1))
		p := h.stands(t, m)
		require.Equal(t, conversation.Sent, p.State)
		require.Equal(t, "delayed_on_the_way", p.ReasonCode)
		require.Empty(t, h.bounced(t, m))

		r.action, r.status = "failed", "4.4.7" // they have tried for days
		arrives(t, h.World, h.c, r.raw(2))
		h.sees(t, m, conversation.Bounced)
		require.Equal(t, "undelivered", h.stands(t, m).ReasonCode)
	})
}

func TestABounceThatIsNobodysIsAMailLikeAnyOther(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		m := h.asks(t, "lin@home.example")
		h.Settle()
		h.Pass(6 * 24 * time.Hour)
		forged := report{to: "support+b.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@anlan.example", recipient: "lin@home.example", action: "failed", status: "5.1.1", diagnostic: "550 no"}
		got := arrives(t, h.World, h.c, forged.raw(1))
		require.NotEqual(t, m.Conversation, got.Conversation)
		h.sees(t, m, conversation.Sent)
		require.Empty(t, h.bounced(t, m))
	})
}

func TestABounceInFreeWordsStillHasItsReturnPath(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		h.plus(t)
		m := h.asks(t, "lin@home.example")
		h.Settle()
		raw := "Return-Path: <>\r\nX-Original-To: " + strings.ToUpper(h.s.from[0]) + "\r\nFrom: postmaster@mx.example\r\nTo: undisclosed:;\r\nSubject: failure notice\r\nMessage-ID: <f@mx.example>\r\n\r\n" +
			"Sorry, this user does not exist. 550 5.1.1 user unknown\r\n"
		got := arrives(t, h.World, h.c, raw)
		require.Equal(t, m.Conversation, got.Conversation)
		h.sees(t, m, conversation.Bounced)
		require.Equal(t, "address_unknown", h.stands(t, m).ReasonCode)
		require.Equal(t, "address_unknown", h.bounced(t, m), "of whom it was sent to, whatever the notice names")
	})
}
