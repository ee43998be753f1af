package conversation

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
)

// Lists that are narrowed by more than state, person and team. One condition
// leads along an index; the others are asked of what it brings, a bounded stretch
// at a time. So a page may come short and yet have a next one, but no page reads
// the whole history.

const (
	stretch    = 2000 // rows that one look goes along one walk
	nearby     = 4    // times as many rows as are wanted, of the first look: most often they are near
	mostLooks  = 6    // looks of one page
	countUpto  = 1000 // counting stops here
	countAhead = 2000 // and after so many rows that were asked
)

var priorityOrder = []Priority{Urgent, High, Normal, Low}

// segment is a part of an order that is one walk: those who wait, then those who
// do not; the urgent, then the high.
type segment struct {
	column   string // what it is sorted by
	oldFirst bool
	waits    int // 1: only who waits, -1: only who does not
	priority Priority
}

func (s segment) direction() string {
	if s.oldFirst {
		return "ASC"
	}
	return "DESC"
}

func (q Query) segments() []segment {
	switch q.Narrow.Order {
	case Oldest:
		return []segment{{column: "last_message_at", oldFirst: true}}
	case CreatedNewest:
		return []segment{{column: "created_at"}}
	case CreatedOldest:
		return []segment{{column: "created_at", oldFirst: true}}
	case LongestWaiting:
		waiting := []segment{{column: "waiting_since", oldFirst: true, waits: 1}, {column: "last_message_at", waits: -1}}
		if q.Narrow.WaitingUpto > 0 {
			return waiting[:1]
		}
		return waiting
	case ByPriority:
		var list []segment
		for _, p := range priorityOrder {
			if covers(q.Narrow.Priorities, p) {
				list = append(list, segment{column: "last_message_at", priority: p})
			}
		}
		return list
	}
	return []segment{{column: "last_message_at"}}
}

// way is one walk along an index: where from, and under which conditions.
type way struct {
	narrowing
	from, column, id string
	state            State // of a walk by waiting time, which begins and ends within its state
}

// walkColumns are what the conditions ask for.
const walkColumns = "k.id, k.state, k.status_id, k.assignee_id, k.team_id, k.channel_id, k.contact_id, k.priority, k.created_at, k.last_message_at, k.waiting_since, k.topic_id, k.emotion, k.risks"

