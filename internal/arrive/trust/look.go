package trust

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/organisation"
	"anlan/internal/platform/db"
)

// remembered is how long we go by what we knew of ourselves: names and addresses of
// ours change seldom.
const remembered = time.Minute

// Look finds the reasons to look twice at who sent a mail.
func (g *Guard) Look(ctx context.Context, s *Seen) error {
	from := parted(domainOf(s.From))
	if from.host == "" {
		return nil
	}
	us, err := g.us(ctx)
	if err != nil {
		return err
	}
	a := around{house: us}
	if _, ours := us.domains[from.house]; !ours {
		if a.known, err = g.wroteTo(ctx, folded(s.From)); err != nil {
			return err
		}
		if a.organisations, a.contacts, err = g.near(ctx, s.From, from); err != nil {
			return err
		}
	}
	s.Warnings = warnings(s.Letter, a)
	return nil
}

// wroteTo tells whether mail of ours has reached an address.
func (g *Guard) wroteTo(ctx context.Context, address string) (known bool, err error) {
	err = g.db.Read().Ask("SELECT EXISTS (SELECT 1 FROM outgoing WHERE address = ? AND state = 'left')", address).Scan(ctx, &known)
	if err != nil {
		return false, fmt.Errorf("look whether we know a sender: %w", err)
	}
	return known, nil
}

// identityDomain is how the index says what stands behind the @.
const identityDomain = "SUBSTR(i.value, LENGTH(RTRIM(i.value, REPLACE(i.value, '@', ''))) + 1)"

// near finds known domains that a sender's may be taken for: of organisations; of
// contacts where the letters are the same to the eye, or where somebody of the same
// name is known there. A domain that an organisation has, or whose people we knew
// earlier, is taken for nobody's.
func (g *Guard) near(ctx context.Context, address string, from domain) (organisations, contacts map[string]string, err error) {
	if organisation.DomainOf(address) == "" {
		return nil, nil, nil
	}
	n, err := g.around(ctx, from)
	if err != nil || n.known {
		return nil, nil, err
	}
	alike, err := g.sameName(ctx, folded(localOf(address))+"@", n.domains)
	if err != nil {
		return nil, nil, err
	}
	if alike, err = g.sameToTheEye(ctx, from, alike); err != nil || len(alike) == 0 {
		return n.organisations, nil, err
	}
	since := g.db.Now().UnixMilli()
	err = g.db.Read().Ask(`SELECT c.created_at FROM identity i JOIN contact c ON c.id = i.contact_id
		WHERE i.kind = 'email' AND `+identityDomain+` = ? ORDER BY i.contact_id LIMIT 1`, from.host).Scan(ctx, &since)
	if err != nil && !db.IsNone(err) {
		return nil, nil, fmt.Errorf("look since when we know a sender's domain: %w", err)
	}
	slices.SortFunc(alike, func(a, b known) int { return cmp.Compare(a.Since, b.Since) })
	contacts = map[string]string{}
	for _, k := range alike {
		if d := domainOf(k.Value); k.Since < since && contacts[d] == "" {
			contacts[d] = k.Value
		}
	}
	return n.organisations, contacts, nil
}

// known is an address of a contact.
type known struct {
	Value string `bun:"value"`
	Since int64  `bun:"created_at"`
}

const knownAddress = "SELECT i.value, c.created_at FROM identity i JOIN contact c ON c.id = i.contact_id WHERE i.kind = 'email' AND "

// sameName finds who is known by the same name at one of these domains. lead is the
// name with the @.
func (g *Guard) sameName(ctx context.Context, lead string, domains []string) (found []known, err error) {
	if len(domains) == 0 {
		return nil, nil
	}
	names := make([]string, len(domains))
	for i, d := range domains {
		names[i] = lead + d
	}
	err = g.db.Read().NewRaw(knownAddress+"i.scope = '' AND i.verified AND i.value IN (?)", bun.In(names)).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("look for contacts of a sender's name: %w", err)
	}
	return found, nil
}

// sameToTheEye adds the first whom we know of each domain that a sender's can be
// read as.
func (g *Guard) sameToTheEye(ctx context.Context, from domain, found []known) ([]known, error) {
	for _, label := range readAs(from.label) {
		host := label + "." + from.ending
		if host == from.host {
			continue
		}
		var first known
		// The condition is written so that no index looks made for it but that of domains.
		err := g.db.Read().Ask(knownAddress+identityDomain+" = ? AND CASE WHEN i.verified THEN 1 ELSE 0 END = 1 ORDER BY i.contact_id LIMIT 1", host).
			Scan(ctx, &first.Value, &first.Since)
		if db.IsNone(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("look for contacts of %s: %w", host, err)
		}
		found = append(found, first)
	}
	return found, nil
}

