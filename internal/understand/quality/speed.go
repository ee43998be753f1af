package main

import (
	"slices"
	"time"

	"anlan/internal/understand/triage"
)

// speed reads the messages of the other sets, one after the other.
func speed(t *table) error {
	t.title("Speed of a whole reading without topics (on whatever else this machine does)")
	var texts []string
	for _, set := range []struct{ file, column string }{{"vader/tweets.tsv.gz", "text"}, {"vader/nyt.tsv.gz", "text"}, {"zh_sentiment_dev/online_shopping_10_cats.tsv.gz", "text"}, {"banking77/train.tsv.gz", "text"}} {
		list, err := rows(t.path(set.file), set.column)
		if err != nil {
			return err
		}
		for _, row := range list {
			texts = append(texts, row[0])
		}
	}
	var r triage.Reader
	r.Read(texts[0], "") // the lists are read at the first message
	took := make([]time.Duration, 0, len(texts))
	began := time.Now()
	for _, text := range texts {
		start := time.Now()
		r.Read(text, "")
		took = append(took, time.Since(start))
	}
	all := time.Since(began)
	slices.Sort(took)
	t.row("messages a second, one core", float64(len(texts))/all.Seconds(), atLeast(1000), "budget 1,000")
	t.row("99 of 100 within milliseconds", float64(took[len(took)*99/100].Microseconds())/1e3, atMost(5), "budget 5")
	return nil
}
