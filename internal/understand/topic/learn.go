package topic

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"anlan/internal/kit/linear"
)

// Settings are what whoever trains may choose.
type Settings struct {
	Reject float64 // share of the texts with a topic that may be called unknown so that unknown ones are found
	Share  float64 // share of unknown texts among all that are expected; decides what a probability of unknown means
}

// Usual settings: one text in twenty-five is asked about once more than needed, and
// one in six belongs to no topic.
var Usual = Settings{Reject: 0.04, Share: 0.16}

// Report tells how the model did on texts that it had not seen (cross-validation).
type Report struct {
	Texts, Labels, Unknown int
	Features               int
	Right                  float64 // share of texts with a topic that got it, unknown not being an answer
	Answered               float64 // share of texts with a topic that got it, unknown being a wrong answer
	Found                  float64 // share of unknown texts that were called so
}

// weighting is how many bytes of weights there may be, so that a model stays below ten megabytes.
const weighting = 9 << 20

// folds is in how many parts the examples are dealt: more where that costs little,
// because a model of nearly all examples is judged more truly.
func (c *corpus) folds() int {
	if len(c.examples)*c.columns() > 1<<20 {
		return 4
	}
	return 8
}

var machine = linear.Machine{Cost: 0.25, Positive: 8, Passes: 12, Near: 0.1, Seed: 1}

// Learn makes a model of examples.
func Learn(examples []Example, s Settings) (*Model, Report, error) {
	if s.Reject < 0 || s.Reject >= 1 || s.Share <= 0 || s.Share >= 1 {
		return nil, Report{}, fmt.Errorf("shares lie between 0 and 1: %g of the texts with a topic may be called unknown, %g of all are expected to be", s.Reject, s.Share)
	}
	c := gather(examples)
	if len(c.labels) < 2 {
		return nil, Report{}, errors.New("at least two labels are needed")
	}
	everything := make([]int, len(examples))
	for i := range everything {
		everything[i] = i
	}
	trials := c.trials()
	m := c.fit(everything)
	m.judgment = judged(trials, s)
	m.version = fingerprint(m)
	return m, reported(c, m, trials), nil
}

// corpus is what there is to learn from, with its features numbered.
type corpus struct {
	examples []Example
	labels   []string
	class    []int32 // of each example; len(labels) = Unknown
	strange  int     // how many are Unknown
	hashes   []uint32
	features linear.Rows // value: how often
	blocks   []block     // of each feature
}

func gather(examples []Example) *corpus {
	c := &corpus{examples: examples, class: make([]int32, len(examples))}
	known := map[string]int32{}
	for _, e := range examples {
		if _, is := known[e.Label]; !is && e.Label != Unknown {
			known[e.Label] = 0
			c.labels = append(c.labels, e.Label)
		}
	}
	slices.Sort(c.labels)
	for i, l := range c.labels {
		known[l] = int32(i)
	}
	known[Unknown] = int32(len(c.labels))
	numbers := map[uint32]int32{}
	var r reader
	counts := map[int32]float32{}
	var index []int32
	var value []float32
	for i, e := range examples {
		c.class[i] = known[e.Label]
		if e.Label == Unknown {
			c.strange++
		}
		r.read(e.Text)
		clear(counts)
		index, value = index[:0], value[:0]
		for _, k := range r.marks {
			n, is := numbers[k.hash]
			if !is {
				n = int32(len(c.hashes))
				numbers[k.hash] = n
				c.hashes, c.blocks = append(c.hashes, k.hash), append(c.blocks, k.block)
			}
			if counts[n]++; counts[n] == 1 {
				index = append(index, n)
			}
		}
		for _, n := range index {
			value = append(value, counts[n])
		}
		c.features.Add(index, value)
	}
	return c
}

// columns are the labels, and one for Unknown where there are examples of it.
func (c *corpus) columns() int {
	if c.strange > 0 {
		return len(c.labels) + 1
	}
	return len(c.labels)
}