// ways chooses what leads, and tells what remains to be asked of each row.
func (q Query) ways(s segment, after Place) (ways []way, rest narrowing) {
	n := q.Narrow
	states := q.States
	if len(states) == 0 {
		states = []State{Open, Waiting, Snoozed, Resolved}
	}
	byTime, byWait := s.column == "last_message_at", s.column == "waiting_since"
	teams := len(q.Teams) > 0 && !slices.Contains(q.Teams, "")
	rare := len(n.Priorities) > 0 && !slices.Contains(n.Priorities, Normal)
	lead := "state"
	switch {
	case q.Contact != "" && byTime:
		lead = "contact"
	case len(n.members) > 0 && byTime:
		lead = "members"
	case len(n.Statuses) > 0 && byTime:
		lead = "status"
	case len(q.Assignees) > 0 && (byTime || byWait):
		lead = "assignee"
	case teams && (byTime || byWait):
		lead = "team"
	case byTime && s.priority != "" && s.priority != Normal:
		lead = "segment"
	case byTime && len(n.TagsAll) > 0:
		lead = "tag"
	case byTime && len(n.TagsAny) > 0:
		lead = "tags"
	case byTime && rare && s.priority == "":
		lead = "priority"
	case byTime && len(n.Channels) > 0:
		lead = "channel"
	}
	add := func(w way) {
		w.add("k.merged_into = ''") // the one that stands for it is listed
		q.bound(&w, s, after)
		ways = append(ways, w)
	}
	plain := func() way { return way{from: "conversation k", column: "k." + s.column, id: "k.id"} }
	each := func(column string, values []string, extra string) {
		for _, v := range sortedOnce(values) {
			for _, state := range sortedOnce(states) {
				w := plain()
				w.add("k."+column+" = ?"+extra, v)
				if w.state = state; !byWait {
					w.add("k.state = ?", state)
				}
				add(w)
			}
		}
	}
	tagged := func(tags []string) {
		for _, tag := range sortedOnce(tags) {
			for _, state := range sortedOnce(states) {
				w := way{from: "conversation_tag g CROSS JOIN conversation k", column: "g.last_message_at", id: "g.conversation_id"}
				w.add("k.id = g.conversation_id AND g.tag = ? AND g.state = ?", tag, state)
				add(w)
			}
		}
	}
	switch lead {
	case "contact":
		w := plain()
		w.add("k.contact_id = ?", q.Contact)
		add(w)
	case "members":
		for _, id := range n.members {
			w := plain()
			w.add("k.contact_id = ?", id)
			add(w)
		}
	case "status":
		for _, id := range sortedOnce(n.Statuses) {
			w := plain()
			w.add("k.status_id = ? AND k.status_id <> ''", id)
			add(w)
		}
	case "assignee":
		each("assignee_id", texts(q.Assignees), "")
	case "team":
		each("team_id", texts(q.Teams), " AND k.team_id <> ''")
	case "segment":
		each("priority", []string{string(s.priority)}, " AND k.priority <> 'normal'")
	case "priority":
		each("priority", texts(n.Priorities), " AND k.priority <> 'normal'")
	case "channel":
		each("channel_id", texts(n.Channels), "")
	case "tag":
		tagged(n.TagsAll[:1])
	case "tags":
		tagged(n.TagsAny)
	default:
		for _, state := range sortedOnce(states) {
			if byWait && state == Resolved {
				continue // nobody waits in what is resolved
			}
			w := plain()
			if w.state = state; !byWait {
				w.add("k.state = ?", state)
			}
			add(w)
		}
	}
	return ways, q.rest(s, lead)
}

// bound keeps a walk within its stretch of time, behind the page before.
func (q Query) bound(w *way, s segment, after Place) {
	if s.waits > 0 {
		// SQLite likes to skip over the few states, and then sorts: with two ends it
		// stays on the walk. PostgreSQL guesses a place in a whole index badly, and went
		// through all who wait for the few of one person: the state is equal to one.
		upto := int64(math.MaxInt64)
		if q.Narrow.WaitingUpto > 0 {
			upto = q.Narrow.WaitingUpto + 1
		}
		w.add("k.state = ? AND k.waiting_since > 0 AND (k.waiting_since, k.id) > (?, ?)", w.state, after.At, after.ID)
		w.add("k.waiting_since < ?", upto)
		return
	}
	end := q.stretchOf(s)
	switch {
	case after.ID != "" && s.oldFirst:
		w.add("("+w.column+", "+w.id+") > (?, ?)", after.At, after.ID)
	case after.ID != "":
		w.add("("+w.column+", "+w.id+") < (?, ?)", after.At, after.ID)
	case s.oldFirst && end.From > 0:
		w.add(w.column+" >= ?", end.From)
	case !s.oldFirst && end.To > 0:
		w.add(w.column+" <= ?", end.To)
	}
}

// stretchOf is the stretch of time in which the order's own column shall be.
func (q Query) stretchOf(s segment) between {
	switch s.column {
	case "created_at":
		return q.Narrow.Created
	case "last_message_at":
		return q.Narrow.Last
	}
	return between{}
}

// past tells whether a walk has left its stretch of time. Its far end is no
// condition of the walk: with two ends SQLite may leave the index of the order.
func (b between) past(s segment, at int64) bool {
	return s.oldFirst && b.To > 0 && at > b.To || !s.oldFirst && b.From > 0 && at < b.From
}

func (b between) far(s segment) (n narrowing) {
	if s.oldFirst && b.To > 0 {
		n.add("at <= ?", b.To)
	} else if !s.oldFirst && b.From > 0 {
		n.add("at >= ?", b.From)
	}
	return n
}

