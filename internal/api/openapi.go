package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"reflect"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// Document is the OpenAPI 3.1 description, as it is served and kept in the repository.
func (e *Edge) Document() ([]byte, error) {
	doc, err := json.Marshal(e.api.OpenAPI())
	if err != nil {
		return nil, err
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, doc, "", "  "); err != nil {
		return nil, err
	}
	pretty.WriteByte('\n')
	return pretty.Bytes(), nil
}

func (e *Edge) openAPI(w http.ResponseWriter, r *http.Request) {
	doc, err := e.Document()
	if err != nil {
		e.refuseHTTP(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(doc)
}

//go:embed docs.html
var docsPage string

var docsTemplate = template.Must(template.New("docs").Funcs(template.FuncMap{"json": func(v any) string {
	b, _ := json.MarshalIndent(v, "", "  ")
	return string(b)
}}).Parse(docsPage))

// docs is the reference as a page: plain HTML, no scripts, nothing from elsewhere.
func (e *Edge) docs(w http.ResponseWriter, r *http.Request) {
	var page bytes.Buffer
	if err := docsTemplate.Execute(&page, e.reference()); err != nil {
		e.refuseHTTP(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	_, _ = w.Write(page.Bytes())
}
