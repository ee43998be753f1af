package workhours_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/workhours"
)

func TestHolidaysAreThoseThatWereAnnounced(t *testing.T) {
	for year, want := range map[int]struct {
		closed int
		works  []string
	}{
		2025: {28, []string{"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"}},
		2026: {33, []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}},
	} {
		n, ok := workhours.Announced("CN", year)
		require.True(t, ok)
		closed, works, seen := 0, []string{}, map[workhours.Date]bool{}
		for _, d := range n.Days {
			require.True(t, d.Date.Valid())
			require.False(t, seen[d.Date], d.Date)
			require.Contains(t, workhours.Holidays, d.Holiday)
			seen[d.Date] = true
			if !d.Works {
				closed++
				continue
			}
			works = append(works, d.Date.String())
			require.Contains(t, []time.Weekday{time.Saturday, time.Sunday}, d.Date.Weekday(), "who makes up does so on a weekend")
		}
		require.Equal(t, want.closed, closed)
		require.ElementsMatch(t, want.works, works)
		require.True(t, strings.HasPrefix(n.Source, "国办发明电"))
		require.Equal(t, year-1, n.Issued.Year)
	}
	_, ok := workhours.Announced("CN", 2027)
	require.False(t, ok, "what has not been read is not made up")
}

func file(events ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n"
}

func entry(uid string, lines ...string) string {
	return "BEGIN:VEVENT\r\nUID:" + uid + "\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
}

func TestAFileOfHolidaysIsRead(t *testing.T) {
	from, until := workhours.Date{Year: 2026, Month: 1, Day: 1}, workhours.Date{Year: 2028, Month: 1, Day: 1}
	in, ok := workhours.Import(file(
		entry("a", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas"),
		entry("b", "DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY", "SUMMARY:Labour Day"),
		entry("c", "DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY", "SUMMARY:Leap"),
		entry("d", "DTSTART;VALUE=DATE:20200601", "RRULE:FREQ=YEARLY;UNTIL=20260601", "SUMMARY:Ends"),
		entry("e", "DTSTART;VALUE=DATE:20260214", "SUMMARY:春节（班）"),
		entry("f", "DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261008", "SUMMARY:国庆节（休）", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"),
		entry("g", "DTSTART;VALUE=DATE:20261010", "SUMMARY:国庆节", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"),
		entry("h", "DTSTART;VALUE=DATE:20250101", "SUMMARY:before"),
		entry("i", "DTSTART:20260301T090000Z", "DTEND:20260301T100000Z", "SUMMARY:Meeting"),
		entry("j", "DTSTART;VALUE=DATE:20260907", "RRULE:FREQ=YEARLY;BYDAY=1MO;BYMONTH=9", "SUMMARY:First Monday"),
		entry("k", "DTSTART;VALUE=DATE:20260303", "STATUS:CANCELLED", "SUMMARY:Off again"),
		entry("l", "DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20261204", "SUMMARY:Season"),
		entry("m", "DTSTART;VALUE=DATE:20260501", "SUMMARY:the same date again"),
	), from, until)
	require.True(t, ok)
	got := []string{}
	for _, d := range in.Days {
		text := d.Date.String() + " " + d.Name
		if d.Works {
			text += " works"
		}
		got = append(got, text)
	}
	require.Equal(t, []string{
		"2026-02-14 春节 works", "2026-05-01 Labour Day", "2026-06-01 Ends",
		"2026-10-01 国庆节", "2026-10-02 国庆节", "2026-10-03 国庆节", "2026-10-04 国庆节", "2026-10-05 国庆节", "2026-10-06 国庆节", "2026-10-07 国庆节",
		"2026-10-10 国庆节 works", "2026-12-25 Christmas", "2026-12-26 Christmas", "2027-05-01 Labour Day",
	}, got)
	require.Equal(t, []workhours.LeftOut{
		{Name: "Meeting", Reason: workhours.NotADay}, {Name: "First Monday", Reason: workhours.RepeatsStrange},
		{Name: "Off again", Reason: workhours.Cancelled}, {Name: "Season", Reason: workhours.TooLong},
	}, in.Left)

	_, ok = workhours.Import("Dear all,", from, until)
	require.False(t, ok)
}

func FuzzImport(f *testing.F) {
	f.Add(file(entry("a", "DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY;UNTIL=2026;COUNT=x", "SUMMARY:a（班）")))
	f.Fuzz(func(t *testing.T, text string) {
		from, until := workhours.Date{Year: 2026, Month: 1, Day: 1}, workhours.Date{Year: 2028, Month: 1, Day: 1}
		in, _ := workhours.Import(text, from, until)
		for _, d := range in.Days {
			if !d.Date.Valid() || d.Date.Year < 2026 || d.Date.Year > 2027 {
				t.Fatal(d.Date)
			}
		}
	})
}
