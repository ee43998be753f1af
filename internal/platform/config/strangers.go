package config

import (
	"fmt"
	"strings"
)

// strangers are names that are not settings. A misspelt name is worse than a
// wrong value, because the default silently takes its place: a server that
// meant PostgreSQL would start on an empty SQLite.
func (f source) strangers() (wrong []error) {
	for _, key := range f.values.Keys() {
		if _, ok := known(key); ok {
			continue
		}
		near, distance := nearest(key)
		switch {
		case strings.HasPrefix(f.where, "file"):
			wrong = append(wrong, fmt.Errorf("%s (%s) is not a setting: did you mean %s?", key, f.where, near.Key))
		case f.where == "environment" && distance <= 2 && len(key) > 4:
			// Only near misses: orchestrators add ANLAN_… variables of their own
			// (Kubernetes does for a service called anlan), and those are not ours to judge.
			wrong = append(wrong, fmt.Errorf("ANLAN_%s (environment) is not a setting: did you mean %s?",
				strings.ToUpper(key), near.Variable()))
		}
	}
	return wrong
}

// nearest is the setting whose name is least work to type from what was typed.
func nearest(key string) (best setting, distance int) {
	typed := strings.NewReplacer(".", "_", "-", "_").Replace(strings.ToLower(key))
	typed = strings.TrimPrefix(typed, "anlan_")
	distance = -1
	for _, s := range settings {
		if d := edits(typed, s.Key); distance < 0 || d < distance {
			best, distance = s, d
		}
	}
	return best, distance
}

// edits counts letters to add, drop, change or swap with their neighbour.
func edits(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
