// Package passkey checks what a passkey signs: a key pair that a person's device
// or password manager keeps for our address alone, and uses after it has seen
// finger, face or PIN. It keeps nothing; package staff does.
package passkey

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// ErrCopied says that a passkey has counted fewer uses than we have seen: there
// are two of it.
var ErrCopied = errors.New("the passkey's counter went back")

// Party is who passkeys are made for: the host of the house's public address.
type Party struct{ w *webauthn.WebAuthn } // nil where browsers make none

// Owner is whose passkey it is.
type Owner struct {
	ID    string // what the device hands back when it signs in
	Email string
	Name  string
	Keys  []Key // what they have
}

// Key is one passkey, as it is kept.
type Key struct {
	Credential string // its id, base64url
	Record     string // JSON
}

// NewParty is the party at a public address. Browsers make passkeys for names and
// not for numbers; a loopback number is reached as localhost. Where the address is
// no name, the party is not able.
func NewParty(publicURL, house string) *Party {
	at, err := url.Parse(publicURL)
	if err != nil || at.Hostname() == "" {
		return &Party{}
	}
	host := at.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil {
		if !ip.IsLoopback() {
			return &Party{}
		}
		host = "localhost"
	}
	origin := at.Scheme + "://" + host
	if at.Port() != "" {
		origin += ":" + at.Port()
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: house, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return &Party{} // of what we set, only the host can be wrong
	}
	return &Party{w}
}

// Able tells whether browsers make passkeys for our address.
func (p *Party) Able() bool { return p.w != nil }

// Invite begins a registration: options for the browser, and what to keep until
// its answer comes.
func (p *Party) Invite(o Owner) (options json.RawMessage, state string, err error) {
	var have []protocol.CredentialDescriptor
	for _, c := range o.credentials() {
		have = append(have, c.Descriptor())
	}
	creation, session, err := p.w.BeginRegistration(o, webauthn.WithExclusions(have))
	if err != nil {
		return nil, "", fmt.Errorf("begin a passkey: %w", err)
	}
	return written(creation.Response, session)
}

// Register reads the browser's answer to Invite.
func (p *Party) Register(o Owner, state string, answer []byte) (Key, error) {
	session, err := kept(state)
	if err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Key{}, explained(err)
	}
	credential, err := p.w.CreateCredential(o, session, parsed)
	if err != nil {
		return Key{}, explained(err)
	}
	return keyOf(credential)
}

// Ask begins a sign-in by whoever comes.
func (p *Party) Ask() (options json.RawMessage, state string, err error) {
	assertion, session, err := p.w.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, "", fmt.Errorf("ask for a passkey: %w", err)
	}
	return written(assertion.Response, session)
}

// Prove reads the browser's answer to Ask: whose passkey signed, and the key with
// its counter moved on. Find looks the owner of the handle up.
func (p *Party) Prove(state string, answer []byte, find func(owner string) (Owner, error)) (owner string, k Key, err error) {
	session, err := kept(state)
	if err != nil {
		return "", Key{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", Key{}, explained(err)
	}
	var lookup error
	credential, err := p.w.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		owner = string(handle)
		o, err := find(owner)
		lookup = err
		return o, err
	}, session, parsed)
	if lookup != nil {
		return "", Key{}, lookup
	}
	if err != nil {
		return "", Key{}, explained(err)
	}
	if credential.Authenticator.CloneWarning {
		return owner, Key{Credential: name(credential.ID)}, ErrCopied
	}
	k, err = keyOf(credential)
	return owner, k, err
}

func written(options any, session *webauthn.SessionData) (json.RawMessage, string, error) {
	text, err := json.Marshal(options)
	if err != nil {
		return nil, "", fmt.Errorf("write the options of a passkey: %w", err)
	}
	state, err := json.Marshal(session)
	if err != nil {
		return nil, "", fmt.Errorf("keep the challenge of a passkey: %w", err)
	}
	return text, string(state), nil
}

func kept(state string) (session webauthn.SessionData, err error) {
	if err := json.Unmarshal([]byte(state), &session); err != nil {
		return session, fmt.Errorf("read the challenge of a passkey: %w", err)
	}
	return session, nil
}

func keyOf(c *webauthn.Credential) (Key, error) {
	record, err := json.Marshal(c)
	if err != nil {
		return Key{}, fmt.Errorf("write a passkey: %w", err)
	}
	return Key{Credential: name(c.ID), Record: string(record)}, nil
}

func name(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// explained puts the library's detail, which it keeps apart, into the error.
func explained(err error) error {
	var e *protocol.Error
	if errors.As(err, &e) {
		return fmt.Errorf("%s", strings.TrimSpace(e.Details+" "+e.DevInfo))
	}
	return err
}

func (o Owner) credentials() (list []webauthn.Credential) {
	for _, k := range o.Keys {
		var c webauthn.Credential
		if json.Unmarshal([]byte(k.Record), &c) == nil { // one that we cannot read opens nothing
			list = append(list, c)
		}
	}
	return list
}

// The names by which the library asks for an owner.

func (o Owner) WebAuthnID() []byte                         { return []byte(o.ID) }
func (o Owner) WebAuthnName() string                       { return o.Email }
func (o Owner) WebAuthnDisplayName() string                { return o.Name }
func (o Owner) WebAuthnCredentials() []webauthn.Credential { return o.credentials() }
