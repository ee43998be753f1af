package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

func TestWhoIsSlowerIsToldBeforeTheyAnswerTwice(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := w.Says("王小明", "课程视频打不开")
		w.Pass(time.Minute)
		reply := func(text string, anyway bool) error {
			_, err := w.Desk.Say(w.Ctx, w.Lin, r.Conversation, desk.Words{Kind: conversation.Reply, Text: text, SeenUpto: r.Message, Anyway: anyway})
			return err
		}
		require.NoError(t, reply("我看一下", false))
		w.Pass(time.Minute)
		require.NoError(t, reply("好了", false), "what I said myself is no surprise")
		w.Pass(time.Minute)
		w.Notes(w.Chen, r.Conversation, "他昨天也问过")
		require.NoError(t, reply("请刷新", false), "a note is not an answer")

		w.Pass(time.Minute)
		w.Says("王小明", "好了谢谢")
		err := reply("还需要什么吗", false)
		require.True(t, fault.Is(err, "message.customer_was_quicker"), "%v", err)
		w.Pass(time.Minute)
		w.Replies(w.Chen, r.Conversation, "您好，已经处理了")
		w.Facts()
		err = reply("还需要什么吗", false)
		require.True(t, fault.Is(err, "message.somebody_was_quicker"), "%v", err)
		w.WantFacts()
		require.NoError(t, reply("还需要什么吗", true))

		_, err = w.Desk.Say(w.Ctx, w.Lin, r.Conversation, desk.Words{Kind: conversation.Reply, Text: "x", SeenUpto: "nowhere"})
		require.True(t, fault.Is(err, "message.missing"), "%v", err)
	})
}
