// Package commitmenttest reads sentences in which the promises are marked, and says how
// well they are found. A line is a sentence; [words|12-03 10:30] is a promise with the
// month, day and hour at which it is due, [words|-] one without a time, and 2027- may stand
// before the month. A line "# sent MOMENT ZONE" says when and where to the following were
// sent.
package commitmenttest

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"time"
	"unicode"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/commitment"
)

// Sentence is a text and what it promises.
type Sentence struct {
	Line  int
	Text  string
	Sent  time.Time // in the customer's zone
	Marks []commitment.Promise
}

// Chinese tells whether a sentence has Chinese characters.
func (s Sentence) Chinese() bool {
	return strings.ContainsFunc(s.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// Read reads a file of sentences.
func Read(file string) (list []Sentence, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var sent time.Time
	lines := bufio.NewScanner(f)
	for number := 1; lines.Scan(); number++ {
		line := lines.Text()
		if rest, is := strings.CutPrefix(line, "# sent "); is {
			if sent, err = moment(rest); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, number, err)
			}
			continue
		}
		s, err := marked(line, sent)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, number, err)
		}
		s.Line = number
		list = append(list, s)
	}
	return list, lines.Err()
}

func moment(text string) (time.Time, error) {
	when, zone, _ := strings.Cut(text, " ")
	at, err := time.Parse(time.RFC3339, when)
	if err != nil {
		return at, err
	}
	where, err := time.LoadLocation(zone)
	if err != nil {
		return at, err
	}
	return at.In(where), nil
}

// marked takes the marks out of a line.
func marked(line string, sent time.Time) (Sentence, error) {
	s := Sentence{Sent: sent}
	var text []rune
	for rest := line; rest != ""; {
		before, behind, found := strings.Cut(rest, "[")
		text = append(text, []rune(before)...)
		if !found {
			break
		}
		inside, after, closed := strings.Cut(behind, "]")
		words, due, told := strings.Cut(inside, "|")
		if !closed || !told {
			return s, fmt.Errorf("a mark without an end or a time in %q", line)
		}
		p := commitment.Promise{Start: len(text), End: len(text) + len([]rune(words))}
		if due != "-" {
			if strings.Count(due, "-") == 1 {
				due = fmt.Sprintf("%d-%s", sent.Year(), due)
			}
			at, err := time.ParseInLocation("2006-01-02 15:04", due, sent.Location())
			if err != nil {
				return s, err
			}
			if at.Before(sent) { // a month of the next year
				at = at.AddDate(1, 0, 0)
			}
			p.Due = at
		}
		s.Marks = append(s.Marks, p)
		text = append(text, []rune(words)...)
		rest = after
	}
	s.Text = string(text)
	return s, nil
}

// Score is how well promises were found.
type Score struct {
	Sentences int
	Marked    int // promises that are there
	Found     int // promises that were found
	Right     int // whose words overlap, each mark once
	Dated     int // of them, those due exactly when the mark says, or without a time like it
	Silent    int // sentences without a promise
	Disturbed int // of them, those in which one was found
}

// Measure reads sentences. What is wrong goes to tell.
func Measure(list []Sentence, tell func(s Sentence, found []commitment.Promise)) (score Score) {
	var text passage.Passage
	for _, s := range list {
		text.Read(s.Text)
		found := commitment.Find(&text, s.Sent, commitment.Week{})
		score.Sentences++
		score.Marked += len(s.Marks)
		score.Found += len(found)
		right, dated := matched(s.Marks, found)
		score.Right += right
		score.Dated += dated
		if len(s.Marks) == 0 {
			score.Silent++
			if len(found) > 0 {
				score.Disturbed++
			}
		}
		if dated != len(s.Marks) || len(found) != len(s.Marks) {
			tell(s, found)
		}
	}
	return score
}

// matched pairs marks with what was found, in their order.
func matched(marks, found []commitment.Promise) (right, dated int) {
	used := make([]bool, len(found))
	for _, m := range marks {
		for i, f := range found {
			if used[i] || f.Start >= m.End || m.Start >= f.End {
				continue
			}
			used[i] = true
			right++
			if f.Due.Equal(m.Due) {
				dated++
			}
			break
		}
	}
	return right, dated
}

// Precision is the share of what was found that is there and due as it says, Recall
// of what is there that was found so. Where nothing was looked for, both are one.
func (s Score) Precision() float64 { return share(s.Dated, s.Found) }

// Recall is described with Precision.
func (s Score) Recall() float64 { return share(s.Dated, s.Marked) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}
