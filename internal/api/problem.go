package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"anlan/internal/platform/fault"
	"anlan/internal/platform/observe"
	"anlan/internal/words"
)

// Problem is an error as RFC 9457 wants it, with a stable code.
type Problem struct {
	Type   string         `json:"type" doc:"always about:blank; the code tells the kind"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail" doc:"what happened and what to do, in the asker's language"`
	Code   string         `json:"code" doc:"stable; rely on this" example:"conversation.already_resolved"`
	Values map[string]any `json:"values,omitempty" doc:"what the detail speaks of"`
	Errors []Misfit       `json:"errors,omitempty"`
}

// Misfit is one place of the input that is wrong.
type Misfit struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

func (p *Problem) Error() string             { return p.Code + ": " + p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var statusOf = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.SignedOut: http.StatusUnauthorized,
	fault.Denied: http.StatusForbidden, fault.Missing: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Unreadable: http.StatusUnsupportedMediaType,
	fault.Limited: http.StatusTooManyRequests, fault.Away: http.StatusServiceUnavailable,
	fault.Gone: http.StatusGone,
}

// problem turns a fault into what the asker is told. This is the one place where
// a fault gets its status, and where what is ours is logged.
func (e *Edge) problem(ctx context.Context, err error) error {
	return e.problemIn(ctx, caller(ctx).language, err)
}

func (e *Edge) problemIn(ctx context.Context, language string, err error) *Problem {
	f := fault.Of(err)
	p := &Problem{Type: "about:blank", Status: statusOf[f.Kind], Code: f.Code, Values: f.Values}
	if p.Status == 0 {
		p.Status = http.StatusInternalServerError
	}
	if p.Status >= http.StatusInternalServerError && ctx.Err() == nil {
		e.Log.Error("a request failed", "code", f.Code, "err", err, "request", observe.RequestID(ctx))
	}
	p.Title = http.StatusText(p.Status)
	if language == "" {
		language = words.Languages[0]
	}
	if p.Detail = words.Text(language, f.Code, f.Values); p.Detail == "" {
		p.Detail = f.Code
	}
	if f.Field != "" {
		p.Errors = []Misfit{{Location: "body." + f.Field, Message: p.Detail}}
	}
	return p
}

// refuse answers before a handler is reached.
func (e *Edge) refuse(ctx huma.Context, err error) {
	p := e.problemIn(ctx.Context(), caller(ctx.Context()).language, err)
	ctx.SetHeader("Content-Type", "application/problem+json")
	if after := fault.Of(err).Values["seconds"]; p.Status == http.StatusTooManyRequests && after != nil {
		b, _ := json.Marshal(after)
		ctx.SetHeader("Retry-After", string(b))
	}
	ctx.SetStatus(p.Status)
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(p)
}

func (e *Edge) refuseHTTP(w http.ResponseWriter, r *http.Request, err error) {
	p := e.problemIn(r.Context(), words.Language(r.Header.Get("Accept-Language")), err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

func (e *Edge) nothingHere(w http.ResponseWriter, r *http.Request) {
	e.refuseHTTP(w, r, fault.New(fault.Missing, "request.no_such_path"))
}

func init() {
	// What the framework itself finds wrong in a request becomes a problem too.
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		p := &Problem{Type: "about:blank", Status: status, Title: http.StatusText(status), Detail: msg, Code: "request.invalid"}
		switch status {
		case http.StatusRequestEntityTooLarge:
			p.Code = "request.too_large"
		case http.StatusUnsupportedMediaType:
			p.Code = "request.media_type"
		case http.StatusBadRequest:
			p.Code = "request.unreadable"
		case http.StatusNotAcceptable:
			p.Code = "request.not_acceptable"
		}
		for _, err := range errs {
			m := Misfit{Message: err.Error()}
			if d, ok := err.(huma.ErrorDetailer); ok {
				m = Misfit{Location: d.ErrorDetail().Location, Message: d.ErrorDetail().Message}
			}
			p.Errors = append(p.Errors, m)
		}
		return p
	}
}
