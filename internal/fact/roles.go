package fact

// What people are and can, and when they work: roles, skills, calendars, reasons of presence.
type (
	RoleChanged struct {
		Role string  `json:"role"`
		By   StaffID `json:"by,omitempty"`
	}
	SkillChanged struct {
		Skill SkillID `json:"skill"`
		By    StaffID `json:"by,omitempty"`
	}
	CalendarChanged struct {
		Calendar CalendarID `json:"calendar"`
		By       StaffID    `json:"by,omitempty"`
	}
	PresenceReasonChanged struct {
		Reason string  `json:"reason"`
		By     StaffID `json:"by,omitempty"`
	}
)

func (RoleChanged) Name() string           { return "role.changed" }
func (SkillChanged) Name() string          { return "skill.changed" }
func (CalendarChanged) Name() string       { return "calendar.changed" }
func (PresenceReasonChanged) Name() string { return "presence_reason.changed" }

func (f RoleChanged) About() (conversation, contact, by string)     { return "", "", string(f.By) }
func (f SkillChanged) About() (conversation, contact, by string)    { return "", "", string(f.By) }
func (f CalendarChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }
func (f PresenceReasonChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}
