package assign_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
	"anlan/internal/route/assign"
	"anlan/internal/route/overflow"
	"anlan/internal/route/queue"
)

// eachThatOverflows is a house in which 客户关怀 is Lin alone, and 技术支持 Chen.
func eachThatOverflows(t *testing.T, story func(t *testing.T, h *house, w *overflow.Watch)) {
	world.Each(t, func(t *testing.T, small *world.World) {
		h := &house{World: small, said: readings{}}
		h.queues = queue.New(h.DB, h.Inbox, h.said)
		h.dispatch = assign.New(h.DB, h.queues, h.Inbox, h.Skills, h.Presence)
		w := overflow.New(h.DB, h.queues)
		h.dispatch.Help(w.Helping)
		h.flow(
			jobs.On("overflow.queued", overflow.On[fact.ConversationQueued](w)),
			jobs.On("overflow.unqueued", overflow.On[fact.ConversationUnqueued](w)),
			jobs.On("assign.overflow", assign.Anew[fact.OverflowSwitched](h.dispatch)),
		)
		_, err := h.Office.Change(h.Ctx, h.Ada, h.Chen.ID, inTeam(h.Tech.ID))
		require.NoError(t, err)
		story(t, h, w)
	})
}

// ticks lets ten seconds pass so many times, and looks each time, as the periodic job does.
func (h *house) ticks(w *overflow.Watch, n int) {
	h.T.Helper()
	for range n {
		h.Pass(10 * time.Second)
		for _, who := range []access.Actor{h.Lin, h.Chen} {
			require.NoError(h.T, h.Presence.Seen(h.Ctx, who.ID))
		}
		require.NoError(h.T, w.Look(context.Background()))
		h.Settle()
	}
}

func TestWhatOverflowsIsServedByAnotherTeamToo(t *testing.T) {
	eachThatOverflows(t, func(t *testing.T, h *house, w *overflow.Watch) {
		h.sets(func(s *queue.Settings) {
			s.Modes[h.Care.ID], s.AtOnce["webchat"] = queue.Push, 1
		})
		h.comes(h.Lin)
		h.comes(h.Chen)
		var all []fact.ConversationID
		for i := range 5 {
			h.Pass(time.Second)
			c := h.says(fmt.Sprint("customer ", i), "Hello")
			h.forTeam(c, h.Care.ID)
			all = append(all, c)
		}
		require.Equal(t, h.Lin.Name, h.has(all[0]))
		require.Empty(t, h.has(all[1]))

		list, err := h.queues.Queues(h.Ctx, h.Ada)
		require.NoError(t, err)
		id := list[0].ID
		rule := overflow.Thresholds{On: true, Waiting: 3, HoldSeconds: 60, LowerWaiting: 1, BackSeconds: 60, Team: h.Tech.ID, Texts: map[string]string{"en": "It takes longer today."}}
		_, err = w.Change(h.Ctx, h.Lin, id, rule, 0)
		fault.Want(t, err, "access.denied")
		_, err = w.Change(h.Ctx, h.Ada, id, rule, 0)
		require.NoError(t, err)
		_, err = w.Change(h.Ctx, h.Ada, id, rule, 0)
		fault.Want(t, err, "overflow.changed")
		own := rule
		own.Team = h.Care.ID
		_, err = w.Change(h.Ctx, h.Ada, id, own, 1)
		fault.Want(t, err, "overflow.same_team")
		require.Empty(t, h.next(h.Chen), "not hers yet")
		notice, err := w.Notice(h.Ctx, all[1])
		require.NoError(t, err)
		require.Empty(t, notice)

		h.ticks(w, 5)
		require.Empty(t, h.has(all[1]), "not long enough yet")
		notice, err = w.Notice(h.Ctx, all[4])
		require.NoError(t, err)
		require.Empty(t, notice)
		h.ticks(w, 1)
		require.Equal(t, h.Chen.Name, h.has(all[1]), "four have waited for a minute")
		made, err := h.dispatch.Decisions(h.Ctx, h.Ada, all[1])
		require.NoError(t, err)
		require.Contains(t, made[0].Why, fact.Why{Code: assign.Overflow, Value: h.Care.Name})
		notice, err = w.Notice(h.Ctx, all[4])
		require.NoError(t, err)
		require.Equal(t, rule.Texts, notice, "whoever waits there reads it")

		require.Equal(t, all[2], h.next(h.Chen), "who asks for the next gets it, too")
		made, err = h.dispatch.Decisions(h.Ctx, h.Ada, all[2])
		require.NoError(t, err)
		require.Contains(t, made[0].Why, fact.Why{Code: assign.Overflow, Value: h.Care.Name})
		require.Equal(t, all[3], h.next(h.Lin))
		made, err = h.dispatch.Decisions(h.Ctx, h.Ada, all[3])
		require.NoError(t, err)
		require.NotContains(t, made[0].Why, fact.Why{Code: assign.Overflow, Value: h.Care.Name}, "it is her own queue")

		h.ticks(w, 7)
		require.Empty(t, h.next(h.Chen), "one waits, for a minute: it is over")
		log, err := w.Log(h.Ctx, h.Chen, id, 10)
		require.NoError(t, err)
		require.Len(t, log, 2)
		require.Equal(t, []any{false, overflow.Under, 1}, []any{log[0].On, log[0].Because, log[0].Waiting})
		require.Equal(t, []any{true, overflow.Over, 4}, []any{log[1].On, log[1].Because, log[1].Waiting})
		_, err = h.DB.Sequence(h.Ctx)
		require.NoError(t, err)
		require.Equal(t, 2, h.Count("fact WHERE name = 'overflow.switched'"))
	})
}

func TestALeadTurnsItOnForAWhile(t *testing.T) {
	eachThatOverflows(t, func(t *testing.T, h *house, w *overflow.Watch) {
		c := h.says("a", "Hello")
		h.forTeam(c, h.Care.ID)
		list, err := h.queues.Queues(h.Ctx, h.Ada)
		require.NoError(t, err)
		id := list[0].ID
		_, err = w.Override(h.Ctx, h.Chen, id, "on", time.Hour)
		fault.Want(t, err, "overflow.missing")
		_, err = w.Change(h.Ctx, h.Ada, id, overflow.Thresholds{On: true, Waiting: 30, LowerWaiting: 10, Team: h.Tech.ID}, 0)
		require.NoError(t, err)
		_, err = w.Override(h.Ctx, h.Lin, id, "on", time.Hour)
		fault.Want(t, err, "access.denied")
		_, err = w.Override(h.Ctx, h.Chen, id, "on", 48*time.Hour)
		fault.Want(t, err, "overflow.override_wrong")
		o, err := w.Override(h.Ctx, h.Chen, id, "on", 10*time.Minute)
		require.NoError(t, err)
		require.True(t, o.On)
		require.Equal(t, overflow.Manual, o.Because)
		require.Equal(t, c, h.next(h.Chen))
		h.ticks(w, 61)
		all, err := w.List(h.Ctx, h.Chen)
		require.NoError(t, err)
		require.False(t, all[0].On, "the while is over, and the rule asks for nothing")
		log, err := w.Log(h.Ctx, h.Chen, id, 10)
		require.NoError(t, err)
		require.Equal(t, h.Chen.ID, log[1].By)
		require.Empty(t, log[0].By)
	})
}
