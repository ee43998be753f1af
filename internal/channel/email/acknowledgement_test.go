package email_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
	"anlan/internal/resolve/acknowledgement"
)

// acknowledging is a house whose mailbox answers by itself.
func acknowledging(t *testing.T, h *house) *acknowledgement.Desk {
	t.Helper()
	d := acknowledgement.New(h.DB, h.Inbox, h.Channels, h.Contacts, h.Outbox)
	arrived := jobs.Unless(d.Idle, jobs.On("acknowledgement.arrived", d.Arrived))
	send := jobs.Unless(h.post.Idle, jobs.On("email.send", h.post.Send))
	h.DB.Flow(jobs.Flow([]jobs.Reaction{arrived, send}))
	h.Jobs.Register(arrived.Kind, arrived.Do)
	h.settings(t, `{"auto_reply": {"on": true}}`)
	return d
}

func (h *house) settings(t *testing.T, change string) {
	t.Helper()
	_, err := h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(change)})
	require.NoError(t, err)
	h.c, err = h.Channels.ByID(h.Ctx, h.c.ID)
	require.NoError(t, err)
}

func (h *house) wrote(t *testing.T, from, name, more string) intake.Receipt {
	t.Helper()
	r := arrives(t, h.World, h.c, fmt.Sprintf("From: %s\r\nTo: support@anlan.example\r\nSubject: Hi %s\r\nMessage-ID: <%s>\r\nDate: %s\r\n%s\r\nHello\r\n", from, name, name, h.Now().Format(time.RFC1123Z), more))
	h.Settle()
	return r
}

func (h *house) decided(t *testing.T, m fact.MessageID) *conversation.AutoReply {
	t.Helper()
	got, err := h.Inbox.Message(h.Ctx, m)
	require.NoError(t, err)
	return got.AutoReply
}

func TestWhoWritesHearsOnceADayThatTheirMailIsHere(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		acknowledging(t, h)
		r := h.wrote(t, "Wang <wang@example.com>", "q1@example.com", "")
		require.Equal(t, []string{"wang@example.com"}, h.s.to)
		sent := email.Read(h.s.got[0])
		require.Equal(t, "Re: Hi q1@example.com", sent.Subject)
		require.Equal(t, "q1@example.com", sent.InReplyTo)
		require.Contains(t, sent.Text, "Hello Wang,")
		require.Contains(t, sent.Text, fmt.Sprintf("#%d", h.Sees(r.Conversation).Number))
		require.NotContains(t, sent.Text, "half of those", "too little is known to say how long")
		require.NotContains(t, sent.Text, "{{")
		for name, want := range map[string]string{"auto-submitted": "auto-replied", "x-auto-response-suppress": "All", "precedence": "bulk", "x-loop": "support@anlan.example"} {
			require.Equal(t, want, sent.Header.Get(name), name)
		}
		require.Equal(t, email.AutoReply, sent.Kind, "another house would not answer it")
		c := h.Sees(r.Conversation)
		require.Equal(t, conversation.Open, c.State, "it is still our turn")
		require.NotNil(t, c.WaitingSince)
		require.Equal(t, "Hello", c.Preview)
		a := h.decided(t, r.Message)
		require.True(t, a.Sent)
		reply, err := h.Inbox.Message(h.Ctx, fact.MessageID(a.Details["reply_id"]))
		require.NoError(t, err)
		require.True(t, reply.Automatic)
		require.Equal(t, conversation.Sent, reply.Delivery.State)
		require.Contains(t, h.Facts(), "message.auto_reply_decided")

		second := h.wrote(t, "wang@example.com", "q2@example.com", "")
		require.Equal(t, "already_today", h.decided(t, second.Message).Because)
		require.Len(t, h.s.got, 1)
		h.Pass(24 * time.Hour)
		third := h.wrote(t, "wang@example.com", "q3@example.com", "")
		require.True(t, h.decided(t, third.Message).Sent)
		require.Len(t, h.s.got, 2)
	})
}

func TestWhyAMailWasNotAnsweredByItself(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		acknowledging(t, h)
		for i, c := range []struct{ from, more, because, sign string }{
			{"away@example.com", "Auto-Submitted: auto-replied\r\n", "machine", "auto_reply"},
			{"list@example.com", "List-Id: <users.example.com>\r\n", "machine", "list"},
			{"no-reply@example.com", "", "machine", "no_reply"},
			{"null@example.com", "Return-Path: <>\r\n", "machine", "null_sender"},
			{"support@anlan.example", "", "machine", "own_address"},
			{"mailer-daemon@example.com", "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", "machine", "bounce"},
		} {
			a := h.decided(t, h.wrote(t, c.from, fmt.Sprintf("m%d@example.com", i), c.more).Message)
			require.NotNil(t, a, c.from)
			require.False(t, a.Sent)
			require.Equal(t, c.because, a.Because, c.from)
			require.Equal(t, c.sign, a.Details["sign"], c.from)
		}
		old := arrives(t, h.World, h.c, "From: old@example.com\r\nTo: support@anlan.example\r\nSubject: Hi\r\nMessage-ID: <old@example.com>\r\nDate: Fri, 27 Feb 2026 10:00:00 +0000\r\n\r\nx\r\n")
		h.Settle()
		require.Equal(t, "too_old", h.decided(t, old.Message).Because, "a mailbox that comes in for the first time has years of them")
		require.Empty(t, h.s.got)

		r := h.wrote(t, "wang@example.com", "q1@example.com", "")
		h.Replies(h.Lin, r.Conversation, "您好")
		h.Settle()
		h.Pass(25 * time.Hour)
		sent := email.Read(h.s.got[1])
		on := h.wrote(t, "wang@example.com", "q2@example.com", "In-Reply-To: <"+sent.MessageID+">\r\n")
		require.Equal(t, "goes_on", h.decided(t, on.Message).Because)
		stranger := h.wrote(t, "eve@elsewhere.example", "e1@example.com", "In-Reply-To: <"+sent.MessageID+">\r\n")
		require.Equal(t, "stranger", h.decided(t, stranger.Message).Because)
		require.Len(t, h.s.got, 2)

		h.settings(t, `{"auto_reply": {"on": false}}`)
		off := h.wrote(t, "someone@example.com", "off@example.com", "")
		require.Nil(t, h.decided(t, off.Message), "nobody asked")
	})
}

