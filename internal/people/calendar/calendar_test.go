package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/kit/workhours"
	"anlan/internal/people/calendar"
	"anlan/internal/platform/fault"
)

func office(t *testing.T) (hours workhours.Calendar) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(`{"zone":"Asia/Shanghai",
		"week":[[],[{"from":"09:00","to":"18:00"}],[{"from":"09:00","to":"18:00"}],[{"from":"09:00","to":"18:00"}],[{"from":"09:00","to":"18:00"}],[{"from":"09:00","to":"18:00"}],[]],
		"exceptions":[{"date":"2026-04-06","name":"清明节","spans":[]}]}`), &hours))
	return hours
}

func TestACalendarIsKeptInVersions(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c, err := w.Calendars.Add(w.Ctx, w.Mo, " 客服时间 ", office(t))
		require.NoError(t, err)
		w.WantFacts("calendar.changed")
		require.Equal(t, "客服时间", c.Name)
		_, err = w.Calendars.Add(w.Ctx, w.Mo, "客服时间", office(t))
		fault.Want(t, err, "calendar.name_taken")
		_, err = w.Calendars.Add(w.Ctx, w.Chen, "Chen's", office(t))
		fault.Want(t, err, "access.denied")

		hours := c.Hours
		hours.Week[6] = []workhours.DaySpan{{From: 600, To: 960}}
		next, err := w.Calendars.Change(w.Ctx, w.Mo, c.ID, "客服时间", hours, c.Version)
		require.NoError(t, err)
		require.Equal(t, 2, next.Version)
		w.WantFacts("calendar.changed")
		_, err = w.Calendars.Change(w.Ctx, w.Mo, c.ID, "客服", hours, c.Version)
		fault.Want(t, err, "calendar.changed")
		var versions int
		require.NoError(t, w.DB.Ask("SELECT COUNT(*) FROM calendar_version WHERE calendar_id = ?", c.ID).Scan(w.Ctx, &versions))
		require.Equal(t, 2, versions, "the first one stays")

		list, err := w.Calendars.List(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, []calendar.Calendar{next}, list)

		require.NoError(t, w.Calendars.Retire(w.Ctx, w.Mo, c.ID))
		fault.Want(t, w.Calendars.Retire(w.Ctx, w.Mo, c.ID), "calendar.missing")
		list, err = w.Calendars.List(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Empty(t, list)
		_, err = w.Calendars.Add(w.Ctx, w.Mo, "客服时间", office(t))
		require.NoError(t, err, "the name is free again")
	})
}

func TestWhatNoCalendarCanBe(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		for _, c := range []struct {
			name   string
			change func(h *workhours.Calendar)
			code   string
		}{
			{" ", func(*workhours.Calendar) {}, "calendar.name_missing"},
			{"a\x00b", func(*workhours.Calendar) {}, "calendar.name_unreadable"},
			{"a", func(h *workhours.Calendar) { h.Zone = "Mars/Olympus" }, "calendar.zone_unknown"},
			{"a", func(h *workhours.Calendar) { h.Week[1] = []workhours.DaySpan{{From: 60, To: 120}, {From: 90, To: 150}} }, "calendar.spans_overlap"},
			{"a", func(h *workhours.Calendar) { h.Week[1] = []workhours.DaySpan{{From: -1, To: 120}} }, "calendar.span_wrong"},
			{"a", func(h *workhours.Calendar) { h.Exceptions = append(h.Exceptions, h.Exceptions[0]) }, "calendar.date_twice"},
			{"a", func(h *workhours.Calendar) { h.Exceptions[0].Date.Day = 31 }, "calendar.date_wrong"},
		} {
			hours := office(t)
			c.change(&hours)
			_, err := w.Calendars.Add(w.Ctx, w.Mo, c.name, hours)
			fault.Want(t, err, c.code)
		}
		w.WantFacts()
	})
}

func TestADeadlineIsTriedWithHoursThatAreNotSaved(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		from := time.Date(2026, 4, 3, 9, 40, 0, 0, time.UTC)
		d, err := w.Calendars.Try(w.Lin, office(t), from, 8*time.Hour)
		require.NoError(t, err)
		require.Equal(t, "2026-04-07T16:40:00+08:00", d.At.Format(time.RFC3339))
		reasons := []workhours.Reason{}
		for _, s := range d.Steps {
			reasons = append(reasons, s.Reason)
		}
		require.Equal(t, []workhours.Reason{workhours.Worked, workhours.DayOff, workhours.Holiday, workhours.Worked}, reasons)
		_, err = w.Calendars.Try(w.Lin, workhours.Calendar{Zone: "UTC"}, from, time.Hour)
		fault.Want(t, err, "calendar.never_open")
		_, err = w.Calendars.Try(w.Lin, office(t), from, 9000*time.Hour)
		fault.Want(t, err, "calendar.work_wrong")

		_, err = w.Calendars.Read(w.Mo, "Dear all,", 2026, 2027)
		fault.Want(t, err, "calendar.file_unreadable")
		_, err = w.Calendars.Read(w.Mo, "", 2026, 2040)
		fault.Want(t, err, "calendar.years_wrong")
		w.WantFacts()
	})
}

func TestACalendarSaysWhetherItIsOpen(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		now := w.DB.Now()
		always, never := workhours.Always("UTC"), workhours.Calendar{Zone: "UTC"}
		soon := workhours.Calendar{Zone: "UTC", Exceptions: []workhours.Exception{{Date: workhours.DateOf(now.UTC()).Plus(1), Spans: []workhours.DaySpan{{From: 60, To: 120}}}}}
		for name, hours := range map[string]workhours.Calendar{"always": always, "never": never, "soon": soon} {
			_, err := w.Calendars.Add(w.Ctx, w.Mo, name, hours)
			require.NoError(t, err)
		}
		require.Equal(t, calendar.Standing{Open: true}, w.Calendars.Stands(calendar.Calendar{Hours: always}))
		require.Equal(t, calendar.Standing{}, w.Calendars.Stands(calendar.Calendar{Hours: never}))
		s := w.Calendars.Stands(calendar.Calendar{Hours: soon})
		require.False(t, s.Open)
		opens := now.UTC().Truncate(24 * time.Hour).Add(25 * time.Hour)
		require.True(t, s.Until.Equal(opens), s.Until)
		open, err := calendar.OpenAt(w.Ctx, w.DB.Read(), opens)
		require.NoError(t, err)
		require.Equal(t, []string{"always", "soon"}, open)
		open, err = calendar.OpenAt(w.Ctx, w.DB.Read(), opens.Add(time.Hour))
		require.NoError(t, err)
		require.Equal(t, []string{"always"}, open, "it closes at its end")
	})
}
