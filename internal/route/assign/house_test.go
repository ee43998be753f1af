package assign_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/platform/db"
	"anlan/internal/platform/jobs"
	"anlan/internal/route/assign"
	"anlan/internal/route/queue"
)

// house is a world in which work is routed, as app/flow.go has it.
type house struct {
	*world.World
	queues   *queue.Board
	dispatch *assign.Dispatcher
	said     readings
}

// readings are what was understood of conversations in a story.
type readings map[fact.ConversationID]queue.Reading

func each(t *testing.T, story func(t *testing.T, h *house)) {
	world.Each(t, func(t *testing.T, w *world.World) {
		h := &house{World: w, said: readings{}}
		h.open(h.said)
		story(t, h)
	})
}

// eachThatReads is a house in which what customers write is read, too.
func eachThatReads(t *testing.T, story func(t *testing.T, h *house)) {
	world.Each(t, func(t *testing.T, w *world.World) {
		h := &house{World: w}
		h.open(queue.Understood{}, jobs.On("reading.arrived", w.Readings.Arrived), jobs.On("queue.understood", func(ctx context.Context, f fact.MessageUnderstood) error {
			return h.queues.Look(ctx, f.Conversation)
		}))
		story(t, h)
	})
}

func (h *house) open(r queue.Readings, more ...jobs.Reaction) {
	h.queues = queue.New(h.DB, h.Inbox, r)
	h.dispatch = assign.New(h.DB, h.queues, h.Inbox, h.Skills, h.Presence)
	h.flow(more...)
}

func (h *house) flow(more ...jobs.Reaction) {
	flow := append(more, []jobs.Reaction{
		jobs.Unless(queue.Idle, jobs.On("queue.arrived", queue.Look[fact.MessageArrived](h.queues))),
		jobs.On("queue.reopened", h.queues.Reopened),
		jobs.On("queue.assigned", queue.Look[fact.ConversationAssigned](h.queues)),
		jobs.On("queue.answered", queue.Look[fact.ConversationWaiting](h.queues)),
		jobs.On("queue.resolved", queue.Look[fact.ConversationResolved](h.queues)),
		jobs.On("queue.snoozed", queue.Look[fact.ConversationSnoozed](h.queues)),
		jobs.Unless(queue.IdleChanged, jobs.On("queue.weighed", queue.Look[fact.ConversationChanged](h.queues))),
		jobs.On("queue.merged", queue.Look[fact.ConversationMerged](h.queues)),
		jobs.On("queue.joined", queue.Look[fact.ConversationJoined](h.queues)),
		jobs.On("queue.parted", h.queues.Parted),
		jobs.On("queue.split", h.queues.Split),
		jobs.On("queue.changed", h.queues.Changed),
		jobs.On("queue.skill", queue.Able[fact.SkillChanged](h.queues)),
		jobs.Unless(queue.IdleStaff, jobs.On("queue.staff", queue.Able[fact.StaffChanged](h.queues))),
		jobs.Unless(assign.Idle[fact.ConversationQueued](h.dispatch), jobs.On("assign.queued", h.dispatch.Queued)),
		jobs.Unless(assign.Idle[fact.ConversationUnqueued](h.dispatch), jobs.On("assign.unqueued", h.dispatch.Unqueued)),
		jobs.Unless(h.dispatch.IdleEnded, jobs.On("assign.ended", h.dispatch.Ended)),
		jobs.Unless(h.dispatch.IdleLeft, jobs.On("assign.left", h.dispatch.Left)),
		jobs.Unless(h.dispatch.IdlePresence, jobs.On("assign.came", h.dispatch.Came)),
		jobs.Unless(h.dispatch.IdleAssigned, jobs.On("assign.assigned", h.dispatch.Assigned)),
		jobs.Unless(assign.Idle[fact.ConversationWaiting](h.dispatch), jobs.On("assign.answered", h.dispatch.Waiting)),
		jobs.Unless(assign.Idle[fact.ConversationResolved](h.dispatch), jobs.On("assign.resolved", h.dispatch.Resolved)),
		jobs.Unless(assign.Idle[fact.ConversationSnoozed](h.dispatch), jobs.On("assign.snoozed", h.dispatch.Snoozed)),
		jobs.Unless(assign.Idle[fact.TeamChanged](h.dispatch), jobs.On("assign.team", assign.Anew[fact.TeamChanged](h.dispatch))),
		jobs.Unless(assign.Idle[fact.PersonalAgentChanged](h.dispatch), jobs.On("assign.personal", h.dispatch.Personal)),
		jobs.On("assign.changed", assign.Anew[fact.RoutingChanged](h.dispatch)),
	}...)
	h.DB.Flow(jobs.Flow(flow))
	for _, r := range flow {
		h.Jobs.Register(r.Kind, r.Do)
	}
	h.Jobs.Register(queue.AnewJob, jobs.Handle(h.queues.Anew))
	h.Jobs.Register(assign.OverJob, jobs.Handle(h.dispatch.Over))
	h.Jobs.Register(assign.AgainJob, jobs.Handle(h.dispatch.Again))
	h.Jobs.Register(assign.ReservedJob, jobs.Handle(h.dispatch.Reserved))
	h.Jobs.Register(assign.FreedJob, jobs.Handle(h.dispatch.Freed))
}

