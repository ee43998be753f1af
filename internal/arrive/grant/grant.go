// Package grant keeps how channels get into their mailboxes by a provider's word in
// place of a password (OAuth 2.0): the client that the house registered there, and
// the tokens. Secrets and tokens are sealed. A new refresh token is stored before the
// access token that came with it is used, and of several nodes one asks for it, so
// that a provider which gives each refresh token once never locks us out.
// Connector/oauth does the talking.
//
// Facts out: channel.changed.
package grant

import (
	"context"
	"time"

	"anlan/internal/fact"
)

// Client is what a house registered at a provider.
type Client struct {
	Provider     string    // google, microsoft or other
	AuthorizeURL string    // where people say yes
	TokenURL     string    // where tokens come from
	Scopes       []string  // what we ask for
	ID           string    // of the client
	Secret       string    // of the client; empty for one that has none
	SecretUntil  time.Time // when the provider stops taking the secret; zero: nobody said
}

// Tokens are what a provider gives.
type Tokens struct {
	Access  string
	Refresh string // empty: the old one stays
	Until   time.Time
}

// Server talks to a provider's authorisation server.
type Server interface {
	Begin(c Client, back, state, verifier, login string) (address string)
	Exchange(ctx context.Context, c Client, back, code, verifier string) (Tokens, error)
	Refresh(ctx context.Context, c Client, refresh string) (Tokens, error)
}

// Refused is a provider's no. Reason is a code: grant_refused when it no longer
// honours what the mailbox's owner said, consent_missing when an administrator has to
// say yes there first; else it does not take us: client_refused, secret_over,
// secret_wrong.
type Refused struct {
	Reason string
	Said   string
}

// ofClient tells whether it is us, and not the mailbox's owner, whom a provider
// refuses.
func ofClient(reason string) bool {
	return reason == "client_refused" || reason == "secret_over" || reason == "secret_wrong"
}

func (r *Refused) Error() string { return r.Reason + ": " + r.Said }

// State is how a grant stands.
type State string

// States.
const (
	None    State = "none"    // the channel gets in by a password
	Waiting State = "waiting" // nobody has said yes yet
	Good    State = "good"
	Revoked State = "refused" // see Reason; somebody has to connect again
)

// View is a grant as people see it.
type View struct {
	Channel      fact.ChannelID `json:"channel_id"`
	Provider     string         `json:"provider" doc:"google, microsoft or other"`
	AuthorizeURL string         `json:"authorize_url"`
	TokenURL     string         `json:"token_url"`
	Scopes       string         `json:"scopes" doc:"with spaces between"`
	ClientID     string         `json:"client_id"`
	HasSecret    bool           `json:"has_secret"`
	SecretUntil  *time.Time     `json:"secret_until" doc:"when the provider stops taking the client secret, as somebody entered it"`
	SecretSoon   bool           `json:"secret_soon" doc:"that is within thirty days, or over"`
	State        State          `json:"state" enum:"none,waiting,good,refused"`
	Reason       string         `json:"reason" doc:"why it is refused, as a code: grant_refused, consent_missing, client_refused, secret_over, secret_wrong"`
	Said         string         `json:"said" doc:"what the provider said"`
	AccessUntil  *time.Time     `json:"access_until" doc:"until when the present token is good; a new one is fetched before"`
	GrantedBy    fact.StaffID   `json:"granted_by"`
	GrantedAt    *time.Time     `json:"granted_at"`
}
