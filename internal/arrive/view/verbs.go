package view

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Shelf is where the views stand.
type Shelf struct {
	db    *db.DB
	inbox *conversation.Inbox
}

// New opens the shelf.
func New(d *db.DB, inbox *conversation.Inbox) *Shelf { return &Shelf{db: d, inbox: inbox} }

type row struct {
	bun.BaseModel `bun:"table:saved_view"`
	ID            fact.ViewID         `bun:"id,pk"`
	Staff         fact.StaffID        `bun:"staff_id"`
	Name          string              `bun:"name"`
	Color         string              `bun:"color"`
	Icon          string              `bun:"icon"`
	Filter        conversation.Filter `bun:"filter"`
	Audience      Audience            `bun:"audience"`
	Team          fact.TeamID         `bun:"team_id"`
	Version       int                 `bun:"version"`
	CreatedAt     int64               `bun:"created_at"`
	UpdatedAt     int64               `bun:"updated_at"`
}

// named is a view with the names around it.
type named struct {
	row
	StaffName string `bun:"staff_name"`
	TeamName  string `bun:"team_name"`
}

const namedViews = `SELECT v.*, COALESCE(s.name, '') AS staff_name, COALESCE(t.name, '') AS team_name
	FROM saved_view v LEFT JOIN staff s ON s.id = v.staff_id LEFT JOIN team t ON t.id = v.team_id `

// List shows the views that somebody sees, counted, in their order.
func (s *Shelf) List(ctx context.Context, who access.Actor) ([]View, error) {
	built, err := s.inbox.Views(ctx, who)
	if err != nil {
		return nil, err
	}
	views := make([]View, 0, len(built))
	for _, b := range built {
		views = append(views, View{Key: b.Key, Count: b.Count, CountIs: "exact", OldestWaitingSince: b.OldestWaitingSince})
	}
	saved, err := s.saved(ctx, who)
	if err != nil {
		return nil, err
	}
	if views, err = s.counted(ctx, who, views, saved); err != nil {
		return nil, err
	}
	keys, err := s.order(ctx, who)
	return inOrder(views, keys), err
}

func (s *Shelf) saved(ctx context.Context, who access.Actor) (seen []named, err error) {
	teams := []fact.TeamID{""}
	teams = append(teams, who.Teams...)
	err = s.db.Read().NewRaw(namedViews+`WHERE v.staff_id = ? OR v.audience = 'everybody' OR v.audience = 'team' AND v.team_id IN (?)
		ORDER BY v.created_at, v.id LIMIT 500`, who.ID, bun.List(teams)).Scan(ctx, &seen)
	if err != nil {
		return nil, fmt.Errorf("list views: %w", err)
	}
	return seen, nil
}

func (s *Shelf) counted(ctx context.Context, who access.Actor, views []View, saved []named) ([]View, error) {
	queries := make([]conversation.Query, len(saved))
	for i, v := range saved {
		queries[i] = v.Filter.Query(who, s.db.Now())
	}
	counts, err := s.inbox.CountAll(ctx, who, queries)
	if err != nil {
		return nil, err
	}
	for i, v := range saved {
		shown := v.present(who)
		shown.Count, shown.OldestWaitingSince = counts[i].N, counts[i].OldestWaitingSince
		if counts[i].AtLeast {
			shown.CountIs = "at_least"
		}
		views = append(views, shown)
	}
	return views, nil
}

func (v named) present(who access.Actor) View {
	view := View{
		Key: string(v.ID), ID: v.ID, Name: v.Name, Color: v.Color, Icon: v.Icon, Filter: &v.Filter, Audience: v.Audience,
		Version: v.Version, CountIs: "exact", Can: v.can(who), Owner: &conversation.Ref{ID: string(v.Staff), Name: v.StaffName},
	}
	if v.Team != "" {
		view.Team = &conversation.Ref{ID: string(v.Team), Name: v.TeamName}
	}
	return view
}

// Query translates the key of a view, built in or saved.
func (s *Shelf) Query(ctx context.Context, who access.Actor, key string) (conversation.Query, error) {
	if q, known := conversation.ViewQuery(key, who); known {
		return q, nil
	}
	v, err := s.find(ctx, s.db.Read(), who, fact.ViewID(key))
	if err != nil {
		return conversation.Query{}, err
	}
	return v.Filter.Query(who, s.db.Now()), nil
}

// Get shows one saved view with its count.
func (s *Shelf) Get(ctx context.Context, who access.Actor, id fact.ViewID) (View, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return View{}, err
	}
	v, err := s.find(ctx, s.db.Read(), who, id)
	if err != nil {
		return View{}, err
	}
	views, err := s.counted(ctx, who, nil, []named{v})
	if err != nil {
		return View{}, err
	}
	return views[0], nil
}

func (s *Shelf) find(ctx context.Context, q bun.IDB, who access.Actor, id fact.ViewID) (v named, err error) {
	err = q.NewRaw(namedViews+"WHERE v.id = ?", id).Scan(ctx, &v)
	if db.IsNone(err) || err == nil && !v.seen(who) {
		return v, fault.New(fault.Missing, "view.missing")
	}
	if err != nil {
		return v, fmt.Errorf("load view %s: %w", id, err)
	}
	return v, nil
}

