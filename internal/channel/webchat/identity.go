package webchat

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/platform/fault"
)

// person is whom the site has proved its visitor to be.
type person struct {
	Subject     string         `json:"s"`
	Email       string         `json:"e,omitempty"`
	EmailProven bool           `json:"ev,omitempty"`
	Phone       string         `json:"p,omitempty"`
	PhoneProven bool           `json:"pv,omitempty"`
	Name        string         `json:"n,omitempty"`
	Attributes  map[string]any `json:"a,omitempty"`
}

// proof is what a site hands over: a signed token, or the simpler pair of an id
// and its keyed hash, of which only the id is proved.
type proof struct {
	Token    string         `json:"token"`
	UserID   string         `json:"user_id"`
	UserHash string         `json:"user_hash"`
	Name     string         `json:"name"`
	Email    string         `json:"email"`
	Phone    string         `json:"phone"`
	Traits   map[string]any `json:"attributes"`
}

// Bounds of a proof.
const (
	maxProof       = 16 << 10
	longestProof   = 24 * time.Hour   // between issue and expiry
	fairSkew       = 30 * time.Second // of the site's clock
	maxSubject     = 320
	maxPersonBytes = 3000 // kept inside the visitor's token
	maxTrait       = 500
)

// prove tells who a visitor is, or why that is not believed.
func prove(c intake.Channel, s intake.Proving, p proof, now time.Time) (who person, err error) {
	if p.Token != "" {
		who, err = proveToken(c, s, p.Token, now)
	} else {
		who, err = proveHash(c, s, p)
	}
	if err != nil {
		return person{}, err
	}
	who.Subject, who.Name = line(who.Subject, maxSubject+1), line(who.Name, 200)
	who.Email, who.Phone = contact.NormalEmail(line(who.Email, 320)), contact.NormalPhone(line(who.Phone, 40))
	who.Attributes = allowedTraits(who.Attributes, s.Attributes)
	if who.Subject == "" || len([]rune(who.Subject)) > maxSubject {
		return person{}, fault.New(fault.Invalid, "identity.no_subject")
	}
	if b, err := json.Marshal(who); err != nil || len(b) > maxPersonBytes {
		return person{}, fault.New(fault.TooLarge, "identity.too_large", "limit", maxPersonBytes)
	}
	return who, nil
}

type claims struct {
	jwt.RegisteredClaims
	Email         string         `json:"email"`
	EmailVerified any            `json:"email_verified"`
	Name          string         `json:"name"`
	Phone         string         `json:"phone"`
	PhoneNumber   string         `json:"phone_number"`
	PhoneVerified any            `json:"phone_number_verified"`
	Attributes    map[string]any `json:"attributes"`
	Traits        map[string]any `json:"traits"`
}

func proveToken(c intake.Channel, s intake.Proving, token string, now time.Time) (person, error) {
	keys, methods, err := keysOf(c, s)
	if err != nil {
		return person{}, err
	}
	if err := methodOf(token, methods); err != nil {
		return person{}, err
	}
	parser := jwt.NewParser(jwt.WithValidMethods(methods), jwt.WithTimeFunc(func() time.Time { return now }), jwt.WithLeeway(fairSkew),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithAudience(c.Key))
	var said claims
	if _, err := parser.ParseWithClaims(token, &said, keys); err != nil {
		return person{}, doubt(err)
	}
	issued := now
	if said.IssuedAt != nil {
		issued = said.IssuedAt.Time
	}
	if said.ExpiresAt.Sub(issued) > longestProof {
		return person{}, fault.New(fault.Invalid, "identity.lives_too_long", "hours", int(longestProof.Hours()))
	}
	traits := map[string]any{}
	for _, some := range []map[string]any{said.Traits, said.Attributes} {
		for k, v := range some {
			traits[k] = v
		}
	}
	phone := said.Phone
	if phone == "" {
		phone = said.PhoneNumber
	}
	return person{
		Subject: said.Subject, Email: said.Email, EmailProven: yes(said.EmailVerified), Name: said.Name,
		Phone: phone, PhoneProven: yes(said.PhoneVerified), Attributes: traits,
	}, nil
}

