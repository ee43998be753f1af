package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Side is one of the two ways of a mailbox, each with a password of its own.
type Side string

// Sides.
const (
	ByIMAP Side = "imap"
	BySMTP Side = "smtp"
)

// ErrSealed is that a password cannot be opened: another key sealed it.
var ErrSealed = errors.New("the password was sealed with another key")

// passwords are those of a mailbox, each sealed for its side of its channel. The mask
// stands for them in the settings.
type passwords map[Side]string

func passwordsOf(kept string) (p passwords, err error) {
	p = passwords{}
	if kept == "" {
		return p, nil
	}
	if err := json.Unmarshal([]byte(kept), &p); err != nil {
		return nil, fmt.Errorf("read the passwords of a channel: %w", err)
	}
	return p, nil
}

// sealedFor keeps a password from standing in another's place.
func sealedFor(channel fact.ChannelID, side Side) string {
	return "channel:" + string(channel) + ":" + string(side)
}

// Password is the one of a side of a mailbox, "" where there is none.
func (c *Channels) Password(ch Channel, side Side) (string, error) {
	var s EmailSettings
	if err := json.Unmarshal(ch.Settings, &s); err != nil {
		return "", fmt.Errorf("read the settings of channel %s: %w", ch.ID, err)
	}
	stands := *s.password(side)
	if stands != Mask { // none, or one of before, which is sealed at the next start
		return stands, nil
	}
	kept, err := passwordsOf(ch.passwords)
	if err != nil {
		return "", err
	}
	if kept[side] == "" {
		return "", nil
	}
	if c.sealer == nil {
		return "", ErrSealed
	}
	password, err := c.sealer.Unseal(kept[side], sealedFor(ch.ID, side))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrSealed, err)
	}
	return password, nil
}

func (s *EmailSettings) password(side Side) *string {
	if side == ByIMAP {
		return &s.IMAP.Password
	}
	return &s.SMTP.Password
}

// hidden is a channel whose passwords stand sealed beside its settings.
func (c *Channels) hidden(r channelRow) (channelRow, error) {
	if r.Kind != Email {
		return r, nil
	}
	var s EmailSettings
	if err := json.Unmarshal([]byte(r.Settings), &s); err != nil {
		return r, fmt.Errorf("read the settings of channel %s: %w", r.ID, err)
	}
	kept, err := passwordsOf(r.Passwords)
	if err != nil {
		return r, err
	}
	for _, side := range []Side{ByIMAP, BySMTP} {
		switch stands := s.password(side); {
		case *stands == "":
			delete(kept, side)
		case *stands != Mask && c.sealer == nil:
			return r, errors.New("there is no key to seal a password with")
		case *stands != Mask:
			kept[side], *stands = c.sealer.Seal(*stands, sealedFor(r.ID, side)), Mask
		case kept[side] == "":
			*stands = "" // the mask of nothing
		}
	}
	settings, err := json.Marshal(s)
	if err != nil {
		return r, err
	}
	sealed, err := json.Marshal(kept)
	r.Settings, r.Passwords = string(settings), string(sealed)
	return r, err
}

// SealPasswords seals those that an earlier version left in the settings as they were
// typed, and tells of how many mailboxes. Several nodes may do so at once, and again.
func (c *Channels) SealPasswords(ctx context.Context) (mailboxes int, err error) {
	var all []channelRow
	if err := c.db.Read().NewSelect().Model(&all).Where("kind = ?", Email).Scan(ctx); err != nil {
		return 0, fmt.Errorf("look for passwords that are not sealed: %w", err)
	}
	for _, r := range all {
		sealed := false
		err := c.db.Write(ctx, func(tx *db.Tx) (err error) {
			sealed, err = c.sealTx(ctx, tx, r)
			return err
		})
		if err != nil {
			return mailboxes, fmt.Errorf("seal the passwords of channel %s: %w", r.ID, err)
		}
		if sealed {
			mailboxes++
		}
	}
	return mailboxes, nil
}

func (c *Channels) sealTx(ctx context.Context, tx *db.Tx, seen channelRow) (bool, error) {
	if bare, err := typed(seen.Settings); err != nil || !bare {
		return false, err
	}
	r, err := take(ctx, tx, seen.ID) // another node may have been quicker
	if err != nil {
		return false, err
	}
	if bare, err := typed(r.Settings); err != nil || !bare {
		return false, err
	}
	if r, err = c.hidden(r); err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, "UPDATE channel SET settings = ?, passwords = ? WHERE id = ?", r.Settings, r.Passwords, r.ID)
	return err == nil, err
}

// typed tells whether a password stands in settings as it was typed.
func typed(settings string) (bool, error) {
	var s EmailSettings
	if err := json.Unmarshal([]byte(settings), &s); err != nil {
		return false, fmt.Errorf("read the settings of a channel: %w", err)
	}
	bare := func(side Side) bool { stands := *s.password(side); return stands != "" && stands != Mask }
	return bare(ByIMAP) || bare(BySMTP), nil
}
