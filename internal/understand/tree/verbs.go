package tree

import (
	"context"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// List is every topic, each before what stands under it.
func (c *Catalogue) List(ctx context.Context, who access.Actor) ([]Topic, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	topics, err := all(ctx, c.db.Read())
	return ordered(topics), err
}

// Add draws a topic into the tree.
func (c *Catalogue) Add(ctx context.Context, who access.Actor, e Edit) (t Topic, err error) {
	if err := who.Require(access.TeamManage); err != nil {
		return t, err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		others, err := hold(ctx, tx)
		if err != nil {
			return err
		}
		if len(others) >= mostTopics {
			return fault.New(fault.Invalid, "topic.too_many", "limit", mostTopics)
		}
		t, err = edited(Topic{ID: fact.TopicID(id.New()), Words: []string{}, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}, e, others)
		if err != nil {
			return err
		}
		r, err := rowOf(t)
		if err != nil {
			return err
		}
		if err := tx.Add(ctx, r); err != nil {
			return err
		}
		return c.tell(ctx, tx, who, "topic.added", t.ID, nil, picture(t))
	})
	return t, err
}

// Change changes a topic, moves it, or puts it out of use.
func (c *Catalogue) Change(ctx context.Context, who access.Actor, id fact.TopicID, e Edit) (t Topic, err error) {
	if err := who.Require(access.TeamManage); err != nil {
		return t, err
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		others, err := hold(ctx, tx)
		if err != nil {
			return err
		}
		before, err := find(others, id)
		if err != nil {
			return err
		}
		if e.Version != 0 && e.Version != before.Version {
			return fault.New(fault.Conflict, "topic.changed", "version", before.Version)
		}
		if t, err = edited(before, e, others); err != nil {
			return err
		}
		t.Version, t.UpdatedAt = before.Version+1, tx.Now()
		was, err := rowOf(before)
		if err != nil {
			return err
		}
		is, err := rowOf(t)
		if err != nil {
			return err
		}
		if err := tx.Change(ctx, was, is); err != nil {
			return err
		}
		return c.tell(ctx, tx, who, "topic.changed", id, picture(before), picture(t))
	})
	return t, err
}

// picture is a topic as the audit shows it.
func picture(t Topic) any {
	return map[string]any{"name_zh": t.NameZH, "name_en": t.NameEN, "parent": t.Parent, "description": t.Description, "words": t.Words, "team": t.Team, "archived": t.Archived}
}

func (c *Catalogue) tell(ctx context.Context, tx *db.Tx, who access.Actor, action string, id fact.TopicID, before, after any) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "topic", ID: string(id), Before: before, After: after})
	if err != nil {
		return err
	}
	tx.After(func() { c.lately.Store(nil) })
	return tx.Record(ctx, fact.TopicChanged{Topic: id, By: who.ID})
}

// Known is the topics as they were a moment ago, and the sketch of them.
func (c *Catalogue) Known(ctx context.Context) ([]Topic, *Sketch, error) {
	seen, err := c.sight(ctx)
	if err != nil {
		return nil, nil, err
	}
	return seen.topics, seen.sketch, nil
}