// fit learns weights from some of the examples.
func (c *corpus) fit(some []int) *Model {
	kept, number, in := c.choose(some)
	m := &Model{labels: c.labels, texts: len(some), hashes: make([]uint32, len(kept)), rarity: make([]float32, len(kept))}
	for i, f := range kept {
		m.hashes[i], m.rarity[i] = c.hashes[f], rarity(int(in[f]), len(some))
	}
	var rows linear.Rows
	class := make([]int32, len(some))
	var index []int32
	var value []float32
	for n, i := range some {
		class[n] = c.class[i]
		index, value = index[:0], value[:0]
		var length [blocks]float32
		features, times := c.features.Row(i)
		for k, f := range features {
			if id := number[f]; id >= 0 {
				v := m.rarity[id] * sublinear[min(int(times[k]), math.MaxUint8)]
				index, value = append(index, id), append(value, v)
				length[c.blocks[f]] += v * v
			}
		}
		for k, id := range index {
			value[k] /= float32(math.Sqrt(float64(length[c.blocks[kept[id]]])))
		}
		rows.Add(index, value)
	}
	m.quantise(machine.OneVersusRest(&rows, len(kept), class, c.columns()))
	m.ready()
	return m
}

// choose keeps the features that stand in two texts or more, the commonest
// first, as many as there is room for; a small corpus keeps all.
func (c *corpus) choose(some []int) (kept, number, in []int32) {
	in, number = make([]int32, len(c.hashes)), make([]int32, len(c.hashes))
	for _, i := range some {
		features, _ := c.features.Row(i)
		for _, f := range features {
			in[f]++
		}
	}
	room := weighting / c.columns()
	least := int32(2)
	if len(some) < 2000 {
		least = 1
	}
	for f, n := range in {
		number[f] = -1
		if n >= least {
			kept = append(kept, int32(f))
		}
	}
	slices.SortFunc(kept, func(a, b int32) int {
		return cmp.Or(cmp.Compare(in[b], in[a]), cmp.Compare(c.hashes[a], c.hashes[b]))
	})
	kept = kept[:min(room, len(kept))]
	for i, f := range kept {
		number[f] = int32(i)
	}
	return kept, number, in
}

// quantise keeps each weight in a byte, in steps of its feature's greatest.
func (m *Model) quantise(w linear.Weights) {
	m.bias = w.Bias
	m.scale = make([]float32, len(m.hashes))
	m.weights = make([]int8, len(w.Of))
	for f := range m.hashes {
		row := w.Of[f*w.Classes : (f+1)*w.Classes]
		var most float32
		for _, v := range row {
			most = max(most, v, -v)
		}
		if most == 0 {
			continue
		}
		m.scale[f] = most / math.MaxInt8
		for k, v := range row {
			m.weights[f*w.Classes+k] = int8(math.Round(float64(v / m.scale[f])))
		}
	}
}

// trial is what a model said of an example that it had not seen.
type trial struct {
	class   int32 // of the example
	unknown bool  // it has none
	margins []float32
	signals []float32
	first   int32 // the best label
}

// trials asks, of each part of the examples, a model that learned from the others.
// What has a label that no other example has cannot be told and is not asked.
func (c *corpus) trials() (list []trial) {
	part := c.parts()
	for fold := range c.folds() {
		var some, others []int
		taught := make([]bool, len(c.labels)+1)
		for i, p := range part {
			if p != fold {
				some = append(some, i)
				taught[c.class[i]] = true
			}
		}
		taught[len(c.labels)] = true
		for i, p := range part {
			if p == fold && taught[c.class[i]] {
				others = append(others, i)
			}
		}
		if len(some) > 0 && len(others) > 0 {
			list = append(list, c.asked(c.fit(some), others)...)
		}
	}
	return list
}

// asked are the answers of a model to examples.
func (c *corpus) asked(m *Model, examples []int) []trial {
	list := make([]trial, len(examples))
	var both sync.WaitGroup
	for half := range 2 {
		both.Go(func() {
			d := m.desks.Get().(*desk)
			for n := half; n < len(examples); n += 2 {
				i := examples[n]
				m.weigh(d, c.examples[i].Text)
				first, _ := m.best(d)
				list[n] = trial{class: c.class[i], unknown: int(c.class[i]) == len(c.labels),
					margins: slices.Clone(d.margins[:len(c.labels)]), signals: slices.Clone(d.signals[:]), first: int32(first)}
			}
		})
	}
	both.Wait()
	return list
}

// parts divides the examples of each label into runs, as they stand in the file.
// What was collected together is often alike, and must not be judged by its like.
func (c *corpus) parts() []int {
	all, seen := make([]int, len(c.labels)+1), make([]int, len(c.labels)+1)
	for _, k := range c.class {
		all[k]++
	}
	part := make([]int, len(c.examples))
	for i, k := range c.class {
		part[i] = (seen[k]*c.folds() + int(k)) / all[k] % c.folds()
		seen[k]++
	}
	return part
}

