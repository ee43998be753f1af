// Package linear learns straight lines between kinds of things that are
// described by many numbers, most of them zero, such as texts by their words.
// The same rows give the same weights on every run, however many cores work.
package linear

import "slices"

// Rows are sparse vectors, one behind the other. A column stands once in a row.
type Rows struct {
	Index []int32   // columns
	Value []float32 // what stands in them
	Ends  []int     // where each row ends in the two above
}

// Add puts one row behind the others.
func (r *Rows) Add(index []int32, value []float32) {
	r.Index = append(r.Index, index...)
	r.Value = append(r.Value, value...)
	r.Ends = append(r.Ends, len(r.Index))
}

// Len is the number of rows.
func (r *Rows) Len() int { return len(r.Ends) }

// Row is the i-th.
func (r *Rows) Row(i int) (index []int32, value []float32) {
	from := 0
	if i > 0 {
		from = r.Ends[i-1]
	}
	return r.Index[from:r.Ends[i]], r.Value[from:r.Ends[i]]
}

// Shuffle puts a list into an order that looks random and is the same each time
// for a seed (SplitMix64, Steele, Lea and Flood 2014, and Fisher–Yates).
func Shuffle[T any](list []T, seed uint64) {
	r := random(seed)
	r.shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number from 0 up to n, without n.
func (r *random) below(n int) int { return int(r.next() >> 32 * uint64(n) >> 32) }

func (r *random) shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, r.below(i+1))
	}
}

// Top gives the places of the n greatest values, greatest first; of equal ones
// the first.
func Top(values []float32, n int) []int {
	places := make([]int, 0, n+1)
	for i, v := range values {
		if len(places) == n && v <= values[places[n-1]] {
			continue
		}
		at := len(places)
		for at > 0 && values[places[at-1]] < v {
			at--
		}
		places = slices.Insert(places, at, i)
		places = places[:min(n, len(places))]
	}
	return places
}
