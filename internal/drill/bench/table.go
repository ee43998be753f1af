package bench

import (
	"fmt"
	"io"
	"strings"
)

const columns = "%-9s %8s  %-22s %5s %7s %9s %8s %8s %8s %7s %8s\n"

// Head writes the head of the table.
func Head(w io.Writer) error {
	_, err := fmt.Fprintf(w, columns, "database", "size", "load", "conns", "n", "rate /s", "p50 ms", "p95 ms", "p99 ms", "errors", "cpu ms")
	return err
}

// Line writes one result as a line of the table.
func Line(w io.Writer, r Result) error {
	cpu := "-"
	if r.CPU > 0 {
		cpu = fmt.Sprintf("%.2f", r.CPU)
	}
	number := func(v float64) string { return fmt.Sprintf("%.2f", v) }
	_, err := fmt.Fprintf(w, columns, r.Database, sized(r.Conversations), r.Load, fmt.Sprint(r.Connections), fmt.Sprint(r.N),
		fmt.Sprintf("%.0f", r.Rate), number(r.P50), number(r.P95), number(r.P99), fmt.Sprint(r.Errors), cpu)
	if err == nil && r.FirstError != "" {
		_, err = fmt.Fprintf(w, "%20s%s\n", "", strings.TrimSpace(r.FirstError))
	}
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
