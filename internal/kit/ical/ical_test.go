package ical_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/ical"
)

func calendar(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCALENDAR\r\n"
}

func event(lines ...string) string {
	return calendar("BEGIN:VEVENT\r\nUID:u1\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT")
}

func TestAnInvitationIsReadAsItsWriterMeantIt(t *testing.T) {
	c, ok := ical.Read(event(
		"SEQUENCE:3", "DTSTAMP:20260301T010203Z", "DTSTART;TZID=China Standard Time:20260310T150000", "DTEND;TZID=China Standard Time:20260310T160000",
		`SUMMARY:新品\, 评审`, `LOCATION:会议室 A\; 三楼`, `DESCRIPTION:first line\nsec`, " ond line", "RRULE:FREQ=WEEKLY;BYDAY=TU",
		`ORGANIZER;CN="Ann; of Mill":MAILTO:Ann@Mill.test`, "ATTENDEE;CN=Help;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:help@lanxue.test", "ATTENDEE:mailto:bob@mill.test",
	))
	require.True(t, ok)
	require.Equal(t, "REQUEST", c.Method)
	e := c.Events[0]
	require.Equal(t, time.Date(2026, 3, 10, 7, 0, 0, 0, time.UTC), e.Start.At.UTC())
	require.Equal(t, "Asia/Shanghai", e.Start.Zone)
	require.Equal(t, time.Hour, e.End.At.Sub(e.Start.At))
	require.Equal(t, []any{"新品, 评审", "会议室 A; 三楼", "first line\nsecond line", "WEEKLY", 3}, []any{e.Summary, e.Place, e.Text, e.Rule, e.Sequence})
	require.Equal(t, ical.Person{Address: "ann@mill.test", Name: "Ann; of Mill", Part: "NEEDS-ACTION"}, e.Organizer)
	require.Equal(t, "help@lanxue.test", e.Attendees[0].Address)
}

func TestTimesOfAllKinds(t *testing.T) {
	own := "BEGIN:VTIMEZONE\r\nTZID:Our Office\r\nBEGIN:STANDARD\r\nDTSTART:16011028T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n" +
		"BEGIN:DAYLIGHT\r\nDTSTART:16010325T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE"
	for start, want := range map[string]string{
		"DTSTART:20260310T150000Z":                                        "2026-03-10T15:00:00Z",
		"DTSTART;TZID=Europe/Berlin:20260329T030000":                      "2026-03-29T01:00:00Z",
		"DTSTART;TZID=W. Europe Standard Time:20260710T090000":            "2026-07-10T07:00:00Z",
		`DTSTART;TZID="/freeassociation.test/Asia/Tokyo":20260710T090000`: "2026-07-10T00:00:00Z",
		"DTSTART;TZID=Our Office:20260710T090000":                         "2026-07-10T07:00:00Z",
		"DTSTART;TZID=Our Office:20260110T090000":                         "2026-01-10T08:00:00Z",
		"DTSTART;TZID=Our Office:20261025T040000":                         "2026-10-25T03:00:00Z",
	} {
		c, ok := ical.Read(calendar(own, "BEGIN:VEVENT\r\nUID:u1\r\n"+start+"\r\nEND:VEVENT"))
		require.True(t, ok, start)
		require.Equal(t, want, c.Events[0].Start.At.UTC().Format(time.RFC3339), start)
		require.False(t, c.Events[0].Start.Floating)
	}
	c, _ := ical.Read(event("DTSTART;VALUE=DATE:20260310"))
	require.True(t, c.Events[0].Start.Day)
	require.Equal(t, 24*time.Hour, c.Events[0].End.At.Sub(c.Events[0].Start.At))
	c, _ = ical.Read(event("DTSTART;TZID=Nobody Knows:20260310T150000", "DURATION:PT1H30M"))
	require.True(t, c.Events[0].Start.Floating)
	require.Equal(t, 90*time.Minute, c.Events[0].End.At.Sub(c.Events[0].Start.At))
}

func TestADateOfASeriesHasOneNameWhateverItsZone(t *testing.T) {
	a, _ := ical.Read(event("DTSTART:20260310T070000Z", "RECURRENCE-ID:20260310T070000Z"))
	b, _ := ical.Read(event("DTSTART:20260310T070000Z", "RECURRENCE-ID;TZID=Asia/Shanghai:20260310T150000"))
	require.Equal(t, a.Events[0].Recurrence, b.Events[0].Recurrence)
}

func TestWhatIsBrokenIsLeftOut(t *testing.T) {
	for _, text := range []string{"", "BEGIN:VCALENDAR", calendar(), event("SUMMARY:no beginning"), calendar("BEGIN:VEVENT\r\nDTSTART:20260310T150000Z\r\nEND:VEVENT"), "END:VEVENT\nEND:VEVENT", strings.Repeat("BEGIN:VCALENDAR\n", 1000)} {
		_, ok := ical.Read(text)
		require.False(t, ok, text)
	}
	c, ok := ical.Read("BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:u1\nDTSTART:20260310T150000Z")
	require.True(t, ok, "what is cut off is read as far as it goes")
	require.Equal(t, "CANCEL", c.Method)
}

func TestAnAnswerNamesTheEventAsItCame(t *testing.T) {
	c, _ := ical.Read(event("SEQUENCE:3", "DTSTART;TZID=China Standard Time:20260310T150000", "RECURRENCE-ID;TZID=China Standard Time:20260310T150000",
		"ORGANIZER:mailto:ann@mill.test", "SUMMARY:"+strings.Repeat("很长的题目", 20)))
	text := c.Answer(c.Events[0], ical.Person{Address: "help@lanxue.test", Name: `澜学 "客服"`, Part: "ACCEPTED"}, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	for _, line := range strings.Split(text, "\r\n") {
		require.LessOrEqual(t, len(line), 75)
	}
	back, ok := ical.Read(text)
	require.True(t, ok)
	require.Equal(t, "REPLY", back.Method)
	e := back.Events[0]
	require.Equal(t, []any{"u1", 3, c.Events[0].Recurrence, c.Events[0].Summary}, []any{e.UID, e.Sequence, e.Recurrence, e.Summary})
	require.Equal(t, []ical.Person{{Address: "help@lanxue.test", Name: "澜学 客服", Part: "ACCEPTED"}}, e.Attendees)
}

func FuzzRead(f *testing.F) {
	f.Add(event("DTSTART;TZID=China Standard Time:20260310T150000"))
	f.Fuzz(func(_ *testing.T, text string) {
		if c, ok := ical.Read(text); ok {
			c.Answer(c.Events[0], ical.Person{Address: "a@b.test"}, time.Unix(0, 0))
		}
	})
}
