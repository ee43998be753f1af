package callback_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
	"anlan/internal/route/callback"
	"anlan/internal/route/queue"
)

// house is a world with queues and a list of call-backs.
type house struct {
	*world.World
	queues *queue.Board
	list   *callback.List
}

func each(t *testing.T, story func(t *testing.T, h *house)) {
	world.Each(t, func(t *testing.T, w *world.World) {
		h := &house{World: w, queues: queue.New(w.DB, w.Inbox, queue.Understood{})}
		h.list = callback.New(w.DB, w.Inbox, h.queues)
		flow := []jobs.Reaction{
			jobs.On("queue.arrived", queue.Look[fact.MessageArrived](h.queues)),
			jobs.On("queue.assigned", queue.Look[fact.ConversationAssigned](h.queues)),
			jobs.On("queue.weighed", queue.Look[fact.ConversationChanged](h.queues)),
			jobs.On("queue.resolved", queue.Look[fact.ConversationResolved](h.queues)),
			jobs.On("callback.resolved", h.list.Resolved),
		}
		w.DB.Flow(jobs.Flow(flow))
		for _, r := range flow {
			w.Jobs.Register(r.Kind, r.Do)
		}
		story(t, h)
	})
}

// waits is a conversation of somebody who has come just now and waits.
func (h *house) waits(name string) fact.ConversationID {
	h.T.Helper()
	c := h.Says(name, "Hello").Conversation
	h.Settle()
	h.Pass(time.Minute)
	return c
}

func evening(phone string) callback.Wish {
	return callback.Wish{Phone: phone, Day: "today", Part: "any", Zone: "Asia/Shanghai"}
}

func (h *house) asks(c fact.ConversationID, w callback.Wish) callback.Callback {
	h.T.Helper()
	k, err := h.list.Ask(h.Ctx, access.System, c, w)
	require.NoError(h.T, err)
	h.Settle()
	return k
}

// names lists the numbers of a part of the list.
func (h *house) names(w callback.Walk) (phones []string) {
	h.T.Helper()
	w.Limit = 50
	found, _, err := h.list.List(h.Ctx, h.Lin, w)
	require.NoError(h.T, err)
	for _, k := range found {
		phones = append(phones, k.Phone)
	}
	return phones
}

var live = callback.Walk{States: []callback.State{callback.Open, callback.Taken}}

func TestWhoIsToBeCalledHasTheOrderOfTheQueue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first, second, third := h.waits("a"), h.waits("b"), h.waits("c")
		urgent := conversation.Urgent
		require.NoError(t, h.Inbox.Change(h.Ctx, h.Lin, third, conversation.Edit{Priority: &urgent}))
		h.Settle()
		h.News()
		k := h.asks(second, evening("13800000002"))
		require.Contains(t, h.Facts(), "callback.asked")
		h.asks(first, evening("13800000001"))
		h.asks(third, evening("13800000003"))
		tomorrow := evening("13800000004")
		tomorrow.Day = "tomorrow"
		h.asks(h.waits("d"), tomorrow)

		require.Equal(t, []string{"13800000003", "13800000001", "13800000002", "13800000004"}, h.names(live), "urgent, then who came first; whose time has not come waits behind")
		found, _, err := h.list.List(h.Ctx, h.Lin, callback.Walk{Conversation: third, Limit: 9})
		require.NoError(t, err)
		require.Equal(t, "priority_urgent", found[0].Reasons[0].Code, "and why")
		place, _, _, waits, err := h.queues.Of(h.Ctx, access.System, second)
		require.NoError(t, err)
		require.True(t, waits, "the conversation keeps its place")
		require.Equal(t, place.CountsFrom, k.CountsFrom)
		require.Equal(t, place.Queue, k.Queue)

		_, err = h.list.Ask(h.Ctx, access.System, second, evening("13800000009"))
		fault.Want(t, err, "callback.asked_already")
		n, err := h.list.Count(h.Ctx, h.Lin, "")
		require.NoError(t, err)
		require.Equal(t, callback.ToCall{Live: 4, Due: 3}, n)
		h.Pass(13 * time.Hour)
		n, err = h.list.Count(h.Ctx, h.Lin, "")
		require.NoError(t, err)
		require.Equal(t, callback.ToCall{Live: 4, Late: 3}, n)
		require.Len(t, h.names(callback.Walk{Late: true}), 3)
	})
}

func TestOneCallsAndSaysWhatCameOfIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.waits("a")
		k := h.asks(c, evening("13812345678"))
		_, err := h.list.Reached(h.Ctx, h.Lin, k.ID, "")
		fault.Want(t, err, "callback.not_taken")
		k, err = h.list.Take(h.Ctx, h.Lin, k.ID)
		require.NoError(t, err)
		require.Equal(t, h.Lin.Name, k.TakenBy.Name)
		require.Equal(t, h.Lin.Name, h.Sees(c).Assignee.Name, "whoever calls has the conversation")
		h.Settle()
		_, _, _, waits, err := h.queues.Of(h.Ctx, access.System, c)
		require.NoError(t, err)
		require.False(t, waits)
		other := h.Hire("Zhou", access.Agent)
		_, err = h.list.Take(h.Ctx, other, k.ID)
		fault.Want(t, err, "callback.taken")
		_, err = h.list.Number(h.Ctx, other, k.ID)
		fault.Want(t, err, "callback.not_yours")
		_, err = h.list.Missed(h.Ctx, other, k.ID, "")
		fault.Want(t, err, "callback.not_yours")
		phone, err := h.list.Number(h.Ctx, h.Lin, k.ID)
		require.NoError(t, err)
		require.Equal(t, "13812345678", phone)
		require.Equal(t, 1, h.Count("audit WHERE action = 'callback.number_shown'"))

		k, err = h.list.Missed(h.Ctx, h.Lin, k.ID, " no answer ")
		require.NoError(t, err)
		require.Equal(t, []any{callback.Open, 1, "no answer", callback.Later}, []any{k.State, k.Missed, k.Tries[0].Note, k.Standing(h.Now())})
		h.Pass(30 * time.Minute)
		require.Equal(t, callback.Due, k.Standing(h.Now()))
		_, err = h.list.Take(h.Ctx, other, k.ID)
		require.NoError(t, err)
		require.Equal(t, h.Lin.Name, h.Sees(c).Assignee.Name, "it is hers already")
		k, err = h.list.GiveBack(h.Ctx, h.Chen, k.ID)
		require.NoError(t, err, "a lead may do it for others")
		require.Equal(t, callback.Open, k.State)
		_, err = h.list.Take(h.Ctx, h.Lin, k.ID)
		require.NoError(t, err)
		k, err = h.list.Reached(h.Ctx, h.Lin, k.ID, "Sorted out.")
		require.NoError(t, err)
		require.Equal(t, callback.Done, k.State)
		require.Equal(t, []bool{false, true}, []bool{k.Tries[0].Reached, k.Tries[1].Reached})
		_, err = h.list.Take(h.Ctx, h.Lin, k.ID)
		fault.Want(t, err, "callback.over")
		_, err = h.DB.Sequence(h.Ctx)
		require.NoError(t, err)
		require.Equal(t, 1, h.Count("fact WHERE name = 'callback.ended'"))
		require.Equal(t, 1, h.Count("fact WHERE name = 'callback.tried'"))
		require.Zero(t, h.Count("fact WHERE data LIKE '%13812345678%'"), "no fact holds a number")
		require.Zero(t, h.Count("audit WHERE after LIKE '%13812345678%'"))
		h.asks(c, evening("13812345678")) // and they may ask again
	})
}

func TestThreeCallsToNobodyAreEnough(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.asks(h.waits("a"), evening("13812345678"))
		for range 3 {
			_, err := h.list.Take(h.Ctx, h.Lin, k.ID)
			require.NoError(t, err)
			k, err = h.list.Missed(h.Ctx, h.Lin, k.ID, "")
			require.NoError(t, err)
		}
		require.Equal(t, callback.NotReached, k.State)
		require.Equal(t, h.Lin.Name, k.TakenBy.Name)
		require.Empty(t, h.names(live))
	})
}

func TestWhatIsResolvedNeedsNoCall(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c, other := h.waits("a"), h.waits("b")
		k, taken := h.asks(c, evening("13800000001")), h.asks(other, evening("13800000002"))
		_, err := h.list.Take(h.Ctx, h.Lin, taken.ID)
		require.NoError(t, err)
		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Lin, c))
		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Lin, other))
		h.Settle()
		k, err = h.list.Get(h.Ctx, h.Lin, k.ID)
		require.NoError(t, err)
		require.Equal(t, []any{callback.Withdrawn, callback.Resolved}, []any{k.State, k.Because})
		taken, err = h.list.Get(h.Ctx, h.Lin, taken.ID)
		require.NoError(t, err)
		require.Equal(t, callback.Taken, taken.State, "somebody is calling already")
	})
}

func TestACallBackFollowsItsConversationIntoAnother(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c, into := h.waits("a"), h.waits("b")
		k := h.asks(c, evening("13800000001"))
		_, err := h.Inbox.Merge(h.Ctx, h.Lin, c, into)
		require.NoError(t, err)
		h.Settle()
		require.Equal(t, []string{"13800000001"}, h.names(callback.Walk{Conversation: into}))
		_, err = h.list.Ask(h.Ctx, access.System, into, evening("13800000002"))
		fault.Want(t, err, "callback.asked_already")
		there, err := h.list.Live(h.Ctx, into)
		require.NoError(t, err)
		require.Equal(t, k.ID, there.ID)
		_, err = h.list.Take(h.Ctx, h.Lin, k.ID)
		require.NoError(t, err)
		require.Equal(t, h.Lin.Name, h.Sees(into).Assignee.Name)
	})
}

func TestErasingTakesTheNumberAway(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.waits("a")
		k := h.asks(c, evening("13812345678"))
		_, err := h.list.Take(h.Ctx, h.Lin, k.ID)
		require.NoError(t, err)
		_, err = h.list.Missed(h.Ctx, h.Lin, k.ID, "her mother said after six")
		require.NoError(t, err)
		require.NoError(t, h.DB.Write(h.Ctx, func(tx *db.Tx) error { return callback.ForgetTx(h.Ctx, tx, c) }))
		k, err = h.list.Get(h.Ctx, h.Lin, k.ID)
		require.NoError(t, err)
		require.Equal(t, []any{"", callback.Withdrawn, callback.Erased, ""}, []any{k.Phone, k.State, k.Because, k.Tries[0].Note})
	})
}

func TestTheCustomerMayTakeItBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.asks(h.waits("a"), evening("13812345678"))
		k, err := h.list.Withdraw(h.Ctx, access.System, k.ID)
		require.NoError(t, err)
		require.Equal(t, callback.ByCustomer, k.Because)
		_, err = h.list.Withdraw(h.Ctx, h.Lin, k.ID)
		fault.Want(t, err, "callback.over")
	})
}
