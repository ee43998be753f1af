package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"
)

// fileHere is read without being asked for, where it exists.
const fileHere = "anlan.yaml"

// source is one place where settings are written. name is how this source
// writes a setting, so that a refusal can be found by searching for it.
type source struct {
	where  string
	name   func(setting) string
	values *koanf.Koanf
}

func key(s setting) string      { return s.Key }
func variable(s setting) string { return s.Variable() }
func flag(s setting) string     { return "--" + s.Flag() }

// Load reads all sources and refuses everything that is wrong at once. Flags
// may be nil; environ is os.Environ(), or what a test says.
func Load(flags *pflag.FlagSet, environ []string) (Config, error) {
	sources, err := gather(flags, environ)
	if err != nil {
		return Config{}, err
	}
	return understood(sources)
}

// Default is how an installation runs that nobody has told anything, wherever it is asked.
func Default() Config {
	defaults := map[string]any{}
	for _, s := range settings {
		defaults[s.Key] = s.Default
	}
	all := source{where: "default", name: key, values: koanf.New(".")}
	err := all.values.Load(confmap.Provider(defaults, ""), nil)
	c, wrong := understood([]source{all})
	if err = errors.Join(err, wrong); err != nil {
		panic(err) // a default of ours cannot be right
	}
	return c
}

// understood turns the strongest word on each setting into its value.
func understood(sources []source) (Config, error) {
	var (
		c     Config
		wrong []error
	)
	for _, s := range sources {
		wrong = append(wrong, s.strangers()...)
	}
	for _, s := range settings {
		from := deciding(sources, s)
		value := from.text(s)
		if err := s.set(&c, value); err != nil {
			wrong = append(wrong, fmt.Errorf("%s (%s) is %q: %w", from.name(s), from.where, s.shown(value), err))
		}
		c.rows = append(c.rows, Row{Name: s.Variable(), Value: s.shown(value), Source: from.where, About: s.Usage})
	}
	if c.Files.Endpoint != "" && (c.Files.Bucket == "" || c.Files.AccessKey == "" || c.Files.SecretKey == "") {
		wrong = append(wrong, errors.New("ANLAN_BLOB_S3_ENDPOINT is set: want ANLAN_BLOB_S3_BUCKET, ANLAN_BLOB_S3_ACCESS_KEY and ANLAN_BLOB_S3_SECRET_KEY too"))
	}
	if len(wrong) > 0 {
		return Config{}, errors.Join(wrong...)
	}
	return c.followed(), nil
}

// gather reads the sources, weakest first.
func gather(flags *pflag.FlagSet, environ []string) ([]source, error) {
	defaults, written := map[string]any{}, map[string]any{}
	for _, s := range settings {
		defaults[s.Key] = s.Default
		if flags != nil && flags.Changed(s.Flag()) {
			written[s.Key] = flags.Lookup(s.Flag()).Value.String()
		}
	}
	all := []source{
		{where: "default", name: key, values: koanf.New(".")},
		{where: "environment", name: variable, values: koanf.New(".")},
		{where: "flag", name: flag, values: koanf.New(".")},
	}
	err := errors.Join(
		all[0].values.Load(confmap.Provider(defaults, ""), nil),
		all[1].values.Load(env.Provider("", env.Opt{
			Prefix:        "ANLAN_",
			EnvironFunc:   func() []string { return environ },
			TransformFunc: func(k, v string) (string, any) { return strings.ToLower(strings.TrimPrefix(k, "ANLAN_")), v },
		}), nil),
		all[2].values.Load(confmap.Provider(written, ""), nil),
	)
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	path, asked := filePath(flags, all[1].values)
	if _, err := os.Stat(path); !asked && errors.Is(err, os.ErrNotExist) {
		return all, nil
	}
	f := source{where: "file " + path, name: key, values: koanf.New(".")}
	if err := f.values.Load(file.Provider(path), yaml.Parser()); err != nil {
		return nil, fmt.Errorf("read the settings in %s: %w", path, err)
	}
	return []source{all[0], f, all[1], all[2]}, nil
}

// filePath is where the file should be, and whether somebody asked for it.
func filePath(flags *pflag.FlagSet, environ *koanf.Koanf) (path string, asked bool) {
	if flags != nil && flags.Changed("config") {
		return flags.Lookup("config").Value.String(), true
	}
	if path := environ.String("config"); path != "" {
		return path, true
	}
	return filepath.Join(".", fileHere), false
}

// deciding is the strongest source that says something about a setting.
func deciding(sources []source, s setting) source {
	for i := len(sources) - 1; i > 0; i-- {
		if sources[i].values.Exists(s.Key) {
			return sources[i]
		}
	}
	return sources[0]
}

// text is the value as one would type it; a list in the file reads like commas on the command line.
func (f source) text(s setting) string {
	switch v := f.values.Get(s.Key).(type) {
	case nil:
		return ""
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = fmt.Sprint(one)
		}
		return strings.Join(parts, ",")
	default:
		return strings.TrimSpace(fmt.Sprint(v))
	}
}

// followed fills in what nobody wrote and other settings decide.
func (c Config) followed() Config {
	if !c.publicURLFollows {
		return c
	}
	c.PublicURL = addressFor(c.Listen)
	for i := range c.rows {
		if c.rows[i].Name == "ANLAN_PUBLIC_URL" {
			c.rows[i].Value = c.PublicURL
		}
	}
	return c
}
