package webchat

import (
	"embed"
	"encoding/json"
	"html/template"
	"net/http"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/continuation"
	"anlan/internal/words"
)

//go:embed stop.html
var stopFile embed.FS

var stopPage = template.Must(template.ParseFS(stopFile, "stop.html"))

// resume lets whoever holds the link of a mail into its conversation, for a while.
func (e *Edge) resume(w http.ResponseWriter, r *http.Request, c intake.Channel) error {
	var in struct {
		Ticket string `json:"ticket"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10)).Decode(&in); err != nil {
		return fault.New(fault.Invalid, "widget.unreadable").Because(err)
	}
	if err := e.limits.take("identity:"+e.Address(r), byIdentity, e.DB.Now()); err != nil {
		return err
	}
	id, err := e.Continuations.Resume(r.Context(), in.Ticket)
	if err != nil {
		return err
	}
	name, err := e.visitorOf(r, c, id)
	if err != nil {
		return err
	}
	return e.welcome(w, r, c, visitor{name: name, guest: true}, guestToken(e.Sealer, c, name, e.DB.Now()))
}

// visitorOf is whose thread a conversation is.
func (e *Edge) visitorOf(r *http.Request, c intake.Channel, id fact.ConversationID) (name string, err error) {
	err = e.DB.Read().NewRaw("SELECT COALESCE(thread, '') FROM conversation WHERE id = ? AND channel_id = ?", id, c.ID).Scan(r.Context(), &name)
	if err != nil && !db.IsNone(err) {
		return "", err
	}
	const lead = "visitor:"
	if len(name) <= len(lead) || name[:len(lead)] != lead {
		return "", fault.New(fault.Gone, "continuation.link_over")
	}
	return name[len(lead):], nil
}

// hosted is the chat as a page of its own, for the links in mails and for shops
// without a site.
func (e *Edge) hosted(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", policy(r, "'none'"))
	w.Header().Set("Referrer-Policy", "no-referrer")
	e.serve(w, r, "frame.html", never)
}

// stop ends the mails about one conversation: a page that asks, since programs
// that look at links before people do would stop them unasked, and the one click
// of a mail program, which posts.
func (e *Edge) stop(w http.ResponseWriter, r *http.Request) {
	language := words.Language(r.Header.Get("Accept-Language"))
	q := r.URL.Query()
	page := struct{ Language, Title, Text, Button, Query string }{Language: language, Query: r.URL.RawQuery}
	status := http.StatusOK
	page.Title = words.Page(language, "continuation.stop.title", nil)
	if r.Method == http.MethodPost {
		page.Text = words.Page(language, "continuation.stop.done", nil)
		err := e.limits.take("address:"+e.Address(r), byAddress, e.DB.Now())
		if err == nil {
			err = e.Continuations.Stop(r.Context(), continuation.ID(q.Get("mail")), q.Get("exp"), q.Get("sig"))
		}
		if err != nil {
			f := fault.Of(err)
			page.Text = words.Text(language, f.Code, f.Values)
			if status = statusOf[f.Kind]; status == 0 {
				status = http.StatusInternalServerError
				e.Log.Error("mails were not stopped", "err", err)
			}
		}
	} else {
		page.Text, page.Button = words.Page(language, "continuation.stop.ask", nil), words.Page(language, "continuation.stop.button", nil)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", never)
	w.WriteHeader(status)
	_ = stopPage.Execute(w, page) // whoever asked may have left
}
