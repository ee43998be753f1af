package school

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/id"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/topic"
	"anlan/internal/understand/tree"
)

// pause is how long corrections are let come together before they are learned.
const pause = 5 * time.Minute

// Corrected plans a lesson: at the end of these minutes, one for all that comes meanwhile.
func (s *School) Corrected(ctx context.Context, _ fact.TopicCorrected) error { return s.plan(ctx) }

// Changed plans one when topics are others.
func (s *School) Changed(ctx context.Context, _ fact.TopicChanged) error { return s.plan(ctx) }

func (s *School) plan(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at := tx.Now().Truncate(pause).Add(pause)
		return tx.Enqueue(ctx, db.Job{Kind: LearnJob, Lane: LearnJob, Args: Learn{}, RunAt: at, Unique: fmt.Sprintf("%s:%d", LearnJob, at.UnixMilli())})
	})
}

// Teach asks for a lesson now.
func (s *School) Teach(ctx context.Context, who access.Actor) error {
	if err := who.Require(access.TeamManage); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "topic_model.asked", Kind: "topic", ID: "model"}); err != nil {
			return err
		}
		return tx.Enqueue(ctx, db.Job{Kind: LearnJob, Lane: LearnJob, Args: Learn{Asked: true}})
	})
}

// Learn learns from what people said, unless that is what was learned from last. It
// holds no lock while it does.
func (s *School) Learn(ctx context.Context, l Learn) error {
	topics, _, err := s.topics.Known(ctx)
	if err != nil {
		return err
	}
	said, err := reading.Examples(ctx, s.db.Read(), mostTexts)
	if err != nil {
		return err
	}
	examples, labels := usable(said, topics)
	last, err := lessons(ctx, s.db.Read(), 1)
	if err != nil {
		return err
	}
	next := Lesson{ID: fact.ModelID(id.New()), State: TooFew, Texts: len(examples), Topics: labels, taught: digest(examples)}
	if len(last) > 0 && last[0].taught == next.taught && !l.Asked {
		return nil
	}
	if labels < LeastTopics {
		if len(last) == 0 && !l.Asked {
			return nil // nobody has to be told that a house has just begun
		}
		return s.note(ctx, next, nil)
	}
	model, report, err := topic.Learn(examples, topic.Usual)
	if err != nil {
		return fmt.Errorf("learn topics from %d texts: %w", len(examples), err)
	}
	next.Version, next.Right, next.Answered = model.Version(), report.Right, report.Answered
	return s.note(ctx, next, model)
}

// note keeps a lesson, and lets its model sort where that is not worse.
func (s *School) note(ctx context.Context, next Lesson, model *topic.Model) error {
	data := ""
	if model != nil {
		var err error
		if data, err = packed(model); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := sorting(ctx, tx)
		if err != nil {
			return err
		}
		next.At = tx.Now()
		switch {
		case model == nil:
		case better(next, before):
			next.State = Active
		default:
			next.State, data = Worse, ""
		}
		if err := keep(ctx, tx, next, data); err != nil {
			return err
		}
		tx.After(func() { s.lately.Store(nil) })
		return tx.Record(ctx, fact.TopicModelChanged{Model: next.ID, State: string(next.State)})
	})
}

// fresh is how long the model is taken for the one that sorts without asking. Another
// node may have learned since.
const fresh = 2 * time.Second

// Sorter sorts by what was learned, or by key words where nothing was.
func (s *School) Sorter(ctx context.Context) (tree.Sorter, error) {
	topics, sketch, err := s.topics.Known(ctx)
	if err != nil {
		return nil, err
	}
	model, err := s.model(ctx)
	if err != nil || model == nil {
		return sketch, err
	}
	by := make(map[fact.TopicID]tree.Topic, len(topics))
	for _, t := range topics {
		by[t.ID] = t
	}
	return learned{model, sketch, by}, nil
}

func (s *School) model(ctx context.Context) (*topic.Model, error) {
	now, seen := s.db.Now(), s.lately.Load()
	if seen != nil && now.Sub(seen.at).Abs() <= fresh {
		return seen.model, nil
	}
	active, err := sorting(ctx, s.db.Read())
	if err != nil {
		return nil, err
	}
	next := &sight{id: active.ID, at: now}
	switch {
	case active.ID == "":
	case seen != nil && seen.id == active.ID:
		next.model = seen.model
	default:
		if next.model, err = load(ctx, s.db.Read(), active.ID); err != nil {
			return nil, err
		}
	}
	s.lately.Store(next)
	return next.model, nil
}

// shown is how many lessons people see.
const shown = 5

// Lessons is what was learned last, the newest first, and how many examples there are.
func (s *School) Lessons(ctx context.Context, who access.Actor) (list []Lesson, examples int, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, 0, err
	}
	if list, err = lessons(ctx, s.db.Read(), shown); err != nil {
		return nil, 0, err
	}
	examples, err = reading.CountExamples(ctx, s.db.Read())
	return list, examples, err
}
