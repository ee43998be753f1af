package check

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatMayBeACode(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"482913", []string{"482913"}},
		{"我的验证码是482913，谢谢", []string{"482913"}},
		{"it is 482 913.", []string{"482913"}},
		{"482-913", []string{"482913"}},
		{"４８２９１３", []string{"482913"}},
		{"482913 or 482914, not 482913", []string{"482913", "482914"}},
		{"phone 13912345678", nil},
		{"4829", nil},
		{"482  913", nil},
		{"111 222 333", []string{"111222"}},
		{"no number", nil},
		{"", nil},
	} {
		require.Equal(t, c.want, codesIn([]rune(c.text)), c.text)
	}
	require.Equal(t, "482913", typed(" 482 913 "))
	require.Empty(t, typed("482913 482914"))
	require.Empty(t, typed("code: 482913"))
	require.Empty(t, typed("48291"))
}

func TestHowACheckStands(t *testing.T) {
	now := time.UnixMilli(1_000_000)
	at := func(ms int64) int64 { return now.UnixMilli() + ms }
	for _, c := range []struct {
		about string
		r     row
		want  State
	}{
		{"a code that counts", row{State: Sent, Until: at(1)}, Sent},
		{"one that ran out this moment", row{State: Sent, Until: at(0)}, Expired},
		{"shown", row{State: Passed, PassedUntil: at(1)}, Passed},
		{"shown too long ago", row{State: Passed, PassedUntil: at(0)}, Over},
		{"failed", row{State: Failed}, Failed},
	} {
		require.Equal(t, c.want, c.r.stands(now), c.about)
	}
}

func TestTheLanguageOfTheMail(t *testing.T) {
	require.Equal(t, "zh-CN", languageOf("zh-TW", "en"))
	require.Equal(t, "en", languageOf("en-GB", "zh"))
	require.Equal(t, "zh-CN", languageOf("", "zh"))
	require.Equal(t, "en", languageOf("", "und"))
}
