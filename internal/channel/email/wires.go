package email

import (
	"context"
	"sync"
	"time"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
)

// Bounds of the wires to one channel's mail server. Servers let a few wires at once
// in, and few mails on one; they hang up after minutes of silence.
const (
	wiresAtOnce  = 8
	mailsPerWire = 200
	idleAfter    = 30 * time.Second
)

// wires are the open wires of this node to the mail servers of channels. A mail
// takes one that is free, or opens one where there are few enough.
type wires struct {
	mu     sync.Mutex
	rooms  map[fact.ChannelID]*room
	closed bool
}

// room is where the wires of a channel are.
type room struct {
	smtp  intake.SMTP
	free  chan struct{} // a place for each line that may be open
	ready []*wire
}

func newWires() *wires { return &wires{rooms: map[fact.ChannelID]*room{}} }

// take gets a line. fresh tells that it was opened now.
func (ls *wires) take(ctx context.Context, channel fact.ChannelID, s intake.SMTP) (r *room, l *wire, fresh bool, err error) {
	r = ls.room(channel, s)
	select {
	case r.free <- struct{}{}:
	case <-ctx.Done():
		return r, nil, false, ctx.Err()
	}
	if l := ls.pick(r); l != nil {
		return r, l, false, nil
	}
	if l, err = dial(ctx, s); err != nil {
		<-r.free
	}
	return r, l, true, err
}

// room is that of a channel. With other settings it is another one; what is open
// in the old one is hung up.
func (ls *wires) room(channel fact.ChannelID, s intake.SMTP) *room {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	old := ls.rooms[channel]
	if old != nil && old.smtp == s {
		return old
	}
	if old != nil {
		go hangUpAll(old.empty())
	}
	r := &room{smtp: s, free: make(chan struct{}, wiresAtOnce)}
	ls.rooms[channel] = r
	return r
}

func (r *room) empty() []*wire {
	left := r.ready
	r.ready = nil
	for _, l := range left {
		l.idle.Stop()
	}
	return left
}

func hangUpAll(list []*wire) {
	for _, l := range list {
		l.hangUp()
	}
}

func (ls *wires) pick(r *room) *wire {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if len(r.ready) == 0 {
		return nil
	}
	l := r.ready[len(r.ready)-1]
	r.ready = r.ready[:len(r.ready)-1]
	l.idle.Stop()
	return l
}

// give puts a line back, or hangs it up.
func (ls *wires) give(r *room, l *wire) {
	defer func() { <-r.free }()
	ls.mu.Lock()
	stale := ls.closed || l.broken || l.carried >= mailsPerWire || !ls.current(r)
	if !stale {
		l.idle = time.AfterFunc(idleAfter, func() { ls.drop(r, l) })
		r.ready = append(r.ready, l)
	}
	ls.mu.Unlock()
	if stale {
		l.hangUp()
	}
}

func (ls *wires) current(r *room) bool {
	for _, one := range ls.rooms {
		if one == r {
			return true
		}
	}
	return false
}

// drop hangs a line up that nobody has used for a while.
func (ls *wires) drop(r *room, l *wire) {
	ls.mu.Lock()
	found := false
	for i, one := range r.ready {
		if one == l {
			r.ready = append(r.ready[:i], r.ready[i+1:]...)
			found = true
			break
		}
	}
	ls.mu.Unlock()
	if found {
		l.hangUp()
	}
}

// close hangs all wires up; who still sends hangs up afterwards.
func (ls *wires) close() {
	ls.mu.Lock()
	ls.closed = true
	var left []*wire
	for _, r := range ls.rooms {
		left = append(left, r.empty()...)
	}
	ls.mu.Unlock()
	hangUpAll(left)
}
