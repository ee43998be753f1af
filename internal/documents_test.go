package internal_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// touch opens the list with which every how-to begins.
const touch = "Files you will touch"

var (
	inBackticks = regexp.MustCompile("`([^`]+)`")
	heading     = regexp.MustCompile(`^#+\s+(.*)$`)
)

func TestHowTosNameFilesThatExist(t *testing.T) {
	wrong := staleHowTos(t, os.DirFS(".."))
	require.Empty(t, wrong, "\n%s\n", strings.Join(wrong, "\n"))
}

// staleHowTos says which how-tos name files that are not there. A name with a
// placeholder like <noun> is one that the reader will make.
func staleHowTos(t *testing.T, tree fs.FS) (wrong []string) {
	t.Helper()
	pages, err := fs.Glob(tree, "docs/howto/*.md")
	require.NoError(t, err)
	for _, page := range pages {
		text, err := fs.ReadFile(tree, page)
		require.NoError(t, err)
		listed := inBackticks.FindAllStringSubmatch(section(string(text), touch), -1)
		if len(listed) == 0 {
			wrong = append(wrong, fmt.Sprintf("%s does not begin with a list under %q", page, touch))
		}
		for _, one := range listed {
			name := strings.TrimSuffix(one[1], "/")
			if strings.ContainsAny(name, "<{…") {
				continue
			}
			if found, err := fs.Glob(tree, path.Clean(name)); err != nil || len(found) == 0 {
				wrong = append(wrong, fmt.Sprintf("%s names `%s`, which does not exist", page, one[1]))
			}
		}
	}
	return wrong
}

// section is what stands below a heading, up to the next one.
func section(text, title string) string {
	var inside bool
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if h := heading.FindStringSubmatch(line); h != nil {
			inside = strings.EqualFold(strings.TrimSpace(h[1]), title)
			continue
		}
		if inside {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func TestTheGlossaryNamesWhatTheCodeNames(t *testing.T) {
	wrong := strangeNames(t, os.DirFS(".."))
	require.Empty(t, wrong, "\n%s\n", strings.Join(wrong, "\n"))
}

// strangeNames says which code names of the glossary no source knows. A name is
// known when its last part stands as a word in a source of Go or TypeScript, or
// in the SQL.
func strangeNames(t *testing.T, tree fs.FS) (wrong []string) {
	t.Helper()
	text, err := fs.ReadFile(tree, "docs/glossary.md")
	if err != nil {
		return []string{"docs/glossary.md is missing"}
	}
	words := wordsOf(t, tree)
	names := codeNames(string(text))
	if len(names) == 0 {
		return []string{`docs/glossary.md has no column "code name" with names in backticks`}
	}
	for _, name := range names {
		for _, part := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("./:-() ", r) }) {
			if !words[part] {
				wrong = append(wrong, fmt.Sprintf("docs/glossary.md calls something `%s`, and no source knows %q", name, part))
			}
		}
	}
	return wrong
}

// codeNames reads the column "code name" of every table.
func codeNames(text string) (names []string) {
	column := -1
	for _, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "|") {
			column = -1
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if column < 0 {
			for i, cell := range cells {
				if strings.EqualFold(strings.TrimSpace(cell), "code name") {
					column = i
				}
			}
			continue
		}
		if column < len(cells) {
			for _, found := range inBackticks.FindAllStringSubmatch(cells[column], -1) {
				names = append(names, found[1])
			}
		}
	}
	return names
}

var word = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)

// wordsOf collects every word of the sources, and the names of their folders and files.
func wordsOf(t *testing.T, tree fs.FS) map[string]bool {
	t.Helper()
	words := map[string]bool{}
	add := func(text string) {
		for _, w := range word.FindAllString(text, -1) {
			words[w] = true
		}
	}
	for _, root := range []string{"cmd", "internal", "web"} {
		if _, err := fs.Stat(tree, root); err != nil {
			continue
		}
		require.NoError(t, fs.WalkDir(tree, root, func(file string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "dist" || entry.Name() == "testdata"):
				return fs.SkipDir
			case entry.IsDir():
				add(file)
				return nil
			case strings.HasSuffix(file, "_test.go"):
				return nil
			}
			switch path.Ext(file) {
			case ".go", ".ts", ".tsx", ".sql":
				text, err := fs.ReadFile(tree, file)
				if err != nil {
					return err
				}
				add(string(text))
			}
			return nil
		}))
	}
	return words
}

// TestStaleDocumentsAreFound shows that the tests above can fail.
func TestStaleDocumentsAreFound(t *testing.T) {
	howto := func(text string) fstest.MapFS {
		return fstest.MapFS{
			"docs/howto/add-a-fact.md": {Data: []byte(text)},
			"internal/fact/fact.go":    {Data: []byte("package fact")},
		}
	}
	require.Empty(t, staleHowTos(t, howto("# Add a fact\n\n## Files you will touch\n\n- `internal/fact/fact.go`\n- `internal/fact/` and `internal/<movement>/<noun>/react.go`\n\n## Then\n`gone.go`")))
	require.Equal(t, []string{"docs/howto/add-a-fact.md names `internal/fact/gone.go`, which does not exist"},
		staleHowTos(t, howto("# Add\n## Files you will touch\n`internal/fact/gone.go`")))
	require.Equal(t, []string{`docs/howto/add-a-fact.md does not begin with a list under "Files you will touch"`},
		staleHowTos(t, howto("# Add a fact\n`internal/fact/fact.go`")))

	glossary := func(name string) fstest.MapFS {
		return fstest.MapFS{
			"docs/glossary.md":      {Data: []byte("| word | 中文 | code name |\n|---|---|---|\n| tier | 等级 | " + name + " |\n")},
			"internal/fact/fact.go": {Data: []byte("package fact\n\ntype Tier string")},
		}
	}
	require.Empty(t, strangeNames(t, glossary("`fact.Tier`, `internal/fact`")))
	require.Equal(t, []string{"docs/glossary.md calls something `fact.Rank`, and no source knows \"Rank\""}, strangeNames(t, glossary("`fact.Rank`")))
	require.Equal(t, []string{`docs/glossary.md has no column "code name" with names in backticks`}, strangeNames(t, glossary("Tier")))
}
