// Package assign gives what waits to people: at once where a team wants it so, or
// to whoever asks for the next. It looks whenever something changes, never by the
// clock: somebody comes, somebody's hands are free, somebody new waits, the
// settings are others. Each decision keeps its candidates and its reasons.
//
// Facts in: conversation.queued, .unqueued, offer.ended, presence.changed, conversation.assigned, .waiting,
// .resolved, .snoozed, team.changed, skill.changed, staff.changed, routing.changed, overflow.switched, personal_agent.changed.
// Facts out: conversation.assigned, because “routed”, “accepted” or “next”; offer.made, offer.ended,
// conversation.reserved.
package assign

import (
	"context"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/platform/db"
	"anlan/internal/route/overflow"
	"anlan/internal/route/personal"
	"anlan/internal/route/queue"
)

// Way is how somebody came to a conversation.
type Way string

const (
	Push Way = "push"  // it was given at once
	Next Way = "next"  // they asked for the next
	Ask  Way = "offer" // they were asked whether they take it
)

// Codes of reasons for a person.
const (
	HasSkill    = "skill"
	Speaks      = "speaks"
	KnowsCase   = "knows_case"
	OnlyOne     = "only_one"
	LeastBusy   = "least_busy"
	BestSkilled = "best_skilled"
	KeepsScarce = "keeps_scarce" // the others are kept for what only they can do
	LongestIdle = "longest_idle"
	Asked       = "asked"
	Accepted    = "accepted"
	Overflow    = "overflow" // of a queue of another team
	OwnPerson   = "own_person"
	StandIn     = "stand_in"    // of their own person
	SamePerson  = "same_person" // who handled their case
)

// Codes of reasons why it is not the one for whom a customer was meant; Value is who.
const (
	OwnAway    = "own_away"
	OwnFull    = "own_full"    // and was waited for
	OwnRefused = "own_refused" // or did not answer
	SameAway   = "same_away"
	SameFull   = "same_full"
)

// Codes of reasons why somebody was passed over.
const (
	NotOnline  = "not_online"
	NoSkill    = "no_skill"
	NoLanguage = "no_language"
	Full       = "full"
	Refused    = "refused" // they were asked, and said no
)

// FreedJob is the kind of the timer that looks at somebody whose chat has gone quiet.
const FreedJob = "assign.quiet"

// Freed is what it carries.
type Freed struct {
	Staff fact.StaffID `json:"staff"`
}

// Person is somebody who may be given something.
type Person struct {
	ID        fact.StaffID
	Name      string
	State     presence.State
	Since     time.Time // they are so
	GivenAt   time.Time // they were given something last; zero = never
	Load      float64   // 1 = full
	Has       int       // conversations that fill them
	Skills    map[fact.SkillID]skill.Level
	Languages map[string]skill.Level // by base language
	weighed   bool                   // Load and Has are known
}

// Candidate is how somebody was judged.
type Candidate struct {
	Staff fact.StaffID `json:"staff"`
	Score float64      `json:"score"`
	Load  float64      `json:"load" doc:"1 is full"`
	Why   []fact.Why   `json:"why" nullable:"false"`
}

// Decision is who was given what, and why.
type Decision struct {
	ID           fact.DecisionID
	Conversation fact.ConversationID
	Queue        fact.QueueID
	Staff        fact.StaffID
	Way          Way
	Why          []fact.Why
	Reasons      []queue.HeadStart
	Candidates   []Candidate
	PassedOver   map[string]int // how many could not, by reason
	Arrived      time.Time
	At           time.Time
}

// Dispatcher gives what waits to people.
type Dispatcher struct {
	db       *db.DB
	queues   *queue.Board
	inbox    *conversation.Inbox
	skills   *skill.Register
	presence *presence.Board
	crews    crews
	personal *personal.Book
	helping  func(context.Context) ([]overflow.Help, error)
}

// New puts the dispatcher in place.
func New(d *db.DB, queues *queue.Board, inbox *conversation.Inbox, skills *skill.Register, there *presence.Board) *Dispatcher {
	return &Dispatcher{helping: func(context.Context) ([]overflow.Help, error) { return nil, nil }, db: d, queues: queues, inbox: inbox, skills: skills, presence: there, personal: personal.New(d)}
}
