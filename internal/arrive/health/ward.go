package health

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/smime"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Ward watches over the channels.
type Ward struct {
	db       *db.DB
	channels *intake.Channels
	safe     *smime.Safe
}

// New opens the ward.
func New(d *db.DB, channels *intake.Channels, safe *smime.Safe) *Ward {
	return &Ward{db: d, channels: channels, safe: safe}
}

// List tells how all channels are.
func (w *Ward) List(ctx context.Context, who access.Actor) ([]Health, error) {
	channels, err := w.channels.List(ctx, who)
	if err != nil {
		return nil, err
	}
	return w.of(ctx, channels)
}

// Get tells how one channel is.
func (w *Ward) Get(ctx context.Context, who access.Actor, channel fact.ChannelID) (Health, error) {
	list, err := w.List(ctx, who)
	if err != nil {
		return Health{}, err
	}
	for _, h := range list {
		if h.Channel == channel {
			return h, nil
		}
	}
	return Health{}, fault.New(fault.Missing, "channel.missing")
}

func (w *Ward) of(ctx context.Context, channels []intake.Channel) ([]Health, error) {
	seen, err := w.look(ctx, channels)
	if err != nil {
		return nil, err
	}
	rows, err := open(ctx, w.db.Read())
	if err != nil {
		return nil, err
	}
	troubles, err := present(rows)
	if err != nil {
		return nil, err
	}
	list := make([]Health, len(seen))
	for i, s := range seen {
		var ours []Trouble
		for _, t := range troubles {
			if t.Channel == s.channel {
				ours = append(ours, t)
			}
		}
		list[i] = s.health(ours, w.db.Now().UnixMilli())
	}
	return list, nil
}

// Past are the newest troubles of a channel that are over.
func (w *Ward) Past(ctx context.Context, who access.Actor, channel fact.ChannelID, limit int) ([]Trouble, error) {
	if err := who.Require(access.ChannelView); err != nil {
		return nil, err
	}
	var rows []troubleRow
	err := w.db.Read().NewRaw("SELECT "+db.Columns[troubleRow]()+" FROM channel_trouble WHERE channel_id = ? AND over_at > 0 ORDER BY noted_at DESC, id DESC LIMIT ?", channel, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list the past troubles of channel %s: %w", channel, err)
	}
	return present(rows)
}

// Trouble is one trouble, be it over or not.
func (w *Ward) Trouble(ctx context.Context, t fact.TroubleID) (Trouble, error) {
	var r troubleRow
	err := w.db.Read().NewRaw("SELECT "+db.Columns[troubleRow]()+" FROM channel_trouble WHERE id = ?", t).Scan(ctx, &r)
	if db.IsNone(err) {
		return Trouble{}, fault.New(fault.Missing, "trouble.missing")
	}
	if err != nil {
		return Trouble{}, fmt.Errorf("read trouble %s: %w", t, err)
	}
	return r.trouble()
}

// Look compares how the channels are with what was noted, notes what is new, and
// what is over. It costs no write while nothing changes.
func (w *Ward) Look(ctx context.Context) error {
	channels, err := w.channels.List(ctx, access.System)
	if err != nil {
		return err
	}
	seen, err := w.look(ctx, channels)
	if err != nil {
		return err
	}
	now := w.db.Now()
	found := map[place]Trouble{}
	for _, s := range seen {
		for _, t := range judged(s, now) {
			found[place{t.Channel, t.Part}] = t
		}
	}
	noted, err := open(ctx, w.db.Read())
	if err != nil {
		return err
	}
	changes, err := compared(found, noted)
	if err != nil || len(changes) == 0 {
		return err
	}
	return w.db.Write(ctx, func(tx *db.Tx) error {
		for _, c := range changes {
			if err := c.note(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// place is where a trouble is.
type place struct {
	channel fact.ChannelID
	part    Part
}

// change is one step between what was noted and what is.
type change struct {
	row    troubleRow
	opened bool
	over   bool
	told   bool // people hear of it
	silent bool // only what the server said is another
}

// compared is what changed since it was noted.
func compared(found map[place]Trouble, noted []troubleRow) (changes []change, err error) {
	known := map[place]bool{}
	for _, r := range noted {
		at := place{r.Channel, r.Part}
		known[at] = true
		t, still := found[at]
		if !still {
			changes = append(changes, change{row: r, over: true})
			continue
		}
		about, err := json.Marshal(t.About)
		if err != nil {
			return nil, err
		}
		if t.Code == r.Code && t.State == r.State && string(about) == r.About {
			continue
		}
		c := change{row: r, told: t.State == Broken && r.State == Troubled, silent: t.Code == r.Code && t.State == r.State}
		c.row.Code, c.row.State, c.row.About = t.Code, t.State, string(about)
		changes = append(changes, c)
	}
	for at, t := range found {
		if known[at] {
			continue
		}
		about, err := json.Marshal(t.About)
		if err != nil {
			return nil, err
		}
		row := troubleRow{Channel: t.Channel, Part: t.Part, State: t.State, Code: t.Code, About: string(about), Since: t.Since.UnixMilli()}
		changes = append(changes, change{row: row, opened: true, told: true})
	}
	return changes, nil
}

// note writes a change down, unless another node was quicker.
func (c change) note(ctx context.Context, tx *db.Tx) error {
	r := c.row
	var n int64
	var err error
	switch {
	case c.opened:
		r.ID, r.NotedAt = fact.TroubleID(id.New()), tx.Now().UnixMilli()
		n, err = tx.Exec(ctx, `INSERT INTO channel_trouble (id, channel_id, part, state, code, about, since, noted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.ID, r.Channel, r.Part, r.State, r.Code, r.About, r.Since, r.NotedAt)
	case c.over:
		n, err = tx.Exec(ctx, "UPDATE channel_trouble SET over_at = ? WHERE id = ? AND over_at = 0", tx.Now().UnixMilli(), r.ID)
	default:
		n, err = tx.Exec(ctx, "UPDATE channel_trouble SET state = ?, code = ?, about = ? WHERE id = ? AND over_at = 0", r.State, r.Code, r.About, r.ID)
	}
	if err != nil {
		return fmt.Errorf("note the trouble of channel %s: %w", r.Channel, err)
	}
	switch {
	case n == 0 || c.silent:
		return nil
	case c.over:
		return tx.Record(ctx, fact.ChannelRecovered{Channel: r.Channel, Trouble: r.ID, Part: string(r.Part), Code: r.Code})
	}
	return tx.Record(ctx, fact.ChannelTroubled{Channel: r.Channel, Trouble: r.ID, Part: string(r.Part), State: string(r.State), Code: r.Code, Changed: !c.told})
}

// keptFor is how long troubles that are over are kept.
const keptFor = 396 * 24 * time.Hour

// Sweep drops old troubles.
func (w *Ward) Sweep(ctx context.Context) error {
	return w.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM channel_trouble WHERE over_at > 0 AND over_at < ?", tx.Now().Add(-keptFor).UnixMilli())
		return err
	})
}
