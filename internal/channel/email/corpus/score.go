package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// score collects one row per measure.
type score struct {
	data     string
	security string
	verbose  bool
	rows     []row
}

type row struct {
	group, name string
	right, all  int
	note        string
}

func (s *score) add(group, name string, right, all int, note string) {
	s.rows = append(s.rows, row{group, name, right, all, note})
}

// wrong names a miss when asked to.
func (s *score) wrong(what string, detail ...any) {
	if s.verbose {
		fmt.Printf("  wrong: %s %s\n", what, fmt.Sprint(detail...))
	}
}

func (s *score) print() {
	fmt.Printf("%-10s %-34s %6s %6s %8s\n", "group", "measure", "right", "of", "share")
	for _, r := range s.rows {
		share := "-"
		if r.all > 0 {
			share = fmt.Sprintf("%.1f %%", percent(r.right, r.all))
		}
		fmt.Printf("%-10s %-34s %6d %6d %8s  %s\n", r.group, r.name, r.right, r.all, share, r.note)
	}
	for _, group := range []string{"letters", "reply", "kinds", "bounces", "peers", "safe"} {
		right, all := s.total(group)
		fmt.Printf("%-10s %-34s %6d %6d %7.1f %%\n", group, "over all", right, all, percent(right, all))
	}
}

func (s *score) total(group string) (right, all int) {
	for _, r := range s.rows {
		if r.group == group {
			right, all = right+r.right, all+r.all
		}
	}
	return right, all
}

func percent(right, all int) float64 {
	if all == 0 {
		return 0
	}
	return 100 * float64(right) / float64(all)
}

// below lists the groups under their floor. Crashes and losses have no floor:
// one is too many.
func (s *score) below(floors map[string]*float64) []string {
	var list []string
	for group, floor := range floors {
		if right, all := s.total(group); all == 0 || percent(right, all) < *floor {
			list = append(list, fmt.Sprintf("%s %.1f < %.1f", group, percent(right, all), *floor))
		}
	}
	for group, what := range map[string]string{"read": "crashed or lost mail", "safe": "unsafe HTML"} {
		if right, all := s.total(group); right != all || all == 0 {
			list = append(list, what)
		}
	}
	return list
}

func (s *score) path(parts ...string) string {
	return filepath.Join(append([]string{s.data}, parts...)...)
}

func (s *score) securityPath(file string) string { return filepath.Join(s.security, file) }

// jsonLines reads a file of JSON lines, gzipped or not, into values of type T.
func jsonLines[T any](file string) ([]T, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	var list []T
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		list = append(list, v)
	}
	return list, lines.Err()
}

// same compares texts by their visible characters.
func same(a, b string) bool { return squeezed(a) == squeezed(b) }

func squeezed(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || c == '\u200b' || c == '\ufeff' {
			return -1
		}
		return c
	}, s)
}
