package intake_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/fault"
)

func TestOnlyAnAdminManagesChannelsAndSeesSecrets(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, err := w.Channels.Add(w.Ctx, w.Mo, intake.API, "x", nil)
		fault.Want(t, err, "access.denied")
		_, err = w.Channels.Rotate(w.Ctx, w.Lin, w.Shop.ID)
		fault.Want(t, err, "access.denied")
		w.WantFacts()

		seen, err := w.Channels.Get(w.Ctx, w.Lin, w.Shop.ID)
		require.NoError(t, err)
		require.Empty(t, seen.Secret)
		require.False(t, seen.Can.Change)
		before, err := w.Channels.Get(w.Ctx, w.Ada, w.Shop.ID)
		require.NoError(t, err)
		after, err := w.Channels.Rotate(w.Ctx, w.Ada, w.Shop.ID)
		require.NoError(t, err)
		require.NotEqual(t, before.Secret, after.Secret)
		require.Contains(t, after.Secret, "whsec_")
		require.Equal(t, before.Version+1, after.Version)
		w.WantFacts("channel.changed")

		rows, err := audit.List(w.Ctx, w.DB, access.System, audit.Query{Limit: 1})
		require.NoError(t, err)
		require.Equal(t, "channel.secret_rotated", rows[0].Action)
		require.NotContains(t, string(rows[0].Before)+string(rows[0].After), "whsec_")
	})
}

func TestAPasswordIsWrittenAndNeverReadBack(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		change := func(settings string) (intake.Channel, error) {
			return w.Channels.Change(w.Ctx, w.Ada, w.Mail.ID, intake.ChannelEdit{Settings: json.RawMessage(settings)})
		}
		shown, err := change(`{"smtp": {"host": "mail.example", "user": "u", "password": "secret one"}}`)
		require.NoError(t, err)
		require.NotContains(t, string(shown.Settings), "secret one")
		shown, err = change(string(shown.Settings)) // what a form sends back
		require.NoError(t, err)
		kept, err := w.Channels.ByID(w.Ctx, w.Mail.ID)
		require.NoError(t, err)
		password, err := w.Channels.Password(kept, intake.BySMTP)
		require.NoError(t, err)
		require.Equal(t, "secret one", password)
		settings, err := kept.Email()
		require.NoError(t, err)
		require.Empty(t, settings.SMTP.Password, "it is given to whoever asks for it alone")
		require.Equal(t, "help@lanxue.example", settings.Address, "keys that are not given stay")
		rows, err := audit.List(w.Ctx, w.DB, access.System, audit.Query{Limit: 5})
		require.NoError(t, err)
		for _, r := range rows {
			require.NotContains(t, string(r.Before)+string(r.After), "secret one")
		}
		require.True(t, shown.CanSend())
	})
}

func TestSettingsThatCannotBeRightAreRefused(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		for _, c := range []struct{ kind, settings, code string }{
			{"fax", `{}`, "channel.unknown_kind"},
			{intake.Webchat, `{"colour": "red"}`, "channel.colour_wrong"},
			{intake.Webchat, `{"allowed_origins": ["example.com"]}`, "channel.origin_wrong"},
			{intake.Webchat, `{"color": "#000000"}`, "channel.settings_wrong"},
			{intake.Email, `{"address": "nowhere"}`, "channel.address_wrong"},
			{intake.Email, `{"smtp": {"host": "h", "security": "maybe"}}`, "channel.security_unknown"},
			{intake.Email, `{"smtp": {"host": "h", "port": 70000}}`, "channel.port_wrong"},
		} {
			_, err := w.Channels.Add(w.Ctx, w.Ada, c.kind, "x", json.RawMessage(c.settings))
			fault.Want(t, err, c.code)
		}
		_, err := w.Channels.Add(w.Ctx, w.Ada, intake.API, "  ", nil)
		fault.Want(t, err, "channel.needs_a_name")
		name := "y"
		_, err = w.Channels.Change(w.Ctx, w.Ada, w.Shop.ID, intake.ChannelEdit{Name: &name, Version: 9})
		fault.Want(t, err, "channel.changed_meanwhile")
		w.WantFacts()
	})
}

func TestOfTwoEditsAtOnceNoneUndoesTheOther(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		const many = 10
		var all sync.WaitGroup
		errs := make([]error, many)
		for i := range many {
			name := fmt.Sprintf("Shop %d", i)
			all.Go(func() { _, errs[i] = w.Channels.Change(w.Ctx, w.Ada, w.Shop.ID, intake.ChannelEdit{Name: &name}) })
		}
		all.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
		after, err := w.Channels.ByID(w.Ctx, w.Shop.ID)
		require.NoError(t, err)
		require.Equal(t, w.Shop.Version+many, after.Version)
	})
}

func TestTheHealthOfAChannelIsNotWrittenForEveryMessage(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		last := func() time.Time {
			c, err := w.Channels.ByID(w.Ctx, w.Shop.ID)
			require.NoError(t, err)
			return *c.LastInboundAt
		}
		w.Orders("1", "C", "一")
		require.Equal(t, world.At("09:00"), last())
		w.Until("09:00:20")
		w.Orders("2", "C", "二")
		require.Equal(t, world.At("09:00"), last())
		w.Until("09:00:31")
		w.Orders("3", "C", "三")
		require.Equal(t, world.At("09:00:31"), last())
	})
}

func TestCustomersKnowAMailboxByItsSender(t *testing.T) {
	for want, c := range map[string]intake.Channel{
		"云岭茶铺": {Kind: intake.Email, Name: "售后邮箱", Settings: []byte(`{"from_name":"云岭茶铺"}`)},
		"售后邮箱": {Kind: intake.Email, Name: "售后邮箱", Settings: []byte(`{"from_name":""}`)},
		"官网":   {Kind: intake.Webchat, Name: "官网", Settings: []byte(`{}`)},
	} {
		require.Equal(t, want, c.Known())
	}
}