// Save keeps a filter under a name.
func (s *Shelf) Save(ctx context.Context, who access.Actor, e Edit) (View, error) {
	if err := writes(who); err != nil {
		return View{}, err
	}
	v, err := row{ID: fact.ViewID(id.New()), Staff: who.ID, Audience: Me, Version: 1}.edited(e)
	if err != nil {
		return View{}, err
	}
	if err := shares(who, v); err != nil {
		return View{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var have int
		if err := tx.NewRaw("SELECT COUNT(*) FROM saved_view WHERE staff_id = ?", who.ID).Scan(ctx, &have); err != nil {
			return err
		}
		if have >= mostViews {
			return fault.New(fault.Invalid, "view.too_many", "limit", mostViews)
		}
		if err := teamThere(ctx, tx, v); err != nil {
			return err
		}
		v.CreatedAt, v.UpdatedAt = tx.Now().UnixMilli(), tx.Now().UnixMilli()
		if _, err := tx.NewInsert().Model(&v).Returning("NULL").Exec(ctx); err != nil {
			return fmt.Errorf("save a view: %w", err)
		}
		return changed(ctx, tx, who, "view.added", row{Audience: Me}, v)
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, who, v.ID)
}

// Change edits a view. Who may change a shared one need not have made it.
func (s *Shelf) Change(ctx context.Context, who access.Actor, id fact.ViewID, e Edit) (View, error) {
	if err := writes(who); err != nil {
		return View{}, err
	}
	stays := View{}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.hold(ctx, tx, who, id, e.Version)
		if err != nil {
			return err
		}
		after, err := before.edited(e)
		if err != nil {
			return err
		}
		if err := shares(who, after); err != nil {
			return err
		}
		if err := teamThere(ctx, tx, after); err != nil {
			return err
		}
		after.UpdatedAt = tx.Now().UnixMilli()
		if _, err := tx.NewUpdate().Model(&after).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("save view %s: %w", id, err)
		}
		stays = named{row: after}.present(who)
		return changed(ctx, tx, who, "view.changed", before, after)
	})
	if err != nil {
		return View{}, err
	}
	v, err := s.Get(ctx, who, id)
	if fault.Is(err, "view.missing") { // given away: a private one again, or another team's
		return stays, nil
	}
	return v, err
}

// Remove takes a view from the shelf.
func (s *Shelf) Remove(ctx context.Context, who access.Actor, id fact.ViewID) error {
	if err := writes(who); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := s.hold(ctx, tx, who, id, 0)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM saved_view WHERE id = ?", id); err != nil {
			return fmt.Errorf("remove view %s: %w", id, err)
		}
		return changed(ctx, tx, who, "view.removed", before, row{ID: id, Audience: Me})
	})
}

// hold loads a view for change, and refuses who may not.
func (s *Shelf) hold(ctx context.Context, tx *db.Tx, who access.Actor, id fact.ViewID, version int) (row, error) {
	if _, err := tx.Exec(ctx, "UPDATE saved_view SET version = version + 1 WHERE id = ?", id); err != nil {
		return row{}, fmt.Errorf("hold view %s: %w", id, err)
	}
	v, err := s.find(ctx, tx, who, id)
	if err != nil {
		return row{}, err
	}
	if !v.can(who).Change {
		return row{}, fault.New(fault.Denied, "view.not_yours")
	}
	if version != 0 && v.Version != version+1 {
		return row{}, fault.New(fault.Conflict, "view.changed_meanwhile")
	}
	return v.row, nil
}

// writes: whoever reads conversations may keep views of their own.
func writes(who access.Actor) error {
	return errors.Join(who.Require(access.ConversationView), who.Writes())
}

func shares(who access.Actor, v row) error {
	if v.Audience == Me {
		return nil
	}
	return who.Require(access.ViewShare)
}

func teamThere(ctx context.Context, tx *db.Tx, v row) error {
	if v.Team == "" {
		return nil
	}
	var one int
	err := tx.NewRaw("SELECT 1 FROM team WHERE id = ?", v.Team).Scan(ctx, &one)
	if db.IsNone(err) {
		return fault.New(fault.Invalid, "assignment.unknown_team", "id", string(v.Team)).At("team")
	}
	return err
}

// changed tells the screens, and the audit when others are concerned.
func changed(ctx context.Context, tx *db.Tx, who access.Actor, action string, before, after row) error {
	if before.Audience != Me || after.Audience != Me {
		err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "view", ID: string(after.ID), Before: before.picture(), After: after.picture()})
		if err != nil {
			return err
		}
	}
	return tx.Record(ctx, fact.ViewChanged{View: after.ID, By: who.ID})
}

// picture is the view as the audit shows it.
func (v row) picture() any {
	if v.Staff == "" {
		return nil
	}
	return map[string]any{"name": v.Name, "audience": v.Audience, "team": v.Team, "filter": v.Filter}
}

// order is how a person sorted their views.
func (s *Shelf) order(ctx context.Context, who access.Actor) (keys []string, err error) {
	var text string
	err = s.db.Read().NewRaw("SELECT keys FROM view_order WHERE staff_id = ?", who.ID).Scan(ctx, &text)
	if db.IsNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the order of the views: %w", err)
	}
	return keys, json.Unmarshal([]byte(text), &keys)
}

// Arrange keeps the order in which a person wants their views.
func (s *Shelf) Arrange(ctx context.Context, who access.Actor, keys []string) error {
	if err := writes(who); err != nil {
		return err
	}
	if len(keys) > 600 {
		return fault.New(fault.Invalid, "view.too_many", "limit", 600)
	}
	text, err := json.Marshal(slices.Compact(keys))
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO view_order (staff_id, keys) VALUES (?, ?) ON CONFLICT (staff_id) DO UPDATE SET keys = excluded.keys", who.ID, string(text))
		if err != nil {
			return fmt.Errorf("keep the order of the views: %w", err)
		}
		return tx.Record(ctx, fact.ViewChanged{By: who.ID})
	})
}
