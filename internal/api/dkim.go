package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/outbox"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

// MailSigners make the keys that channels sign with, and look for them in DNS.
type MailSigners interface {
	MakeKey(ctx context.Context, who access.Actor, channel fact.ChannelID, selector string) (outbox.DKIM, error)
	CheckKey(ctx context.Context, who access.Actor, channel fact.ChannelID) (outbox.DKIM, error)
}

func (e *Edge) routeDKIM() {
	const tag = "Channels"
	handle(e, route{id: "get-dkim", method: http.MethodGet, path: "/v1/channels/{id}/dkim", summary: "How a channel signs its mail (DKIM)", tag: tag, needs: access.ChannelManage}, e.getDKIM)
	handle(e, route{id: "make-dkim", method: http.MethodPut, path: "/v1/channels/{id}/dkim", summary: "Give a channel a new key to sign with; it signs once its record stands in DNS", tag: tag, needs: access.ChannelManage}, e.makeDKIM)
	handle(e, route{id: "drop-dkim", method: http.MethodDelete, path: "/v1/channels/{id}/dkim", summary: "Stop signing, and forget the key", tag: tag, status: http.StatusNoContent, needs: access.ChannelManage}, e.dropDKIM)
	handle(e, route{id: "check-dkim", method: http.MethodPost, path: "/v1/channels/{id}/dkim/check", summary: "Look whether the record of the key stands in DNS", tag: tag, needs: access.ChannelManage}, e.checkDKIM)
}

func (e *Edge) getDKIM(ctx context.Context, who access.Actor, in *ChannelPath) (outbox.DKIM, error) {
	return e.Outbox.Key(ctx, who, in.ID)
}

type dkimMaking struct {
	ChannelPath
	Body struct {
		Selector string `json:"selector" minLength:"1" maxLength:"63" doc:"names the key in DNS; a new key needs another one" example:"anlan"`
	}
}

func (e *Edge) makeDKIM(ctx context.Context, who access.Actor, in *dkimMaking) (outbox.DKIM, error) {
	return e.MailSigners.MakeKey(ctx, who, in.ID, in.Body.Selector)
}

func (e *Edge) dropDKIM(ctx context.Context, who access.Actor, in *ChannelPath) (nothing, error) {
	return nothing{}, e.Outbox.DropKey(ctx, who, in.ID)
}

func (e *Edge) checkDKIM(ctx context.Context, who access.Actor, in *ChannelPath) (outbox.DKIM, error) {
	return e.MailSigners.CheckKey(ctx, who, in.ID)
}
