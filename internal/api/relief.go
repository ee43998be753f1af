package api

import (
	"context"
	"net/http"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/route/queue"
	"anlan/internal/route/relief"
)

func (e *Edge) routeRelief() {
	const tag = "Routing"
	handle(e, route{id: "list-reliefs", method: http.MethodGet, path: "/v1/reliefs", summary: "What queues offer to whoever waits in the chat; with all queues that there are", tag: tag, needs: access.FloorView, clear: true}, e.listReliefs)
	handle(e, route{id: "change-relief", method: http.MethodPut, path: "/v1/queues/{id}/relief", summary: "Say what a queue offers to whoever waits in the chat, and from which expected wait on", tag: tag, needs: access.RoutingManage, clear: true}, e.changeRelief)
}

type reliefView struct {
	Queue    queue.Queue    `json:"queue"`
	Settings relief.Choices `json:"settings"`
	Version  int            `json:"version"`
}

func viewRelief(r relief.Relief) reliefView { return reliefView{r.Queue, r.Settings, r.Version} }

type reliefsView struct {
	Items  []reliefView  `json:"items" nullable:"false"`
	Queues []queue.Queue `json:"queues" nullable:"false" doc:"every queue that there is"`
	Can    changeCan     `json:"can"`
}

func (e *Edge) listReliefs(ctx context.Context, who access.Actor, _ *struct{}) (reliefsView, error) {
	out := reliefsView{Items: []reliefView{}, Can: changeCan{who.May(access.RoutingManage)}}
	list, err := e.Relief.List(ctx, who)
	if err != nil {
		return out, err
	}
	for _, r := range list {
		out.Items = append(out.Items, viewRelief(r))
	}
	queues, err := e.Overflow.Queues(ctx, who)
	out.Queues = all(queues)
	return out, err
}

type reliefEdit struct {
	ID   fact.QueueID `path:"id"`
	Body struct {
		Settings relief.Choices `json:"settings"`
		Version  int            `json:"version" doc:"the one that was edited; 0 where there is none"`
	}
}

func (e *Edge) changeRelief(ctx context.Context, who access.Actor, in *reliefEdit) (reliefView, error) {
	r, err := e.Relief.Change(ctx, who, in.ID, in.Body.Settings, in.Body.Version)
	return viewRelief(r), err
}
