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
	Resident      func() int64         // the bytes that it holds; nil when they cannot be seen
}

// Plan says what to measure and for how long.
type Plan struct {
	Only    []string      // beginnings of the names of loads; none = all
	Seconds time.Duration // each load
	Most    int           // requests of each load; 0 = as many as the time allows
	Long    int           // messages of the long conversation
	Deep    int           // how many pages behind the first one the deep page lies, at most

	Visitors int          // how many sit in front of a chat; 0 = as many as the load's name says
	Told     func(Result) // is told each result at once
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
	CPU           float64 `json:"server_cpu_ms"`            // of one request; 0 when it cannot be seen
	Resident      float64 `json:"resident_kb,omitempty"`    // of one visitor, or of the whole server
	Growth        float64 `json:"growth_percent,omitempty"` // of what the server holds, from the first half to the second
	Budget        string  `json:"budget,omitempty"`         // what is asked for
	Met           *bool   `json:"met,omitempty"`
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
		some, err := l.measure(ctx, d, plan, t)
		if err != nil {
			return results, fmt.Errorf("%s: %w", l.name, err)
		}
		for _, r := range some {
			r.Database, r.Conversations = t.Database, t.Conversations
			r = Judged(r)
			results = append(results, r)
			if plan.Told != nil {
				plan.Told(r)
			}
		}
	}
	return results, nil
}

// measure puts one load on the server. Most give one result; a crowd gives one for
// each way.
func (l load) measure(ctx context.Context, d *desk, plan Plan, t Target) ([]Result, error) {
	if l.crowd.visitors > 0 {
		return l.crowd.run(ctx, d, l.name)
	}
	do, err := l.prepare(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("prepare it: %w", err)
	}
	before := used(t)
	m := drive(ctx, l.connections, plan, do)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	r := m.result()
	r.Load, r.Connections = l.name, l.connections
	if r.N > 0 {
		r.CPU = float64((used(t) - before).Microseconds()) / 1000 / float64(r.N)
	}
	return []Result{r}, nil
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

// Named is a result by its name, with what is measured.
type Named struct{ Name, Means string }

// Names lists the results in their order.
func Names() []Named {
	var names []Named
	for _, l := range loads {
		if n := l.crowd.visitors; n > 0 {
			names = append(names,
				Named{l.name + " in", fmt.Sprintf("from one of %d visitors of a chat to the screen of an agent", n)},
				Named{l.name + " back", fmt.Sprintf("from an agent to one of %d visitors of a chat", n)})
			continue
		}
		names = append(names, Named{l.name, l.means})
	}
	return names
}
