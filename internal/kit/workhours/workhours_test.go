package workhours_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/workhours"
)

// hours reads "09:00-12:00 13:00-18:00".
func hours(t testing.TB, text string) (spans []workhours.DaySpan) {
	t.Helper()
	for _, one := range strings.Fields(text) {
		var s workhours.DaySpan
		from, to, _ := strings.Cut(one, "-")
		require.NoError(t, s.From.UnmarshalText([]byte(from)))
		require.NoError(t, s.To.UnmarshalText([]byte(to)))
		spans = append(spans, s)
	}
	return spans
}

// on makes a calendar whose given days have these hours: "1-5", "0-6", "0".
func on(t testing.TB, zone, days, text string) workhours.Calendar {
	t.Helper()
	c := workhours.Calendar{Zone: zone}
	for d := days[0] - '0'; d <= days[len(days)-1]-'0'; d++ {
		c.Week[d] = hours(t, text)
	}
	return c
}

func but(t testing.TB, c workhours.Calendar, date, name, text string) workhours.Calendar {
	t.Helper()
	e := workhours.Exception{Name: name, Spans: hours(t, text)}
	require.NoError(t, e.Date.UnmarshalText([]byte(date)))
	c.Exceptions = append(append([]workhours.Exception(nil), c.Exceptions...), e)
	return c
}

func china(t testing.TB, text string) workhours.Calendar {
	t.Helper()
	c := on(t, "Asia/Shanghai", "1-5", text)
	for _, n := range workhours.Notices() {
		for _, d := range n.Days {
			c.Exceptions = append(c.Exceptions, d.Exception(d.Holiday, hours(t, text)))
		}
	}
	return c
}

func calendars(t testing.TB) map[string]workhours.Calendar {
	t.Helper()
	plain := on(t, "Asia/Shanghai", "1-5", "09:00-18:00")
	night := on(t, "Asia/Shanghai", "1-5", "22:00-06:00")
	return map[string]workhours.Calendar{
		"china":         china(t, "09:00-18:00"),
		"plain":         plain,
		"lunch":         on(t, "Asia/Shanghai", "1-5", "09:00-12:00 13:00-18:00"),
		"party":         but(t, plain, "2026-02-13", "party", "09:00-12:00"),
		"night":         night,
		"night, 1 May":  but(t, night, "2026-05-01", "labour_day", ""),
		"shanghai 24x7": workhours.Always("Asia/Shanghai"),
		"berlin 24x7":   workhours.Always("Europe/Berlin"),
		"berlin night":  on(t, "Europe/Berlin", "0-6", "22:00-06:00"),
		"berlin gap":    on(t, "Europe/Berlin", "0", "02:15-02:45"),
		"berlin over":   on(t, "Europe/Berlin", "0", "02:30-03:30"),
		"berlin morn":   on(t, "Europe/Berlin", "0-6", "01:00-04:00"),
		"new york":      on(t, "America/New_York", "1-5", "09:00-17:00"),
		"new york 24x7": workhours.Always("America/New_York"),
		"lord howe":     workhours.Always("Australia/Lord_Howe"),
		"apia 24x7":     workhours.Always("Pacific/Apia"),
		"apia":          on(t, "Pacific/Apia", "1-5", "09:00-17:00"),
		"havana late":   on(t, "America/Havana", "0-6", "23:00-01:00"),
	}
}

// local reads "Mon 2026-03-02 10:00" as its zone's clock shows it; where that comes
// twice, "+01" says which is meant. A wrong day of the week is an error of the table.
func local(t testing.TB, zone *time.Location, text string) time.Time {
	t.Helper()
	form := "Mon 2006-01-02 15:04"
	at, err := time.ParseInLocation(form, text, zone)
	if len(text) > len(form) {
		form = "Mon 2006-01-02 15:04 -07"
		at, err = time.ParseInLocation(form, text, zone)
	}
	require.NoError(t, err)
	require.Equal(t, text, at.In(zone).Format(form))
	return at.In(zone)
}

