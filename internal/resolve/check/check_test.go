package check_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/check"
)

const first = `
From: =?UTF-8?B?546L5bCP5piO?= <wang@example.com>
To: help@lanxue.example
Subject: order
Message-ID: <q1@example.com>
Content-Type: text/plain; charset=utf-8

我的订单到哪了
`

// known is a customer who wrote by mail some time ago, and writes in the chat now; a
// colleague knows that they are the same person.
func known(t *testing.T, w *world.World) (mail, chat intake.Receipt) {
	t.Helper()
	mail = w.Mails(first)
	w.Pass(24 * time.Hour)
	chat = w.Says("王小明", "帮我改一下收货地址")
	_, err := w.Contacts.Merge(w.Ctx, w.Lin, w.Sees(chat.Conversation).Contact.ID, w.Sees(mail.Conversation).Contact.ID)
	require.NoError(t, err)
	w.Facts()
	return mail, chat
}

// code is what the mail says, and nobody here sees.
func code(t *testing.T, w *world.World) string {
	t.Helper()
	var newest fact.CheckID
	require.NoError(t, w.DB.Read().NewRaw("SELECT id FROM identity_check WHERE state = 'sent'").Scan(w.Ctx, &newest))
	l, ok, err := w.Checks.Load(w.Ctx, newest)
	require.NoError(t, err)
	require.True(t, ok)
	require.Len(t, l.Code, 6)
	return l.Code
}

// other is a code that is not the right one.
func other(code string, n int) string {
	var is int
	_, _ = fmt.Sscanf(code, "%d", &is)
	return fmt.Sprintf("%06d", (is+n)%1_000_000)
}

func asked(t *testing.T, w *world.World, c fact.ConversationID) check.Standing {
	t.Helper()
	s, err := w.Checks.Ask(w.Ctx, w.Lin, c, "")
	require.NoError(t, err)
	require.Equal(t, check.Sent, s.State)
	return s
}

// says lets a visitor write, and the message be read.
func says(t *testing.T, w *world.World, who, text string) fact.MessageID {
	t.Helper()
	r := w.Says(who, text)
	f := fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}
	require.NoError(t, w.Readings.Arrived(w.Ctx, f))
	require.NoError(t, w.Readings.Reread(w.Ctx, fact.MessageReread{Message: r.Message, Conversation: r.Conversation}), "read anew it is no second try")
	return r.Message
}

func of(t *testing.T, w *world.World, c fact.ConversationID) check.Standing {
	t.Helper()
	s, err := w.Checks.Of(w.Ctx, w.Lin, c)
	require.NoError(t, err)
	return s
}

func identityFacts(w *world.World) (names []string, all []db.Recorded) {
	names = []string{}
	for _, f := range w.News() {
		if strings.HasPrefix(f.Name, "identity_check.") {
			names, all = append(names, f.Name), append(all, f)
		}
	}
	return names, all
}

func TestAMessageWithTheCodePassesByItself(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		require.Equal(t, check.None, of(t, w, chat.Conversation).State)
		s := asked(t, w, chat.Conversation)
		require.Equal(t, "wang@example.com", s.Address)
		require.Equal(t, w.Now().Add(10*time.Minute), s.Until)
		right := code(t, w)

		says(t, w, "王小明", "我的订单号是 "+other(right, 1))
		require.Equal(t, 4, of(t, w, chat.Conversation).Left)
		m := says(t, w, "王小明", "验证码："+right[:3]+" "+right[3:])

		s = of(t, w, chat.Conversation)
		require.Equal(t, check.Passed, s.State)
		require.Equal(t, m, s.Message)
		require.Equal(t, w.Now().Add(30*time.Minute), s.Until)
		names, all := identityFacts(w)
		require.Equal(t, []string{"identity_check.sent", "identity_check.tried", "identity_check.passed"}, names)
		for _, f := range all {
			require.NotContains(t, string(f.Data), right, "a fact tells no code")
			require.NotContains(t, string(f.Data), "wang@", "and no address")
		}
		_, err := w.Checks.Answer(w.Ctx, w.Lin, chat.Conversation, right)
		fault.Want(t, err, "identity_check.passed_already")
		require.Zero(t, w.Count("identity_check WHERE sealed <> '' OR digest <> ''"), "what told the code is gone")
		w.Pass(30 * time.Minute)
		require.Equal(t, check.Over, of(t, w, chat.Conversation).State)
	})
}

