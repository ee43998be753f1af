package notification

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/fault"
)

func TestQuietHoursGoByTheClockOnTheWall(t *testing.T) {
	nights := []QuietSpan{{Days: []int{1, 2, 3, 4, 5}, From: "20:00", To: "08:30"}, {Days: []int{6, 7}, From: "00:00", To: "00:00"}}
	daily := []QuietSpan{{Days: []int{1, 2, 3, 4, 5, 6, 7}, From: "22:00", To: "07:00"}}
	lunch := []QuietSpan{{Days: []int{1}, From: "12:00", To: "13:00"}}
	for _, c := range []struct {
		zone  string
		spans []QuietSpan
		at    string // there
		quiet bool
	}{
		{"Asia/Shanghai", nights, "2026-11-30 19:59", false}, // a Monday
		{"Asia/Shanghai", nights, "2026-11-30 20:00", true},
		{"Asia/Shanghai", nights, "2026-12-01 08:29", true},
		{"Asia/Shanghai", nights, "2026-12-01 08:30", false},
		{"Asia/Shanghai", nights, "2026-11-30 03:00", false}, // the night to Monday is that of Sunday, which is quiet by day alone
		{"Asia/Shanghai", lunch, "2026-11-30 03:00", false},
		{"Asia/Shanghai", nights, "2026-12-05 08:00", true}, // Friday's night lasts into Saturday
		{"Asia/Shanghai", nights, "2026-12-05 12:00", true}, // and the day itself is quiet
		{"Asia/Shanghai", nights, "2026-12-06 23:59", true}, // Sunday
		{"Asia/Shanghai", lunch, "2026-11-30 12:30", true},  // Monday
		{"Asia/Shanghai", lunch, "2026-12-01 12:30", false}, // Tuesday
		{"America/New_York", nights, "2026-03-06 23:00", true},
		{"Europe/Berlin", daily, "2026-10-25 06:59", true}, // clocks went back in this night
		{"Europe/Berlin", daily, "2026-10-25 07:00", false},
		{"Europe/Berlin", daily, "2026-03-29 06:59", true}, // and forward in this
		{"Europe/Berlin", daily, "2026-03-29 07:00", false},
		{"Asia/Kathmandu", lunch, "2026-11-30 12:59", true},
		{"Asia/Shanghai", nil, "2026-11-30 03:00", false},
	} {
		zone, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, zone)
		require.NoError(t, err)
		require.Equal(t, c.quiet, quiet(c.spans, zone, at.UTC()), "%s in %s", c.at, c.zone)
	}
}

func TestQuietHoursAreTimesAndDays(t *testing.T) {
	week := []int{1, 7}
	for code, wrong := range map[string][]QuietSpan{
		"quiet_hours.days_wrong": {{Days: []int{0}, From: "08:00", To: "09:00"}},
		"quiet_hours.time_wrong": {{Days: week, From: "8:00", To: "09:00"}},
		"quiet_hours.too_many":   make([]QuietSpan, 15),
	} {
		fault.Want(t, spanned(wrong), code)
	}
	fault.Want(t, spanned([]QuietSpan{{From: "08:00", To: "09:00"}}), "quiet_hours.days_wrong")
	fault.Want(t, spanned([]QuietSpan{{Days: week, From: "08:00", To: "24:00"}}), "quiet_hours.time_wrong")
	require.NoError(t, spanned([]QuietSpan{{Days: week, From: "22:00", To: "06:00"}}))
	for _, zone := range []string{"", "Local", "Mars/Olympus", "../etc/passwd"} {
		fault.Want(t, zoned(zone), "quiet_hours.zone_unknown")
	}
}
