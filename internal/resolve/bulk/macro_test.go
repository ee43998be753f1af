package bulk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/bulk"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/wording"
)

func shelved(t *testing.T, w *world.World, steps ...wording.Step) fact.MacroID {
	t.Helper()
	m, err := w.Wording.AddMacro(w.Ctx, w.Mo, wording.Macro{Owned: wording.Owned{Scope: wording.Everybody}, Name: "收尾", Steps: steps})
	require.NoError(t, err)
	return m.ID
}

func repliesIn(t *testing.T, w *world.World, c fact.ConversationID) (texts []string) {
	t.Helper()
	list, _, err := w.Inbox.Messages(w.Ctx, w.Lin, c, conversation.Walk{Limit: 50})
	require.NoError(t, err)
	for _, m := range list {
		if m.Kind == conversation.Reply {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func TestAMacroIsDoneToManyWhollyOrNotAtAll(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ids := some(w, 120)
		nameless := w.Says("", "在吗").Conversation
		macro := shelved(t, w,
			wording.Step{Kind: wording.Tag, Add: []string{"已通知"}},
			wording.Step{Kind: wording.Assign, Assignee: "me"},
			wording.Step{Kind: wording.Reply, Text: "{{contact.name}}，您好，{{agent.name}}已处理。"},
			wording.Step{Kind: wording.Resolve})
		a, err := w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{IDs: append(ids, nameless), Macro: macro})
		require.NoError(t, err)
		require.Equal(t, bulk.Running, a.State)
		require.NoError(t, w.Wording.RemoveMacro(w.Ctx, w.Mo, macro), "it is done as it was when the order was given")
		w.Settle()
		require.NoError(t, w.Bulk.Work(w.Ctx, bulk.Task{Bulk: a.ID}), "a second time writes to nobody")
		a, err = w.Bulk.Get(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		require.Equal(t, bulk.Done, a.State)
		require.Equal(t, []int{121, 120, 1}, []int{a.Total, a.Done, a.Refused})
		require.Equal(t, "macro.cannot_fill", a.Reasons[0].Code)
		require.Equal(t, nameless, a.Reasons[0].Examples[0].ID)
		require.Equal(t, "收尾", a.Macro.Name)
		require.True(t, a.Macro.Writes)
		require.Equal(t, []string{"访客3，您好，" + w.Lin.Name + "已处理。"}, repliesIn(t, w, ids[3]))
		require.Empty(t, repliesIn(t, w, nameless))
		require.Empty(t, w.Sees(nameless).Tags, "the steps before the refused one are not there either")
		require.Equal(t, conversation.Resolved, w.Sees(ids[3]).State)
		require.Equal(t, string(w.Lin.ID), w.Sees(ids[3]).Assignee.ID)

		w.Says("访客7", "谢谢，还有一个问题")
		_, err = w.Bulk.Undo(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		w.Settle()
		a, err = w.Bulk.Get(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		require.Equal(t, []int{119, 1}, []int{a.Undone, a.Kept})
		back := w.Sees(ids[3])
		require.Equal(t, conversation.Open, back.State)
		require.Empty(t, back.Tags)
		require.Nil(t, back.Assignee)
		require.Len(t, repliesIn(t, w, ids[3]), 1, "what the customer was sent stays")
		require.Equal(t, []string{"已通知"}, w.Sees(ids[7]).Tags, "changed since, so left alone")
	})
}

func TestWhoMayNotDoEveryStepOfAMacroMayNotDoItToMany(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ids := some(w, 2)
		macro := shelved(t, w, wording.Step{Kind: wording.Tag, Add: []string{"a"}}, wording.Step{Kind: wording.Reply, Text: "您好"})
		quiet := w.Lin
		quiet.Scope = access.Chosen(access.ConversationView, access.ConversationBulk, access.ConversationTag)
		_, err := w.Bulk.Begin(w.Ctx, quiet, bulk.Order{IDs: ids, Macro: macro})
		fault.Want(t, err, "access.scope_too_narrow")
		_, err = w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{IDs: ids, Macro: "gone"})
		fault.Want(t, err, "macro.missing")
		_, err = w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{IDs: ids, Macro: macro, Acts: conversation.Acts{AddTags: []string{"b"}}})
		fault.Want(t, err, "bulk.macro_alone")
	})
}

func TestAMacroThatIsStoppedLeavesTheRestAlone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ids := some(w, 5)
		macro := shelved(t, w, wording.Step{Kind: wording.Note, Text: "看过了"})
		a, err := w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{IDs: ids, Macro: macro})
		require.NoError(t, err)
		_, err = w.Bulk.Cancel(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		require.NoError(t, w.Bulk.Work(context.Background(), bulk.Task{Bulk: a.ID}))
		a, err = w.Bulk.Get(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		require.Equal(t, []int{0, 0}, []int{a.Done, a.Refused})
	})
}

func TestRepliesOfAMacroWaitAsByHandAndAreTakenBackWithIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ids := some(w, 3)
		macro := shelved(t, w, wording.Step{Kind: wording.Reply, Text: "您好"}, wording.Step{Kind: wording.Resolve})
		person := w.Lin
		person.Session = "s"
		require.NoError(t, w.Desk.ChooseSending(w.Ctx, person, desk.Sending{ChatSeconds: new(10)}))
		do := func() bulk.Action {
			a, err := w.Bulk.Begin(w.Ctx, person, bulk.Order{IDs: ids, Macro: macro})
			require.NoError(t, err)
			require.NoError(t, w.Bulk.Work(w.Ctx, bulk.Task{Bulk: a.ID}))
			return a
		}
		undo := func(who access.Actor, a bulk.Action) bulk.Action {
			_, err := w.Bulk.Undo(w.Ctx, who, a.ID)
			require.NoError(t, err)
			a, err = w.Bulk.Get(w.Ctx, who, a.ID)
			require.NoError(t, err)
			return a
		}
		first := w.Sees(ids[0])
		a := do()
		w.Says("访客1", "还有一个问题")
		a = undo(w.Mo, a)
		require.Equal(t, []int{2, 1}, []int{a.Undone, a.Kept})
		for _, c := range ids {
			require.Empty(t, repliesIn(t, w, c))
		}
		back := w.Sees(ids[0])
		require.Equal(t, conversation.Open, back.State)
		require.Equal(t, []any{first.MessageCount, first.Preview, first.WaitingSince}, []any{back.MessageCount, back.Preview, back.WaitingSince})
		require.Equal(t, conversation.Open, w.Sees(ids[1]).State)

		a = do()
		w.Pass(11 * time.Second)
		w.Settle()
		a = undo(person, a)
		require.Equal(t, []int{3, 0}, []int{a.Undone, a.Kept})
		require.Equal(t, []string{"您好"}, repliesIn(t, w, ids[2]), "what has left stays")
		require.Equal(t, conversation.Open, w.Sees(ids[2]).State)
	})
}
