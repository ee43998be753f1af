package config_test

import (
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"anlan/internal/platform/config"
)

// load reads the settings in an empty folder, where a file may be laid first.
func load(t *testing.T, file string, args []string, environ ...string) (config.Config, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	if file != "" {
		require.NoError(t, os.WriteFile("anlan.yaml", []byte(file), 0o600))
	}
	flags := pflag.NewFlagSet("anlan", pflag.ContinueOnError)
	config.Flags(flags)
	require.NoError(t, flags.Parse(args))
	return config.Load(flags, environ)
}

func TestWithNothingWrittenTheDefaultsHold(t *testing.T) {
	c, err := load(t, "", nil)
	require.NoError(t, err)
	require.Equal(t, "./data", c.Data)
	require.Equal(t, "127.0.0.1:8080", c.Listen)
	require.Equal(t, "http://127.0.0.1:8080", c.PublicURL)
	require.Equal(t, slog.LevelInfo, c.LogLevel)
	require.Equal(t, "text", c.LogFormat)
	require.Equal(t, 396*24*time.Hour, c.FactRetention)
	require.Equal(t, 1096*24*time.Hour, c.AuditRetention)
	require.EqualValues(t, 25<<20, c.UploadLimit)
	require.Equal(t, 20*time.Second, c.ShutdownGrace)
	require.Empty(t, c.DatabaseURL+c.RedisURL+c.OTLPEndpoint)
	require.Empty(t, c.TrustedProxies)
	require.False(t, c.Sample)
}

func TestTheDefaultDoesNotAskWhereItIs(t *testing.T) {
	c, err := load(t, "upload_limit: 1KB", nil, "ANLAN_LISTEN=:1")
	require.NoError(t, err)
	require.EqualValues(t, 1024, c.UploadLimit)
	require.EqualValues(t, 25<<20, config.Default().UploadLimit)
	require.Equal(t, "http://127.0.0.1:8080", config.Default().PublicURL)
}

func TestTheNearestSourceWins(t *testing.T) {
	for _, it := range []struct {
		name, file, want, source string
		args, environ            []string
	}{
		{name: "file over default", file: "listen: :1", want: ":1", source: "file anlan.yaml"},
		{name: "environment over file", file: "listen: :1", environ: []string{"ANLAN_LISTEN=:2"}, want: ":2", source: "environment"},
		{name: "flag over environment", file: "listen: :1", environ: []string{"ANLAN_LISTEN=:2"}, args: []string{"--listen", ":3"}, want: ":3", source: "flag"},
		{name: "flag over default", args: []string{"--listen=:3"}, want: ":3", source: "flag"},
	} {
		t.Run(it.name, func(t *testing.T) {
			c, err := load(t, it.file, it.args, it.environ...)
			require.NoError(t, err)
			require.Equal(t, it.want, c.Listen)
			for _, row := range c.Effective() {
				want := "default"
				if row.Name == "ANLAN_LISTEN" {
					want = it.source
				}
				require.Equal(t, want, row.Source, row.Name)
			}
		})
	}
}

func TestAnEmptyVariableSwitchesOffWhatTheFileSays(t *testing.T) {
	c, err := load(t, "redis_url: redis://cache:6379", nil, "ANLAN_REDIS_URL=")
	require.NoError(t, err)
	require.Empty(t, c.RedisURL)
}

func TestValuesAreUnderstood(t *testing.T) {
	c, err := load(t, strings.Join([]string{
		"upload_limit: 1048576",
		"fact_retention: 400d", "audit_retention: 0",
		"trusted_proxies: [10.1.2.3/8, '::1']",
		"sample: true",
		"log_level: warn",
		"public_url: https://desk.example.cn/",
	}, "\n"), nil, "ANLAN_DATABASE_URL=postgres:///anlan?host=/run/postgresql", "ANLAN_SHUTDOWN_GRACE=1m30s")
	require.NoError(t, err)
	require.EqualValues(t, 1<<20, c.UploadLimit)
	require.Equal(t, 400*24*time.Hour, c.FactRetention)
	require.Zero(t, c.AuditRetention)
	require.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}, c.TrustedProxies)
	require.True(t, c.Sample)
	require.Equal(t, slog.LevelWarn, c.LogLevel)
	require.Equal(t, "https://desk.example.cn", c.PublicURL)
	require.Equal(t, "postgres:///anlan?host=/run/postgresql", c.DatabaseURL)
	require.Equal(t, 90*time.Second, c.ShutdownGrace)
}