func TestTheCodeStandsNowhere(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		asked(t, w, chat.Conversation)
		right := code(t, w)
		for table, columns := range map[string]string{
			"identity_check": "sealed || digest || messages || reason", "job": "args || lane || error", "audit": "before || after", "fact": "data",
		} {
			require.Zero(t, w.Count(fmt.Sprintf("%s WHERE %s LIKE '%%%s%%'", table, columns, right)), table)
		}
		require.Equal(t, 1, w.Count("audit WHERE action = 'identity_check.sent'"))
		s, err := json.Marshal(of(t, w, chat.Conversation))
		require.NoError(t, err)
		require.NotContains(t, string(s), right, "nobody here sees it")
	})
}

func TestAColleagueTypesWhatTheyWereTold(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		_, err := w.Checks.Answer(w.Ctx, w.Lin, chat.Conversation, "482913")
		fault.Want(t, err, "identity_check.none")
		asked(t, w, chat.Conversation)
		right := code(t, w)
		_, err = w.Checks.Answer(w.Ctx, w.Lin, chat.Conversation, "12345")
		fault.Want(t, err, "identity_check.code_malformed")
		for left := 4; left > 0; left-- {
			_, err = w.Checks.Answer(w.Ctx, w.Lin, chat.Conversation, other(right, left))
			fault.Want(t, err, "identity_check.wrong_code")
			require.Equal(t, left, fault.Of(err).Values["left"])
		}
		_, err = w.Checks.Answer(w.Ctx, w.Lin, chat.Conversation, other(right, 9))
		fault.Want(t, err, "identity_check.failed")
		_, err = w.Checks.Answer(w.Ctx, w.Lin, chat.Conversation, right)
		fault.Want(t, err, "identity_check.failed")
		require.Equal(t, check.Failed, of(t, w, chat.Conversation).State)

		asked(t, w, chat.Conversation)
		s, err := w.Checks.Answer(w.Ctx, w.Chen, chat.Conversation, code(t, w))
		require.NoError(t, err)
		require.Equal(t, check.Passed, s.State)
		require.Equal(t, string(w.Chen.ID), s.EndedBy.ID)
		require.Equal(t, 7, w.Count("audit WHERE action LIKE 'identity_check.%' AND action <> 'identity_check.sent'")+1)
	})
}

func TestManyNumbersInAMessageAreManyTries(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		asked(t, w, chat.Conversation)
		right := code(t, w)
		text := ""
		for n := range 5 {
			text += other(right, n+1) + " "
		}
		says(t, w, "王小明", text+right)
		require.Equal(t, check.Failed, of(t, w, chat.Conversation).State)
	})
}

func TestACodeRunsOutAndANewerOneTakesItsPlace(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		asked(t, w, chat.Conversation)
		old := code(t, w)
		asked(t, w, chat.Conversation)
		newer := code(t, w)
		if old != newer {
			_, err := w.Checks.Answer(w.Ctx, w.Lin, chat.Conversation, old)
			fault.Want(t, err, "identity_check.wrong_code")
		}
		asked(t, w, chat.Conversation)
		_, err := w.Checks.Ask(w.Ctx, w.Lin, chat.Conversation, "")
		fault.Want(t, err, "identity_check.too_many")
		require.Equal(t, "too_many", of(t, w, chat.Conversation).Hindered)
		third := code(t, w)

		w.Pass(10 * time.Minute)
		_, err = w.Checks.Answer(w.Ctx, w.Lin, chat.Conversation, third)
		fault.Want(t, err, "identity_check.expired")
		says(t, w, "王小明", third)
		require.Equal(t, check.Expired, of(t, w, chat.Conversation).State)
		w.Pass(51 * time.Minute)
		asked(t, w, chat.Conversation)
	})
}

func TestTheClockTellsThatACodeRanOut(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		s := asked(t, w, chat.Conversation)
		require.NoError(t, w.Checks.Due(w.Ctx, check.Sending{Check: s.ID}), "too early it does nothing")
		require.NoError(t, w.Checks.Left(w.Ctx, s.ID, w.Mail.ID))
		w.Pass(10 * time.Minute)
		require.NoError(t, w.Checks.Due(w.Ctx, check.Sending{Check: s.ID}))
		require.NoError(t, w.Checks.Due(w.Ctx, check.Sending{Check: s.ID}))
		names, _ := identityFacts(w)
		require.Equal(t, []string{"identity_check.sent", "identity_check.left", "identity_check.expired"}, names)

		s = asked(t, w, chat.Conversation)
		w.Pass(10 * time.Minute)
		require.NoError(t, w.Checks.Due(w.Ctx, check.Sending{Check: s.ID}))
		s = of(t, w, chat.Conversation)
		require.Equal(t, check.Unsent, s.State, "its mail never left")
		require.Equal(t, check.TooLate, s.Reason)
	})
}

