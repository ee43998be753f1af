package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/id"
)

type placeRow struct {
	Conversation fact.ConversationID `bun:"conversation_id"`
	Queue        fact.QueueID        `bun:"queue_id"`
	Arrived      int64               `bun:"arrived"`
	CountsFrom   int64               `bun:"counts_from"`
	Reasons      string              `bun:"reasons"`
	Routing      int                 `bun:"routing_version"`
	Entered      int64               `bun:"entered_at"`
	OfferedTo    fact.StaffID        `bun:"offered_to"`
}

const (
	passageColumns = "conversation_id, queue_id, arrived, counts_from, reasons, routing_version, entered_at"
	placeColumns   = passageColumns + ", offered_to"
)

func (r placeRow) place() (p Place, err error) {
	p = Place{
		Conversation: r.Conversation, Queue: r.Queue, Arrived: at(r.Arrived), CountsFrom: at(r.CountsFrom), Routing: r.Routing, Entered: at(r.Entered), OfferedTo: r.OfferedTo,
	}
	if err := json.Unmarshal([]byte(r.Reasons), &p.Reasons); err != nil {
		return p, fmt.Errorf("read why %s waits where it does: %w", r.Conversation, err)
	}
	return p, nil
}

func at(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// placeOf is where a conversation waits; nil when it does not.
func placeOf(ctx context.Context, q db.Reader, id fact.ConversationID) (*Place, error) {
	var rows []placeRow
	if err := q.Ask("SELECT "+placeColumns+" FROM place WHERE conversation_id = ?", id).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read the place of %s: %w", id, err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	p, err := rows[0].place()
	return &p, err
}

// text is a list as it is kept; none is [].
func text(reasons []HeadStart) (string, error) {
	if reasons == nil {
		reasons = []HeadStart{}
	}
	b, err := json.Marshal(reasons)
	return string(b), err
}

func put(ctx context.Context, tx *db.Tx, p Place) error {
	reasons, err := text(p.Reasons)
	if err != nil {
		return err
	}
	_, err = tx.Ask(`INSERT INTO place (`+passageColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (conversation_id) DO UPDATE SET queue_id = excluded.queue_id, arrived = excluded.arrived, counts_from = excluded.counts_from,
			reasons = excluded.reasons, routing_version = excluded.routing_version, entered_at = excluded.entered_at`,
		p.Conversation, p.Queue, p.Arrived.UnixMilli(), p.CountsFrom.UnixMilli(), reasons, p.Routing, p.Entered.UnixMilli()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("give %s a place: %w", p.Conversation, err)
	}
	return nil
}

// remove ends a place and keeps how it went.
func remove(ctx context.Context, tx *db.Tx, p Place, because string, by fact.StaffID) error {
	reasons, err := text(p.Reasons)
	if err != nil {
		return err
	}
	_, err = tx.Ask(`INSERT INTO departure (conversation_id, queue_id, arrived, counts_from, reasons, routing_version, entered_at, left_at, because, staff_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, p.Conversation, p.Queue, p.Arrived.UnixMilli(), p.CountsFrom.UnixMilli(), reasons, p.Routing,
		p.Entered.UnixMilli(), tx.Now().UnixMilli(), because, by).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note that %s left its place: %w", p.Conversation, err)
	}
	if _, err := tx.Ask("DELETE FROM place WHERE conversation_id = ?", p.Conversation).Exec(ctx); err != nil {
		return fmt.Errorf("end the place of %s: %w", p.Conversation, err)
	}
	return nil
}

// queueID finds the queue of a requirement; "" when there is none yet.
func queueID(ctx context.Context, q db.Reader, r Requirement) (fact.QueueID, error) {
	var ids []fact.QueueID
	if err := q.Ask("SELECT id FROM queue WHERE requirement = ?", r.text()).Scan(ctx, &ids); err != nil {
		return "", fmt.Errorf("find a queue: %w", err)
	}
	if len(ids) == 0 {
		return "", nil
	}
	return ids[0], nil
}

// addQueue makes the queue of a requirement, or finds the one that another node has
// just made.
func addQueue(ctx context.Context, tx *db.Tx, r Requirement) (fact.QueueID, error) {
	skills, err := json.Marshal(r.Skills)
	if err != nil {
		return "", err
	}
	_, err = tx.Ask(`INSERT INTO queue (id, requirement, team_id, channel_kind, language, skills, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (requirement) DO NOTHING`, id.New(), r.text(), r.Team, r.ChannelKind, r.Language, string(skills), tx.Now().UnixMilli()).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("make a queue: %w", err)
	}
	return queueID(ctx, tx, r)
}

