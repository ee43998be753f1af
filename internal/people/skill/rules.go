package skill

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"anlan/internal/platform/fault"
)

const (
	nameLimit = 60 // characters
	perPerson = 50 // skills, or languages
)

func named(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", fault.New(fault.Invalid, "skill.name_missing").At("name")
	case utf8.RuneCountInString(name) > nameLimit:
		return "", fault.New(fault.Invalid, "skill.name_too_long", "limit", nameLimit).At("name")
	case strings.ContainsFunc(name, unicode.IsControl):
		return "", fault.New(fault.Invalid, "skill.name_unreadable").At("name")
	}
	return name, nil
}

func (l Level) known() bool { return l >= Basic && l <= Expert }

// skilled looks through the skills that somebody shall have: each once.
func skilled(list []Has) error {
	if len(list) > perPerson {
		return fault.New(fault.Invalid, "skill.too_many", "limit", perPerson).At("skills")
	}
	seen := map[string]bool{}
	for _, h := range list {
		if !h.Level.known() {
			return fault.New(fault.Invalid, "skill.level_unknown", "level", int(h.Level)).At("skills")
		}
		if seen[string(h.ID)] {
			return fault.New(fault.Invalid, "skill.twice", "skill", string(h.ID)).At("skills")
		}
		seen[string(h.ID)] = true
	}
	return nil
}

// spoken is the languages that somebody shall speak, in the form in which they
// are kept: "ZH-cn" and "zh-CN" are one.
func spoken(list []Language) ([]Language, error) {
	if len(list) > perPerson {
		return nil, fault.New(fault.Invalid, "skill.too_many", "limit", perPerson).At("languages")
	}
	clean, seen := make([]Language, len(list)), map[string]bool{}
	for i, s := range list {
		tag, err := language.Parse(s.Tag)
		if err != nil || tag == language.Und {
			return nil, fault.New(fault.Invalid, "skill.language_unknown", "language", s.Tag).At("languages")
		}
		if !s.Level.known() {
			return nil, fault.New(fault.Invalid, "skill.level_unknown", "level", int(s.Level)).At("languages")
		}
		if seen[tag.String()] {
			return nil, fault.New(fault.Invalid, "skill.twice", "skill", tag.String()).At("languages")
		}
		seen[tag.String()] = true
		clean[i] = Language{Tag: tag.String(), Level: s.Level}
	}
	return clean, nil
}
