package assign

import (
	"context"
	"errors"
	"maps"
	"slices"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/route/queue"
)

// Idle makes of any fact the answer that no team is given work without asking.
func Idle[F db.Fact](d *Dispatcher) func(F) bool {
	return func(F) bool { return d.queues.NobodyGives() }
}

// IdlePresence tells that somebody has not come.
func (d *Dispatcher) IdlePresence(f fact.PresenceChanged) bool {
	return f.State != string(presence.Online) || d.queues.NobodyGives()
}

// IdleAssigned tells that nobody's hands are freed.
func (d *Dispatcher) IdleAssigned(f fact.ConversationAssigned) bool {
	return f.Was == "" || d.queues.NobodyGives()
}

// Queued looks for somebody who can take what has just come into a queue.
func (d *Dispatcher) Queued(ctx context.Context, f fact.ConversationQueued) error {
	if err := d.tryOwn(ctx, f.Conversation); err != nil {
		return err
	}
	return d.serve(ctx, interest{teams: []fact.TeamID{f.Team}, queue: f.Queue})
}

// Came looks what waits for somebody who is on line now.
func (d *Dispatcher) Came(ctx context.Context, f fact.PresenceChanged) error {
	return d.Freed(ctx, Freed{f.Staff})
}

// Assigned looks what waits for whoever had a conversation and has it no more.
func (d *Dispatcher) Assigned(ctx context.Context, f fact.ConversationAssigned) error {
	return d.Freed(ctx, Freed{f.Was})
}

// Resolved looks what waits for whoever has a conversation that fills them no more.
func (d *Dispatcher) Resolved(ctx context.Context, f fact.ConversationResolved) error {
	return d.eased(ctx, f.Conversation)
}

// Snoozed does the same.
func (d *Dispatcher) Snoozed(ctx context.Context, f fact.ConversationSnoozed) error {
	return d.eased(ctx, f.Conversation)
}

// Waiting does the same, and again when a chat has gone quiet: until then its
// customer may answer any moment.
func (d *Dispatcher) Waiting(ctx context.Context, f fact.ConversationWaiting) error {
	who, err := d.assigneeOf(ctx, f.Conversation)
	if err != nil || who == "" {
		return err
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		return tx.Enqueue(ctx, db.Job{Kind: FreedJob, Args: Freed{who}, RunAt: tx.Now().Add(quiet)})
	})
	return errors.Join(err, d.Freed(ctx, Freed{who}))
}

func (d *Dispatcher) eased(ctx context.Context, c fact.ConversationID) error {
	who, err := d.assigneeOf(ctx, c)
	if err != nil || who == "" {
		return err
	}
	return d.Freed(ctx, Freed{who})
}

// Freed looks what waits for one person.
func (d *Dispatcher) Freed(ctx context.Context, f Freed) error {
	if err := d.serveOwn(ctx, f.Staff); err != nil {
		return err
	}
	teams, err := d.teamsOf(ctx, f.Staff)
	if err != nil {
		return err
	}
	return d.serve(ctx, interest{teams: teams, only: f.Staff})
}

// AgainJob is the kind of the second look at all that waits.
const AgainJob = "assign.again"

// Again is what it carries.
type Again struct{}

// Anew makes a reaction of any fact after which everything may be otherwise. It looks
// at all that waits, and again when every node knows of it: until then one may have
// left what came to whoever asks, or taken people for what they were.
func Anew[F db.Fact](d *Dispatcher) func(context.Context, F) error {
	return func(ctx context.Context, _ F) error {
		err := d.db.Write(ctx, func(tx *db.Tx) error {
			return tx.Enqueue(ctx, db.Job{Kind: AgainJob, Args: Again{}, RunAt: tx.Now().Add(2 * queue.Fresh), Behind: true})
		})
		return errors.Join(err, d.Again(ctx, Again{}))
	}
}

// Again looks at all that waits.
func (d *Dispatcher) Again(ctx context.Context, _ Again) error {
	s, err := d.queues.Settings(ctx)
	if err != nil {
		return err
	}
	return d.serve(ctx, interest{teams: slices.Sorted(maps.Keys(s.Modes))})
}

// Look is the net below all of this: should anything have been missed, it waits for a
// minute and not for ever.
func (d *Dispatcher) Look(ctx context.Context) error {
	if d.queues.NobodyGives() {
		return nil
	}
	return d.Again(ctx, Again{})
}

// interest is what may have changed: nothing else can be given that could not before.
type interest struct {
	teams []fact.TeamID
	queue fact.QueueID // somebody new waits in it; "" = in any of the teams'
	only  fact.StaffID // whose hands are free; "" = anybody's
}

