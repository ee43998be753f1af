// Package jobs does what has to follow: reactions to facts, timers and periodic
// work. A job is saved with the change that caused it, runs after the commit, is
// tried again with growing pauses, and is shown to people when it fails for
// good. It may run twice when a node dies in the middle, so what it calls must
// be safe to repeat.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"anlan/internal/platform/db"
)

// Handler does one job.
type Handler func(ctx context.Context, args json.RawMessage) error

// Reaction ties a fact to what it moves.
type Reaction struct {
	Fact  string // the fact's name
	Kind  string // the job's name, "email.send"
	Do    Handler
	Hold  Holder             // in place of Do
	Idle  func(db.Fact) bool // see db.Follow
	Ahead bool               // see Ahead
}

// Ahead makes a reaction that somebody waits for. The others follow by themselves, and
// are done behind it and behind what people asked for.
func Ahead(r Reaction) Reaction {
	r.Ahead = true
	return r
}

// On makes a reaction to facts of type F.
func On[F db.Fact](kind string, do func(context.Context, F) error) Reaction {
	var zero F
	return Reaction{Fact: zero.Name(), Kind: kind, Do: typed(do)}
}

// Holder does one job, and may end it itself.
type Holder func(ctx context.Context, args json.RawMessage, h *Held) error

// Held is a job that somebody works on; nil is no job at all.
type Held struct {
	node string
	job  db.Claimed
	done atomic.Bool
}

// DoneTx ends the job together with what came of it, which is one commit less than
// ending it afterwards.
func (h *Held) DoneTx(ctx context.Context, tx *db.Tx) error {
	if h == nil {
		return nil
	}
	tx.After(func() { h.done.Store(true) })
	return tx.Finish(ctx, h.node, h.job)
}

// OnHeld makes a reaction that may end its job itself.
func OnHeld[F db.Fact](kind string, do func(context.Context, F, *Held) error) Reaction {
	var zero F
	return Reaction{Fact: zero.Name(), Kind: kind, Hold: func(ctx context.Context, args json.RawMessage, h *Held) error {
		return typed(func(ctx context.Context, f F) error { return do(ctx, f, h) })(ctx, args)
	}}
}

// Unless leaves no job for facts that give it nothing to do. idle is asked inside
// the transaction of the change, of what is in memory.
func Unless[F db.Fact](idle func(F) bool, r Reaction) Reaction {
	r.Idle = func(f db.Fact) bool {
		of, its := f.(F)
		return its && idle(of)
	}
	return r
}

// Handle makes the handler of a job that verbs leave themselves, such as a timer.
func Handle[A any](do func(context.Context, A) error) Handler { return typed(do) }

func typed[A any](do func(context.Context, A) error) Handler {
	return func(ctx context.Context, args json.RawMessage) error {
		var a A
		if err := json.Unmarshal(args, &a); err != nil {
			return fmt.Errorf("read the job: %w", err)
		}
		return do(ctx, a)
	}
}

// Flow lists which kinds of job each fact starts, for db.Flow.
func Flow(reactions []Reaction) map[string][]db.Follow {
	flow := map[string][]db.Follow{}
	for _, r := range reactions {
		flow[r.Fact] = append(flow[r.Fact], db.Follow{Kind: r.Kind, Idle: r.Idle, Behind: !r.Ahead})
	}
	return flow
}

// Runner works jobs off on one node.
type Runner struct {
	db       *db.DB
	node     string
	log      *slog.Logger
	handlers map[string]Holder
	periods  map[string]time.Duration
	stranded map[string]func(context.Context, json.RawMessage, error) error
	workers  int
	wake     chan struct{}
	busy     sync.WaitGroup
	slots    chan struct{}

	mu       sync.Mutex
	held     map[int64]bool // what we are working on
	stopping chan struct{}

	Done, Failed, Stranded atomic.Int64
}

// Times of the runner. A node that says nothing for a lease has died; its jobs
// go to another.
const (
	lease       = 30 * time.Second
	heartbeat   = 10 * time.Second
	idlePoll    = 500 * time.Millisecond
	maxAttempts = 24 // some four hours: a relay that is down for an hour loses nothing
	maxPause    = 15 * time.Minute
)

// New makes the runner of a node. Register everything before Run.
func New(d *db.DB, node string, log *slog.Logger) *Runner {
	const workers = 16
	r := &Runner{
		db: d, node: node, log: log, workers: workers,
		handlers: map[string]Holder{}, periods: map[string]time.Duration{},
		stranded: map[string]func(context.Context, json.RawMessage, error) error{},
		wake:     make(chan struct{}, 1), slots: make(chan struct{}, workers), held: map[int64]bool{}, stopping: make(chan struct{}),
	}
	d.OnJobs(r.Wake)
	return r
}