// keysOf are the keys that may have signed, and the methods that go with them.
// Each method finds keys of its own sort only: a public key is never taken for
// the secret of an HMAC, whatever a token says about itself.
func keysOf(c intake.Channel, s intake.Proving) (jwt.Keyfunc, []string, error) {
	if s.Keys == "" {
		return func(*jwt.Token) (any, error) { return []byte(c.Secret), nil }, []string{"HS256"}, nil
	}
	list, err := intake.PublicKeys(s.Keys)
	if err != nil {
		return nil, nil, err
	}
	return func(t *jwt.Token) (any, error) {
		kid, _ := t.Header["kid"].(string)
		var set jwt.VerificationKeySet
		for _, k := range list {
			if kid == "" || k.ID == "" || k.ID == kid {
				set.Keys = append(set.Keys, k.Key)
			}
		}
		return set, nil
	}, []string{"RS256", "ES256"}, nil
}

func methodOf(token string, methods []string) error {
	t, _, err := jwt.NewParser().ParseUnverified(token, &claims{})
	switch {
	case errors.Is(err, jwt.ErrTokenUnverifiable):
		return fault.New(fault.Denied, "identity.method_refused", "methods", strings.Join(methods, ", "))
	case err != nil:
		return fault.New(fault.Invalid, "identity.unreadable").Because(err)
	case t.Method == nil || !slices.Contains(methods, t.Method.Alg()) || t.Header["crit"] != nil:
		return fault.New(fault.Denied, "identity.method_refused", "methods", strings.Join(methods, ", "))
	}
	return nil
}

// doubt says which of a token's words was not believed.
func doubt(err error) error {
	switch {
	case errors.Is(err, jwt.ErrTokenSignatureInvalid), errors.Is(err, jwt.ErrTokenUnverifiable):
		return fault.New(fault.Denied, "identity.signature_wrong").Because(err)
	case errors.Is(err, jwt.ErrTokenExpired):
		return fault.New(fault.Denied, "identity.expired").Because(err)
	case errors.Is(err, jwt.ErrTokenNotValidYet), errors.Is(err, jwt.ErrTokenUsedBeforeIssued):
		return fault.New(fault.Denied, "identity.not_yet").Because(err)
	case errors.Is(err, jwt.ErrTokenInvalidAudience):
		return fault.New(fault.Denied, "identity.wrong_audience").Because(err)
	case errors.Is(err, jwt.ErrTokenRequiredClaimMissing):
		return fault.New(fault.Invalid, "identity.claim_missing").Because(err)
	}
	return fault.New(fault.Invalid, "identity.unreadable").Because(err)
}

func proveHash(c intake.Channel, s intake.Proving, p proof) (person, error) {
	if p.UserID == "" {
		return person{}, fault.New(fault.Invalid, "identity.no_subject")
	}
	if !s.UserHash {
		return person{}, fault.New(fault.Denied, "identity.hash_not_allowed")
	}
	if !hmac.Equal([]byte(strings.ToLower(strings.TrimSpace(p.UserHash))), []byte(userHash(c.Secret, p.UserID))) {
		return person{}, fault.New(fault.Denied, "identity.signature_wrong")
	}
	return person{Subject: p.UserID, Name: p.Name, Email: p.Email, Phone: p.Phone, Attributes: p.Traits}, nil
}

func userHash(secret, user string) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(user))
	return hex.EncodeToString(m.Sum(nil))
}

// allowedTraits keeps the plain values that the channel's list names.
func allowedTraits(all map[string]any, allowed []string) map[string]any {
	kept := map[string]any{}
	for _, k := range allowed {
		switch v := all[k].(type) {
		case string:
			kept[k] = line(v, maxTrait)
		case bool, float64:
			kept[k] = v
		}
	}
	return kept
}

func yes(v any) bool { return v == true || v == "true" }

// nameOf is the name by which we know a person on this channel, on every device.
func nameOf(c intake.Channel, subject string) string {
	sum := sha256.Sum256([]byte(string(c.ID) + "\x00" + subject))
	return "person-" + hex.EncodeToString(sum[:16])
}

func (p person) sender(c intake.Channel) contact.Sender {
	return contact.Sender{
		Channel: c.ID, Visitor: nameOf(c, p.Subject), External: p.Subject, Name: p.Name, Attributes: p.Attributes,
		Email: p.Email, Phone: p.Phone, Vouched: p.EmailProven || p.PhoneProven,
		EmailClaimed: !p.EmailProven, PhoneClaimed: !p.PhoneProven,
	}
}
