package email_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/outbox"
	"anlan/internal/channel/email"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
)

// house is a world in which replies leave by jobs, as they do in the program.
type house struct {
	*world.World
	s    *server
	post *email.Post
	c    intake.Channel
}

func houses(t *testing.T, story func(t *testing.T, h *house)) {
	t.Helper()
	world.Each(t, func(t *testing.T, w *world.World) {
		s, post, c := sendingBox(t, w)
		reaction := jobs.Unless(post.Idle, jobs.OnHeld(outbox.SendKind, post.SendHeld))
		w.DB.Flow(jobs.Flow([]jobs.Reaction{reaction}))
		w.Jobs.React(reaction)
		story(t, &house{w, s, post, c})
	})
}

// asks is a question of a customer, and our answer.
func (h *house) asks(t *testing.T, from string) conversation.Message {
	t.Helper()
	r := arrives(t, h.World, h.c, fmt.Sprintf("From: %s\r\nTo: support@anlan.example\r\nSubject: Hi\r\nMessage-ID: <%s>\r\n\r\nHello\r\n", from, from))
	return h.Replies(h.Lin, r.Conversation, "您好 "+from)
}

func (h *house) stands(t *testing.T, m conversation.Message) conversation.Progress {
	t.Helper()
	got, err := h.Inbox.Message(h.Ctx, m.ID)
	require.NoError(t, err)
	return got.Delivery
}

func (h *house) sees(t *testing.T, m conversation.Message, want conversation.Delivery) {
	t.Helper()
	p := h.stands(t, m)
	require.Equal(t, want, p.State, "%+v", p)
}

func (h *house) bounced(t *testing.T, m conversation.Message) string {
	t.Helper()
	for _, i := range h.Who(fact.ContactID(h.Sees(m.Conversation).Contact.ID)).Identities {
		if i.Bounced != nil {
			return i.Bounced.Because
		}
	}
	return ""
}

func TestADomainThatAsksToWaitHoldsUpItsOwnAndNobodyElse(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		slow := true
		h.s.atRcpt = func(to string) error {
			if slow && strings.HasSuffix(to, "@slow.example") {
				return later(451, "greylisted, come back")
			}
			return nil
		}
		held, other, behind := h.asks(t, "a@slow.example"), h.asks(t, "b@quick.example"), h.asks(t, "c@slow.example")
		h.Facts()
		h.Settle()
		h.sees(t, other, conversation.Sent)
		p := h.stands(t, held)
		require.Equal(t, conversation.Queued, p.State)
		require.Equal(t, "delayed_there", p.ReasonCode)
		require.Contains(t, p.Details["said"], "greylisted")
		require.Equal(t, h.Now().Add(time.Minute), *p.NextTryAt, "who greylists wants us back soon")
		require.Equal(t, *p.NextTryAt, *h.stands(t, behind).NextTryAt, "the other one need not try")
		require.Contains(t, h.Facts(), "message.delivery_changed")

		slow = false
		h.Pass(time.Minute)
		h.Settle()
		h.sees(t, held, conversation.Sent)
		h.sees(t, behind, conversation.Sent)
		require.Empty(t, h.stands(t, held).ReasonCode)
		require.Nil(t, h.stands(t, held).NextTryAt)
		require.Zero(t, h.Count("mail_delay"))
	})
}

func TestAPasswordThatCannotBeOpenedHoldsRepliesUpUntilItIsEnteredAgain(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		_, err := h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(`{"smtp":{"password":"barley"}}`)})
		require.NoError(t, err)
		h.Meddle("UPDATE channel SET passwords = ? WHERE id = ?", `{"smtp":"sealed by somebody else"}`, h.c.ID)
		m := h.asks(t, "a@quick.example")
		h.Settle()
		h.sees(t, m, conversation.Queued)
		var why string
		require.NoError(t, h.DB.Read().NewRaw("SELECT why FROM mail_delay WHERE domain = ''").Scan(h.Ctx, &why))
		require.Equal(t, "mailbox.sealed", why)
		fault.Want(t, h.post.Check(h.Ctx, h.Ada, h.c.ID), "mailbox.sealed")

		_, err = h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(`{"smtp":{"password":"barley"}}`)})
		require.NoError(t, err)
		h.Pass(time.Hour)
		h.Settle()
		h.sees(t, m, conversation.Sent)
	})
}