// Of gives what was understood.
func (r readings) Of(_ context.Context, _ db.Reader, c fact.ConversationID) (queue.Reading, bool, error) {
	it, known := r[c]
	return it, known, nil
}

// understands says what was understood of a conversation.
func (h *house) understands(c fact.ConversationID, r queue.Reading) {
	h.T.Helper()
	h.said[c] = r
	require.NoError(h.T, h.queues.Look(h.Ctx, c))
	h.Settle()
}

// sets changes how the house routes.
func (h *house) sets(edit func(*queue.Settings)) {
	h.T.Helper()
	s, err := h.queues.Routing(h.Ctx, h.Ada)
	require.NoError(h.T, err)
	edit(&s)
	_, err = h.queues.ChangeRouting(h.Ctx, h.Ada, s)
	require.NoError(h.T, err)
	h.Settle()
}

func (h *house) comes(who access.Actor) {
	h.T.Helper()
	_, err := h.Presence.Choose(h.Ctx, who, presence.Choice{State: presence.Online})
	require.NoError(h.T, err)
	h.Settle()
}

func (h *house) says(name, text string) fact.ConversationID {
	h.T.Helper()
	c := h.Says(name, text).Conversation
	_, err := h.DB.Sequence(h.Ctx)
	require.NoError(h.T, err)
	h.Settle()
	return c
}

func (h *house) forTeam(c fact.ConversationID, t fact.TeamID) {
	h.T.Helper()
	require.NoError(h.T, h.Inbox.Assign(h.Ctx, h.Ada, c, conversation.Assignment{Team: &t}))
	h.Settle()
}

// has tells who has a conversation; "" = nobody.
func (h *house) has(c fact.ConversationID) string {
	h.T.Helper()
	if it := h.Sees(c); it.Assignee != nil {
		return it.Assignee.Name
	}
	return ""
}

// next lets somebody ask for the next one.
func (h *house) next(who access.Actor) fact.ConversationID {
	h.T.Helper()
	got, err := h.dispatch.TakeNext(h.Ctx, who)
	require.NoError(h.T, err)
	h.Settle()
	if got.Decision == nil {
		return ""
	}
	return got.Decision.Conversation
}

// learns says what somebody can do.
func (h *house) learns(who access.Actor, has []skill.Has, speaks ...skill.Language) {
	h.T.Helper()
	_, err := h.Office.Change(h.Ctx, h.Ada, who.ID, staff.Change{Skills: &has, Languages: &speaks})
	require.NoError(h.T, err)
}

// inTeam puts somebody into one team.
func inTeam(t fact.TeamID) staff.Change { return staff.Change{Teams: &[]fact.TeamID{t}} }
