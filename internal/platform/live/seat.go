package live

import (
	"context"
	"slices"
	"strconv"
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
	called  bool // somebody takes, or is about to
	call    func()

	ready chan struct{} // nil where we are called

	topics     []string // guarded by the hub, as what follows is
	everything bool
	left       bool
}

// Join takes a seat for a reader who waits at Ready. Join first and fetch
// afterwards: what happens in between waits here.
func (h *Hub) Join(topics ...string) *Seat {
	return h.join(&Seat{ready: make(chan struct{}, 1)}, topics)
}

// JoinCalled takes a seat whose reader does not wait. Once Call has said how,
// they are called when there is something, and take until Rest: of ten thousand
// who mostly hear nothing, nobody needs a goroutine to wait with.
func (h *Hub) JoinCalled(topics ...string) *Seat { return h.join(&Seat{}, topics) }

func (h *Hub) join(s *Seat, topics []string) *Seat {
	s.ID, s.hub = h.node+"-"+strconv.FormatInt(h.nextID.Add(1), 10), h
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
		s.hub.topics[t] = append(s.hub.topics[t], s)
		s.topics = append(s.topics, t)
		s.everything = s.everything || t == Everything
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
		rest := s.hub.topics[t]
		i := slices.Index(rest, s)
		if rest = slices.Delete(rest, i, i+1); len(rest) == 0 {
			delete(s.hub.topics, t)
		} else {
			s.hub.topics[t] = rest
		}
	}
	s.topics = nil
	s.hub.seats.Add(-1)
}

func (s *Seat) give(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) >= seatLimit {
		s.waiting, s.behind = nil, true
	}
	if !s.behind {
		s.waiting = append(s.waiting, e)
	}
	s.wake()
}

// Tell hands a whisper to this seat alone.
func (s *Seat) Tell(w Whisper) { s.give(Event{Whisper: &w}) }

// miss says that there was something that the seat was not given.
func (s *Seat) miss() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting, s.behind = nil, true
	s.wake()
}

// wake tells the reader, unless they are at it: who is, finds at Rest that more
// has come. Both look under the lock, so that nothing comes between.
func (s *Seat) wake() {
	switch {
	case s.ready != nil:
		poke(s.ready)
	case s.call != nil && !s.called:
		s.called = true
		s.call()
	}
}

// Call says how the reader is called: call must return at once, and somebody else
// takes until Rest. What has come already calls now.
func (s *Seat) Call(call func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.call = call
	if s.some() {
		s.wake()
	}
}

// Rest ends what a call began; false means that more has come, to be taken first.
// Who never rests is not called any more.
func (s *Seat) Rest() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.called = s.some()
	return !s.called
}

func (s *Seat) some() bool { return s.behind || len(s.waiting) > 0 }

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
