// Package queueing is the arithmetic of waiting in line: how long it takes until
// somebody's turn comes, how sure that is, and how fast a line moves. Times are
// in one unit that the caller chooses; rates are per that unit.
package queueing

import "math"

// Line is what decides about the wait of somebody who stands in it.
type Line struct {
	Rate       float64 // how many are taken in a unit of time while somebody waits
	Impatience float64 // how many of those who wait give up in a unit of time: one by the mean patience
	Overtaking float64 // how many a unit of time come later and are taken before
}

// Wait is a time until a turn comes, as far as it can be known beforehand.
type Wait struct {
	Mean     float64
	Variance float64
}

// Behind is the wait of somebody with that many before them who does not give up:
//
//	mean = Σ 1/(r+iθ), variance = Σ 1/(r+iθ)², i = 0 … ahead
//
// with r the rate and θ the impatience. It is QLm of Ibrahim and Whitt, “Real-time
// delay estimation in overloaded multiserver queues with abandonments”, Management
// Science 55 (2009) 1729. Those who overtake are put before in one pass: as many as come in
// the wait without them. A line that does not move has no wait: ok is false.
func (l Line) Behind(ahead int) (w Wait, ok bool) {
	if !(l.Rate > 0) || ahead < 0 {
		return Wait{}, false
	}
	w = l.behind(ahead)
	if l.Overtaking > 0 {
		// Never more than are overtaking in twice that time: a line that others always
		// overtake is as long as one can say, and no sum of many terms.
		more := min(l.Overtaking*w.Mean, 2*float64(ahead+1)+100)
		w = l.behind(ahead + int(math.Round(more)))
	}
	return w, true
}

func (l Line) behind(ahead int) (w Wait) {
	for i := range ahead + 1 {
		step := 1 / (l.Rate + float64(i)*l.Impatience)
		w.Mean += step
		w.Variance += step * step
	}
	return w
}

// Each is what Behind says for 0, 1, … ahead in one go, with nobody overtaking.
func (l Line) Each(ahead int) []Wait {
	if !(l.Rate > 0) || ahead < 0 {
		return nil
	}
	waits := make([]Wait, ahead+1)
	var w Wait
	for i := range waits {
		step := 1 / (l.Rate + float64(i)*l.Impatience)
		w.Mean += step
		w.Variance += step * step
		waits[i] = w
	}
	return waits
}

// Within is the time that the wait stays below with the probability p. A sum of
// exponential times is nearly a gamma variable of its mean and variance; that one's quantile
// is by Wilson and Hilferty (PNAS 17 (1931) 684), within one in a hundred here.
func (w Wait) Within(p float64) float64 {
	if w.Mean <= 0 || w.Variance <= 0 {
		return max(w.Mean, 0)
	}
	shape := w.Mean * w.Mean / w.Variance
	z := math.Sqrt2 * math.Erfinv(2*p-1)
	root := 1 - 1/(9*shape) + z/(3*math.Sqrt(shape))
	return w.Mean * root * root * root
}
