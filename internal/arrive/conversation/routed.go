package conversation

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Matter is a conversation as whoever routes it sees it.
type Matter struct {
	ID           fact.ConversationID `bun:"id"`
	Contact      fact.ContactID      `bun:"contact_id"`
	Tier         string              `bun:"tier"` // the contact's, or the best of its organisations'
	ChannelKind  string              `bun:"channel_kind"`
	State        State               `bun:"state"`
	Priority     Priority            `bun:"priority"`
	Assignee     fact.StaffID        `bun:"assignee_id"`
	Team         fact.TeamID         `bun:"team_id"`
	WaitingSince int64               `bun:"waiting_since"`
	MergedInto   fact.ConversationID `bun:"merged_into"`
}

// Waits tells whether it waits for a person: open, nobody's, and the customer
// spoke last.
func (m Matter) Waits() bool {
	return m.State == Open && m.Assignee == "" && m.WaitingSince > 0 && m.MergedInto == ""
}

// Since is when the customer began to wait.
func (m Matter) Since() time.Time { return time.UnixMilli(m.WaitingSince).UTC() }

// Matter reads a conversation as whoever routes it sees it; false when it is gone.
func (in *Inbox) Matter(ctx context.Context, q db.Reader, id fact.ConversationID) (Matter, bool, error) {
	var found []Matter
	err := q.Ask(`SELECT c.id, c.contact_id, h.kind AS channel_kind, c.state, c.priority, c.assignee_id, c.team_id, c.waiting_since, c.merged_into,
			CASE WHEN EXISTS (SELECT 1 FROM organisation_member m JOIN organisation o ON o.id = m.organisation_id AND o.tier = 'vip' WHERE m.contact_id = k.id)
				THEN 'vip' ELSE k.tier END AS tier
		FROM conversation c JOIN channel h ON h.id = c.channel_id JOIN contact k ON k.id = c.contact_id WHERE c.id = ?`, id).Scan(ctx, &found)
	if err != nil {
		return Matter{}, false, fmt.Errorf("how does conversation %s stand: %w", id, err)
	}
	if len(found) == 0 {
		return Matter{}, false, nil
	}
	return found[0], true, nil
}

// TeamTx gives a conversation that has no team to one, by a rule of the house.
func (in *Inbox) TeamTx(ctx context.Context, tx *db.Tx, id fact.ConversationID, team fact.TeamID) error {
	before, err := lockOne(ctx, tx, id)
	if fault.Is(err, "conversation.missing") || fault.Is(err, "conversation.merged") {
		return nil
	}
	if err != nil || before.Team != "" {
		return err
	}
	after := before
	after.Team = team
	return put(ctx, tx, before, after, []db.Fact{fact.ConversationAssigned{
		Conversation: id, Assignee: after.Assignee, Was: before.Assignee, Team: team, Because: fact.BecauseRule,
	}})
}

// Routed is to whom a conversation goes, and why.
type Routed struct {
	To       fact.StaffID
	Because  string
	Why      []fact.Why
	Decision fact.DecisionID
	By       fact.StaffID // who asked for it; "" = routing by itself
}

// RouteTx gives a conversation that waits for a person to one. False when it does
// not wait any more, or somebody has it by now.
func (in *Inbox) RouteTx(ctx context.Context, tx *db.Tx, id fact.ConversationID, r Routed) (bool, error) {
	before, err := lockOne(ctx, tx, id)
	if fault.Is(err, "conversation.missing") || fault.Is(err, "conversation.merged") {
		return false, nil
	}
	if err != nil || before.State != Open || before.Assignee != "" || before.WaitingSince == 0 {
		return false, err
	}
	after := before
	after.Assignee = r.To
	return true, put(ctx, tx, before, after, []db.Fact{fact.ConversationAssigned{
		Conversation: id, Assignee: r.To, Team: after.Team, WasTeam: after.Team,
		Because: r.Because, Why: r.Why, Decision: r.Decision, By: r.By,
	}})
}
