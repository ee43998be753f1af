package outbox

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// DKIM is how a channel signs its mail.
type DKIM struct {
	Domain    string     `json:"domain"`
	Selector  string     `json:"selector"`
	Name      string     `json:"name" doc:"of the TXT record that has to stand in DNS" example:"anlan._domainkey.example.com"`
	Value     string     `json:"value" doc:"of that record"`
	Signs     bool       `json:"signs" doc:"mail is signed; from the first check on that finds the record"`
	Found     string     `json:"found" enum:",right,missing,other" doc:"what the last check found in DNS; empty before the first"`
	CheckedAt *time.Time `json:"checked_at"`
}

type dkimRow struct {
	bun.BaseModel `bun:"table:dkim_key"`
	Channel       fact.ChannelID `bun:"channel_id,pk"`
	Domain        string         `bun:"domain"`
	Selector      string         `bun:"selector"`
	Sealed        string         `bun:"sealed"`
	Public        string         `bun:"public"`
	Signs         bool           `bun:"signs"`
	Found         string         `bun:"found"`
	CheckedAt     int64          `bun:"checked_at"`
	CreatedAt     int64          `bun:"created_at"`
}

func (r dkimRow) present() DKIM {
	d := DKIM{
		Domain: r.Domain, Selector: r.Selector, Name: r.Selector + "._domainkey." + r.Domain,
		Value: "v=DKIM1; k=rsa; p=" + r.Public, Signs: r.Signs, Found: r.Found,
	}
	if r.CheckedAt != 0 {
		at := time.UnixMilli(r.CheckedAt).UTC()
		d.CheckedAt = &at
	}
	return d
}

// keyBits is what every receiver reads (RFC 8301); longer keys do not fit into one
// string of a DNS record.
const keyBits = 2048

var selector = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// MakeKey gives a channel a new key. It signs once its record stands in DNS.
func (l *Ledger) MakeKey(ctx context.Context, who access.Actor, channel fact.ChannelID, address, name string) (DKIM, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return DKIM{}, err
	}
	if !strings.Contains(address, "@") {
		return DKIM{}, fault.New(fault.Invalid, "dkim.needs_address").At("settings.address")
	}
	if name = strings.ToLower(strings.TrimSpace(name)); !selector.MatchString(name) {
		return DKIM{}, fault.New(fault.Invalid, "dkim.selector_wrong", "selector", name).At("selector")
	}
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return DKIM{}, fmt.Errorf("make a key: %w", err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return DKIM{}, fmt.Errorf("write a key down: %w", err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return DKIM{}, fmt.Errorf("write a key down: %w", err)
	}
	r := dkimRow{
		Channel: channel, Domain: Domain(address), Selector: name, Public: base64.StdEncoding.EncodeToString(public),
		Sealed: l.sealer.Seal(string(private), sealedFor(channel)),
	}
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		r.CreatedAt = tx.Now().UnixMilli()
		if _, err := tx.Exec(ctx, "DELETE FROM dkim_key WHERE channel_id = ?", channel); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return fmt.Errorf("keep a key: %w", err)
		}
		return l.keyChanged(ctx, tx, who, channel, "channel.dkim_made", r.Domain, r.Selector)
	})
	return r.present(), err
}

// DropKey stops the signing.
func (l *Ledger) DropKey(ctx context.Context, who access.Actor, channel fact.ChannelID) error {
	if err := who.Require(access.ChannelManage); err != nil {
		return err
	}
	return l.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM dkim_key WHERE channel_id = ?", channel)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Missing, "dkim.missing")
		}
		return l.keyChanged(ctx, tx, who, channel, "channel.dkim_dropped", "", "")
	})
}

func (l *Ledger) keyChanged(ctx context.Context, tx *db.Tx, who access.Actor, channel fact.ChannelID, action, domain, selector string) error {
	entry := audit.Entry{Who: who, Action: action, Kind: "channel", ID: string(channel)}
	if domain != "" {
		entry.After = map[string]any{"domain": domain, "selector": selector}
	}
	if err := audit.Write(ctx, tx, entry); err != nil {
		return err
	}
	return tx.Record(ctx, fact.ChannelChanged{Channel: channel, Kind: "email", By: who.ID})
}

