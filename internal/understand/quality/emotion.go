package main

import (
	"math"
	"strconv"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/emotion"
)

// emotions compares scores with what people rated.
func emotions(t *table) error {
	t.title("Emotion (correlation with people's ratings; percent of good and bad told apart)")
	for _, set := range []struct {
		file   string
		least  float64
		anchor string
	}{
		{"tweets", 0.6, "VADER 0.881, human raters 0.888 (Hutto and Gilbert 2014)"},
		{"amazon", 0.4, "VADER 0.565"},
		{"movie", 0.3, "VADER 0.451"},
		{"nyt", 0.3, "VADER 0.492"},
	} {
		list, err := rows(t.path("vader", set.file+".tsv.gz"), "mean_sentiment", "text")
		if err != nil {
			return err
		}
		var ours, theirs []float64
		var text passage.Passage
		for _, row := range list {
			rating, err := strconv.ParseFloat(row[0], 64)
			if err != nil {
				return err
			}
			text.Read(row[1])
			score := emotion.Of(&text).Score
			ours, theirs = append(ours, score), append(theirs, rating)
			if math.Abs(score-rating/4) > 0.7 {
				t.wrong(set.file, score, rating, row[1])
			}
		}
		t.row("vader, "+set.file+": correlation", correlation(ours, theirs), atLeast(set.least), set.anchor)
	}
	for _, file := range []string{"waimai_10k", "online_shopping_10_cats"} {
		list, err := rows(t.path("zh_sentiment_dev", file+".tsv.gz"), "label", "text")
		if err != nil {
			return err
		}
		right := 0
		var text passage.Passage
		for _, row := range list {
			text.Read(row[1])
			score := emotion.Of(&text).Score
			good := score > 0 == (row[0] == "1")
			right += count(good)
			if !good {
				t.wrong(file, score, row[0], row[1])
			}
		}
		t.row("zh_sentiment_dev, "+file+": right", percent(right, len(list)), atLeast(75), "a linear model that was trained on the rest of it: 89.6")
	}
	return nil
}

// correlation is Pearson's.
func correlation(a, b []float64) float64 {
	var meanA, meanB, ab, aa, bb float64
	for i := range a {
		meanA, meanB = meanA+a[i]/float64(len(a)), meanB+b[i]/float64(len(b))
	}
	for i := range a {
		x, y := a[i]-meanA, b[i]-meanB
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}
