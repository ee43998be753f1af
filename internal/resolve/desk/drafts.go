package desk

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/kit/richtext"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// A draft is a record of its own, one for each person and conversation. Nothing
// that happens to the conversation touches it; only its writer's next save or
// send does.

type draftRow struct {
	bun.BaseModel `bun:"table:draft"`
	Conversation  fact.ConversationID `bun:"conversation_id,pk"`
	Staff         fact.StaffID        `bun:"staff_id,pk"`
	Kind          conversation.Kind   `bun:"kind"`
	Text          string              `bun:"text"`
	HTML          string              `bun:"html"`
	Attachments   []fact.AttachmentID `bun:"attachments,type:text"`
	Version       int                 `bun:"version"`
	UpdatedAt     int64               `bun:"updated_at"`
}

// SaveDraft keeps a draft. Saving over a version that another window has changed
// is refused, so that neither is lost silently.
func (d *Desk) SaveDraft(ctx context.Context, who access.Actor, c fact.ConversationID, draft Draft) (Draft, error) {
	if err := who.Writes(); err != nil {
		return Draft{}, err
	}
	if draft.Kind != conversation.Reply && draft.Kind != conversation.Note {
		return Draft{}, fault.New(fault.Invalid, "message.unknown_kind", "kind", string(draft.Kind)).At("kind")
	}
	if utf8.RuneCountInString(draft.Text) > maxWords {
		return Draft{}, fault.New(fault.TooLarge, "message.too_long", "limit", maxWords).At("text")
	}
	if _, err := d.inbox.Get(ctx, who, c); err != nil {
		return Draft{}, err
	}
	c, err := d.draftPlace(ctx, d.db.Read(), who, c)
	if err != nil {
		return Draft{}, err
	}
	r := draftRow{
		Conversation: c, Staff: who.ID, Kind: draft.Kind, Text: plain.Text(draft.Text), HTML: richtext.Sanitise(plain.Text(draft.HTML)),
		Attachments: draft.Attachments, Version: draft.Version + 1,
	}
	if r.Attachments == nil {
		r.Attachments = []fact.AttachmentID{}
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		if err := d.inbox.HoldTx(ctx, tx, c); err != nil { // it may be deleted while somebody writes in it
			return err
		}
		r.UpdatedAt = tx.Now().UnixMilli()
		res, err := tx.NewInsert().Model(&r).
			On("CONFLICT (conversation_id, staff_id) DO UPDATE").
			Set("kind = EXCLUDED.kind, text = EXCLUDED.text, html = EXCLUDED.html, attachments = EXCLUDED.attachments").
			Set("version = EXCLUDED.version, updated_at = EXCLUDED.updated_at").
			Where("draft_row.version = ?", draft.Version).Exec(ctx)
		if err != nil {
			return fmt.Errorf("save a draft: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fault.New(fault.Conflict, "draft.changed").Because(err)
		}
		return tx.Record(ctx, fact.DraftSaved{Conversation: c, By: who.ID})
	})
	if err != nil {
		return Draft{}, err
	}
	return r.present(), nil
}

// Draft shows what the asking person has begun to write.
func (d *Desk) Draft(ctx context.Context, who access.Actor, c fact.ConversationID) (Draft, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return Draft{}, err
	}
	c, err := d.draftPlace(ctx, d.db.Read(), who, c)
	if err != nil {
		return Draft{}, err
	}
	r, err := draftOf(ctx, d.db.Read(), c, who.ID)
	if db.IsNone(err) {
		return Draft{}, fault.New(fault.Missing, "draft.missing")
	}
	if err != nil {
		return Draft{}, fmt.Errorf("load a draft: %w", err)
	}
	return r.present(), nil
}

func draftOf(ctx context.Context, from bun.IDB, c fact.ConversationID, staff fact.StaffID) (r draftRow, err error) {
	err = from.NewSelect().Model(&r).Where("conversation_id = ? AND staff_id = ?", c, staff).Scan(ctx)
	return r, err
}

// putDraft writes a draft over whichever is there.
func putDraft(ctx context.Context, tx *db.Tx, r draftRow) error {
	_, err := tx.NewInsert().Model(&r).
		On("CONFLICT (conversation_id, staff_id) DO UPDATE").
		Set("kind = EXCLUDED.kind, text = EXCLUDED.text, html = EXCLUDED.html, attachments = EXCLUDED.attachments").
		Set("version = EXCLUDED.version, updated_at = EXCLUDED.updated_at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep a draft: %w", err)
	}
	return nil
}

// DropDraft throws the asking person's draft away.
func (d *Desk) DropDraft(ctx context.Context, who access.Actor, c fact.ConversationID) error {
	if err := who.Writes(); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error { return d.dropTx(ctx, tx, who, c) })
}

func (d *Desk) dropTx(ctx context.Context, tx *db.Tx, who access.Actor, c fact.ConversationID) error {
	shown := c
	c, err := d.draftPlace(ctx, tx, who, c)
	if err != nil {
		return err
	}
	n, err := tx.Ask("DELETE FROM draft WHERE conversation_id = ? AND staff_id = ?", c, who.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("drop a draft: %w", err)
	}
	if n == 0 {
		return nil
	}
	return tx.Record(ctx, fact.DraftDropped{Conversation: shown, By: who.ID})
}

// draftPlace tells under which conversation a person's draft is kept. What was begun
// in one that was merged since is found in the one that stands for it, and is
// back in its own when the merge is undone; a draft of the latter comes first.
func (d *Desk) draftPlace(ctx context.Context, q db.Reader, who access.Actor, c fact.ConversationID) (fact.ConversationID, error) {
	tree, err := d.inbox.Tree(ctx, q, c)
	if err != nil || len(tree) == 1 {
		return c, err
	}
	var kept fact.ConversationID
	err = q.NewRaw(`SELECT conversation_id FROM draft WHERE staff_id = ? AND conversation_id IN (?)
		ORDER BY CASE WHEN conversation_id = ? THEN 0 ELSE 1 END, updated_at DESC, conversation_id LIMIT 1`, who.ID, bun.In(tree), c).Scan(ctx, &kept)
	if db.IsNone(err) {
		return c, nil
	}
	if err != nil {
		return "", fmt.Errorf("look for a draft: %w", err)
	}
	return kept, nil
}

func (r draftRow) present() Draft {
	return Draft{
		Kind: r.Kind, Text: r.Text, HTML: r.HTML, Attachments: r.Attachments,
		Version: r.Version, UpdatedAt: time.UnixMilli(r.UpdatedAt).UTC(),
	}
}
