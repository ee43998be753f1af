package linear

import "math"

// Odds turn a few numbers into a probability. The numbers are brought to one
// scale first, so that a penalty means the same for all of them.
type Odds struct {
	Mean, Scale []float32
	Weight      []float32 // one more than numbers: the last is the constant
}

// Of is the probability for a row of numbers.
func (o *Odds) Of(row []float32) float64 {
	return 1 / (1 + math.Exp(-o.Log(row)))
}

// Log is the logarithm of the odds.
func (o *Odds) Log(row []float32) float64 {
	z := float64(o.Weight[len(row)])
	for i, v := range row {
		z += float64(o.Weight[i]) * float64(v-o.Mean[i]) / float64(o.Scale[i])
	}
	return z
}

// Logistic fits the odds of yes by penalised likelihood (Newton's method). weight says how much each row counts.
func Logistic(rows [][]float32, yes []bool, weight []float64, penalty float64) Odds {
	width := len(rows[0])
	o := Odds{Mean: make([]float32, width), Scale: make([]float32, width), Weight: make([]float32, width+1)}
	o.standardise(rows, weight)
	n := width + 1
	beta, x := make([]float64, n), make([]float64, n)
	slope, curve := make([]float64, n), make([]float64, n*n)
	for range 30 {
		clear(slope)
		clear(curve)
		for r, row := range rows {
			z := beta[width]
			for i, v := range row {
				x[i] = float64(v-o.Mean[i]) / float64(o.Scale[i])
				z += beta[i] * x[i]
			}
			x[width] = 1
			p := 1 / (1 + math.Exp(-z))
			miss := -p
			if yes[r] {
				miss++
			}
			spread := weight[r] * max(p*(1-p), 1e-9)
			for i := range n {
				slope[i] += weight[r] * miss * x[i]
				for j := range i + 1 {
					curve[i*n+j] += spread * x[i] * x[j]
				}
			}
		}
		for i := range n {
			if i < width {
				slope[i] -= penalty * beta[i]
				curve[i*n+i] += penalty
			}
			curve[i*n+i] += 1e-9
		}
		furthest := 0.0
		for i, move := range solved(curve, slope, n) {
			move = max(-4, min(4, move)) // a step on the flat end of the curve may be wild
			beta[i] += move
			furthest = max(furthest, math.Abs(move))
		}
		if furthest < 1e-6 {
			break
		}
	}
	for i, b := range beta {
		o.Weight[i] = float32(b)
	}
	return o
}

func (o *Odds) standardise(rows [][]float32, weight []float64) {
	for i := range o.Mean {
		var sum, squares, all float64
		for r, row := range rows {
			v := float64(row[i])
			sum, squares, all = sum+weight[r]*v, squares+weight[r]*v*v, all+weight[r]
		}
		mean := sum / all
		o.Mean[i] = float32(mean)
		o.Scale[i] = float32(math.Sqrt(max(squares/all-mean*mean, 0)))
		if o.Scale[i] < 1e-6 {
			o.Scale[i] = 1
		}
	}
}

// solved finds x of a·x = b, a being symmetric with its lower half filled, by
// Cholesky's decomposition in place.
func solved(a, b []float64, n int) []float64 {
	for i := range n {
		for j := range i + 1 {
			sum := a[i*n+j]
			for k := range j {
				sum -= a[i*n+k] * a[j*n+k]
			}
			if i == j {
				a[i*n+i] = math.Sqrt(max(sum, 1e-12))
			} else {
				a[i*n+j] = sum / a[j*n+j]
			}
		}
	}
	x := make([]float64, n)
	for i := range n {
		sum := b[i]
		for k := range i {
			sum -= a[i*n+k] * x[k]
		}
		x[i] = sum / a[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= a[k*n+i] * x[k]
		}
		x[i] /= a[i*n+i]
	}
	return x
}
