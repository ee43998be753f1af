package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/organisation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeOrganisations() {
	const tag = "Organisations"
	handle(e, route{id: "list-organisations", method: http.MethodGet, path: "/v1/organisations", summary: "List organisations by name", tag: tag, needs: access.ContactView}, e.listOrganisations)
	handle(e, route{id: "add-organisation", method: http.MethodPost, path: "/v1/organisations", summary: "Enter an organisation", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ContactChange}, e.addOrganisation)
	handle(e, route{id: "get-organisation", method: http.MethodGet, path: "/v1/organisations/{id}", summary: "Show an organisation", tag: tag, needs: access.ContactView}, e.getOrganisation)
	handle(e, route{id: "change-organisation", method: http.MethodPatch, path: "/v1/organisations/{id}", summary: "Change an organisation", tag: tag, needs: access.ContactChange}, e.changeOrganisation)
	handle(e, route{id: "delete-organisation", method: http.MethodDelete, path: "/v1/organisations/{id}", summary: "Delete an organisation; its contacts stay", tag: tag, status: http.StatusNoContent, needs: access.ContactDelete}, e.deleteOrganisation)
	handle(e, route{id: "list-organisation-members", method: http.MethodGet, path: "/v1/organisations/{id}/members", summary: "The contacts of an organisation, those entered last first", tag: tag, needs: access.ContactView}, e.listMembers)
	handle(e, route{id: "add-organisation-members", method: http.MethodPost, path: "/v1/organisations/{id}/members", summary: "Let contacts belong to an organisation, all or none of them", tag: tag, needs: access.ContactChange}, e.addMembers)
	handle(e, route{id: "organisation-proposals", method: http.MethodGet, path: "/v1/organisations/{id}/proposals", summary: "Contacts with an address of its domains that belong nowhere", tag: tag, needs: access.ContactView}, e.listProposals)
	handle(e, route{id: "dismiss-organisation-proposal", method: http.MethodDelete, path: "/v1/organisations/{id}/proposals/{contact}", summary: "Say that a contact is not of this organisation", tag: tag, status: http.StatusNoContent, needs: access.ContactChange}, e.dismissProposal)
	handle(e, route{id: "organisation-conversations", method: http.MethodGet, path: "/v1/organisations/{id}/conversations", summary: "The conversations of its contacts, over all channels", tag: tag, needs: access.ConversationView}, e.organisationConversations)
	handle(e, route{id: "contact-organisations", method: http.MethodGet, path: "/v1/contacts/{id}/organisations", summary: "Organisations that a contact may belong to, by their addresses", tag: "Contacts", needs: access.ContactView}, e.contactOrganisations)
}

type organisationQuery struct {
	Paging
	Q string `query:"q" maxLength:"200" doc:"words of a name, a domain or a field; those entered last then come first"`
}

func (e *Edge) listOrganisations(ctx context.Context, who access.Actor, in *organisationQuery) (Page[organisation.Organisation], error) {
	if in.Q != "" {
		return e.findOrganisations(ctx, who, in)
	}
	_, after, err := placed(in.After)
	if err != nil {
		return Page[organisation.Organisation]{}, err
	}
	list, next, err := e.Organisations.List(ctx, who, after, in.Limit)
	return paged(list, place(0, next)), err
}

// findOrganisations leaves those in which the numbers of the words stand as the reader
// sees them.
func (e *Edge) findOrganisations(ctx context.Context, who access.Actor, in *organisationQuery) (Page[organisation.Organisation], error) {
	list, next, err := e.Organisations.Find(ctx, who, in.Q, in.After, in.Limit)
	if err != nil {
		return Page[organisation.Organisation]{}, err
	}
	for _, word := range strings.Fields(in.Q) {
		if !strings.ContainsAny(word, "0123456789") {
			continue
		}
		finds, err := e.finds(ctx, who, word)
		if err != nil {
			return Page[organisation.Organisation]{}, err
		}
		list = slices.DeleteFunc(list, func(o organisation.Organisation) bool {
			texts := append([]string{o.Name, o.Notes}, o.Domains...)
			for _, value := range o.Fields {
				texts = append(texts, fmt.Sprint(value))
			}
			return !finds(texts...)
		})
	}
	if len(list) == 0 {
		next = ""
	}
	return paged(list, next), nil
}

type organisationAddition struct {
	Body struct {
		Name          string             `json:"name" maxLength:"1000"`
		Domains       []string           `json:"domains,omitempty" nullable:"false" doc:"of its addresses; public mail domains are refused" example:"lanxue.example"`
		JoinsByDomain bool               `json:"joins_by_domain,omitempty"`
		Tier          *organisation.Tier `json:"tier,omitempty" enum:"standard,vip"`
		Notes         string             `json:"notes,omitempty"`
		Fields        field.Values       `json:"fields,omitempty" doc:"values of the house's own fields, by key"`
	}
}

func (e *Edge) addOrganisation(ctx context.Context, who access.Actor, in *organisationAddition) (organisation.Organisation, error) {
	b := in.Body
	return e.Organisations.Add(ctx, who, organisation.Edit{Name: &b.Name, Domains: &b.Domains, JoinsByDomain: &b.JoinsByDomain, Tier: b.Tier, Notes: &b.Notes, Fields: b.Fields})
}

