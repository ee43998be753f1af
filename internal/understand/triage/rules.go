package triage

import (
	"math"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/emotion"
	"anlan/internal/understand/risk"
)

// Term is a reason for urgency, with what it adds to the logarithm of the odds.
type Term struct {
	Code   string  `json:"code"`
	Weight float64 `json:"weight"`
}

// calm is how urgent a message is that gives no reason: one in ten.
const calm = -2.2

// What reasons weigh. They are set by judgment, to be corrected by what people do.
const (
	furious  = 1.4
	angry    = 0.8
	worried  = 0.5
	life     = 4.0
	theft    = 1.8
	threat   = 1.5
	children = 0.5
	harm     = 1.8
	deadline = 0.9
	again    = 0.8
)

// least is the best score that somebody has whose words alone sound calm, but who
// tells of a risk.
const least = -0.35

// felt hears what a risk says of somebody's feelings when their words say nothing:
// who threatens is angry, and whom something happened is worried.
func felt(feeling emotion.Emotion, risks []risk.Finding) emotion.Emotion {
	label := feeling.Label
	for _, r := range risks {
		switch {
		case feeling.Label != emotion.Calm:
		case r.Kind == risk.PublicExposure, r.Kind == risk.Violence:
			label = emotion.Angry
		case label == emotion.Calm && r.Kind != risk.Minors:
			label = emotion.Worried
		}
	}
	if label != feeling.Label {
		feeling.Label, feeling.Score = label, min(feeling.Score, least)
	}
	return feeling
}

// urgency is how little a message may wait, with its reasons. Each counts once.
func urgency(feeling emotion.Emotion, risks []risk.Finding, words []passage.Hit) (float64, []Term) {
	var terms []Term
	add := func(code string, weight float64) {
		for _, t := range terms {
			if t.Code == code {
				return
			}
		}
		terms = append(terms, Term{code, weight})
	}
	if weight, moves := feelings[string(feeling.Label)]; moves {
		add(string(feeling.Label), weight)
	}
	for _, r := range risks {
		switch r.Kind {
		case risk.SelfHarm, risk.Violence:
			add("life", life)
		case risk.AccountTheft, risk.PaymentLoss:
			add("theft", theft)
		case risk.PublicExposure, risk.Legal:
			add("threat", threat)
		case risk.Minors:
			add("minors", children)
		}
	}
	for _, w := range words {
		switch w.Number {
		case harmWord:
			add("harm", harm)
		case deadlineWord:
			add("deadline", deadline)
		case againWord:
			add("again", again)
		}
	}
	return odds(terms), terms
}

func odds(terms []Term) float64 {
	z := calm
	for _, t := range terms {
		z += t.Weight
	}
	return math.Round(1e3/(1+math.Exp(-z))) / 1e3
}

// feelings are the terms that somebody's emotion gives.
var feelings = map[string]float64{string(emotion.Furious): furious, string(emotion.Angry): angry, string(emotion.Worried): worried}

// Felt is the urgency, with its reasons, of somebody who feels otherwise than was read.
func Felt(read []Term, label emotion.Label) (float64, []Term) {
	terms := []Term{}
	if weight, moves := feelings[string(label)]; moves {
		terms = append(terms, Term{string(label), weight})
	}
	for _, t := range read {
		if _, is := feelings[t.Code]; !is {
			terms = append(terms, t)
		}
	}
	return odds(terms), terms
}
