package wait

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"anlan/internal/fact"
	"anlan/internal/kit/queueing"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/route/queue"
)

// known is how a queue moved a moment ago.
type known struct {
	at     time.Time
	pace   queueing.Pace
	simple Simple
	oldest [2]queue.Standing // who waits longest of those seen, and who next
	lately []come
	total  atomic.Int64 // how many wait, with those that came since
}

// Of is how long a conversation will wait, with where it waits; false when it does not.
func (o *Office) Of(ctx context.Context, who access.Actor, c fact.ConversationID) (e Expectation, waits bool, err error) {
	place, _, ahead, waits, err := o.queues.Of(ctx, who, c)
	if err != nil || !waits {
		return e, false, err
	}
	e, err = o.expect(ctx, place, ahead)
	return e, true, err
}

func (o *Office) expect(ctx context.Context, place queue.Standing, ahead int) (Expectation, error) {
	k, _, err := o.know(ctx, place.Queue, place.Target)
	if err != nil {
		return Expectation{}, err
	}
	return k.expect(place, ahead, o.db.Now()), nil
}

func (k *known) expect(place queue.Standing, ahead int, now time.Time) Expectation {
	s := k.simple
	first := k.oldest[0]
	if first.Conversation == place.Conversation {
		first = k.oldest[1]
	}
	if first.Conversation != "" {
		s.First = now.Sub(first.Entered)
	}
	e := corrected(expected(k.pace, ahead, s), k.lately)
	e.Queue = place.Queue
	return e
}

// Newcomer is how long somebody would wait who came into a queue now.
func (o *Office) Newcomer(ctx context.Context, w queue.Waiting) (Expectation, error) {
	return o.expect(ctx, queue.Standing{Place: queue.Place{Queue: w.ID}, Target: w.Target}, w.Count)
}

// know reads how a queue has moved, and remembers it for a moment; fresh = it was read
// now.
func (o *Office) know(ctx context.Context, id fact.QueueID, target time.Duration) (k *known, fresh bool, err error) {
	now := o.db.Now()
	if k, is := o.paces.Load(id); is && now.Sub(k.(*known).at).Abs() <= freshFor {
		return k.(*known), false, nil
	}
	life := lifeOf(target)
	passed, err := o.queues.Departures(ctx, id, now.Add(-lookBack*life), mostSeen)
	if err != nil {
		return nil, false, err
	}
	waiting, err := o.queues.Places(ctx, access.System, id, 0, mostSeen)
	if err != nil {
		return nil, false, err
	}
	total := len(waiting)
	if total == mostSeen {
		if total, err = o.queues.Waiting(ctx, id); err != nil {
			return nil, false, err
		}
	}
	k = &known{at: now, simple: simple(passed), oldest: oldest(waiting)}
	k.total.Store(int64(total))
	if k.lately, err = latelyOf(ctx, o.db.Read(), id); err != nil {
		return nil, false, err
	}
	hands, err := workOf(ctx, o.db.Read(), id, now.Add(-longer*life), now)
	if err != nil {
		return nil, false, err
	}
	list := stays(passed, waiting)
	from := now.Add(-lookBack * life)
	k.pace = steady(paceOf(list, from, now, life), paceOf(list, from, now, longer*life), hands)
	o.paces.Store(id, k)
	return k, true, nil
}

// ahead is how many are taken before somebody who came just now. In a long line it is
// counted from its end, where who comes mostly stands, and leaves out who came or left
// within the moment for which a pace is remembered.
func (o *Office) ahead(ctx context.Context, k *known, fresh bool, place queue.Standing) (int, error) {
	total := k.total.Load()
	if !fresh {
		total = k.total.Add(1)
	}
	if total > long {
		behind, err := o.queues.Behind(ctx, place, long)
		if err != nil || behind < long {
			return max(0, int(total)-1-behind), err
		}
	}
	return o.queues.Ahead(ctx, place)
}

// workOf reads what is in hand of a queue, and what was done of it.
func workOf(ctx context.Context, q db.Asker, id fact.QueueID, since, now time.Time) (w work, err error) {
	err = q.Ask(`SELECT COUNT(CASE WHEN c.resolved_at = 0 THEN 1 END) AS has, COUNT(CASE WHEN c.resolved_at > 0 THEN 1 END) AS done,
			COALESCE(SUM((CASE WHEN c.resolved_at > 0 THEN c.resolved_at ELSE CAST(? AS BIGINT) END) - d.left_at), 0) / 1000.0 AS spent
		FROM departure d JOIN conversation c ON c.id = d.conversation_id
		WHERE d.queue_id = ? AND d.left_at >= ? AND d.because IN ('taken', 'answered')`, now.UnixMilli(), id, since.UnixMilli()).Scan(ctx, &w)
	if err != nil {
		return w, fmt.Errorf("what is in hand of queue %s: %w", id, err)
	}
	return w, nil
}

// latelyOf reads how the last expectations of a queue by its pace came out.
func latelyOf(ctx context.Context, q db.Asker, id fact.QueueID) (list []come, err error) {
	err = q.Ask(`SELECT pace_ms / 1000.0 AS expected, (ended_at - entered_at) / 1000.0 AS was FROM forecast
		WHERE queue_id = ? AND ended_at > entered_at AND method = 'qlm' AND because IN ('taken', 'answered') ORDER BY ended_at DESC LIMIT 40`, id).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("how the last expectations of queue %s came out: %w", id, err)
	}
	return list, nil
}

