package api

import (
	"context"
	"net/http"
	"strings"

	"anlan/internal/arrive/contact"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

func (e *Edge) routeLikeness() {
	const tag = "Contacts"
	handle(e, route{id: "list-merge-suggestions", method: http.MethodGet, path: "/v1/merge-suggestions", summary: "Contacts that may be one person, the likeliest first", tag: tag, needs: access.ContactView}, e.listSuggestions)
	handle(e, route{id: "add-identity", method: http.MethodPost, path: "/v1/contacts/{id}/identities", summary: "Add an address, a number or an own id to a contact, or confirm one that was claimed", tag: tag, repeats: true, needs: access.ContactChange}, e.addIdentity)
	handle(e, route{id: "remove-identity", method: http.MethodDelete, path: "/v1/contacts/{id}/identities/{identity}", summary: "Take an address, a number or an own id from a contact", tag: tag, needs: access.ContactChange}, e.removeIdentity)
}

func (e *Edge) listSuggestions(ctx context.Context, who access.Actor, in *Paging) (Page[contact.SuggestedPair], error) {
	score, ids, err := placed(in.After)
	if err != nil {
		return Page[contact.SuggestedPair]{}, err
	}
	one, other, ok := strings.Cut(ids, " ")
	if in.After != "" && !ok {
		return Page[contact.SuggestedPair]{}, fault.New(fault.Invalid, "request.after_wrong").At("after")
	}
	after := contact.PairPlace{Score: int(score), One: fact.ContactID(one), Other: fact.ContactID(other)}
	list, next, err := e.Contacts.Suggestions(ctx, who, after, in.Limit)
	end := ""
	if next.One != "" {
		end = place(int64(next.Score), string(next.One)+" "+string(next.Other))
	}
	return paged(list, end), err
}

type identityAddition struct {
	ContactPath
	Body struct {
		Kind    contact.Kind   `json:"kind" enum:"email,phone,external"`
		Value   string         `json:"value" minLength:"1" maxLength:"1000"`
		Channel fact.ChannelID `json:"channel_id,omitempty" doc:"of an own id: the channel within which it means something"`
	}
}

func (e *Edge) addIdentity(ctx context.Context, who access.Actor, in *identityAddition) (contact.Contact, error) {
	return e.Contacts.AddIdentity(ctx, who, in.ID, contact.Name{Kind: in.Body.Kind, Value: in.Body.Value, Channel: in.Body.Channel})
}

type identityPath struct {
	ContactPath
	Identity fact.IdentityID `path:"identity"`
}

func (e *Edge) removeIdentity(ctx context.Context, who access.Actor, in *identityPath) (contact.Contact, error) {
	return e.Contacts.RemoveIdentity(ctx, who, in.ID, in.Identity)
}
