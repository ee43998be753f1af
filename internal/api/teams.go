package api

import (
	"context"
	"net/http"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/team"
)

func (e *Edge) routeTeams() {
	const tag = "Teams"
	handle(e, route{id: "list-teams", method: http.MethodGet, path: "/v1/teams", summary: "List teams", tag: tag, needs: access.StaffView}, e.listTeams)
	handle(e, route{id: "add-team", method: http.MethodPost, path: "/v1/teams", summary: "Make a team", tag: tag, status: http.StatusCreated, needs: access.TeamManage}, e.addTeam)
	handle(e, route{id: "get-team", method: http.MethodGet, path: "/v1/teams/{id}", summary: "Show a team", tag: tag, needs: access.StaffView}, e.getTeam)
	handle(e, route{id: "change-team", method: http.MethodPatch, path: "/v1/teams/{id}", summary: "Rename it, change its members, what becomes of the work of the absent or whether a reply takes", tag: tag, needs: access.TeamManage}, e.changeTeam)
	handle(e, route{id: "remove-team", method: http.MethodDelete, path: "/v1/teams/{id}", summary: "Remove a team; its conversations stay", tag: tag, status: http.StatusNoContent, needs: access.TeamManage}, e.removeTeam)
}

func (e *Edge) listTeams(ctx context.Context, who access.Actor, _ *struct{}) (All[teamView], error) {
	teams, err := e.Teams.List(ctx, who)
	list := make([]teamView, len(teams))
	for i, t := range teams {
		list[i] = viewTeam(who, t)
	}
	return whole(list), err
}

type newTeam struct {
	Body struct {
		Name    string         `json:"name"`
		Members []fact.StaffID `json:"members,omitempty" nullable:"false"`
		Absence team.Absence   `json:"absence,omitzero"`
		Takes   *bool          `json:"reply_takes,omitempty" doc:"as usual, true"`
	}
}

func (e *Edge) addTeam(ctx context.Context, who access.Actor, in *newTeam) (teamView, error) {
	t, err := e.Teams.Add(ctx, who, team.Founding{Name: in.Body.Name, Members: in.Body.Members, Absence: in.Body.Absence, ReplyTakes: in.Body.Takes})
	return viewTeam(who, t), err
}

type TeamPath struct {
	ID fact.TeamID `path:"id"`
}

func (e *Edge) getTeam(ctx context.Context, who access.Actor, in *TeamPath) (teamView, error) {
	t, err := e.Teams.Get(ctx, who, in.ID)
	return viewTeam(who, t), err
}

type teamEdit struct {
	TeamPath
	Body struct {
		Name    *string         `json:"name,omitempty"`
		Members *[]fact.StaffID `json:"members,omitempty" nullable:"false"`
		Absence *team.Absence   `json:"absence,omitempty"`
		Takes   *bool           `json:"reply_takes,omitempty"`
		Version int             `json:"version,omitempty"`
	}
}

func (e *Edge) changeTeam(ctx context.Context, who access.Actor, in *teamEdit) (teamView, error) {
	t, err := e.Teams.Change(ctx, who, in.ID, team.Change{
		Name: in.Body.Name, Members: in.Body.Members, Absence: in.Body.Absence, ReplyTakes: in.Body.Takes, Version: in.Body.Version,
	})
	return viewTeam(who, t), err
}

func (e *Edge) removeTeam(ctx context.Context, who access.Actor, in *TeamPath) (nothing, error) {
	return nothing{}, e.Teams.Remove(ctx, who, in.ID)
}
