package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// factView is a fact as readers get it.
type factView struct {
	Cursor         int64           `json:"cursor" doc:"its place in the order of everything; strictly increasing"`
	Name           string          `json:"name" example:"message.arrived"`
	At             time.Time       `json:"at"`
	ConversationID string          `json:"conversation_id"`
	ContactID      string          `json:"contact_id"`
	By             string          `json:"by" doc:"the member of staff who did it, or nobody"`
	Data           json.RawMessage `json:"data" doc:"the ids and values of this kind of fact"`
}

func viewFact(f db.Recorded) factView {
	return factView{Cursor: f.Cursor, Name: f.Name, At: f.At, ConversationID: f.Conversation, ContactID: f.Contact, By: f.By, Data: f.Data}
}

func viewFacts(facts []db.Recorded) []factView {
	list := make([]factView, len(facts))
	for i, f := range facts {
		list[i] = viewFact(f)
	}
	return list
}

func (e *Edge) routeFacts() {
	handle(e, route{id: "list-facts", method: http.MethodGet, path: "/v1/facts", summary: "The feed: everything that happened, in order", tag: "Facts", needs: access.FactsRead}, e.listFacts)
}

type factQuery struct {
	After int64 `query:"after" minimum:"0" doc:"the cursor of the last fact that was read; 0 from the beginning"`
	Limit int   `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

// listFacts never leaves a gap that fills later: a reader who goes on from next
// has missed nothing. One that waited until facts were dropped is told so.
func (e *Edge) listFacts(ctx context.Context, who access.Actor, in *factQuery) (Page[factView], error) {
	horizon, err := e.DB.Horizon(ctx)
	if err != nil {
		return Page[factView]{}, err
	}
	if in.After > 0 && in.After < horizon {
		return Page[factView]{}, fault.New(fault.Gone, "facts.expired", "from", horizon)
	}
	facts, err := e.DB.FactsAfter(ctx, in.After, in.Limit, db.Filter{})
	next := in.After
	if len(facts) > 0 {
		next = facts[len(facts)-1].Cursor
	}
	return paged(viewFacts(facts), strconv.FormatInt(next, 10)), err
}

type timelineQuery struct {
	ConversationPath
	Limit int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
	After int64 `query:"after" minimum:"0" doc:"next of the page before"`
}

func (e *Edge) timeline(ctx context.Context, who access.Actor, in *timelineQuery) (Page[factView], error) {
	if _, err := e.Inbox.Get(ctx, who, in.ID); err != nil {
		return Page[factView]{}, err
	}
	facts, err := e.DB.FactsAfter(ctx, in.After, in.Limit, db.Filter{Conversation: string(in.ID), Newest: true})
	next := ""
	if len(facts) == in.Limit {
		next = strconv.FormatInt(facts[len(facts)-1].Cursor, 10)
	}
	return paged(viewFacts(facts), next), err
}
