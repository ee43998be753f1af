package presence_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/presence"
	"anlan/internal/platform/fault"
)

func TestAMealEndsByItself(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		require.NoError(t, w.Presence.Seen(w.Ctx, w.Lin.ID))
		w.Facts()
		until := w.Now().Add(30 * time.Minute)
		p, err := w.Presence.Choose(w.Ctx, w.Lin, presence.Choice{State: presence.Away, Reason: "meal", Until: until})
		require.NoError(t, err)
		require.Equal(t, presence.Presence{State: presence.Away, Reason: "meal", Since: w.Now(), Until: until}, p)
		w.WantFacts("presence.changed")

		for w.Now().Before(until.Add(time.Second)) { // her screen stays open
			w.Pass(20 * time.Second)
			require.NoError(t, w.Presence.Seen(w.Ctx, w.Lin.ID))
		}
		there, err := w.Presence.Of(w.Ctx, []fact.StaffID{w.Lin.ID})
		require.NoError(t, err)
		require.Equal(t, presence.Online, there[w.Lin.ID].State)
		require.Empty(t, there[w.Lin.ID].Reason)
		w.WantFacts("presence.changed")
	})
}

func TestTheHouseKeepsItsReasons(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r, err := w.Presence.AddReason(w.Ctx, w.Chen, presence.AfterCall, "填工单", "")
		require.NoError(t, err)
		require.Equal(t, "填工单", r.NameEN, "one name stands for both")
		require.Equal(t, 2, r.Place)
		w.WantFacts("presence_reason.changed")
		_, err = w.Presence.AddReason(w.Ctx, w.Lin, presence.Busy, "x", "x")
		fault.Want(t, err, "access.denied")
		_, err = w.Presence.AddReason(w.Ctx, w.Chen, presence.Online, "x", "x")
		fault.Want(t, err, "presence.reason_state")
		_, err = w.Presence.AddReason(w.Ctx, w.Chen, presence.Busy, " ", "")
		fault.Want(t, err, "presence.reason_name_missing")

		_, err = w.Presence.Choose(w.Ctx, w.Lin, presence.Choice{State: presence.AfterCall, Reason: r.ID})
		require.NoError(t, err)
		_, err = w.Presence.Choose(w.Ctx, w.Lin, presence.Choice{State: presence.Busy, Reason: r.ID})
		fault.Want(t, err, "presence.reason_unknown")

		retired := true
		_, err = w.Presence.ChangeReason(w.Ctx, w.Chen, r.ID, presence.ReasonEdit{Retired: &retired, Version: r.Version})
		require.NoError(t, err)
		_, err = w.Presence.Choose(w.Ctx, w.Lin, presence.Choice{State: presence.AfterCall, Reason: r.ID})
		fault.Want(t, err, "presence.reason_unknown")
		_, err = w.Presence.ChangeReason(w.Ctx, w.Chen, r.ID, presence.ReasonEdit{Retired: &retired, Version: r.Version})
		fault.Want(t, err, "presence.reason_changed")
		_, err = w.Presence.ChangeReason(w.Ctx, w.Chen, "nowhere", presence.ReasonEdit{})
		fault.Want(t, err, "presence.reason_missing")

		list, err := w.Presence.Reasons(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Len(t, list, 7, "what is no longer offered keeps its name")
	})
}
