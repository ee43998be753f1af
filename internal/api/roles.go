package api

import (
	"context"
	"net/http"

	"anlan/internal/people/access"
	"anlan/internal/people/role"
)

func (e *Edge) routeRoles() {
	const tag = "Staff"
	handle(e, route{id: "list-roles", method: http.MethodGet, path: "/v1/roles", summary: "Roles and what they may do", tag: tag, needs: access.StaffView}, e.listRoles)
	handle(e, route{id: "add-role", method: http.MethodPost, path: "/v1/roles", summary: "Make a role of your own", tag: tag, status: http.StatusCreated, repeats: true, needs: access.RoleManage}, e.addRole)
	handle(e, route{id: "change-role", method: http.MethodPatch, path: "/v1/roles/{id}", summary: "Rename a role of your own, or say anew what it may do", tag: tag, needs: access.RoleManage}, e.changeRole)
	handle(e, route{id: "remove-role", method: http.MethodDelete, path: "/v1/roles/{id}", summary: "Remove a role of your own that nobody has", tag: tag, status: http.StatusNoContent, needs: access.RoleManage}, e.removeRole)
}

type roleView struct {
	ID          access.Role         `json:"id"`
	Name        string              `json:"name" doc:"of a role of your own; empty for a built-in one"`
	About       string              `json:"about"`
	Permissions []access.Permission `json:"permissions" nullable:"false"`
	Own         bool                `json:"own" doc:"not built in"`
	Staff       int                 `json:"staff" doc:"how many people have it"`
	Version     int                 `json:"version"`
	Can         changeCan           `json:"can"`
}

func viewRole(who access.Actor, r role.Role) roleView {
	return roleView{r.ID, r.Name, r.About, r.Permissions.List(), r.Own, r.Staff, r.Version, changeCan{role.CanChange(who, r)}}
}

func (e *Edge) listRoles(ctx context.Context, who access.Actor, _ *struct{}) (All[roleView], error) {
	roles, err := e.Roles.List(ctx, who)
	list := make([]roleView, len(roles))
	for i, r := range roles {
		list[i] = viewRole(who, r)
	}
	return whole(list), err
}

type newRole struct {
	Body struct {
		Name        string              `json:"name"`
		About       string              `json:"about,omitempty" doc:"what it is for"`
		Permissions []access.Permission `json:"permissions" nullable:"false" doc:"no more than you have yourself"`
	}
}

func (e *Edge) addRole(ctx context.Context, who access.Actor, in *newRole) (roleView, error) {
	r, err := e.Roles.Add(ctx, who, role.New{Name: in.Body.Name, About: in.Body.About, Permissions: in.Body.Permissions})
	return viewRole(who, r), err
}

type RolePath struct {
	ID access.Role `path:"id"`
}

type roleEdit struct {
	RolePath
	Body struct {
		Name        *string              `json:"name,omitempty"`
		About       *string              `json:"about,omitempty"`
		Permissions *[]access.Permission `json:"permissions,omitempty" nullable:"false"`
		Version     int                  `json:"version,omitempty"`
	}
}

func (e *Edge) changeRole(ctx context.Context, who access.Actor, in *roleEdit) (roleView, error) {
	b := in.Body
	r, err := e.Roles.Change(ctx, who, in.ID, role.Change{Name: b.Name, About: b.About, Permissions: b.Permissions, Version: b.Version})
	return viewRole(who, r), err
}

func (e *Edge) removeRole(ctx context.Context, who access.Actor, in *RolePath) (nothing, error) {
	return nothing{}, e.Roles.Remove(ctx, who, in.ID)
}