func TestAMailThatIsHeldUpForADayIsGivenUp(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		h.s.atRcpt = func(string) error { return later(452, "too busy") }
		m := h.asks(t, "a@slow.example")
		tries := 0
		for range 80 {
			h.Settle()
			p := h.stands(t, m)
			if p.State != conversation.Queued {
				break
			}
			tries++
			h.Pass(p.NextTryAt.Sub(h.Now()))
		}
		h.sees(t, m, conversation.Failed)
		require.Equal(t, "gave_up", h.stands(t, m).ReasonCode)
		require.Greater(t, tries, 20)
		require.Empty(t, h.s.got)
	})
}

func TestOurOwnServerIsAwayAndEverythingLeavesWhenItIsBack(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		require.NoError(t, h.s.at.Close())
		first, second := h.asks(t, "a@one.example"), h.asks(t, "b@two.example")
		h.Settle()
		for _, m := range []conversation.Message{first, second} {
			require.Equal(t, "delayed_here", h.stands(t, m).ReasonCode)
		}
		settings, err := h.c.Email()
		require.NoError(t, err)
		h.s.listen(t, fmt.Sprintf("127.0.0.1:%d", settings.SMTP.Port))
		h.Pass(5 * time.Second)
		h.Settle()
		h.sees(t, first, conversation.Sent)
		h.sees(t, second, conversation.Sent)
	})
}

// The server has the mail, or it has not: it hung up before it said so.
func TestWhatNobodyCanKnowIsShownAndNeverSentAgainByItself(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		h.s.cut = func(n int) bool { return n == 1 }
		m := h.asks(t, "a@one.example")
		h.Settle()
		h.sees(t, m, conversation.Unknown)
		require.Equal(t, "line_broke", h.stands(t, m).ReasonCode)
		require.NoError(t, h.post.Send(h.Ctx, replied(m, h.c)), "a job may run twice")
		h.Pass(time.Hour)
		h.Settle()
		require.Equal(t, 1, h.s.mails())

		require.NoError(t, h.Outbox.SendAgain(h.Ctx, h.Lin, m.ID))
		h.sees(t, m, conversation.Queued)
		h.Settle()
		h.sees(t, m, conversation.Sent)
		require.Equal(t, 2, h.s.mails())
		fault.Want(t, h.Outbox.SendAgain(h.Ctx, h.Lin, m.ID), "message.not_lost")
		one, two := email.Read(h.s.got[0]), email.Read(h.s.got[1])
		require.Equal(t, one.MessageID, two.MessageID, "who got both sees one")
	})
}

func TestWhatNobodyCanKnowIsConfirmedByHand(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		h.s.cut = func(int) bool { return true }
		m := h.asks(t, "a@one.example")
		h.Settle()
		require.NoError(t, h.Outbox.Confirm(h.Ctx, h.Lin, m.ID))
		h.sees(t, m, conversation.Delivered)
		fault.Want(t, h.Outbox.Confirm(h.Ctx, h.Lin, m.ID), "message.not_lost")
		require.Equal(t, 1, h.s.mails())
	})
}

// A node that dies between the last word and the note of its outcome leaves the
// intent behind.
func TestAnIntentWithoutAnOutcomeIsUnknown(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		m := h.asks(t, "a@one.example")
		way := outbox.Way{Message: m.ID, Channel: h.c.ID, Address: "a@one.example"}
		require.NoError(t, h.Outbox.Intend(h.Ctx, way, func(*db.Tx) error { return nil }))
		h.Settle()
		h.sees(t, m, conversation.Unknown)
		require.Zero(t, h.s.mails())
	})
}

