package api

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/fault"
	"anlan/internal/words"
)

const (
	cookieName  = "anlan_session"
	pendingName = "anlan_sign_in" // somebody between two steps of a sign-in; no session
)

// visit is what the edge knows of a request besides its input.
type visit struct {
	who      access.Actor
	language string
	from     staff.From
	key      string // Idempotency-Key
	secure   bool   // the browser came over TLS
	pending  string // the half-done sign-in of this browser
}

type visitKey struct{}

func caller(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

// enter finds out who is asking, before the input is read.
func (e *Edge) enter(ctx huma.Context, next func(huma.Context)) {
	request, _ := humago.Unwrap(ctx)
	v := visit{
		language: words.Language(ctx.Header("Accept-Language")),
		key:      ctx.Header("Idempotency-Key"),
		from:     staff.From{IP: e.Address(request), Agent: ctx.Header("User-Agent")},
		secure:   ctx.TLS() != nil || ctx.Header("X-Forwarded-Proto") == "https",
		pending:  cookieValue(ctx.Header("Cookie"), pendingName),
	}
	r, _ := ctx.Operation().Metadata["route"].(route)
	ctx = huma.WithValue(ctx, visitKey{}, v)
	who, err := e.identify(ctx.Context(), ctx.Header("Authorization"), ctx.Header("Cookie"), v.from.IP)
	v.who = who
	ctx = huma.WithValue(ctx, visitKey{}, v)
	switch {
	case err == nil:
		var s standing
		s, err = e.limits.admit(who)
		s.tell(ctx)
	case r.inbound && fault.IsKind(err, fault.SignedOut):
		err = e.knock(ctx, v.from.IP)
	case r.public && fault.IsKind(err, fault.SignedOut):
		err = e.limits.stranger(v.from.IP)
	}
	if err == nil && r.needs != "" {
		err = who.Require(r.needs)
	}
	if err != nil {
		e.refuse(ctx, err)
		return
	}
	next(ctx)
}

// knock looks at a message without a token before its body is read: it must be
// signed, and for a channel that there is.
func (e *Edge) knock(ctx huma.Context, ip string) error {
	if ctx.Header("webhook-signature") == "" {
		return firstOf(e.limits.stranger(ip), fault.New(fault.SignedOut, "intake.unsigned"))
	}
	if err := e.limits.signing(ip); err != nil {
		return err
	}
	_, err := e.Channels.ByKey(ctx.Context(), strings.ReplaceAll(ctx.Param("channel_key"), "\x00", ""))
	return err
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// identify reads the token or the session's cookie.
func (e *Edge) identify(ctx context.Context, authorization, cookies, ip string) (access.Actor, error) {
	if token, ok := strings.CutPrefix(authorization, "Bearer "); ok {
		return e.Office.ActorByToken(ctx, strings.TrimSpace(token), ip)
	}
	if secret := cookieValue(cookies, cookieName); secret != "" {
		return e.Office.ActorBySession(ctx, secret, ip)
	}
	return access.Actor{}, fault.New(fault.SignedOut, "access.signed_out")
}

func cookieValue(header, name string) string {
	parsed, err := http.ParseCookie(header)
	if err != nil {
		return ""
	}
	for _, c := range parsed {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// Address is where a request comes from, for the other edges.
func (e *Edge) Address(r *http.Request) string {
	// A proxy may add a line of its own below one that the caller wrote.
	return e.address(r.RemoteAddr, strings.Join(r.Header.Values("X-Forwarded-For"), ","))
}

// address is where a request comes from. A proxy is believed only when it is one
// that the operator has named.
func (e *Edge) address(remote, forwarded string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	hops := strings.Split(forwarded, ",")
	for i := len(hops) - 1; i >= 0 && e.trusted(host); i-- {
		hop := strings.TrimSpace(hops[i])
		if _, err := netip.ParseAddr(hop); err != nil {
			break
		}
		host = hop
	}
	return host
}

func (e *Edge) trusted(host string) bool {
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range e.TrustedProxies {
		if p.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}

// sessionCookie gives the browser its session.
func sessionCookie(v visit, o staff.Opened) http.Cookie {
	return http.Cookie{
		Name: cookieName, Value: o.Secret, Path: "/", Expires: o.ExpiresAt,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: v.secure,
	}
}

func forgottenCookie(v visit, name string) http.Cookie {
	return http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: v.secure}
}

// pendingCookie gives the browser what it needs for the next step of a sign-in.
func pendingCookie(v visit, e staff.Entrance) http.Cookie {
	return http.Cookie{
		Name: pendingName, Value: e.Pending, Path: "/", Expires: e.Until,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: v.secure,
	}
}
