package wait

import (
	"cmp"
	"math"
	"slices"
	"time"

	"anlan/internal/kit/queueing"
	"anlan/internal/route/queue"
)

// lifeOf is how fast what was seen of a queue is forgotten: as its target is, but no
// faster than ten minutes.
func lifeOf(target time.Duration) time.Duration { return max(halfLife, target) }

// stay is a stretch of waiting in a queue; still tells that it goes on.
type stay struct {
	entered, left time.Time
	taken, lost   bool
	still         bool
}

func stays(passed []queue.Passed, waiting []queue.Standing) []stay {
	list := make([]stay, 0, len(passed)+len(waiting))
	for _, p := range passed {
		if !p.Left.After(p.Entered) {
			continue // somebody was free: that says nothing of how fast a line moves
		}
		list = append(list, stay{entered: p.Entered, left: p.Left, taken: p.Because == queue.Taken || p.Because == queue.Answered, lost: p.Because == queue.Resolved})
	}
	for _, w := range waiting {
		list = append(list, stay{entered: w.Entered, still: true})
	}
	return list
}

// idle is after how long without anybody being taken a queue counts as one that
// nobody looks after: eight times its usual gap, and an hour at least.
func idle(list []stay) time.Duration {
	var at []time.Time
	for _, s := range list {
		if s.taken {
			at = append(at, s.left)
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	gaps := make([]time.Duration, 0, len(at))
	for i := 1; i < len(at); i++ {
		gaps = append(gaps, at[i].Sub(at[i-1]))
	}
	if len(gaps) == 0 {
		return time.Hour
	}
	slices.Sort(gaps)
	return max(time.Hour, 8*gaps[len(gaps)/2])
}

// paceOf reads from who waited when how fast a queue moves. The unit is the second.
// A night in which nobody was taken says nothing of how fast it goes by day.
func paceOf(list []stay, from, now time.Time, life time.Duration) (p queueing.Pace) {
	type edge struct {
		at          time.Time
		by          int
		taken, lost bool
		comes       bool
	}
	var edges []edge
	for _, s := range list {
		entered := s.entered
		if entered.Before(from) {
			entered = from
		}
		edges = append(edges, edge{at: entered, by: 1, comes: !s.entered.Before(from)})
		if !s.still && !s.left.After(now) {
			edges = append(edges, edge{at: s.left, by: -1, taken: s.taken, lost: s.lost})
		}
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(b.by, a.by)) })
	pause := idle(list)
	at, waiting, lastTaken := from, 0, from
	pass := func(until time.Time) {
		// The part of a stretch in which nobody had been taken for too long is not held against the queue.
		for at.Before(until) {
			end, staffed := until, true
			if rest := lastTaken.Add(pause); !at.Before(rest) {
				staffed = false
			} else if end.After(rest) {
				end = rest
			}
			p = p.After(queueing.Sight{Time: end.Sub(at).Seconds(), Waiting: waiting, Staffed: staffed}, life.Seconds())
			at = end
		}
	}
	for _, e := range edges {
		pass(e.at)
		waiting += e.by
		switch {
		case e.comes:
			p.Come++
		case e.taken:
			p.Taken++
			lastTaken = e.at
		case e.lost:
			p.Lost++
		}
	}
	pass(now)
	return p
}

// work is what people have of a queue, and what they have done of it.
type work struct {
	Has   int     `bun:"has"`   // conversations taken from it that are not done
	Done  int     `bun:"done"`  // and those that are, lately
	Spent float64 `bun:"spent"` // seconds that both took until now
}

// rate is how many are done, and so taken, a second while somebody waits: whoever could take
// from the queue has as much of it as they can then. The time that one takes is all that
// was spent by all that was done, which what is not done yet does not bend.
func (w work) rate() (float64, bool) {
	if w.Has == 0 || w.Done < queueing.Least || w.Spent <= 0 {
		return 0, false
	}
	return float64(w.Has) * float64(w.Done) / w.Spent, true
}

// steadied is the pace of now, held by what people have in their hands, or by the pace of the
// last hours, as if so many takings had been seen: a few takings alone would make it jump.
const steadied = 20

func steady(now, long queueing.Pace, w work) queueing.Pace {
	rate, ok := w.rate()
	if !ok {
		rate, ok = long.Rate()
	}
	if !ok {
		return now
	}
	now.Taken += steadied
	now.Busy += steadied / rate
	now.Lost, now.Waited = long.Lost, long.Waited // how patient people are changes slowly
	return now
}

