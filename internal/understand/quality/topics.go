package main

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"time"

	"anlan/internal/understand/topic"
)

// topics measures each set. Where only the training part is there, every fifth
// example of a label is kept back.
func topics(t *table) error {
	t.title("Topics (percent of texts; unknown where a text belongs to none)")
	small, err := topic.ReadExamples(t.path("clinc150/oos_train.tsv"))
	if err != nil {
		return err
	}
	train, err := topic.ReadExamples(t.path("clinc150/train.tsv.gz"))
	if err != nil {
		return err
	}
	known, err := topic.ReadExamples(t.path("clinc150/val.tsv"))
	if err != nil {
		return err
	}
	strange, err := topic.ReadExamples(t.path("clinc150/oos_val.tsv"), t.path("clinc150/oos_plus_train.tsv"))
	if err != nil {
		return err
	}
	strange = slices.DeleteFunc(strange, func(e topic.Example) bool { return slices.Contains(small, e) })
	figures, err := measured(slices.Concat(train, small), slices.Concat(known, strange))
	if err != nil {
		return err
	}
	t.row("clinc150, train → val: label, unknown not being asked", figures.right, free, "SVM 91.0, fastText 89.0, CNN 91.2, BERT 96.9 (Larson et al. 2019, test)")
	t.row("clinc150: label, unknown being an answer", figures.answered, atLeast(90), "with oos-threshold: SVM 88.2, Rasa 90.9, BERT 96.2")
	t.row(fmt.Sprintf("clinc150: of %d unknown texts found", figures.strange), figures.found, atLeast(82), "SVM 14.5 and 18.0, Rasa 45.3 and 31.2, BERT 40.3 and 52.3")
	t.row("clinc150: error of calibration (ECE, 15 bins)", figures.calibration, atMost(0.02), "")
	figures.cost(t, "clinc150")

	for _, set := range []struct {
		name, file string
		least      float64
		anchor     string
	}{
		{"banking77, every fifth kept back", "banking77/train.tsv.gz", 90, "on test with all of train: embeddings of bge-small with a linear SVM 93.1 (model card)"},
		{"hwu64, every fifth kept back", "hwu64/train.tsv.gz", 88, ""},
		{"xsid, Chinese, every fifth kept back", "xsid/zh.valid.tsv", 88, ""},
	} {
		all, err := topic.ReadExamples(t.path(set.file))
		if err != nil {
			return err
		}
		figures, err := measured(divided(all))
		if err != nil {
			return err
		}
		t.row(set.name, figures.right, atLeast(set.least), set.anchor)
		t.row("  error of calibration", figures.calibration, free, "")
		figures.cost(t, "  its model")
	}
	return questions(t)
}

func divided(all []topic.Example) (most, fifth []topic.Example) {
	seen := map[string]int{}
	for _, e := range all {
		if seen[e.Label]++; seen[e.Label]%5 == 0 {
			fifth = append(fifth, e)
		} else {
			most = append(most, e)
		}
	}
	return most, fifth
}

// figures are what a model reached on texts that it had not seen.
type figures struct {
	right, answered, found, calibration float64
	strange                             int
	training                            time.Duration
	asking                              time.Duration // one text
	bytes                               int
}

func (f figures) cost(t *table, name string) {
	t.row(name+": seconds to train", f.training.Seconds(), free, "budget 15 on two quiet cores")
	t.row(name+": microseconds a text", float64(f.asking.Nanoseconds())/1e3, free, "budget 30 on a quiet core")
	t.row(name+": megabytes", float64(f.bytes)/1e6, atMost(10), "")
}

func measured(train, test []topic.Example) (f figures, err error) {
	began := time.Now()
	m, _, err := topic.Learn(train, topic.Usual)
	if err != nil {
		return f, err
	}
	f.training = time.Since(began)
	var file bytes.Buffer
	if _, err = m.WriteTo(&file); err != nil {
		return f, err
	}
	f.bytes = file.Len()
	var known, right, answered, found int
	var sure []float64
	var was []bool
	began = time.Now()
	for _, e := range test {
		a := m.Ask(e.Text)
		good := a.Label == e.Label || e.Label == topic.Unknown && !a.Known()
		sure, was = append(sure, a.P), append(was, good)
		switch {
		case e.Label == topic.Unknown:
			f.strange++
			found += count(good)
		default:
			known++
			right += count(a.Top[0].Label == e.Label)
			answered += count(good)
		}
	}
	f.asking = time.Since(began) / time.Duration(len(test))
	f.right, f.answered, f.found = percent(right, known), percent(answered, known), percent(found, f.strange)
	f.calibration = calibration(sure, was)
	return f, nil
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// calibration is the expected calibration error: in fifteen bins of probability,
// how far it is from the share that was right.
func calibration(sure []float64, right []bool) (sum float64) {
	const bins = 15
	var promised, kept [bins]float64
	for i, p := range sure {
		bin := min(int(p*bins), bins-1)
		promised[bin] += p
		kept[bin] += float64(count(right[i]))
	}
	for i := range promised {
		sum += math.Abs(promised[i]-kept[i]) / float64(len(sure))
	}
	return sum
}

// questions asks a set of which every question is a label of its own for what it
// says itself, and for its second half alone.
func questions(t *table) error {
	type question struct{ ID, Question string }
	list, err := jsonLines[question](t.path("egret_wenda/faq.jsonl"))
	if err != nil {
		return err
	}
	var train []topic.Example
	for _, q := range list {
		train = append(train, topic.Example{Text: q.Question, Label: q.ID})
	}
	began := time.Now()
	m, _, err := topic.Learn(train, topic.Usual)
	if err != nil {
		return err
	}
	took := time.Since(began)
	whole, half := 0, 0
	for _, q := range list {
		whole += count(m.Ask(q.Question).Top[0].Label == q.ID)
		letters := []rune(q.Question)
		half += count(m.Ask(string(letters[len(letters)/2:])).Top[0].Label == q.ID)
	}
	t.row(fmt.Sprintf("egret_wenda: %d Chinese questions, found by themselves", len(list)), percent(whole, len(list)), atLeast(95), "")
	t.row("egret_wenda: found by their second half", percent(half, len(list)), free, "")
	t.row("egret_wenda: seconds to train", took.Seconds(), free, "")
	return nil
}
