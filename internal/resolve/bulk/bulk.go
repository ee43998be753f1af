// Package bulk does one thing, or all that a macro does, to many conversations: a few at once, thousands as
// a job that tells how far it has come, can be stopped, and can be undone for an
// hour. What each conversation was like before is kept that long, so an undoing
// restores it, but only where nobody has changed it since.
//
// Facts out: bulk.progressed, and those of the conversations.
package bulk

import (
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
)

// State is how far an action is.
type State string

const (
	Gathering State = "gathering" // the conversations are being listed
	Running   State = "running"
	Done      State = "done"
	Cancelled State = "cancelled" // stopped half-way; what was done stays, and can be undone
	Undoing   State = "undoing"
	Undone    State = "undone"
)

// Action is something done to many conversations.
type Action struct {
	ID         fact.BulkID       `json:"id"`
	State      State             `json:"state" enum:"gathering,running,done,cancelled,undoing,undone"`
	Acts       conversation.Acts `json:"acts"`
	Macro      *AppliedMacro     `json:"macro" doc:"the macro that is applied, as it was when the order was given; null when there is none"`
	Total      int               `json:"total" doc:"0 while they are still being listed"`
	Done       int               `json:"done" doc:"conversations that were changed"`
	Same       int               `json:"same" doc:"conversations that were so already"`
	Refused    int               `json:"refused"`
	Undone     int               `json:"undone" doc:"conversations that were put back"`
	Kept       int               `json:"kept" doc:"conversations that an undoing left alone, because they were changed since"`
	Reasons    []Reason          `json:"reasons" nullable:"false" doc:"why conversations were refused or kept"`
	By         conversation.Ref  `json:"by"`
	CreatedAt  time.Time         `json:"created_at"`
	FinishedAt *time.Time        `json:"finished_at"`
	UndoUntil  *time.Time        `json:"undo_until" doc:"until then it can be undone; null when it cannot"`
	Can        Can               `json:"can"`
}

// AppliedMacro is a macro as it is done to many conversations.
type AppliedMacro struct {
	ID     fact.MacroID `json:"id"`
	Name   string       `json:"name"`
	Writes bool         `json:"writes" doc:"it writes replies or notes; an undoing puts the conversations back and takes back replies that have not left yet, the others and notes stay"`
}

// Reason is why some conversations were left as they are.
type Reason struct {
	Code     string    `json:"code" example:"conversation.already_resolved"`
	Count    int       `json:"count"`
	Examples []Example `json:"examples" nullable:"false" doc:"some of them"`
}

// Example is one of them.
type Example struct {
	ID     fact.ConversationID `json:"id"`
	Number int64               `json:"number" doc:"0 when it is gone"`
}

// Can is what the asking person may do with an action.
type Can struct {
	Cancel bool `json:"cancel"`
	Undo   bool `json:"undo"`
}

// Order is what a person asks for: some conversations by id, or all that a query
// covers, as they were at a cursor.
type Order struct {
	IDs   []fact.ConversationID
	Query *conversation.Query
	AsOf  int64
	Acts  conversation.Acts
	Macro fact.MacroID // instead of acts
}

const (
	atOnce   = 50      // so many are done before the request is answered
	mostIDs  = 1000    // named one by one
	most     = 100_000 // of one action
	chunk    = 100     // conversations of one transaction of the job
	undoable = time.Hour
	kept     = 7 * 24 * time.Hour // how long an action is remembered
	mostNews = 20_000             // facts since the cursor that are looked through
)
