// Package oauth talks to the authorisation servers of mail providers (OAuth 2.0):
// it makes the address to which somebody is sent to say yes, with PKCE, and turns
// codes and refresh tokens into access tokens. It keeps nothing.
package oauth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"anlan/internal/arrive/grant"
)

// Connector is one for all providers.
type Connector struct {
	http *http.Client
	now  func() time.Time
}

// New is a connector that asks by a client, which decides where one may go; now is
// what time it is.
func New(client *http.Client, now func() time.Time) *Connector {
	return &Connector{http: client, now: now}
}

func config(c grant.Client, back string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: c.ID, ClientSecret: c.Secret, RedirectURL: back, Scopes: c.Scopes,
		Endpoint: oauth2.Endpoint{AuthURL: c.AuthorizeURL, TokenURL: c.TokenURL, AuthStyle: oauth2.AuthStyleInParams},
	}
}

// Begin is where to send a browser. Google gives a refresh token only when asked to,
// and again only when people are asked again.
func (*Connector) Begin(c grant.Client, back, state, verifier, login string) string {
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("prompt", "consent")}
	if c.Provider == "google" {
		options = append(options, oauth2.AccessTypeOffline)
	}
	if login != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", login))
	}
	return config(c, back).AuthCodeURL(state, options...)
}

// Exchange turns a code into tokens.
func (o *Connector) Exchange(ctx context.Context, c grant.Client, back, code, verifier string) (grant.Tokens, error) {
	return o.tokens(config(c, back).Exchange(context.WithValue(ctx, oauth2.HTTPClient, o.http), code, oauth2.VerifierOption(verifier)))
}

// Refresh turns a refresh token into new tokens.
func (o *Connector) Refresh(ctx context.Context, c grant.Client, refresh string) (grant.Tokens, error) {
	source := config(c, "").TokenSource(context.WithValue(ctx, oauth2.HTTPClient, o.http), &oauth2.Token{RefreshToken: refresh})
	return o.tokens(source.Token())
}

// usually is for how long a token is good where the provider does not say.
const usually = time.Hour

func (o *Connector) tokens(t *oauth2.Token, err error) (grant.Tokens, error) {
	if err != nil {
		return grant.Tokens{}, refusal(err)
	}
	lasts := time.Duration(t.ExpiresIn) * time.Second
	if lasts <= 0 {
		lasts = usually
	}
	return grant.Tokens{Access: t.AccessToken, Refresh: t.RefreshToken, Until: o.now().Add(lasts)}, nil
}

// refusal tells a no from a server that is away. A provider that is busy has not
// said no.
func refusal(err error) error {
	var said *oauth2.RetrieveError
	if !errors.As(err, &said) || said.Response != nil && (said.Response.StatusCode >= 500 || said.Response.StatusCode == http.StatusTooManyRequests) {
		return err
	}
	words := strings.TrimSpace(said.ErrorDescription)
	if words == "" {
		words = said.ErrorCode
	}
	for code, reason := range numbered {
		if strings.Contains(words, code+":") {
			return &grant.Refused{Reason: reason, Said: words}
		}
	}
	switch said.ErrorCode {
	case "invalid_client", "unauthorized_client":
		return &grant.Refused{Reason: "client_refused", Said: words}
	case "":
		return err
	}
	return &grant.Refused{Reason: "grant_refused", Said: words}
}

// numbered are the reasons of Microsoft's that somebody else has to mend than who
// owns the mailbox (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
var numbered = map[string]string{
	"AADSTS7000222": "secret_over",
	"AADSTS7000215": "secret_wrong",
	"AADSTS700016":  "client_refused", // no such client there
	"AADSTS65001":   "consent_missing",
}
