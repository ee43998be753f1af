package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeThreads() {
	const tag = "Conversations"
	handle(e, route{id: "accept-split-proposal", method: http.MethodPost, path: "/v1/messages/{id}/split-proposal", summary: "Begin a new conversation with a message that was proposed for it, and what belongs to it since", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ConversationMerge}, e.acceptSplit)
	handle(e, route{id: "dismiss-split-proposal", method: http.MethodDelete, path: "/v1/messages/{id}/split-proposal", summary: "Say that a message belongs where it stands", tag: tag, status: http.StatusNoContent, needs: access.ConversationMerge}, e.dismissSplit)
	handle(e, route{id: "list-participants", method: http.MethodGet, path: "/v1/conversations/{id}/participants", summary: "Who takes part by mail besides the contact, and who wrote without taking part", tag: tag, needs: access.ConversationView}, e.listParticipants)
	handle(e, route{id: "judge-participant", method: http.MethodPut, path: "/v1/conversations/{id}/participants/{address}", summary: "Say whether an address takes part", tag: tag, status: http.StatusNoContent, needs: access.ConversationReply}, e.judgeParticipant)
}

func (e *Edge) acceptSplit(ctx context.Context, who access.Actor, in *MessagePath) (conversation.Conversation, error) {
	made, err := e.Inbox.AcceptSplit(ctx, who, in.ID)
	return e.shown(ctx, who, made, err)
}

func (e *Edge) dismissSplit(ctx context.Context, who access.Actor, in *MessagePath) (nothing, error) {
	return nothing{}, e.Inbox.DismissSplit(ctx, who, in.ID)
}

func (e *Edge) listParticipants(ctx context.Context, who access.Actor, in *ConversationPath) (All[conversation.Participant], error) {
	list, err := e.Inbox.Participants(ctx, who, in.ID)
	if err == nil {
		err = e.noteLook(ctx, who, in.ID, func() (fact.ContactID, error) { return e.whose(ctx, who, in.ID) })
	}
	return whole(list), err
}

type judgement struct {
	ConversationPath
	Address string `path:"address" maxLength:"320"`
	Body    struct {
		Standing conversation.Standing `json:"standing" enum:"known,refused"`
	}
}

func (e *Edge) judgeParticipant(ctx context.Context, who access.Actor, in *judgement) (nothing, error) {
	return nothing{}, e.Inbox.Judge(ctx, who, in.ID, in.Address, in.Body.Standing)
}
