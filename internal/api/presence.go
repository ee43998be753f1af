package api

import (
	"context"
	"net/http"

	"anlan/internal/people/access"
	"anlan/internal/people/presence"
)

func (e *Edge) routePresenceReasons() {
	const tag = "Staff"
	handle(e, route{id: "list-presence-reasons", method: http.MethodGet, path: "/v1/presence-reasons", summary: "Why people may be busy, away or after a call", tag: tag, needs: access.StaffView}, e.listReasons)
	handle(e, route{id: "add-presence-reason", method: http.MethodPost, path: "/v1/presence-reasons", summary: "Offer another reason", tag: tag, status: http.StatusCreated, repeats: true, needs: access.TeamManage}, e.addReason)
	handle(e, route{id: "change-presence-reason", method: http.MethodPatch, path: "/v1/presence-reasons/{id}", summary: "Rename a reason, move it, or stop offering it", tag: tag, needs: access.TeamManage}, e.changeReason)
}

type reasonView struct {
	ID      string         `json:"id"`
	State   presence.State `json:"state" enum:"busy,away,after_call"`
	NameZH  string         `json:"name_zh"`
	NameEN  string         `json:"name_en"`
	Place   int            `json:"place" doc:"in the list of its state, from 1"`
	Retired bool           `json:"retired" doc:"no longer offered; what was chosen keeps its name"`
	Version int            `json:"version"`
	Can     changeCan      `json:"can"`
}

func viewReason(who access.Actor, r presence.Reason) reasonView {
	return reasonView{r.ID, r.State, r.NameZH, r.NameEN, r.Place, r.Retired, r.Version, changeCan{who.May(access.TeamManage)}}
}

func (e *Edge) listReasons(ctx context.Context, who access.Actor, _ *struct{}) (All[reasonView], error) {
	reasons, err := e.Presence.Reasons(ctx, who)
	list := make([]reasonView, len(reasons))
	for i, r := range reasons {
		list[i] = viewReason(who, r)
	}
	return whole(list), err
}

type newReason struct {
	Body struct {
		State  presence.State `json:"state" enum:"busy,away,after_call"`
		NameZH string         `json:"name_zh,omitempty" doc:"one of the two names is enough"`
		NameEN string         `json:"name_en,omitempty"`
	}
}

func (e *Edge) addReason(ctx context.Context, who access.Actor, in *newReason) (reasonView, error) {
	r, err := e.Presence.AddReason(ctx, who, in.Body.State, in.Body.NameZH, in.Body.NameEN)
	return viewReason(who, r), err
}

type reasonEdit struct {
	ID   string `path:"id"`
	Body struct {
		NameZH  *string `json:"name_zh,omitempty"`
		NameEN  *string `json:"name_en,omitempty"`
		Place   *int    `json:"place,omitempty" minimum:"1"`
		Retired *bool   `json:"retired,omitempty"`
		Version int     `json:"version,omitempty"`
	}
}

func (e *Edge) changeReason(ctx context.Context, who access.Actor, in *reasonEdit) (reasonView, error) {
	b := in.Body
	r, err := e.Presence.ChangeReason(ctx, who, in.ID, presence.ReasonEdit{NameZH: b.NameZH, NameEN: b.NameEN, Place: b.Place, Retired: b.Retired, Version: b.Version})
	return viewReason(who, r), err
}
