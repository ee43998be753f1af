package linear

import (
	"math"
	"runtime"
	"sync"
)

// Machine says how to learn. The zero value is not useful.
type Machine struct {
	Cost     float32 // what a row on the wrong side costs
	Positive float32 // how many times that for a row of the class itself, which are few
	Passes   int     // over the rows, at most
	Near     float32 // ends when no row is further from its place
	Seed     uint64
}

// Weights are those of all classes. A column's weights stand side by side, so
// that reading a row touches one piece of memory for each of its columns.
type Weights struct {
	Classes int
	Of      []float32 // column*Classes + class
	Bias    []float32
}

// OneVersusRest finds, for each class, the plane that parts its rows from all
// others: a support vector machine with squared hinge loss, by dual coordinate
// descent with shrinking (Hsieh, Chang, Lin, Keerthi and Sundararajan, ICML 2008).
func (m Machine) OneVersusRest(rows *Rows, columns int, class []int32, classes int) Weights {
	out := Weights{Classes: classes, Of: make([]float32, columns*classes), Bias: make([]float32, classes)}
	squares := make([]float32, rows.Len())
	for i := range squares {
		squares[i] = 1 // the bias is a column in which every row has 1
		_, value := rows.Row(i)
		for _, v := range value {
			squares[i] += v * v
		}
	}
	next := make(chan int32)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			d := descent{Machine: m, rows: rows, class: class, squares: squares, weights: make([]float32, columns),
				dual: make([]float32, rows.Len()), order: make([]int32, rows.Len())}
			for k := range next {
				d.learn(k)
				for column, w := range d.weights {
					out.Of[column*classes+int(k)] = w
				}
				out.Bias[k] = d.bias + offset
			}
		})
	}
	for k := range classes {
		next <- int32(k)
	}
	close(next)
	workers.Wait()
	return out
}

// descent is one worker's place to work.
type descent struct {
	Machine
	rows    *Rows
	class   []int32
	squares []float32
	weights []float32
	bias    float32
	dual    []float32
	order   []int32
}

func (d *descent) learn(k int32) {
	clear(d.weights)
	clear(d.dual)
	d.bias = 0
	for i := range d.order {
		d.order[i] = int32(i)
	}
	r := random(d.Seed + uint64(k))
	active, shrinkAbove := len(d.order), float32(math.Inf(1))
	for range d.Passes {
		order := d.order[:active]
		r.shuffle(active, func(i, j int) { order[i], order[j] = order[j], order[i] })
		highest, lowest := float32(math.Inf(-1)), float32(math.Inf(1))
		for at := 0; at < active; {
			slope, settled := d.step(d.order[at], k, shrinkAbove)
			if settled {
				active--
				d.order[at], d.order[active] = d.order[active], d.order[at]
				continue
			}
			highest, lowest = max(highest, slope), min(lowest, slope)
			at++
		}
		if highest-lowest <= d.Near {
			return
		}
		if shrinkAbove = settledAbove; highest > 0 {
			shrinkAbove = min(highest, settledAbove)
		}
	}
}

// settledAbove is how far behind its own margin a row lies that is not asked again.
// Most rows of other classes lie there after the first pass, and hardly one comes back.
const settledAbove = 0.1

// offset is where every plane begins: a row of which nothing is known belongs to no
// class. Most rows are so far from most classes that they never move a plane then.
const offset = -1

// step moves the plane for one row. A row is settled when it lies so far on its
// own side that it has no say.
func (d *descent) step(i, k int32, shrinkAbove float32) (slope float32, settled bool) {
	index, value := d.rows.Row(int(i))
	side, cost := float32(-1), d.Cost
	if d.class[i] == k {
		side, cost = 1, d.Cost*d.Positive
	}
	soft := 0.5 / cost
	margin := d.bias + offset
	value = value[:len(index)]
	for n, column := range index {
		margin += d.weights[column] * value[n]
	}
	was := d.dual[i]
	slope = side*margin - 1 + was*soft
	if was == 0 && slope >= 0 {
		return 0, slope > shrinkAbove
	}
	now := max(was-slope/(d.squares[i]+soft), 0)
	if now == was {
		return slope, false
	}
	d.dual[i] = now
	move := (now - was) * side
	for n, column := range index {
		d.weights[column] += move * value[n]
	}
	d.bias += move
	return slope, false
}
