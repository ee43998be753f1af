package bulk

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel `bun:"table:bulk_action"`
	ID            fact.BulkID       `bun:"id,pk"`
	Staff         fact.StaffID      `bun:"staff_id"`
	Acts          conversation.Acts `bun:"acts"`
	Macro         string            `bun:"macro"`
	Query         string            `bun:"query"`
	AsOf          int64             `bun:"as_of"`
	State         State             `bun:"state"`
	Total         int               `bun:"total"`
	CreatedAt     int64             `bun:"created_at"`
	FinishedAt    int64             `bun:"finished_at"`
}

type item struct {
	bun.BaseModel `bun:"table:bulk_item"`
	Bulk          fact.BulkID         `bun:"bulk_id,pk"`
	Conversation  fact.ConversationID `bun:"conversation_id,pk"`
	State         string              `bun:"state"`
	Reason        string              `bun:"reason"`
	Before        string              `bun:"before"`
	Version       int                 `bun:"version"`
}

func insert(ctx context.Context, tx *db.Tx, r row) error {
	if _, err := tx.NewInsert().Model(&r).Returning("NULL").Exec(ctx); err != nil {
		return fmt.Errorf("begin a bulk action: %w", err)
	}
	return nil
}

func save(ctx context.Context, tx *db.Tx, r row) error {
	if _, err := tx.Exec(ctx, "UPDATE bulk_action SET state = ?, total = ?, finished_at = ? WHERE id = ?", r.State, r.Total, r.FinishedAt, r.ID); err != nil {
		return fmt.Errorf("save bulk action %s: %w", r.ID, err)
	}
	return nil
}

func load(ctx context.Context, q bun.IDB, id fact.BulkID) (r row, err error) {
	err = q.NewRaw("SELECT * FROM bulk_action WHERE id = ?", id).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "bulk.missing")
	}
	if err != nil {
		return r, fmt.Errorf("load bulk action %s: %w", id, err)
	}
	return r, nil
}

// hold loads an action for change; the update that changes nothing locks its row
// on PostgreSQL, so that it is worked on by one at a time.
func hold(ctx context.Context, tx *db.Tx, id fact.BulkID) (row, error) {
	if _, err := tx.Exec(ctx, "UPDATE bulk_action SET state = state WHERE id = ?", id); err != nil {
		return row{}, fmt.Errorf("hold bulk action %s: %w", id, err)
	}
	return load(ctx, tx, id)
}

func list(ctx context.Context, tx *db.Tx, id fact.BulkID, conversations []fact.ConversationID, state, reason string) error {
	if len(conversations) == 0 {
		return nil
	}
	items := make([]item, len(conversations))
	for i, c := range conversations {
		items[i] = item{Bulk: id, Conversation: c, State: state, Reason: reason}
	}
	if _, err := tx.NewInsert().Model(&items).On("CONFLICT DO NOTHING").Returning("NULL").Exec(ctx); err != nil {
		return fmt.Errorf("list the conversations of %s: %w", id, err)
	}
	return nil
}

func next(ctx context.Context, tx *db.Tx, id fact.BulkID, state string) (items []item, err error) {
	err = tx.NewRaw("SELECT * FROM bulk_item WHERE bulk_id = ? AND state = ? ORDER BY conversation_id LIMIT ?", id, state, chunk).Scan(ctx, &items)
	if err != nil {
		return nil, fmt.Errorf("read what is left of %s: %w", id, err)
	}
	return items, nil
}

func one(ctx context.Context, tx *db.Tx, id fact.BulkID, c fact.ConversationID) (it item, err error) {
	if err := tx.NewRaw("SELECT * FROM bulk_item WHERE bulk_id = ? AND conversation_id = ?", id, c).Scan(ctx, &it); err != nil {
		return it, fmt.Errorf("read what is to become of %s: %w", c, err)
	}
	return it, nil
}

func put(ctx context.Context, tx *db.Tx, it item) error {
	_, err := tx.Exec(ctx, "UPDATE bulk_item SET state = ?, reason = ?, before = ?, version = ? WHERE bulk_id = ? AND conversation_id = ?",
		it.State, it.Reason, it.Before, it.Version, it.Bulk, it.Conversation)
	if err != nil {
		return fmt.Errorf("save what became of %s: %w", it.Conversation, err)
	}
	return nil
}

func count(ctx context.Context, tx *db.Tx, id fact.BulkID) (n int, err error) {
	return n, tx.NewRaw("SELECT COUNT(*) FROM bulk_item WHERE bulk_id = ?", id).Scan(ctx, &n)
}

