package staff_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/seal"
)

// house is a small office on a real database, with a clock we move by hand.
type house struct {
	t      *testing.T
	ctx    context.Context
	db     *db.DB
	now    time.Time
	teams  *team.Roster
	office *staff.Office
	cursor int64
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	h := &house{t: t, ctx: t.Context(), db: d, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	d.Clock(func() time.Time { return h.now })
	h.teams = team.New(d)
	sealer, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	h.office = staff.New(d, h.teams, sealer, "https://desk.example.com")
	return h
}

const goodPassword = "calm water at noon"

var home = staff.From{IP: "203.0.113.9", Agent: "Firefox"}

// founded is a house with its first admin, who is signed in.
func founded(t *testing.T, d *db.DB) (*house, access.Actor) {
	t.Helper()
	h := newHouse(t, d)
	token, open, err := h.office.OpenSetup(h.ctx)
	require.NoError(t, err)
	require.True(t, open)
	_, opened, err := h.office.Setup(h.ctx, staff.FirstAdmin{
		Token: token, Name: "Ada", Email: "ada@example.com", Password: goodPassword, Locale: "en",
	}, home)
	require.NoError(t, err)
	h.told()
	return h, h.actor(opened.Secret)
}

// wait moves the clock.
func (h *house) wait(d time.Duration) { h.now = h.now.Add(d) }

// actor is who has this session, who must be signed in.
func (h *house) actor(secret string) access.Actor {
	h.t.Helper()
	a, err := h.office.ActorBySession(h.ctx, secret, home.IP)
	require.NoError(h.t, err)
	return a
}

// add takes somebody on, by the command line, who has not answered yet.
func (h *house) add(email string, role access.Role) (staff.Staff, string) {
	h.t.Helper()
	s, invitation, err := h.office.Add(h.ctx, access.System, staff.Newcomer{Email: email, Name: "Newcomer", Role: role})
	require.NoError(h.t, err)
	h.told()
	return s, invitation
}

// join takes somebody on who sets their password at once.
func (h *house) join(email string, role access.Role) access.Actor {
	h.t.Helper()
	_, invitation := h.add(email, role)
	_, opened, err := h.office.Accept(h.ctx, staff.Acceptance{Token: invitation, Password: goodPassword}, home)
	require.NoError(h.t, err)
	h.told()
	return h.actor(opened.Secret)
}

// told is the facts since it was asked last.
func (h *house) told() []db.Recorded {
	h.t.Helper()
	newest, err := h.db.Sequence(h.ctx)
	require.NoError(h.t, err)
	facts, err := h.db.FactsAfter(h.ctx, h.cursor, 1000, db.Filter{})
	require.NoError(h.t, err)
	h.cursor = newest
	return facts
}

// wantFacts compares the names of the facts since it was asked last.
func (h *house) wantFacts(names ...string) {
	h.t.Helper()
	got := []string{}
	for _, f := range h.told() {
		got = append(got, f.Name)
	}
	if names == nil {
		names = []string{}
	}
	require.Equal(h.t, names, got)
}

// audited is the newest entries of the audit, newest first.
func (h *house) audited(n int) []audit.Row {
	h.t.Helper()
	rows, err := audit.List(h.ctx, h.db, access.System, audit.Query{Limit: n})
	require.NoError(h.t, err)
	return rows
}

// wantAudit compares the newest actions, newest first.
func (h *house) wantAudit(actions ...string) {
	h.t.Helper()
	got := []string{}
	for _, r := range h.audited(len(actions)) {
		got = append(got, r.Action)
	}
	require.Equal(h.t, actions, got)
}

// ended tells whether a session has ended.
func (h *house) ended(secret string) bool {
	h.t.Helper()
	_, err := h.office.ActorBySession(h.ctx, secret, home.IP)
	return err != nil
}

func ids(list ...fact.TeamID) *[]fact.TeamID { return &list }
