// Package seal signs links that carry their own permission for a while, and seals
// values that only we read again.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
)

// Sealer signs with one key.
type Sealer struct{ key []byte }

// NewKey makes a fresh key, in text.
func NewKey() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand crashes the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// New reads a key that NewKey made.
func New(key string) (*Sealer, error) {
	b, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil || len(b) < 32 {
		return nil, fmt.Errorf("the sealing key is damaged")
	}
	return &Sealer{key: b}, nil
}

// Name tells keys apart without giving them away.
func (s *Sealer) Name() string {
	sum := sha256.Sum256(append([]byte("name of "), s.key...))
	return hex.EncodeToString(sum[:8])
}

// Sign gives the query that lets its holder at what until an instant.
func (s *Sealer) Sign(what string, until time.Time) string {
	exp := strconv.FormatInt(until.Unix(), 10)
	return "exp=" + exp + "&sig=" + s.mac(what, exp)
}

// Valid tells whether sig was made for what and is not over.
func (s *Sealer) Valid(what, exp, sig string, now time.Time) bool {
	until, err := strconv.ParseInt(exp, 10, 64)
	return err == nil && now.Unix() <= until && hmac.Equal([]byte(sig), []byte(s.mac(what, exp)))
}

func (s *Sealer) mac(what, exp string) string {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte(what + "\n" + exp))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// stampLen is how much of a signature a stamp carries: addresses are short, and a
// guess in 2⁶⁴ is none.
const stampLen = 8

// Stamp is a short signature for what must be small and lasts for ever.
func (s *Sealer) Stamp(what string) []byte {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte("stamp\n" + what))
	return m.Sum(nil)[:stampLen]
}

// Stamped tells whether a stamp was made for what.
func (s *Sealer) Stamped(what string, stamp []byte) bool {
	return hmac.Equal(stamp, s.Stamp(what))
}

// Seal hides a value so that only a holder of the key reads it, and only as what
// it was sealed for.
func (s *Sealer) Seal(value, purpose string) string {
	box := s.box()
	nonce := make([]byte, box.NonceSize())
	_, _ = rand.Read(nonce) // never fails: crypto/rand crashes the program instead
	return base64.RawURLEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(value), []byte(purpose)))
}

// Unseal reads a value that Seal hid for the same purpose.
func (s *Sealer) Unseal(sealed, purpose string) (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(sealed)
	box := s.box()
	if err != nil || len(b) < box.NonceSize() {
		return "", fmt.Errorf("the sealed value is damaged")
	}
	value, err := box.Open(nil, b[:box.NonceSize()], b[box.NonceSize():], []byte(purpose))
	if err != nil {
		return "", fmt.Errorf("the sealed value is damaged, or of another key or purpose")
	}
	return string(value), nil
}

// box has a key of its own: what signs does not also hide.
func (s *Sealer) box() cipher.AEAD {
	key := sha256.Sum256(append([]byte("box of "), s.key...))
	block, _ := aes.NewCipher(key[:]) // 32 bytes are always right
	box, _ := cipher.NewGCM(block)
	return box
}
