package conversation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Status is an own, finer word for one of the four states.
type Status struct {
	ID       fact.StatusID `json:"id"`
	NameZH   string        `json:"name_zh"`
	NameEN   string        `json:"name_en"`
	State    State         `json:"state" enum:"open,waiting,snoozed,resolved"`
	Color    string        `json:"color" enum:"grey,teal,blue,green,amber,red,purple"`
	Position int           `json:"position" doc:"their order; the first active one of a state is what events that move a conversation there set"`
	Active   bool          `json:"active" doc:"can be given to conversations"`
	Version  int           `json:"version"`
	Can      StatusCan     `json:"can"`
}

// StatusCan is what the asking person may do with a status.
type StatusCan struct {
	Change bool `json:"change"`
}

// StatusRef names the status of a conversation.
type StatusRef struct {
	ID     fact.StatusID `json:"id"`
	NameZH string        `json:"name_zh"`
	NameEN string        `json:"name_en"`
	Color  string        `json:"color"`
}

// StatusEdit is a change to a status; nil fields stay.
type StatusEdit struct {
	NameZH, NameEN, Color *string
	State                 *State // only while no conversation carries it
	Position              *int
	Active                *bool
	Version               int
}

type statusRow struct {
	bun.BaseModel `bun:"table:status"`
	ID            fact.StatusID `bun:"id,pk"`
	NameZH        string        `bun:"name_zh"`
	NameEN        string        `bun:"name_en"`
	State         State         `bun:"state"`
	Color         string        `bun:"color"`
	Position      int           `bun:"position"`
	Active        bool          `bun:"active"`
	Version       int           `bun:"version"`
	CreatedAt     int64         `bun:"created_at"`
	UpdatedAt     int64         `bun:"updated_at"`
}

const (
	maxStatuses   = 60
	maxStatusName = 30
)

var statusColors = []string{"grey", "teal", "blue", "green", "amber", "red", "purple"}

// ruled is a status with its edit applied, if it may be so.
func (s statusRow) ruled(e StatusEdit) (statusRow, error) {
	if e.NameZH != nil {
		s.NameZH = Subject(*e.NameZH)
	}
	if e.NameEN != nil {
		s.NameEN = Subject(*e.NameEN)
	}
	if s.NameZH == "" { // one language is enough; the other then says the same
		s.NameZH = s.NameEN
	}
	if s.NameEN == "" {
		s.NameEN = s.NameZH
	}
	if s.NameZH == "" {
		return s, fault.New(fault.Invalid, "status.name_missing").At("name_zh")
	}
	if max(utf8.RuneCountInString(s.NameZH), utf8.RuneCountInString(s.NameEN)) > maxStatusName {
		return s, fault.New(fault.Invalid, "status.name_too_long", "limit", maxStatusName).At("name_zh")
	}
	if e.State != nil {
		s.State = *e.State
	}
	if !slices.Contains([]State{Open, Waiting, Snoozed, Resolved}, s.State) {
		return s, fault.New(fault.Invalid, "conversation.unknown_state", "state", string(s.State)).At("state")
	}
	if e.Color != nil {
		s.Color = *e.Color
	}
	if s.Color == "" {
		s.Color = "grey"
	}
	if !slices.Contains(statusColors, s.Color) {
		return s, fault.New(fault.Invalid, "status.unknown_color", "color", s.Color).At("color")
	}
	if e.Position != nil {
		s.Position = *e.Position
	}
	if e.Active != nil {
		s.Active = *e.Active
	}
	return s, nil
}

func (s statusRow) present(who access.Actor) Status {
	return Status{
		ID: s.ID, NameZH: s.NameZH, NameEN: s.NameEN, State: s.State, Color: s.Color, Position: s.Position, Active: s.Active,
		Version: s.Version, Can: StatusCan{Change: who.May(access.FieldManage)},
	}
}

// picture is the status as the audit shows it.
func (s statusRow) picture() any {
	return map[string]any{"name_zh": s.NameZH, "name_en": s.NameEN, "state": s.State, "color": s.Color, "position": s.Position, "active": s.Active}
}

// Statuses lists the own statuses in their order, also those out of use.
func (in *Inbox) Statuses(ctx context.Context, who access.Actor) ([]Status, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	rows, err := statuses(ctx, in.db.Read())
	if err != nil {
		return nil, err
	}
	list := make([]Status, len(rows))
	for i, r := range rows {
		list[i] = r.present(who)
	}
	return list, nil
}

func statuses(ctx context.Context, q bun.IDB) (rows []statusRow, err error) {
	if err := q.NewRaw("SELECT * FROM status ORDER BY position, id").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("list statuses: %w", err)
	}
	return rows, nil
}

// AddStatus defines an own status, behind the others of its state.
func (in *Inbox) AddStatus(ctx context.Context, who access.Actor, e StatusEdit) (Status, error) {
	if err := who.Require(access.FieldManage); err != nil {
		return Status{}, err
	}
	s, err := statusRow{ID: fact.StatusID(id.New()), Active: true, Version: 1}.ruled(e)
	if err != nil {
		return Status{}, err
	}
	err = in.db.Write(ctx, func(tx *db.Tx) error {
		rows, err := statuses(ctx, tx)
		if err != nil {
			return err
		}
		if len(rows) >= maxStatuses {
			return fault.New(fault.Invalid, "status.too_many", "limit", maxStatuses)
		}
		if err := alone(rows, s); err != nil {
			return err
		}
		if e.Position == nil && len(rows) > 0 {
			s.Position = rows[len(rows)-1].Position + 1
		}
		s.CreatedAt, s.UpdatedAt = tx.Now().UnixMilli(), tx.Now().UnixMilli()
		if _, err := tx.NewInsert().Model(&s).Returning("NULL").Exec(ctx); err != nil {
			return fmt.Errorf("add a status: %w", err)
		}
		return defined(ctx, tx, who, "status.added", s.ID, nil, s.picture())
	})
	return s.present(who), err
}

