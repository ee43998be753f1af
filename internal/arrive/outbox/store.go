package outbox

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

type outgoingRow struct {
	bun.BaseModel `bun:"table:outgoing"`
	Message       fact.MessageID `bun:"message_id,pk"`
	Channel       fact.ChannelID `bun:"channel_id"`
	Address       string         `bun:"address"`
	State         State          `bun:"state"`
	FirstTryAt    int64          `bun:"first_try_at"`
	At            int64          `bun:"at"`
}

// put writes a try down.
func put(ctx context.Context, tx *db.Tx, w Way, to State) error {
	now := tx.Now().UnixMilli()
	_, err := tx.Ask(`INSERT INTO outgoing (message_id, channel_id, address, state, first_try_at, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (message_id) DO UPDATE SET channel_id = EXCLUDED.channel_id, address = EXCLUDED.address, state = EXCLUDED.state, at = EXCLUDED.at`,
		w.Message, w.Channel, folded(w.Address), to, now, now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("write down that message %s is %s: %w", w.Message, to, err)
	}
	return nil
}

// move brings a line from one of some states to another.
func move(ctx context.Context, tx *db.Tx, message fact.MessageID, to State, from ...State) error {
	_, err := tx.Ask("UPDATE outgoing SET state = ?, at = ? WHERE message_id = ? AND state IN (?)", to, tx.Now().UnixMilli(), message, from).Exec(ctx)
	if err != nil {
		return fmt.Errorf("write down that message %s is %s: %w", message, to, err)
	}
	return nil
}

func folded(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// Domain is where an address is at home.
func Domain(address string) string {
	return folded(address[strings.LastIndexByte(address, '@')+1:])
}

func inList[T any](list []T) any { return bun.In(list) }