// Worked out by hand, with a calendar on the wall.
var cases = []struct {
	calendar, from, work, want string
	pauses                     string // "from/until, from/until"
}{
	{"china", "Mon 2026-03-02 10:00", "1h", "Mon 2026-03-02 11:00", ""},
	{"china", "Mon 2026-03-02 17:00", "1h", "Mon 2026-03-02 18:00", ""},   // the end of the day, not the next morning
	{"china", "Mon 2026-03-02 17:00", "1h1m", "Tue 2026-03-03 09:01", ""}, // one minute more is the next day
	{"china", "Mon 2026-03-02 08:00", "1h", "Mon 2026-03-02 10:00", ""},
	{"china", "Mon 2026-03-02 18:00", "1h", "Tue 2026-03-03 10:00", ""},
	{"china", "Fri 2026-03-06 17:40", "8h", "Mon 2026-03-09 16:40", ""}, // over a weekend
	{"china", "Fri 2026-03-06 19:00", "1h", "Mon 2026-03-09 10:00", ""},
	{"china", "Sat 2026-03-07 12:00", "9h", "Mon 2026-03-09 18:00", ""},
	{"china", "Sun 2026-03-08 23:59", "1m", "Mon 2026-03-09 09:01", ""},
	{"china", "Sat 2026-03-07 12:00", "0s", "Sat 2026-03-07 12:00", ""},
	{"china", "Fri 2026-04-03 17:40", "8h", "Tue 2026-04-07 16:40", ""},  // Qingming on Monday
	{"china", "Thu 2026-04-30 17:00", "2h", "Wed 2026-05-06 10:00", ""},  // Labour Day, five days
	{"china", "Fri 2026-05-08 17:00", "2h", "Sat 2026-05-09 10:00", ""},  // a Saturday that makes up
	{"china", "Sat 2026-05-09 17:30", "1h", "Mon 2026-05-11 09:30", ""},  // and the Sunday behind it
	{"china", "Fri 2026-02-13 17:00", "10h", "Sat 2026-02-14 18:00", ""}, // made up before the Spring Festival
	{"china", "Fri 2026-02-13 17:00", "11h", "Tue 2026-02-24 10:00", ""}, // nine days of it
	{"china", "Fri 2026-02-27 18:00", "9h", "Sat 2026-02-28 18:00", ""},
	{"china", "Sat 2026-02-28 17:00", "2h", "Mon 2026-03-02 10:00", ""},
	{"china", "Wed 2025-12-31 17:30", "1h", "Sun 2026-01-04 09:30", ""}, // over the year's end, made up on a Sunday
	{"china", "Sat 2026-01-03 10:00", "30m", "Sun 2026-01-04 09:30", ""},
	{"china", "Sat 2026-09-19 10:00", "1h", "Sun 2026-09-20 10:00", ""},
	{"china", "Wed 2026-09-30 17:00", "2h", "Thu 2026-10-08 10:00", ""},
	{"china", "Fri 2026-10-09 17:00", "2h", "Sat 2026-10-10 10:00", ""},
	{"china", "Mon 2025-01-27 17:00", "2h", "Wed 2025-02-05 10:00", ""},
	{"china", "Sat 2025-01-25 12:00", "1h", "Sun 2025-01-26 10:00", ""},
	{"china", "Tue 2025-09-30 17:00", "2h", "Thu 2025-10-09 10:00", ""}, // eight days with Mid-Autumn
	{"china", "Fri 2025-10-10 17:00", "2h", "Sat 2025-10-11 10:00", ""},

	{"lunch", "Mon 2026-03-02 11:30", "1h", "Mon 2026-03-02 13:30", ""},
	{"lunch", "Mon 2026-03-02 11:30", "30m", "Mon 2026-03-02 12:00", ""},
	{"lunch", "Mon 2026-03-02 12:30", "30m", "Mon 2026-03-02 13:30", ""},
	{"lunch", "Fri 2026-03-06 16:00", "8h", "Mon 2026-03-09 16:00", ""},
	{"party", "Fri 2026-02-13 11:00", "2h", "Mon 2026-02-16 10:00", ""}, // half a day

	{"plain", "Mon 2028-02-28 17:00", "2h", "Tue 2028-02-29 10:00", ""}, // a leap day
	{"plain", "Tue 2028-02-29 17:00", "2h", "Wed 2028-03-01 10:00", ""},
	{"shanghai 24x7", "Mon 2028-02-28 12:00", "48h", "Wed 2028-03-01 12:00", ""},
	{"shanghai 24x7", "Thu 2026-12-31 23:59", "2m", "Fri 2027-01-01 00:01", ""},
	{"plain", "Thu 2026-12-31 17:59", "2m", "Fri 2027-01-01 09:01", ""}, // of a year whose holidays nobody told

	{"night", "Mon 2026-03-02 23:00", "2h", "Tue 2026-03-03 01:00", ""},
	{"night", "Tue 2026-03-03 05:30", "1h", "Tue 2026-03-03 22:30", ""},
	{"night", "Sat 2026-03-07 05:00", "2h", "Mon 2026-03-09 23:00", ""}, // Friday's shift ends on Saturday
	{"night", "Mon 2026-03-02 03:00", "1h", "Mon 2026-03-02 23:00", ""}, // Sunday has none
	{"night", "Thu 2026-12-31 23:30", "1h", "Fri 2027-01-01 00:30", ""},
	{"night, 1 May", "Thu 2026-04-30 23:00", "8h", "Mon 2026-05-04 23:00", ""}, // the shift of the eve runs out

	{"berlin 24x7", "Sat 2026-03-28 12:00", "24h", "Sun 2026-03-29 13:00", ""},
	{"berlin 24x7", "Sat 2026-10-24 12:00", "24h", "Sun 2026-10-25 11:00", ""},
	{"berlin night", "Sat 2026-03-28 22:00", "7h", "Sun 2026-03-29 06:00", ""}, // a night of seven hours
	{"berlin night", "Sat 2026-03-28 22:00", "8h", "Sun 2026-03-29 23:00", ""},
	{"berlin night", "Sat 2026-10-24 22:00", "9h", "Sun 2026-10-25 06:00", ""}, // a night of nine
	{"berlin night", "Sat 2026-10-24 22:00", "4h30m", "Sun 2026-10-25 02:30 +02", ""},
	{"berlin night", "Sat 2026-10-24 22:00", "5h30m", "Sun 2026-10-25 02:30 +01", ""},
	{"berlin gap", "Sat 2026-03-28 12:00", "30m", "Sun 2026-04-05 02:45", ""},     // the time is left out
	{"berlin gap", "Sun 2026-10-25 00:00", "30m", "Sun 2026-10-25 02:45 +02", ""}, // and here it comes twice, and counts once
	{"berlin gap", "Sun 2026-10-25 00:00", "31m", "Sun 2026-11-01 02:16", ""},
	{"berlin over", "Sun 2026-10-25 00:00", "2h", "Sun 2026-10-25 03:30", ""},
	{"berlin over", "Sun 2026-03-29 00:00", "30m", "Sun 2026-03-29 03:30", ""}, // begins when the clocks go forward
	{"berlin morn", "Sun 2026-03-29 00:00", "2h", "Sun 2026-03-29 04:00", ""},
	{"berlin morn", "Sun 2026-10-25 00:00", "4h", "Sun 2026-10-25 04:00", ""},
	{"new york", "Fri 2026-03-06 16:00", "2h", "Mon 2026-03-09 10:00", ""},
	{"new york 24x7", "Sat 2026-10-31 20:00", "8h", "Sun 2026-11-01 03:00", ""},
	{"lord howe", "Sat 2026-10-03 23:00", "4h", "Sun 2026-10-04 03:30", ""}, // by half an hour
	{"lord howe", "Sat 2026-04-04 23:00", "4h", "Sun 2026-04-05 02:30", ""},
	{"apia 24x7", "Thu 2011-12-29 12:00", "24h", "Sat 2011-12-31 12:00", ""}, // there was no Friday
	{"apia", "Thu 2011-12-29 16:00", "2h", "Mon 2012-01-02 10:00", ""},
	{"havana late", "Sat 2026-10-31 23:00", "3h", "Sun 2026-11-01 01:00", ""}, // midnight comes twice

	{"plain", "Mon 2026-03-02 10:00", "4h", "Mon 2026-03-02 18:00", "Mon 2026-03-02 11:00/Mon 2026-03-02 15:00"},
	{"plain", "Fri 2026-03-06 15:00", "2h", "Mon 2026-03-09 12:00", "Fri 2026-03-06 16:00/Mon 2026-03-09 11:00"},
	{"plain", "Mon 2026-03-02 17:00", "2h", "Tue 2026-03-03 10:00", "Mon 2026-03-02 19:00/Tue 2026-03-03 08:00"}, // a pause in the night takes nothing
	{"plain", "Mon 2026-03-02 10:00", "2h", "Mon 2026-03-02 15:00", "Mon 2026-03-02 12:00/Mon 2026-03-02 14:00, Mon 2026-03-02 11:00/Mon 2026-03-02 13:00"},
	{"plain", "Mon 2026-03-02 10:00", "1h", "Mon 2026-03-02 11:30", "Mon 2026-03-02 08:00/Mon 2026-03-02 10:30"},
	{"plain", "Mon 2026-03-02 10:00", "1h", "Mon 2026-03-02 11:00", "Mon 2026-03-02 11:00/"}, // due before the pause that is not over
}

