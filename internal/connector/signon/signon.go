// Package signon talks to identity providers by OpenID Connect: it sends people
// there with a state, a nonce and a PKCE challenge, and checks the word with which
// they come back. It keeps nothing but what providers publish about themselves.
package signon

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"anlan/internal/people/provider"
	"anlan/internal/platform/fault"
)

// remembered is how long a provider's description of itself is believed. Its keys
// are asked for anew whenever one is not known.
const remembered = time.Hour

// Connector talks to providers.
type Connector struct {
	now    func() time.Time
	open   *http.Client // may reach private addresses
	public *http.Client

	mu    sync.Mutex
	known map[string]description
}

type description struct {
	*oidc.Provider
	read time.Time
}

// New is a connector; now is what time it is.
func New(now func() time.Time) *Connector {
	return &Connector{now: now, open: client(true), public: client(false), known: map[string]description{}}
}

func (c *Connector) client(p provider.Provider) *http.Client {
	if p.Private {
		return c.open
	}
	return c.public
}

// discover reads what a provider says of itself.
func (c *Connector) discover(ctx context.Context, p provider.Provider) (*oidc.Provider, error) {
	key := fmt.Sprint(p.Private, " ", p.Issuer)
	c.mu.Lock()
	d, fresh := c.known[key]
	c.mu.Unlock()
	if fresh && c.now().Sub(d.read) < remembered {
		return d.Provider, nil
	}
	// The provider keeps this context for reading keys later, so it must outlive us.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), c.client(p)), p.Issuer)
	if errors.Is(err, errPrivate) {
		return nil, fault.New(fault.Away, "sign_on.private_address").Because(err)
	}
	if err != nil {
		return nil, fault.New(fault.Away, "sign_on.provider_away").Because(err)
	}
	c.mu.Lock()
	c.known[key] = description{found, c.now()}
	c.mu.Unlock()
	return found, nil
}

// Check asks a provider whether it is there and is who it should be.
func (c *Connector) Check(ctx context.Context, p provider.Provider) error {
	c.mu.Lock()
	clear(c.known)
	c.mu.Unlock()
	_, err := c.discover(ctx, p)
	return err
}

func (c *Connector) exchange(found *oidc.Provider, p provider.Provider, secret, back string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: secret, Endpoint: found.Endpoint(), RedirectURL: back,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
}

// Begin is where to send somebody, and what to remember of them.
func (c *Connector) Begin(ctx context.Context, p provider.Provider, back string) (address string, t provider.Ticket, err error) {
	found, err := c.discover(ctx, p)
	if err != nil {
		return "", t, err
	}
	t = provider.Ticket{State: random(), Nonce: random(), Verifier: oauth2.GenerateVerifier()}
	return c.exchange(found, p, "", back).AuthCodeURL(t.State, oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)), t, nil
}

// Finish turns the code with which somebody came back into the provider's word.
func (c *Connector) Finish(ctx context.Context, p provider.Provider, secret, back, state, code string, t provider.Ticket) (w provider.Word, err error) {
	refused := func(err error) error { return fault.New(fault.SignedOut, "sign_on.refused").Because(err) }
	if t.State == "" || subtle.ConstantTimeCompare([]byte(state), []byte(t.State)) != 1 {
		return w, refused(errors.New("the state is another"))
	}
	found, err := c.discover(ctx, p)
	if err != nil {
		return w, err
	}
	ctx = oidc.ClientContext(ctx, c.client(p))
	token, err := c.exchange(found, p, secret, back).Exchange(ctx, code, oauth2.VerifierOption(t.Verifier))
	var said *oauth2.RetrieveError
	switch {
	case errors.As(err, &said):
		return w, refused(err)
	case err != nil:
		return w, fault.New(fault.Away, "sign_on.provider_away").Because(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := found.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID, Now: c.now}).Verify(ctx, raw)
	if err != nil {
		return w, refused(err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(t.Nonce)) != 1 {
		return w, refused(errors.New("the nonce is another"))
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return w, refused(err)
		}
	}
	var claims claims
	if err := id.Claims(&claims); err != nil {
		return w, refused(err)
	}
	if claims.Email == "" && found.UserInfoEndpoint() != "" {
		info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return w, fault.New(fault.Away, "sign_on.provider_away").Because(err)
		}
		if info.Subject != id.Subject {
			return w, refused(errors.New("the provider speaks of two people"))
		}
		if err := info.Claims(&claims); err != nil {
			return w, refused(err)
		}
	}
	return provider.Word{Issuer: id.Issuer, Subject: id.Subject, Email: claims.Email, Verified: bool(claims.Verified), Name: claims.Name}, nil
}

type claims struct {
	Email    string `json:"email"`
	Verified truth  `json:"email_verified"`
	Name     string `json:"name"`
}

// truth is a yes that some providers write in quotation marks.
type truth bool

func (t *truth) UnmarshalJSON(b []byte) error {
	*t = string(b) == "true" || string(b) == `"true"`
	return nil
}

func random() string {
	var bits [24]byte
	_, _ = rand.Read(bits[:]) // never fails: the program dies first
	return base64.RawURLEncoding.EncodeToString(bits[:])
}
