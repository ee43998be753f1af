package staff_test

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
)

var byPassword = staff.Proof{Password: goodPassword}

// code is what an app shows now.
func (h *house) code(secret string) string {
	h.t.Helper()
	code, err := totp.GenerateCode(secret, h.now)
	require.NoError(h.t, err)
	return code
}

// enrol gives somebody who is signed in a second factor.
func (h *house) enrol(who access.Actor) (secret string, codes []string) {
	h.t.Helper()
	n, err := h.office.BeginFactor(h.ctx, who, byPassword)
	require.NoError(h.t, err)
	require.Contains(h.t, n.Address, "secret="+n.Secret)
	codes, err = h.office.ConfirmFactor(h.ctx, who, h.code(n.Secret))
	require.NoError(h.t, err)
	require.Len(h.t, codes, 10)
	h.wait(time.Minute)
	h.told()
	return n.Secret, codes
}

// knock signs in by password, up to the second step.
func (h *house) knock(email string) staff.Entrance {
	h.t.Helper()
	_, e, err := h.office.SignIn(h.ctx, email, goodPassword, home)
	require.NoError(h.t, err)
	return e
}

func TestASecondFactorMakesSigningInTwoSteps(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		elsewhere := h.knock("ada@example.com")
		require.Equal(t, staff.In, elsewhere.Step)

		n, err := h.office.BeginFactor(h.ctx, ada, byPassword)
		require.NoError(t, err)
		require.Equal(t, staff.In, h.knock("ada@example.com").Step, "begun is not on")
		_, err = h.office.ConfirmFactor(h.ctx, ada, "000000")
		fault.Want(t, err, "factor.code_wrong")
		codes, err := h.office.ConfirmFactor(h.ctx, ada, h.code(n.Secret))
		require.NoError(t, err)
		require.Len(t, codes, 10)
		h.wantFacts("staff.changed")
		h.wantAudit("factor.enrolled")
		require.True(t, h.ended(elsewhere.Secret), "whoever came in by the password alone is out")
		require.Equal(t, ada.Session, h.actor2(ada))

		e := h.knock("ada@example.com")
		require.Equal(t, staff.Code, e.Step)
		require.Empty(t, e.Secret)
		require.True(t, h.ended(e.Pending), "half a sign-in is no session")
		w, err := h.office.Waiting(h.ctx, e.Pending)
		require.NoError(t, err)
		require.Equal(t, "ada@example.com", w.Email)

		_, _, err = h.office.GiveCode(h.ctx, e.Pending, h.code(n.Secret), home)
		fault.Want(t, err, "sign_in.code_refused") // the code of the enrolment is used
		h.wait(30 * time.Second)
		_, in, err := h.office.GiveCode(h.ctx, e.Pending, h.code(n.Secret), home)
		require.NoError(t, err)
		require.False(t, h.ended(in.Secret))
		require.JSONEq(t, `{"agent":"Firefox","by":"password+code"}`, string(h.audited(1)[0].After))
		_, _, err = h.office.GiveCode(h.ctx, e.Pending, h.code(n.Secret), home)
		fault.Want(t, err, "sign_in.step_over")
	})
}

// actor2 is the session of somebody who must still be signed in.
func (h *house) actor2(who access.Actor) any {
	h.t.Helper()
	list, err := h.office.Sessions(h.ctx, who, who.ID)
	require.NoError(h.t, err)
	require.Len(h.t, list, 1)
	return list[0].ID
}

func TestACodeWorksOnceAlsoForTwoAtOneMoment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		secret, _ := h.enrol(ada)
		code, in := h.code(secret), atomic.Int64{}
		var all sync.WaitGroup
		for range 4 {
			e := h.knock("ada@example.com")
			all.Go(func() {
				_, _, err := h.office.GiveCode(h.ctx, e.Pending, code, home)
				if err == nil {
					in.Add(1)
				} else if !fault.Is(err, "sign_in.code_refused") {
					t.Error(err)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, in.Load())
	})
}