type OrganisationPath struct {
	ID fact.OrganisationID `path:"id"`
}

func (e *Edge) getOrganisation(ctx context.Context, who access.Actor, in *OrganisationPath) (organisation.Organisation, error) {
	return e.Organisations.Get(ctx, who, in.ID)
}

type organisationEdit struct {
	OrganisationPath
	Body struct {
		Name          *string            `json:"name,omitempty" maxLength:"1000"`
		Domains       *[]string          `json:"domains,omitempty" doc:"all of them; public mail domains are refused"`
		JoinsByDomain *bool              `json:"joins_by_domain,omitempty"`
		Tier          *organisation.Tier `json:"tier,omitempty" enum:"standard,vip"`
		Notes         *string            `json:"notes,omitempty"`
		Fields        field.Values       `json:"fields,omitempty" doc:"values of the house's own fields, by key; null clears one"`
		Version       int                `json:"version,omitempty"`
	}
}

func (e *Edge) changeOrganisation(ctx context.Context, who access.Actor, in *organisationEdit) (organisation.Organisation, error) {
	b := in.Body
	return e.Organisations.Change(ctx, who, in.ID, organisation.Edit{
		Name: b.Name, Domains: b.Domains, JoinsByDomain: b.JoinsByDomain, Tier: b.Tier, Notes: b.Notes, Fields: b.Fields, Version: b.Version,
	})
}

func (e *Edge) deleteOrganisation(ctx context.Context, who access.Actor, in *OrganisationPath) (nothing, error) {
	return nothing{}, e.Organisations.Delete(ctx, who, in.ID)
}

type organisationPage struct {
	OrganisationPath
	Paging
}

func (e *Edge) listMembers(ctx context.Context, who access.Actor, in *organisationPage) (page Page[contact.Contact], err error) {
	if _, err := e.Organisations.Get(ctx, who, in.ID); err != nil {
		return page, err
	}
	return e.browse(ctx, who, contact.Look{Organisation: in.ID, Limit: in.Limit}, in.After)
}

func (e *Edge) browse(ctx context.Context, who access.Actor, l contact.Look, after string) (page Page[contact.Contact], err error) {
	at, id, err := placed(after)
	if err != nil {
		return page, err
	}
	id, name, _ := strings.Cut(id, " ")
	l.After = contact.Place{SeenAt: at, Name: name, ID: fact.ContactID(id)}
	list, next, err := e.Contacts.Browse(ctx, who, l)
	if next.ID == "" {
		return paged(list, ""), err
	}
	return paged(list, place(next.SeenAt, string(next.ID)+" "+next.Name)), err
}

type newMembers struct {
	OrganisationPath
	Body struct {
		Contacts []fact.ContactID `json:"contacts" nullable:"false" minItems:"1" maxItems:"200"`
	}
}

func (e *Edge) addMembers(ctx context.Context, who access.Actor, in *newMembers) (organisation.Organisation, error) {
	if _, err := e.Organisations.Get(ctx, who, in.ID); err != nil {
		return organisation.Organisation{}, err
	}
	if err := e.Contacts.Join(ctx, who, in.ID, in.Body.Contacts...); err != nil {
		return organisation.Organisation{}, err
	}
	return e.Organisations.Get(ctx, who, in.ID)
}

func (e *Edge) listProposals(ctx context.Context, who access.Actor, in *organisationPage) (page Page[contact.Contact], err error) {
	_, after, err := placed(in.After)
	if err != nil {
		return page, err
	}
	if _, err := e.Organisations.Get(ctx, who, in.ID); err != nil {
		return page, err
	}
	ids, next, err := e.Organisations.Proposed(ctx, who, in.ID, fact.ContactID(after), in.Limit)
	if err != nil {
		return page, err
	}
	by, err := e.contactsByID(ctx, who, ids)
	list := []contact.Contact{}
	for _, id := range ids {
		if c, there := by[id]; there {
			list = append(list, c)
		}
	}
	return paged(list, place(0, next)), err
}

type proposalPath struct {
	OrganisationPath
	Contact fact.ContactID `path:"contact"`
}

func (e *Edge) dismissProposal(ctx context.Context, who access.Actor, in *proposalPath) (nothing, error) {
	return nothing{}, e.Organisations.SetApart(ctx, who, in.ID, in.Contact)
}

func (e *Edge) organisationConversations(ctx context.Context, who access.Actor, in *organisationPage) (page Page[conversation.Conversation], err error) {
	if _, err := e.Organisations.Get(ctx, who, in.ID); err != nil {
		return page, err
	}
	q := conversation.Filter{Organisations: []fact.OrganisationID{in.ID}}.Query(who, e.DB.Now())
	if q.After, err = conversationPlaced(in.After); err != nil {
		return page, err
	}
	q.Limit = in.Limit
	list, next, err := e.Inbox.List(ctx, who, q)
	return paged(list, conversationPlace(next)), err
}

func (e *Edge) contactOrganisations(ctx context.Context, who access.Actor, in *ContactPath) (All[organisation.Brief], error) {
	list, err := e.Contacts.MaySuit(ctx, who, in.ID)
	return whole(list), err
}
