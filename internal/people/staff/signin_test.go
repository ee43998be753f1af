package staff_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
)

// guess tries a wrong password and returns the refusal.
func (h *house) guess(email, ip string) *fault.Fault {
	h.t.Helper()
	_, _, err := h.office.SignIn(h.ctx, email, "not this password", staff.From{IP: ip})
	require.Error(h.t, err)
	return fault.Of(err)
}

func TestWhoGuessesWaitsLongerEachTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		for range 5 {
			require.Equal(t, "sign_in.refused", h.guess("ada@example.com", home.IP).Code)
		}
		h.wantAudit("sign_in.locked")
		require.JSONEq(t, `{"email":"ada@example.com","seconds":30}`, string(h.audited(1)[0].After))

		refusal := h.guess("ada@example.com", "198.51.100.7") // from another place as well
		require.Equal(t, "sign_in.locked", refusal.Code)
		require.Equal(t, fault.Limited, refusal.Kind)
		require.Equal(t, 30, refusal.Values["retry_after"])
		_, _, err := h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		fault.Want(t, err, "sign_in.locked") // nor does the right one pass

		h.wait(30 * time.Second)
		require.Equal(t, "sign_in.refused", h.guess("ada@example.com", home.IP).Code)
		require.Equal(t, 60, h.guess("ada@example.com", home.IP).Values["retry_after"])

		h.wait(time.Minute)
		_, _, err = h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		require.NoError(t, err)
		h.wantAudit("session.opened", "sign_in.locked")
		for range 5 { // and afterwards they start afresh
			require.Equal(t, "sign_in.refused", h.guess("ada@example.com", home.IP).Code)
		}
	})
}

func TestAnUnknownEmailIsAnsweredLikeAKnownOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		for range 5 {
			known, unknown := h.guess("ada@example.com", ""), h.guess("nobody@example.com", "")
			require.Equal(t, known, unknown)
		}
		require.Equal(t, h.guess("ada@example.com", ""), h.guess("nobody@example.com", ""))
		h.wantFacts()
	})
}

func TestWhatIsNoEmailAtAllIsRefusedLikeAnyOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		for _, email := range []string{"", "ada\x00@example.com", "\xff\xfe", "' OR 1=1 --", strings.Repeat("林", 5000)} {
			require.Equal(t, "sign_in.refused", h.guess(email, "").Code, "%.20q", email)
		}
	})
}

func TestFailuresAreForgottenAfterAQuietHour(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		for range 4 {
			h.guess("ada@example.com", "")
		}
		h.wait(time.Hour)
		for range 5 {
			require.Equal(t, "sign_in.refused", h.guess("ada@example.com", "").Code)
		}
		require.Equal(t, "sign_in.locked", h.guess("ada@example.com", "").Code)
	})
}

func TestAnAddressThatTriesManyPeopleIsSlowedDown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		h.guess("aa@example.com", "198.51.100.7")
		require.NoError(t, d.Write(h.ctx, func(tx *db.Tx) error { // and many others, which would take a while
			_, err := tx.Exec(h.ctx, "UPDATE sign_in_failure SET failures = 29 WHERE key = 'ip:198.51.100.7'")
			return err
		}))
		require.Equal(t, "sign_in.refused", h.guess("zz@example.com", "198.51.100.7").Code)
		require.Equal(t, "sign_in.locked", h.guess("fresh@example.com", "198.51.100.7").Code)
		_, _, err := h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		require.NoError(t, err, "others are not")
	})
}

func TestGuessesAtTheSameMomentAreAllCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		var looked, locked atomic.Int64
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				_, _, err := h.office.SignIn(h.ctx, "ada@example.com", "not this password", home)
				switch fault.Of(err).Code {
				case "sign_in.refused":
					looked.Add(1)
				case "sign_in.locked":
					locked.Add(1)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 5, looked.Load(), "five passwords are looked at")
		require.EqualValues(t, 15, locked.Load())
	})
}

