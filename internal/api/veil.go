package api

import (
	"context"
	"maps"
	"slices"
	"strings"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
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

// readable walks messages. Where words are looked for it gives those in which the words
// stand as the reader sees them, and tells of a next page only where such a one is left:
// else finding, or that there is more to find, would tell what is hidden.
func (e *Edge) readable(ctx context.Context, who access.Actor, id fact.ConversationID, w conversation.Walk) (list []conversation.Message, more bool, err error) {
	veil, err := e.Masks.For(ctx, who)
	if err != nil {
		return nil, false, err
	}
	if w.Words == "" || !veil.Hides() {
		return e.Inbox.Messages(ctx, who, id, w)
	}
	words, limit := strings.ToLower(w.Words), w.Limit
	w.Limit = messagesAtOnce
	for {
		page, further, err := e.Inbox.Messages(ctx, who, id, w)
		if err != nil {
			return nil, false, err
		}
		for _, m := range page {
			if strings.Contains(strings.ToLower(veil.Text(m.Text)), words) {
				list = append(list, m)
			}
		}
		if len(list) > limit {
			return list[:limit], true, nil
		}
		if !further || len(page) == 0 {
			return list, false, nil
		}
		if last := page[len(page)-1].ID; w.NewFirst {
			w.Before = last
		} else {
			w.After = last
		}
	}
}

// messagesAtOnce is how many messages are looked through in one go.
const messagesAtOnce = 200

// finds tells whether some words stand in a text as the reader sees it.
func (e *Edge) finds(ctx context.Context, who access.Actor, words string) (func(texts ...string) bool, error) {
	veil, err := e.Masks.For(ctx, who)
	if err != nil || strings.TrimSpace(words) == "" || !veil.Hides() {
		return func(...string) bool { return true }, err
	}
	words = strings.ToLower(strings.TrimSpace(words))
	return func(texts ...string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(strings.ToLower(veil.Text(text)), words) })
	}, nil
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
