package email

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/outbox"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// signed are the fields of the header that a signature covers (RFC 6376, 5.4.1);
// those that are not there are covered as well, so that nobody adds one.
var signed = []string{
	"From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
	"MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post",
}

// sign puts the channel's signature before a mail, where it has one.
func (p *Post) sign(ctx context.Context, mailbox intake.Channel, s intake.EmailSettings, content []byte) ([]byte, error) {
	key, d, err := p.outbox.Signer(ctx, mailbox.ID, outbox.Domain(s.Address))
	if err != nil || key == nil {
		return content, err
	}
	var out bytes.Buffer
	err = dkim.Sign(&out, bytes.NewReader(content), &dkim.SignOptions{
		Domain: d.Domain, Selector: d.Selector, Signer: key, HeaderKeys: signed,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		return nil, fmt.Errorf("sign a mail: %w", err)
	}
	return out.Bytes(), nil
}

// Resolve looks TXT records up.
type Resolve func(ctx context.Context, name string) ([]string, error)

// lookTimeout is how long somebody waits before the screen for a name server.
const lookTimeout = 10 * time.Second

// CheckKey looks whether the record of a channel's key stands in DNS.
func (p *Post) CheckKey(ctx context.Context, who access.Actor, channel fact.ChannelID) (outbox.DKIM, error) {
	d, err := p.outbox.Key(ctx, who, channel)
	if err != nil {
		return d, err
	}
	records, err := p.records(ctx, d.Name)
	if err != nil {
		return d, err
	}
	return p.outbox.Checked(ctx, who, channel, records)
}

// records are those that stand under a name; a name that does not exist has none.
func (p *Post) records(ctx context.Context, name string) ([]string, error) {
	looking, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	records, err := p.resolve(looking, name)
	var unknown *net.DNSError
	if err != nil && (!errors.As(err, &unknown) || !unknown.IsNotFound) {
		return nil, fault.New(fault.Away, "dkim.dns_away", "said", err.Error()).Because(err)
	}
	return records, nil
}

// Recheck is how often the records of all keys are looked for: a zone that was moved
// or cleaned up is noticed before the first mails are taken for spam.
const Recheck = 24 * time.Hour

// CheckKeys looks whether the records of all keys stand in DNS. A name server that is
// away says nothing about any; the next look will tell.
func (p *Post) CheckKeys(ctx context.Context) error {
	keys, err := p.outbox.Keys(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for channel, d := range keys {
		records, err := p.records(ctx, d.Name)
		if fault.Is(err, "dkim.dns_away") {
			continue
		}
		if err == nil {
			_, err = p.outbox.Checked(ctx, access.System, channel, records)
		}
		if err != nil && !fault.Is(err, "dkim.missing") { // it was dropped meanwhile
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// MakeKey gives a channel a new key, for the domain of its address.
func (p *Post) MakeKey(ctx context.Context, who access.Actor, channel fact.ChannelID, selector string) (outbox.DKIM, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return outbox.DKIM{}, err
	}
	c, err := p.channels.ByID(ctx, channel)
	if err != nil {
		return outbox.DKIM{}, err
	}
	if c.Kind != intake.Email {
		return outbox.DKIM{}, fault.New(fault.Missing, "dkim.missing")
	}
	s, err := c.Email()
	if err != nil {
		return outbox.DKIM{}, fault.New(fault.Broken, "server.broken").Because(err)
	}
	return p.outbox.MakeKey(ctx, who, channel, s.Address, selector)
}
