package staff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/provider"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/seal"
)

const issuer = "https://login.example.com"

func word(subject, email string) provider.Word {
	return provider.Word{Issuer: issuer, Subject: subject, Email: email, Verified: true, Name: "Newcomer"}
}

func TestAProvidersWordLinksOnceAndThenHoldsByItsName(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin := h.join("lin@example.com", access.Agent)
		p := provider.Provider{Domains: []string{"example.com"}, Role: access.Agent}
		enter := func(w provider.Word) (staff.Staff, staff.Entrance, error) {
			return h.office.EnterByWord(h.ctx, p, w, home)
		}

		unverified := word("u-1", "lin@example.com")
		unverified.Verified = false
		_, _, err := enter(unverified)
		fault.Want(t, err, "sign_on.email_unverified")
		_, _, err = enter(word("u-1", ""))
		fault.Want(t, err, "sign_on.email_unverified")
		_, _, err = enter(word("u-9", "lin@elsewhere.example"))
		fault.Want(t, err, "sign_on.domain_refused")
		_, _, err = enter(word("u-9", "nobody@example.com"))
		fault.Want(t, err, "sign_on.unknown")

		s, e, err := enter(word("u-1", "LIN@example.com"))
		require.NoError(t, err)
		require.Equal(t, lin.ID, s.ID)
		require.Equal(t, lin.ID, h.actor(e.Secret).ID)
		h.wantAudit("session.opened", "staff.linked")
		require.JSONEq(t, `{"agent":"Firefox","by":"provider"}`, string(h.audited(1)[0].After))

		renamed := word("u-1", "lin.jing@example.com") // the same person there, with another address
		renamed.Verified = false
		s, _, err = enter(renamed)
		require.NoError(t, err)
		require.Equal(t, lin.ID, s.ID)
		_, _, err = enter(word("u-2", "lin@example.com")) // the address has passed to another there
		fault.Want(t, err, "sign_on.linked_already")
		_, _, err = enter(word("u-1", "lin@elsewhere.example"))
		fault.Want(t, err, "sign_on.domain_refused")

		h.enrolAs(lin, e)
		_, e, err = enter(word("u-1", "lin@example.com"))
		require.NoError(t, err)
		require.Equal(t, staff.Code, e.Step, "a word is one factor")
		p.Both = true
		_, e, err = enter(word("u-1", "lin@example.com"))
		require.NoError(t, err)
		require.Equal(t, staff.In, e.Step, "unless the house takes it for both")

		h.send(ada, lin, staff.Disabled)
		_, _, err = enter(word("u-1", "lin@example.com"))
		fault.Want(t, err, "sign_on.disabled")
	})
}

// enrolAs gives somebody a second factor in the session that they have entered.
func (h *house) enrolAs(who access.Actor, e staff.Entrance) {
	h.t.Helper()
	h.enrol(h.actor(e.Secret))
	require.NotEmpty(h.t, who.ID)
}

func TestAProviderMayTakePeopleOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		care, err := h.teams.Add(h.ctx, ada, team.Founding{Name: "Care"})
		require.NoError(t, err)
		h.told()
		p := provider.Provider{Creates: true, Role: access.Agent, Teams: []fact.TeamID{care.ID}}
		s, e, err := h.office.EnterByWord(h.ctx, p, word("u-5", "new@example.com"), home)
		require.NoError(t, err)
		require.Equal(t, staff.In, e.Step)
		require.Equal(t, access.Agent, s.Role)
		require.Equal(t, "Care", s.Teams[0].Name)
		h.wantFacts("team.changed", "staff.added")
		again, _, err := h.office.EnterByWord(h.ctx, p, word("u-5", "new@example.com"), home)
		require.NoError(t, err)
		require.Equal(t, s.ID, again.ID)
	})
}

