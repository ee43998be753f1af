package queue

import (
	"context"
	"fmt"
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// AnewJob is the kind of the job that looks at all who wait.
const AnewJob = "queue.anew"

// Anew is what it carries.
type Anew struct{}

// gathered is how long changes of what people can do are let come together.
const gathered = 5 * time.Second

// IdleStaff tells that a change of somebody takes nothing from what they can do, and
// adds nothing to it.
func IdleStaff(f fact.StaffChanged) bool {
	return !slices.ContainsFunc(f.Fields, func(field string) bool {
		return slices.Contains([]string{"teams", "skills", "languages", "state"}, field)
	})
}

// Able makes a reaction of any fact after which people can do other things: what is
// required of who takes something depends on what anybody can.
func Able[F db.Fact](b *Board) func(context.Context, F) error {
	return func(ctx context.Context, _ F) error {
		return b.db.Write(ctx, func(tx *db.Tx) error {
			at := tx.Now().Truncate(gathered).Add(gathered)
			return tx.Enqueue(ctx, db.Job{Kind: AnewJob, Lane: AnewJob, Args: Anew{}, RunAt: at, Unique: fmt.Sprintf("%s:%d", AnewJob, at.UnixMilli()), Behind: true})
		})
	}
}

// Anew looks at everybody who waits.
func (b *Board) Anew(ctx context.Context, _ Anew) error {
	last := fact.ConversationID("")
	return b.lookAtAll(ctx, func(ctx context.Context, limit int) (ids []fact.ConversationID, err error) {
		err = b.db.Ask("SELECT conversation_id FROM place WHERE conversation_id > ? ORDER BY conversation_id LIMIT ?", last, limit).Scan(ctx, &ids)
		if err != nil {
			return nil, fmt.Errorf("look who waits: %w", err)
		}
		if len(ids) > 0 {
			last = ids[len(ids)-1]
		}
		return ids, nil
	})
}

// keptFor is how long it is remembered how somebody's wait ended.
const keptFor = 90 * 24 * time.Hour

// Sweep forgets departures of long ago.
func (b *Board) Sweep(ctx context.Context) error {
	return b.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Ask("DELETE FROM departure WHERE left_at < ?", tx.Now().Add(-keptFor).UnixMilli()).Exec(ctx)
		return err
	})
}
