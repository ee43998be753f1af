// Command quality measures how well messages are understood, on the public sets
// that developers keep beside the repository and on one of our own, and prints what others have
// published about the same sets beside it. It ends with an error when a figure
// falls below its floor, so that `make quality` guards what was once reached.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	data := flag.String("data", "../shared/data", "folder of the sets")
	verbose := flag.Bool("v", false, "name what is wrong")
	only := flag.String("only", "", "topics, emotion, privacy, others, promises or speed alone")
	flag.Parse()

	t := &table{data: *data, verbose: *verbose}
	for _, part := range []struct {
		name    string
		measure func(*table) error
	}{{"topics", topics}, {"emotion", emotions}, {"privacy", privacies}, {"others", othersData}, {"promises", promises}, {"speed", speed}} {
		if *only != "" && *only != part.name {
			continue
		}
		if err := part.measure(t); err != nil {
			fmt.Fprintln(os.Stderr, "quality:", err)
			os.Exit(2)
		}
	}
	if t.below > 0 {
		fmt.Fprintf(os.Stderr, "quality: %d figures are worse than their floor\n", t.below)
		os.Exit(1)
	}
}

// table prints rows as they are measured.
type table struct {
	data    string
	verbose bool
	below   int // rows worse than their floor
}

func (t *table) path(parts ...string) string {
	return filepath.Join(append([]string{t.data}, parts...)...)
}

func (t *table) title(name string) {
	fmt.Printf("\n%s\n%-52s %10s  %-8s %s\n", name, "measure", "Anlan", "floor", "published by others")
}

// floor is what a figure must reach; a ceiling is one that it must not pass.
type floor struct {
	value   float64
	ceiling bool
}

func atLeast(v float64) floor { return floor{v, false} }
func atMost(v float64) floor  { return floor{v, true} }

var free = floor{}

func (t *table) row(measure string, value float64, f floor, anchor string) {
	limit := ""
	if f != free {
		sign := "≥"
		if f.ceiling {
			sign = "≤"
		}
		limit = fmt.Sprintf("%s %g", sign, f.value)
		if f.ceiling && value > f.value || !f.ceiling && value < f.value {
			t.below++
			limit += " !"
		}
	}
	fmt.Printf("%-52s %10.4g  %-8s %s\n", measure, value, limit, anchor)
}

// wrong names a miss when asked to.
func (t *table) wrong(detail ...any) {
	if t.verbose {
		fmt.Println(append([]any{"  wrong:"}, detail...)...)
	}
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}
