// Package topic tells what a message is about. It learns from examples that
// people have labelled, in any language, and says "unknown" to what is like none
// of them. A model is one file; it needs no network and no other program.
//
// A text is described by its words and pairs of words, by pieces of its words,
// and by its Chinese characters in ones, twos and threes. A support vector machine
// for each label weighs these. What the margins of texts that it has not seen
// were worth is learned by cross-validation, so a probability is one.
package topic

// Unknown is the label of examples that belong to no topic.
const Unknown = "oos"

// Example is a text with the label that people gave it.
type Example struct {
	Text  string
	Label string
}

// Answer is what a text is about. An empty label is "unknown", and then P is how
// sure that is.
type Answer struct {
	Label string
	P     float64
	Top   []Candidate
}

// Candidate is a label that a text may have.
type Candidate struct {
	Label string  `json:"label"`
	P     float64 `json:"p"`
}

// Known tells whether a text has a topic.
func (a Answer) Known() bool { return a.Label != "" }

// topCount is how many candidates an answer names.
const topCount = 3
