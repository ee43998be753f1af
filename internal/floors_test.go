package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// floors, lowest first: what stands on one line shares a floor. A package
// imports its own floor or below. The ground and the edges do not import one
// another, so that an edge can be replaced, and the ground be moved alone.
var floors = [][]string{
	{"platform", "kit", "fact", "schema", "words"},
	{"people"},
	{"arrive"},
	{"understand"},
	{"route"},
	{"resolve"},
	{"control"},
	{"learn"},
	{"api", "channel", "connector"},
	{"drill"},
	{"app"},
}

// apart are the floors whose parts do not know each other.
var apart = []int{0, 8}

// closed are what pure arithmetic has no business with.
var closed = []string{"net", "net/http", "os", "os/exec", "io/fs", "database/sql", "log", "log/slog", "syscall", "math/rand", "math/rand/v2", "crypto/rand"}

func TestImportsLookDown(t *testing.T) {
	wrong := looksUp(t, os.DirFS(".."))
	require.Empty(t, wrong, "\n%s\n", strings.Join(wrong, "\n"))
}

// looksUp reads every Go file that ships and says which look the wrong way.
// Tests may look anywhere, since a story needs the whole world; so may packages
// that only tests import, which end in test, like dbtest.
func looksUp(t *testing.T, tree fs.FS) (wrong []string) {
	t.Helper()
	require.NoError(t, fs.WalkDir(tree, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "testdata" || len(file) > 1 && strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || forTests(path.Dir(file)):
			return nil
		}
		text, err := fs.ReadFile(tree, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		wrong = append(wrong, judged(file, parsed)...)
		return nil
	}))
	return wrong
}

func judged(file string, parsed *ast.File) (wrong []string) {
	var (
		part = partOf(path.Dir(file))
		pure = part == "kit" || path.Base(file) == "rules.go"
		tool = part != "cmd" && parsed.Name.Name == "main" // measures us, and does not ship
	)
	for _, one := range parsed.Imports {
		target, _ := strconv.Unquote(one.Path.Value)
		if why := mayNot(part, target); why != "" {
			wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", file, target, why))
		}
		if forTests(strings.TrimPrefix(target, "anlan/")) && !tool {
			wrong = append(wrong, fmt.Sprintf("%s imports %s: only tests import it", file, target))
		}
		if pure && slices.Contains(closed, target) {
			wrong = append(wrong, fmt.Sprintf("%s imports %s: rules and the kit take values and give values", file, target))
		}
	}
	if pure && readsTheClock(parsed) {
		wrong = append(wrong, file+" calls time.Now: pass the time in")
	}
	return wrong
}

// forTests says whether a folder serves tests alone. The small worlds of stories
// do, whatever floor they are built from.
func forTests(folder string) bool {
	return strings.HasPrefix(folder, "internal/") && strings.HasSuffix(folder, "test") || folder == "internal/drill/world"
}

// partOf is the folder below internal, or the tree's own top folder ("cmd", "web").
func partOf(folder string) string {
	first, rest, _ := strings.Cut(folder, "/")
	if first != "internal" {
		return first
	}
	part, _, _ := strings.Cut(rest, "/")
	return part
}

// mayNot says why a part may not import a package, or "".
func mayNot(part, target string) string {
	folder, ours := strings.CutPrefix(target, "anlan/")
	if !ours {
		return ""
	}
	to := partOf(folder)
	mine, theirs := floorOf(part), floorOf(to)
	switch {
	case to == part:
		return ""
	case part == "cmd":
		return "" // the roof: it may call whatever it starts
	case to == "cmd":
		return "nothing imports a command"
	case to == "web" && mine >= floorOf("api"):
		return "" // the edges and the app serve the built console and widget, embedded
	case part == "web":
		return "the embedded pages know no server"
	case mine < 0:
		return fmt.Sprintf("%s stands on no floor; give it one in internal/floors_test.go", part)
	case theirs < 0:
		return fmt.Sprintf("%s stands on no floor; give it one in internal/floors_test.go", to)
	case theirs > mine:
		return fmt.Sprintf("%s is above %s; record a fact and add a line to flow.go, or declare the method you need", to, part)
	case theirs == mine && slices.Contains(apart, mine):
		return fmt.Sprintf("%s and %s stand side by side and do not know each other", part, to)
	}
	return ""
}

