package conversation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Absent is somebody who is not there to answer.
type Absent struct {
	Who   fact.StaffID
	Since time.Time     // zero = they never were
	Teams []fact.TeamID // those that take back what waits with them
}

// Turn is a place among those who wait for us.
type Turn struct {
	WaitingSince int64               `bun:"waiting_since"`
	ID           fact.ConversationID `bun:"id"`
}

// WaitingWith is what waits for us with somebody, who has waited longest first.
func (in *Inbox) WaitingWith(ctx context.Context, staff fact.StaffID, behind Turn, limit int) (turns []Turn, err error) {
	err = in.db.Ask(`SELECT waiting_since, id FROM conversation
		WHERE assignee_id = ? AND state = 'open' AND waiting_since > 0 AND merged_into = '' AND (waiting_since, id) > (?, ?)
		ORDER BY waiting_since, id LIMIT ?`, staff, behind.WaitingSince, behind.ID, limit).Scan(ctx, &turns)
	if err != nil {
		return nil, fmt.Errorf("look what waits with %s: %w", staff, err)
	}
	return turns, nil
}

// GiveBackTx takes a conversation from somebody who is absent: it is its team's
// again, where its waiting time puts it. One that does not wait any more, or that
// somebody else has by now, stays as it is.
func (in *Inbox) GiveBackTx(ctx context.Context, tx *db.Tx, conversation fact.ConversationID, from Absent) error {
	before, err := lockOne(ctx, tx, conversation)
	if fault.Is(err, "conversation.missing") || fault.Is(err, "conversation.merged") {
		return nil
	}
	if err != nil || !from.leaves(before) {
		return err
	}
	after := before
	after.Assignee = ""
	return put(ctx, tx, before, after, []db.Fact{fact.ConversationAssigned{
		Conversation: after.ID, Team: after.Team, Was: before.Assignee, WasTeam: before.Team,
		Because: fact.BecauseAbsent, Since: instant(millis(from.Since)),
	}})
}

// leaves tells whether a conversation waits with the one who is absent, and its
// team takes it back.
func (a Absent) leaves(c row) bool {
	return c.State == Open && c.WaitingSince > 0 && c.Assignee == a.Who && slices.Contains(a.Teams, c.Team)
}

// millis is a time as it is kept; 0 is never.
func millis(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}
