package mask

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// reader is where to read from: the database, or the transaction that somebody is in.
type reader interface {
	NewRaw(query string, args ...any) *bun.RawQuery
}

func load(ctx context.Context, from reader) (Policy, error) {
	p := usual()
	var row struct {
		Version int          `bun:"version"`
		Body    string       `bun:"body"`
		At      int64        `bun:"at"`
		By      fact.StaffID `bun:"staff_id"`
	}
	err := from.NewRaw("SELECT version, body, at, staff_id FROM privacy_policy ORDER BY version DESC LIMIT 1").Scan(ctx, &row)
	if db.IsNone(err) {
		return p, nil
	}
	if err == nil {
		said := Policy{}
		err = json.Unmarshal([]byte(row.Body), &said)
		for kind, level := range said.Levels {
			p.Levels[kind] = level
		}
		p.ShownMinutes, p.PerHour = said.ShownMinutes, said.PerHour
	}
	if err != nil {
		return p, fmt.Errorf("read who may see personal data: %w", err)
	}
	p.Version, p.ChangedBy, p.ChangedAt = row.Version, row.By, new(time.UnixMilli(row.At).UTC())
	return p, nil
}

func save(ctx context.Context, tx *db.Tx, p Policy) error {
	body, err := json.Marshal(map[string]any{"levels": p.Levels, "shown_minutes": p.ShownMinutes, "per_hour": p.PerHour})
	if err != nil {
		return fmt.Errorf("keep who may see personal data: %w", err)
	}
	if _, err := tx.Exec(ctx, "INSERT INTO privacy_policy (version, body, at, staff_id) VALUES (?, ?, ?, ?)", p.Version, string(body), tx.Now().UnixMilli(), p.ChangedBy); err != nil {
		return fmt.Errorf("keep who may see personal data: %w", err)
	}
	return nil
}

func openUnmasking(ctx context.Context, tx *db.Tx, who fact.StaffID, message fact.MessageID) (u Unmasking, err error) {
	var row struct {
		ID    string `bun:"id"`
		Until int64  `bun:"until_at"`
	}
	err = tx.NewRaw("SELECT id, until_at FROM unmasking WHERE staff_id = ? AND message_id = ? AND until_at > ? ORDER BY at DESC LIMIT 1", who, message, tx.Now().UnixMilli()).Scan(ctx, &row)
	if db.IsNone(err) {
		return u, nil
	}
	return Unmasking{ID: row.ID, Until: time.UnixMilli(row.Until).UTC()}, err
}

func insertUnmasking(ctx context.Context, tx *db.Tx, u Unmasking) error {
	kinds, err := json.Marshal(u.Kinds)
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO unmasking (id, message_id, conversation_id, contact_id, staff_id, token_id, kinds, reason, words, at, until_at, ip)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			u.ID, u.Message, u.Conversation, u.Contact, u.Staff, u.token, string(kinds), u.Reason, u.Words, u.At.UnixMilli(), u.Until.UnixMilli(), u.IP)
	}
	if err != nil {
		return fmt.Errorf("note what is shown of %s: %w", u.Message, err)
	}
	return nil
}

// ForgetTx takes the words out of what is kept of conversations that are erased. That
// something was shown, to whom and for which of the reasons stays.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	_, err := tx.Exec(ctx, "UPDATE unmasking SET words = '' WHERE conversation_id IN (?)", bun.In(conversations))
	return err
}
