package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/desk"
)

func (e *Edge) routeDrafts() {
	const tag, path = "Drafts", "/v1/conversations/{id}/draft"
	handle(e, route{id: "get-draft", method: http.MethodGet, path: path, summary: "What you have begun to write", tag: tag, needs: access.ConversationView}, e.getDraft)
	handle(e, route{id: "save-draft", method: http.MethodPut, path: path, summary: "Keep what you have begun to write", tag: tag, needs: access.ConversationView}, e.saveDraft)
	handle(e, route{id: "drop-draft", method: http.MethodDelete, path: path, summary: "Throw it away", tag: tag, needs: access.ConversationView}, e.dropDraft)
}

func (e *Edge) getDraft(ctx context.Context, who access.Actor, in *ConversationPath) (desk.Draft, error) {
	return e.Desk.Draft(ctx, who, in.ID)
}

type draftSave struct {
	ConversationPath
	Body struct {
		Kind        conversation.Kind   `json:"kind" enum:"reply,note"`
		Text        string              `json:"text"`
		HTML        string              `json:"html,omitempty"`
		Attachments []fact.AttachmentID `json:"attachments,omitempty" nullable:"false"`
		Version     int                 `json:"version,omitempty" doc:"of the draft that this one replaces; 0 for a new one"`
	}
}

func (e *Edge) saveDraft(ctx context.Context, who access.Actor, in *draftSave) (desk.Draft, error) {
	b := in.Body
	return e.Desk.SaveDraft(ctx, who, in.ID, desk.Draft{Kind: b.Kind, Text: b.Text, HTML: b.HTML, Attachments: b.Attachments, Version: b.Version})
}

func (e *Edge) dropDraft(ctx context.Context, who access.Actor, in *ConversationPath) (nothing, error) {
	return nothing{}, e.Desk.DropDraft(ctx, who, in.ID)
}
