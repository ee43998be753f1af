package webchat

import (
	"context"
	"sync"
	"time"
)

// rounds look after all sockets by one clock: each is asked once in pingEvery
// whether its browser is still there, and told when the server is about to stop.
// A timer and a goroutine to wait with would cost every visitor more than all
// else that we keep of them.
type rounds struct {
	mu      sync.Mutex
	groups  [pingEvery / stride]map[*session]bool // who is asked in the same stride
	next    int                                   // whom the next newcomer joins
	many    int
	walking bool
}

// stride is the time from one group to the next.
const stride = time.Second

func (r *rounds) join(s *session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s.group = r.next
	r.next = (r.next + 1) % len(r.groups)
	if r.groups[s.group] == nil {
		r.groups[s.group] = map[*session]bool{}
	}
	r.groups[s.group][s] = true
	r.many++
	if !r.walking {
		r.walking = true
		go r.walk(s.Stopping)
	}
}

func (r *rounds) leave(s *session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.groups[s.group], s)
	r.many--
}

// walk goes from group to group while there is anybody.
func (r *rounds) walk(stopping context.Context) {
	tick := time.NewTicker(stride)
	defer tick.Stop()
	for at := 0; ; at = (at + 1) % len(r.groups) {
		select {
		case <-stopping.Done():
			r.each((*session).goodbye)
			return
		case <-tick.C:
		}
		if !r.visit(at) {
			return
		}
	}
}

func (r *rounds) visit(group int) (goOn bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for s := range r.groups[group] {
		s.hands.begin(s.ping)
	}
	r.walking = r.many > 0
	return r.walking
}

// each does something with everybody, at the end: who comes later begins anew.
func (r *rounds) each(do func(*session)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, group := range r.groups {
		for s := range group {
			s.hands.begin(func() { do(s) })
		}
	}
	r.walking = false
}
