package grant

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/seal"
)

// Keyring keeps the grants.
type Keyring struct {
	db     *db.DB
	sealer *seal.Sealer
	server Server
	node   string

	fetching chan struct{} // one at a time on a node; nodes take turns by the row
	unsaved  sync.Map      // channel → tokens that could not be stored yet
}

// New opens the keyring of a node.
func New(d *db.DB, sealer *seal.Sealer, server Server, node string) *Keyring {
	return &Keyring{db: d, sealer: sealer, server: server, node: node, fetching: make(chan struct{}, 1)}
}

// Get shows a channel's grant.
func (k *Keyring) Get(ctx context.Context, who access.Actor, channel fact.ChannelID) (View, error) {
	if err := who.Require(access.ChannelView); err != nil {
		return View{}, err
	}
	r, err := load(ctx, k.db.Read(), channel)
	return r.view(k.db.Now()), err
}

// Edit is what somebody enters about a client. An empty Secret keeps the one that
// is there.
type Edit struct {
	Provider     string
	AuthorizeURL string
	TokenURL     string
	Scopes       string
	ClientID     string
	Secret       string
	SecretUntil  time.Time
}

// Put says by which client a channel gets into its mailbox. Another client, or
// another provider, has to be granted anew.
func (k *Keyring) Put(ctx context.Context, who access.Actor, channel fact.ChannelID, e Edit) (View, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return View{}, err
	}
	c, err := settled(Client{Provider: e.Provider, AuthorizeURL: e.AuthorizeURL, TokenURL: e.TokenURL, Scopes: strings.Fields(e.Scopes), ID: e.ClientID, Secret: e.Secret, SecretUntil: e.SecretUntil})
	if err != nil {
		return View{}, err
	}
	var r row
	err = k.db.Write(ctx, func(tx *db.Tx) error {
		if err := isMailbox(ctx, tx, channel); err != nil {
			return err
		}
		before, err := load(ctx, tx, channel)
		there := err == nil
		if err != nil && !fault.Is(err, "grant.missing") {
			return err
		}
		r = row{Channel: channel, State: Waiting}
		if there && before.ClientID == c.ID && before.TokenURL == c.TokenURL && before.Scopes == strings.Join(c.Scopes, " ") {
			r = before // the same client: what was granted stays
		}
		r.Provider, r.AuthorizeURL, r.TokenURL, r.Scopes, r.ClientID = c.Provider, c.AuthorizeURL, c.TokenURL, strings.Join(c.Scopes, " "), c.ID
		r.ClientSecret, r.SecretUntil = before.ClientSecret, 0
		if c.Secret != "" {
			r.ClientSecret = k.hide(c.Secret, "secret", channel)
		}
		if !c.SecretUntil.IsZero() {
			r.SecretUntil = c.SecretUntil.UnixMilli()
		}
		if c.Secret != "" && ofClient(r.Reason) && r.RefreshToken != "" {
			r.State, r.Reason, r.Said = Good, "", "" // it was the secret; the next token will tell
		}
		if _, err := tx.NewInsert().Model(&r).On("CONFLICT (channel_id) DO UPDATE").Exec(ctx); err != nil {
			return fmt.Errorf("save the grant of channel %s: %w", channel, err)
		}
		return recorded(ctx, tx, who, "channel.grant_changed", r)
	})
	return r.view(k.db.Now()), err
}

func isMailbox(ctx context.Context, tx *db.Tx, channel fact.ChannelID) error {
	var kind string
	err := tx.Ask("SELECT kind FROM channel WHERE id = ?", channel).Scan(ctx, &kind)
	if db.IsNone(err) || err == nil && kind != "email" {
		return fault.New(fault.Missing, "channel.missing")
	}
	return err
}

// Drop forgets a channel's grant: it gets in by its password again.
func (k *Keyring) Drop(ctx context.Context, who access.Actor, channel fact.ChannelID) error {
	if err := who.Require(access.ChannelManage); err != nil {
		return err
	}
	return k.db.Write(ctx, func(tx *db.Tx) error {
		r, err := load(ctx, tx, channel)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM mail_grant WHERE channel_id = ?", channel); err != nil {
			return err
		}
		return recorded(ctx, tx, who, "channel.grant_dropped", r)
	})
}

