package conversation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
)

func TestProgramsAreKnownByNameAndByContent(t *testing.T) {
	for name, want := range map[string]bool{
		"a.exe": true, "A.EXE": true, "a.pdf.js": true, "a.exe ": true, "a.exe.": true, "a.pdf": false, "茶.png": false, "exe": false,
	} {
		require.Equal(t, want, conversation.Runs(name, nil), name)
	}
	require.True(t, conversation.Runs("a.png", []byte("\x7fELF\x02")))
}
