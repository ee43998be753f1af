package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

type queueRow struct {
	ID       fact.QueueID `bun:"id"`
	Team     fact.TeamID  `bun:"team_id"`
	Kind     string       `bun:"channel_kind"`
	Language string       `bun:"language"`
	Skills   string       `bun:"skills"`
}

const queueColumns = "q.id, q.team_id, q.channel_kind, q.language, q.skills"

func (r queueRow) queue() (Queue, error) {
	it := Queue{ID: r.ID, Requirement: Requirement{Team: r.Team, ChannelKind: r.Kind, Language: r.Language}}
	if err := json.Unmarshal([]byte(r.Skills), &it.Skills); err != nil {
		return it, fmt.Errorf("read what queue %s requires: %w", r.ID, err)
	}
	return it, nil
}

// Head is a queue with whoever is taken first in it.
type Head struct {
	Queue
	Standing
}

// Heads are the first of each queue of some teams, or of one of these queues, in the
// order in which they are taken. The team "" is for conversations that have none.
func (b *Board) Heads(ctx context.Context, s Settings, teams []fact.TeamID, only fact.QueueID) (heads []Head, err error) {
	if len(teams) == 0 {
		return nil, nil
	}
	whole := false
	for tries := 0; !whole && tries < mostTries; tries++ {
		if heads, whole, err = b.heads(ctx, s, teams, only); err != nil {
			return nil, err
		}
	}
	now := b.db.Now()
	slices.SortFunc(heads, func(a, b Head) int { return Before(a.Standing, b.Standing, now) })
	return heads, nil
}

// mostTries is how often heads may be taken while they are read.
const mostTries = 20

// heads reads them in no order; whole is false when one was taken meanwhile, and its
// queue may have another.
func (b *Board) heads(ctx context.Context, s Settings, teams []fact.TeamID, only fact.QueueID) (heads []Head, whole bool, err error) {
	var rows []struct {
		queueRow
		First  fact.ConversationID `bun:"first"`
		Oldest fact.ConversationID `bun:"oldest"`
	}
	err = b.db.Ask(`SELECT `+queueColumns+`,
			COALESCE((SELECT p.conversation_id FROM place p WHERE p.queue_id = q.id AND p.offered_to = '' ORDER BY p.counts_from, p.conversation_id LIMIT 1), '') AS first,
			COALESCE((SELECT p.conversation_id FROM place p WHERE p.queue_id = q.id AND p.offered_to = '' ORDER BY p.arrived, p.conversation_id LIMIT 1), '') AS oldest
		FROM queue q WHERE q.team_id IN (?) AND (? = '' OR q.id = ?) AND EXISTS (SELECT 1 FROM place w WHERE w.queue_id = q.id)`, teams, only, only).Scan(ctx, &rows)
	if err != nil {
		return nil, false, fmt.Errorf("read the heads of queues: %w", err)
	}
	var ids []fact.ConversationID
	for _, r := range rows {
		if r.First != "" {
			ids = append(ids, r.First)
		}
		if r.Oldest != r.First {
			ids = append(ids, r.Oldest)
		}
	}
	places, err := b.placesOf(ctx, ids)
	if err != nil {
		return nil, false, err
	}
	now := b.db.Now()
	for _, r := range rows {
		it, err := r.queue()
		if err != nil {
			return nil, false, err
		}
		target := s.Target(it.ChannelKind)
		first, there := places[r.First]
		oldest, also := places[r.Oldest]
		if !there || !also {
			continue
		}
		heads = append(heads, Head{it, head(Standing{first, target}, Standing{oldest, target}, now)})
	}
	return heads, len(places) == len(ids), nil
}

// HeadOf is a conversation as if it were the head of its queue; false when it does not
// wait, or somebody is asked to take it already.
func (b *Board) HeadOf(ctx context.Context, id fact.ConversationID) (Head, bool, error) {
	p, it, waits, err := b.Stands(ctx, id)
	return Head{it, p}, waits && p.OfferedTo == "", err
}

// Following are those of a head's queue who are taken after it, whom nobody is asked
// to take.
func (b *Board) Following(ctx context.Context, head Head, limit int) ([]Head, error) {
	line := b.overdueLine(head.Target)
	var rows []placeRow
	err := b.db.Ask("SELECT "+placeColumns+" FROM place WHERE queue_id = ? AND offered_to = '' AND conversation_id <> ?"+inOrder+" LIMIT ?",
		head.Queue.ID, head.Conversation, line, line, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who follows in queue %s: %w", head.Queue.ID, err)
	}
	list := make([]Head, len(rows))
	for i, r := range rows {
		p, err := r.place()
		if err != nil {
			return nil, err
		}
		list[i] = Head{head.Queue, Standing{p, head.Target}}
	}
	return list, nil
}

