package notification_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/notification"
)

func TestWhatComesInQuietHoursIsUnderTheBellAndNeverPushed(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		pushed, status := 0, http.StatusCreated
		service := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			pushed++
			rw.WriteHeader(status)
		}))
		t.Cleanup(service.Close)
		d := told(t, w, netip.MustParsePrefix("127.0.0.0/8"))
		p256dh, auth := newBrowser(t).keys()
		_, err := d.Subscribe(w.Ctx, w.Lin, service.URL, p256dh, auth, "")
		require.NoError(t, err)
		everyDay := func(from, to time.Duration) []notification.QuietSpan {
			at := func(d time.Duration) string { return w.Now().UTC().Add(d).Format("15:04") }
			return []notification.QuietSpan{{Days: []int{1, 2, 3, 4, 5, 6, 7}, From: at(from), To: at(to)}}
		}
		comes := func(name string) (pushes int) {
			before := pushed
			give(t, w, w.Chen, w.Says(name, "您好").Conversation, w.Lin.ID)
			pump(t, w, d)
			w.Pass(4 * time.Second)
			w.Settle()
			return pushed - before
		}
		held := func() (list []bool) {
			found, _, _, err := d.List(w.Ctx, w.Lin, notification.Walk{Limit: 50})
			require.NoError(t, err)
			for _, n := range found {
				list = append(list, n.Held)
			}
			return list
		}

		hours, err := d.KeepQuiet(w.Ctx, w.Lin, everyDay(time.Hour, 9*time.Hour), "UTC")
		require.NoError(t, err)
		require.False(t, hours.Now)
		require.Equal(t, 1, comes("before"))
		w.Pass(time.Hour)
		for _, name := range []string{"a", "b", "c"} {
			require.Zero(t, comes(name))
		}
		require.Equal(t, []bool{true, true, true, false}, held(), "the bell has all, and says why the telephone was silent")
		hours, err = d.QuietHours(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.True(t, hours.Now)
		w.Pass(8 * time.Hour)
		w.Settle()
		require.Equal(t, 1, pushed, "no flood when the night is over")
		require.Equal(t, 1, comes("after"))

		// What the push service could not take before quiet hours began is not pushed in them either.
		_, err = d.KeepQuiet(w.Ctx, w.Lin, everyDay(time.Minute, 2*time.Hour), "UTC")
		require.NoError(t, err)
		status = http.StatusServiceUnavailable
		require.Equal(t, 1, comes("refused for now"))
		status = http.StatusCreated
		was := pushed
		w.Pass(time.Hour)
		w.Settle()
		require.Equal(t, was, pushed)
		require.True(t, held()[0])
	})
}

func TestQuietHoursAreInThePersonsTimeZone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		d := told(t, w)
		none, err := d.QuietHours(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, notification.QuietHours{Spans: []notification.QuietSpan{}}, none)
		clock := w.Now().In(time.FixedZone("", 8*60*60))
		here := []notification.QuietSpan{{Days: []int{1, 2, 3, 4, 5, 6, 7}, From: clock.Format("15:04"), To: clock.Add(time.Hour).Format("15:04")}}

		w.Meddle("UPDATE staff SET time_zone = '' WHERE id = ?", w.Lin.ID)
		_, err = d.KeepQuiet(w.Ctx, w.Lin, here, "")
		fault.Want(t, err, "quiet_hours.zone_unknown")
		kept, err := d.KeepQuiet(w.Ctx, w.Lin, here, "Asia/Shanghai")
		require.NoError(t, err)
		require.Equal(t, notification.QuietHours{Spans: here, TimeZone: "Asia/Shanghai", Now: true}, kept)

		w.Meddle("UPDATE staff SET time_zone = 'America/New_York' WHERE id = ?", w.Lin.ID)
		kept, err = d.QuietHours(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, notification.QuietHours{Spans: here, TimeZone: "America/New_York"}, kept, "who has moved takes them along")

		kept, err = d.KeepQuiet(w.Ctx, w.Lin, []notification.QuietSpan{}, "")
		require.NoError(t, err)
		require.Empty(t, kept.Spans)
		_, err = d.KeepQuiet(w.Ctx, access.Actor{}, here, "UTC")
		require.Error(t, err)
		_, err = d.KeepQuiet(w.Ctx, w.Lin, []notification.QuietSpan{{From: "1", To: "2"}}, "UTC")
		fault.Want(t, err, "quiet_hours.days_wrong")
	})
}
