package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/route/wait"
)

func (e *Edge) routeWaits() {
	const tag = "Routing"
	handle(e, route{id: "get-conversation-wait", method: http.MethodGet, path: "/v1/conversations/{id}/wait", summary: "How long a conversation will wait until somebody takes it", tag: tag, needs: access.ConversationView}, e.conversationWait)
	handle(e, route{id: "report-waits", method: http.MethodGet, path: "/v1/waits", summary: "How good the expectations were of waits that are over, beside simpler methods", tag: tag, needs: access.FloorView}, e.reportWaits)
}

type waitView struct {
	Waits       bool        `json:"waits" doc:"false while it does not wait for a person"`
	Ahead       int         `json:"ahead" doc:"how many of its queue are taken before it"`
	Method      wait.Method `json:"method" enum:",qlm,first,none" doc:"qlm: from the line and its pace; first: from how long the first in line has waited; none: nothing is known yet"`
	HalfSeconds float64     `json:"half_seconds" doc:"half of those so placed wait no longer"`
	MostSeconds float64     `json:"most_seconds" doc:"four of five do not"`
}

func (e *Edge) conversationWait(ctx context.Context, who access.Actor, in *ConversationPath) (waitView, error) {
	if _, err := e.Inbox.Get(ctx, who, in.ID); err != nil {
		return waitView{}, err
	}
	x, waits, err := e.Waits.Of(ctx, who, in.ID)
	if err != nil || !waits {
		return waitView{}, err
	}
	return waitView{true, x.Ahead, x.Method, x.Half.Seconds(), x.Most.Seconds()}, nil
}

type waitsQuery struct {
	Queue fact.QueueID `query:"queue" doc:"of this queue; of all where nothing is said"`
	Days  int          `query:"days" minimum:"1" maximum:"90" default:"7" doc:"of how many days until now"`
}

func (e *Edge) reportWaits(ctx context.Context, who access.Actor, in *waitsQuery) (wait.Report, error) {
	return e.Waits.Report(ctx, who, in.Queue, e.DB.Now().Add(-time.Duration(in.Days)*24*time.Hour))
}
