package bench

import (
	"fmt"
	"io"
	"strings"
)

const columns = "%-9s %8s  %-22s %5s %7s %9s %8s %8s %8s %7s %8s %9s  %-6s %s\n"

// Head writes the head of the table.
func Head(w io.Writer) error {
	_, err := fmt.Fprintf(w, columns, "database", "size", "load", "conns", "n", "rate /s", "p50 ms", "p95 ms", "p99 ms", "errors", "cpu ms", "memory", "", "budget")
	return err
}

// cells are the figures of a result as they stand in a table.
func (r Result) cells() []string {
	number := func(v float64) string {
		if v == 0 {
			return "-"
		}
		return fmt.Sprintf("%.2f", v)
	}
	memory, rate := "-", "-"
	if r.Resident > 0 {
		memory = size(r.Resident)
	}
	if r.Rate > 0 {
		rate = fmt.Sprintf("%.0f", r.Rate)
	}
	return []string{
		r.Database, sized(r.Conversations), r.Load, fmt.Sprint(r.Connections), fmt.Sprint(r.N), rate, number(r.P50), number(r.P95), number(r.P99),
		fmt.Sprint(r.Errors), number(r.CPU), memory, r.verdict(), r.Budget,
	}
}

// Line writes one result as a line of the table.
func Line(w io.Writer, r Result) error {
	cells := r.cells()
	line := make([]any, len(cells))
	for i, c := range cells {
		line[i] = c
	}
	_, err := fmt.Fprintf(w, columns, line...)
	if err == nil && r.FirstError != "" {
		_, err = fmt.Fprintf(w, "%20s%s\n", "", strings.TrimSpace(r.FirstError))
	}
	return err
}

// Page writes the results of one database as a page of the documentation.
func Page(w io.Writer, r []Result, note string) error {
	if len(r) == 0 {
		return nil
	}
	database := map[string]string{"sqlite": "SQLite", "postgres": "PostgreSQL"}[r[0].Database]
	var b strings.Builder
	fmt.Fprintf(&b, "# %s, %s conversations\n\n%s\n\n", database, sized(r[0].Conversations), note)
	b.WriteString("| load | connections | n | rate /s | p50 ms | p95 ms | p99 ms | errors | server cpu ms | memory | | budget |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, one := range r {
		b.WriteString("| " + strings.Join(one.cells()[2:], " | ") + " |\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func sized(n int) string {
	switch {
	case n == 0:
		return "-"
	case n%1_000_000 == 0:
		return fmt.Sprintf("%d M", n/1_000_000)
	case n%1000 == 0:
		return fmt.Sprintf("%d k", n/1000)
	}
	return fmt.Sprint(n)
}
