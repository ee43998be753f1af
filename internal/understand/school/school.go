// Package school learns topics from what people said that conversations are about. It
// works in the background, on a copy; the model of before sorts on until the new one
// has shown, on texts that it had not seen, that it is not worse.
//
// Facts in: conversation.topic_corrected, topic.changed. Facts out: topic_model.changed.
package school

import (
	"sync/atomic"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/understand/topic"
	"anlan/internal/understand/tree"
)

// LearnJob is the kind of the job that learns.
const LearnJob = "topic.learn"

// Learn is what that job carries.
type Learn struct {
	Asked bool `json:"asked"` // somebody asked for it: also when there is nothing new
}

// State is what became of what was learned.
type State string

const (
	Active   State = "active"   // it sorts
	Replaced State = "replaced" // it did, until a later one
	Worse    State = "worse"    // it was not used: the one before did better
	TooFew   State = "too_few"  // there were not enough examples
)

// Lesson is one time that was learned.
type Lesson struct {
	ID       fact.ModelID
	State    State
	Version  string
	Texts    int
	Topics   int
	Right    float64 // share of texts that it had not seen and got right
	Answered float64 // the same, unknown being a wrong answer
	At       time.Time

	taught string
}

// School is where topics are learned.
type School struct {
	db     *db.DB
	topics *tree.Catalogue
	lately atomic.Pointer[sight]
}

// sight is the model that was last seen to sort.
type sight struct {
	id    fact.ModelID // "" = nothing was learned
	model *topic.Model
	at    time.Time
}

// New opens the school.
func New(d *db.DB, topics *tree.Catalogue) *School { return &School{db: d, topics: topics} }

// CanTeach tells whether who may ask for a lesson.
func CanTeach(who access.Actor) bool { return who.May(access.TeamManage) }
