package conversation

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Reading is what a message that came in says, read anew from its raw form.
type Reading struct {
	Text, HTML, ReplyText string
	Headers               map[string]string // those that are other now
	Brought               []Laid
	Because               string // why it was read anew, where nobody asked for it
}

// RereadTx puts other words and files in the place of those that were read when a
// message came in. It is no revision: the message is the same, and its raw form stays.
func (in *Inbox) RereadTx(ctx context.Context, tx *db.Tx, who access.Actor, message fact.MessageID, r Reading) error {
	var m messageRow
	// The update that changes nothing locks the row on PostgreSQL.
	err := tx.NewRaw("UPDATE message SET revisions = revisions WHERE id = ? AND kind = ? RETURNING *", message, Inbound).Scan(ctx, &m)
	if db.IsNone(err) {
		return fault.New(fault.Missing, "message.missing")
	}
	if err != nil {
		return fmt.Errorf("load message %s: %w", message, err)
	}
	m.Text, m.HTML, m.ReplyText = r.Text, r.HTML, r.ReplyText
	for name, value := range r.Headers {
		if m.Headers == nil {
			m.Headers = map[string]string{}
		}
		m.Headers[name] = value
	}
	if _, err := tx.NewUpdate().Model(&m).Column("text", "html", "reply_text", "headers").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("put other words into %s: %w", m.ID, err)
	}
	// The next sweep drops what nobody holds any more.
	_, err = tx.Exec(ctx, "UPDATE attachment SET message_id = '', conversation_id = '', uploaded_by = '', name = 'file', content_id = '', created_at = 0 WHERE message_id = ?", m.ID)
	if err != nil {
		return fmt.Errorf("let go of the files of %s: %w", m.ID, err)
	}
	doc := search.Message{ID: m.ID, Conversation: m.Conversation, Text: m.ReplyText, At: time.UnixMilli(m.SentAt)}
	if doc.Text == "" {
		doc.Text = m.Text
	}
	if doc.Files, err = attach(ctx, tx, m, Saying{Brought: r.Brought}); err != nil {
		return err
	}
	if err := in.index.IndexMessage(ctx, tx, doc); err != nil {
		return err
	}
	before, err := take(ctx, tx, m.Conversation)
	if err != nil {
		return err
	}
	after := before
	if m.SentAt == before.LastMessageAt && before.LastMessageKind == Inbound {
		after.Preview = preview(m)
	}
	if err := save(ctx, tx, before, after); err != nil {
		return err
	}
	return tx.Record(ctx, fact.MessageReread{Message: m.ID, Conversation: m.Conversation, By: who.ID, Because: r.Because})
}
