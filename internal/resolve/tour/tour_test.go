package tour_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
	"anlan/internal/resolve/tour"
)

// guided is a world whose first steps are watched, as app/flow.go has it.
func guided(w *world.World) *tour.Guide {
	g := tour.New(w.DB, w.Channels)
	flow := []jobs.Reaction{
		jobs.Unless(tour.Reached[fact.MessageArrived](g, tour.Arrived), jobs.On("tour.arrived", g.Arrived)),
		jobs.Unless(tour.Reached[fact.MessageReadByStaff](g, tour.Seen), jobs.On("tour.seen", g.Seen)),
		jobs.Unless(tour.Reached[fact.MessageReplied](g, tour.Answered), jobs.On("tour.answered", g.Answered)),
		jobs.Unless(tour.Reached[fact.ConversationResolved](g, tour.Resolved), jobs.On("tour.resolved", g.Resolved)),
	}
	w.DB.Flow(jobs.Flow(flow))
	for _, r := range flow {
		w.Jobs.Register(r.Kind, r.Do)
	}
	return g
}

func TestEachStepIsTickedByWhatHappened(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		guide := guided(w)
		far := func() tour.Tour {
			w.Settle()
			shown, err := guide.Show(w.Ctx, w.Ada)
			require.NoError(t, err)
			return shown
		}
		first := far()
		require.True(t, first.Offered)
		require.Equal(t, tour.Fresh, first.State)
		require.Equal(t, []tour.Step{tour.Channel}, first.Done)
		require.Equal(t, w.Chat.ID, first.Channel.ID, "a chat is easiest to try")

		// Resolved without an answer is not what the tour leads to.
		other := w.Says("乙", "在吗").Conversation
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, other))
		require.Equal(t, tour.Steps[:2], far().Done)
		require.Equal(t, other, far().Conversation)

		c := w.Says("甲", "你好").Conversation
		require.Equal(t, tour.Steps[:2], far().Done)
		w.Facts()
		w.Replies(w.Lin, c, "您好")
		require.Equal(t, c, far().Conversation)
		require.Contains(t, w.Facts(), "tour.step_reached", "screens hear of it")
		require.Equal(t, tour.Steps[:4], far().Done, "who answers has seen it")
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, c))
		done := far()
		require.Equal(t, tour.Steps, done.Done)
		require.False(t, done.Offered, "who never began is not told that it is over")

		waiting := w.Count("job")
		w.Replies(w.Lin, w.Says("丙", "你好").Conversation, "您好")
		require.Equal(t, waiting, w.Count("job"), "what has been reached costs nothing more")
		w.Meddle("DELETE FROM tour_reached WHERE step = 'resolved'")
		w.Meddle("DELETE FROM conversation WHERE id = ?", c)
		require.Empty(t, far().Conversation, "which is gone by now")
	})
}

func TestAHouseThatWorksAlreadyHasComeThroughHoweverMuchHappenedSince(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		before := guided(w)
		c := w.Says("甲", "你好").Conversation
		w.Replies(w.Lin, c, "您好")
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, c))
		w.Settle()
		w.Meddle("DELETE FROM fact") // longer ago than facts are kept
		for _, guide := range []*tour.Guide{before, tour.New(w.DB, w.Channels)} {
			shown, err := guide.Choose(w.Ctx, w.Ada, tour.Running)
			require.NoError(t, err)
			require.Equal(t, tour.Steps, shown.Done)
			require.Equal(t, c, shown.Conversation)
		}
	})
}

func TestItIsPutAwayAndTakenUpAgain(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		guide := tour.New(w.DB, w.Channels)
		for _, state := range []tour.State{tour.Running, tour.PutAway, tour.Running, tour.Finished} {
			shown, err := guide.Choose(w.Ctx, w.Ada, state)
			require.NoError(t, err)
			require.Equal(t, state, shown.State)
			require.Equal(t, state == tour.Running, shown.Offered)
		}
		_, err := guide.Choose(w.Ctx, w.Ada, "elsewhere")
		fault.Want(t, err, "tour.state_unknown")
		_, err = guide.Show(w.Ctx, w.Lin)
		require.True(t, fault.IsKind(err, fault.Denied), "who cannot make a channel is not led to one")
		_, err = guide.Choose(w.Ctx, w.Lin, tour.Running)
		require.True(t, fault.IsKind(err, fault.Denied))
	})
}
