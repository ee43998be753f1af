package tour

import (
	"context"
	"fmt"
	"slices"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Reached tells from memory that a step is behind us, so that facts of its kind
// leave no job. It answers inside a transaction.
func Reached[F db.Fact](g *Guide, step Step) func(F) bool {
	return func(F) bool { return g.knows(step) }
}

func (g *Guide) knows(step Step) bool { return int(g.far.Load()) > slices.Index(Steps, step) }

// Arrived is told that somebody wrote.
func (g *Guide) Arrived(ctx context.Context, f fact.MessageArrived) error {
	return g.reach(ctx, Arrived, f.Conversation)
}

// Seen is told that one of us has read it.
func (g *Guide) Seen(ctx context.Context, f fact.MessageReadByStaff) error {
	return g.reach(ctx, Seen, f.Conversation)
}

// Answered is told that one of us replied.
func (g *Guide) Answered(ctx context.Context, f fact.MessageReplied) error {
	return g.reach(ctx, Answered, f.Conversation)
}

// Resolved is told that a conversation is done with.
func (g *Guide) Resolved(ctx context.Context, f fact.ConversationResolved) error {
	return g.reach(ctx, Resolved, f.Conversation)
}

// reach notes that a conversation came farther than any before it.
func (g *Guide) reach(ctx context.Context, step Step, c fact.ConversationID) error {
	if _, _, err := g.reached(ctx); err != nil || g.knows(step) {
		return err
	}
	s, err := saidIn(ctx, g.db.Read(), c)
	if err != nil || !s.reaches(step) {
		return err
	}
	err = g.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "INSERT INTO tour_reached (step, conversation_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", step, c, tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("note that conversation %s is %s: %w", c, step, err)
		}
		if n == 0 {
			return nil
		}
		return tx.Record(ctx, fact.TourStepReached{Step: string(step), Conversation: c})
	})
	if err == nil {
		g.remember(step)
	}
	return err
}

// reached is the farthest step that a conversation came to, and which it was; ""
// where nobody wrote, or where it is gone.
func (g *Guide) reached(ctx context.Context) (step Step, c fact.ConversationID, err error) {
	var rows []struct {
		Step         Step                `bun:"step"`
		Conversation fact.ConversationID `bun:"conversation_id"`
	}
	err = g.db.Ask("SELECT r.step, COALESCE(c.id, '') AS conversation_id FROM tour_reached r LEFT JOIN conversation c ON c.id = r.conversation_id").Scan(ctx, &rows)
	if err != nil {
		return "", "", fmt.Errorf("how far has anybody come: %w", err)
	}
	for _, r := range rows {
		if slices.Index(Steps, r.Step) > slices.Index(Steps, step) {
			step, c = r.Step, r.Conversation
		}
	}
	g.remember(step)
	return step, c, nil
}

func (g *Guide) remember(step Step) {
	for n := int32(slices.Index(Steps, step) + 1); ; {
		known := g.far.Load()
		if known >= n || g.far.CompareAndSwap(known, n) {
			return
		}
	}
}

func saidIn(ctx context.Context, q db.Reader, c fact.ConversationID) (s said, err error) {
	err = q.Ask(`SELECT EXISTS (SELECT 1 FROM message WHERE conversation_id = ? AND kind = 'inbound') AS inbound,
		EXISTS (SELECT 1 FROM message WHERE conversation_id = ? AND kind = 'reply' AND staff_id <> '') AS reply`, c, c).Scan(ctx, &s.Inbound, &s.Reply)
	if err != nil {
		return s, fmt.Errorf("what was said in conversation %s: %w", c, err)
	}
	return s, nil
}
