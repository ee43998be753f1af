// Package retention is what is kept for how long: rules that erase what is old,
// each tried before it works; people who are erased on demand; and holds, which
// nothing erases.
//
// Facts out: retention_rule.changed, conversation.anonymised,
// conversation.deleted, contact.erased.
package retention

import (
	"context"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Act is what becomes of what is old.
type Act string

const (
	Delete    Act = "delete"
	Anonymise Act = "anonymise" // words, files and the person go; numbers, times and tags stay
)

// Subject is what a rule speaks of.
type Subject string

const (
	Conversations Subject = "conversation"
	Contacts      Subject = "contact" // those who have no conversation any more
)

// Rule says what is kept for how long.
type Rule struct {
	ID       string           `json:"id"`
	Name     string           `json:"name"`
	Position int              `json:"position" doc:"rules work in this order"`
	Active   bool             `json:"active"`
	Subject  Subject          `json:"subject" enum:"conversation,contact"`
	States   []string         `json:"states" nullable:"false" doc:"of conversations; empty means resolved ones"`
	Tags     []string         `json:"tags" nullable:"false" doc:"at least one of them; empty means whichever"`
	Channels []fact.ChannelID `json:"channels" nullable:"false" doc:"empty means all"`
	Since    string           `json:"since" enum:"last_message,resolved" doc:"from when the days are counted; for contacts from when they were last seen"`
	Days     int              `json:"days" minimum:"1" doc:"how many days it is kept"`
	Act      Act              `json:"act" enum:"delete,anonymise"`
	Tried    bool             `json:"tried" doc:"it was tried as it stands, and may be activated"`
	Version  int              `json:"version"`
	LastRun  *Run             `json:"last_run"`
	Can      Can              `json:"can"`
}

// Can is what the asking person may do with a rule as it stands.
type Can struct {
	Change   bool `json:"change"`
	Activate bool `json:"activate"`
}

// Run is what a rule did one night.
type Run struct {
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at"`
	Erased    int        `json:"erased"`
	Held      int        `json:"held" doc:"stopped by a legal hold"`
	Failed    int        `json:"failed"`
}

// Sample is one of the things that a rule would erase.
type Sample struct {
	ID     string    `json:"id"`
	Number int64     `json:"number" doc:"of a conversation; 0 for a contact"`
	Kind   Subject   `json:"-"`
	Name   string    `json:"name" personal:"name,Kind=contact" doc:"subject or name"`
	At     time.Time `json:"at" doc:"from when the days are counted"`
	Held   bool      `json:"held" doc:"a legal hold keeps it"`
}

// Trial is what a rule would do now.
type Trial struct {
	Count  int      `json:"count" doc:"would be erased"`
	Held   int      `json:"held" doc:"would be kept by a legal hold"`
	Sample []Sample `json:"sample" nullable:"false"`
}

// Hold keeps something from being erased.
type Hold struct {
	Kind   Subject      `json:"kind" enum:"contact,conversation"`
	ID     string       `json:"id"`
	Reason string       `json:"reason"`
	By     fact.StaffID `json:"by"`
	At     time.Time    `json:"at"`
}

// Erasure is a person who is erased on demand. It names nobody.
type Erasure struct {
	ID            string         `json:"id"`
	Contact       fact.ContactID `json:"contact_id"`
	By            fact.StaffID   `json:"by"`
	AskedAt       time.Time      `json:"asked_at"`
	DoneAt        *time.Time     `json:"done_at"`
	Conversations int            `json:"conversations"`
	Messages      int            `json:"messages"`
	Files         int            `json:"files"`
}

// Traces are what other parts keep of conversations and of a person: drafts,
// answers that would be repeated. wire.go names who clears them.
type Traces func(ctx context.Context, tx *db.Tx, contact fact.ContactID, conversations []fact.ConversationID) error

// Room is where it is decided what is kept.
type Room struct {
	db       *db.DB
	inbox    *conversation.Inbox
	contacts *contact.Book
	door     *intake.Door
	files    *conversation.Files
	traces   Traces
}

// NewRoom opens the room.
func NewRoom(d *db.DB, inbox *conversation.Inbox, contacts *contact.Book, door *intake.Door, files *conversation.Files, traces Traces) *Room {
	return &Room{db: d, inbox: inbox, contacts: contacts, door: door, files: files, traces: traces}
}
