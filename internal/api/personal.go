package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/route/personal"
)

func (e *Edge) routePersonal() {
	handle(e, route{id: "get-contact-personal-agent", method: http.MethodGet, path: "/v1/contacts/{id}/personal-agent", summary: "The own person of a contact, by itself or by its organisation", tag: "Contacts", needs: access.ContactView}, e.contactAgent)
	handle(e, route{id: "set-contact-personal-agent", method: http.MethodPut, path: "/v1/contacts/{id}/personal-agent", summary: "Give a contact an own person, who is asked first whenever they write, and somebody who stands in", tag: "Contacts", needs: access.TeamManage}, e.setContactAgent)
	handle(e, route{id: "get-organisation-personal-agent", method: http.MethodGet, path: "/v1/organisations/{id}/personal-agent", summary: "The own person of an organisation", tag: "Organisations", needs: access.ContactView}, e.organisationAgent)
	handle(e, route{id: "set-organisation-personal-agent", method: http.MethodPut, path: "/v1/organisations/{id}/personal-agent", summary: "Give an organisation an own person, for all of its contacts who have none", tag: "Organisations", needs: access.TeamManage}, e.setOrganisationAgent)
}

type agentView struct {
	Staff        *conversation.Ref `json:"staff" doc:"null: nobody"`
	StandIn      *conversation.Ref `json:"stand_in" doc:"who takes it when they are away, or full for too long; null: nobody"`
	Organisation *ref              `json:"organisation" doc:"by which a contact has them; null where it has them by itself"`
	Version      int               `json:"version" doc:"0 where there is none of its own"`
	Can          changeCan         `json:"can"`
}

func viewAgent(who access.Actor, a personal.Agent) agentView {
	v := agentView{Version: a.Version, Can: changeCan{personal.CanSet(who)}}
	if a.Staff.ID != "" {
		v.Staff = &conversation.Ref{ID: string(a.Staff.ID), Name: a.Staff.Name}
	}
	if a.StandIn.ID != "" {
		v.StandIn = &conversation.Ref{ID: string(a.StandIn.ID), Name: a.StandIn.Name}
	}
	if a.From != "" {
		v.Organisation = &ref{ID: string(a.From), Name: a.FromName}
	}
	return v
}

type agentChoice struct {
	Staff   fact.StaffID `json:"staff" doc:"empty: nobody"`
	StandIn fact.StaffID `json:"stand_in,omitempty"`
	Version int          `json:"version" doc:"the version that was edited; another one is a conflict"`
}

func (c agentChoice) choice() personal.Choice {
	return personal.Choice{Staff: c.Staff, StandIn: c.StandIn, Version: c.Version}
}

func (e *Edge) contactAgent(ctx context.Context, who access.Actor, in *ContactPath) (agentView, error) {
	a, err := e.Personal.Get(ctx, who, personal.Of{Contact: in.ID})
	return viewAgent(who, a), err
}

type contactAgentEdit struct {
	ContactPath
	Body agentChoice
}

func (e *Edge) setContactAgent(ctx context.Context, who access.Actor, in *contactAgentEdit) (agentView, error) {
	a, err := e.Personal.Set(ctx, who, personal.Of{Contact: in.ID}, in.Body.choice())
	return viewAgent(who, a), err
}

func (e *Edge) organisationAgent(ctx context.Context, who access.Actor, in *OrganisationPath) (agentView, error) {
	a, err := e.Personal.Get(ctx, who, personal.Of{Organisation: in.ID})
	return viewAgent(who, a), err
}

type organisationAgentEdit struct {
	OrganisationPath
	Body agentChoice
}

func (e *Edge) setOrganisationAgent(ctx context.Context, who access.Actor, in *organisationAgentEdit) (agentView, error) {
	a, err := e.Personal.Set(ctx, who, personal.Of{Organisation: in.ID}, in.Body.choice())
	return viewAgent(who, a), err
}
