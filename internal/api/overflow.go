package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/route/overflow"
	"anlan/internal/route/queue"
)

func (e *Edge) routeOverflow() {
	const tag = "Routing"
	handle(e, route{id: "list-overflows", method: http.MethodGet, path: "/v1/overflows", summary: "Queues that may overflow, and whether they do; with all queues that there are", tag: tag, needs: access.FloorView, clear: true}, e.listOverflows)
	handle(e, route{id: "change-overflow", method: http.MethodPut, path: "/v1/queues/{id}/overflow", summary: "Say when a queue overflows, and what happens then", tag: tag, needs: access.RoutingManage, clear: true}, e.changeOverflow)
	handle(e, route{id: "override-overflow", method: http.MethodPost, path: "/v1/queues/{id}/overflow/override", summary: "Turn the overflow of a queue on or off for a while, or let its rule decide again", tag: tag, needs: access.FloorView, clear: true}, e.overrideOverflow)
	handle(e, route{id: "list-overflow-switches", method: http.MethodGet, path: "/v1/queues/{id}/overflow/switches", summary: "When the overflow of a queue was switched, and why; the newest hundred", tag: tag, needs: access.FloorView, clear: true}, e.listSwitches)
}

type overflowView struct {
	Queue         queue.Queue         `json:"queue"`
	Rule          overflow.Thresholds `json:"rule"`
	Version       int                 `json:"version"`
	On            bool                `json:"on" doc:"it overflows now"`
	Since         *time.Time          `json:"since" doc:"it is so; null = it never has overflowed"`
	Because       string              `json:"because" enum:",over,under,manual,rule_off" doc:"over: an upper threshold was reached; under: all lower ones were; manual: a person; rule_off: the rule was turned off"`
	Figures       overflow.Figures    `json:"figures" doc:"when it was switched"`
	Override      string              `json:"override" enum:",on,off" doc:"what a person wants for a while; empty = the rule decides"`
	OverrideUntil *time.Time          `json:"override_until"`
	OverrideBy    fact.StaffID        `json:"override_by"`
}

func viewOverflow(o overflow.Overflow) overflowView {
	v := overflowView{o.Queue, o.Rule, o.Version, o.On, since(o.Since), o.Because, o.Figures, o.Override, since(o.Until), ""}
	if o.Override != "" {
		v.OverrideBy = o.By
	}
	return v
}

type overflowsView struct {
	Items  []overflowView `json:"items" nullable:"false"`
	Queues []queue.Queue  `json:"queues" nullable:"false" doc:"every queue that there is"`
	Can    changeCan      `json:"can"`
}

func (e *Edge) listOverflows(ctx context.Context, who access.Actor, _ *struct{}) (overflowsView, error) {
	out := overflowsView{Items: []overflowView{}, Can: changeCan{who.May(access.RoutingManage)}}
	list, err := e.Overflow.List(ctx, who)
	if err != nil {
		return out, err
	}
	for _, o := range list {
		out.Items = append(out.Items, viewOverflow(o))
	}
	queues, err := e.Overflow.Queues(ctx, who)
	out.Queues = all(queues)
	return out, err
}

type overflowEdit struct {
	ID   fact.QueueID `path:"id"`
	Body struct {
		Rule    overflow.Thresholds `json:"rule"`
		Version int                 `json:"version" doc:"the one that was edited; 0 where there is none"`
	}
}

func (e *Edge) changeOverflow(ctx context.Context, who access.Actor, in *overflowEdit) (overflowView, error) {
	o, err := e.Overflow.Change(ctx, who, in.ID, in.Body.Rule, in.Body.Version)
	return viewOverflow(o), err
}

type overflowWish struct {
	ID   fact.QueueID `path:"id"`
	Body struct {
		State   string `json:"state" enum:",on,off" doc:"empty = the rule decides again"`
		Minutes int    `json:"minutes,omitempty" minimum:"0" maximum:"1440" doc:"how long it stays so"`
	}
}

func (e *Edge) overrideOverflow(ctx context.Context, who access.Actor, in *overflowWish) (overflowView, error) {
	o, err := e.Overflow.Override(ctx, who, in.ID, in.Body.State, time.Duration(in.Body.Minutes)*time.Minute)
	return viewOverflow(o), err
}

type switchesQuery struct {
	ID fact.QueueID `path:"id"`
}

func (e *Edge) listSwitches(ctx context.Context, who access.Actor, in *switchesQuery) (All[overflow.Switch], error) {
	list, err := e.Overflow.Log(ctx, who, in.ID, 100)
	return whole(list), err
}
