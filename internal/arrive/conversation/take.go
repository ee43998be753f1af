package conversation

import (
	"context"

	"anlan/internal/fact"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
)

// taken is a conversation after a reply that may take it for its writer: where
// nobody has it, and its team has it so.
func taken(ctx context.Context, tx *db.Tx, c row, s Saying) (after row, took bool, err error) {
	if !s.Takes || s.Kind != Reply || s.Staff == "" || c.Assignee != "" {
		return c, false, nil
	}
	if took, err = team.ReplyTakes(ctx, tx, c.Team); err != nil || !took {
		return c, false, err
	}
	c.Assignee = s.Staff
	return c, true, nil
}

// takenBy tells that whoever answered has a conversation now.
func takenBy(before, after row) fact.ConversationAssigned {
	return fact.ConversationAssigned{
		Conversation: after.ID, Assignee: after.Assignee, Team: after.Team, Was: before.Assignee, WasTeam: after.Team,
		Because: fact.BecauseReplied, By: after.Assignee,
	}
}

// givenUp is a conversation without a reply that took it and never left. Whoever
// has it by other ways, or has answered again since, keeps it.
func givenUp(c row, writer fact.StaffID, took, answeredSince bool) row {
	if took && !answeredSince && c.Assignee == writer {
		c.Assignee = ""
	}
	return c
}
