// Package skill keeps what people are good at: the skills that the house has
// named, who has which and how well, and the languages that people speak. Who
// gets which conversation may depend on it. Facts out: skill.changed.
package skill

import (
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Level is how well somebody can do something.
type Level int

const (
	Basic  Level = 1 // can, when nobody better is there
	Good   Level = 2
	Expert Level = 3 // whom others ask; for a language: as a mother tongue
)

// Skill is something that people can be good at.
type Skill struct {
	ID        fact.SkillID
	Name      string
	Staff     int // how many people have it
	Version   int
	CreatedAt time.Time
}

// Has is a skill that somebody has.
type Has struct {
	ID    fact.SkillID
	Name  string
	Level Level
}

// Language is a language that somebody speaks, as a BCP 47 tag.
type Language struct {
	Tag   string `json:"language" example:"zh-CN"`
	Level Level  `json:"level" minimum:"1" maximum:"3" doc:"1 enough for simple matters, 2 fluent, 3 as a mother tongue"`
}

// Abilities is what a person can do.
type Abilities struct {
	Skills    []Has      // by name
	Languages []Language // the best first
}

// Reader is where to read from: the database, or the transaction that somebody
// is in.
type Reader interface {
	NewRaw(query string, args ...any) *bun.RawQuery
}

// Register is all the skills, and who has them.
type Register struct{ db *db.DB }

// New opens the register.
func New(d *db.DB) *Register { return &Register{db: d} }

// CanChange tells whether who may rename or remove skills.
func CanChange(who access.Actor) bool { return who.May(access.TeamManage) }