// serve gives what waits in queues to whoever can take it, until nobody can take
// anything more; where only one person's hands are free, until they can take nothing
// more.
func (d *Dispatcher) serve(ctx context.Context, i interest) error {
	s, err := d.queues.Settings(ctx)
	if err != nil {
		return err
	}
	help, err := d.help(ctx)
	if err != nil {
		return err
	}
	teams := slices.DeleteFunc(append(slices.Clone(i.teams), help.homes(i.teams)...), func(t fact.TeamID) bool { return s.Mode(t) == queue.Pull })
	round := round{Dispatcher: d, settings: s, only: i.only, own: i.teams, people: map[fact.TeamID][]Person{}, help: help}
	for round.misses < mostMisses {
		if full, err := round.full(ctx); err != nil || full || len(teams) == 0 {
			return err
		}
		heads, err := d.queues.Heads(ctx, s, teams, i.queue)
		if err != nil {
			return err
		}
		if moved, err := round.first(ctx, heads); err != nil || !moved {
			return err
		}
	}
	return errRestless
}

// mostMisses is how often in a row somebody else may be quicker. Then the job comes
// again a little later.
const mostMisses = 50

var errRestless = errors.New("who waits and who is there changes faster than it can be looked at")

// round is one walk through the queues. It remembers who has how much, and what
// gives to somebody asks again.
type round struct {
	*Dispatcher
	settings queue.Settings
	only     fact.StaffID // whose hands are free; "" = anybody's
	own      []fact.TeamID
	people   map[fact.TeamID][]Person
	help     help
	misses   int
}

// full tells that the only person of interest can take nothing at all.
func (r *round) full(ctx context.Context) (bool, error) {
	if r.only == "" {
		return false, nil
	}
	p, err := r.theOne(ctx)
	return p.State != presence.Online || !free(p.Load, r.settings.Least(r.only)), err
}

// theOne is the only person of interest, as a member of a team of theirs.
func (r *round) theOne(ctx context.Context) (Person, error) {
	if len(r.own) == 0 {
		return Person{}, nil
	}
	people, err := r.peopleOf(ctx, r.own[0])
	if i := indexOf(people, r.only); i >= 0 {
		return people[i], err
	}
	return Person{}, err
}

// concerns tells whether the only person of interest could take a head.
func (r *round) concerns(ctx context.Context, head queue.Head) (bool, error) {
	if r.only == "" {
		return true, nil
	}
	p, err := r.theOne(ctx)
	return r.help.open(r.own, head.Queue) && unable(p, head.Requirement, r.settings.Fills(r.only, head.ChannelKind)) == "", err
}

// first gives away the first head that anybody can take; false when there is none.
func (r *round) first(ctx context.Context, heads []queue.Head) (moved bool, err error) {
	for _, head := range heads {
		if concerns, err := r.concerns(ctx, head); err != nil {
			return false, err
		} else if !concerns {
			continue
		}
		if moved, err = r.give(ctx, head); err != nil || moved {
			return moved, err
		}
		if moved, err = r.further(ctx, head); err != nil || moved {
			return moved, err
		}
	}
	return false, nil
}

// depth is how far behind a head one looks, where everybody who could take it has
// said no.
const depth = 20

// further gives away somebody behind a head that was refused by all who could.
func (r *round) further(ctx context.Context, head queue.Head) (bool, error) {
	people, err := r.weighedFor(ctx, head)
	if err != nil || !r.anybody(people, head) {
		return false, err
	}
	behind, err := r.queues.Following(ctx, head, depth)
	if err != nil {
		return false, err
	}
	for _, next := range behind {
		if moved, err := r.give(ctx, next); err != nil || moved {
			return moved, err
		}
	}
	return false, nil
}

// anybody tells whether a head could be taken by anybody, as far as the queue goes.
func (r *round) anybody(people []Person, head queue.Head) bool {
	return slices.ContainsFunc(people, func(p Person) bool {
		return unable(p, head.Requirement, r.settings.Fills(p.ID, head.ChannelKind)) == ""
	})
}