// Register names the handler of a kind of job.
func (r *Runner) Register(kind string, do Handler) {
	r.name(kind, func(ctx context.Context, args json.RawMessage, _ *Held) error { return do(ctx, args) })
}

// React names the handler of a reaction.
func (r *Runner) React(one Reaction) {
	if one.Hold == nil {
		r.Register(one.Kind, one.Do)
		return
	}
	r.name(one.Kind, one.Hold)
}

func (r *Runner) name(kind string, do Holder) {
	if _, twice := r.handlers[kind]; twice {
		panic("two handlers for job " + kind)
	}
	r.handlers[kind] = do
}

// OnStranded is told when a job of a kind failed for good, besides the people who
// look at stuck work.
func (r *Runner) OnStranded(kind string, tell func(ctx context.Context, args json.RawMessage, because error) error) {
	r.stranded[kind] = tell
}

// Stranded makes what OnStranded takes from a typed function.
func Stranded[A any](tell func(context.Context, A, error) error) func(context.Context, json.RawMessage, error) error {
	return func(ctx context.Context, args json.RawMessage, because error) error {
		var a A
		if err := json.Unmarshal(args, &a); err != nil {
			return fmt.Errorf("read the job: %w", err)
		}
		return tell(ctx, a, because)
	}
}

// Every registers periodic work: one row in the database, so that it runs once
// for all nodes.
func (r *Runner) Every(kind string, period time.Duration, do func(context.Context) error) {
	r.Register(kind, func(ctx context.Context, _ json.RawMessage) error { return do(ctx) })
	r.periods[kind] = period
}

// Wake tells the runner that there may be work.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends, then lets running jobs finish.
func (r *Runner) Run(ctx context.Context) error {
	if err := r.plantPeriodic(ctx); err != nil {
		if ctx.Err() != nil {
			return nil // stopped before it had begun
		}
		return fmt.Errorf("lay out periodic work: %w", err)
	}
	defer context.AfterFunc(ctx, func() { close(r.stopping) })()
	beating, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop() // only once the last running job is done: their lease must hold
	go r.beat(beating)
	for ctx.Err() == nil {
		n, err := r.Round(ctx)
		if err != nil && ctx.Err() == nil {
			r.log.Warn("jobs could not be claimed", "err", err)
		}
		if n > 0 {
			continue
		}
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-time.After(r.pause(ctx)):
		}
	}
	r.busy.Wait()
	return nil
}

