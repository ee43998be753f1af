package observe

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// slow is when a person begins to wonder; such a request is worth a line.
const slow = time.Second

// HTTP watches every request that mux answers: an id, a count, a line in the
// log, and a panic that stays one request's trouble. It has to wrap the mux
// itself: what replaces the request on the way would hide the route.
func HTTP(mux http.Handler, log *slog.Logger, metrics *Metrics) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		request, a := identified(w, r), &answer{ResponseWriter: w}
		metrics.open.Inc()
		defer func() {
			metrics.open.Dec()
			// Who wraps us sees the route, and net/http finds uploaded files to remove.
			r.Pattern, r.MultipartForm = request.Pattern, request.MultipartForm
			gone := recovered(recover(), a, request, log)
			took := time.Since(began)
			metrics.answered(Route(request), method(request), a.status, took)
			line(log, request, a, took)
			if gone {
				panic(http.ErrAbortHandler)
			}
		}()
		mux.ServeHTTP(a, request)
		if a.status == 0 {
			a.status = http.StatusOK
		}
	})
}

// Route is the pattern that answered, without values, so that a label has few.
func Route(r *http.Request) string {
	_, path, found := strings.Cut(r.Pattern, " ")
	switch {
	case found:
		return path
	case r.Pattern != "":
		return r.Pattern
	}
	return "none"
}

// method keeps invented methods from becoming labels.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// recovered turns a panic into an answer, where one can still be given. It
// says whether the connection has to be cut instead.
func recovered(cause any, a *answer, r *http.Request, log *slog.Logger) (cut bool) {
	if cause == nil {
		return false
	}
	if cause != http.ErrAbortHandler {
		log.ErrorContext(r.Context(), "panic while answering",
			"route", Route(r), "panic", fmt.Sprint(cause), "stack", string(debug.Stack()))
	}
	if a.status != 0 || cause == http.ErrAbortHandler {
		return true // half an answer must not look like a whole one
	}
	a.Header().Set("Content-Type", "application/problem+json")
	a.WriteHeader(http.StatusInternalServerError)
	fmt.Fprintf(a, `{"type":"about:blank","title":"Internal Server Error","status":500,"code":"server.broken","detail":"request %s","errors":[]}`,
		RequestID(r.Context()))
	return false
}

// line writes the access log. Query strings stay out: they carry signatures,
// setup tokens and what people searched for.
func line(log *slog.Logger, r *http.Request, a *answer, took time.Duration) {
	log.LogAttrs(r.Context(), weight(a.status, took), "answered",
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.String("route", Route(r)),
		slog.Int("status", a.status),
		slog.Int64("bytes", a.bytes),
		slog.Float64("took_ms", float64(took.Microseconds())/1000),
	)
}

// weight lets a healthy server be quiet: ours to mend is an error, theirs and
// what was slow is worth knowing, the rest is there for who looks for it.
func weight(status int, took time.Duration) slog.Level {
	switch {
	case status >= 500:
		return slog.LevelError
	case status >= 400, took >= slow && status != http.StatusSwitchingProtocols:
		return slog.LevelInfo
	}
	return slog.LevelDebug
}
