package conversation

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Position is where a conversation waits for somebody to take it: among those of
// its team, else of its channel that have none.
type Position struct {
	Queue string `bun:"queue"`
	Turn
}

// MostAhead is how far those who wait are counted.
const MostAhead = 50

const (
	queueOf = "COALESCE(NULLIF(team_id, ''), channel_id)"
	waits   = "state = 'open' AND assignee_id = '' AND waiting_since > 0 AND merged_into = ''"
)

// Position tells where a conversation waits; false when somebody has it, or the
// customer does not wait.
func (in *Inbox) Position(ctx context.Context, c fact.ConversationID) (p Position, waiting bool, err error) {
	var found []Position
	if err := in.db.Ask("SELECT "+queueOf+" AS queue, waiting_since, id FROM conversation WHERE id = ? AND "+waits, c).Scan(ctx, &found); err != nil {
		return p, false, fmt.Errorf("does conversation %s wait to be taken: %w", c, err)
	}
	if len(found) == 0 {
		return p, false, nil
	}
	return found[0], true, nil
}

// Front is the beginning of a queue, who has waited longest first: one more than
// are counted.
func (in *Inbox) Front(ctx context.Context, queue string) (front []Turn, err error) {
	err = in.db.Ask("SELECT waiting_since, id FROM conversation "+in.byQueue()+" WHERE "+queueOf+" = ? AND "+waits+
		" ORDER BY waiting_since, id LIMIT ?", queue, MostAhead+1).Scan(ctx, &front)
	if err != nil {
		return nil, fmt.Errorf("read the front of a queue: %w", err)
	}
	return front, nil
}

// byQueue names the index. SQLite guesses that who waits with nobody are as few as
// who wait with a person, and would go through those of all queues.
func (in *Inbox) byQueue() string {
	if in.db.Dialect == db.SQLite {
		return "INDEXED BY conversation_queue"
	}
	return ""
}

// Ahead is how many have waited longer than one; more than MostAhead are not told
// apart.
func Ahead(front []Turn, of Turn) int {
	n, _ := slices.BinarySearchFunc(front, of, func(a, b Turn) int {
		return cmp.Or(cmp.Compare(a.WaitingSince, b.WaitingSince), cmp.Compare(a.ID, b.ID))
	})
	return n
}
