package trust

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Guard looks at who writes, and keeps what people decided about it.
type Guard struct {
	db *db.DB

	mu    sync.Mutex
	house house // ours, as it was when we asked
	asked time.Time

	nearby map[string]near // by the domain of a sender
	looked time.Time
}

// NewGuard sets the guard up.
func NewGuard(d *db.DB) *Guard { return &Guard{db: d} }

// pictures is the matter of a choice about pictures; the others are codes of warnings.
const pictures = "pictures"

// DismissedFor is how long a dismissal holds where nobody says otherwise: long
// enough for a case, short enough that an address which changes hands is seen.
const DismissedFor = 180 * 24 * time.Hour

// Cards are what is shown of the senders of messages.
func (g *Guard) Cards(ctx context.Context, ids []fact.MessageID) (map[fact.MessageID]Card, error) {
	rows, err := g.rowsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	addresses := make([]string, len(rows))
	for i, r := range rows {
		addresses[i] = r.Address
	}
	decided, err := g.choices(ctx, addresses)
	if err != nil {
		return nil, err
	}
	cards := make(map[fact.MessageID]Card, len(rows))
	for _, r := range rows {
		if cards[r.Message], err = r.card(decided[r.Address]); err != nil {
			return nil, err
		}
	}
	return cards, nil
}

// Receivers are the mail servers whose findings stand on the newest mails of a
// channel, the most frequent first.
func (g *Guard) Receivers(ctx context.Context, who access.Actor, channel fact.ChannelID) ([]Receiver, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return nil, err
	}
	var rows []struct {
		Name  string `bun:"seen"`
		Mails int    `bun:"mails"`
		Last  int64  `bun:"last"`
	}
	err := g.db.Read().NewRaw(`SELECT seen, COUNT(*) AS mails, MAX(at) AS last
		FROM (SELECT seen, at FROM mail_trust WHERE channel_id = ? ORDER BY at DESC LIMIT 200) newest
		WHERE seen <> '' GROUP BY seen ORDER BY mails DESC, seen LIMIT 10`, channel).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("look who receives for channel %s: %w", channel, err)
	}
	list := make([]Receiver, len(rows))
	for i, r := range rows {
		list[i] = Receiver{Name: r.Name, Mails: r.Mails, LastAt: instant(r.Last)}
	}
	return list, nil
}

// Dismiss says that a warning about a mail does not hold for its sender. It counts
// for every mail of the address until then.
func (g *Guard) Dismiss(ctx context.Context, who access.Actor, message fact.MessageID, code string, until time.Time) error {
	return g.decide(ctx, who, message, "sender.warning_dismissed", code, func(tx *db.Tx, r row) error {
		until, err := dismissedUntil(tx.Now(), until)
		if err != nil {
			return err
		}
		if !warned(r, code) {
			return fault.New(fault.Missing, "trust.no_such_warning", "code", code)
		}
		return choose(ctx, tx, who, r.Address, code, until.UnixMilli())
	})
}

// Warn takes a dismissal back.
func (g *Guard) Warn(ctx context.Context, who access.Actor, message fact.MessageID, code string) error {
	return g.decide(ctx, who, message, "sender.warned_again", code, func(tx *db.Tx, r row) error { return unchoose(ctx, tx, r.Address, code) })
}

// Show lets the remote pictures of a mail be seen; with always, of every mail of its
// sender.
func (g *Guard) Show(ctx context.Context, who access.Actor, message fact.MessageID, always bool) error {
	action := "message.pictures_shown"
	if always {
		action = "sender.pictures_always"
	}
	return g.decide(ctx, who, message, action, pictures, func(tx *db.Tx, r row) error {
		if always {
			if r.Address == "" {
				return fault.New(fault.Invalid, "trust.no_sender")
			}
			if err := choose(ctx, tx, who, r.Address, pictures, 0); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, "UPDATE mail_trust SET pictures_by = ?, pictures_at = ? WHERE message_id = ? AND pictures_at = 0", who.ID, tx.Now().UnixMilli(), message)
		return err
	})
}

// Hide takes both back: of this mail, and of its sender.
func (g *Guard) Hide(ctx context.Context, who access.Actor, message fact.MessageID) error {
	return g.decide(ctx, who, message, "sender.pictures_held", pictures, func(tx *db.Tx, r row) error {
		if _, err := tx.Exec(ctx, "UPDATE mail_trust SET pictures_by = '', pictures_at = 0 WHERE message_id = ?", message); err != nil {
			return err
		}
		return unchoose(ctx, tx, r.Address, pictures)
	})
}

// decide is a verb on one mail: allowed, done, audited and told.
func (g *Guard) decide(ctx context.Context, who access.Actor, message fact.MessageID, action, matter string, do func(*db.Tx, row) error) error {
	if err := who.Require(access.ConversationReply); err != nil {
		return err
	}
	return g.db.Write(ctx, func(tx *db.Tx) error {
		r, conversation, err := takeTx(ctx, tx, message)
		if err != nil {
			return err
		}
		if err := do(tx, r); err != nil {
			return err
		}
		entry := audit.Entry{Who: who, Action: action, Kind: "message", ID: string(message), After: map[string]any{"matter": matter}}
		if err := audit.Write(ctx, tx, entry); err != nil {
			return err
		}
		return tx.Record(ctx, fact.MessageTrustChanged{Conversation: conversation, Message: message, Matter: matter, By: who.ID})
	})
}

func choose(ctx context.Context, tx *db.Tx, who access.Actor, address, about string, until int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO sender_choice (address, about, staff_id, at, until_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (address, about) DO UPDATE SET staff_id = EXCLUDED.staff_id, at = EXCLUDED.at, until_at = EXCLUDED.until_at`,
		address, about, who.ID, tx.Now().UnixMilli(), until)
	if err != nil {
		return fmt.Errorf("decide about a sender: %w", err)
	}
	return nil
}

func unchoose(ctx context.Context, tx *db.Tx, address, about string) error {
	if _, err := tx.Exec(ctx, "DELETE FROM sender_choice WHERE address = ? AND about = ?", address, about); err != nil {
		return fmt.Errorf("take back what was decided about a sender: %w", err)
	}
	return nil
}

func folded(address string) string { return strings.ToLower(strings.TrimSpace(address)) }