func pausesOf(t testing.TB, zone *time.Location, text string) (list []workhours.Pause) {
	t.Helper()
	for _, one := range strings.Split(text, ", ") {
		from, until, is := strings.Cut(one, "/")
		if !is {
			continue
		}
		p := workhours.Pause{From: local(t, zone, from)}
		if until != "" {
			p.Until = local(t, zone, until)
		}
		list = append(list, p)
	}
	return list
}

func TestDeadlinesWorkedOutByHand(t *testing.T) {
	require.GreaterOrEqual(t, len(cases), 40)
	all := calendars(t)
	for _, c := range cases {
		t.Run(c.calendar+" "+c.from+" "+c.work, func(t *testing.T) {
			k, err := all[c.calendar].Clock()
			require.NoError(t, err)
			from, want := local(t, k.Zone(), c.from), local(t, k.Zone(), c.want)
			work, err := time.ParseDuration(c.work)
			require.NoError(t, err)
			pauses := pausesOf(t, k.Zone(), c.pauses)
			got, err := k.Add(from, work, pauses...)
			require.NoError(t, err)
			require.Equal(t, want.String(), got.String())
			require.Equal(t, work, k.Between(from, got, pauses...))
			require.Equal(t, -work, k.Between(got, from, pauses...))
		})
	}
}