func TestASessionEndsWhenItIsClosedOldOrForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		_, opened, err := h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		require.NoError(t, err)
		require.NoError(t, h.office.SignOut(h.ctx, h.actor(opened.Secret)))
		require.True(t, h.ended(opened.Secret))
		h.wantAudit("session.closed", "session.opened")

		_, opened, err = h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		require.NoError(t, err)
		for range 4 { // whoever comes each week stays, up to a month
			h.wait(6 * 24 * time.Hour)
			h.actor(opened.Secret)
		}
		h.wait(6 * 24 * time.Hour)
		require.True(t, h.ended(opened.Secret))

		_, opened, err = h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		require.NoError(t, err)
		h.wait(7 * 24 * time.Hour)
		require.True(t, h.ended(opened.Secret))
		require.True(t, h.ended("no such secret"))
		require.True(t, h.ended(""))
	})
}

func TestARequestIsNotedOnceAMinuteAtMost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		_, opened, err := h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		require.NoError(t, err)
		start := h.now
		seen := func() time.Time {
			list, err := h.office.Sessions(h.ctx, ada, ada.ID)
			require.NoError(t, err)
			for _, s := range list {
				if s.ID == opened.ID {
					return s.SeenAt
				}
			}
			t.Fatal("the session is not listed")
			return time.Time{}
		}
		h.wait(59 * time.Second)
		h.actor(opened.Secret)
		require.Equal(t, start, seen())
		h.wait(time.Second)
		h.actor(opened.Secret)
		require.Equal(t, h.now, seen())
	})
}

func TestSessionsAreSeenAndRevokedByTheirOwnerAndTheirManager(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin, bo := h.join("lin@example.com", access.Agent), h.join("bo@example.com", access.Manager)
		list, err := h.office.Sessions(h.ctx, lin, lin.ID)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, lin.Session, list[0].ID)
		require.Equal(t, home, list[0].From)

		_, err = h.office.Sessions(h.ctx, lin, bo.ID)
		fault.Want(t, err, "access.denied")
		fault.Want(t, h.office.RevokeSession(h.ctx, lin, bo.Session), "session.missing")
		fault.Want(t, h.office.RevokeSession(h.ctx, bo, ada.Session), "session.missing")
		fault.Want(t, h.office.RevokeSession(h.ctx, bo, "no such session"), "session.missing")

		list, err = h.office.Sessions(h.ctx, bo, lin.ID)
		require.NoError(t, err)
		require.NoError(t, h.office.RevokeSession(h.ctx, bo, list[0].ID))
		h.wantAudit("session.revoked")
		list, err = h.office.Sessions(h.ctx, bo, lin.ID)
		require.NoError(t, err)
		require.Empty(t, list)
	})
}

func TestANewPasswordSignsTheOthersOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		_, here, err := h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		require.NoError(t, err)
		_, elsewhere, err := h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		require.NoError(t, err)
		ada := h.actor(here.Secret)
		h.told()

		fault.Want(t, h.office.ChangePassword(h.ctx, ada, "not this password", "a calmer sea today"), "password.wrong")
		fault.Want(t, h.office.ChangePassword(h.ctx, ada, goodPassword, "ada@example.com"), "password.too_personal")
		require.False(t, h.ended(elsewhere.Secret))
		h.wantFacts()

		require.NoError(t, h.office.ChangePassword(h.ctx, ada, goodPassword, "a calmer sea today"))
		require.False(t, h.ended(here.Secret))
		require.True(t, h.ended(elsewhere.Secret))
		h.wantFacts("staff.changed")
		h.wantAudit("password.changed")
		_, _, err = h.office.SignIn(h.ctx, "ada@example.com", goodPassword, home)
		fault.Want(t, err, "sign_in.refused")
		_, _, err = h.office.SignIn(h.ctx, "ada@example.com", "a calmer sea today", home)
		require.NoError(t, err)
	})
}

