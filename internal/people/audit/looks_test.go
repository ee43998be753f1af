package audit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
)

func TestALookIsNotedOnceAnHour(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 3, 2, 9, 5, 0, 0, time.UTC)
		d.Clock(func() time.Time { return now })
		here, there := audit.NewJournal(d), audit.NewJournal(d) // two nodes
		lin := access.Actor{ID: "lin", IP: "203.0.113.9"}
		asked := 0
		whose := func() (fact.ContactID, error) { asked++; return "wang", nil }
		note := func(j *audit.Journal, who access.Actor, id string) {
			require.NoError(t, j.Note(t.Context(), who, "contact", id, whose))
		}
		note(here, lin, "wang")
		note(here, lin, "wang")
		require.Equal(t, 1, asked, "what was noted is not asked for again")
		note(there, lin, "wang")
		note(here, access.Actor{ID: "lin", Token: "robot"}, "wang")
		note(here, access.System, "wang")
		now = now.Add(time.Hour)
		note(here, lin, "wang")
		note(here, access.Actor{ID: "bo"}, "li")

		_, err := here.Looks(t.Context(), lin, audit.LookQuery{Limit: 10})
		fault.Want(t, err, "access.denied")
		looks, err := here.Looks(t.Context(), access.System, audit.LookQuery{Contact: "wang", Staff: "lin", Limit: 10})
		require.NoError(t, err)
		require.Len(t, looks, 3)
		require.Equal(t, now, looks[0].FirstAt)
		require.Equal(t, fact.TokenID("robot"), looks[1].Token)
		require.Equal(t, 2, looks[2].Times, "both nodes counted")
		require.Equal(t, "203.0.113.9", looks[2].IP)

		page, err := here.Looks(t.Context(), access.System, audit.LookQuery{Before: looks[1].ID, Limit: 10})
		require.NoError(t, err)
		require.Equal(t, looks[2:], page)
		none, err := here.Looks(t.Context(), access.System, audit.LookQuery{Kind: "raw_mail", Limit: 10})
		require.NoError(t, err)
		require.Empty(t, none)

		dropped, more, err := here.Forget(t.Context(), now)
		require.NoError(t, err)
		require.False(t, more)
		require.EqualValues(t, 2, dropped)
	})
}

func TestTheAuditIsNarrowed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		d.Clock(func() time.Time { return now })
		for _, e := range []audit.Entry{
			{Who: access.Actor{ID: "ada"}, Action: "staff.added", Kind: "staff", ID: "lin"},
			{Who: access.Actor{ID: "ada", Token: "robot"}, Action: "staff.changed", Kind: "staff", ID: "bo"},
			{Who: access.Actor{ID: "mo"}, Action: "staffing.planned", Kind: "plan", ID: "p"},
		} {
			require.NoError(t, d.Write(t.Context(), func(tx *db.Tx) error { return audit.Write(t.Context(), tx, e) }))
			now = now.Add(time.Hour)
		}
		for _, c := range []struct {
			query audit.Query
			want  []string
		}{
			{audit.Query{}, []string{"staffing.planned", "staff.changed", "staff.added"}},
			{audit.Query{Action: "staff."}, []string{"staff.changed", "staff.added"}},
			{audit.Query{Action: "staff.added"}, []string{"staff.added"}},
			{audit.Query{Staff: "mo"}, []string{"staffing.planned"}},
			{audit.Query{Kind: "staff", Object: "bo"}, []string{"staff.changed"}},
			{audit.Query{From: now.Add(-2 * time.Hour), To: now.Add(-time.Hour)}, []string{"staff.changed"}},
		} {
			c.query.Limit = 10
			rows, err := audit.List(t.Context(), d, access.System, c.query)
			require.NoError(t, err)
			var actions []string
			for _, r := range rows {
				actions = append(actions, r.Action)
			}
			require.Equal(t, c.want, actions)
		}
		rows, err := audit.List(t.Context(), d, access.System, audit.Query{Action: "staff.changed", Limit: 1})
		require.NoError(t, err)
		require.Equal(t, fact.TokenID("robot"), rows[0].Token)
	})
}