func TestNoCodeGoesToWhatTheWriterSays(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		in := w.Chatting("Mallory", "I am Wang, my address is mallory@example.com")
		in.Sender.Email = "mallory@example.com"
		chat := w.Arrives(in)
		_, err := w.Checks.Ask(w.Ctx, w.Lin, chat.Conversation, "")
		fault.Want(t, err, "identity_check.no_address")
		require.Equal(t, "no_address", of(t, w, chat.Conversation).Hindered)

		w.Pass(time.Minute)
		_, err = w.Contacts.AddIdentity(w.Ctx, w.Lin, w.Sees(chat.Conversation).Contact.ID, contact.Name{Kind: contact.Email, Value: "mallory2@example.com"})
		require.NoError(t, err)
		_, err = w.Checks.Ask(w.Ctx, w.Lin, chat.Conversation, "")
		fault.Want(t, err, "identity_check.no_address")
	})
}

func TestWhatTheWriterBroughtAlongInAMergeProvesNothing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		wang := w.Mails(first)
		w.Pass(time.Hour)
		evil := w.Mails("\nFrom: Wang <evil@example.net>\nTo: help@lanxue.example\nSubject: my new address\nMessage-ID: <e1@example.net>\n\nIt is me, Wang\n")
		require.Equal(t, "evil@example.net", of(t, w, evil.Conversation).Addresses[0].Value, "a code to where a mail came from shows that it was not forged")
		w.Pass(time.Minute)
		_, err := w.Contacts.Merge(w.Ctx, w.Lin, w.Sees(wang.Conversation).Contact.ID, w.Sees(evil.Conversation).Contact.ID)
		require.NoError(t, err)
		s := of(t, w, evil.Conversation)
		require.Len(t, s.Addresses, 1)
		require.Equal(t, "wang@example.com", s.Addresses[0].Value)
		_, err = w.Checks.Ask(w.Ctx, w.Lin, evil.Conversation, "somebody")
		fault.Want(t, err, "identity_check.address_unsure")
	})
}

func TestAPassCountsForThisContactAlone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		mail := w.Mails(first)
		asked(t, w, mail.Conversation)
		_, err := w.Checks.Answer(w.Ctx, w.Lin, mail.Conversation, code(t, w))
		require.NoError(t, err)
		w.Pass(time.Minute)
		chat := w.Says("李四", "在吗")
		_, err = w.Contacts.Merge(w.Ctx, w.Lin, w.Sees(mail.Conversation).Contact.ID, w.Sees(chat.Conversation).Contact.ID)
		require.NoError(t, err)
		require.Equal(t, check.None, of(t, w, mail.Conversation).State, "the contact is another one now")
	})
}

func TestACustomerWouldNot(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		asked(t, w, chat.Conversation)
		for range 2 {
			s, err := w.Checks.Refuse(w.Ctx, w.Lin, chat.Conversation)
			require.NoError(t, err)
			require.Equal(t, check.Refused, s.State)
		}
		require.Equal(t, 1, w.Count("identity_check WHERE state = 'refused'"))
		require.Equal(t, 1, w.Count("identity_check WHERE state = 'replaced'"))
		asked(t, w, chat.Conversation)
	})
}

func TestWhoMayNotIsToldSo(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		less := w.Lin
		less.Permissions, _ = access.SetOf([]access.Permission{access.ConversationView})
		_, err := w.Checks.Ask(w.Ctx, less, chat.Conversation, "")
		fault.Want(t, err, "access.denied")
		_, err = w.Checks.Answer(w.Ctx, less, chat.Conversation, "123456")
		fault.Want(t, err, "access.denied")
		_, err = w.Checks.Refuse(w.Ctx, less, chat.Conversation)
		fault.Want(t, err, "access.denied")
		s, err := w.Checks.Of(w.Ctx, less, chat.Conversation)
		require.NoError(t, err)
		require.Equal(t, "no_permission", s.Hindered)
	})
}

func TestWithoutAMailboxThereIsNoWayOut(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		_, err := w.Channels.Change(w.Ctx, w.Ada, w.Mail.ID, intake.ChannelEdit{Settings: []byte(`{"smtp": {"host": ""}}`)})
		require.NoError(t, err)
		_, err = w.Checks.Ask(w.Ctx, w.Lin, chat.Conversation, "")
		fault.Want(t, err, "identity_check.no_way")
		require.Zero(t, w.Count("identity_check"))
	})
}

func TestAnErasedConversationKeepsNoAddress(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, chat := known(t, w)
		asked(t, w, chat.Conversation)
		require.NoError(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error { return check.ForgetTx(w.Ctx, tx, chat.Conversation) }))
		require.Zero(t, w.Count("identity_check WHERE address <> '' OR sealed <> '' OR digest <> ''"))
		require.Equal(t, 1, w.Count("identity_check"))
	})
}
