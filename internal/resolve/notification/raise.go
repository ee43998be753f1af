package notification

import (
	"context"
	"fmt"
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/db"
	"anlan/internal/platform/id"
)

// Wake tells a running desk that there are new facts.
func (d *Desk) Wake() {
	select {
	case d.fresh <- struct{}{}:
	default:
	}
}

// gathering is how long news is let come together, so that a flood of messages is
// read in a few pieces. A bell that rings a tenth of a second later is no worse.
const gathering = 100 * time.Millisecond

func gather(ctx context.Context) {
	wait := time.NewTimer(gathering)
	defer wait.Stop()
	select {
	case <-ctx.Done():
	case <-wait.C:
	}
}

// slowTick is how long new facts wait when nobody tells of them.
const slowTick = 5 * time.Second

// Run reads new facts until ctx ends.
func (d *Desk) Run(ctx context.Context) error {
	tick := time.NewTicker(slowTick)
	defer tick.Stop()
	for {
		if err := d.Pump(ctx); err != nil && ctx.Err() == nil {
			d.log.Warn("people could not be told of what concerns them; trying again", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-d.fresh:
			gather(ctx)
		case <-tick.C:
		}
	}
}

// batch is how many facts are read at once.
const batch = 500

// Pump tells people of what has happened since. Any node may do it at any time:
// the cursor moves in the transaction that tells, and only from where it was read.
// Facts that concern nobody cost no write.
func (d *Desk) Pump(ctx context.Context) error {
	for more := true; more; {
		var err error
		if more, err = d.pump(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) pump(ctx context.Context) (more bool, err error) {
	var cursor int64
	if err := d.db.Ask("SELECT cursor FROM notification_reader").Scan(ctx, &cursor); err != nil {
		return false, fmt.Errorf("how far have the facts been read: %w", err)
	}
	facts, err := d.db.FactsAfter(ctx, max(cursor, d.passed.Load()), batch, db.Filter{})
	if err != nil || len(facts) == 0 {
		return false, err
	}
	more = len(facts) == batch
	last := facts[len(facts)-1].Cursor
	near, err := d.around(ctx, facts)
	if err != nil {
		return false, err
	}
	acts, err := planned(facts, near, d.db.Now())
	if err != nil {
		return false, err
	}
	if len(acts) == 0 && last-cursor < batch {
		d.passed.Store(last)
		return more, nil
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE notification_reader SET cursor = ? WHERE cursor = ?", last, cursor)
		if err != nil {
			return fmt.Errorf("read on in the facts: %w", err)
		}
		if n == 0 { // another node was here
			more = true
			return nil
		}
		return d.do(ctx, tx, acts)
	})
	return more, err
}

// around reads what the rule has to know of the objects of facts.
func (d *Desk) around(ctx context.Context, facts []db.Recorded) (around, error) {
	a := around{assignee: map[fact.ConversationID]fact.StaffID{}, writer: map[fact.MessageID]fact.StaffID{}, unseen: map[string]bool{}}
	var conversations, read, messages []string
	channels, queues := false, []string{}
	for _, f := range facts {
		c, may, err := concerns(f)
		if err != nil {
			return a, err
		}
		if !may {
			continue
		}
		switch f.Name {
		case fact.MessageArrived{}.Name(), fact.ConversationReopened{}.Name():
			conversations = append(conversations, string(c.Conversation))
		case fact.MessageDeliveryChanged{}.Name():
			messages = append(messages, string(c.Message))
		case fact.ChannelTroubled{}.Name(), fact.ChannelRecovered{}.Name():
			channels = true
		case fact.OverflowSwitched{}.Name():
			queues = append(queues, string(c.Queue))
		case fact.MessageReadByStaff{}.Name():
			read = append(read, string(c.Conversation))
		}
	}
	var rows []struct {
		ID    string       `bun:"id"`
		Staff fact.StaffID `bun:"staff_id"`
	}
	look := func(query string, ids []string, found func(id string, of fact.StaffID)) error {
		rows = rows[:0]
		if len(ids) == 0 {
			return nil
		}
		if err := d.db.Ask(query, ids).Scan(ctx, &rows); err != nil {
			return fmt.Errorf("whom do new facts concern: %w", err)
		}
		for _, r := range rows {
			found(r.ID, r.Staff)
		}
		return nil
	}
	err := look("SELECT id, assignee_id AS staff_id FROM conversation WHERE id IN (?) AND assignee_id <> ''", conversations,
		func(id string, staff fact.StaffID) { a.assignee[fact.ConversationID(id)] = staff })
	if err == nil {
		err = look("SELECT id, staff_id FROM message WHERE id IN (?) AND kind = 'reply'", messages,
			func(id string, staff fact.StaffID) { a.writer[fact.MessageID(id)] = staff })
	}
	if err == nil {
		err = look("SELECT DISTINCT conversation_id AS id, staff_id FROM notification WHERE conversation_id IN (?) AND seen_at = 0", read,
			func(id string, staff fact.StaffID) { a.unseen[place(staff, fact.ConversationID(id))] = true })
	}
	if err == nil && channels {
		a.managers, err = staff.WhoMay(ctx, d.db.Read(), access.ChannelManage)
	}
	if err == nil && len(queues) > 0 {
		a.leads, err = d.leads(ctx, queues)
	}
	return a, err
}

// leads finds who sees to a queue: whoever may see the floor, of its team and of the one
// that helps; where there are none, everybody who may.
func (d *Desk) leads(ctx context.Context, queues []string) (func(fact.QueueID, fact.TeamID) []fact.StaffID, error) {
	all, err := staff.WhoMay(ctx, d.db.Read(), access.FloorView)
	if err != nil {
		return nil, err
	}
	var of []struct {
		Queue fact.QueueID `bun:"id"`
		Team  fact.TeamID  `bun:"team_id"`
	}
	if err := d.db.Ask("SELECT id, team_id FROM queue WHERE id IN (?)", queues).Scan(ctx, &of); err != nil {
		return nil, fmt.Errorf("whose are the queues that overflow: %w", err)
	}
	var members []struct {
		Team  fact.TeamID  `bun:"team_id"`
		Staff fact.StaffID `bun:"staff_id"`
	}
	if err := d.db.Ask("SELECT team_id, staff_id FROM team_member").Scan(ctx, &members); err != nil {
		return nil, fmt.Errorf("who is in which team: %w", err)
	}
	team := map[fact.QueueID]fact.TeamID{}
	for _, q := range of {
		team[q.Queue] = q.Team
	}
	return func(q fact.QueueID, helps fact.TeamID) []fact.StaffID {
		theirs := map[fact.StaffID]bool{}
		for _, m := range members {
			if m.Team == team[q] || m.Team == helps {
				theirs[m.Staff] = true
			}
		}
		near := slices.DeleteFunc(slices.Clone(all), func(s fact.StaffID) bool { return !theirs[s] })
		if len(near) == 0 {
			return all
		}
		return near
	}, nil
}

// do tells people, in the caller's transaction.
func (d *Desk) do(ctx context.Context, tx *db.Tx, acts []act) error {
	for _, a := range acts {
		if a.seen {
			if err := seenTx(ctx, tx, a.staff, "AND conversation_id = ? AND at <= ?", a.conversation, a.at.UnixMilli()); err != nil {
				return err
			}
			continue
		}
		if err := d.raise(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) raise(ctx context.Context, tx *db.Tx, a act) error {
	var there bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT 1 FROM staff WHERE id = ? AND state = 'active')
		AND (EXISTS (SELECT 1 FROM conversation WHERE id = ?) OR EXISTS (SELECT 1 FROM channel_trouble WHERE id = ?) OR EXISTS (SELECT 1 FROM queue WHERE id = ?))`, a.staff, a.conversation, a.trouble, a.queue).Scan(ctx, &there)
	if err != nil || !there {
		return err
	}
	chosen, err := preferences(ctx, tx, a.staff)
	if err != nil {
		return err
	}
	want := wanted(chosen, a.kind)
	if !want.Page && !want.Push {
		return nil
	}
	n, err := put(ctx, tx, a, !want.Page)
	if err != nil || n == "" {
		return err
	}
	if want.Page {
		if err := tx.Record(ctx, fact.NotificationRaised{Notification: n, Staff: a.staff, Kind: string(a.kind)}); err != nil {
			return err
		}
	}
	if tx.Now().Sub(a.at) > ttl {
		return nil
	}
	if a.trouble != "" {
		if err := tx.Enqueue(ctx, db.Job{Kind: MailJob, Args: Mail{Trouble: a.trouble, Staff: a.staff, Over: a.kind == Recovered}}); err != nil {
			return err
		}
	}
	if !want.Push {
		return nil
	}
	var subscriptions []fact.PushSubscriptionID
	if err := tx.NewRaw("SELECT p.id FROM push_subscription p WHERE p.staff_id = ? AND "+signedIn, a.staff).Scan(ctx, &subscriptions); err != nil {
		return fmt.Errorf("to which browsers is %s pushed: %w", a.staff, err)
	}
	if len(subscriptions) == 0 {
		return nil
	}
	if hours, err := quietHours(ctx, tx, a.staff, tx.Now()); err != nil {
		return err
	} else if hours.Now {
		return hold(ctx, tx, n)
	}
	for _, s := range subscriptions {
		err := tx.Enqueue(ctx, db.Job{
			Kind: PushJob, Args: Push{Notification: n, Subscription: s, Cursor: a.cursor},
			RunAt: tx.Now().Add(patience),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// MailJob is the kind of the job that tells one person by mail of a channel's
// trouble; channel/email does it, by another mailbox than the troubled one.
const MailJob = "notification.mail"

// Mail is what that job carries.
type Mail struct {
	Trouble fact.TroubleID `json:"trouble"`
	Staff   fact.StaffID   `json:"staff"`
	Over    bool           `json:"over"`
}

// put keeps a notification. A customer who writes three times before anybody
// looks concerns a person once: the newest.
func put(ctx context.Context, tx *db.Tx, a act, quiet bool) (n fact.NotificationID, err error) {
	if a.kind == Replied {
		err = tx.NewRaw(`UPDATE notification SET message_id = ?, fact_cursor = ?, at = ?, held = FALSE
			WHERE staff_id = ? AND conversation_id = ? AND kind = 'replied' AND seen_at = 0 AND quiet = ? RETURNING id`,
			a.message, a.cursor, a.at.UnixMilli(), a.staff, a.conversation, quiet).Scan(ctx, &n)
		if err == nil {
			return n, nil
		}
		if !db.IsNone(err) {
			return "", fmt.Errorf("move a notification on: %w", err)
		}
	}
	n = fact.NotificationID(id.New())
	count, err := tx.Exec(ctx, `INSERT INTO notification (id, staff_id, kind, conversation_id, trouble_id, queue_id, message_id, by_id, about, fact_cursor, quiet, at)
		VALUES (?, ?, ?, NULLIF(?, ''), NULLIF(?, ''), NULLIF(?, ''), ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		n, a.staff, a.kind, a.conversation, a.trouble, a.queue, a.message, a.by, a.about, a.cursor, quiet, a.at.UnixMilli())
	if err != nil {
		return "", fmt.Errorf("keep a notification: %w", err)
	}
	if count == 0 {
		return "", nil
	}
	return n, nil
}

// seenTx notes that somebody has seen what the clause narrows to.
func seenTx(ctx context.Context, tx *db.Tx, staff fact.StaffID, clause string, args ...any) error {
	n, err := tx.Exec(ctx, "UPDATE notification SET seen_at = ? WHERE staff_id = ? AND seen_at = 0 "+clause,
		append([]any{tx.Now().UnixMilli(), staff}, args...)...)
	if err != nil {
		return fmt.Errorf("note what %s has seen: %w", staff, err)
	}
	if n == 0 {
		return nil
	}
	return tx.Record(ctx, fact.NotificationSeen{Staff: staff})
}
