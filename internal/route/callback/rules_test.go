package callback

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/fault"
)

func at(zone, clock string) time.Time {
	place, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", clock, place)
	if err != nil {
		panic(err)
	}
	return t
}

func TestOnlyWhatIsLeftOfADayCanBeWishedFor(t *testing.T) {
	for _, c := range []struct {
		about, zone, now string
		want             []string
	}{
		{"at night", "Asia/Shanghai", "2026-03-02 03:00", []string{"today any 09:00-21:00", "today morning 09:00-12:00", "today afternoon 12:00-18:00", "today evening 18:00-21:00", "tomorrow any 09:00-21:00", "tomorrow morning 09:00-12:00", "tomorrow afternoon 12:00-18:00", "tomorrow evening 18:00-21:00"}},
		{"the morning is nearly over", "Asia/Shanghai", "2026-03-02 11:31", []string{"today any 11:31-21:00", "today afternoon 12:00-18:00", "today evening 18:00-21:00"}},
		{"half an hour is left of it", "Asia/Shanghai", "2026-03-02 11:30", []string{"today any 11:30-21:00", "today morning 11:30-12:00", "today afternoon 12:00-18:00"}},
		{"late in the evening", "Asia/Singapore", "2026-03-02 20:45", []string{"tomorrow any 09:00-21:00"}},
		{"clocks go forward tomorrow", "Europe/Berlin", "2026-03-28 20:59", []string{"tomorrow any 09:00-21:00"}},
		{"a leap day comes", "America/New_York", "2028-02-28 22:00", []string{"tomorrow any 09:00-21:00"}},
	} {
		list, err := Windows(at(c.zone, c.now), c.zone)
		require.NoError(t, err, c.about)
		place, _ := time.LoadLocation(c.zone)
		var got []string
		for _, w := range list {
			got = append(got, w.Day+" "+w.Part+" "+w.From.In(place).Format("15:04")+"-"+w.Until.In(place).Format("15:04"))
		}
		require.Equal(t, c.want, got[:len(c.want)], c.about)
	}
	for _, zone := range []string{"", "Local", "Mars/Olympus", "../etc/passwd"} {
		_, err := Windows(time.Now(), zone)
		fault.Want(t, err, "callback.unknown_zone")
	}
}

func TestAWishNamesANumberAndAWindow(t *testing.T) {
	now := at("Asia/Shanghai", "2026-03-02 13:00")
	for _, c := range []struct {
		about string
		w     Wish
		phone string
		code  string
	}{
		{"as it is typed", Wish{"138 1234-5678", "today", "evening", "Asia/Shanghai"}, "13812345678", ""},
		{"in wide digits", Wish{"１３８１２３４５６７８", "tomorrow", "any", "Asia/Shanghai"}, "13812345678", ""},
		{"from abroad", Wish{"+44 (0)20 7946 0958", "today", "any", "Europe/London"}, "+4402079460958", ""},
		{"no number", Wish{"call me", "today", "any", "Asia/Shanghai"}, "", "callback.phone_wrong"},
		{"too short", Wish{"110", "today", "any", "Asia/Shanghai"}, "", "callback.phone_wrong"},
		{"a window that is over", Wish{"13812345678", "today", "morning", "Asia/Shanghai"}, "", "callback.window_over"},
		{"no such day", Wish{"13812345678", "monday", "morning", "Asia/Shanghai"}, "", "callback.window_over"},
	} {
		phone, in, err := wished(c.w, now)
		if c.code != "" {
			fault.Want(t, err, c.code)
			continue
		}
		require.NoError(t, err, c.about)
		require.Equal(t, c.phone, phone, c.about)
		require.True(t, in.Until.After(in.From), c.about)
	}
}

func TestHowACallBackStands(t *testing.T) {
	from := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	c := Callback{State: Open, From: from, Until: from.Add(4 * time.Hour)}
	for after, want := range map[time.Duration]Standing{-time.Second: Later, 0: Due, 4*time.Hour - 1: Due, 4 * time.Hour: Late} {
		require.Equal(t, want, c.Standing(from.Add(after)), after)
	}
	c.State = Done
	require.Equal(t, Over, c.Standing(from.Add(9*time.Hour)))
}

func TestWhoIsNotReachedIsCalledAgainLaterAndNotForEver(t *testing.T) {
	now := time.Date(2026, 3, 2, 17, 50, 0, 0, time.UTC)
	r := row{Zone: "UTC", State: Taken, TakenBy: "lin", From: now.Add(-time.Hour).UnixMilli(), Until: now.Add(10 * time.Minute).UnixMilli()}
	r = missed(r, now)
	require.Equal(t, []any{Open, 1, now.Add(30 * time.Minute).UnixMilli(), now.Add(time.Hour).UnixMilli()}, []any{r.State, r.Tries, r.From, r.Until})
	require.Empty(t, r.TakenBy)
	r = missed(r, now)
	require.Equal(t, Open, r.State)
	early := row{Zone: "Asia/Shanghai", From: at("Asia/Shanghai", "2026-03-03 18:00").UnixMilli(), Until: at("Asia/Shanghai", "2026-03-03 21:00").UnixMilli()}
	require.Equal(t, early.From, missed(early, at("Asia/Shanghai", "2026-03-02 23:00")).From, "whoever was called before their time is left alone until then")
	night := row{Zone: "Asia/Shanghai", From: at("Asia/Shanghai", "2026-03-02 09:00").UnixMilli(), Until: at("Asia/Shanghai", "2026-03-02 21:00").UnixMilli()}
	require.Equal(t, at("Asia/Shanghai", "2026-03-03 09:00").UnixMilli(), missed(night, at("Asia/Shanghai", "2026-03-02 20:45")).From, "nobody is called at night")
	require.Equal(t, at("Asia/Shanghai", "2026-03-03 09:00").UnixMilli(), missed(night, at("Asia/Shanghai", "2026-03-03 06:00")).From)
	r = missed(r, now)
	require.Equal(t, []any{NotReached, 3, now.UnixMilli()}, []any{r.State, r.Tries, r.EndedAt})
}
