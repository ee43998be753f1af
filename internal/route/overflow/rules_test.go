package overflow

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/fault"
)

var rule = Thresholds{On: true, Waiting: 10, OldestSeconds: 600, HoldSeconds: 60, LowerWaiting: 4, LowerOldestSeconds: 120, BackSeconds: 120, Team: "second"}

func TestItTurnsAfterAWhileAndBackAfterAnother(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := State{}
	for _, step := range []struct {
		about    string
		after    int // seconds since the start
		f        Figures
		on       bool
		switched bool
	}{
		{"short", 0, Figures{3, 30, Unknown}, false, false},
		{"too many wait, only now", 10, Figures{10, 60, Unknown}, false, false},
		{"and still", 60, Figures{12, 100, Unknown}, false, false},
		{"for a moment not", 65, Figures{9, 100, Unknown}, false, false},
		{"again, counted from here", 70, Figures{11, 100, Unknown}, false, false},
		{"one minute without a break", 130, Figures{10, 100, Unknown}, true, true},
		{"between the thresholds it stays", 140, Figures{6, 100, Unknown}, true, false},
		{"few, but one has waited long", 150, Figures{1, 300, Unknown}, true, false},
		{"below both", 160, Figures{4, 120, Unknown}, true, false},
		{"above one again: counted anew", 270, Figures{5, 60, Unknown}, true, false},
		{"below both", 280, Figures{3, 60, Unknown}, true, false},
		{"two minutes without a break", 400, Figures{0, 0, Unknown}, false, true},
		{"nothing happens at once", 401, Figures{0, 0, Unknown}, false, false},
		{"or one has waited long", 500, Figures{1, 600, Unknown}, false, false},
		{"for a minute", 560, Figures{1, 660, Unknown}, true, true},
	} {
		now := start.Add(time.Duration(step.after) * time.Second)
		var switched bool
		s, switched = next(rule, s, step.f, now)
		require.Equal(t, step.on, s.On, step.about)
		require.Equal(t, step.switched, switched, step.about)
		if switched {
			require.Equal(t, now, s.Since)
			require.Equal(t, step.f, s.Figures, "the figures of that time")
			require.Equal(t, map[bool]string{true: Over, false: Under}[s.On], s.Because)
		}
	}
}

func TestAnExpectedWaitOpensItToo(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r := Thresholds{On: true, ExpectedSeconds: 900, LowerExpectedSecs: 300, HoldSeconds: 60, BackSeconds: 60, OfferCallback: true}
	_, err := r.checked()
	require.NoError(t, err, "a call-back alone is something")
	s := State{}
	for _, step := range []struct {
		about    string
		after    int
		expected int64
		on       bool
	}{
		{"nothing is known", 0, Unknown, false},
		{"long", 60, 900, false},
		{"for a minute", 120, 1200, true},
		{"between the thresholds", 180, 301, true},
		{"short", 240, 300, true},
		{"for a minute", 300, 10, false},
		{"long again", 360, 2000, false},
		{"and nothing is known for a moment", 400, Unknown, false},
		{"counted anew", 420, 2000, false},
		{"for a minute", 480, 2000, true},
		{"nothing is known any more: it keeps nothing going", 540, Unknown, true},
		{"for a minute", 600, Unknown, false},
	} {
		s, _ = next(r, s, Figures{1, 10, step.expected}, now.Add(time.Duration(step.after)*time.Second))
		require.Equal(t, step.on, s.On, step.about)
	}
	r.LowerExpectedSecs = 900
	_, err = r.checked()
	fault.Want(t, err, "overflow.lower_not_lower")
}

func TestFiguresThatJumpNeverMakeItFlap(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s, switches := State{}, 0
	for i := range 360 { // an hour, each ten seconds, up and down
		f := Figures{Waiting: 20 * (i % 2)}
		var switched bool
		if s, switched = next(rule, s, f, now); switched {
			switches++
		}
		now = now.Add(10 * time.Second)
	}
	require.Zero(t, switches)
}

func TestAPersonDecidesForAWhile(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s, switched := next(rule, State{Override: "on", Until: now.Add(time.Hour)}, Figures{}, now)
	require.True(t, switched && s.On)
	require.Equal(t, Manual, s.Because)
	s, switched = next(rule, s, Figures{}, now.Add(59*time.Minute))
	require.False(t, switched, "nobody waits, and it stays")
	s, switched = next(rule, s, Figures{}, now.Add(time.Hour))
	require.False(t, switched, "the rule decides again, in its own time")
	require.Empty(t, s.Override)
	s, switched = next(rule, s, Figures{}, now.Add(time.Hour+2*time.Minute))
	require.True(t, switched)
	require.False(t, s.On)

	off := rule
	off.On = false
	s, switched = next(off, State{On: true}, Figures{Waiting: 99}, now)
	require.True(t, switched)
	require.False(t, s.On)
	require.Equal(t, RuleOff, s.Because)
}

func TestRulesThatWouldFlapOrDoNothingAreRefused(t *testing.T) {
	for code, change := range map[string]func(*Thresholds){
		"overflow.lower_not_lower":   func(r *Thresholds) { r.LowerWaiting = 10 },
		"overflow.no_threshold":      func(r *Thresholds) { r.Waiting, r.OldestSeconds = 0, 0 },
		"overflow.does_nothing":      func(r *Thresholds) { r.Team = "" },
		"overflow.less_than_nothing": func(r *Thresholds) { r.HoldSeconds = -1 },
	} {
		r := rule
		change(&r)
		_, err := r.checked()
		fault.Want(t, err, code)
	}
	r := rule
	r.LowerOldestSeconds = 600
	_, err := r.checked()
	fault.Want(t, err, "overflow.lower_not_lower")
	_, err = rule.checked()
	require.NoError(t, err)
}