// Key shows how a channel signs.
func (l *Ledger) Key(ctx context.Context, who access.Actor, channel fact.ChannelID) (DKIM, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return DKIM{}, err
	}
	r, err := l.keyOf(ctx, channel)
	return r.present(), err
}

// Keys are those of all channels.
func (l *Ledger) Keys(ctx context.Context) (map[fact.ChannelID]DKIM, error) {
	var rows []dkimRow
	if err := l.db.Read().NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list the keys of channels: %w", err)
	}
	keys := make(map[fact.ChannelID]DKIM, len(rows))
	for _, r := range rows {
		keys[r.Channel] = r.present()
	}
	return keys, nil
}

func (l *Ledger) keyOf(ctx context.Context, channel fact.ChannelID) (r dkimRow, err error) {
	err = l.db.Read().Ask("SELECT "+db.Columns[dkimRow]()+" FROM dkim_key WHERE channel_id = ?", channel).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "dkim.missing")
	}
	if err != nil {
		return r, fmt.Errorf("look for the key of channel %s: %w", channel, err)
	}
	return r, nil
}

// Signer is what a channel signs the mails of a domain with; nil when it does not.
// Another domain than the one the key was made for is not signed: nobody could
// check it.
func (l *Ledger) Signer(ctx context.Context, channel fact.ChannelID, domain string) (crypto.Signer, DKIM, error) {
	r, err := l.keyOf(ctx, channel)
	if fault.Is(err, "dkim.missing") || err == nil && (!r.Signs || r.Domain != domain) {
		return nil, DKIM{}, nil
	}
	if err != nil {
		return nil, DKIM{}, err
	}
	private, err := l.sealer.Unseal(r.Sealed, sealedFor(channel))
	if err != nil {
		return nil, DKIM{}, fmt.Errorf("open the key of channel %s: %w", channel, err)
	}
	key, err := x509.ParsePKCS8PrivateKey([]byte(private))
	if err != nil {
		return nil, DKIM{}, fmt.Errorf("read the key of channel %s: %w", channel, err)
	}
	return key.(*rsa.PrivateKey), r.present(), nil // we made it ourselves
}

// Checked keeps what stands in DNS under the name of a channel's key. Once it is
// right the channel signs, and goes on even when a later look finds it gone: a
// name server that is away for a minute must not make mail unsigned.
func (l *Ledger) Checked(ctx context.Context, who access.Actor, channel fact.ChannelID, records []string) (DKIM, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return DKIM{}, err
	}
	r, err := l.keyOf(ctx, channel)
	if err != nil {
		return DKIM{}, err
	}
	before := r
	r.Found = found(records, r.Public)
	r.Signs = r.Signs || r.Found == "right"
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		r.CheckedAt = tx.Now().UnixMilli()
		_, err := tx.Exec(ctx, "UPDATE dkim_key SET found = ?, signs = ?, checked_at = ? WHERE channel_id = ? AND public = ?", r.Found, r.Signs, r.CheckedAt, channel, r.Public)
		if err != nil || who.ID == "" && before.Found == r.Found && before.Signs == r.Signs {
			return err // the clock has nothing to tell
		}
		return tx.Record(ctx, fact.ChannelChanged{Channel: channel, Kind: "email", By: who.ID})
	})
	return r.present(), err
}

// found compares what stands in DNS with what should.
func found(records []string, public string) string {
	state := "missing"
	for _, record := range records {
		tags := map[string]string{}
		for _, tag := range strings.Split(record, ";") {
			name, value, _ := strings.Cut(tag, "=")
			tags[strings.TrimSpace(name)] = strings.Join(strings.Fields(value), "")
		}
		if key, named := tags["p"]; named && key == public {
			return "right"
		} else if named {
			state = "other"
		}
	}
	return state
}

func sealedFor(channel fact.ChannelID) string { return "dkim:" + string(channel) }
