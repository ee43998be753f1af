package assign

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/presence"
	"anlan/internal/route/queue"
)

// crews remembers who was there of each team a moment ago, and what they can do. It
// is good enough to give somebody whose hands are free what waits for them: they
// themselves are read again, how much people have is read each time, and the
// transaction that gives asks once more. It is not good enough to say that nobody can
// take something.
type crews struct {
	mu sync.Mutex
	of map[fact.TeamID]crew
}

type crew struct {
	people []Person
	at     time.Time
	able   map[fact.StaffID]bool // whose abilities were read
	ableAt time.Time
}

func lately(at, now time.Time) bool { return now.Sub(at).Abs() <= queue.Fresh }

// seen are the people of a team as they stood a moment ago; nil when that is too long ago.
func (c *crews) seen(t fact.TeamID, now time.Time) []Person {
	c.mu.Lock()
	defer c.mu.Unlock()
	it, known := c.of[t]
	if !known || !lately(it.at, now) {
		return nil
	}
	return slices.Clone(it.people)
}

// abilities fills in what people can do, as it was a moment ago; false when that is
// too long ago, or when somebody has come since.
func (c *crews) abilities(t fact.TeamID, now time.Time, people []Person) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	it, known := c.of[t]
	if !known || !lately(it.ableAt, now) {
		return false
	}
	was := map[fact.StaffID]Person{}
	for _, p := range it.people {
		was[p.ID] = p
	}
	for i, p := range people {
		if p.State == presence.Online && !it.able[p.ID] {
			return false
		}
		people[i].Skills, people[i].Languages = was[p.ID].Skills, was[p.ID].Languages
	}
	return true
}

// keep remembers people; anew tells that what they can do was read, too.
func (c *crews) keep(t fact.TeamID, now time.Time, people []Person, anew bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	it := c.of[t]
	it.people, it.at = slices.Clone(people), now
	if anew {
		it.able, it.ableAt = map[fact.StaffID]bool{}, now
		for _, p := range people {
			if p.State == presence.Online {
				it.able[p.ID] = true
			}
		}
	}
	if c.of == nil {
		c.of = map[fact.TeamID]crew{}
	}
	c.of[t] = it
}

// given notes that somebody was given something.
func (c *crews) given(who fact.StaffID, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, it := range c.of {
		if i := indexOf(it.people, who); i >= 0 {
			it.people[i].GivenAt = now
		}
	}
}

func (c *crews) forget(t fact.TeamID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.of, t)
}

func indexOf(people []Person, who fact.StaffID) int {
	return slices.IndexFunc(people, func(p Person) bool { return p.ID == who })
}

// crewOf are the people of a team. Where only one of them is of interest, the others
// may be as they were a moment ago.
func (d *Dispatcher) crewOf(ctx context.Context, s queue.Settings, t fact.TeamID, only fact.StaffID) ([]Person, error) {
	if only != "" {
		people := d.crews.seen(t, d.db.Now())
		if i := indexOf(people, only); i >= 0 && people[i].State == presence.Online {
			return people, d.look(ctx, s, &people[i])
		}
	}
	people, err := d.people(ctx, t)
	if i := indexOf(people, only); err == nil && i >= 0 {
		err = d.look(ctx, s, &people[i])
	}
	return people, err
}

// look reads how one person stands now.
func (d *Dispatcher) look(ctx context.Context, s queue.Settings, p *Person) error {
	var rows []personRow
	if err := d.db.Ask(personColumns+" FROM staff s "+personStands+" WHERE s.id = ? AND s.state = 'active'", p.ID).Scan(ctx, &rows); err != nil {
		return fmt.Errorf("how does %s stand: %w", p.ID, err)
	}
	if len(rows) == 0 {
		p.State = presence.Offline
		return nil
	}
	now := rows[0].person()
	now.Skills, now.Languages = p.Skills, p.Languages
	*p = now
	carried, err := d.carriedBy(ctx, d.db.Read(), p.ID)
	for _, r := range carried {
		p.carry(s, r)
	}
	p.weighed = true
	return err
}
