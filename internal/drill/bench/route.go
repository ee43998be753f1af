package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/route/assign"
	"anlan/internal/route/queue"
)

// Routing is the house in which deciding who gets what is measured.
type Routing struct {
	Agents, Skills, Waiting, Decisions int
}

// Run makes a database, lets everybody come on line and everything wait, and then
// measures one decision after the other: somebody's hands are free, and whoever is
// taken first of all that they can take is found and given, with the reasons.
func (r Routing) Run(ctx context.Context, postgres string) (result Result, err error) {
	o := &Own{admin: postgres, Target: Target{Database: string(db.SQLite), Conversations: r.Waiting}}
	if postgres != "" {
		o.Database = string(db.Postgres)
	}
	defer func() { err = errors.Join(err, o.Stop()) }()
	if o.folder, err = os.MkdirTemp("", "anlan-bench-*"); err != nil {
		return result, err
	}
	address, err := o.makeDatabase(ctx)
	if err != nil {
		return result, err
	}
	d, err := db.Open(ctx, o.folder, address)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := Migrate(ctx, d, o.folder); err != nil {
		return result, err
	}
	f := newFloor(d)
	if err := f.fill(ctx, r); err != nil {
		return result, err
	}
	took, err := f.decide(ctx, r.Decisions)
	return r.result(o.Database, took), err
}

func (r Routing) result(database string, took []time.Duration) Result {
	slices.Sort(took)
	at := func(share float64) float64 {
		if len(took) == 0 {
			return 0
		}
		return float64(took[min(len(took)-1, int(share*float64(len(took))))].Microseconds()) / 1000
	}
	sum := time.Duration(0)
	for _, t := range took {
		sum += t
	}
	out := Result{
		Database: database, Conversations: r.Waiting, Load: fmt.Sprintf("route %d", r.Agents), Connections: 1, N: len(took),
		Seconds: sum.Seconds(), P50: at(0.5), P95: at(0.95), P99: at(0.99),
	}
	if sum > 0 {
		out.Rate = float64(len(took)) / sum.Seconds()
	}
	return out
}

// floor is all that routing stands on.
type floor struct {
	*seeder
	inbox    *conversation.Inbox
	teams    *team.Roster
	skills   *skill.Register
	presence *presence.Board
	queues   *queue.Board
	dispatch *assign.Dispatcher
	admin    access.Actor
	agents   []fact.StaffID
	team     fact.TeamID
}

func newFloor(d *db.DB) *floor {
	f := &floor{seeder: newSeeder(d), teams: team.New(d), skills: skill.New(d), presence: presence.New(d)}
	f.inbox = conversation.NewInbox(d, search.New(d))
	f.queues = queue.New(d, f.inbox, queue.Understood{})
	f.dispatch = assign.New(d, f.queues, f.inbox, f.skills, f.presence)
	f.admin = access.System
	return f
}

// fill hires, teaches, lets people come on line and customers wait.
func (f *floor) fill(ctx context.Context, r Routing) error {
	if err := f.hire(ctx); err != nil {
		return err
	}
	skills, err := f.teach(ctx, r.Skills)
	if err != nil {
		return err
	}
	if err := f.come(ctx, r.Agents, skills); err != nil {
		return err
	}
	for n := range r.Waiting {
		if err := f.wait(ctx, n, r.Skills); err != nil {
			return err
		}
	}
	if err := f.queues.Gather(ctx); err != nil {
		return err
	}
	if err := settle(ctx, f.db); err != nil {
		return err
	}
	for _, each := range f.agents {
		if err := f.dispatch.Freed(ctx, assign.Freed{Staff: each}); err != nil {
			return err
		}
	}
	return nil
}

func (f *floor) teach(ctx context.Context, n int) (ids []fact.SkillID, err error) {
	for i := range n {
		s, err := f.skills.Add(ctx, f.admin, fmt.Sprintf("skill %d", i))
		if err != nil {
			return nil, err
		}
		ids = append(ids, s.ID)
	}
	return ids, nil
}

