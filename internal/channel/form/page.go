package form

import (
	"crypto/rand"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"anlan/internal/arrive/intake"
	"anlan/internal/platform/fault"
	"anlan/internal/words"
)

// page is what page.html shows.
type page struct {
	Language, Title, Intro string
	Other                  string // the other language
	OtherURL, Action       string
	Logo                   template.URL
	Nonce                  string
	Style                  template.CSS
	Say                    func(key string) string
	Fields                 []question
	Slip                   string
	Files, Wrong           bool
	Kept                   []kept
	FilesWrong             string
	Problem                string // instead of the form
	Number                 string // instead of the form: it was sent
	Thanks, Answer, Again  string
}

// question is one field as it is asked.
type question struct {
	intake.Field
	Label, Said, Wrong, Kind, Auto string
	Options                        []option
	First                          bool // where the reader begins after a mistake
}

type option struct {
	Text   string
	Chosen bool
}

func languageOf(r *http.Request) string {
	if asked := r.URL.Query().Get("lang"); asked == "zh-CN" || asked == "en" {
		return asked
	}
	return words.Language(r.Header.Get("Accept-Language"))
}

func (e *Edge) show(w http.ResponseWriter, r *http.Request, c intake.Channel, s intake.FormSettings) error {
	e.page(w, r, http.StatusOK, c, s, entry{slip: newSlip(e.Sealer, c, e.DB.Now())})
	return nil
}

func (e *Edge) page(w http.ResponseWriter, r *http.Request, status int, c intake.Channel, s intake.FormSettings, in entry) {
	p := e.frame(r, s)
	p.Slip, p.Files, p.Kept, p.Wrong = in.slip, s.Files, in.kept, len(in.wrong) > 0
	first := true
	for _, f := range s.Fields {
		q := question{Field: f, Label: f.Label.In(p.Language), Said: in.said[f.Name], Kind: kinds[f.Name], Auto: autos[f.Name]}
		if q.Label == "" {
			q.Label = words.Page(p.Language, "form.field."+f.Name, nil)
		}
		if why := in.wrong[f.Name]; why != "" {
			q.Wrong, q.First, first = words.Page(p.Language, "form.wrong."+why, nil), first, false
		}
		for _, choice := range f.Choices {
			text := choice.In(p.Language)
			q.Options = append(q.Options, option{Text: text, Chosen: q.Said != "" && (q.Said == choice.En || q.Said == choice.ZhCN)})
		}
		p.Fields = append(p.Fields, q)
	}
	if why := in.wrong["files"]; why != "" {
		p.FilesWrong = words.Page(p.Language, "form.wrong."+why, nil)
	}
	e.write(w, r, status, s, p)
}

var (
	kinds = map[string]string{"name": "text", "email": "email", "phone": "tel", "order": "text"}
	autos = map[string]string{"name": "name", "email": "email", "phone": "tel", "order": "off"}
)

// frame is what all pages of a form share.
func (e *Edge) frame(r *http.Request, s intake.FormSettings) page {
	language := languageOf(r)
	p := page{
		Language: language, Title: s.Title.In(language), Intro: s.Intro.In(language), Nonce: rand.Text(),
		Say: func(key string) string { return words.Page(language, key, nil) }, Other: "en", Logo: template.URL(s.Logo), //nolint:gosec // the settings let nothing but a data: picture in
	}
	if p.Title == "" {
		p.Title = p.Say("form.title")
	}
	if language == "en" {
		p.Other = "zh-CN"
	}
	p.Action = r.URL.EscapedPath() + "?lang=" + language
	q := r.URL.Query()
	q.Set("lang", p.Other)
	p.OtherURL = r.URL.EscapedPath() + "?" + q.Encode()
	colour := s.Colour
	if colour == "" {
		colour = "#0f766e"
	}
	p.Style = template.CSS(":root{--brand:" + colour + ";--on-brand:" + onColour(colour) + ";--ink-light:" + inkOn(colour, "#ffffff") + ";--ink-dark:" + inkOn(colour, "#151b1b") + "}") //nolint:gosec // colours only
	return p
}

// sent confirms, with the number to quote.
func (e *Edge) sent(w http.ResponseWriter, r *http.Request, c intake.Channel, s intake.FormSettings) error {
	q := r.URL.Query()
	if !e.Sealer.Valid(sentOf(c, q.Get("n")), q.Get("exp"), q.Get("sig"), e.DB.Now()) {
		http.Redirect(w, r, "/contact/"+url.PathEscape(c.Key), http.StatusSeeOther)
		return nil
	}
	p := e.frame(r, s)
	p.Number, p.Thanks, p.Again = q.Get("n"), s.Thanks.In(p.Language), "/contact/"+url.PathEscape(c.Key)+"?lang="+p.Language
	if p.Thanks == "" {
		p.Thanks = p.Say("form.thanks")
	}
	e.write(w, r, http.StatusOK, s, p)
	return nil
}

var statusOf = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Missing: http.StatusNotFound, fault.Gone: http.StatusGone,
	fault.Conflict: http.StatusConflict, fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Limited: http.StatusTooManyRequests,
}

func (e *Edge) sorry(w http.ResponseWriter, r *http.Request, s intake.FormSettings, err error) {
	f := fault.Of(err)
	status := statusOf[f.Kind]
	if status == 0 {
		status = http.StatusInternalServerError
		e.Log.Error("a contact form failed", "path", r.URL.Path, "err", err)
	}
	p := e.frame(r, s)
	p.Problem = words.Text(p.Language, f.Code, f.Values)
	e.write(w, r, status, s, p)
}

func (e *Edge) write(w http.ResponseWriter, r *http.Request, status int, s intake.FormSettings, p page) {
	ancestors := "*"
	if len(s.AllowedOrigins) > 0 {
		ancestors = "'self' " + strings.Join(s.AllowedOrigins, " ")
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", p.Language)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Vary", "Accept-Language")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+p.Nonce+"'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors "+ancestors)
	w.WriteHeader(status)
	if err := pages.Execute(w, p); err != nil && r.Context().Err() == nil {
		e.Log.Error("a contact form was not shown", "err", err)
	}
}