func TestAnAddressGetsAFewMailsOfMachinesInAnHour(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		acknowledging(t, h)
		for i := range 4 {
			h.Meddle("INSERT INTO automatic_mail (id, address, kind, at) VALUES (?, 'wang@example.com', 'continuation', ?)", fmt.Sprint(i), h.Now().UnixMilli())
		}
		a := h.decided(t, h.wrote(t, "Wang@example.com", "q1@example.com", "").Message)
		require.Equal(t, "too_many", a.Because)
		require.Equal(t, []string{"4", "4"}, []string{a.Details["count"], a.Details["limit"]})
		h.Pass(time.Hour + time.Minute)
		require.True(t, h.decided(t, h.wrote(t, "wang@example.com", "q2@example.com", "").Message).Sent)
		h.Pass(31 * 24 * time.Hour)
		require.NoError(t, h.Outbox.Sweep(h.Ctx))
		require.Zero(t, h.Count("automatic_mail"))
	})
}

func TestAnAutomaticReplySpeaksTheCustomersLanguageInTheHousesWords(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		d := acknowledging(t, h)
		h.settings(t, `{"auto_reply": {"on": true, "text": {"zh-CN": "{{contact.name|您}}好，编号 {{conversation.number}}，关于“{{conversation.subject}}”。\n{{expected}}"}}}`)
		arrives(t, h.World, h.c, strings.Replace(question, "Message-ID:", "Date: "+h.Now().Format(time.RFC1123Z)+"\r\nMessage-ID:", 1))
		h.Settle()
		require.Contains(t, email.Read(h.s.got[0]).Text, "王小明好，编号 1，关于“课程打不开”。")
		h.wrote(t, "bob@example.com", "b1@example.com", "")
		require.Contains(t, email.Read(h.s.got[1]).Text, "Hello there,", "ours, where the house has none in a language")

		_, err := h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(`{"auto_reply": {"text": {"en": "{{password}}"}}}`)})
		fault.Want(t, err, "wording.unknown_variable")
		p, err := d.Preview(h.Ctx, h.Ada, h.c.ID, "en", intake.ByLanguage{En: "Dear {{contact.name}}, {{conversation.number}}"})
		require.NoError(t, err)
		require.Equal(t, "Dear Li Hua, 20417", p.Text)
		require.Equal(t, "Re: The course does not open", p.Subject)
		p, err = d.Preview(h.Ctx, h.Ada, h.c.ID, "zh-CN", intake.ByLanguage{})
		require.NoError(t, err)
		require.Contains(t, p.Template, "{{conversation.number}}")
		require.Contains(t, p.Text, "李华，您好：")
		_, err = d.Preview(h.Ctx, h.Lin, h.c.ID, "en", intake.ByLanguage{})
		fault.Want(t, err, "access.denied")
		_, err = d.Preview(h.Ctx, h.Ada, h.Chat.ID, "en", intake.ByLanguage{})
		fault.Want(t, err, "channel.no_auto_reply")
	})
}

func TestTheExpectedTimeIsWhatWasMeasured(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		d := acknowledging(t, h)
		h.settings(t, `{"auto_reply": {"on": false}}`)
		var waiting []intake.Receipt
		for i := range 40 {
			waiting = append(waiting, h.wrote(t, fmt.Sprintf("c%d@example.com", i), fmt.Sprintf("c%d@example.com", i), ""))
		}
		h.Pass(3 * time.Hour)
		for _, r := range waiting[:30] {
			h.Replies(h.Lin, r.Conversation, "您好")
		}
		h.Settle()
		h.settings(t, `{"auto_reply": {"on": true}}`)
		e, err := d.Expect(h.Ctx, h.c.ID)
		require.NoError(t, err)
		require.Equal(t, acknowledgement.Expectation{Known: true, Seconds: 3 * 3600, Answered: 30, Waiting: 10, Days: 28}, e)
		before := len(h.s.got)
		r := h.wrote(t, "new@example.com", "new@example.com", "")
		require.Contains(t, email.Read(h.s.got[before]).Text, "half of those who wrote to us had an answer after 3 hours or less")
		require.Equal(t, []string{"10800", "30", "10"}, []string{h.decided(t, r.Message).Details["expected_seconds"], h.decided(t, r.Message).Details["answered"], h.decided(t, r.Message).Details["waiting"]})
	})
}

// Two houses with automatic replies write to each other.
func TestTwoHousesThatAnswerByThemselvesStopAtOnce(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		acknowledging(t, h)
		r := h.wrote(t, "desk@other.example", "o1@other.example", "")
		require.Len(t, h.s.got, 1)
		echo := strings.NewReplacer("support@anlan.example", "desk@other.example").Replace(string(h.s.got[0]))
		echo = strings.Replace(echo, email.Read(h.s.got[0]).MessageID, "auto-1@other.example", 1)
		back := arrives(t, h.World, h.c, echo)
		h.Settle()
		require.Equal(t, "machine", h.decided(t, back.Message).Because)
		require.Len(t, h.s.got, 1)
		require.Equal(t, conversation.Open, h.Sees(r.Conversation).State)
	})
}