func TestAStolenSessionIsNoPlaceToGuess(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		for range 5 {
			fault.Want(t, h.office.ChangePassword(h.ctx, ada, "not this password", "a calmer sea today"), "password.wrong")
		}
		fault.Want(t, h.office.ChangePassword(h.ctx, ada, goodPassword, "a calmer sea today"), "sign_in.locked")
	})
}

func TestATokenMayWhatItsScopeLeavesOfItsOwner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		for _, c := range []struct {
			scope                access.Scope
			looks, works, brings bool
		}{{access.All, true, true, true}, {access.Read, true, false, false}, {access.Intake, false, false, true}} {
			token, secret, err := h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: "shop", Scope: c.scope})
			require.NoError(t, err)
			require.Regexp(t, `^anl_[A-Za-z0-9_-]{43}$`, secret)
			a, err := h.office.ActorByToken(h.ctx, secret, home.IP)
			require.NoError(t, err)
			require.Equal(t, ada.ID, a.ID)
			require.Equal(t, token.ID, a.Token)
			require.Empty(t, a.Session)
			require.Equal(t, c.looks, a.May(access.ConversationView), c.scope)
			require.Equal(t, c.works, a.May(access.ConversationReply), c.scope)
			require.Equal(t, c.brings, a.May(access.IntakeWrite), c.scope)
			_, _, err = h.office.CreateToken(h.ctx, a, staff.NewToken{Name: "another", Scope: access.All})
			require.Equal(t, c.works, err == nil, "a narrow token does not make a wide one")
			_, err = h.office.Tokens(h.ctx, a, ada.ID)
			require.Equal(t, c.looks, err == nil, "an intake token sees nothing")
			require.Equal(t, c.works, h.office.RevokeToken(h.ctx, a, token.ID) == nil)
		}
	})
}

func TestATokenEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		_, _, err := h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: "x", Scope: access.All, ExpiresAt: h.now})
		fault.Want(t, err, "token.expired_already")
		_, _, err = h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: " ", Scope: access.All})
		fault.Want(t, err, "token.name_missing")
		_, _, err = h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: "a\x00b", Scope: access.All})
		fault.Want(t, err, "token.name_unreadable")
		_, _, err = h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: "x", Scope: "some"})
		fault.Want(t, err, "token.scope_unknown")

		short, secret, err := h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: "short", Scope: access.Read, ExpiresAt: h.now.Add(time.Hour)})
		require.NoError(t, err)
		h.wantAudit("token.created")
		_, err = h.office.ActorByToken(h.ctx, secret, "")
		require.NoError(t, err)
		h.wait(time.Hour)
		_, err = h.office.ActorByToken(h.ctx, secret, "")
		fault.Want(t, err, "session.signed_out")

		list, err := h.office.Tokens(h.ctx, ada, ada.ID)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, short.ID, list[0].ID)
		require.Equal(t, h.now.Add(-time.Hour), list[0].UsedAt)

		lin := h.join("lin@example.com", access.Agent)
		fault.Want(t, h.office.RevokeToken(h.ctx, lin, short.ID), "token.missing")
		long, secret, err := h.office.CreateToken(h.ctx, lin, staff.NewToken{Name: "long", Scope: access.All})
		require.NoError(t, err)
		require.NoError(t, h.office.RevokeToken(h.ctx, ada, long.ID), "who manages them may")
		h.wantAudit("token.revoked")
		_, err = h.office.ActorByToken(h.ctx, secret, "")
		fault.Want(t, err, "session.signed_out")
	})
}

func TestTheCommandLineMakesATokenForAPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, _ := founded(t, d)
		s, _ := h.add("lin@example.com", access.Agent)
		secret, err := h.office.TokenFor(h.ctx, "Lin@example.com", access.Intake)
		require.NoError(t, err)
		a, err := h.office.ActorByToken(h.ctx, secret, "")
		require.NoError(t, err)
		require.Equal(t, s.ID, a.ID)
		require.Equal(t, access.Intake, a.Scope)
		entry := h.audited(1)[0]
		require.Equal(t, "token.created", entry.Action)
		require.Equal(t, fact.StaffID(""), entry.Staff)
		_, err = h.office.TokenFor(h.ctx, "nobody@example.com", access.All)
		fault.Want(t, err, "staff.missing")
	})
}

func TestTidyingRemovesOnlyWhatHasRunOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		count := func(table string) (n int) {
			require.NoError(t, d.Read().NewRaw("SELECT COUNT(*) FROM "+table).Scan(h.ctx, &n))
			return n
		}
		h.add("lin@example.com", access.Agent)
		h.guess("lin@example.com", "")
		_, _, err := h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: "short", Scope: access.Read, ExpiresAt: h.now.Add(time.Hour)})
		require.NoError(t, err)
		require.NoError(t, h.office.Tidy(h.ctx))
		require.Equal(t, []int{1, 1, 1, 1}, []int{count("session"), count("once_link"), count("sign_in_failure WHERE key LIKE 'email:%'"), count("api_token")})

		h.wait(8 * 24 * time.Hour)
		require.NoError(t, h.office.Tidy(h.ctx))
		require.Equal(t, []int{0, 0, 0, 1}, []int{count("session"), count("once_link"), count("sign_in_failure"), count("api_token")})
		h.wait(24 * 24 * time.Hour)
		require.NoError(t, h.office.Tidy(h.ctx))
		require.Zero(t, count("api_token"))
	})
}

func TestATokenMayCarryChosenPermissions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin := h.join("lin@example.com", access.Agent)
		_, _, err := h.office.CreateToken(h.ctx, lin, staff.NewToken{Name: "x", Scope: access.Chosen(access.WebhookManage)})
		fault.Want(t, err, "token.scope_above_own")
		_, _, err = h.office.CreateToken(h.ctx, lin, staff.NewToken{Name: "x", Scope: "conversation.view conversation.teleport"})
		fault.Want(t, err, "token.scope_unknown")

		token, secret, err := h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: "audit", Scope: access.Chosen(access.TokenManage, access.StaffView, access.AuditView)})
		require.NoError(t, err)
		a, err := h.office.ActorByToken(h.ctx, secret, "203.0.113.77")
		require.NoError(t, err)
		require.True(t, a.May(access.AuditView))
		require.False(t, a.May(access.ConversationView))
		fault.Want(t, a.Writes(), "access.scope_too_narrow")
		_, _, err = h.office.CreateToken(h.ctx, a, staff.NewToken{Name: "wider", Scope: access.Read})
		fault.Want(t, err, "token.scope_above_own")
		list, err := h.office.Tokens(h.ctx, a, ada.ID)
		require.NoError(t, err)
		require.Equal(t, token.ID, list[0].ID)
		require.Equal(t, "203.0.113.77", list[0].UsedIP)
		require.Equal(t, []access.Permission{access.StaffView, access.TokenManage, access.AuditView}, list[0].May)

		// What its owner loses, it loses.
		h.join("bo@example.com", access.Admin)
		agent := access.Agent
		_, err = h.office.Change(h.ctx, ada, ada.ID, staff.Change{Role: &agent})
		require.NoError(t, err)
		a, err = h.office.ActorByToken(h.ctx, secret, "")
		require.NoError(t, err)
		require.False(t, a.May(access.AuditView))

		_, err = h.office.TokenFor(h.ctx, "lin@example.com", access.Chosen(access.AuditView))
		fault.Want(t, err, "token.scope_above_own")
		_, err = h.office.TokenFor(h.ctx, "lin@example.com", access.Chosen(access.ConversationView))
		require.NoError(t, err)
	})
}
