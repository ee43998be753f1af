package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeStatuses() {
	const tag = "Statuses"
	handle(e, route{id: "list-statuses", method: http.MethodGet, path: "/v1/statuses", summary: "Own statuses, each a finer word for a state", tag: tag, needs: access.ConversationView}, e.listStatuses)
	handle(e, route{id: "add-status", method: http.MethodPost, path: "/v1/statuses", summary: "Define an own status", tag: tag, status: http.StatusCreated, repeats: true, needs: access.FieldManage}, e.addStatus)
	handle(e, route{id: "change-status", method: http.MethodPatch, path: "/v1/statuses/{id}", summary: "Rename, recolour, move or retire it", tag: tag, needs: access.FieldManage}, e.changeStatus)
	handle(e, route{id: "remove-status", method: http.MethodDelete, path: "/v1/statuses/{id}", summary: "Remove a status that no conversation carries", tag: tag, status: http.StatusNoContent, needs: access.FieldManage}, e.removeStatus)
}

func (e *Edge) listStatuses(ctx context.Context, who access.Actor, _ *struct{}) (All[conversation.Status], error) {
	list, err := e.Inbox.Statuses(ctx, who)
	return whole(list), err
}

type StatusPath struct {
	ID fact.StatusID `path:"id"`
}

type newStatus struct {
	Body struct {
		NameZH   string             `json:"name_zh,omitempty" doc:"one of the two names is enough"`
		NameEN   string             `json:"name_en,omitempty"`
		State    conversation.State `json:"state" enum:"open,waiting,snoozed,resolved"`
		Color    string             `json:"color,omitempty" enum:"grey,teal,blue,green,amber,red,purple" default:"grey"`
		Position *int               `json:"position,omitempty"`
	}
}

func (e *Edge) addStatus(ctx context.Context, who access.Actor, in *newStatus) (conversation.Status, error) {
	b := &in.Body
	return e.Inbox.AddStatus(ctx, who, conversation.StatusEdit{NameZH: &b.NameZH, NameEN: &b.NameEN, State: &b.State, Color: &b.Color, Position: b.Position})
}

type statusEdit struct {
	StatusPath
	Body struct {
		NameZH   *string             `json:"name_zh,omitempty"`
		NameEN   *string             `json:"name_en,omitempty"`
		State    *conversation.State `json:"state,omitempty" enum:"open,waiting,snoozed,resolved" doc:"only while no conversation carries the status"`
		Color    *string             `json:"color,omitempty" enum:"grey,teal,blue,green,amber,red,purple"`
		Position *int                `json:"position,omitempty"`
		Active   *bool               `json:"active,omitempty"`
		Version  int                 `json:"version,omitempty"`
	}
}

func (e *Edge) changeStatus(ctx context.Context, who access.Actor, in *statusEdit) (conversation.Status, error) {
	b := in.Body
	return e.Inbox.ChangeStatus(ctx, who, in.ID, conversation.StatusEdit{
		NameZH: b.NameZH, NameEN: b.NameEN, State: b.State, Color: b.Color, Position: b.Position, Active: b.Active, Version: b.Version,
	})
}

func (e *Edge) removeStatus(ctx context.Context, who access.Actor, in *StatusPath) (nothing, error) {
	return nothing{}, e.Inbox.RemoveStatus(ctx, who, in.ID)
}
