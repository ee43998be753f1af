package outbox

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Delay is that a domain, or our own server, asks us to come back later.
type Delay struct {
	Domain string // "" is our own server
	Tries  int
	NextAt time.Time
	Said   string
	Why    string // a code with words of its own, where it is our own server
	Since  time.Time
}

// Here tells whether it is our own server that cannot be had.
func (d Delay) Here() bool { return d.Domain == "" }

func (d Delay) reason() string {
	if d.Here() {
		return "delayed_here"
	}
	return "delayed_there"
}

type delayRow struct {
	bun.BaseModel `bun:"table:mail_delay"`
	Channel       fact.ChannelID `bun:"channel_id,pk"`
	Domain        string         `bun:"domain,pk"`
	Tries         int            `bun:"tries"`
	NextAt        int64          `bun:"next_at"`
	Said          string         `bun:"said"`
	Why           string         `bun:"why"`
	Since         int64          `bun:"since"`
}

func (r delayRow) delay() Delay {
	return Delay{Domain: r.Domain, Tries: r.Tries, NextAt: time.UnixMilli(r.NextAt).UTC(), Said: r.Said, Why: r.Why, Since: time.UnixMilli(r.Since).UTC()}
}

// delayed is the longer of the delays that a reply stands behind.
func (l *Ledger) delayed(ctx context.Context, w Way) (Delay, error) {
	var rows []delayRow
	err := l.db.Read().Ask("SELECT "+db.Columns[delayRow]()+" FROM mail_delay WHERE channel_id = ? AND domain IN (?) ORDER BY next_at DESC LIMIT 1",
		w.Channel, []string{"", Domain(w.Address)}).Scan(ctx, &rows)
	if err != nil {
		return Delay{}, fmt.Errorf("look what channel %s waits for: %w", w.Channel, err)
	}
	if len(rows) == 0 {
		return Delay{}, nil
	}
	return rows[0].delay(), nil
}

// Putting is why a try came to nothing for now.
type Putting struct {
	Here bool // our own server, and not the domain of the recipient
	Soon bool // it will let us in when we come back: greylisting
	Said string
	Why  string // see Delay
}

// Delay writes down that a try came to nothing for now, and gives the time of the
// next one. Everything else that goes the same way waits as well. tired tells that
// it has been tried for long enough.
func (l *Ledger) Delay(ctx context.Context, w Way, p Putting) (next time.Time, tired bool, err error) {
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		r := delayRow{Channel: w.Channel, Said: p.Said, Why: p.Why}
		if !p.Here {
			r.Domain = Domain(w.Address)
		}
		// The insert that may change nothing takes the row, so that of two tries in
		// one moment the second sees the first.
		before := delayRow{}
		err := tx.NewRaw(`INSERT INTO mail_delay (channel_id, domain, tries, next_at, said, since) VALUES (?, ?, 0, 0, '', ?)
			ON CONFLICT (channel_id, domain) DO UPDATE SET tries = mail_delay.tries RETURNING *`, r.Channel, r.Domain, tx.Now().UnixMilli()).Scan(ctx, &before)
		if err != nil {
			return fmt.Errorf("delay %q: %w", r.Domain, err)
		}
		r.Tries = before.Tries + 1
		if next = time.UnixMilli(before.NextAt).UTC(); next.After(tx.Now()) {
			r.Tries = before.Tries // somebody else was told the same a moment ago
		} else {
			next = tx.Now().Add(pause(r.Tries, p)).Truncate(time.Millisecond)
		}
		r.NextAt = next.UnixMilli()
		if _, err := tx.Exec(ctx, "UPDATE mail_delay SET tries = ?, next_at = ?, said = ?, why = ? WHERE channel_id = ? AND domain = ?", r.Tries, r.NextAt, r.Said, r.Why, r.Channel, r.Domain); err != nil {
			return fmt.Errorf("delay %q: %w", r.Domain, err)
		}
		if err := put(ctx, tx, w, Waiting); err != nil {
			return err
		}
		var first int64
		if err := tx.Ask("SELECT first_try_at FROM outgoing WHERE message_id = ?", w.Message).Scan(ctx, &first); err != nil {
			return err
		}
		if tired = tx.Now().Sub(time.UnixMilli(first)) >= GiveUpAfter; tired {
			return nil
		}
		return l.holdTx(ctx, tx, w, r.delay())
	})
	return next, tired, err
}

// Hold writes on a reply that it waits behind others.
func (l *Ledger) Hold(ctx context.Context, w Way, d Delay) error {
	return l.db.Write(ctx, func(tx *db.Tx) error { return l.holdTx(ctx, tx, w, d) })
}

func (l *Ledger) holdTx(ctx context.Context, tx *db.Tx, w Way, d Delay) error {
	return l.inbox.DelayTx(ctx, tx, w.Message, conversation.Failure{Reason: d.reason(), Address: w.Address, Said: d.Said}, d.NextAt)
}

// wellTx takes the delays away once a mail got through.
func (l *Ledger) wellTx(ctx context.Context, tx *db.Tx, w Way) error {
	_, err := tx.Ask("DELETE FROM mail_delay WHERE channel_id = ? AND domain IN (?)", w.Channel, []string{"", Domain(w.Address)}).Exec(ctx)
	return err
}

// Reached notes that our own server is there again, so that whatever waits for it is
// tried when its time comes, and the channel is well.
func (l *Ledger) Reached(ctx context.Context, channel fact.ChannelID) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM mail_delay WHERE channel_id = ? AND domain = ''", channel)
		return err
	})
}

// pause is how long to wait after the nth try. Who greylists wants us back within
// minutes; a domain that is in trouble within half an hour; and our own server,
// for which everybody waits, is asked again every five minutes at least.
func pause(tries int, p Putting) time.Duration {
	first, longest := time.Minute, 30*time.Minute
	switch {
	case p.Here:
		first, longest = 5*time.Second, 5*time.Minute
	case p.Soon:
		longest = 10 * time.Minute
	}
	return min(first<<min(tries-1, 20), longest)
}