func TestOpenAndNextOpen(t *testing.T) {
	all := calendars(t)
	for _, c := range []struct{ calendar, at, opens string }{
		{"china", "Mon 2026-03-02 08:59", "Mon 2026-03-02 09:00"},
		{"china", "Mon 2026-03-02 09:00", ""},
		{"china", "Mon 2026-03-02 17:59", ""},
		{"china", "Mon 2026-03-02 18:00", "Tue 2026-03-03 09:00"},
		{"china", "Sat 2026-05-09 10:00", ""},
		{"china", "Fri 2026-05-01 10:00", "Wed 2026-05-06 09:00"},
		{"night", "Sat 2026-03-07 05:59", ""},
		{"night", "Sat 2026-03-07 06:00", "Mon 2026-03-09 22:00"},
		{"berlin 24x7", "Sun 2026-10-25 02:30 +02", ""},
		{"berlin 24x7", "Sun 2026-10-25 02:30 +01", ""},
		{"berlin gap", "Sun 2026-10-25 02:30 +02", ""},
		{"berlin gap", "Sun 2026-10-25 02:30 +01", "Sun 2026-11-01 02:15"},
		{"berlin over", "Sun 2026-03-29 01:00", "Sun 2026-03-29 03:00"},
	} {
		k, err := all[c.calendar].Clock()
		require.NoError(t, err)
		at := local(t, k.Zone(), c.at)
		next, err := k.NextOpen(at)
		require.NoError(t, err)
		if c.opens == "" {
			c.opens = c.at
		}
		require.Equal(t, local(t, k.Zone(), c.opens).String(), next.String(), c)
		require.Equal(t, c.opens == c.at, k.Open(at), c)
	}
}

