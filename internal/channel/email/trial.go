package email

import (
	"context"
	"encoding/json"
	"net"
	"slices"
	"strings"
	"sync"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// Trial tries a mailbox that is no channel yet, in and out. It sends nothing and
// keeps nothing.
func (c *Collector) Trial(ctx context.Context, who access.Actor, settings json.RawMessage) (in, out mailbox.Verdict, err error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return in, out, err
	}
	s, err := intake.EmailFrom(settings)
	if err != nil {
		return in, out, err
	}
	var both sync.WaitGroup
	if s.IMAP.Host != "" {
		in.Tried = true
		both.Go(func() {
			box, err := c.open(ctx, inbound(s.IMAP))
			if err != nil {
				in.Fault = fault.Of(inTheWay(err))
				return
			}
			defer box.Close()
			in.Mails = box.Standing().Mails
		})
	}
	if s.SMTP.Host != "" {
		out.Tried = true
		both.Go(func() {
			if err := reach(ctx, s.SMTP); err != nil {
				out.Fault = fault.Of(err)
			}
		})
	}
	both.Wait()
	return in, out, nil
}

func inbound(s intake.IMAP) mailbox.Account {
	return mailbox.Account{Host: s.Host, Port: s.Port, Security: s.Security, User: s.User, Password: s.Password, Folder: s.Folder}
}

// Exchangers looks up who takes mail for a domain.
type Exchangers func(ctx context.Context, domain string) ([]*net.MX, error)

// Recognise tells who keeps the mailbox of an address. A domain of nobody known is
// guessed at by the names that most houses give their servers.
func (c *Collector) Recognise(ctx context.Context, who access.Actor, address string) (mailbox.Recognised, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return mailbox.Recognised{}, err
	}
	s, err := intake.EmailFrom(json.RawMessage(`{"address":` + inJSON(address) + `}`))
	if err != nil {
		return mailbox.Recognised{}, err
	}
	_, domain, _ := strings.Cut(s.Address, "@")
	if domain == "" {
		return mailbox.Recognised{}, fault.New(fault.Invalid, "channel.address_wrong", "address", address).At("address")
	}
	if p, known := mailbox.ProviderOf(domain, nil); known {
		return mailbox.Recognised{Provider: p, By: "domain"}, nil
	}
	looking, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	found, _ := c.exchangers(looking, domain) // where nobody answers we guess
	if p, known := mailbox.ProviderOf(domain, namesOf(found)); known {
		return mailbox.Recognised{Provider: p, By: "mx"}, nil
	}
	return mailbox.Recognised{Provider: mailbox.Guess(domain), By: "guess"}, nil
}

func inJSON(s string) string {
	text, _ := json.Marshal(s) // a string always is JSON
	return string(text)
}

// namesOf are the servers, the first to be asked first.
func namesOf(found []*net.MX) (names []string) {
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b *net.MX) int { return int(a.Pref) - int(b.Pref) })
	for _, mx := range found {
		names = append(names, mx.Host)
	}
	return names
}

// Ask lets a collector look exchangers up elsewhere than in DNS.
func (c *Collector) Ask(look Exchangers) { c.exchangers = look }