func TestCodesCannotBeGuessed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		secret, codes := h.enrol(ada)
		for i := range 5 {
			e := h.knock("ada@example.com") // knowing the password does not begin the count anew
			_, _, err := h.office.GiveCode(h.ctx, e.Pending, "00000"+strconv.Itoa(i), home)
			fault.Want(t, err, "sign_in.code_refused")
		}
		require.Equal(t, "sign_in.locked", h.audited(1)[0].Action)
		require.JSONEq(t, `{"step":"code","seconds":30}`, string(h.audited(1)[0].After))
		e := h.knock("ada@example.com")
		for _, code := range []string{h.code(secret), codes[0]} {
			_, _, err := h.office.GiveCode(h.ctx, e.Pending, code, home)
			fault.Want(t, err, "sign_in.locked")
		}
		h.wait(30 * time.Second)
		_, _, err := h.office.GiveCode(h.ctx, e.Pending, h.code(secret), home)
		require.NoError(t, err)
	})
}

func TestARecoveryCodeWorksOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		_, codes := h.enrol(ada)
		e := h.knock("ada@example.com")
		_, in, err := h.office.GiveCode(h.ctx, e.Pending, strings.ToUpper(strings.ReplaceAll(codes[3], "-", " ")), home)
		require.NoError(t, err)
		h.wantAudit("session.opened", "factor.recovery_code_used")
		require.JSONEq(t, `{"left":9}`, string(h.audited(2)[1].After))
		_, _, err = h.office.GiveCode(h.ctx, h.knock("ada@example.com").Pending, codes[3], home)
		fault.Want(t, err, "sign_in.code_refused")

		who := h.actor(in.Secret)
		f, err := h.office.Factor(h.ctx, who)
		require.NoError(t, err)
		require.Equal(t, 9, f.Codes)
		_, err = h.office.RenewCodes(h.ctx, who, staff.Proof{})
		fault.Want(t, err, "factor.proof_missing")
		fresh, err := h.office.RenewCodes(h.ctx, who, staff.Proof{Code: codes[4]})
		require.NoError(t, err)
		h.wantAudit("factor.codes_renewed")
		_, _, err = h.office.GiveCode(h.ctx, h.knock("ada@example.com").Pending, codes[5], home)
		fault.Want(t, err, "sign_in.code_refused")
		_, _, err = h.office.GiveCode(h.ctx, h.knock("ada@example.com").Pending, fresh[0], home)
		require.NoError(t, err)
	})
}

func TestHalfASignInEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		secret, _ := h.enrol(ada)
		for what, end := range map[string]func(e staff.Entrance){
			"after ten minutes": func(staff.Entrance) { h.wait(10 * time.Minute) },
			"when one turns back": func(e staff.Entrance) {
				require.NoError(t, h.office.TurnBack(h.ctx, e.Pending))
			},
			"with a new password": func(staff.Entrance) {
				require.NoError(t, h.office.ChangePassword(h.ctx, ada, goodPassword, "another calm sea"))
				require.NoError(t, h.office.ChangePassword(h.ctx, ada, "another calm sea", goodPassword))
			},
		} {
			e := h.knock("ada@example.com")
			end(e)
			_, _, err := h.office.GiveCode(h.ctx, e.Pending, h.code(secret), home)
			require.True(t, fault.Is(err, "sign_in.step_over"), "%s: %v", what, err)
			_, err = h.office.Waiting(h.ctx, e.Pending)
			fault.Want(t, err, "sign_in.step_over")
		}
		_, err := h.office.EnrolFirst(h.ctx, h.knock("ada@example.com").Pending)
		fault.Want(t, err, "sign_in.step_over") // a second factor is not replaced from outside
	})
}

