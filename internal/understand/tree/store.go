package tree

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel `bun:"table:topic"`
	ID            fact.TopicID `bun:"id,pk"`
	Parent        fact.TopicID `bun:"parent_id"`
	NameZH        string       `bun:"name_zh"`
	NameEN        string       `bun:"name_en"`
	Description   string       `bun:"description"`
	Words         string       `bun:"words"` // JSON
	Team          fact.TeamID  `bun:"team_id"`
	Archived      bool         `bun:"archived"`
	Version       int          `bun:"version"`
	CreatedAt     int64        `bun:"created_at"`
	UpdatedAt     int64        `bun:"updated_at"`
}

func (r row) topic() (Topic, error) {
	t := Topic{
		ID: r.ID, Parent: r.Parent, NameZH: r.NameZH, NameEN: r.NameEN, Description: r.Description, Team: r.Team, Archived: r.Archived,
		Version: r.Version, CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), UpdatedAt: time.UnixMilli(r.UpdatedAt).UTC(),
	}
	if err := json.Unmarshal([]byte(r.Words), &t.Words); err != nil {
		return t, fmt.Errorf("read the words of the topic %s: %w", r.ID, err)
	}
	return t, nil
}

func rowOf(t Topic) (row, error) {
	words, err := json.Marshal(t.Words)
	if t.Words == nil {
		words = []byte("[]")
	}
	return row{
		ID: t.ID, Parent: t.Parent, NameZH: t.NameZH, NameEN: t.NameEN, Description: t.Description, Words: string(words), Team: t.Team, Archived: t.Archived,
		Version: t.Version, CreatedAt: t.CreatedAt.UnixMilli(), UpdatedAt: t.UpdatedAt.UnixMilli(),
	}, err
}

// all reads every topic, in the order in which they were made.
func all(ctx context.Context, q db.Reader) ([]Topic, error) {
	var rows []row
	if err := q.Ask("SELECT * FROM topic ORDER BY created_at, id").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read the topics: %w", err)
	}
	list := make([]Topic, len(rows))
	for i, r := range rows {
		t, err := r.topic()
		if err != nil {
			return nil, err
		}
		list[i] = t
	}
	return list, nil
}

// hold keeps everybody else from drawing the tree until the transaction ends, and
// reads it: whether a topic may stand somewhere depends on the others.
func hold(ctx context.Context, tx *db.Tx) ([]Topic, error) {
	if _, err := tx.Exec(ctx, "UPDATE topic SET version = version"); err != nil {
		return nil, fmt.Errorf("hold the topics: %w", err)
	}
	return all(ctx, tx)
}

func find(topics []Topic, id fact.TopicID) (Topic, error) {
	for _, t := range topics {
		if t.ID == id {
			return t, nil
		}
	}
	return Topic{}, fault.New(fault.Missing, "topic.missing")
}

// fresh is how long the topics are taken for known without asking. Another node may
// have changed them since.
const fresh = 2 * time.Second

func (c *Catalogue) sight(ctx context.Context) (*sight, error) {
	now := c.db.Now()
	if seen := c.lately.Load(); seen != nil && now.Sub(seen.at).Abs() <= fresh {
		return seen, nil
	}
	topics, err := all(ctx, c.db.Read())
	if err != nil {
		return nil, err
	}
	seen := &sight{topics: topics, sketch: Draw(topics), at: now}
	c.lately.Store(seen)
	return seen, nil
}