func outcomes(ctx context.Context, q bun.IDB, id fact.BulkID) (map[string]int, error) {
	var rows []struct {
		State string `bun:"state"`
		N     int    `bun:"n"`
	}
	if err := q.NewRaw("SELECT state, COUNT(*) AS n FROM bulk_item WHERE bulk_id = ? GROUP BY state", id).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("count what became of %s: %w", id, err)
	}
	n := map[string]int{}
	for _, r := range rows {
		n[r.State] = r.N
	}
	return n, nil
}

// Get shows an action with what became of its conversations.
func (o *Office) Get(ctx context.Context, who access.Actor, id fact.BulkID) (Action, error) {
	if err := who.Require(access.ConversationBulk); err != nil {
		return Action{}, err
	}
	r, err := load(ctx, o.db.Read(), id)
	if err != nil {
		return Action{}, err
	}
	return o.present(ctx, who, r)
}

// List shows the newest actions of a person; of everybody for who leads.
func (o *Office) List(ctx context.Context, who access.Actor) ([]Action, error) {
	if err := who.Require(access.ConversationBulk); err != nil {
		return nil, err
	}
	var rows []row
	err := o.db.Read().NewRaw("SELECT * FROM bulk_action WHERE staff_id = ? ORDER BY created_at DESC LIMIT 20", who.ID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list bulk actions: %w", err)
	}
	actions := make([]Action, len(rows))
	for i, r := range rows {
		if actions[i], err = o.present(ctx, who, r); err != nil {
			return nil, err
		}
	}
	return actions, nil
}

func (o *Office) present(ctx context.Context, who access.Actor, r row) (Action, error) {
	n, err := outcomes(ctx, o.db.Read(), r.ID)
	if err != nil {
		return Action{}, err
	}
	a := Action{
		ID: r.ID, State: r.State, Acts: r.Acts, Total: r.Total, Done: n["done"] + n["undone"] + n["kept"], Same: n["same"], Refused: n["refused"],
		Undone: n["undone"], Kept: n["kept"], Reasons: []Reason{}, By: conversation.Ref{ID: string(r.Staff)},
		CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), FinishedAt: at(r.FinishedAt), Can: r.can(who, o.db.Now()),
	}
	m, isMacro, err := r.macro()
	if err != nil {
		return a, err
	}
	if isMacro {
		a.Macro = &AppliedMacro{ID: m.ID, Name: m.Name, Writes: writes(m)}
	}
	if until := r.undoUntil(); until.After(o.db.Now()) {
		a.UndoUntil = &until
	}
	err = o.db.Read().NewRaw("SELECT name FROM staff WHERE id = ?", r.Staff).Scan(ctx, &a.By.Name)
	if err != nil && !db.IsNone(err) {
		return a, err
	}
	if n["refused"]+n["kept"] > 0 {
		a.Reasons, err = o.reasons(ctx, r.ID)
		return a, err
	}
	return a, nil
}

func (o *Office) reasons(ctx context.Context, id fact.BulkID) ([]Reason, error) {
	reasons := []Reason{}
	err := o.db.Read().NewRaw(`SELECT reason AS code, COUNT(*) AS count FROM bulk_item
		WHERE bulk_id = ? AND state IN ('refused', 'kept') GROUP BY reason ORDER BY 2 DESC, reason`, id).Scan(ctx, &reasons)
	for i := range reasons {
		if err != nil {
			break
		}
		reasons[i].Examples = []Example{}
		err = o.db.Read().NewRaw(`SELECT i.conversation_id AS id, COALESCE(c.number, 0) AS number FROM bulk_item i
			LEFT JOIN conversation c ON c.id = i.conversation_id
			WHERE i.bulk_id = ? AND i.state IN ('refused', 'kept') AND i.reason = ? ORDER BY i.conversation_id LIMIT 20`,
			id, reasons[i].Code).Scan(ctx, &reasons[i].Examples)
	}
	if err != nil {
		return nil, fmt.Errorf("read why conversations of %s were refused: %w", id, err)
	}
	return reasons, nil
}

func at(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := time.UnixMilli(ms).UTC()
	return &t
}

func forget(ctx context.Context, tx *db.Tx, actions, befores time.Time) error {
	if _, err := tx.Exec(ctx, "DELETE FROM bulk_action WHERE created_at < ? AND finished_at > 0", actions.UnixMilli()); err != nil {
		return fmt.Errorf("forget bulk actions: %w", err)
	}
	_, err := tx.Exec(ctx, `UPDATE bulk_item SET before = '' WHERE before <> '' AND bulk_id IN
		(SELECT id FROM bulk_action WHERE state IN ('done', 'cancelled', 'undone') AND finished_at > 0 AND finished_at < ?)`, befores.UnixMilli())
	if err != nil {
		return fmt.Errorf("forget how conversations stood: %w", err)
	}
	return nil
}
