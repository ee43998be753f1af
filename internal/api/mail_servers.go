package api

import (
	"context"
	"net/http"

	"anlan/internal/fact"
	"anlan/internal/people/access"
)

// MailServers are those that channels send through.
type MailServers interface {
	Check(ctx context.Context, who access.Actor, channel fact.ChannelID) error
}

func (e *Edge) routeMailServers() {
	handle(e, route{id: "check-mail-server", method: http.MethodPost, path: "/v1/channels/{id}/smtp/check", summary: "Get to the mail server that a channel sends through, or say why not; sends nothing", tag: "Channels", status: http.StatusNoContent, needs: access.ChannelManage}, e.checkMailServer)
}

func (e *Edge) checkMailServer(ctx context.Context, who access.Actor, in *ChannelPath) (nothing, error) {
	return nothing{}, e.MailServers.Check(ctx, who, in.ID)
}
