package intake

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatIsSuspect(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	var e Echo
	require.Empty(t, e.Judge("ch", "我的订单 20417 还没到，见 https://shop.test/o/20417", "203.0.113.7", now))
	require.Equal(t, []string{SuspectLinks}, e.Judge("ch", "http://a.test www.b.test [url=c] <a href=d>", "203.0.113.8", now))

	var same Echo
	for i, want := range [][]string{nil, nil, {SuspectRepeated}} {
		require.Equal(t, want, same.Judge("ch", fmt.Sprintf("Cheap watches for you, dear friend! %d", i), fmt.Sprintf("10.%d.0.1", i), now), i)
	}
	require.Empty(t, same.Judge("ch", "Cheap watches for you, dear friend! 9", "10.9.0.1", now.Add(25*time.Hour)), "after a day it is forgotten")
	require.Empty(t, same.Judge("other", "Cheap watches for you, dear friend!", "10.8.0.1", now), "another channel hears for itself")

	var near Echo
	for i := range 5 {
		require.Empty(t, near.Judge("ch", fmt.Sprint("hello ", i), fmt.Sprintf("203.0.113.%d", i), now))
	}
	require.Equal(t, []string{SuspectAddress}, near.Judge("ch", "hello", "203.0.113.99", now), "neighbours count together")
	require.Empty(t, near.Judge("ch", "hello", "203.0.114.1", now))
	require.Empty(t, near.Judge("ch", "hello", "203.0.113.1", now.Add(11*time.Minute)))
}

func TestNeighbourhoods(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.7": "203.0.113.0/24", "::ffff:203.0.113.7": "203.0.113.0/24", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "nowhere": "nowhere",
	} {
		require.Equal(t, want, Neighbourhood(address))
	}
}