func TestAClockThatNeverRunsSaysSo(t *testing.T) {
	at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	closed, err := workhours.Calendar{Zone: "UTC"}.Clock()
	require.NoError(t, err)
	_, err = closed.Add(at, time.Hour)
	require.ErrorIs(t, err, workhours.ErrNeverOpen)
	_, err = closed.NextOpen(at)
	require.ErrorIs(t, err, workhours.ErrNeverOpen)
	require.False(t, closed.Open(at))
	require.Zero(t, closed.Between(at, at.AddDate(1, 0, 0)))

	once, err := but(t, workhours.Calendar{Zone: "UTC"}, "2026-03-05", "fair", "10:00-12:00").Clock()
	require.NoError(t, err)
	got, err := once.Add(at, 2*time.Hour)
	require.NoError(t, err)
	require.Equal(t, "2026-03-05 12:00:00 +0000 UTC", got.String())
	_, err = once.Add(at, 2*time.Hour+1)
	require.ErrorIs(t, err, workhours.ErrNeverOpen)

	rare, err := on(t, "UTC", "1", "00:00-00:01").Clock()
	require.NoError(t, err)
	_, err = rare.Add(at, 200*time.Hour)
	require.ErrorIs(t, err, workhours.ErrTooFar)

	always, err := workhours.Always("UTC").Clock()
	require.NoError(t, err)
	_, err = always.Add(at, 2*time.Hour, workhours.Pause{From: at.Add(time.Hour)})
	require.ErrorIs(t, err, workhours.ErrPaused)
}

func TestACalendarThatCannotBeSaysWhere(t *testing.T) {
	good := on(t, "Asia/Shanghai", "1-5", "09:00-18:00")
	with := func(change func(c *workhours.Calendar)) workhours.Calendar {
		c := good
		change(&c)
		return c
	}
	for _, c := range []struct {
		calendar workhours.Calendar
		want     workhours.Wrong
	}{
		{with(func(c *workhours.Calendar) { c.Zone = "Asia/Beijing" }), workhours.Wrong{Code: workhours.ZoneUnknown, At: "zone"}},
		{with(func(c *workhours.Calendar) { c.Zone = "" }), workhours.Wrong{Code: workhours.ZoneUnknown, At: "zone"}},
		{with(func(c *workhours.Calendar) { c.Zone = "Local" }), workhours.Wrong{Code: workhours.ZoneUnknown, At: "zone"}},
		{with(func(c *workhours.Calendar) { c.Week[2] = hours(t, "09:00-12:00 11:00-18:00") }), workhours.Wrong{Code: workhours.SpansOverlap, At: "week.2"}},
		{with(func(c *workhours.Calendar) { c.Week[2] = []workhours.DaySpan{{From: 1440, To: 10}} }), workhours.Wrong{Code: workhours.SpanWrong, At: "week.2"}},
		{with(func(c *workhours.Calendar) {
			c.Exceptions = []workhours.Exception{{Date: workhours.Date{Year: 2026, Month: 2, Day: 29}}}
		}), workhours.Wrong{Code: workhours.DateWrong, At: "exceptions.0"}},
		{but(t, but(t, good, "2026-05-01", "a", ""), "2026-05-01", "b", ""), workhours.Wrong{Code: workhours.DateTwice, At: "exceptions.1"}},
		{with(func(c *workhours.Calendar) { c.Week[0] = make([]workhours.DaySpan, workhours.MostSpans+1) }), workhours.Wrong{Code: workhours.TooManySpans, At: "week.0"}},
	} {
		_, err := c.calendar.Clock()
		require.Equal(t, c.want, err)
	}
	for _, text := range []string{"", "9:00", "09:60", "24:01", "25:00", "09-00", "+9:00", "09:0"} {
		var at workhours.TimeOfDay
		require.Error(t, at.UnmarshalText([]byte(text)), text)
	}
}

// told writes steps as a person would jot them down.
func told(d workhours.Deadline) string {
	list := []string{}
	for _, s := range d.Steps {
		text := string(s.Reason)
		if s.Name != "" {
			text += " " + s.Name
		}
		until := "…"
		if !s.Until.IsZero() {
			until = s.Until.Format("Mon 15:04")
		}
		text += " " + s.From.Format("Mon 15:04") + "–" + until
		if s.Days > 1 {
			text += fmt.Sprintf(" ×%d", s.Days)
		}
		for _, amount := range []time.Duration{s.Counted, s.Amount} {
			if amount != 0 {
				text += " " + strings.TrimSuffix(amount.String(), "0s")
			}
		}
		list = append(list, text)
	}
	return strings.Join(list, " | ")
}

