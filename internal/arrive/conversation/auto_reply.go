package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// AutomaticHeader marks a reply that nobody pressed a button for, with its kind.
const AutomaticHeader = "automatic"

// AutoReply is what was decided on answering a mail automatically.
type AutoReply struct {
	Sent    bool              `json:"sent"`
	Because string            `json:"because" enum:"sent,machine,no_address,stranger,suspect,too_old,goes_on,cannot_send,already_today,too_many" doc:"why it was answered, or not"`
	Details map[string]string `json:"details" nullable:"false" doc:"sign: of the machine; at: when they were told; count, limit: mails of machines within an hour; reply_id; expected_seconds, answered, waiting, days: what was said of the wait, and on what it rests"`
}

const autoReplySent = "sent"

func (m messageRow) autoReply() *AutoReply {
	if m.AutoReply == "" {
		return nil
	}
	a := AutoReply{Sent: m.AutoReply == autoReplySent, Because: m.AutoReply, Details: map[string]string{}}
	if m.AutoReplyDetails != "" {
		_ = json.Unmarshal([]byte(m.AutoReplyDetails), &a.Details) // we wrote it ourselves
	}
	return &a
}

// AutoReplyTx notes what was decided on a mail; false when it was decided before.
func (in *Inbox) AutoReplyTx(ctx context.Context, tx *db.Tx, message fact.MessageID, a AutoReply) (bool, error) {
	details, _ := json.Marshal(a.Details) // a map of texts cannot fail
	var c fact.ConversationID
	err := tx.Ask("UPDATE message SET auto_reply = ?, auto_reply_details = ? WHERE id = ? AND auto_reply = '' RETURNING conversation_id", a.Because, string(details), message).Scan(ctx, &c)
	if db.IsNone(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("note what was decided on answering %s: %w", message, err)
	}
	return true, tx.Record(ctx, fact.MessageAutoReplyDecided{Message: message, Conversation: c, Sent: a.Because == autoReplySent, Because: a.Because})
}

// Exchanged is how a conversation stands between a customer and people of ours.
type Exchanged struct {
	AnsweredAt time.Time // the last time that somebody of ours answered; zero = never
	Stranger   bool      // the writer of the message takes no part
}

// ExchangedTx tells how things stand around a mail that came.
func (in *Inbox) ExchangedTx(ctx context.Context, tx *db.Tx, m Message) (e Exchanged, err error) {
	var at int64
	err = tx.Ask("SELECT COALESCE(MAX(sent_at), 0) FROM message WHERE conversation_id = ? AND kind = 'reply' AND staff_id <> ''", m.Conversation).Scan(ctx, &at)
	if err != nil {
		return e, fmt.Errorf("look when %s was answered: %w", m.Conversation, err)
	}
	if at > 0 {
		e.AnsweredAt = time.UnixMilli(at)
	}
	tree, err := treeOf(ctx, tx, m.Conversation)
	if err != nil {
		return e, err
	}
	err = tx.Ask(`SELECT EXISTS (SELECT 1 FROM participant p WHERE p.conversation_id IN (?) AND p.address = ? AND p.standing <> 'known')`, tree, folded(m.FromAddress)).Scan(ctx, &e.Stranger)
	return e, err
}

// Wait is how long a customer waited for the first word of somebody of ours: until
// they were answered, or so far.
type Wait struct {
	Long     time.Duration
	Answered bool
}

// FirstWaits are those of the newest conversations of a channel that people began.
func (in *Inbox) FirstWaits(ctx context.Context, channel fact.ChannelID, since, now time.Time, limit int) ([]Wait, error) {
	var rows []struct {
		CreatedAt  int64 `bun:"created_at"`
		AnsweredAt int64 `bun:"answered_at"`
		EndedAt    int64 `bun:"ended_at"`
	}
	err := in.db.Ask(`SELECT c.created_at, CASE WHEN c.state = 'resolved' THEN c.resolved_at ELSE 0 END AS ended_at,
			COALESCE((SELECT MIN(m.sent_at) FROM message m WHERE m.conversation_id = c.id AND m.kind = 'reply' AND m.staff_id <> '' AND m.leaves_at = 0), 0) AS answered_at
		FROM (SELECT id, created_at, state, resolved_at FROM conversation WHERE channel_id = ? AND state = 'open'
				UNION ALL SELECT id, created_at, state, resolved_at FROM conversation WHERE channel_id = ? AND state = 'waiting'
				UNION ALL SELECT id, created_at, state, resolved_at FROM conversation WHERE channel_id = ? AND state = 'snoozed'
				UNION ALL SELECT id, created_at, state, resolved_at FROM (SELECT id, created_at, state, resolved_at FROM conversation
					WHERE channel_id = ? AND state = 'resolved' ORDER BY last_message_at DESC, id DESC LIMIT ?) r
				LIMIT 5000) c
		WHERE c.created_at >= ? ORDER BY c.created_at DESC LIMIT ?`,
		channel, channel, channel, channel, limit, since.UnixMilli(), limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("look how soon customers of %s were answered: %w", channel, err)
	}
	list := []Wait{}
	for _, r := range rows {
		switch {
		case r.AnsweredAt > 0:
			list = append(list, Wait{Long: max(0, time.Duration(r.AnsweredAt-r.CreatedAt)*time.Millisecond), Answered: true})
		case r.EndedAt == 0: // what was closed without a word tells nothing of waiting
			list = append(list, Wait{Long: max(0, now.Sub(time.UnixMilli(r.CreatedAt)))})
		}
	}
	return list, nil
}
