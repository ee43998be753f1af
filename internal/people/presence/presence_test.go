package presence_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
)

// room is one person and two nodes that see the same table.
type room struct {
	t      *testing.T
	ctx    context.Context
	db     *db.DB
	now    time.Time
	lin    access.Actor
	a, b   *presence.Board
	timers *jobs.Runner
	cursor int64
}

func newRoom(t *testing.T, d *db.DB) *room {
	t.Helper()
	r := &room{t: t, ctx: t.Context(), db: d, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	d.Clock(func() time.Time { return r.now })
	s, _, err := staff.New(d, team.New(d), nil, "").Add(r.ctx, access.System, staff.Newcomer{Email: "lin@example.com", Name: "Lin", Role: access.Agent})
	require.NoError(t, err)
	r.lin = access.Actor{ID: s.ID, Role: access.Agent, Permissions: access.Agent.Permissions(), Scope: access.All}
	r.a, r.b = presence.New(d), presence.New(d)
	r.timers = jobs.New(d, "a", slog.New(slog.NewTextHandler(io.Discard, nil)))
	r.timers.Register(presence.CheckJob, jobs.Handle(r.a.Check))
	r.told()
	return r
}

// wait moves the clock and lets due timers ring.
func (r *room) wait(d time.Duration) {
	r.t.Helper()
	r.now = r.now.Add(d)
	require.NoError(r.t, r.timers.Settle(r.ctx))
}

// told is the states of the facts since it was asked last.
func (r *room) told() []string {
	r.t.Helper()
	newest, err := r.db.Sequence(r.ctx)
	require.NoError(r.t, err)
	facts, err := r.db.FactsAfter(r.ctx, r.cursor, 1000, db.Filter{})
	require.NoError(r.t, err)
	r.cursor = newest
	states := []string{}
	for _, f := range facts {
		var changed fact.PresenceChanged
		require.NoError(r.t, json.Unmarshal(f.Data, &changed))
		states = append(states, changed.State)
	}
	return states
}

func (r *room) state() presence.State {
	r.t.Helper()
	of, err := r.b.Of(r.ctx, []fact.StaffID{r.lin.ID})
	require.NoError(r.t, err)
	return of[r.lin.ID].State
}

func TestSomebodyIsThereFromTheirFirstScreenToAMinuteAfterTheirLast(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d)
		require.Equal(t, presence.Offline, r.state())
		require.NoError(t, r.a.Seen(r.ctx, r.lin.ID))
		require.Equal(t, []string{"online"}, r.told())
		for range 10 {
			r.wait(30 * time.Second)
			require.NoError(t, r.a.Seen(r.ctx, r.lin.ID))
		}
		require.Empty(t, r.told(), "a sign of life is no news")

		r.wait(25 * time.Second)
		require.NoError(t, r.a.Left(r.ctx, r.lin.ID))
		r.wait(59 * time.Second)
		require.NoError(t, r.a.Sweep(r.ctx))
		require.Equal(t, presence.Online, r.state(), "the minute begins when the screen closes")
		r.wait(time.Second)
		require.Equal(t, presence.Offline, r.state())
		require.Equal(t, []string{"offline"}, r.told())
		require.NoError(t, r.a.Left(r.ctx, r.lin.ID), "a late word from a socket that was slow to close")
		r.wait(time.Hour)
		require.Empty(t, r.told())
	})
}

func TestAScreenOnAnotherNodeKeepsSomebodyThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d)
		require.NoError(t, r.a.Seen(r.ctx, r.lin.ID))
		require.NoError(t, r.b.Seen(r.ctx, r.lin.ID))
		require.NoError(t, r.a.Left(r.ctx, r.lin.ID))
		for range 4 {
			r.wait(30 * time.Second)
			require.NoError(t, r.b.Seen(r.ctx, r.lin.ID))
		}
		require.Equal(t, presence.Online, r.state())
		require.Equal(t, []string{"online"}, r.told())
	})
}

func TestAReloadIsNotAnAbsence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d)
		_, err := r.a.Choose(r.ctx, r.lin, presence.Choice{State: presence.Busy})
		require.NoError(t, err)
		require.NoError(t, r.a.Left(r.ctx, r.lin.ID))
		r.wait(2 * time.Second)
		require.NoError(t, r.a.Seen(r.ctx, r.lin.ID))
		r.wait(50 * time.Second)
		require.NoError(t, r.a.Seen(r.ctx, r.lin.ID))
		r.wait(10 * time.Second)
		require.Equal(t, []string{"busy"}, r.told())
	})
}

func TestAChoiceIsToldOnceAndOutlivesAShortAbsence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d)
		require.NoError(t, r.a.Seen(r.ctx, r.lin.ID))
		r.wait(time.Second)
		p, err := r.a.Choose(r.ctx, r.lin, presence.Choice{State: presence.Away})
		require.NoError(t, err)
		require.Equal(t, presence.Presence{State: presence.Away, Since: r.now}, p)
		_, err = r.b.Choose(r.ctx, r.lin, presence.Choice{State: presence.Away})
		require.NoError(t, err)
		require.Equal(t, []string{"online", "away"}, r.told())

		require.NoError(t, r.a.Left(r.ctx, r.lin.ID))
		r.wait(5 * time.Minute)
		require.NoError(t, r.b.Seen(r.ctx, r.lin.ID))
		require.Equal(t, []string{"offline", "away"}, r.told())

		_, err = r.a.Choose(r.ctx, r.lin, presence.Choice{State: presence.Offline})
		fault.Want(t, err, "presence.unknown")
		reading := r.lin
		reading.Scope = access.Read
		_, err = r.a.Choose(r.ctx, reading, presence.Choice{State: presence.Online})
		fault.Want(t, err, "access.scope_too_narrow")
		require.Empty(t, r.told())
	})
}

func TestADeadNodeLeavesNobodyOnlineForEver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d)
		require.NoError(t, r.a.Seen(r.ctx, r.lin.ID)) // and then the node dies
		r.wait(59 * time.Second)
		require.NoError(t, r.b.Sweep(r.ctx))
		require.Equal(t, presence.Online, r.state())
		r.wait(time.Second)
		require.NoError(t, r.b.Sweep(r.ctx))
		require.NoError(t, r.b.Sweep(r.ctx))
		require.Equal(t, []string{"online", "offline"}, r.told())
	})
}

func TestWhoWasNeverThereIsOffline(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRoom(t, d)
		of, err := r.a.Of(r.ctx, []fact.StaffID{r.lin.ID, "nobody"})
		require.NoError(t, err)
		require.Equal(t, map[fact.StaffID]presence.Presence{r.lin.ID: {State: presence.Offline}, "nobody": {State: presence.Offline}}, of)
		fault.Want(t, r.a.Seen(r.ctx, "nobody"), "staff.missing")
	})
}