func TestWhatCannotBeRightIsRefusedInASentence(t *testing.T) {
	for _, it := range []struct {
		name, file, want string
		args, environ    []string
	}{
		{name: "listen", environ: []string{"ANLAN_LISTEN=abc"},
			want: `ANLAN_LISTEN (environment) is "abc": want host:port`},
		{name: "port", environ: []string{"ANLAN_LISTEN=:99999"},
			want: `ANLAN_LISTEN (environment) is ":99999": want host:port with a port from 0 to 65535`},
		{name: "flag", args: []string{"--log-level", "loud"},
			want: `--log-level (flag) is "loud": want debug, info, warn or error`},
		{name: "file", file: "log_format: xml",
			want: `log_format (file anlan.yaml) is "xml": want text or json`},
		{name: "a password is not repeated", environ: []string{"ANLAN_DATABASE_URL=mysql://u:hunter2@h/d"},
			want: `ANLAN_DATABASE_URL (environment) is "mysql://u:***@h/d": want a URL that begins with postgres://`},
		{name: "nor where the address cannot be read", environ: []string{"ANLAN_DATABASE_URL=postgres://u:hun%ter2@h/d"},
			want: `ANLAN_DATABASE_URL (environment) is "***": want a URL that begins with postgres://`},
		{name: "a database without name", environ: []string{"ANLAN_DATABASE_URL=postgres://u@h"},
			want: `ANLAN_DATABASE_URL (environment) is "postgres://u@h": want the name of the database after the host, like postgres://user@host/anlan`},
		{name: "redis", environ: []string{"ANLAN_REDIS_URL=localhost:6379"},
			want: `ANLAN_REDIS_URL (environment) is "***": want a URL that begins with redis://`},
		{name: "below a path", environ: []string{"ANLAN_PUBLIC_URL=https://a.cn/desk"},
			want: `ANLAN_PUBLIC_URL (environment) is "https://a.cn/desk": want only scheme, host and port: the server cannot live below a path`},
		{name: "retention", environ: []string{"ANLAN_FACT_RETENTION=forever"},
			want: `ANLAN_FACT_RETENTION (environment) is "forever": want a duration like 90s, 12h or 400d`},
		{name: "too short a memory", environ: []string{"ANLAN_AUDIT_RETENTION=1h"},
			want: `ANLAN_AUDIT_RETENTION (environment) is "1h": want at least 24h0m0s`},
		{name: "too short a retention", environ: []string{"ANLAN_FACT_RETENTION=1h"},
			want: `ANLAN_FACT_RETENTION (environment) is "1h": want at least 24h0m0s`},
		{name: "upload", environ: []string{"ANLAN_UPLOAD_LIMIT=25 Mb/s"},
			want: `ANLAN_UPLOAD_LIMIT (environment) is "25 Mb/s": want a size like 25MB, 512KB or a number of bytes`},
		{name: "upload too large", environ: []string{"ANLAN_UPLOAD_LIMIT=9999999999GB"},
			want: `ANLAN_UPLOAD_LIMIT (environment) is "9999999999GB": want a size between 1 byte and 4GB`},
		{name: "proxies", environ: []string{"ANLAN_TRUSTED_PROXIES=10.0.0.0/8,nginx"},
			want: `ANLAN_TRUSTED_PROXIES (environment) is "10.0.0.0/8,nginx": want addresses or networks separated by commas, and "nginx" is neither`},
		{name: "sample", args: []string{"--sample=perhaps"},
			want: `--sample (flag) is "perhaps": want true or false`},
		{name: "unknown name", file: "databse_url: postgres://h/d",
			want: `databse_url (file anlan.yaml) is not a setting: did you mean database_url?`},
		{name: "nested name", file: "database:\n  url: postgres://h/d",
			want: `database.url (file anlan.yaml) is not a setting: did you mean database_url?`},
		{name: "near miss in the environment", environ: []string{"ANLAN_DATABASE_ULR=postgres://h/d"},
			want: `ANLAN_DATABASE_ULR (environment) is not a setting: did you mean ANLAN_DATABASE_URL?`},
		{name: "all at once", file: "log_format: xml", environ: []string{"ANLAN_LISTEN=abc"}, args: []string{"--data="},
			want: "--data (flag) is \"\": want a folder\nANLAN_LISTEN (environment) is \"abc\": want host:port\nlog_format (file anlan.yaml) is \"xml\": want text or json"},
	} {
		t.Run(it.name, func(t *testing.T) {
			_, err := load(t, it.file, it.args, it.environ...)
			require.EqualError(t, err, it.want)
		})
	}
}