// come founds the team, each of whom has five skills, and says by rules what needs which.
func (f *floor) come(ctx context.Context, n int, skills []fact.SkillID) error {
	for i := range n {
		added, _, err := f.office.Add(ctx, f.admin, staff.Newcomer{Email: fmt.Sprintf("floor-%04d@example.com", i), Name: fmt.Sprintf("Agent %04d", i), Role: access.Agent})
		if err != nil {
			return err
		}
		f.agents = append(f.agents, added.ID)
		has := []skill.Has{}
		for k := range min(5, len(skills)) {
			has = append(has, skill.Has{ID: skills[(i*3+k*7)%len(skills)], Level: skill.Level(1 + (i+k)%3)})
		}
		if _, err := f.office.Change(ctx, f.admin, added.ID, staff.Change{Skills: &has}); err != nil {
			return err
		}
		who := access.Actor{ID: added.ID, Scope: access.All}
		if _, err := f.presence.Choose(ctx, who, presence.Choice{State: presence.Online}); err != nil {
			return err
		}
	}
	t, err := f.teams.Add(ctx, f.admin, team.Founding{Name: "Floor", Members: f.agents})
	if err != nil {
		return err
	}
	f.team = t.ID
	s, err := f.queues.Routing(ctx, f.admin)
	if err != nil {
		return err
	}
	s.Modes[t.ID], s.AtOnce[intake.API] = queue.Push, 1
	s.Rules = []queue.RoutingRule{{Name: "all", When: "true", Team: t.ID, Skills: []queue.Need{}}}
	for i, id := range skills {
		s.Rules = append(s.Rules, queue.RoutingRule{Name: fmt.Sprint("skill ", i), When: fmt.Sprintf("subject == 'skill %d'", i), Skills: []queue.Need{{Skill: id, Level: skill.Basic}}})
	}
	_, err = f.queues.ChangeRouting(ctx, f.admin, s)
	return err
}

func (f *floor) wait(ctx context.Context, n, skills int) error {
	_, err := f.door.Accept(ctx, intake.Inbound{
		Channel: f.channel.ID, ExternalID: fmt.Sprintf("floor-%d", n), Subject: fmt.Sprintf("skill %d", n%max(1, skills)), Text: "Where is my order?",
		Sender: contact.Sender{External: fmt.Sprintf("customer-%d", n), Vouched: true}, SentAt: f.now, UploadedBy: "channel:" + string(f.channel.ID),
	})
	return err
}

// decide frees one person after the other, and times what is found: by turns for them,
// and for who has just come, which reads the whole team anew.
func (f *floor) decide(ctx context.Context, n int) (took []time.Duration, err error) {
	waiting, err := f.queues.Queues(ctx, f.admin)
	if err != nil {
		return nil, err
	}
	for i := range n {
		who := f.agents[i*7%len(f.agents)]
		turns, err := f.inbox.WaitingWith(ctx, who, conversation.Turn{}, 1)
		if err != nil {
			return took, err
		}
		if len(turns) == 0 {
			return took, fmt.Errorf("%s has nothing, although somebody waits", who)
		}
		if err := f.inbox.Resolve(ctx, f.admin, turns[0].ID); err != nil {
			return took, err
		}
		begun := time.Now()
		if i%2 == 0 {
			err = f.dispatch.Freed(ctx, assign.Freed{Staff: who})
		} else {
			err = f.dispatch.Queued(ctx, fact.ConversationQueued{Team: f.team, Queue: waiting[i%len(waiting)].ID})
		}
		if err != nil {
			return took, err
		}
		took = append(took, time.Since(begun))
		if i%2 == 1 { // who came first may not have been for them
			if err := f.dispatch.Freed(ctx, assign.Freed{Staff: who}); err != nil {
				return took, err
			}
		}
	}
	return took, nil
}
