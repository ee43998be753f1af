package conversation_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

func ptr[T any](v T) *T { return &v }

func TestAConversationIsGivenToSomebody(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		w.Facts()
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Chen, c, conversation.Assignment{Assignee: &w.Lin.ID, Team: &w.Care.ID}))
		w.WantFacts("conversation.assigned")
		card := w.Sees(c)
		require.Equal(t, w.Lin.Name, card.Assignee.Name)
		require.Equal(t, "客户关怀", card.Team.Name)
		require.Equal(t, 2, card.Version)

		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Chen, c, conversation.Assignment{Assignee: &w.Lin.ID}))
		w.WantFacts()
		require.Equal(t, card, w.Sees(c), "without a fact nothing is different")

		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Lin, c, conversation.Assignment{Assignee: ptr(fact.StaffID(""))}))
		w.WantFacts("conversation.assigned")
		require.Nil(t, w.Sees(c).Assignee)
		require.Equal(t, "客户关怀", w.Sees(c).Team.Name)
	})
}

func TestNobodyAndNowhereCannotHaveAConversation(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		gone := w.Hire("Gone", access.Agent)
		_, err := w.Office.Change(w.Ctx, w.Mo, gone.ID, staff.Change{State: ptr(staff.Disabled)})
		require.NoError(t, err)
		w.Facts()
		before := w.Sees(c)
		for code, a := range map[string]conversation.Assignment{
			"assignment.unknown_staff": {Assignee: &gone.ID},
			"assignment.unknown_team":  {Team: ptr(fact.TeamID("none")), Assignee: &w.Lin.ID},
		} {
			fault.Want(t, w.Inbox.Assign(w.Ctx, w.Chen, c, a), code)
		}
		w.WantFacts()
		require.Equal(t, before, w.Sees(c))
	})
}

func TestResolvedAndReopened(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		w.Facts()
		w.Until("09:30")
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, c))
		w.WantFacts("conversation.resolved")
		card := w.Sees(c)
		require.Equal(t, conversation.Resolved, card.State)
		require.Equal(t, world.At("09:30"), *card.ResolvedAt)
		require.Nil(t, card.WaitingSince)
		fault.Want(t, w.Inbox.Resolve(w.Ctx, w.Chen, c), "conversation.already_resolved")
		require.NoError(t, w.Inbox.Reopen(w.Ctx, w.Chen, c))
		fault.Want(t, w.Inbox.Reopen(w.Ctx, w.Chen, c), "conversation.already_open")
		w.WantFacts("conversation.reopened")
		require.Equal(t, card.Version+1, w.Sees(c).Version)
	})
}

func TestASnoozeRingsAtItsTime(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		require.NoError(t, w.Inbox.Snooze(w.Ctx, w.Lin, c, world.At("15:00")))
		w.Facts()
		require.Equal(t, world.At("15:00"), *w.Sees(c).SnoozedUntil)

		w.Until("12:00")
		require.NoError(t, w.Inbox.Snooze(w.Ctx, w.Lin, c, world.At("18:00")))
		w.WantFacts("conversation.snoozed")
		require.NoError(t, w.Inbox.Snooze(w.Ctx, w.Lin, c, world.At("18:00")))
		w.WantFacts()

		w.Until("15:01")
		w.Settle()
		w.WantFacts()
		require.Equal(t, conversation.Snoozed, w.Sees(c).State, "the first timer asks, and hears that it is too early")

		w.Until("17:59")
		w.Settle()
		require.Equal(t, conversation.Snoozed, w.Sees(c).State)
		w.Until("18:00")
		w.Settle()
		w.WantFacts("conversation.reopened")
		require.Equal(t, conversation.Open, w.Sees(c).State)
		require.Nil(t, w.Sees(c).SnoozedUntil)
		require.Zero(t, w.Count("job"))
	})
}

func TestATimerOfADeletedConversationRingsInVain(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		require.NoError(t, w.Inbox.Snooze(w.Ctx, w.Lin, c, world.At("15:00")))
		require.NoError(t, w.Inbox.Delete(w.Ctx, w.Mo, c))
		w.Facts()
		w.Until("16:00")
		w.Settle()
		w.WantFacts()
		require.Zero(t, w.Count("job"))
	})
}