// give finds the person for a head and gives it to them; false when nobody can.
func (r *round) give(ctx context.Context, head queue.Head) (bool, error) {
	people, err := r.weighedFor(ctx, head)
	if err != nil {
		return false, err
	}
	meant, err := r.meantFor(ctx, head, people)
	if err != nil || meant.waits || meant.to != nil {
		return err == nil && meant.to != nil && !meant.waits, errors.Join(err, r.giveMeant(ctx, head, meant))
	}
	if !r.anybody(people, head) {
		return false, nil
	}
	a := asked{needs: head.Requirement, fills: func(who fact.StaffID) float64 { return r.settings.Fills(who, head.ChannelKind) }}
	if a.knows, err = r.knowing(ctx, head.Conversation); err != nil {
		return false, err
	}
	if a.names, err = r.skillNames(ctx, head.Skills); err != nil {
		return false, err
	}
	if a.said, err = r.answersTo(ctx, head.Place); err != nil {
		return false, err
	}
	ranked, passedOver := choose(people, a)
	if len(ranked) == 0 {
		return false, nil
	}
	made := Decision{
		ID: fact.DecisionID(id.New()), Conversation: head.Conversation, Queue: head.Queue.ID, Staff: ranked[0].ID, Way: Push,
		Why: why(ranked, a), Reasons: head.Reasons, Candidates: candidates(ranked), PassedOver: passedOver, Arrived: head.Arrived,
	}
	if !slices.ContainsFunc(r.people[head.Team], func(p Person) bool { return p.ID == made.Staff }) {
		because, err := r.overflowed(ctx, head.Team)
		if err != nil {
			return false, err
		}
		made.Why = append(made.Why, because)
	}
	made.Why = append(made.Why, meant.instead...)
	outcome, err := r.pass(ctx, made, head)
	if err != nil {
		return false, err
	}
	return true, r.after(ctx, outcome, head, made)
}

// pass gives a conversation to whoever was decided on, or asks them, as their team
// has it.
func (r *round) pass(ctx context.Context, made Decision, head queue.Head) (outcome, error) {
	if r.settings.Mode(head.Team) == queue.Ask {
		made.Way = Ask
		return r.offer(ctx, r.settings, made, head.ChannelKind)
	}
	return r.hand(ctx, r.settings, made, head.ChannelKind)
}

// after notes what came of giving.
func (r *round) after(ctx context.Context, o outcome, head queue.Head, made Decision) error {
	r.misses++
	switch o {
	case busy: // somebody else was quicker; see them as they are
		for _, t := range append(r.help.helpers(head.Queue.ID), head.Team) {
			delete(r.people, t)
			r.crews.forget(t)
		}
	case gone: // it waits no more
		return r.queues.Look(ctx, head.Conversation)
	case given:
		r.misses = 0
		fills, now := r.settings.Fills(made.Staff, head.ChannelKind), r.db.Now()
		r.crews.given(made.Staff, now)
		for _, people := range r.people {
			if i := indexOf(people, made.Staff); i >= 0 {
				people[i].Load += fills
				people[i].Has++
				people[i].GivenAt = now
			}
		}
	}
	return nil
}

// weighedFor are the people for a head, with how much those have who could take it.
func (r *round) weighedFor(ctx context.Context, head queue.Head) ([]Person, error) {
	people, err := r.peopleFor(ctx, head)
	if err != nil {
		return nil, err
	}
	return people, r.weigh(ctx, r.settings, people, head.Requirement)
}

func (r *round) peopleOf(ctx context.Context, t fact.TeamID) ([]Person, error) {
	if people, known := r.people[t]; known {
		return people, nil
	}
	people, err := r.crewOf(ctx, r.settings, t, r.only)
	r.people[t] = people
	return people, err
}

// outcome is what came of giving somebody something.
type outcome int

const (
	given outcome = iota
	busy          // the person is full by now, or gone
	gone          // the conversation waits no more
)

// errNotGiven takes back the transaction in which nothing was given.
var errNotGiven = errors.New("nothing was given")

// hand gives a conversation to the one who was decided on, if both still stand as
// they were seen.
func (d *Dispatcher) hand(ctx context.Context, s queue.Settings, made Decision, kind string) (o outcome, err error) {
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		o = given
		if err := occupy(ctx, tx, made.Staff); err != nil {
			return err
		}
		if made.Way == Push {
			can, err := d.canTake(ctx, tx, s, made.Staff, kind)
			if err != nil {
				return err
			}
			if !can {
				o = busy
				return errNotGiven
			}
		}
		routed, err := d.inbox.RouteTx(ctx, tx, made.Conversation, made.routed())
		if err != nil {
			return err
		}
		if !routed {
			o = gone
			return errNotGiven
		}
		return errors.Join(d.queues.TakenTx(ctx, tx, made.Conversation, made.Staff), keep(ctx, tx, made))
	})
	if errors.Is(err, errNotGiven) {
		return o, nil
	}
	return o, err
}

// canTake asks in the transaction whether somebody is there and has room.
func (d *Dispatcher) canTake(ctx context.Context, tx *db.Tx, s queue.Settings, who fact.StaffID, kind string) (bool, error) {
	there, err := isOnline(ctx, tx, who)
	if err != nil || !there {
		return false, err
	}
	rows, err := d.carriedBy(ctx, tx, who)
	p := Person{ID: who}
	for _, r := range rows {
		p.carry(s, r)
	}
	return free(p.Load, s.Fills(who, kind)), err
}

