// Package doctor looks at an installation and says in words how it is: ok,
// warn or bad, and what to do. Each check gets a few seconds, and one that
// fails never keeps the others from speaking.
package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// Verdict is how one thing is.
type Verdict string

const (
	OK   Verdict = "ok"
	Warn Verdict = "warn" // it runs, but not for ever, or not as it should
	Bad  Verdict = "bad"  // customers are not served, or soon will not be
)

// Finding is one sentence about the installation, and one on what to do.
type Finding struct {
	Check   string  `json:"check"`
	Verdict Verdict `json:"verdict"`
	Says    string  `json:"says"`
	Do      string  `json:"do"`
}

// Check looks at one thing; it may find several.
type Check struct {
	Name string
	Look func(ctx context.Context) []Finding
}

// Report is what all checks found, in their order.
type Report struct {
	Verdict  Verdict   `json:"verdict"`
	Findings []Finding `json:"findings"`
}

// patience is how long one check may take: somebody is waiting, perhaps at night.
const patience = 5 * time.Second

// Examine runs the checks one after another.
func Examine(ctx context.Context, checks ...Check) Report {
	report := Report{Verdict: OK, Findings: []Finding{}}
	for _, c := range checks {
		for _, f := range look(ctx, c) {
			f.Check = c.Name
			report.Findings = append(report.Findings, f)
			report.Verdict = worse(report.Verdict, f.Verdict)
		}
	}
	return report
}

func look(ctx context.Context, c Check) (found []Finding) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil {
			found = bad(fmt.Sprintf("the check itself broke: %v", cause), "report this to the makers of Anlan")
		}
	}()
	return c.Look(ctx)
}

func worse(a, b Verdict) Verdict {
	weight := map[Verdict]int{OK: 0, Warn: 1, Bad: 2}
	if weight[b] > weight[a] {
		return b
	}
	return a
}

// Text writes the report for a person.
func (r Report) Text(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%-4s  %-10s  %s\n", f.Verdict, f.Check, f.Says)
		if f.Do != "" {
			fmt.Fprintf(&b, "%-4s  %-10s  → %s\n", "", "", f.Do)
		}
	}
	b.WriteString(map[Verdict]string{
		OK:   "\nAll is well.\n",
		Warn: "\nIt runs; look at what is marked warn.\n",
		Bad:  "\nSomething is broken; begin with the first line marked bad.\n",
	}[r.Verdict])
	_, err := io.WriteString(w, b.String())
	return err
}

// JSON writes the report for a machine.
func (r Report) JSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

func ok(says string, values ...any) []Finding {
	return []Finding{{Verdict: OK, Says: fmt.Sprintf(says, values...)}}
}

func warn(says, do string) []Finding { return []Finding{{Verdict: Warn, Says: says, Do: do}} }

func bad(says, do string) []Finding { return []Finding{{Verdict: Bad, Says: says, Do: do}} }
