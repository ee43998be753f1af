package webchat

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"anlan/internal/arrive/intake"
	"anlan/internal/platform/id"
	"anlan/internal/platform/seal"
)

// tokenLife is how long a browser may stay away and still be known. Half of it
// gone, the visitor is given a fresh token for the same name. Who was named by
// the site, or came by a link in a mail, is known for passingLife only.
const (
	tokenLife   = 2 * 365 * 24 * time.Hour
	passingLife = 12 * time.Hour
)

// visitor is somebody at the other end of a chat.
type visitor struct {
	name   string  // "" is nobody
	person *person // whom the site has named
	ageing bool    // the token should be renewed
	guest  bool    // came by a link in a mail
}

// newVisitor makes a name for somebody we have not met.
func newVisitor() string { return id.New() }

// newToken lets its holder be this visitor on this channel. It is signed and
// stored nowhere, so that greeting a visitor writes nothing.
func newToken(s *seal.Sealer, c intake.Channel, name string, now time.Time) string {
	return signed(s, tokenFor(c, name), name, now.Add(tokenLife))
}

// personToken lets its holder be somebody whom the site has named, and carries
// what it said about them. A new secret of the channel ends it.
func personToken(s *seal.Sealer, c intake.Channel, p person, now time.Time) string {
	b, _ := json.Marshal(p) // prove has marshalled it before
	name, payload := nameOf(c, p.Subject), base64.RawURLEncoding.EncodeToString(b)
	return signed(s, passingFor(c, name, payload), name, now.Add(passingLife)) + "." + payload
}

// guestToken lets whoever holds a link from a mail be its visitor for a while.
func guestToken(s *seal.Sealer, c intake.Channel, name string, now time.Time) string {
	return signed(s, passingFor(c, name, ""), name, now.Add(passingLife)) + "."
}

func signed(s *seal.Sealer, what, name string, until time.Time) string {
	q, _ := url.ParseQuery(s.Sign(what, until)) // our own signature parses
	return strings.Join([]string{name, q.Get("exp"), q.Get("sig")}, ".")
}

// readToken tells whose token this is; nobody's has no name.
func readToken(s *seal.Sealer, c intake.Channel, token string, now time.Time) visitor {
	parts := strings.Split(token, ".")
	switch {
	case len(parts) == 3 && parts[0] != "" && s.Valid(tokenFor(c, parts[0]), parts[1], parts[2], now):
		return visitor{name: parts[0], ageing: !s.Valid(tokenFor(c, parts[0]), parts[1], parts[2], now.Add(tokenLife/2))}
	case len(parts) == 4 && parts[0] != "" && s.Valid(passingFor(c, parts[0], parts[3]), parts[1], parts[2], now):
		return passing(parts[0], parts[3])
	}
	return visitor{}
}

func passing(name, payload string) visitor {
	if payload == "" {
		return visitor{name: name, guest: true}
	}
	var p person
	b, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil || json.Unmarshal(b, &p) != nil {
		return visitor{}
	}
	return visitor{name: name, person: &p}
}

func tokenFor(c intake.Channel, name string) string {
	return "visitor:" + string(c.ID) + ":" + name
}

func passingFor(c intake.Channel, name, payload string) string {
	return "passing:" + string(c.ID) + ":" + name + ":" + payload + ":" + c.Secret
}
