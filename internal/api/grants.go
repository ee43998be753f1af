package api

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"anlan/internal/arrive/grant"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

func (e *Edge) routeGrants(mux *http.ServeMux) {
	const tag = "Mailboxes"
	handle(e, route{id: "get-grant", method: http.MethodGet, path: "/v1/channels/{id}/grant", summary: "How a channel gets into its mailbox by a provider's word (OAuth 2.0)", tag: tag, needs: access.ChannelView}, e.getGrant)
	handle(e, route{id: "put-grant", method: http.MethodPut, path: "/v1/channels/{id}/grant", summary: "Say by which client a channel gets into its mailbox", tag: tag, needs: access.ChannelManage}, e.putGrant)
	handle(e, route{id: "drop-grant", method: http.MethodDelete, path: "/v1/channels/{id}/grant", summary: "Get in by a password again", tag: tag, status: http.StatusNoContent, needs: access.ChannelManage}, e.dropGrant)
	handle(e, route{id: "begin-grant", method: http.MethodPost, path: "/v1/channels/{id}/grant/authorization", summary: "Where to send the browser of who connects the mailbox", tag: tag, status: http.StatusCreated, needs: access.ChannelManage}, e.beginGrant)
	mux.HandleFunc("GET /v1/mail-grants/return", e.returnGrant)
}

// GrantView is a grant with the address to register at the provider.
type GrantView struct {
	grant.View
	ReturnURL string `json:"return_url" doc:"to be registered at the provider"`
}

func (e *Edge) grantReturn() string { return e.PublicURL + "/v1/mail-grants/return" }

func (e *Edge) getGrant(ctx context.Context, who access.Actor, in *ChannelPath) (GrantView, error) {
	v, err := e.Grants.Get(ctx, who, in.ID)
	if fault.Is(err, "grant.missing") {
		v, err = grant.View{Channel: in.ID, State: grant.None}, nil
	}
	return GrantView{v, e.grantReturn()}, err
}

// GrantBody is what one may say of a client.
type GrantBody struct {
	Provider     string    `json:"provider" enum:"google,microsoft,other"`
	ClientID     string    `json:"client_id"`
	ClientSecret string    `json:"client_secret,omitempty" doc:"never shown again; left out, it stays"`
	SecretUntil  time.Time `json:"secret_until,omitzero" required:"false" doc:"when the provider stops taking the client secret; warned of thirty days ahead"`
	AuthorizeURL string    `json:"authorize_url,omitempty" doc:"left out: the provider's usual one"`
	TokenURL     string    `json:"token_url,omitempty" doc:"left out: the provider's usual one"`
	Scopes       string    `json:"scopes,omitempty" doc:"with spaces between; left out: the provider's usual ones"`
}

func (e *Edge) putGrant(ctx context.Context, who access.Actor, in *struct {
	ChannelPath
	Body GrantBody
},
) (GrantView, error) {
	b := in.Body
	v, err := e.Grants.Put(ctx, who, in.ID, grant.Edit{
		Provider: b.Provider, ClientID: b.ClientID, Secret: b.ClientSecret, SecretUntil: b.SecretUntil,
		AuthorizeURL: b.AuthorizeURL, TokenURL: b.TokenURL, Scopes: b.Scopes,
	})
	return GrantView{v, e.grantReturn()}, err
}

func (e *Edge) dropGrant(ctx context.Context, who access.Actor, in *ChannelPath) (nothing, error) {
	return nothing{}, e.Grants.Drop(ctx, who, in.ID)
}

type authorization struct {
	URL string `json:"url" doc:"the provider's page on which the owner of the mailbox says yes"`
}

func (e *Edge) beginGrant(ctx context.Context, who access.Actor, in *ChannelPath) (authorization, error) {
	channel, err := e.Channels.ByID(ctx, in.ID)
	if err != nil {
		return authorization{}, err
	}
	settings, err := channel.Email()
	if err != nil {
		return authorization{}, err
	}
	login := settings.IMAP.User
	if login == "" {
		login = settings.Address
	}
	address, err := e.Grants.Begin(ctx, who, in.ID, e.grantReturn(), login)
	return authorization{address}, err
}

// returnGrant takes a browser back from a provider, to the channel that it left.
func (e *Edge) returnGrant(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	channel, err := e.Grants.Whither(q.Get("state"))
	if err == nil {
		err = e.granted(r, q)
	}
	answer := url.Values{"grant": {"good"}}
	if err != nil {
		f := fault.Of(err)
		answer = url.Values{"grant": {f.Code}}
		if said, ok := f.Values["said"].(string); ok {
			answer.Set("said", said)
		}
		e.Log.Warn("a mailbox was not connected", "channel", channel, "code", f.Code, "err", err)
	}
	target := "/settings/channels"
	if channel != "" {
		target += "/" + url.PathEscape(string(channel))
	}
	http.Redirect(w, r, target+"?"+answer.Encode(), http.StatusSeeOther)
}

func (e *Edge) granted(r *http.Request, q url.Values) error {
	if err := e.limits.stranger(e.Address(r)); err != nil {
		return err
	}
	who, err := e.identify(r.Context(), "", r.Header.Get("Cookie"), e.Address(r))
	if err != nil {
		return err
	}
	if q.Get("error") != "" {
		said := q.Get("error_description")
		if said == "" {
			said = q.Get("error")
		}
		return fault.New(fault.Invalid, "grant.turned_away", "said", said[:min(len(said), 300)])
	}
	return e.Grants.Finish(r.Context(), who, e.grantReturn(), q.Get("state"), q.Get("code"))
}
