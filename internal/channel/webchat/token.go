package webchat

import (
	"net/url"
	"strings"
	"time"

	"anlan/internal/arrive/intake"
	"anlan/internal/platform/id"
	"anlan/internal/platform/seal"
)

// tokenLife is how long a browser may stay away and still be known. Half of it
// gone, the visitor is given a fresh token for the same name.
const tokenLife = 2 * 365 * 24 * time.Hour

// newVisitor makes a name for somebody we have not met.
func newVisitor() string { return id.New() }

// newToken lets its holder be this visitor on this channel. It is signed and
// stored nowhere, so that greeting a visitor writes nothing.
func newToken(s *seal.Sealer, c intake.Channel, visitor string, now time.Time) string {
	q, _ := url.ParseQuery(s.Sign(tokenFor(c, visitor), now.Add(tokenLife))) // our own signature parses
	return strings.Join([]string{visitor, q.Get("exp"), q.Get("sig")}, ".")
}

// readToken tells whose token this is, "" when it is nobody's.
func readToken(s *seal.Sealer, c intake.Channel, token string, now time.Time) (visitor string, ageing bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || parts[0] == "" || !s.Valid(tokenFor(c, parts[0]), parts[1], parts[2], now) {
		return "", false
	}
	return parts[0], !s.Valid(tokenFor(c, parts[0]), parts[1], parts[2], now.Add(tokenLife/2))
}

func tokenFor(c intake.Channel, visitor string) string {
	return "visitor:" + string(c.ID) + ":" + visitor
}