// alone refuses a second status of the same name.
func alone(rows []statusRow, s statusRow) error {
	for _, r := range rows {
		if r.ID != s.ID && (strings.EqualFold(r.NameZH, s.NameZH) || strings.EqualFold(r.NameEN, s.NameEN)) {
			return fault.New(fault.Conflict, "status.name_taken").At("name_zh")
		}
	}
	return nil
}

// ChangeStatus renames, recolours, moves or retires an own status.
func (in *Inbox) ChangeStatus(ctx context.Context, who access.Actor, status fact.StatusID, e StatusEdit) (s Status, err error) {
	if err := who.Require(access.FieldManage); err != nil {
		return Status{}, err
	}
	err = in.db.Write(ctx, func(tx *db.Tx) error {
		before, err := holdStatus(ctx, tx, status, e.Version)
		if err != nil {
			return err
		}
		after, err := before.ruled(e)
		if err != nil {
			return err
		}
		rows, err := statuses(ctx, tx)
		if err != nil {
			return err
		}
		if err := alone(rows, after); err != nil {
			return err
		}
		if after.State != before.State {
			if err := unworn(ctx, tx, status); err != nil {
				return err
			}
		}
		after.UpdatedAt = tx.Now().UnixMilli()
		if _, err := tx.NewUpdate().Model(&after).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("save status %s: %w", status, err)
		}
		s = after.present(who)
		return defined(ctx, tx, who, "status.changed", status, before.picture(), after.picture())
	})
	return s, err
}

// RemoveStatus forgets a status that no conversation carries.
func (in *Inbox) RemoveStatus(ctx context.Context, who access.Actor, status fact.StatusID) error {
	if err := who.Require(access.FieldManage); err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx *db.Tx) error {
		before, err := holdStatus(ctx, tx, status, 0)
		if err != nil {
			return err
		}
		if err := unworn(ctx, tx, status); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM status WHERE id = ?", status); err != nil {
			return fmt.Errorf("remove status %s: %w", status, err)
		}
		return defined(ctx, tx, who, "status.removed", status, before.picture(), nil)
	})
}

func holdStatus(ctx context.Context, tx *db.Tx, status fact.StatusID, version int) (s statusRow, err error) {
	err = tx.NewRaw("UPDATE status SET version = version + 1 WHERE id = ? RETURNING *", status).Scan(ctx, &s)
	if db.IsNone(err) {
		return s, fault.New(fault.Missing, "status.missing")
	}
	if err != nil {
		return s, fmt.Errorf("load status %s: %w", status, err)
	}
	if version != 0 && s.Version != version+1 {
		return s, fault.New(fault.Conflict, "status.changed")
	}
	return s, nil
}

func unworn(ctx context.Context, tx *db.Tx, status fact.StatusID) error {
	var one int
	err := tx.NewRaw("SELECT 1 FROM conversation WHERE status_id = ? AND status_id <> '' LIMIT 1", status).Scan(ctx, &one)
	if err == nil {
		return fault.New(fault.Conflict, "status.in_use")
	}
	if db.IsNone(err) {
		return nil
	}
	return err
}

func defined(ctx context.Context, tx *db.Tx, who access.Actor, action string, status fact.StatusID, before, after any) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "status", ID: string(status), Before: before, After: after})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.StatusDefined{Status: status, By: who.ID})
}

// putting gives a conversation an own status, and with it the state that the
// status belongs to. "" takes it away and leaves the state.
func putting(who access.Actor, status fact.StatusID, until *time.Time) step {
	return func(ctx context.Context, tx *db.Tx, c row) (row, []db.Fact, error) {
		was := c.Status
		if status == was {
			return c, nil, nil
		}
		var facts []db.Fact
		if status != "" {
			var s statusRow
			err := tx.NewRaw("SELECT * FROM status WHERE id = ?", status).Scan(ctx, &s)
			if db.IsNone(err) || err == nil && !s.Active {
				return c, nil, fault.New(fault.Invalid, "status.unknown", "id", string(status)).At("status")
			}
			if err != nil {
				return c, nil, err
			}
			turn, err := turning(who, s.State, until)
			switch {
			case c.State == s.State:
			case err != nil:
				return c, nil, err
			default:
				if c, facts, err = turn(ctx, tx, c); err != nil {
					return c, nil, err
				}
			}
		}
		c.Status = status
		return c, append(facts, fact.ConversationStatusChanged{Conversation: c.ID, Status: status, Was: was, By: who.ID}), nil
	}
}

// usualStatus is the status that a state has by itself.
const usualStatus = "COALESCE((SELECT s.id FROM status s WHERE s.state = ? AND s.active ORDER BY s.position, s.id LIMIT 1), '')"

// statusNames are those that some conversations carry.
func (in *Inbox) statusNames(ctx context.Context, cards []cardRow) (map[fact.StatusID]*StatusRef, error) {
	by := map[fact.StatusID]*StatusRef{}
	if !slices.ContainsFunc(cards, func(c cardRow) bool { return c.Status != "" }) {
		return by, nil
	}
	rows, err := statuses(ctx, in.db.Read())
	for _, r := range rows {
		by[r.ID] = &StatusRef{ID: r.ID, NameZH: r.NameZH, NameEN: r.NameEN, Color: r.Color}
	}
	return by, err
}
