package contact

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anlan/internal/platform/fault"
)

// Bounds of what we keep about a contact.
const (
	maxName       = 200
	maxValue      = 320 // the longest e-mail address there can be
	maxAttributes = 100
)

// claims lists a sender's identities, the surest first.
func claims(s Sender) []Identity {
	var list []Identity
	add := func(kind Kind, scope, value string, verified bool) {
		if value != "" {
			list = append(list, Identity{Kind: kind, Scope: scope, Value: value, Verified: verified})
		}
	}
	add(Visitor, string(s.Channel), s.Visitor, true)
	add(External, string(s.Channel), cut(s.External, maxValue), true)
	add(Email, "", NormalEmail(s.Email), s.Vouched)
	add(Phone, "", NormalPhone(s.Phone), s.Vouched)
	return list
}

// NormalEmail makes addresses comparable; what is no address becomes "".
func NormalEmail(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if len(s) > maxValue || !strings.Contains(s, "@") {
		return ""
	}
	if a, err := mail.ParseAddress(s); err == nil {
		return a.Address
	}
	if strings.ContainsFunc(s, unicode.IsSpace) || strings.Count(s, "@") != 1 {
		return ""
	}
	return s
}

// NormalPhone keeps the digits and a leading plus.
func NormalPhone(s string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(s) {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= '０' && r <= '９': // full-width digits of a Chinese keyboard
			b.WriteRune(r - '０' + '0')
		case (r == '+' || r == '＋') && b.Len() == 0:
			b.WriteByte('+')
		}
	}
	if digits := strings.TrimPrefix(b.String(), "+"); len(digits) < 3 || len(digits) > 20 {
		return ""
	}
	return b.String()
}

// named fills what was empty with what the sender says; it never overwrites.
func named(c row, s Sender, now time.Time) row {
	if c.Name == "" {
		c.Name = cut(strings.TrimSpace(s.Name), maxName)
	}
	if c.Locale == "" {
		c.Locale = cut(s.Locale, 35)
	}
	if c.TimeZone == "" && validZone(s.TimeZone) {
		c.TimeZone = s.TimeZone
	}
	if c.Attributes == nil {
		c.Attributes = map[string]any{}
	}
	for k, v := range s.Attributes {
		if _, there := c.Attributes[k]; there || len(c.Attributes) < maxAttributes {
			c.Attributes[cut(k, 100)] = v
		}
	}
	c.SeenAt = max(c.SeenAt, now.UnixMilli())
	return c
}

func validZone(name string) bool {
	if name == "" || len(name) > 64 {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// changed applies a person's edit.
func changed(c row, e Edit) (row, []string, error) {
	var fields []string
	if e.Name != nil && *e.Name != c.Name {
		if utf8.RuneCountInString(*e.Name) > maxName {
			return c, nil, fault.New(fault.Invalid, "contact.name_too_long", "limit", maxName).At("name")
		}
		c.Name, fields = strings.TrimSpace(*e.Name), append(fields, "name")
	}
	if e.Tier != nil && *e.Tier != c.Tier {
		if *e.Tier != Standard && *e.Tier != VIP {
			return c, nil, fault.New(fault.Invalid, "contact.unknown_tier", "tier", string(*e.Tier)).At("tier")
		}
		c.Tier, fields = *e.Tier, append(fields, "tier")
	}
	if e.Locale != nil && *e.Locale != c.Locale {
		c.Locale, fields = cut(*e.Locale, 35), append(fields, "locale")
	}
	if e.TimeZone != nil && *e.TimeZone != c.TimeZone {
		if *e.TimeZone != "" && !validZone(*e.TimeZone) {
			return c, nil, fault.New(fault.Invalid, "contact.unknown_time_zone", "zone", *e.TimeZone).At("time_zone")
		}
		c.TimeZone, fields = *e.TimeZone, append(fields, "time_zone")
	}
	if e.Attributes != nil {
		if len(e.Attributes) > maxAttributes {
			return c, nil, fault.New(fault.Invalid, "contact.too_many_attributes", "limit", maxAttributes).At("attributes")
		}
		c.Attributes, fields = e.Attributes, append(fields, "attributes")
	}
	return c, fields, nil
}

// cut shortens to n runes.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}
