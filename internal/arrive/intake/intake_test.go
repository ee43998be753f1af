package intake_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

func TestTheSameExternalIDIsTheSameMessage(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first := w.Orders("o-1", "C-7", "包裹还没到")
		require.False(t, first.Duplicate)
		w.Facts()
		again := w.Orders("o-1", "C-8", "something else by now")
		require.True(t, again.Duplicate)
		require.Equal(t, first.Message, again.Message)
		require.Equal(t, first.Conversation, again.Conversation)
		w.WantFacts()
		require.Equal(t, 1, w.Count("message"))
		require.Equal(t, 1, w.Count("contact"), "a repetition brings nobody in")

		other, err := w.Door.Accept(w.Ctx, intake.Inbound{Channel: w.Mail.ID, ExternalID: "o-1", Text: "x"})
		require.NoError(t, err)
		require.False(t, other.Duplicate, "ids mean something in their own channel only")
	})
}

func TestTwentyTimesTheSameAtOnceIsOneMessage(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		const many = 20
		in := w.Chatting("王小明", "登录不了")
		receipts, errs := make([]intake.Receipt, many), make([]error, many)
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() { receipts[i], errs[i] = w.Door.Accept(w.Ctx, in) })
		}
		all.Wait()
		fresh := 0
		for i := range many {
			require.NoError(t, errs[i])
			require.Equal(t, receipts[0].Message, receipts[i].Message)
			require.Equal(t, receipts[0].Conversation, receipts[i].Conversation)
			if !receipts[i].Duplicate {
				fresh++
			}
		}
		require.Equal(t, 1, fresh)
		w.WantFacts("contact.created", "contact.identified", "conversation.opened", "message.arrived")
		require.Equal(t, 1, w.Sees(receipts[0].Conversation).MessageCount)
	})
}

func TestManyMessagesOfOneThreadAtOnceAreOneConversation(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		const many = 12
		errs := make([]error, many)
		var all sync.WaitGroup
		for i := range many {
			in := w.Chatting("王小明", "？")
			all.Go(func() { _, errs[i] = w.Door.Accept(w.Ctx, in) })
		}
		all.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
		require.Equal(t, 1, w.Count("conversation"))
		require.Equal(t, many, w.Count("message"))
		require.Equal(t, 1, w.Count("contact"))
	})
}

const question = `
From: 李华 <li@example.com>
To: help@lanxue.example
Subject: 发票抬头
Message-ID: <q1@example.com>
Date: Mon, 2 Mar 2026 08:30:00 +0000
Content-Type: text/plain; charset=utf-8

请把发票抬头改成公司名称。
`

const followUp = `
From: 李华 <li@example.com>
To: help@lanxue.example
Subject: Re: 发票抬头
Message-ID: <q2@example.com>
In-Reply-To: <q1@example.com>
References: <q0@example.com> <q1@example.com>
Date: Mon, 2 Mar 2026 08:40:00 +0000
Content-Type: text/plain; charset=utf-8

还有税号。
`

func TestAMailJoinsTheThreadThatItRefersTo(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first := w.Mails(question)
		second := w.Mails(followUp)
		require.Equal(t, first.Conversation, second.Conversation)
		require.Equal(t, []string{"inbound: 请把发票抬头改成公司名称。", "inbound: 还有税号。"}, w.Talk(first.Conversation))
		require.Equal(t, "发票抬头", w.Sees(first.Conversation).Subject)
	})
}

func TestAnAnswerThatOvertakesItsQuestionWaitsForIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		second := w.Mails(followUp)
		first := w.Mails(question)
		require.Equal(t, second.Conversation, first.Conversation)
		c := w.Sees(first.Conversation)
		require.Equal(t, []string{"inbound: 请把发票抬头改成公司名称。", "inbound: 还有税号。"}, w.Talk(first.Conversation), "by the sender's clock")
		require.Equal(t, "还有税号。", c.Preview, "what comes late and was sent earlier is not the newest")
		require.Equal(t, world.At("08:40"), c.LastMessageAt)
		require.Equal(t, world.At("08:30"), *c.WaitingSince, "they have waited since the first of them")
	})
}

