package staff

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/role"
	"anlan/internal/people/skill"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Add takes a person on. They come in by the invitation, which sets their
// password and works once.
func (o *Office) Add(ctx context.Context, who access.Actor, n Newcomer) (s Staff, invitation string, err error) {
	if err := who.Require(access.StaffManage); err != nil {
		return Staff{}, "", err
	}
	r, err := filled(n)
	if err != nil {
		return Staff{}, "", err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		may, err := allowed(ctx, tx, n.Role)
		if err != nil {
			return err
		}
		if err := grants(who, n.Role, may); err != nil {
			return err
		}
		if s, err = o.addTx(ctx, tx, who, r, n.Teams); err != nil {
			return err
		}
		invitation, err = issue(ctx, tx, invitationLink, s.ID)
		return err
	})
	return s, invitation, err
}

// allowed is what a role allows. The role stays while the transaction runs.
func allowed(ctx context.Context, tx *db.Tx, id access.Role) (access.Set, error) {
	may, err := role.HoldTx(ctx, tx, id)
	if fault.IsKind(err, fault.Missing) {
		return 0, fault.New(fault.Invalid, "staff.role_unknown", "role", string(id)).At("role").Because(err)
	}
	return may, err
}

// filled is the row of a newcomer, when what is said of them can be true.
func filled(n Newcomer) (r row, err error) {
	if r.Email, err = addressed(n.Email); err != nil {
		return row{}, err
	}
	if r.Name, err = named(n.Name); err != nil {
		return row{}, err
	}
	if err = spoken(n.Locale); err != nil {
		return row{}, err
	}
	if err = located(n.TimeZone); err != nil {
		return row{}, err
	}
	r.ID = fact.StaffID(newID())
	r.Role, r.State, r.Locale, r.TimeZone, r.Version = n.Role, Active, n.Locale, n.TimeZone, 1
	return r, nil
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func (o *Office) addTx(ctx context.Context, tx *db.Tx, who access.Actor, r row, teams []fact.TeamID) (Staff, error) {
	r.CreatedAt, r.UpdatedAt = tx.Now().UnixMilli(), tx.Now().UnixMilli()
	if err := insert(ctx, tx, r); err != nil {
		return Staff{}, err
	}
	if err := o.teams.PlaceTx(ctx, tx, who, r.ID, teams); err != nil {
		return Staff{}, err
	}
	s, err := o.load(ctx, tx, r.ID)
	if err != nil {
		return Staff{}, err
	}
	err = audit.Write(ctx, tx, audit.Entry{Who: who, Action: "staff.added", Kind: "staff", ID: string(s.ID), After: map[string]any{
		"email": s.Email, "name": s.Name, "role": s.Role, "teams": teamIDs(s),
	}})
	if err != nil {
		return Staff{}, err
	}
	return s, tx.Record(ctx, fact.StaffAdded{Staff: s.ID, Role: string(s.Role), By: who.ID})
}

// Change changes how a person appears, what they may do, or whether they may
// come in. Who is disabled is signed out at once; their tokens sleep.
func (o *Office) Change(ctx context.Context, who access.Actor, id fact.StaffID, c Change) (s Staff, err error) {
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		admins, err := adminsBefore(ctx, tx, c)
		if err != nil {
			return err
		}
		before, err := o.hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if c.Version != 0 && c.Version != before.Version {
			return fault.New(fault.Conflict, "staff.changed", "version", before.Version)
		}
		var may access.Set
		if c.Role != nil {
			if may, err = allowed(ctx, tx, *c.Role); err != nil {
				return err
			}
		}
		after, fields, err := changed(who, before, c, may)
		if err != nil {
			return err
		}
		if losesAdmin(before, after) && admins <= 1 {
			return fault.New(fault.Conflict, "staff.last_admin")
		}
		s, err = o.changeTx(ctx, tx, who, before, after, fields, c)
		return err
	})
	return s, err
}

