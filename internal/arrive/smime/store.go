package smime

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/kit/cms"
	"anlan/internal/platform/db"
)

type keyRow struct {
	bun.BaseModel `bun:"table:smime_key"`
	ID            fact.MailKeyID `bun:"id,pk"`
	Channel       fact.ChannelID `bun:"channel_id"`
	Fingerprint   string         `bun:"fingerprint"`
	Subject       string         `bun:"subject"`
	Addresses     string         `bun:"addresses"`
	Issuer        string         `bun:"issuer"`
	ValidFrom     int64          `bun:"valid_from"`
	ValidUntil    int64          `bun:"valid_until"`
	Chain         string         `bun:"chain"`
	Sealed        string         `bun:"sealed"`
	AddedBy       fact.StaffID   `bun:"added_by"`
	AddedAt       int64          `bun:"added_at"`
}

func (r keyRow) present(by string, now time.Time) (MailKey, error) {
	k := MailKey{
		ID: r.ID, Channel: r.Channel, Subject: r.Subject, Addresses: []string{}, Issuer: r.Issuer, Fingerprint: r.Fingerprint,
		ValidFrom: instant(r.ValidFrom), ValidUntil: instant(r.ValidUntil), AddedBy: by, AddedAt: instant(r.AddedAt),
	}
	k.Over = now.After(k.ValidUntil)
	k.Soon = !k.Over && k.ValidUntil.Sub(now) <= Soon
	return k, json.Unmarshal([]byte(r.Addresses), &k.Addresses)
}

type authorityRow struct {
	bun.BaseModel `bun:"table:smime_authority"`
	ID            fact.MailAuthorityID `bun:"id,pk"`
	Fingerprint   string               `bun:"fingerprint"`
	Subject       string               `bun:"subject"`
	Issues        bool                 `bun:"issues"`
	ValidUntil    int64                `bun:"valid_until"`
	Certificate   string               `bun:"certificate"`
	AddedBy       fact.StaffID         `bun:"added_by"`
	AddedAt       int64                `bun:"added_at"`
}

func (r authorityRow) present(by string, now time.Time) Authority {
	until := instant(r.ValidUntil)
	return Authority{
		ID: r.ID, Subject: r.Subject, Issues: r.Issues, Fingerprint: r.Fingerprint,
		ValidUntil: until, Over: now.After(until), AddedBy: by, AddedAt: instant(r.AddedAt),
	}
}

// sealedFor keeps a key from standing in another's place.
func sealedFor(id fact.MailKeyID) string { return "smime:" + string(id) }

func (s *Safe) opened(r keyRow) (Own, error) {
	private, err := s.sealer.Unseal(r.Sealed, sealedFor(r.ID))
	if err != nil {
		return Own{}, fmt.Errorf("open key %s: %w", r.ID, err)
	}
	key, err := x509.ParsePKCS8PrivateKey([]byte(private))
	if err != nil {
		return Own{}, fmt.Errorf("read key %s: %w", r.ID, err)
	}
	c, err := certified([]byte(r.Chain))
	if err != nil {
		return Own{}, fmt.Errorf("read the certificate of key %s: %w", r.ID, err)
	}
	own := Own{}
	own.Certificate, own.Private = c, key
	return own, nil
}

// Keys are what a mail is read with now that came at some time. A key that cannot be
// read opens nothing; the others do.
func (s *Safe) Keys(ctx context.Context, came time.Time) (k Keys, err error) {
	k = Keys{Came: came, Roots: s.system()}
	if k.As, err = EditionOf(ctx, s.db.Read()); err != nil { // before they are read: what changes meanwhile is seen
		return k, err
	}
	var rows []struct {
		keyRow
		Settings string `bun:"settings"`
	}
	err = s.db.Read().NewRaw("SELECT k.*, c.settings FROM smime_key k JOIN channel c ON c.id = k.channel_id ORDER BY k.added_at, k.id").Scan(ctx, &rows)
	if err != nil {
		return k, fmt.Errorf("read the keys of mailboxes: %w", err)
	}
	for _, r := range rows {
		own, err := s.opened(r.keyRow)
		if err != nil {
			s.log.Error("a key of a mailbox cannot be used", "key", r.ID, "channel", r.Channel, "err", err)
			continue
		}
		own.Mailbox = addressOf(r.Settings)
		k.Own = append(k.Own, own)
	}
	var more []authorityRow
	if err := s.db.Read().NewSelect().Model(&more).Scan(ctx); err != nil {
		return k, fmt.Errorf("read the authorities: %w", err)
	}
	for _, r := range more {
		k.Roots.AppendCertsFromPEM([]byte(r.Certificate))
	}
	return k, nil
}