func TestTurningTheSecondFactorOffWantsProof(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		secret, _ := h.enrol(ada)
		_, token, err := h.office.CreateToken(h.ctx, ada, staff.NewToken{Name: "all", Scope: access.All})
		require.NoError(t, err)
		program, err := h.office.ActorByToken(h.ctx, token, "")
		require.NoError(t, err)
		fault.Want(t, h.office.DropFactor(h.ctx, program, byPassword), "factor.browser_only")
		fault.Want(t, h.office.DropFactor(h.ctx, ada, staff.Proof{}), "factor.proof_missing")
		fault.Want(t, h.office.DropFactor(h.ctx, ada, staff.Proof{Password: "not this password"}), "factor.password_wrong")
		fault.Want(t, h.office.DropFactor(h.ctx, ada, staff.Proof{Code: "000000"}), "factor.code_wrong")
		_, err = h.office.BeginFactor(h.ctx, ada, byPassword)
		fault.Want(t, err, "factor.on_already")
		h.wantFacts()

		require.NoError(t, h.office.DropFactor(h.ctx, ada, staff.Proof{Code: h.code(secret)}))
		h.wantFacts("staff.changed")
		h.wantAudit("factor.dropped")
		require.Equal(t, staff.In, h.knock("ada@example.com").Step)
		fault.Want(t, h.office.DropFactor(h.ctx, ada, byPassword), "factor.off_already")
	})
}

func TestAnAdminResetsWhatAColleagueHasLost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin, bo := h.join("lin@example.com", access.Agent), h.join("bo@example.com", access.Manager)
		h.enrol(lin)
		fault.Want(t, h.office.ResetFactor(h.ctx, bo, lin.ID), "access.denied")
		fault.Want(t, h.office.ResetFactor(h.ctx, ada, ada.ID), "factor.not_oneself")
		fault.Want(t, h.office.ResetFactor(h.ctx, ada, bo.ID), "factor.off_already")
		require.NoError(t, h.office.ResetFactor(h.ctx, ada, lin.ID))
		entry := h.audited(1)[0]
		require.Equal(t, "factor.reset", entry.Action)
		require.Equal(t, ada.ID, entry.Staff)
		require.JSONEq(t, `{"second_factor":true,"passkeys":0}`, string(entry.Before))
		_, err := h.office.Sessions(h.ctx, ada, lin.ID)
		require.NoError(t, err)
		require.Equal(t, staff.In, h.knock("lin@example.com").Step)

		h.enrol(ada)
		s, err := h.office.ResetFactorOf(h.ctx, "Ada@example.com") // by the command line
		require.NoError(t, err)
		require.Equal(t, ada.ID, s.ID)
		require.Equal(t, staff.In, h.knock("ada@example.com").Step)
	})
}

func TestAnInvitationDoesNotStandForTheSecondFactor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin := h.join("lin@example.com", access.Agent)
		h.enrol(lin)
		invitation, err := h.office.Invite(h.ctx, ada, lin.ID)
		require.NoError(t, err)
		_, e, err := h.office.Accept(h.ctx, staff.Acceptance{Token: invitation, Password: goodPassword}, home)
		require.NoError(t, err)
		require.Equal(t, staff.Code, e.Step)
		require.Empty(t, e.Secret)
	})
}

