package bulk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/bench"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/bulk"
)

func some(w *world.World, n int) (ids []fact.ConversationID) {
	for i := range n {
		ids = append(ids, w.Says(fmt.Sprint("访客", i), "你好").Conversation)
	}
	return ids
}

func ptr[T any](v T) *T { return &v }

func TestAFewAreDoneAtOnceAndUndoneWhereNothingElseHappened(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ids := some(w, 4)
		require.NoError(t, w.Inbox.Tag(w.Ctx, w.Lin, ids[0], []string{"old"}, 0))
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, ids[3]))
		w.News()
		a, err := w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{IDs: append(ids, ids[0], "gone"), Acts: conversation.Acts{
			Assignee: ptr(fact.StaffID("me")), AddTags: []string{"Refund"}, RemoveTags: []string{"old"}, Priority: ptr(conversation.High), State: ptr(conversation.Resolved),
		}})
		require.NoError(t, err)
		require.Equal(t, bulk.Done, a.State)
		require.Equal(t, []int{5, 3, 0, 2}, []int{a.Total, a.Done, a.Same, a.Refused})
		require.Equal(t, "conversation.already_resolved", a.Reasons[0].Code)
		require.Equal(t, "conversation.missing", a.Reasons[1].Code)
		require.True(t, a.Can.Undo)
		after := w.Sees(ids[0])
		require.Equal(t, []string{"refund"}, after.Tags)
		require.Equal(t, conversation.Resolved, after.State)
		require.Equal(t, string(w.Lin.ID), after.Assignee.ID)
		require.Nil(t, w.Sees(ids[3]).Assignee, "all of it or nothing")

		w.Says("访客1", "还有一个问题") // reopens the second
		back, err := w.Bulk.Undo(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		require.Equal(t, bulk.Undone, back.State)
		require.Equal(t, []int{2, 1}, []int{back.Undone, back.Kept})
		restored := w.Sees(ids[0])
		require.Equal(t, []string{"old"}, restored.Tags)
		require.Equal(t, conversation.Open, restored.State)
		require.Nil(t, restored.Assignee)
		require.Equal(t, conversation.Normal, restored.Priority)
		require.NotNil(t, restored.WaitingSince, "the customer waits as before")
		require.Equal(t, []string{"refund"}, w.Sees(ids[1]).Tags, "changed since, so left alone")
		_, err = w.Bulk.Undo(w.Ctx, w.Lin, a.ID)
		fault.Want(t, err, "bulk.undone_already")
	})
}

func TestWhatCannotBeDoneToMany(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ids := some(w, 1)
		for _, c := range []struct {
			code string
			acts conversation.Acts
		}{
			{"bulk.nothing_to_do", conversation.Acts{}},
			{"bulk.delete_alone", conversation.Acts{Delete: true, AddTags: []string{"a"}}},
			{"access.denied", conversation.Acts{Delete: true}},
			{"conversation.snooze_needs_time", conversation.Acts{State: ptr(conversation.Snoozed)}},
			{"conversation.snooze_must_be_later", conversation.Acts{State: ptr(conversation.Snoozed), SnoozedUntil: ptr(w.Now())}},
			{"conversation.unknown_priority", conversation.Acts{Priority: ptr(conversation.Priority("top"))}},
		} {
			_, err := w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{IDs: ids, Acts: c.acts})
			fault.Want(t, err, c.code)
		}
		_, err := w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{Acts: conversation.Acts{AddTags: []string{"a"}}})
		fault.Want(t, err, "bulk.nothing_chosen")
		a, err := w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{IDs: ids, Acts: conversation.Acts{AddTags: []string{"a"}}})
		require.NoError(t, err)
		w.Pass(61 * time.Minute)
		_, err = w.Bulk.Undo(w.Ctx, w.Lin, a.ID)
		fault.Want(t, err, "bulk.too_late_to_undo")
		_, err = w.Bulk.Cancel(w.Ctx, w.Lin, a.ID)
		fault.Want(t, err, "bulk.over_already")
		require.NoError(t, w.Bulk.Forget(w.Ctx))
		gone, err := w.Bulk.Begin(w.Ctx, w.Mo, bulk.Order{IDs: ids, Acts: conversation.Acts{Delete: true}})
		require.NoError(t, err)
		require.Equal(t, 1, gone.Done)
		require.False(t, gone.Can.Undo)
		_, err = w.Bulk.Undo(w.Ctx, w.Mo, gone.ID)
		fault.Want(t, err, "bulk.deleted_for_good")
		w.Pass(8 * 24 * time.Hour)
		require.NoError(t, w.Bulk.Forget(w.Ctx))
		_, err = w.Bulk.Get(w.Ctx, w.Lin, a.ID)
		fault.Want(t, err, "bulk.missing")
	})
}

