package bench

import (
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// request is one request of a load; n counts over all connections.
type request func(ctx context.Context, connection, n int) error

// measured is what a drive has seen.
type measured struct {
	took   []time.Duration // of good answers
	errors int
	first  string // what the first error said
	wall   time.Duration
}

// drive keeps a number of connections busy until the time or the count is used
// up: each sends its next request when it has the answer to the last.
func drive(ctx context.Context, connections int, plan Plan, do request) measured {
	ctx, cancel := context.WithTimeout(ctx, plan.Seconds+30*time.Second) // no answer may hang the bench
	defer cancel()
	parts := make([]measured, connections)
	var sent atomic.Int64
	var busy sync.WaitGroup
	start := time.Now()
	for c := range connections {
		busy.Go(func() {
			for time.Since(start) < plan.Seconds && ctx.Err() == nil {
				n := int(sent.Add(1))
				if plan.Most > 0 && n > plan.Most {
					return
				}
				parts[c].note(ctx, c, n, do)
			}
		})
	}
	busy.Wait()
	whole := measured{wall: time.Since(start)}
	for _, p := range parts {
		whole.took = append(whole.took, p.took...)
		whole.errors += p.errors
		if whole.first == "" {
			whole.first = p.first
		}
	}
	return whole
}

func (m *measured) note(ctx context.Context, connection, n int, do request) {
	start := time.Now()
	err := do(ctx, connection, n)
	if err == nil {
		m.took = append(m.took, time.Since(start))
		return
	}
	m.errors++
	if m.first == "" {
		m.first = err.Error()
	}
}

func (m measured) result() Result {
	slices.Sort(m.took)
	r := Result{N: len(m.took), Errors: m.errors, FirstError: m.first, Seconds: m.wall.Seconds()}
	if m.wall > 0 {
		r.Rate = float64(r.N) / m.wall.Seconds()
	}
	r.P50, r.P95, r.P99 = percentile(m.took, 50), percentile(m.took, 95), percentile(m.took, 99)
	return r
}

// percentile of sorted durations, in milliseconds: the smallest that p percent do
// not exceed.
func percentile(sorted []time.Duration, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := int(math.Ceil(p/100*float64(len(sorted)))) - 1
	return float64(sorted[max(at, 0)].Microseconds()) / 1000
}
