package notification_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/resolve/notification"
	"anlan/internal/route/queue"
)

func TestLeadsHearThatAQueueOverflowsAndThatItIsOver(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := told(t, w)
		queues := queue.New(w.DB, w.Inbox, queue.Understood{})
		c := w.Says("王小明", "课程视频打不开").Conversation
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Ada, c, conversation.Assignment{Team: &w.Care.ID}))
		require.NoError(t, queues.Look(w.Ctx, c))
		_, it, _, _, err := queues.Of(w.Ctx, access.System, c)
		require.NoError(t, err)
		switched := func(f fact.OverflowSwitched) {
			f.Queue = it.ID
			require.NoError(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error { return tx.Record(w.Ctx, f) }))
			pump(t, w, d)
		}
		switched(fact.OverflowSwitched{On: true, Because: "over", Waiting: 12, OldestSeconds: 900, ExpectedSeconds: 1200})
		kinds, _ := list(t, w, d, w.Chen)
		require.Equal(t, []string{"overflowed"}, kinds, "Chen leads, and is in the team")
		for who, why := range map[*access.Actor]string{&w.Lin: "does not see to the floor", &w.Ada: "is in another team, and it has a lead"} {
			kinds, _ = list(t, w, d, *who)
			require.Empty(t, kinds, why)
		}
		found, _, _, err := d.List(w.Ctx, w.Chen, notification.Walk{Limit: 9})
		require.NoError(t, err)
		require.Equal(t, w.Care.Name+" · web chat", found[0].QueueName("en"))
		require.Equal(t, "12 waited, the longest for 15 minutes. Whoever came then was expected to wait 20 minutes.", found[0].QueueMeans("en"))

		switched(fact.OverflowSwitched{On: false, Because: "manual", Waiting: 1, OldestSeconds: 60, ExpectedSeconds: -1, By: w.Chen.ID})
		kinds, _ = list(t, w, d, w.Chen)
		require.Equal(t, []string{"overflowed"}, kinds, "who did it knows")
		switched(fact.OverflowSwitched{On: false, Because: "under", Waiting: 1, OldestSeconds: 60, ExpectedSeconds: -1})
		kinds, _ = list(t, w, d, w.Chen)
		require.Equal(t, []string{"eased", "overflowed"}, kinds)
	})
}
