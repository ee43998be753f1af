// Package rule is the language in which a house writes its rules, and what a rule
// sees of a conversation. A rule is a condition in the expression language of
// expr-lang.org, true or false of a Case:
//
//	channel_kind == "email" && mentions("refund", "退款") && customer.tier == "vip"
//
// Conditions are compiled once, can neither loop for long nor take much memory, and
// change nothing. What is done when one holds is the business of who asks.
package rule

import (
	"errors"
	"regexp"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"anlan/internal/platform/fault"
)

// Limits of a condition.
const (
	MostCharacters = 4000
	mostNodes      = 400
	mostMemory     = 100_000 // values that one run may make, as expr counts them
)

// functions are those of the language that a condition may call: none that makes
// much of little, and none that knows the time, which is a value here.
var functions = []string{"all", "any", "none", "one", "count", "len", "lower", "upper", "trim", "hasPrefix", "hasSuffix", "indexOf", "abs", "ceil", "floor", "round", "max", "min", "int", "float", "string"}

// Condition is a compiled rule. It may be asked from several sides at once.
type Condition struct {
	Source  string
	program *vm.Program
}

// Always is the condition of who asks for none.
var Always = Condition{}

// Compile reads a condition; an empty one always holds. The fault says where it
// cannot be read: rule.unknown_word, rule.not_yes_or_no, rule.too_long,
// rule.too_costly, rule.unreadable.
func Compile(source string) (Condition, error) {
	source = strings.TrimSpace(source)
	if source == "" {
		return Always, nil
	}
	if len([]rune(source)) > MostCharacters {
		return Condition{}, fault.New(fault.Invalid, "rule.too_long", "limit", MostCharacters)
	}
	var cost costly
	options := []expr.Option{expr.Env(&Seen{}), expr.AsBool(), expr.MaxNodes(mostNodes), expr.Patch(&cost), expr.DisableAllBuiltins()}
	for _, name := range functions {
		options = append(options, expr.EnableBuiltin(name))
	}
	program, err := expr.Compile(source, options...)
	if err != nil {
		return Condition{}, unreadable(source, err)
	}
	if cost.loops || cost.ranges > cost.spans {
		return Condition{}, fault.New(fault.Invalid, "rule.too_costly")
	}
	return Condition{source, program}, nil
}

// Holds tells whether the condition is true of a case. A condition that breaks, as
// by taking too much memory, is a fault with the code rule.broke.
func (c Condition) Holds(of *Seen) (bool, error) {
	if c.program == nil {
		return true, nil
	}
	machine := vm.VM{MemoryBudget: mostMemory}
	said, err := machine.Run(c.program, of)
	if err != nil {
		return false, fault.New(fault.Invalid, "rule.broke", "said", plainly(err)).Because(err)
	}
	yes, _ := said.(bool)
	return yes, nil
}

// costly finds what may take long however little memory it takes: a walk through a
// list inside of another, and a list of numbers to walk through.
type costly struct {
	ranges, spans int
	loops         bool
}

func (c *costly) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.PredicateNode:
		inside := &walks{}
		ast.Walk(&n.Node, inside)
		c.loops = c.loops || inside.any
	case *ast.BinaryNode:
		if n.Operator == ".." {
			c.ranges++
		}
		if span, is := n.Right.(*ast.BinaryNode); is && n.Operator == "in" && span.Operator == ".." {
			c.spans++
		}
	}
}

type walks struct{ any bool }

func (w *walks) Visit(node *ast.Node) {
	_, is := (*node).(*ast.PredicateNode)
	w.any = w.any || is
}

var unknown = regexp.MustCompile(`unknown name (\S+)|has no field (\S+)`)

// unreadable says in a code what the compiler says in English.
func unreadable(source string, err error) error {
	column, said := 1, plainly(err)
	var at *file.Error
	if errors.As(err, &at) {
		column = len([]rune(before(source, at.Line, at.Column))) + 1
	}
	if found := unknown.FindStringSubmatch(err.Error()); found != nil {
		return fault.New(fault.Invalid, "rule.unknown_word", "column", column, "word", strings.Trim(found[1]+found[2], ".")).Because(err)
	}
	switch {
	case strings.Contains(err.Error(), "expected bool, but got"):
		return fault.New(fault.Invalid, "rule.not_yes_or_no").Because(err)
	case strings.Contains(err.Error(), "exceeds maximum allowed nodes"):
		return fault.New(fault.Invalid, "rule.too_long", "limit", mostNodes).Because(err)
	}
	return fault.New(fault.Invalid, "rule.unreadable", "column", column, "said", said).Because(err)
}

// before is what stands before a place, which the compiler names by line and column.
func before(source string, line, column int) string {
	lines := strings.Split(source, "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	text := []rune(lines[line-1])
	return strings.Join(append(lines[:line-1:line-1], string(text[:min(max(column, 0), len(text))])), "\n")
}

// plainly is the first line of what the compiler says, without the drawing below it.
func plainly(err error) string {
	said, _, _ := strings.Cut(err.Error(), "\n")
	if at := strings.LastIndex(said, " ("); at > 0 && strings.HasSuffix(said, ")") {
		said = said[:at]
	}
	return said
}
