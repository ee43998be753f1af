package team_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
)

// floor is some people and the teams they may be in.
type floor struct {
	t      *testing.T
	ctx    context.Context
	db     *db.DB
	roster *team.Roster
	office *staff.Office
	lead   access.Actor
	cursor int64
}

func newFloor(t *testing.T, d *db.DB) *floor {
	t.Helper()
	d.Clock(func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) })
	roster := team.New(d)
	f := &floor{t: t, ctx: t.Context(), db: d, roster: roster, office: staff.New(d, roster, nil, "")}
	f.lead = access.Actor{ID: f.person("Zoe"), Name: "Zoe", Role: access.Lead, Permissions: access.Lead.Permissions(), Scope: access.All}
	return f
}

func (f *floor) person(name string) fact.StaffID {
	f.t.Helper()
	s, _, err := f.office.Add(f.ctx, access.System, staff.Newcomer{Email: name + "@example.com", Name: name, Role: access.Agent})
	require.NoError(f.t, err)
	f.told()
	return s.ID
}

// told is the names of the facts since it was asked last.
func (f *floor) told() []string {
	f.t.Helper()
	newest, err := f.db.Sequence(f.ctx)
	require.NoError(f.t, err)
	facts, err := f.db.FactsAfter(f.ctx, f.cursor, 1000, db.Filter{})
	require.NoError(f.t, err)
	f.cursor = newest
	names := []string{}
	for _, x := range facts {
		names = append(names, x.Name)
	}
	return names
}

func (f *floor) newest() audit.Row {
	f.t.Helper()
	rows, err := audit.List(f.ctx, f.db, access.System, audit.Query{Limit: 1})
	require.NoError(f.t, err)
	return rows[0]
}

func TestATeamIsFoundedChangedAndDissolved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFloor(t, d)
		lin, bo := f.person("Lin"), f.person("Bo")

		desk, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: " 售后 ", Members: []fact.StaffID{lin, bo, lin}})
		require.NoError(t, err)
		require.Equal(t, "售后", desk.Name)
		require.Equal(t, []team.Member{{ID: bo, Name: "Bo"}, {ID: lin, Name: "Lin"}}, desk.Members)
		require.Equal(t, []string{"team.changed"}, f.told())
		require.Equal(t, "team.added", f.newest().Action)

		name := "After sales"
		changed, err := f.roster.Change(f.ctx, f.lead, desk.ID, team.Change{Name: &name, Members: &[]fact.StaffID{lin}, Version: desk.Version})
		require.NoError(t, err)
		require.Equal(t, desk.Version+1, changed.Version)
		require.Equal(t, []team.Member{{ID: lin, Name: "Lin"}}, changed.Members)
		require.Equal(t, []string{"team.changed"}, f.told())
		entry := f.newest()
		require.Equal(t, f.lead.ID, entry.Staff)
		require.JSONEq(t, `{"name":"After sales","members":["`+string(lin)+`"],"absence":{"then":"stay","minutes":30},"reply_takes":true}`, string(entry.After))
		require.Contains(t, string(entry.Before), "售后")

		_, err = f.roster.Change(f.ctx, f.lead, desk.ID, team.Change{Name: &name, Version: desk.Version})
		fault.Want(t, err, "team.changed")
		require.Empty(t, f.told())

		of, err := f.roster.OfStaff(f.ctx, d.Read(), []fact.StaffID{lin, bo})
		require.NoError(t, err)
		require.Equal(t, map[fact.StaffID][]team.Ref{lin: {{ID: desk.ID, Name: "After sales"}}}, of)
		names, err := f.roster.Names(f.ctx, []fact.TeamID{desk.ID, "gone"})
		require.NoError(t, err)
		require.Equal(t, map[fact.TeamID]string{desk.ID: "After sales"}, names)

		require.NoError(t, f.roster.Remove(f.ctx, f.lead, desk.ID))
		require.Equal(t, []string{"team.changed"}, f.told())
		require.Equal(t, "team.removed", f.newest().Action)
		_, err = f.roster.Get(f.ctx, f.lead, desk.ID)
		fault.Want(t, err, "team.missing")
		fault.Want(t, f.roster.Remove(f.ctx, f.lead, desk.ID), "team.missing")
		_, err = f.office.Get(f.ctx, f.lead, lin)
		require.NoError(t, err, "its people stay")
	})
}

func TestTeamsAreListedByNameWithTheirPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFloor(t, d)
		lin := f.person("Lin")
		for _, name := range []string{"Sales", "Desk"} {
			_, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: name, Members: []fact.StaffID{lin}})
			require.NoError(t, err)
		}
		_, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: "Empty"})
		require.NoError(t, err)
		list, err := f.roster.List(f.ctx, f.lead)
		require.NoError(t, err)
		require.Len(t, list, 3)
		require.Equal(t, []string{"Desk", "Empty", "Sales"}, []string{list[0].Name, list[1].Name, list[2].Name})
		require.Equal(t, []team.Member{}, list[1].Members)
		require.Len(t, list[2].Members, 1)
	})
}

func TestATeamSaysWhatBecomesOfTheWorkOfTheAbsent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFloor(t, d)
		usual, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: "Desk"})
		require.NoError(t, err)
		require.Equal(t, team.Absence{Then: team.Stay, Minutes: 30}, usual.Absence)
		quick := team.Absence{Then: team.Return, Minutes: 5}
		other, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: "Chat", Absence: quick})
		require.NoError(t, err)
		require.Equal(t, quick, other.Absence)

		changed, err := f.roster.Change(f.ctx, f.lead, usual.ID, team.Change{Absence: &quick, Version: usual.Version})
		require.NoError(t, err)
		require.Equal(t, quick, changed.Absence)
		require.Equal(t, "Desk", changed.Name)
		require.Contains(t, string(f.newest().Before), `"then":"stay"`)
		require.Contains(t, string(f.newest().After), `"then":"return"`)
		f.told()

		for code, wrong := range map[string]team.Absence{
			"team.absence_unknown":       {Then: "vanish", Minutes: 5},
			"team.absence_minutes_wrong": {Then: team.Return, Minutes: 24*60 + 1},
		} {
			_, err := f.roster.Change(f.ctx, f.lead, usual.ID, team.Change{Absence: &wrong})
			fault.Want(t, err, code)
		}
		require.Empty(t, f.told())
	})
}

func TestATeamSaysWhetherAReplyTakes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFloor(t, d)
		usual, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: "Desk"})
		require.NoError(t, err)
		require.True(t, usual.ReplyTakes)
		other, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: "Mail", ReplyTakes: new(false)})
		require.NoError(t, err)
		require.False(t, other.ReplyTakes)
		for id, want := range map[fact.TeamID]bool{usual.ID: true, other.ID: false, "": true, "gone": true} {
			takes, err := team.ReplyTakes(f.ctx, d.Read(), id)
			require.NoError(t, err)
			require.Equal(t, want, takes, id)
		}
		changed, err := f.roster.Change(f.ctx, f.lead, usual.ID, team.Change{ReplyTakes: new(false), Version: usual.Version})
		require.NoError(t, err)
		require.False(t, changed.ReplyTakes)
		require.Equal(t, "Desk", changed.Name)
		require.Contains(t, string(f.newest().Before), `"reply_takes":true`)
		require.Contains(t, string(f.newest().After), `"reply_takes":false`)
	})
}

func TestWhatATeamCannotBe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFloor(t, d)
		_, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: "Desk"})
		require.NoError(t, err)
		other, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: "Other"})
		require.NoError(t, err)
		f.told()
		taken := "Desk"
		for _, c := range []struct {
			about string
			name  string
			who   []fact.StaffID
			code  string
		}{
			{"without a name", " ", nil, "team.name_missing"},
			{"a second of that name", "Desk", nil, "team.name_taken"},
			{"a name of two lines", "De\nsk", nil, "team.name_unreadable"},
			{"a name too long", strings.Repeat("队", 61), nil, "team.name_too_long"},
			{"with somebody unknown", "New", []fact.StaffID{"nobody"}, "team.member_unknown"},
		} {
			_, err := f.roster.Add(f.ctx, f.lead, team.Founding{Name: c.name, Members: c.who})
			require.Equal(t, c.code, fault.Of(err).Code, c.about)
		}
		_, err = f.roster.Change(f.ctx, f.lead, other.ID, team.Change{Name: &taken})
		fault.Want(t, err, "team.name_taken")
		_, err = f.roster.Change(f.ctx, f.lead, "gone", team.Change{Name: &taken})
		fault.Want(t, err, "team.missing")
		agent := access.Actor{Role: access.Agent, Permissions: access.Agent.Permissions(), Scope: access.All}
		_, err = f.roster.Add(f.ctx, agent, team.Founding{Name: "Mine"})
		fault.Want(t, err, "access.denied")
		require.False(t, team.CanOn(agent, other).Change)
		require.True(t, team.CanOn(f.lead, other).Change)
		require.Empty(t, f.told())
	})
}
