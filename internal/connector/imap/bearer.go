package imap

import (
	"errors"
	"strings"
)

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
	return nil, errors.New(strings.TrimSpace(string(challenge)))
}
