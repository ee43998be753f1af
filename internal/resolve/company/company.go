// Package company knows who of ours stands by whom in a conversation. Whoever has
// one asks for help in it, and those who can help hear of it at once; a lead, or who
// helps, joins it: they answer the customer in their own name, and the conversation
// stays whose it is. While the customer chats, they whisper to whoever has it; what is
// whispered is a note, and no customer is ever given notes.
//
// Facts out: help.asked, help.taken, help.ended, companion.joined, companion.left,
// message.whispered.
package company

import (
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/resolve/desk"
)

// State is how a request for help stands.
type State string

const (
	Open      State = "open"
	Taken     State = "taken"
	Answered  State = "answered"
	Withdrawn State = "withdrawn"
)

// Why somebody is asked for help.
const (
	LeadsTeam  = "leads_team"
	HasSkill   = "has_skill"
	LeadsHouse = "leads_house" // nobody who leads the team is there
)

// Why somebody joined.
const (
	AsLead = "lead"
	ToHelp = "help"
)

// Help is one request for help.
type Help struct {
	ID           fact.HelpID
	Conversation fact.ConversationID
	Number       int64
	Subject      string
	Contact      string // the customer's name
	AskedBy      Person
	Reason       string
	Skill        fact.SkillID
	SkillName    string
	Team         fact.TeamID
	TeamName     string
	State        State
	At           time.Time
	TakenBy      Person // nobody until it is taken
	TakenAt      time.Time
	EndedBy      Person
	EndedAt      time.Time
	Asked        []Asked
}

// Person is somebody of ours.
type Person struct {
	ID   fact.StaffID
	Name string
}

// Asked is somebody who was asked for help, and why they.
type Asked struct {
	Person
	Because string
}

// Companion is somebody who joined a conversation that somebody else has.
type Companion struct {
	Person
	Because string
	Joined  time.Time
}

// Company is who stands by whom in a conversation, now.
type Company struct {
	Help       *Help // that runs; nil where none does
	Companions []Companion
	Can        Can
}

// Can is what the asking person may do there.
type Can struct {
	Ask      bool
	Take     bool // the request
	Answer   bool // say that it was answered
	Withdraw bool
	Join     bool
	Leave    bool
	Whisper  bool
}

// Host keeps company.
type Host struct {
	db    *db.DB
	desk  *desk.Desk
	inbox *conversation.Inbox
}

// New makes the host.
func New(d *db.DB, desk *desk.Desk, inbox *conversation.Inbox) *Host { return &Host{d, desk, inbox} }
