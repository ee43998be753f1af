package smime

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log/slog"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/platform/seal"
)

// Safe keeps the keys.
type Safe struct {
	db     *db.DB
	sealer *seal.Sealer
	roots  *x509.CertPool
	log    *slog.Logger
}

// NewSafe opens the safe. roots are the authorities that the machine knows; nil for none.
func NewSafe(d *db.DB, sealer *seal.Sealer, roots *x509.CertPool, log *slog.Logger) *Safe {
	return &Safe{db: d, sealer: sealer, roots: roots, log: log}
}

var (
	errKeyMissing       = fault.New(fault.Missing, "smime.key_missing")
	errAuthorityMissing = fault.New(fault.Missing, "smime.authority_missing")
)

// List shows the keys of a mailbox, the one that is good for longest first.
func (s *Safe) List(ctx context.Context, who access.Actor, channel fact.ChannelID) ([]MailKey, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return nil, err
	}
	var rows []struct {
		keyRow
		By string `bun:"by_name"`
	}
	err := s.db.Read().NewRaw(`SELECT k.*, COALESCE(s.name, '') AS by_name FROM smime_key k LEFT JOIN staff s ON s.id = k.added_by
		WHERE k.channel_id = ? ORDER BY k.valid_until DESC, k.id`, channel).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list the keys of channel %s: %w", channel, err)
	}
	list := make([]MailKey, len(rows))
	for i, r := range rows {
		if list[i], err = r.present(r.By, s.db.Now()); err != nil {
			return nil, fmt.Errorf("read key %s: %w", r.ID, err)
		}
	}
	return list, nil
}

// Add gives a mailbox a key out of a file. One that is over is taken as well: it
// opens what was written while it was good. Mails that came before are tried with it.
func (s *Safe) Add(ctx context.Context, who access.Actor, channel fact.ChannelID, file []byte, passphrase string) (MailKey, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return MailKey{}, err
	}
	p, err := paired(file, passphrase)
	if err != nil {
		return MailKey{}, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(p.private)
	if err != nil {
		return MailKey{}, fmt.Errorf("write a key down: %w", err)
	}
	own := p.chain[0]
	addresses, err := json.Marshal(Addresses(own))
	if err != nil {
		return MailKey{}, err
	}
	r := keyRow{
		ID: fact.MailKeyID(id.New()), Channel: channel, Fingerprint: Fingerprint(own), Subject: Called(own), Addresses: string(addresses),
		Issuer: calledBy(own.Issuer), ValidFrom: own.NotBefore.UnixMilli(), ValidUntil: own.NotAfter.UnixMilli(), Chain: written(p.chain), AddedBy: who.ID,
	}
	r.Sealed = s.sealer.Seal(string(private), sealedFor(r.ID))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := isMailbox(ctx, tx, channel); err != nil {
			return err
		}
		r.AddedAt = tx.Now().UnixMilli()
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return fmt.Errorf("keep a key: %w", err)
		}
		if err := tx.Enqueue(ctx, Opening{Key: r.ID}.Job()); err != nil {
			return err
		}
		return changed(ctx, tx, who, r, "channel.smime_key_added")
	})
	if db.IsTaken(err) {
		return MailKey{}, fault.New(fault.Conflict, "smime.known_already")
	}
	if err != nil {
		return MailKey{}, err
	}
	return r.present(who.Name, s.db.Now())
}

// Drop forgets a key. What was opened with it stays open; what comes stays locked.
func (s *Safe) Drop(ctx context.Context, who access.Actor, channel fact.ChannelID, key fact.MailKeyID) error {
	if err := who.Require(access.ChannelManage); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := s.take(ctx, tx, channel, key)
		if err != nil {
			return err
		}
		return changed(ctx, tx, who, r, "channel.smime_key_dropped")
	})
}

// OpenKind names the job that tries a new key on the mails that came locked.
const OpenKind = "smime.open"

