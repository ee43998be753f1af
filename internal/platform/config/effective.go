package config

import (
	"net/url"
	"regexp"
	"strings"
)

// Row is one setting as it stands: what it is, and who said so.
type Row struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Source string `json:"source"`
	About  string `json:"about"`
}

// Effective lists every setting with its source; passwords are masked.
func (c Config) Effective() []Row { return c.rows }

var passwordParameter = regexp.MustCompile(`(?i)((?:^|[?&])[^=&?]*(?:password|secret|token|key)[^=&?]*=)[^&]*`)

// masked shows an address without its password. What cannot be read as an
// address is not shown at all: it may be the password itself.
func masked(value string) string {
	if value == "" {
		return ""
	}
	u, err := url.Parse(value)
	if err != nil || u.Scheme == "" || u.Opaque != "" {
		return "***"
	}
	shown := u.Redacted()
	if _, has := u.User.Password(); has {
		shown = strings.Replace(shown, ":xxxxx@", ":***@", 1)
	}
	return passwordParameter.ReplaceAllString(shown, "${1}***")
}