func TestADeadlineExplainsItself(t *testing.T) {
	all := calendars(t)
	for _, c := range []struct{ calendar, from, work, pauses, want string }{
		{"china", "Mon 2026-03-02 10:00", "1h", "", "worked Mon 10:00–Mon 11:00 1h0m"},
		{"china", "Fri 2026-04-03 17:40", "8h", "", "worked Fri 17:40–Fri 18:00 20m | holiday qingming Sat 00:00–Tue 00:00 ×3 | worked Tue 09:00–Tue 16:40 7h40m"},
		{"china", "Mon 2026-03-02 17:00", "20h", "", "worked Mon 17:00–Thu 10:00 ×4 20h0m"},
		{"china", "Fri 2026-03-06 19:00", "1h", "", "outside Fri 19:00–Mon 09:00 | day_off Sat 00:00–Mon 00:00 ×2 | worked Mon 09:00–Mon 10:00 1h0m"},
		{"china", "Sat 2026-03-07 12:00", "1h", "", "day_off Sat 00:00–Mon 00:00 ×2 | worked Mon 09:00–Mon 10:00 1h0m"},
		{"china", "Mon 2026-03-02 07:00", "1h", "", "outside Mon 07:00–Mon 09:00 | worked Mon 09:00–Mon 10:00 1h0m"},
		{"china", "Fri 2026-02-13 17:00", "11h", "", "worked Fri 17:00–Fri 18:00 1h0m | make_up spring_festival Sat 09:00–Sat 18:00 9h0m | holiday spring_festival Sun 00:00–Tue 00:00 ×9 | worked Tue 09:00–Tue 10:00 1h0m"},
		{"party", "Fri 2026-02-13 11:00", "2h", "", "other_hours party Fri 11:00–Fri 12:00 1h0m | day_off Sat 00:00–Mon 00:00 ×2 | worked Mon 09:00–Mon 10:00 1h0m"},
		{"lunch", "Mon 2026-03-02 11:30", "1h", "", "worked Mon 11:30–Mon 13:30 1h0m"},
		{"berlin night", "Sat 2026-10-24 22:00", "9h", "", "worked Sat 22:00–Sun 06:00 9h0m | clock_back Sun 02:00–Sun 02:00 1h0m"},
		{"berlin night", "Sat 2026-03-28 22:00", "7h", "", "worked Sat 22:00–Sun 06:00 7h0m | clock_forward Sun 03:00–Sun 03:00 1h0m"},
		{"plain", "Mon 2026-03-02 10:00", "4h", "Mon 2026-03-02 11:00/Mon 2026-03-02 15:00", "worked Mon 10:00–Mon 11:00 1h0m | paused Mon 11:00–Mon 15:00 4h0m | worked Mon 15:00–Mon 18:00 3h0m"},
		{"plain", "Fri 2026-03-06 15:00", "2h", "Fri 2026-03-06 16:00/Mon 2026-03-09 11:00", "worked Fri 15:00–Fri 16:00 1h0m | paused Fri 16:00–Mon 11:00 4h0m | worked Mon 11:00–Mon 12:00 1h0m"}, // the weekend is inside of the pause
		{"plain", "Mon 2026-03-02 10:00", "4h", "Mon 2026-03-02 11:00/", "worked Mon 10:00–Mon 11:00 1h0m | paused Mon 11:00–…"},
	} {
		k, err := all[c.calendar].Clock()
		require.NoError(t, err)
		work, err := time.ParseDuration(c.work)
		require.NoError(t, err)
		from := local(t, k.Zone(), c.from)
		d, err := k.Deadline(from, work, pausesOf(t, k.Zone(), c.pauses)...)
		require.NoError(t, err)
		require.Equal(t, c.want, told(d), c)
		require.Equal(t, strings.HasSuffix(c.pauses, "/"), d.Paused)
		if d.Paused {
			require.Equal(t, 3*time.Hour, d.Left)
			require.Zero(t, d.At)
		}
	}
}
