package webchat

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"anlan/internal/arrive/intake"
)

// mayAsk tells whether a page of this origin may speak to a channel. The frame
// itself is ours, so our own origin always may; programs that are no browsers
// send none. An empty list lets every site in.
func mayAsk(origin string, host, publicURL string, s intake.WebchatSettings) bool {
	if origin == "" || len(s.AllowedOrigins) == 0 {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return false
	}
	if strings.EqualFold(u.Host, host) || sameOrigin(origin, publicURL) {
		return true
	}
	return slices.ContainsFunc(s.AllowedOrigins, func(allowed string) bool { return sameOrigin(origin, allowed) })
}

func sameOrigin(a, b string) bool {
	u, err := url.Parse(a)
	v, other := url.Parse(b)
	return err == nil && other == nil && u.Host != "" && u.Scheme == v.Scheme && strings.EqualFold(u.Host, v.Host)
}

// ancestors says to browsers which pages may hold the frame.
func ancestors(s intake.WebchatSettings) string {
	if len(s.AllowedOrigins) == 0 {
		return "*"
	}
	return "'self' " + strings.Join(s.AllowedOrigins, " ")
}

var plainHost = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]+$`)

// policy is the content security policy of our own pages. Some browsers do not
// count sockets as 'self', so they are named.
func policy(r *http.Request, frameAncestors string) string {
	sockets := ""
	if plainHost.MatchString(r.Host) {
		sockets = " ws://" + r.Host + " wss://" + r.Host
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'" + sockets +
		"; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors " + frameAncestors
}
