// Package phrasing reads what somebody of ours is about to send, and marks what is better
// said otherwise: preaching, blame, absolute words, times without a time, coldness, words
// of the trade, a missing acknowledgement, another name or gender than the customer's, two
// scripts in one text, and personal data that is not the customer's own. It knows no
// database, and changes nothing: a mark is advice.
//
// The rules are lists of phrases in rules.txt; the rest is in rules.go. Simplified and
// traditional characters, widths and letters large and small are one (package passage).
package phrasing

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"anlan/internal/kit/passage"
)

// Weight is how much speaks against a phrase.
type Weight string

const (
	Advice  Weight = "advice"  // it reads better otherwise
	Warning Weight = "warning" // it makes matters worse
	Grave   Weight = "grave"   // it should not be sent: what it tells is not the customer's
)

// Rule names what a mark is about.
type Rule string

const (
	Preach      Rule = "preach"          // tells the customer what they should do or feel
	Blame       Rule = "blame"           // whose fault it is, or not ours
	Absolute    Rule = "absolute"        // more than anybody can keep
	Vague       Rule = "vague"           // soon, without when
	Cold        Rule = "cold"            // the rule instead of the person
	Jargon      Rule = "jargon"          // words of the trade
	Rude        Rule = "rude"            //
	Acknowledge Rule = "acknowledgement" // the customer is angry, and nothing says that we see it
	OtherName   Rule = "name"            // another name than the customer's
	OtherGender Rule = "gender"          // another form of address than the customer's
	Scripts     Rule = "scripts"         // simplified and traditional characters in one text
	Region      Rule = "region"          // a word that they say otherwise where the customer lives
	Filler      Rule = "filler"          // one 亲 or 呢 after another
	OthersData  Rule = "others_data"     // personal data that is not known to be the customer's
)

// Mark is a piece of a draft and what speaks against it.
type Mark struct {
	Start      int    `json:"start" doc:"in Unicode code points"`
	End        int    `json:"end" doc:"the same as start where something is missing"`
	Rule       Rule   `json:"rule"`
	Weight     Weight `json:"weight"`
	Suggestion string `json:"suggestion" doc:"what may be said instead; empty where it is better left out or said in other words"`
}

// Customer is what is known of whom the draft goes to. What is not known is empty, and
// nothing is said of it.
type Customer struct {
	Name    string   `json:"name"`
	Gender  string   `json:"gender" enum:",female,male"`
	Emotion string   `json:"emotion" enum:",calm,worried,angry,furious"`
	Locale  string   `json:"locale" doc:"as zh-TW: how they write where the customer lives"`
	Own     []string `json:"own" doc:"addresses and numbers that are the customer's own"`
}

//go:embed rules.txt
var rulesText string

// said is what rules.txt says of a phrase.
type said struct {
	rule       Rule
	weight     Weight
	suggestion string
}

type lists struct {
	phrases *passage.Phrases
	of      []said
}

// nothing is the rule of phrases that only look like others.
const nothing = "none"

var load = sync.OnceValue(func() lists {
	l := lists{phrases: passage.NewPhrases()}
	for line := range strings.Lines(rulesText) {
		line = strings.TrimSpace(line)
		head, body, is := strings.Cut(line, ": ")
		if !is || strings.HasPrefix(line, "#") {
			continue
		}
		rule, weight, _ := strings.Cut(head, " ")
		list, suggestion, _ := strings.Cut(body, "=>")
		number := len(l.of)
		l.of = append(l.of, said{Rule(rule), Weight(weight), strings.TrimSpace(suggestion)})
		for phrase := range strings.SplitSeq(list, " | ") {
			if phrase = strings.TrimSpace(phrase); phrase != "" {
				l.phrases.Add(phrase, number)
			}
		}
	}
	return l
})

// Read marks a draft that goes to a customer, in the order of its words.
func Read(text string, to Customer) []Mark {
	d := &draft{to: to}
	d.Read(text)
	d.quoted()
	marks := d.phrases()
	marks = append(marks, d.names()...)
	marks = append(marks, d.scripts()...)
	marks = append(marks, d.region()...)
	marks = append(marks, d.filler()...)
	marks = append(marks, d.data()...)
	marks = slices.DeleteFunc(marks, func(m Mark) bool { return d.quotes(m.Start) })
	if m, missing := d.acknowledgement(); missing {
		marks = append(marks, m)
	}
	slices.SortStableFunc(marks, func(a, b Mark) int { return a.Start - b.Start })
	return marks
}
