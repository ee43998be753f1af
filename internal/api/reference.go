package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// reference is what the page of the API shows.
type reference struct {
	Version string
	Groups  []referenceGroup
}

type referenceGroup struct {
	Name string
	Rows []referenceRow
}

type referenceRow struct {
	Method, Path, ID, Summary, Needs string
	Public, Repeats                  bool
	Parameters                       []*huma.Param
	Status                           string
	Request, Answer                  any // examples; nil where there is none
}

func (e *Edge) reference() reference {
	doc := reference{Version: e.Version}
	for _, r := range e.table {
		if len(doc.Groups) == 0 || !slices.ContainsFunc(doc.Groups, func(g referenceGroup) bool { return g.Name == r.tag }) {
			doc.Groups = append(doc.Groups, referenceGroup{Name: r.tag})
		}
		for i := range doc.Groups {
			if doc.Groups[i].Name == r.tag {
				doc.Groups[i].Rows = append(doc.Groups[i].Rows, e.row(r))
			}
		}
	}
	return doc
}

func (e *Edge) row(r route) referenceRow {
	op := e.operationAt(r)
	row := referenceRow{
		Method: r.method, Path: r.path, ID: r.id, Summary: r.summary, Needs: string(r.needs),
		Public: r.public, Repeats: r.repeats, Parameters: op.Parameters,
	}
	if op.RequestBody != nil {
		row.Request = exampleIn(op.RequestBody.Content)
	}
	for status, answer := range op.Responses {
		if strings.HasPrefix(status, "2") && (row.Status == "" || status > row.Status) {
			row.Status, row.Answer = status, exampleIn(answer.Content)
		}
	}
	return row
}

func (e *Edge) operationAt(r route) *huma.Operation {
	item := e.api.OpenAPI().Paths[r.path]
	return map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
	}[r.method]
}

func exampleIn(content map[string]*huma.MediaType) any {
	if m := content["application/json"]; m != nil {
		return m.Example
	}
	return nil
}

// illustrate gives every body in the document an example, made from its schema.
func (e *Edge) illustrate() {
	schemas := e.api.OpenAPI().Components.Schemas
	fill := func(content map[string]*huma.MediaType) {
		for kind, m := range content {
			if strings.HasSuffix(kind, "json") && m.Schema != nil && m.Example == nil {
				m.Example = exampleOf(schemas, m.Schema, "", 0)
			}
		}
	}
	for _, r := range e.table {
		op := e.operationAt(r)
		if op.RequestBody != nil {
			fill(op.RequestBody.Content)
		}
		for status, answer := range op.Responses {
			if strings.HasPrefix(status, "2") {
				fill(answer.Content)
			}
		}
	}
}

// exampleOf builds a believable value for a schema; named examples win.
func exampleOf(schemas huma.Registry, s *huma.Schema, name string, depth int) any {
	if s.Ref != "" {
		s = schemas.SchemaFromRef(s.Ref)
	}
	switch {
	case s == nil || depth > 6:
		return nil
	case len(s.Examples) > 0:
		return s.Examples[0]
	case len(s.Enum) > 0:
		return s.Enum[len(s.Enum)-1]
	case s.Default != nil:
		return s.Default
	}
	switch s.Type {
	case huma.TypeObject:
		object := map[string]any{}
		for field, of := range s.Properties {
			if v := exampleOf(schemas, of, field, depth+1); v != nil {
				object[field] = v
			}
		}
		return object
	case huma.TypeArray:
		if v := exampleOf(schemas, s.Items, strings.TrimSuffix(name, "s"), depth+1); v != nil {
			return []any{v}
		}
		return []any{}
	case huma.TypeBoolean:
		return true
	case huma.TypeInteger, huma.TypeNumber:
		return 1
	case huma.TypeString:
		return exampleText(s, name)
	}
	return nil
}

// exampleTexts are believable values by the name of their field.
var exampleTexts = map[string]string{
	"id": "0193a7c2-5f0e-7c3a-9d52-3f1f4b8f2a10", "name": "王小明", "email": "wang@example.com", "phone": "+8613800138000",
	"subject": "课程打不开", "text": "课程一直打不开，请帮我看看。", "html": "<p>课程一直打不开，请帮我看看。</p>", "preview": "课程一直打不开，请帮我看看。",
	"tag": "退款", "locale": "zh-CN", "time_zone": "Asia/Shanghai", "next": "", "ip": "203.0.113.7", "key": "k3v9x2m7q4w8z1t5",
	"password": "a long sentence is best", "token": "anl_…", "type": "image/png", "url": "/v1/files/0193a7c2?exp=1767225600&sig=…",
	"code": "", "error": "", "client_id": "b1c2d3e4", "secret": "whsec_…", "external_id": "form-4711", "thread": "order-20417",
}

func exampleText(s *huma.Schema, name string) any {
	switch {
	case s.Format == "date-time":
		return "2026-03-02T09:30:00Z"
	case s.ContentEncoding == "base64":
		return "aGVsbG8="
	}
	if text, known := exampleTexts[name]; known {
		return text
	}
	if strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "_upto") {
		return exampleTexts["id"]
	}
	return "…"
}
