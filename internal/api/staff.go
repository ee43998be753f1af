package api

import (
	"context"
	"net/http"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
)

func (e *Edge) routeStaff() {
	const tag = "Staff"
	handle(e, route{id: "list-staff", method: http.MethodGet, path: "/v1/staff", summary: "List people", tag: tag, needs: access.StaffView}, e.listStaff)
	handle(e, route{id: "add-staff", method: http.MethodPost, path: "/v1/staff", summary: "Add a person and get their invitation", tag: tag, status: http.StatusCreated, needs: access.StaffManage}, e.addStaff)
	handle(e, route{id: "get-staff", method: http.MethodGet, path: "/v1/staff/{id}", summary: "Show a person", tag: tag, needs: access.StaffView}, e.getStaff)
	handle(e, route{id: "change-staff", method: http.MethodPatch, path: "/v1/staff/{id}", summary: "Change a person", tag: tag, needs: access.StaffView}, e.changeStaff)
	handle(e, route{id: "invite-staff", method: http.MethodPost, path: "/v1/staff/{id}/invitation", summary: "Make a new invitation link", tag: tag, status: http.StatusCreated, needs: access.StaffManage}, e.inviteStaff)
}

type staffQuery struct {
	Paging
	State staff.State `query:"state" enum:",active,disabled"`
}

func (e *Edge) listStaff(ctx context.Context, who access.Actor, in *staffQuery) (Page[StaffView], error) {
	found, err := e.Office.List(ctx, who, staff.Query{State: in.State, After: fact.StaffID(in.After), Limit: in.Limit})
	if err != nil {
		return Page[StaffView]{}, err
	}
	list, err := e.viewStaff(ctx, who, found.Items...)
	return paged(list, string(found.Next)), err
}

type newcomer struct {
	Body struct {
		Email    string        `json:"email"`
		Name     string        `json:"name"`
		Role     access.Role   `json:"role" doc:"agent, lead, manager, admin, or the id of a role of your own"`
		Teams    []fact.TeamID `json:"teams,omitempty" nullable:"false"`
		Locale   string        `json:"locale,omitempty"`
		TimeZone string        `json:"time_zone,omitempty"`
	}
}

type invitedStaff struct {
	StaffView
	InvitationURL string `json:"invitation_url" doc:"works once; give it to the person"`
}

func (e *Edge) addStaff(ctx context.Context, who access.Actor, in *newcomer) (invitedStaff, error) {
	b := in.Body
	s, invitation, err := e.Office.Add(ctx, who, staff.Newcomer{Email: b.Email, Name: b.Name, Role: b.Role, Teams: b.Teams, Locale: b.Locale, TimeZone: b.TimeZone})
	view, err := e.viewOne(ctx, who, s, err)
	return invitedStaff{view, e.invitationURL(invitation)}, err
}

func (e *Edge) invitationURL(token string) string {
	return e.PublicURL + "/invitation?token=" + token
}

type StaffPath struct {
	ID fact.StaffID `path:"id"`
}

func (e *Edge) getStaff(ctx context.Context, who access.Actor, in *StaffPath) (StaffView, error) {
	s, err := e.Office.Get(ctx, who, in.ID)
	return e.viewOne(ctx, who, s, err)
}

type staffEdit struct {
	StaffPath
	Body struct {
		Name      *string           `json:"name,omitempty"`
		Role      *access.Role      `json:"role,omitempty" doc:"agent, lead, manager, admin, or the id of a role of your own"`
		State     *staff.State      `json:"state,omitempty" enum:"active,disabled"`
		Teams     *[]fact.TeamID    `json:"teams,omitempty" nullable:"false"`
		Skills    *[]hasView        `json:"skills,omitempty" nullable:"false" doc:"all that the person has, in place of what is there"`
		Languages *[]skill.Language `json:"languages,omitempty" nullable:"false"`
		Locale    *string           `json:"locale,omitempty"`
		TimeZone  *string           `json:"time_zone,omitempty"`
		Version   int               `json:"version,omitempty"`
	}
}

func (e *Edge) changeStaff(ctx context.Context, who access.Actor, in *staffEdit) (StaffView, error) {
	b := in.Body
	s, err := e.Office.Change(ctx, who, in.ID, staff.Change{
		Name: b.Name, Role: b.Role, State: b.State, Teams: b.Teams, Skills: skillsOf(b.Skills), Languages: b.Languages,
		Locale: b.Locale, TimeZone: b.TimeZone, Version: b.Version,
	})
	return e.viewOne(ctx, who, s, err)
}

type invitationLink struct {
	InvitationURL string `json:"invitation_url"`
}

func (e *Edge) inviteStaff(ctx context.Context, who access.Actor, in *StaffPath) (invitationLink, error) {
	token, err := e.Office.Invite(ctx, who, in.ID)
	return invitationLink{e.invitationURL(token)}, err
}
