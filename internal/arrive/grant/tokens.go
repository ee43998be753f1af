package grant

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anlan/internal/arrive/mailbox"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Access is a token that opens a channel's mailbox now; "" where the channel gets in
// by a password. What is in the way comes back as a *mailbox.Trouble.
func (k *Keyring) Access(ctx context.Context, channel fact.ChannelID) (string, error) {
	for {
		r, err := load(ctx, k.db.Read(), channel)
		switch {
		case fault.Is(err, "grant.missing"):
			return "", nil
		case err != nil:
			return "", err
		case r.State == Waiting:
			return "", &mailbox.Trouble{Reason: "grant_missing", Said: "nobody has connected the mailbox yet"}
		case r.State == Revoked:
			return "", &mailbox.Trouble{Reason: r.Reason, Said: r.Said}
		}
		if k.db.Now().Add(early).Before(instant(r.AccessUntil)) {
			return k.show(r.AccessToken, "access", channel)
		}
		if err := k.renew(ctx, r); err != nil {
			return "", err
		}
	}
}

// Doubt says that a server refused a token before its time: the next one asked for
// is new.
func (k *Keyring) Doubt(ctx context.Context, channel fact.ChannelID, token string) error {
	r, err := load(ctx, k.db.Read(), channel)
	if err != nil {
		return err
	}
	if present, err := k.show(r.AccessToken, "access", channel); err != nil || present != token {
		return err
	}
	return k.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE mail_grant SET access_until = 0 WHERE channel_id = ? AND turn = ?", channel, r.Turn)
		return err
	})
}

// Generations tell when channels were granted last, so that who waits for it begins
// anew.
func (k *Keyring) Generations(ctx context.Context) (map[fact.ChannelID]int64, error) {
	var rows []struct {
		Channel fact.ChannelID `bun:"channel_id"`
		At      int64          `bun:"granted_at"`
	}
	if err := k.db.Read().NewRaw("SELECT channel_id, granted_at FROM mail_grant").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("list grants: %w", err)
	}
	at := map[fact.ChannelID]int64{}
	for _, r := range rows {
		at[r.Channel] = r.At
	}
	return at, nil
}

// another is how often a node looks whether the one that asks has new tokens.
const another = 100 * time.Millisecond

// renew brings new tokens into the row, or waits until another node has.
func (k *Keyring) renew(ctx context.Context, r row) error {
	select {
	case k.fetching <- struct{}{}:
		defer func() { <-k.fetching }()
	case <-ctx.Done():
		return ctx.Err()
	}
	mine, err := k.take(ctx, r)
	if err != nil {
		return err
	}
	if mine {
		return k.ask(ctx, r)
	}
	select {
	case <-time.After(another):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take gets the turn to ask, unless another has it or was quicker.
func (k *Keyring) take(ctx context.Context, r row) (mine bool, err error) {
	err = k.db.Write(ctx, func(tx *db.Tx) error {
		now := tx.Now()
		n, err := tx.Exec(ctx, "UPDATE mail_grant SET refresher = ?, refreshing_until = ? WHERE channel_id = ? AND turn = ? AND state = ? AND refreshing_until < ?",
			k.node, now.Add(turnLasts).UnixMilli(), r.Channel, r.Turn, Good, now.UnixMilli())
		mine = n > 0
		return err
	})
	return mine, err
}

// ask gets new tokens and stores them before anybody uses one.
func (k *Keyring) ask(ctx context.Context, r row) error {
	c, err := k.client(r)
	if err != nil {
		return err
	}
	refresh, err := k.show(r.RefreshToken, "refresh", r.Channel)
	if err != nil {
		return err
	}
	if t, known := k.unsaved.Load(r.Channel); known && t.(unsaved).turn == r.Turn {
		return k.store(ctx, r, t.(unsaved).Tokens)
	}
	tokens, err := k.server.Refresh(ctx, c, refresh)
	var no *Refused
	switch {
	case errors.As(err, &no):
		if err := k.refuse(ctx, r, no); err != nil {
			return err
		}
		return &mailbox.Trouble{Reason: no.Reason, Said: no.Said, Cause: err}
	case err != nil:
		return errors.Join(&mailbox.Trouble{Reason: "grant_away", Said: err.Error(), Cause: err}, k.giveTurnBack(ctx, r))
	}
	if tokens.Refresh == "" {
		tokens.Refresh = refresh
	}
	return k.store(context.WithoutCancel(ctx), r, tokens)
}

// unsaved are tokens that could not be stored yet. The old ones may be worth nothing
// by now, so these are not let go of.
type unsaved struct {
	Tokens
	turn int64
}

func (k *Keyring) store(ctx context.Context, r row, tokens Tokens) error {
	err := k.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE mail_grant SET refresh_token = ?, access_token = ?, access_until = ?, turn = turn + 1, refresher = '', refreshing_until = 0
			WHERE channel_id = ? AND turn = ?`,
			k.hide(tokens.Refresh, "refresh", r.Channel), k.hide(tokens.Access, "access", r.Channel), tokens.Until.UnixMilli(), r.Channel, r.Turn)
		return err
	})
	if err != nil {
		k.unsaved.Store(r.Channel, unsaved{tokens, r.Turn})
		return fmt.Errorf("keep the new tokens of channel %s: %w", r.Channel, err)
	}
	k.unsaved.Delete(r.Channel)
	return nil
}

func (k *Keyring) refuse(ctx context.Context, r row, no *Refused) error {
	said := []rune(no.Said)
	return k.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE mail_grant SET state = ?, reason = ?, said = ?, refresher = '', refreshing_until = 0 WHERE channel_id = ? AND turn = ?",
			Revoked, no.Reason, string(said[:min(len(said), 500)]), r.Channel, r.Turn)
		return err
	})
}

func (k *Keyring) giveTurnBack(ctx context.Context, r row) error {
	return k.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE mail_grant SET refresher = '', refreshing_until = 0 WHERE channel_id = ? AND turn = ? AND refresher = ?", r.Channel, r.Turn, k.node)
		return err
	})
}

// told turns what a provider said into words for who connects a mailbox.
func told(err error) error {
	var no *Refused
	switch {
	case errors.As(err, &no):
		return fault.New(fault.Invalid, "mailbox."+no.Reason, "said", no.Said).Because(err)
	}
	return fault.New(fault.Away, "mailbox.grant_away", "said", err.Error()).Because(err)
}
