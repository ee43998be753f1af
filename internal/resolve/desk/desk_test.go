package desk_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

func TestAReplyHandsTheTurnOverAndANoteDoesNot(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		w.Facts()
		note := w.Notes(w.Lin, c, "查一下订单")
		w.WantFacts("message.noted")
		require.Equal(t, conversation.Received, note.Delivery.State)
		card := w.Sees(c)
		require.Equal(t, conversation.Open, card.State)
		require.NotNil(t, card.WaitingSince)

		reply := w.Replies(w.Lin, c, "已经为您办理")
		w.WantFacts("message.replied", "conversation.waiting")
		require.Equal(t, conversation.Sent, reply.Delivery.State, "a chat shows it at once")
		require.Equal(t, w.Lin.Name, reply.Author.Name)
		card = w.Sees(c)
		require.Equal(t, conversation.Waiting, card.State)
		require.Nil(t, card.WaitingSince)
		require.Equal(t, 3, card.MessageCount)
	})
}

func TestAMailHasToBeSentFirst(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Mails("Message-ID: <a@b>\nSubject: x\nFrom: a@example.com\n\nhello\n").Conversation
		require.Equal(t, conversation.Queued, w.Replies(w.Lin, c, "您好").Delivery.State)
		require.Equal(t, conversation.Received, w.Notes(w.Lin, c, "n").Delivery.State)
	})
}

func TestTheSameClientIDIsTheSameMessage(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		words := desk.Words{Kind: conversation.Reply, Text: "您好", ClientID: "c1"}
		w.Facts()
		const many = 12
		ids, errs := make([]fact.MessageID, many), make([]error, many)
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() {
				m, err := w.Desk.Say(w.Ctx, w.Lin, c, words)
				ids[i], errs[i] = m.ID, err
			})
		}
		all.Wait()
		for i := range many {
			require.NoError(t, errs[i])
			require.Equal(t, ids[0], ids[i])
		}
		w.WantFacts("message.replied", "conversation.waiting")
		require.Equal(t, 2, w.Sees(c).MessageCount)

		closed := "closed"
		_, err := w.Channels.Change(w.Ctx, w.Ada, w.Chat.ID, intake.ChannelEdit{State: &closed})
		require.NoError(t, err)
		again, err := w.Desk.Say(w.Ctx, w.Lin, c, words)
		require.NoError(t, err, "what was said is said")
		require.Equal(t, ids[0], again.ID)
		words.ClientID = "c2"
		_, err = w.Desk.Say(w.Ctx, w.Lin, c, words)
		fault.Want(t, err, "channel.closed")
		w.Notes(w.Lin, c, "a note stays among us")
	})
}

func TestWhereNothingCanBeSentNothingIsPromised(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		mute := w.Channel(intake.Email, "Imported", `{"address": "old@lanxue.example"}`)
		r := w.Arrives(intake.Inbound{Channel: mute.ID, ExternalID: "1", Text: "x", Sender: contact.Sender{Email: "li@example.com", Vouched: true}})
		w.Facts()
		_, err := w.Desk.Say(w.Ctx, w.Lin, r.Conversation, desk.Words{Kind: conversation.Reply, Text: "您好"})
		fault.Want(t, err, "channel.cannot_send")
		w.WantFacts()
	})
}

func TestWhatIsNoMessageIsRefused(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		w.Facts()
		for code, words := range map[string]desk.Words{
			"message.unknown_kind":       {Kind: "inbound", Text: "x"},
			"message.empty":              {Kind: conversation.Reply, Text: " \n\x00"},
			"message.too_long":           {Kind: conversation.Note, Text: strings.Repeat("长", 100_001)},
			"message.client_id_too_long": {Kind: conversation.Note, Text: "x", ClientID: strings.Repeat("x", 101)},
			"attachment.not_yours":       {Kind: conversation.Note, Text: "x", Attachments: []fact.AttachmentID{"none"}},
		} {
			_, err := w.Desk.Say(w.Ctx, w.Lin, c, words)
			fault.Want(t, err, code)
		}
		_, err := w.Desk.Say(w.Ctx, w.Lin, "no such", desk.Words{Kind: conversation.Reply, Text: "x"})
		fault.Want(t, err, "conversation.missing")
		w.WantFacts()
	})
}

func TestHTMLIsSanitisedAndReadsAsText(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		m, err := w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Reply, HTML: `<p>您好<script>alert(1)</script></p><p onclick="x()">n` + "\x00" + `ull</p>`})
		require.NoError(t, err)
		require.NotContains(t, m.HTML, "script")
		require.NotContains(t, m.HTML, "onclick")
		require.Contains(t, m.Text, "您好")
		require.Contains(t, m.Text, "null")
	})
}

