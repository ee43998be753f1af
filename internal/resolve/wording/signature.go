package wording

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/kit/richtext"
	"anlan/internal/kit/variables"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// maxSignature bounds what stands below every mail, in characters with markup.
const maxSignature = 10_000

// Signature is what stands below the mails of the asking person; empty when they
// chose none.
func (s *Shelf) Signature(ctx context.Context, who access.Actor) (Text, error) {
	return s.signatureOf(ctx, who.ID)
}

func (s *Shelf) signatureOf(ctx context.Context, staff fact.StaffID) (t Text, err error) {
	err = s.db.Read().Ask("SELECT text, html FROM signature WHERE staff_id = ?", staff).Scan(ctx, &t.Text, &t.HTML)
	if err != nil && !db.IsNone(err) {
		return t, fmt.Errorf("look for the signature of %s: %w", staff, err)
	}
	return t, nil
}

// ChooseSignature keeps what stands below the mails of the asking person.
func (s *Shelf) ChooseSignature(ctx context.Context, who access.Actor, t Text) (Text, error) {
	if err := who.Writes(); err != nil {
		return t, err
	}
	t.HTML = richtext.Sanitise(plain.Text(t.HTML))
	if t.Text = strings.TrimSpace(plain.Text(t.Text)); t.HTML != "" {
		t.Text = strings.TrimSpace(richtext.ToText(t.HTML))
	}
	if utf8.RuneCountInString(t.Text) > maxSignature || utf8.RuneCountInString(t.HTML) > maxSignature {
		return t, fault.New(fault.TooLarge, "signature.too_long", "limit", maxSignature).At("html")
	}
	if err := known(t.Text); err != nil {
		return t, err
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if t.Text == "" {
			t.HTML = ""
			_, err := tx.Exec(ctx, "DELETE FROM signature WHERE staff_id = ?", who.ID)
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO signature (staff_id, text, html, updated_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (staff_id) DO UPDATE SET text = EXCLUDED.text, html = EXCLUDED.html, updated_at = EXCLUDED.updated_at`,
			who.ID, t.Text, t.HTML, tx.Now().UnixMilli())
		return err
	})
	return t, err
}

// Closing is what stands below the words of a mail.
type Closing struct {
	Text
	Language string // in which one writes to the customer
}

// Close is the signature of who writes and then that of the channel, with their
// variables filled; what nothing is known for is left out.
func (s *Shelf) Close(ctx context.Context, c fact.ConversationID, who access.Actor, channel string) (Closing, error) {
	own, err := s.signatureOf(ctx, who.ID)
	if err != nil {
		return Closing{}, err
	}
	at, err := situationOf(ctx, s.db.Read(), who, c)
	if err != nil {
		return Closing{}, err
	}
	out := Closing{Language: at.language}
	var texts, marked []string
	for _, t := range []Text{own, {Text: richtext.ToText(channel), HTML: channel}} {
		if strings.TrimSpace(t.Text) == "" {
			continue
		}
		if t.HTML == "" {
			t.HTML = richtext.FromText(t.Text)
		}
		t, _ = rendered(t, at.values)
		texts = append(texts, strings.TrimSpace(variables.Without(t.Text)))
		marked = append(marked, variables.Without(t.HTML))
	}
	out.Text = Text{Text: strings.Join(texts, "\n\n"), HTML: strings.Join(marked, "\n")}
	return out, nil
}
