package grant

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"anlan/internal/platform/fault"
)

// early is how long before its end a token is renewed.
const early = 2 * time.Minute

// turnLasts is for how long a node may be busy asking for new tokens before another
// asks.
const turnLasts = time.Minute

// SecretSoon is how long before its end a client secret is spoken of.
const SecretSoon = 30 * 24 * time.Hour

// presets are the addresses of those whom most houses use, and what to ask them for.
var presets = map[string]Client{
	"google": {
		AuthorizeURL: "https://accounts.google.com/o/oauth2/v2/auth", TokenURL: "https://oauth2.googleapis.com/token",
		Scopes: []string{"https://mail.google.com/"},
	},
	"microsoft": {
		AuthorizeURL: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize", TokenURL: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
		Scopes: []string{"offline_access", "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"},
	},
	"other": {},
}

// settled fills in what a preset knows and says whether the client can be used.
func settled(c Client) (Client, error) {
	preset, known := presets[c.Provider]
	if !known {
		return c, fault.New(fault.Invalid, "grant.provider_unknown", "provider", c.Provider).At("provider")
	}
	c.AuthorizeURL, c.TokenURL, c.ID = strings.TrimSpace(c.AuthorizeURL), strings.TrimSpace(c.TokenURL), strings.TrimSpace(c.ID)
	if c.AuthorizeURL == "" {
		c.AuthorizeURL = preset.AuthorizeURL
	}
	if c.TokenURL == "" {
		c.TokenURL = preset.TokenURL
	}
	if len(c.Scopes) == 0 {
		c.Scopes = slices.Clone(preset.Scopes)
	}
	switch {
	case c.ID == "" || len(c.ID) > 500:
		return c, fault.New(fault.Invalid, "grant.client_missing").At("client_id")
	case len(c.Secret) > 2000:
		return c, fault.New(fault.Invalid, "grant.secret_unusable").At("client_secret")
	case !reachable(c.AuthorizeURL):
		return c, fault.New(fault.Invalid, "grant.address_unusable").At("authorize_url")
	case !reachable(c.TokenURL):
		return c, fault.New(fault.Invalid, "grant.address_unusable").At("token_url")
	}
	return c, nil
}

// reachable tells whether secrets may be sent to an address: over TLS, or without
// leaving this machine.
func reachable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost" || u.Hostname() == "::1")
}

// secretSoon tells whether a client secret ends soon.
func secretSoon(until, now time.Time) bool {
	return !until.IsZero() && until.Sub(now) <= SecretSoon
}
