package api

import (
	"context"
	"net/http"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/tour"
)

func (e *Edge) routeTour() {
	const tag = "Account"
	handle(e, route{id: "get-my-tour", method: http.MethodGet, path: "/v1/me/tour", summary: "How far I have come in the first steps", tag: tag, needs: access.ChannelManage}, e.getTour)
	handle(e, route{id: "choose-my-tour", method: http.MethodPut, path: "/v1/me/tour", summary: "Begin the first steps, put them away, or end them", tag: tag, needs: access.ChannelManage}, e.chooseTour)
}

// tourView is how far somebody has come in the first steps.
type tourView struct {
	State        tour.State          `json:"state" enum:"fresh,running,put_away,finished"`
	Offered      bool                `json:"offered" doc:"it is to be shown"`
	Steps        []tourStep          `json:"steps" nullable:"false" doc:"in their order; ticked by what has happened, whoever did it"`
	Channel      *tourChannel        `json:"channel" doc:"the one to try; null = there is none"`
	Conversation fact.ConversationID `json:"conversation" doc:"the one that has come furthest; empty while nobody has written"`
}

type tourStep struct {
	Name tour.Step `json:"name" enum:"channel,arrived,seen,answered,resolved"`
	Done bool      `json:"done"`
}

type tourChannel struct {
	ID   fact.ChannelID `json:"id"`
	Key  string         `json:"key"`
	Kind string         `json:"kind" enum:"webchat,email,api,form"`
	Name string         `json:"name"`
}

func viewTour(t tour.Tour) tourView {
	v := tourView{State: t.State, Offered: t.Offered, Conversation: t.Conversation}
	for i, step := range tour.Steps {
		v.Steps = append(v.Steps, tourStep{step, i < len(t.Done)})
	}
	if c := t.Channel; c != nil {
		v.Channel = &tourChannel{c.ID, c.Key, c.Kind, c.Name}
	}
	return v
}

func (e *Edge) getTour(ctx context.Context, who access.Actor, _ *struct{}) (tourView, error) {
	t, err := e.Tour.Show(ctx, who)
	return viewTour(t), err
}

type tourChoice struct {
	Body struct {
		State tour.State `json:"state" enum:"running,put_away,finished"`
	}
}

func (e *Edge) chooseTour(ctx context.Context, who access.Actor, in *tourChoice) (tourView, error) {
	t, err := e.Tour.Choose(ctx, who, in.Body.State)
	return viewTour(t), err
}