func TestTheHouseMayDemandASecondFactor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin, bo := h.join("lin@example.com", access.Agent), h.join("bo@example.com", access.Manager)
		role := access.Manager
		_, err := h.office.SetPolicy(h.ctx, bo, staff.PolicyChange{SecondFactor: &role})
		fault.Want(t, err, "access.denied")
		_, err = h.office.SetPolicy(h.ctx, ada, staff.PolicyChange{SecondFactor: &role})
		fault.Want(t, err, "sign_in.have_one_first")
		h.enrol(ada)
		p, lacking, err := h.office.Policy(h.ctx, ada)
		require.NoError(t, err)
		require.Equal(t, staff.Lacking{access.Agent: 2, access.Lead: 1, access.Manager: 1}, lacking)
		_, err = h.office.SetPolicy(h.ctx, ada, staff.PolicyChange{SecondFactor: &role, Version: p.Version + 1})
		fault.Want(t, err, "sign_in.policy_changed")
		none := access.Role("owner")
		_, err = h.office.SetPolicy(h.ctx, ada, staff.PolicyChange{SecondFactor: &none})
		fault.Want(t, err, "staff.role_unknown")
		h.told()
		_, err = h.office.SetPolicy(h.ctx, ada, staff.PolicyChange{SecondFactor: &role, Version: p.Version})
		require.NoError(t, err)
		h.wantFacts("sign_in.changed")
		h.wantAudit("sign_in.policy_changed")
		require.JSONEq(t, `{"second_factor":"","password":true}`, string(h.audited(1)[0].Before))
		fault.Want(t, h.office.DropFactor(h.ctx, ada, byPassword), "factor.required")

		sessions := func(of access.Actor) int {
			list, err := h.office.Sessions(h.ctx, ada, of.ID)
			require.NoError(t, err)
			return len(list)
		}
		require.Equal(t, []int{1, 0}, []int{sessions(lin), sessions(bo)}, "who lacks one is led to it, others are not disturbed")
		require.Equal(t, staff.In, h.knock("lin@example.com").Step)
		e := h.knock("bo@example.com")
		require.Equal(t, staff.Enrol, e.Step)
		require.True(t, h.ended(e.Pending))
		n, err := h.office.EnrolFirst(h.ctx, e.Pending)
		require.NoError(t, err)
		_, _, _, err = h.office.ConfirmFirst(h.ctx, e.Pending, "000000", home)
		fault.Want(t, err, "factor.code_wrong")
		_, in, codes, err := h.office.ConfirmFirst(h.ctx, e.Pending, h.code(n.Secret), home)
		require.NoError(t, err)
		require.Len(t, codes, 10)
		require.Equal(t, bo.ID, h.actor(in.Secret).ID)
		h.wantAudit("session.opened", "factor.enrolled")
		require.Equal(t, staff.Code, h.knock("bo@example.com").Step)

		// Who rises to a role that wants one is led to it too.
		h.wait(time.Hour)
		_, err = h.office.Change(h.ctx, ada, lin.ID, staff.Change{Role: &role})
		require.NoError(t, err)
		require.Zero(t, sessions(lin))
	})
}

func TestAnEnrolmentIsForgottenWhenNobodyFinishesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		_, err := h.office.ConfirmFactor(h.ctx, ada, "123456")
		fault.Want(t, err, "factor.not_begun")
		n, err := h.office.BeginFactor(h.ctx, ada, byPassword)
		require.NoError(t, err)
		h.wait(time.Hour)
		_, err = h.office.ConfirmFactor(h.ctx, ada, h.code(n.Secret))
		fault.Want(t, err, "factor.not_begun")
		require.NoError(t, h.office.Tidy(h.ctx))
		var left int
		require.NoError(t, d.Read().NewRaw("SELECT COUNT(*) FROM second_factor").Scan(h.ctx, &left))
		require.Zero(t, left)
	})
}

func TestNoSecretOfASecondFactorIsKeptInTheClear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		secret, codes := h.enrol(ada)
		var kept []string
		require.NoError(t, d.Read().NewRaw(`SELECT secret FROM second_factor UNION ALL SELECT code FROM recovery_code
			UNION ALL SELECT after FROM audit UNION ALL SELECT before FROM audit`).Scan(h.ctx, &kept))
		require.Greater(t, len(kept), 11)
		for _, text := range kept {
			require.NotContains(t, text, secret)
			for _, code := range codes {
				require.NotContains(t, text, code)
				require.NotContains(t, text, strings.ReplaceAll(code, "-", ""))
			}
		}
	})
}
