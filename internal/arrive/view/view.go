// Package view keeps the looks at the inbox that people save: a filter under a
// name, for oneself, for a team or for everybody. They stand in one list with
// the built-in ones, each with its count and its longest wait.
//
// Facts out: view.changed.
package view

import (
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
)

// Audience is who sees a saved view.
type Audience string

const (
	Me        Audience = "me"
	Team      Audience = "team"
	Everybody Audience = "everybody"
)

// View is a named look at the inbox, built in or saved.
type View struct {
	Key                string               `json:"key" doc:"names the view in ?view=: mine, unassigned, team, all, waiting, snoozed, resolved, or the id of a saved one"`
	ID                 fact.ViewID          `json:"id" doc:"of a saved view; empty for the built-in ones"`
	Name               string               `json:"name" doc:"of a saved view; screens have words for the built-in ones"`
	Color              string               `json:"color" enum:",grey,teal,blue,green,amber,red,purple"`
	Icon               string               `json:"icon" doc:"one character, or empty"`
	Filter             *conversation.Filter `json:"filter" doc:"of a saved view"`
	Audience           Audience             `json:"audience" enum:",me,team,everybody"`
	Team               *conversation.Ref    `json:"team" doc:"the team that it is shared with"`
	Owner              *conversation.Ref    `json:"owner" doc:"who saved it"`
	Version            int                  `json:"version"`
	Count              int64                `json:"count"`
	CountIs            string               `json:"count_is" enum:"exact,at_least" doc:"at_least: counting stopped at a bound, there may be more"`
	OldestWaitingSince *time.Time           `json:"oldest_waiting_since" doc:"since when the longest waiting customer of this view waits"`
	Can                Can                  `json:"can"`
}

// Can is what the asking person may do with a view.
type Can struct {
	Change bool `json:"change"`
	Share  bool `json:"share"`
}

// Edit is what a person says about a view; nil fields stay.
type Edit struct {
	Name, Color, Icon *string
	Filter            *conversation.Filter
	Audience          *Audience
	Team              *fact.TeamID
	Version           int
}

// BuiltIn is the order of the built-in views on the screen.
var BuiltIn = []string{"mine", "unassigned", "team", "all", "waiting", "snoozed", "resolved"}
