package email_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// corresponding is a house whose mailbox takes plus addresses, a customer who has
// asked from Outlook, and our answer.
type corresponding struct {
	*house
	conversation fact.ConversationID
	answer       conversation.Message
	sent         email.Mail
}

var outlookIndex = base64.StdEncoding.EncodeToString(append([]byte{1, 0xd9, 0x4f, 0xa0, 0x11, 0x22}, []byte("0123456789abcdef")...))

func (h *house) inPlusAddresses(t *testing.T) {
	t.Helper()
	c, err := h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(`{"plus_addresses": true}`)})
	require.NoError(t, err)
	h.c, err = h.Channels.ByID(h.Ctx, c.ID)
	require.NoError(t, err)
}

func correspond(t *testing.T, h *house) *corresponding {
	t.Helper()
	h.inPlusAddresses(t)
	first := arrives(t, h.World, h.c, strings.Replace(question, "Subject:", "Thread-Index: "+outlookIndex+"\r\nSubject:", 1))
	m := h.Replies(h.Lin, first.Conversation, "您好，请重启一下")
	h.Settle()
	require.Len(t, h.s.got, 1)
	h.Pass(time.Hour)
	return &corresponding{h, first.Conversation, m, email.Read(h.s.got[0])}
}

// letter is a mail of a program, with the names of this correspondence in it.
func (c *corresponding) letter(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/threads/" + file + ".eml")
	require.NoError(t, err)
	return strings.ReplaceAll(strings.NewReplacer(
		"{{id}}", c.sent.MessageID, "{{answer}}", c.sent.ReplyTo[0].Address, "{{index}}", c.sent.Header.Get("thread-index"),
		"{{subject}}", "=?UTF-8?B?6K++56iL5omT5LiN5byA?=").Replace(string(raw)), "\n", "\r\n")
}

func (c *corresponding) message(t *testing.T, r intake.Receipt) conversation.Message {
	t.Helper()
	m, err := c.Inbox.Message(c.Ctx, r.Message)
	require.NoError(t, err)
	return m
}

func (c *corresponding) links(t *testing.T) conversation.Links {
	t.Helper()
	l, err := c.Inbox.Links(c.Ctx, c.Lin, c.conversation)
	require.NoError(t, err)
	return l
}

func TestAnAnswerFromAnyProgramKeepsTheThread(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		require.Contains(t, c.sent.ReplyTo[0].Address, "support+t.")
		for _, mail := range []struct{ file, by string }{
			{"outlook", "token"},
			{"exchange-strips-references", "thread_index"},
			{"qq", "token"},
			{"qq-phone-without-references", "token"},
			{"netease", "token"},
			{"netease-in-reply-to-alone", "own_id"},
			{"gmail", "token"},
			{"apple-mail", "token"},
			{"ids-in-quotes-and-commas", "own_id"},
			{"customers-own-ids-alone", "customer_id"},
			{"nothing-but-the-subject", "subject"},
		} {
			r := arrives(t, h.World, h.c, c.letter(t, mail.file))
			require.Equal(t, c.conversation, r.Conversation, mail.file)
			m := c.message(t, r)
			require.Equal(t, mail.by, m.JoinedBy, mail.file)
			require.Equal(t, "wang@example.com", m.FromAddress)
			h.Pass(time.Minute)
		}
		l := c.links(t)
		require.Empty(t, l.Proposals, "nobody spoke of anything else")
		require.Empty(t, l.Strangers)
		require.Equal(t, 13, h.Sees(c.conversation).MessageCount)
	})
}

// Without the address that only we can make, names are enough for the same programs.
func TestWithoutPlusAddressesOurMessageIDKeepsTheThread(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		c.sent.ReplyTo[0].Address = "support@anlan.example"
		for _, file := range []string{"outlook", "qq", "netease", "gmail", "apple-mail"} {
			r := arrives(t, h.World, h.c, c.letter(t, file))
			require.Equal(t, c.conversation, r.Conversation, file)
			require.Equal(t, "own_id", c.message(t, r).JoinedBy, file)
		}
	})
}

func TestAnAnswerWithoutReferencesIsNotGuessedBetweenTwoConversations(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		other := arrives(t, h.World, h.c, strings.NewReplacer("<q1@", "<p1@", "<q0@", "<p0@").Replace(question))
		require.NotEqual(t, c.conversation, other.Conversation)
		h.Replies(h.Lin, other.Conversation, "您好")
		bare := arrives(t, h.World, h.c, c.letter(t, "nothing-but-the-subject"))
		require.NotContains(t, []fact.ConversationID{c.conversation, other.Conversation}, bare.Conversation)
	})
}

