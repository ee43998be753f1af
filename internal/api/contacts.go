package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeContacts() {
	const tag = "Contacts"
	handle(e, route{id: "list-contacts", method: http.MethodGet, path: "/v1/contacts", summary: "List contacts, those seen last first", tag: tag, needs: access.ContactView}, e.listContacts)
	handle(e, route{id: "add-contact", method: http.MethodPost, path: "/v1/contacts", summary: "Enter a contact", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ContactChange}, e.addContact)
	handle(e, route{id: "get-contact", method: http.MethodGet, path: "/v1/contacts/{id}", summary: "Show a contact", tag: tag, needs: access.ContactView}, e.getContact)
	handle(e, route{id: "change-contact", method: http.MethodPatch, path: "/v1/contacts/{id}", summary: "Change a contact", tag: tag, needs: access.ContactChange}, e.changeContact)
	handle(e, route{id: "contact-timeline", method: http.MethodGet, path: "/v1/contacts/{id}/timeline", summary: "Everything that was said with a contact, over all channels, newest first", tag: tag, needs: access.ConversationView}, e.contactTimeline)
	handle(e, route{id: "contact-conversations", method: http.MethodGet, path: "/v1/contacts/{id}/conversations", summary: "A contact's conversations over all channels", tag: tag, needs: access.ConversationView}, e.contactConversations)
}

type contactQuery struct {
	Paging
	Q     string `query:"q" maxLength:"200" doc:"a name, an address or a number"`
	Tag   string `query:"tag" maxLength:"200" doc:"only those that wear it"`
	Sort  string `query:"sort" enum:"-seen_at,seen_at,-created_at,created_at,name" doc:"by when they were seen, when they were entered, or their names, Chinese ones by their sound. Without it: -seen_at; with q or field it is not heeded"`
	In    string `query:"organisation" maxLength:"100" doc:"only those of an organisation, by its id"`
	Field string `query:"field" doc:"key:value of a field that they have; the list is then ordered by age, newest first, and q is not heeded" example:"plan:gold"`
}

func (e *Edge) listContacts(ctx context.Context, who access.Actor, in *contactQuery) (Page[contact.Contact], error) {
	if in.Field != "" {
		if err := e.unguessed(ctx, who, in.Field); err != nil {
			return Page[contact.Contact]{}, err
		}
		return e.contactsByField(ctx, who, in)
	}
	if in.Q != "" {
		return e.searchContacts(ctx, who, in)
	}
	return e.browse(ctx, who, contact.Look{
		Tag: in.Tag, Organisation: fact.OrganisationID(in.In), Order: contact.Order(cmp.Or(in.Sort, string(contact.SeenLast))), Limit: in.Limit,
	}, in.After)
}

func (e *Edge) contactsByField(ctx context.Context, who access.Actor, in *contactQuery) (Page[contact.Contact], error) {
	w, err := field.Wants(ctx, e.DB.Read(), field.Contact, in.Field)
	if err != nil {
		return Page[contact.Contact]{}, err
	}
	_, id, err := placed(in.After)
	if err != nil {
		return Page[contact.Contact]{}, err
	}
	list, next, err := e.Contacts.ListByField(ctx, who, w, fact.ContactID(id), in.Limit)
	return paged(list, place(0, next)), err
}

func (e *Edge) searchContacts(ctx context.Context, who access.Actor, in *contactQuery) (Page[contact.Contact], error) {
	found, err := e.Search.FindContacts(ctx, who, in.Q, in.After, in.Limit)
	if err != nil {
		return Page[contact.Contact]{}, err
	}
	ids := contactIDs(found)
	by, err := e.contactsByID(ctx, who, ids)
	var list []contact.Contact
	for _, id := range ids {
		if c, ok := by[id]; ok && in.holds(c) {
			list = append(list, c)
		}
	}
	return paged(list, found.Next), err
}

// holds asks a contact that words found for the rest; so a page may come short.
func (in *contactQuery) holds(c contact.Contact) bool {
	tag := strings.ToLower(strings.TrimSpace(in.Tag))
	return (tag == "" || slices.Contains(c.Tags, tag)) && (in.In == "" || c.Organisation != nil && string(c.Organisation.ID) == in.In)
}

func (e *Edge) contactsByID(ctx context.Context, who access.Actor, ids []fact.ContactID) (map[fact.ContactID]contact.Contact, error) {
	list, err := e.Contacts.ByID(ctx, who, ids...)
	by := map[fact.ContactID]contact.Contact{}
	for _, c := range list {
		by[c.ID] = c
	}
	return by, err
}

