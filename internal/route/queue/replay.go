package queue

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"anlan/internal/fact"
)

// stay is a stretch of waiting in a queue, on a day that is played again. Left is
// zero while it goes on.
type stay struct {
	Passed
	kind string
}

// took tells that somebody took it.
func (s stay) took() bool { return s.Because == Taken }

// exchanged tells that another order may give it another end: it was taken, or waits
// still. Whoever left otherwise leaves when they did.
func (s stay) exchanged() bool { return s.took() || s.Left.IsZero() }

// played is when each stay ends when a day is played again with some settings; zero =
// not before the day does. The same people take something at the same times, each from
// the queues from which they took something that day; who finds nobody takes the next
// who comes there. Only the order is another, and it is the router's: Before.
func played(stays []stay, s Settings, from, until time.Time) []time.Time {
	p := player{ends: make([]time.Time, len(stays)), lines: map[fact.QueueID]*line{}, may: map[fact.StaffID][]fact.QueueID{}}
	var turns []turn
	for i, each := range stays {
		if !each.exchanged() {
			if each.Left.Before(until) {
				p.ends[i] = each.Left
			}
			continue
		}
		turns = append(turns, turn{at: each.Entered, stay: i, comes: true})
		if each.took() && each.Left.Before(until) && !each.Left.Before(from) {
			turns = append(turns, turn{at: each.Left, by: each.By})
			if !slices.Contains(p.may[each.By], each.Queue) {
				p.may[each.By] = append(p.may[each.By], each.Queue)
			}
		}
	}
	slices.SortStableFunc(turns, func(a, b turn) int { return cmp.Or(a.at.Compare(b.at), byComing(a, b)) })
	for _, t := range turns {
		if t.comes {
			p.comes(t.stay, stays[t.stay], s, t.at)
		} else if !p.takes(t.by, t.at) {
			p.free = append(p.free, t.by)
		}
	}
	return p.ends
}

// turn is somebody coming, or somebody of ours taking the next.
type turn struct {
	at    time.Time
	comes bool
	stay  int
	by    fact.StaffID
}

// byComing puts who comes before who takes at the same instant.
func byComing(a, b turn) int {
	switch {
	case a.comes == b.comes:
		return 0
	case a.comes:
		return -1
	}
	return 1
}

// player plays a day.
type player struct {
	ends  []time.Time
	lines map[fact.QueueID]*line
	may   map[fact.StaffID][]fact.QueueID
	free  []fact.StaffID // who found nobody, the first first
}

// line is who waits in one queue, in both of its orders.
type line struct {
	first, oldest places
}

// seat is a place of the line, and whose stay it is.
type seat struct {
	Standing
	stay int
}

func (p *player) comes(i int, it stay, s Settings, now time.Time) {
	place := it.Place
	place.Reasons = s.reweighed(it.kind, it.Reasons)
	place.CountsFrom = countsFrom(it.Arrived, place.Reasons)
	of := p.lines[it.Queue]
	if of == nil {
		of = &line{
			first: places{before: func(a, b seat) int {
				return cmp.Or(a.CountsFrom.Compare(b.CountsFrom), cmp.Compare(a.Conversation, b.Conversation))
			}},
			oldest: places{before: func(a, b seat) int {
				return cmp.Or(a.Arrived.Compare(b.Arrived), cmp.Compare(a.Conversation, b.Conversation))
			}},
		}
		p.lines[it.Queue] = of
	}
	at := seat{Standing{place, s.Target(it.kind)}, i}
	heap.Push(&of.first, at)
	heap.Push(&of.oldest, at)
	for n, by := range p.free {
		if slices.Contains(p.may[by], it.Queue) {
			p.free = slices.Delete(p.free, n, n+1)
			p.takes(by, now)
			return
		}
	}
}

// takes gives somebody whoever is first of all that they may take; false when nobody
// waits there.
func (p *player) takes(by fact.StaffID, now time.Time) bool {
	var best seat
	found := false
	for _, id := range p.may[by] {
		next, any := p.lines[id].head(p.ends, now)
		if any && (!found || Before(next.Standing, best.Standing, now) < 0) {
			best, found = next, true
		}
	}
	if found {
		p.ends[best.stay] = now
	}
	return found
}

func (l *line) head(ends []time.Time, now time.Time) (seat, bool) {
	if l == nil {
		return seat{}, false
	}
	first, any := l.first.top(ends)
	oldest, _ := l.oldest.top(ends)
	if any && head(first.Standing, oldest.Standing, now).Conversation == oldest.Conversation {
		return oldest, true
	}
	return first, any
}

// places is a heap. Who has been taken leaves it when they come to its top.
type places struct {
	list   []seat
	before func(a, b seat) int
}

func (p *places) Len() int           { return len(p.list) }
func (p *places) Less(i, j int) bool { return p.before(p.list[i], p.list[j]) < 0 }
func (p *places) Swap(i, j int)      { p.list[i], p.list[j] = p.list[j], p.list[i] }
func (p *places) Push(x any)         { p.list = append(p.list, x.(seat)) }
func (p *places) Pop() any {
	last := p.list[len(p.list)-1]
	p.list = p.list[:len(p.list)-1]
	return last
}

func (p *places) top(ends []time.Time) (seat, bool) {
	for len(p.list) > 0 && !ends[p.list[0].stay].IsZero() {
		heap.Pop(p)
	}
	if len(p.list) == 0 {
		return seat{}, false
	}
	return p.list[0], true
}