func TestAReplyToIsNoNameOfAThread(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		seen := map[fact.ConversationID]bool{}
		for i := range 3 {
			r := arrives(t, h.World, h.c, fmt.Sprintf("From: site@shop.example\r\nReply-To: c%d@example.com\r\nTo: support@anlan.example\r\nSubject: Form\r\nMessage-ID: <f%d@shop.example>\r\n\r\n%d\r\n", i%2, i, i))
			seen[r.Conversation] = true
		}
		require.Len(t, seen, 3)
	})
}

func TestAStrangerWithOurReferenceIsHeardAndToldNothing(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		h.Facts()
		forwarded := strings.ReplaceAll(c.letter(t, "gmail"), "wang@example.com", "eve@elsewhere.example")
		r := arrives(t, h.World, h.c, strings.Replace(forwarded, "To: ", "Cc: mallory@elsewhere.example\r\nTo: ", 1))
		require.Equal(t, c.conversation, r.Conversation, "it is seen where it belongs")
		require.Contains(t, h.Facts(), "conversation.stranger_wrote")
		l := c.links(t)
		require.Len(t, l.Strangers, 1, "and whom a stranger copies takes no part")
		require.Equal(t, "eve@elsewhere.example", l.Strangers[0].Address)
		require.Equal(t, "unknown_sender", l.Strangers[0].Because)
		require.Equal(t, r.Message, l.Strangers[0].Message)

		h.Replies(h.Lin, c.conversation, "已经修好了")
		h.Settle()
		require.Equal(t, []string{"wang@example.com", "wang@example.com"}, h.s.to, "nothing is sent to them")
		e, err := h.post.Envelope(h.Ctx, h.Lin, c.conversation)
		require.NoError(t, err)
		require.Equal(t, "wang@example.com", e.Address)
		require.Equal(t, "Re: 课程打不开", e.Subject)

		fault.Want(t, h.Inbox.Judge(h.Ctx, h.Lin, c.conversation, "nobody@example.com", conversation.Known), "participant.missing")
		fault.Want(t, h.Inbox.Judge(h.Ctx, h.Lin, c.conversation, "eve@elsewhere.example", "admired"), "participant.standing_wrong")
		require.NoError(t, h.Inbox.Judge(h.Ctx, h.Lin, c.conversation, "Eve@Elsewhere.example", conversation.Refused))
		require.Empty(t, c.links(t).Strangers)
		h.Replies(h.Lin, c.conversation, "还有问题吗？")
		h.Settle()
		require.Equal(t, "wang@example.com", h.s.to[2])

		require.NoError(t, h.Inbox.Judge(h.Ctx, h.Lin, c.conversation, "eve@elsewhere.example", conversation.Known))
		h.Replies(h.Lin, c.conversation, "好的")
		h.Settle()
		require.Equal(t, "eve@elsewhere.example", h.s.to[3], "who takes part and wrote last is answered")
		list, err := h.Inbox.Participants(h.Ctx, h.Lin, c.conversation)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, "accepted", list[0].Because)
	})
}

func TestAStrangersWordsAreTheirOwnConversationOnceTheyAreSplitOff(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		r := arrives(t, h.World, h.c, strings.ReplaceAll(c.letter(t, "gmail"), "wang@example.com", "eve@elsewhere.example"))
		made, err := h.Inbox.Split(h.Ctx, h.Lin, c.conversation, []fact.MessageID{r.Message}, "")
		require.NoError(t, err)
		require.NotEqual(t, h.Sees(c.conversation).Contact.ID, h.Sees(made).Contact.ID)
		h.Replies(h.Lin, made, "您好")
		h.Settle()
		require.Equal(t, "eve@elsewhere.example", h.s.to[1])
		require.NotContains(t, email.Read(h.s.got[1]).References, c.sent.MessageID)
		require.Empty(t, c.links(t).Strangers, "nothing of theirs stands there any more")

		_, err = h.Inbox.Unsplit(h.Ctx, h.Lin, made)
		require.NoError(t, err)
		require.Len(t, c.links(t).Strangers, 1)
	})
}

