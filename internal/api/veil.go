package api

import (
	"context"
	"maps"
	"slices"
	"strings"

	"anlan/internal/arrive/conversation"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/privacy"
)

// covered puts an answer before who asked as they may see it. Every answer passes
// here, so a new route need not think of it.
func (e *Edge) covered(ctx context.Context, r route, body any) (any, error) {
	if r.bare() {
		return body, nil
	}
	veil, err := e.Masks.For(ctx, caller(ctx).who)
	if err != nil {
		return nil, err
	}
	return veil.Answer(body), nil
}

// bare tells whether what a route gives out is not masked.
func (r route) bare() bool { return r.clear || ours[r.tag] || r.public && !r.inbound }

// coveredFault puts what a refusal speaks of before who asked as they may see it. To
// whom a value belongs they are not told where they may not see such values: else
// asking would find out whose a number is.
func (e *Edge) coveredFault(ctx context.Context, r route, err error) error {
	f := *fault.Of(err)
	if r.bare() || len(f.Values) == 0 {
		return err
	}
	veil, failed := e.Masks.For(ctx, caller(ctx).who)
	if failed != nil {
		return failed
	}
	if !veil.Hides() {
		return err
	}
	value, _ := f.Values["value"].(string)
	if taken[f.Code] && (veil.Covers(privacy.Kind(f.Field)) || veil.Finds(value)) {
		return fault.New(f.Kind, "contact.identity_hidden").At(f.Field)
	}
	f.Values, _ = veil.Answer(f.Values).(map[string]any)
	if name, is := f.Values["name"].(string); is && f.Values["contact"] != nil {
		f.Values = maps.Clone(f.Values)
		f.Values["name"] = veil.Whole(privacy.Name, name)
	}
	return &f
}

// taken are the refusals that tell whose a value is.
var taken = map[string]bool{"contact.identity_taken": true, "contact.identity_belongs": true}

// ours are the resources in which nothing is a customer's: people here and how they
// sign in.
var ours = map[string]bool{
	"Account": true, "Second factor": true, "Sign-in": true, "Staff": true, "Statuses": true, "Teams": true, "Tokens": true,
}

// readable leaves of some messages those whose words stand in what the reader sees:
// else finding would tell what is hidden.
func (e *Edge) readable(ctx context.Context, who access.Actor, list []conversation.Message, words string) ([]conversation.Message, error) {
	veil, err := e.Masks.For(ctx, who)
	if err != nil || words == "" || !veil.Hides() {
		return list, err
	}
	words = strings.ToLower(words)
	return slices.DeleteFunc(list, func(m conversation.Message) bool {
		return !strings.Contains(strings.ToLower(veil.Text(m.Text)), words)
	}), nil
}

// unguessed refuses to look for a whole value that the asking person may not see: the
// answer would confirm it.
func (e *Edge) unguessed(ctx context.Context, who access.Actor, values ...string) error {
	veil, err := e.Masks.For(ctx, who)
	if err != nil {
		return err
	}
	for _, value := range values {
		_, behind, _ := strings.Cut(value, ":")
		if veil.Finds(value) || veil.Finds(behind) {
			return fault.New(fault.Denied, "privacy.search_hidden")
		}
	}
	return nil
}

// unasked refuses to try a condition where something is hidden from who asks: it could
// ask for a number digit by digit.
func (e *Edge) unasked(ctx context.Context, who access.Actor) error {
	veil, err := e.Masks.For(ctx, who)
	if err == nil && veil.Hides() {
		err = fault.New(fault.Denied, "privacy.preview_hidden")
	}
	return err
}

// whole refuses who does not see everything: in the raw bytes of a message nothing
// can be hidden.
func (e *Edge) whole(ctx context.Context) error {
	veil, err := e.Masks.For(ctx, caller(ctx).who)
	if err == nil && veil.Hides() {
		err = fault.New(fault.Denied, "privacy.raw_hidden")
	}
	return err
}
