package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// maxNote bounds one note, in characters.
const maxNote = 5000

// Note is what a colleague wrote about a contact. The contact never sees it, and
// it goes with them when they are erased.
type Note struct {
	ID        fact.ContactNoteID `json:"id"`
	Contact   fact.ContactID     `json:"contact"`
	Text      string             `json:"text"`
	By        NoteWriter         `json:"by"`
	CreatedAt time.Time          `json:"created_at"`
	EditedAt  *time.Time         `json:"edited_at"`
	Can       NoteCan            `json:"can"`
}

// NoteWriter is who wrote a note.
type NoteWriter struct {
	ID   fact.StaffID `json:"id"`
	Name string       `json:"name"`
}

// NoteCan is what the asking person may do with a note.
type NoteCan struct {
	Change bool `json:"change"`
	Delete bool `json:"delete"`
}

type noteRow struct {
	bun.BaseModel `bun:"table:contact_note"`
	ID            fact.ContactNoteID `bun:"id,pk"`
	Contact       fact.ContactID     `bun:"contact_id"`
	Staff         fact.StaffID       `bun:"staff_id"`
	Text          string             `bun:"text"`
	CreatedAt     int64              `bun:"created_at"`
	EditedAt      int64              `bun:"edited_at"`
}

func (r noteRow) note(who access.Actor, name string) Note {
	own := r.Staff == who.ID && who.ID != "" && who.May(access.ContactChange)
	return Note{
		ID: r.ID, Contact: r.Contact, Text: r.Text, By: NoteWriter{r.Staff, name}, CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), EditedAt: instant(r.EditedAt),
		Can: NoteCan{Change: own, Delete: own || who.May(access.ContactDelete)},
	}
}

func noted(text string) (string, error) {
	text = strings.TrimSpace(plain.Text(text))
	switch {
	case text == "":
		return "", fault.New(fault.Invalid, "contact.note_empty").At("text")
	case utf8.RuneCountInString(text) > maxNote:
		return "", fault.New(fault.Invalid, "contact.note_too_long", "limit", maxNote).At("text")
	}
	return text, nil
}

// WriteNote keeps what a person of ours knows about a contact.
func (b *Book) WriteNote(ctx context.Context, who access.Actor, contact fact.ContactID, text string) (Note, error) {
	if err := who.Require(access.ContactChange); err != nil {
		return Note{}, err
	}
	text, err := noted(text)
	if err != nil {
		return Note{}, err
	}
	var made fact.ContactNoteID
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		root, err := rootOf(ctx, tx, contact)
		if err != nil {
			return err
		}
		r := noteRow{ID: fact.ContactNoteID(id.New()), Contact: root, Staff: who.ID, Text: text, CreatedAt: tx.Now().UnixMilli()}
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return fmt.Errorf("write a note on contact %s: %w", root, err)
		}
		made = r.ID
		return tx.Record(ctx, fact.ContactNoted{Contact: root, Note: r.ID, By: who.ID})
	})
	if err != nil {
		return Note{}, err
	}
	return b.note(ctx, who, made)
}

// Note shows one note about a contact or whoever was merged into it.
func (b *Book) Note(ctx context.Context, who access.Actor, contact fact.ContactID, note fact.ContactNoteID) (Note, error) {
	if err := who.Require(access.ContactView); err != nil {
		return Note{}, err
	}
	family, err := FamilyTx(ctx, b.db.Read(), contact)
	if err != nil {
		return Note{}, err
	}
	n, err := b.note(ctx, who, note)
	if err == nil && !slices.Contains(family, n.Contact) {
		err = fault.New(fault.Missing, "contact.note_missing")
	}
	if err != nil {
		return Note{}, err
	}
	return n, nil
}

func (b *Book) note(ctx context.Context, who access.Actor, note fact.ContactNoteID) (Note, error) {
	list, err := b.notes(ctx, who, "n.id = ?", note)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.Missing, "contact.note_missing")
	}
	if err != nil {
		return Note{}, err
	}
	return list[0], nil
}

