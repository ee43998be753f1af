package contact

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anlan/internal/kit/han"
	"anlan/internal/kit/plain"
	"anlan/internal/platform/fault"
)

// Bounds of what we keep about a contact.
const (
	maxName       = 200
	maxValue      = 320 // the longest e-mail address there can be
	maxAttributes = 100
	maxKey        = 100
	maxLocale     = 35
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
	add(External, string(s.Channel), short(s.External), true)
	add(Email, "", NormalEmail(s.Email), s.Vouched && !s.EmailClaimed && !s.Automatic)
	add(Phone, "", NormalPhone(s.Phone), s.Vouched && !s.PhoneClaimed)
	return list
}

// short keeps an id as it is, or its digest where it is too long for an index.
// Cutting it would make one customer of two.
func short(id string) string {
	if len(id) <= maxValue {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
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

// readable makes what a channel says about a sender safe to keep.
func readable(s Sender) Sender {
	for _, field := range []*string{&s.Visitor, &s.External, &s.Email, &s.Phone, &s.Name, &s.Locale, &s.TimeZone} {
		*field = plain.Text(*field)
	}
	return s
}

// named fills what was empty with what the sender says; a name is never
// overwritten. Attributes are the channel's to keep up to date. It tells which
// fields are different now; being seen again is none of them.
func named(c row, s Sender, now time.Time) (after row, fields []string) {
	fill := func(field string, into *string, value string) {
		if *into == "" && value != "" {
			*into, fields = value, append(fields, field)
		}
	}
	fill("name", &c.Name, cut(strings.TrimSpace(s.Name), maxName))
	fill("locale", &c.Locale, cut(s.Locale, maxLocale))
	if validZone(s.TimeZone) {
		fill("time_zone", &c.TimeZone, s.TimeZone)
	}
	if attributes := joined(c.Attributes, s.Attributes); !sameAttributes(attributes, c.Attributes) {
		c.Attributes, fields = attributes, append(fields, "attributes")
	}
	c.SeenAt = max(c.SeenAt, now.UnixMilli())
	return c, fields
}

// joined is the attributes with the fresh ones over them, as many as we keep.
func joined(old, fresh map[string]any) map[string]any {
	all := maps.Clone(old)
	if all == nil {
		all = map[string]any{}
	}
	for _, k := range slices.Sorted(maps.Keys(fresh)) {
		key := cut(plain.Text(k), maxKey)
		if _, there := all[key]; there || len(all) < maxAttributes {
			all[key] = fresh[k]
		}
	}
	return all
}

// sameAttributes compares them as they are kept: a 1 and a 1.0 are the same.
func sameAttributes(a, b map[string]any) bool {
	if len(a) == 0 && len(b) == 0 {
		return true
	}
	left, errLeft := json.Marshal(a)
	right, errRight := json.Marshal(b)
	return errLeft == nil && errRight == nil && string(left) == string(right)
}

func validZone(name string) bool {
	if name == "" || len(name) > 64 {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// changed applies a person's edit and tells which fields are different now.
func changed(c row, e Edit) (after row, fields []string, err error) {
	if e.Name != nil {
		name := strings.TrimSpace(plain.Text(*e.Name))
		if utf8.RuneCountInString(name) > maxName {
			return c, nil, fault.New(fault.Invalid, "contact.name_too_long", "limit", maxName).At("name")
		}
		if name != c.Name {
			c.Name, fields = name, append(fields, "name")
		}
	}
	if e.Tier != nil && *e.Tier != c.Tier {
		if *e.Tier != Standard && *e.Tier != VIP {
			return c, nil, fault.New(fault.Invalid, "contact.unknown_tier", "tier", string(*e.Tier)).At("tier")
		}
		c.Tier, fields = *e.Tier, append(fields, "tier")
	}
	if e.Locale != nil {
		if locale := cut(plain.Text(*e.Locale), maxLocale); locale != c.Locale {
			c.Locale, fields = locale, append(fields, "locale")
		}
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
		if attributes := joined(nil, e.Attributes); !sameAttributes(attributes, c.Attributes) {
			c.Attributes, fields = attributes, append(fields, "attributes")
		}
	}
	if e.Automatic != nil && *e.Automatic != c.Automatic {
		c.Automatic, fields = *e.Automatic, append(fields, "automatic")
	}
	return c, fields, nil
}

// added is the contact that a person of ours enters by hand.
func added(a Addition, now time.Time) (row, error) {
	if a.Tier == "" {
		a.Tier = Standard
	}
	c, _, err := changed(fresh(now), Edit{Name: &a.Name, Tier: &a.Tier, Locale: &a.Locale, TimeZone: &a.TimeZone, Attributes: a.Attributes})
	return c, err
}

// addresses is what a contact that is entered by hand can be reached at. What is
// no address is refused here: a person is there to correct it.
func addresses(a Addition) ([]Identity, error) {
	s := readable(Sender{Email: strings.TrimSpace(a.Email), Phone: strings.TrimSpace(a.Phone), Vouched: true})
	switch {
	case s.Email != "" && NormalEmail(s.Email) == "":
		return nil, fault.New(fault.Invalid, "contact.email_wrong", "email", s.Email).At("email")
	case s.Phone != "" && NormalPhone(s.Phone) == "":
		return nil, fault.New(fault.Invalid, "contact.phone_wrong", "phone", s.Phone).At("phone")
	case s.Email == "" && s.Phone == "" && strings.TrimSpace(a.Name) == "":
		return nil, fault.New(fault.Invalid, "contact.needs_a_name").At("name")
	}
	return claims(s), nil
}

// cut shortens to n runes.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}

// maxFiled is how many bytes of what a name is put in order by an index has to hold.
const maxFiled = 400

// filed is what a name is put in order by: in small letters, Chinese by its sound
// and then as it is written. The nameless come last, and nothing is ever empty.
func filed(name string) string {
	name = strings.ToLower(strings.Join(strings.Fields(name), " "))
	if name == "" {
		return "2"
	}
	var b strings.Builder
	b.WriteString("1")
	for rest := name; rest != ""; {
		end := strings.IndexFunc(rest, func(r rune) bool { return !han.Is(r) })
		if end < 0 {
			end = len(rest)
		}
		if sounds := han.Sounds(rest[:end]); end > 0 && sounds != nil {
			b.WriteString(strings.Join(sounds, " "))
		} else {
			b.WriteString(rest[:end])
		}
		rest = rest[end:]
		if end = strings.IndexFunc(rest, han.Is); end < 0 {
			end = len(rest)
		}
		b.WriteString(rest[:end])
		rest = rest[end:]
	}
	return plain.Upto(b.String()+" "+name, maxFiled)
}
