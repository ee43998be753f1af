// Package form is a contact form by address: a page that works without scripts,
// in both languages, on its own or in a frame on somebody's site. What is sent
// goes through the one door like everything else. Junk is held off without third
// parties, and nothing that was accepted is ever dropped: what looks like junk
// comes in behind the others, marked, with the reasons.
//
// Facts out, through intake and conversation: conversation.opened, message.arrived.
package form

import (
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/seal"
)

//go:embed page.html assets
var files embed.FS

var pages = template.Must(template.ParseFS(files, "page.html"))

// Edge is what the form's page reaches.
type Edge struct {
	DB       *db.DB
	Channels *intake.Channels
	Door     *intake.Door
	Inbox    *conversation.Inbox
	Files    *conversation.Files
	Sealer   *seal.Sealer
	Log      *slog.Logger
	// Address tells who is asking, with trusted proxies taken off.
	Address func(*http.Request) string

	echo   intake.Echo
	limits limits
}

// Routes puts the form on a mux.
func (e *Edge) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /contact.js", e.asset("contact.js"))
	mux.HandleFunc("GET /contact-assets/form.js", e.asset("form.js"))
	mux.HandleFunc("GET /contact-assets/form.css", e.asset("form.css"))
	mux.HandleFunc("GET /contact/{key}", e.onForm(e.show))
	mux.HandleFunc("POST /contact/{key}", e.onForm(e.take))
	mux.HandleFunc("GET /contact/{key}/sent", e.onForm(e.sent))
}

type handler func(w http.ResponseWriter, r *http.Request, c intake.Channel, s intake.FormSettings) error

// onForm finds the form; one that is closed or unknown says so kindly.
func (e *Edge) onForm(next handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, s, err := e.enter(r)
		if err == nil {
			err = next(w, r, c, s)
		}
		if err != nil {
			e.sorry(w, r, s, err)
		}
	}
}

func (e *Edge) enter(r *http.Request) (c intake.Channel, s intake.FormSettings, err error) {
	if err := e.limits.take(intake.Neighbourhood(e.Address(r)), e.DB.Now()); err != nil {
		return c, s, err
	}
	c, err = e.Channels.ByKey(r.Context(), r.PathValue("key"))
	switch {
	case err != nil:
		return c, s, err
	case c.Kind != intake.Form:
		return c, s, fault.New(fault.Missing, "channel.missing")
	}
	if s, err = c.Form(); err == nil && c.State != "active" {
		err = fault.New(fault.Gone, "channel.closed", "channel", c.Name)
	}
	return c, s, err
}

func (e *Edge) asset(name string) http.HandlerFunc {
	content, err := files.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	kind := map[bool]string{true: "text/css; charset=utf-8", false: "text/javascript; charset=utf-8"}[name == "form.css"]
	return func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "public, max-age=300")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin") // contact.js is made for other sites
		_, _ = w.Write(content)                               // whoever asked may have left
	}
}

// limits bound what one network may ask for; a whole office may share it.
type limits struct {
	mu   sync.Mutex
	of   map[string]*rate.Limiter
	tidy time.Time
}

func (l *limits) take(who string, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil || now.Sub(l.tidy) > 10*time.Minute {
		l.of, l.tidy = map[string]*rate.Limiter{}, now
	}
	if l.of[who] == nil {
		l.of[who] = rate.NewLimiter(2, 120)
	}
	if !l.of[who].AllowN(now, 1) {
		return fault.New(fault.Limited, "request.too_many", "seconds", 1)
	}
	return nil
}
