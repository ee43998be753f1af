package intake

import (
	"encoding/json"
	"net/mail"
	"net/url"
	"regexp"
	"strings"

	"anlan/internal/platform/fault"
)

// ByLanguage is a text in the languages of the product.
type ByLanguage struct {
	ZhCN string `json:"zh-CN,omitempty"`
	En   string `json:"en,omitempty"`
}

// WebchatSettings are those of a chat on a site.
type WebchatSettings struct {
	// AllowedOrigins are the sites that may show the chat; empty means any.
	AllowedOrigins []string   `json:"allowed_origins"`
	Title          ByLanguage `json:"title"`
	Greeting       ByLanguage `json:"greeting"`
	Colour         string     `json:"colour"`
}

// EmailSettings are those of a mailbox.
type EmailSettings struct {
	Address  string `json:"address"`
	FromName string `json:"from_name"`
	SMTP     SMTP   `json:"smtp"`
}

// SMTP is the server that sends our mail. Without a host the channel cannot send.
type SMTP struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"` // starttls, tls or none
	User     string `json:"user"`
	Password string `json:"password"`
}

// APISettings has none yet.
type APISettings struct{}

// Mask stands for a password that is set; saved back, it keeps the old one.
const Mask = "***"

// WebchatSettings reads the settings of a chat.
func (c Channel) Webchat() (s WebchatSettings, err error) {
	return s, json.Unmarshal(c.Settings, &s)
}

// Email reads the settings of a mailbox.
func (c Channel) Email() (s EmailSettings, err error) {
	return s, json.Unmarshal(c.Settings, &s)
}

// CanSend tells whether a reply on this channel would go anywhere.
func (c Channel) CanSend() bool {
	if c.Kind != Email {
		return true
	}
	s, err := c.Email()
	return err == nil && s.SMTP.Host != "" && s.Address != ""
}

// settled merges a change into the settings of a kind and checks the result.
func settled(kind, old string, change json.RawMessage) (string, error) {
	switch kind {
	case Webchat:
		return merged(old, change, checkWebchat)
	case Email:
		return merged(old, change, checkEmail)
	case API:
		return merged(old, change, func(_, s APISettings) (APISettings, error) { return s, nil })
	}
	return "", fault.New(fault.Invalid, "channel.unknown_kind", "kind", kind).At("kind")
}

func merged[S any](old string, change json.RawMessage, check func(before, after S) (S, error)) (string, error) {
	var before, after S
	if err := json.Unmarshal([]byte(old), &before); err != nil {
		return "", err
	}
	after = before
	if len(change) > 0 {
		strict := json.NewDecoder(strings.NewReader(string(change)))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&after); err != nil {
			return "", fault.New(fault.Invalid, "channel.settings_wrong", "problem", err.Error()).At("settings")
		}
	}
	after, err := check(before, after)
	if err != nil {
		return "", err
	}
	out, err := json.Marshal(after)
	return string(out), err
}

var colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

func checkWebchat(_, s WebchatSettings) (WebchatSettings, error) {
	if s.Colour == "" {
		s.Colour = "#0f766e"
	}
	if !colour.MatchString(s.Colour) {
		return s, fault.New(fault.Invalid, "channel.colour_wrong", "colour", s.Colour).At("settings.colour")
	}
	clean := []string{}
	for _, o := range s.AllowedOrigins {
		u, err := url.Parse(strings.TrimSpace(o))
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return s, fault.New(fault.Invalid, "channel.origin_wrong", "origin", o).At("settings.allowed_origins")
		}
		clean = append(clean, u.Scheme+"://"+strings.ToLower(u.Host))
	}
	s.AllowedOrigins = clean
	return s, nil
}

func checkEmail(before, s EmailSettings) (EmailSettings, error) {
	if s.Address != "" {
		a, err := mail.ParseAddress(s.Address)
		if err != nil {
			return s, fault.New(fault.Invalid, "channel.address_wrong", "address", s.Address).At("settings.address")
		}
		s.Address = a.Address
	}
	if s.SMTP.Password == Mask {
		s.SMTP.Password = before.SMTP.Password
	}
	if s.SMTP.Host == "" {
		return s, nil
	}
	switch s.SMTP.Security {
	case "":
		s.SMTP.Security = "starttls"
	case "starttls", "tls", "none":
	default:
		return s, fault.New(fault.Invalid, "channel.security_unknown", "security", s.SMTP.Security).At("settings.smtp.security")
	}
	if s.SMTP.Port == 0 {
		s.SMTP.Port = map[string]int{"starttls": 587, "tls": 465, "none": 25}[s.SMTP.Security]
	}
	if s.SMTP.Port < 1 || s.SMTP.Port > 65535 {
		return s, fault.New(fault.Invalid, "channel.port_wrong", "port", s.SMTP.Port).At("settings.smtp.port")
	}
	return s, nil
}

// masked hides what even an administrator has no reason to read back.
func masked(c Channel) Channel {
	c.Settings = maskedSettings(string(c.Settings))
	return c
}

func maskedSettings(settings string) json.RawMessage {
	var fields map[string]any
	if json.Unmarshal([]byte(settings), &fields) != nil {
		return json.RawMessage(`{}`)
	}
	if smtp, ok := fields["smtp"].(map[string]any); ok && smtp["password"] != "" {
		smtp["password"] = Mask
	}
	out, _ := json.Marshal(fields) // it was JSON a line ago
	return out
}
