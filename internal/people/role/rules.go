package role

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

const (
	nameLimit  = 60  // characters
	aboutLimit = 300 // characters
)

// named is the name as it is kept. The names of the built-in roles are taken.
func named(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", fault.New(fault.Invalid, "role.name_missing").At("name")
	case utf8.RuneCountInString(name) > nameLimit:
		return "", fault.New(fault.Invalid, "role.name_too_long", "limit", nameLimit).At("name")
	case strings.ContainsFunc(name, unicode.IsControl):
		return "", fault.New(fault.Invalid, "role.name_unreadable").At("name")
	case access.Role(strings.ToLower(name)).Known():
		return "", fault.New(fault.Conflict, "role.name_taken").At("name")
	}
	return name, nil
}

func described(about string) (string, error) {
	about = strings.TrimSpace(about)
	if utf8.RuneCountInString(about) > aboutLimit {
		return "", fault.New(fault.Invalid, "role.about_too_long", "limit", aboutLimit).At("about")
	}
	return about, nil
}

// given is the set of a list of permissions, when who has them all.
func given(who access.Actor, list []access.Permission) (access.Set, error) {
	set, unknown := access.SetOf(list)
	if unknown != "" {
		return 0, fault.New(fault.Invalid, "role.permission_unknown", "permission", string(unknown)).At("permissions")
	}
	if set == 0 {
		return 0, fault.New(fault.Invalid, "role.may_nothing").At("permissions")
	}
	if !who.Permissions.Covers(set) {
		return 0, fault.New(fault.Denied, "role.above_own").At("permissions")
	}
	return set, nil
}

// changed is a role after a change.
func changed(who access.Actor, r Role, c Change) (after Role, err error) {
	if !r.Own {
		return r, fault.New(fault.Conflict, "role.built_in")
	}
	if c.Version != 0 && c.Version != r.Version {
		return r, fault.New(fault.Conflict, "role.changed", "version", r.Version)
	}
	if !who.Permissions.Covers(r.Permissions) {
		return r, fault.New(fault.Denied, "role.above_own")
	}
	after = r
	if c.Name != nil {
		if after.Name, err = named(*c.Name); err != nil {
			return r, err
		}
	}
	if c.About != nil {
		if after.About, err = described(*c.About); err != nil {
			return r, err
		}
	}
	if c.Permissions != nil {
		if after.Permissions, err = given(who, *c.Permissions); err != nil {
			return r, err
		}
	}
	return after, nil
}