// rest is what the leading condition does not answer already, asked of a row
// called w.
func (q Query) rest(s segment, lead string) (r narrowing) {
	n := q.Narrow
	if lead == "contact" || lead == "status" || lead == "members" {
		among(&r, "w.state", q.States)
	}
	if lead != "contact" && q.Contact != "" {
		r.add("w.contact_id = ?", q.Contact)
	}
	if lead != "status" {
		among(&r, "w.status_id", n.Statuses)
	}
	if lead != "assignee" {
		among(&r, "w.assignee_id", q.Assignees)
	}
	if lead != "team" {
		among(&r, "w.team_id", q.Teams)
	}
	if lead != "channel" {
		among(&r, "w.channel_id", n.Channels)
	}
	if s.priority != "" && lead != "segment" {
		r.add("w.priority = ?", s.priority)
	} else if s.priority == "" && lead != "priority" {
		among(&r, "w.priority", n.Priorities)
	}
	if s.waits < 0 {
		r.add("w.waiting_since = 0")
	}
	for column, b := range map[string]between{"created_at": n.Created, "last_message_at": n.Last} {
		if column == s.column {
			continue
		}
		if b.From > 0 {
			r.add("w."+column+" >= ?", b.From)
		}
		if b.To > 0 {
			r.add("w."+column+" <= ?", b.To)
		}
	}
	if n.WaitingUpto > 0 && s.column != "waiting_since" {
		r.add("w.waiting_since BETWEEN 1 AND ?", n.WaitingUpto)
	}
	const wears = "EXISTS (SELECT 1 FROM conversation_tag t WHERE t.conversation_id = w.id AND t.tag "
	for i, tag := range n.TagsAll {
		if i > 0 || lead != "tag" {
			r.add(wears+"= ?)", tag)
		}
	}
	if len(n.TagsAny) > 0 && lead != "tags" {
		r.add(wears+"IN (?))", n.TagsAny)
	}
	if len(n.TagsNone) > 0 {
		r.add("NOT "+wears+"IN (?))", n.TagsNone)
	}
	having(&r, "w.id", q.Fields)
	if len(n.Organisations) > 0 && lead != "members" {
		r.add("EXISTS (SELECT 1 FROM organisation_member o WHERE o.contact_id = w.contact_id AND o.organisation_id IN (?))", texts(n.Organisations))
	}
	if len(n.Topics) > 0 {
		r.add(`w.topic_id <> '' AND w.topic_id IN (SELECT id FROM topic WHERE id IN (?) OR parent_id IN (?)
			OR parent_id IN (SELECT id FROM topic WHERE parent_id IN (?)))`, texts(n.Topics), texts(n.Topics), texts(n.Topics))
	}
	if len(n.Emotions) > 0 {
		r.add("w.emotion IN (?)", n.Emotions)
	}
	if len(n.Risks) > 0 {
		var ways []string
		var values []any
		for _, kind := range n.Risks {
			ways, values = append(ways, "w.risks LIKE ?"), append(values, "%,"+kind+",%")
		}
		r.add("w.risks <> '' AND ("+strings.Join(ways, " OR ")+")", values...)
	}
	if len(n.Tiers) > 0 {
		r.add("EXISTS (SELECT 1 FROM contact o WHERE o.id = w.contact_id AND o.tier IN (?))", n.Tiers)
	}
	return r
}

func among[T ~string](r *narrowing, column string, values []T) {
	if len(values) > 0 {
		r.add(column+" IN (?)", texts(values))
	}
}

func sortedOnce[T cmp.Ordered](list []T) []T {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// sql is a walk of so many rows.
func (w way) sql(s segment, columns string, limit int) (string, []any) {
	return "SELECT " + columns + " FROM " + w.from + w.where() +
		" ORDER BY " + w.column + " " + s.direction() + ", " + w.id + " " + s.direction() + " LIMIT ?", append(slices.Clone(w.args), limit)
}

// spot is a conversation in an order.
type spot struct {
	ID fact.ConversationID `bun:"id"`
	At int64               `bun:"at"`
}

// beyond tells whether a comes behind b.
func (s segment) beyond(a, b spot) bool {
	c := cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID))
	return s.oldFirst && c > 0 || !s.oldFirst && c < 0
}