// beat renews what this node holds and frees what dead nodes held.
func (r *Runner) beat(ctx context.Context) {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		if err := r.db.Extend(ctx, r.node, r.holding(), lease); err != nil && ctx.Err() == nil {
			r.log.Warn("the lease of running jobs could not be renewed", "err", err)
		}
		if freed, err := r.db.Reap(ctx); err != nil && ctx.Err() == nil {
			r.log.Warn("jobs of dead nodes could not be freed", "err", err)
		} else if freed > 0 {
			r.log.Info("took over jobs of a node that stopped", "jobs", freed)
			r.Wake()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// pause is how long to rest: until the next timer, half a second at most. What
// is due and yet was not claimed stands behind its lane; its end wakes us.
func (r *Runner) pause(ctx context.Context) time.Duration {
	next, any, err := r.db.Due(ctx)
	rest := next.Sub(r.db.Now())
	if err != nil || !any || rest <= 0 {
		return idlePoll
	}
	return min(rest, idlePoll)
}

// Round claims what is due and starts it; it returns how many.
func (r *Runner) Round(ctx context.Context) (int, error) {
	r.slots <- struct{}{} // at least one free hand before we claim
	<-r.slots
	next, any, err := r.db.Due(ctx)
	if err != nil || !any || next.After(r.db.Now()) {
		return 0, err
	}
	jobs, err := r.db.Claim(ctx, r.node, lease, max(1, r.workers-len(r.slots)))
	if err != nil {
		return 0, err
	}
	for _, j := range jobs {
		r.hold(j, true)
		r.slots <- struct{}{}
		r.busy.Add(1)
		go func() {
			defer func() { r.hold(j, false); <-r.slots; r.busy.Done(); r.Wake() }()
			// A stop lets a job that has begun come to its end.
			r.work(context.WithoutCancel(ctx), j)
		}()
	}
	return len(jobs), nil
}

func (r *Runner) hold(j db.Claimed, ours bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ours {
		r.held[j.ID] = true
	} else {
		delete(r.held, j.ID)
	}
}

func (r *Runner) holding() []int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Collect(maps.Keys(r.held))
}

// Settle runs jobs until none is due. Tests use it in place of Run, so that they
// never wait.
func (r *Runner) Settle(ctx context.Context) error {
	for {
		n, err := r.Round(ctx)
		r.busy.Wait()
		if err != nil || n == 0 {
			return err
		}
	}
}

// later is what a handler returns to have its job put back.
type later struct{ at time.Time }

func (l later) Error() string { return "not before " + l.at.Format(time.RFC3339) }

// Later puts a job back until a time, at its place in the lane. It is no failure:
// it counts for nothing and is never given up. The handler decides how often.
func Later(at time.Time) error { return later{at} }

func (r *Runner) work(ctx context.Context, j db.Claimed) {
	held := &Held{node: r.node, job: j}
	err := r.try(ctx, j, held)
	if held.done.Load() {
		r.Done.Add(1)
		return
	}
	var put later
	if errors.As(err, &put) {
		r.save(ctx, j, func() error { return r.db.Again(ctx, r.node, j, put.at, 0, "") })
		return
	}
	if err == nil {
		r.Done.Add(1)
		r.save(ctx, j, func() error { return r.finish(ctx, j) })
		return
	}
	r.Failed.Add(1)
	// Periodic work is never given up: nobody would notice that it has ceased.
	if _, periodic := r.periods[j.Kind]; j.Attempts >= maxAttempts && !periodic {
		r.Stranded.Add(1)
		r.log.Error("a job failed for good", "kind", j.Kind, "id", j.ID, "lane", j.Lane, "err", err)
		r.save(ctx, j, func() error { return r.db.Strand(ctx, r.node, j, err.Error()) })
		if tell, ok := r.stranded[j.Kind]; ok {
			r.save(ctx, j, func() error { return tell(ctx, j.Args, err) })
		}
		return
	}
	r.log.Warn("a job failed and will be tried again", "kind", j.Kind, "id", j.ID, "attempt", j.Attempts, "err", err)
	r.save(ctx, j, func() error {
		return r.db.Again(ctx, r.node, j, r.db.Now().Add(Pause(j.Attempts)), j.Attempts, err.Error())
	})
}

// outcomeTries is how often the outcome of a job is saved again, a second apart,
// while the database is away. A job that is done and not known to be runs again,
// which it bears; not having to is better.
const outcomeTries = 20

func (r *Runner) save(ctx context.Context, j db.Claimed, outcome func() error) {
	err := outcome()
	for n := 1; db.IsAway(err) && n < outcomeTries && r.rest(); n++ {
		err = outcome()
	}
	if err != nil {
		r.log.Error("the outcome of a job could not be saved; it will run again", "kind", j.Kind, "id", j.ID, "err", err)
	}
}

// rest waits a second; false when the runner is told to stop meanwhile.
func (r *Runner) rest() bool {
	select {
	case <-r.stopping:
		return false
	case <-time.After(time.Second):
		return true
	}
}

func (r *Runner) finish(ctx context.Context, j db.Claimed) error {
	if period, ok := r.periods[j.Kind]; ok {
		return r.db.Again(ctx, r.node, j, r.db.Now().Add(period), 0, "")
	}
	return r.db.Finish(ctx, r.node, j)
}

func (r *Runner) try(ctx context.Context, j db.Claimed, h *Held) (err error) {
	do, known := r.handlers[j.Kind]
	if !known {
		return errors.New("this program does not know the job " + j.Kind)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do(ctx, j.Args, h)
}

// Pause is how long to wait after the nth failed attempt: doubling from one
// second to a quarter of an hour, spread by a fifth so that many failures of one
// cause do not come back together.
func Pause(attempt int) time.Duration {
	pause := min(time.Second<<min(attempt-1, 20), maxPause)
	return pause + time.Duration(rand.Int64N(int64(pause)/5+1))
}

func (r *Runner) plantPeriodic(ctx context.Context) error {
	return r.db.Write(ctx, func(tx *db.Tx) error {
		for kind := range r.periods {
			if err := tx.Enqueue(ctx, db.Job{Kind: kind, Args: struct{}{}, Unique: "every:" + kind}); err != nil {
				return err
			}
		}
		return nil
	})
}
