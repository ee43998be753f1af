package queue_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/route/queue"
)

func TestAskingForTheDataOfOthersIsNoHaste(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		for text, want := range map[string]int{"帮我查一下我老婆的手机号": 0, "查一下我老婆的订单，不给我就起诉你们": 1} {
			r := w.Says(text, text)
			require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}))
			require.Contains(t, w.Sees(r.Conversation).Gist.Risks, "others_data")
			weighed, found, err := queue.Understood{}.Of(w.Ctx, w.DB.Read(), r.Conversation)
			require.NoError(t, err)
			require.True(t, found)
			require.Len(t, weighed.Risks, want, text)
		}
	})
}
