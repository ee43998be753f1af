package topic

import (
	"math"

	"anlan/internal/kit/linear"
)

// judgment turns margins into probabilities. It is learned from texts that the
// weights had not seen.
type judgment struct {
	sharp   float32     // margins times this are logarithms of odds between labels
	right   linear.Odds // of the best label, for a text that has one; empty where nobody could be asked
	unknown linear.Odds
	doubt   float32 // from this probability of "unknown" on, that is the answer
}

// The signals by which unknown texts are told.
const (
	greatest    = iota // margin
	lead               // before the second
	sharpness          // logarithm of the best label's probability among labels
	disorder           // entropy of the labels' probabilities
	unseenShare        // of the words, by their rarity
	unseenPairShare
	length     // logarithm of the number of features
	contenders // logarithm of how many labels come near
	foreignness
	backed // share of the words that speak for the best label, by their rarity
	stray  // weight of the rarest word that speaks against it
	signalCount
)

// signal notes what can be said about a text besides its margins.
func (m *Model) signal(d *desk, unseen, unseenPairs float32) {
	first, second := m.best(d)
	s := &d.signals
	*s = [signalCount]float32{unseenShare: unseen, unseenPairShare: unseenPairs}
	if first < 0 {
		return
	}
	s[greatest] = d.margins[first]
	if second >= 0 {
		s[lead] = d.margins[first] - d.margins[second]
	}
	s[sharpness], s[disorder] = m.spread(d, d.margins[first], signalSharp)
	near := 0
	for _, v := range d.margins[:len(m.labels)] {
		if v > -0.5 {
			near++
		}
	}
	s[length] = float32(math.Log1p(float64(len(d.touched))))
	s[contenders] = float32(math.Log1p(float64(near)))
	if m.columns() > len(m.labels) {
		s[foreignness] = d.margins[len(m.labels)]
	}
	var backing, all float32
	for _, k := range d.marks {
		if k.block != whole || k.span > 1 {
			continue
		}
		id := m.find(k.hash)
		if id < 0 {
			all += m.strange()
			continue
		}
		all += m.rarity[id]
		w := float32(m.weights[int(id)*len(d.margins)+first]) * m.scale[id]
		if w > 0 {
			backing += m.rarity[id]
		} else {
			s[stray] = max(s[stray], -w*m.rarity[id])
		}
	}
	s[backed] = backing / max(all, 1e-6)
}

// signalSharp makes odds of margins for the signals, before it is known how sharp they should be.
const signalSharp = 3

// spread fills the probabilities of the labels among themselves. It gives the logarithm of
// the best one and their entropy.
func (m *Model) spread(d *desk, best float32, sharp float64) (logBest, entropy float32) {
	var sum, weighted float64
	for k, v := range d.margins[:len(m.labels)] {
		z := sharp * float64(v-best)
		p := power(z)
		d.odds[k] = p
		sum, weighted = sum+p, weighted+p*z
	}
	for k := range d.odds {
		d.odds[k] /= sum
	}
	return float32(-math.Log(sum)), float32(math.Log(sum) - weighted/sum)
}

// powers of e for 0, -1/32, -2/32, …
const powerSteps = 32

var powers = func() (table [20*powerSteps + 2]float64) {
	for i := range table {
		table[i] = math.Exp(-float64(i) / powerSteps)
	}
	return table
}()

// power is e to the z, of a z that is not above 0, to four digits: a few hundred are
// wanted for each text.
func power(z float64) float64 {
	at := -z * powerSteps
	i := int(at)
	if i >= len(powers)-1 {
		return 0
	}
	part := at - float64(i)
	return powers[i] + part*(powers[i+1]-powers[i])
}

// judge answers from margins and signals.
func (m *Model) judge(d *desk) Answer {
	unknown := m.judgment.doubtOf(d)
	first, second := m.best(d)
	if first >= 0 {
		m.spread(d, d.margins[first], float64(m.judgment.sharp))
		m.judgment.settle(d, first, second)
	}
	a := Answer{Top: m.top(d, 1-unknown)}
	if first < 0 || unknown >= float64(m.judgment.doubt) {
		a.P = unknown
		return a
	}
	a.Label, a.P = m.labels[first], (1-unknown)*d.odds[first]
	return a
}

// settle gives the best label the probability that such answers were right, and
// the others what is left, none more than the best.
func (j *judgment) settle(d *desk, first, second int) {
	rest := 1 - d.odds[first]
	if second < 0 || rest <= 0 || len(j.right.Weight) == 0 {
		return
	}
	next := d.odds[second] / rest
	right := max(j.right.Of(d.signals[:]), next/(1+next))
	for k := range d.odds {
		d.odds[k] *= (1 - right) / rest
	}
	d.odds[first] = right
}

// doubtOf is how probably a text belongs to no label. Whoever never saw such a
// text knows it only by its having nothing in common with any other.
func (j *judgment) doubtOf(d *desk) float64 {
	switch {
	case d.signals[length] == 0:
		return 1
	case len(j.unknown.Weight) == 0:
		return 0
	}
	return j.unknown.Of(d.signals[:])
}
