package health_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/health"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/drill/world"
	"anlan/internal/platform/fault"
)

func TestATroubleIsNotedOnceAndOnceWhenItIsOver(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		box := w.Channel(intake.Email, "支持邮箱", `{"address":"help@anlan.example","imap":{"host":"imap.qq.com"},"smtp":{"host":"smtp.qq.com"}}`)
		w.Facts()
		ledger, ward := mailbox.NewLedger(w.DB), health.New(w.DB, w.Channels, w.Safe)
		hold, _, err := ledger.Claim(w.Ctx, box.ID, "m", "a")
		require.NoError(t, err)
		fail := func(reason string) {
			require.NoError(t, ledger.Fail(w.Ctx, hold, &mailbox.Trouble{Reason: reason, Said: "no " + w.Now().String()}, time.Minute))
		}
		look := func() health.Health {
			require.NoError(t, ward.Look(w.Ctx))
			h, err := ward.Get(w.Ctx, w.Lin, box.ID)
			require.NoError(t, err)
			return h
		}
		began := w.Now()
		fail("auth_code")
		require.Equal(t, health.Well, look().State)
		w.WantFacts()
		w.Pass(time.Minute)
		fail("auth_code")
		h := look()
		require.Equal(t, health.Broken, h.State)
		require.Equal(t, "mailbox.auth_code", h.Troubles[0].Code)
		require.Equal(t, began, h.Troubles[0].Since)
		require.Equal(t, began, *h.In.FailingSince)
		w.WantFacts("channel.troubled")

		w.Pass(time.Minute)
		fail("auth_code") // in other words of the server's
		require.Equal(t, "no "+w.Now().String(), look().Troubles[0].About["said"])
		w.WantFacts()
		w.Pass(time.Minute)
		fail("port_closed")
		require.Equal(t, "mailbox.port_closed", look().Troubles[0].Code)
		w.WantFacts("channel.troubled") // the same trouble, for another reason
		require.Equal(t, 1, w.Count("channel_trouble"))

		require.NoError(t, ledger.Progress(w.Ctx, hold, mailbox.Listening, 0))
		h = look()
		require.Equal(t, health.Well, h.State)
		require.Empty(t, h.Troubles)
		w.WantFacts("channel.recovered")
		look()
		w.WantFacts()
		past, err := ward.Past(w.Ctx, w.Lin, box.ID, 20)
		require.NoError(t, err)
		require.Len(t, past, 1)
		require.Equal(t, w.Now(), *past[0].OverAt)
		_, err = ward.Get(w.Ctx, w.Lin, "nobody")
		fault.Want(t, err, "channel.missing")
	})
}

func TestAMailboxThatCannotAnswerIsNotWell(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		box := w.Channel(intake.Email, "支持邮箱", `{"imap":{"host":"imap.qq.com","user":"help"}}`)
		ward := health.New(w.DB, w.Channels, w.Safe)
		look := func() health.Health {
			require.NoError(t, ward.Look(w.Ctx))
			h, err := ward.Get(w.Ctx, w.Lin, box.ID)
			require.NoError(t, err)
			return h
		}
		change := func(settings string) {
			_, err := w.Channels.Change(w.Ctx, w.Ada, box.ID, intake.ChannelEdit{Settings: []byte(settings)})
			require.NoError(t, err)
			w.Facts()
		}
		w.Facts()
		h := look()
		require.Equal(t, health.Troubled, h.State)
		require.Equal(t, health.Out, h.Troubles[0].Part)
		require.Equal(t, "trouble.no_address", h.Troubles[0].Code)
		w.WantFacts("channel.troubled")
		change(`{"address":"help@anlan.example"}`)
		require.Equal(t, "trouble.no_way_out", look().Troubles[0].Code)
		look()
		require.Equal(t, 1, w.Count("channel_trouble"))
		change(`{"smtp":{"host":"smtp.qq.com"}}`)
		require.Equal(t, health.Well, look().State)
		w.WantFacts("channel.recovered")
	})
}

func TestAClosedChannelHasNoTrouble(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		box := w.Channel(intake.Email, "支持邮箱", `{"address":"help@anlan.example","imap":{"host":"imap.qq.com"}}`)
		form := w.Channel(intake.Form, "表单", `{"mailbox":"`+string(box.ID)+`"}`)
		ward := health.New(w.DB, w.Channels, w.Safe)
		_, err := w.Channels.Change(w.Ctx, w.Ada, box.ID, intake.ChannelEdit{Settings: []byte(`{"smtp":{"host":"smtp.qq.com"}}`)})
		require.NoError(t, err)
		require.NoError(t, ward.Look(w.Ctx))
		closed := "closed"
		_, err = w.Channels.Change(w.Ctx, w.Ada, box.ID, intake.ChannelEdit{State: &closed})
		require.NoError(t, err)
		require.NoError(t, ward.Look(w.Ctx))
		list, err := ward.List(w.Ctx, w.Lin)
		require.NoError(t, err)
		states := map[string]health.State{}
		for _, h := range list {
			states[h.Name] = h.State
		}
		require.Equal(t, health.Closed, states["支持邮箱"])
		require.Equal(t, health.Broken, states["表单"], "its mailbox does not send any more")
		_, err = w.Channels.Change(w.Ctx, w.Ada, form.ID, intake.ChannelEdit{State: &closed})
		require.NoError(t, err)
		require.NoError(t, ward.Look(w.Ctx))
		h, err := ward.Get(w.Ctx, w.Lin, form.ID)
		require.NoError(t, err)
		require.Equal(t, health.Closed, h.State)
	})
}