func TestWhoWasCopiedTakesPart(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		arrives(t, h.World, h.c, strings.Replace(c.letter(t, "apple-mail"), "To: ", "Cc: Li <li@example.com>, Support <support+x@anlan.example>\r\nTo: ", 1))
		r := arrives(t, h.World, h.c, "From: li@example.com\r\nTo: support@anlan.example\r\nSubject: Re: x\r\nMessage-ID: <li1@example.com>\r\nIn-Reply-To: <"+c.sent.MessageID+">\r\n\r\n我也一样\r\n")
		require.Equal(t, c.conversation, r.Conversation)
		require.Empty(t, c.links(t).Strangers)
		list, err := h.Inbox.Participants(h.Ctx, h.Lin, c.conversation)
		require.NoError(t, err)
		require.Len(t, list, 1, "and we are none of them")
		require.Equal(t, "copied", list[0].Because)
	})
}

func TestATokenOfSomebodyElseOpensNothing(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		token := c.sent.ReplyTo[0].Address
		wrong := strings.Replace(token, "+t.", "+t.a", 1)
		bounce := h.Outbox.ReturnPath("support@anlan.example", c.answer.ID)
		for i, to := range []string{wrong, strings.Replace(bounce, "+b.", "+t.", 1), "support+t.@anlan.example"} {
			r := arrives(t, h.World, h.c, fmt.Sprintf("From: wang@example.com\r\nTo: %s\r\nSubject: Another matter\r\nMessage-ID: <w%d@example.com>\r\n\r\nHello\r\n", to, i))
			require.NotEqual(t, c.conversation, r.Conversation, to)
		}
	})
}

func TestACopyOfWhatWeSentIsNoMessage(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		before := h.Sees(c.conversation).MessageCount
		r := arrives(t, h.World, h.c, string(h.s.got[0]))
		require.Equal(t, c.answer.ID, r.Message)
		require.Equal(t, before, h.Sees(c.conversation).MessageCount)
		again := arrives(t, h.World, h.c, string(h.s.got[0]))
		require.True(t, again.Duplicate)
	})
}

// A colleague answers from Outlook, with a copy to the mailbox; the customer answers that.
func TestAnAnswerThatWasSentElsewhereIsShownAndItsNameKnown(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		h.Replies(h.Lin, c.conversation, "请稍等")
		h.Settle()
		state := h.Sees(c.conversation).State
		copied := arrives(t, h.World, h.c, "From: 澜学客服 <support@anlan.example>\r\nTo: wang@example.com\r\nBcc: support@anlan.example\r\nSubject: Re: x\r\nMessage-ID: <colleague-1@corp.anlan.example>\r\nIn-Reply-To: <q1@example.com>\r\n\r\n我们的同事会联系您\r\n")
		require.Equal(t, c.conversation, copied.Conversation)
		require.Equal(t, "own_address", c.message(t, copied).Machine)
		require.Equal(t, state, h.Sees(c.conversation).State, "anybody can write under our address: it moves nothing")
		answer := arrives(t, h.World, h.c, "From: wang@example.com\r\nTo: support@anlan.example\r\nSubject: x\r\nMessage-ID: <q9@example.com>\r\nIn-Reply-To: <colleague-1@corp.anlan.example>\r\n\r\n好的\r\n")
		require.Equal(t, c.conversation, answer.Conversation)
		h.Replies(h.Lin, c.conversation, "谢谢")
		h.Settle()
		require.Equal(t, "wang@example.com", h.s.to[len(h.s.to)-1])
	})
}

func TestAConversationThatAColleagueBeganElsewhereIsAnsweredToTheCustomer(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		r := arrives(t, h.World, h.c, "From: support@anlan.example\r\nTo: Wang <wang@example.com>\r\nSubject: 回访\r\nMessage-ID: <out-1@corp.anlan.example>\r\n\r\n您好\r\n")
		answer := arrives(t, h.World, h.c, "From: wang@example.com\r\nTo: support@anlan.example\r\nSubject: 回复：回访\r\nMessage-ID: <in-1@example.com>\r\nReferences: <out-1@corp.anlan.example>\r\n\r\n都好\r\n")
		require.Equal(t, r.Conversation, answer.Conversation)
		l, err := h.Inbox.Links(h.Ctx, h.Lin, r.Conversation)
		require.NoError(t, err)
		require.Empty(t, l.Strangers, "we wrote to them")
		h.Replies(h.Lin, r.Conversation, "谢谢")
		h.Settle()
		require.Equal(t, []string{"wang@example.com"}, h.s.to)
	})
}

