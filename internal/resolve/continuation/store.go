package continuation

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel `bun:"table:continuation"`
	ID            ID                  `bun:"id,pk"`
	Conversation  fact.ConversationID `bun:"conversation_id"`
	Channel       fact.ChannelID      `bun:"channel_id"`
	Address       string              `bun:"address"`
	State         State               `bun:"state"`
	Reason        string              `bun:"reason"`
	Resumed       int                 `bun:"resumed"`
	CreatedAt     int64               `bun:"created_at"`
	SentAt        int64               `bun:"sent_at"`
	HandedAt      int64               `bun:"handed_at"`
}

// untold are the replies that were neither read nor carried by a mail. Somebody
// who wants no mail has none.
func untold(ctx context.Context, tx *db.Tx, c fact.ConversationID, since time.Time) (ids []fact.MessageID, err error) {
	err = tx.NewRaw(`SELECT m.id FROM message m WHERE m.conversation_id = ? AND m.kind = 'reply' AND m.sent_at >= ?
			AND m.delivery IN ('sent', 'delivered')
			AND NOT EXISTS (SELECT 1 FROM continuation_reply r WHERE r.message_id = m.id)
			AND NOT EXISTS (SELECT 1 FROM continuation_stop s WHERE s.conversation_id = m.conversation_id)
		ORDER BY m.sent_at DESC, m.id DESC LIMIT ?`, c, since.UnixMilli(), mostReplies).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look for unread replies of %s: %w", c, err)
	}
	return ids, nil
}

func insert(ctx context.Context, tx *db.Tx, mail ID, c fact.ConversationID, mailbox fact.ChannelID, to string, replies []fact.MessageID) error {
	r := row{ID: mail, Conversation: c, Channel: mailbox, Address: to, State: Queued, CreatedAt: tx.Now().UnixMilli()}
	if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
		return fmt.Errorf("write a mail down: %w", err)
	}
	for _, m := range replies {
		if _, err := tx.Exec(ctx, "INSERT INTO continuation_reply (message_id, continuation_id) VALUES (?, ?)", m, mail); err != nil {
			return fmt.Errorf("take a reply for a mail: %w", err)
		}
	}
	return nil
}

func (l *Ledger) load(ctx context.Context, mail ID) (Mail, error) {
	var r row
	err := l.db.Read().NewSelect().Model(&r).Where("id = ?", mail).Scan(ctx)
	if db.IsNone(err) {
		return Mail{}, fault.New(fault.Missing, "continuation.missing")
	}
	if err != nil {
		return Mail{}, fmt.Errorf("read mail %s: %w", mail, err)
	}
	return Mail{ID: r.ID, Conversation: r.Conversation, Mailbox: r.Channel, Address: r.Address, State: r.State, Handed: r.HandedAt != 0, CreatedAt: instant(r.CreatedAt)}, nil
}

func (l *Ledger) carried(ctx context.Context, mail ID) (ids []fact.MessageID, err error) {
	err = l.db.Read().NewRaw(`SELECT m.id FROM continuation_reply r JOIN message m ON m.id = r.message_id
		WHERE r.continuation_id = ? ORDER BY m.sent_at, m.id`, mail).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("read the replies of mail %s: %w", mail, err)
	}
	return ids, nil
}

func (l *Ledger) earlier(ctx context.Context, c fact.ConversationID, but ID) (ids []ID, err error) {
	err = l.db.Read().NewRaw("SELECT id FROM continuation WHERE conversation_id = ? AND state = 'sent' AND id <> ? ORDER BY created_at DESC, id DESC LIMIT 20", c, but).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("read the earlier mails of %s: %w", c, err)
	}
	for i, j := 0, len(ids)-1; i < j; i, j = i+1, j-1 {
		ids[i], ids[j] = ids[j], ids[i]
	}
	return ids, nil
}

// settle notes how a mail fared; false where that was known already.
func settle(ctx context.Context, tx *db.Tx, mail ID, s State, reason string) (bool, error) {
	sent := int64(0)
	if s == Sent {
		sent = tx.Now().UnixMilli()
	}
	n, err := tx.Exec(ctx, "UPDATE continuation SET state = ?, reason = ?, sent_at = ? WHERE id = ? AND state = 'queued'", s, reason, sent, mail)
	if err != nil {
		return false, fmt.Errorf("settle mail %s: %w", mail, err)
	}
	return n > 0, nil
}

func hand(ctx context.Context, tx *db.Tx, mail ID, at int64) error {
	if _, err := tx.Exec(ctx, "UPDATE continuation SET handed_at = ? WHERE id = ? AND state = 'queued'", at, mail); err != nil {
		return fmt.Errorf("note that mail %s is being handed over: %w", mail, err)
	}
	return nil
}

func countResume(ctx context.Context, tx *db.Tx, mail ID) (times int, made time.Time, c fact.ConversationID, err error) {
	var r row
	err = tx.NewRaw("UPDATE continuation SET resumed = resumed + 1 WHERE id = ? RETURNING *", mail).Scan(ctx, &r)
	if db.IsNone(err) {
		return 0, time.Time{}, "", fault.New(fault.Gone, "continuation.link_over")
	}
	if err != nil {
		return 0, time.Time{}, "", fmt.Errorf("count a resumption: %w", err)
	}
	return r.Resumed - 1, instant(r.CreatedAt), r.Conversation, nil
}