func TestVariablesThatAnOrchestratorAddsAreLeftAlone(t *testing.T) {
	_, err := load(t, "", nil, "ANLAN_PORT=tcp://10.0.0.1:80", "ANLAN_SERVICE_HOST=10.0.0.1", "ANLAN_TEST_POSTGRES=x", "ANLAN_CONFIG=")
	require.NoError(t, err)
}

func TestAFileThatWasAskedForMustBeThere(t *testing.T) {
	_, err := load(t, "", []string{"--config", "elsewhere.yaml"})
	require.ErrorContains(t, err, "read the settings in elsewhere.yaml")
	_, err = load(t, "", nil, "ANLAN_CONFIG=elsewhere.yaml")
	require.ErrorContains(t, err, "read the settings in elsewhere.yaml")
	_, err = load(t, "listen: [", nil)
	require.ErrorContains(t, err, "read the settings in anlan.yaml")
}

func TestEffectiveValuesHidePasswords(t *testing.T) {
	c, err := load(t, "", nil,
		"ANLAN_DATABASE_URL=postgres://anlan:hunter2@db/anlan?sslpassword=hunter2&sslmode=verify-full",
		"ANLAN_REDIS_URL=redis://:hunter2@cache:6379",
		"ANLAN_OTLP_ENDPOINT=http://collector:4318")
	require.NoError(t, err)
	got := map[string]string{}
	for _, row := range c.Effective() {
		got[row.Name] = row.Value
		require.NotContains(t, row.Value, "hunter2")
		require.NotEmpty(t, row.About, row.Name)
	}
	want := map[string]string{
		"ANLAN_DATABASE_URL":  "postgres://anlan:***@db/anlan?sslpassword=***&sslmode=verify-full",
		"ANLAN_REDIS_URL":     "redis://:***@cache:6379",
		"ANLAN_OTLP_ENDPOINT": "http://collector:4318",
	}
	for name, value := range want {
		require.Empty(t, cmp.Diff(value, got[name]), name)
	}
	require.Contains(t, c.DatabaseURL, "hunter2", "the program itself needs the password")
}

func TestThePublicAddressFollowsTheListenAddress(t *testing.T) {
	for listen, want := range map[string]string{
		":8080":          "http://localhost:8080",
		"0.0.0.0:80":     "http://localhost",
		"[::]:9000":      "http://localhost:9000",
		"[::1]:80":       "http://[::1]",
		"desk.local:443": "http://desk.local:443",
	} {
		c, err := load(t, "", []string{"--listen", listen})
		require.NoError(t, err)
		require.Equal(t, want, c.PublicURL)
	}
}

func TestWithPortZeroThePublicAddressIsKnownOnceTheSocketIsOpen(t *testing.T) {
	opened := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 40123}
	c, err := load(t, "", []string{"--listen", "127.0.0.1:0"})
	require.NoError(t, err)
	require.Equal(t, "http://127.0.0.1:40123", c.At(opened).PublicURL)

	c, err = load(t, "", []string{"--listen", "127.0.0.1:0", "--public-url", "https://desk.example.cn"})
	require.NoError(t, err)
	require.Equal(t, "https://desk.example.cn", c.At(opened).PublicURL)
}
