package email_test

import (
	"log/slog"
	"regexp"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/jobs"
	"anlan/internal/resolve/check"
)

// checking is a world whose codes leave by a mail server of ours.
type checking struct {
	*world.World
	server *server
	box    intake.Channel
}

func checkingIn(t *testing.T, w *world.World) *checking {
	t.Helper()
	s, post, box := sendingBox(t, w)
	codes := email.NewCodes(post, w.Checks, slog.New(slog.DiscardHandler))
	w.Jobs.Register(check.SendKind, jobs.Handle(codes.Send))
	w.Jobs.Register(check.DueKind, jobs.Handle(w.Checks.Due))
	w.Jobs.OnStranded(check.SendKind, jobs.Stranded(codes.GiveUp))
	return &checking{w, s, box}
}

var sixDigits = regexp.MustCompile(`(?m)^\d{6}\r?$`)

// mailed are the codes of all mails that left.
func (c *checking) mailed() (codes []string) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	for _, raw := range c.server.got {
		codes = append(codes, sixDigits.FindString(email.Read(raw).Text))
	}
	return codes
}

func (c *checking) stands(t *testing.T, r intake.Receipt) check.Standing {
	t.Helper()
	s, err := c.Checks.Of(c.Ctx, c.Lin, r.Conversation)
	require.NoError(t, err)
	return s
}

func TestACodeLeavesAsMailAndItsAnswerPasses(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := checkingIn(t, w)
		r := arrives(t, w, c.box, question)
		_, err := w.Checks.Ask(w.Ctx, w.Lin, r.Conversation, "")
		require.NoError(t, err)
		require.Zero(t, c.stands(t, r).LeftAt)
		c.Settle()

		codes := c.mailed()
		require.Len(t, codes, 1)
		require.Equal(t, []string{"wang@example.com"}, c.server.to)
		sent := email.Read(c.server.got[0])
		require.NotContains(t, sent.Subject, codes[0], "a lock screen shows subjects")
		require.Contains(t, sent.Text, "10 minutes")
		require.Contains(t, sent.Text, "never ask for this code by phone")
		require.Contains(t, sent.Text, "support@anlan.example")
		require.Contains(t, string(c.server.got[0]), "Auto-Submitted: auto-generated")
		require.NotZero(t, c.stands(t, r).LeftAt)
		require.Zero(t, w.Count("identity_check WHERE sealed <> ''"), "it cannot be read any more")

		answer := arrives(t, w, c.box, "From: wang@example.com\r\nSubject: Re: code\r\nMessage-ID: <q2@example.com>\r\nIn-Reply-To: <"+sent.MessageID+">\r\n\r\n"+codes[0]+"\r\n")
		require.Equal(t, r.Conversation, answer.Conversation)
		require.NoError(t, w.Readings.Arrived(w.Ctx, arrivedFact(answer)))
		require.Equal(t, check.Passed, c.stands(t, r).State)
	})
}

func TestAMailThatQuotesTheCodeProvesNothing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := checkingIn(t, w)
		r := arrives(t, w, c.box, question)
		_, err := w.Checks.Ask(w.Ctx, w.Lin, r.Conversation, "")
		require.NoError(t, err)
		c.Settle()
		sent := email.Read(c.server.got[0])
		answer := arrives(t, w, c.box, "From: wang@example.com\r\nSubject: Re: code\r\nMessage-ID: <q3@example.com>\r\nIn-Reply-To: <"+sent.MessageID+
			">\r\n\r\nThat was not me.\r\n\r\nOn Mon, Mar 2, 2026 at 9:11 AM 澜学客服 <support@anlan.example> wrote:\r\n> Hello,\r\n> "+c.mailed()[0]+"\r\n")
		require.NoError(t, w.Readings.Arrived(w.Ctx, arrivedFact(answer)))
		s := c.stands(t, r)
		require.Equal(t, check.Sent, s.State)
		require.Equal(t, 5, s.Left)
	})
}

func TestACodeIsMailedInTheLanguageOfTheCustomerAndAnswersOfAChatStayOut(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := checkingIn(t, w)
		mail := arrives(t, w, c.box, question)
		w.Pass(time.Hour)
		in := c.Chatting("王小明", "帮我改一下地址")
		in.Sender.Locale = "zh-CN"
		chat := c.Arrives(in)
		_, err := w.Contacts.Merge(w.Ctx, w.Lin, w.Sees(mail.Conversation).Contact.ID, w.Sees(chat.Conversation).Contact.ID)
		require.NoError(t, err)
		_, err = w.Checks.Ask(w.Ctx, w.Lin, chat.Conversation, "")
		require.NoError(t, err)
		c.Settle()
		require.Len(t, c.mailed(), 1, "the mailbox that answers is found behind one that does not")
		sent := email.Read(c.server.got[0])
		require.Equal(t, "澜学客服：您的验证码", sent.Subject)
		require.Contains(t, sent.Text, "不会打电话向您索要验证码")
		answer := arrives(t, w, c.box, "From: wang@example.com\r\nSubject: Re: code\r\nMessage-ID: <q4@example.com>\r\nIn-Reply-To: <"+sent.MessageID+">\r\n\r\n不是我\r\n")
		require.NotEqual(t, chat.Conversation, answer.Conversation, "whoever writes in the chat does not read it")
	})
}

func TestAMailThatMayHaveLeftComesAgainWithTheSameCode(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := checkingIn(t, w)
		c.server.cut = func(n int) bool { return n == 1 }
		r := arrives(t, w, c.box, question)
		_, err := w.Checks.Ask(w.Ctx, w.Lin, r.Conversation, "")
		require.NoError(t, err)
		c.Settle()
		c.Pass(2 * time.Minute)
		c.Settle()
		codes := c.mailed()
		require.GreaterOrEqual(t, len(codes), 2)
		require.Equal(t, codes[0], codes[len(codes)-1])
		require.Equal(t, email.Read(c.server.got[0]).MessageID, email.Read(c.server.got[1]).MessageID)
		require.NotZero(t, c.stands(t, r).LeftAt)
	})
}

func TestAnAddressThatTakesNoMailIsTold(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := checkingIn(t, w)
		_, err := w.Channels.Change(w.Ctx, w.Ada, w.Mail.ID, intake.ChannelEdit{Settings: []byte(`{"smtp": {"host": ""}}`)})
		require.NoError(t, err)
		c.server.refusal = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
		r := arrives(t, w, c.box, question)
		_, err = w.Checks.Ask(w.Ctx, w.Lin, r.Conversation, "")
		require.NoError(t, err)
		c.Settle()
		s := c.stands(t, r)
		require.Equal(t, check.Unsent, s.State)
		require.Equal(t, check.Rejected, s.Reason)
	})
}

func arrivedFact(r intake.Receipt) fact.MessageArrived {
	return fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}
}
