package assign

import (
	"context"
	"fmt"
	"slices"

	"anlan/internal/fact"
	"anlan/internal/route/overflow"
	"anlan/internal/route/queue"
)

// Help says which teams serve queues of others as well.
func (d *Dispatcher) Help(by func(context.Context) ([]overflow.Help, error)) { d.helping = by }

// help is who serves what as well, now.
type help []overflow.Help

func (d *Dispatcher) help(ctx context.Context) (help, error) {
	list, err := d.helping(ctx)
	return list, err
}

// homes are the teams of queues that some teams serve as well.
func (h help) homes(teams []fact.TeamID) (list []fact.TeamID) {
	for _, each := range h {
		if slices.Contains(teams, each.To) && !slices.Contains(teams, each.From) {
			list = append(list, each.From)
		}
	}
	return list
}

// helpers are the teams that serve a queue as well.
func (h help) helpers(q fact.QueueID) (list []fact.TeamID) {
	for _, each := range h {
		if each.Queue == q {
			list = append(list, each.To)
		}
	}
	return list
}

// open tells whether somebody of some teams may take from a queue.
func (h help) open(teams []fact.TeamID, q queue.Queue) bool {
	return q.Team == "" || slices.Contains(teams, q.Team) || slices.ContainsFunc(h.helpers(q.ID), func(t fact.TeamID) bool { return slices.Contains(teams, t) })
}

// peopleFor are the people of a head's team, and of those that serve its queue as well.
func (r *round) peopleFor(ctx context.Context, head queue.Head) ([]Person, error) {
	people, err := r.peopleOf(ctx, head.Team)
	if err != nil {
		return nil, err
	}
	for _, t := range r.help.helpers(head.Queue.ID) {
		more, err := r.peopleOf(ctx, t)
		if err != nil {
			return nil, err
		}
		people = slices.Clone(people)
		for _, p := range more {
			if !slices.ContainsFunc(people, func(known Person) bool { return known.ID == p.ID }) {
				people = append(people, p)
			}
		}
	}
	return people, nil
}

// overflowed is the reason that somebody takes from a queue of another team.
func (d *Dispatcher) overflowed(ctx context.Context, from fact.TeamID) (fact.Why, error) {
	var names []string
	if err := d.db.Ask("SELECT name FROM team WHERE id = ?", from).Scan(ctx, &names); err != nil {
		return fact.Why{}, fmt.Errorf("what is team %s called: %w", from, err)
	}
	why := fact.Why{Code: Overflow}
	if len(names) > 0 {
		why.Value = names[0]
	}
	return why, nil
}
