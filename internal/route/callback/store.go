package callback

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel `bun:"table:callback"`
	ID            fact.CallbackID     `bun:"id,pk"`
	Conversation  fact.ConversationID `bun:"conversation_id"`
	Queue         fact.QueueID        `bun:"queue_id"`
	Team          fact.TeamID         `bun:"team_id"`
	Phone         string              `bun:"phone"`
	Zone          string              `bun:"zone"`
	From          int64               `bun:"from_at"`
	Until         int64               `bun:"until_at"`
	CountsFrom    int64               `bun:"counts_from"`
	Reasons       string              `bun:"reasons"`
	State         State               `bun:"state"`
	Tries         int                 `bun:"tries"`
	TakenBy       fact.StaffID        `bun:"taken_by"`
	Because       string              `bun:"because"`
	By            fact.StaffID        `bun:"by_id"`
	At            int64               `bun:"at"`
	EndedAt       int64               `bun:"ended_at"`
}

// card is a call-back with what is told of its conversation.
type card struct {
	row
	Number      int64          `bun:"number"`
	Subject     string         `bun:"subject"`
	Contact     fact.ContactID `bun:"contact_id"`
	ContactName string         `bun:"contact_name"`
	TakenName   string         `bun:"taken_name"`
	ByName      string         `bun:"by_name"`
}

const cards = `k.*, c.number, c.subject, c.contact_id, COALESCE(o.name, '') AS contact_name, COALESCE(t.name, '') AS taken_name, COALESCE(b.name, '') AS by_name
	FROM callback k JOIN conversation c ON c.id = k.conversation_id LEFT JOIN contact o ON o.id = c.contact_id
	LEFT JOIN staff t ON t.id = k.taken_by LEFT JOIN staff b ON b.id = k.by_id `

func (r card) callback() (c Callback, err error) {
	c = Callback{
		ID: r.ID, Conversation: r.Conversation, Number: r.Number, Subject: r.Subject, Contact: conversation.ContactRef{ID: r.Contact, Name: r.ContactName},
		Queue: r.Queue, Team: r.Team, Phone: r.Phone, Zone: r.Zone, From: instant(r.From), Until: instant(r.Until), CountsFrom: instant(r.CountsFrom),
		State: r.State, Missed: r.Tries, TakenBy: conversation.Ref{ID: string(r.TakenBy), Name: r.TakenName}, Because: r.Because,
		By: conversation.Ref{ID: string(r.By), Name: r.ByName}, At: instant(r.At), EndedAt: instant(r.EndedAt), Tries: []Call{},
	}
	if err := json.Unmarshal([]byte(r.Reasons), &c.Reasons); err != nil {
		return c, fmt.Errorf("read why call-back %s is where it is: %w", r.ID, err)
	}
	return c, nil
}

// instant is a stored time; 0 is none.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// read lists call-backs with their tries.
func read(ctx context.Context, q db.Reader, where string, args ...any) ([]Callback, error) {
	var rows []card
	if err := q.Ask("SELECT "+cards+where, args...).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read call-backs: %w", err)
	}
	list := make([]Callback, len(rows))
	ids, at := make([]fact.CallbackID, len(rows)), map[fact.CallbackID]int{}
	for i, r := range rows {
		c, err := r.callback()
		if err != nil {
			return nil, err
		}
		list[i], ids[i], at[r.ID] = c, r.ID, i
	}
	if len(ids) == 0 {
		return list, nil
	}
	var tries []struct {
		Callback fact.CallbackID `bun:"callback_id"`
		Staff    fact.StaffID    `bun:"staff_id"`
		Name     string          `bun:"name"`
		Reached  int             `bun:"reached"`
		Note     string          `bun:"note"`
		At       int64           `bun:"at"`
	}
	err := q.Ask(`SELECT t.callback_id, t.staff_id, COALESCE(s.name, '') AS name, t.reached, t.note, t.at FROM callback_try t LEFT JOIN staff s ON s.id = t.staff_id
		WHERE t.callback_id IN (?) ORDER BY t.id`, ids).Scan(ctx, &tries)
	if err != nil {
		return nil, fmt.Errorf("read who was called: %w", err)
	}
	for _, t := range tries {
		c := &list[at[t.Callback]]
		c.Tries = append(c.Tries, Call{conversation.Ref{ID: string(t.Staff), Name: t.Name}, t.Reached == 1, t.Note, instant(t.At)})
	}
	return list, nil
}

