package db

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Job is work that is left in a transaction. Jobs of one lane run one after the
// other, in the order in which they were left. A job with a time is a timer.
type Job struct {
	Kind   string
	Lane   string    // "" = in any order
	Args   any       // becomes JSON
	RunAt  time.Time // zero = at once
	Unique string    // a second job with the same word is not left
	Behind bool      // nobody waits for it: it comes after what somebody waits for
}

func insertJobs(ctx context.Context, tx *Tx, jobs []Job) error {
	for len(jobs) > 0 {
		part := jobs[:min(len(jobs), mostRows)]
		jobs = jobs[len(part):]
		// A backup of an old version is restored into tables that do not know who comes
		// behind, so that is named only where somebody does.
		columns := "kind, lane, args, run_at, state, uniq, created_at"
		anyBehind := slices.ContainsFunc(part, func(j Job) bool { return j.Behind })
		if anyBehind {
			columns += ", behind"
		}
		values := make([]any, 0, 8*len(part))
		for _, j := range part {
			args, err := json.Marshal(j.Args)
			if err != nil {
				return fmt.Errorf("%s: %w", j.Kind, err)
			}
			runAt := j.RunAt
			if runAt.IsZero() {
				runAt = tx.now
			}
			var unique any
			if j.Unique != "" {
				unique = j.Unique
			}
			values = append(values, j.Kind, j.Lane, string(args), runAt.UnixMilli(), "ready", unique, tx.now.UnixMilli())
			switch {
			case j.Behind:
				values = append(values, 1)
			case anyBehind:
				values = append(values, 0)
			}
		}
		if err := tx.put(ctx, "job ("+columns+")", len(part), values, " ON CONFLICT DO NOTHING"); err != nil {
			return err
		}
	}
	return nil
}

// Claimed is a job that this node holds.
type Claimed struct {
	ID       int64           `bun:"id"`
	Kind     string          `bun:"kind"`
	Lane     string          `bun:"lane"`
	Args     json.RawMessage `bun:"args"`
	Attempts int             `bun:"attempts"`
	RunAt    int64           `bun:"run_at"`
}

// Claim takes up to limit jobs that are due, at most one of each lane: what somebody
// waits for before what follows by itself, and of each the one that was left first. A
// quarter is kept for what follows by itself, which would else never come. Nobody
// else gets them before the lease is over.
func (d *DB) Claim(ctx context.Context, node string, lease time.Duration, limit int) ([]Claimed, error) {
	lock := ""
	if d.Dialect == Postgres {
		lock = "FOR UPDATE SKIP LOCKED"
	}
	var jobs []Claimed
	err := d.Write(ctx, func(tx *Tx) error {
		jobs = jobs[:0]
		now := tx.now.UnixMilli()
		claim := func(behind, limit int) error {
			var some []Claimed
			err := tx.Ask(`
				UPDATE job SET state = 'running', attempts = attempts + 1, lease_until = ?, node = ?
				WHERE id IN (
					SELECT id FROM job j
					WHERE state = 'ready' AND behind = ? AND run_at <= ?
					  AND (lane = '' OR NOT EXISTS (
						SELECT 1 FROM job e WHERE e.lane = j.lane AND e.lane <> '' AND e.id < j.id AND e.state IN ('ready', 'running')))
					ORDER BY run_at, id LIMIT ? `+lock+`)
				RETURNING id, kind, lane, args, attempts, run_at`,
				now+lease.Milliseconds(), node, behind, now, limit).Scan(ctx, &some)
			jobs = append(jobs, some...)
			return err
		}
		if err := claim(0, limit-limit/4); err != nil {
			return err
		}
		return claim(1, limit-len(jobs))
	})
	if err != nil {
		return nil, fmt.Errorf("claim jobs: %w", err)
	}
	return jobs, nil
}

// none stands for no time at all.
const none = -1

// Due tells whether there is something to claim, without taking the write lock.
func (d *DB) Due(ctx context.Context) (next time.Time, any bool, err error) {
	at := int64(none)
	err = d.Ask(`SELECT COALESCE(MIN(at), ?) FROM (
		SELECT MIN(run_at) AS at FROM job WHERE state = 'ready' AND behind = 0
		UNION ALL SELECT MIN(run_at) FROM job WHERE state = 'ready' AND behind = 1) AS next`, none).Scan(ctx, &at)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("look for due jobs: %w", err)
	}
	if at == none {
		return time.Time{}, false, nil
	}
	return time.UnixMilli(at).UTC(), true, nil
}