func TestALineThatBreaksBeforeTheLastWordIsTriedAgain(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		first := h.asks(t, "a@one.example")
		h.Settle()
		h.sees(t, first, conversation.Sent)
		hung := false
		h.s.atMail = func(string) error { // an open line over which the server hangs up
			if hung {
				return nil
			}
			hung = true
			return &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 4, 2}, Message: "idle for too long"}
		}
		second := h.asks(t, "b@one.example")
		h.Settle()
		h.sees(t, second, conversation.Sent)
		require.True(t, hung)
		require.Equal(t, 2, h.s.lines)
	})
}

func TestARefusalSaysWhyInACodeAndMarksTheAddress(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		for _, c := range []struct {
			at     *func(string) error
			answer error
			want   string
			marked string
		}{
			{&h.s.atRcpt, never(smtp.EnhancedCode{5, 1, 1}, "no such user"), "address_unknown", "address_unknown"},
			{&h.s.atRcpt, never(smtp.EnhancedCode{5, 2, 2}, "over quota"), "mailbox_full", "mailbox_full"},
			{&h.s.atData, never(smtp.EnhancedCode{5, 7, 1}, "looks like spam"), "spam", ""},
			{&h.s.atData, never(smtp.EnhancedCode{5, 3, 4}, "too big"), "too_large", ""},
			{&h.s.atData, never(smtp.EnhancedCode{5, 0, 0}, "no"), "refused", ""},
			{&h.s.atMail, never(smtp.EnhancedCode{5, 1, 8}, "sender rejected"), "refused", ""},
		} {
			*c.at = func(string) error { return c.answer }
			m := h.asks(t, c.want+c.marked+"@one.example")
			h.Settle()
			*c.at = nil
			h.sees(t, m, conversation.Failed)
			require.Equal(t, c.want, h.stands(t, m).ReasonCode)
			require.Equal(t, c.marked, h.bounced(t, m))
		}
		require.Empty(t, h.s.got)
	})
}

func TestManyRepliesShareAFewLines(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		const replies = 200
		for i := range replies {
			h.asks(t, fmt.Sprintf("c%d@d%d.example", i, i%7))
		}
		from := time.Now()
		h.Settle()
		t.Logf("%d replies in %v, over %d lines", replies, time.Since(from), h.s.lines)
		require.Equal(t, replies, h.s.mails())
		require.LessOrEqual(t, h.s.lines, 8)
		seen := map[string]bool{}
		for _, to := range h.s.to {
			require.False(t, seen[to], "each once")
			seen[to] = true
		}
	})
}

func TestWhatTheEnvelopeAsksFor(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		h.asks(t, "a@one.example")
		h.asks(t, "收件人@one.example")
		h.Settle()
		require.Len(t, h.s.got, 2)
		for i, to := range h.s.to {
			require.Equal(t, !isASCII(to), h.s.mail[i].UTF8, "SMTPUTF8 only for %s", to)
			require.Equal(t, smtp.DSNReturnHeaders, h.s.mail[i].Return)
			require.ElementsMatch(t, []smtp.DSNNotify{smtp.DSNNotifySuccess, smtp.DSNNotifyFailure, smtp.DSNNotifyDelayed}, h.s.rcpt[i].Notify)
			require.Equal(t, "support@anlan.example", h.s.from[i])
		}
	})
}

func isASCII(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0 }

func TestAReplyThatCannotBeWrittenDownIsNotSaid(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		m := h.asks(t, "a@one.example")
		h.Meddle("ALTER TABLE outgoing RENAME TO outgoing_away")
		require.Error(t, h.post.Send(h.Ctx, replied(m, h.c)))
		require.Zero(t, h.s.mails(), "not a word without the intent")
		h.Meddle("ALTER TABLE outgoing_away RENAME TO outgoing")
		require.NoError(t, h.post.Send(h.Ctx, replied(m, h.c)))
		h.sees(t, m, conversation.Sent)
	})
}
