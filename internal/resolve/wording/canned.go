package wording

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// CannedReplies lists what somebody may use: all of it, or what fits the words
// that they typed, the likeliest first.
func (s *Shelf) CannedReplies(ctx context.Context, who access.Actor, q string, limit int) ([]CannedReply, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	var rows []cannedRow
	if err := visible(s.db.Read().NewSelect().Model(&rows), who).Order("title", "id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list canned replies: %w", err)
	}
	list := make([]CannedReply, len(rows))
	for i, r := range rows {
		list[i] = r.present(who)
	}
	list = ranked(list, q)
	if limit > 0 && len(list) > limit {
		list = list[:limit]
	}
	return list, nil
}

// CannedReply shows one.
func (s *Shelf) CannedReply(ctx context.Context, who access.Actor, id fact.CannedReplyID) (CannedReply, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return CannedReply{}, err
	}
	r, err := cannedOf(ctx, s.db.Read(), who, id)
	return r.present(who), err
}

// AddCannedReply puts a new one on the shelf.
func (s *Shelf) AddCannedReply(ctx context.Context, who access.Actor, c CannedReply) (CannedReply, error) {
	if err := who.Writes(); err != nil {
		return c, err
	}
	c, err := settled(c)
	if err != nil {
		return c, err
	}
	r := cannedRow{
		ID: fact.CannedReplyID(id.New()), Shortcut: c.Shortcut, Title: c.Title, Folder: c.Folder, Tags: c.Tags, Texts: c.Texts, Version: 1,
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := owned(ctx, tx, who, c.Owned)
		if err != nil {
			return err
		}
		r.Scope, r.Staff, r.Team, r.CreatedAt, r.UpdatedAt = o.Scope, o.Staff, o.Team, tx.Now().UnixMilli(), tx.Now().UnixMilli()
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return taken(err)
		}
		return s.cannedChanged(ctx, tx, who, "canned_reply.added", nil, &r)
	})
	return r.present(who), err
}

// ChangeCannedReply saves one anew. Saving over another version is refused.
func (s *Shelf) ChangeCannedReply(ctx context.Context, who access.Actor, c CannedReply) (CannedReply, error) {
	if err := who.Writes(); err != nil {
		return c, err
	}
	c, err := settled(c)
	if err != nil {
		return c, err
	}
	var r cannedRow
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.takeCanned(ctx, tx, who, c.ID)
		if err != nil {
			return err
		}
		if c.Version != 0 && c.Version != before.Version {
			return fault.New(fault.Conflict, "canned_reply.changed_meanwhile")
		}
		o, err := owned(ctx, tx, who, c.Owned)
		if err != nil {
			return err
		}
		r = before
		r.Scope, r.Staff, r.Team, r.Shortcut, r.Title, r.Folder, r.Tags, r.Texts = o.Scope, o.Staff, o.Team, c.Shortcut, c.Title, c.Folder, c.Tags, c.Texts
		r.Version, r.UpdatedAt = before.Version+1, tx.Now().UnixMilli()
		if _, err := tx.NewUpdate().Model(&r).WherePK().ExcludeColumn("used_count", "used_at").Exec(ctx); err != nil {
			return taken(err)
		}
		return s.cannedChanged(ctx, tx, who, "canned_reply.changed", &before, &r)
	})
	return r.present(who), err
}

// RemoveCannedReply takes one off the shelf.
func (s *Shelf) RemoveCannedReply(ctx context.Context, who access.Actor, id fact.CannedReplyID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := s.takeCanned(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM canned_reply WHERE id = ?", id); err != nil {
			return fmt.Errorf("remove canned reply %s: %w", id, err)
		}
		return s.cannedChanged(ctx, tx, who, "canned_reply.removed", &r, nil)
	})
}

func (s *Shelf) takeCanned(ctx context.Context, tx *db.Tx, who access.Actor, id fact.CannedReplyID) (cannedRow, error) {
	return take(ctx, tx, who, "canned_reply", string(id), func() (cannedRow, error) { return cannedOf(ctx, tx, who, id) })
}

func (s *Shelf) cannedChanged(ctx context.Context, tx *db.Tx, who access.Actor, action string, before, after *cannedRow) error {
	if err := audited(ctx, tx, who, "canned_reply", action, before, after); err != nil {
		return err
	}
	return tx.Record(ctx, fact.CannedReplyChanged{CannedReply: latest(before, after).ID, By: who.ID})
}

func taken(err error) error {
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "canned_reply.shortcut_taken").At("shortcut").Because(err)
	}
	return fmt.Errorf("save a canned reply: %w", err)
}

// owned checks whose something shall be, and that who asks may say so.
func owned(ctx context.Context, tx *db.Tx, who access.Actor, o Owned) (Owned, error) {
	switch o.Scope {
	case Personal:
		return Owned{Scope: Personal, Staff: who.ID}, nil
	case Everybody:
		return Owned{Scope: Everybody}, who.Require(access.WordingManage)
	case Team:
		if err := who.Require(access.WordingManage); err != nil {
			return o, err
		}
		var one int
		err := tx.NewRaw("SELECT 1 FROM team WHERE id = ?", o.Team).Scan(ctx, &one)
		if db.IsNone(err) {
			return o, fault.New(fault.Invalid, "assignment.unknown_team", "id", string(o.Team)).At("team")
		}
		return Owned{Scope: Team, Team: o.Team}, err
	}
	return o, fault.New(fault.Invalid, "wording.unknown_scope", "scope", string(o.Scope)).At("scope")
}

// Render makes a canned reply ready for the customer of a conversation, in their
// language where it stands in it, and counts its use.
func (s *Shelf) Render(ctx context.Context, who access.Actor, c fact.ConversationID, id fact.CannedReplyID) (Rendering, error) {
	if err := who.Writes(); err != nil {
		return Rendering{}, err
	}
	canned, err := s.CannedReply(ctx, who, id)
	if err != nil {
		return Rendering{}, err
	}
	at, err := situationOf(ctx, s.db.Read(), who, c)
	if err != nil {
		return Rendering{}, err
	}
	text, locale := textFor(canned.Texts, at.language)
	out, missing := rendered(text, at.values)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE canned_reply SET used_count = used_count + 1, used_at = ? WHERE id = ?", tx.Now().UnixMilli(), id)
		return err
	})
	return Rendering{Text: out.Text, HTML: out.HTML, Locale: locale, Missing: append([]string{}, missing...)}, err
}