// expected is how long somebody waits who has so many before them.
func expected(p queueing.Pace, ahead int, s Simple) Expectation {
	e := Expectation{Ahead: ahead, Method: None, Simple: s}
	if rate, ok := p.Rate(); ok {
		w, _ := queueing.Line{Rate: rate, Impatience: p.Impatience()}.Behind(ahead)
		w.Variance += w.Mean * w.Mean / p.Taken // the rate itself is only known from so many
		e.Method, e.Mean, e.Half, e.Most = QLm, seconds(w.Mean), seconds(w.Within(0.5)), seconds(w.Within(0.8))
		e.Pace = e.Mean
		return e
	}
	if ahead > 0 && s.First >= 0 { // it is the first in line, and still waits: so long at least
		e.Method, e.Mean, e.Half, e.Most = First, s.First, s.First, 2*s.First
	}
	return e
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// come is what was expected of a wait, and what it came to, in seconds.
type come struct {
	Expected float64 `bun:"expected"`
	Was      float64 `bun:"was"`
}

// corrected brings an expectation to what such ones have come to lately in its queue:
// whoever gives up early leaves those behind them sooner than the pace alone says. Five
// waits of no error are taken as seen beforehand.
func corrected(e Expectation, lately []come) Expectation {
	if e.Method != QLm {
		return e
	}
	expected, was := 5*e.Mean.Seconds(), 5*e.Mean.Seconds()
	for _, c := range lately {
		expected, was = expected+c.Expected, was+c.Was
	}
	if expected <= 0 {
		return e
	}
	by := min(max(was/expected, 0.5), 2)
	scale := func(d time.Duration) time.Duration { return time.Duration(float64(d) * by) }
	e.Mean, e.Half, e.Most = scale(e.Mean), scale(e.Half), scale(e.Most)
	return e
}

// simple is what simpler methods say of who was taken.
func simple(passed []queue.Passed) Simple {
	s := Simple{Last: -1, First: -1, Usual: -1}
	var sum time.Duration
	var n time.Duration
	for _, p := range passed { // the newest first
		if p.Because != queue.Taken && p.Because != queue.Answered {
			continue
		}
		waited := p.Left.Sub(p.Entered)
		if s.Last < 0 {
			s.Last = waited
		}
		sum, n = sum+waited, n+1
	}
	if n > 0 {
		s.Usual = sum / n
	}
	return s
}

// oldest are the two who wait longest.
func oldest(waiting []queue.Standing) (two [2]queue.Standing) {
	for _, w := range waiting {
		switch {
		case two[0].Conversation == "" || w.Entered.Before(two[0].Entered):
			two = [2]queue.Standing{w, two[0]}
		case two[1].Conversation == "" || w.Entered.Before(two[1].Entered):
			two[1] = w
		}
	}
	return two
}

// Announced is how an expectation is told: whole minutes up to ten, then steps of
// five, of half an hour, of an hour; rounded up. Zero for both = less than a minute. False
// where it says nothing that helps: nothing is known, or it is a matter of days.
func Announced(e Expectation) (from, to time.Duration, ok bool) {
	if !e.Known() || e.Half > 24*time.Hour {
		return 0, 0, false
	}
	from, to = rounded(e.Half), rounded(e.Most)
	if e.Most < time.Minute {
		from, to = 0, 0
	}
	return from, max(from, to), true
}

func rounded(d time.Duration) time.Duration {
	step := time.Minute
	switch {
	case d > 4*time.Hour:
		step = time.Hour
	case d > time.Hour:
		step = 30 * time.Minute
	case d > 10*time.Minute:
		step = 5 * time.Minute
	}
	return time.Duration(math.Ceil(float64(d)/float64(step))) * step
}

// accuracy compares what was said with what it came to.
func accuracy(list []Measured) (a Accuracy) {
	var ours, last, first, usual, bias float64
	covered := 0
	for _, m := range list {
		if m.Method == None {
			a.Unexpected++
			continue
		}
		a.Waits++
		bias += m.Seconds - m.MeanSeconds
		if m.Seconds <= m.MostSeconds {
			covered++
		}
		if m.LastSeconds < 0 || m.FirstSeconds < 0 || m.UsualSeconds < 0 {
			continue
		}
		a.Common++
		ours += square(m.MeanSeconds - m.Seconds)
		last += square(m.LastSeconds - m.Seconds)
		first += square(m.FirstSeconds - m.Seconds)
		usual += square(m.UsualSeconds - m.Seconds)
	}
	if a.Waits > 0 {
		a.Covered, a.Bias = float64(covered)/float64(a.Waits), bias/float64(a.Waits)
	}
	if n := float64(a.Common); n > 0 {
		a.Root = Roots{Ours: math.Sqrt(ours / n), Last: math.Sqrt(last / n), First: math.Sqrt(first / n), Usual: math.Sqrt(usual / n)}
	}
	return a
}

func square(x float64) float64 { return x * x }