// Begin is where to send the browser of somebody who connects a mailbox. What they
// come back with is good for them alone, for a while.
func (k *Keyring) Begin(ctx context.Context, who access.Actor, channel fact.ChannelID, back, login string) (address string, err error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return "", err
	}
	r, err := load(ctx, k.db.Read(), channel)
	if err != nil {
		return "", err
	}
	c, err := k.client(r)
	if err != nil {
		return "", err
	}
	t := ticket{Channel: channel, By: who.ID, Verifier: rand.Text() + rand.Text(), Until: k.db.Now().Add(ticketLasts)}
	text, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	return k.server.Begin(c, back, k.sealer.Seal(string(text), ticketPurpose), t.Verifier, login), nil
}

// ticket is what somebody carries to a provider and back, sealed: the state of
// OAuth, with the verifier of PKCE inside.
type ticket struct {
	Channel  fact.ChannelID
	By       fact.StaffID
	Verifier string
	Until    time.Time
}

const (
	ticketPurpose = "grant ticket"
	ticketLasts   = 20 * time.Minute
)

// Whither is the channel that somebody comes back to.
func (k *Keyring) Whither(state string) (fact.ChannelID, error) {
	t, err := k.ticket(state)
	return t.Channel, err
}

func (k *Keyring) ticket(state string) (t ticket, err error) {
	over := fault.New(fault.Invalid, "grant.too_late")
	text, err := k.sealer.Unseal(state, ticketPurpose)
	if err != nil {
		return t, over.Because(err)
	}
	if err := json.Unmarshal([]byte(text), &t); err != nil {
		return t, over.Because(err)
	}
	if !k.db.Now().Before(t.Until) {
		return t, over
	}
	return t, nil
}

// Finish turns the code with which somebody came back into tokens, and keeps them.
func (k *Keyring) Finish(ctx context.Context, who access.Actor, back, state, code string) error {
	if err := who.Require(access.ChannelManage); err != nil {
		return err
	}
	t, err := k.ticket(state)
	if err != nil {
		return err
	}
	if t.By != who.ID {
		return fault.New(fault.Denied, "grant.of_another")
	}
	channel, verifier := t.Channel, t.Verifier
	r, err := load(ctx, k.db.Read(), channel)
	if err != nil {
		return err
	}
	c, err := k.client(r)
	if err != nil {
		return err
	}
	tokens, err := k.server.Exchange(ctx, c, back, code, verifier)
	if err != nil {
		return told(err)
	}
	if tokens.Refresh == "" {
		return fault.New(fault.Invalid, "grant.no_refresh")
	}
	return k.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE mail_grant SET state = ?, reason = '', said = '', refresh_token = ?, access_token = ?, access_until = ?, turn = turn + 1,
			refresher = '', refreshing_until = 0, granted_by = ?, granted_at = ? WHERE channel_id = ? AND client_id = ? AND token_url = ?`,
			Good, k.hide(tokens.Refresh, "refresh", channel), k.hide(tokens.Access, "access", channel), tokens.Until.UnixMilli(),
			who.ID, tx.Now().UnixMilli(), channel, r.ClientID, r.TokenURL)
		if err != nil {
			return fmt.Errorf("keep the tokens of channel %s: %w", channel, err)
		}
		if n == 0 {
			return fault.New(fault.Conflict, "grant.changed_meanwhile")
		}
		return recorded(ctx, tx, who, "channel.granted", r)
	})
}

// recorded tells of a change.
func recorded(ctx context.Context, tx *db.Tx, who access.Actor, action string, r row) error {
	after := map[string]any{"provider": r.Provider, "client_id": r.ClientID, "token_url": r.TokenURL, "state": r.State}
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "channel", ID: string(r.Channel), After: after}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.ChannelChanged{Channel: r.Channel, Kind: "email", By: who.ID})
}
