// Package provider keeps who else may say who somebody is: identity providers that
// speak OpenID Connect, with whom they may let in and as what. The secret that we
// share with one is sealed and never shown again. The talking is done by
// connector/signon. Facts out: sign_in.changed. Every change is audited.
package provider

import (
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/seal"
)

// State tells whether a provider's word counts.
type State string

const (
	Active State = "active"
	Off    State = "off"
)

// Provider is one that staff may sign in by.
type Provider struct {
	ID       fact.ProviderID
	Name     string // on the button
	Issuer   string
	ClientID string
	Domains  []string // of e-mail addresses; none = any
	Creates  bool     // takes on whom nobody knows yet
	Role     access.Role
	Teams    []fact.TeamID
	Both     bool // its word counts as both factors
	Private  bool // it may stand on a private address, and speak plain HTTP
	State    State
	Version  int
}

// Change is what to change; what is nil stays. Version is the version that was
// edited; 0 takes whatever is there.
type Change struct {
	Name     *string
	Issuer   *string
	ClientID *string
	Secret   *string
	Domains  *[]string
	Creates  *bool
	Role     *access.Role
	Teams    *[]fact.TeamID
	Both     *bool
	Private  *bool
	State    *State
	Version  int
}

// Ticket is what we remember of somebody whom we sent to a provider, until they
// come back.
type Ticket struct {
	State    string
	Nonce    string
	Verifier string // of PKCE
}

// Word is what a provider says of somebody, checked.
type Word struct {
	Issuer   string
	Subject  string
	Email    string
	Verified bool // the provider stands behind the e-mail
	Name     string
}

// Directory is all the providers.
type Directory struct {
	db     *db.DB
	sealer *seal.Sealer
}

// New opens the directory.
func New(d *db.DB, sealer *seal.Sealer) *Directory {
	return &Directory{db: d, sealer: sealer}
}
