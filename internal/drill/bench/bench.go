// Package bench measures a running server from outside, over HTTP, as its users
// meet it: messages come in, agents answer, list, open and search. It also makes
// the history that such a measurement needs. It only reads the clock to measure;
// what it counts is counted from the answers.
package bench

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Target is a server to measure.
type Target struct {
	URL     string
	Tokens  []string // of one person; several share the traffic, because a token's rate is limited
	Channel string   // key of the channel that messages come in by; "" makes one

	Database      string               // for the table: sqlite, postgres, or how one calls it
	Conversations int                  // for the table: how many there are
	CPU           func() time.Duration // what the server has used so far; nil when it cannot be seen
}

// Plan says what to measure and for how long.
type Plan struct {
	Only    []string      // beginnings of the names of loads; none = all
	Seconds time.Duration // each load
	Most    int           // requests of each load; 0 = as many as the time allows
	Long    int           // messages of the long conversation
	Deep    int           // how many pages behind the first one the deep page lies, at most
	Told    func(Result)  // is told each result at once
}

// Result is what one load has shown.
type Result struct {
	Database      string  `json:"database"`
	Conversations int     `json:"conversations"`
	Load          string  `json:"load"`
	Connections   int     `json:"connections"`
	N             int     `json:"n"`
	Seconds       float64 `json:"seconds"`
	Rate          float64 `json:"rate"`
	P50           float64 `json:"p50_ms"`
	P95           float64 `json:"p95_ms"`
	P99           float64 `json:"p99_ms"`
	Errors        int     `json:"errors"`
	FirstError    string  `json:"first_error,omitempty"`
	CPU           float64 `json:"server_cpu_ms"` // of one request; 0 when it cannot be seen
}

// Run puts the loads on a server, one after the other: those that only look come
// first, so that they meet the size that was asked for.
func Run(ctx context.Context, t Target, plan Plan) ([]Result, error) {
	d := &desk{client: newClient(t), plan: plan}
	var results []Result
	for _, l := range loads {
		if !chosen(l.name, plan.Only) {
			continue
		}
		do, err := l.prepare(ctx, d)
		if err != nil {
			return results, fmt.Errorf("prepare %s: %w", l.name, err)
		}
		before := used(t)
		m := drive(ctx, l.connections, plan, do)
		if ctx.Err() != nil {
			return results, ctx.Err()
		}
		r := m.result()
		r.Database, r.Conversations, r.Load, r.Connections = t.Database, t.Conversations, l.name, l.connections
		if r.N > 0 {
			r.CPU = float64((used(t) - before).Microseconds()) / 1000 / float64(r.N)
		}
		results = append(results, r)
		if plan.Told != nil {
			plan.Told(r)
		}
	}
	return results, nil
}

func used(t Target) time.Duration {
	if t.CPU == nil {
		return 0
	}
	return t.CPU()
}

func chosen(name string, only []string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return strings.HasPrefix(name, o) })
}

// Names lists the loads in their order.
func Names() []string {
	names := make([]string, len(loads))
	for i, l := range loads {
		names[i] = l.name
	}
	return names
}
