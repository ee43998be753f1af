package tour

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Show tells how far the asking person has come.
func (g *Guide) Show(ctx context.Context, who access.Actor) (t Tour, err error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return Tour{}, err
	}
	if t.State, err = g.state(ctx, who); err != nil || t.State == PutAway || t.State == Finished {
		return t, err
	}
	channels, err := g.channels.List(ctx, who)
	if err != nil {
		return Tour{}, err
	}
	step, conversation, err := g.reached(ctx)
	if err != nil {
		return Tour{}, err
	}
	t.Channel, t.Conversation = toTry(channels), conversation
	switch {
	case step != "":
		t.Done = upto(step)
	case t.Channel != nil:
		t.Done = upto(Channel)
	}
	t.Offered = offered(t.State, t.Done)
	return t, nil
}

func (g *Guide) state(ctx context.Context, who access.Actor) (State, error) {
	state := Fresh
	err := g.db.Read().QueryRowContext(ctx, "SELECT state FROM tour WHERE staff_id = ?", who.ID).Scan(&state)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("how far has %s come: %w", who.ID, err)
	}
	return state, nil
}

// Choose begins the tour, puts it away, takes it up again or ends it.
func (g *Guide) Choose(ctx context.Context, who access.Actor, state State) (Tour, error) {
	if err := who.Writes(); err != nil {
		return Tour{}, err
	}
	if err := who.Require(access.ChannelManage); err != nil {
		return Tour{}, err
	}
	if !slices.Contains([]State{Running, PutAway, Finished}, state) {
		return Tour{}, fault.New(fault.Invalid, "tour.state_unknown", "state", string(state)).At("state")
	}
	err := g.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO tour (staff_id, state, changed_at) VALUES (?, ?, ?)
			ON CONFLICT (staff_id) DO UPDATE SET state = EXCLUDED.state, changed_at = EXCLUDED.changed_at`,
			who.ID, state, tx.Now().UnixMilli())
		return err
	})
	if err != nil {
		return Tour{}, fmt.Errorf("keep how far %s has come: %w", who.ID, err)
	}
	return g.Show(ctx, who)
}
