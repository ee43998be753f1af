package api

import (
	"context"
	"mime"
	"mime/multipart"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"anlan/internal/arrive/transfer"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/words"
)

func (e *Edge) routeImports() {
	const tag = "Imports"
	handle(e, route{id: "list-imports", method: http.MethodGet, path: "/v1/imports", summary: "List imports, the newest first", tag: tag, needs: access.DataImport}, e.listImports)
	handle(e, route{id: "upload-import", method: http.MethodPost, path: "/v1/imports", summary: "Upload a file to import; nothing comes in yet", tag: tag, status: http.StatusCreated, body: transfer.FileLimit + 1<<20, needs: access.DataImport}, e.uploadImport)
	handle(e, route{id: "get-import", method: http.MethodGet, path: "/v1/imports/{id}", summary: "Show an import with its progress and the first of its problems", tag: tag, needs: access.DataImport}, e.getImport)
	handle(e, route{id: "change-import", method: http.MethodPatch, path: "/v1/imports/{id}", summary: "Say what columns mean and where conversations go", tag: tag, needs: access.DataImport}, e.changeImport)
	handle(e, route{id: "check-import", method: http.MethodPost, path: "/v1/imports/{id}/check", summary: "Count what would come in and what would not", tag: tag, needs: access.DataImport}, e.checkImport)
	handle(e, route{id: "start-import", method: http.MethodPost, path: "/v1/imports/{id}/start", summary: "Let it come in; a cancelled or failed one goes on where it was", tag: tag, needs: access.DataImport}, e.startImport)
	handle(e, route{id: "cancel-import", method: http.MethodPost, path: "/v1/imports/{id}/cancellation", summary: "Stop it; what came in stays", tag: tag, needs: access.DataImport}, e.cancelImport)
	handle(e, route{id: "undo-import", method: http.MethodPost, path: "/v1/imports/{id}/undo", summary: "Take back what it made, as long as nobody touched it", tag: tag, needs: access.DataImport}, e.undoImport)
	handle(e, route{id: "remove-import", method: http.MethodDelete, path: "/v1/imports/{id}", summary: "Forget it with its file and report; what it made stays", tag: tag, status: http.StatusNoContent, needs: access.DataImport}, e.removeImport)
	e.reportRoute(route{id: "import-report", method: http.MethodGet, path: "/v1/imports/{id}/report", summary: "Every refused row as CSV, to be mended and imported again", tag: tag, needs: access.DataImport})
}

// said puts the reasons into the asking person's language.
func (e *Edge) said(ctx context.Context, i transfer.Import) transfer.Import {
	language := caller(ctx).language
	for n, p := range i.Problems {
		i.Problems[n].Detail = words.Text(language, p.Code, p.Values)
	}
	return i
}

func (e *Edge) listImports(ctx context.Context, who access.Actor, _ *struct{}) (All[transfer.Import], error) {
	list, err := e.Dock.Imports(ctx, who)
	return whole(list), err
}

type importUpload struct {
	Kind     string         `query:"kind" required:"true" enum:"contacts,conversations,zendesk,chatwoot" doc:"what the file holds"`
	Channel  fact.ChannelID `query:"channel" doc:"id of the channel that conversations go to"`
	TimeZone string         `query:"time_zone" doc:"of times that name none; UTC otherwise" example:"Asia/Shanghai"`
	RawBody  multipart.Form
}

func (e *Edge) uploadImport(ctx context.Context, who access.Actor, in *importUpload) (transfer.Import, error) {
	if err := who.Require(access.DataImport); err != nil {
		return transfer.Import{}, err
	}
	files := in.RawBody.File["file"]
	if len(files) != 1 {
		return transfer.Import{}, fault.New(fault.Invalid, "upload.one_file").At("file")
	}
	f, err := files[0].Open()
	if err != nil {
		return transfer.Import{}, err
	}
	defer func() { _ = f.Close() }()
	return e.Dock.Receive(ctx, who, transfer.Upload{Kind: in.Kind, Name: files[0].Filename, Content: f, Channel: in.Channel, TimeZone: in.TimeZone})
}

type ImportPath struct {
	ID fact.ImportID `path:"id"`
}

func (e *Edge) getImport(ctx context.Context, who access.Actor, in *ImportPath) (transfer.Import, error) {
	i, err := e.Dock.Import(ctx, who, in.ID)
	return e.said(ctx, i), err
}

type importEdit struct {
	ImportPath
	Body struct {
		Mapping   []string        `json:"mapping,omitempty" nullable:"false" doc:"what each column means, in the order of the columns; empty to leave one out"`
		ChannelID *fact.ChannelID `json:"channel_id,omitempty"`
		Existing  *string         `json:"existing,omitempty" enum:"keep,update"`
		TimeZone  *string         `json:"time_zone,omitempty"`
		Version   int             `json:"version,omitempty"`
	}
}

func (e *Edge) changeImport(ctx context.Context, who access.Actor, in *importEdit) (transfer.Import, error) {
	b := in.Body
	i, err := e.Dock.Set(ctx, who, in.ID, transfer.Settings{Mapping: b.Mapping, Channel: b.ChannelID, Existing: b.Existing, TimeZone: b.TimeZone, Version: b.Version})
	return e.said(ctx, i), err
}

func (e *Edge) checkImport(ctx context.Context, who access.Actor, in *ImportPath) (transfer.Import, error) {
	i, err := e.Dock.Check(ctx, who, in.ID)
	return e.said(ctx, i), err
}

func (e *Edge) startImport(ctx context.Context, who access.Actor, in *ImportPath) (transfer.Import, error) {
	i, err := e.Dock.Start(ctx, who, in.ID)
	return e.said(ctx, i), err
}

func (e *Edge) cancelImport(ctx context.Context, who access.Actor, in *ImportPath) (transfer.Import, error) {
	i, err := e.Dock.Cancel(ctx, who, in.ID)
	return e.said(ctx, i), err
}

func (e *Edge) undoImport(ctx context.Context, who access.Actor, in *ImportPath) (transfer.Import, error) {
	i, err := e.Dock.Undo(ctx, who, in.ID)
	return e.said(ctx, i), err
}

func (e *Edge) removeImport(ctx context.Context, who access.Actor, in *ImportPath) (nothing, error) {
	return nothing{}, e.Dock.Remove(ctx, who, in.ID)
}

func (e *Edge) reportRoute(r route) {
	e.table = append(e.table, r)
	op := e.operation(r)
	op.Responses = map[string]*huma.Response{"200": {Description: "A CSV.", Content: map[string]*huma.MediaType{"text/csv": {}}}}
	huma.Register(e.api, op, func(ctx context.Context, in *ImportPath) (*huma.StreamResponse, error) {
		v := caller(ctx)
		name, err := e.Dock.ReportName(ctx, v.who, in.ID)
		if err == nil {
			err = e.whole(ctx)
		}
		if err != nil {
			return nil, e.problem(ctx, err)
		}
		return &huma.StreamResponse{Body: func(out huma.Context) {
			out.SetHeader("Content-Type", "text/csv; charset=utf-8")
			out.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
			out.SetHeader("X-Content-Type-Options", "nosniff")
			out.SetHeader("Cache-Control", "private, no-store")
			say := func(code string, values map[string]any) string { return words.Text(v.language, code, values) }
			if err := e.Dock.Report(ctx, v.who, in.ID, say, out.BodyWriter()); err != nil && ctx.Err() == nil {
				e.Log.Warn("a report broke off", "import", in.ID, "err", err)
			}
		}}, nil
	})
}
