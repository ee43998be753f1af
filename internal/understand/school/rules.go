package school

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"anlan/internal/fact"
	"anlan/internal/kit/passage"
	"anlan/internal/understand/privacy"
	"anlan/internal/understand/topic"
	"anlan/internal/understand/tree"
)

// Least is how many different texts a topic needs to be learned, and how many such
// topics there must be. With fewer, key words know better.
const (
	LeastTexts  = 6
	LeastTopics = 2
	mostTexts   = 20_000 // the newest
)

// chance is by how much a model may look worse than the one before and yet be taken:
// shares of a few hundred texts differ by as much from one deal to the next.
const chance = 0.03

// usable is the examples to learn from: each text once as it was labelled last, topics
// that are in use and have enough, those of a topic side by side in the order of their
// texts. What is alike then stands together, and no text is judged by its like.
func usable(newestFirst []topic.Example, topics []tree.Topic) (examples []topic.Example, labels int) {
	inUse := map[string]bool{topic.Unknown: true}
	for _, t := range topics {
		inUse[string(t.ID)] = !t.Archived
	}
	seen, count := map[string]bool{}, map[string]int{}
	var distinct []topic.Example
	for _, e := range newestFirst {
		e.Text = impersonal(e.Text)
		text := strings.Join(strings.Fields(strings.ToLower(e.Text)), " ")
		if text == "" || seen[text] || !inUse[e.Label] {
			continue
		}
		seen[text] = true
		count[e.Label]++
		distinct = append(distinct, e)
	}
	for _, e := range distinct {
		if count[e.Label] >= LeastTexts {
			examples = append(examples, e)
		}
	}
	for label, n := range count {
		if label != topic.Unknown && n >= LeastTexts {
			labels++
		}
	}
	slices.SortFunc(examples, func(a, b topic.Example) int {
		return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Text, b.Text))
	})
	return examples, labels
}

// impersonal is a text without what in it is somebody's: a model keeps words.
func impersonal(text string) string {
	var p passage.Passage
	p.Read(text)
	var b strings.Builder
	at := 0
	for _, f := range privacy.Find(&p, nil) {
		b.WriteString(string(p.Written[at:f.Start]) + " ")
		at = f.End
	}
	b.WriteString(string(p.Written[at:]))
	return b.String()
}

// digest names what a model is learned from.
func digest(examples []topic.Example) string {
	sum := sha256.New()
	for _, e := range examples {
		fmt.Fprintf(sum, "%q\t%s\n", e.Text, e.Label)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// better tells whether a model takes the place of the one before. With more topics the
// task is harder, so that less of it need be right.
func better(next, before Lesson) bool {
	room := chance
	if next.Topics > before.Topics {
		room += chance * float64(next.Topics-before.Topics)
	}
	return before.State != Active || next.Right >= before.Right-room
}

// learned sorts by a model, and by key words what that has not learned.
type learned struct {
	model  *topic.Model
	sketch *tree.Sketch
	topics map[fact.TopicID]tree.Topic
}

// likely is how likely a second topic must be to count.
const likely = 0.25

// Sort says what a message is about.
func (l learned) Sort(text string, meant func(tree.Topic) bool) tree.Sorted {
	a := l.model.Ask(text)
	t, there := l.topics[fact.TopicID(a.Label)]
	if !a.Known() || !there || !meant(t) {
		return l.sketch.Sort(text, func(t tree.Topic) bool { return meant(t) && !slices.Contains(l.model.Labels(), string(t.ID)) })
	}
	out := tree.Sorted{Topic: t.ID, P: a.P, Words: l.model.Why(text, a.Label), Model: l.model.Version()}
	for _, c := range a.Top {
		if c.P >= likely {
			out.Likely++
		}
	}
	return out
}