func floorOf(part string) int {
	return slices.IndexFunc(floors, func(parts []string) bool { return slices.Contains(parts, part) })
}

func readsTheClock(parsed *ast.File) (reads bool) {
	ast.Inspect(parsed, func(n ast.Node) bool {
		if pick, is := n.(*ast.SelectorExpr); is && slices.Contains([]string{"Now", "Since", "Until"}, pick.Sel.Name) {
			pkg, is := pick.X.(*ast.Ident)
			reads = reads || is && pkg.Name == "time"
		}
		return !reads
	})
	return reads
}

// TestTheFloorsAreHeld shows that the test above can fail.
func TestTheFloorsAreHeld(t *testing.T) {
	for _, it := range []struct{ file, body, want string }{
		{"internal/arrive/intake/verbs.go", `import "anlan/internal/people/access"`, ""},
		{"internal/arrive/intake/verbs.go", `import "anlan/internal/arrive/contact"`, ""},
		{"internal/arrive/intake/verbs.go", `import "anlan/internal/route/queue"`,
			"route is above arrive; record a fact and add a line to flow.go, or declare the method you need"},
		{"internal/people/access/verbs.go", `import "anlan/internal/arrive/contact"`, "arrive is above people"},
		{"internal/platform/jobs/jobs.go", `import "anlan/internal/platform/db"`, ""},
		{"internal/platform/db/db.go", `import "anlan/internal/fact"`, "platform and fact stand side by side"},
		{"internal/platform/db/db.go", `import "anlan/internal/schema"`, "platform and schema stand side by side"},
		{"internal/api/api.go", `import "anlan/internal/channel/email"`, "api and channel stand side by side"},
		{"internal/api/api.go", `import "anlan/internal/drill/sample"`, "drill is above api"},
		{"internal/api/api_test.go", `import "anlan/internal/drill/world"`, ""},
		{"internal/app/wire.go", `import "anlan/internal/drill/sample"`, ""},
		{"internal/app/wire.go", `import "anlan/internal/drill/world"`, "only tests import it"},
		{"internal/app/wire.go", `import "anlan/web"`, ""},
		{"internal/platform/db/dbtest/dbtest.go", `import "anlan/internal/schema"`, ""},
		{"internal/app/wire.go", `import "anlan/internal/platform/db/dbtest"`, "only tests import it"},
		{"internal/channel/email/email.go", `import "anlan/internal/kit/richtext/richtexttest"`, "only tests import it"},
		{"internal/people/access/verbs.go", `import "anlan/web"`, "web stands on no floor"},
		{"internal/attic/box.go", `import "anlan/internal/fact"`, "attic stands on no floor"},
		{"internal/app/wire.go", `import "anlan/cmd/anlan"`, "nothing imports a command"},
		{"cmd/anlan/serve.go", `import "anlan/internal/app"`, ""},
		{"internal/kit/segment/segment.go", `import "os"`, "rules and the kit take values and give values"},
		{"internal/kit/segment/segment.go", "import \"time\"\nvar now = time.Now()", "calls time.Now: pass the time in"},
		{"internal/kit/segment/segment.go", "import \"time\"\nvar clock = time.Now", "calls time.Now: pass the time in"},
		{"internal/kit/segment/segment.go", "import \"time\"\nfunc later(now time.Time) time.Time { return now.Add(time.Hour) }", ""},
		{"internal/resolve/desk/rules.go", "import \"time\"\nvar age = time.Since(time.Time{})", "calls time.Now: pass the time in"},
		{"internal/resolve/desk/rules.go", `import "database/sql"`, "rules and the kit take values and give values"},
	} {
		t.Run(it.file+" "+it.body, func(t *testing.T) {
			wrong := looksUp(t, fstest.MapFS{it.file: {Data: []byte("package x\n" + it.body)}})
			if it.want == "" {
				require.Empty(t, wrong)
				return
			}
			require.Len(t, wrong, 1)
			require.Contains(t, wrong[0], it.file)
			require.Contains(t, wrong[0], it.want)
		})
	}
}
