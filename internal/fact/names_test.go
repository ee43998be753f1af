package fact_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
)

var named = regexp.MustCompile(`\) Name\(\) string\s*\{ return "([^"]+)" \}`)

func TestEveryFactIsInTheListOfNames(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	require.NotEmpty(t, names)
	require.Equal(t, names, fact.Names)
}
