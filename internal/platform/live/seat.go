package live

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"anlan/internal/platform/db"
)

// Everything is the topic of those who see all facts.
const Everything = "*"

// Conversation is the topic of one conversation.
func Conversation(id string) string { return "conversation:" + id }

// Event is one fact or one whisper.
type Event struct {
	Fact    *db.Recorded
	Whisper *Whisper
}

// seatLimit is how many events may wait for a slow reader before it is sent to
// the table instead.
const seatLimit = 1000

// Seat is one screen's place in the hub.
type Seat struct {
	ID  string
	hub *Hub

	mu      sync.Mutex
	waiting []Event
	behind  bool
	topics  []string
	left    bool // guarded by the hub, as topics are
	ready   chan struct{}
}

// Join takes a seat. Join first and fetch afterwards: what happens in between
// waits here.
func (h *Hub) Join(topics ...string) *Seat {
	s := &Seat{ID: fmt.Sprintf("%s-%d", h.node, h.nextID.Add(1)), hub: h, ready: make(chan struct{}, 1)}
	h.seats.Add(1)
	s.Listen(topics...)
	return s
}

// Listen adds topics.
func (s *Seat) Listen(topics ...string) {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if s.left {
		return
	}
	for _, t := range topics {
		if slices.Contains(s.topics, t) {
			continue
		}
		if s.hub.topics[t] == nil {
			s.hub.topics[t] = map[*Seat]bool{}
		}
		s.hub.topics[t][s] = true
		s.topics = append(s.topics, t)
	}
}

// Leave gives the seat up.
func (s *Seat) Leave() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if s.left {
		return
	}
	s.left = true
	for _, t := range s.topics {
		delete(s.hub.topics[t], s)
		if len(s.hub.topics[t]) == 0 {
			delete(s.hub.topics, t)
		}
	}
	s.topics = nil
	s.hub.seats.Add(-1)
}

func (s *Seat) give(e Event) {
	s.mu.Lock()
	if len(s.waiting) >= seatLimit {
		s.waiting, s.behind = nil, true
	}
	if !s.behind {
		s.waiting = append(s.waiting, e)
	}
	s.mu.Unlock()
	poke(s.ready)
}

// miss says that there was something that the seat was not given.
func (s *Seat) miss() {
	s.mu.Lock()
	s.waiting, s.behind = nil, true
	s.mu.Unlock()
	poke(s.ready)
}

// Ready signals that Take has something.
func (s *Seat) Ready() <-chan struct{} { return s.ready }

// Take returns what has come since the last time. behind means that events were
// dropped because the reader was slow, or that the hub stood only after it sat
// down: it has to read the table from its cursor.
func (s *Seat) Take() (events []Event, behind bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	events, behind = s.waiting, s.behind
	s.waiting, s.behind = nil, false
	return events, behind
}

// CatchUpLimit is the longest gap that is filled fact by fact; behind it a fresh
// fetch is cheaper.
const CatchUpLimit = 2000

// CatchUp reads the facts that a screen missed since its cursor. ok is false
// when it missed too many, or some that are no longer kept, or when its cursor is
// of another history, as after a database was put back: it must fetch afresh.
func (h *Hub) CatchUp(ctx context.Context, cursor int64) (facts []db.Recorded, ok bool, err error) {
	horizon, err := h.db.Horizon(ctx)
	if err != nil {
		return nil, false, err
	}
	if cursor < horizon {
		return nil, false, nil
	}
	facts, err = h.db.FactsAfter(ctx, cursor, CatchUpLimit+1, db.Filter{})
	if err != nil {
		return nil, false, err
	}
	if len(facts) > 0 {
		return facts, len(facts) <= CatchUpLimit, nil
	}
	newest, err := h.db.Cursor(ctx)
	return nil, cursor <= newest, err
}
