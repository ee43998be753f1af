package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

func (e *Edge) routeDrafts() {
	const tag, path = "Drafts", "/v1/conversations/{id}/draft"
	handle(e, route{id: "get-draft", method: http.MethodGet, path: path, summary: "What you have begun to write; empty, with version 0, when nothing", tag: tag, needs: access.ConversationView, clear: true}, e.getDraft)
	handle(e, route{id: "save-draft", method: http.MethodPut, path: path, summary: "Keep what you have begun to write", tag: tag, needs: access.ConversationView, clear: true}, e.saveDraft)
	handle(e, route{id: "drop-draft", method: http.MethodDelete, path: path, summary: "Throw it away", tag: tag, status: http.StatusNoContent, needs: access.ConversationView}, e.dropDraft)
}

// draftView is a draft as its writer finds it again, on whichever screen.
type draftView struct {
	Kind        conversation.Kind `json:"kind" enum:"reply,note"`
	Text        string            `json:"text"`
	HTML        string            `json:"html"`
	Attachments []uploaded        `json:"attachments" nullable:"false"`
	Version     int               `json:"version" doc:"give it back when saving; 0 when there is no draft yet"`
	UpdatedAt   *time.Time        `json:"updated_at"`
}

func (e *Edge) getDraft(ctx context.Context, who access.Actor, in *ConversationPath) (draftView, error) {
	d, err := e.Desk.Draft(ctx, who, in.ID)
	if fault.Is(err, "draft.missing") {
		return draftView{Kind: conversation.Reply, Attachments: []uploaded{}}, nil
	}
	return e.viewDraft(ctx, d, err)
}

func (e *Edge) viewDraft(ctx context.Context, d desk.Draft, err error) (draftView, error) {
	if err != nil {
		return draftView{}, err
	}
	v := draftView{Kind: d.Kind, Text: d.Text, HTML: d.HTML, Attachments: []uploaded{}, Version: d.Version, UpdatedAt: since(d.UpdatedAt)}
	for _, id := range d.Attachments {
		a, err := e.Files.Get(ctx, id)
		if fault.Is(err, "attachment.missing") {
			continue // it was too old to keep; the words stay
		}
		if err != nil {
			return draftView{}, err
		}
		v.Attachments = append(v.Attachments, e.uploaded(a))
	}
	return v, nil
}

type draftSave struct {
	ConversationPath
	Body struct {
		Kind        conversation.Kind   `json:"kind" enum:"reply,note"`
		Text        string              `json:"text"`
		HTML        string              `json:"html,omitempty"`
		Attachments []fact.AttachmentID `json:"attachments,omitempty" nullable:"false" doc:"ids of uploads"`
		Version     int                 `json:"version,omitempty" doc:"of the draft that this one replaces; 0 for a new one"`
	}
}

func (e *Edge) saveDraft(ctx context.Context, who access.Actor, in *draftSave) (draftView, error) {
	b := in.Body
	d, err := e.Desk.SaveDraft(ctx, who, in.ID, desk.Draft{Kind: b.Kind, Text: b.Text, HTML: b.HTML, Attachments: b.Attachments, Version: b.Version})
	return e.viewDraft(ctx, d, err)
}

func (e *Edge) dropDraft(ctx context.Context, who access.Actor, in *ConversationPath) (nothing, error) {
	return nothing{}, e.Desk.DropDraft(ctx, who, in.ID)
}
