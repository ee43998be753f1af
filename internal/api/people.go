package api

import (
	"context"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
)

// ref names another thing.
type ref = conversation.Ref

// presenceView is how a person is there.
type presenceView struct {
	State  presence.State `json:"state" enum:"online,busy,away,after_call,offline"`
	Reason string         `json:"reason" doc:"the id of a reason; empty where none was given"`
	Since  *time.Time     `json:"since"`
	Until  *time.Time     `json:"until" doc:"when the choice ends by itself; null when it does not"`
}

func viewPresence(p presence.Presence) presenceView {
	if p.State == "" {
		p.State = presence.Offline
	}
	return presenceView{p.State, p.Reason, since(p.Since), since(p.Until)}
}

// StaffView is a member of staff as screens see them.
type StaffView struct {
	ID        fact.StaffID     `json:"id"`
	Email     string           `json:"email"`
	Name      string           `json:"name"`
	Role      access.Role      `json:"role" doc:"agent, lead, manager, admin, or the id of a role of your own"`
	RoleName  string           `json:"role_name" doc:"of a role of your own; empty for a built-in one"`
	Teams     []ref            `json:"teams" nullable:"false"`
	Skills    []hasView        `json:"skills" nullable:"false"`
	Languages []skill.Language `json:"languages" nullable:"false"`
	State     staff.State      `json:"state" enum:"active,disabled"`
	Invited   bool             `json:"invited" doc:"has not set a password yet"`
	Secured   bool             `json:"second_factor" doc:"has a second factor, or a passkey"`
	Presence  presenceView     `json:"presence"`
	Locale    string           `json:"locale"`
	TimeZone  string           `json:"time_zone"`
	CreatedAt time.Time        `json:"created_at"`
	Version   int              `json:"version"`
	Can       staffCan         `json:"can"`
}

type staffCan struct {
	Change  bool `json:"change"`
	Manage  bool `json:"manage" doc:"role, teams, skills and invitation too"`
	Disable bool `json:"disable"`
	Reset   bool `json:"reset_factor" doc:"take their second factor and passkeys away, which they have lost"`
}

func (e *Edge) viewStaff(ctx context.Context, who access.Actor, people ...staff.Staff) ([]StaffView, error) {
	ids := make([]fact.StaffID, len(people))
	for i, s := range people {
		ids[i] = s.ID
	}
	there, err := e.Presence.Of(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]StaffView, len(people))
	for i, s := range people {
		can := staff.CanOn(who, s)
		list[i] = StaffView{
			ID: s.ID, Email: s.Email, Name: s.Name, Role: s.Role, RoleName: s.RoleName, Teams: teamRefs(s.Teams), Skills: viewSkills(s.Abilities), Languages: languagesOf(s.Abilities), State: s.State, Invited: s.Invited, Secured: s.Secured,
			Presence: viewPresence(there[s.ID]), Locale: s.Locale, TimeZone: s.TimeZone,
			CreatedAt: s.CreatedAt, Version: s.Version, Can: staffCan{can.Change, can.Manage, can.Disable, can.Reset},
		}
	}
	return list, nil
}

func (e *Edge) viewOne(ctx context.Context, who access.Actor, s staff.Staff, err error) (StaffView, error) {
	if err != nil {
		return StaffView{}, err
	}
	list, err := e.viewStaff(ctx, who, s)
	if err != nil {
		return StaffView{}, err
	}
	return list[0], nil
}

func teamRefs(teams []team.Ref) []ref {
	list := make([]ref, len(teams))
	for i, t := range teams {
		list[i] = ref{ID: string(t.ID), Name: t.Name}
	}
	return list
}

// teamView is a team as screens see it.
type teamView struct {
	ID      fact.TeamID  `json:"id"`
	Name    string       `json:"name"`
	Members []ref        `json:"members" nullable:"false"`
	Absence team.Absence `json:"absence" doc:"what becomes of conversations that wait for us while the person who has them is offline"`
	Takes   bool         `json:"reply_takes" doc:"whoever answers a conversation of the team that nobody has, has it from then on; conversations of no team are taken likewise"`
	Version int          `json:"version"`
	Can     changeCan    `json:"can"`
}

type changeCan struct {
	Change bool `json:"change"`
}

func viewTeam(who access.Actor, t team.Team) teamView {
	v := teamView{ID: t.ID, Name: t.Name, Members: make([]ref, len(t.Members)), Absence: t.Absence, Takes: t.ReplyTakes, Version: t.Version, Can: changeCan{team.CanOn(who, t).Change}}
	for i, m := range t.Members {
		v.Members[i] = ref{ID: string(m.ID), Name: m.Name}
	}
	return v
}
