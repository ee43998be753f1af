package school

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/understand/topic"
)

type row struct {
	ID       fact.ModelID `bun:"id"`
	State    State        `bun:"state"`
	Version  string       `bun:"version"`
	Texts    int          `bun:"texts"`
	Topics   int          `bun:"topics"`
	Right    int          `bun:"right_in"`
	Answered int          `bun:"answered"`
	Taught   string       `bun:"taught"`
	At       int64        `bun:"at"`
}

const columns = "id, state, version, texts, topics, right_in, answered, taught, at"

func (r row) lesson() Lesson {
	return Lesson{
		ID: r.ID, State: r.State, Version: r.Version, Texts: r.Texts, Topics: r.Topics, Right: float64(r.Right) / 1000, Answered: float64(r.Answered) / 1000,
		At: time.UnixMilli(r.At).UTC(), taught: r.Taught,
	}
}

// lessons are the newest, the newest first.
func lessons(ctx context.Context, q db.Reader, limit int) ([]Lesson, error) {
	var rows []row
	if err := q.Ask("SELECT "+columns+" FROM topic_model ORDER BY at DESC, id DESC LIMIT ?", limit).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read what was learned: %w", err)
	}
	list := make([]Lesson, len(rows))
	for i, r := range rows {
		list[i] = r.lesson()
	}
	return list, nil
}

// sorting is the lesson that sorts; a zero one where nothing was learned.
func sorting(ctx context.Context, q db.Reader) (Lesson, error) {
	var rows []row
	if err := q.Ask("SELECT "+columns+" FROM topic_model WHERE state = 'active'").Scan(ctx, &rows); err != nil {
		return Lesson{}, fmt.Errorf("which model sorts: %w", err)
	}
	if len(rows) == 0 {
		return Lesson{}, nil
	}
	return rows[0].lesson(), nil
}

// kept is how many lessons are remembered.
const kept = 20

func keep(ctx context.Context, tx *db.Tx, l Lesson, data string) error {
	if l.State == Active {
		if _, err := tx.Exec(ctx, "UPDATE topic_model SET state = 'replaced', data = '' WHERE state = 'active'"); err != nil {
			return fmt.Errorf("put the model of before away: %w", err)
		}
	}
	mille := func(share float64) int { return int(math.Round(share * 1000)) }
	_, err := tx.Exec(ctx, "INSERT INTO topic_model ("+columns+", data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		l.ID, l.State, l.Version, l.Texts, l.Topics, mille(l.Right), mille(l.Answered), l.taught, l.At.UnixMilli(), data)
	if err == nil {
		_, err = tx.Exec(ctx, "DELETE FROM topic_model WHERE state <> 'active' AND id NOT IN (SELECT id FROM (SELECT id FROM topic_model ORDER BY at DESC, id DESC LIMIT ?) AS last)", kept)
	}
	if err != nil {
		return fmt.Errorf("keep what was learned: %w", err)
	}
	return nil
}

func load(ctx context.Context, q db.Reader, id fact.ModelID) (*topic.Model, error) {
	var data string
	if err := q.Ask("SELECT data FROM topic_model WHERE id = ?", id).Scan(ctx, &data); err != nil {
		return nil, fmt.Errorf("load the model %s: %w", id, err)
	}
	return unpacked(data)
}

func packed(m *topic.Model) (string, error) {
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	if _, err := m.WriteTo(zip); err != nil {
		return "", err
	}
	if err := zip.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

func unpacked(data string) (*topic.Model, error) {
	whole, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return nil, fmt.Errorf("unpack a model: %w", err)
	}
	zip, err := gzip.NewReader(bytes.NewReader(whole))
	if err != nil {
		return nil, fmt.Errorf("unpack a model: %w", err)
	}
	return topic.Read(zip)
}
