package wait_test

import (
	"container/heap"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

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
	"anlan/internal/route/wait"
)

// day is a house through whose real router a day of chats goes.
type day struct {
	*world.World
	queues   *queue.Board
	dispatch *assign.Dispatcher
	waits    *wait.Office
	speaks   map[fact.ConversationID]string
	random   *rand.Rand
	plan     agenda
	staff    map[fact.StaffID]access.Actor
	ends     map[fact.ConversationID]bool // whose end is on the agenda
	done     map[fact.StaffID]int
	lost     int
}

// Of gives the language of a conversation, as understanding would.
func (d *day) Of(_ context.Context, _ db.Reader, c fact.ConversationID) (queue.Reading, bool, error) {
	l, known := d.speaks[c]
	return queue.Reading{Language: l, Emotion: "calm"}, known, nil
}

// languages are what customers of the day speak, with how many of a hundred they are
// and how many people speak it to them.
var languages = []struct {
	tag    string
	share  float64
	people int
}{{"zh", 0.55, 22}, {"en", 0.30, 12}, {"th", 0.15, 6}}

const (
	service  = 14 * time.Minute // of a chat, on average
	patience = 12 * time.Minute // how long a customer waits before giving up, on average
	people   = 40
)

func newDay(t *testing.T, w *world.World) *day {
	d := &day{World: w, speaks: map[fact.ConversationID]string{}, random: rand.New(rand.NewPCG(3, 5)), staff: map[fact.StaffID]access.Actor{}, ends: map[fact.ConversationID]bool{}, done: map[fact.StaffID]int{}}
	d.queues = queue.New(w.DB, w.Inbox, d)
	d.dispatch = assign.New(w.DB, d.queues, w.Inbox, w.Skills, w.Presence)
	d.waits = wait.New(w.DB, d.queues)
	flow := []jobs.Reaction{
		jobs.On("queue.arrived", queue.Look[fact.MessageArrived](d.queues)),
		jobs.On("queue.assigned", queue.Look[fact.ConversationAssigned](d.queues)),
		jobs.On("queue.resolved", queue.Look[fact.ConversationResolved](d.queues)),
		jobs.On("queue.changed", d.queues.Changed),
		jobs.On("wait.queued", d.waits.Queued),
		jobs.On("wait.unqueued", d.waits.Unqueued),
		jobs.Unless(assign.Idle[fact.ConversationQueued](d.dispatch), jobs.On("assign.queued", d.dispatch.Queued)),
		jobs.Unless(d.dispatch.IdlePresence, jobs.On("assign.came", d.dispatch.Came)),
		jobs.Unless(d.dispatch.IdleAssigned, jobs.On("assign.assigned", d.dispatch.Assigned)),
		jobs.Unless(assign.Idle[fact.ConversationResolved](d.dispatch), jobs.On("assign.resolved", d.dispatch.Resolved)),
		jobs.On("assign.changed", assign.Anew[fact.RoutingChanged](d.dispatch)),
	}
	w.DB.Flow(jobs.Flow(flow))
	for _, r := range flow {
		w.Jobs.Register(r.Kind, r.Do)
	}
	w.Jobs.Register(assign.FreedJob, jobs.Handle(d.dispatch.Freed))
	for _, l := range languages {
		for n := range l.people {
			who := w.Hire(fmt.Sprintf("%s%d", l.tag, n), access.Agent)
			_, err := w.Office.Change(w.Ctx, w.Ada, who.ID, staff.Change{Languages: &[]skill.Language{{Tag: l.tag, Level: skill.Expert}}, Teams: &[]fact.TeamID{w.Care.ID}})
			require.NoError(t, err)
			d.staff[who.ID] = who
		}
	}
	s, err := d.queues.Routing(w.Ctx, w.Ada)
	require.NoError(t, err)
	s.Modes = map[fact.TeamID]queue.Mode{w.Care.ID: queue.Push}
	s.AtOnce = map[string]int{"webchat": 1}
	_, err = d.queues.ChangeRouting(w.Ctx, w.Ada, s)
	require.NoError(t, err)
	for _, who := range d.staff {
		_, err := w.Presence.Choose(w.Ctx, who, presence.Choice{State: presence.Online})
		require.NoError(t, err)
	}
	w.Settle()
	return d
}

// planned is something that will happen.
type planned struct {
	at time.Time
	do func()
}

type agenda []planned

