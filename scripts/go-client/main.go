// Command go-client reads the OpenAPI document and writes the types and calls of
// package client. It knows the subset of JSON Schema that our document uses, and
// stops at whatever it does not know.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"go/format"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

type document struct {
	Paths      map[string]map[string]operation `json:"paths"`
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
}

type operation struct {
	ID         string      `json:"operationId"`
	Summary    string      `json:"summary"`
	Parameters []parameter `json:"parameters"`
	Body       *struct {
		Content map[string]media `json:"content"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]media `json:"content"`
	} `json:"responses"`
}

type parameter struct {
	Name        string `json:"name"`
	In          string `json:"in"`
	Description string `json:"description"`
	Schema      schema `json:"schema"`
}

type media struct {
	Schema schema `json:"schema"`
}

type schema struct {
	Ref         string            `json:"$ref"`
	Type        oneOrMany         `json:"type"`
	Format      string            `json:"format"`
	Encoding    string            `json:"contentEncoding"`
	Description string            `json:"description"`
	Properties  map[string]schema `json:"properties"`
	Required    []string          `json:"required"`
	Items       *schema           `json:"items"`
	Additional  json.RawMessage   `json:"additionalProperties"`
	Enum        []any             `json:"enum"`
}

// oneOrMany is a type, or a type and "null".
type oneOrMany []string

func (o *oneOrMany) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*o = oneOrMany{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(o))
}

func (o oneOrMany) nullable() bool { return slices.Contains(o, "null") }

func (o oneOrMany) name() string {
	for _, t := range o {
		if t != "null" {
			return t
		}
	}
	return ""
}

func main() {
	var doc document
	if err := json.NewDecoder(os.Stdin).Decode(&doc); err != nil {
		fail(err)
	}
	var out bytes.Buffer
	fmt.Fprint(&out, "// Code generated from openapi.json by scripts/go-client. DO NOT EDIT.\n\npackage client\n\n"+
		"import (\n\t\"context\"\n\t\"encoding/json\"\n\t\"net/http\"\n\t\"net/url\"\n\t\"time\"\n)\n\n")
	for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
		if name != "Problem" && name != "Misfit" { // refusals are read by hand
			writeType(&out, name, doc.Components.Schemas[name])
		}
	}
	type call struct {
		path, method string
		operation
	}
	var calls []call
	for path, methods := range doc.Paths {
		for method, op := range methods {
			calls = append(calls, call{path, method, op})
		}
	}
	slices.SortFunc(calls, func(a, b call) int { return cmp.Compare(a.ID, b.ID) })
	for _, c := range calls {
		writeCall(&out, c.path, strings.ToUpper(c.method), c.operation)
	}
	text, err := format.Source(out.Bytes())
	if err != nil {
		fail(fmt.Errorf("%w\n%s", err, out.String()))
	}
	if _, err := os.Stdout.Write(text); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "go-client:", err)
	os.Exit(1)
}

func writeType(out *bytes.Buffer, name string, s schema) {
	if s.Type.name() != "object" || s.Properties == nil {
		fmt.Fprintf(out, "// %s is as the document says.\ntype %s %s\n\n", exported(name), exported(name), goType(s))
		return
	}
	fmt.Fprintf(out, "// %s is one of the objects of the API.\ntype %s struct {\n", exported(name), exported(name))
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		writeField(out, field, s.Properties[field], slices.Contains(s.Required, field))
	}
	fmt.Fprint(out, "}\n\n")
	if items, ok := s.Properties["items"]; ok && s.Properties["next"].Type != nil {
		fmt.Fprintf(out, "func (p %s) page() (%s, string) { return p.Items, p.Next }\n\n", exported(name), goType(items))
	}
}

func writeField(out *bytes.Buffer, name string, s schema, required bool) {
	kind := goType(s)
	if pointed(s, required) && !strings.HasPrefix(kind, "*") {
		kind = "*" + kind
	}
	tag := name
	if !required {
		tag += ",omitempty"
	}
	comment := ""
	if text := described(s); text != "" {
		comment = " // " + text
	}
	fmt.Fprintf(out, "\t%s %s `json:%q`%s\n", exported(name), kind, tag, comment)
}

// pointed tells whether nothing must be told apart from the empty value: objects
// that may be null, and what may be left out of a change.
func pointed(s schema, required bool) bool {
	if s.Ref != "" {
		return !strings.HasSuffix(s.Ref, "Can")
	}
	if s.Type.nullable() {
		return s.Type.name() != "array"
	}
	switch s.Type.name() {
	case "string", "integer", "number", "boolean":
		return !required
	}
	return false
}

func described(s schema) string {
	text := strings.ReplaceAll(s.Description, "\n", " ")
	if len(s.Enum) == 0 {
		return text
	}
	var values []string
	for _, v := range s.Enum {
		values = append(values, fmt.Sprintf("%q", v))
	}
	return strings.TrimSpace(text + " one of " + strings.Join(values, ", "))
}

func goType(s schema) string {
	if s.Ref != "" {
		return exported(s.Ref[strings.LastIndexByte(s.Ref, '/')+1:])
	}
	switch s.Type.name() {
	case "":
		return "json.RawMessage"
	case "string":
		switch {
		case s.Format == "date-time":
			return "time.Time"
		case s.Encoding == "base64":
			return "[]byte"
		}
		return "string"
	case "integer":
		return "int64"
	case "number":
		return "float64"
	case "boolean":
		return "bool"
	case "array":
		return "[]" + goType(*s.Items)
	case "object":
		return objectType(s)
	}
	fail(fmt.Errorf("a type that this program does not know: %v", s.Type))
	return ""
}

func objectType(s schema) string {
	var values schema
	if len(s.Properties) == 0 {
		if json.Unmarshal(s.Additional, &values) == nil && (values.Type != nil || values.Ref != "") {
			return "map[string]" + goType(values)
		}
		return "map[string]any"
	}
	var out bytes.Buffer
	out.WriteString("struct {\n")
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		writeField(&out, field, s.Properties[field], slices.Contains(s.Required, field))
	}
	out.WriteString("}")
	return out.String()
}

var braces = regexp.MustCompile(`\{([a-z_]+)\}`)

func writeCall(out *bytes.Buffer, path, method string, op operation) {
	answer, ok := answerOf(op)
	body := ""
	if op.Body != nil {
		m, isJSON := op.Body.Content["application/json"]
		if ok = ok && isJSON; ok {
			body = goType(m.Schema)
		}
	}
	if !ok {
		return // files and raw mails have calls of their own, written by hand
	}
	name := exported(op.ID)
	args, query, once := []string{"ctx context.Context"}, []parameter{}, false
	for _, p := range op.Parameters {
		switch p.In {
		case "path":
			args = append(args, argument(p.Name)+" "+goType(p.Schema))
		case "query":
			query = append(query, p)
		case "header":
			once = once || p.Name == "Idempotency-Key"
		}
	}
	if body != "" {
		args = append(args, "body "+body)
	}
	if len(query) > 0 {
		writeQuery(out, name, query)
		args = append(args, "query *"+name+"Query")
	}
	results, target := "error", "nil"
	if answer != "" {
		results, target = "("+answer+", error)", "&out"
	}
	fmt.Fprintf(out, "// %s: %s.\n//\n//\t%s %s\nfunc (c *Client) %s(%s) %s {\n", name, strings.TrimSuffix(op.Summary, "."), method, path, name, strings.Join(args, ", "), results)
	fmt.Fprintf(out, "\trequest := call{method: http.Method%s, path: %s", methodName(method), pathOf(path, op.Parameters))
	if len(query) > 0 {
		fmt.Fprint(out, ", query: query.values()")
	}
	if body != "" {
		fmt.Fprint(out, ", body: body")
	}
	if once {
		fmt.Fprint(out, ", once: true")
	}
	fmt.Fprint(out, "}\n")
	if answer == "" {
		fmt.Fprintf(out, "\treturn c.do(ctx, request, nil)\n}\n\n")
		return
	}
	fmt.Fprintf(out, "\tvar out %s\n\terr := c.do(ctx, request, %s)\n\treturn out, err\n}\n\n", answer, target)
}

// answerOf is the type of a good answer, "" when it is empty.
func answerOf(op operation) (kind string, known bool) {
	for _, code := range slices.Sorted(maps.Keys(op.Responses)) {
		if code[0] != '2' {
			continue
		}
		content := op.Responses[code].Content
		if len(content) == 0 {
			return "", true
		}
		m, isJSON := content["application/json"]
		return goType(m.Schema), isJSON
	}
	return "", false
}

func methodName(method string) string { return method[:1] + strings.ToLower(method[1:]) }

func pathOf(path string, parameters []parameter) string {
	kinds := map[string]string{}
	for _, p := range parameters {
		if p.In == "path" {
			kinds[p.Name] = goType(p.Schema)
		}
	}
	text := braces.ReplaceAllStringFunc(path, func(m string) string {
		name := m[1 : len(m)-1]
		if kinds[name] == "int64" {
			return `" + number(` + argument(name) + `) + "`
		}
		return `" + url.PathEscape(` + argument(name) + `) + "`
	})
	return strings.TrimSuffix(`"`+text+`"`, ` + ""`)
}

func writeQuery(out *bytes.Buffer, name string, query []parameter) {
	fmt.Fprintf(out, "// %sQuery narrows %s; what is empty does not.\ntype %sQuery struct {\n", name, name, name)
	for _, p := range query {
		comment := ""
		if text := described(schema{Description: p.Description, Enum: p.Schema.Enum}); text != "" {
			comment = " // " + text
		}
		fmt.Fprintf(out, "\t%s %s%s\n", exported(p.Name), goType(p.Schema), comment)
	}
	fmt.Fprintf(out, "}\n\nfunc (q *%sQuery) values() url.Values {\n\tv := url.Values{}\n\tif q == nil {\n\t\treturn v\n\t}\n", name)
	for _, p := range query {
		field := "q." + exported(p.Name)
		switch kind := goType(p.Schema); kind {
		case "string":
			fmt.Fprintf(out, "\ttext(v, %q, %s)\n", p.Name, field)
		case "int64":
			fmt.Fprintf(out, "\ttext(v, %q, someNumber(%s))\n", p.Name, field)
		case "bool":
			fmt.Fprintf(out, "\ttext(v, %q, someBool(%s))\n", p.Name, field)
		case "time.Time":
			fmt.Fprintf(out, "\ttext(v, %q, someTime(%s))\n", p.Name, field)
		case "[]string":
			fmt.Fprintf(out, "\ttext(v, %q, list(%s))\n", p.Name, field)
		default:
			fail(fmt.Errorf("%s: a query of a type that this program does not know: %s", p.Name, kind))
		}
	}
	fmt.Fprint(out, "\treturn v\n}\n\n")
}

// initials are written in capitals, as Go people do.
var initials = map[string]string{"id": "ID", "url": "URL", "html": "HTML", "ip": "IP", "sha256": "SHA256", "ms": "MS", "csv": "CSV", "jsonl": "JSONL", "totp": "TOTP", "ids": "IDs"}

func exported(name string) string {
	var out strings.Builder
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == '.' || r == '/' }) {
		if word, ok := initials[part]; ok {
			out.WriteString(word)
			continue
		}
		out.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return out.String()
}

func argument(name string) string {
	text := exported(name)
	if text == strings.ToUpper(text) {
		return strings.ToLower(text)
	}
	return strings.ToLower(text[:1]) + text[1:]
}
