// Package httppost makes the requests of webhooks: signed as Standard Webhooks
// says, bounded in time and size, and to public addresses only, unless the
// operator names a network. Pushes and sign-ins at mail providers go by its client, and pictures of mails by its browser.
// The address is looked at after the name was looked up, so that no name leads into
// the house.
package httppost

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"anlan/internal/control/webhook"
)

// What a request may cost.
const (
	connectLimit = 5 * time.Second
	answerLimit  = 15 * time.Second
	answerKept   = 500      // characters of an answer that people see
	answerRead   = 64 << 10 // bytes of an answer that are read at all
)

// Post makes requests.
type Post struct {
	client  *http.Client
	allowed []netip.Prefix
}

// New makes a post that may also go to these private networks.
func New(allowed []netip.Prefix) *Post {
	p := &Post{allowed: allowed}
	dialer := &net.Dialer{Timeout: connectLimit, ControlContext: p.permit}
	p.client = &http.Client{
		Timeout: answerLimit,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: connectLimit, ResponseHeaderTimeout: answerLimit,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, MaxIdleConnsPerHost: 2, IdleConnTimeout: 30 * time.Second,
			MaxResponseHeaderBytes: 32 << 10, ForceAttemptHTTP2: true,
		},
		// A receiver that moved says so to a person, who looks at the new address.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return p
}

// Client makes other requests under the same guard: public addresses only, unless
// a network is allowed, and in the clear to an allowed one only.
func (p *Post) Client() *http.Client {
	client := *p.client
	client.Transport = guarded{p}
	return &client
}

// redirects is how often a picture may have moved.
const redirects = 3

// Browser is a client for what mails show: in the clear too, and after what moved, but
// each address under the same guard. It has no cookies and tells nobody where it was.
func (p *Post) Browser() *http.Client {
	client := *p.client
	client.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		r.Header.Del("Referer")
		if len(via) > redirects || r.URL.Scheme != "http" && r.URL.Scheme != "https" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return &client
}

type guarded struct{ post *Post }

var errClear = errors.New("the address is not encrypted")

func (g guarded) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" && !g.post.maySpeakPlainly(r.Context(), r.URL.Hostname()) {
		return nil, errClear
	}
	return g.post.client.Transport.RoundTrip(r)
}

var errPrivate = errors.New("the address is private")

// permit looks at the address that is about to be connected to, after the name
// was looked up, so that no name can lead into the house.
func (p *Post) permit(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := at.Addr().Unmap().WithZone("")
	for _, network := range p.allowed {
		if network.Contains(ip) {
			return nil
		}
	}
	if !public(ip) {
		return errPrivate
	}
	return nil
}

// notPublic are networks beside those that netip knows which are not the
// Internet's: RFC 6598, 6890, 2544, 5737, 3849, 6052, 4380, 3056, 8215.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("3fff::/20"), netip.MustParsePrefix("fec0::/10"),
}

func public(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return false
	}
	for _, network := range notPublic {
		if network.Contains(ip) {
			return false
		}
	}
	return true
}

// Send makes one request, signed by each of the secrets.
func (p *Post) Send(ctx context.Context, to, id string, at time.Time, body []byte, secrets ...string) webhook.Answer {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return webhook.Answer{Reason: "address", Detail: err.Error()}
	}
	if request.URL.Scheme != "https" && !p.maySpeakPlainly(ctx, request.URL.Hostname()) {
		return webhook.Answer{Reason: "not_encrypted"}
	}
	signatures := make([]string, 0, len(secrets))
	for _, secret := range secrets {
		hook, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			return webhook.Answer{Reason: "secret", Detail: err.Error()}
		}
		signature, err := hook.Sign(id, at, body)
		if err != nil {
			return webhook.Answer{Reason: "secret", Detail: err.Error()}
		}
		signatures = append(signatures, signature)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Anlan-Webhooks/1")
	request.Header.Set("webhook-id", id)
	request.Header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	request.Header.Set("webhook-signature", strings.Join(signatures, " "))
	response, err := p.client.Do(request)
	if err != nil {
		return failed(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, answerRead))
	a := webhook.Answer{Status: response.StatusCode, Text: shortened(string(text))}
	switch {
	case response.StatusCode >= 300 && response.StatusCode < 400:
		a.Reason, a.Detail = "redirect", response.Header.Get("Location")
	case response.StatusCode == http.StatusGone:
		a.Reason = "gone"
	case response.StatusCode < 200 || response.StatusCode >= 300:
		a.Reason, a.After = "status", wait(response.Header.Get("Retry-After"), at)
	case err != nil: // they took it: a body that breaks off changes nothing
	}
	return a
}

// maySpeakPlainly allows http to a house of one's own that the operator named.
func (p *Post) maySpeakPlainly(ctx context.Context, host string) bool {
	if len(p.allowed) == 0 {
		return false
	}
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil || len(found) == 0 {
		return false
	}
	for _, ip := range found {
		inside := false
		for _, network := range p.allowed {
			inside = inside || network.Contains(ip.Unmap())
		}
		if !inside {
			return false
		}
	}
	return true
}

// failed tells in one word why there is no answer.
func failed(err error) webhook.Answer {
	var (
		dns      *net.DNSError
		verify   *tls.CertificateVerificationError
		record   tls.RecordHeaderError
		alert    tls.AlertError
		timeout  net.Error
		location *url.Error
	)
	detail := err.Error()
	if errors.As(err, &location) {
		detail = location.Err.Error()
	}
	reason := "connection"
	switch {
	case errors.Is(err, errPrivate):
		reason = "private_address"
	case errors.As(err, &dns):
		reason = "name"
	case errors.As(err, &verify), errors.As(err, &record), errors.As(err, &alert):
		reason = "certificate"
	case errors.As(err, &timeout) && timeout.Timeout():
		reason = "timeout"
	}
	return webhook.Answer{Reason: reason, Detail: shortened(detail)}
}

// wait reads Retry-After, in seconds or as a date, up to a day.
func wait(header string, now time.Time) time.Duration {
	var d time.Duration
	if seconds, err := strconv.Atoi(header); err == nil {
		d = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		d = at.Sub(now)
	}
	return min(max(d, 0), 24*time.Hour)
}

// shortened makes what a stranger said fit to be kept and shown.
func shortened(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if runes := []rune(s); len(runes) > answerKept {
		return string(runes[:answerKept]) + "…"
	}
	return s
}