type contactAddition struct {
	Body struct {
		Name       string         `json:"name,omitempty"`
		Email      string         `json:"email,omitempty"`
		Phone      string         `json:"phone,omitempty"`
		Locale     string         `json:"locale,omitempty"`
		TimeZone   string         `json:"time_zone,omitempty"`
		Tier       contact.Tier   `json:"tier,omitempty" enum:"standard,vip"`
		Attributes map[string]any `json:"attributes,omitempty"`
		Fields     field.Values   `json:"fields,omitempty" doc:"values of the house's own fields, by key"`
		Tags       []string       `json:"tags,omitempty" nullable:"false"`

		Organisation fact.OrganisationID `json:"organisation,omitempty" doc:"the id of where they belong; without it their address may tell"`
	}
}

func (e *Edge) addContact(ctx context.Context, who access.Actor, in *contactAddition) (contact.Contact, error) {
	b := in.Body
	return e.Contacts.Add(ctx, who, contact.Addition{
		Name: b.Name, Email: b.Email, Phone: b.Phone, Locale: b.Locale, TimeZone: b.TimeZone, Tier: b.Tier, Attributes: b.Attributes, Fields: b.Fields,
		Tags: b.Tags, Organisation: b.Organisation,
	})
}

type ContactPath struct {
	ID fact.ContactID `path:"id"`
}

func (e *Edge) getContact(ctx context.Context, who access.Actor, in *ContactPath) (contact.Contact, error) {
	c, err := e.Contacts.Get(ctx, who, in.ID)
	if err == nil {
		err = e.Journal.Note(ctx, who, "contact", string(c.ID), func() (fact.ContactID, error) { return c.ID, nil })
	}
	return c, err
}

type contactEdit struct {
	ContactPath
	Body struct {
		Name       *string        `json:"name,omitempty"`
		Tier       *contact.Tier  `json:"tier,omitempty" enum:"standard,vip"`
		Locale     *string        `json:"locale,omitempty"`
		TimeZone   *string        `json:"time_zone,omitempty"`
		Attributes map[string]any `json:"attributes,omitempty"`
		Fields     field.Values   `json:"fields,omitempty" doc:"values of the house's own fields, by key; null clears one"`
		Tags       *[]string      `json:"tags,omitempty" doc:"all of them"`
		Automatic  *bool          `json:"automatic,omitempty" doc:"whether a machine writes from there, and nobody"`
		Version    int            `json:"version,omitempty"`

		Organisation *fact.OrganisationID `json:"organisation,omitempty" doc:"the id of where they belong; empty for nowhere"`
	}
}

func (e *Edge) changeContact(ctx context.Context, who access.Actor, in *contactEdit) (contact.Contact, error) {
	b := in.Body
	veil, err := e.Masks.For(ctx, who)
	if err != nil {
		return contact.Contact{}, err
	}
	if veil.Hides() { // what they could not see stays as it is
		was, err := e.Contacts.Get(ctx, who, in.ID)
		if err != nil {
			return was, err
		}
		if b.Attributes, err = veil.RestoreValues(was.Attributes, b.Attributes); err != nil {
			return was, err
		}
		if b.Fields, err = veil.RestoreValues(was.Fields, b.Fields); err != nil {
			return was, err
		}
		if b.Name != nil {
			if *b.Name, err = veil.RestoreName(was.Name, *b.Name); err != nil {
				return was, err
			}
		}
	}
	return e.Contacts.Change(ctx, who, in.ID, contact.Edit{
		Name: b.Name, Tier: b.Tier, Locale: b.Locale, TimeZone: b.TimeZone, Automatic: b.Automatic, Attributes: b.Attributes, Fields: b.Fields, Version: b.Version,
		Tags: b.Tags, Organisation: b.Organisation,
	})
}

type contactConversations struct {
	ContactPath
	Paging
}

func (e *Edge) contactConversations(ctx context.Context, who access.Actor, in *contactConversations) (Page[conversation.Conversation], error) {
	at, id, err := placed(in.After)
	if err != nil {
		return Page[conversation.Conversation]{}, err
	}
	list, next, err := e.Inbox.List(ctx, who, conversation.Query{
		Contact: in.ID, Limit: in.Limit, After: conversation.Place{At: at, ID: fact.ConversationID(id)},
	})
	return paged(list, place(next.At, next.ID)), err
}

func (e *Edge) contactTimeline(ctx context.Context, who access.Actor, in *contactConversations) (Page[conversation.Entry], error) {
	at, id, err := placed(in.After)
	if err != nil {
		return Page[conversation.Entry]{}, err
	}
	list, next, err := e.Inbox.History(ctx, who, in.ID, conversation.Place{At: at, ID: fact.ConversationID(id)}, in.Limit)
	if err != nil {
		return Page[conversation.Entry]{}, err
	}
	said := make([]conversation.Message, len(list))
	for i := range list {
		said[i] = list[i].Message
	}
	err = e.dress(ctx, said)
	for i := range list {
		list[i].Message = said[i]
	}
	return paged(list, place(next.At, next.ID)), err
}
