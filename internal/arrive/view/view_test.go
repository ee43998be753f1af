package view_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/view"
	"anlan/internal/drill/world"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

func save(t *testing.T, w *world.World, who access.Actor, name string, f conversation.Filter, audience view.Audience) view.View {
	t.Helper()
	e := view.Edit{Name: &name, Filter: &f, Audience: &audience}
	if audience == view.Team {
		e.Team = &w.Care.ID
	}
	v, err := w.Views.Save(w.Ctx, who, e)
	require.NoError(t, err)
	return v
}

// names are those of the saved views that somebody sees.
func names(t *testing.T, w *world.World, who access.Actor) (names []string) {
	t.Helper()
	views, err := w.Views.List(w.Ctx, who)
	require.NoError(t, err)
	for _, v := range views {
		if v.ID != "" {
			names = append(names, v.Name)
		}
	}
	return names
}

func TestASavedViewIsCountedAndListedForWhoLooks(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first := w.Says("小明", "退款").Conversation
		w.Pass(1e9)
		second := w.Says("小红", "退款").Conversation
		w.Says("小刚", "你好")
		require.NoError(t, w.Inbox.Tag(w.Ctx, w.Lin, first, []string{"退款"}, 0))
		require.NoError(t, w.Inbox.Tag(w.Ctx, w.Lin, second, []string{"退款"}, 0))
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Lin, second, conversation.Assignment{Assignee: &w.Chen.ID}))

		v := save(t, w, w.Chen, "我的退款", conversation.Filter{TagsAny: []string{" 退款 "}, Assignees: []string{"me"}}, view.Everybody)
		require.Equal(t, []string{"退款"}, v.Filter.TagsAny)
		require.Equal(t, int64(1), v.Count)
		require.Equal(t, "exact", v.CountIs)
		require.NotNil(t, v.OldestWaitingSince)
		mine, err := w.Views.Get(w.Ctx, w.Lin, v.ID)
		require.NoError(t, err)
		require.Zero(t, mine.Count, "me is whoever looks")
		require.False(t, mine.Can.Change)

		q, err := w.Views.Query(w.Ctx, w.Chen, string(v.ID))
		require.NoError(t, err)
		q.Limit = 10
		list, _, err := w.Inbox.List(w.Ctx, w.Chen, q)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, second, list[0].ID)

		require.NoError(t, w.Views.Arrange(w.Ctx, w.Chen, []string{v.Key, "all"}))
		views, err := w.Views.List(w.Ctx, w.Chen)
		require.NoError(t, err)
		require.Equal(t, []string{v.Key, "all", "mine"}, []string{views[0].Key, views[1].Key, views[2].Key})
		views, err = w.Views.List(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, "mine", views[0].Key, "everybody has an order of their own")
	})
}

func TestWhoSeesAndChangesAView(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		w.News()
		own := save(t, w, w.Lin, "mine", conversation.Filter{}, view.Me)
		w.WantFacts("view.changed")
		team := save(t, w, w.Chen, "care", conversation.Filter{}, view.Team)
		all := save(t, w, w.Mo, "all", conversation.Filter{}, view.Everybody)
		require.Equal(t, []string{"mine", "care", "all"}, names(t, w, w.Lin))
		require.Equal(t, []string{"care", "all"}, names(t, w, w.Chen))
		require.Equal(t, []string{"all"}, names(t, w, w.Mo), "Mo is not in the team")

		everybody, name := view.Everybody, "renamed"
		_, err := w.Views.Change(w.Ctx, w.Lin, own.ID, view.Edit{Audience: &everybody})
		fault.Want(t, err, "access.denied")
		_, err = w.Views.Change(w.Ctx, w.Lin, all.ID, view.Edit{Name: &name})
		fault.Want(t, err, "view.not_yours")
		_, err = w.Views.Change(w.Ctx, w.Chen, own.ID, view.Edit{Name: &name})
		fault.Want(t, err, "view.missing")
		_, err = w.Views.Change(w.Ctx, w.Mo, team.ID, view.Edit{Name: &name})
		fault.Want(t, err, "view.missing")
		changed, err := w.Views.Change(w.Ctx, w.Chen, all.ID, view.Edit{Name: &name, Version: all.Version})
		require.NoError(t, err)
		require.Equal(t, "renamed", changed.Name)
		_, err = w.Views.Change(w.Ctx, w.Mo, all.ID, view.Edit{Name: &name, Version: all.Version})
		fault.Want(t, err, "view.changed_meanwhile")
		fault.Want(t, w.Views.Remove(w.Ctx, w.Lin, all.ID), "view.not_yours")
		require.NoError(t, w.Views.Remove(w.Ctx, w.Mo, all.ID))
		_, err = w.Views.Query(w.Ctx, w.Mo, string(all.ID))
		fault.Want(t, err, "view.missing")

		nobody := "nowhere"
		_, err = w.Views.Save(w.Ctx, w.Chen, view.Edit{Name: &nobody, Audience: ptr(view.Team)})
		fault.Want(t, err, "view.team_missing")
		_, err = w.Views.Save(w.Ctx, w.Chen, view.Edit{Audience: ptr(view.Me)})
		fault.Want(t, err, "view.name_missing")
		reader := w.Lin
		reader.Scope = access.Read
		_, err = w.Views.Save(w.Ctx, reader, view.Edit{Name: &nobody})
		fault.Want(t, err, "access.scope_too_narrow")
	})
}

func ptr[T any](v T) *T { return &v }