func TestAnEditIsDoneAsAWholeOrNotAtAll(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		w.Facts()
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c, conversation.Edit{
			Subject: ptr("退款 A1"), Priority: ptr(conversation.High), Tags: &[]string{"VIP", "退款"}, State: ptr(conversation.Waiting), Version: 1,
		}))
		w.WantFacts("conversation.waiting", "conversation.tagged", "conversation.changed")
		card := w.Sees(c)
		require.Equal(t, 2, card.Version)
		require.Equal(t, []string{"vip", "退款"}, card.Tags)
		require.Equal(t, conversation.High, card.Priority)
		require.Equal(t, conversation.Waiting, card.State)
		page, err := w.Search.FindConversations(w.Ctx, w.Lin, "A1", "", 5)
		require.NoError(t, err)
		require.Len(t, page.Items, 1)

		for code, e := range map[string]conversation.Edit{
			"conversation.changed_meanwhile":    {Tags: &[]string{"late"}, Version: 1},
			"conversation.unknown_priority":     {Tags: &[]string{"late"}, Priority: ptr(conversation.Priority("now")), State: ptr(conversation.Open)},
			"conversation.snooze_needs_time":    {State: ptr(conversation.Snoozed), Subject: ptr("x")},
			"conversation.unknown_state":        {State: ptr(conversation.State("lost")), Subject: ptr("x")},
			"conversation.tag_with_comma":       {Tags: &[]string{"a,b"}, State: ptr(conversation.Open)},
			"conversation.subject_too_long":     {State: ptr(conversation.Resolved), Subject: ptr(fmt.Sprintf("%0400d", 1))},
			"conversation.snooze_must_be_later": {State: ptr(conversation.Snoozed), SnoozedUntil: ptr(world.At("08:00")), Tags: &[]string{}},
		} {
			fault.Want(t, w.Inbox.Change(w.Ctx, w.Lin, c, e), code)
			require.Equal(t, card, w.Sees(c), code)
		}
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c, conversation.Edit{Subject: ptr(" 退款 A1 "), Priority: ptr(conversation.High), Tags: &[]string{"退款", "vip"}, State: ptr(conversation.Waiting)}))
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c, conversation.Edit{}))
		require.Equal(t, card, w.Sees(c), "what was so already is no change")
		w.WantFacts()
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c, conversation.Edit{State: ptr(conversation.Snoozed), SnoozedUntil: ptr(world.At("10:00")), Version: card.Version}))
		w.WantFacts("conversation.snoozed")
		tags, err := w.Inbox.Tags(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, []conversation.TagCount{{Tag: "vip", Count: 1}, {Tag: "退款", Count: 1}}, tags)
	})
}

func TestWhoMayNotIsRefusedAndNothingHappens(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "退款").Conversation
		w.Facts()
		before := w.Sees(c)
		reader := w.Ada
		reader.Scope = access.Read
		for name, try := range map[string]func(access.Actor) error{
			"assign": func(who access.Actor) error {
				return w.Inbox.Assign(w.Ctx, who, c, conversation.Assignment{Assignee: &who.ID})
			},
			"resolve": func(who access.Actor) error { return w.Inbox.Resolve(w.Ctx, who, c) },
			"reopen":  func(who access.Actor) error { return w.Inbox.Reopen(w.Ctx, who, c) },
			"snooze":  func(who access.Actor) error { return w.Inbox.Snooze(w.Ctx, who, c, world.At("15:00")) },
			"tag":     func(who access.Actor) error { return w.Inbox.Tag(w.Ctx, who, c, []string{"x"}, 0) },
			"turn": func(who access.Actor) error {
				return w.Inbox.Change(w.Ctx, who, c, conversation.Edit{State: ptr(conversation.Waiting)})
			},
			"change": func(who access.Actor) error {
				return w.Inbox.Change(w.Ctx, who, c, conversation.Edit{Subject: ptr("x")})
			},
			"close": func(who access.Actor) error {
				return w.Inbox.Change(w.Ctx, who, c, conversation.Edit{State: ptr(conversation.Resolved)})
			},
			"delete": func(who access.Actor) error { return w.Inbox.Delete(w.Ctx, who, c) },
			"reply": func(who access.Actor) error {
				_, err := w.Desk.Say(w.Ctx, who, c, desk.Words{Kind: conversation.Reply, Text: "x"})
				return err
			},
		} {
			require.True(t, fault.IsKind(try(reader), fault.Denied), name)
			require.True(t, fault.IsKind(try(access.Actor{}), fault.Denied), name)
		}
		fault.Want(t, w.Inbox.Delete(w.Ctx, w.Chen, c), "access.denied")
		_, err := w.Inbox.Get(w.Ctx, access.Actor{}, c)
		fault.Want(t, err, "access.denied")
		w.WantFacts()
		require.Equal(t, before, w.Sees(c))
	})
}

