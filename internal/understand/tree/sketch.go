package tree

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"anlan/internal/fact"
	"anlan/internal/kit/passage"
	"anlan/internal/understand/topic"
)

// Sketch sorts messages by the words that people gave to topics: names and key words,
// and, for little, what stands in descriptions. It has learned nothing, so it says
// "unknown" rather often, and its shares are no promise: about so many are right when
// somebody chose the words with care.
type Sketch struct {
	keys    *passage.Phrases // names and key words
	hints   *passage.Phrases // apart, so that no pair of characters hides a key word
	meaning []phrase
	topics  []Topic
	version string
}

// phrase is something that may stand in a text, and for which topics it speaks.
type phrase struct {
	topics []fact.TopicID
	weight float64
}

// What words weigh. One word that is a topic's alone is enough for an answer; what
// descriptions share with a text never is by itself.
const (
	keyWeight  = 1.0
	hintWeight = 0.2
	enough     = 0.9
	margin     = 0.5 // by how much the best must be ahead of what is not its relative
)

// chance is how often an answer is right for which so much speaks.
func chance(weight float64) float64 { return 1 - 0.6*math.Exp(-0.5*weight) }

// Draw makes the sketch of a tree.
func Draw(topics []Topic) *Sketch {
	s := &Sketch{keys: passage.NewPhrases(), hints: passage.NewPhrases()}
	at := map[string]int{}
	note := func(phrases *passage.Phrases, text string, t fact.TopicID, weight float64) {
		text = strings.ToLower(text)
		if strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) == "" {
			return
		}
		key := fmt.Sprintf("%v %s", weight, text)
		n, known := at[key]
		if !known {
			n = len(s.meaning)
			at[key] = n
			s.meaning = append(s.meaning, phrase{weight: weight})
			phrases.Add(text, n)
		}
		m := &s.meaning[n]
		if !slices.Contains(m.topics, t) {
			m.topics = append(m.topics, t)
		}
	}
	named := sha256.New()
	for _, t := range topics {
		if t.Archived {
			continue
		}
		s.topics = append(s.topics, t)
		fmt.Fprintf(named, "%s|%s|%s|%q|%s\n", t.ID, t.NameZH, t.NameEN, t.Words, t.Description)
		for _, w := range slices.Concat([]string{t.NameZH, t.NameEN}, t.Words) {
			note(s.keys, w, t.ID, keyWeight)
		}
		for _, w := range hints(t.Description) {
			note(s.hints, w, t.ID, hintWeight)
		}
	}
	s.version = "words-" + hex.EncodeToString(named.Sum(nil))[:8]
	return s
}

// Version names the sketch by the words that it was drawn from.
func (s *Sketch) Version() string { return s.version }

// hints are the words of a description: long ones, and pairs of Chinese characters.
func hints(description string) (words []string) {
	var word, run []rune
	flush := func() {
		if len(word) > 4 {
			words = append(words, string(word))
		}
		for i := 0; i+2 <= len(run); i++ {
			words = append(words, string(run[i:i+2]))
		}
		word, run = word[:0], run[:0]
	}
	for _, r := range description {
		switch {
		case passage.Solid(r):
			if len(word) > 0 {
				flush()
			}
			run = append(run, r)
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if len(run) > 0 {
				flush()
			}
			word = append(word, unicode.ToLower(r))
		default:
			flush()
		}
	}
	flush()
	return words
}

// Sort says what a message is about, among topics that are meant.
func (s *Sketch) Sort(text string, meant func(Topic) bool) Sorted {
	var read passage.Passage
	read.Read(text)
	sums, words, seen := map[fact.TopicID]float64{}, map[fact.TopicID][]topic.Word{}, map[int]bool{}
	for _, hit := range s.hints.Find(&read, s.keys.Find(&read, nil)) {
		if seen[hit.Number] {
			continue
		}
		seen[hit.Number] = true
		m := s.meaning[hit.Number]
		for _, t := range m.topics {
			weight := m.weight / float64(len(m.topics))
			sums[t] += weight
			words[t] = append(words[t], topic.Word{Start: hit.From, End: hit.To, Weight: math.Round(weight*100) / 100})
		}
	}
	return s.best(sums, words, meant)
}

func (s *Sketch) best(sums map[fact.TopicID]float64, words map[fact.TopicID][]topic.Word, meant func(Topic) bool) (out Sorted) {
	type candidate struct {
		topic Topic
		sum   float64
	}
	var list []candidate
	for _, t := range s.topics {
		if sum := sums[t.ID]; sum > 0 && meant(t) {
			list = append(list, candidate{t, sum})
			if sum >= enough {
				out.Likely++
			}
		}
	}
	if len(list) == 0 {
		return out
	}
	// Of a topic and what stands under it the finer one answers, when as much speaks for it.
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(len(upward(byID(s.topics), b.topic.ID)), len(upward(byID(s.topics), a.topic.ID))))
	})
	first := list[0]
	rival := 0.0
	for _, c := range list[1:] {
		if !Related(s.topics, first.topic.ID, c.topic.ID) {
			rival = c.sum
			break
		}
	}
	if first.sum < enough || first.sum-rival < margin {
		return out
	}
	out.Topic, out.Model = first.topic.ID, s.version
	out.P = math.Round(1000*chance(first.sum)*first.sum/(first.sum+rival)) / 1000
	out.Words = words[first.topic.ID]
	slices.SortStableFunc(out.Words, func(a, b topic.Word) int { return cmp.Compare(b.Weight, a.Weight) })
	out.Words = out.Words[:min(len(out.Words), 3)]
	return out
}