// inOrder is the order of a queue: who has waited too long, then all others.
const inOrder = " ORDER BY CASE WHEN arrived <= ? THEN 0 ELSE 1 END, CASE WHEN arrived <= ? THEN arrived ELSE counts_from END, conversation_id"

func (b *Board) placesOf(ctx context.Context, ids []fact.ConversationID) (map[fact.ConversationID]Place, error) {
	of := map[fact.ConversationID]Place{}
	for part := range slices.Chunk(ids, stretch) {
		var rows []placeRow
		if err := b.db.Ask("SELECT "+placeColumns+" FROM place WHERE conversation_id IN (?)", part).Scan(ctx, &rows); err != nil {
			return nil, fmt.Errorf("read places: %w", err)
		}
		for _, r := range rows {
			p, err := r.place()
			if err != nil {
				return nil, err
			}
			of[r.Conversation] = p
		}
	}
	return of, nil
}

// Waiting is a queue with who waits in it.
type Waiting struct {
	Queue
	Mode   Mode
	Target time.Duration
	Count  int
	Oldest time.Time // whoever has waited longest came then
}

// Queues lists the queues in which anybody waits.
func (b *Board) Queues(ctx context.Context, who access.Actor) ([]Waiting, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	s, err := b.Settings(ctx)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		queueRow
		Count  int   `bun:"n"`
		Oldest int64 `bun:"oldest"`
	}
	err = b.db.Ask(`SELECT `+queueColumns+`, w.n, w.oldest FROM queue q
		JOIN (SELECT queue_id, COUNT(*) AS n, MIN(arrived) AS oldest FROM place GROUP BY queue_id) w ON w.queue_id = q.id
		ORDER BY w.oldest, q.id`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who waits: %w", err)
	}
	list := make([]Waiting, len(rows))
	for i, r := range rows {
		it, err := r.queue()
		if err != nil {
			return nil, err
		}
		list[i] = Waiting{it, s.Mode(it.Team), s.Target(it.ChannelKind), r.Count, at(r.Oldest)}
	}
	return list, nil
}

// Get is one queue.
func (b *Board) Get(ctx context.Context, id fact.QueueID) (Queue, error) {
	var rows []queueRow
	if err := b.db.Ask("SELECT "+queueColumns+" FROM queue q WHERE q.id = ?", id).Scan(ctx, &rows); err != nil {
		return Queue{}, fmt.Errorf("read queue %s: %w", id, err)
	}
	if len(rows) == 0 {
		return Queue{}, fault.New(fault.Missing, "queue.missing")
	}
	return rows[0].queue()
}

// Places lists who waits in a queue, in the order in which they are taken, from
// behind the first so many.
func (b *Board) Places(ctx context.Context, who access.Actor, id fact.QueueID, behind, limit int) ([]Standing, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	it, err := b.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	s, err := b.Settings(ctx)
	if err != nil {
		return nil, err
	}
	target := s.Target(it.ChannelKind)
	line := b.overdueLine(target)
	var rows []placeRow
	err = b.db.Ask("SELECT "+placeColumns+" FROM place WHERE queue_id = ?"+inOrder+" LIMIT ? OFFSET ?", id, line, line, limit, behind).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who waits in queue %s: %w", id, err)
	}
	list := make([]Standing, len(rows))
	for i, r := range rows {
		p, err := r.place()
		if err != nil {
			return nil, err
		}
		list[i] = Standing{p, target}
	}
	return list, nil
}

// overdueLine is when somebody must have come to have waited too long by now.
func (b *Board) overdueLine(target time.Duration) int64 {
	return b.db.Now().Add(-patience * target).UnixMilli()
}

// Of tells where a conversation waits and how many are taken before it; false when
// it does not wait.
func (b *Board) Of(ctx context.Context, who access.Actor, id fact.ConversationID) (p Standing, it Queue, ahead int, waits bool, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return p, it, 0, false, err
	}
	if p, it, waits, err = b.Stands(ctx, id); err != nil || !waits {
		return p, it, 0, false, err
	}
	ahead, err = b.Ahead(ctx, p)
	return p, it, ahead, true, err
}