func TestAnswerAndQuestionAtOnceAreOneConversation(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		for range 5 {
			var all sync.WaitGroup
			var errs [2]error
			for i, ref := range []string{"a", "b"} {
				in := intake.Inbound{Channel: w.Mail.ID, ExternalID: ref, Ref: ref, Text: ref, Sender: contact.Sender{Email: ref + "@example.com", Vouched: true}}
				if i == 1 {
					in.Refs = []string{"a"}
				}
				all.Go(func() { _, errs[i] = w.Door.Accept(w.Ctx, in) })
			}
			all.Wait()
			require.NoError(t, errs[0])
			require.NoError(t, errs[1])
			require.Equal(t, 1, w.Count("conversation"))
			w.Meddle("DELETE FROM arrival")
			w.Meddle("DELETE FROM thread_ref")
			w.Meddle("DELETE FROM conversation")
		}
	})
}

func TestTheCustomersWordReopens(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "课程退款").Conversation
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, c))
		w.Facts()
		w.Pass(time.Hour)
		w.Says("王小明", "还没有收到")
		w.WantFacts("message.arrived", "conversation.reopened")
		card := w.Sees(c)
		require.Equal(t, conversation.Open, card.State)
		require.Nil(t, card.ResolvedAt)
		require.Equal(t, world.At("10:00"), *card.WaitingSince)

		require.NoError(t, w.Inbox.Snooze(w.Ctx, w.Lin, c, world.At("20:00")))
		w.Facts()
		w.Says("王小明", "在吗")
		w.WantFacts("message.arrived", "conversation.reopened")
		require.Nil(t, w.Sees(c).SnoozedUntil)

		w.Until("21:00")
		w.Settle()
		w.WantFacts()
	})
}

func TestMessagesStandByThePlatformsClock(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		say := func(text, at string) intake.Receipt {
			in := w.Chatting("王小明", text)
			in.SentAt = world.At(at)
			return w.Arrives(in)
		}
		c := say("second", "08:59:02").Conversation
		say("third", "08:59:03")
		say("first", "08:59:01")
		say("from a clock that runs ahead", "11:00")
		w.Pass(time.Second)
		say("last", "09:00:01")
		require.Equal(t, []string{"inbound: first", "inbound: second", "inbound: third", "inbound: from a clock that runs ahead", "inbound: last"}, w.Talk(c))
		require.Equal(t, "last", w.Sees(c).Preview)
	})
}

func TestWhatWasDeletedDoesNotComeBack(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first := w.Mails(question)
		require.NoError(t, w.Inbox.Delete(w.Ctx, w.Mo, first.Conversation))
		w.Facts()
		again := w.Mails(question)
		require.True(t, again.Duplicate)
		require.Equal(t, first.Message, again.Message)
		w.WantFacts()
		require.Zero(t, w.Count("conversation"))
		require.Zero(t, w.Count("message"))

		next := w.Mails(followUp)
		require.False(t, next.Duplicate)
		require.NotEqual(t, first.Conversation, next.Conversation)
		third, err := w.Door.Accept(w.Ctx, intake.Inbound{Channel: w.Mail.ID, ExternalID: "q3", Ref: "q3@example.com", Refs: []string{"q1@example.com"}, Text: "好了吗"})
		require.NoError(t, err)
		require.Equal(t, next.Conversation, third.Conversation, "the thread goes on in its new conversation")
	})
}

func TestAChatGoesOnAfterItsConversationWasDeleted(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first := w.Says("王小明", "一")
		require.NoError(t, w.Inbox.Delete(w.Ctx, w.Mo, first.Conversation))
		second := w.Says("王小明", "二")
		require.NotEqual(t, first.Conversation, second.Conversation)
		require.Equal(t, []string{"inbound: 二"}, w.Talk(second.Conversation))
	})
}

func TestAMailInWhichNothingCanBeReadIsVisible(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		raw := "X-Odd: \xde\xad\xbe\xef\n\n"
		r := w.Mails(raw)
		list, _, err := w.Inbox.Messages(w.Ctx, w.Lin, r.Conversation, conversation.Walk{Limit: 10})
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.True(t, list[0].Unreadable)
		require.True(t, list[0].HasRaw)
		require.Len(t, list[0].Attachments, 1)
		data, err := w.Files.Bytes(list[0].Attachments[0].SHA256)
		require.NoError(t, err)
		require.Equal(t, "X-Odd: \xde\xad\xbe\xef\r\n\r\n", string(data), "to the byte")
		require.True(t, w.Mails(raw).Duplicate)
	})
}

