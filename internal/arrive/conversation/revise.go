package conversation

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Revision is a message as it stood before it was rewritten.
type Revision struct {
	Revision int       `json:"revision" doc:"1 is the oldest"`
	Text     string    `json:"text"`
	HTML     string    `json:"html"`
	At       time.Time `json:"at" doc:"until when it stood like this"`
	By       Ref       `json:"by" doc:"who rewrote it"`
}

// maxWords bounds a message of ours, in characters.
const maxWords = 100_000

// revisable tells whether somebody may rewrite a message: a note of their own.
// What has reached the customer stays as the customer saw it.
func revisable(who access.Actor, m messageRow) error {
	switch {
	case m.Kind != Note:
		return fault.New(fault.Invalid, "message.cannot_revise", "kind", string(m.Kind))
	case m.Staff != who.ID:
		return fault.New(fault.Denied, "message.not_yours")
	}
	return who.Require(access.ConversationNote)
}

// Revise rewrites a note. The words it had are kept as a revision.
func (in *Inbox) Revise(ctx context.Context, who access.Actor, message fact.MessageID, text, html string) error {
	return in.db.Write(ctx, func(tx *db.Tx) error {
		_, err := in.ReviseTx(ctx, tx, who, message, text, html)
		return err
	})
}

// Past is what a message was before it was rewritten.
type Past struct {
	Conversation fact.ConversationID
	HTML         string
}

// ReviseTx is Revise inside the caller's transaction.
func (in *Inbox) ReviseTx(ctx context.Context, tx *db.Tx, who access.Actor, message fact.MessageID, text, html string) (past Past, err error) {
	if strings.TrimSpace(text) == "" {
		return past, fault.New(fault.Invalid, "message.empty").At("text")
	}
	if utf8.RuneCountInString(text) > maxWords {
		return past, fault.New(fault.TooLarge, "message.too_long", "limit", maxWords).At("text")
	}
	var m messageRow
	// The update that changes nothing locks the row on PostgreSQL.
	err = tx.NewRaw("UPDATE message SET revisions = revisions WHERE id = ? RETURNING *", message).Scan(ctx, &m)
	if db.IsNone(err) {
		return past, fault.New(fault.Missing, "message.missing")
	}
	if err != nil {
		return past, fmt.Errorf("load message %s: %w", message, err)
	}
	if err := revisable(who, m); err != nil {
		return past, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO message_revision (message_id, revision, text, html, staff_id, at) VALUES (?, ?, ?, ?, ?, ?)`,
		m.ID, m.Revisions+1, m.Text, m.HTML, who.ID, tx.Now().UnixMilli())
	if err != nil {
		return past, fmt.Errorf("keep the old words of %s: %w", m.ID, err)
	}
	_, err = tx.Exec(ctx, "UPDATE message SET text = ?, html = ?, revisions = revisions + 1 WHERE id = ?", text, html, m.ID)
	if err != nil {
		return past, fmt.Errorf("rewrite %s: %w", m.ID, err)
	}
	files, err := attachmentsOf(ctx, tx, []fact.MessageID{m.ID})
	if err != nil {
		return past, err
	}
	doc := search.Message{ID: m.ID, Conversation: m.Conversation, Text: text, At: time.UnixMilli(m.SentAt)}
	for _, a := range files[m.ID] {
		doc.Files = append(doc.Files, a.Name)
	}
	if err := in.index.IndexMessage(ctx, tx, doc); err != nil {
		return past, err
	}
	was := m.HTML
	m.Text = text
	return Past{m.Conversation, was}, in.revised(ctx, tx, who, m)
}

// revised carries the new words into the list, when they are the newest there.
func (in *Inbox) revised(ctx context.Context, tx *db.Tx, who access.Actor, m messageRow) error {
	before, err := take(ctx, tx, m.Conversation)
	if err != nil {
		return err
	}
	after := before
	if m.SentAt == before.LastMessageAt && before.LastMessageKind == Note {
		after.Preview = preview(m)
	}
	if err := save(ctx, tx, before, after); err != nil {
		return err
	}
	return tx.Record(ctx, fact.MessageRevised{Message: m.ID, Conversation: m.Conversation, Revision: m.Revisions + 1, By: who.ID})
}

// Revisions shows how a message stood before, the oldest first.
func (in *Inbox) Revisions(ctx context.Context, who access.Actor, message fact.MessageID) ([]Revision, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	if _, err := in.Message(ctx, message); err != nil {
		return nil, err
	}
	var rows []struct {
		Revision int    `bun:"revision"`
		Text     string `bun:"text"`
		HTML     string `bun:"html"`
		At       int64  `bun:"at"`
		Staff    string `bun:"staff_id"`
		Name     string `bun:"name"`
	}
	err := in.db.Read().NewRaw(`SELECT r.revision, r.text, r.html, r.at, r.staff_id, COALESCE(s.name, '') AS name
		FROM message_revision r LEFT JOIN staff s ON s.id = r.staff_id WHERE r.message_id = ? ORDER BY r.revision`, message).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the revisions of %s: %w", message, err)
	}
	list := make([]Revision, len(rows))
	for i, r := range rows {
		list[i] = Revision{Revision: r.Revision, Text: r.Text, HTML: r.HTML, At: time.UnixMilli(r.At).UTC(), By: Ref{ID: r.Staff, Name: r.Name}}
	}
	return list, nil
}
