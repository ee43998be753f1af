package staff_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
)

func TestTheSetupLinkMakesOneAdminOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		first, open, err := h.office.OpenSetup(h.ctx)
		require.NoError(t, err)
		require.True(t, open)
		token, open, err := h.office.OpenSetup(h.ctx) // a second start
		require.NoError(t, err)
		require.True(t, open)
		fault.Want(t, h.office.CheckSetup(h.ctx, first), "setup.closed")
		require.NoError(t, h.office.CheckSetup(h.ctx, token))

		in := staff.FirstAdmin{Token: token, Name: "Ada", Email: "Ada@Example.com", Password: "short", Locale: "zh-CN"}
		_, _, err = h.office.Setup(h.ctx, in, home)
		fault.Want(t, err, "password.too_short")
		h.wantFacts()

		in.Password = goodPassword // and the link has survived the mistake
		s, opened, err := h.office.Setup(h.ctx, in, home)
		require.NoError(t, err)
		require.Equal(t, access.Admin, s.Role)
		require.Equal(t, "ada@example.com", s.Email)
		require.Equal(t, "zh-CN", s.Locale)
		require.Equal(t, s.ID, h.actor(opened.Secret).ID)
		h.wantFacts("staff.added")
		h.wantAudit("session.opened", "staff.added")

		in.Email = "eve@example.com"
		_, _, err = h.office.Setup(h.ctx, in, home)
		fault.Want(t, err, "setup.closed")
		token, open, err = h.office.OpenSetup(h.ctx)
		require.NoError(t, err)
		require.False(t, open)
		require.Empty(t, token)
	})
}

func TestOfTwoWhoSetUpAtOnceOneIsTheAdmin(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		token, _, err := h.office.OpenSetup(h.ctx)
		require.NoError(t, err)
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, email := range []string{"ada@example.com", "eve@example.com"} {
			both.Go(func() {
				_, _, errs[i] = h.office.Setup(h.ctx, staff.FirstAdmin{Token: token, Name: "First", Email: email, Password: goodPassword}, home)
			})
		}
		both.Wait()
		require.True(t, (errs[0] == nil) != (errs[1] == nil), "%v, %v", errs[0], errs[1])
		h.wantFacts("staff.added")
		for _, err := range errs {
			if err != nil {
				fault.Want(t, err, "setup.closed")
			}
		}
	})
}

func TestSetupIsClosedWhenTheCommandLineWasQuicker(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		token, _, err := h.office.OpenSetup(h.ctx)
		require.NoError(t, err)
		h.add("ada@example.com", access.Admin)
		_, _, err = h.office.Setup(h.ctx, staff.FirstAdmin{Token: token, Name: "Eve", Email: "eve@example.com", Password: goodPassword}, home)
		fault.Want(t, err, "setup.closed")
		h.wantFacts()
	})
}

func TestTheSetupLinkEndsAfterADay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		token, _, err := h.office.OpenSetup(h.ctx)
		require.NoError(t, err)
		h.wait(24 * time.Hour)
		fault.Want(t, h.office.CheckSetup(h.ctx, token), "setup.closed")
	})
}

func TestNothingSecretIsKeptInTheClear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		_, invitation := h.add("lin@example.com", access.Agent)
		_, token, err := h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: "shop", Scope: access.All})
		require.NoError(t, err)
		_, opened, err := h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		require.NoError(t, err)
		for _, secret := range []string{invitation, token, opened.Secret, goodPassword} {
			for _, where := range []string{
				"SELECT COUNT(*) FROM once_link WHERE secret = ?", "SELECT COUNT(*) FROM api_token WHERE secret = ?",
				"SELECT COUNT(*) FROM session WHERE secret = ?", "SELECT COUNT(*) FROM staff WHERE password_hash = ?",
			} {
				var n int
				require.NoError(t, d.Read().NewRaw(where, secret).Scan(h.ctx, &n))
				require.Zero(t, n, where)
			}
		}
		for _, row := range h.audited(100) {
			kept := string(row.Before) + string(row.After)
			for _, secret := range []string{invitation, token, opened.Secret, goodPassword, "argon2"} {
				require.NotContains(t, kept, secret)
			}
		}
	})
}

func TestANewcomerComesInByTheInvitationOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		desk, err := h.teams.Add(h.ctx, ada, team.Founding{Name: "Desk"})
		require.NoError(t, err)
		h.told()

		s, invitation, err := h.office.Add(h.ctx, ada, staff.Newcomer{
			Email: " Lin@Example.com", Name: "林静", Role: access.Lead, Teams: []fact.TeamID{desk.ID, desk.ID},
		})
		require.NoError(t, err)
		require.True(t, s.Invited)
		require.Len(t, s.Teams, 1)
		require.Equal(t, "Desk", s.Teams[0].Name)
		h.wantFacts("team.changed", "staff.added")
		h.wantAudit("staff.added")

		_, _, err = h.office.SignIn(h.ctx, "lin@example.com", "", home)
		fault.Want(t, err, "sign_in.refused")

		for_, err := h.office.CheckInvitation(h.ctx, invitation)
		require.NoError(t, err)
		require.Equal(t, s.ID, for_.ID)
		s, opened, err := h.office.Accept(h.ctx, staff.Acceptance{Token: invitation, Password: goodPassword, Locale: "zh-CN"}, home)
		require.NoError(t, err)
		require.False(t, s.Invited)
		require.Equal(t, "zh-CN", s.Locale)
		lin := h.actor(opened.Secret)
		require.Equal(t, access.Lead, lin.Role)
		require.Equal(t, []fact.TeamID{desk.ID}, lin.Teams)
		require.True(t, lin.May(access.TeamManage))
		require.Equal(t, home.IP, lin.IP)

		_, err = h.office.CheckInvitation(h.ctx, invitation)
		fault.Want(t, err, "invitation.missing")
		_, _, err = h.office.Accept(h.ctx, staff.Acceptance{Token: invitation, Password: "another good one"}, home)
		fault.Want(t, err, "invitation.missing")
		_, _, err = h.office.SignIn(h.ctx, "LIN@example.com ", goodPassword, home)
		require.NoError(t, err)
	})
}

func TestOfTwoWhoAcceptOneInvitationOneComesIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		_, invitation := h.add("lin@example.com", access.Agent)
		var came atomic.Int64
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				_, _, err := h.office.Accept(h.ctx, staff.Acceptance{Token: invitation, Password: goodPassword}, home)
				if err == nil {
					came.Add(1)
				} else if !fault.Is(err, "invitation.missing") {
					t.Errorf("an invitation that is used up: %v", err)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, came.Load())
		h.wantFacts("staff.changed")
	})
}

func TestAnInvitationEndsAfterAWeekAndANewOneReplacesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		s, old := h.add("lin@example.com", access.Agent)
		h.wait(6 * 24 * time.Hour)
		fresh, err := h.office.Invite(h.ctx, ada, s.ID)
		require.NoError(t, err)
		h.wantAudit("staff.invited")
		_, err = h.office.CheckInvitation(h.ctx, old)
		fault.Want(t, err, "invitation.missing")
		h.wait(6 * 24 * time.Hour)
		_, err = h.office.CheckInvitation(h.ctx, fresh)
		require.NoError(t, err)
		h.wait(24 * time.Hour)
		_, err = h.office.CheckInvitation(h.ctx, fresh)
		fault.Want(t, err, "invitation.missing")
	})
}

func TestAManagerCannotTakeAnAdminsPlaceByInvitingThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		bo := h.join("bo@example.com", access.Manager)
		_, err := h.office.Invite(h.ctx, bo, ada.ID)
		fault.Want(t, err, "staff.above_you")
		_, _, err = h.office.Add(h.ctx, bo, staff.Newcomer{Email: "eve@example.com", Name: "Eve", Role: access.Admin})
		fault.Want(t, err, "staff.role_above_own")
		h.wantFacts()
	})
}

func TestTwoPeopleDoNotShareAnEmail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		_, _, err := h.office.Add(h.ctx, ada, staff.Newcomer{Email: "ADA@example.com", Name: "Other", Role: access.Agent})
		fault.Want(t, err, "staff.email_taken")
		_, _, err = h.office.Add(h.ctx, ada, staff.Newcomer{Email: "x@example.com", Name: "X", Role: access.Agent, Teams: []fact.TeamID{"nowhere"}})
		fault.Want(t, err, "team.unknown")
		h.wantFacts()
		page, err := h.office.List(h.ctx, ada, staff.Query{Limit: 10})
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
	})
}

func TestAChangeIsToldAndAuditedWithBeforeAndAfter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		s, _ := h.add("lin@example.com", access.Agent)
		desk, err := h.teams.Add(h.ctx, ada, team.Founding{Name: "Desk"})
		require.NoError(t, err)
		h.told()

		after, err := h.office.Change(h.ctx, ada, s.ID, staff.Change{
			Role: new(access.Lead), Name: new("Lin"), Teams: ids(desk.ID), Version: s.Version,
		})
		require.NoError(t, err)
		require.Equal(t, s.Version+1, after.Version)
		require.Equal(t, access.Lead, after.Role)
		facts := h.told()
		require.Len(t, facts, 2)
		require.Equal(t, "team.changed", facts[0].Name)
		require.JSONEq(t, `{"staff":"`+string(s.ID)+`","fields":["name","role","teams"],"by":"`+string(ada.ID)+`"}`, string(facts[1].Data))
		entry := h.audited(1)[0]
		require.Equal(t, "staff.changed", entry.Action)
		require.Equal(t, ada.ID, entry.Staff)
		require.Equal(t, "Ada", entry.Name)
		require.Equal(t, home.IP, entry.IP)
		require.JSONEq(t, `{"name":"Newcomer","role":"agent","teams":[]}`, string(entry.Before))
		require.JSONEq(t, `{"name":"Lin","role":"lead","teams":["`+string(desk.ID)+`"]}`, string(entry.After))

		_, err = h.office.Change(h.ctx, ada, s.ID, staff.Change{Name: new("Late"), Version: s.Version})
		fault.Want(t, err, "staff.changed")
		same, err := h.office.Change(h.ctx, ada, s.ID, staff.Change{Name: new("Lin"), Teams: ids(desk.ID)})
		require.NoError(t, err)
		require.Equal(t, after.Version, same.Version)
		h.wantFacts() // what stays the same is not told
		_, err = h.office.Change(h.ctx, ada, "nobody", staff.Change{Name: new("X")})
		fault.Want(t, err, "staff.missing")
	})
}

func TestADisabledPersonIsOutAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin := h.join("lin@example.com", access.Agent)
		_, opened, err := h.office.SignIn(h.ctx, "lin@example.com", goodPassword, home)
		require.NoError(t, err)
		_, token, err := h.office.CreateToken(h.ctx, lin, staff.NewToken{Name: "shop", Scope: access.All})
		require.NoError(t, err)
		again, err := h.office.Invite(h.ctx, ada, lin.ID)
		require.NoError(t, err)

		_, err = h.office.Change(h.ctx, ada, lin.ID, staff.Change{State: new(staff.Disabled)})
		require.NoError(t, err)
		require.True(t, h.ended(opened.Secret))
		_, err = h.office.ActorByToken(h.ctx, token, "")
		fault.Want(t, err, "session.signed_out")
		_, _, err = h.office.SignIn(h.ctx, "lin@example.com", goodPassword, home)
		fault.Want(t, err, "sign_in.refused")
		_, _, err = h.office.Accept(h.ctx, staff.Acceptance{Token: again, Password: goodPassword}, home)
		fault.Want(t, err, "invitation.missing")
		_, err = h.office.Invite(h.ctx, ada, lin.ID)
		fault.Want(t, err, "staff.disabled")
		_, err = h.office.TokenFor(h.ctx, "lin@example.com", access.All)
		fault.Want(t, err, "staff.disabled")

		_, err = h.office.Change(h.ctx, ada, lin.ID, staff.Change{State: new(staff.Active)})
		require.NoError(t, err)
		require.True(t, h.ended(opened.Secret), "who comes back signs in again")
		_, err = h.office.ActorByToken(h.ctx, token, "")
		require.NoError(t, err, "a token slept")
	})
}

func TestTheLastAdminStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		_, err := h.office.Change(h.ctx, ada, ada.ID, staff.Change{Role: new(access.Manager)})
		fault.Want(t, err, "staff.last_admin")
		_, err = h.office.Change(h.ctx, access.System, ada.ID, staff.Change{State: new(staff.Disabled)})
		fault.Want(t, err, "staff.last_admin")
		h.wantFacts()

		h.add("bo@example.com", access.Admin)
		_, err = h.office.Change(h.ctx, ada, ada.ID, staff.Change{Role: new(access.Manager)})
		require.NoError(t, err)
	})
}

func TestTwoAdminsWhoSendEachOtherHomeDoNotBothSucceed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		bo := h.join("bo@example.com", access.Admin)
		for range 20 { // often enough for the two to meet
			errs := make([]error, 2)
			var both sync.WaitGroup
			both.Go(func() {
				_, errs[0] = h.office.Change(h.ctx, ada, bo.ID, staff.Change{State: new(staff.Disabled)})
			})
			both.Go(func() {
				_, errs[1] = h.office.Change(h.ctx, bo, ada.ID, staff.Change{State: new(staff.Disabled)})
			})
			both.Wait()
			require.True(t, (errs[0] == nil) != (errs[1] == nil), "%v, %v", errs[0], errs[1])
			gone := bo.ID
			if errs[0] != nil {
				fault.Want(t, errs[0], "staff.last_admin")
				gone = ada.ID
			} else {
				fault.Want(t, errs[1], "staff.last_admin")
			}
			_, err := h.office.Change(h.ctx, access.System, gone, staff.Change{State: new(staff.Active)})
			require.NoError(t, err)
		}
	})
}

func TestPeopleAreListedByNameInPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		for _, n := range []struct{ email, name string }{{"c@x.cn", "Cai"}, {"b@x.cn", "Bo"}, {"b2@x.cn", "Bo"}, {"d@x.cn", "Dan"}} {
			_, _, err := h.office.Add(h.ctx, ada, staff.Newcomer{Email: n.email, Name: n.name, Role: access.Agent})
			require.NoError(t, err)
		}
		var names []string
		var after fact.StaffID
		for {
			page, err := h.office.List(h.ctx, ada, staff.Query{After: after, Limit: 2})
			require.NoError(t, err)
			require.LessOrEqual(t, len(page.Items), 2)
			for _, s := range page.Items {
				names = append(names, s.Name)
				require.NotNil(t, s.Teams)
			}
			if after = page.Next; after == "" {
				break
			}
		}
		require.Equal(t, []string{"Ada", "Bo", "Bo", "Cai", "Dan"}, names)

		known, err := h.office.Names(h.ctx, []fact.StaffID{ada.ID, "nobody"})
		require.NoError(t, err)
		require.Equal(t, map[fact.StaffID]string{ada.ID: "Ada"}, known)
		_, err = h.office.Get(h.ctx, access.Actor{}, ada.ID)
		fault.Want(t, err, "access.denied")
	})
}
