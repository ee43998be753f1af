package tour_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/tour"
)

func TestEachStepIsTickedByWhatHappened(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		guide := tour.New(w.DB, w.Channels)
		far := func() tour.Tour {
			w.News() // facts stand in their order
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

		c := w.Says("甲", "你好").Conversation
		w.Replies(w.Lin, c, "您好")
		require.Equal(t, c, far().Conversation)
		require.Equal(t, tour.Steps[:4], far().Done, "who answers has seen it")
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, c))
		done := far()
		require.Equal(t, tour.Steps, done.Done)
		require.False(t, done.Offered, "who never began is not told that it is over")
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
