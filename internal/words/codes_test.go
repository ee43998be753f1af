package words_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/mailbox"
	"anlan/internal/people/access"
	"anlan/internal/resolve/continuation"
	"anlan/internal/words"
)

// built are codes that the sources put together from parts.
var built = map[string][]string{
	`kind+".missing"`:      {"session.missing", "token.missing"},                                                         // people/staff: revoke
	`"smtp."+what`:         reasons("smtp.", mailbox.LineReasons, mailbox.LogInReasons, []string{"refused", "no_login"}), // channel/email: wrong
	`"mailbox."+no.Reason`: reasons("mailbox.", mailbox.Reasons),
	`ErrMetMeanwhile.Code`: {"contact.met_meanwhile"},
	`"mailbox."+t.Reason`:  reasons("mailbox.", mailbox.Reasons),
}

func reasons(of string, lists ...[]string) (codes []string) {
	for _, reason := range slices.Concat(lists...) {
		codes = append(codes, of+reason)
	}
	return codes
}

// named are the texts for values that other texts speak of, {role:word}.
func named() (keys []string) {
	for _, r := range access.Roles() {
		keys = append(keys, "role."+string(r.Name))
	}
	for _, p := range access.Admin.Permissions().List() {
		keys = append(keys, "permission."+string(p))
	}
	for _, s := range []access.Scope{access.All, access.Read, access.Intake, "chosen"} {
		keys = append(keys, "scope."+string(s))
	}
	for _, t := range []string{"text", "long_text", "number", "decimal", "yes_no", "date", "date_time", "choice", "choices", "url", "email", "phone"} {
		keys = append(keys, "type."+t) // of the house's own fields
	}
	for _, s := range []string{"uploaded", "checking", "checked", "running", "done", "cancelled", "failed", "undoing", "undone"} {
		keys = append(keys, "state."+s) // of imports
	}
	for _, part := range []string{"in", "out", "grant", "secret", "missing", "waiting", "signing", "answering", "certificate"} {
		keys = append(keys, "trouble.part."+part)
	}
	for _, code := range []string{"answering", "certificate_over", "certificate_soon", "no_address", "no_way_out", "not_in", "secret_over", "secret_soon", "signer_none", "signer_over", "signer_soon", "signer_unusable", "signing", "waiting"} {
		keys = append(keys, "trouble."+code)
	}
	for _, why := range []continuation.Why{continuation.Refused, continuation.Unsent, continuation.MayBeOut} {
		keys = append(keys, "continuation."+string(why))
	}
	for _, line := range []string{"subject", "over_subject", "over", "since", "open", "why"} {
		keys = append(keys, "trouble.mail."+line)
	}
	keys = append(keys, "overflow.stood", "overflow.stood_expected", "push.overflowed", "push.eased", "push.troubled", "push.recovered", "push.risk", "push.help", "push.joined", "push.whispered")
	return append(keys, "kind.webchat", "kind.email", "kind.api", "kind.form", "invitation.accepted", "invitation.tentative", "invitation.declined", "push.mentioned", "push.trial", "push.trial_means", "push.assigned", "push.replied", "push.returned", "push.awake", "push.failed", "push.conversation", "push.somebody", "wait.second", "wait.seconds", "wait.minute", "wait.minutes")
}

var placeholder = regexp.MustCompile(`\{([a-z_]+)(?::[a-z]+)?\}`)

func placeholders(text string) (names []string) {
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, found[0])
	}
	return names
}

func TestEveryCodeHasATextThatUsesOnlyItsValues(t *testing.T) {
	given := codes(t, "../..")
	require.Greater(t, len(given), 100, "the sources were not read")
	for code, values := range given {
		text := words.Keys("en")[code]
		require.NotEmpty(t, text, "%s has no text", code)
		for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
			for _, one := range values {
				require.Contains(t, one, found[1], "the text of %s speaks of {%s}, which is not always given", code, found[1])
			}
		}
	}
}

