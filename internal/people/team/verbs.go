package team

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Add founds a team; what is not said is as usual.
func (r *Roster) Add(ctx context.Context, who access.Actor, f Founding) (t Team, err error) {
	if err := who.Require(access.TeamManage); err != nil {
		return Team{}, err
	}
	if f.Name, err = named(f.Name); err != nil {
		return Team{}, err
	}
	if f.Absence, err = f.Absence.checked(); err != nil {
		return Team{}, err
	}
	takes := usuallyTakes
	if f.ReplyTakes != nil {
		takes = *f.ReplyTakes
	}
	id := fact.TeamID(uuid.Must(uuid.NewV7()).String())
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		if err := insert(ctx, tx, Team{ID: id, Name: f.Name, Absence: f.Absence, ReplyTakes: takes, CreatedAt: tx.Now()}); err != nil {
			return err
		}
		if err := setMembers(ctx, tx, id, once(f.Members)); err != nil {
			return err
		}
		if t, err = load(ctx, tx, id); err != nil {
			return err
		}
		return changed(ctx, tx, who, "team.added", id, nil, t.picture())
	})
	return t, err
}

// Change renames a team, or says anew who is in it, what becomes of the work of
// somebody who is absent and whether a reply takes.
func (r *Roster) Change(ctx context.Context, who access.Actor, id fact.TeamID, c Change) (t Team, err error) {
	if err := who.Require(access.TeamManage); err != nil {
		return Team{}, err
	}
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id, c.Version)
		if err != nil {
			return err
		}
		if err := apply(ctx, tx, before, c); err != nil {
			return err
		}
		if t, err = load(ctx, tx, id); err != nil {
			return err
		}
		return changed(ctx, tx, who, "team.changed", id, before.picture(), t.picture())
	})
	return t, err
}

func apply(ctx context.Context, tx *db.Tx, before Team, c Change) error {
	if c.Name != nil {
		name, err := named(*c.Name)
		if err != nil {
			return err
		}
		if err := rename(ctx, tx, before.ID, name); err != nil {
			return err
		}
	}
	if c.Absence != nil {
		a, err := c.Absence.checked()
		if err != nil {
			return err
		}
		if err := setAbsence(ctx, tx, before.ID, a); err != nil {
			return err
		}
	}
	if c.ReplyTakes != nil {
		if err := setReplyTakes(ctx, tx, before.ID, *c.ReplyTakes); err != nil {
			return err
		}
	}
	if c.Members != nil {
		return setMembers(ctx, tx, before.ID, once(*c.Members))
	}
	return nil
}

// Remove dissolves a team; its people stay.
func (r *Roster) Remove(ctx context.Context, who access.Actor, id fact.TeamID) error {
	if err := who.Require(access.TeamManage); err != nil {
		return err
	}
	return r.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		if err := remove(ctx, tx, id); err != nil {
			return err
		}
		return changed(ctx, tx, who, "team.removed", id, before.picture(), nil)
	})
}

// PlaceTx says anew in which teams a person is, in the caller's transaction. The
// caller has asked whether who may do it, and audits it with the person.
func (r *Roster) PlaceTx(ctx context.Context, tx *db.Tx, who access.Actor, person fact.StaffID, teams []fact.TeamID) error {
	teams = once(teams)
	before, err := teamsOf(ctx, tx, person)
	if err != nil {
		return err
	}
	for _, id := range teams {
		if _, err := load(ctx, tx, id); err != nil {
			return fault.New(fault.Invalid, "team.unknown", "team", string(id)).At("teams").Because(err)
		}
	}
	if err := setTeams(ctx, tx, person, teams); err != nil {
		return err
	}
	for _, id := range moved(before, teams) {
		if err := touch(ctx, tx, id); err != nil {
			return err
		}
		if err := tx.Record(ctx, fact.TeamChanged{Team: id, By: who.ID}); err != nil {
			return err
		}
	}
	return nil
}

// moved is every team that is in only one of two lists.
func moved(before, after []fact.TeamID) []fact.TeamID {
	var ids []fact.TeamID
	for _, id := range once(slices.Concat(before, after)) {
		if slices.Contains(before, id) != slices.Contains(after, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// changed tells the world and the audit.
func changed(ctx context.Context, tx *db.Tx, who access.Actor, action string, id fact.TeamID, before, after any) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "team", ID: string(id), Before: before, After: after})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.TeamChanged{Team: id, By: who.ID})
}

// picture is the team as the audit shows it.
func (t Team) picture() any {
	return struct {
		Name       string         `json:"name"`
		Members    []fact.StaffID `json:"members"`
		Absence    Absence        `json:"absence"`
		ReplyTakes bool           `json:"reply_takes"`
	}{t.Name, t.memberIDs(), t.Absence, t.ReplyTakes}
}