// Pick names the conversations of a page, in order, and where it ended.
func (in *Inbox) Pick(ctx context.Context, q Query) (picked []fact.ConversationID, next Place, err error) {
	if q.Limit < 1 {
		return nil, Place{}, nil
	}
	if q, err = in.led(ctx, q.Narrowed()); err != nil {
		return nil, Place{}, err
	}
	segments, at := q.segments(), q.After
	for part := at.Segment; part < len(segments); part++ {
		for looked := 1; ; looked++ {
			want, ahead := q.Limit-len(picked), stretch
			if looked == 1 {
				ahead = min(nearby*want, stretch)
			}
			got, cut, err := in.look(ctx, q, segments[part], at, want, ahead)
			if err != nil {
				return nil, Place{}, err
			}
			for _, g := range got {
				picked = append(picked, g.ID)
			}
			if len(got) == want {
				end := got[len(got)-1]
				return picked, Place{At: end.At, ID: end.ID, Segment: part}, nil
			}
			if cut == nil {
				break // this part is through
			}
			at = Place{At: cut.At, ID: cut.ID, Segment: part}
			if looked == mostLooks {
				return picked, at, nil
			}
		}
		at = Place{}
	}
	return picked, Place{}, nil
}

// look goes one stretch along every walk. cut is how far all of them were seen,
// nil when to their end.
func (in *Inbox) look(ctx context.Context, q Query, s segment, after Place, want, ahead int) (got []spot, cut *spot, err error) {
	ways, rest := q.ways(s, after)
	if len(ways) == 0 {
		return nil, nil, nil
	}
	if len(rest.clauses) == 0 {
		ahead = want
	}
	union, args := kept(ways, rest, s, ahead)
	far := q.stretchOf(s).far(s)
	args = append(append(args, far.args...), want)
	err = in.db.Ask("SELECT DISTINCT id, at FROM ("+union+") AS kept"+far.where()+" ORDER BY at "+s.direction()+", id "+s.direction()+" LIMIT ?", args...).Anew().Scan(ctx, &got)
	if err != nil {
		return nil, nil, fmt.Errorf("walk conversations: %w", err)
	}
	if len(got) == want || len(rest.clauses) == 0 {
		return got, nil, nil
	}
	if cut, err = in.cut(ctx, q, ways, s, ahead); err != nil || cut == nil {
		return got, nil, err
	}
	return slices.DeleteFunc(got, func(g spot) bool { return s.beyond(g, *cut) }), cut, nil
}

// kept is what of each walk's stretch has passed the other conditions.
func kept(ways []way, rest narrowing, s segment, ahead int) (string, []any) {
	var parts []string
	var args []any
	for _, w := range ways {
		walk, walkArgs := w.sql(s, walkColumns+", "+w.column+" AS at", ahead)
		parts = append(parts, "SELECT id, at FROM ("+walk+") AS w"+rest.where())
		args = append(append(args, walkArgs...), rest.args...)
	}
	return strings.Join(parts, " UNION ALL "), args
}

// cut finds the nearest end of those walks that go on behind their stretch.
func (in *Inbox) cut(ctx context.Context, q Query, ways []way, s segment, ahead int) (*spot, error) {
	var parts []string
	var args []any
	for _, w := range ways {
		walk, walkArgs := w.sql(s, w.id+" AS id, "+w.column+" AS at", 1)
		parts = append(parts, "SELECT id, at FROM ("+walk+" OFFSET ?) AS w")
		args = append(append(args, walkArgs...), ahead-1)
	}
	var ends []spot
	if err := in.db.Ask(strings.Join(parts, " UNION ALL "), args...).Anew().Scan(ctx, &ends); err != nil {
		return nil, fmt.Errorf("find how far was looked: %w", err)
	}
	if len(ends) == 0 {
		return nil, nil
	}
	nearest := ends[0]
	for _, e := range ends[1:] {
		if s.beyond(nearest, e) {
			nearest = e
		}
	}
	if q.stretchOf(s).past(s, nearest.At) {
		return nil, nil
	}
	return &nearest, nil
}