func TestNoTextIsLeftOver(t *testing.T) {
	known := slices.Concat(named(), slices.Collect(maps.Keys(codes(t, "../.."))))
	for key := range words.Keys("en") {
		require.True(t, slices.Contains(known, key), "no source gives the code %s", key)
	}
	for _, key := range named() {
		require.Contains(t, words.Keys("en"), key)
	}
}

// codes reads the sources: each code of a fault, with the names of the values
// that are given at each place where it is made.
func codes(t *testing.T, root string) map[string][][]string {
	t.Helper()
	given := map[string][][]string{}
	for _, top := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return err
			}
			source, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			tree, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			r := reading{file: file, source: string(source), given: given}
			ast.Inspect(tree, r.look)
			for _, wrong := range r.wrong {
				t.Error(wrong)
			}
			return nil
		})
		require.NoError(t, err)
	}
	return given
}

// reading goes through one file.
type reading struct {
	file, source string
	given        map[string][][]string
	wrong        []string
}

// look finds the ways in which a code is written: in fault.New, as an argument
// for a function that hands it to fault.New, in a field named Code, and in a
// table by status.
func (r *reading) look(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		if isNew(n.Fun) {
			r.made(n)
			return true
		}
		for i, arg := range n.Args {
			if code := literal(arg); forwards(n.Fun, i) && code != "" {
				r.add(code, append(names(n.Args[i+1:]), forwarded[callee(n.Fun)].values...))
			}
		}
	case *ast.KeyValueExpr:
		if keyed(n.Key) && code.MatchString(literal(n.Value)) {
			r.add(literal(n.Value), nil)
		}
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if field, is := to.(*ast.SelectorExpr); is && field.Sel.Name == "Code" && i < len(n.Rhs) && code.MatchString(literal(n.Rhs[i])) {
				r.add(literal(n.Rhs[i]), nil)
			}
		}
	}
	return true
}

// keyed tells whether what follows a key is a code: the field Code, or a status.
func keyed(key ast.Expr) bool {
	switch key := key.(type) {
	case *ast.Ident:
		return key.Name == "Code"
	case *ast.SelectorExpr:
		pkg, is := key.X.(*ast.Ident)
		return is && pkg.Name == "http" && strings.HasPrefix(key.Sel.Name, "Status")
	}
	return false
}

var code = regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)

// forwarded are the functions that get a code from their caller: at which
// argument, and which values they add.
var forwarded = map[string]struct {
	at     int
	values []string
}{
	"exists": {4, []string{"id"}}, // conversation
	"refuse": {0, nil},            // staff, the password's rules
	"look":   {4, nil},            // staff, links that work once
	"use":    {4, nil},
}

func forwards(fun ast.Expr, at int) bool {
	f, is := forwarded[callee(fun)]
	return is && f.at == at
}

func callee(fun ast.Expr) string {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.IndexExpr:
		return callee(f.X)
	}
	return ""
}

func isNew(fun ast.Expr) bool {
	pick, is := fun.(*ast.SelectorExpr)
	if !is || pick.Sel.Name != "New" {
		return false
	}
	pkg, is := pick.X.(*ast.Ident)
	return is && pkg.Name == "fault"
}

func (r *reading) made(n *ast.CallExpr) {
	text := r.source[n.Args[1].Pos()-1 : n.Args[1].End()-1]
	switch {
	case literal(n.Args[1]) != "":
		r.add(literal(n.Args[1]), names(n.Args[2:]))
	case built[text] != nil:
		for _, one := range built[text] {
			r.add(one, names(n.Args[2:]))
		}
	case text != "code": // a function in forwarded
		r.wrong = append(r.wrong, fmt.Sprintf("%s: the code %s cannot be followed; write it as a literal, or add it to built", r.file, text))
	}
}

func (r *reading) add(code string, values []string) {
	r.given[code] = append(r.given[code], values)
}

// names are the names among name, value, name, value.
func names(pairs []ast.Expr) (list []string) {
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, literal(pairs[i]))
	}
	return list
}

func literal(e ast.Expr) string {
	basic, is := e.(*ast.BasicLit)
	if !is || basic.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(basic.Value)
	if err != nil {
		return ""
	}
	return text
}