func TestProvidersAreKeptByWhoManagesSignIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		bo := h.join("bo@example.com", access.Manager)
		sealer, err := seal.New(seal.NewKey())
		require.NoError(t, err)
		providers := provider.New(d, sealer)
		name, address, client, secret := "企业账号", issuer, "anlan", "a shared secret"
		full := func() provider.Change {
			return provider.Change{Name: &name, Issuer: &address, ClientID: &client, Secret: &secret, Domains: &[]string{" @Example.com", ""}}
		}
		_, err = providers.Add(h.ctx, bo, full())
		fault.Want(t, err, "access.denied")
		_, err = providers.List(h.ctx, bo)
		fault.Want(t, err, "access.denied")
		for code, spoil := range map[string]func(c *provider.Change){
			"provider.name_unusable":     func(c *provider.Change) { c.Name = ptr(" ") },
			"provider.issuer_unreadable": func(c *provider.Change) { c.Issuer = ptr("login") },
			"provider.issuer_not_secure": func(c *provider.Change) { c.Issuer = ptr("http://login.example.com") },
			"provider.client_missing":    func(c *provider.Change) { c.ClientID = ptr("") },
			"provider.secret_missing":    func(c *provider.Change) { c.Secret = nil },
			"provider.state_unknown":     func(c *provider.Change) { c.State = ptr(provider.State("on")) },
			"staff.role_unknown":         func(c *provider.Change) { c.Creates, c.Role = ptr(true), ptr(access.Role("owner")) },
		} {
			c := full()
			spoil(&c)
			_, err := providers.Add(h.ctx, ada, c)
			require.True(t, fault.Is(err, code), "%s: %v", code, err)
		}
		h.told()
		p, err := providers.Add(h.ctx, ada, full())
		require.NoError(t, err)
		require.Equal(t, []string{"example.com"}, p.Domains)
		h.wantFacts("sign_in.changed")
		h.wantAudit("provider.added")
		_, err = providers.Add(h.ctx, ada, full())
		fault.Want(t, err, "provider.name_taken")
		_, opened, err := providers.Open(h.ctx, p.ID)
		require.NoError(t, err)
		require.Equal(t, secret, opened)
		var kept []string
		require.NoError(t, d.Read().NewRaw("SELECT secret FROM provider UNION ALL SELECT after FROM audit UNION ALL SELECT before FROM audit").Scan(h.ctx, &kept))
		for _, text := range kept {
			require.NotContains(t, text, secret)
		}

		// Passwords may go once there is another way, and the last way stays then.
		no := false
		_, err = h.office.SetPolicy(h.ctx, ada, staff.PolicyChange{Password: &no})
		require.NoError(t, err)
		_, _, err = h.office.SignIn(h.ctx, "bo@example.com", goodPassword, home)
		fault.Want(t, err, "sign_in.password_off")
		require.Equal(t, staff.In, h.knock("ada@example.com").Step, "who manages sign-in keeps theirs")
		fault.Want(t, providers.Remove(h.ctx, ada, p.ID), "provider.last_way")
		_, err = providers.Change(h.ctx, ada, p.ID, provider.Change{State: ptr(provider.Off)})
		fault.Want(t, err, "provider.last_way")
		_, err = providers.Change(h.ctx, ada, p.ID, provider.Change{Version: 7})
		fault.Want(t, err, "provider.changed")
		changed, err := providers.Change(h.ctx, ada, p.ID, provider.Change{Secret: ptr("another"), Version: 1})
		require.NoError(t, err)
		require.Equal(t, 2, changed.Version)
		require.Contains(t, string(h.audited(1)[0].After), `"secret":"replaced"`)
		yes := true
		_, err = h.office.SetPolicy(h.ctx, ada, staff.PolicyChange{Password: &yes})
		require.NoError(t, err)
		require.NoError(t, providers.Remove(h.ctx, ada, p.ID))
		h.wantAudit("provider.removed")
		fault.Want(t, providers.Remove(h.ctx, ada, p.ID), "provider.missing")
		_, err = h.office.SetPolicy(h.ctx, ada, staff.PolicyChange{Password: &no})
		fault.Want(t, err, "sign_in.no_other_way")
	})
}

func ptr[T any](v T) *T { return &v }
