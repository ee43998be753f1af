package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/people/access"
)

func (e *Edge) routeOutgoing() {
	const tag = "Messages"
	handle(e, route{id: "send-message-again", method: http.MethodPost, path: "/v1/messages/{id}/sending", summary: "Send a reply again that did not arrive, or of which nobody can know", tag: tag, needs: access.ConversationReply}, e.sendAgain)
	handle(e, route{id: "confirm-message", method: http.MethodPut, path: "/v1/messages/{id}/delivery", summary: "Note that a reply arrived after all", tag: tag, needs: access.ConversationReply}, e.confirmMessage)
}

func (e *Edge) sendAgain(ctx context.Context, who access.Actor, in *MessagePath) (conversation.Message, error) {
	if err := e.Outbox.SendAgain(ctx, who, in.ID); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, in)
}

func (e *Edge) confirmMessage(ctx context.Context, who access.Actor, in *MessagePath) (conversation.Message, error) {
	if err := e.Outbox.Confirm(ctx, who, in.ID); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, in)
}

// message is one as it stands now.
func (e *Edge) message(ctx context.Context, in *MessagePath) (conversation.Message, error) {
	m, err := e.Inbox.Message(ctx, in.ID)
	list := []conversation.Message{m}
	e.link(list)
	return list[0], err
}
