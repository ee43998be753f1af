// Package wording keeps what is written again and again: canned replies, and
// macros, which do several things to a conversation at once.
//
// Facts out: canned_reply.changed, macro.changed, macro.applied, and those of the
// steps of a macro (packages desk and conversation).
package wording

import (
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/resolve/desk"
)

// Scope is who has something: one person, a team, or everybody.
type Scope string

const (
	Personal  Scope = "personal"
	Team      Scope = "team"
	Everybody Scope = "everybody"
)

// Text is a wording in one language.
type Text struct {
	Text string `json:"text"`
	HTML string `json:"html" doc:"sanitised; empty when the wording is plain text"`
}

// Owned says whose something is. Staff and Team are set as the scope asks.
type Owned struct {
	Scope Scope        `json:"scope" enum:"personal,team,everybody"`
	Staff fact.StaffID `json:"staff" doc:"whose it is, when personal"`
	Team  fact.TeamID  `json:"team" doc:"whose it is, when a team's"`
}

// Can is what the asking person may do with a canned reply or a macro.
type Can struct {
	Change bool `json:"change"`
}

// CannedReply is an answer that is given again and again.
type CannedReply struct {
	ID fact.CannedReplyID `json:"id"`
	Owned
	Shortcut  string          `json:"shortcut" doc:"what one types behind the slash" example:"refund"`
	Title     string          `json:"title"`
	Folder    string          `json:"folder"`
	Tags      []string        `json:"tags" nullable:"false"`
	Texts     map[string]Text `json:"texts" doc:"by language: zh-CN, en; variables as {{contact.name|there}}"`
	UsedCount int             `json:"used_count"`
	UsedAt    *time.Time      `json:"used_at"`
	Version   int             `json:"version"`
	UpdatedAt time.Time       `json:"updated_at"`
	Because   string          `json:"because" enum:",shortcut,title,folder,tag,text" doc:"in a search: where the words were found"`
	Can       Can             `json:"can"`
}

// StepKind is what a step of a macro does.
type StepKind string

const (
	Reply    StepKind = "reply"
	Note     StepKind = "note"
	Assign   StepKind = "assign"
	ToTeam   StepKind = "team"
	Tag      StepKind = "tag"
	Priority StepKind = "priority"
	Snooze   StepKind = "snooze"
	Resolve  StepKind = "resolve"
	State    StepKind = "state"
)

// Step is one thing that a macro does; what it needs stands in the fields of its
// kind.
type Step struct {
	Kind     StepKind              `json:"kind" enum:"reply,note,assign,team,tag,priority,snooze,resolve,state"`
	Text     string                `json:"text,omitempty" doc:"reply, note: the words, with variables"`
	HTML     string                `json:"html,omitempty" doc:"reply, note: the same with markup"`
	Assignee string                `json:"assignee,omitempty" doc:"assign: a staff id, me, or none"`
	Team     string                `json:"team,omitempty" doc:"team: a team id, or none"`
	Add      []string              `json:"add,omitempty" nullable:"false" doc:"tag: put these on"`
	Remove   []string              `json:"remove,omitempty" nullable:"false" doc:"tag: take these off"`
	Priority conversation.Priority `json:"priority,omitempty" enum:",low,normal,high,urgent"`
	Minutes  int                   `json:"minutes,omitempty" doc:"snooze: for how long" minimum:"0"`
	State    conversation.State    `json:"state,omitempty" enum:",open,waiting" doc:"state: whose turn it is"`
}

// Macro is a named list of steps.
type Macro struct {
	ID fact.MacroID `json:"id"`
	Owned
	Name      string     `json:"name"`
	Steps     []Step     `json:"steps" nullable:"false"`
	UsedCount int        `json:"used_count"`
	UsedAt    *time.Time `json:"used_at"`
	Version   int        `json:"version"`
	UpdatedAt time.Time  `json:"updated_at"`
	Can       Can        `json:"can"`
}

// Rendering is a canned reply made ready for one customer.
type Rendering struct {
	Text    string   `json:"text"`
	HTML    string   `json:"html"`
	Locale  string   `json:"locale" enum:"zh-CN,en" doc:"of the wording that was taken"`
	Missing []string `json:"missing" nullable:"false" doc:"variables that nothing is known for; they stand in the text as they are"`
}

// Planned is a step with what it would do now, and why.
type Planned struct {
	Kind    StepKind `json:"kind"`
	Effect  string   `json:"effect" enum:"does,nothing,refused"`
	Because string   `json:"because" doc:"why it does nothing or is refused: already_so, no_permission, channel_closed, channel_cannot_send, cannot_fill; empty otherwise"`
	Text    string   `json:"text" doc:"reply, note: the words as they would be"`
	Missing []string `json:"missing" nullable:"false"`
	Step    Step     `json:"step"`
}

// Shelf is where canned replies and macros lie.
type Shelf struct {
	db    *db.DB
	desk  *desk.Desk
	inbox *conversation.Inbox
}

// New sets the shelf up.
func New(d *db.DB, desk *desk.Desk, inbox *conversation.Inbox) *Shelf {
	return &Shelf{db: d, desk: desk, inbox: inbox}
}

// mayChange tells whether somebody may change what is somebody's.
func mayChange(who access.Actor, o Owned) bool {
	if o.Scope == Personal {
		return o.Staff == who.ID && who.Writes() == nil
	}
	return who.May(access.WordingManage)
}