// EditionOf is the edition of the keys and authorities that there are now.
func EditionOf(ctx context.Context, q db.Asker) (e Edition, err error) {
	err = q.Ask(`SELECT (SELECT COUNT(*) FROM smime_key), (SELECT COUNT(*) FROM smime_authority),
		(SELECT COALESCE(MAX(id), '') FROM smime_key), (SELECT COALESCE(MAX(id), '') FROM smime_authority)`).
		Scan(ctx, &e.Keys, &e.Authorities, &e.NewestKey, &e.NewestBelief)
	if err != nil {
		return e, fmt.Errorf("look which keys and authorities there are: %w", err)
	}
	return e, nil
}

// Signer is the key with which a mailbox signs mail of its address now, and the
// certificates behind its own: the one that is good for longest.
func (s *Safe) Signer(ctx context.Context, channel fact.ChannelID, address string) (key cms.Key, behind []*x509.Certificate, found bool, err error) {
	f, err := s.fitting(ctx, channel, address)
	if err != nil {
		return key, nil, false, err
	}
	for _, why := range f.unusable { // what is owed to a customer does not wait for it
		s.log.Error("a key of a mailbox cannot be used", "channel", channel, "err", why)
	}
	if f.signing(s.db.Now()).State != Signs {
		return key, nil, false, nil
	}
	_, chain, err := fromPEM([]byte(f.row.Chain))
	if err != nil {
		return key, nil, false, fmt.Errorf("read the certificates of key %s: %w", f.row.ID, err)
	}
	return f.own.Key, chain[1:], true, nil
}

// Signing tells by which key a mailbox signs, or why it does not.
func (s *Safe) Signing(ctx context.Context, channel fact.ChannelID, address string) (Signing, error) {
	f, err := s.fitting(ctx, channel, address)
	return f.signing(s.db.Now()), err
}

// fitting is the key that is good for longest of those that are for signing mail of an
// address, and why others of them could not be used.
type fitting struct {
	row      keyRow // without an id: there is none
	own      Own
	unusable []error
}

func (s *Safe) fitting(ctx context.Context, channel fact.ChannelID, address string) (f fitting, err error) {
	var rows []keyRow
	err = s.db.Read().NewSelect().Model(&rows).Where("channel_id = ? AND valid_from <= ?", channel, s.db.Now().UnixMilli()).
		Order("valid_until DESC", "id").Scan(ctx)
	if err != nil {
		return f, fmt.Errorf("look for the key that channel %s signs with: %w", channel, err)
	}
	for _, r := range rows {
		c, err := certified([]byte(r.Chain))
		if err != nil {
			return f, fmt.Errorf("read the certificate of key %s: %w", r.ID, err)
		}
		if !speaksFor(Addresses(c), address) || !signs(c) {
			continue
		}
		own, err := s.opened(r)
		if err == nil {
			f.row, f.own = r, own
			return f, nil
		}
		f.unusable = append(f.unusable, err)
	}
	return f, nil
}

func (f fitting) signing(now time.Time) Signing {
	until := instant(f.row.ValidUntil)
	switch {
	case f.row.ID != "" && until.After(now):
		return Signing{State: Signs, Until: until}
	case len(f.unusable) > 0:
		return Signing{State: SignsUnusable}
	case f.row.ID != "":
		return Signing{State: SignsOver, Until: until}
	}
	return Signing{State: SignsNone}
}

// system are the authorities that the machine knows, as a copy to add to.
func (s *Safe) system() *x509.CertPool {
	if s.roots == nil {
		return x509.NewCertPool()
	}
	return s.roots.Clone()
}

func addressOf(settings string) string {
	var s struct {
		Address string `json:"address"`
	}
	_ = json.Unmarshal([]byte(settings), &s) // a channel without an address has none to show
	return s.Address
}

func (s *Safe) take(ctx context.Context, tx *db.Tx, channel fact.ChannelID, key fact.MailKeyID) (r keyRow, err error) {
	err = tx.NewRaw("DELETE FROM smime_key WHERE id = ? AND channel_id = ? RETURNING *", key, channel).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, errKeyMissing
	}
	return r, err
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
