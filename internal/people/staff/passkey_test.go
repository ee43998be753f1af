package staff_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/people/access"
	"anlan/internal/people/passkey/passkeytest"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
)

const origin, party = "https://desk.example.com", "desk.example.com"

// carry gives somebody a passkey on a new device.
func (h *house) carry(who access.Actor, name string) (*passkeytest.Device, staff.Key) {
	h.t.Helper()
	device := passkeytest.New(h.t, origin, party)
	c, err := h.office.BeginPasskey(h.ctx, who, byPassword)
	require.NoError(h.t, err)
	k, err := h.office.AddPasskey(h.ctx, who, c.Secret, name, device.Make(c.Options))
	require.NoError(h.t, err)
	h.told()
	return device, k
}

// touch signs in with a device.
func (h *house) touch(device *passkeytest.Device) (staff.Staff, staff.Entrance, error) {
	h.t.Helper()
	c, err := h.office.AskPasskey(h.ctx)
	require.NoError(h.t, err)
	return h.office.EnterByPasskey(h.ctx, c.Secret, device.Sign(c.Options), home)
}

func TestAPasskeyLetsInWithoutAPassword(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		_, err := h.office.BeginPasskey(h.ctx, ada, staff.Proof{})
		fault.Want(t, err, "factor.proof_missing")
		phone, _ := h.carry(ada, "iPhone")
		h.wantAudit("passkey.added")
		h.enrol(ada)
		s, e, err := h.touch(phone)
		require.NoError(t, err)
		require.Equal(t, ada.ID, s.ID)
		require.Equal(t, staff.In, e.Step, "it counts as both factors")
		require.Equal(t, ada.ID, h.actor(e.Secret).ID)
		require.JSONEq(t, `{"agent":"Firefox","by":"passkey"}`, string(h.audited(1)[0].After))

		synced := passkeytest.New(t, origin, party)
		synced.Synced = true
		c, err := h.office.BeginPasskey(h.ctx, ada, byPassword)
		require.NoError(t, err)
		_, err = h.office.AddPasskey(h.ctx, ada, c.Secret, "Password manager", synced.Make(c.Options))
		require.NoError(t, err)
		for range 2 { // one that never counts may come again
			_, _, err = h.touch(synced)
			require.NoError(t, err)
		}
	})
}

func TestAPasskeyThatIsNotRightLetsNobodyIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin := h.join("lin@example.com", access.Agent)
		for what, spoil := range map[string]func(p *passkeytest.Device){
			"used on another site":    func(p *passkeytest.Device) { p.Origin = "https://desk.example.net" },
			"made for another house":  func(p *passkeytest.Device) { p.Party = "example.net" },
			"nobody was verified":     func(p *passkeytest.Device) { p.Unverified = true },
			"somebody else's name":    func(p *passkeytest.Device) { p.Belong(string(lin.ID)) },
			"nobody's name":           func(p *passkeytest.Device) { p.Belong("0193a7c2-5f0e-7c3a-9d52-3f1f4b8f2a10") },
			"a name that is no text":  func(p *passkeytest.Device) { p.Belong("a\x00\xff") },
			"no name":                 func(p *passkeytest.Device) { p.Belong("") },
			"its owner was sent home": func(*passkeytest.Device) { h.send(ada, lin, staff.Disabled) },
		} {
			h.send(ada, lin, staff.Active)
			who := ada
			if what == "its owner was sent home" {
				_, e, err := h.office.SignIn(h.ctx, "lin@example.com", goodPassword, home)
				require.NoError(t, err)
				who = h.actor(e.Secret)
			}
			device, k := h.carry(who, "key")
			spoil(device)
			_, _, err := h.touch(device)
			require.True(t, fault.Is(err, "sign_in.passkey_refused"), "%s: %v", what, err)
			if who.ID == ada.ID {
				require.NoError(t, h.office.RemovePasskey(h.ctx, ada, k.ID))
			}
		}
		// Nor is one kept that verifies nobody.
		device := passkeytest.New(t, origin, party)
		device.Unverified = true
		c, err := h.office.BeginPasskey(h.ctx, ada, byPassword)
		require.NoError(t, err)
		_, err = h.office.AddPasskey(h.ctx, ada, c.Secret, "key", device.Make(c.Options))
		fault.Want(t, err, "passkey.refused")
	})
}

// send opens or closes somebody's way in.
func (h *house) send(by, who access.Actor, state staff.State) {
	h.t.Helper()
	_, err := h.office.Change(h.ctx, by, who.ID, staff.Change{State: &state})
	require.NoError(h.t, err)
}

func TestACopyOfAPasskeyIsNoticed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		phone, k := h.carry(ada, "iPhone")
		for range 3 {
			_, _, err := h.touch(phone)
			require.NoError(t, err)
		}
		phone.Counter = 1 // the copy has been used less often
		_, _, err := h.touch(phone)
		fault.Want(t, err, "sign_in.passkey_copied")
		entry := h.audited(1)[0]
		require.Equal(t, "passkey.copied", entry.Action)
		require.Equal(t, string(k.ID), entry.ObjectID)
	})
}

