package api

import (
	"context"
	"mime"
	"net/http"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/transfer"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// exportLinkLife is how long the link to an export's file works.
const exportLinkLife = 15 * time.Minute

func (e *Edge) routeExports() {
	const tag = "Exports"
	handle(e, route{id: "list-exports", method: http.MethodGet, path: "/v1/exports", summary: "List exports, the newest first", tag: tag, needs: access.DataExport}, e.listExports)
	handle(e, route{id: "start-export", method: http.MethodPost, path: "/v1/exports", summary: "Write contacts or conversations into a file", tag: tag, status: http.StatusCreated, repeats: true, needs: access.DataExport}, e.startExport)
	handle(e, route{id: "get-export", method: http.MethodGet, path: "/v1/exports/{id}", summary: "Show an export with its progress, and a link to its file", tag: tag, needs: access.DataExport}, e.getExport)
	handle(e, route{id: "cancel-export", method: http.MethodPost, path: "/v1/exports/{id}/cancellation", summary: "Stop an export", tag: tag, needs: access.DataExport}, e.cancelExport)
}

// linked gives the asking person a link to the file that works for a while.
func (e *Edge) linked(who access.Actor, x transfer.Export) transfer.Export {
	if x.Can.Download {
		by := string(who.ID)
		x.URL = "/v1/exports/" + string(x.ID) + "/file?by=" + by + "&" + e.Sealer.Sign("export:"+string(x.ID)+":"+by, e.DB.Now().Add(exportLinkLife))
	}
	return x
}

func (e *Edge) listExports(ctx context.Context, who access.Actor, _ *struct{}) (All[transfer.Export], error) {
	list, err := e.Dock.Exports(ctx, who)
	for i := range list {
		list[i] = e.linked(who, list[i])
	}
	return whole(list), err
}

type newExport struct {
	Body struct {
		Kind    string     `json:"kind" enum:"contacts,conversations"`
		Format  string     `json:"format" enum:"csv,jsonl" doc:"csv is for spreadsheets; jsonl has everything and comes in again without loss"`
		Since   *time.Time `json:"since,omitempty" doc:"created then or later"`
		Until   *time.Time `json:"until,omitempty" doc:"created before"`
		View    string     `json:"view,omitempty" doc:"of conversations: those of a view, built in or saved, instead of state, assignee and team" example:"resolved"`
		State   string     `json:"state,omitempty" doc:"of conversations: open, waiting, snoozed, resolved; several with commas"`
		Tag     string     `json:"tag,omitempty"`
		Channel string     `json:"channel,omitempty" doc:"id of a channel"`
		Field   string     `json:"field,omitempty" doc:"of conversations: key:value of a field that they have"`
	}
}

func (e *Edge) startExport(ctx context.Context, who access.Actor, in *newExport) (transfer.Export, error) {
	b := in.Body
	w := transfer.Wish{Kind: b.Kind, Format: b.Format, Label: map[string]string{}}
	if b.Kind == transfer.Conversations {
		filter := conversationQuery{View: b.View, State: b.State, Tag: b.Tag, Channel: b.Channel}
		q, err := e.conversationQuery(ctx, who, &filter)
		if err != nil {
			return transfer.Export{}, err
		}
		if b.Field != "" {
			if err := e.unguessed(ctx, who, b.Field); err != nil {
				return transfer.Export{}, err
			}
			if q.Fields, err = e.wanted(ctx, field.Conversation, []string{b.Field}); err != nil {
				return transfer.Export{}, err
			}
		}
		w.Query = q
		w.Query.After = conversation.Place{}
		for name, value := range map[string]string{"view": b.View, "state": b.State, "tag": b.Tag, "channel": b.Channel, "field": b.Field} {
			if value != "" {
				w.Label[name] = value
			}
		}
	}
	for name, at := range map[string]*time.Time{"since": b.Since, "until": b.Until} {
		if at != nil {
			w.Label[name] = at.UTC().Format(time.RFC3339)
		}
	}
	if b.Since != nil {
		w.Since = *b.Since
	}
	if b.Until != nil {
		w.Until = *b.Until
	}
	x, err := e.Dock.Export(ctx, who, w)
	return e.linked(who, x), err
}

type ExportPath struct {
	ID fact.ExportID `path:"id"`
}

func (e *Edge) getExport(ctx context.Context, who access.Actor, in *ExportPath) (transfer.Export, error) {
	x, err := e.Dock.Exported(ctx, who, in.ID)
	return e.linked(who, x), err
}

func (e *Edge) cancelExport(ctx context.Context, who access.Actor, in *ExportPath) (transfer.Export, error) {
	x, err := e.Dock.CancelExport(ctx, who, in.ID)
	return e.linked(who, x), err
}

// exportFile gives an export's file to whoever holds its signed link.
func (e *Edge) exportFile(w http.ResponseWriter, r *http.Request) {
	id, q := r.PathValue("id"), r.URL.Query()
	by := strings.ReplaceAll(q.Get("by"), "\x00", "")
	if !e.Sealer.Valid("export:"+id+":"+by, q.Get("exp"), q.Get("sig"), e.DB.Now()) {
		e.refuseHTTP(w, r, fault.New(fault.Denied, "export.link_over"))
		return
	}
	x, in, err := e.Dock.Fetch(r.Context(), access.Actor{ID: fact.StaffID(by)}, fact.ExportID(id))
	if err != nil {
		e.refuseHTTP(w, r, err)
		return
	}
	defer func() { _ = in.Close() }()
	h := w.Header()
	kind := "text/csv; charset=utf-8"
	if x.Format == "jsonl" {
		kind = "application/x-ndjson"
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": x.FileName()}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, in)
}
