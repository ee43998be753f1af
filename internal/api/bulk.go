package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/bulk"
)

func (e *Edge) routeBulk() {
	const tag = "Bulk actions"
	handle(e, route{id: "list-bulk-actions", method: http.MethodGet, path: "/v1/bulk-actions", summary: "What you have lately done to many conversations", tag: tag, needs: access.ConversationBulk}, e.listBulk)
	handle(e, route{id: "begin-bulk-action", method: http.MethodPost, path: "/v1/bulk-actions", summary: "Do something to many conversations", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ConversationBulk}, e.beginBulk)
	handle(e, route{id: "get-bulk-action", method: http.MethodGet, path: "/v1/bulk-actions/{id}", summary: "How far it has come, and what was refused", tag: tag, needs: access.ConversationBulk}, e.getBulk)
	handle(e, route{id: "cancel-bulk-action", method: http.MethodPost, path: "/v1/bulk-actions/{id}/cancellation", summary: "Stop it; what was done stays", tag: tag, needs: access.ConversationBulk}, e.cancelBulk)
	handle(e, route{id: "undo-bulk-action", method: http.MethodPost, path: "/v1/bulk-actions/{id}/undo", summary: "Put back what was not changed since, within an hour", tag: tag, needs: access.ConversationBulk}, e.undoBulk)
}

func (e *Edge) listBulk(ctx context.Context, who access.Actor, _ *struct{}) (All[bulk.Action], error) {
	list, err := e.Bulk.List(ctx, who)
	return whole(list), err
}

// bulkQuery names conversations by what they have in common.
type bulkQuery struct {
	View    string               `json:"view,omitempty" doc:"the key of a view"`
	Filter  *conversation.Filter `json:"filter,omitempty" doc:"instead of a view"`
	Tag     string               `json:"tag,omitempty"`
	Channel fact.ChannelID       `json:"channel,omitempty"`
	AsOf    int64                `json:"as_of,omitempty" doc:"cursor of the list that was looked at; conversations that were moved since are left alone"`
}

type bulkOrder struct {
	Body struct {
		IDs   []fact.ConversationID `json:"ids,omitempty" nullable:"false" doc:"up to 1000 conversations; up to 50 are done before the answer"`
		Query *bulkQuery            `json:"query,omitempty" doc:"instead of ids: all of a view or filter, at most 100,000"`
		Acts  conversation.Acts     `json:"acts,omitempty"`
		Macro fact.MacroID          `json:"macro,omitempty" doc:"instead of acts: the id of a macro, done to each conversation wholly or not at all"`
	}
}

func (e *Edge) beginBulk(ctx context.Context, who access.Actor, in *bulkOrder) (bulk.Action, error) {
	order := bulk.Order{IDs: in.Body.IDs, Acts: in.Body.Acts, Macro: in.Body.Macro}
	if q := in.Body.Query; q != nil {
		query, err := e.bulkQuery(ctx, who, *q)
		if err != nil {
			return bulk.Action{}, err
		}
		order.Query, order.AsOf = &query, q.AsOf
	}
	return e.Bulk.Begin(ctx, who, order)
}

func (e *Edge) bulkQuery(ctx context.Context, who access.Actor, in bulkQuery) (q conversation.Query, err error) {
	switch {
	case in.Filter != nil:
		f, err := in.Filter.Checked()
		if err != nil {
			return q, err
		}
		q = f.Query(who, e.DB.Now())
	case in.View != "":
		if q, err = e.Views.Query(ctx, who, in.View); err != nil {
			return q, err
		}
	default:
		return q, fault.New(fault.Invalid, "bulk.nothing_chosen").At("query")
	}
	if in.Tag != "" {
		q.Tag = in.Tag
	}
	if in.Channel != "" {
		q.Channel = in.Channel
	}
	return q, nil
}

type BulkPath struct {
	ID fact.BulkID `path:"id"`
}

func (e *Edge) getBulk(ctx context.Context, who access.Actor, in *BulkPath) (bulk.Action, error) {
	return e.Bulk.Get(ctx, who, in.ID)
}

func (e *Edge) cancelBulk(ctx context.Context, who access.Actor, in *BulkPath) (bulk.Action, error) {
	return e.Bulk.Cancel(ctx, who, in.ID)
}

func (e *Edge) undoBulk(ctx context.Context, who access.Actor, in *BulkPath) (bulk.Action, error) {
	return e.Bulk.Undo(ctx, who, in.ID)
}
