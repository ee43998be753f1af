package world_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
)

func TestACustomerWritesAndIsAnswered(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := w.Says("王小明", "课程视频打不开")
		w.WantFacts("contact.created", "contact.identified", "conversation.opened", "message.arrived")

		w.Until("09:05")
		w.Replies(w.Lin, r.Conversation, "您好，请刷新页面再试一次。")
		w.WantFacts("message.replied", "conversation.waiting")

		c := w.Sees(r.Conversation)
		require.Equal(t, conversation.Waiting, c.State)
		require.Equal(t, "王小明", c.Contact.Name)
		require.Equal(t, world.At("09:05"), c.LastMessageAt)
		require.Equal(t, []string{"inbound: 课程视频打不开", "reply: 您好，请刷新页面再试一次。"}, w.Talk(r.Conversation))
	})
}

func TestTheClockOnlyMovesByHand(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		require.Equal(t, world.At("09:00"), w.DB.Now())
		w.Until("15:01")
		w.Pass(90 * time.Second)
		require.Equal(t, world.At("15:02:30"), w.DB.Now())
	})
}
