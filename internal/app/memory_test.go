package app

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheMoreIsInUseTheLessGarbageThereMayBe(t *testing.T) {
	for _, c := range []struct {
		mb   uint64
		want int
	}{{0, 100}, {47, 100}, {48, 60}, {71, 60}, {72, 30}, {4000, 30}} {
		require.Equal(t, c.want, thrift(c.mb<<20), "%d MB", c.mb)
	}
}