func TestADraftSurvivesEverythingButItsWriter(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		w.Facts()
		saved, err := w.Desk.SaveDraft(w.Ctx, w.Lin, c, desk.Draft{Kind: conversation.Reply, Text: "我正在", HTML: "<b>我正在</b>"})
		require.NoError(t, err)
		require.Equal(t, 1, saved.Version)
		w.WantFacts("draft.saved")

		w.Until("12:00")
		w.Says("王小明", "在吗")
		w.Replies(w.Chen, c, "我来")
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Chen, c, conversation.Assignment{Assignee: &w.Chen.ID}))
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Chen, c))
		w.Facts()
		kept, err := w.Desk.Draft(w.Ctx, w.Lin, c)
		require.NoError(t, err)
		require.Equal(t, saved, kept)
		_, err = w.Desk.Draft(w.Ctx, w.Chen, c)
		fault.Want(t, err, "draft.missing")

		w.Replies(w.Lin, c, "我正在处理")
		w.WantFacts("message.replied", "conversation.waiting", "draft.dropped")
		_, err = w.Desk.Draft(w.Ctx, w.Lin, c)
		fault.Want(t, err, "draft.missing")
	})
}

func TestTwoWindowsOfOnePersonDoNotOverwriteEachOther(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		save := func(text string, version int) (desk.Draft, error) {
			return w.Desk.SaveDraft(w.Ctx, w.Lin, c, desk.Draft{Kind: conversation.Note, Text: text, Version: version})
		}
		first, err := save("one", 0)
		require.NoError(t, err)
		w.Facts()
		_, err = save("two", 0)
		fault.Want(t, err, "draft.changed")
		w.WantFacts()
		second, err := save("one and more", first.Version)
		require.NoError(t, err)
		require.Equal(t, 2, second.Version)
		_, err = save("old", first.Version)
		fault.Want(t, err, "draft.changed")
		kept, err := w.Desk.Draft(w.Ctx, w.Lin, c)
		require.NoError(t, err)
		require.Equal(t, "one and more", kept.Text)

		require.NoError(t, w.Desk.DropDraft(w.Ctx, w.Lin, c))
		w.Facts()
		require.NoError(t, w.Desk.DropDraft(w.Ctx, w.Lin, c))
		w.WantFacts()
		_, err = save("words are never lost, even when the draft under them is gone", second.Version)
		require.NoError(t, err)
	})
}

func TestADraftIsRefusedKindly(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		reader := w.Lin
		reader.Scope = access.Read
		w.Facts()
		for _, try := range []struct {
			code  string
			who   access.Actor
			c     fact.ConversationID
			draft desk.Draft
		}{
			{"access.scope_too_narrow", reader, c, desk.Draft{Kind: conversation.Reply}},
			{"message.unknown_kind", w.Lin, c, desk.Draft{Kind: "inbound"}},
			{"message.too_long", w.Lin, c, desk.Draft{Kind: conversation.Reply, Text: strings.Repeat("长", 100_001)}},
			{"conversation.missing", w.Lin, "no such", desk.Draft{Kind: conversation.Reply}},
		} {
			_, err := w.Desk.SaveDraft(w.Ctx, try.who, try.c, try.draft)
			fault.Want(t, err, try.code)
		}
		w.WantFacts()
	})
}

func TestAConversationIsBegunFromOurSide(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		li, err := w.Contacts.Add(w.Ctx, w.Lin, contact.Addition{Name: "李华", Email: "li@example.com"})
		require.NoError(t, err)
		w.Facts()
		start := desk.Start{Channel: w.Mail.ID, Contact: li.ID, Subject: "您的课程", Words: desk.Words{Kind: conversation.Reply, Text: "您好"}}
		card, err := w.Desk.Open(w.Ctx, w.Lin, start)
		require.NoError(t, err)
		w.WantFacts("conversation.opened", "message.replied")
		require.Equal(t, conversation.Waiting, card.State)
		require.Nil(t, card.WaitingSince)
		require.Equal(t, "您的课程", card.Subject)
		require.Equal(t, 1, card.MessageCount)

		for _, wrong := range []struct {
			code  string
			start desk.Start
		}{
			{"channel.cannot_begin", desk.Start{Channel: w.Chat.ID, Contact: li.ID, Words: start.Words}},
			{"contact.missing", desk.Start{Channel: w.Mail.ID, Contact: "nobody", Words: start.Words}},
			{"channel.missing", desk.Start{Channel: "nowhere", Contact: li.ID, Words: start.Words}},
			{"message.empty", desk.Start{Channel: w.Mail.ID, Contact: li.ID, Words: desk.Words{Kind: conversation.Reply}}},
		} {
			_, err := w.Desk.Open(w.Ctx, w.Lin, wrong.start)
			fault.Want(t, err, wrong.code)
		}
		w.WantFacts()
		w.Pass(time.Minute)
		noted, err := w.Desk.Open(w.Ctx, w.Lin, desk.Start{Channel: w.Chat.ID, Contact: li.ID, Words: desk.Words{Kind: conversation.Note, Text: "called us"}})
		require.NoError(t, err)
		require.Equal(t, conversation.Open, noted.State)
	})
}