func TestFiveThousandAreAJobThatIsSafeToRunTwiceAndCanBeUndone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		const many = 5000
		_, err := bench.Seed(w.Ctx, w.DB, many-1, nil)
		require.NoError(t, err)
		first := w.Says("先来的人", "在吗").Conversation
		_, err = w.DB.Sequence(w.Ctx)
		require.NoError(t, err)
		cursor, err := w.DB.Cursor(w.Ctx)
		require.NoError(t, err)
		require.NoError(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			return tx.Record(w.Ctx, fact.ConversationQueued{Conversation: first}) // its place is no reason to leave it alone
		}))
		late := w.Says("后来的人", "你好").Conversation // after the person looked
		_, err = w.DB.Sequence(w.Ctx)
		require.NoError(t, err)

		before := counts(t, w)
		a, err := w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{Query: &conversation.Query{}, AsOf: cursor, Acts: conversation.Acts{
			AddTags: []string{"批量"}, Priority: ptr(conversation.Urgent),
		}})
		require.NoError(t, err)
		require.Equal(t, bulk.Gathering, a.State)
		w.Settle()
		require.NoError(t, w.Bulk.Work(w.Ctx, bulk.Task{Bulk: a.ID}), "a second time changes nothing")
		a, err = w.Bulk.Get(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		require.Equal(t, bulk.Done, a.State)
		require.Equal(t, many+1, a.Total)
		require.Equal(t, many, a.Done)
		require.Equal(t, "bulk.moved_since", a.Reasons[0].Code)
		require.Equal(t, late, a.Reasons[0].Examples[0].ID)
		require.Equal(t, many, tagged(t, w))

		untagged, urgent := conversation.Filter{TagsNone: []string{"nobody wears it"}}, conversation.Filter{Priorities: []conversation.Priority{conversation.Urgent}}
		counted, err := w.Inbox.CountAll(w.Ctx, w.Lin, []conversation.Query{untagged.Query(w.Lin, w.Now()), urgent.Query(w.Lin, w.Now()), {}})
		require.NoError(t, err)
		for _, c := range counted[:2] {
			require.Equal(t, int64(1000), c.N, "counting stops here")
			require.True(t, c.AtLeast)
		}
		require.Equal(t, int64(many+1), counted[2].N, "the tally knows")
		require.False(t, counted[2].AtLeast)

		touched := conversationOf(t, w)
		require.NoError(t, w.Inbox.Tag(w.Ctx, w.Chen, touched, []string{"批量", "mine"}, 0))
		a, err = w.Bulk.Undo(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		require.Equal(t, bulk.Undoing, a.State)
		w.Settle()
		a, err = w.Bulk.Get(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		require.Equal(t, bulk.Undone, a.State)
		require.Equal(t, []int{many - 1, 1}, []int{a.Undone, a.Kept})
		require.Equal(t, 1, tagged(t, w))
		require.Equal(t, before, counts(t, w), "the tallies are as they were")
	})
}

func TestACancelledActionStopsWhereItIs(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ids := some(w, 60)
		a, err := w.Bulk.Begin(w.Ctx, w.Lin, bulk.Order{IDs: ids, Acts: conversation.Acts{AddTags: []string{"a"}}})
		require.NoError(t, err)
		require.Equal(t, bulk.Running, a.State)
		_, err = w.Bulk.Cancel(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		w.Settle()
		a, err = w.Bulk.Get(w.Ctx, w.Lin, a.ID)
		require.NoError(t, err)
		require.Equal(t, bulk.Cancelled, a.State)
		require.Zero(t, a.Done)
		require.Empty(t, w.Sees(ids[0]).Tags)
	})
}

func counts(t *testing.T, w *world.World) []conversation.View {
	t.Helper()
	require.NoError(t, w.Inbox.FoldTally(w.Ctx))
	views, err := w.Inbox.Views(w.Ctx, w.Lin)
	require.NoError(t, err)
	return views
}

func tagged(t *testing.T, w *world.World) (n int) {
	t.Helper()
	require.NoError(t, w.DB.Read().NewRaw("SELECT COUNT(*) FROM conversation_tag WHERE tag = '批量'").Scan(w.Ctx, &n))
	return n
}

func conversationOf(t *testing.T, w *world.World) (id fact.ConversationID) {
	t.Helper()
	require.NoError(t, w.DB.Read().NewRaw("SELECT conversation_id FROM conversation_tag WHERE tag = '批量' ORDER BY conversation_id LIMIT 1").Scan(w.Ctx, &id))
	return id
}
