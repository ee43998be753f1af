package wait_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/jobs"
	"anlan/internal/route/queue"
	"anlan/internal/route/wait"
)

// TestEachWhoComesIsToldOfAllWhoStandBefore: also where the line is so long that it is
// counted from its end.
func TestEachWhoComesIsToldOfAllWhoStandBefore(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		queues := queue.New(w.DB, w.Inbox, nil)
		waits := wait.New(w.DB, queues)
		flow := []jobs.Reaction{jobs.On("queue.arrived", queue.Look[fact.MessageArrived](queues)), jobs.On("wait.queued", waits.Queued)}
		w.DB.Flow(jobs.Flow(flow))
		for _, r := range flow {
			w.Jobs.Register(r.Kind, r.Do)
		}
		const all = 230
		for n := range all {
			w.Says(fmt.Sprint("customer ", n), "Hello")
			w.Settle()
			w.Pass(time.Duration(n%9) * time.Second / 4)
		}
		var found []int
		require.NoError(t, w.DB.Ask("SELECT ahead FROM forecast ORDER BY entered_at, ahead").Scan(w.Ctx, &found))
		require.Len(t, found, all)
		for n, ahead := range found {
			require.Equal(t, n, ahead)
		}
	})
}