func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)        { *a = append(*a, x.(planned)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

func (d *day) after(mean time.Duration, do func()) {
	heap.Push(&d.plan, planned{d.Now().Add(time.Duration(d.random.ExpFloat64() * float64(mean))), do})
}

// run lets a day pass: the rush is two hours in the middle of it.
func (d *day) run(hours int) (customers int) {
	end := d.Now().Add(time.Duration(hours) * time.Hour)
	begun := d.Now()
	pace := func() time.Duration { // between customers: more than forty people can do in the rush, less beside it
		if h := d.Now().Sub(begun).Hours(); h > float64(hours)/3 && h < float64(hours)*2/3 {
			return service / people * 100 / 135
		}
		return service / people * 100 / 80
	}
	var arrive func()
	arrive = func() {
		customers++
		d.customer(customers)
		if d.Now().Before(end) {
			d.after(pace(), arrive)
		}
	}
	d.after(pace(), arrive)
	for d.plan.Len() > 0 {
		next := heap.Pop(&d.plan).(planned)
		d.Pass(next.at.Sub(d.Now()))
		next.do()
		d.Settle()
		d.begin()
	}
	return customers
}

func (d *day) customer(n int) {
	u, tag := d.random.Float64(), languages[0].tag
	for _, l := range languages {
		if u -= l.share; u < 0 {
			tag = l.tag
			break
		}
	}
	c := d.Says(fmt.Sprintf("Customer %d", n), "Hello").Conversation
	d.speaks[c] = tag
	require.NoError(d.T, d.Inbox.Assign(d.Ctx, d.Ada, c, conversation.Assignment{Team: &d.Care.ID}))
	d.after(patience, func() { // they give up, if nobody has come
		if it := d.Sees(c); it.State == conversation.Open && it.Assignee == nil {
			d.lost++
			d.resolve(d.Ada, c)
		}
	})
}

// begin plans the end of chats that were just given to somebody.
func (d *day) begin() {
	var rows []struct {
		ID    fact.ConversationID `bun:"id"`
		Staff fact.StaffID        `bun:"assignee_id"`
	}
	require.NoError(d.T, d.DB.Read().Ask("SELECT id, assignee_id FROM conversation WHERE state = 'open' AND assignee_id <> ''").Scan(d.Ctx, &rows))
	for _, r := range rows {
		if d.ends[r.ID] {
			continue
		}
		d.ends[r.ID] = true
		d.done[r.Staff]++
		d.after(service, func() { d.resolve(d.staff[r.Staff], r.ID) })
	}
}

func (d *day) resolve(who access.Actor, c fact.ConversationID) {
	err := d.Inbox.Change(d.Ctx, who, c, conversation.Edit{State: new(conversation.Resolved)})
	require.NoError(d.T, err)
}

func TestADayThroughTheRouter(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := newDay(t, w)
		customers := d.run(4)

		report, err := d.waits.Report(w.Ctx, w.Ada, "", w.Now().Add(-24*time.Hour))
		require.NoError(t, err)
		t.Logf("%d customers, %d gave up; %d waits expected, %d not; within what holds for four in five %.3f; root mean square error ours %.0f s, last %.0f s, first %.0f s, usual %.0f s (of %d); bias %.0f s",
			customers, d.lost, report.Accuracy.Waits, report.Unexpected, report.Covered, report.Root.Ours, report.Root.Last, report.Root.First, report.Root.Usual, report.Common, report.Bias)
		d.byLanguage(t, report.Points)
		require.Greater(t, report.Common, 50)
		require.Less(t, report.Root.Ours, report.Root.Usual, "than the average of those before")
		require.Less(t, report.Root.Ours, report.Root.Last, "than the last who was taken")
		require.Less(t, report.Root.Ours, report.Root.First, "than the first in line")
		require.InDelta(t, 0.8, report.Covered, 0.12)

		for _, l := range languages { // whoever speaks the same had the same share of it
			var each []float64
			for id, who := range d.staff {
				if strings.HasPrefix(who.Name, l.tag) {
					each = append(each, float64(d.done[id]))
				}
			}
			require.Greater(t, fairness(each), 0.9, l.tag)
		}
	})
}

// byLanguage says how long the waits of a day were.
func (d *day) byLanguage(t *testing.T, points []wait.Measured) {
	for _, l := range languages {
		var seconds []float64
		for _, p := range points {
			if d.speaks[p.Conversation] == l.tag {
				seconds = append(seconds, p.Seconds)
			}
		}
		slices.Sort(seconds)
		if n := len(seconds); n > 0 {
			t.Logf("%s: %d taken, median wait %.0f s, nine in ten within %.0f s, longest %.0f s", l.tag, n, seconds[n/2], seconds[n*9/10], seconds[n-1])
			require.Less(t, seconds[n-1], 3*patience.Seconds()*2, "nobody is forgotten")
		}
	}
}

// fairness is Jain's index: 1 where all have the same (Jain, Chiu and Hawe, DEC-TR-301, 1984).
func fairness(x []float64) float64 {
	var sum, squares float64
	for _, v := range x {
		sum, squares = sum+v, squares+v*v
	}
	if squares == 0 {
		return math.NaN()
	}
	return sum * sum / (float64(len(x)) * squares)
}
