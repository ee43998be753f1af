package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/view"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeViews() {
	const tag = "Views"
	handle(e, route{id: "list-views", method: http.MethodGet, path: "/v1/views", summary: "Views with their counts, built in and saved", tag: tag, needs: access.ConversationView}, e.views)
	handle(e, route{id: "save-view", method: http.MethodPost, path: "/v1/views", summary: "Save a filter as a view", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ConversationView}, e.saveView)
	handle(e, route{id: "arrange-views", method: http.MethodPut, path: "/v1/views/order", summary: "Keep the order of your views", tag: tag, status: http.StatusNoContent, needs: access.ConversationView}, e.arrangeViews)
	handle(e, route{id: "get-view", method: http.MethodGet, path: "/v1/views/{id}", summary: "Show a saved view", tag: tag, needs: access.ConversationView}, e.getView)
	handle(e, route{id: "change-view", method: http.MethodPatch, path: "/v1/views/{id}", summary: "Change, share or take back a saved view", tag: tag, needs: access.ConversationView}, e.changeView)
	handle(e, route{id: "remove-view", method: http.MethodDelete, path: "/v1/views/{id}", summary: "Remove a saved view", tag: tag, status: http.StatusNoContent, needs: access.ConversationView}, e.removeView)
}

type viewList struct {
	All[view.View]
	Cursor int64 `json:"cursor"`
}

func (e *Edge) views(ctx context.Context, who access.Actor, _ *struct{}) (viewList, error) {
	cursor, err := e.DB.Cursor(ctx)
	if err != nil {
		return viewList{}, err
	}
	views, err := e.Views.List(ctx, who)
	return viewList{whole(views), cursor}, err
}

type ViewPath struct {
	ID fact.ViewID `path:"id"`
}

func (e *Edge) getView(ctx context.Context, who access.Actor, in *ViewPath) (view.View, error) {
	return e.Views.Get(ctx, who, in.ID)
}

type newView struct {
	Body struct {
		Name     string              `json:"name"`
		Filter   conversation.Filter `json:"filter"`
		Color    string              `json:"color,omitempty" enum:",grey,teal,blue,green,amber,red,purple"`
		Icon     string              `json:"icon,omitempty" doc:"one character"`
		Audience view.Audience       `json:"audience,omitempty" enum:"me,team,everybody" default:"me" doc:"team and everybody need the permission view.share"`
		Team     fact.TeamID         `json:"team,omitempty" doc:"the team that it is shared with"`
	}
}

func (e *Edge) saveView(ctx context.Context, who access.Actor, in *newView) (view.View, error) {
	b := &in.Body
	return e.Views.Save(ctx, who, view.Edit{Name: &b.Name, Filter: &b.Filter, Color: &b.Color, Icon: &b.Icon, Audience: &b.Audience, Team: &b.Team})
}

type viewEdit struct {
	ViewPath
	Body struct {
		Name     *string              `json:"name,omitempty"`
		Filter   *conversation.Filter `json:"filter,omitempty"`
		Color    *string              `json:"color,omitempty" enum:",grey,teal,blue,green,amber,red,purple"`
		Icon     *string              `json:"icon,omitempty"`
		Audience *view.Audience       `json:"audience,omitempty" enum:"me,team,everybody"`
		Team     *fact.TeamID         `json:"team,omitempty"`
		Version  int                  `json:"version,omitempty" doc:"the version that was edited; another one is a conflict"`
	}
}

func (e *Edge) changeView(ctx context.Context, who access.Actor, in *viewEdit) (view.View, error) {
	b := in.Body
	return e.Views.Change(ctx, who, in.ID, view.Edit{Name: b.Name, Filter: b.Filter, Color: b.Color, Icon: b.Icon, Audience: b.Audience, Team: b.Team, Version: b.Version})
}

func (e *Edge) removeView(ctx context.Context, who access.Actor, in *ViewPath) (nothing, error) {
	return nothing{}, e.Views.Remove(ctx, who, in.ID)
}

type viewOrder struct {
	Body struct {
		Keys []string `json:"keys" nullable:"false" doc:"keys of views; those not named come behind"`
	}
}

func (e *Edge) arrangeViews(ctx context.Context, who access.Actor, in *viewOrder) (nothing, error) {
	return nothing{}, e.Views.Arrange(ctx, who, in.Body.Keys)
}
