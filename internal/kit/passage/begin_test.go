package passage

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNoPhraseIsPassedOver: what is seen at once not to begin would not have been found.
func TestNoPhraseIsPassedOver(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	letters := []rune("ab 退货\n\té")
	some := func(n int) string {
		out := make([]rune, n)
		for i := range out {
			out[i] = letters[dice.IntN(len(letters))]
		}
		return string(out)
	}
	found := 0
	for range 3000 {
		quick := NewPhrases()
		for n := range 6 {
			quick.Add(string([]rune("ab退é")[dice.IntN(4)])+some(dice.IntN(4)), n)
		}
		slow := *quick
		for i := range slow.begin {
			slow.begin[i] = ^uint64(0)
		}
		for i := range slow.pairs {
			slow.pairs[i] = [2]uint64{^uint64(0), ^uint64(0)}
		}
		var text Passage
		text.Read(some(12))
		want := slow.Find(&text, nil)
		require.Equal(t, want, quick.Find(&text, nil))
		found += len(want)
	}
	require.Greater(t, found, 1000)
}
