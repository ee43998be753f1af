package imap

import (
	"errors"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-sasl"

	"anlan/internal/arrive/mailbox"
)

// byToken signs in with an access token, in the way that the server knows.
func byToken(caps imap.CapSet, a mailbox.Account) sasl.Client {
	if caps.Has(imap.AuthCap("OAUTHBEARER")) && !caps.Has(imap.AuthCap("XOAUTH2")) {
		return sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: a.User, Token: a.Token, Host: a.Host, Port: a.Port})
	}
	return &bearer{user: a.User, token: a.Token}
}

// bearer signs in with an access token in the way of Google and Microsoft
// (XOAUTH2, https://developers.google.com/gmail/imap/xoauth2-protocol).
type bearer struct {
	user, token string
}

// Start is all that is said when the token is good.
func (b *bearer) Start() (mechanism string, first []byte, err error) {
	return "XOAUTH2", []byte("user=" + b.user + "\x01auth=Bearer " + b.token + "\x01\x01"), nil
}

// Next gets the reason of a refusal. Only an error brings it to whoever asked:
// an answer would be refused in words that say nothing.
func (b *bearer) Next(challenge []byte) ([]byte, error) {
	return nil, tokenRefused(strings.TrimSpace(string(challenge)))
}

// tokenRefused is why a server does not let a token in, in its own words.
type tokenRefused string

func (r tokenRefused) Error() string { return string(r) }

// aboutToken is the trouble with a token. Servers tell of it as one step of the
// exchange, and not as the answer to the command.
func aboutToken(err error) error {
	var xoauth2 tokenRefused
	var oauthbearer *sasl.OAuthBearerError
	if errors.As(err, &xoauth2) || errors.As(err, &oauthbearer) {
		return trouble("token", err)
	}
	return refusal("token", err)
}
