package email

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExpressionsAreAskedByTheLetterWithWhichTheyBegin(t *testing.T) {
	for line, want := range map[string]bool{
		"envoyé de mon iphone": true, "gửi từ iphone": true, "được gửi từ iphone": true, "sänt från min iphone": true, "skickat från min iphone": true,
		"отправлено с iphone": true, "iphone'dan gönderildi": true, "sent from `mail": true, "sent from mailspring": true, "vom iphone gesendet": true,
		"the parcel came today": false, "": false, "\xff": false,
	} {
		require.Equal(t, want, sentFromLines.match(line), line)
	}
	require.Panics(t, func() { compiled(`^x*`) })
	require.Panics(t, func() { compiled(`^.x`) })
}

func TestFewWordsAreCounted(t *testing.T) {
	require.True(t, fewWords("", 0))
	require.True(t, fewWords(" \u3000 ", 0))
	require.True(t, fewWords("one two three", 3))
	require.False(t, fewWords("one two three four", 3))
	require.False(t, fewWords("一", 0))
}

func TestPiecesAreFoundInCapitalsToo(t *testing.T) {
	for _, line := range []string{"## Please type your REPLY above this line ##", "Bitte oberhalb dieser Linie antworten", "请在此行以上回复", "reply above the line"} {
		require.True(t, mayReplyAbove(line), line)
		require.Equal(t, divider, roleOf(line), line)
	}
	require.False(t, mayReplyAbove("I reply about the parcel"))
}
