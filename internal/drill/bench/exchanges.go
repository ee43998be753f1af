package bench

import (
	"fmt"
	"time"
)

// What has become of the messages of a crowd.

func (h *chat) missing() (in, back int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range h.exchanges() {
		if e.arrived.IsZero() {
			in++
		}
		if e.returned.IsZero() || e.answered.IsZero() {
			back++
		}
	}
	return in, back
}

// exchanges are those of the messages in their order.
func (h *chat) exchanges() []exchange {
	list := make([]exchange, len(h.names))
	for n, name := range h.names {
		if e := h.traces[name]; e != nil {
			list[n] = *e
		}
	}
	return list
}

func (h *chat) results(name string, each float64, wall, spent time.Duration) []Result {
	h.mu.Lock()
	defer h.mu.Unlock()
	in, back := measured{wall: wall}, measured{wall: wall}
	lost := 0
	for n, m := range h.exchanges() {
		if m.arrived.IsZero() || m.returned.IsZero() || m.answered.IsZero() {
			lost++
		}
		in.came(h.sent[n], m.arrived)
		back.came(m.answered, m.returned)
	}
	if lost > 0 {
		in.first = fmt.Sprintf("%d messages or their answers never came", lost)
	}
	if text := h.first.Load(); text != nil {
		in.first = *text
	}
	results := []Result{in.result(), back.result()}
	for i, way := range []string{" in", " back"} {
		results[i].Load, results[i].Connections = name+way, h.visitors
	}
	results[0].Resident = each
	if n := results[0].N; n > 0 {
		results[0].CPU = float64(spent.Microseconds()) / 1000 / float64(n)
	}
	return results
}

// came counts the way of one message, unless it took too long or never ended.
func (m *measured) came(begun, ended time.Time) {
	if took := ended.Sub(begun); !begun.IsZero() && !ended.IsZero() && took <= grace {
		m.took = append(m.took, took)
	} else {
		m.errors++
	}
}
