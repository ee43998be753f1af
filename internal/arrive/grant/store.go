package grant

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel   `bun:"table:mail_grant"`
	Channel         fact.ChannelID `bun:"channel_id,pk"`
	Provider        string         `bun:"provider"`
	AuthorizeURL    string         `bun:"authorize_url"`
	TokenURL        string         `bun:"token_url"`
	Scopes          string         `bun:"scopes"`
	ClientID        string         `bun:"client_id"`
	ClientSecret    string         `bun:"client_secret"`
	SecretUntil     int64          `bun:"secret_until"`
	State           State          `bun:"state"`
	Reason          string         `bun:"reason"`
	Said            string         `bun:"said"`
	RefreshToken    string         `bun:"refresh_token"`
	AccessToken     string         `bun:"access_token"`
	AccessUntil     int64          `bun:"access_until"`
	Turn            int64          `bun:"turn"`
	Refresher       string         `bun:"refresher"`
	RefreshingUntil int64          `bun:"refreshing_until"`
	GrantedBy       fact.StaffID   `bun:"granted_by"`
	GrantedAt       int64          `bun:"granted_at"`
}

var errMissing = fault.New(fault.Missing, "grant.missing")

func load(ctx context.Context, q db.Reader, channel fact.ChannelID) (r row, err error) {
	err = q.Ask("SELECT "+db.Columns[row]()+" FROM mail_grant WHERE channel_id = ?", channel).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, errMissing
	}
	if err != nil {
		return r, fmt.Errorf("read the grant of channel %s: %w", channel, err)
	}
	return r, nil
}

// sealed is what a value is sealed for, so that none stands in another's place.
func sealedFor(what string, channel fact.ChannelID) string {
	return "grant " + what + " " + string(channel)
}

func (k *Keyring) hide(value, what string, channel fact.ChannelID) string {
	if value == "" {
		return ""
	}
	return k.sealer.Seal(value, sealedFor(what, channel))
}

func (k *Keyring) show(sealed, what string, channel fact.ChannelID) (string, error) {
	if sealed == "" {
		return "", nil
	}
	return k.sealer.Unseal(sealed, sealedFor(what, channel))
}

func (k *Keyring) client(r row) (c Client, err error) {
	c = Client{
		Provider: r.Provider, AuthorizeURL: r.AuthorizeURL, TokenURL: r.TokenURL, Scopes: strings.Fields(r.Scopes), ID: r.ClientID,
		SecretUntil: instant(r.SecretUntil),
	}
	c.Secret, err = k.show(r.ClientSecret, "secret", r.Channel)
	return c, err
}

func (r row) view(now time.Time) View {
	return View{
		Channel: r.Channel, Provider: r.Provider, AuthorizeURL: r.AuthorizeURL, TokenURL: r.TokenURL, Scopes: r.Scopes, ClientID: r.ClientID,
		HasSecret: r.ClientSecret != "", SecretUntil: shown(r.SecretUntil), SecretSoon: secretSoon(instant(r.SecretUntil), now),
		State: r.State, Reason: r.Reason, Said: r.Said, AccessUntil: shown(r.AccessUntil), GrantedBy: r.GrantedBy, GrantedAt: shown(r.GrantedAt),
	}
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func shown(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	return new(instant(ms))
}
