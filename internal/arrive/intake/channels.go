package intake

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/platform/seal"
)

// Kinds of channels.
const (
	Webchat = "webchat"
	Email   = "email"
	API     = "api"
	Form    = "form"
)

// Channel is a configured way in.
type Channel struct {
	ID             fact.ChannelID  `json:"id"`
	Key            string          `json:"key" doc:"names the channel in public addresses; not a secret"`
	Kind           string          `json:"kind" enum:"webchat,email,api,form"`
	Name           string          `json:"name"`
	Secret         string          `json:"secret" doc:"signs what comes in (Standard Webhooks); empty for those who may not manage channels"`
	Settings       json.RawMessage `json:"settings"`
	State          string          `json:"state" enum:"active,closed"`
	LastInboundAt  *time.Time      `json:"last_inbound_at"`
	LastOutboundAt *time.Time      `json:"last_outbound_at"`
	Version        int             `json:"version"`
	Can            ChannelCan      `json:"can"`

	passwords string // sealed
}

// ChannelCan is what the asking person may do with a channel.
type ChannelCan struct {
	Change bool `json:"change"`
}

type channelRow struct {
	bun.BaseModel  `bun:"table:channel"`
	ID             fact.ChannelID `bun:"id,pk"`
	Key            string         `bun:"key"`
	Kind           string         `bun:"kind"`
	Name           string         `bun:"name"`
	Secret         string         `bun:"secret"`
	Settings       string         `bun:"settings"`
	Passwords      string         `bun:"passwords"`
	State          string         `bun:"state"`
	LastInboundAt  int64          `bun:"last_inbound_at"`
	LastOutboundAt int64          `bun:"last_outbound_at"`
	Version        int            `bun:"version"`
	CreatedAt      int64          `bun:"created_at"`
}

// Channels keeps the ways in.
type Channels struct {
	db     *db.DB
	sealer *seal.Sealer
	lately sync.Map // id → how it was last found
	marked sync.Map // column and channel → when this node last wrote it
}

// NewChannels opens the list of channels. The sealer hides the passwords of mailboxes;
// without one none is kept, and none can be read.
func NewChannels(d *db.DB, sealer *seal.Sealer) *Channels { return &Channels{db: d, sealer: sealer} }

func (r channelRow) present(who access.Actor) Channel {
	c := Channel{
		ID: r.ID, Key: r.Key, Kind: r.Kind, Name: r.Name, State: r.State, Version: r.Version,
		LastInboundAt: instant(r.LastInboundAt), LastOutboundAt: instant(r.LastOutboundAt),
		Settings: json.RawMessage(r.Settings), passwords: r.Passwords, Can: ChannelCan{Change: who.May(access.ChannelManage)},
	}
	if c.Can.Change {
		c.Secret = r.Secret
	}
	return c
}

func instant(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := time.UnixMilli(ms).UTC()
	return &t
}

// Add opens a channel.
func (c *Channels) Add(ctx context.Context, who access.Actor, kind, name string, settings json.RawMessage) (Channel, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return Channel{}, err
	}
	r := channelRow{
		ID: fact.ChannelID(id.New()), Key: newKey(), Kind: kind, Name: strings.TrimSpace(name),
		Secret: newSecret(), Passwords: "{}", State: "active", Version: 1,
	}
	var err error
	if r.Settings, err = settled(kind, "{}", settings); err != nil {
		return Channel{}, err
	}
	if err := named(r.Name); err != nil {
		return Channel{}, err
	}
	if r, err = c.hidden(r); err != nil {
		return Channel{}, err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		r.CreatedAt = tx.Now().UnixMilli()
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return fmt.Errorf("add a channel: %w", err)
		}
		return recorded(ctx, tx, who, "channel.added", nil, &r)
	})
	if err != nil {
		return Channel{}, err
	}
	return masked(r.present(who)), nil
}

// ChannelEdit is a change; nil fields stay.
type ChannelEdit struct {
	Name     *string
	State    *string
	Settings json.RawMessage // keys that are given replace, keys that are not stay
	Version  int
}

// Change edits a channel. Closing one keeps its conversations.
func (c *Channels) Change(ctx context.Context, who access.Actor, channel fact.ChannelID, e ChannelEdit) (Channel, error) {
	return c.change(ctx, who, channel, "channel.changed", func(r channelRow) (channelRow, error) {
		if e.Version != 0 && e.Version != r.Version {
			return r, fault.New(fault.Conflict, "channel.changed_meanwhile")
		}
		if e.Name != nil {
			if err := named(*e.Name); err != nil {
				return r, err
			}
			r.Name = strings.TrimSpace(*e.Name)
		}
		if e.State != nil {
			if *e.State != "active" && *e.State != "closed" {
				return r, fault.New(fault.Invalid, "channel.unknown_state", "state", *e.State).At("state")
			}
			r.State = *e.State
		}
		var err error
		r.Settings, err = settled(r.Kind, r.Settings, e.Settings)
		return r, err
	})
}