// adminsBefore counts the admins where the answer may matter. It comes first, so
// that everybody who holds several rows holds them in the same order.
func adminsBefore(ctx context.Context, tx *db.Tx, c Change) (int, error) {
	if c.Role == nil && c.State == nil {
		return 0, nil
	}
	return activeAdmins(ctx, tx)
}

func (o *Office) changeTx(ctx context.Context, tx *db.Tx, who access.Actor, before, after Staff, fields []string, c Change) (Staff, error) {
	placed, err := o.place(ctx, tx, who, before, c)
	if err != nil {
		return Staff{}, err
	}
	fields = append(fields, placed...)
	if len(fields) == 0 {
		return before, nil
	}
	if err := save(ctx, tx, after); err != nil {
		return Staff{}, err
	}
	if before.State == Active && after.State == Disabled {
		if err := closeSessions(ctx, tx, after.ID, ""); err != nil {
			return Staff{}, err
		}
		if err := withdraw(ctx, tx, invitationLink, after.ID); err != nil {
			return Staff{}, err
		}
	}
	if before.Role != after.Role {
		if err := leadToFactor(ctx, tx, after); err != nil {
			return Staff{}, err
		}
	}
	s, err := o.load(ctx, tx, before.ID)
	if err != nil {
		return Staff{}, err
	}
	err = audit.Write(ctx, tx, audit.Entry{Who: who, Action: "staff.changed", Kind: "staff", ID: string(s.ID),
		Before: picture(before, fields), After: picture(s, fields)})
	if err != nil {
		return Staff{}, err
	}
	return s, tx.Record(ctx, fact.StaffChanged{Staff: s.ID, Fields: fields, By: who.ID})
}

// place says anew in which teams a person is and what they can do, and names what
// it changed.
func (o *Office) place(ctx context.Context, tx *db.Tx, who access.Actor, s Staff, c Change) (fields []string, err error) {
	if c.Teams != nil && !sameTeams(s, *c.Teams) {
		if err := o.teams.PlaceTx(ctx, tx, who, s.ID, *c.Teams); err != nil {
			return nil, err
		}
		fields = append(fields, "teams")
	}
	if c.Skills != nil {
		if err := o.skills.PlaceTx(ctx, tx, s.ID, *c.Skills); err != nil {
			return nil, err
		}
		fields = append(fields, "skills")
	}
	if c.Languages != nil {
		if err := o.skills.SpeakTx(ctx, tx, s.ID, *c.Languages); err != nil {
			return nil, err
		}
		fields = append(fields, "languages")
	}
	return fields, nil
}

func sameTeams(s Staff, teams []fact.TeamID) bool {
	now, then := teamIDs(s), slices.Clone(teams)
	slices.Sort(now)
	slices.Sort(then)
	return slices.Equal(now, slices.Compact(then))
}

func teamIDs(s Staff) []fact.TeamID {
	ids := make([]fact.TeamID, len(s.Teams))
	for i, t := range s.Teams {
		ids[i] = t.ID
	}
	return ids
}

// picture is a person as the audit shows them: the fields that differ.
func picture(s Staff, fields []string) map[string]any {
	all := map[string]any{
		"name": s.Name, "role": s.Role, "state": s.State,
		"locale": s.Locale, "time_zone": s.TimeZone, "teams": teamIDs(s),
		"skills": skillLevels(s.Abilities), "languages": languageLevels(s.Abilities),
	}
	some := map[string]any{}
	for _, f := range fields {
		some[f] = all[f]
	}
	return some
}

func skillLevels(a skill.Abilities) map[string]skill.Level {
	levels := map[string]skill.Level{}
	for _, h := range a.Skills {
		levels[h.Name] = h.Level
	}
	return levels
}

func languageLevels(a skill.Abilities) map[string]skill.Level {
	levels := map[string]skill.Level{}
	for _, l := range a.Languages {
		levels[l.Tag] = l.Level
	}
	return levels
}
