// Package tree keeps the topics of the house: what customers write about, as a tree
// that people draw, with the words that speak for each. Before anything was learned
// from examples, a message is sorted by these words alone.
//
// Facts out: topic.changed.
package tree

import (
	"sync/atomic"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/understand/topic"
)

// Topic is something that customers write about.
type Topic struct {
	ID          fact.TopicID
	Parent      fact.TopicID // "" = it stands at the root
	NameZH      string
	NameEN      string
	Description string
	Words       []string    // what speaks for it, in any language
	Team        fact.TeamID // "" = of all teams
	Archived    bool        // given to nothing any more
	Version     int
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Edit is a change to a topic; nil fields stay.
type Edit struct {
	Parent                      *fact.TopicID
	NameZH, NameEN, Description *string
	Words                       *[]string
	Team                        *fact.TeamID
	Archived                    *bool
	Version                     int // that was edited; 0 takes whatever is there
}

// Sorter says what a message is about, among topics that are meant.
type Sorter interface {
	Sort(text string, meant func(Topic) bool) Sorted
}

// Sorted is what a sorter says.
type Sorted struct {
	Topic  fact.TopicID // "" = unknown
	P      float64      // how likely it is that
	Words  []topic.Word // what spoke for it, strongest first
	Model  string       // the version that said so
	Likely int          // how many topics it may be about
}

// Catalogue is all the topics.
type Catalogue struct {
	db     *db.DB
	lately atomic.Pointer[sight]
}

// sight is what was seen of the topics, and when.
type sight struct {
	topics []Topic
	sketch *Sketch
	at     time.Time
}

// New opens the catalogue.
func New(d *db.DB) *Catalogue { return &Catalogue{db: d} }

// CanChange tells whether who may draw the tree.
func CanChange(who access.Actor) bool { return who.May(access.TeamManage) }
