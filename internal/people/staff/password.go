package staff

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"anlan/internal/platform/fault"
)

// Password rules after NIST SP 800-63B: long enough, not known to everybody, not
// made of what stands beside it. No composition rules: they make people write
// "Password1!" and nothing safer.
const (
	passwordShortest = 10   // characters
	passwordLongest  = 1024 // bytes; hashing must not be a way to keep us busy
	passwordOwn      = 4    // characters that must be left beside the own name and e-mail
	passwordVariety  = 4    // different characters
)

//go:embed common.txt
var commonText string

// common is what guessers try first, of those that are long enough for us.
var common = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(commonText) {
		set[strings.TrimSpace(line)] = true
	}
	return set
})

// acceptable tells whether a password may be used by the person with this e-mail
// and name.
func acceptable(password, email, name string) error {
	refuse := func(code string, pairs ...any) error {
		return fault.New(fault.Invalid, code, pairs...).At("password")
	}
	password = normal(password)
	lower := strings.ToLower(password)
	switch {
	case !utf8.ValidString(password):
		return refuse("password.unreadable")
	case utf8.RuneCountInString(password) < passwordShortest:
		return refuse("password.too_short", "least", passwordShortest)
	case len(password) > passwordLongest:
		return refuse("password.too_long", "limit", passwordLongest)
	case common()[lower], variety(lower) < passwordVariety:
		return refuse("password.too_common")
	case utf8.RuneCountInString(without(lower, email, name)) < passwordOwn:
		return refuse("password.too_personal")
	}
	return nil
}

// normal makes one password of what looks the same: keyboards of different
// systems send "é" in different ways.
func normal(password string) string { return norm.NFC.String(password) }

func variety(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// without is what is left of a password when the parts of an e-mail and a name
// are taken out.
func without(password, email, name string) string {
	email, name = strings.ToLower(email), strings.ToLower(normal(name))
	local, domain, _ := strings.Cut(email, "@")
	parts := append([]string{email, name, strings.ReplaceAll(name, " ", ""), local, domain}, strings.Fields(name)...)
	for _, part := range parts {
		if len(part) >= 3 { // bytes: three Latin letters, or one Chinese character
			password = strings.ReplaceAll(password, part, "")
		}
	}
	return password
}

// cost is what OWASP asks of argon2id at the least: 19 MiB, two passes, one lane.
// It takes about 40 ms, which a person does not notice and a guesser does.
var cost = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hasher hashes passwords, few at a time: a flood of sign-ins waits in line
// instead of taking 19 MiB each.
type hasher struct{ slots chan struct{} }

func newHasher() *hasher {
	return &hasher{slots: make(chan struct{}, max(2, runtime.NumCPU()))}
}

// decoy is what an unknown person's password is compared with, so that the
// answer takes as long as for a known one. It has the cost of a real hash and
// nobody knows what it is the hash of: its bytes are random.
var decoy = sync.OnceValue(func() string {
	random := base64.RawStdEncoding
	salt, key := make([]byte, cost.SaltLength), make([]byte, cost.KeyLength)
	_, _ = rand.Read(salt) // never fails: crypto/rand crashes the program instead
	_, _ = rand.Read(key)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		cost.Memory, cost.Iterations, cost.Parallelism, random.EncodeToString(salt), random.EncodeToString(key))
})

// hash makes what we keep of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	hash, err := argon2id.CreateHash(normal(password), &cost)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// matches compares a password with what we keep. With nothing kept it works as
// long and says no.
func (h *hasher) matches(ctx context.Context, password, hash string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	known := hash != ""
	if !known {
		hash = decoy()
	}
	if len(password) > passwordLongest {
		password = ""
	}
	same, err := argon2id.ComparePasswordAndHash(normal(password), hash)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return same && known, nil
}

func (h *hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *hasher) leave() { <-h.slots }
