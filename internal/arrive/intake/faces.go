package intake

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"anlan/internal/kit/plain"
	"anlan/internal/platform/fault"
)

// What a channel shows to customers: colours, texts, fields. What is wrong in it
// is refused with the field that it stands in.

// Field is one question to a customer.
type Field struct {
	Name     string     `json:"name"` // name, email, phone, order, topic, message or consent
	Required bool       `json:"required"`
	Label    ByLanguage `json:"label"` // empty is ours
	Choices  []Choice   `json:"choices,omitempty"`
	Link     string     `json:"link,omitempty"` // consent: what one consents to
}

// Choice is one answer that a topic offers.
type Choice = ByLanguage

// In is the text in a language, or else in the other one.
func (t ByLanguage) In(language string) string {
	if language == "zh-CN" && t.ZhCN != "" || t.En == "" {
		return t.ZhCN
	}
	return t.En
}

var fieldNames = []string{"name", "email", "phone", "order", "topic", "message", "consent"}

const (
	defaultColour = "#0f766e"
	maxTexts      = 2000 // of one text, in characters
	maxChoices    = 30
	maxLogo       = 96 << 10 // of the data: address, in bytes
	maxRadius     = 32
	defaultRadius = 18
	longestWait   = 7 * 24 * 60 // minutes
	defaultWait   = 10
	maxKeys       = 32 << 10
	maxAllowed    = 50
)

var colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

func checkWebchat(before, s WebchatSettings) (_ WebchatSettings, err error) {
	if s.Colour, err = checkedColour(s.Colour); err != nil {
		return s, err
	}
	if s.AllowedOrigins, err = checkedOrigins(s.AllowedOrigins); err != nil {
		return s, err
	}
	if s.Look, err = checkedLook(before.Look, s.Look); err != nil {
		return s, err
	}
	if s.Before.Fields, err = checkedFields(s.Before.Fields, "settings.before.fields"); err != nil {
		return s, err
	}
	if s.Continuing, err = checkedContinuing(s.Continuing); err != nil {
		return s, err
	}
	s.Identity.Keys = strings.TrimSpace(plain.Text(s.Identity.Keys))
	if len(s.Identity.Keys) > maxKeys || len(s.Identity.Attributes) > maxAllowed {
		return s, fault.New(fault.Invalid, "channel.identity_too_long").At("settings.identity")
	}
	if s.Identity.Keys != "" {
		if _, err := PublicKeys(s.Identity.Keys); err != nil {
			return s, fault.New(fault.Invalid, "channel.keys_wrong", "problem", err.Error()).At("settings.identity.keys")
		}
	}
	return s, texts(s.Title, s.Greeting, s.Look.Launcher, s.Before.Intro)
}

func checkForm(_, s FormSettings) (_ FormSettings, err error) {
	if s.Colour, err = checkedColour(s.Colour); err != nil {
		return s, err
	}
	if s.AllowedOrigins, err = checkedOrigins(s.AllowedOrigins); err != nil {
		return s, err
	}
	if s.Logo, err = checkedLogo(s.Logo); err != nil {
		return s, err
	}
	if len(s.Fields) == 0 {
		s.Fields = []Field{{Name: "name"}, {Name: "email", Required: true}, {Name: "message", Required: true}}
	}
	if s.Fields, err = checkedFields(s.Fields, "settings.fields"); err != nil {
		return s, err
	}
	if !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Name == "message" }) {
		return s, fault.New(fault.Invalid, "channel.form_needs_message").At("settings.fields")
	}
	return s, texts(s.Title, s.Intro, s.Thanks)
}

func checkedColour(c string) (string, error) {
	if c == "" {
		return defaultColour, nil
	}
	if !colour.MatchString(c) {
		return c, fault.New(fault.Invalid, "channel.colour_wrong", "colour", c).At("settings.colour")
	}
	return strings.ToLower(c), nil
}

func checkedOrigins(list []string) ([]string, error) {
	clean := []string{}
	for _, o := range list {
		at := origin(o)
		if at == "" {
			return nil, fault.New(fault.Invalid, "channel.origin_wrong", "origin", o).At("settings.allowed_origins")
		}
		clean = append(clean, at)
	}
	return clean, nil
}

