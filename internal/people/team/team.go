// Package team keeps who works together. A conversation can be given to a team
// before it is given to a person. Facts out: team.changed.
package team

import (
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Team is a group of people with a name.
type Team struct {
	ID         fact.TeamID
	Name       string
	Members    []Member // by name
	Absence    Absence
	ReplyTakes bool // whoever answers a conversation that nobody has, has it from then on
	Version    int
	CreatedAt  time.Time
}

// Absence is what a team lets become of conversations that wait for us while the
// person who has them is offline.
type Absence struct {
	Then    Then `json:"then" enum:"stay,return" doc:"stay: they wait for that person; return: after the minutes they go back to the team, unassigned"`
	Minutes int  `json:"minutes" minimum:"1" maximum:"1440"`
}

// Then is what becomes of them.
type Then string

const (
	Stay   Then = "stay"
	Return Then = "return"
)

// Member is a person in a team.
type Member struct {
	ID   fact.StaffID
	Name string
}

// Ref is a team by id and name, as others mention it.
type Ref struct {
	ID   fact.TeamID
	Name string
}

// Founding is a team to be. What it says nothing of is as usual.
type Founding struct {
	Name       string
	Members    []fact.StaffID
	Absence    Absence
	ReplyTakes *bool
}

// Change is what to change of a team; what is nil stays. Version is the version
// that was edited; 0 takes whatever is there.
type Change struct {
	Name       *string
	Members    *[]fact.StaffID
	Absence    *Absence
	ReplyTakes *bool
	Version    int
}

// Reader is where to read from: the database, or the transaction that somebody
// is in.
type Reader interface {
	NewRaw(query string, args ...any) *bun.RawQuery
}

// Roster is all the teams.
type Roster struct{ db *db.DB }

// New makes the roster.
func New(d *db.DB) *Roster { return &Roster{db: d} }

// Can is what somebody may do with a team.
type Can struct{ Change bool }

// CanOn tells what who may do with a team.
func CanOn(who access.Actor, _ Team) Can { return Can{Change: who.May(access.TeamManage)} }
