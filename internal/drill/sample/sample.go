// Package sample fills an empty house with a believable past, so that whoever
// starts Anlan for the first time sees a desk at work and not a blank page: the
// online school 澜学, its people, its channels, its own words for things and a
// fortnight of conversations.
// Everything comes in by the door and is answered by the verbs that people use,
// at the times when it would have happened.
package sample

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/organisation"
	"anlan/internal/arrive/view"
	"anlan/internal/fact"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/wording"
	"anlan/internal/route/queue"
	"anlan/internal/route/wait"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/tree"
)

// Parts are what the sample world is made with. Nothing else may write while it
// is being made: the clock of the database shows the past meanwhile.
type Parts struct {
	DB       *db.DB
	Clock    func() time.Time // the true clock, set again afterwards
	Teams    *team.Roster
	Office   *staff.Office
	Skills   *skill.Register
	Contacts *contact.Book
	Inbox    *conversation.Inbox
	Channels *intake.Channels
	Door     *intake.Door
	Desk     *desk.Desk
	Wording  *wording.Shelf
	Views    *view.Shelf
	Fields   *field.Catalogue
	Topics   *tree.Catalogue
	Readings *reading.Room
	Queues   *queue.Board
	Waits    *wait.Office

	Organisations *organisation.Register
}

// seed makes the sample world the same everywhere, but for its dates.
const seed = 20260302

// conversations is how many the sample world has, about.
const conversations = 240

// rush is how many more came yesterday: a day on which people wait in a line, and
// other weights would have made a difference.
const rush = 70

// Load fills the house, once. It leaves a house alone in which somebody has
// written already. loaded tells whether it did anything.
func Load(ctx context.Context, p Parts) (loaded bool, err error) {
	if mine, err := claim(ctx, p.DB); err != nil || !mine {
		return false, err
	}
	now := p.DB.Now()
	w := &writer{Parts: p, now: now, random: rand.New(rand.NewPCG(seed, 1)), chats: map[string]bool{}, topics: map[string]fact.TopicID{}}
	p.DB.Clock(func() time.Time { return w.at })
	defer p.DB.Clock(p.Clock)
	if err := w.write(ctx); err != nil {
		return false, fmt.Errorf("load the sample world: %w", err)
	}
	return true, nil
}

// claim decides who loads the sample world, when several nodes start at once. In
// a house with conversations of its own nobody does.
func claim(ctx context.Context, d *db.DB) (mine bool, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `INSERT INTO setting (name, value) SELECT 'sample_loaded', ?
			WHERE NOT EXISTS (SELECT 1 FROM conversation) ON CONFLICT DO NOTHING`, tx.Now().Format(time.RFC3339))
		mine = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("claim the sample world: %w", err)
	}
	return mine, nil
}

// writer lets the past happen.
type writer struct {
	Parts
	now    time.Time // when the past ends
	at     time.Time // what the clock shows
	random *rand.Rand
	house  house
	people []person
	asked  int                     // how many conversations somebody could say a topic of
	topics map[string]fact.TopicID // what stories are about, by kind or subject
	chats  map[string]bool         // who has a chat already; a visitor has one
	events []event
}

// event is something that happens at a time.
type event struct {
	at time.Time
	do func(context.Context) error
}

// then plans something. What would be in the future does not happen.
func (w *writer) then(at time.Time, do func(context.Context) error) {
	if at.Before(w.now) {
		w.events = append(w.events, event{at, do})
	}
}

func (w *writer) write(ctx context.Context) error {
	w.at = w.now.AddDate(0, 0, -days-1)
	if err := w.found(ctx); err != nil {
		return err
	}
	if err := w.furnish(ctx); err != nil {
		return err
	}
	stories, err := stories()
	if err != nil {
		return err
	}
	w.people = people(w.random)
	for n := range conversations {
		w.plan(stories[n%len(stories)], n, w.opening(n), 0)
	}
	w.planVIP()
	w.planUnreadable()
	for n := conversations; n < conversations+rush; n++ {
		w.plan(stories[n%len(stories)], n, w.rushed(n), w.between(3*time.Minute, 18*time.Minute))
	}
	slices.SortStableFunc(w.events, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range w.events {
		w.at = e.at.UTC()
		if err := e.do(ctx); err != nil {
			return fmt.Errorf("at %s: %w", e.at.Format(time.RFC3339), err)
		}
	}
	w.at = w.now
	return w.statuses(ctx)
}

// between is a duration at random.
func (w *writer) between(least, most time.Duration) time.Duration {
	return least + time.Duration(w.random.Int64N(int64(most-least)))
}

// oneOf is one of a list at random.
func oneOf[T any](random *rand.Rand, list []T) T { return list[random.IntN(len(list))] }
