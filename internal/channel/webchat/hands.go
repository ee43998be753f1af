package webchat

import "time"

// hands do the work of all sockets. What a message needs of a goroutine's stack,
// down to the database, is many times what waiting for it needs; done by the
// socket's own goroutine it would stay with every visitor who has ever written.
// A hand is taken over by the next who has something to do.
type hands struct{ work chan func() }

func newHands() *hands { return &hands{work: make(chan func())} }

// idleHand is how long a hand waits for more.
const idleHand = 5 * time.Second

// do has a hand run f and waits for it. A panic of f is the caller's.
func (h *hands) do(f func()) {
	done := make(chan any, 1)
	job := func() {
		defer func() { done <- recover() }()
		f()
	}
	h.begin(job)
	if cause := <-done; cause != nil {
		panic(cause)
	}
}

// begin has a hand run f, which may not panic, and does not wait.
func (h *hands) begin(f func()) {
	select {
	case h.work <- f:
	default:
		go h.serve(f)
	}
}

func (h *hands) serve(job func()) {
	wait := time.NewTimer(idleHand)
	defer wait.Stop()
	for {
		job()
		wait.Reset(idleHand)
		select {
		case job = <-h.work:
		case <-wait.C:
			return
		}
	}
}