// Got is what somebody got who asked for the next.
type Got struct {
	Decision *Decision // nil when there is nothing for them
	Waiting  int       // how many queues of theirs have somebody waiting whom they cannot take
}

// TakeNext gives whoever asks the conversation that is taken first of all that they
// can take: of their teams, and of those that have none.
func (d *Dispatcher) TakeNext(ctx context.Context, who access.Actor) (Got, error) {
	if err := who.Require(access.ConversationAssign); err != nil {
		return Got{}, err
	}
	s, err := d.queues.Settings(ctx)
	if err != nil {
		return Got{}, err
	}
	teams, err := d.teamsOf(ctx, who.ID)
	if err != nil {
		return Got{}, err
	}
	me, err := d.abilitiesOf(ctx, who.ID)
	if err != nil {
		return Got{}, err
	}
	help, err := d.help(ctx)
	if err != nil {
		return Got{}, err
	}
	if made, err := d.nextOwn(ctx, s, who, teams); err != nil || made != nil {
		return Got{Decision: made}, err
	}
	for {
		heads, err := d.queues.Heads(ctx, s, append(append(slices.Clone(teams), help.homes(teams)...), ""), "")
		if err != nil {
			return Got{}, err
		}
		heads = slices.DeleteFunc(heads, func(h queue.Head) bool { return !help.open(teams, h.Queue) })
		if heads, err = d.unreserved(ctx, s, who.ID, heads); err != nil {
			return Got{}, err
		}
		fit := slices.DeleteFunc(slices.Clone(heads), func(h queue.Head) bool { return unfit(me, h.Requirement) != "" })
		if len(fit) == 0 {
			return Got{Waiting: len(heads)}, nil
		}
		made, err := d.takes(ctx, s, who, teams, fit[0], fact.Why{Code: Asked})
		if err != nil || made != nil {
			return Got{Decision: made}, err
		}
	}
}

// takes gives a head to whoever asked; nil when somebody else was quicker.
func (d *Dispatcher) takes(ctx context.Context, s queue.Settings, who access.Actor, teams []fact.TeamID, head queue.Head, because ...fact.Why) (*Decision, error) {
	names, err := d.skillNames(ctx, head.Skills)
	if err != nil {
		return nil, err
	}
	made := Decision{
		ID: fact.DecisionID(id.New()), Conversation: head.Conversation, Queue: head.Queue.ID, Staff: who.ID, Way: Next,
		Why: append(able(asked{needs: head.Requirement, names: names}), because...), Reasons: head.Reasons,
		Candidates: []Candidate{}, PassedOver: map[string]int{}, Arrived: head.Arrived, At: d.db.Now(),
	}
	if head.Team != "" && !slices.Contains(teams, head.Team) {
		because, err := d.overflowed(ctx, head.Team)
		if err != nil {
			return nil, err
		}
		made.Why = append(made.Why, because)
	}
	o, err := d.hand(ctx, s, made, head.ChannelKind)
	if err != nil {
		return nil, err
	}
	if o == gone {
		return nil, d.queues.Look(ctx, head.Conversation)
	}
	return &made, nil
}

func (d *Dispatcher) abilitiesOf(ctx context.Context, who fact.StaffID) (Person, error) {
	of, err := d.skills.OfStaff(ctx, d.db.Read(), []fact.StaffID{who})
	p := Person{ID: who, Skills: map[fact.SkillID]skill.Level{}}
	for _, has := range of[who].Skills {
		p.Skills[has.ID] = has.Level
	}
	for _, l := range of[who].Languages {
		p.speak(l.Tag, l.Level)
	}
	return p, err
}

// routed is a decision as the conversation hears of it.
func (m Decision) routed() (r conversation.Routed) {
	r.To, r.Why, r.Decision, r.Because = m.Staff, m.Why, m.ID, fact.BecauseRouted
	switch m.Way {
	case Next:
		r.Because, r.By = fact.BecauseNext, m.Staff
	case Ask:
		r.Because, r.By = fact.BecauseAccepted, m.Staff
	}
	return r
}

// Decisions tells why people got a conversation, newest first.
func (d *Dispatcher) Decisions(ctx context.Context, who access.Actor, c fact.ConversationID) ([]Decision, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	_, there, err := d.inbox.Matter(ctx, d.db.Read(), c)
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, fault.New(fault.Missing, "conversation.missing")
	}
	return d.decisions(ctx, c)
}
