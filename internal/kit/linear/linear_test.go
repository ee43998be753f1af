package linear_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/linear"
)

func TestEachClassFindsItsOwnColumn(t *testing.T) {
	var rows linear.Rows
	var class []int32
	for i := range 60 {
		k := int32(i % 3)
		rows.Add([]int32{k, 3}, []float32{1, float32(i%5) / 5})
		class = append(class, k)
	}
	m := linear.Machine{Cost: 1, Positive: 2, Passes: 20, Near: 0.01, Seed: 1}
	w := m.OneVersusRest(&rows, 4, class, 3)
	for k := range 3 {
		for other := range 3 {
			if weight := w.Of[k*3+other] + w.Bias[other]; other == k {
				require.Greater(t, weight, float32(0.5))
			} else {
				require.Less(t, weight, float32(-0.5))
			}
		}
	}
	require.Equal(t, w, m.OneVersusRest(&rows, 4, class, 3), "the same rows give the same weights")
}

// A logistic regression of two groups gives back their shares.
func TestOddsAreShares(t *testing.T) {
	var rows [][]float32
	var yes []bool
	var weight []float64
	for i := range 1000 {
		group := float32(i % 2)
		rows = append(rows, []float32{group, 7})
		yes = append(yes, i%2 == 0 && i%10 == 0 || i%2 == 1 && i%10 != 1)
		weight = append(weight, 1)
	}
	o := linear.Logistic(rows, yes, weight, 1e-6)
	require.InDelta(t, 0.2, o.Of([]float32{0, 7}), 0.002)
	require.InDelta(t, 0.8, o.Of([]float32{1, 7}), 0.002)
	require.InDelta(t, math.Log(4), o.Log([]float32{1, 7}), 0.01)
}

func TestTopIsInOrder(t *testing.T) {
	require.Equal(t, []int{3, 1, 2}, linear.Top([]float32{0, 5, 5, 9, 1}, 3))
	require.Equal(t, []int{0}, linear.Top([]float32{1}, 3))
	require.Empty(t, linear.Top(nil, 3))
}

func TestShufflingIsTheSameEachTime(t *testing.T) {
	a, b := []int{0, 1, 2, 3, 4, 5, 6, 7}, []int{0, 1, 2, 3, 4, 5, 6, 7}
	linear.Shuffle(a, 7)
	linear.Shuffle(b, 7)
	require.Equal(t, a, b)
	require.NotEqual(t, []int{0, 1, 2, 3, 4, 5, 6, 7}, a)
	require.ElementsMatch(t, []int{0, 1, 2, 3, 4, 5, 6, 7}, a)
}
