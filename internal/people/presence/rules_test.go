package presence

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/fault"
)

func TestHowSomebodyIsThere(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	choose := func(choice State) func(kept) kept {
		return func(p kept) kept {
			after, err := chosen(p, choice, now)
			require.NoError(t, err)
			return after
		}
	}
	life := func(p kept) kept { return awake(p, now) }
	timer := func(p kept) kept { return asleep(p, now) }
	for _, c := range []struct {
		about  string
		before kept
		after  func(kept) kept
		want   kept
	}{
		{"the first screen opens", kept{Offline, Online, ago(time.Hour), ago(time.Hour)}, life, kept{Online, Online, now, now}},
		{"another sign of life", kept{Busy, Busy, ago(time.Hour), ago(20 * time.Second)}, life, kept{Busy, Busy, ago(time.Hour), now}},
		{"back after a tunnel, busy as before", kept{Offline, Busy, ago(5 * time.Minute), ago(6 * time.Minute)}, life, kept{Busy, Busy, now, now}},
		{"back the next morning, no longer away", kept{Offline, Away, ago(15 * time.Hour), ago(15 * time.Hour)}, life, kept{Online, Online, now, now}},
		{"a choice", kept{Online, Online, ago(time.Hour), ago(time.Second)}, choose(Away), kept{Away, Away, now, now}},
		{"the same choice", kept{Away, Away, ago(time.Hour), ago(time.Second)}, choose(Away), kept{Away, Away, ago(time.Hour), now}},
		{"a choice before the screen opens", kept{Offline, Online, ago(time.Hour), ago(time.Hour)}, choose(Busy), kept{Busy, Busy, now, now}},
		{"the timer rings, and there is life", kept{Busy, Busy, ago(time.Hour), ago(59 * time.Second)}, timer, kept{Busy, Busy, ago(time.Hour), ago(59 * time.Second)}},
		{"the timer rings, and nobody is there", kept{Busy, Busy, ago(time.Hour), ago(time.Minute)}, timer, kept{Offline, Busy, now, ago(time.Minute)}},
		{"the timer rings twice", kept{Offline, Busy, ago(time.Hour), ago(time.Hour)}, timer, kept{Offline, Busy, ago(time.Hour), ago(time.Hour)}},
	} {
		require.Equal(t, c.want, c.after(c.before), c.about)
	}
	for _, choice := range []State{Offline, "", "lunch"} {
		_, err := chosen(kept{}, choice, now)
		fault.Want(t, err, "presence.unknown")
	}
}