func TestAChallengeIsAnsweredOnceAndInTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin := h.join("lin@example.com", access.Agent)
		phone, _ := h.carry(ada, "iPhone")
		c, err := h.office.AskPasskey(h.ctx)
		require.NoError(t, err)
		answer := phone.Sign(c.Options)
		_, _, err = h.office.EnterByPasskey(h.ctx, c.Secret, answer, home)
		require.NoError(t, err)
		_, _, err = h.office.EnterByPasskey(h.ctx, c.Secret, answer, home)
		fault.Want(t, err, "passkey.too_late")

		c, err = h.office.AskPasskey(h.ctx)
		require.NoError(t, err)
		_, _, err = h.office.EnterByPasskey(h.ctx, c.Secret, answer, home)
		fault.Want(t, err, "sign_in.passkey_refused") // of another challenge
		c, err = h.office.AskPasskey(h.ctx)
		require.NoError(t, err)
		h.wait(5 * time.Minute)
		_, _, err = h.office.EnterByPasskey(h.ctx, c.Secret, phone.Sign(c.Options), home)
		fault.Want(t, err, "passkey.too_late")

		device := passkeytest.New(t, origin, party)
		c, err = h.office.BeginPasskey(h.ctx, ada, byPassword)
		require.NoError(t, err)
		_, err = h.office.AddPasskey(h.ctx, lin, c.Secret, "mine", device.Make(c.Options))
		fault.Want(t, err, "passkey.too_late") // it was asked of Ada
		_, err = h.office.AddPasskey(h.ctx, ada, c.Secret, "mine", []byte(`{"id":"x"}`))
		fault.Want(t, err, "passkey.refused")
		_, err = h.office.AddPasskey(h.ctx, ada, c.Secret, "mine", device.Make(c.Options))
		fault.Want(t, err, "passkey.too_late") // answered, wrongly

		_, err = h.office.AskPasskey(h.ctx)
		require.NoError(t, err)
		h.wait(time.Hour)
		require.NoError(t, h.office.Tidy(h.ctx))
		var left int
		require.NoError(t, d.Read().NewRaw("SELECT COUNT(*) FROM passkey_ceremony").Scan(h.ctx, &left))
		require.Zero(t, left)
	})
}

func TestPasskeysAreNamedListedAndRemovedByTheirOwner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		lin := h.join("lin@example.com", access.Agent)
		phone, k := h.carry(ada, "iPhone")
		h.wait(time.Minute)
		_, other := h.carry(ada, "  工位的安全密钥 ")
		elsewhere := h.knock("ada@example.com")

		_, err := h.office.RenamePasskey(h.ctx, lin, k.ID, "mine")
		fault.Want(t, err, "passkey.missing")
		fault.Want(t, h.office.RemovePasskey(h.ctx, lin, k.ID), "passkey.missing")
		_, err = h.office.RenamePasskey(h.ctx, ada, k.ID, " ")
		fault.Want(t, err, "passkey.name_missing")
		_, err = h.office.RenamePasskey(h.ctx, ada, k.ID, "a\x07b")
		fault.Want(t, err, "passkey.name_unusable")
		_, err = h.office.RenamePasskey(h.ctx, ada, k.ID, "old iPhone")
		require.NoError(t, err)
		h.wantAudit("passkey.renamed")
		list, err := h.office.Passkeys(h.ctx, ada)
		require.NoError(t, err)
		require.Equal(t, []staff.Key{
			{ID: k.ID, Name: "old iPhone", CreatedAt: h.now.Add(-time.Minute)}, {ID: other.ID, Name: "工位的安全密钥", CreatedAt: h.now},
		}, list)

		// A rule that wants a second factor is kept by a passkey, and the last one stays.
		everybody := access.Agent
		_, err = h.office.SetPolicy(h.ctx, ada, staff.PolicyChange{SecondFactor: &everybody})
		require.NoError(t, err)
		require.Equal(t, staff.Passkey, h.knock("ada@example.com").Step, "the password alone does not lead past a passkey")
		require.NoError(t, h.office.RemovePasskey(h.ctx, ada, other.ID))
		h.wantAudit("passkey.removed")
		require.True(t, h.ended(elsewhere.Secret))
		fault.Want(t, h.office.RemovePasskey(h.ctx, ada, k.ID), "factor.required")
		_, _, err = h.touch(phone)
		require.NoError(t, err)
	})
}

func TestWhereTheAddressIsANumberThereAreNoPasskeys(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h, ada := founded(t, d)
		for address, able := range map[string]bool{
			"https://10.2.3.4": false, "https://[fd00::1]:8443": false, "": false, "://": false,
			"http://127.0.0.1:8080": true, "http://localhost:8080": true, "https://desk.example.cn": true,
		} {
			office := staff.New(d, team.New(d), nil, address)
			require.Equal(t, able, office.PasskeysWork(), address)
			if !able {
				_, err := office.AskPasskey(h.ctx)
				fault.Want(t, err, "passkey.no_name")
				_, err = office.BeginPasskey(h.ctx, ada, byPassword)
				fault.Want(t, err, "passkey.no_name")
			}
		}
	})
}
