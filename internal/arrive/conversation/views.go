package conversation

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// View is a named look at the inbox.
type View struct {
	Key                string     `json:"key" enum:"mine,unassigned,team,all,waiting,snoozed,resolved"`
	Count              int64      `json:"count"`
	OldestWaitingSince *time.Time `json:"oldest_waiting_since" doc:"since when the longest waiting customer of this view waits"`
}

// ViewQuery translates a view's key; the same query is behind the list and the count.
func ViewQuery(key string, who access.Actor) (Query, bool) {
	active := []State{Open, Waiting}
	switch key {
	case "mine":
		return Query{States: active, Assignees: []fact.StaffID{who.ID}}, true
	case "unassigned":
		return Query{States: active, Assignees: []fact.StaffID{""}}, true
	case "team":
		return Query{States: active, Teams: TeamsOf(who)}, true
	case "all":
		return Query{}, true
	case "waiting":
		return Query{States: []State{Waiting}}, true
	case "snoozed":
		return Query{States: []State{Snoozed}}, true
	case "resolved":
		return Query{States: []State{Resolved}}, true
	}
	return Query{}, false
}

// TeamsOf lists somebody's teams for a query. Who has none sees nothing there,
// not everything.
func TeamsOf(who access.Actor) []fact.TeamID {
	if len(who.Teams) == 0 {
		return []fact.TeamID{"none of mine"}
	}
	return who.Teams
}

// viewKeys is their order on the screen.
var viewKeys = []string{"mine", "unassigned", "team", "all", "waiting", "snoozed", "resolved"}

// Views counts them all, from the tally.
func (in *Inbox) Views(ctx context.Context, who access.Actor) ([]View, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	var rows []tallyRow
	err := in.db.Read().NewRaw(`SELECT state, assignee_id, team_id, SUM(n) AS n
		FROM conversation_tally GROUP BY state, assignee_id, team_id`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count the views: %w", err)
	}
	views := make([]View, 0, len(viewKeys))
	for _, key := range viewKeys {
		q, _ := ViewQuery(key, who)
		v := View{Key: key}
		for _, r := range rows {
			if q.holds(r) {
				v.Count += r.N
			}
		}
		if v.OldestWaitingSince, err = in.oldestWaiting(ctx, q); err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, nil
}

// holds tells whether a query that narrows by state, person and team covers a
// row of the tally.
func (q Query) holds(r tallyRow) bool {
	return covers(q.States, r.State) && covers(q.Assignees, r.Assignee) && covers(q.Teams, r.Team)
}

func covers[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return len(list) == 0
}

func (in *Inbox) oldestWaiting(ctx context.Context, q Query) (*time.Time, error) {
	query, args := "SELECT MIN(waiting_since) FROM conversation WHERE waiting_since > 0", []any{}
	if q.States != nil {
		query, args = query+" AND state IN (?)", append(args, bun.In(q.States))
	}
	if q.Assignees != nil {
		query, args = query+" AND assignee_id IN (?)", append(args, bun.In(q.Assignees))
	}
	if q.Teams != nil {
		query, args = query+" AND team_id IN (?)", append(args, bun.In(q.Teams))
	}
	var ms *int64
	if err := in.db.Read().NewRaw(query, args...).Scan(ctx, &ms); err != nil {
		return nil, fmt.Errorf("look for the longest waiting: %w", err)
	}
	if ms == nil {
		return nil, nil
	}
	return instant(*ms), nil
}

// foldAbove is how many rows the tally may grow to before they are folded.
const foldAbove = 200

// FoldTally adds up the tally's rows, so that counting stays a short sum. Rows
// that are written meanwhile are simply not part of it.
func (in *Inbox) FoldTally(ctx context.Context) error {
	var n int
	if err := in.db.Read().NewRaw("SELECT COUNT(*) FROM conversation_tally").Scan(ctx, &n); err != nil {
		return fmt.Errorf("measure the tally: %w", err)
	}
	if n <= foldAbove {
		return nil
	}
	return in.db.Write(ctx, func(tx *db.Tx) error {
		var rows []tallyRow
		if err := tx.NewRaw("DELETE FROM conversation_tally RETURNING state, assignee_id, team_id, n").Scan(ctx, &rows); err != nil {
			return fmt.Errorf("fold the tally: %w", err)
		}
		sums := map[tallyRow]int64{}
		for _, r := range rows {
			sums[tallyRow{State: r.State, Assignee: r.Assignee, Team: r.Team}] += r.N
		}
		var folded []tallyRow
		for r, n := range sums {
			if n != 0 {
				r.N = n
				folded = append(folded, r)
			}
		}
		if len(folded) == 0 {
			return nil
		}
		_, err := tx.NewInsert().Model(&folded).Returning("NULL").Exec(ctx)
		return err
	})
}

// TagCount is a tag and how many conversations wear it.
type TagCount struct {
	Tag   string `json:"tag"`
	Count int    `json:"count"`
}

// Tags lists the tags in use, the commonest first.
func (in *Inbox) Tags(ctx context.Context, who access.Actor) ([]TagCount, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	tags := []TagCount{}
	err := in.db.Read().NewRaw("SELECT tag, COUNT(*) AS count FROM conversation_tag GROUP BY tag ORDER BY 2 DESC, tag LIMIT 500").Scan(ctx, &tags)
	if err != nil {
		return nil, fmt.Errorf("list tags: %w", err)
	}
	return tags, nil
}
