package email

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/emersion/go-msgauth/dmarc"

	"anlan/internal/arrive/trust"
)

// Names looks things up in DNS.
type Names struct {
	TXT func(ctx context.Context, name string) ([]string, error)
	MX  func(ctx context.Context, name string) ([]*net.MX, error)
	IP  func(ctx context.Context, name string) ([]netip.Addr, error)
}

// DNS is what the machine's resolver says.
var DNS = Names{
	TXT: net.DefaultResolver.LookupTXT, MX: net.DefaultResolver.LookupMX,
	IP: func(ctx context.Context, name string) ([]netip.Addr, error) {
		return net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	},
}

// caller is who brings a mail to our door.
type caller struct {
	ip   netip.Addr
	helo string
	from string // of the envelope
}

// Bounds of an examination: the sender waits for our yes meanwhile.
const (
	examineWithin = 15 * time.Second
	mostSigned    = 5
)

// outside tells whether somebody comes from beyond our own network. Who does not is
// a mail server of ours, and what it found stands in the mail.
func (c caller) outside() bool {
	return c.ip.IsValid() && c.ip.IsGlobalUnicast() && !c.ip.IsPrivate()
}

// examine finds out what a receiving mail server would: by SPF whether the caller
// may speak for the envelope, by DKIM who signed, by DMARC what the domain of the
// From makes of both.
func examine(ctx context.Context, names Names, c caller, from string, raw []byte) []trust.Check {
	ctx, done := context.WithTimeout(ctx, examineWithin)
	defer done()
	checks := []trust.Check{spfCheck(ctx, names, c)}
	checks = append(checks, dkimChecks(ctx, names, raw)...)
	if domain := domainPart(from); domain != "" {
		checks = append(checks, dmarcCheck(ctx, names, domain, checks))
	}
	return checks
}

func spfCheck(ctx context.Context, names Names, c caller) trust.Check {
	domain := domainPart(c.from)
	if domain == "" { // a bounce speaks for the server itself
		domain = strings.ToLower(c.helo)
	}
	result, why := (&spf{names: names, ip: c.ip}).check(ctx, domain, 0)
	return trust.Check{Method: "spf", Result: result, Domain: domain, Detail: why}
}

func dkimChecks(ctx context.Context, names Names, raw []byte) (checks []trust.Check) {
	found, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{
		LookupTXT: func(name string) ([]string, error) { return names.TXT(ctx, name) }, MaxVerifications: mostSigned,
	})
	if err != nil && len(found) == 0 {
		return []trust.Check{{Method: "dkim", Result: "permerror", Detail: err.Error()}}
	}
	for _, v := range found {
		c := trust.Check{Method: "dkim", Result: "pass", Domain: strings.ToLower(v.Domain)}
		switch {
		case v.Err == nil:
		case dkim.IsTempFail(v.Err):
			c.Result, c.Detail = "temperror", v.Err.Error()
		case dkim.IsPermFail(v.Err):
			c.Result, c.Detail = "permerror", v.Err.Error()
		default:
			c.Result, c.Detail = "fail", v.Err.Error()
		}
		checks = append(checks, c)
	}
	if len(checks) == 0 {
		checks = []trust.Check{{Method: "dkim", Result: "none"}}
	}
	return checks
}

func dmarcCheck(ctx context.Context, names Names, domain string, checks []trust.Check) trust.Check {
	c := trust.Check{Method: "dmarc", Domain: domain}
	policy, err := policyOf(ctx, names, domain)
	switch {
	case errors.Is(err, dmarc.ErrNoPolicy):
		c.Result = "none"
		return c
	case err != nil && dmarc.IsTempFail(err):
		c.Result, c.Detail = "temperror", err.Error()
		return c
	case err != nil:
		c.Result, c.Detail = "permerror", err.Error()
		return c
	}
	c.Result, c.Detail = "fail", "p="+string(policy.Policy)
	for _, one := range checks {
		strict := one.Method == "dkim" && policy.DKIMAlignment == dmarc.AlignmentStrict || one.Method == "spf" && policy.SPFAlignment == dmarc.AlignmentStrict
		if one.Domain == domain || !strict && one.Domain != "" && trust.House(one.Domain) == trust.House(domain) {
			switch one.Result {
			case "pass":
				c.Result = "pass"
				return c
			case "temperror":
				c.Result = "temperror" // it may have passed
			}
		}
	}
	return c
}

// policyOf is a domain's own policy, or that of the house that it belongs to.
func policyOf(ctx context.Context, names Names, domain string) (*dmarc.Record, error) {
	ask := &dmarc.LookupOptions{LookupTXT: func(name string) ([]string, error) { return names.TXT(ctx, name) }}
	policy, err := dmarc.LookupWithOptions(domain, ask)
	if house := trust.House(domain); errors.Is(err, dmarc.ErrNoPolicy) && house != domain {
		return dmarc.LookupWithOptions(house, ask)
	}
	return policy, err
}

func domainPart(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return ""
	}
	return strings.Trim(strings.ToLower(address[at+1:]), ".> ")
}
