package staff

import (
	"net/mail"
	"strings"
	"time"
	_ "time/tzdata" // a bare server has no zone files, and its people have zones
	"unicode"
	"unicode/utf8"

	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

const (
	nameLimit  = 80  // characters
	emailLimit = 254 // bytes, RFC 5321
)

// named is a name as it is kept: without the space around it.
func named(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", fault.New(fault.Invalid, "staff.name_missing").At("name")
	case utf8.RuneCountInString(name) > nameLimit:
		return "", fault.New(fault.Invalid, "staff.name_too_long", "limit", nameLimit).At("name")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return "", fault.New(fault.Invalid, "staff.name_unreadable").At("name")
	}
	return name, nil
}

// addressed is an e-mail as it is kept: small letters, nothing around it. Two
// addresses that differ only in capitals are one person.
func addressed(email string) (string, error) {
	email = sameEmail(email)
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > emailLimit || strings.ContainsRune(email, utf8.RuneError) {
		return "", fault.New(fault.Invalid, "staff.email_unreadable").At("email")
	}
	return email, nil
}

// sameEmail is how e-mails are compared. What is not text becomes a mark that no
// address has, because PostgreSQL would not even look it up.
func sameEmail(email string) string {
	const mark = string(utf8.RuneError)
	return strings.ToLower(strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(email, mark), "\x00", mark)))
}

// spoken accepts the languages that we have words in; "" leaves it to the browser.
func spoken(locale string) error {
	switch locale {
	case "", "zh-CN", "en":
		return nil
	}
	return fault.New(fault.Invalid, "staff.locale_unknown", "locale", locale).At("locale")
}

// located accepts the names of time zones; "" leaves it to the browser.
func located(zone string) error {
	if zone == "" {
		return nil
	}
	// "Local" would be the server's zone, which means nothing to a person elsewhere.
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return fault.New(fault.Invalid, "staff.time_zone_unknown", "time_zone", zone).At("time_zone")
	}
	return nil
}

// Can is what somebody may do with a person.
type Can struct {
	Change  bool // name, languages, time zone; with Manage also role, teams, skills and invitation
	Manage  bool
	Disable bool
	Reset   bool // their second factor, which they have lost
}

// CanOn tells what who may do with a person.
func CanOn(who access.Actor, s Staff) Can {
	manage := manages(who, s) == nil
	self := who.ID == s.ID && who.Writes() == nil
	return Can{Change: manage || self, Manage: manage, Disable: manage && !self, Reset: s.Secured && s.ID != who.ID && who.May(access.SignInManage)}
}

// manages asks whether who decides about a person. Nobody decides about somebody
// who may more than they do.
func manages(who access.Actor, s Staff) error {
	if err := who.Require(access.StaffManage); err != nil {
		return err
	}
	if !who.Permissions.Covers(s.May) {
		return fault.New(fault.Denied, "staff.above_you", "role", s.called())
	}
	return nil
}

// called is the role as a text names it.
func (s Staff) called() string {
	if s.RoleName != "" {
		return s.RoleName
	}
	return string(s.Role)
}

// grants asks whether who may give a role that allows this.
func grants(who access.Actor, role access.Role, may access.Set) error {
	if !who.Permissions.Covers(may) {
		return fault.New(fault.Denied, "staff.role_above_own", "role", string(role)).At("role")
	}
	return nil
}

// changed is a person after a change, and the names of what differs. May is what
// the new role allows, where there is one. Teams, skills and languages are not in
// it: they have their own rosters.
func changed(who access.Actor, s Staff, c Change, may access.Set) (after Staff, fields []string, err error) {
	if err := mayChange(who, s, c); err != nil {
		return s, nil, err
	}
	after = s
	if c.Name != nil {
		if after.Name, err = named(*c.Name); err != nil {
			return s, nil, err
		}
	}
	if c.Role != nil {
		after.Role, after.May = *c.Role, may
	}
	if c.State != nil {
		after.State = *c.State
	}
	if c.Locale != nil {
		after.Locale = *c.Locale
	}
	if c.TimeZone != nil {
		after.TimeZone = *c.TimeZone
	}
	if err := valid(who, s, after); err != nil {
		return s, nil, err
	}
	return after, differing(s, after), nil
}

// mayChange lets people change how they appear, and managers the rest.
func mayChange(who access.Actor, s Staff, c Change) error {
	if c.Role == nil && c.State == nil && c.Teams == nil && c.Skills == nil && who.ID == s.ID {
		return who.Writes()
	}
	return manages(who, s)
}

func valid(who access.Actor, before, after Staff) error {
	if after.Role != before.Role {
		if err := grants(who, after.Role, after.May); err != nil {
			return err
		}
	}
	if after.State != Active && after.State != Disabled {
		return fault.New(fault.Invalid, "staff.state_unknown", "state", string(after.State)).At("state")
	}
	if after.State == Disabled && before.State == Active && who.ID == before.ID {
		return fault.New(fault.Invalid, "staff.not_oneself").At("state")
	}
	if err := spoken(after.Locale); err != nil {
		return err
	}
	return located(after.TimeZone)
}

func differing(before, after Staff) (fields []string) {
	for _, f := range []struct {
		name    string
		differs bool
	}{
		{"name", before.Name != after.Name},
		{"role", before.Role != after.Role},
		{"state", before.State != after.State},
		{"locale", before.Locale != after.Locale},
		{"time_zone", before.TimeZone != after.TimeZone},
	} {
		if f.differs {
			fields = append(fields, f.name)
		}
	}
	return fields
}

// losesAdmin tells whether a change takes an active admin away.
func losesAdmin(before, after Staff) bool {
	was := before.Role == access.Admin && before.State == Active
	is := after.Role == access.Admin && after.State == Active
	return was && !is
}

// binds tells whether the rule demands a second factor of who may this. Roles of the
// house's own are judged by what they may: whoever does the work of the role that is
// named, or a part of it that the roles below do not do.
func (p Policy) binds(permissions access.Set) bool {
	return p.SecondFactor != "" && permissions.Beyond(p.SecondFactor)
}

// wanting is what somebody still has to do, who has shown one factor; both says that
// what they showed counts as two. Who has a passkey and no app must not be led past
// it to enrol: a stolen password would do that as well.
func wanting(f Factor, must, both bool) Step {
	switch {
	case both:
		return In
	case f.On:
		return Code
	case must && f.Passkeys > 0:
		return Passkey
	case must:
		return Enrol
	}
	return In
}

// ruled is the rule after a change.
func ruled(p Policy, c PolicyChange) (Policy, error) {
	if c.SecondFactor != nil {
		if *c.SecondFactor != "" && !c.SecondFactor.Known() {
			return p, fault.New(fault.Invalid, "staff.role_unknown", "role", string(*c.SecondFactor)).At("second_factor")
		}
		p.SecondFactor = *c.SecondFactor
	}
	if c.Password != nil {
		p.Password = *c.Password
	}
	return p, nil
}
