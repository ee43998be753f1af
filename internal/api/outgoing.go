package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/wording"
)

func (e *Edge) routeOutgoing() {
	const tag = "Messages"
	handle(e, route{id: "send-message-again", method: http.MethodPost, path: "/v1/messages/{id}/sending", summary: "Send a reply again that did not arrive, or of which nobody can know", tag: tag, needs: access.ConversationReply}, e.sendAgain)
	handle(e, route{id: "confirm-message", method: http.MethodPut, path: "/v1/messages/{id}/delivery", summary: "Note that a reply arrived after all", tag: tag, needs: access.ConversationReply}, e.confirmMessage)
	handle(e, route{id: "get-envelope", method: http.MethodGet, path: "/v1/conversations/{id}/envelope", summary: "How my next reply would leave as mail: to whom, and with what below it", tag: tag, needs: access.ConversationReply}, e.getEnvelope)
	handle(e, route{id: "get-my-signature", method: http.MethodGet, path: "/v1/me/signature", summary: "What stands below my mails", tag: "Account", needs: access.ConversationView, clear: true}, e.getSignature)
	handle(e, route{id: "choose-my-signature", method: http.MethodPut, path: "/v1/me/signature", summary: "Choose what stands below my mails; empty is nothing", tag: "Account", needs: access.ConversationView, clear: true}, e.chooseSignature)
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
	if err != nil {
		return m, err
	}
	list := []conversation.Message{m}
	err = e.dress(ctx, list)
	return list[0], err
}

// Envelopes tell how a reply would leave as mail.
type Envelopes interface {
	Envelope(ctx context.Context, who access.Actor, id fact.ConversationID) (desk.Envelope, error)
}

func (e *Edge) getEnvelope(ctx context.Context, who access.Actor, in *ConversationPath) (desk.Envelope, error) {
	return e.Envelopes.Envelope(ctx, who, in.ID)
}

func (e *Edge) getSignature(ctx context.Context, who access.Actor, _ *struct{}) (wording.Text, error) {
	return e.Wording.Signature(ctx, who)
}

type signatureEdit struct {
	Body struct {
		Text string `json:"text,omitempty" doc:"where there is no html"`
		HTML string `json:"html,omitempty" doc:"with variables, as {{agent.name}}"`
	}
}

func (e *Edge) chooseSignature(ctx context.Context, who access.Actor, in *signatureEdit) (wording.Text, error) {
	return e.Wording.ChooseSignature(ctx, who, wording.Text{Text: in.Body.Text, HTML: in.Body.HTML})
}
