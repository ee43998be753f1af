package variables

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALineThatSpeaksOfSomethingUnknownIsLeftOut(t *testing.T) {
	text := "Hello {{contact.name|there}},\n\nyour number is #{{ number }}.\nWe answer {{expected}}.\nBye\n"
	require.Equal(t, "Hello there,\n\nyour number is #7.\nBye", FillLines(text, map[string]string{"number": "7"}))
	require.Equal(t, "Hello Li,\n\nyour number is #7.\nWe answer soon.\nBye", FillLines(text, map[string]string{"number": "7", "contact.name": "Li", "expected": "soon"}))
	require.Empty(t, FillLines("{{x}}", nil))
}

func TestAVariableThatNobodyFillsIsNamed(t *testing.T) {
	name, is := Unknown("{{a}} {{b|c}} {{ d }}", []string{"a", "b"})
	require.True(t, is)
	require.Equal(t, "d", name)
	_, is = Unknown("no { braces }", nil)
	require.False(t, is)
	out, missing := Fill("{{a}} {{a}} {{b}}", map[string]string{"b": "<"}, func(string) string { return "&lt;" })
	require.Equal(t, "{{a}} {{a}} &lt;", out)
	require.Equal(t, []string{"a"}, missing)
}
