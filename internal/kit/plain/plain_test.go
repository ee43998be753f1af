package plain_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"anlan/internal/kit/plain"
)

func TestWhatNoDatabaseKeepsIsDropped(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "",
		"退款 refund 🙂":          "退款 refund 🙂",
		"a\x00b":               "ab",
		"\x00":                 "",
		"订\xff单":               "订\uFFFD单",
		"tab\tand\nnew line":   "tab\tand\nnew line",
		"half \xe9\x80":        "half \uFFFD",
		"\xed\xa0\x80 is half": "\uFFFD is half",
	} {
		require.Equal(t, want, plain.Text(in), "%q", in)
	}
}

func TestACutFallsBetweenCharacters(t *testing.T) {
	require.Equal(t, "退", plain.Upto("退款", 5))
	require.Equal(t, "退款", plain.Upto("退款", 6))
	require.Equal(t, "", plain.Upto("退款", 2))
	rapid.Check(t, func(t *rapid.T) {
		s, n := plain.Text(rapid.String().Draw(t, "s")), rapid.IntRange(0, 40).Draw(t, "n")
		cut := plain.Upto(s, n)
		require.True(t, utf8.ValidString(cut) && strings.HasPrefix(s, cut) && len(cut) <= n)
		require.True(t, len(cut) == len(s) || len(cut) > n-utf8.UTFMax)
	})
}
