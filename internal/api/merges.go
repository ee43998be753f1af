package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeMerges() {
	const tag = "Conversations"
	handle(e, route{id: "conversation-links", method: http.MethodGet, path: "/v1/conversations/{id}/merge", summary: "What was merged into it, split off it, and what may be about the same matter", tag: tag, needs: access.ConversationView}, e.links)
	handle(e, route{id: "merge-conversation", method: http.MethodPost, path: "/v1/conversations/{id}/merge", summary: "Merge it into another, which then stands for both", tag: tag, repeats: true, needs: access.ConversationMerge}, e.mergeConversation)
	handle(e, route{id: "unmerge-conversation", method: http.MethodDelete, path: "/v1/conversations/{id}/merge", summary: "Take it out of the one that it was merged into", tag: tag, needs: access.ConversationMerge}, e.unmergeConversation)
	handle(e, route{id: "dismiss-conversation-suggestion", method: http.MethodDelete, path: "/v1/conversations/{id}/merge-suggestions/{other}", summary: "Say that two are not about the same matter", tag: tag, status: http.StatusNoContent, needs: access.ConversationMerge}, e.dismissConversation)
	handle(e, route{id: "take-back-told-apart-conversation", method: http.MethodDelete, path: "/v1/conversations/{id}/told-apart/{other}", summary: "Take back that two are not about the same matter", tag: tag, status: http.StatusNoContent, needs: access.ConversationMerge}, e.takeBackDistinct)
	handle(e, route{id: "split-conversation", method: http.MethodPost, path: "/v1/conversations/{id}/split", summary: "Begin a new conversation with some of its messages", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ConversationMerge}, e.splitConversation)
	handle(e, route{id: "unsplit-conversation", method: http.MethodDelete, path: "/v1/conversations/{id}/split", summary: "Put its messages back to where they were split off", tag: tag, needs: access.ConversationMerge}, e.unsplitConversation)
}

func (e *Edge) links(ctx context.Context, who access.Actor, in *ConversationPath) (conversation.Links, error) {
	return e.Inbox.Links(ctx, who, in.ID)
}

type merging struct {
	ConversationPath
	Body struct {
		Into fact.ConversationID `json:"into" doc:"the conversation that will stand for both"`
	}
}

func (e *Edge) mergeConversation(ctx context.Context, who access.Actor, in *merging) (conversation.Conversation, error) {
	survivor, err := e.Inbox.Merge(ctx, who, in.ID, in.Body.Into)
	return e.shown(ctx, who, survivor, err)
}

func (e *Edge) unmergeConversation(ctx context.Context, who access.Actor, in *ConversationPath) (conversation.Conversation, error) {
	_, err := e.Inbox.Unmerge(ctx, who, in.ID)
	return e.shown(ctx, who, in.ID, err)
}

type conversationSuggestion struct {
	ConversationPath
	Other fact.ConversationID `path:"other"`
}

func (e *Edge) dismissConversation(ctx context.Context, who access.Actor, in *conversationSuggestion) (nothing, error) {
	return nothing{}, e.Inbox.Distinct(ctx, who, in.ID, in.Other)
}

func (e *Edge) takeBackDistinct(ctx context.Context, who access.Actor, in *conversationSuggestion) (nothing, error) {
	return nothing{}, e.Inbox.TakeBack(ctx, who, in.ID, in.Other)
}

type splitting struct {
	ConversationPath
	Body struct {
		Messages []fact.MessageID `json:"messages" minItems:"1" maxItems:"500" nullable:"false" doc:"the messages that move; at least one has to stay"`
		Subject  string           `json:"subject,omitempty" maxLength:"300" doc:"of the new one; without it that of the old one"`
	}
}

func (e *Edge) splitConversation(ctx context.Context, who access.Actor, in *splitting) (conversation.Conversation, error) {
	made, err := e.Inbox.Split(ctx, who, in.ID, in.Body.Messages, in.Body.Subject)
	return e.shown(ctx, who, made, err)
}

func (e *Edge) unsplitConversation(ctx context.Context, who access.Actor, in *ConversationPath) (conversation.Conversation, error) {
	from, err := e.Inbox.Unsplit(ctx, who, in.ID)
	return e.shown(ctx, who, from, err)
}

func (e *Edge) routeContactMerges() {
	const tag = "Contacts"
	handle(e, route{id: "contact-links", method: http.MethodGet, path: "/v1/contacts/{id}/merge", summary: "Who was merged into a contact, and who may be the same person", tag: tag, needs: access.ContactView}, e.contactLinks)
	handle(e, route{id: "merge-contact", method: http.MethodPost, path: "/v1/contacts/{id}/merge", summary: "Merge it into another, which then stands for both", tag: tag, repeats: true, needs: access.ContactMerge}, e.mergeContact)
	handle(e, route{id: "unmerge-contact", method: http.MethodDelete, path: "/v1/contacts/{id}/merge", summary: "Take it out of the one that it was merged into", tag: tag, needs: access.ContactMerge}, e.unmergeContact)
	handle(e, route{id: "dismiss-merge-suggestion", method: http.MethodDelete, path: "/v1/contacts/{id}/merge-suggestions/{other}", summary: "Say that two are not the same person", tag: tag, status: http.StatusNoContent, needs: access.ContactMerge}, e.dismissSuggestion)
	handle(e, route{id: "take-back-told-apart", method: http.MethodDelete, path: "/v1/contacts/{id}/told-apart/{other}", summary: "Take back that two are not the same person", tag: tag, status: http.StatusNoContent, needs: access.ContactMerge}, e.takeBackApart)
}

func (e *Edge) contactLinks(ctx context.Context, who access.Actor, in *ContactPath) (contact.MergeLinks, error) {
	return e.Contacts.Links(ctx, who, in.ID)
}

type contactMerging struct {
	ContactPath
	Body struct {
		Into fact.ContactID `json:"into" doc:"the contact that will stand for both"`
	}
}

func (e *Edge) mergeContact(ctx context.Context, who access.Actor, in *contactMerging) (contact.Contact, error) {
	survivor, err := e.Contacts.Merge(ctx, who, in.ID, in.Body.Into)
	if err != nil {
		return contact.Contact{}, err
	}
	return e.Contacts.Get(ctx, who, survivor)
}

func (e *Edge) unmergeContact(ctx context.Context, who access.Actor, in *ContactPath) (contact.Contact, error) {
	if _, err := e.Contacts.Unmerge(ctx, who, in.ID); err != nil {
		return contact.Contact{}, err
	}
	return e.Contacts.Get(ctx, who, in.ID)
}

type suggestionPath struct {
	ContactPath
	Other fact.ContactID `path:"other"`
}

func (e *Edge) dismissSuggestion(ctx context.Context, who access.Actor, in *suggestionPath) (nothing, error) {
	return nothing{}, e.Contacts.Distinct(ctx, who, in.ID, in.Other)
}

func (e *Edge) takeBackApart(ctx context.Context, who access.Actor, in *suggestionPath) (nothing, error) {
	return nothing{}, e.Contacts.TakeBack(ctx, who, in.ID, in.Other)
}
