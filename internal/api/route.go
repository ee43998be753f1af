package api

import (
	"context"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"anlan/internal/people/access"
)

// route is one row of the table of routes.
type route struct {
	id      string // operation id
	method  string
	path    string
	summary string
	tag     string
	status  int // of a good answer; 0 = 200
	public  bool
	inbound bool // public, and proves itself by a token or a signature
	repeats bool // takes an Idempotency-Key
	body    int64
	clear   bool              // its answer holds nothing of a customer, or only what the reader wrote; it is not masked
	needs   access.Permission // what the caller needs at least; the verb decides
}

// answer is what a handler gives back. It is one type for all routes, and so is what
// stands behind a route compiled once for each kind of question: with the type of the
// body in it, this package takes minutes.
type answer struct {
	Status    int
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Cache     string        `header:"Cache-Control"`
	Body      any
}

// nothing is the body of an answer that has none.
type nothing struct{}

// handle puts one typed function behind a route.
func handle[I, O any](e *Edge, r route, do func(context.Context, access.Actor, *I) (O, error)) {
	withCookies(e, r, func(ctx context.Context, who access.Actor, in *I) (O, []http.Cookie, error) {
		out, err := do(ctx, who, in)
		return out, nil, err
	})
}

func withCookies[I, O any](e *Edge, r route, do func(context.Context, access.Actor, *I) (O, []http.Cookie, error)) {
	register(e, r, reflect.TypeFor[O](), func(ctx context.Context, in *I) (any, []http.Cookie, error) {
		return once(ctx, e, r, in, func() (O, []http.Cookie, error) { return do(ctx, caller(ctx).who, in) })
	})
}

func register[I any](e *Edge, r route, out reflect.Type, do func(context.Context, *I) (any, []http.Cookie, error)) {
	e.table = append(e.table, r)
	op := e.operation(r)
	good := e.answers(&op, out)
	huma.Register(e.api, op, func(ctx context.Context, in *I) (*answer, error) {
		clean(in)
		body, cookies, err := do(ctx, in)
		if err == nil {
			body, err = e.covered(ctx, r, body)
		}
		if err != nil {
			return nil, e.problem(ctx, e.coveredFault(ctx, r, err))
		}
		return &answer{Status: op.DefaultStatus, SetCookie: cookies, Cache: "private, no-store", Body: body}, nil
	})
	if out == reflect.TypeFor[nothing]() {
		good.Content = nil // and none is written with 204
	}
}

// answers describes the good answer, which the library knows as any.
func (e *Edge) answers(op *huma.Operation, out reflect.Type) *huma.Response {
	good := &huma.Response{}
	if out == reflect.TypeFor[nothing]() {
		op.DefaultStatus = http.StatusNoContent
	} else {
		body := huma.SchemaFromField(e.api.OpenAPI().Components.Schemas, reflect.StructField{Name: "Body", Type: out}, op.OperationID+"Response")
		good.Content = map[string]*huma.MediaType{"application/json": {Schema: body}}
	}
	op.Responses = map[string]*huma.Response{strconv.Itoa(op.DefaultStatus): good}
	return good
}

func (e *Edge) operation(r route) huma.Operation {
	op := huma.Operation{
		OperationID: r.id, Method: r.method, Path: r.path, Summary: r.summary, Tags: []string{r.tag},
		DefaultStatus: r.status, MaxBodyBytes: r.body, Metadata: map[string]any{"route": r},
		Errors: []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError},
	}
	if op.DefaultStatus == 0 {
		op.DefaultStatus = http.StatusOK
	}
	if r.body > 0 {
		op.BodyReadTimeout = 5 * time.Minute // a large body over a slow line
	}
	if !r.public {
		op.Security = []map[string][]string{{"token": {}}, {"session": {}}}
		op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden)
	}
	if r.needs != "" {
		op.Description = "Needs the permission `" + string(r.needs) + "`."
	}
	if r.repeats {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: "string", MaxLength: new(200)},
			Description: "The same key with the same request gives the same answer, for a day.",
		})
	}
	return op
}
