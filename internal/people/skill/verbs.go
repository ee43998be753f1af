package skill

import (
	"context"

	"github.com/google/uuid"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Add names a skill.
func (r *Register) Add(ctx context.Context, who access.Actor, name string) (s Skill, err error) {
	if err := who.Require(access.TeamManage); err != nil {
		return Skill{}, err
	}
	if name, err = named(name); err != nil {
		return Skill{}, err
	}
	s = Skill{ID: fact.SkillID(uuid.Must(uuid.NewV7()).String()), Name: name, Version: 1}
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		s.CreatedAt = tx.Now()
		if err := insert(ctx, tx, s); err != nil {
			return err
		}
		return tell(ctx, tx, who, "skill.added", s.ID, nil, map[string]any{"name": name})
	})
	return s, err
}

// Rename gives a skill another name. Version is the version that was edited; 0
// takes whatever is there.
func (r *Register) Rename(ctx context.Context, who access.Actor, id fact.SkillID, name string, version int) (s Skill, err error) {
	if err := who.Require(access.TeamManage); err != nil {
		return Skill{}, err
	}
	if name, err = named(name); err != nil {
		return Skill{}, err
	}
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if version != 0 && version != before.Version {
			return fault.New(fault.Conflict, "skill.changed", "version", before.Version)
		}
		s = before
		s.Name, s.Version = name, before.Version+1
		if err := rename(ctx, tx, s); err != nil {
			return err
		}
		return tell(ctx, tx, who, "skill.changed", id, map[string]any{"name": before.Name}, map[string]any{"name": name})
	})
	return s, err
}

// Remove takes a skill away from the house and from everybody who has it.
func (r *Register) Remove(ctx context.Context, who access.Actor, id fact.SkillID) error {
	if err := who.Require(access.TeamManage); err != nil {
		return err
	}
	return r.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := remove(ctx, tx, id); err != nil {
			return err
		}
		return tell(ctx, tx, who, "skill.removed", id, map[string]any{"name": before.Name, "staff": before.Staff}, nil)
	})
}

// PlaceTx says anew which skills a person has, in the caller's transaction. The
// caller has asked whether who may do it, and audits it with the person.
func (r *Register) PlaceTx(ctx context.Context, tx *db.Tx, person fact.StaffID, skills []Has) error {
	if err := skilled(skills); err != nil {
		return err
	}
	return setSkills(ctx, tx, person, skills)
}

// SpeakTx says anew which languages a person speaks, in the caller's transaction.
func (r *Register) SpeakTx(ctx context.Context, tx *db.Tx, person fact.StaffID, languages []Language) error {
	clean, err := spoken(languages)
	if err != nil {
		return err
	}
	return setLanguages(ctx, tx, person, clean)
}

func tell(ctx context.Context, tx *db.Tx, who access.Actor, action string, id fact.SkillID, before, after any) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "skill", ID: string(id), Before: before, After: after})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.SkillChanged{Skill: id, By: who.ID})
}
