package absence

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/presence"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
)

// personOf reads how somebody is there.
func personOf(ctx context.Context, q db.Reader, id fact.StaffID) (p person, known bool, err error) {
	var rows []struct {
		Works staff.State    `bun:"works"`
		State presence.State `bun:"state"`
		Since int64          `bun:"since"`
	}
	err = q.Ask(`SELECT s.state AS works, COALESCE(p.state, 'offline') AS state, COALESCE(p.since, 0) AS since
		FROM staff s LEFT JOIN presence p ON p.staff_id = s.id WHERE s.id = ?`, id).Scan(ctx, &rows)
	if err != nil {
		return p, false, fmt.Errorf("is %s there: %w", id, err)
	}
	if len(rows) == 0 {
		return p, false, nil
	}
	p = person{Active: rows[0].Works == staff.Active, State: rows[0].State}
	if rows[0].Since > 0 {
		p.Since = time.UnixMilli(rows[0].Since).UTC()
	}
	return p, true, nil
}

// wishesOf reads which teams take back what waits with the absent.
func wishesOf(ctx context.Context, q db.Reader) (wishes []wish, err error) {
	var rows []struct {
		ID      fact.TeamID `bun:"id"`
		Minutes int         `bun:"absence_minutes"`
	}
	err = q.Ask("SELECT id, absence_minutes FROM team WHERE absence = ? ORDER BY id", team.Return).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("which teams take work back: %w", err)
	}
	for _, r := range rows {
		wishes = append(wishes, wish{r.ID, r.Minutes})
	}
	return wishes, nil
}

// fresh is how long what the teams want is taken for true without asking. Another
// node may have changed it since.
const fresh = 2 * time.Second

// wishes reads the same, of one team or of all, and remembers whether any does.
func (w *Watch) wishes(ctx context.Context, only fact.TeamID) ([]wish, error) {
	at := w.db.Now()
	all, err := wishesOf(ctx, w.db.Read())
	if err != nil {
		return nil, err
	}
	w.lately.Store(&sight{returns: len(all) > 0, at: at})
	if only == "" {
		return all, nil
	}
	for _, each := range all {
		if each.Team == only {
			return []wish{each}, nil
		}
	}
	return nil, nil
}

// nobodyWants tells from memory that no team wants anything back. It answers
// inside a transaction.
func (w *Watch) nobodyWants() bool {
	seen := w.lately.Load()
	return seen != nil && !seen.returns && w.db.Now().Sub(seen.at).Abs() <= fresh
}

// assigneeOf is who has a conversation; "" = nobody, or it is gone.
func assigneeOf(ctx context.Context, q db.Reader, c fact.ConversationID) (who fact.StaffID, err error) {
	err = q.Ask("SELECT assignee_id FROM conversation WHERE id = ?", c).Scan(ctx, &who)
	if db.IsNone(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("who has conversation %s: %w", c, err)
	}
	return who, nil
}

// givenAt is when somebody was given a conversation last; zero when that is longer
// ago than facts are kept.
func givenAt(ctx context.Context, q db.Reader, c fact.ConversationID) (time.Time, error) {
	var at int64
	err := q.Ask("SELECT COALESCE(MAX(at), 0) FROM fact WHERE conversation_id = ? AND conversation_id <> '' AND name = ?", c, fact.ConversationAssigned{}.Name()).Scan(ctx, &at)
	if err != nil {
		return time.Time{}, fmt.Errorf("when was conversation %s given to somebody: %w", c, err)
	}
	return time.UnixMilli(at), nil
}

// waitedFor lists with whom something of a team waits.
func waitedFor(ctx context.Context, q db.Reader, t fact.TeamID) (people []fact.StaffID, err error) {
	err = q.Ask(`SELECT DISTINCT assignee_id FROM conversation
		WHERE team_id = ? AND state = 'open' AND waiting_since > 0 AND team_id <> '' AND assignee_id <> '' ORDER BY assignee_id`, t).Scan(ctx, &people)
	if err != nil {
		return nil, fmt.Errorf("with whom does work of team %s wait: %w", t, err)
	}
	return people, nil
}
