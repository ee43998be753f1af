package assign

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/people/team"
	"anlan/internal/route/queue"
)

// Floor is who waits, and who is there for them.
type Floor struct {
	Queues []Line
	People []Hand
}

// Line is a queue with whoever is taken first in it.
type Line struct {
	queue.Waiting
	First []queue.Standing
}

// Hand is somebody who takes conversations, with how much they have.
type Hand struct {
	ID        fact.StaffID
	Name      string
	State     presence.State
	Reason    string
	Since     time.Time
	IdleSince time.Time // nothing was given to them since; zero while they are not on line
	Load      float64
	Has       int
	Teams     []team.Ref
}

// shown is how many places of a queue the floor shows.
const shown = 3

// Floor tells how it stands.
func (d *Dispatcher) Floor(ctx context.Context, who access.Actor) (f Floor, err error) {
	if err := who.Require(access.FloorView); err != nil {
		return f, err
	}
	waiting, err := d.queues.Queues(ctx, who)
	if err != nil {
		return f, err
	}
	for _, w := range waiting {
		first, err := d.queues.Places(ctx, who, w.ID, 0, shown)
		if err != nil {
			return f, err
		}
		f.Queues = append(f.Queues, Line{w, first})
	}
	f.People, err = d.hands(ctx)
	return f, err
}

// hands are all who take conversations: in a team, and working here.
func (d *Dispatcher) hands(ctx context.Context) ([]Hand, error) {
	var rows []struct {
		ID       fact.StaffID   `bun:"id"`
		Name     string         `bun:"name"`
		State    presence.State `bun:"state"`
		Reason   string         `bun:"reason"`
		Since    int64          `bun:"since"`
		Given    int64          `bun:"given_at"`
		Team     fact.TeamID    `bun:"team_id"`
		TeamName string         `bun:"team_name"`
	}
	err := d.db.Ask(`SELECT s.id, s.name, COALESCE(p.state, 'offline') AS state, COALESCE(p.reason, '') AS reason, COALESCE(p.since, 0) AS since,
			COALESCE(w.given_at, 0) AS given_at, t.id AS team_id, t.name AS team_name
		FROM staff s JOIN team_member m ON m.staff_id = s.id JOIN team t ON t.id = m.team_id
		LEFT JOIN presence p ON p.staff_id = s.id LEFT JOIN workload w ON w.staff_id = s.id
		WHERE s.state = 'active' ORDER BY s.name, s.id, t.name, t.id`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who is there: %w", err)
	}
	list, at := []Hand{}, map[fact.StaffID]int{}
	for _, r := range rows {
		i, known := at[r.ID]
		if !known {
			i = len(list)
			at[r.ID] = i
			list = append(list, Hand{ID: r.ID, Name: r.Name, State: r.State, Since: instant(r.Since)})
			if r.State == presence.Online {
				list[i].IdleSince = Person{Since: instant(r.Since), GivenAt: instant(r.Given)}.idleSince()
			}
			if r.State != presence.Offline {
				list[i].Reason = r.Reason
			}
		}
		list[i].Teams = append(list[i].Teams, team.Ref{ID: r.Team, Name: r.TeamName})
	}
	return list, d.fill(ctx, list, at)
}

// fill adds how much everybody has.
func (d *Dispatcher) fill(ctx context.Context, list []Hand, at map[fact.StaffID]int) error {
	s, err := d.queues.Settings(ctx)
	if err != nil {
		return err
	}
	var rows []loadRow
	err = d.db.Ask(carried("IN (SELECT staff_id FROM team_member)"), d.quietLine()).Scan(ctx, &rows)
	if err != nil {
		return fmt.Errorf("how much has everybody: %w", err)
	}
	for _, r := range rows {
		if i, known := at[r.Staff]; known {
			list[i].Load += float64(r.N) * s.Fills(r.Staff, r.Kind)
			list[i].Has += r.N
		}
	}
	return nil
}
