package api

import (
	"context"
	"net/http"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/skill"
)

func (e *Edge) routeSkills() {
	const tag = "Staff"
	handle(e, route{id: "list-skills", method: http.MethodGet, path: "/v1/skills", summary: "What people can be good at", tag: tag, needs: access.StaffView}, e.listSkills)
	handle(e, route{id: "add-skill", method: http.MethodPost, path: "/v1/skills", summary: "Name a skill", tag: tag, status: http.StatusCreated, repeats: true, needs: access.TeamManage}, e.addSkill)
	handle(e, route{id: "change-skill", method: http.MethodPatch, path: "/v1/skills/{id}", summary: "Rename a skill", tag: tag, needs: access.TeamManage}, e.changeSkill)
	handle(e, route{id: "remove-skill", method: http.MethodDelete, path: "/v1/skills/{id}", summary: "Remove a skill, from everybody who has it too", tag: tag, status: http.StatusNoContent, needs: access.TeamManage}, e.removeSkill)
}

type skillView struct {
	ID      fact.SkillID `json:"id"`
	Name    string       `json:"name"`
	Staff   int          `json:"staff" doc:"how many people have it"`
	Version int          `json:"version"`
	Can     changeCan    `json:"can"`
}

// hasView is a skill that somebody has.
type hasView struct {
	ID    fact.SkillID `json:"id"`
	Name  string       `json:"name,omitempty" readOnly:"true"`
	Level skill.Level  `json:"level" minimum:"1" maximum:"3" doc:"1 can when nobody better is there, 2 good, 3 whom others ask"`
}

func viewSkill(who access.Actor, s skill.Skill) skillView {
	return skillView{s.ID, s.Name, s.Staff, s.Version, changeCan{skill.CanChange(who)}}
}

func viewSkills(a skill.Abilities) []hasView {
	list := make([]hasView, len(a.Skills))
	for i, h := range a.Skills {
		list[i] = hasView{h.ID, h.Name, h.Level}
	}
	return list
}

func languagesOf(a skill.Abilities) []skill.Language {
	return append([]skill.Language{}, a.Languages...)
}

func skillsOf(views *[]hasView) *[]skill.Has {
	if views == nil {
		return nil
	}
	list := make([]skill.Has, len(*views))
	for i, v := range *views {
		list[i] = skill.Has{ID: v.ID, Level: v.Level}
	}
	return &list
}

func (e *Edge) listSkills(ctx context.Context, who access.Actor, _ *struct{}) (All[skillView], error) {
	skills, err := e.Skills.List(ctx, who)
	list := make([]skillView, len(skills))
	for i, s := range skills {
		list[i] = viewSkill(who, s)
	}
	return whole(list), err
}

type newSkill struct {
	Body struct {
		Name string `json:"name"`
	}
}

func (e *Edge) addSkill(ctx context.Context, who access.Actor, in *newSkill) (skillView, error) {
	s, err := e.Skills.Add(ctx, who, in.Body.Name)
	return viewSkill(who, s), err
}

type SkillPath struct {
	ID fact.SkillID `path:"id"`
}

type skillEdit struct {
	SkillPath
	Body struct {
		Name    string `json:"name"`
		Version int    `json:"version,omitempty"`
	}
}

func (e *Edge) changeSkill(ctx context.Context, who access.Actor, in *skillEdit) (skillView, error) {
	s, err := e.Skills.Rename(ctx, who, in.ID, in.Body.Name, in.Body.Version)
	return viewSkill(who, s), err
}

func (e *Edge) removeSkill(ctx context.Context, who access.Actor, in *SkillPath) (nothing, error) {
	return nothing{}, e.Skills.Remove(ctx, who, in.ID)
}