// near is what is known around a domain.
type near struct {
	known         bool              // the domain itself is an organisation's
	organisations map[string]string // those of organisations that it may be taken for → whose
	domains       []string          // those where contacts have an address
}

// atOnce bounds the domains whose neighbours we remember.
const atOnce = 2000

// around finds what is known around a domain, and remembers it: there are hundreds of
// names around one, and many mails come from few.
func (g *Guard) around(ctx context.Context, from domain) (near, error) {
	g.mu.Lock()
	now := g.db.Now()
	if now.Sub(g.looked).Abs() >= remembered || len(g.nearby) >= atOnce {
		g.nearby, g.looked = map[string]near{}, now
	}
	n, lately := g.nearby[from.host]
	g.mu.Unlock()
	if lately {
		return n, nil
	}
	err := g.db.Read().Ask("SELECT EXISTS (SELECT 1 FROM organisation_domain WHERE domain IN (?, ?))", from.host, from.house).Scan(ctx, &n.known)
	if err != nil {
		return n, fmt.Errorf("look for the organisation of a sender: %w", err)
	}
	if all := neighbours(from); !n.known && len(all) > 0 {
		n.organisations = map[string]string{}
		var found []struct {
			Domain string `bun:"domain"`
			Whose  string `bun:"whose"`
		}
		err = g.db.Read().NewRaw(`SELECT d.domain, o.name AS whose FROM organisation_domain d JOIN organisation o ON o.id = d.organisation_id
			WHERE d.domain IN (?) ORDER BY d.domain LIMIT 5`, bun.In(all)).Scan(ctx, &found)
		if err != nil {
			return n, fmt.Errorf("look for organisations like a sender's: %w", err)
		}
		for _, f := range found {
			n.organisations[f.Domain] = f.Whose
		}
		if n.domains, err = g.inUse(ctx, all); err != nil {
			return n, err
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.nearby[from.host] = n
	return n, nil
}

// lot is how many domains are asked for at once.
const lot = 300

// inUse are those domains where a contact has an address. Each is one look at the end
// of the index, however many addresses there are.
func (g *Guard) inUse(ctx context.Context, domains []string) (used []string, err error) {
	for some := range slices.Chunk(domains, lot) {
		values := make([]any, len(some))
		for i, d := range some {
			values[i] = d
		}
		var found []string
		err := g.db.Read().NewRaw("SELECT d.column1 FROM (VALUES "+strings.Repeat("(?), ", len(some)-1)+`(?)) AS d
			WHERE EXISTS (SELECT 1 FROM identity i WHERE i.kind = 'email' AND `+identityDomain+" = d.column1)", values...).Scan(ctx, &found)
		if err != nil {
			return nil, fmt.Errorf("look which domains contacts have: %w", err)
		}
		used = append(used, found...)
	}
	return used, nil
}

// us is what others may pose as: the addresses and names of our mailboxes, and our
// colleagues. A mailbox at a public provider does not make its domain ours.
func (g *Guard) us(ctx context.Context) (house, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.db.Now()
	if g.house.domains != nil && now.Sub(g.asked).Abs() < remembered {
		return g.house, nil
	}
	h := house{domains: map[string]domain{}, colleagues: map[string]bool{}, addresses: map[string]bool{}}
	if err := h.mailboxes(ctx, g.db.Read()); err != nil {
		return h, err
	}
	if err := h.people(ctx, g.db.Read()); err != nil {
		return h, err
	}
	g.house, g.asked = h, now
	return h, nil
}

func (h *house) mailboxes(ctx context.Context, q db.Reader) error {
	var settings []string
	if err := q.Ask("SELECT settings FROM channel WHERE kind = 'email' AND state = 'active' ORDER BY created_at, id").Scan(ctx, &settings); err != nil {
		return fmt.Errorf("look at our mailboxes: %w", err)
	}
	for _, one := range settings {
		var s struct {
			Address  string `json:"address"`
			FromName string `json:"from_name"`
		}
		if err := json.Unmarshal([]byte(one), &s); err != nil {
			return fmt.Errorf("read the settings of a mailbox: %w", err)
		}
		if organisation.DomainOf(s.Address) != "" {
			d := parted(domainOf(s.Address))
			h.domains[d.house] = d
		}
		if brand := fold(s.FromName); branded(brand) {
			h.brands = append(h.brands, brand)
		}
	}
	return nil
}

func (h *house) people(ctx context.Context, q db.Reader) error {
	var people []struct {
		Name  string `bun:"name"`
		Email string `bun:"email"`
	}
	if err := q.Ask("SELECT name, email FROM staff WHERE state = 'active'").Scan(ctx, &people); err != nil {
		return fmt.Errorf("look at our people: %w", err)
	}
	for _, p := range people {
		h.addresses[folded(p.Email)] = true
		for _, name := range namesOf(p.Name) {
			h.colleagues[name] = true
		}
	}
	return nil
}
