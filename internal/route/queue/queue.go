// Package queue keeps the order in which people who wait are taken. A queue is a
// class of waiting work with one requirement: a team, a kind of channel, a
// language, skills. A conversation has a place in one while it waits for a person:
// open, nobody's, and the customer spoke last.
//
// One order explains itself. Each reason for haste is a head start, a share of its
// channel's target: a place counts as if its customer had come so much earlier.
// Inside a queue that order stands still; between queues only their heads are
// compared, by how much of its target each has used up. Whoever has really waited
// for three targets is taken before all who have not, in the order in which they
// came to it, so nobody starves.
//
// Facts in: whatever may begin or end a wait, and message.understood, conversation
// .changed and routing.changed, which weigh it anew. Facts out: conversation.queued,
// conversation.unqueued, routing.changed.
package queue

import (
	"context"
	"sync/atomic"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/skill"
	"anlan/internal/platform/db"
)

// Need is a skill that somebody must have, and how well at least.
type Need struct {
	Skill fact.SkillID `json:"skill"`
	Level skill.Level  `json:"level" minimum:"1" maximum:"3"`
}

// Requirement is what whoever takes a conversation must be.
type Requirement struct {
	Team        fact.TeamID `json:"team"`
	ChannelKind string      `json:"channel_kind"`
	Language    string      `json:"language" doc:"a base language, as zh; empty = whichever"`
	Skills      []Need      `json:"skills" nullable:"false"`
}

// Queue is a class of waiting work.
type Queue struct {
	ID fact.QueueID `json:"id"`
	Requirement
}

// HeadStart is a reason that moves the instant from which a place counts.
type HeadStart struct {
	Code    string `json:"code" example:"angry"`
	Value   string `json:"value,omitempty" doc:"what it speaks of: a kind of risk, how many times"`
	Seconds int64  `json:"seconds" doc:"the head start; less than nothing puts it back"`
}

// Place is where a conversation waits.
type Place struct {
	Conversation fact.ConversationID
	Queue        fact.QueueID
	Arrived      time.Time // the customer waits since
	CountsFrom   time.Time
	Reasons      []HeadStart
	Routing      int          // the version of the settings under which it was weighed
	Entered      time.Time    // into this queue
	OfferedTo    fact.StaffID // who is asked whether they take it; "" = nobody
}

// Why a place was left.
const (
	Taken    = "taken"
	Moved    = "moved"
	Answered = "answered"
	Resolved = "resolved"
	Snoozed  = "snoozed"
	Merged   = "merged"
)

// Reading is what is understood of a conversation.
type Reading struct {
	Language   string
	Topic      string
	Emotion    string
	Urgency    float64 // 0 to 1
	Risks      []string
	Complexity string
}

// Readings gives what is understood of a conversation; false when nothing is yet.
type Readings interface {
	Of(ctx context.Context, q db.Reader, c fact.ConversationID) (Reading, bool, error)
}

// Board is where all queues hang.
type Board struct {
	db       *db.DB
	inbox    *conversation.Inbox
	readings Readings
	lately   atomic.Pointer[sight]
}

// New hangs the board up.
func New(d *db.DB, inbox *conversation.Inbox, readings Readings) *Board {
	return &Board{db: d, inbox: inbox, readings: readings}
}

// sight is what the settings were a moment ago.
type sight struct {
	settings Settings
	at       time.Time
}
