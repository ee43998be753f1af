package staff

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// tokenMark stands before the secret of a token, so that scanners find one that
// somebody has published by mistake.
const tokenMark = "anl_"

// newSecret is 256 bits that nobody guesses, safe in a link, a cookie and a header.
func newSecret() string {
	var bits [32]byte
	_, _ = rand.Read(bits[:]) // never fails: the program dies first
	return base64.RawURLEncoding.EncodeToString(bits[:])
}

// kept is how a secret is kept. One round of SHA-256 is enough, because there is
// nothing to guess in 256 random bits; and it is found by an index, so the time
// of a look-up tells nothing about the secret.
func kept(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
