// Package reading keeps what was understood of each message that customers write:
// language, topic, emotion, urgency, risks, what in it is personal, and how much
// work it will be. It keeps places in the text and numbers, never the words.
//
// Who knows better corrects a topic or an emotion; the correction stands, and is an
// example to learn from.
//
// Facts in: message.arrived, message.reread, and those that move messages between
// conversations. Facts out: message.understood, conversation.topic_corrected,
// message.emotion_corrected.
package reading

import (
	"context"
	"sync"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/understand/emotion"
	"anlan/internal/understand/privacy"
	"anlan/internal/understand/risk"
	"anlan/internal/understand/topic"
	"anlan/internal/understand/tree"
	"anlan/internal/understand/triage"
)

// Reading is what was understood of one message, with its reasons. Places are code
// points of the text that was read: the subject, where the message began a
// conversation, a line break, and what its writer wrote this time.
type Reading struct {
	Message      fact.MessageID
	Conversation fact.ConversationID
	Language     string // ISO 639-1, or und
	Topic        fact.TopicID
	TopicP       float64 // how likely it is that
	Emotion      emotion.Label
	Score        float64 // of the emotion, -1 to 1
	Urgency      float64 // 0 to 1
	Complexity   Complexity
	Model        string // the version that knew the topic; "" = none
	Evidence     Evidence
	At           time.Time
}

// Evidence is why.
type Evidence struct {
	Topic      []topic.Word      `json:"topic,omitempty"`
	Emotion    []emotion.Word    `json:"emotion,omitempty"`
	Urgency    []triage.Term     `json:"urgency,omitempty"`
	Risks      []risk.Finding    `json:"risks,omitempty"`
	Personal   []privacy.Finding `json:"personal,omitempty"`
	Complexity []Cause           `json:"complexity,omitempty"`
}

// Risks are the kinds of risk that were found, each once.
func (r Reading) Risks() []string {
	kinds := []string{}
	seen := map[risk.Kind]bool{}
	for _, f := range r.Evidence.Risks {
		if !seen[f.Kind] {
			seen[f.Kind], kinds = true, append(kinds, string(f.Kind))
		}
	}
	return kinds
}

// Sorting is where the sorter of the hour comes from.
type Sorting interface {
	Sorter(ctx context.Context) (tree.Sorter, error)
}

// Room is where messages are read.
type Room struct {
	db      *db.DB
	inbox   *conversation.Inbox
	sorting Sorting
	alarms  []Alarm
	readers sync.Pool // of *triage.Reader, which keep their memory
}

// Alarm is told of each reading in its transaction, with the text that was read.
type Alarm interface {
	RaiseTx(ctx context.Context, tx *db.Tx, r Reading, text []rune) error
}

// NewRoom opens the room.
func NewRoom(d *db.DB, inbox *conversation.Inbox, sorting Sorting, alarms ...Alarm) *Room {
	return &Room{db: d, inbox: inbox, sorting: sorting, alarms: alarms, readers: sync.Pool{New: func() any { return new(triage.Reader) }}}
}
