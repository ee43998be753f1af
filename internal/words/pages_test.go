package words_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/words"
)

func TestPagesAreCompleteInBothLanguagesAndUsed(t *testing.T) {
	var sources strings.Builder
	require.NoError(t, filepath.WalkDir("..", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(file, "_test.go") || !strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, ".html") {
			return err
		}
		text, err := os.ReadFile(file)
		sources.Write(text)
		return err
	}))
	en, zh := words.PageKeys("en"), words.PageKeys("zh-CN")
	require.Len(t, zh, len(en))
	for key, text := range en {
		require.ElementsMatch(t, placeholders(text), placeholders(zh[key]), key)
		require.NotEmpty(t, zh[key], key)
		stem := key
		for _, family := range []string{"form.field.", "form.wrong."} { // the name of the field or fault is the rest of the key
			if strings.HasPrefix(key, family) {
				stem = family
			}
		}
		require.Contains(t, sources.String(), `"`+stem, "nobody says %s", key)
	}
}
