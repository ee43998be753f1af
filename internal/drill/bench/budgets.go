package bench

import (
	"fmt"
	"strings"
)

// budget is what a load should reach on two cores that it shares with the bench.
// Zero fields ask for nothing.
type budget struct {
	rate     float64 // a second, at least
	p99      float64 // milliseconds, at most
	resident float64 // kilobytes, at most
	growth   float64 // percent, at most
	none     bool    // no error, and nothing lost
}

// budgets by the beginning of a load's name and its database; the longest beginning counts.
var budgets = map[string]budget{
	"list":                 {p99: 15, none: true},
	"open long":            {p99: 20, none: true},
	"search mixed":         {rate: 200, p99: 50, none: true},
	"create 32":            {rate: 1000, p99: 80, none: true},
	"visitors 10000 in":    {p99: 15, resident: 15, none: true},
	"visitors 2000 in":     {p99: 15, none: true},
	"email in on sqlite":   {rate: 500, growth: 15, none: true},
	"email in on postgres": {rate: 300, growth: 15, none: true},
	"email out":            {rate: 100, none: true},
	"start":                {p99: 1000},
	"idle":                 {resident: 60 << 10},
}

func budgetOf(load string) (b budget, known bool) {
	longest := 0
	for name, of := range budgets {
		if strings.HasPrefix(load, name) && len(name) > longest {
			b, known, longest = of, true, len(name)
		}
	}
	return b, known
}

// Judged says what was asked of a result, and whether it was reached.
func Judged(r Result) Result {
	b, known := budgetOf(r.Load + " on " + r.Database)
	if !known {
		return r
	}
	var asked []string
	met := !b.none || r.Errors == 0
	if b.rate > 0 {
		asked = append(asked, fmt.Sprintf("≥ %g /s", b.rate))
		met = met && r.Rate >= b.rate
	}
	if b.p99 > 0 {
		asked = append(asked, fmt.Sprintf("p99 ≤ %g ms", b.p99))
		met = met && r.N > 0 && r.P99 <= b.p99
	}
	if b.resident > 0 && r.Resident > 0 {
		asked = append(asked, "≤ "+size(b.resident))
		met = met && r.Resident <= b.resident
	}
	if b.growth > 0 {
		asked = append(asked, fmt.Sprintf("memory grows ≤ %g %%", b.growth))
		met = met && r.Growth <= b.growth
	}
	r.Budget, r.Met = strings.Join(asked, ", "), &met
	return r
}

// size writes kilobytes.
func size(kb float64) string {
	if kb >= 1024 {
		return fmt.Sprintf("%.0f MB", kb/1024)
	}
	return fmt.Sprintf("%.1f KB", kb)
}

// verdict is a word for the table.
func (r Result) verdict() string {
	switch {
	case r.Met == nil:
		return ""
	case *r.Met:
		return "met"
	}
	return "missed"
}
