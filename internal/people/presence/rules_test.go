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
			after, err := chosen(p, Choice{State: choice}, now)
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
		{"the first screen opens", kept{State: Offline, Chosen: Online, Since: ago(time.Hour), Seen: ago(time.Hour)}, life, kept{State: Online, Chosen: Online, Since: now, Seen: now}},
		{"another sign of life", kept{State: Busy, Chosen: Busy, Since: ago(time.Hour), Seen: ago(20 * time.Second)}, life, kept{State: Busy, Chosen: Busy, Since: ago(time.Hour), Seen: now}},
		{"back after a tunnel, busy as before", kept{State: Offline, Chosen: Busy, Since: ago(5 * time.Minute), Seen: ago(6 * time.Minute)}, life, kept{State: Busy, Chosen: Busy, Since: now, Seen: now}},
		{"back the next morning, no longer away", kept{State: Offline, Chosen: Away, Since: ago(15 * time.Hour), Seen: ago(15 * time.Hour)}, life, kept{State: Online, Chosen: Online, Since: now, Seen: now}},
		{"a choice", kept{State: Online, Chosen: Online, Since: ago(time.Hour), Seen: ago(time.Second)}, choose(Away), kept{State: Away, Chosen: Away, Since: now, Seen: now}},
		{"the same choice", kept{State: Away, Chosen: Away, Since: ago(time.Hour), Seen: ago(time.Second)}, choose(Away), kept{State: Away, Chosen: Away, Since: ago(time.Hour), Seen: now}},
		{"a choice before the screen opens", kept{State: Offline, Chosen: Online, Since: ago(time.Hour), Seen: ago(time.Hour)}, choose(Busy), kept{State: Busy, Chosen: Busy, Since: now, Seen: now}},
		{"the timer rings, and there is life", kept{State: Busy, Chosen: Busy, Since: ago(time.Hour), Seen: ago(59 * time.Second)}, timer, kept{State: Busy, Chosen: Busy, Since: ago(time.Hour), Seen: ago(59 * time.Second)}},
		{"the timer rings, and nobody is there", kept{State: Busy, Chosen: Busy, Since: ago(time.Hour), Seen: ago(time.Minute)}, timer, kept{State: Offline, Chosen: Busy, Since: now, Seen: ago(time.Minute)}},
		{"the timer rings twice", kept{State: Offline, Chosen: Busy, Since: ago(time.Hour), Seen: ago(time.Hour)}, timer, kept{State: Offline, Chosen: Busy, Since: ago(time.Hour), Seen: ago(time.Hour)}},
	} {
		require.Equal(t, c.want, c.after(c.before), c.about)
	}
	for _, choice := range []State{Offline, "", "lunch"} {
		_, err := chosen(kept{}, Choice{State: choice}, now)
		fault.Want(t, err, "presence.unknown")
	}
}

func TestAChoiceMaySayWhyAndUntilWhen(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := kept{State: Online, Chosen: Online, Since: now.Add(-time.Hour), Seen: now}

	away, err := chosen(p, Choice{State: Away, Reason: "meal", Until: now.Add(time.Hour)}, now)
	require.NoError(t, err)
	require.Equal(t, Presence{State: Away, Reason: "meal", Since: now, Until: now.Add(time.Hour)}, away.presence())

	later := now.Add(30 * time.Minute)
	training, err := chosen(away, Choice{State: Away, Reason: "break"}, later)
	require.NoError(t, err)
	require.Equal(t, Presence{State: Away, Reason: "break", Since: later}, training.presence(), "another reason begins anew")

	require.Equal(t, away, back(away, later), "not yet")
	require.Equal(t, Presence{State: Online, Since: now.Add(time.Hour)}, back(away, now.Add(time.Hour)).presence())
	require.Equal(t, training, back(training, now.Add(20*time.Hour)), "a choice without an end has none")

	gone := asleep(away, now.Add(10*time.Minute))
	require.Equal(t, Presence{State: Offline, Since: now.Add(10 * time.Minute)}, gone.presence(), "who is offline has no reason")
	require.Equal(t, Away, awake(gone, now.Add(20*time.Minute)).State)
	require.Equal(t, Online, awake(gone, now.Add(61*time.Minute)).State, "it ended while no screen was open")

	for _, c := range []struct {
		choice Choice
		code   string
	}{
		{Choice{State: Away, Until: now}, "presence.until_wrong"},
		{Choice{State: Away, Until: now.Add(25 * time.Hour)}, "presence.until_wrong"},
		{Choice{State: Online, Until: now.Add(time.Hour)}, "presence.online_needs_nothing"},
		{Choice{State: Online, Reason: "meal"}, "presence.online_needs_nothing"},
	} {
		_, err := chosen(p, c.choice, now)
		fault.Want(t, err, c.code)
	}
}
