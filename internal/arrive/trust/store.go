package trust

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/smime"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel `bun:"table:mail_trust"`
	Message       fact.MessageID `bun:"message_id,pk"`
	Channel       fact.ChannelID `bun:"channel_id"`
	Address       string         `bun:"address"`
	Seen          string         `bun:"seen"`
	Receiver      string         `bun:"receiver"`
	Proof         Proof          `bun:"proof"`
	Reason        string         `bun:"reason"`
	Checks        string         `bun:"checks"`
	Warnings      string         `bun:"warnings"`
	Signature     string         `bun:"signature"`
	Encryption    string         `bun:"encryption"`
	PicturesBy    fact.StaffID   `bun:"pictures_by"`
	PicturesAt    int64          `bun:"pictures_at"`
	At            int64          `bun:"at"`
}

// Bounds of what is kept of a mail's own words.
const (
	maxWord   = 253
	maxChecks = 20
)

// KeepTx writes down what is known of a mail's sender.
func KeepTx(ctx context.Context, tx *db.Tx, channel fact.ChannelID, message fact.MessageID, s Seen) error {
	checks, err := json.Marshal(s.Verdict.Checks[:min(len(s.Verdict.Checks), maxChecks)])
	if err != nil {
		return err
	}
	warnings, err := json.Marshal(s.Warnings)
	if err != nil {
		return err
	}
	signature, encryption, err := secured(s)
	if err != nil {
		return err
	}
	err = tx.Ask(`INSERT INTO mail_trust (message_id, channel_id, address, seen, receiver, proof, reason, checks, warnings, signature, encryption, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, message, channel, word(folded(s.From)), word(s.Verdict.Seen), word(s.Verdict.Receiver),
		s.Proof, s.Reason, plain.Text(string(checks)), plain.Text(string(warnings)), signature, encryption, tx.Now().UnixMilli()).Later(ctx)
	if err != nil {
		return fmt.Errorf("keep what is known of the sender of %s: %w", message, err)
	}
	return nil
}

// secured is what is kept of a mail's signature and its envelope; "" for none.
func secured(s Seen) (signature, encryption string, err error) {
	kept := func(what any) string {
		text, failed := json.Marshal(what)
		err = errors.Join(err, failed)
		return plain.Text(string(text))
	}
	if s.Signature != nil {
		signature = kept(s.Signature)
	}
	if s.Encryption != nil {
		encryption = kept(s.Encryption)
	}
	return signature, encryption, err
}

// RereadTx keeps what was found in a mail that was read anew, of its signature and its
// envelope, and tells whether it is other than before. What its receiver found, and
// what it looked like then, stays; and so does a mail that was opened and cannot be any
// more, because its key is gone.
func RereadTx(ctx context.Context, tx *db.Tx, message fact.MessageID, s Seen) (other bool, err error) {
	signature, encryption, err := secured(s)
	if err != nil {
		return false, err
	}
	opened, err := openedTx(ctx, tx, message)
	if err != nil || opened && (s.Encryption == nil || s.Encryption.State != "opened") {
		return false, err
	}
	n, err := tx.Exec(ctx, "UPDATE mail_trust SET signature = ?, encryption = ? WHERE message_id = ? AND (signature <> ? OR encryption <> ?)",
		signature, encryption, message, signature, encryption)
	if err != nil {
		return false, fmt.Errorf("keep what was found in %s: %w", message, err)
	}
	return n > 0, nil
}

// openedTx tells whether a mail that came encrypted lies open.
func openedTx(ctx context.Context, tx *db.Tx, message fact.MessageID) (bool, error) {
	var kept string
	err := tx.Ask("SELECT encryption FROM mail_trust WHERE message_id = ?", message).Scan(ctx, &kept)
	if db.IsNone(err) || err == nil && kept == "" {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look how %s lies: %w", message, err)
	}
	var e smime.Encryption
	if err := json.Unmarshal([]byte(kept), &e); err != nil {
		return false, fmt.Errorf("read how %s lies: %w", message, err)
	}
	return e.State == "opened", nil
}

// Arrival is the mailbox that a mail came by, wherever its conversation was merged to,
// and when; nothing of a message that is not known here.
func Arrival(ctx context.Context, q db.Asker, message fact.MessageID) (channel fact.ChannelID, at time.Time, err error) {
	var ms int64
	err = q.Ask("SELECT channel_id, at FROM mail_trust WHERE message_id = ?", message).Scan(ctx, &channel, &ms)
	if err != nil && !db.IsNone(err) {
		return "", at, fmt.Errorf("look when and by which mailbox %s came: %w", message, err)
	}
	return channel, instant(ms), nil
}

// Locked are mails, behind one of them, that came encrypted and for which there was no
// key.
func Locked(ctx context.Context, q db.Reader, behind fact.MessageID, limit int) (list []fact.MessageID, err error) {
	// The first condition is that of the index.
	err = q.NewRaw(`SELECT message_id FROM mail_trust WHERE encryption <> '' AND encryption LIKE ? AND message_id > ? ORDER BY message_id LIMIT ?`,
		`{"state":"locked","reason":"no_key",%`, behind, limit).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("look which mails are locked: %w", err)
	}
	return list, nil
}

func word(s string) string { return plain.Upto(plain.Text(s), maxWord) }

// ForgetTx drops what is known of the senders in these conversations.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	_, err := tx.Exec(ctx, "DELETE FROM mail_trust WHERE message_id IN (SELECT id FROM message WHERE conversation_id IN (?))", bun.In(conversations))
	if err != nil {
		return fmt.Errorf("forget who was trusted: %w", err)
	}
	return nil
}

// ForgetSenderTx drops what was decided about somebody's addresses.
func ForgetSenderTx(ctx context.Context, tx *db.Tx, family []fact.ContactID) error {
	_, err := tx.Exec(ctx, "DELETE FROM sender_choice WHERE address IN (SELECT value FROM identity WHERE kind = 'email' AND contact_id IN (?))", bun.In(family))
	if err != nil {
		return fmt.Errorf("forget what was decided about a sender: %w", err)
	}
	return nil
}

func (g *Guard) rowsOf(ctx context.Context, ids []fact.MessageID) ([]shownRow, error) {
	var rows []shownRow
	if len(ids) == 0 {
		return rows, nil
	}
	err := g.db.Read().NewRaw(`SELECT t.*, COALESCE(s.name, '') AS asked_by FROM mail_trust t LEFT JOIN staff s ON s.id = t.pictures_by
		WHERE t.message_id IN (?)`, bun.In(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read what is known of senders: %w", err)
	}
	return rows, nil
}

type shownRow struct {
	row
	AskedBy string `bun:"asked_by"`
}

type choiceRow struct {
	Address string `bun:"address"`
	About   string `bun:"about"`
	By      string `bun:"by_name"`
	At      int64  `bun:"at"`
	Until   int64  `bun:"until_at"`
}

// choices are what stands decided about senders, of each the matters.
func (g *Guard) choices(ctx context.Context, addresses []string) (map[string]map[string]choiceRow, error) {
	all := map[string]map[string]choiceRow{}
	if len(addresses) == 0 {
		return all, nil
	}
	var rows []choiceRow
	err := g.db.Read().NewRaw(`SELECT c.address, c.about, COALESCE(s.name, '') AS by_name, c.at, c.until_at FROM sender_choice c
		LEFT JOIN staff s ON s.id = c.staff_id WHERE c.address IN (?) AND (c.until_at = 0 OR c.until_at > ?) ORDER BY c.about`,
		bun.In(addresses), g.db.Now().UnixMilli()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read what was decided about senders: %w", err)
	}
	for _, r := range rows {
		if all[r.Address] == nil {
			all[r.Address] = map[string]choiceRow{}
		}
		all[r.Address][r.About] = r
	}
	return all, nil
}

// takeTx holds what is known of a message's sender.
func takeTx(ctx context.Context, tx *db.Tx, message fact.MessageID) (r row, c fact.ConversationID, err error) {
	err = tx.NewRaw("UPDATE mail_trust SET at = at WHERE message_id = ? RETURNING *", message).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, "", fault.New(fault.Missing, "trust.missing")
	}
	if err == nil {
		err = tx.NewRaw("SELECT conversation_id FROM message WHERE id = ?", message).Scan(ctx, &c)
	}
	if err != nil {
		return r, c, fmt.Errorf("look at the sender of %s: %w", message, err)
	}
	return r, c, nil
}

func (r shownRow) card(decided map[string]choiceRow) (Card, error) {
	c := Card{Address: r.Address, Proof: r.Proof, Reason: r.Reason, Receiver: r.Receiver, Checks: []Check{}, Warnings: []Warning{},
		Pictures: Pictures{Remote: []Picture{}}}
	if err := json.Unmarshal([]byte(r.Checks), &c.Checks); err != nil {
		return c, fmt.Errorf("read the findings about %s: %w", r.Message, err)
	}
	if err := json.Unmarshal([]byte(r.Warnings), &c.Warnings); err != nil {
		return c, fmt.Errorf("read the warnings about %s: %w", r.Message, err)
	}
	if r.Signature != "" {
		if err := json.Unmarshal([]byte(r.Signature), &c.Signature); err != nil {
			return c, fmt.Errorf("read who signed %s: %w", r.Message, err)
		}
	}
	if r.Encryption != "" {
		if err := json.Unmarshal([]byte(r.Encryption), &c.Encryption); err != nil {
			return c, fmt.Errorf("read how %s was encrypted: %w", r.Message, err)
		}
	}
	if c.Checks == nil {
		c.Checks = []Check{}
	}
	if c.Warnings == nil {
		c.Warnings = []Warning{}
	}
	for i, w := range c.Warnings {
		if d, stands := decided[w.Code]; stands {
			c.Warnings[i].Dismissed = &Dismissal{By: d.By, At: instant(d.At), Until: instant(d.Until)}
		}
	}
	always, decidedAlways := decided[pictures]
	switch {
	case r.PicturesAt != 0:
		c.Pictures.Shown, c.Pictures.Because, c.Pictures.By = true, "asked", r.AskedBy
	case decidedAlways && r.Proof != Failed: // who writes in somebody's name does not get what was granted to them
		c.Pictures.Shown, c.Pictures.Because, c.Pictures.By = true, "sender", always.By
	}
	return c, nil
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
