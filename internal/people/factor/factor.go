// Package factor is the arithmetic of a second factor: the secret that an app
// turns into six digits every half minute (RFC 6238), and the codes for the day
// on which the phone is lost. It keeps nothing; package staff does.
package factor

import (
	"crypto/rand"
	"encoding/base32"
	"net/url"
	"strings"
)

const (
	// period is how long a code is shown, in seconds; what every app does.
	period = 30
	// drift is how many steps a phone's clock may be wrong, either way.
	drift = 1
	// Codes is how many recovery codes one has.
	Codes = 10
)

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewSecret is 160 bits, as RFC 4226 wants, in the letters that apps read.
func NewSecret() string {
	var bits [20]byte
	_, _ = rand.Read(bits[:]) // never fails: the program dies first
	return base32Text.EncodeToString(bits[:])
}

// Address is what the picture says that an app photographs.
func Address(house, account, secret string) string {
	return (&url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + house + ":" + account,
		// Some apps read "+" as a plus, so a space is written as %20.
		RawQuery: "secret=" + secret + "&issuer=" + url.PathEscape(house) + "&algorithm=SHA1&digits=6&period=30",
	}).String()
}

// NewCodes are fresh recovery codes, of 80 bits each: nobody guesses one, not even
// with our table in hand, so one round of hashing keeps them.
func NewCodes() []string {
	codes := make([]string, Codes)
	for i := range codes {
		var bits [10]byte
		_, _ = rand.Read(bits[:]) // never fails: the program dies first
		text := strings.ToLower(base32Text.EncodeToString(bits[:]))
		codes[i] = text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
	}
	return codes
}
