package webchat

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/live"
)

// queues are the visitors at this node who wait for somebody to take their
// conversation. After news the fronts of their queues are read once for all of
// them, and only those whose place is another hear of it.
type queues struct {
	mu      sync.Mutex
	waiting map[string]map[*session]place // by queue
	due     bool
	turn    int64 // of what is offered instead of waiting, when they were told last
}

// place is where a visitor waits, and how many they were told are before them.
type place struct {
	conversation.Turn
	told   int
	unsaid bool // they have not been told how long it takes
}

// settles is how long after it began to wait a conversation may still be on its way
// to its queue: how long it takes is known only there.
const settles = 15 * time.Second

// moved is what a session is told when its place is another: to look again.
const moved = "moved"

var movedBody = json.RawMessage(`{"t":"` + moved + `"}`)

// gathering is how long news is let come together before places are counted anew.
const gathering = time.Second

// news is what the hub calls after facts were handed out. Where nobody waits it
// costs nothing.
func (e *Edge) news() {
	e.queues.mu.Lock()
	defer e.queues.mu.Unlock()
	if e.queues.due || len(e.queues.waiting) == 0 {
		return
	}
	e.queues.due = true
	time.AfterFunc(gathering, e.count)
}

// count tells those whose place has changed.
func (e *Edge) count() {
	e.queues.mu.Lock()
	e.queues.due = false
	names := make([]string, 0, len(e.queues.waiting))
	for name := range e.queues.waiting {
		names = append(names, name)
	}
	e.queues.mu.Unlock()
	turned := e.turned()
	for _, name := range names {
		if e.Stopping.Err() != nil {
			return
		}
		front, err := e.Inbox.Front(e.Stopping, name)
		if err != nil {
			if e.Stopping.Err() == nil {
				e.Log.Warn("visitors could not be told their place", "err", err)
			}
			return
		}
		e.queues.tell(name, front, e.DB.Now().Add(-settles).UnixMilli(), turned)
	}
}

// turned tells whether what is offered instead of waiting may be another than it was.
func (e *Edge) turned() bool {
	if e.Relief == nil {
		return false
	}
	turn, err := e.Relief.Turn(e.Stopping)
	if err != nil {
		if e.Stopping.Err() == nil {
			e.Log.Warn("visitors could not be told what they may do instead of waiting", "err", err)
		}
		return false
	}
	e.queues.mu.Lock()
	defer e.queues.mu.Unlock()
	was := e.queues.turn
	e.queues.turn = turn
	return was != turn
}

// tell lets those look again whose place has changed, or all of them.
func (q *queues) tell(name string, front []conversation.Turn, lately int64, all bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for s, at := range q.waiting[name] {
		if all || conversation.Ahead(front, at.Turn) != at.told || at.unsaid && at.WaitingSince >= lately {
			s.seat.Tell(live.Whisper{Body: movedBody})
		}
	}
}

// put notes where a session waits; in no queue when name is "", or when it is over.
func (q *queues) put(s *session, name string, at place) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if s.queue != "" {
		delete(q.waiting[s.queue], s)
		if len(q.waiting[s.queue]) == 0 {
			delete(q.waiting, s.queue)
		}
	}
	if s.ended.Load() {
		name = ""
	}
	if s.queue = name; name == "" {
		return
	}
	if q.waiting[name] == nil {
		q.waiting[name] = map[*session]place{}
	}
	q.waiting[name][s] = at
}

// ahead counts who is before a conversation that waits to be taken.
func (e *Edge) ahead(ctx context.Context, c fact.ConversationID) (q conversation.Position, n int, err error) {
	q, waiting, err := e.Inbox.Position(ctx, c)
	if err != nil || !waiting {
		return q, 0, err
	}
	front, err := e.Inbox.Front(ctx, q.Queue)
	return q, conversation.Ahead(front, q.Turn), err
}

// talkOf is what a visitor sees of how their conversation stands.
func (e *Edge) talkOf(ctx context.Context, c conversation.Glimpse) (t talk, q conversation.Position, err error) {
	t = talk{Number: c.Number, State: c.State}
	if c.State == conversation.Open {
		q, t.Ahead, err = e.ahead(ctx, c.Roots[0])
		if err == nil && q.Queue != "" && e.Expect != nil {
			if from, to, ok := e.Expect(ctx, c.Roots[0]); ok {
				t.Minutes = []int{int(from.Minutes()), int(to.Minutes())}
			}
		}
		if err == nil && q.Queue != "" && e.Notice != nil {
			t.Notice = e.Notice(ctx, c.Roots[0])
		}
		if err == nil {
			t.Relief, err = e.relieved(ctx, c, q.Queue != "")
		}
	}
	return t, q, err
}

// stands is the same for a session, which from now on hears when its place changes.
func (s *session) stands(ctx context.Context, c conversation.Glimpse) (talk, error) {
	t, q, err := s.talkOf(ctx, c)
	if err != nil {
		return t, err
	}
	s.queues.put(s, q.Queue, place{q.Turn, t.Ahead, s.Expect != nil && t.Minutes == nil})
	s.mu.Lock()
	s.state = t.State
	s.mu.Unlock()
	return t, nil
}

// wasAnswered tells whether the visitor has been told last that it is their turn.
func (s *session) wasAnswered() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state == conversation.Waiting
}