// Rotate gives a channel a new signing secret; the old one stops at once.
func (c *Channels) Rotate(ctx context.Context, who access.Actor, channel fact.ChannelID) (Channel, error) {
	return c.change(ctx, who, channel, "channel.secret_rotated", func(r channelRow) (channelRow, error) {
		r.Secret = newSecret()
		return r, nil
	})
}

func (c *Channels) change(ctx context.Context, who access.Actor, channel fact.ChannelID, action string, rule func(channelRow) (channelRow, error)) (Channel, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return Channel{}, err
	}
	var r channelRow
	err := c.db.Write(ctx, func(tx *db.Tx) error {
		before, err := take(ctx, tx, channel)
		if err != nil {
			return err
		}
		if r, err = rule(before); err != nil {
			return err
		}
		if r, err = c.hidden(r); err != nil {
			return err
		}
		r.Version++
		if _, err := tx.NewUpdate().Model(&r).WherePK().ExcludeColumn("last_inbound_at", "last_outbound_at").Exec(ctx); err != nil {
			return fmt.Errorf("save channel %s: %w", channel, err)
		}
		return recorded(ctx, tx, who, action, &before, &r)
	})
	c.lately.Delete(channel)
	if err != nil {
		return Channel{}, err
	}
	return masked(r.present(who)), nil
}

// recorded writes the fact and the audit of a change to a channel.
func recorded(ctx context.Context, tx *db.Tx, who access.Actor, action string, before, after *channelRow) error {
	var was any
	if before != nil {
		was = visible(*before)
	}
	entry := audit.Entry{Who: who, Action: action, Kind: "channel", ID: string(after.ID), Before: was, After: visible(*after)}
	if err := audit.Write(ctx, tx, entry); err != nil {
		return err
	}
	return tx.Record(ctx, fact.ChannelChanged{Channel: after.ID, Kind: after.Kind, By: who.ID})
}

func visible(r channelRow) map[string]any {
	return map[string]any{"name": r.Name, "state": r.State, "settings": maskedSettings(r.Settings)}
}

// List shows all channels.
func (c *Channels) List(ctx context.Context, who access.Actor) ([]Channel, error) {
	if err := who.Require(access.ChannelView); err != nil {
		return nil, err
	}
	var rows []channelRow
	if err := c.db.Read().NewSelect().Model(&rows).Order("created_at", "id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list channels: %w", err)
	}
	list := make([]Channel, len(rows))
	for i, r := range rows {
		list[i] = masked(r.present(who))
	}
	return list, nil
}

// Get shows one channel.
func (c *Channels) Get(ctx context.Context, who access.Actor, channel fact.ChannelID) (Channel, error) {
	if err := who.Require(access.ChannelView); err != nil {
		return Channel{}, err
	}
	r, err := rowOf(ctx, c.db.Read(), "id", string(channel))
	return masked(r.present(who)), err
}

// ByKey finds the channel that a public address names, with its secret: it is
// for adapters, not for screens.
func (c *Channels) ByKey(ctx context.Context, key string) (Channel, error) {
	r, err := rowOf(ctx, c.db.Read(), "key", key)
	return r.present(access.System), err
}

// ByID finds a channel with its secret, for adapters.
func (c *Channels) ByID(ctx context.Context, channel fact.ChannelID) (Channel, error) {
	return c.noted(rowOf(ctx, c.db.Read(), "id", string(channel)))
}

// Fetched are the channels for which mail is fetched, with their secrets.
func (c *Channels) Fetched(ctx context.Context) (list []Channel, err error) {
	var rows []channelRow
	err = c.db.Read().NewSelect().Model(&rows).Where("kind = ? AND state = 'active'", Email).Order("created_at", "id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list mailboxes: %w", err)
	}
	for _, r := range rows {
		if ch := r.present(access.System); ch.Fetches() {
			list = append(list, ch)
		}
	}
	return list, nil
}

// ByAddress finds the channel that an address of ours belongs to.
func (c *Channels) ByAddress(ctx context.Context, address string) (Channel, error) {
	var rows []channelRow
	err := c.db.Read().NewSelect().Model(&rows).Where("kind = ? AND state = 'active'", Email).Order("created_at", "id").Scan(ctx)
	if err != nil {
		return Channel{}, fmt.Errorf("look for the channel of an address: %w", err)
	}
	for _, r := range rows {
		ch := r.present(access.System)
		if s, err := ch.Email(); err == nil && s.Address != "" && strings.EqualFold(s.Address, address) {
			return ch, nil
		}
	}
	return Channel{}, fault.New(fault.Missing, "channel.missing")
}

// own are the addresses of all our mailboxes, in small letters, also of those that
// are closed.
func (c *Channels) own(ctx context.Context, tx *db.Tx) (map[string]bool, error) {
	var all []string
	if err := tx.Ask("SELECT settings FROM channel WHERE kind = ?", Email).Scan(ctx, &all); err != nil {
		return nil, fmt.Errorf("look for our own addresses: %w", err)
	}
	own := map[string]bool{}
	for _, settings := range all {
		if s, err := (Channel{Settings: json.RawMessage(settings)}).Email(); err == nil && s.Address != "" {
			own[bareAddress(s.Address)] = true
		}
	}
	return own, nil
}

