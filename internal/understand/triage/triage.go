// Package triage reads a message as an experienced colleague at the door would:
// in which language it is, what it is about, how its writer feels, what must not
// wait, and what in it is personal. Everything has its reason.
package triage

import (
	"anlan/internal/kit/passage"
	"anlan/internal/understand/emotion"
	"anlan/internal/understand/language"
	"anlan/internal/understand/privacy"
	"anlan/internal/understand/risk"
	"anlan/internal/understand/topic"
)

// Reading is what there is to know about a message.
type Reading struct {
	Language string            `json:"lang"`
	Topic    *Topic            `json:"topic"` // nil: unknown, or nobody has taught topics
	Emotion  emotion.Emotion   `json:"emotion"`
	Urgency  float64           `json:"urgency"` // 0 … 1
	Urgent   []Term            `json:"urgent,omitempty"`
	Risks    []risk.Finding    `json:"risk"`
	Personal []privacy.Finding `json:"pii"`
}

// Topic is what a message is about, with the words that spoke for it.
type Topic struct {
	Name  string       `json:"name"`
	P     float64      `json:"p"`
	Words []topic.Word `json:"words,omitempty"`
	Model string       `json:"model"`
}

// Reader reads messages, one after the other; it keeps its memory. Several may
// share a model.
type Reader struct {
	Topics *topic.Model // may be nil
	text   passage.Passage
}

// Read reads one message. A language that the channel told beforehand stands.
func (r *Reader) Read(text, told string) Reading {
	r.text.Read(text)
	reading := Reading{
		Language: told,
		Emotion:  emotion.Of(&r.text),
		Risks:    risk.Find(&r.text, []risk.Finding{}),
		Personal: privacy.Find(&r.text, []privacy.Finding{}),
	}
	if told == "" {
		reading.Language = language.Of(&r.text)
	}
	reading.Emotion = felt(reading.Emotion, reading.Risks)
	reading.Urgency, reading.Urgent = urgency(reading.Emotion, reading.Risks, urgentWords().Find(&r.text, nil))
	if r.Topics != nil {
		reading.Topic = r.topic(text)
	}
	return reading
}

func (r *Reader) topic(text string) *Topic {
	a := r.Topics.Ask(text)
	if !a.Known() {
		return nil
	}
	return &Topic{Name: a.Label, P: a.P, Words: r.Topics.Why(text, a.Label), Model: r.Topics.Version()}
}