// leastTrials is how many answers must be there to learn from.
const leastTrials = 10

// judged learns what margins are worth.
func judged(trials []trial, s Settings) judgment {
	j := judgment{sharp: sharpest(trials), doubt: 1, right: rightness(trials)}
	var rows [][]float32
	var yes []bool
	strange := 0
	for _, t := range trials {
		rows, yes = append(rows, t.signals), append(yes, t.unknown)
		if t.unknown {
			strange++
		}
	}
	if strange < leastTrials || strange == len(trials) {
		return j
	}
	weight := make([]float64, len(rows))
	for i, is := range yes {
		weight[i] = 1
		if is {
			weight[i] = s.Share / (1 - s.Share) * float64(len(rows)-strange) / float64(strange)
		}
	}
	j.unknown = linear.Logistic(rows, yes, weight, 1)
	var doubts []float64
	for i, is := range yes {
		if !is {
			doubts = append(doubts, j.unknown.Of(rows[i]))
		}
	}
	slices.Sort(doubts)
	allowed := doubts[min(int((1-s.Reject)*float64(len(doubts))), len(doubts)-1)]
	j.doubt = float32(max(0.2, min(allowed, 0.5))) // what is likely unknown is; what hardly is, is not
	return j
}

// rightness learns how often the best label of a text with a topic is right.
func rightness(trials []trial) linear.Odds {
	var rows [][]float32
	var yes []bool
	var weight []float64
	for _, t := range trials {
		if !t.unknown {
			rows, yes, weight = append(rows, t.signals), append(yes, t.first == t.class), append(weight, 1)
		}
	}
	if len(rows) < leastTrials {
		return linear.Odds{}
	}
	return linear.Logistic(rows, yes, weight, 1)
}

// sharpest finds the factor that makes margins the best odds between labels
// (temperature scaling), by golden section.
func sharpest(trials []trial) float32 {
	if len(trials) < leastTrials {
		return signalSharp
	}
	cost := func(sharp float64) (sum float64) {
		for _, t := range trials {
			if t.unknown || t.first < 0 {
				continue
			}
			var all float64
			top := t.margins[t.first]
			for _, v := range t.margins {
				all += math.Exp(sharp * float64(v-top))
			}
			sum += math.Log(all) - sharp*float64(t.margins[t.class]-top)
		}
		return sum
	}
	const golden = 0.6180339887498949
	low, high := 0.5, 30.0
	a, b := high-golden*(high-low), low+golden*(high-low)
	atA, atB := cost(a), cost(b)
	for high-low > 0.05 {
		if atA < atB {
			high, b, atB = b, a, atA
			a = high - golden*(high-low)
			atA = cost(a)
		} else {
			low, a, atA = a, b, atB
			b = low + golden*(high-low)
			atB = cost(b)
		}
	}
	return float32((low + high) / 2)
}

func reported(c *corpus, m *Model, trials []trial) Report {
	r := Report{Texts: len(c.examples), Labels: len(c.labels), Unknown: c.strange, Features: len(m.hashes)}
	asked := 0
	for _, t := range trials {
		doubt := 0.0
		if len(m.judgment.unknown.Weight) > 0 {
			doubt = m.judgment.unknown.Of(t.signals)
		}
		rejected := doubt >= float64(m.judgment.doubt)
		if !t.unknown {
			asked++
		}
		switch {
		case t.unknown && rejected:
			r.Found++
		case t.unknown:
		case t.first == t.class:
			r.Right++
			if !rejected {
				r.Answered++
			}
		}
	}
	known := float64(max(asked, 1))
	r.Right, r.Answered, r.Found = r.Right/known, r.Answered/known, r.Found/float64(max(c.strange, 1))
	return r
}

// String is one line for people.
func (r Report) String() string {
	line := fmt.Sprintf("%d texts, %d labels, %d features; by cross-validation %.1f %% right", r.Texts, r.Labels, r.Features, 100*r.Right)
	if r.Unknown > 0 {
		line += fmt.Sprintf(", and with unknown as an answer %.1f %% right and %.1f %% of %d unknown texts found", 100*r.Answered, 100*r.Found, r.Unknown)
	}
	return line
}
