package main

import (
	"fmt"
	"slices"
	"time"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/commitment"
	"anlan/internal/understand/commitment/commitmenttest"
)

// promises measures what is found of promises in sentences of our own, each language for
// itself: right is where the words overlap and the moment is exactly the one.
func promises(t *table) error {
	t.title("Promises (percent; right = the words overlap and the moment is exact)")
	var texts []commitmenttest.Sentence
	for _, set := range []struct{ file, name string }{{"tune", "tuned on"}, {"later", "written later"}, {"held", "held back"}} {
		list, err := commitmenttest.Read("internal/understand/commitment/testdata/" + set.file + ".txt")
		if err != nil {
			return err
		}
		texts = append(texts, list...)
		for _, language := range []struct {
			name string
			has  func(commitmenttest.Sentence) bool
		}{{"Chinese and mixed", commitmenttest.Sentence.Chinese}, {"English", func(s commitmenttest.Sentence) bool { return !s.Chinese() }}} {
			of := slices.DeleteFunc(slices.Clone(list), func(s commitmenttest.Sentence) bool { return !language.has(s) })
			score := commitmenttest.Measure(of, func(s commitmenttest.Sentence, found []commitment.Promise) {
				t.wrong(set.file, s.Line, s.Text, found)
			})
			head := fmt.Sprintf("%s, %s: %d sentences, ", set.name, language.name, score.Sentences)
			t.row(head+"precision", 100*score.Precision(), atLeast(95), "")
			t.row(head+"recall", 100*score.Recall(), atLeast(95), "")
			t.row(fmt.Sprintf("  of %d found, the moment is exact", score.Right), percent(score.Dated, score.Right), atLeast(97), "")
			t.row(fmt.Sprintf("  of %d without a promise, disturbed", score.Silent), percent(score.Disturbed, score.Silent), atMost(5), "")
		}
	}
	return hurry(t, texts)
}

// rounds is how often each sentence is read; the quickest counts, since the machine does
// other things too.
const rounds = 7

// hurry measures the time of a message.
func hurry(t *table, list []commitmenttest.Sentence) error {
	var text passage.Passage
	took := make([]time.Duration, len(list))
	for round := range rounds {
		for i, s := range list {
			began := time.Now()
			text.Read(s.Text)
			commitment.Find(&text, s.Sent, commitment.Week{})
			if once := time.Since(began); round == 0 || once < took[i] {
				took[i] = once
			}
		}
	}
	slices.Sort(took)
	t.row("99 of 100 within milliseconds", float64(took[len(took)*99/100].Microseconds())/1e3, atMost(1), "budget 1")
	return nil
}