// spoken tells whether anybody who may take it has said that they speak a language.
// Where nobody has, it is no requirement: better somebody with a dictionary than nobody.
func spoken(ctx context.Context, q db.Reader, language string, t fact.TeamID) (bool, error) {
	var n int
	err := q.Ask(`SELECT COUNT(*) FROM staff_language l JOIN staff s ON s.id = l.staff_id
		WHERE s.state = 'active' AND (l.language = ? OR l.language LIKE ?) AND (? = '' OR EXISTS (SELECT 1 FROM team_member m WHERE m.staff_id = s.id AND m.team_id = ?))`,
		language, language+"-%", t, t).Scan(ctx, &n)
	if err != nil {
		return false, fmt.Errorf("does anybody speak %s: %w", language, err)
	}
	return n > 0, nil
}

// stillThere leaves out of a rule what is not there any more.
func stillThere(ctx context.Context, q db.Reader, r RoutingRule) (RoutingRule, error) {
	var n int
	if r.Team != "" {
		if err := q.Ask("SELECT COUNT(*) FROM team WHERE id = ?", r.Team).Scan(ctx, &n); err != nil {
			return r, fmt.Errorf("is team %s still there: %w", r.Team, err)
		}
		if n == 0 {
			r.Team = ""
		}
	}
	skills := []Need{}
	for _, need := range r.Skills {
		if err := q.Ask("SELECT COUNT(*) FROM skill WHERE id = ?", need.Skill).Scan(ctx, &n); err != nil {
			return r, fmt.Errorf("is skill %s still there: %w", need.Skill, err)
		}
		if n > 0 {
			skills = append(skills, need)
		}
	}
	r.Skills = skills
	return r, nil
}

const (
	threeDays = 3 * 24 * time.Hour
	sevenDays = 7 * 24 * time.Hour
)

// contacts counts how often a customer has come to us lately: conversations that
// they opened, and that they took up again.
func (b *Board) contacts(ctx context.Context, q db.Reader, m conversation.Matter) (inThree, inSeven int, err error) {
	var times []int64
	since := b.db.Now().Add(-sevenDays).UnixMilli()
	err = q.Ask(`SELECT created_at FROM conversation WHERE contact_id = ? AND last_message_at >= ? AND created_at >= ?
		UNION ALL
		SELECT f.at FROM conversation c JOIN fact f ON f.conversation_id = c.id AND f.conversation_id <> ''
			WHERE c.contact_id = ? AND c.last_message_at >= ? AND f.at >= ? AND f.name = ? AND f.data LIKE '%"customer_wrote"%'`,
		m.Contact, since, since, m.Contact, since, since, fact.ConversationReopened{}.Name()).Scan(ctx, &times)
	if err != nil {
		return 0, 0, fmt.Errorf("how often has %s come to us: %w", m.Contact, err)
	}
	for _, each := range times {
		if b.db.Now().Sub(at(each)) <= threeDays {
			inThree++
		}
	}
	return inThree, len(times), nil
}

// unplaced lists conversations that wait for a person and have no place, who waits
// longest first.
func (b *Board) unplaced(ctx context.Context, limit int) (ids []fact.ConversationID, err error) {
	err = b.db.Ask(`SELECT c.id FROM conversation c WHERE c.state = 'open' AND c.assignee_id = '' AND c.waiting_since > 0 AND c.merged_into = ''
		AND NOT EXISTS (SELECT 1 FROM place p WHERE p.conversation_id = c.id) ORDER BY c.waiting_since LIMIT ?`, limit).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look who waits without a place: %w", err)
	}
	return ids, nil
}

// misplaced lists conversations that have a place and do not wait.
func (b *Board) misplaced(ctx context.Context, limit int) (ids []fact.ConversationID, err error) {
	err = b.db.Ask(`SELECT p.conversation_id FROM place p JOIN conversation c ON c.id = p.conversation_id
		WHERE NOT (c.state = 'open' AND c.assignee_id = '' AND c.waiting_since > 0 AND c.merged_into = '') LIMIT ?`, limit).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look whose place is over: %w", err)
	}
	return ids, nil
}

// weighedBefore lists who was weighed under an older version of the settings.
func (b *Board) weighedBefore(ctx context.Context, version, limit int) (ids []fact.ConversationID, err error) {
	err = b.db.Ask("SELECT conversation_id FROM place WHERE routing_version < ? ORDER BY routing_version, queue_id, counts_from LIMIT ?", version, limit).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look who was weighed before version %d: %w", version, err)
	}
	return ids, nil
}

// PlaceTx is where a conversation waits, in the caller's transaction; nil when it does not.
func (b *Board) PlaceTx(ctx context.Context, tx *db.Tx, id fact.ConversationID) (*Place, error) {
	return placeOf(ctx, tx, id)
}
