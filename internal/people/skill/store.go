package skill

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	ID        fact.SkillID `bun:"id"`
	Name      string       `bun:"name"`
	Staff     int          `bun:"staff"`
	Version   int          `bun:"version"`
	CreatedAt int64        `bun:"created_at"`
}

func (r row) skill() Skill {
	return Skill{ID: r.ID, Name: r.Name, Staff: r.Staff, Version: r.Version, CreatedAt: time.UnixMilli(r.CreatedAt).UTC()}
}

// List is every skill, by name.
func (r *Register) List(ctx context.Context, who access.Actor) ([]Skill, error) {
	if err := who.Require(access.StaffView); err != nil {
		return nil, err
	}
	var rows []row
	err := r.db.Read().NewRaw(`SELECT id, name, version, created_at,
			(SELECT COUNT(*) FROM staff_skill h WHERE h.skill_id = skill.id) AS staff
		FROM skill ORDER BY name, id`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read skills: %w", err)
	}
	list := make([]Skill, len(rows))
	for i, r := range rows {
		list[i] = r.skill()
	}
	return list, nil
}

// OfStaff tells what people can do. Whoever can nothing that was named is not in
// the answer.
func (r *Register) OfStaff(ctx context.Context, from Reader, people []fact.StaffID) (map[fact.StaffID]Abilities, error) {
	of := map[fact.StaffID]Abilities{}
	if len(people) == 0 {
		return of, nil
	}
	var skills []struct {
		Staff fact.StaffID `bun:"staff_id"`
		ID    fact.SkillID `bun:"id"`
		Name  string       `bun:"name"`
		Level Level        `bun:"level"`
	}
	err := from.NewRaw(`SELECT h.staff_id, k.id, k.name, h.level FROM staff_skill h JOIN skill k ON k.id = h.skill_id
		WHERE h.staff_id IN (?) ORDER BY k.name, k.id`, bun.List(people)).Scan(ctx, &skills)
	if err != nil {
		return nil, fmt.Errorf("read the skills of people: %w", err)
	}
	for _, s := range skills {
		a := of[s.Staff]
		a.Skills = append(a.Skills, Has{ID: s.ID, Name: s.Name, Level: s.Level})
		of[s.Staff] = a
	}
	var languages []struct {
		Staff fact.StaffID `bun:"staff_id"`
		Tag   string       `bun:"language"`
		Level Level        `bun:"level"`
	}
	err = from.NewRaw("SELECT staff_id, language, level FROM staff_language WHERE staff_id IN (?) ORDER BY level DESC, language",
		bun.List(people)).Scan(ctx, &languages)
	if err != nil {
		return nil, fmt.Errorf("read the languages of people: %w", err)
	}
	for _, l := range languages {
		a := of[l.Staff]
		a.Languages = append(a.Languages, Language{Tag: l.Tag, Level: l.Level})
		of[l.Staff] = a
	}
	return of, nil
}

func hold(ctx context.Context, tx *db.Tx, id fact.SkillID) (Skill, error) {
	var r row
	err := tx.NewRaw("UPDATE skill SET version = version WHERE id = ? RETURNING id, name, version, created_at", id).Scan(ctx, &r)
	if db.IsNone(err) {
		return Skill{}, fault.New(fault.Missing, "skill.missing")
	}
	if err == nil {
		err = tx.NewRaw("SELECT COUNT(*) FROM staff_skill WHERE skill_id = ?", id).Scan(ctx, &r.Staff)
	}
	if err != nil {
		return Skill{}, fmt.Errorf("hold the skill %s: %w", id, err)
	}
	return r.skill(), nil
}

func insert(ctx context.Context, tx *db.Tx, s Skill) error {
	_, err := tx.Exec(ctx, "INSERT INTO skill (id, name, created_at) VALUES (?, ?, ?)", s.ID, s.Name, s.CreatedAt.UnixMilli())
	return taken(err)
}

func rename(ctx context.Context, tx *db.Tx, s Skill) error {
	_, err := tx.Exec(ctx, "UPDATE skill SET name = ?, version = ? WHERE id = ?", s.Name, s.Version, s.ID)
	return taken(err)
}

func taken(err error) error {
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "skill.name_taken").At("name").Because(err)
	}
	if err != nil {
		return fmt.Errorf("save a skill: %w", err)
	}
	return nil
}

func remove(ctx context.Context, tx *db.Tx, id fact.SkillID) error {
	if _, err := tx.Exec(ctx, "DELETE FROM skill WHERE id = ?", id); err != nil {
		return fmt.Errorf("remove the skill %s: %w", id, err)
	}
	return nil
}

func setSkills(ctx context.Context, tx *db.Tx, person fact.StaffID, skills []Has) error {
	if _, err := tx.Exec(ctx, "DELETE FROM staff_skill WHERE staff_id = ?", person); err != nil {
		return fmt.Errorf("clear the skills of %s: %w", person, err)
	}
	for _, h := range skills {
		n, err := tx.Exec(ctx, "INSERT INTO staff_skill (staff_id, skill_id, level) SELECT ?, id, ? FROM skill WHERE id = ?", person, h.Level, h.ID)
		if err != nil {
			return fmt.Errorf("give %s the skill %s: %w", person, h.ID, err)
		}
		if n == 0 {
			return fault.New(fault.Invalid, "skill.unknown", "skill", string(h.ID)).At("skills")
		}
	}
	return nil
}

func setLanguages(ctx context.Context, tx *db.Tx, person fact.StaffID, languages []Language) error {
	if _, err := tx.Exec(ctx, "DELETE FROM staff_language WHERE staff_id = ?", person); err != nil {
		return fmt.Errorf("clear the languages of %s: %w", person, err)
	}
	for _, s := range languages {
		if _, err := tx.Exec(ctx, "INSERT INTO staff_language (staff_id, language, level) VALUES (?, ?, ?)", person, s.Tag, s.Level); err != nil {
			return fmt.Errorf("note that %s speaks %s: %w", person, s.Tag, err)
		}
	}
	return nil
}
