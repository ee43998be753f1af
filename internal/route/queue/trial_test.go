package queue_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/route/queue"
)

// house is a world with a board; looks are taken by hand.
type house struct {
	*world.World
	board *queue.Board
}

func each(t *testing.T, story func(t *testing.T, h *house)) {
	world.Each(t, func(t *testing.T, w *world.World) {
		story(t, &house{w, queue.New(w.DB, w.Inbox, queue.Understood{})})
	})
}

func (h *house) comes(name, tier string) fact.ConversationID {
	h.T.Helper()
	c := h.Says(name, "Hello").Conversation
	if tier != "" {
		_, err := h.DB.SQL().Exec("UPDATE contact SET tier = '" + tier + "' WHERE id = (SELECT contact_id FROM conversation WHERE id = '" + string(c) + "')")
		require.NoError(h.T, err)
	}
	require.NoError(h.T, h.board.Look(h.Ctx, c))
	return c
}

func (h *house) takes(who access.Actor, c fact.ConversationID) {
	h.T.Helper()
	require.NoError(h.T, h.Inbox.Assign(h.Ctx, who, c, conversation.Assignment{Assignee: &who.ID}))
	require.NoError(h.T, h.board.Look(h.Ctx, c))
}

func TestYesterdayIsPlayedWithOtherWeightsAndNothingIsSaved(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.comes("a", "")
		h.Pass(time.Minute)
		second := h.comes("b", "")
		h.Pass(30 * time.Second)
		vip := h.comes("c", "vip")
		h.Pass(time.Minute)
		h.takes(h.Lin, first)
		h.Pass(time.Minute)
		h.takes(h.Lin, second) // as she likes: with half a target of head start the VIP counts from before b
		h.Pass(time.Minute)
		h.takes(h.Lin, vip)
		h.Pass(24 * time.Hour)

		played, err := h.board.Try(h.Ctx, h.Ada, queue.Wish{HeadStarts: map[string]int{queue.VIP: 300}})
		require.NoError(t, err)
		require.Equal(t, 3, played.All.Waits)
		require.Equal(t, 3, played.Hands)
		require.Equal(t, 1, played.All.Up, "with the saved weights the VIP is second, with these first")
		require.Equal(t, 1, played.All.Down)
		require.Equal(t, []string{"class:vip", "class:ordinary"}, []string{played.Classes[0].Key, played.Classes[1].Key})
		require.Equal(t, 180.0, played.Classes[0].Was.LongestSeconds)
		require.Equal(t, 120.0, played.Classes[0].Before.LongestSeconds)
		require.Equal(t, 60.0, played.Classes[0].After.LongestSeconds)
		require.EqualValues(t, 360, played.Queues[0].BoundSeconds)

		up := played.Behind(queue.Which{Group: "all", Of: "after", What: "up"})
		require.Len(t, up, 1)
		require.Equal(t, vip, up[0].Conversation)
		require.Equal(t, []queue.HeadStart{{Code: queue.VIP, Seconds: 60}}, up[0].ReasonsBefore)
		require.Equal(t, []queue.HeadStart{{Code: queue.VIP, Seconds: 360}}, up[0].ReasonsAfter)

		s, err := h.board.Routing(h.Ctx, h.Ada)
		require.NoError(t, err)
		require.Zero(t, s.Version, "nothing was saved")
		require.Equal(t, 50, s.HeadStarts[queue.VIP])
		days, err := h.board.Playable(h.Ctx, h.Ada, "Asia/Shanghai")
		require.NoError(t, err)
		require.Len(t, days, 1)
		require.Equal(t, 3, days[0].Taken)
	})
}

func TestADayThatCannotBePlayedIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for code, w := range map[string]queue.Wish{
			"routing.day_wrong":        {Day: "tomorrow"},
			"routing.zone_unknown":     {Zone: "Mars/Olympus"},
			"routing.head_start_wrong": {HeadStarts: map[string]int{queue.Angry: 501}},
			"routing.target_wrong":     {Targets: map[string]int{"webchat": 0}},
		} {
			_, err := h.board.Try(h.Ctx, h.Ada, w)
			fault.Want(t, err, code)
		}
		_, err := h.board.Try(h.Ctx, h.Ada, queue.Wish{Day: h.Now().AddDate(0, 0, 1).Format(time.DateOnly)})
		fault.Want(t, err, "routing.day_wrong")
		_, err = h.board.Try(h.Ctx, h.Lin, queue.Wish{})
		fault.Want(t, err, "access.denied")

		empty, err := h.board.Try(h.Ctx, h.Ada, queue.Wish{})
		require.NoError(t, err)
		require.Zero(t, empty.All.Waits)
	})
}

// TestTheRouterAndThePlayHaveOneOrder: what the database gives as the order of queues is
// what Before says of the same places.
func TestTheRouterAndThePlayHaveOneOrder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		dice := rand.New(rand.NewPCG(3, 5))
		for i := range 30 {
			h.comes(fmt.Sprint("customer ", i), []string{"", "vip"}[dice.IntN(2)])
			h.Pass(time.Duration(dice.IntN(40)) * time.Second)
		}
		s, err := h.board.Settings(h.Ctx)
		require.NoError(t, err)
		for range 4 { // from nobody overdue to everybody
			queues, err := h.board.Queues(h.Ctx, h.Ada)
			require.NoError(t, err)
			for _, q := range queues {
				list, err := h.board.Places(h.Ctx, h.Ada, q.ID, 0, 100)
				require.NoError(t, err)
				require.True(t, slices.IsSortedFunc(list, func(a, b queue.Standing) int { return queue.Before(a, b, h.Now()) }))
				heads, err := h.board.Heads(h.Ctx, s, []fact.TeamID{q.Team}, q.ID)
				require.NoError(t, err)
				require.Equal(t, list[0].Conversation, heads[0].Conversation)
				for i, one := range list { // who stands where is the same from both ends
					ahead, err := h.board.Ahead(h.Ctx, one)
					require.NoError(t, err)
					require.Equal(t, i, ahead)
					behind, err := h.board.Behind(h.Ctx, one, 7)
					require.NoError(t, err)
					require.Equal(t, min(7, len(list)-1-i), behind)
				}
			}
			h.Pass(3 * time.Minute)
		}
	})
}
