package conversation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

func define(t *testing.T, w *world.World, zh, en string, state conversation.State) conversation.Status {
	t.Helper()
	s, err := w.Inbox.AddStatus(w.Ctx, w.Mo, conversation.StatusEdit{NameZH: &zh, NameEN: &en, State: &state})
	require.NoError(t, err)
	return s
}

func TestAnOwnStatusMovesTheStateAndTheStateTheStatus(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("小明", "在吗").Conversation
		require.Nil(t, w.Sees(c).Status, "there was none when it was opened")
		fresh := define(t, w, "新来", "New", conversation.Open)
		supplier := define(t, w, "等供应商", "With supplier", conversation.Waiting)
		define(t, w, "", "Refunded", conversation.Resolved)
		w.News()

		set := func(id fact.StatusID) error {
			return w.Inbox.Change(w.Ctx, w.Lin, c, conversation.Edit{Status: &id})
		}
		require.NoError(t, set(supplier.ID))
		require.Equal(t, conversation.Waiting, w.Sees(c).State)
		require.Equal(t, "等供应商", w.Sees(c).Status.NameZH)
		w.WantFacts("conversation.waiting", "conversation.status_changed")
		require.NoError(t, set(supplier.ID))
		w.WantFacts()

		w.Says("小明", "还有人吗")
		require.Equal(t, conversation.Open, w.Sees(c).State)
		require.Equal(t, fresh.ID, w.Sees(c).Status.ID, "the state's own status, since the customer wrote")
		w.News()
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, c))
		require.Equal(t, "Refunded", w.Sees(c).Status.NameZH, "one name serves both languages")
		w.WantFacts("conversation.status_changed", "conversation.resolved")

		none := fact.StatusID("")
		require.NoError(t, set(none))
		require.Nil(t, w.Sees(c).Status)
		require.Equal(t, conversation.Resolved, w.Sees(c).State)

		another := w.Says("小红", "你好").Conversation
		require.Equal(t, fresh.ID, w.Sees(another).Status.ID, "new ones begin with it")
		q := conversation.Filter{Statuses: []fact.StatusID{fresh.ID}}.Query(w.Lin, w.Now())
		q.Limit = 10
		page, _, err := w.Inbox.List(w.Ctx, w.Lin, q)
		require.NoError(t, err)
		require.Len(t, page, 1)
		require.Equal(t, another, page[0].ID)
	})
}

func TestWhatCannotBeDoneWithAStatus(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("小明", "在吗").Conversation
		later := define(t, w, "观察", "Watching", conversation.Snoozed)
		yes, no, resolved, name := true, false, conversation.Resolved, "观察"
		_, err := w.Inbox.AddStatus(w.Ctx, w.Lin, conversation.StatusEdit{NameZH: &name, State: &resolved})
		fault.Want(t, err, "access.denied")
		_, err = w.Inbox.AddStatus(w.Ctx, w.Mo, conversation.StatusEdit{NameZH: &name, State: &resolved})
		fault.Want(t, err, "status.name_taken")
		_, err = w.Inbox.AddStatus(w.Ctx, w.Mo, conversation.StatusEdit{State: &resolved})
		fault.Want(t, err, "status.name_missing")
		fault.Want(t, w.Inbox.Change(w.Ctx, w.Lin, c, conversation.Edit{Status: &later.ID}), "conversation.snooze_needs_time")
		until := w.Now().Add(time.Hour)
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c, conversation.Edit{Status: &later.ID, SnoozedUntil: &until}))
		require.Equal(t, conversation.Snoozed, w.Sees(c).State)

		fault.Want(t, w.Inbox.RemoveStatus(w.Ctx, w.Mo, later.ID), "status.in_use")
		_, err = w.Inbox.ChangeStatus(w.Ctx, w.Mo, later.ID, conversation.StatusEdit{State: &resolved})
		fault.Want(t, err, "status.in_use")
		_, err = w.Inbox.ChangeStatus(w.Ctx, w.Mo, later.ID, conversation.StatusEdit{Active: &no, Version: later.Version + 5})
		fault.Want(t, err, "status.changed")
		_, err = w.Inbox.ChangeStatus(w.Ctx, w.Mo, later.ID, conversation.StatusEdit{Active: &no, Version: later.Version})
		require.NoError(t, err)
		other := w.Says("小红", "你好").Conversation
		fault.Want(t, w.Inbox.Change(w.Ctx, w.Lin, other, conversation.Edit{Status: &later.ID, SnoozedUntil: &until}), "status.unknown")
		require.NotNil(t, w.Sees(c).Status, "who carries it goes on doing so")
		_, err = w.Inbox.ChangeStatus(w.Ctx, w.Mo, later.ID, conversation.StatusEdit{Active: &yes})
		require.NoError(t, err)
		require.NoError(t, w.Inbox.Reopen(w.Ctx, w.Lin, c))
		require.NoError(t, w.Inbox.RemoveStatus(w.Ctx, w.Mo, later.ID))
		fault.Want(t, w.Inbox.RemoveStatus(w.Ctx, w.Mo, later.ID), "status.missing")
	})
}
