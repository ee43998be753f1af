package reading

import (
	"strings"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/understand/emotion"
	"anlan/internal/understand/tree"
	"anlan/internal/understand/triage"
)

// Complexity is how much work a conversation will be.
type Complexity string

const (
	Simple   Complexity = "simple"   // one short question
	Ordinary Complexity = "ordinary" // what most are
	Long     Complexity = "long"     // takes somebody with time, or a senior
)

// Cause is a reason for a complexity, with the figure behind it.
type Cause struct {
	Code string `json:"code"`
	N    int    `json:"n"`
}

// Written is a message with what it stands in, as a reader needs to know it.
type Written struct {
	Subject     string // of a mail that began its conversation
	Text        string
	Visible     string // what its writer wrote this time, where that is less
	Told        string // the language, where the channel knows it
	Messages    int    // in its conversation, with this one
	Attachments int
}

// text is what is read: without quoted history and signature, and with the subject
// of what began a conversation, which often says it all.
func (w Written) text() string {
	body := w.Visible
	if body == "" {
		body = w.Text
	}
	if w.Subject == "" || strings.HasPrefix(strings.TrimSpace(body), w.Subject) {
		return beginning(body)
	}
	return beginning(w.Subject + "\n" + body)
}

// Where a message begins to be more work. Chinese says in a character what takes
// English three letters.
const (
	someText, muchText   = 240, 700 // code points, Chinese ones counting three
	manyQuestions        = 3
	manyTurns, longTurns = 6, 14 // messages back and forth
	manyFiles            = 3
)

// complexity judges how much work it will be. Topics are those that may be meant.
func complexity(text string, topics, messages, files int) (Complexity, []Cause) {
	var causes []Cause
	points := 0
	weigh := func(code string, n, some, much int) {
		switch {
		case much > 0 && n >= much:
			points += 2
		case n >= some:
			points++
		default:
			return
		}
		causes = append(causes, Cause{code, n})
	}
	weigh("text", length(text), someText, muchText)
	weigh("questions", questions(text), manyQuestions, 0)
	weigh("topics", topics, 2, 0)
	weigh("messages", messages, manyTurns, longTurns)
	weigh("files", files, manyFiles, 0)
	switch {
	case points == 0:
		return Simple, causes
	case points < 3:
		return Ordinary, causes
	}
	return Long, causes
}

func length(text string) (n int) {
	for _, r := range text {
		if r >= 0x2e80 {
			n += 2
		}
		n++
	}
	return n
}

// questions counts question marks; several in a row are one.
func questions(text string) (n int) {
	before := rune(0)
	for _, r := range text {
		if is := r == '?' || r == '？'; is && before != '?' {
			n++
			before = '?'
		} else if !is {
			before = r
		}
	}
	return n
}

// read puts together what a reader found.
func read(w Written, found triage.Reading, about tree.Sorted) Reading {
	r := Reading{
		Language: found.Language, Emotion: found.Emotion.Label, Score: found.Emotion.Score, Urgency: found.Urgency,
		Topic: about.Topic, TopicP: about.P, Model: about.Model,
		Evidence: Evidence{Topic: about.Words, Emotion: found.Emotion.Words, Urgency: found.Urgent, Risks: found.Risks, Personal: found.Personal},
	}
	r.Complexity, r.Evidence.Complexity = complexity(w.text(), about.Likely, w.Messages, w.Attachments)
	return r
}

// place is a reading as a conversation's gist needs it.
type place struct {
	Topic   fact.TopicID
	Emotion emotion.Label
	Urgency int
}

// gist is what stands of the readings of a conversation: how its customer felt last,
// and what it is about. What somebody said that it is about stands.
func gist(newestFirst []place, said *Correction) (g conversation.Gist) {
	if len(newestFirst) > 0 {
		g.Emotion, g.Urgency = string(newestFirst[0].Emotion), float64(newestFirst[0].Urgency)/1000
	}
	g.Topic = about(newestFirst)
	if said != nil {
		g.Topic = fact.TopicID(said.Now)
	}
	return g
}

// about is the topic that a conversation has: that of the newest message which has
// one. Thanks have none, and do not take it away.
func about(newestFirst []place) fact.TopicID {
	for _, p := range newestFirst {
		if p.Topic != "" {
			return p.Topic
		}
	}
	return ""
}

// explained puts the words to the places. Where a message was erased there are none.
func explained(r Reading, w Written) Explained {
	text := []rune(w.text())
	e := Explained{Reading: r}
	for _, word := range r.Evidence.Topic {
		if said := Cut(text, word.Start, word.End); said != "" {
			e.TopicWords = append(e.TopicWords, Spoken{said, word.Weight})
		}
	}
	for _, word := range r.Evidence.Emotion {
		if said := Cut(text, word.Start, word.End); said != "" {
			e.EmotionWords = append(e.EmotionWords, Spoken{said, word.Weight})
		}
	}
	for _, found := range r.Evidence.Risks {
		e.RiskWords = append(e.RiskWords, Cut(text, found.Start, found.End))
	}
	return e
}

// Cut is a stretch of a text, in code points; "" where it is no longer there.
func Cut(text []rune, from, to int) string {
	if from < 0 || to > len(text) || from >= to {
		return ""
	}
	return string(text[from:to])
}

// mostRead bounds what is read of a message, in bytes. What somebody wants stands
// near the beginning, and nobody may keep a processor busy with a book.
const mostRead = 32 << 10

func beginning(text string) string {
	if len(text) <= mostRead {
		return text
	}
	at := mostRead
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return text[:at]
}
