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
	looking, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	records, err := p.resolve(looking, d.Name)
	var unknown *net.DNSError
	if err != nil && (!errors.As(err, &unknown) || !unknown.IsNotFound) {
		return d, fault.New(fault.Away, "dkim.dns_away", "said", err.Error()).Because(err)
	}
	return p.outbox.Checked(ctx, who, channel, records)
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
