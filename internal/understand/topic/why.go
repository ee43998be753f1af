package topic

import "slices"

// Word is a place in a text with what it said for a label, from a code point up
// to another.
type Word struct {
	Start  int     `json:"start"`
	End    int     `json:"end"`
	Weight float64 `json:"weight"`
}

// reasons is how many words explain an answer.
const reasons = 3

// Why names the words that spoke for a label, strongest first. What pairs and
// pieces weighed is their words'.
func (m *Model) Why(text, label string) []Word {
	column := slices.Index(m.labels, label)
	if column < 0 {
		return nil
	}
	d := m.desks.Get().(*desk)
	defer m.desks.Put(d)
	d.read(text)
	said := make([]float32, len(d.words)+2)
	for _, k := range d.marks {
		id := m.find(k.hash)
		if id < 0 {
			continue
		}
		w := m.rarity[id] * m.scale[id] * float32(m.weights[int(id)*m.columns()+column]) / float32(k.span)
		for n := range k.span {
			said[k.word+n] += w
		}
	}
	var list []Word
	for i, w := range d.words {
		if said[i] <= 0 {
			continue
		}
		if n := len(list); n > 0 && w.solid && w.joined && list[n-1].End == w.at {
			list[n-1].End = w.end // characters side by side are a word
			list[n-1].Weight = max(list[n-1].Weight, float64(said[i]))
			continue
		}
		list = append(list, Word{w.at, w.end, float64(said[i])})
	}
	slices.SortStableFunc(list, func(a, b Word) int {
		switch {
		case a.Weight > b.Weight:
			return -1
		case a.Weight < b.Weight:
			return 1
		}
		return a.Start - b.Start
	})
	list = list[:min(reasons, len(list))]
	for i := range list {
		list[i].Weight = rounded(list[i].Weight)
	}
	return list
}
