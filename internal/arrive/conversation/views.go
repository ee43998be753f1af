package conversation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
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
	rows, err := in.tallied(ctx)
	if err != nil {
		return nil, err
	}
	oldest, err := in.oldestWaiting(ctx, who)
	if err != nil {
		return nil, err
	}
	views := make([]View, 0, len(viewKeys))
	for _, key := range viewKeys {
		q, _ := ViewQuery(key, who)
		v := View{Key: key, OldestWaitingSince: oldest[key]}
		for _, r := range rows {
			if q.holds(r) {
				v.Count += r.N
			}
		}
		views = append(views, v)
	}
	return views, nil
}

// tallied is how many conversations stand where.
func (in *Inbox) tallied(ctx context.Context) (rows []tallyRow, err error) {
	err = in.db.Ask(`SELECT state, assignee_id, team_id, SUM(n) AS n
		FROM conversation_tally GROUP BY state, assignee_id, team_id`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count the views: %w", err)
	}
	return rows, nil
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

// oldestWaiting finds the longest wait in each view: one look at the end of an
// index for each state, person and team.
func (in *Inbox) oldestWaiting(ctx context.Context, who access.Actor) (map[string]*time.Time, error) {
	var looks []string
	var args []any
	for _, key := range viewKeys {
		q, _ := ViewQuery(key, who)
		for _, n := range q.waits() {
			looks = append(looks, "SELECT ? AS view, (SELECT MIN(waiting_since) FROM conversation"+n.where()+") AS since")
			args = append(append(args, key), n.args...)
		}
	}
	var rows []struct {
		View  string `bun:"view"`
		Since *int64 `bun:"since"`
	}
	if err := in.db.Ask(strings.Join(looks, " UNION ALL "), args...).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("look for the longest waiting: %w", err)
	}
	oldest := map[string]*time.Time{}
	for _, r := range rows {
		if r.Since == nil {
			continue
		}
		if at := instant(*r.Since); oldest[r.View] == nil || at.Before(*oldest[r.View]) {
			oldest[r.View] = at
		}
	}
	return oldest, nil
}

// waits are the conditions under which somebody in a view may be waiting. Nobody
// waits in what is resolved.
func (q Query) waits() (list []narrowing) {
	states := q.States
	if len(states) == 0 {
		states = []State{Open, Waiting, Snoozed}
	}
	for _, state := range states {
		if state == Resolved {
			continue
		}
		for _, assignee := range orAny(q.Assignees) {
			for _, team := range orAny(q.Teams) {
				n := q.narrow(assignee, team)
				n.add("state = ? AND waiting_since > 0", state)
				list = append(list, n)
			}
		}
	}
	return list
}