// Stands is where a conversation waits; false when it does not.
func (b *Board) Stands(ctx context.Context, id fact.ConversationID) (p Standing, it Queue, waits bool, err error) {
	own, err := placeOf(ctx, b.db.Read(), id)
	if err != nil || own == nil {
		return p, it, false, err
	}
	if it, err = b.Get(ctx, own.Queue); err != nil {
		return p, it, false, err
	}
	s, err := b.Settings(ctx)
	if err != nil {
		return p, it, false, err
	}
	return Standing{*own, s.Target(it.ChannelKind)}, it, true, nil
}

// Waiting is how many wait in a queue.
func (b *Board) Waiting(ctx context.Context, id fact.QueueID) (n int, err error) {
	if err := b.db.Ask("SELECT COUNT(*) FROM place WHERE queue_id = ?", id).Scan(ctx, &n); err != nil {
		return 0, fmt.Errorf("count who waits in queue %s: %w", id, err)
	}
	return n, nil
}

// Behind is how many of its queue are taken after a place, counted up to a limit.
func (b *Board) Behind(ctx context.Context, p Standing, limit int) (n int, err error) {
	if p.Overdue(b.db.Now()) {
		err = b.db.Ask("SELECT COUNT(*) FROM (SELECT 1 AS one FROM place WHERE queue_id = ? AND (arrived, conversation_id) > (?, ?) LIMIT ?) AS behind",
			p.Queue, p.Arrived.UnixMilli(), p.Conversation, limit).Scan(ctx, &n)
	} else {
		err = b.db.Ask("SELECT COUNT(*) FROM (SELECT 1 AS one FROM place WHERE queue_id = ? AND (counts_from, conversation_id) > (?, ?) AND arrived > ? LIMIT ?) AS behind",
			p.Queue, p.CountsFrom.UnixMilli(), p.Conversation, b.overdueLine(p.Target), limit).Scan(ctx, &n)
	}
	if err != nil {
		return 0, fmt.Errorf("count who is behind %s: %w", p.Conversation, err)
	}
	return n, nil
}

// Ahead is how many of its queue are taken before a place.
func (b *Board) Ahead(ctx context.Context, p Standing) (n int, err error) {
	line := b.overdueLine(p.Target)
	if p.Overdue(b.db.Now()) {
		err = b.db.Ask("SELECT COUNT(*) FROM place WHERE queue_id = ? AND (arrived, conversation_id) < (?, ?)", p.Queue, p.Arrived.UnixMilli(), p.Conversation).Scan(ctx, &n)
	} else {
		err = b.db.Ask("SELECT COUNT(*) FROM place WHERE queue_id = ? AND (arrived <= ? OR (counts_from, conversation_id) < (?, ?))",
			p.Queue, line, p.CountsFrom.UnixMilli(), p.Conversation).Scan(ctx, &n)
	}
	if err != nil {
		return 0, fmt.Errorf("count who is ahead of %s: %w", p.Conversation, err)
	}
	return n, nil
}

// Passed is a place that was left.
type Passed struct {
	Place
	Left    time.Time
	Because string
	By      fact.StaffID
}

// Departures lists the places of a queue that were left since a time, newest first:
// what an estimate of waiting learns from.
func (b *Board) Departures(ctx context.Context, id fact.QueueID, since time.Time, limit int) ([]Passed, error) {
	var rows []struct {
		placeRow
		Left    int64        `bun:"left_at"`
		Because string       `bun:"because"`
		By      fact.StaffID `bun:"staff_id"`
	}
	err := b.db.Ask("SELECT "+passageColumns+", left_at, because, staff_id FROM departure WHERE queue_id = ? AND left_at >= ? ORDER BY left_at DESC, id DESC LIMIT ?",
		id, since.UnixMilli(), limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who left queue %s: %w", id, err)
	}
	list := make([]Passed, len(rows))
	for i, r := range rows {
		p, err := r.place()
		if err != nil {
			return nil, err
		}
		list[i] = Passed{p, at(r.Left), r.Because, r.By}
	}
	return list, nil
}

// Every lists all queues that there are, whether anybody waits in them or not.
func (b *Board) Every(ctx context.Context) ([]Queue, error) {
	of, err := b.all(ctx)
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Values(of), func(a, b Queue) int { return cmp.Compare(a.ID, b.ID) }), nil
}