var plainOrigin = regexp.MustCompile(`^https?://[a-z0-9.:\[\]_-]+$`)

// origin is the origin of an address, "" when it has none. It goes into headers,
// so that nothing but a host may be in it.
func origin(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	if at := u.Scheme + "://" + strings.ToLower(u.Host); plainOrigin.MatchString(at) {
		return at
	}
	return ""
}

func checkedLook(before, l Look) (Look, error) {
	if l.Theme == "" {
		l.Theme = "auto"
	}
	if l.Position == "" {
		l.Position = "right"
	}
	if l.Radius == 0 && before == (Look{}) {
		l.Radius = defaultRadius
	}
	if !slices.Contains([]string{"auto", "light", "dark"}, l.Theme) || !slices.Contains([]string{"right", "left"}, l.Position) ||
		l.Radius < 0 || l.Radius > maxRadius {
		return l, fault.New(fault.Invalid, "channel.look_wrong").At("settings.look")
	}
	var err error
	l.Logo, err = checkedLogo(l.Logo)
	return l, err
}

func checkedLogo(logo string) (string, error) {
	if logo == "" {
		return "", nil
	}
	if _, _, ok := Picture(logo); !ok || len(logo) > maxLogo {
		return "", fault.New(fault.Invalid, "channel.logo_wrong", "limit", maxLogo*3/4).At("settings.logo")
	}
	return logo, nil
}

// Picture reads a data: address of a picture that can carry no script.
func Picture(data string) (mediaType string, content []byte, ok bool) {
	head, body, found := strings.Cut(data, ";base64,")
	mediaType, isData := strings.CutPrefix(head, "data:")
	content, err := base64.StdEncoding.DecodeString(body)
	if !found || !isData || err != nil || !slices.Contains([]string{"image/png", "image/jpeg", "image/webp", "image/gif"}, mediaType) {
		return "", nil, false
	}
	return mediaType, content, http.DetectContentType(content) == mediaType
}

func checkedContinuing(c Continuing) (Continuing, error) {
	if c.Minutes == 0 {
		c.Minutes = defaultWait
	}
	if c.Minutes < 1 || c.Minutes > longestWait {
		return c, fault.New(fault.Invalid, "channel.minutes_wrong", "limit", longestWait).At("settings.continuing.minutes")
	}
	if c.Page = strings.TrimSpace(c.Page); c.Page != "" {
		u, err := url.Parse(c.Page)
		if err != nil || origin(c.Page) == "" || u.Fragment != "" || len(c.Page) > 1000 {
			return c, fault.New(fault.Invalid, "channel.page_wrong", "page", c.Page).At("settings.continuing.page")
		}
	}
	return c, nil
}

func checkedFields(list []Field, at string) ([]Field, error) {
	clean, seen := []Field{}, map[string]bool{}
	for _, f := range list {
		if !slices.Contains(fieldNames, f.Name) || seen[f.Name] {
			return nil, fault.New(fault.Invalid, "channel.field_unknown", "name", f.Name).At(at)
		}
		seen[f.Name] = true
		if f.Name != "topic" {
			f.Choices = nil
		} else if len(f.Choices) == 0 || len(f.Choices) > maxChoices {
			return nil, fault.New(fault.Invalid, "channel.topic_needs_choices", "limit", maxChoices).At(at)
		}
		if f.Name != "consent" {
			f.Link = ""
		} else if f.Required = true; f.Link != "" && origin(f.Link) == "" {
			return nil, fault.New(fault.Invalid, "channel.link_wrong", "link", f.Link).At(at)
		}
		if err := texts(append(slices.Clone(f.Choices), f.Label)...); err != nil {
			return nil, err
		}
		clean = append(clean, f)
	}
	return clean, nil
}

func texts(list ...ByLanguage) error {
	for _, t := range list {
		if utf8.RuneCountInString(t.En) > maxTexts || utf8.RuneCountInString(t.ZhCN) > maxTexts {
			return fault.New(fault.TooLarge, "channel.text_too_long", "limit", maxTexts).At("settings")
		}
	}
	return nil
}