// Queued keeps what is expected of a wait that begins.
func (o *Office) Queued(ctx context.Context, f fact.ConversationQueued) error {
	place, _, waits, err := o.queues.Stands(ctx, f.Conversation)
	if err != nil || !waits || place.Queue != f.Queue {
		return err
	}
	k, fresh, err := o.know(ctx, place.Queue, place.Target)
	if err != nil {
		return err
	}
	ahead, err := o.ahead(ctx, k, fresh, place)
	if err != nil {
		return err
	}
	e := k.expect(place, ahead, o.db.Now())
	return o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Ask(`INSERT INTO forecast (conversation_id, entered_at, queue_id, at, ahead, method, half_ms, most_ms, mean_ms, pace_ms, last_ms, first_ms, usual_ms)
			SELECT CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS INTEGER), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT)
			WHERE EXISTS (SELECT 1 FROM conversation WHERE id = ?) ON CONFLICT DO NOTHING`,
			f.Conversation, place.Entered.UnixMilli(), place.Queue, tx.Now().UnixMilli(), ahead, e.Method, e.Half.Milliseconds(), e.Most.Milliseconds(), e.Mean.Milliseconds(), e.Pace.Milliseconds(),
			millis(e.Simple.Last), millis(e.Simple.First), millis(e.Simple.Usual), f.Conversation).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep what is expected of %s: %w", f.Conversation, err)
		}
		return nil
	})
}

func millis(d time.Duration) int64 {
	if d < 0 {
		return -1
	}
	return d.Milliseconds()
}

// Unqueued keeps what a wait came to. Where it ended before its beginning was looked at, there
// is nothing to compare.
func (o *Office) Unqueued(ctx context.Context, f fact.ConversationUnqueued) error {
	o.paces.Delete(f.Queue)
	return o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Ask(`UPDATE forecast SET because = ?, ended_at = COALESCE((SELECT MAX(d.left_at) FROM departure d
				WHERE d.conversation_id = forecast.conversation_id AND d.queue_id = forecast.queue_id AND d.entered_at = forecast.entered_at), 0)
			WHERE conversation_id = ? AND queue_id = ? AND ended_at = 0`, f.Because, f.Conversation, f.Queue).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep what the wait of %s came to: %w", f.Conversation, err)
		}
		return nil
	})
}

// Report tells how good the expectations were of waits that ended since a time with
// somebody taking them, and did not end at once: of one queue, or of all.
func (o *Office) Report(ctx context.Context, who access.Actor, id fact.QueueID, since time.Time) (r Report, err error) {
	if err := who.Require(access.FloorView); err != nil {
		return r, err
	}
	var rows []struct {
		Conversation fact.ConversationID `bun:"conversation_id"`
		Queue        fact.QueueID        `bun:"queue_id"`
		Entered      int64               `bun:"entered_at"`
		Ended        int64               `bun:"ended_at"`
		Ahead        int                 `bun:"ahead"`
		Method       Method              `bun:"method"`
		Half         int64               `bun:"half_ms"`
		Most         int64               `bun:"most_ms"`
		Mean         int64               `bun:"mean_ms"`
		Last         int64               `bun:"last_ms"`
		First        int64               `bun:"first_ms"`
		Usual        int64               `bun:"usual_ms"`
	}
	err = o.db.Read().Ask(`SELECT conversation_id, queue_id, entered_at, ended_at, ahead, method, half_ms, most_ms, mean_ms, last_ms, first_ms, usual_ms FROM forecast
		WHERE ended_at >= ? AND ended_at > entered_at AND because IN ('taken', 'answered') AND (CAST(? AS TEXT) = '' OR queue_id = ?) ORDER BY ended_at DESC LIMIT 20000`,
		since.UnixMilli(), id, id).Scan(ctx, &rows)
	if err != nil {
		return r, fmt.Errorf("how good expectations were: %w", err)
	}
	list := make([]Measured, len(rows))
	for i, w := range rows {
		list[i] = Measured{
			Conversation: w.Conversation, Queue: w.Queue, At: time.UnixMilli(w.Entered).UTC(), Ahead: w.Ahead, Method: w.Method, HalfSeconds: of(w.Half), MostSeconds: of(w.Most),
			MeanSeconds: of(w.Mean), LastSeconds: of(w.Last), FirstSeconds: of(w.First), UsualSeconds: of(w.Usual), Seconds: of(w.Ended - w.Entered),
		}
	}
	r.Accuracy = accuracy(list)
	r.Points = list[:min(len(list), pointsMax)]
	return r, nil
}

func of(ms int64) float64 {
	if ms < 0 {
		return -1
	}
	return float64(ms) / 1000
}

// Sweep forgets waits of long ago.
func (o *Office) Sweep(ctx context.Context) error {
	return o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Ask("DELETE FROM forecast WHERE entered_at < ?", tx.Now().Add(-keptFor).UnixMilli()).Exec(ctx)
		return err
	})
}