func (b *Book) notes(ctx context.Context, who access.Actor, where string, args ...any) ([]Note, error) {
	var rows []struct {
		noteRow
		Name string `bun:"name"`
	}
	err := b.db.Read().NewRaw("SELECT n.*, COALESCE(s.name, '') AS name FROM contact_note n LEFT JOIN staff s ON s.id = n.staff_id WHERE "+where, args...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load notes: %w", err)
	}
	list := make([]Note, len(rows))
	for i, r := range rows {
		list[i] = r.note(who, r.Name)
	}
	return list, nil
}

// Notes shows what was written about a contact and whoever was merged into it,
// the newest first, behind one.
func (b *Book) Notes(ctx context.Context, who access.Actor, contact fact.ContactID, after fact.ContactNoteID, limit int) (list []Note, next fact.ContactNoteID, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, "", err
	}
	family, err := FamilyTx(ctx, b.db.Read(), contact)
	if err != nil {
		return nil, "", err
	}
	where, args := "n.contact_id IN (?)", []any{bun.List(family)}
	if after != "" {
		where, args = where+" AND n.id < ?", append(args, after)
	}
	list, err = b.notes(ctx, who, where+" ORDER BY n.id DESC LIMIT ?", append(args, limit)...)
	if err == nil && len(list) == limit && limit > 0 {
		next = list[limit-1].ID
	}
	return list, next, err
}

// EditNote changes one's own note.
func (b *Book) EditNote(ctx context.Context, who access.Actor, contact fact.ContactID, note fact.ContactNoteID, text string) (Note, error) {
	text, err := noted(text)
	if err != nil {
		return Note{}, err
	}
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		r, err := heldNote(ctx, tx, who, contact, note)
		if err != nil || r.Text == text {
			return err
		}
		if !r.note(who, "").Can.Change {
			return fault.New(fault.Denied, "contact.note_not_yours")
		}
		if _, err := tx.Ask("UPDATE contact_note SET text = ?, edited_at = ? WHERE id = ?", text, tx.Now().UnixMilli(), note).Exec(ctx); err != nil {
			return fmt.Errorf("change note %s: %w", note, err)
		}
		return tx.Record(ctx, fact.ContactNoteChanged{Contact: r.Contact, Note: note, By: who.ID})
	})
	if err != nil {
		return Note{}, err
	}
	return b.note(ctx, who, note)
}

// DeleteNote removes one's own note; whoever may delete contacts removes any.
func (b *Book) DeleteNote(ctx context.Context, who access.Actor, contact fact.ContactID, note fact.ContactNoteID) error {
	return b.db.Write(ctx, func(tx *db.Tx) error {
		r, err := heldNote(ctx, tx, who, contact, note)
		if err != nil {
			return err
		}
		if !r.note(who, "").Can.Delete {
			return fault.New(fault.Denied, "contact.note_not_yours")
		}
		if _, err := tx.Ask("DELETE FROM contact_note WHERE id = ?", note).Exec(ctx); err != nil {
			return fmt.Errorf("delete note %s: %w", note, err)
		}
		return tx.Record(ctx, fact.ContactNoteChanged{Contact: r.Contact, Note: note, Deleted: true, By: who.ID})
	})
}

// heldNote loads a note for change; on PostgreSQL that locks its row.
func heldNote(ctx context.Context, tx *db.Tx, who access.Actor, contact fact.ContactID, note fact.ContactNoteID) (r noteRow, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return r, err
	}
	family, err := FamilyTx(ctx, tx, contact)
	if err != nil {
		return r, err
	}
	err = tx.NewRaw("UPDATE contact_note SET edited_at = edited_at WHERE id = ? AND contact_id IN (?) RETURNING *", note, bun.List(family)).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "contact.note_missing")
	}
	if err != nil {
		return r, fmt.Errorf("load note %s: %w", note, err)
	}
	return r, nil
}
