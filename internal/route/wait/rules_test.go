package wait

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestHowAnExpectationIsTold(t *testing.T) {
	for _, c := range []struct {
		name       string
		half, most time.Duration
		method     Method
		from, to   time.Duration
		told       bool
	}{
		{"soon", 10 * time.Second, 40 * time.Second, QLm, 0, 0, true},
		{"some minutes, rounded up", 130 * time.Second, 250 * time.Second, QLm, 3 * time.Minute, 5 * time.Minute, true},
		{"steps of five minutes", 22 * time.Minute, 41 * time.Minute, QLm, 25 * time.Minute, 45 * time.Minute, true},
		{"steps of half an hour", 70 * time.Minute, 2*time.Hour + time.Minute, First, 90 * time.Minute, 150 * time.Minute, true},
		{"hours", 5*time.Hour + time.Minute, 7 * time.Hour, QLm, 6 * time.Hour, 7 * time.Hour, true},
		{"days help nobody", 30 * time.Hour, 40 * time.Hour, QLm, 0, 0, false},
		{"nothing is known", 0, 0, None, 0, 0, false},
	} {
		from, to, told := Announced(Expectation{Method: c.method, Half: c.half, Most: c.most})
		require.Equal(t, []any{c.from, c.to, c.told}, []any{from, to, told}, c.name)
	}
}

func TestANightIsNotHeldAgainstAQueue(t *testing.T) {
	at := func(clock string) time.Time {
		when, err := time.Parse(time.RFC3339, "2026-03-02T"+clock+":00Z")
		require.NoError(t, err)
		return when
	}
	var day []stay // one is taken each five minutes from nine to six, each after ten
	for now := at("09:00"); now.Before(at("18:00")); now = now.Add(5 * time.Minute) {
		day = append(day, stay{entered: now, left: now.Add(10 * time.Minute), taken: true})
	}
	evening, ok := paceOf(day, at("09:00"), at("18:10"), 4*time.Hour).Rate()
	require.True(t, ok)
	waits := append(day, stay{entered: at("19:00"), still: true}) // until the next morning
	morning, ok := paceOf(waits, at("09:00"), at("18:10").Add(14*time.Hour), 24*time.Hour).Rate()
	require.True(t, ok)
	require.InDelta(t, 1.0/300, evening, 0.1/300)
	require.InDelta(t, evening, morning, 0.25/300)
}

func TestWhatIsInHandTellsHowFastALineMoves(t *testing.T) {
	rate, ok := work{Has: 10, Done: 30, Spent: 30 * 600}.rate() // ten at work, ten minutes each
	require.True(t, ok)
	require.InDelta(t, 10.0/600, rate, 1e-9)
	for _, none := range []work{{}, {Has: 3, Done: 2, Spent: 100}, {Done: 30, Spent: 100}} {
		_, ok := none.rate()
		require.False(t, ok)
	}
}

func TestAnExpectationLearnsFromHowTheLastCameOut(t *testing.T) {
	e := Expectation{Method: QLm, Mean: 100 * time.Second, Half: 90 * time.Second, Most: 150 * time.Second}
	require.Equal(t, e, corrected(e, nil))
	longer := corrected(e, []come{{100, 200}, {100, 200}, {100, 200}, {100, 200}, {100, 200}})
	require.Equal(t, 150*time.Second, longer.Mean)
	require.Equal(t, 225*time.Second, longer.Most)
	require.LessOrEqual(t, corrected(e, []come{{1, 1e6}}).Mean, 200*time.Second, "no further than twice")
}