// listNarrow shows a page of a narrow list.
func (in *Inbox) listNarrow(ctx context.Context, who access.Actor, q Query) ([]Conversation, Place, error) {
	ids, next, err := in.Pick(ctx, q)
	if err != nil || len(ids) == 0 {
		return []Conversation{}, next, err
	}
	list, _, err := in.List(ctx, who, Query{IDs: ids})
	if err != nil {
		return nil, Place{}, err
	}
	at := make(map[fact.ConversationID]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(list, func(a, b Conversation) int { return cmp.Compare(at[a.ID], at[b.ID]) })
	return list, next, nil
}

// Holding tells which of some conversations a query covers.
func (in *Inbox) Holding(ctx context.Context, q Query, ids []fact.ConversationID) (map[fact.ConversationID]bool, error) {
	q = q.Narrowed()
	rest := q.rest(segment{}, "")
	rest.add("w.merged_into = ''")
	if len(q.States) > 0 {
		rest.add("w.state IN (?)", texts(q.States))
	}
	if len(ids) == 0 {
		return map[fact.ConversationID]bool{}, nil
	}
	rest.add("w.id IN (?)", texts(ids))
	var held []fact.ConversationID
	if err := in.db.Ask("SELECT w.id FROM conversation w"+rest.where(), rest.args...).Anew().Scan(ctx, &held); err != nil {
		return nil, fmt.Errorf("ask which conversations are covered: %w", err)
	}
	by := map[fact.ConversationID]bool{}
	for _, id := range held {
		by[id] = true
	}
	return by, nil
}

// Counted is how many there are, and whether there may be more than were counted.
type Counted struct {
	N                  int64
	AtLeast            bool
	OldestWaitingSince *time.Time
}

// count counts a narrow query up to a bound, and looks for its longest wait.
func (in *Inbox) count(ctx context.Context, q Query) (c Counted, err error) {
	if q, err = in.led(ctx, q.Narrowed()); err != nil {
		return c, err
	}
	waiting := segment{column: "waiting_since", oldFirst: true, waits: 1}
	s := segment{column: "last_message_at"}
	if q.Narrow.WaitingUpto > 0 {
		s = waiting
	}
	ways, rest := q.ways(s, Place{})
	ahead := countAhead
	if len(rest.clauses) == 0 {
		ahead = countUpto + 1
	}
	if len(ways) > 0 {
		union, args := kept(ways, rest, s, ahead)
		far := q.stretchOf(s).far(s)
		if err := in.db.Ask("SELECT COUNT(DISTINCT id) FROM ("+union+") AS kept"+far.where(), append(args, far.args...)...).Anew().Scan(ctx, &c.N); err != nil {
			return c, fmt.Errorf("count a view: %w", err)
		}
		end, err := in.cut(ctx, q, ways, s, ahead)
		if err != nil {
			return c, err
		}
		c.AtLeast = end != nil
	}
	if c.N > countUpto {
		c.N, c.AtLeast = countUpto, true
	}
	longest, _, err := in.look(ctx, q, waiting, Place{}, 1, stretch)
	if len(longest) > 0 {
		c.OldestWaitingSince = instant(longest[0].At)
	}
	return c, err
}

// CountAll counts queries: from the tally where it answers, else up to a bound.
func (in *Inbox) CountAll(ctx context.Context, who access.Actor, queries []Query) ([]Counted, error) {
	if err := who.Require(access.ConversationView); err != nil || len(queries) == 0 {
		return nil, err
	}
	tally, err := in.tallied(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Counted, len(queries))
	for i, q := range queries {
		if !q.counted() {
			if list[i], err = in.count(ctx, q); err != nil {
				return nil, err
			}
			continue
		}
		for _, r := range tally {
			if q.holds(r) {
				list[i].N += r.N
			}
		}
		longest, _, err := in.look(ctx, q.Narrowed(), segment{column: "waiting_since", oldFirst: true, waits: 1}, Place{}, 1, stretch)
		if err != nil {
			return nil, err
		}
		if len(longest) > 0 {
			list[i].OldestWaitingSince = instant(longest[0].At)
		}
	}
	return list, nil
}