func TestAFileThatIsTooLargeStaysInTheRawMail(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		large := make([]byte, world.FileLimit+1)
		in := intake.Inbound{
			Channel: w.Mail.ID, ExternalID: "m", Text: "see attached", Raw: []byte("the whole mail"), UploadedBy: "channel",
			Files: []intake.File{{Name: "large.bin", Data: large}, {Name: "空.txt", Data: nil}, {Name: "small.txt", Data: []byte("x")}},
		}
		r := w.Arrives(in)
		list, _, err := w.Inbox.Messages(w.Ctx, w.Lin, r.Conversation, conversation.Walk{Limit: 10})
		require.NoError(t, err)
		require.True(t, list[0].HasRaw)
		require.Len(t, list[0].Attachments, 2)

		in.ExternalID, in.Raw = "api", nil
		_, err = w.Door.Accept(w.Ctx, in)
		fault.Want(t, err, "attachment.too_large")
		require.Equal(t, 1, w.Count("message"))
	})
}

func TestAClosedChannelTakesNothingNew(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		before := w.Orders("o-1", "C-7", "一")
		closed := "closed"
		_, err := w.Channels.Change(w.Ctx, w.Ada, w.Shop.ID, intake.ChannelEdit{State: &closed})
		require.NoError(t, err)
		w.Facts()
		_, err = w.Door.Accept(w.Ctx, intake.Inbound{Channel: w.Shop.ID, ExternalID: "o-2", Text: "二"})
		fault.Want(t, err, "channel.closed")
		w.WantFacts()
		require.Equal(t, before.Message, w.Orders("o-1", "C-7", "一").Message, "what was taken in before keeps its receipt")
		_, err = w.Door.Accept(w.Ctx, intake.Inbound{Channel: "no such channel", ExternalID: "o-2", Text: "二"})
		fault.Want(t, err, "channel.missing")
	})
}

func TestWhatAnIndexCannotHoldComesInAllTheSame(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		long := make([]byte, 9000)
		for i := range long { // nothing that could be compressed
			long[i] = byte(33 + (i*i*31+i*7)%94)
		}
		in := intake.Inbound{
			Channel: w.Mail.ID, ExternalID: "m1", Ref: string(long), Text: "n\x00ul and \xff broken", Subject: "s\x00ub",
			Headers: map[string]string{"from": "a\x00b"}, Sender: contact.Sender{External: string(long), Name: "n\x00"},
		}
		first := w.Arrives(in)
		second := w.Arrives(intake.Inbound{Channel: w.Mail.ID, ExternalID: "m2", Refs: []string{string(long)}, Text: "二"})
		require.Equal(t, first.Conversation, second.Conversation)
		require.Equal(t, "inbound: nul and \uFFFD broken", w.Talk(first.Conversation)[0])

		w.Arrives(intake.Inbound{Channel: w.Shop.ID, ExternalID: "t1", Thread: string(long), Text: "一"})
		w.Arrives(intake.Inbound{Channel: w.Shop.ID, ExternalID: "t2", Thread: string(long), Text: "二"})
		require.Equal(t, 2, w.Count("conversation"))
	})
}

func TestAClientsIDThatIsTakenLosesNoMessage(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first, second := w.Chatting("王小明", "一"), w.Chatting("王小明", "二")
		second.ClientID = first.ClientID
		c := w.Arrives(first).Conversation
		require.False(t, w.Arrives(second).Duplicate)
		require.Equal(t, []string{"inbound: 一", "inbound: 二"}, w.Talk(c))
	})
}

func TestARefusedMessageLeavesNothingBehind(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, err := w.Door.Accept(w.Ctx, intake.Inbound{Channel: w.Shop.ID, ExternalID: "x", Text: "x", Uploads: []fact.AttachmentID{"not mine"}, Sender: contact.Sender{External: "C"}})
		fault.Want(t, err, "attachment.not_yours")
		for _, table := range []string{"contact", "identity", "conversation", "message", "arrival", "conversation_tally", "word_doc"} {
			require.Zero(t, w.Count(table), table)
		}
		w.WantFacts()
	})
}

func TestOneMessageIDOnTheMailsOfTwoCustomersIsTwoConversations(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		form := func(name string) intake.Receipt {
			return w.Mails("From: " + name + "@example.com\nSubject: 表单\nMessage-ID: <form@shop>\n\n我是" + name + "\n")
		}
		first, second := form("c0"), form("c1")
		require.NotEqual(t, first.Conversation, second.Conversation)
		require.Equal(t, first.Conversation, form("c0").Conversation, "and the same one again is a duplicate")
	})
}
