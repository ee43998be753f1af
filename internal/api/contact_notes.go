package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/contact"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeContactNotes() {
	const tag = "Contacts"
	handle(e, route{id: "list-contact-notes", method: http.MethodGet, path: "/v1/contacts/{id}/notes", summary: "What colleagues wrote about a contact, the newest first; the contact never sees it", tag: tag, needs: access.ContactView}, e.listNotes)
	handle(e, route{id: "add-contact-note", method: http.MethodPost, path: "/v1/contacts/{id}/notes", summary: "Write a note about a contact", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ContactChange}, e.addNote)
	handle(e, route{id: "change-contact-note", method: http.MethodPatch, path: "/v1/contacts/{id}/notes/{note}", summary: "Change one's own note", tag: tag, needs: access.ContactChange}, e.changeNote)
	handle(e, route{id: "delete-contact-note", method: http.MethodDelete, path: "/v1/contacts/{id}/notes/{note}", summary: "Delete one's own note; whoever may delete contacts deletes any", tag: tag, status: http.StatusNoContent, needs: access.ContactView}, e.deleteNote)
	handle(e, route{id: "list-contact-tags", method: http.MethodGet, path: "/v1/contact-tags", summary: "Tags that contacts wear, in order", tag: tag, needs: access.ContactView}, e.contactTags)
}

type noteQuery struct {
	ContactPath
	Paging
}

func (e *Edge) listNotes(ctx context.Context, who access.Actor, in *noteQuery) (page Page[contact.Note], err error) {
	_, after, err := placed(in.After)
	if err != nil {
		return page, err
	}
	list, next, err := e.Contacts.Notes(ctx, who, in.ID, fact.ContactNoteID(after), in.Limit)
	if err == nil && len(list) > 0 {
		err = e.Journal.Note(ctx, who, "contact", string(in.ID), func() (fact.ContactID, error) { return in.ID, nil })
	}
	return paged(list, place(0, next)), err
}

type noteBody struct {
	Text string `json:"text" maxLength:"20000" doc:"up to 5000 characters"`
}

type newNote struct {
	ContactPath
	Body noteBody
}

func (e *Edge) addNote(ctx context.Context, who access.Actor, in *newNote) (contact.Note, error) {
	return e.Contacts.WriteNote(ctx, who, in.ID, in.Body.Text)
}

type NotePath struct {
	ContactPath
	Note fact.ContactNoteID `path:"note"`
}

type noteEdit struct {
	NotePath
	Body noteBody
}

func (e *Edge) changeNote(ctx context.Context, who access.Actor, in *noteEdit) (contact.Note, error) {
	veil, err := e.Masks.For(ctx, who)
	if err != nil {
		return contact.Note{}, err
	}
	if veil.Hides() { // what they could not see in it stays in it
		was, err := e.Contacts.Note(ctx, who, in.ID, in.Note)
		if err != nil {
			return was, err
		}
		if in.Body.Text, err = veil.Restore(was.Text, in.Body.Text); err != nil {
			return was, err
		}
	}
	return e.Contacts.EditNote(ctx, who, in.ID, in.Note, in.Body.Text)
}

func (e *Edge) deleteNote(ctx context.Context, who access.Actor, in *NotePath) (nothing, error) {
	return nothing{}, e.Contacts.DeleteNote(ctx, who, in.ID, in.Note)
}

func (e *Edge) contactTags(ctx context.Context, who access.Actor, _ *struct{}) (All[string], error) {
	list, err := e.Contacts.Tags(ctx, who)
	return whole(list), err
}
