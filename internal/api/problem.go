package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"anlan/internal/platform/db"
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
	p := e.problemIn(ctx, caller(ctx).language, err)
	if wait := waitOf(p); wait != "" {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {wait}})
	}
	return p
}

// waitOf is after how many seconds it makes sense to come back; "" when that is
// not the point.
func waitOf(p *Problem) string {
	for _, name := range []string{"seconds", "retry_after"} {
		if wait, ok := p.Values[name]; ok {
			return fmt.Sprint(wait)
		}
	}
	return ""
}

func (e *Edge) problemIn(ctx context.Context, language string, err error) *Problem {
	f := fault.Of(err)
	if f.Kind == fault.Broken && db.IsAway(err) {
		f = fault.New(fault.Away, "server.database_away", "seconds", 5).Because(err)
	}
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
	if wait := waitOf(p); wait != "" {
		ctx.SetHeader("Retry-After", wait)
	}
	ctx.SetStatus(p.Status)
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(p)
}

func (e *Edge) refuseHTTP(w http.ResponseWriter, r *http.Request, err error) {
	p := e.problemIn(r.Context(), words.Language(r.Header.Get("Accept-Language")), err)
	w.Header().Set("Content-Type", "application/problem+json")
	if wait := waitOf(p); wait != "" {
		w.Header().Set("Retry-After", wait)
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// NothingHere answers for an address that leads nowhere.
func (e *Edge) NothingHere(w http.ResponseWriter, r *http.Request) {
	e.refuseHTTP(w, r, fault.New(fault.Missing, "request.no_such_path"))
}

// Busy refuses what would be too much at once.
func (e *Edge) Busy(w http.ResponseWriter, r *http.Request) {
	e.refuseHTTP(w, r, fault.New(fault.Limited, "request.too_many", "seconds", 5))
}

// FromElsewhere refuses a browser's request that another site has caused.
func (e *Edge) FromElsewhere(w http.ResponseWriter, r *http.Request) {
	e.refuseHTTP(w, r, fault.New(fault.Denied, "request.cross_site"))
}

// codeOf names what the framework itself finds wrong in a request.
var codeOf = map[int]string{
	http.StatusRequestEntityTooLarge: "request.too_large",
	http.StatusUnsupportedMediaType:  "request.media_type",
	http.StatusBadRequest:            "request.unreadable",
	http.StatusNotAcceptable:         "request.not_acceptable",
	http.StatusInternalServerError:   "server.broken",
}

func init() {
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		language := words.Languages[0]
		if ctx != nil {
			language = words.Language(ctx.Header("Accept-Language"))
		}
		p := &Problem{Type: "about:blank", Status: status, Title: http.StatusText(status), Code: codeOf[status]}
		if p.Code == "" {
			p.Code = "request.invalid"
		}
		if p.Detail = words.Text(language, p.Code, nil); p.Detail == "" {
			p.Detail = msg
		}
		p.Errors = misfits(msg, errs)
		return p
	}
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return huma.NewErrorWithContext(nil, status, msg, errs...)
	}
}

func misfits(msg string, errs []error) (list []Misfit) {
	for _, err := range errs {
		if err == nil {
			continue
		}
		m := Misfit{Message: err.Error()}
		if d, ok := err.(huma.ErrorDetailer); ok {
			m = Misfit{Location: d.ErrorDetail().Location, Message: d.ErrorDetail().Message}
		}
		list = append(list, m)
	}
	if list == nil {
		list = []Misfit{{Message: msg}}
	}
	return list
}
