package webchat

import (
	"encoding/json"
	"fmt"
	"net/http"

	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/words"
)

var statusOf = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.SignedOut: http.StatusUnauthorized,
	fault.Denied: http.StatusForbidden, fault.Missing: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.Gone: http.StatusGone, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.Unreadable: http.StatusUnsupportedMediaType, fault.Limited: http.StatusTooManyRequests,
	fault.Away: http.StatusServiceUnavailable,
}

type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code"`
}

// refuse answers with a problem document. The widget has its own sentences and
// needs the code; the detail is for whoever looks at the wire.
func (e *Edge) refuse(w http.ResponseWriter, r *http.Request, err error) {
	f := fault.Of(err)
	if f.Kind == fault.Broken && db.IsAway(err) {
		f = fault.New(fault.Away, "server.database_away", "seconds", 5).Because(err)
	}
	status := statusOf[f.Kind]
	if status == 0 {
		status = http.StatusInternalServerError
	}
	if status >= http.StatusInternalServerError && r.Context().Err() == nil {
		e.Log.Error("a visitor's request failed", "path", r.URL.Path, "code", f.Code, "err", err)
	}
	if after := f.Values["seconds"]; after != nil && (status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable) {
		w.Header().Set("Retry-After", fmt.Sprint(after))
	}
	p := problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: f.Code}
	p.Detail = words.Text(words.Language(r.Header.Get("Accept-Language")), f.Code, f.Values)
	answer(w, "application/problem+json", status, p)
}

// answer never lets anybody keep what it says: one visitor must not see another's.
func answer(w http.ResponseWriter, mediaType string, status int, body any) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-store")
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // whoever asked may have left
}

func answerJSON(w http.ResponseWriter, status int, body any) {
	answer(w, "application/json", status, body)
}

// mayPass tells whether sending the same message again later may help.
func mayPass(f *fault.Fault) bool {
	switch f.Kind {
	case fault.Limited, fault.Broken, fault.Away, fault.Conflict:
		return true
	}
	return false
}