// where is the condition of a walk.
func (w Walk) where(now time.Time, tree []fact.ConversationID) (string, []any) {
	conditions, args := []string{"TRUE"}, []any{}
	narrow := func(clause string, values ...any) {
		conditions, args = append(conditions, clause), append(args, values...)
	}
	if len(w.States) > 0 {
		narrow("k.state IN (?)", w.States)
	}
	if w.Late {
		narrow("k.state IN ('open', 'taken') AND k.until_at <= ?", now.UnixMilli())
	}
	if w.TakenBy != "" {
		narrow("k.taken_by = ?", w.TakenBy)
	}
	if w.Team != "" {
		narrow("k.team_id = ?", w.Team)
	}
	if len(tree) > 0 {
		narrow("k.conversation_id IN (?)", tree)
	}
	return strings.Join(conditions, " AND "), args
}

// order has those first who have to be called: of those whose time has come whoever counts
// from the earliest instant, as in the queue; then the others by their time. What has
// ended comes behind, the newest first.
const order = ` ORDER BY CASE WHEN k.ended_at = 0 THEN 0 ELSE 1 END, k.ended_at DESC, CASE WHEN k.from_at > ? THEN k.from_at ELSE 0 END, k.counts_from, k.id LIMIT ? OFFSET ?`

// take loads a call-back for change; on PostgreSQL that locks its row.
func take(ctx context.Context, tx *db.Tx, id fact.CallbackID) (r card, err error) {
	n, err := tx.Exec(ctx, "UPDATE callback SET tries = tries WHERE id = ?", id)
	if err == nil && n == 0 {
		err = fault.New(fault.Missing, "callback.missing")
	}
	if err != nil {
		return r, err
	}
	if err := tx.Ask("SELECT "+cards+"WHERE k.id = ?", id).Scan(ctx, &r); err != nil {
		return r, fmt.Errorf("load call-back %s: %w", id, err)
	}
	return r, nil
}

func insert(ctx context.Context, tx *db.Tx, r row) error {
	_, err := tx.NewInsert().Model(&r).Exec(ctx)
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "callback.asked_already").Because(err)
	}
	if err != nil {
		return fmt.Errorf("write a call-back down: %w", err)
	}
	return nil
}

func save(ctx context.Context, tx *db.Tx, r row) error {
	if _, err := tx.NewUpdate().Model(&r).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save call-back %s: %w", r.ID, err)
	}
	return nil
}

func noteTry(ctx context.Context, tx *db.Tx, id fact.CallbackID, by fact.StaffID, reached bool, note string) error {
	was := 0
	if reached {
		was = 1
	}
	_, err := tx.Exec(ctx, "INSERT INTO callback_try (callback_id, staff_id, reached, note, at) VALUES (?, ?, ?, ?, ?)", id, by, was, note, tx.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("note who was called for %s: %w", id, err)
	}
	return nil
}

// liveIn are the call-backs of conversations that somebody still has to make.
func liveIn(ctx context.Context, q db.Reader, conversations []fact.ConversationID) (ids []fact.CallbackID, err error) {
	err = q.Ask("SELECT id FROM callback WHERE conversation_id IN (?) AND state IN ('open', 'taken') ORDER BY at, id", conversations).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("which call-backs are open: %w", err)
	}
	return ids, nil
}

// rootOf is the conversation that stands for one, who has it, and whether it is resolved.
func rootOf(ctx context.Context, q db.Reader, c fact.ConversationID) (root fact.ConversationID, assignee fact.StaffID, state conversation.State, err error) {
	for root = c; ; {
		var r struct {
			Merged   fact.ConversationID `bun:"merged_into"`
			Assignee fact.StaffID        `bun:"assignee_id"`
			State    conversation.State  `bun:"state"`
		}
		if err := q.Ask("SELECT merged_into, assignee_id, state FROM conversation WHERE id = ?", root).Scan(ctx, &r); err != nil {
			return root, "", "", fmt.Errorf("where does %s stand: %w", c, err)
		}
		if r.Merged == "" {
			return root, r.Assignee, r.State, nil
		}
		root = r.Merged
	}
}

// ForgetTx takes numbers and notes out of the call-backs of conversations that are erased.
// Whoever was to be called is not. That there was one, and how it ended, stays.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	_, err := tx.Exec(ctx, `UPDATE callback_try SET note = '' WHERE callback_id IN (SELECT id FROM callback WHERE conversation_id IN (?))`, bun.In(conversations))
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE callback SET phone = '', because = CASE WHEN state IN ('open', 'taken') THEN 'erased' ELSE because END,
			ended_at = CASE WHEN state IN ('open', 'taken') THEN CAST(? AS BIGINT) ELSE ended_at END,
			state = CASE WHEN state IN ('open', 'taken') THEN 'withdrawn' ELSE state END WHERE conversation_id IN (?)`, tx.Now().UnixMilli(), bun.In(conversations))
	}
	if err != nil {
		return fmt.Errorf("forget the numbers of call-backs: %w", err)
	}
	return nil
}