// ByIDTx is ByID inside the caller's transaction.
func (c *Channels) ByIDTx(ctx context.Context, tx *db.Tx, channel fact.ChannelID) (Channel, error) {
	return c.noted(rowOf(ctx, tx, "id", string(channel)))
}

// noted remembers how a channel was found.
func (c *Channels) noted(r channelRow, err error) (Channel, error) {
	found := r.present(access.System)
	if err == nil {
		if before, known := c.lately.Load(r.ID); !known || before.(sight).Version <= found.Version {
			c.lately.Store(r.ID, sight{found, c.db.Now()})
		}
	}
	return found, err
}

// sight is a channel as it was found at some time.
type sight struct {
	Channel
	at time.Time
}

// fresh is how long it counts what a channel was found to be: another node may
// have changed it since.
const fresh = 2 * time.Second

// Lately is how a channel was found a moment ago. It asks nobody, so that it
// answers inside a transaction; who has just read the channel there gets what they
// read, or newer.
func (c *Channels) Lately(channel fact.ChannelID) (Channel, bool) {
	found, known := c.lately.Load(channel)
	if !known || c.db.Now().Sub(found.(sight).at).Abs() > fresh {
		return Channel{}, false
	}
	return found.(sight).Channel, true
}

func rowOf(ctx context.Context, q db.Reader, column, value string) (channelRow, error) {
	var r channelRow
	err := q.Ask("SELECT "+db.Columns[channelRow]()+" FROM channel WHERE "+column+" = ?", value).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "channel.missing")
	}
	if err != nil {
		return r, fmt.Errorf("load a channel: %w", err)
	}
	return r, nil
}

// take loads a channel for change. The update locks its row on PostgreSQL, so
// that of two edits in one moment none undoes the other.
func take(ctx context.Context, tx *db.Tx, channel fact.ChannelID) (channelRow, error) {
	if _, err := tx.Exec(ctx, "UPDATE channel SET version = version WHERE id = ?", channel); err != nil {
		return channelRow{}, fmt.Errorf("hold channel %s: %w", channel, err)
	}
	return rowOf(ctx, tx, "id", string(channel))
}

// open refuses what comes by a channel that is closed.
func (c *Channels) open(ctx context.Context, channel fact.ChannelID) error {
	r, err := c.noted(rowOf(ctx, c.db.Read(), "id", string(channel)))
	if err == nil && r.State != "active" {
		return fault.New(fault.Conflict, "channel.closed", "channel", r.Name)
	}
	return err
}

// healthGrain is how exact "last in" and "last out" are; writing it for each
// message would make all messages of a channel wait for one row.
const healthGrain = 30 * time.Second

func (c *Channels) arrivedTx(ctx context.Context, tx *db.Tx, channel fact.ChannelID) error {
	return c.markTx(ctx, tx, "last_inbound_at", channel)
}

// Sent notes that a message left by a channel.
func (c *Channels) Sent(ctx context.Context, channel fact.ChannelID) error {
	return c.db.Write(ctx, func(tx *db.Tx) error { return c.SentTx(ctx, tx, channel) })
}

// SentTx is Sent inside the caller's transaction.
func (c *Channels) SentTx(ctx context.Context, tx *db.Tx, channel fact.ChannelID) error {
	return c.markTx(ctx, tx, "last_outbound_at", channel)
}

func (c *Channels) markTx(ctx context.Context, tx *db.Tx, column string, channel fact.ChannelID) error {
	now := tx.Now()
	key := [2]string{column, string(channel)}
	if at, known := c.marked.Load(key); known && now.Sub(at.(time.Time)).Abs() < healthGrain {
		return nil
	}
	tx.After(func() { c.marked.Store(key, now) })
	var last int64
	if err := tx.NewRaw("SELECT ? FROM channel WHERE id = ?", bun.Ident(column), channel).Scan(ctx, &last); err != nil {
		return fmt.Errorf("read the health of channel %s: %w", channel, err)
	}
	if now.UnixMilli()-last < healthGrain.Milliseconds() {
		return nil
	}
	_, err := tx.Exec(ctx, "UPDATE channel SET ? = ? WHERE id = ? AND ? <= ?",
		bun.Ident(column), now.UnixMilli(), channel, bun.Ident(column), now.Add(-healthGrain).UnixMilli())
	return err
}

func newKey() string {
	return strings.ToLower(rand.Text()[:20])
}

// newSecret makes a secret as Standard Webhooks wants it.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand crashes the program instead
	return "whsec_" + base64.StdEncoding.EncodeToString(b)
}

func named(name string) error {
	name = strings.TrimSpace(name)
	if name == "" {
		return fault.New(fault.Invalid, "channel.needs_a_name").At("name")
	}
	if utf8.RuneCountInString(name) > 100 {
		return fault.New(fault.Invalid, "channel.name_too_long", "limit", 100).At("name")
	}
	return nil
}
