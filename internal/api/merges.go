package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeMerges() {
	const tag = "Conversations"
	handle(e, route{id: "conversation-links", method: http.MethodGet, path: "/v1/conversations/{id}/merge", summary: "What was merged into it, split off it, and what may be about the same matter", tag: tag, needs: access.ConversationView}, e.links)
	handle(e, route{id: "merge-conversation", method: http.MethodPost, path: "/v1/conversations/{id}/merge", summary: "Merge it into another, which then stands for both", tag: tag, repeats: true, needs: access.ConversationMerge}, e.mergeConversation)
	handle(e, route{id: "unmerge-conversation", method: http.MethodDelete, path: "/v1/conversations/{id}/merge", summary: "Take it out of the one that it was merged into", tag: tag, needs: access.ConversationMerge}, e.unmergeConversation)
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