func TestWhatIsNotThereIsMissing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		const c = fact.ConversationID("no such")
		fault.Want(t, w.Inbox.Resolve(w.Ctx, w.Lin, c), "conversation.missing")
		fault.Want(t, w.Inbox.Delete(w.Ctx, w.Mo, c), "conversation.missing")
		_, _, err := w.Inbox.Messages(w.Ctx, w.Lin, c, conversation.Walk{Limit: 5})
		fault.Want(t, err, "conversation.missing")
		_, err = w.Inbox.Message(w.Ctx, "no such")
		fault.Want(t, err, "message.missing")
		require.NoError(t, w.Inbox.Deliver(w.Ctx, "no such", conversation.Read, ""))
		w.WantFacts()
	})
}

func TestADeletedConversationTakesItsFilesWithIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Mails("Message-ID: <a@b>\nSubject: x\nFrom: a@example.com\n\nhello\n").Conversation
		kept, err := w.Files.Keep(w.Ctx, conversation.Upload{Name: "secret.txt", By: string(w.Lin.ID), Content: bytes.NewReader([]byte("secret"))})
		require.NoError(t, err)
		_, err = w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Note, Text: "see", Attachments: []fact.AttachmentID{kept.ID}})
		require.NoError(t, err)
		list, _, err := w.Inbox.Messages(w.Ctx, w.Lin, c, conversation.Walk{Limit: 5})
		require.NoError(t, err)
		raw := list[0].RawSHA256
		require.NotEmpty(t, raw)
		w.Facts()

		require.NoError(t, w.Inbox.Delete(w.Ctx, w.Mo, c))
		w.WantFacts("conversation.deleted")
		w.Pass(time.Minute)
		require.NoError(t, w.Files.Sweep(w.Ctx))
		for _, sum := range []string{raw, kept.SHA256} {
			_, err := w.Files.Bytes(sum)
			fault.Want(t, err, "attachment.missing")
		}
		for _, table := range []string{"conversation", "message", "attachment", "conversation_tag", "draft"} {
			require.Zero(t, w.Count(table), table)
		}
		page, err := w.Search.Find(w.Ctx, w.Lin, "hello", "", 5)
		require.NoError(t, err)
		require.Empty(t, page.Items)
	})
}

func TestAnUploadIsSweptUnlessSomebodyHoldsIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "x").Conversation
		keep := func(content string) conversation.Attachment {
			a, err := w.Files.Keep(w.Ctx, conversation.Upload{Name: "a.txt", By: string(w.Lin.ID), Content: bytes.NewReader([]byte(content))})
			require.NoError(t, err)
			return a
		}
		loose, drafted, twin := keep("loose"), keep("drafted"), keep("drafted")
		_, err := w.Desk.SaveDraft(w.Ctx, w.Lin, c, desk.Draft{Kind: conversation.Reply, Text: "later", Attachments: []fact.AttachmentID{drafted.ID}})
		require.NoError(t, err)
		w.Pass(25 * time.Hour)
		require.NoError(t, w.Files.Sweep(w.Ctx))
		_, err = w.Files.Get(w.Ctx, loose.ID)
		fault.Want(t, err, "attachment.missing")
		_, err = w.Files.Bytes(loose.SHA256)
		fault.Want(t, err, "attachment.missing")
		_, err = w.Files.Get(w.Ctx, twin.ID)
		fault.Want(t, err, "attachment.missing")
		m, err := w.Desk.Say(w.Ctx, w.Lin, c, desk.Words{Kind: conversation.Reply, Text: "now", Attachments: []fact.AttachmentID{drafted.ID}})
		require.NoError(t, err)
		data, err := w.Files.Bytes(m.Attachments[0].SHA256)
		require.NoError(t, err)
		require.Equal(t, "drafted", string(data))
		_, err = w.Desk.Say(w.Ctx, w.Chen, c, desk.Words{Kind: conversation.Note, Text: "steal", Attachments: []fact.AttachmentID{drafted.ID}})
		fault.Want(t, err, "attachment.not_yours")
	})
}