// Extend renews the lease of what this node is working on. Each is named: a job
// whose claim was saved while the answer was lost on its way, or whose outcome
// could not be saved, is nobody's work, and must come free again.
func (d *DB) Extend(ctx context.Context, node string, ids []int64, lease time.Duration) error {
	if len(ids) == 0 {
		return nil
	}
	return d.Write(ctx, func(tx *Tx) error {
		return tx.Ask("UPDATE job SET lease_until = ? WHERE state = 'running' AND node = ? AND id IN (?)", tx.now.Add(lease).UnixMilli(), node, ids).Later(ctx)
	})
}

// Reap frees the jobs of nodes that stopped renewing their lease.
func (d *DB) Reap(ctx context.Context) (freed int64, err error) {
	err = d.Write(ctx, func(tx *Tx) error {
		freed, err = tx.Exec(ctx, "UPDATE job SET state = 'ready', node = '' WHERE state = 'running' AND lease_until < ?", tx.now.UnixMilli())
		return err
	})
	return freed, err
}

// Finish removes a job that is done. A node whose lease was taken over removes
// nothing: the attempt is the fence.
func (d *DB) Finish(ctx context.Context, node string, j Claimed) error {
	return d.Write(ctx, func(tx *Tx) error { return tx.Finish(ctx, node, j) })
}

// Finish is DB.Finish in the transaction that writes down what came of the job.
func (tx *Tx) Finish(ctx context.Context, node string, j Claimed) error {
	return tx.Ask("DELETE FROM job WHERE id = ? AND node = ? AND attempts = ?", j.ID, node, j.Attempts).Later(ctx)
}

// Again puts a job back for later, keeping its place in the lane.
func (d *DB) Again(ctx context.Context, node string, j Claimed, at time.Time, attempts int, because string) error {
	return d.Write(ctx, func(tx *Tx) error {
		return tx.Ask(`UPDATE job SET state = 'ready', node = '', run_at = ?, attempts = ?, error = ?
			WHERE id = ? AND node = ? AND attempts = ?`, at.UnixMilli(), attempts, because, j.ID, node, j.Attempts).Later(ctx)
	})
}

// Strand keeps a job that failed for good where people see it. Its lane goes on.
func (d *DB) Strand(ctx context.Context, node string, j Claimed, because string) error {
	return d.Write(ctx, func(tx *Tx) error {
		return tx.Ask(`UPDATE job SET state = 'stuck', node = '', error = ?, stuck_at = ?
			WHERE id = ? AND node = ? AND attempts = ?`, because, tx.now.UnixMilli(), j.ID, node, j.Attempts).Later(ctx)
	})
}

// Stuck is a job that failed for good.
type Stuck struct {
	ID       int64           `bun:"id"`
	Kind     string          `bun:"kind"`
	Lane     string          `bun:"lane"`
	Args     json.RawMessage `bun:"args"`
	Attempts int             `bun:"attempts"`
	Error    string          `bun:"error"`
	StuckAt  int64           `bun:"stuck_at"`
}

// StuckJobs lists what failed for good, newest first, behind a job id.
func (d *DB) StuckJobs(ctx context.Context, before int64, limit int) ([]Stuck, error) {
	if before == 0 {
		before = 1 << 62
	}
	var jobs []Stuck
	err := d.read.NewRaw(`SELECT id, kind, lane, args, attempts, error, stuck_at FROM job
		WHERE state = 'stuck' AND id < ? ORDER BY id DESC LIMIT ?`, before, limit).Scan(ctx, &jobs)
	if err != nil {
		return nil, fmt.Errorf("list stuck jobs: %w", err)
	}
	return jobs, nil
}

// JobCounts tells how many jobs are in each state.
func (d *DB) JobCounts(ctx context.Context) (map[string]int, error) {
	var rows []struct {
		State string `bun:"state"`
		N     int    `bun:"n"`
	}
	if err := d.read.NewRaw("SELECT state, COUNT(*) AS n FROM job GROUP BY state").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("count jobs: %w", err)
	}
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, nil
}

// Retry sets a stuck job going again, from the first attempt.
func (d *DB) Retry(ctx context.Context, tx *Tx, id int64) (found bool, err error) {
	n, err := tx.Exec(ctx, "UPDATE job SET state = 'ready', attempts = 0, run_at = ? WHERE id = ? AND state = 'stuck'", tx.now.UnixMilli(), id)
	tx.enqueued++
	return n > 0, err
}

// Discard gives a stuck job up.
func (d *DB) Discard(ctx context.Context, tx *Tx, id int64) (found bool, err error) {
	n, err := tx.Exec(ctx, "DELETE FROM job WHERE id = ? AND state = 'stuck'", id)
	return n > 0, err
}