func TestANewSubjectInAnOldThreadProposesASplit(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		h.Facts()
		write := func(name, subject string) intake.Receipt {
			h.Pass(time.Minute)
			return arrives(t, h.World, h.c, "From: wang@example.com\r\nTo: support@anlan.example\r\nSubject: "+subject+"\r\nMessage-ID: <"+name+"@example.com>\r\nIn-Reply-To: <"+c.sent.MessageID+">\r\n\r\n"+name+"\r\n")
		}
		write("same", "Re: 课程打不开（补充截图）")
		require.Empty(t, c.links(t).Proposals)
		other := write("invoice", "申请开发票")
		require.Contains(t, h.Facts(), "conversation.split_proposed")
		p := c.links(t).Proposals
		require.Len(t, p, 1)
		require.Equal(t, other.Message, p[0].Message)
		require.Equal(t, []string{"subject_changed", "课程打不开（补充截图）", "申请开发票"}, []string{p[0].Because, p[0].Was, p[0].Subject})

		m := h.Replies(h.Lin, c.conversation, "好的，发票抬头是？")
		h.Settle()
		require.Equal(t, "Re: 申请开发票", email.Read(h.s.got[1]).Subject, "we answer under the latest subject")
		write("title", "Re: 申请开发票")
		require.Len(t, c.links(t).Proposals, 1, "it has come up already")
		back := write("back", "Re: 课程打不开")
		require.Len(t, c.links(t).Proposals, 1)

		made, err := h.Inbox.AcceptSplit(h.Ctx, h.Lin, other.Message)
		require.NoError(t, err)
		require.Equal(t, []string{"inbound: invoice", "reply: 好的，发票抬头是？", "inbound: title"}, h.Talk(made))
		require.Equal(t, "申请开发票", h.Sees(made).Subject)
		require.Equal(t, back.Conversation, c.conversation)
		require.Empty(t, c.links(t).Proposals)
		_, err = h.Inbox.AcceptSplit(h.Ctx, h.Lin, other.Message)
		fault.Want(t, err, "split_proposal.decided")

		follows, err := h.Inbox.Message(h.Ctx, m.ID)
		require.NoError(t, err)
		require.Equal(t, made, follows.Conversation)
		answer := arrives(t, h.World, h.c, "From: wang@example.com\r\nTo: "+email.Read(h.s.got[1]).ReplyTo[0].Address+"\r\nSubject: Re: 申请开发票\r\nMessage-ID: <late@example.com>\r\n\r\n公司\r\n")
		require.Equal(t, made, answer.Conversation, "answers follow the message that they answer")

		_, err = h.Inbox.Unsplit(h.Ctx, h.Lin, made)
		require.NoError(t, err)
		require.Empty(t, c.links(t).Proposals, "who has looked is not asked again")
		require.Equal(t, 8, h.Sees(c.conversation).MessageCount)
	})
}

func TestAProposedSplitIsDismissed(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		r := arrives(t, h.World, h.c, "From: wang@example.com\r\nTo: support@anlan.example\r\nSubject: 申请开发票\r\nMessage-ID: <i1@example.com>\r\nIn-Reply-To: <"+c.sent.MessageID+">\r\n\r\n发票\r\n")
		fault.Want(t, h.Inbox.DismissSplit(h.Ctx, access.Actor{ID: "x"}, r.Message), "access.denied")
		require.NoError(t, h.Inbox.DismissSplit(h.Ctx, h.Lin, r.Message))
		require.Contains(t, h.Facts(), "conversation.split_dismissed")
		fault.Want(t, h.Inbox.DismissSplit(h.Ctx, h.Lin, r.Message), "split_proposal.decided")
		fault.Want(t, h.Inbox.DismissSplit(h.Ctx, h.Lin, c.answer.ID), "split_proposal.missing")
		require.Empty(t, c.links(t).Proposals)
	})
}

func TestAReportOfAMachineIsNoNewMatter(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		c := correspond(t, h)
		away := arrives(t, h.World, h.c, "From: wang@example.com\r\nTo: support@anlan.example\r\nAuto-Submitted: auto-replied\r\nSubject: 休假中\r\nMessage-ID: <away@example.com>\r\nIn-Reply-To: <"+c.sent.MessageID+">\r\n\r\n下周回来\r\n")
		require.Equal(t, c.conversation, away.Conversation)
		require.Empty(t, c.links(t).Proposals)
		h.Replies(h.Lin, c.conversation, "好的")
		h.Settle()
		require.Equal(t, "Re: 课程打不开", email.Read(h.s.got[1]).Subject)
		require.Equal(t, "wang@example.com", h.s.to[1])
	})
}
