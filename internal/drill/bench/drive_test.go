package bench

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPercentilesAreValuesThatWereSeen(t *testing.T) {
	var took []time.Duration
	for n := range 200 {
		took = append(took, time.Duration(n+1)*time.Millisecond)
	}
	for _, c := range []struct {
		p    float64
		want float64
	}{{50, 100}, {95, 190}, {99, 198}, {100, 200}, {0, 1}} {
		require.Equal(t, c.want, percentile(took, c.p), c.p)
	}
	require.Zero(t, percentile(nil, 99))
	require.Equal(t, 7.0, percentile([]time.Duration{7 * time.Millisecond}, 50))
}

func TestADriveSendsEachNumberOnceAndTellsErrorsApart(t *testing.T) {
	var sum atomic.Int64
	m := drive(t.Context(), 7, Plan{Seconds: time.Minute, Most: 100}, func(_ context.Context, _, n int) error {
		sum.Add(int64(n))
		if n%4 == 0 {
			return errors.New("every fourth fails")
		}
		return nil
	})
	r := m.result()
	require.EqualValues(t, 100*101/2, sum.Load())
	require.Equal(t, 75, r.N)
	require.Equal(t, 25, r.Errors)
	require.Equal(t, "every fourth fails", r.FirstError)
}

func TestOnlyNamesBeginningsOfLoads(t *testing.T) {
	require.True(t, chosen("list mine first", nil))
	require.True(t, chosen("list mine first", []string{"search", "list"}))
	require.False(t, chosen("open long", []string{"search", "list"}))
}
