package main

import (
	"anlan/internal/kit/passage"
	"anlan/internal/understand/risk"
)

// othersSet is our own: half of its sentences are hard to tell from those that ask.
const othersSet = "internal/understand/risk/testdata/others.tsv"

// othersData measures whether somebody asks for the data of another person.
func othersData(t *table) error {
	t.title("Asks for somebody else's data (own set, percent)")
	list, err := rows(othersSet, "asks", "lang", "text")
	if err != nil {
		return err
	}
	for _, lang := range []struct {
		key, name         string
		precision, recall float64
	}{{"zh", "Chinese", 95, 30}, {"en", "English", 90, 50}} {
		found, right, all := 0, 0, 0
		for _, row := range list {
			if row[1] != lang.key {
				continue
			}
			var p passage.Passage
			p.Read(row[2])
			asks, is := row[0] == "yes", len(risk.FindOthers(&p, nil)) > 0
			if asks {
				all++
			}
			if is {
				found++
			}
			if is && asks {
				right++
			}
			if is != asks {
				t.wrong(lang.key, row[0], row[2])
			}
		}
		t.row(lang.name+", of what is found, right (precision)", percent(right, found), atLeast(lang.precision), "")
		t.row(lang.name+", of what asks, found (recall)", percent(right, all), atLeast(lang.recall), "")
	}
	return nil
}