// Opening is that job: of those behind a mail, or of one alone.
type Opening struct {
	Key    fact.MailKeyID `json:"key"`
	Behind fact.MessageID `json:"behind,omitempty"`
	Only   fact.MessageID `json:"only,omitempty"`
}

// Job is what is left for it. One of a single mail waits for nobody.
func (o Opening) Job() db.Job {
	j := db.Job{Kind: OpenKind, Args: o, Unique: fmt.Sprintf("%s:%s:%s:%s", OpenKind, o.Key, o.Behind, o.Only)}
	if o.Only == "" {
		j.Lane = OpenKind
	}
	return j
}

func isMailbox(ctx context.Context, tx *db.Tx, channel fact.ChannelID) error {
	var kind string
	err := tx.Ask("SELECT kind FROM channel WHERE id = ?", channel).Scan(ctx, &kind)
	if db.IsNone(err) || err == nil && kind != "email" {
		return fault.New(fault.Missing, "channel.missing")
	}
	return err
}

func changed(ctx context.Context, tx *db.Tx, who access.Actor, r keyRow, action string) error {
	about := map[string]any{"subject": r.Subject, "fingerprint": r.Fingerprint, "valid_until": instant(r.ValidUntil)}
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "channel", ID: string(r.Channel), After: about}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.ChannelChanged{Channel: r.Channel, Kind: "email", By: who.ID})
}

// Authorities are those whose word somebody here believes.
func (s *Safe) Authorities(ctx context.Context, who access.Actor) ([]Authority, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return nil, err
	}
	var rows []struct {
		authorityRow
		By string `bun:"by_name"`
	}
	err := s.db.Read().NewRaw(`SELECT a.*, COALESCE(s.name, '') AS by_name FROM smime_authority a LEFT JOIN staff s ON s.id = a.added_by
		ORDER BY a.subject, a.id`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list the authorities: %w", err)
	}
	list := make([]Authority, len(rows))
	for i, r := range rows {
		list[i] = r.present(r.By, s.db.Now())
	}
	return list, nil
}

// Believe takes an authority's word from now on: what it signed for counts.
func (s *Safe) Believe(ctx context.Context, who access.Actor, file []byte) (Authority, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return Authority{}, err
	}
	c, err := certified(file)
	if err != nil {
		return Authority{}, err
	}
	r := authorityRow{
		ID: fact.MailAuthorityID(id.New()), Fingerprint: Fingerprint(c), Subject: Called(c), Issues: c.BasicConstraintsValid && c.IsCA,
		ValidUntil: c.NotAfter.UnixMilli(), Certificate: written([]*x509.Certificate{c}), AddedBy: who.ID,
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		r.AddedAt = tx.Now().UnixMilli()
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return fmt.Errorf("keep an authority: %w", err)
		}
		return authorityChanged(ctx, tx, who, r, "mail_authority.believed")
	})
	if db.IsTaken(err) {
		return Authority{}, fault.New(fault.Conflict, "smime.known_already")
	}
	if err != nil {
		return Authority{}, err
	}
	return r.present(who.Name, s.db.Now()), nil
}

// Disbelieve takes it back. What was found in mails that came before stays as found.
func (s *Safe) Disbelieve(ctx context.Context, who access.Actor, authority fact.MailAuthorityID) error {
	if err := who.Require(access.ChannelManage); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var r authorityRow
		err := tx.NewRaw("DELETE FROM smime_authority WHERE id = ? RETURNING *", authority).Scan(ctx, &r)
		if db.IsNone(err) {
			return errAuthorityMissing
		}
		if err != nil {
			return fmt.Errorf("drop authority %s: %w", authority, err)
		}
		return authorityChanged(ctx, tx, who, r, "mail_authority.dropped")
	})
}

func authorityChanged(ctx context.Context, tx *db.Tx, who access.Actor, r authorityRow, action string) error {
	about := map[string]any{"subject": r.Subject, "fingerprint": r.Fingerprint}
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "mail_authority", ID: string(r.ID), After: about}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.MailAuthorityChanged{Authority: r.ID, By: who.ID})
}
