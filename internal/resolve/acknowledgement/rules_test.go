package acknowledgement

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
)

func waits(n int, long time.Duration, answered bool) (list []conversation.Wait) {
	for range n {
		list = append(list, conversation.Wait{Long: long, Answered: answered})
	}
	return list
}

func together(lists ...[]conversation.Wait) (all []conversation.Wait) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

func TestTheExpectedTimeIsHonest(t *testing.T) {
	hour := time.Hour
	for name, c := range map[string]struct {
		waits []conversation.Wait
		known bool
		want  time.Duration
	}{
		"nobody wrote":             {nil, false, 0},
		"too few were answered":    {waits(19, hour, true), false, 0},
		"enough":                   {waits(20, hour, true), true, hour},
		"half of them":             {together(waits(15, hour, true), waits(15, 3*hour, true)), true, hour},
		"a little more than half":  {together(waits(14, hour, true), waits(16, 3*hour, true)), true, 3 * hour},
		"most still wait":          {together(waits(20, hour, true), waits(30, 48*hour, false)), false, 0},
		"those who just wrote":     {together(waits(20, hour, true), waits(30, time.Minute, false)), true, hour},
		"who waits longer counts":  {together(waits(15, hour, true), waits(10, 4*hour, false), waits(10, 9*hour, true)), true, 9 * hour},
		"nobody waits for so long": {waits(20, 20*24*hour, true), false, 0},
		"at once":                  {waits(20, 0, true), true, 0},
	} {
		e := expected(c.waits)
		require.Equal(t, c.known, e.Known, name)
		require.Equal(t, int(c.want/time.Second), e.Seconds, name)
		require.Equal(t, 28, e.Days)
	}
}

func TestAnExpectationIsRoundedUpInWords(t *testing.T) {
	for seconds, want := range map[int]string{
		0: "5 minutes", 61: "5 minutes", 301: "10 minutes", 3600: "60 minutes", 3601: "2 hours", 7200: "2 hours", 47 * 3600: "47 hours", 47*3600 + 1: "2 days", 49 * 3600: "3 days",
	} {
		require.Contains(t, Expectation{Known: true, Seconds: seconds, Days: 28}.sentence("en"), "after "+want+" or less", "%d", seconds)
	}
	require.Equal(t, "最近 4 周，来信的客户有一半在 2 小时内收到了答复。", Expectation{Known: true, Seconds: 3601, Days: 28}.sentence("zh-CN"))
	require.Empty(t, Expectation{Seconds: 5}.sentence("en"))
}

func TestTheLanguageOfAnAnswer(t *testing.T) {
	for _, c := range []struct{ locale, words, want string }{
		{"zh-TW", "Hello", "zh-CN"}, {"de", "您好", "en"}, {"", "您好", "zh-CN"}, {"", "Hello 您好", "zh-CN"}, {"", "Hello", "en"}, {"", "請求書をください", "en"}, {"", "", "en"},
	} {
		require.Equal(t, c.want, languageOf(c.locale, c.words), "%+v", c)
	}
}
