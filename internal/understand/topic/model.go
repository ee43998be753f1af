package topic

import (
	"math"
	"sync"

	"anlan/internal/kit/linear"
)

// Model knows topics. It may be asked by many at once.
type Model struct {
	labels   []string // as people call them; a column more is Unknown, where examples of it were given
	texts    int      // how many it has learned from
	hashes   []uint32 // one for each feature
	rarity   []float32
	scale    []float32 // of a feature's weights
	weights  []int8    // feature*columns + column
	bias     []float32 // one for each column
	judgment judgment

	version string
	slots   []int32 // hash → feature+1, open addressing; a power of two
	desks   sync.Pool
}

// desk is where one text is read. Its counts are all zero between texts.
type desk struct {
	reader
	counts  []uint8
	touched []feature
	sums    []int32 // of the features, in steps of 1/fixed
	margins []float32
	signals [signalCount]float32
	odds    []float64
}

type feature struct {
	id    int32
	block block
}

// columns are the labels, and Unknown.
func (m *Model) columns() int { return len(m.bias) }

// Version names the model by what it holds.
func (m *Model) Version() string { return m.version }

// Labels are the topics that it knows.
func (m *Model) Labels() []string { return m.labels }

// ready builds what is not kept in the file.
func (m *Model) ready() {
	size := 64
	for size < 2*len(m.hashes) {
		size *= 2
	}
	m.slots = make([]int32, size)
	for i, h := range m.hashes {
		at := int(h) & (size - 1)
		for m.slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		m.slots[at] = int32(i) + 1
	}
	m.desks.New = func() any {
		return &desk{counts: make([]uint8, len(m.hashes)), sums: make([]int32, m.columns()), margins: make([]float32, m.columns()), odds: make([]float64, len(m.labels))}
	}
}

// find is the place of a feature, or -1.
func (m *Model) find(hash uint32) int32 {
	last := len(m.slots) - 1
	for at := int(hash) & last; ; at = (at + 1) & last {
		i := m.slots[at]
		if i == 0 || m.hashes[i-1] == hash {
			return i - 1
		}
	}
}

// Ask says what a text is about.
func (m *Model) Ask(text string) Answer {
	d := m.desks.Get().(*desk)
	defer m.desks.Put(d)
	m.weigh(d, text)
	return m.judge(d)
}

// fixed is how fine sums are counted. Whole numbers are added faster than others, and
// a text of length one in each block does not come near the end of their range.
const fixed = 1 << 21

// weigh fills the margins and the signals of a text.
func (m *Model) weigh(d *desk, text string) {
	d.read(text)
	var unseen, all, unseenPairs, pairs float32
	strange := m.strange()
	for _, k := range d.marks {
		id := m.find(k.hash)
		rarity := strange
		if id >= 0 {
			rarity = m.rarity[id]
			if d.counts[id] == 0 {
				d.touched = append(d.touched, feature{id, k.block})
			}
			d.counts[id] = min(d.counts[id], math.MaxUint8-1) + 1
		}
		switch {
		case k.block != whole:
		case k.span > 1:
			pairs++
			if id < 0 {
				unseenPairs++
			}
		default:
			all += rarity
			if id < 0 {
				unseen += rarity
			}
		}
	}
	var length [blocks]float32
	for _, f := range d.touched {
		v := m.rarity[f.id] * sublinear[d.counts[f.id]]
		length[f.block] += v * v
	}
	for b, square := range length {
		if square > 0 {
			length[b] = 1 / float32(math.Sqrt(float64(square)))
		}
	}
	clear(d.sums)
	for _, f := range d.touched {
		v := int32(m.rarity[f.id]*sublinear[d.counts[f.id]]*length[f.block]*m.scale[f.id]*fixed + 0.5)
		row := m.weights[int(f.id)*len(d.sums):][:len(d.sums)]
		sums := d.sums[:len(row)]
		for k, w := range row {
			sums[k] += v * int32(w)
		}
	}
	for k, sum := range d.sums {
		d.margins[k] = m.bias[k] + float32(sum)/fixed
	}
	m.signal(d, unseen/max(all, 1e-6), unseenPairs/max(pairs, 1))
	for _, f := range d.touched {
		d.counts[f.id] = 0
	}
	d.touched = d.touched[:0]
}

// strange is the rarity of what was never seen.
func (m *Model) strange() float32 { return rarity(0, m.texts) }

func rarity(in, of int) float32 {
	return float32(math.Log(float64(of+1)/float64(in+1))) + 1
}

// sublinear is what a feature counts that stands n times in a text.
var sublinear = func() (table [math.MaxUint8 + 1]float32) {
	for n := 1; n < len(table); n++ {
		table[n] = 1 + float32(math.Log(float64(n)))
	}
	return table
}()

// best are the places of the two greatest margins of labels.
func (m *Model) best(d *desk) (first, second int) {
	first, second = -1, -1
	for k, v := range d.margins[:len(m.labels)] {
		switch {
		case first < 0 || v > d.margins[first]:
			first, second = k, first
		case second < 0 || v > d.margins[second]:
			second = k
		}
	}
	return first, second
}

// top names the best candidates, known being the share of P that is theirs.
func (m *Model) top(d *desk, known float64) []Candidate {
	list := make([]Candidate, 0, topCount)
	for _, k := range linear.Top(d.margins[:len(m.labels)], topCount) {
		list = append(list, Candidate{m.labels[k], known * d.odds[k]})
	}
	return list
}
