package provider

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"anlan/internal/platform/fault"
)

const (
	nameLimit = 40  // characters; it stands on a button
	textLimit = 500 // bytes
)

// changed is a provider after a change, when it can be one.
func changed(p Provider, c Change) (Provider, error) {
	set(&p.Name, c.Name)
	set(&p.Issuer, c.Issuer)
	set(&p.ClientID, c.ClientID)
	set(&p.Creates, c.Creates)
	set(&p.Role, c.Role)
	set(&p.Teams, c.Teams)
	set(&p.Both, c.Both)
	set(&p.Private, c.Private)
	set(&p.State, c.State)
	if c.Domains != nil {
		p.Domains = domains(*c.Domains)
	}
	p.Name, p.Issuer, p.ClientID = strings.TrimSpace(p.Name), strings.TrimSpace(p.Issuer), strings.TrimSpace(p.ClientID)
	return p, possible(p)
}

func set[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}

// domains are kept small, without the at sign that people type before them.
func domains(list []string) []string {
	clean := []string{}
	for _, d := range list {
		if d = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(d), "@")); d != "" {
			clean = append(clean, d)
		}
	}
	return clean
}

func possible(p Provider) error {
	at, err := url.Parse(p.Issuer)
	switch {
	case p.Name == "" || utf8.RuneCountInString(p.Name) > nameLimit || strings.ContainsFunc(p.Name, unicode.IsControl):
		return fault.New(fault.Invalid, "provider.name_unusable", "limit", nameLimit).At("name")
	case err != nil || at.Host == "" || at.User != nil || at.RawQuery != "" || at.Fragment != "" || len(p.Issuer) > textLimit:
		return fault.New(fault.Invalid, "provider.issuer_unreadable").At("issuer")
	case at.Scheme != "https" && !(at.Scheme == "http" && p.Private):
		return fault.New(fault.Invalid, "provider.issuer_not_secure").At("issuer")
	case p.ClientID == "" || len(p.ClientID) > textLimit:
		return fault.New(fault.Invalid, "provider.client_missing").At("client_id")
	case p.State != Active && p.State != Off:
		return fault.New(fault.Invalid, "provider.state_unknown", "state", string(p.State)).At("state")
	}
	return nil
}

// Admits tells whether an e-mail is of a domain that the provider may speak for.
func (p Provider) Admits(email string) bool {
	_, domain, _ := strings.Cut(strings.ToLower(email), "@")
	for _, d := range p.Domains {
		if d == domain {
			return true
		}
	}
	return len(p.Domains) == 0
}
