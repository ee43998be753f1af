package email

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// spf asks whether an address may send for a domain (RFC 7208). Macros are read
// where they name the domain or the address; what needs more is a permerror, as is
// what would make us ask too much.
type spf struct {
	names Names
	ip    netip.Addr
	asked int
}

// askedAtMost are the terms of a record that ask further (RFC 7208, 4.6.4).
const askedAtMost = 10

var (
	errTooMuch = errors.New("the record asks for more than ten lookups")
	errRecord  = errors.New("the record cannot be read")
)

func (s *spf) check(ctx context.Context, domain string, depth int) (result, why string) {
	if domain == "" || !strings.Contains(domain, ".") || !s.ip.IsValid() {
		return "none", ""
	}
	record, err := s.record(ctx, domain)
	if err != nil {
		return trouble(err)
	}
	if record == "" {
		return "none", ""
	}
	elsewhere := ""
	for _, term := range strings.Fields(record)[1:] {
		if name, value, modifier := strings.Cut(term, "="); modifier && !strings.ContainsAny(name, ":/") {
			if strings.EqualFold(name, "redirect") {
				elsewhere = s.expanded(value, domain)
			}
			continue
		}
		verdict, mechanism := "pass", term
		switch term[0] {
		case '+', '-', '~', '?':
			verdict, mechanism = map[byte]string{'+': "pass", '-': "fail", '~': "softfail", '?': "neutral"}[term[0]], term[1:]
		}
		hit, err := s.matches(ctx, strings.ToLower(mechanism), domain, depth)
		if err != nil {
			return trouble(err)
		}
		if hit {
			return verdict, term
		}
	}
	if elsewhere == "" {
		return "neutral", ""
	}
	if err := s.ask(); err != nil {
		return trouble(err)
	}
	if result, why = s.check(ctx, elsewhere, depth+1); result == "none" {
		return "permerror", errRecord.Error()
	}
	return result, why
}

func trouble(err error) (result, why string) {
	if errors.Is(err, errTooMuch) || errors.Is(err, errRecord) {
		return "permerror", err.Error()
	}
	return "temperror", err.Error()
}

func (s *spf) record(ctx context.Context, domain string) (record string, err error) {
	texts, err := s.names.TXT(ctx, domain)
	if err != nil && !unknownName(err) {
		return "", err
	}
	for _, text := range texts {
		if lower := strings.ToLower(text); lower != "v=spf1" && !strings.HasPrefix(lower, "v=spf1 ") {
			continue
		}
		if record != "" {
			return "", errRecord // two are none
		}
		record = text
	}
	return record, nil
}

func unknownName(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

func (s *spf) ask() error {
	if s.asked++; s.asked > askedAtMost {
		return errTooMuch
	}
	return nil
}

func (s *spf) matches(ctx context.Context, mechanism, domain string, depth int) (bool, error) {
	kind, rest := mechanism, ""
	if at := strings.IndexAny(mechanism, ":/"); at >= 0 {
		kind, rest = mechanism[:at], mechanism[at:]
	}
	target, four, six, err := s.target(rest, domain)
	if kind == "ip4" || kind == "ip6" {
		return s.within(strings.TrimPrefix(rest, ":"))
	}
	if err != nil {
		return false, err
	}
	switch kind {
	case "all":
		return true, nil
	case "a", "mx", "include", "exists", "ptr":
		if err := s.ask(); err != nil {
			return false, err
		}
	default:
		return false, errRecord
	}
	switch kind {
	case "a":
		return s.at(ctx, target, four, six)
	case "mx":
		return s.mx(ctx, target, four, six)
	case "exists":
		found, err := s.names.IP(ctx, target)
		if err != nil && !unknownName(err) {
			return false, err
		}
		return len(found) > 0, nil
	case "include":
		switch result, why := s.check(ctx, target, depth+1); result {
		case "pass":
			return true, nil
		case "temperror":
			return false, errors.New(why)
		case "permerror", "none":
			return false, errRecord
		}
	}
	return false, nil // ptr is not to be used (RFC 7208, 5.5)
}

// target is the domain that a mechanism speaks of, and how much of an address it
// looks at.
func (s *spf) target(rest, domain string) (target string, four, six int, err error) {
	four, six = 32, 128
	name, lengths, _ := strings.Cut(rest, "/")
	if lengths != "" {
		first, second, _ := strings.Cut(lengths, "//")
		if strings.HasPrefix(lengths, "/") {
			first, second = "", lengths[1:]
		}
		if four, err = length(first, 32); err == nil {
			six, err = length(second, 128)
		}
	}
	if target = domain; strings.HasPrefix(name, ":") {
		target = s.expanded(name[1:], domain)
	}
	if strings.Contains(target, "%") {
		err = errRecord
	}
	return target, four, six, err
}

func length(text string, most int) (int, error) {
	if text == "" {
		return most, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, errRecord
	}
	return n, nil
}

func (s *spf) expanded(text, domain string) string {
	reversed := strings.Split(s.ip.String(), ".")
	for i, j := 0, len(reversed)-1; i < j; i, j = i+1, j-1 {
		reversed[i], reversed[j] = reversed[j], reversed[i]
	}
	return strings.NewReplacer("%{d}", domain, "%{i}", s.ip.String(), "%{ir}", strings.Join(reversed, "."), "%{v}", "in-addr").Replace(text)
}

func (s *spf) within(network string) (bool, error) {
	if !strings.Contains(network, "/") {
		ip, err := netip.ParseAddr(network)
		if err != nil {
			return false, errRecord
		}
		return ip == s.ip, nil
	}
	prefix, err := netip.ParsePrefix(network)
	if err != nil {
		return false, errRecord
	}
	return prefix.Masked().Contains(s.ip), nil
}

func (s *spf) at(ctx context.Context, name string, four, six int) (bool, error) {
	found, err := s.names.IP(ctx, name)
	if err != nil && !unknownName(err) {
		return false, err
	}
	for _, ip := range found {
		ip = ip.Unmap()
		bits := six
		if ip.Is4() {
			bits = four
		}
		if prefix, err := ip.Prefix(bits); err == nil && prefix.Contains(s.ip) {
			return true, nil
		}
	}
	return false, nil
}

func (s *spf) mx(ctx context.Context, name string, four, six int) (bool, error) {
	servers, err := s.names.MX(ctx, name)
	if err != nil && !unknownName(err) {
		return false, err
	}
	for _, server := range servers[:min(len(servers), askedAtMost)] {
		if hit, err := s.at(ctx, strings.TrimSuffix(server.Host, "."), four, six); hit || err != nil {
			return hit, err
		}
	}
	return false, nil
}
