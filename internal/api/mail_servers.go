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

// Reception is how this server takes mail in itself.
type Reception struct {
	SMTP   bool   `json:"smtp" doc:"by SMTP, at the end of an MX record"`
	LMTP   bool   `json:"lmtp" doc:"by LMTP, from a mail server of one's own"`
	Name   string `json:"name" doc:"what an MX record has to name"`
	Secure bool   `json:"secure" doc:"STARTTLS is offered"`
}

func (e *Edge) routeMailServers() {
	handle(e, route{id: "get-mail-reception", method: http.MethodGet, path: "/v1/mail-reception", summary: "How this server takes mail in itself, and the name for an MX record", tag: "Channels", needs: access.ChannelView}, e.getReception)
	handle(e, route{id: "check-mail-server", method: http.MethodPost, path: "/v1/channels/{id}/smtp/check", summary: "Get to the mail server that a channel sends through, or say why not; sends nothing", tag: "Channels", status: http.StatusNoContent, needs: access.ChannelManage}, e.checkMailServer)
}

func (e *Edge) checkMailServer(ctx context.Context, who access.Actor, in *ChannelPath) (nothing, error) {
	return nothing{}, e.MailServers.Check(ctx, who, in.ID)
}

func (e *Edge) getReception(context.Context, access.Actor, *struct{}) (Reception, error) {
	return e.Reception, nil
}
