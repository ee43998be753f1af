package api

import (
	"context"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

func (e *Edge) routeUploads() {
	handle(e, route{id: "upload-file", method: http.MethodPost, path: "/v1/uploads", summary: "Upload a file for a message", tag: "Messages", status: http.StatusCreated, body: e.Files.Limit() + 1<<20, needs: access.ConversationView}, e.upload)
}

type upload struct {
	RawBody multipart.Form
}

type uploaded struct {
	ID   fact.AttachmentID `json:"id"`
	Name string            `json:"name"`
	Type string            `json:"type"`
	Size int64             `json:"size"`
	URL  string            `json:"url" doc:"a signed link that works for some hours"`
}

func (e *Edge) uploaded(a conversation.Attachment) uploaded {
	return uploaded{a.ID, a.Name, a.Type, a.Size, e.FileURL(a.ID)}
}

func (e *Edge) upload(ctx context.Context, who access.Actor, in *upload) (uploaded, error) {
	if err := who.Writes(); err != nil {
		return uploaded{}, err
	}
	files := in.RawBody.File["file"]
	if len(files) != 1 {
		return uploaded{}, fault.New(fault.Invalid, "upload.one_file").At("file")
	}
	f, err := files[0].Open()
	if err != nil {
		return uploaded{}, err
	}
	defer func() { _ = f.Close() }()
	a, err := e.Files.Keep(ctx, conversation.Upload{
		Name: files[0].Filename, Type: files[0].Header.Get("Content-Type"), By: string(who.ID), Content: f,
	})
	return e.uploaded(a), err
}

// shownInline are the types that a browser may draw. Everything else, SVG and
// HTML above all, is only ever saved.
var shownInline = map[string]bool{
	"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "image/bmp": true,
}

// file serves an attachment to whoever holds its signed link. What customers
// send is dangerous until proven otherwise: it never runs, and never shares an
// origin's rights.
func (e *Edge) file(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	q := r.URL.Query()
	if !e.Sealer.Valid("file:"+id, q.Get("exp"), q.Get("sig"), e.DB.Now()) {
		e.refuseHTTP(w, r, fault.New(fault.Denied, "attachment.link_over"))
		return
	}
	a, err := e.Files.Get(r.Context(), fact.AttachmentID(id))
	if err != nil {
		e.refuseHTTP(w, r, err)
		return
	}
	content, err := e.Files.Open(a.SHA256)
	if err != nil {
		e.refuseHTTP(w, r, err)
		return
	}
	defer func() { _ = content.Close() }()
	how, kind := "attachment", "application/octet-stream"
	if shownInline[a.Type] {
		kind = a.Type
		if q.Get("show") != "" {
			how = "inline"
		}
	}
	harmless(w.Header(), kind, mime.FormatMediaType(how, map[string]string{"filename": a.Name}), a.SHA256)
	http.ServeContent(w, r, "", time.Time{}, content)
}

// harmless has a browser treat what strangers sent as what we say it is.
func harmless(h http.Header, kind, how, sum string) {
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", how)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, max-age=43200, immutable")
	h.Set("ETag", `"`+sum+`"`)
}

// raw gives the mail or request that a message was made from.
func (e *Edge) routeRaw() {
	r := route{id: "raw-message", method: http.MethodGet, path: "/v1/messages/{id}/raw", summary: "The message as it came in", tag: "Messages", needs: access.ConversationView}
	e.table = append(e.table, r)
	op := e.operation(r)
	op.Responses = map[string]*huma.Response{"200": {
		Description: "The raw bytes.", Content: map[string]*huma.MediaType{"application/octet-stream": {}},
	}}
	huma.Register(e.api, op, func(ctx context.Context, in *struct {
		ID fact.MessageID `path:"id"`
	},
	) (*huma.StreamResponse, error) {
		m, err := e.Inbox.Message(ctx, in.ID)
		if err == nil && m.RawSHA256 == "" {
			err = fault.New(fault.Missing, "message.no_raw")
		}
		if err == nil {
			err = e.whole(ctx)
		}
		if err == nil {
			who := caller(ctx).who
			err = e.Journal.Note(ctx, who, "raw_mail", string(in.ID), func() (fact.ContactID, error) { return e.whose(ctx, who, m.Conversation) })
		}
		if err != nil {
			return nil, e.problem(ctx, err)
		}
		content, err := e.Files.Open(m.RawSHA256)
		if err != nil {
			return nil, e.problem(ctx, err)
		}
		return &huma.StreamResponse{Body: func(out huma.Context) {
			defer func() { _ = content.Close() }()
			out.SetHeader("Content-Type", "application/octet-stream")
			out.SetHeader("Content-Disposition", `attachment; filename="`+strings.ReplaceAll(string(m.ID), `"`, "")+`.eml"`)
			out.SetHeader("X-Content-Type-Options", "nosniff")
			out.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
			out.SetHeader("Cache-Control", "private, no-store")
			_, _ = io.Copy(out.BodyWriter(), content) // the browser may leave at any time
		}}, nil
	})
}