func TestReceiptsOnlyMoveForward(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "x").Conversation
		first := w.Replies(w.Lin, c, "一")
		w.Pass(time.Second)
		second := w.Replies(w.Lin, c, "二")
		w.Facts()
		require.NoError(t, w.Inbox.DeliverUpto(w.Ctx, c, second.ID, conversation.Delivered))
		w.WantFacts("message.delivery_changed", "message.delivery_changed")
		require.NoError(t, w.Inbox.DeliverUpto(w.Ctx, c, first.ID, conversation.Read))
		w.WantFacts("message.delivery_changed")
		require.Equal(t, first.ID, w.Sees(c).ContactReadUpto)
		require.NoError(t, w.Inbox.DeliverUpto(w.Ctx, c, second.ID, conversation.Read))
		require.NoError(t, w.Inbox.DeliverUpto(w.Ctx, c, first.ID, conversation.Read))
		require.NoError(t, w.Inbox.Deliver(w.Ctx, second.ID, conversation.Sent, ""))
		w.WantFacts("message.delivery_changed")
		require.Equal(t, second.ID, w.Sees(c).ContactReadUpto)
		m, err := w.Inbox.Message(w.Ctx, second.ID)
		require.NoError(t, err)
		require.Equal(t, conversation.Read, m.Delivery.State)

		last := w.Says("王小明", "y")
		w.Facts()
		require.NoError(t, w.Inbox.SeenByStaff(w.Ctx, w.Lin, c, last.Message))
		w.WantFacts("message.read_by_staff")
		require.NoError(t, w.Inbox.SeenByStaff(w.Ctx, w.Chen, c, first.ID))
		require.NoError(t, w.Inbox.SeenByStaff(w.Ctx, w.Chen, c, "zzz"))
		w.WantFacts()
		require.Equal(t, last.Message, w.Sees(c).StaffReadUpto)
	})
}

func TestPagesOfMessagesMeetWithoutGapOrOverlap(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "m0").Conversation
		for i := 1; i < 11; i++ {
			if i%4 != 0 { // some of one instant
				w.Pass(time.Second)
			}
			if i%3 == 0 {
				w.Notes(w.Lin, c, fmt.Sprintf("m%d", i))
			} else {
				w.Says("王小明", fmt.Sprintf("m%d", i))
			}
		}
		var want, forward, backward []fact.MessageID
		all, more, err := w.Inbox.Messages(w.Ctx, w.Lin, c, conversation.Walk{Limit: 11})
		require.NoError(t, err)
		require.False(t, more)
		for i, m := range all {
			require.Equal(t, fmt.Sprintf("m%d", i), m.Text)
			want = append(want, m.ID)
		}
		walk := conversation.Walk{Limit: 3}
		for more := true; more; {
			var page []conversation.Message
			page, more, err = w.Inbox.Messages(w.Ctx, w.Lin, c, walk)
			require.NoError(t, err)
			for _, m := range page {
				forward = append(forward, m.ID)
			}
			walk.After = forward[len(forward)-1]
		}
		require.Equal(t, want, forward)
		walk = conversation.Walk{Limit: 3, NewFirst: true}
		for more := true; more; {
			var page []conversation.Message
			page, more, err = w.Inbox.Messages(w.Ctx, w.Lin, c, walk)
			require.NoError(t, err)
			for _, m := range page {
				backward = append([]fact.MessageID{m.ID}, backward...)
			}
			walk.Before = backward[0]
		}
		require.Equal(t, want, backward)
		theirs, _, err := w.Inbox.ForContact(w.Ctx, c, conversation.Walk{Limit: 20})
		require.NoError(t, err)
		require.Len(t, theirs, 8, "a customer sees no notes")
	})
}
